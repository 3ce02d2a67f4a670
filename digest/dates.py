"""Publication times as web pages print them: Chinese, English, ISO, relative, in a URL. Pure.

Libraries fail here: feedparser reads 2026年2月27日 as 1 November, htmldate as 1 January, both take Beijing time for UTC. The
rule of this module is that a doubtful date carries a flag and an impossible one is no date: "now" is never a default.

Flags: `guessed-year` (no year was printed: the nearest past), `guessed-day` (only a time was printed), `ambiguous-day-month`
(03/02/2026), `approximate` (3小时前 is exact to the hour only), `future`, `implausible` (before the web), `from-url`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from digest.model import Moment, Precision
from digest.text import clean, fold_width
from digest.zones import zone_named, zone_of

__all__ = ["from_url", "parse", "zone_named"]

_FIELD = 400  # longer fields are not date fields; the bound also bounds the work
_SLACK = timedelta(minutes=15)  # clocks of publishers run ahead of ours
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s*)?"
_ZONE = (
    r"(?P<zone>z\b|(?:utc|gmt)?\s?[+-]\d{1,2}:?(?:\d{2})?(?!\d)|(?:utc|gmt)\b|[a-z]{2,4}t\b|et\b|pt\b|ct\b|mt\b"
    r"|北京时间|北京時間|台北時間|香港時間|美东时间|美東時間|东部时间|太平洋时间)"
)
_CLOCK = (
    r"(?P<half>上午|下午|晚上|晚间|凌晨|早上|中午|傍晚)?\s{0,3}(?P<hh>\d{1,2})(?:"
    r"\s?[:时時点點]\s?(?P<mi>[0-5]\d)(?:\s?[:分]\s?(?P<ss>[0-5]\d)(?:[.,]\d{1,9})?)?\s?[分秒]?\s{0,3}(?P<ap>[ap]\.?m\b\.?)?"
    r"|\s?(?P<ap2>[ap]\.?m\b\.?)|[时點点]整?(?!\d))"
)
_TIME = re.compile(rf"{_CLOCK}(?:\s{{0,3}}\(?{_ZONE})?", re.I)
_GAP = re.compile(
    r"(?:\s|t(?=\d)|[,，、|·•@—–]|-(?=\s)|星期[一二三四五六日天]|[周週][一二三四五六日]|\([一二三四五六日周週星期]{1,3}\)|at\b|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b){0,8}",
    re.I,
)
_FULL = tuple(
    re.compile(p, re.I)
    for p in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)\s{0,2}年\s{0,2}(?P<m>\d{1,2})\s{0,2}月\s{0,2}(?P<d>\d{1,2})(?!\d)\s{0,2}[日号號]?",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?P<sep>[-/.])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d\d(?=\d\d:\d\d)|\d{1,2}(?!\d))",
        r"民[國国]\s?(?P<roc>\d{2,3})\s?[年./-]\s?(?P<m>\d{1,2})\s?[月./-]\s?(?P<d>\d{1,2})(?!\d)\s?日?",
        r"(?<![\d/.-])(?P<roc>1[0-4]\d)(?P<sep>[/.-])(?P<m>\d{2})(?P=sep)(?P<d>\d{2})(?![\d/.-])",
        rf"(?<!\d){_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,2}}(?:of\s)?{_MONTH},?[\s-]{{1,2}}(?P<y>(?:19|20)\d\d)(?!\d)",
        rf"\b{_MONTH}\s{{0,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?,\s?|\s{{1,2}})(?P<y>(?:19|20)\d\d)(?!\d)",
        rf"(?<!\d)(?P<y>(?:19|20)\d\d)[\s,-]{{1,2}}{_MONTH}[\s-]{{1,2}}(?P<d>\d{{1,2}})(?!\d)",
        rf"{_WEEKDAY}(?<!\d)(?P<d>\d{{1,2}})\s{_MONTH}\s(?P<yy>\d\d)(?=\s\d\d:)",
        r"(?<![\d/.-])(?P<a>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d)(?!\d)",
        (
            r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"
            r"(?:T?(?P<chh>[01]\d|2[0-3])(?P<cmi>[0-5]\d)(?P<css>[0-5]\d)?(?P<cz>Z)?)?(?!\d)"
        ),
    )
)
_CTIME = re.compile(
    rf"\b{_MONTH}\s{{1,2}}(?P<d>\d{{1,2}})\s(?P<hh>\d\d):(?P<mi>\d\d):(?P<ss>\d\d)\s(?:{_ZONE}\s)?(?P<y>(?:19|20)\d\d)(?!\d)",
    re.I,
)
_YEARLESS = tuple(
    re.compile(p, re.I)
    for p in (
        r"(?<![\d年])(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号號]",
        rf"\b{_MONTH}\s{{0,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)",
        rf"(?<![\d:]){_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}",
        r"(?<![\d/.:-])(?P<m>\d{1,2})(?P<sep>[-/])(?P<d>\d{1,2})(?![\d/.-]|\s?[%个家人])",
    )
)
_HAN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "o": 0, "0": 0, "两": 2, "兩": 2}
_HAN_DATE = re.compile(
    r"(?P<y>[零〇○Oo0一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,3})[日号號]"
)
_AGO = re.compile(
    r"(?P<n>\d{1,4}|半|[一二两兩三四五六七八九十]{1,3})\s?个?個?(?P<unit>秒|分钟|分鐘|小时|小時|钟头|天|日|周|週|星期|月|年)(?:之|以)?前"
)
_AGO_EN = re.compile(
    r"\b(?P<n>\d{1,4}|an?|one|two|three)\s?(?P<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|"
    r"y|yrs?|years?)\sago\b",
    re.I,
)
_JUST_NOW = re.compile(r"刚刚|剛剛|刚才|剛才|\bjust now\b|\bmoments? ago\b", re.I)
_NAMED_DAY = re.compile(r"(?P<zh>大前天|前天|昨天|昨日|今天|今日)|\b(?P<en>yesterday|today)\b", re.I)
_NAMED = {"大前天": 3, "前天": 2, "昨天": 1, "昨日": 1, "yesterday": 1, "今天": 0, "今日": 0, "today": 0}
_UNIT = {
    "秒": "s",
    "分": "m",
    "小": "h",
    "钟": "h",
    "天": "d",
    "日": "d",
    "周": "w",
    "週": "w",
    "星": "w",
    "月": "mo",
    "年": "y",
}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, "mo": 30 * 86400, "y": 365 * 86400}
_LATER = re.compile(r"(?:更新|修改|编辑于|編輯於|截至|截止|updated?|modified|edited|expires?)[^\d]{0,12}$", re.I)


def parse(text: str, *, now: datetime, timezone: str = "Asia/Shanghai", future_ok: bool = False) -> Moment | None:
    """The time that a short field prints (a date element, meta content, list cell, feed date), or None.

    A time without a zone is taken in `timezone` (an IANA name). With several dates in the field the first one that is not
    labelled as an update wins. `now` (aware) resolves relative and year-less dates.
    """
    field = _folded(text)
    zone = zone_named(timezone)
    local_now = now.astimezone(zone)
    for reader in (_unix, _with_year, _relative, _without_year, _clock_only):
        found = reader(field, local_now, zone)
        if found:
            return found if future_ok else _checked(found, local_now)
    return None


def from_url(url: str, *, now: datetime, timezone: str = "Asia/Shanghai") -> Moment | None:
    """The day that an address names (/2026/02/27/, t20260227_1.html, /20260227…), flagged `from-url`: it is often the day of
    creation, not of publication."""
    zone = zone_named(timezone)
    for pattern in _IN_URL:
        for m in pattern.finditer(url[:2000]):
            day = _day(int(m["y"]), int(m["m"]), int(m["d"]))
            if day and day.year >= 1995 and day <= now.astimezone(zone).date() + timedelta(days=1):
                return Moment(datetime(day.year, day.month, day.day, tzinfo=zone), "day", "from-url")
    return None


_URL_DAY = r"(?P<y>(?:19|20)\d\d)%s(?P<m>0[1-9]|1[0-2])%s(?P<d>0[1-9]|[12]\d|3[01])"
_IN_URL = (
    re.compile(
        r"/(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])/(?P<y>20\d\d)\d{10,}"
    ),  # /0112/20260107214358…: the folder is the day
    re.compile(r"[/_-]" + _URL_DAY % ("/", "/") + r"(?!\d)"),
    re.compile(r"(?<!\d)" + _URL_DAY % ("-", "-") + r"(?!\d)"),
    re.compile(r"(?<!\d)" + _URL_DAY % ("-", "/") + r"(?!\d)"),
    re.compile(r"(?<!\d)" + _URL_DAY % ("/", "") + r"(?!\d)"),
    re.compile(r"(?<!\d)" + _URL_DAY % ("", "/") + r"(?!\d)"),
    re.compile(r"(?<!\d)" + _URL_DAY % ("", "")),
    re.compile(r"/(?P<y>20\d\d)/(?P<m>[1-9])/(?P<d>[1-9]|[12]\d|3[01])/"),
)


def _folded(text: str) -> str:
    field = fold_width(clean(text))[:_FIELD].replace("\u200b", "").replace("∶", ":").replace("&nbsp;", " ")
    return _HAN_DATE.sub(_han_digits, " ".join(field.split()))


def _han_digits(m: re.Match[str]) -> str:
    year = "".join(str(_HAN_DIGIT[c]) for c in m["y"])
    return f"{year}年{_han_number(m['m'])}月{_han_number(m['d'])}日"


def _han_number(word: str) -> int:
    """1–99 in Chinese numerals or digits; 半 is no integer and not read here."""
    if word.isdecimal():
        return int(word)
    if "十" in word:
        tens, ones = word.split("十", 1)
        return _HAN_DIGIT.get(tens, 1) * 10 + _HAN_DIGIT.get(ones[:1], 0)
    return _HAN_DIGIT.get(word[:1], 0)


def _checked(found: Moment, now: datetime) -> Moment:
    ahead = found.at.date() > now.astimezone(found.at.tzinfo).date() if found.precision == "day" else found.at > now + _SLACK
    if ahead:
        return replace(found, flag="future")
    return replace(found, flag="implausible") if found.at.year < 1992 else found


# ------------------------------------------------------------------------------------------------------------ the readers
def _unix(field: str, _now: datetime, zone: tzinfo) -> Moment | None:
    if not re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", field):
        return None
    whole = field.split(".", maxsplit=1)[0]
    seconds = int(whole) // (1000 if len(whole) == 13 else 1)
    return Moment(datetime.fromtimestamp(seconds, UTC).astimezone(zone), "second")


def _with_year(field: str, now: datetime, zone: tzinfo) -> Moment | None:
    found = [m for m in _dated(field, now, zone) if m]
    return min(found, key=lambda f: f[0])[1] if found else None


def _dated(field: str, now: datetime, zone: tzinfo) -> Iterator[tuple[tuple[bool, int], Moment]]:
    """Every date with a year in the field, with its rank: an update's date after all others, then by place."""
    for m in _CTIME.finditer(field):
        day = _day(int(m["y"]), _month(m), int(m["d"]))
        if day:
            yield (bool(_LATER.search(field[: m.start()])), m.start() - 1), _at(day, m, zone)
    for pattern in _FULL:
        for m in pattern.finditer(field):
            day, flag = _calendar_day(m, now, zone)
            if day:
                moment = _with_time(field, m, day, zone)
                yield (bool(_LATER.search(field[: m.start()])), m.start()), replace(moment, flag=flag or moment.flag)


def _calendar_day(m: re.Match[str], now: datetime, zone: tzinfo) -> tuple[date | None, str]:
    got = m.groupdict()
    if got.get("a"):
        return _day_or_month_first(int(m["a"]), int(m["b"]), int(m["y"]), now, zone)
    if got.get("roc"):
        return _day(int(m["roc"]) + 1911, int(m["m"]), int(m["d"])), ""
    if got.get("yy"):
        return _day(2000 + int(m["yy"]), _month(m), int(m["d"])), ""
    return _day(int(m["y"]), _month(m), int(m["d"])), ""


def _day_or_month_first(a: int, b: int, year: int, now: datetime, zone: tzinfo) -> tuple[date | None, str]:
    """27/02/2026 says which is which; 03/02/2026 does not: day first but in American zones, flagged, unless the other
    reading lies in the future."""
    day_first, month_first = _day(year, b, a), _day(year, a, b)
    if not (day_first and month_first) or a == b:
        return day_first or month_first, ""
    past = [d for d in (day_first, month_first) if d <= now.date()]
    if len(past) == 1:
        return past[0], ""
    american = getattr(zone, "key", "").startswith(("America/", "US/"))
    return (month_first if american else day_first), "ambiguous-day-month"


def _month(m: re.Match[str]) -> int:
    got = m.groupdict()
    return _MONTHS[got["mon"][:3].lower()] if got.get("mon") else int(got["m"])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(field: str, m: re.Match[str], day: date, zone: tzinfo) -> Moment:
    if m.groupdict().get("chh"):
        second = int(m["css"] or 0)
        at = datetime(day.year, day.month, day.day, int(m["chh"]), int(m["cmi"]), second, tzinfo=UTC if m["cz"] else zone)
        return Moment(at, "second" if m["css"] else "minute")
    clock = _clock_near(field, m.start(), m.end())
    return _at(day, clock, zone) if clock else Moment(datetime(day.year, day.month, day.day, tzinfo=zone), "day")


def _clock_near(field: str, start: int, end: int) -> re.Match[str] | None:
    """The time right behind the date, or right before it (09:30 27/02/2026)."""
    gap = _GAP.match(field, end)
    after = _TIME.match(field, gap.end() if gap else end)
    if after:
        return after
    before = field[max(0, start - 40) : start]
    for m in _TIME.finditer(before):
        if re.fullmatch(r"[\s,，|·•]*(?:on\s)?(?:[a-z]{3,9}\.?,?\s)?", before[m.end() :], re.I):
            return m
    return None


def _at(day: date, clock: re.Match[str], zone: tzinfo) -> Moment:
    got = clock.groupdict()
    hour, minute, second = int(got["hh"]), int(got.get("mi") or 0), int(got.get("ss") or 0)
    half = (got.get("ap") or got.get("ap2") or "").lower()[:1] or got.get("half") or ""
    if (half in ("p", "下午", "晚上", "晚间", "傍晚") and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    elif half in ("a", "凌晨") and hour == 12:
        hour = 0
    if hour > 23:
        return Moment(datetime(day.year, day.month, day.day, tzinfo=zone), "day")
    precision: Precision = "second" if got.get("ss") else "minute"
    at = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone_of(got.get("zone") or "", zone))
    return Moment(at, precision)


def _relative(field: str, now: datetime, zone: tzinfo) -> Moment | None:
    if _JUST_NOW.search(field):
        return Moment(now.replace(second=0, microsecond=0), "minute")
    named = _NAMED_DAY.search(field)
    if named:
        day = now.date() - timedelta(days=_NAMED[(named["zh"] or named["en"]).lower()])
        clock = _clock_near(field, named.start(), named.end())
        return _at(day, clock, zone) if clock else Moment(datetime(day.year, day.month, day.day, tzinfo=zone), "day")
    m = _AGO.search(field) or _AGO_EN.search(field)
    return _ago(m, now, zone) if m else None


def _ago(m: re.Match[str], now: datetime, zone: tzinfo) -> Moment | None:
    word = m["unit"].lower()
    unit = _UNIT.get(word[0]) or ("mo" if word.startswith("mo") else word[0])
    count = {"半": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3}.get(m["n"].lower()) or _han_number(m["n"])
    try:
        at = now - timedelta(seconds=count * _SECONDS[unit])
    except OverflowError:
        return None
    if unit in ("s", "m", "h"):
        return Moment(at.replace(second=0, microsecond=0), "minute", "approximate" if unit == "h" else "")
    return Moment(datetime(at.year, at.month, at.day, tzinfo=zone), "day", "" if unit == "d" else "approximate")


def _without_year(field: str, now: datetime, zone: tzinfo) -> Moment | None:
    for pattern in _YEARLESS:
        for m in pattern.finditer(field):
            day = _nearest_past(_month(m), int(m["d"]), now)
            clock = _clock_near(field, m.start(), m.end()) if day else None
            if day and (clock or "sep" not in m.groupdict() or m.end() - m.start() == len(field)):
                moment = _at(day, clock, zone) if clock else Moment(datetime(day.year, day.month, day.day, tzinfo=zone), "day")
                return replace(moment, flag="guessed-year")
    return None


def _nearest_past(month: int, day: int, now: datetime) -> date | None:
    years = (now.year + 1, now.year, now.year - 1, now.year - 2, now.year - 3, now.year - 4)  # 29 February comes every four
    days = (_day(year, month, day) for year in years)
    return next((d for d in days if d and d <= now.date()), None)


def _clock_only(field: str, now: datetime, zone: tzinfo) -> Moment | None:
    m = _TIME.fullmatch(field)
    if not m or not m["mi"]:
        return None
    today = _at(now.date(), m, zone)
    if today.precision == "day":
        return None
    at = today.at if today.at <= now + _SLACK else today.at - timedelta(days=1)
    return Moment(at, today.precision, "guessed-day")
