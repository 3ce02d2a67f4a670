"""When: which days a date names, whether its year was printed, and whether two dates can be the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from digest.model import Figure
from digest.text import fold
from digest.verify.reading import Reading

_YEAR = re.compile(
    r"(?:19|20)\d\d|[零〇一二三四五六七八九]{4}年|[今去前明上本当]年|年[初内]|(?:this|last|next|previous|prior) year|a year|'\d\d|FY\s?\d\d",
    re.I,
)
_YEARLESS = re.compile(
    r"\d\s?[月日号]|[一二三四五六七八九十]月|季|Q[1-4]|quarter|半年|half|年[底末终]|月[底末初]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b",
    re.I,
)
_QUARTER = re.compile(r"(?<!前)第?([一二三四1-4])财?季|Q([1-4])|\b(first|second|third|fourth)[ -](?:fiscal[ -])?quarter", re.I)
_NUMBER = {
    w: n
    for n, words in enumerate(("一1first", "二2second", "三3third", "四4fourth"), 1)
    for w in (words[0], words[1], words[2:])
}
_FISCAL = re.compile(r"财年|财季|fiscal|^FY", re.I)
_SELF = re.compile(r"(?:[这当本该同]一?[周月季年天日期]|同期|当[地时]|[上下前]一?个?财?季度?)")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; `dated` tells whether the year is known and not guessed. `quarter` is 1–4 where one is named.

    `fiscal` marks a business year's period, which equals no calendar one; `year` is the printed year or empty.
    """

    first: date | None
    last: date | None
    dated: bool
    quarter: int = 0
    fiscal: bool = False
    year: str = ""


@lru_cache(maxsize=8192)
def of(figure: Figure) -> Period:
    """What a date or period means."""
    first, last = _day(figure.low or figure.value), _day(figure.high or figure.value)
    year = re.search(r"(?:19|20)\d\d", f"{figure.raw} {figure.value if figure.kind == 'fiscal' else ''}")
    quarter = _QUARTER.search(figure.raw)
    number = _NUMBER.get(next(g for g in quarter.groups() if g).casefold(), 0) if quarter else 0
    dated = bool(_YEAR.search(figure.raw)) or not _YEARLESS.search(figure.raw)
    return Period(first, last, dated, number, bool(_FISCAL.search(figure.raw)), year.group() if year else "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def single(figure: Figure) -> bool:
    """Whether a figure names one day."""
    p = of(figure)
    return p.first is not None and p.first == p.last


def last_day(figure: Figure) -> str:
    """The last day of a period as an ISO date, empty where unknown."""
    p = of(figure)
    return p.last.isoformat() if p.last else ""


def covers(claim: Figure, source: Figure) -> bool:
    """The same days; or a claim coarser than the source (2月 for 2月27日), an end of the source's range, a year within it.

    A fiscal year is no calendar year. A year that was not printed is taken from the other side.
    """
    a, b = of(claim), of(source)
    if a.quarter and b.quarter and (a.fiscal or b.fiscal or not (a.dated and b.dated)):
        return _same_quarter(a, b)
    if a.fiscal != b.fiscal and (a.year or b.year):
        return False
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return fold(claim.raw) == fold(source.raw) or (bool(a.year) and a.year == b.year and not a.quarter and not b.quarter)
    if _TWO_DAYS.search(claim.raw):
        return _same_days(a, b)
    long = (a.last - a.first).days >= 364
    first, last = (a.first, a.last) if a.dated or long else _moved(a.first, a.last, b.last)
    whole_year = long and (b.last - b.first).days > 366
    inside = b.first <= first and last <= b.last
    return (first <= b.first and b.last <= last) or (inside and (whole_year or {first, last} <= {b.first, b.last}))


#: 2月9日至15日: two days that are printed are these two
_TWO_DAYS = re.compile(r"\d\s?[日号]?\s?[-–—~～至到]\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?[日号]|\d\s?[-–—]\s?\d{1,2}(?!\d)")


def opens_month(claim: Figure, source: Figure) -> bool:
    """3月初 for the week from 3 to 9 March: days of the first third of that month."""
    a, b = of(claim), of(source)
    if not claim.raw.endswith("月初") or a.first is None or b.first is None or b.last is None or b.last.day > _THIRD:
        return False
    one = (b.first.month, b.last.month) == (a.first.month, a.first.month)
    return one and (a.first.year == b.first.year or not (a.dated and b.dated))


_THIRD = 10


def two_days(figure: Figure) -> bool:
    """Whether a stretch is printed by its first and its last day."""
    return bool(_TWO_DAYS.search(figure.raw))


def _same_days(a: Period, b: Period) -> bool:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return False
    first, last = (a.first, a.last) if a.dated else _moved(a.first, a.last, b.last)
    return (first, last) == (b.first, b.last) or (b.first == b.last and b.first in (first, last))


def _same_quarter(a: Period, b: Period) -> bool:
    if a.quarter != b.quarter or (a.year and b.year and a.year != b.year):
        return False
    if a.year and not b.year and b.first is not None and not b.fiscal and int(a.year) != b.first.year:
        return False
    return a.fiscal == b.fiscal or not (a.year and b.year)


def _moved(first: date, last: date, to: date) -> tuple[date, date]:
    """The same days of another year."""
    years = to.year - last.year
    return _shift(first, years), _shift(last, years)


def _shift(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day  # no such day in that year


def disjoint(a: Figure, b: Figure) -> bool:
    """Whether two periods of comparable length have no day in common; two single days are each a date of their own."""
    x, y = of(a), of(b)
    if x.quarter and y.quarter and not (x.dated and y.dated and not x.fiscal and not y.fiscal):
        return not _same_quarter(x, y)
    if x.first is None or x.last is None or y.first is None or y.last is None:
        return bool(x.year and y.year and x.year != y.year and x.fiscal == y.fiscal)
    if single(a) or single(b) or x.fiscal != y.fiscal:
        return False
    first, last = (x.first, x.last) if x.dated and y.dated else _moved(x.first, x.last, y.last)
    return last < y.first or y.last < first


def precedes(a: Figure, b: Figure) -> bool:
    """Whether a period ends the day before another begins, or is the same one of the year before."""
    x, y = of(a), of(b)
    if x.first is None or x.last is None or y.first is None or y.last is None:
        return False
    return x.last + timedelta(days=1) == y.first or (_shift(x.first, 1), _shift(x.last, 1)) == (y.first, y.last)


def year_before(a: Figure, b: Figure) -> bool:
    """Whether the first is the calendar year before the one in which the second lies."""
    x, y = of(a), of(b)
    return length_of(a) == "year" and x.first is not None and y.first is not None and x.first.year + 1 == y.first.year


def adjoining(a: Figure, b: Figure) -> bool:
    """Whether a period ends the day before another begins."""
    x, y = of(a), of(b)
    return x.last is not None and y.first is not None and x.last + timedelta(days=1) == y.first


def completes(a: Figure, b: Figure, whole: Figure) -> bool:
    """Whether two periods side by side make up a third."""
    x, y, z = of(a), of(b), of(whole)
    if x.first is None or x.last is None or y.first is None or y.last is None or z.first is None or z.last is None:
        return False
    for early, late in (((x.first, x.last), (y.first, y.last)), ((y.first, y.last), (x.first, x.last))):
        if early[0] == z.first and late[1] == z.last and early[1] + timedelta(days=1) == late[0]:
            return True
    return False


def length_of(figure: Figure) -> str:
    """The kind of period that a range of days is, by its length; empty for a single day."""
    p = of(figure)
    if p.quarter:
        return "quarter"
    if p.first is None or p.last is None:
        return "year" if p.year else ""
    days = (p.last - p.first + timedelta(days=1)).days
    for name, least, most in (("week", 5, 8), ("month", 28, 31), ("quarter", 89, 93), ("half", 180, 185), ("year", 364, 372)):
        if least <= days <= most:
            return name
    if days > 372:
        return "years"
    whole = p.first.day == 1 and (p.last + timedelta(days=1)).day == 1 and days > 31
    return f"{p.last.month - p.first.month + 1}month" if whole else ""


def years_of(figure: Figure) -> int:
    """How many calendar years a range spans, 0 for less than two."""
    p = of(figure)
    return p.last.year - p.first.year + 1 if p.first and p.last and length_of(figure) == "years" else 0


# --------------------------------------------------------------------------------------------------------- beside a figure
_DATELINE = re.compile(
    r"\s*(?:消息|电(?!子|商|池|力|网|动|脑|话|视)|讯|报道|专讯|快讯|获悉)|\s*[-–—]\s|\s?\((?:Reuters|Bloomberg|AP)\)"
)
_REPORTED = re.compile(r"\s*(?:据|援引)?.{0,8}报道")


def dateline(reading: Reading, figure: Figure) -> bool:
    """Whether a date only tells when the news was wired (IT之家2月27日消息)."""
    tail = reading.plain[figure.end : figure.end + 16]
    return bool(_DATELINE.match(tail) or _REPORTED.match(tail[:12]) or (length_of(figure) == "month" and _TOLD.match(tail)))


#: 1月曾预计, 11月给出的指引, 高于1月预测的: a month in which something was foretold
_TOLD = re.compile(r"\s?(?:份|时)?(?:曾|曾经|便|就|已)?(?:预计|预测|给出|预期|预估)")


def relative(reading: Reading, figure: Figure) -> bool:
    """Whether a date points back at another one (当周, 同期) or at no stated day (上一季, 下一财季)."""
    p = of(figure)
    unknown = p.first is None and not p.quarter and not p.year
    return unknown or bool(_SELF.fullmatch(figure.raw.strip())) or reading.plain[: figure.start].endswith(("上", "下"))


def until(plain: str, figure: Figure) -> bool:
    """Whether a date only begins or ends a count (截至今年2月累计, 去年9月施行以来)."""
    if plain.startswith(("截至", "截止"), max(0, figure.start - 2)) or figure.raw.startswith(("截至", "截止")):
        return True
    return bool(_SINCE.match(plain, figure.end))


_SINCE = re.compile(r"[^，。；]{0,16}(?:以来|至今)")
