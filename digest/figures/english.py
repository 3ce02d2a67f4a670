"""Dates and periods in English: Feb 9-15, February 27, 2026, 27 Feb, the fourth quarter of 2025, H1, last Friday, in 2025."""

from __future__ import annotations

import re

from digest.figures import days
from digest.figures.fiscal import fiscal_at
from digest.figures.points import When, figure
from digest.model import Figure

_MONTH = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|"
    r"Dec(?:ember)?"
)
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_YEAR = r"(?:19|20)[0-9]{2}"
_TAIL_YEAR = rf"(?:,?\s(?P<y>{_YEAR})(?![0-9]|,[0-9]))?"
_NO_AMOUNT = r"(?![0-9:%]|[.,][0-9]|\s?(?:million|billion|percent|bn))"
_MONTH_DAY = re.compile(
    rf"(?P<m>{_MONTH})\.?\s(?P<d>{_DAY})(?:st|nd|rd|th)?{_NO_AMOUNT}"
    rf"(?:\s?(?:-|to|through|until|and)\s?(?:(?P<m2>{_MONTH})\.?\s)?(?P<d2>{_DAY})(?:st|nd|rd|th)?{_NO_AMOUNT})?{_TAIL_YEAR}"
)
_DAY_MONTH = re.compile(
    rf"(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\s?(?:-|to)\s?(?P<d2>{_DAY})(?:st|nd|rd|th)?)?\s(?:of\s)?(?P<m>{_MONTH})\b\.?"
    rf"(?P<m2>(?!))?{_TAIL_YEAR}"
)
_MONTH_YEAR = re.compile(rf"(?P<m>{_MONTH})\.?,?\s(?P<y>{_YEAR})(?![0-9]|,[0-9])")
_MONTH_ALONE = re.compile(rf"(?P<m>{_MONTH})\b")
_PERIOD = re.compile(
    r"(?:(?P<q>first|second|third|fourth)[\s-]quarter|Q(?P<qn>[1-4])(?![0-9A-Za-z.])"
    r"|(?P<h>first|second)[\s-]half|H(?P<hn>[12])(?![0-9A-Za-z.]))"
    rf"(?:,?\s(?:of\s)?(?P<y>{_YEAR})(?![0-9])|\s(?:of\s)(?P<ry>last|this)\syear)?",
    re.I,
)
_RELATIVE = re.compile(
    r"(?P<day>yesterday|today|tomorrow|tonight)\b|(?P<w>last|this|next|past)\s"
    r"(?P<u>week|month|quarter|year|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b(?!-)",
    re.I,
)
_AGO = re.compile(r"(?P<n>[0-9]{1,3}|two|three|four|five|six|ten)\sdays?\sago\b", re.I)
_WEEKDAY = re.compile(r"(?P<wd>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")
_YEAR_ALONE = re.compile(
    rf"(?P<y>{_YEAR})(?![0-9A-Za-z%]|[.,][0-9]|-[0-9]|\s?(?:[万亿个家款名元倍]|million|billion|percent|tokens?|GPUs?|people))"
)
_YEARS = re.compile(rf"(?P<y>{_YEAR})(?:-|\s(?:and|to|through)\s)(?P<y2>{_YEAR})(?![0-9A-Za-z%]|[.,][0-9]|-[0-9])")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|by|of|since|from|during|until|through|early|late|mid|year|calendar|than|end|before|after|around|for|and|to)[\s-]$",
    re.I,
)
_NAMED_DAY = re.compile(r"(?:Black|Cyber|Good|Super|Fat)\s$")
_YEARS_BEFORE = re.compile(r"\b(?:between|from)\s$", re.I)
_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|by|until|of|through|from|for|early|late|mid|last|this|during|and|next|between)[\s-]$", re.I
)
_AHEAD = re.compile(
    r"\b(?:will|would|expect(?:s|ed)?|plans?|planned|due|scheduled|set to|by|next|aims?|slated|upcoming|on track|forecasts?"
    r"|targets?)\b[^.;!?\n]{0,30}$",
    re.I,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_WEEKDAYS = {
    w: i for i, w in enumerate("monday tuesday wednesday thursday friday saturday sunday two three four five six ten".split())
}
_OFFSETS = {"last": -1, "past": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def date_at(text: str, at: int, when: When) -> Figure | None:
    """The English date or period that begins at an offset with a word or a number."""
    if not text[at].isdigit() and (found := fiscal_at(text, at)):
        return found
    for pattern, reader in _READERS:
        m = pattern.match(text, at)
        if m and (found := reader(m, when)):
            return found
    return None


def _of(m: re.Match[str], span: days.Span | None, *, single: bool = False) -> Figure:
    return figure(m.string, m.start(), m.end(), span, single=single)


def _ahead(m: re.Match[str]) -> bool:
    return bool(_AHEAD.search(m.string[max(0, m.start() - 44) : m.start()]))


def _month(word: str) -> int:
    return _MONTHS[word[:3].lower()]


def _month_day(m: re.Match[str], when: When) -> Figure | None:
    month, first, year = _month(m["m"]), int(m["d"]), int(m["y"]) if m["y"] else None
    if days.day(year or 2024, month, first) is None:
        return None
    low = (
        days.day(year, month, first)
        if year
        else days.nearest(when.today, month, first, ahead=_ahead(m))
        if when.today
        else None
    )
    if not m["d2"]:
        return _of(m, (low, low) if low else None, single=True)
    last_month = _month(m["m2"]) if m["m2"] else month
    if low is None:
        return _of(m, None)
    before = last_month < month
    if before and year and (sooner := days.day(year - 1, month, first)):
        low = sooner
    high = days.day(low.year + before, last_month, int(m["d2"]))
    return _of(m, (low, high)) if high and high >= low else None


def _month_year(m: re.Match[str], _when: When) -> Figure:
    return _of(m, days.month_span(int(m["y"]), _month(m["m"])))


def _month_alone(m: re.Match[str], when: When) -> Figure | None:
    before = _MONTH_BEFORE.search(m.string[max(0, m.start() - 9) : m.start()])
    if before is None:
        return None
    if when.today is None:
        return _of(m, None)
    month, word = _month(m["m"]), before.group().strip().lower()
    year = days.year_of_period(when.today, month, month, ahead=word in ("by", "next") or _ahead(m))
    return _of(m, days.month_span(year - (word == "last" and month == when.today.month), month))


def _period(m: re.Match[str], when: When) -> Figure:
    quarter = int(m["qn"] or _ORDER.get((m["q"] or "").lower(), 0))
    number = quarter or int(m["hn"] or _ORDER[m["h"].lower()])
    make = days.quarter if quarter else days.half
    if m["y"]:
        return _of(m, make(int(m["y"]), number))
    if when.today is None:
        return _of(m, None)
    if m["ry"]:
        return _of(m, make(when.today.year + _OFFSETS[m["ry"].lower()], number))
    length = 3 if quarter else 6
    first, last = number * length - length + 1, number * length
    return _of(m, make(days.year_of_period(when.today, first, last, ahead=_ahead(m)), number))


def _relative(m: re.Match[str], when: When) -> Figure:
    word = (m["day"] or m["u"]).lower()
    single = word in _DAYS or word in _WEEKDAYS
    if when.today is None:
        return _of(m, None, single=single)
    if word in _DAYS:
        found = days.shifted(when.today, _DAYS[word])
        return _of(m, (found, found), single=True)
    offset = _OFFSETS[m["w"].lower()]
    if single:
        found = days.shifted(days.week(when.today, offset)[0], _WEEKDAYS[word])
        return _of(m, (found, found), single=True)
    year, month = when.today.year, when.today.month
    if word == "week":
        return _of(m, days.week(when.today, offset))
    if word == "month":
        return _of(m, days.month_span(year, month + offset))
    first = (month - 1) // 3 * 3 + 1 + 3 * offset
    return _of(m, days.whole(year + offset) if word == "year" else days.months(year, first, first + 2))


def _ago(m: re.Match[str], when: When) -> Figure:
    count = int(m["n"]) if m["n"].isdigit() else _COUNTS[m["n"].lower()]
    found = days.shifted(when.today, -count) if when.today else None
    return _of(m, (found, found) if found else None, single=True)


def _weekday(m: re.Match[str], when: When) -> Figure | None:
    if _NAMED_DAY.search(m.string[max(0, m.start() - 6) : m.start()]):
        return None
    if when.today is None:
        return _of(m, None, single=True)
    back = (when.today.weekday() - _WEEKDAYS[m["wd"].lower()]) % 7
    found = days.shifted(when.today, 7 - back if back and _ahead(m) else -back)
    return _of(m, (found, found), single=True)


def _year_alone(m: re.Match[str], _when: When) -> Figure | None:
    if not _YEAR_BEFORE.search(m.string[max(0, m.start() - 10) : m.start()]):
        return None
    return _of(m, days.whole(int(m["y"])))


def _years(m: re.Match[str], _when: When) -> Figure | None:
    first, last = int(m["y"]), int(m["y2"])
    sure = m.string[m.end("y")] == "-" or _YEARS_BEFORE.search(m.string[max(0, m.start() - 8) : m.start()])
    return _of(m, (days.whole(first)[0], days.whole(last)[1])) if sure and first < last else None


_READERS = (
    (_AGO, _ago), (_DAY_MONTH, _month_day), (_MONTH_DAY, _month_day), (_MONTH_YEAR, _month_year), (_MONTH_ALONE, _month_alone),
    (_PERIOD, _period), (_RELATIVE, _relative), (_WEEKDAY, _weekday), (_YEARS, _years), (_YEAR_ALONE, _year_alone),
)  # fmt: skip
#: first words of what the readers know: every other word costs one look-up
WORDS = frozenset(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october "
    "nov november dec december first second third fourth q h fy fiscal last this next past yesterday today tomorrow "
    "tonight monday tuesday wednesday thursday friday saturday sunday two three four five six ten".split()
)
