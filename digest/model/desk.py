"""Story → Brief → Reply → Draft → Check → Decision → Edition: what is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from digest.model.news import Article

Section = Literal["ai_model", "ai_industry", "data_element"]
FateName = Literal["drafted", "duplicate", "irrelevant", "stale", "unreadable", "pending"]
Status = Literal["pending", "approved", "rejected", "void"]
Verdict = Literal["supported", "derived", "absent", "conflicting"]
Role = Literal["original", "reprint", "rewrite", "followup", "correction", "denial", "roundup", "data"]


@dataclass(frozen=True, slots=True)
class Member:
    """An article's place in its story: role, how alike it is (0–1) and why it was joined."""

    article: str
    role: Role
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one event. `members` are in order of weight, the lead first."""

    id: str
    members: tuple[Member, ...]

    @property
    def lead(self) -> str:
        """Id of the article that is drafted from."""
        return self.members[0].article


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a story belongs and how much it matters; `reasons` explain both, in Chinese.

    `section` is None for what is not news of this desk, and `fate_reason` then says why.
    """

    section: str | None
    importance: int
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    fate_reason: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """All that an engine may know of a story."""

    story: str
    section: str
    importance: int
    lead: Article
    others: tuple[Article, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a reply and the exact words of the article it rests on."""

    text: str
    article: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an engine wrote; believed only as far as the checks go."""

    headline: str
    sentences: tuple[Quoted, ...]
    lead_sentence: str = ""
    engine: str = ""
    model: str = ""
    prompt_id: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of an article's `document` and the words that stand there."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Check:
    """One claim of a draft and what the archive says to it. `start`/`end` count in the draft's `field`."""

    kind: str
    claim: str
    start: int
    end: int
    field: str
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One item for the report. `body` paragraphs are separated by a newline; the credit line is not part of it."""

    id: str
    story: str
    section: str
    headline: str
    body: str
    lead_paragraph: str
    credits: tuple[str, ...]
    importance: int
    week: str
    status: Status = "pending"
    revision: int = 1
    engine: str = ""
    model: str = ""
    prompt_id: str = ""
    checks: tuple[Check, ...] = ()
    conflicts: tuple[Mapping[str, object], ...] = ()
    notes: tuple[str, ...] = ()
    approved_by: str = ""
    approved_at: datetime | None = None
    approval_note: str = ""
    text_hash: str = ""

    @property
    def unsettled(self) -> tuple[Check, ...]:
        """The checks that need a named person and a note before this may be exported."""
        return tuple(c for c in self.checks if c.verdict in ("absent", "conflicting"))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person did to a draft, and to exactly which text (`text_hash`)."""

    draft: str
    action: str
    by: str
    at: datetime
    text_hash: str = ""
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A week's items in print order, ready to be written in any format."""

    week: str
    items: tuple[Draft, ...]
    preview: bool = False
