"""One draft with all that a reviewer needs to judge it, and its claims in reading order. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from digest.decide import Entry, Seen
from digest.model import Article, Check, Draft, Evidence, Member
from digest.text import fold

_FIELDS = ("headline", "body", "lead_paragraph", "credits")
_TOKEN = re.compile(r"[A-Za-z]+|\d[\d.,]*|\s+|.", re.S)


@dataclass(frozen=True, slots=True)
class View:
    """A draft as it's shown: the articles of its story with their places (the lead first), why it is where it is, its
    revisions and what was decided about it. `seen` goes back with the decision."""

    draft: Draft
    seen: Seen
    members: tuple[tuple[Article, Member], ...]
    others: tuple[Article, ...] = ()
    reasons: tuple[str, ...] = ()
    revisions: tuple[Mapping[str, Any], ...] = ()
    history: tuple[Entry, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """The story's articles, and those that are evidence without belonging to it."""
        return (*(a for a, _ in self.members), *self.others)

    @property
    def previous(self) -> Mapping[str, Any] | None:
        """The revision before this one."""
        return next((r for r in reversed(self.revisions) if r["revision"] < self.draft.revision), None)

    def article(self, name: str) -> Article | None:
        """An article by id."""
        return next((a for a in self.articles if a.id == name), None)


def claims(draft: Draft) -> list[Check]:
    """The checks in reading order; of the first-page sentence only what the body doesn't have as well."""
    ordered = sorted(
        draft.checks, key=lambda c: (_FIELDS.index(c.field) if c.field in _FIELDS else len(_FIELDS), c.start, -c.end)
    )
    body = {(c.claim, c.verdict) for c in ordered if c.field == "body"}
    return [c for c in ordered if c.field != "lead_paragraph" or (c.claim, c.verdict) not in body]


def first_claim(checks: Sequence[Check]) -> int:
    """The claim to look at first: one in conflict, else one without ground, else the first; -1 when there's none."""
    for verdict in ("conflicting", "absent"):
        for number, check in enumerate(checks):
            if check.verdict == verdict:
                return number
    return 0 if checks else -1


def evidence_of(view: View, check: Check | None) -> list[Evidence]:
    """The spans that a claim rests on or that speak against it: its own, else those of the conflicts about it."""
    if check is None:
        return []
    if check.evidence:
        return list(check.evidence)
    return [s for c in about_claim(view.draft, check) for s in sides_of(c)]


def sides_of(conflict: Mapping[str, object]) -> list[Evidence]:
    """The spans of a stored conflict, as far as it has any."""
    found = []
    for side in _sides(conflict):
        start, end = side.get("start"), side.get("end")
        if isinstance(start, int) and isinstance(end, int):
            found.append(Evidence(str(side.get("article", "")), start, end, str(side.get("value", ""))))
    return found


def about_claim(draft: Draft, check: Check | None) -> list[Mapping[str, object]]:
    """The conflicts about a claim's very value; where there's none, those about a span that it rests on."""
    ranked = [(rank, c) for c in draft.conflicts if check and (rank := _concern(c, check))]
    return [c for rank, c in ranked if rank == max(r for r, _ in ranked)]


def by_claims(draft: Draft) -> list[Mapping[str, object]]:
    """All conflicts, those first that a claim of the draft is part of."""
    return sorted(draft.conflicts, key=lambda c: -max((_concern(c, check) for check in draft.checks), default=0))


def _concern(conflict: Mapping[str, object], check: Check) -> int:
    """2 where a side has the claim's value, 1 where the claim rests on a side's span, else 0."""
    sides = sides_of(conflict)
    if any(s.quote and fold(s.quote) in fold(check.claim) for s in sides):
        return 2
    touching = (s.article == e.article and e.start < s.end and s.start < e.end for s in sides for e in check.evidence)
    return int(any(touching))


def conflict_rows(conflict: Mapping[str, object]) -> list[tuple[str, str, str, str]]:
    """A stored conflict as rows: value, source, time, cut-off; what it doesn't know is empty."""
    return [
        (
            str(side.get("value") or side.get("claim") or "?"),
            str(side.get("credit") or side.get("source") or side.get("article") or ""),
            str(side.get("published_at") or side.get("time") or ""),
            str(side.get("cut_off") or side.get("as_of") or ""),
        )
        for side in _sides(conflict)
    ]


def _sides(conflict: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    sides = conflict.get("sides")
    for side in sides if isinstance(sides, list | tuple) else (conflict,):
        if isinstance(side, Mapping):
            yield side


# ----------------------------------------------------------------------------------------------------------------- changes
@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a text against its earlier version: `kind` is same, added or removed."""

    kind: str
    text: str


def changes(old: str, new: str) -> list[Change]:
    """What became of a text, word by word and Chinese character by character."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change("same", "".join(a[i:j])))
            continue
        found += [Change(k2, t) for k2, t in (("removed", "".join(a[i:j])), ("added", "".join(b[k:m]))) if t]
    return found


def shortened(found: Sequence[Change], around: int = 8) -> list[Change]:
    """The changes with only so many characters of the unchanged text around them."""
    last = len(found) - 1
    kept = []
    for n, change in enumerate(found):
        text = change.text
        if change.kind == "same" and len(text) > 2 * around + 4:
            head, tail = "" if n == 0 else text[:around], "" if n == last else text[-around:]
            text = f"{head} .. {tail}"
        kept.append(Change(change.kind, text))
    return kept
