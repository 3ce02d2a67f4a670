"""Whether what a draft says stands in its articles: every figure, date, name and qualifier traced to a span, or flagged.

    draft     a Draft and the articles of its story → checks and conflicts
    sentence  any text and its sources → checks
    edits     what differs in sentences that a source has nearly word for word
    verdict   one word for a whole sentence

Pure. An article that was read once is not read again, so that an edit is checked in milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from digest.model import Article, Check, Draft, Verdict
from digest.verify import conflicts, credit, passages
from digest.verify.mentions import Names
from digest.verify.reading import read

__all__ = ["draft", "edits", "sentence", "verdict"]

_FIELDS = ("headline", "body", "lead_paragraph")


def draft(
    given: Draft,
    articles: Sequence[Article],
    *,
    names: Names | None = None,
    roles: Mapping[str, str] | None = None,
) -> tuple[list[Check], list[dict[str, object]]]:
    """Checks of a draft's headline, body, lead paragraph and credits, and the conflicts between the articles of its story.

    `articles` stand in order of weight, the lead first; its time resolves the draft's relative dates. `roles` maps article
    ids to their roles in the story: a roundup points at the news and is no evidence for it, reprints are one voice.
    """
    told = [a for a in articles if (roles or {}).get(a.id) != "roundup"]
    sources = passages.sources(tuple(told), names)
    at = next((a.published.at for a in told if a.published), None)
    found = conflicts.find(told, sources.readings, roles or {})
    checks = []
    for field in _FIELDS:
        text = getattr(given, field)
        if text.strip():
            own = passages.checks(text, at, names, sources, field)
            checks += conflicts.held_against(own, partial(read, text, at, names), found)
    checks += credit.credits(given.credits, told, sources.readings)
    return checks, [c.record() for c in found]


def sentence(
    text: str, sources: Sequence[Article], *, names: Names | None = None, published: datetime | None = None
) -> list[Check]:
    """Checks of one text against its sources; `published` resolves its relative dates (default: the latest source's time)."""
    at = published or max((a.published.at for a in sources if a.published), default=None)
    return passages.checks(text, at, names, passages.sources(tuple(sources), names), "sentence")


def edits(text: str, sources: Sequence[Article], *, names: Names | None = None) -> list[Check]:
    """The figures, dates, names and decisive words of a text that differ from a source's where the rest is the source's own."""
    return passages.edits(text, names, passages.sources(tuple(sources), names))


def verdict(checks: Sequence[Check]) -> Verdict:
    """The verdict of a whole text: its worst check, conflicting before absent before derived; supported for none."""
    found = {c.verdict for c in checks}
    order: tuple[Verdict, ...] = ("conflicting", "absent", "derived")
    return next((v for v in order if v in found), "supported")
