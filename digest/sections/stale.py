"""Is an article about something old, or wrongly dated? Only its own dates and its time of publication are asked. Pure.

Old: the date that the opening gives its event (报道 of 29 January, a meeting in November) lies weeks before publication, or a
period that is told as past ends after it (截至今年6月底 in February). Doubtful: a full date that would be recent if the
year were another: a slip of the pen, shown and not acted on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from digest.model import Article
from digest.text import clean, fold_width, sentences, simplified

#: a report is news for this long after its event: weekly papers and holidays lie between, a month doesn't
OLD_AFTER = timedelta(days=21)
#: a release is told within days; what was "published in early February" is no release of the last week of it
LATE_AFTER = timedelta(days=12)
#: a date this near to publication is the event's own, whatever year is printed
NEAR = timedelta(days=10)
_OPENING = 400
_IMPOSSIBLE = ("future", "implausible")
#: outside these years a time is no time of publication
_EARLIEST, _LATEST = 1992, 9000
_BEIJING = timezone(timedelta(hours=8))
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_TOLD = r"(?:报道|消息|讯|电|援引|获悉|宣布|发布|公布|召开|举行|举办|签署|推出|上线|开幕|披露|介绍|表示|印发)"
_DAY = re.compile(r"(?:((?:19|20)\d\d)\s?年\s?)?(?<!\d)(\d{1,2})\s?月\s?(?:(\d{1,2})\s?日|([上中下]旬))")
_DAY_EN = re.compile(rf"\b(?:in|on)\s(?:(late|early|mid)[\s-])?{_MONTH}(?:\s(\d{{1,2}})\b)?(?:,?\s((?:19|20)\d\d))?", re.I)
_PERIOD = re.compile(r"(?:截至|到|至)\s?今年\s?(\d{1,2})\s?月(?:底|末|份)?")
_ACT = re.compile(rf"^[，, ]{{0,2}}[^，。；\d]{{0,14}}?{_TOLD}")
_ACT_EN = re.compile(
    r"\b(?:meeting|conference|said|announced|reported|held|told|cited|briefing|signed|launched|unveiled)\b", re.I
)
_BACKGROUND = re.compile(r"(?:此前|早在|曾|截至|截止|自|从|将|预计|计划|拟|去年|上年|同比|以来|原定|成立于)[^，。；]{0,8}$")
_NOW = re.compile(
    r"今日|今天|昨日|昨天|近日|日前|本周|刚刚|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\btoday\b|\bthis week\b", re.I
)
_ASIDE = re.compile(r"\b(?:which|who|after|since|following|where|whose)\b", re.I)
_RELEASED = re.compile(r"发布|推出|上线|开源|亮相|问世|公布")
_SINCE = re.compile(r"登顶|榜|突破|首超|回应|更新|升级|调整")
_RELEASED_ON = re.compile(
    r"(?:该|这款|新)?(?:模型|产品|系统|平台|芯片)[^，。；]{0,4}于[^，。；]{0,14}(?:对外)?(?:公布|发布|推出|上线|开源)"
)
_SPREAD = {"上旬": 10, "中旬": 20, "下旬": 28, "early": 10, "mid": 20, "late": 28}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a reader should doubt an article's news value or dates, in Chinese; `old` when it's no news any more."""

    reason: str
    old: bool


def doubt(article: Article) -> Doubt | None:
    """The first reason found in title and opening to hold the article for old or misdated, or None.

    Where the time of publication itself can't be right, that is the doubt: there is nothing to compare the text with.
    """
    published = article.published
    if published is None:
        return None
    if published.flag in _IMPOSSIBLE or not _EARLIEST <= published.at.year < _LATEST:
        return Doubt(f"页面标的发布时间在 {published.at.year} 年，不可信，请核对", old=False)
    day = published.at.astimezone(_BEIJING).date()
    text = simplified(fold_width(clean(article.text[:_OPENING])))
    return _period_ahead(text, day) or _old_event(text, day) or _late_release(article.title, text, day)


def _period_ahead(text: str, day: date) -> Doubt | None:
    """“截至今年6月底” can't be told in February: the text is from another year."""
    for match in _PERIOD.finditer(text):
        month = int(match[1])
        if 1 <= month <= 12 and month > day.month and not re.search("将|预计|力争|目标", text[match.end() : match.end() + 12]):
            return Doubt(f"文中“{match[0]}”晚于发布日 {day.isoformat()}，应是往年的旧闻", old=True)
    return None


def _old_event(text: str, day: date) -> Doubt | None:
    """The event's own date in the first two sentences; a recent day among them (昨日, Thursday, the dateline) makes it news."""
    end = [stop for _, stop in sentences(text)][:2][-1:] or [0]
    opening = text[: end[0]]
    dated = list(_event_days(opening, day))
    if _NOW.search(opening) or any(timedelta(-1) <= day - when <= NEAR for when, _ in dated):
        return None
    for when, raw in dated:
        slip = _same_day_this_year(when, day)
        if slip:
            return Doubt(f"文中日期“{raw}”疑为年份误写：距发布日 {day.isoformat()} 整年，请核对", old=False)
        if day - when > OLD_AFTER:
            return Doubt(f"所述事件的日期“{raw}”早于发布日 {day.isoformat()} {(day - when).days} 天，是旧闻", old=True)
    return None


def _same_day_this_year(when: date, day: date) -> bool:
    if when.year == day.year or day.year - when.year > 2:
        return False
    try:
        moved = when.replace(year=day.year)
    except ValueError:
        return False
    return timedelta(0) <= day - moved <= NEAR


def _event_days(text: str, day: date) -> Iterator[tuple[date, str]]:
    """Days that an act is tied to: a date and a verb of telling close by, outside an aside (此前…, which said …)."""
    for match in _DAY.finditer(text):
        before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 40]
        when = _resolved(match[1], int(match[2]), int(match[3] or _SPREAD[match[4]]), day)
        if when and _ACT.match(after) and not _BACKGROUND.search(before):
            yield when, match[0]
    for match in _DAY_EN.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        number = int(match[3] or _SPREAD[(match[1] or "late").lower()])
        when = _resolved(match[4], _MONTHS[match[2][:3].lower()], number, day)
        if when and _ACT_EN.search(before) and not _ASIDE.search(before):
            yield when, match[0]


def _resolved(year: str | None, month: int, number: int, day: date) -> date | None:
    """The day that is meant; without a year the latest that is not after publication, a week ahead still being this year's."""
    try:
        if year:
            return date(int(year), month, number)
        when = date(day.year, month, number)
        return when if when <= day + timedelta(days=7) else date(day.year - 1, month, number)
    except ValueError:
        return None


def _late_release(title: str, text: str, day: date) -> Doubt | None:
    """A headline says released, the text says when: weeks ago."""
    if not _RELEASED.search(title) or _SINCE.search(title):
        return None
    for clause in _RELEASED_ON.finditer(text):
        match = _DAY.search(clause[0])
        when = _resolved(match[1], int(match[2]), int(match[3] or _SPREAD[match[4]]), day) if match else None
        if match and when and day - when > LATE_AFTER:
            return Doubt(
                f"标题说的发布在“{match[0]}”，距发布日 {day.isoformat()} {(day - when).days} 天，是滞后的旧闻", old=True
            )
    return None
