"""A brief as numbered sentences: the lead in full, of the others only what differs. Pure.

`[A1.S3]` is the third sentence of the lead (its title is the first). Sentences that are instructions to a program are left out:
what a model doesn't read it can't obey.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from digest import figures
from digest.engines import injection
from digest.engines.injection import Instruction
from digest.model import Article, Brief
from digest.text import one_line, sentences, shingles, simplified
from digest.weeks import beijing

#: characters of the lead, of each other report, of all others together, and how many sentences of an other at most
LEAD, OTHER, OTHERS, OTHER_SENTENCES = 3000, 500, 1500, 4
#: characters of the lead when the whole was too long for the model
SHORT = 1200
#: a lead shorter than this leaves room for what others tell in other words: sentences with that part of their pieces new
BRIEF, _NEW = 160, 0.7
#: figures that only say when something was told or in which place it stands
_PASSING = frozenset({"date", "daterange", "fiscal", "ordinal"})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of an article: where it stands in the article's document."""

    id: str
    article: str
    start: int
    end: int


@dataclass(frozen=True)
class Sheet:
    """The numbered sentences of a brief, the articles they come from, and the instructions that were left out."""

    brief: Brief
    lines: tuple[Line, ...]
    instructions: tuple[Instruction, ...]

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """Every article of the brief by id."""
        return {a.id: a for a in (self.brief.lead, *self.brief.others)}

    @cached_property
    def by_id(self) -> Mapping[str, Line]:
        """Lines by their ids."""
        return {line.id: line for line in self.lines}

    def said(self, line: Line) -> str:
        """A sentence as it stands in the article."""
        return self.articles[line.article].document[line.start : line.end]

    def text(self) -> str:
        """What the model is shown: a heading for each report, then one line a sentence."""
        rows: list[str] = []
        for article, lines in self._grouped():
            rows.append(_heading(article, lines[0].id.partition(".")[0]))
            rows += [f"[{line.id}] {one_line(self.said(line))}" for line in lines]
        return "\n".join(rows)

    def _grouped(self) -> Iterator[tuple[Article, list[Line]]]:
        for name in dict.fromkeys(line.article for line in self.lines):
            yield self.articles[name], [line for line in self.lines if line.article == name]


def sheet(brief: Brief, *, short: bool = False) -> Sheet:
    """The sentences a model may see. With `short` only the beginning of the lead: the one retry after a context overflow."""
    told = [brief.lead, *(a for a in brief.others if brief.roles.get(a.id) != "roundup")]
    instructions = tuple(injection.find([brief.lead, *brief.others]))
    lead = _spans(brief.lead, instructions, SHORT if short else LEAD)
    lines = [Line(f"A1.S{n}", brief.lead.id, a, b) for n, (a, b) in lead]
    left = 0 if short else OTHERS
    seen = _Seen(brief.lead, [brief.lead.document[a:b] for _, (a, b) in lead])
    for number, other in enumerate(told[1:], 2):
        chosen = _different(other, seen, instructions, min(left, OTHER))
        lines += [Line(f"A{number}.S{n}", other.id, a, b) for n, (a, b) in chosen]
        left -= sum(b - a for _, (a, b) in chosen)
    return Sheet(brief, tuple(_renumbered(lines)), instructions)


def _renumbered(lines: Sequence[Line]) -> Iterator[Line]:
    """Reports count from A1 without gaps, so that one that adds nothing changes nothing."""
    names = list(dict.fromkeys(line.article for line in lines))
    for line in lines:
        yield Line(f"A{names.index(line.article) + 1}.{line.id.partition('.')[2]}", line.article, line.start, line.end)


def _heading(article: Article, name: str) -> str:
    when = f"{beijing(article.published.at):%Y-%m-%d}" if article.published else "日期不详"
    return f"{name} = {one_line(article.credit)}, {when}"


def _spans(article: Article, instructions: Sequence[Instruction], budget: int) -> list[tuple[int, tuple[int, int]]]:
    """Numbered sentences within a budget of characters; the first always fits."""
    blocked = [(i.start, i.end) for i in instructions if i.article == article.id]
    kept: list[tuple[int, tuple[int, int]]] = []
    used = 0
    for n, (a, b) in enumerate(sentences(article.document), 1):
        if any(a < y and x < b for x, y in blocked):
            continue
        used += b - a
        if kept and used > budget:
            break
        kept.append((n, (a, min(b, a + budget))))
    return kept


class _Seen:
    """What the reports so far have told."""

    def __init__(self, lead: Article, texts: Sequence[str]) -> None:
        self._open = sum(map(len, texts)) < BRIEF
        self._lang = lead.lang[:2]
        self._pieces: set[str] = set()
        self._figures: set[tuple[str, ...]] = set()
        for text in texts:
            self.add(text, lead)

    def add(self, text: str, article: Article) -> None:
        """Count a sentence as told."""
        self._pieces |= shingles(simplified(text), 4)
        self._figures |= _figures(text, article)

    def news(self, text: str, article: Article) -> bool:
        """Whether a sentence has an amount that nobody gave yet or, beside a short lead, mostly new words."""
        if _figures(text, article) - self._figures:
            return True
        pieces = shingles(simplified(text), 4)
        new = len(pieces - self._pieces) / len(pieces) if pieces else 0.0
        return self._open and article.lang[:2] == self._lang and len(text) >= 15 and new >= _NEW


def _figures(text: str, article: Article) -> set[tuple[str, ...]]:
    found = figures.find(text, article.published.at if article.published else None, article.lang)
    kept = [f for f in found if f.kind not in _PASSING and f.approx != "vague"]
    return {(f.value, f.low, f.high, f.unit, f.currency) for f in kept if f.value or f.low}


def _different(
    article: Article, seen: _Seen, instructions: Sequence[Instruction], budget: int
) -> list[tuple[int, tuple[int, int]]]:
    kept: list[tuple[int, tuple[int, int]]] = []
    used = 0
    for n, (a, b) in _spans(article, instructions, LEAD):
        text = article.document[a:b]
        if len(kept) == OTHER_SENTENCES or not seen.news(text, article):
            continue
        used += b - a
        if used > budget:
            break
        kept.append((n, (a, b)))
        seen.add(text, article)
    return kept
