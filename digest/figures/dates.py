"""Dates and periods in Chinese and in digits: 2026年2月27日, 2月9日-15日, 2026-02-27, 昨天, 本周三, 上半年, 4Q25, 十四五."""

from __future__ import annotations

import re
from datetime import date

from digest.figures import days
from digest.figures.days import Span
from digest.figures.fiscal import fiscal_at
from digest.figures.numerals import HAN_NUMERALS
from digest.figures.points import (
    DAY,
    LONE_DAY_END,
    MONTH,
    YEAR,
    Point,
    When,
    figure,
    inherited,
    is_ahead,
    is_possible,
    point_at,
    small,
    span_of,
    year_number,
)
from digest.model import Figure

_JOIN = re.compile(r"\s?(?:-{1,2}|~|至|到)\s?")
_TO_NOW = re.compile(r"\s?(?:-|~|至|到)(?:今(?![年日天晚])|现在|目前)")
_SHARED = rf"(?:(?:(?P<y>{YEAR})\s?年|(?P<ry>今年|去年))\s?)?"
_DAYS_SHARED = re.compile(rf"{_SHARED}(?:(?P<m>{MONTH})\s?月\s?)?(?P<d>{DAY})\s?(?:-|~|至|到)\s?(?P<d2>{DAY}){LONE_DAY_END}")
_MONTHS_SHARED = re.compile(
    rf"{_SHARED}(?P<m>{MONTH})\s?(?:-|~|至|到)\s?(?P<m2>{MONTH})\s?月份?(?!活(?!动)|\s?[0-9]{{1,2}}[日号])"
)
_YEARS_SHARED = re.compile(r"(?P<y>(?:19|20)[0-9]{2})\s?(?:-|~|至|到)\s?(?P<y2>(?:19|20)?[0-9]{2})\s?年(?![级龄代])")
_NUMERIC = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<s>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9]|\.[0-9])"
    r"|(?P<y2>20[0-9]{2})(?P<m2>0[1-9]|1[0-2])(?P<d2>3[01]|[12][0-9]|0[1-9])(?![0-9.])"
)
_BROKER = re.compile(r"(?:(?P<q>[1-4])Q\s?|(?P<h>[12])H\s?)(?P<y>20[0-9]{2}|[12][0-9])(?![0-9%万亿])")
_NAMED = re.compile(r"(?P<far>大前|大后)[天日]|(?P<day>[今昨前明后])[天日](?![头花]|前)|(?P<part>[今昨明])[晚晨早夜]")
#: 昨（10）日: the word and the number of one day
_NUMBERED = re.compile(rf"(?P<day>[今昨明])\((?P<d>{DAY})\)日")
_WEEKDAY = re.compile(
    r"(?P<w>上上|上|本|这|下)?(?:个)?(?:周|星期|礼拜)(?P<n>[一二三四五六日天])(?![一二三四五六七八九十]|围|年|期)"
)
_WEEKDAY_LIST = re.compile(r"\s?(?:至|到|-|~)\s?(?:周|星期)")
_WEEK = re.compile(r"(?<!以)(?P<w>上上|上|本|这|下)(?:一)?个?(?:周|星期)(?P<end>末)?(?![一二三四五六日天期边转密知岁刊报]|年)")
#: 上一季 and 较上季末 go by the quarter that is reported, not by the calendar
_QUARTER = re.compile(r"(?P<w>本|上|下)个?季度(?!末)")
_AGO = re.compile(r"(?P<n>[0-9]{1,3}|[一两二三四五六七八九十]{1,3})\s?天(?:之|以)?前(?![沿后端景置往])")
_TO_DATE = re.compile(r"年初(?:至今|以来)|年内(?=累计|[涨跌升降已的])")
_PLAN = re.compile(r"十(?P<n>[一二三四五六])五(?![年个家岁天人万亿千百名条款日月元点0-9])")
_COUNTING = re.compile(r"(?:近|连续|过去|[前后满每共期第首超逾约]|未来|长达|历时|[.,0-9A-Za-z/]|[0-9]:)\s?$")
_ORDINAL_QUARTER = re.compile(r"[连续第每近前后]\s?$")
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}
_DAY_WORDS = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}


def date_at(text: str, at: int, when: When) -> Figure | None:
    """The date or period that begins at an offset; None where there is none."""
    if found := fiscal_at(text, at):
        return found
    first = text[at]
    for pattern, reader in _FOR_DIGITS if first.isdigit() else _FOR_HAN if first in HAN_NUMERALS else _FOR_WORDS:
        m = pattern.match(text, at)
        if m and (found := reader(m, when)):
            return found
    return _point(text, at, when)


def _of(m: re.Match[str], span: Span | None, *, single: bool) -> Figure:
    return figure(m.string, m.start(), m.end(), span, single=single)


def _one_day(m: re.Match[str], when: When, offset: int) -> Figure:
    found = days.shifted(when.today, offset) if when.today else None
    return _of(m, (found, found) if found else None, single=True)


# ------------------------------------------------------------------------------------------------------ dates as written
def _point(text: str, at: int, when: When) -> Figure | None:
    one = point_at(text, at, when)
    if one is None or one.empty or not is_possible(one) or _counts(text, one):
        return None
    low = span_of(one, text, when)
    if m := _TO_NOW.match(text, one.end):
        span = (low[0], when.today) if low and when.today and low[0] <= when.today else None
        return figure(text, at, m.end(), span, single=False)
    ranged = _ranged(text, one, low, when)
    if ranged:
        return ranged
    return figure(text, at, one.end, low, single=one.single) if low or when.today is None else None


def _ranged(text: str, one: Point, low: Span | None, when: When) -> Figure | None:
    join = _JOIN.match(text, one.end)
    two = point_at(text, join.end(), when) if join and join.end() < len(text) else None
    if two is None or two.empty or not _alike(one, two):
        return None
    written = two.year is not None
    two = inherited(one, two, low)
    high = span_of(two, text, when)
    if low and high and high[1] < low[0]:
        return None if written or two.year is None else _over_new_year(text, one, two, low, when)
    if not is_possible(two) or (low and high is None):
        return None
    return figure(text, one.start, two.end, (low[0], high[1]) if low and high else None, single=False)


def _alike(one: Point, two: Point) -> bool:
    """A range joins two days or two periods; 年初 and 年底 join with either. 2月至27日 joins nothing."""
    return bool(two.day) or not one.day or bool(two.part)


def _over_new_year(text: str, one: Point, two: Point, low: Span, when: When) -> Figure | None:
    """12月29日至1月4日: the right end lies in the next year."""
    later = Point(two.start, two.end, low[0].year + 1, two.month, two.day, two.part, two.quarter, two.half, two.first)
    high = span_of(later, text, when)
    return figure(text, one.start, two.end, (low[0], high[1]), single=False) if high and high[1] >= low[0] else None


def _counts(text: str, p: Point) -> bool:
    """Whether the words count a length (近7日, 第3季) or name the base of a comparison (去年同期)."""
    before = text[max(0, p.start - 4) : p.start]
    if p.day and not p.month and _COUNTING.search(before):
        return True
    if (
        text.startswith("同期", p.end)
        and (p.year is not None or p.relative)
        and not (p.month or p.quarter or p.half or p.first)
    ):
        return True
    if p.year is None and not p.relative and before[-1:].isascii() and (before[-1:].isalnum() or before[-1:] == "."):
        return True
    return bool(p.quarter and p.year is None and _ORDINAL_QUARTER.search(before))


def _year_given(m: re.Match[str], when: When) -> int | None:
    if m["y"]:
        return year_number(m["y"])
    return when.today.year - (m["ry"] == "去年") if m["ry"] and when.today else None


def _shared_days(m: re.Match[str], when: When) -> Figure | None:
    text, first, last = m.string, small(m["d"]), small(m["d2"])
    lone = not m["m"]
    if first >= last or (
        lone
        and (m["y"] or m["ry"] or not text[m.start()].isdigit() or _COUNTING.search(text[max(0, m.start() - 2) : m.start()]))
    ):
        return None
    point = Point(m.start(), m.end(), _year_given(m, when), small(m["m"]) if m["m"] else 0, last)
    high = span_of(point, text, when)
    if high is None:
        return None if when.today or not is_possible(point) else _of(m, None, single=False)
    return _of(m, (high[1].replace(day=first), high[1]), single=False)


def _shared_months(m: re.Match[str], when: When) -> Figure | None:
    first, last = small(m["m"]), small(m["m2"])
    before = m.string[m.start() - 1 : m.start()]
    if first >= last or (before.isascii() and (before.isalnum() or before == ".")):
        return None
    year = _year_given(m, when)
    if year is None and when.today:
        year = days.year_of_period(when.today, first, last, ahead=is_ahead(m.string, m.start(), m.end()))
    return _of(m, days.months(year, first, last) if year else None, single=False)


def _shared_years(m: re.Match[str], _when: When) -> Figure | None:
    first = int(m["y"])
    last = int(m["y2"]) if len(m["y2"]) == 4 else first // 100 * 100 + int(m["y2"])
    return _of(m, (days.whole(first)[0], days.whole(last)[1]), single=False) if first < last else None


def _numeric(m: re.Match[str], _when: When) -> Figure | None:
    found = days.day(int(m["y"] or m["y2"]), int(m["m"] or m["m2"]), int(m["d"] or m["d2"]))
    return _of(m, (found, found), single=True) if found else None


def _broker(m: re.Match[str], _when: When) -> Figure:
    year = int(m["y"]) if len(m["y"]) == 4 else 2000 + int(m["y"])
    return _of(m, days.quarter(year, int(m["q"])) if m["q"] else days.half(year, int(m["h"])), single=False)


# ------------------------------------------------------------------------------------------------------------- relative
def _named(m: re.Match[str], when: When) -> Figure | None:
    if m.string[max(0, m.start() - 1) : m.start()] == "《":
        return None
    offset = {"大前": -3, "大后": 3}[m["far"]] if m["far"] else _DAY_WORDS[m["day"] or m["part"]]
    return _one_day(m, when, offset)


def _numbered(m: re.Match[str], when: When) -> Figure:
    """The day with that number next to the one that the word names: a text may be dated a day late."""
    offset = _DAY_WORDS[m["day"]]
    near = [days.shifted(when.today, offset + n) for n in (0, -1, 1)] if when.today else []
    found = next((day for day in near if day.day == small(m["d"])), None)
    return _of(m, (found, found) if found else None, single=True)


def _weekday(m: re.Match[str], when: When) -> Figure | None:
    before = m.string[max(0, m.start() - 1) : m.start()]
    if _WEEKDAY_LIST.match(m.string, m.end()) or before in ("每", "逢", "至", "到", "-", "~", "《"):
        return None
    if when.today is None:
        return _of(m, None, single=True)
    offset = (days.week(when.today, _WEEKS[m["w"] or "本"])[0] - when.today).days + _WEEKDAYS[m["n"]]
    if not m["w"]:
        ahead = is_ahead(m.string, m.start(), m.end())
        offset += 7 if ahead and offset < 0 else -7 if not ahead and offset > 0 else 0
    return _one_day(m, when, offset)


def _week(m: re.Match[str], when: When) -> Figure | None:
    """上周, 本周; 这周 behind a date is the week of that date and says nothing new."""
    if m["w"] == "这" and m.string[max(0, m.start() - 1) : m.start()] in ("日", "号"):
        return None
    span = days.week(when.today, _WEEKS[m["w"]]) if when.today else None
    if span and m["end"]:
        span = days.shifted(span[0], 5), span[1]
    return _of(m, span, single=False)


def _quarter(m: re.Match[str], when: When) -> Figure:
    if when.today is None:
        return _of(m, None, single=False)
    first = (when.today.month - 1) // 3 * 3 + 1 + 3 * _WEEKS[m["w"]]
    return _of(m, days.months(when.today.year, first, first + 2), single=False)


def _ago(m: re.Match[str], when: When) -> Figure:
    return _one_day(m, when, -small(m["n"]))


def _to_date(m: re.Match[str], when: When) -> Figure:
    today = when.today
    return _of(m, (date(today.year, 1, 1), today) if today else None, single=False)


def _plan(m: re.Match[str], _when: When) -> Figure:
    """五年规划: the 14th ran from 2021 to 2025."""
    first = 2021 + 5 * (small(m["n"]) + 10 - 14)
    return _of(m, (days.whole(first)[0], days.whole(first + 4)[1]), single=False)


_FOR_DIGITS = (
    (_NUMERIC, _numeric), (_BROKER, _broker), (_AGO, _ago), (_DAYS_SHARED, _shared_days), (_MONTHS_SHARED, _shared_months),
    (_YEARS_SHARED, _shared_years),
)  # fmt: skip
_FOR_HAN = ((_PLAN, _plan), (_AGO, _ago), (_DAYS_SHARED, _shared_days), (_MONTHS_SHARED, _shared_months))
_FOR_WORDS = (
    (_NAMED, _named), (_NUMBERED, _numbered), (_TO_DATE, _to_date), (_WEEKDAY, _weekday), (_WEEK, _week), (_QUARTER, _quarter),
    (_DAYS_SHARED, _shared_days), (_MONTHS_SHARED, _shared_months),
)  # fmt: skip
