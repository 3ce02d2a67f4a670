"""When a page says it was published. Pure.

A page tells its time in many places, some of them wrong (a template's date, an update, a reader's comment). The most exact
one of the trustworthy places wins, where "trustworthy" is an order of places and agreement on the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from lxml import html

from digest import dates
from digest.extract.dom import Block, words
from digest.extract.head import Head, variable
from digest.model import Moment

_META = (
    "article:published_time og:published_time og:release_date article:published pubdate publishdate publish-date publish_time "
    "publishtime publication_date datepublished date dc.date.issued dc.date dcterms.created sailthru.date parsely-pub-date "
    "bytedance:published_time firstpublishedtime weibo:article:create_at createdate apub:time _pubtime releasedate "
    "published_time article.published"
).split()
_HOUR = timedelta(hours=1)
_DASHED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(\d{1,2}:\d\d)")
_IDS = ("pubtime_baidu", "publish_time", "pubtime", "pub_date", "pubDate", "publishTime", "post-date", "artibodytime")
_BY_ID = f"//*[{' or '.join(f'@id={name!r}' for name in _IDS)}]"
_TIMED = re.compile(r"time|date|pub|source|info|meta|author|byline|dateline|posted|sub|from|ly|fbsj", re.I)
_NOT_TIMED = re.compile(r"comment|reply|related|recommend|sidebar|footer|list|hot|rank|nav|header-time|today", re.I)
_HAS_DATE = re.compile(
    r"[零〇○一二三四五六七八九]{4}年|民[國国]\s?\d{2,3}|(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}|\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d|(?:19|20)\d\d(?:\s|$|,)"
)
#: a short line that tells a time without its year, or how long ago it was
_SHORT = re.compile(
    r"^\W{0,3}[^\W\d]{0,8}\s?[:：]?\s?(?:\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}[-/]\d{1,2}\s+\d{1,2}[:：]\d\d|"
    r"(?:今天|昨天|昨日|前天)\s?\d{1,2}[:：]\d\d|\d{1,2}\s?(?:分钟|分鐘|小时|小時|天)前)"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What must be known to read a page's times: its address, the time it is now, the source's IANA zone."""

    url: str
    now: datetime
    timezone: str

    def read(self, text: str) -> Moment | None:
        """The time that a short field prints."""
        plain = _DASHED.sub(r"\1 \2", text)
        return dates.parse(plain, now=self.now, timezone=self.timezone) if text else None


def page_time(root: html.HtmlElement, head: Head, opening: Sequence[Block], setting: Setting, told: str) -> Moment | None:
    """The publication time, or None. `opening` are the blocks from the headline to the first paragraphs, `told` what the
    source's own selector found: believed before all else."""
    doubtful: list[Moment] = []
    day: Moment | None = None
    for moment in chain([setting.read(told)], _candidates(root, head, opening, setting)):
        if moment is None:
            continue
        if moment.flag not in ("", "guessed-year", "approximate"):
            doubtful.append(moment)
        elif not _whole_day(moment) and (day is None or _same_day(day, moment, setting.timezone)):
            return moment
        else:
            day = day or moment
    return day or next(iter(doubtful), None) or dates.from_url(setting.url, now=setting.now, timezone=setting.timezone)


def _same_day(day: Moment, moment: Moment, zone: str) -> bool:
    """Whether a more exact time is of the day that was told before, as the source counts days."""
    local = dates.zone_named(zone)
    return moment.at.astimezone(local).date() in (day.at.date(), day.at.astimezone(local).date())


def _whole_day(m: Moment) -> bool:
    return m.precision == "day" or (m.at.hour, m.at.minute, m.at.second) == (0, 0, 0)


def _candidates(root: html.HtmlElement, head: Head, opening: Sequence[Block], setting: Setting) -> Iterator[Moment | None]:
    yield setting.read(_stamp(variable(head, "ct", "publish_time", "oriCreateTime")))
    for node in sorted(root.xpath(_BY_ID), key=lambda n: _IDS.index(n.get("id") or "")):
        yield setting.read(words(node))
    for name in _META:
        yield setting.read(head.meta(name))
    yield setting.read(head.record("datePublished", "dateCreated", "uploadDate"))
    for node in root.xpath("//*[@itemprop='datePublished']")[:2]:
        yield setting.read(node.get("content") or node.get("datetime") or words(node))
    for block in opening:
        if len(block.text) < 200 and _HAS_DATE.search(block.text):
            yield setting.read(block.text)
    for node in root.iter("time"):
        yield setting.read(node.get("datetime") or words(node))
        break
    for text in _timed(root):
        yield setting.read(text)
    yield setting.read(variable(head, "newsTime", "ptime", "pubtime", r"__\$pubtime", "publishTime", "publishDate", "pubDate"))
    for block in opening:
        if len(block.text) < 60 and _SHORT.search(block.text):
            yield setting.read(block.text)


def _stamp(value: str) -> str:
    return value if re.fullmatch(r"1\d{9}|1\d{12}", value) else ""


def _timed(root: html.HtmlElement) -> list[str]:
    """Texts of elements that call themselves a date and hold one."""
    out: list[str] = []
    for node in root.iter("span", "div", "p", "em", "i", "td", "li", "section", "font", "h4", "h5", "ul"):
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(name) < 3 or not _TIMED.search(name) or _NOT_TIMED.search(name) or len(node) > 12:
            continue
        text = words(node)
        if len(text) < 200 and _HAS_DATE.search(text):
            out.append(text)
            if len(out) > 4:
                break
    return out


def reconciled(page: Moment | None, entry: Moment | None, zone: str) -> Moment | None:
    """What page and list say together: the page's time, completed by the list's; flagged when they disagree by an hour, or by
    days where one of them tells no hour."""
    if page is None or entry is None:
        return page or entry
    local = dates.zone_named(zone)
    weak = page.flag in ("future", "implausible", "from-url", "ambiguous-day-month", "guessed-year")
    apart = abs((page.at.astimezone(local).date() - entry.at.astimezone(local).date()).days)
    if weak and not entry.flag:
        return entry
    if apart == 0 and _whole_day(page) and not _whole_day(entry):
        return entry if entry.flag == "approximate" else replace(entry, flag="")
    if page.flag == "guessed-year" and apart == 0:
        return replace(page, flag="")
    return replace(page, flag=page.flag or "feed-page-disagree") if not entry.flag and _disagree(page, entry, apart) else page


def _disagree(page: Moment, entry: Moment, days: int) -> bool:
    if _whole_day(page) or _whole_day(entry):
        return days > 1
    return abs(page.at - entry.at) >= _HOUR
