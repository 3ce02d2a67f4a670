"""Under which date or period of its text a figure stands, and which dates beside it are another's."""

from __future__ import annotations

import re
from functools import lru_cache

from digest.model import Figure
from digest.verify import periods
from digest.verify.reading import Mark, Reading

_AGAINST = re.compile(r"(?:较|比|是|为|相当于|compared with|from|than)\s?$", re.I)


def _base(reading: Reading, date: Figure, mark: Mark) -> bool:
    """Whether a date only tells what a figure is compared with (较去年底增长, 是第三季度的1.6倍)."""
    against = _AGAINST.search(reading.plain, max(0, date.start - 14), date.start)
    part = mark.figure.unit in ("times", "ratio") and reading.plain[date.end : mark.figure.start].strip() == "的"
    return part or bool(against and reading.plain[date.end : date.end + 1] != "的" and against[0].strip() not in ("是", "为"))


_OF_NEXT = re.compile(r"的\s?(?:约|近|逾|超|超过)?\s?")


def _of_another(reading: Reading, date: Figure, mark: Mark) -> bool:
    """Whether a date hangs on another figure alone (由2024年的5.1亿元收窄至3.4亿元)."""
    after = next(iter(reading.marks_in(date.end, date.end + 40)), None)
    return after is not None and after is not mark and bool(_OF_NEXT.fullmatch(reading.plain, date.end, after.figure.start))


_LENGTHS = ("week", "month", "quarter", "half", "year")


def _outgrown(reading: Reading, date: Figure, mark: Mark) -> bool:
    """Whether a longer stretch stands between a date and a figure (7% in the first half and a full-year forecast of $18bn)."""
    length = periods.length_of(date)
    if length not in _LENGTHS[:-1] or date.end > mark.figure.start or not reading.marks_in(*_clause_before(reading, mark)):
        return False
    longer = _LENGTHS[_LENGTHS.index(length) + 1 :]
    return any(c.value in longer for c in reading.cues_in(date.end, mark.figure.start, "span"))


def _clause_before(reading: Reading, mark: Mark) -> tuple[int, int]:
    return reading.clauses[mark.clause][0], mark.figure.start


def hangs_on_past(reading: Reading, mark: Mark) -> bool:
    """Whether a figure is that of a time gone by, told right before it (去年的15亿元)."""
    near = reading.dates_in(max(0, mark.figure.start - 16), mark.figure.start)
    if not near or reading.day is None or not _OF_NEXT.fullmatch(reading.plain, near[-1].figure.end, mark.figure.start):
        return False
    last = periods.of(near[-1].figure).last
    return last is not None and last < reading.day


def of_neighbour(reading: Reading, mark: Mark, date: Figure) -> Mark | None:
    """The other figure of a clause that the source gives for that date (由2024年的5.1亿元收窄至3.4亿元)."""
    low, high = reading.clauses[mark.clause]
    for d in reading.dates_in(low, high):
        if _of_another(reading, d.figure, mark) and periods.covers(date, d.figure):
            return next(iter(reading.marks_in(d.figure.end, d.figure.end + 40)), None)
    return None


_WEEKDAY = re.compile(r"(?:last |this |on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today", re.I)


@lru_cache(maxsize=32768)
def stated(reading: Reading, mark: Mark) -> Figure | None:
    """The period that a figure stands under: of its clause, else of the nearest clause before it in its sentence."""
    first = reading.clauses_of(mark.sentence).start
    for clause in range(mark.clause, first - 1, -1):
        low, high = reading.clauses[clause]
        found = [
            d.figure
            for d in reading.dates_in(low, high)
            if not (
                periods.dateline(reading, d.figure)
                or periods.relative(reading, d.figure)
                or _base(reading, d.figure, mark)
                or _of_another(reading, d.figure, mark)
                or _outgrown(reading, d.figure, mark)
                or _founded(reading, d.figure)
                or _base_clause(reading, d, mark)
            )
        ]
        if reading.lang == "en":  # on Wednesday reported revenue for its third quarter: the day is the telling's
            found = [f for f in found if not _WEEKDAY.fullmatch(f.raw)] or found
            found = [f for f in found if f.start < mark.figure.start or not reading.marks_in(mark.figure.end, f.start)]
        before = [f for f in found if f.start < mark.figure.start]
        if before or found:
            return (before or found)[-1 if before else 0]
    return None


_IS = re.compile(r"\s?(?:同期|同季|年末|年底|末)?(?:仅|约)?(?:为|是)")


def _base_clause(reading: Reading, d: Mark, mark: Mark) -> bool:
    """2025年收入18.6亿元，2024年为8.0亿元，同比增长132.5%: the growth is the later period's, the other is what it is measured on."""
    if d.clause >= mark.clause or not _IS.match(reading.plain, d.figure.end) or not _measured(reading, mark):
        return False
    start = reading.sentences[mark.sentence][0]
    before = [periods.of(x.figure).first for x in reading.dates_in(start, d.figure.start)]
    own = periods.of(d.figure).first
    return own is not None and any(first is not None and first > own for first in before)


def _measured(reading: Reading, mark: Mark) -> bool:
    """Whether a figure tells a change against something: 同比增长8%, 环比下降, 收窄9bp."""
    low = reading.clauses[mark.clause][0]
    return bool(reading.cues_in(low, mark.figure.start, "basis") or reading.cues_in(low, mark.figure.start, "direction"))


_FOUNDING = "出生 成立 创立 创办 创建 设立 诞生 组建 建校 始建"
_FOUNDED = re.compile(rf"\s?(?:{'|'.join(_FOUNDING.split())})[^，。；]{{0,4}}的")
_FOUNDED_IN = re.compile(rf"(?:{'|'.join(_FOUNDING.split())})于\s?$")


def _founded(reading: Reading, date: Figure) -> bool:
    """2004年创办的赛事: the year is the founder's, no figure counts for it."""
    return bool(
        _FOUNDED.match(reading.plain, date.end) or _FOUNDED_IN.search(reading.plain, max(0, date.start - 6), date.start)
    )
