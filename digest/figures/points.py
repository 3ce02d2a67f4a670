"""A date or period in Chinese as written: what it says of year, month, day, quarter and half, and which days it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from digest.figures import days
from digest.figures.days import Span
from digest.figures.numerals import integer
from digest.model import Figure

YEAR = r"(?:1[6-9]|20)[0-9]{2}|[一二][零〇一二三四五六七八九]{3}"
MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
DAY = r"3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]"
_LONE_DAY = r"3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]|二十|廿[一二三四五六七八九]?"
#: 3日元, 30日均线, 3日内 are no days of a month
LONE_DAY_END = (
    r"\s?(?:日(?![元圆币均线内间龄游年化志]|以[上下内]|后(?!$|[，。、]))"
    r"|(?<=[0-9])号(?=[，。、,;；：:）)\s晚上中下凌早夜起前后至到召举开发在将宣正-]|$))"
)
_QUARTER = r"第?(?P<q>[一二三四1-4])季(?:度)?(?!度?报)|Q(?P<qq>[1-4])(?![0-9A-Za-z.])|(?P<qn>[1-4])Q(?![0-9A-Za-z])"
_HALF = r"(?P<h>[上下])半年(?!度?报)|H(?P<hh>[12])(?![0-9A-Za-z.])"
_POINT = re.compile(
    rf"(?:(?P<y>{YEAR})\s?年(?:度(?!过))?|民国\s?(?P<roc>[0-9]{{2,3}})\s?年|(?P<ry>今年|本年|去年|上年|前年|明年|后年)(?:度)?"
    r"|(?P<by>20[0-9]{2})(?=\s?(?:Q[1-4]|H[12]|[1-4]Q|[上下]半年|第?[一二三四]季度|前[一二三]季度))"
    r"|(?P<sy>2[0-9])(?=Q[1-4](?![0-9])|H[12](?![0-9]))|(?P<sy2>2[0-9])年(?=\s?(?:[上下]半年|第?[一二三四1-4]季度|Q[1-4]|H[12]|(?:1[0-2]|[1-9])月|[初底末](?![一-鿿]))))?\s?的?"
    rf"(?:(?:(?P<m>{MONTH})\s?月份?|(?P<rm>本月|这个月|上个?月(?!球)|下个?月))"
    rf"(?:\s?(?P<d>{DAY})(?:\s?[日号]|(?=、[0-9]{{1,2}}日))|(?P<mp>上旬|中旬|下旬|初(?!步|级|始)|底|末)|(?!活(?!动)|[均租薪费供球饼嫂]))"
    rf"|(?P<d0>{_LONE_DAY})(?:{LONE_DAY_END}|(?=、[0-9]{{1,2}}日))|(?:{_QUARTER})(?P<qp>末)?|{_HALF}"
    r"|[前头](?P<nq>[一二两三])(?:个)?季度?|[前首头](?P<nm>十[一二]?|[一二两三四五六七八九]|1[0-2]|[1-9])个?月(?!内)"
    r"|(?P<yp>年?初(?![步级始衷心期创])|年?底(?![层座部线气盘蕴])|年?末(?![端位尾])|全年|以来|内(?![部容存地卷涵]))"
    r")?"
)
_RELATIVE_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_RELATIVE_MONTHS = {"本": 0, "这": 0, "上": -1, "下": 1}
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_AHEAD = re.compile(
    r"(?:将|预计|预期|拟|计划|有望|定[于在]|即将|或于|(?<![饲资材燃原涂染饮肥塑布照不意佐香废])料|准备|力争|争取|目标|推迟[至到]|延[至后期]|届时|可[在于]|[须应请]于|[须应]在|未来|截止)"
    r"[^。；;!！?？\n]{0,14}$"
)
_DEADLINE = re.compile(r"\s?(?:之前|以前|前)(?!后|夕|[^。；，\n]{0,6}(?:已|曾|就))")
_COMING = re.compile(
    r"见(?=$|[\s，。！!])|后?(?:(?!宣布|表示|公告|披露|透露|称|消息|电|讯|报道|发布)[^。；，,\n]){0,8}(?:将|可能|有望|预计)"
)
_WILL = re.compile(r"(?:(?!宣布|表示|公告|披露|称)[^。；\n]){0,20}(?:将|拟|预计)")
_HALVES = {"上": 1, "下": 2, "1": 1, "2": 2}
#: characters between two dates of one list (2月23日和3月1日): their years go together
_LISTED = 8
_LEAP = 2024


@dataclass(frozen=True, slots=True)
class When:
    """Today for a text: the day it was published, None where that is unknown, and the last date of the same sentence."""

    today: date | None
    last: date | None = None
    last_end: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """What one date says: numbers, 0 where it is silent (the year: None), and the word for a part of month or year."""

    start: int
    end: int
    year: int | None = None
    month: int = 0
    day: int = 0
    part: str = ""
    quarter: int = 0
    half: int = 0
    first: int = 0
    relative: bool = False

    @property
    def empty(self) -> bool:
        """Whether it says nothing by itself."""
        return self.year is None and not (self.month or self.day or self.quarter or self.half or self.first or self.relative)

    @property
    def single(self) -> bool:
        """Whether it is one day and no stretch."""
        return bool(self.day) or self.part in ("初", "底", "末")


def small(word: str) -> int:
    """A small number in digits or Chinese numerals."""
    return int(word) if word.isdigit() else int(integer(word) or 0)


def year_number(word: str) -> int:
    """A year in digits or in Chinese numerals, one by one."""
    return int("".join(_DIGITS.get(c, c) for c in word))


def point_at(text: str, at: int, when: When) -> Point | None:
    """The date or period that begins at an offset, as far as it is written."""
    m = _POINT.match(text, at)
    if m is None or m.end() == at:
        return None
    end = m.end()
    while text[end - 1] in " 的":
        end -= 1
    got = {name: word for name, word in m.groupdict().items() if word}
    year, relative = _year(got, when)
    month, year, relative = _month(got, when, year, relative)
    quarter, half = got.get("q") or got.get("qq") or got.get("qn"), got.get("h") or got.get("hh") or ""
    day, rest = got.get("d") or got.get("d0"), got.get("yp", "")
    first = small(got["nm"]) if "nm" in got else 3 * small(got["nq"]) if "nq" in got else 0
    part = got.get("mp") or got.get("qp") or rest.removeprefix("年").removeprefix("全年")
    return Point(
        at, end, year, month, small(day) if day else 0, part, small(quarter) if quarter else 0, _HALVES.get(half, 0), first,
        relative or rest.startswith("年"),
    )  # fmt: skip


def _year(got: Mapping[str, str], when: When) -> tuple[int | None, bool]:
    """The year that is written, and whether it was written by its relation to today (去年)."""
    if "y" in got or "by" in got:
        return year_number(got.get("y") or got["by"]), False
    if "sy" in got or "sy2" in got:
        return 2000 + int(got.get("sy") or got["sy2"]), False
    if "roc" in got:
        return 1911 + int(got["roc"]), False
    if "ry" in got:
        return (when.today.year + _RELATIVE_YEARS[got["ry"]] if when.today else None), True
    return None, False


def _month(got: Mapping[str, str], when: When, year: int | None, relative: bool) -> tuple[int, int | None, bool]:
    if "m" in got:
        return small(got["m"]), year, relative
    if "rm" not in got:
        return 0, year, relative
    if when.today is None:
        return 0, year, True
    first = days.month_span(when.today.year, when.today.month + _RELATIVE_MONTHS[got["rm"][0]])[0]
    return first.month, first.year, True


# ------------------------------------------------------------------------------------------------------------ its days
def is_ahead(text: str, start: int, end: int) -> bool:
    """Whether the text speaks of what is to come (将于, 预计, …前)."""
    return bool(_AHEAD.search(text[max(0, start - 20) : start]) or _DEADLINE.match(text, end) or _COMING.match(text, end))


def span_of(p: Point, text: str, when: When) -> Span | None:
    """First and last day of a point; None where the calendar has no such day, or where today is needed and unknown."""
    if p.day and not p.month:
        found = _day_alone(p, text, when)
        return (found, found) if found else None
    year = p.year if p.year is not None else _guess_year(p, text, when)
    if year is None or not 1 <= year <= 9998:
        return None
    if p.month:
        return _within_month(p, year)
    if p.quarter:
        first, last = days.quarter(year, p.quarter)
        return (last, last) if p.part == "末" else (first, last)
    if p.half:
        return days.half(year, p.half)
    return days.months(year, 1, p.first) if p.first else _within_year(p, year, when)


def _within_month(p: Point, year: int) -> Span | None:
    first, last = days.month_span(year, p.month)
    if p.day:
        found = days.day(year, p.month, p.day)
        return (found, found) if found else None
    if p.part.endswith("旬"):
        start = {"上": 1, "中": 11, "下": 21}[p.part[0]]
        return first.replace(day=start), last if start == 21 else first.replace(day=start + 9)
    return {"初": (first, first), "底": (last, last), "末": (last, last)}.get(p.part, (first, last))


def _within_year(p: Point, year: int, when: When) -> Span:
    first, last = days.whole(year)
    if when.today and ((p.part == "以来" and first <= when.today) or (p.part == "内" and first <= when.today <= last)):
        return first, when.today
    return {"初": (first, first), "底": (last, last), "末": (last, last)}.get(p.part, (first, last))


def _guess_year(p: Point, text: str, when: When) -> int | None:
    """The nearest past, unless the text looks ahead. 上半年 and 前三季度 are told when they are (nearly) over."""
    today = when.today
    if today is None:
        return None
    if when.last and p.month and p.start - when.last_end <= _LISTED:
        return when.last.year + (p.month < when.last.month - 6) - (p.month > when.last.month + 6)
    ahead = is_ahead(text, p.start, p.end)
    if p.month and p.day:
        found = _likely(
            text, p, days.nearest(today, p.month, p.day, ahead=False), days.nearest(today, p.month, p.day, ahead=True), today
        )
        return found.year if found else None
    if p.part in ("初", "底", "末") and not p.month:
        return today.year if p.part == "初" or ahead or today.month == 12 else today.year - 1
    if p.first or p.half == 1:
        return today.year if ahead or today.month >= (p.first or 6) - 1 else today.year - 1
    first, last = (p.month, p.month) if p.month else (p.quarter * 3 - 2, p.quarter * 3) if p.quarter else (7, 12)
    return days.year_of_period(today, first, last, ahead=ahead)


def _day_alone(p: Point, text: str, when: When) -> date | None:
    """27日: of the month that the sentence last named, where that fits; else the nearest past."""
    if when.today is None:
        return None
    if when.last:
        same = days.day(when.last.year, when.last.month, p.day)
        if same and when.last <= same:
            return same
    past, coming = (days.nearest_in_month(when.today, p.day, ahead=ahead) for ahead in (False, True))
    return _likely(text, p, past, coming, when.today)


def _likely(text: str, p: Point, past: date | None, coming: date | None, today: date) -> date | None:
    """The past day, unless the text looks ahead, soon or almost a year divides the two (3月18日 in the news of the 17th)."""
    if past is None or coming is None:
        return past or coming
    ago, left = (today - past).days, (coming - today).days
    soon = (ago > 300 and left <= 31) or (ago > 14 and left <= 7 and _WILL.match(text, p.end))
    return coming if soon or is_ahead(text, p.start, p.end) else past


def is_possible(p: Point) -> bool:
    """Whether any year has such a day: 2月30日 is no date."""
    return not (p.month and p.day) or days.day(p.year or _LEAP, p.month, p.day) is not None


def inherited(one: Point, two: Point, low: Span | None) -> Point:
    """The right end of a range takes from the left what it does not say itself."""
    left = low[0] if low else None
    month = two.month or ((one.month or (left.month if left else 0)) if two.day else 0)
    year = two.year if two.year is not None else one.year if one.year is not None else left.year if left else None
    return replace(two, month=month, year=year)


def figure(text: str, start: int, end: int, span: Span | None, *, single: bool) -> Figure:
    """A date, or a period with its first and last day; without values where today is unknown."""
    kind = "date" if single else "daterange"
    low, high = (span[0].isoformat(), span[1].isoformat()) if span else ("", "")
    if single:
        return Figure(text[start:end], start, end, kind, low, "", "", "date")
    return Figure(text[start:end], start, end, kind, "", low, high, "date")
