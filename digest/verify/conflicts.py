"""Reports of one story that give different values for the same thing, side by side. No model: tuples, arithmetic, dates.

Two figures are the same thing when their clauses share the metric, the one spoken of, the period and most of their words, and
neither report has the other's value for it. A report that knows both values is a conflict only where it says why: another
cut-off, or before and after the money.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from digest.model import Article, Check, Evidence
from digest.verify import amounts, context, rivals
from digest.verify.metrics import named
from digest.verify.reading import Mark, Reading
from digest.verify.rivals import Story
from digest.verify.voices import voices
from digest.weeks import BEIJING

_NOTES = {
    "cut-off": "统计截止时间不同，两个数都可能成立，引用时写明截至哪一天",
    "slip": "数字相同而数量级或个别数位不同，其中一方疑为笔误",
    "stage": "口径不同（投前、投后），引用时写明口径",
    "value": "同一事项数值不一致",
}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One value: where it stands first, up to which day it counts, every place that states it, how many voices do."""

    article: Article
    reading: Reading
    mark: Mark
    cut_off: str
    places: frozenset[tuple[str, int]]
    voices: int

    def record(self) -> dict[str, object]:
        """The side for people and programs."""
        figure, moment = self.mark.figure, self.article.published
        low, high = self.reading.sentences[self.mark.sentence]
        return {
            "value": figure.raw, "article": self.article.id, "credit": self.article.credit, "start": figure.start,
            "end": figure.end, "quote": self.reading.text[low:high], "cut_off": self.cut_off or None, "voices": self.voices,
            "published_at": moment.at.astimezone(BEIJING).isoformat() if moment else None,
        }  # fmt: skip

    def evidence(self) -> Evidence:
        """The span of the value."""
        figure = self.mark.figure
        return Evidence(self.article.id, figure.start, figure.end, self.reading.text[figure.start : figure.end])

    def told(self) -> str:
        """Who says what, and when, in Chinese."""
        moment = self.article.published
        when = moment.at.astimezone(BEIJING).strftime("%m-%d %H:%M") if moment else "时间不详"
        until = f"，截至{self.cut_off}" if self.cut_off else ""
        return f"{self.article.credit or self.article.id}（{when}{until}）作「{self.mark.figure.raw.strip()}」"


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """Two values for one thing. `kind` is cut-off, slip, stage or value."""

    kind: str
    claim: str
    subject: str
    sides: tuple[Side, Side]

    def record(self) -> dict[str, object]:
        """The conflict for people and programs."""
        return {
            "kind": self.kind, "claim": self.claim, "subject": self.subject, "note": _NOTES[self.kind],
            "sides": [s.record() for s in self.sides],
        }  # fmt: skip


def find(articles: Sequence[Article], sources: Sequence[Reading], roles: Mapping[str, str]) -> tuple[Conflict, ...]:
    """The conflicts between the independent articles of a story, each pair of values once."""
    return _find(tuple(articles), tuple(sources), tuple(sorted(roles.items())))


@lru_cache(maxsize=64)
def _find(
    articles: tuple[Article, ...], sources: tuple[Reading, ...], roles: tuple[tuple[str, str], ...]
) -> tuple[Conflict, ...]:
    voice = voices(articles, dict(roles))
    story = Story(articles, sources, tuple(voice))
    found: dict[frozenset[tuple[str, str]], Conflict] = {}
    for a, b in combinations(range(len(articles)), 2):
        for x, y in rivals.between(story, a, b):
            if voice[a] == voice[b] and rivals.kind(story, (a, x), (b, y)) != "slip":
                continue  # what a reprint left out or rewrote is no second opinion; a slip of its pen is worth showing
            key = frozenset((m.figure.value, m.figure.currency) for m in (x, y))
            if key not in found:
                found[key] = _conflict(story, (a, x), (b, y))
    return tuple(found.values())


def _conflict(story: Story, one: tuple[int, Mark], other: tuple[int, Mark]) -> Conflict:
    kind = rivals.kind(story, one, other)
    (a, x), (b, y) = one, other
    mine = context.of(story.sources[a], x)
    claim = named(mine.metric or context.of(story.sources[b], y).metric) or rivals.words_beside(story.sources[a], x)
    who = rivals.shared_names(story, one, other)
    return Conflict(kind, claim, who, (_side(story, a, x), _side(story, b, y)))


def _side(story: Story, n: int, mark: Mark) -> Side:
    held = [(m, x) for m in range(len(story.articles)) for x in rivals.same_value(story, (n, mark), m)]
    places = frozenset((story.articles[m].id, x.figure.start) for m, x in held)
    count = len({m for m, _ in held if story.voices[m] == m})  # a reprint adds nothing to what its origin says
    return Side(story.articles[n], story.sources[n], mark, rivals.cut_off(story.sources[n], mark), places, count)


# --------------------------------------------------------------------------------------------------- a draft against them
def held_against(checks: Sequence[Check], read: Callable[[], Reading], found: Sequence[Conflict]) -> list[Check]:
    """The checks of a claim text, those of its figures that another report contradicts turned into conflicting ones.

    The text is read as a whole only where one of its figures stands at a place that a conflict is about.
    """
    places = {place for conflict in found for side in conflict.sides for place in side.places}
    if not any((e.article, e.start) in places for c in checks if c.kind == "figure" for e in c.evidence):
        return list(checks)
    claim = read()
    marks = {m.figure.start: m for m in claim.marks}
    return [_against(c, claim, marks[c.start], found) if c.kind == "figure" and c.start in marks else c for c in checks]


def _against(check: Check, claim: Reading, mark: Mark, found: Sequence[Conflict]) -> Check:
    for conflict in found if check.verdict == "supported" else ():
        for mine, other in (conflict.sides, conflict.sides[::-1]):
            stands = any((e.article, e.start) in mine.places for e in check.evidence)
            if not stands or amounts.equal(mark.figure, other.mark.figure):
                continue
            if _settled(conflict.kind, claim, mark, mine, other):
                return replace(check, note=check.note or other.told())
            note = f"{_NOTES[conflict.kind]}：{mine.told()}，{other.told()}"
            return replace(check, verdict="conflicting", evidence=(*check.evidence, other.evidence()), note=note)
    return check


def _settled(kind: str, claim: Reading, mark: Mark, mine: Side, other: Side) -> bool:
    """Whether a draft needs no one's decision: it states its stage or cut-off, or more voices than the slip's stand behind it."""
    if kind == "stage":
        return bool(context.of(claim, mark).stage)
    if kind == "cut-off":
        return bool(rivals.cut_off(claim, mark))
    return kind == "slip" and mine.voices > other.voices
