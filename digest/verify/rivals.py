"""Pairs of figures of two reports that are the same fact with another value, and what kind of disagreement that is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from digest.model import Article
from digest.verify import alignment, amounts, belongs, context, counts, labels, periods, standing, tuples
from digest.verify.mentions import Mention, related
from digest.verify.reading import Mark, Reading
from digest.weeks import BEIJING

#: the part of the words beside a figure that must stand beside the other, where both sides write Chinese
_LIKE = 0.5
_MONTH, _WEEK = 31, 7
_UNTIL = re.compile(r"(?:截至|截止|as of|through|until)\s?(?:北京时间|当地时间)?\s?$", re.I)
#: of an article longer than any report the first so many figures are compared
_FIGURES = 400
_SLIPS = (10, 10**3, 10**4, 10**8)


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """The articles of one event that may testify, their readings, and the voice of each."""

    articles: tuple[Article, ...]
    sources: tuple[Reading, ...]
    voices: tuple[int, ...]


def between(story: Story, a: int, b: int) -> Iterator[tuple[Mark, Mark]]:
    """Figures of two articles that are one fact with two values: each the other's best match."""
    one, other = story.sources[a], story.sources[b]
    scores = {(x, y): s for x, y in _near(one, other) if (s := _likeness(one, x, other, y)) > 0}
    for (x, y), score in scores.items():
        best = all(s <= score for (p, q), s in scores.items() if p is x or q is y)
        if best and not _agree(x, y):
            known = _knows(other, x), _knows(one, y)
            if not any(known) or (not all(known) and kind(story, (a, x), (b, y)) in ("cut-off", "stage")):
                yield x, y


@lru_cache(maxsize=512)
def _exact(reading: Reading) -> tuple[tuple[Mark, float], ...]:
    """The figures of a text that name one amount other than nought, with its size; no ranks, no handfuls."""
    sizes = (
        (m, amounts.number(m.figure.value))
        for m in reading.marks[:_FIGURES]
        if not amounts.is_rank(m.figure) and not counts.small(m)
    )
    return tuple((m, abs(float(size))) for m, size in sizes if size)


def _near(one: Reading, other: Reading) -> Iterator[tuple[Mark, Mark]]:
    """Pairs of values within a factor of three, or a slip apart; what is only about right, for slips of magnitude alone."""
    theirs = sorted(_exact(other), key=lambda x: x[1])
    sizes = [size for _, size in theirs]
    for x, mine in _exact(one):
        for y, _size in theirs[bisect_left(sizes, mine / 3) : bisect_right(sizes, mine * 3)]:
            if not (x.figure.approx or y.figure.approx):
                yield x, y
        for factor in _SLIPS:
            for wanted in (mine * factor, mine / factor):
                low, high = bisect_left(sizes, wanted * 0.999999), bisect_right(sizes, wanted * 1.000001)
                yield from ((x, y) for y, _ in theirs[low:high])


def _likeness(one: Reading, x: Mark, other: Reading, y: Mark) -> float:
    """How surely two figures are one fact, 0 for surely not."""
    if not _comparable(x, y):
        return 0.0
    metric = _metric(one, x) & _metric(other, y)
    named = _named(one, x, other, y)
    foreign = one.lang != other.lang and "en" in (one.lang, other.lang)
    share = _share(_label(one, x), _label(other, y), foreign=foreign, han=one.lang != "en")
    differ = {axis for axis, *_ in tuples.differences(one, x, other, y)}
    if (
        named is False
        # 投前 and what is invested make 投后: there a sum is no sign of a part
        or ("stage" not in differ and (_part(one, x, y) or _part(other, y, x)))
        or not (named or share >= _LIKE)
        or not (metric or share >= _LIKE)
        or share < _LIKE / 2
    ):
        return 0.0
    free = {"stage", "direction"} if x.figure.unit == "percent_change" else {"stage"}
    if differ - free or _far_apart(one, x, other, y) or belongs.place(one, x, other, y):
        return 0.0
    return share + bool(metric) + bool(named)


def _part(reading: Reading, mark: Mark, whole: Mark) -> bool:
    """Whether a figure is a part, which with another of its sentence makes the whole ($15 billion and $35 billion of 500亿)."""
    size = amounts.number(whole.figure.value)
    rest = (amounts.number(m.figure.value) for m in reading.marks_of(mark.sentence) if m is not mark)
    mine = amounts.number(mark.figure.value)
    return size is not None and mine is not None and any(v and v + mine == size for v in rest)


def _comparable(x: Mark, y: Mark) -> bool:
    """Whether two figures are of one unit; a bare amount may stand for any but money."""
    if (x.figure.unit, x.figure.currency, x.figure.kind) == (y.figure.unit, y.figure.currency, y.figure.kind):
        return True
    money = amounts.is_money(x.figure) or amounts.is_money(y.figure)
    return not money and x.figure.kind == y.figure.kind == "number" and amounts.same_class(x.figure, y.figure)


def _metric(reading: Reading, mark: Mark) -> frozenset[str]:
    """The metric that a figure's own clause names; a growth has that of the amount before it."""
    carried = amounts.is_share(mark.figure) or reading.cues_in(*reading.clauses[mark.clause], "metric")
    return context.of(reading, mark).metric if carried else frozenset()


def _named(one: Reading, x: Mark, other: Reading, y: Mark) -> bool | None:
    mine, theirs = labels.of(one, x), labels.of(other, y)
    if bool(mine.names) != bool(theirs.names) and not (mine.who and theirs.who) and not (mine.own and theirs.own):
        return False
    return related(mine.who, theirs.who) if mine.who and theirs.who else None


def _label(reading: Reading, mark: Mark) -> frozenset[str]:
    """The words beside a figure, names excepted; a growth has those of the amount before it."""
    own = labels.of(reading, mark).own
    before = [m for m in reading.marks_of(mark.sentence) if m.figure.start < mark.figure.start]
    if not own and before and amounts.is_share(mark.figure):
        own = labels.of(reading, before[-1]).own
    return frozenset(w for w in own if w[0] != "@" and w != "ai")


def _share(a: frozenset[str], b: frozenset[str], *, foreign: bool, han: bool) -> float:
    """How alike two labels are: 1 for two empty ones, 0 for one; across languages labels say nothing."""
    if foreign:
        return _LIKE / 2
    if not a or not b:
        return float(not a and not b) * _LIKE * (1 if han else 0.8)
    return min(max(alignment.cover(a, b), alignment.cover(b, a)), len(a & b) / min(2, len(a), len(b)))


def _far_apart(one: Reading, x: Mark, other: Reading, y: Mark) -> bool:
    """Two points of one series are no conflict: stated days more than a month apart, a week and a day after the next one began."""
    found = [periods.of(f) for f in (standing.stated(one, x), standing.stated(other, y)) if f]
    spans = sorted((p.first, p.last) for p in found if p.first is not None and p.last is not None)
    if len(spans) < 2:
        return False
    (start, end), (first, last) = spans
    if start == end and first == last:
        return (first - start).days > _MONTH
    return (
        (first == last or start == end) and max((end - start).days, (last - first).days) <= _WEEK and (first - end).days > _WEEK
    )


def _agree(x: Mark, y: Mark) -> bool:
    return (amounts.equal(x.figure, y.figure) or amounts.equal(y.figure, x.figure)) and not _opposite(x, y)


def _opposite(x: Mark, y: Mark) -> bool:
    """A rise and a fall by one number."""
    a, b = (amounts.number(m.figure.value) or amounts.ZERO for m in (x, y))
    return x.figure.unit == "percent_change" and a * b < 0


def words_beside(reading: Reading, mark: Mark) -> str:
    """The clause of a figure as printed: what is counted, where no metric word says so."""
    return reading.text[slice(*reading.clauses[mark.clause])].strip(" ，。；、,.;\n")


def _knows(reading: Reading, mark: Mark) -> bool:
    return any(amounts.equal(mark.figure, m.figure) or amounts.equal(m.figure, mark.figure) for m in reading.marks)


def same_value(story: Story, place: tuple[int, Mark], n: int) -> Iterator[Mark]:
    """The figures of an article that state the same fact with the same value."""
    a, x = place
    for m in story.sources[n].marks:
        if (n == a and m is x) or (
            amounts.equal(x.figure, m.figure) and not any(tuples.differences(story.sources[a], x, story.sources[n], m))
        ):
            yield m


def _names(reading: Reading, mark: Mark) -> list[Mention]:
    return list(labels.of(reading, mark).who) or reading.names_in(*reading.sentences[mark.sentence])


def shared_names(story: Story, one: tuple[int, Mark], other: tuple[int, Mark]) -> str:
    """The names that both sides are about, as the first prints them."""
    (a, x), (b, y) = one, other
    mine, theirs = _names(story.sources[a], x), _names(story.sources[b], y)
    kept = [story.sources[a].text[n.start : n.end] for n in mine if related([n], theirs)]
    return "、".join(dict.fromkeys(kept))


# ------------------------------------------------------------------------------------------------------------------- kind
def kind(story: Story, one: tuple[int, Mark], other: tuple[int, Mark]) -> str:
    """What sort of disagreement: stage, slip, cut-off or value."""
    (_a, x), (_b, y) = one, other
    stages = _stages(story, x), _stages(story, y)
    if all(stages) and not stages[0] & stages[1]:
        return "stage"
    if _slip(x, y):
        return "slip"
    if _other_cut_off(story, one, other):
        return "cut-off"
    return "value"


def _stages(story: Story, mark: Mark) -> frozenset[str]:
    """Before or after the money: what any report of the story says of that amount."""
    held = (context.of(s, m).stage for s in story.sources for m in s.marks if amounts.equal(mark.figure, m.figure))
    return frozenset(v for stage in held for v in stage) if amounts.is_money(mark.figure) else frozenset()


def _slip(x: Mark, y: Mark) -> bool:
    a, b = (abs(amounts.number(m.figure.value) or amounts.ZERO) for m in (x, y))
    if not a or not b:
        return False
    if max(a, b) / min(a, b) in map(Decimal, _SLIPS):
        return True
    p, q = (str(v.normalize().as_tuple().digits) for v in (a, b))
    return a.adjusted() == b.adjusted() and _one_slip(_digits(a), _digits(b)) and p != q


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.normalize().as_tuple().digits))


def _one_slip(a: str, b: str) -> bool:
    """Two digits exchanged, or one of at least three mistyped."""
    if len(a) != len(b):
        return False
    wrong = [i for i, (p, q) in enumerate(zip(a, b, strict=True)) if p != q]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
    return len(wrong) == 1 and len(a) >= 4


def cut_off(reading: Reading, mark: Mark) -> str:
    """The day up to which a figure counts, where its paragraph says so before it (截至2月28日); an ISO date or empty."""
    low = reading.plain.rfind("\n", 0, mark.figure.start) + 1
    stated = [
        d.figure
        for d in reading.dates
        if low <= d.figure.start < mark.figure.start
        and ("截至" in d.figure.raw or _UNTIL.search(reading.plain, max(low, d.figure.start - 12), d.figure.start))
    ]
    return periods.last_day(stated[-1]) if stated else ""


def _other_cut_off(story: Story, one: tuple[int, Mark], other: tuple[int, Mark]) -> bool:
    """Two stated days, or one stated that lies after the other report was published."""
    days = [(cut_off(story.sources[n], m), _day(story.articles[n])) for n, m in (one, other)]
    (x, at_x), (y, at_y) = days
    if x and y:
        return x != y
    return bool((x and at_y and x > at_y) or (y and at_x and y > at_x))


def _day(article: Article) -> str:
    return article.published.at.astimezone(BEIJING).date().isoformat() if article.published else ""
