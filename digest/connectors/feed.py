"""RSS, Atom and JSON Feed. feedparser reads bytes and headers (never an address: it has no timeout of its own).

Its dates are not used: it reads 2026.02.27 as 1 November and a time without zone as UTC. The strings are kept and
`digest.dates` reads them in the source's zone.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from digest.connectors import MOST_ENTRIES, Listing, moment, not_json, unlike
from digest.model import Entry, Failure, Moment, Page, Source
from digest.text import canonical_url, one_line

_CHARSET = re.compile(r"""(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.I)
_PLACE = re.compile(r":(\d+):(\d+):")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,300}|!\[CDATA\[|!--)>?")


def read(source: Source, page: Page, now: datetime) -> Listing | Failure:
    """The entries of a feed in its own order. What is no feed is a Failure (`not_a_feed`), never an empty list."""
    body = page.body.lstrip()
    if body[:1] == b"{" or "json" in page.header("content-type"):
        return _json_feed(source, page, now)
    return _xml_feed(source, page, now)


def _xml_feed(source: Source, page: Page, now: datetime) -> Listing | Failure:
    import feedparser

    headers = {"content-type": page.header("content-type"), "content-location": page.final_url}
    # sanitising is for browsers; the text is extracted, cleaned and escaped by our own doors
    parsed = feedparser.parse(page.body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    rows: Sequence[Mapping[str, Any]] = parsed.get("entries") or ()
    if not parsed.get("version") and not rows:
        return unlike(page, "not_a_feed", _what(page.body), now)
    entries = [_entry(row, source, page, now) for row in rows[:MOST_ENTRIES]]
    return _listing(entries, len(rows), _damage(parsed, page))


def _damage(parsed: Mapping[str, Any], page: Page) -> str:
    """What is wrong with the XML, in Chinese: damaged XML is read as far as it goes, and said."""
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    if error is None or type(error).__name__ == "NonXMLContentType":
        return ""
    if type(error).__name__ == "CharacterEncodingOverride":
        return _override(str(parsed.get("encoding") or ""), page)
    if "amplification" in str(error):
        return "XML 里的实体展开过大, 没有展开"
    where = _PLACE.search(str(error))
    return "XML 有损坏" + (f" (第 {where[1]} 行第 {where[2]} 列)" if where else "") + ", 条目可能不全"


def _override(used: str, page: Page) -> str:
    """Whether the charset was guessed against the labels. text/xml without a label is ASCII on paper and UTF-8 in life."""
    labels = {m.lower() for m in (*_CHARSET.findall(page.header("content-type")), *_CHARSET.findall(_opening(page.body)))}
    right = used.lower() in labels if labels else used.lower() == "utf-8"
    return "" if right else f"没有写明编码或写错了, 按 {one_line(used)[:20]} 读"


def _opening(body: bytes) -> str:
    return body[:200].partition(b"?>")[0].decode("latin-1")


def _listing(entries: Sequence[Entry | None], total: int, note: str = "") -> Listing:
    kept = tuple(e for e in entries if e)
    cut = f"共 {total} 条, 只读前 {MOST_ENTRIES} 条" if total > MOST_ENTRIES else ""
    lost = f"{len(entries) - len(kept)} 条没有地址" if len(kept) < len(entries) else ""
    garbled = sum("\ufffd" in e.title for e in kept)
    unread = f"{garbled} 条的标题有读不出的字" if garbled else ""
    return Listing(kept, note="; ".join(filter(None, (note, cut, lost, unread, "" if total else "订阅是空的, 一条也没有"))))


def _what(body: bytes) -> str:
    head = body[:2000].lower()
    kind = "一个网页" if b"<html" in head or b"<!doctype html" in head else "别的内容" if body.strip() else "空的"
    return f"不是 RSS/Atom/JSON Feed, 而是{kind}"


def _entry(row: Mapping[str, Any], source: Source, page: Page, now: datetime) -> Entry | None:
    url = canonical_url(_link(row), page.final_url)
    if not url:
        return None
    contents: Sequence[Mapping[str, Any]] = row.get("content") or ()
    longest = max((str(c.get("value") or "") for c in contents), key=len, default="")
    summary = str(row.get("summary") or "")
    return Entry(
        url=url,
        title=plain(str(row.get("title") or "")),
        published=_when([row.get("published"), row.get("created"), row.get("updated")], source, now),
        author=one_line(str(row.get("author") or ""))[:120],
        summary=summary if longest else "",
        content=longest or summary,
    )


def _link(row: Mapping[str, Any]) -> str:
    """The item's own page: its link, else a guid or id that is an address."""
    for value in (row.get("link"), *(link.get("href") for link in row.get("links") or ()), row.get("id")):
        if value and str(value).strip().lower().startswith(("http://", "https://", "/", "./", "../")):
            return str(value)
    return str(row.get("link") or "")


def _when(values: Sequence[object], source: Source, now: datetime) -> Moment | None:
    return next((at for value in values if (at := moment(value, source, now))), None)


def plain(markup: str) -> str:
    """A title without markup and entities, on one line."""
    return one_line(html.unescape(_TAG.sub("", markup)) if "<" in markup or "&" in markup else markup)[:500]


def _json_feed(source: Source, page: Page, now: datetime) -> Listing | Failure:
    try:
        data = json.loads(page.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Failure(page.url, "not_a_feed", not_json(error))
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or "jsonfeed" not in str(data.get("version", "")):
        return Failure(page.url, "not_a_feed", "是 JSON, 但不是 JSON Feed (没有 version 和 items)")
    entries = [_item(item, source, page, now) for item in items[:MOST_ENTRIES]]
    return _listing(entries, len(items))


def _item(item: object, source: Source, page: Page, now: datetime) -> Entry | None:
    if not isinstance(item, dict):
        return None
    name = str(item.get("id") or "")
    told = item.get("url") or item.get("external_url") or (name if name.startswith(("http://", "https://")) else "")
    url = canonical_url(str(told or ""), page.final_url)
    if not url:
        return None
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [str(a.get("name") or "") for a in authors or () if isinstance(a, dict)]
    text = str(item.get("content_text") or "")
    content = str(item.get("content_html") or "") or "".join(f"<p>{html.escape(p)}</p>" for p in text.split("\n") if p.strip())
    return Entry(
        url=url,
        title=plain(html.escape(str(item.get("title") or ""))),
        published=_when([item.get("date_published"), item.get("date_modified")], source, now),
        author=one_line("、".join(filter(None, names)))[:120],
        summary=str(item.get("summary") or ""),
        content=content,
    )
