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

from digest.connectors import MOST_ENTRIES, Listing, moment
from digest.model import Entry, Failure, Moment, Page, Source
from digest.text import canonical_url, one_line

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
        return Failure(page.url, "not_a_feed", _what(page.body))
    entries = [_entry(row, source, page, now) for row in rows[:MOST_ENTRIES]]
    note = (
        f"XML 有损坏: {one_line(str(parsed.get('bozo_exception', '')))[:120]}" if parsed.get("bozo") and _broken(parsed) else ""
    )
    return _listing(entries, len(rows), note)


def _broken(parsed: Mapping[str, Any]) -> bool:
    return type(parsed.get("bozo_exception")).__name__ not in ("CharacterEncodingOverride", "NonXMLContentType")


def _listing(entries: Sequence[Entry | None], total: int, note: str = "") -> Listing:
    kept = tuple(e for e in entries if e)
    if total > MOST_ENTRIES:
        note = f"{note} 共 {total} 条, 只读前 {MOST_ENTRIES} 条".strip()
    elif len(kept) < len(entries):
        note = f"{note} {len(entries) - len(kept)} 条没有地址".strip()
    return Listing(kept, note=note)


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
        return Failure(page.url, "not_a_feed", f"不是合规的 JSON: {one_line(str(error))[:120]}")
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
