"""HTML list pages, read by the selectors of `sources.yaml`. BeautifulSoup, because real list markup is broken and users
write CSS that only soupsieve knows (`:has`, `:-soup-contains`)."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from digest.connectors import MOST_ENTRIES, Listing, moment, unlike
from digest.extract import decode
from digest.model import Entry, Failure, Moment, Page, Source
from digest.text import canonical_url, one_line, origin_of

_NEXT = re.compile(r"^\W*(下一?[页頁]|后一?页|next(\s+page)?|older(\s+posts)?|更多)\W*$", re.I)
_CUT = re.compile(r"(…|\.\.\.)$")


def read(source: Source, page: Page, now: datetime) -> Listing | Failure:
    """The entries of a list page in its order, and the address of the next page of the same site."""
    decoded = decode(page.body, page.header("content-type"))
    soup = BeautifulSoup(decoded.text, "lxml")
    base = page.final_url
    if isinstance(tag := soup.find("base", href=True), Tag):
        base = urljoin(base, str(tag["href"]))
    items = soup.select(source.selectors.item, limit=MOST_ENTRIES + 1)
    if not items and _container(soup, source.selectors.item):
        return Listing((), note="列表是空的")  # a site before its first item; a redesign takes the container away too
    if not items:
        return unlike(page, "no_items", f"选择器 {source.selectors.item!r} 没有选中任何条目", now)
    found = [_entry(item, source, base, now) for item in items[:MOST_ENTRIES]]
    entries = tuple({e.url: e for e in found if e}.values())
    if not entries:
        return Failure(page.url, "no_items", f"{len(items)} 个条目中没有一个带链接: 看选择器 link")
    return Listing(entries, _next(soup, source, base, page), _note(sum(e is None for e in found), decoded.errors))


def _note(missing: int, errors: int) -> str:
    told = (f"{missing} 条没有链接" if missing else "", f"列表页有 {errors} 个字读不出" if errors else "")
    return "; ".join(filter(None, told))


def _container(soup: BeautifulSoup, item: str) -> bool:
    """Whether the element that holds the items is there: `ul.list` of `ul.list > li`."""
    parent = re.match(r"(.*\S)\s*(?:>|\s)\s*\S+$", item)
    try:
        return bool(parent and soup.select_one(parent[1].rstrip("> ")))
    except ValueError:  # a selector that can't be cut there (`li:has(a, b)`)
        return False


def _pick(item: Tag, selector: str) -> Tag | None:
    """The first match inside the item, or the item itself where that is what matches."""
    if not selector:
        return None
    return item.select_one(selector) or (item if item.css.match(selector) else None)


def _entry(item: Tag, source: Source, base: str, now: datetime) -> Entry | None:
    link = _pick(item, source.selectors.link)
    url = canonical_url(str(link.get("href") or ""), base) if link else ""
    if not link or not url:
        return None
    shown = _pick(item, source.selectors.title) or link
    summary = _pick(item, source.selectors.summary)
    return Entry(
        url=url,
        title=_title(shown, link),
        published=_date(_pick(item, source.selectors.date), source, now),
        summary=one_line(summary.get_text(" ")) if summary else "",
    )


def _title(shown: Tag, link: Tag) -> str:
    """The visible title; the `title` attribute where the visible one is cut."""
    text = one_line(shown.get_text())
    full = one_line(str(link.get("title") or shown.get("title") or ""))
    return (full if full and (not text or (_CUT.search(text) and len(full) > len(text) - 3)) else text)[:500]


def _date(tag: Tag | None, source: Source, now: datetime) -> Moment | None:
    if tag is None:
        return None
    values = (tag.get("datetime"), tag.get_text(" "), tag.get("title"))
    return next((at for value in values if (at := moment(value, source, now))), None)


def _next(soup: BeautifulSoup, source: Source, base: str, page: Page) -> str:
    if source.selectors.next:
        found = soup.select_one(source.selectors.next)
    else:
        found = soup.select_one("a[rel~=next][href], link[rel~=next][href], a.next[href], .next > a[href]") or next(
            (a for a in soup.select("a[href]") if _NEXT.match(a.get_text())), None
        )
    url = canonical_url(str(found.get("href") or ""), base) if found else ""
    same_site = origin_of(url) in (origin_of(page.final_url), origin_of(source.url))
    return url if same_site and url != canonical_url(page.final_url) else ""
