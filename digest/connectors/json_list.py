"""JSON lists, read by the dotted paths of `sources.yaml`: no code a site.

paths: {items: data.roll_data, link: "https://www.site.example/detail/{id}", title: title, date: ctime, content: content}
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from digest.connectors import MOST_ENTRIES, Listing, moment, not_json, unlike
from digest.connectors.feed import plain
from digest.model import Entry, Failure, Page, Source
from digest.text import canonical_url, one_line

_HOLE = re.compile(r"\{([\w.$-]+)\}")
#: flashes open with their headline in brackets where they have no title of their own
_BRACKETED = re.compile(r"\s*[【\[]([^】\]]{4,80})[】\]]")


def read(source: Source, page: Page, now: datetime) -> Listing | Failure:
    """The entries of a JSON answer in its own order. Another shape than the paths say is a Failure, never an empty list."""
    try:
        data = json.loads(page.body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return unlike(page, "not_json", not_json(error), now)
    items = at(data, source.paths.items)
    if not isinstance(items, list):
        return Failure(page.url, "no_items", f"路径 {source.paths.items!r} 上没有列表")
    found = [_entry(item, source, page, now) for item in items[:MOST_ENTRIES]]
    kept = tuple({e.url: e for e in found if e}.values())
    if items and not kept:
        return Failure(page.url, "no_items", f"{len(items)} 个条目中没有一个带链接: 看路径 link {source.paths.link!r}")
    missing = sum(e is None for e in found)
    return Listing(kept, note=f"{missing} 条没有链接" if missing else "" if items else "列表是空的")


def at(data: Any, path: str) -> Any:
    """The value at a dotted path (`a.b.0.c`; `$` or "" is the whole), or None."""
    for step in path.split(".") if path not in ("", "$") else ():
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _entry(item: object, source: Source, page: Page, now: datetime) -> Entry | None:
    paths = source.paths
    url = canonical_url(_link(item, paths.link), page.final_url)
    if not url:
        return None
    content = _text(item, paths.content)
    title = plain(html.escape(_text(item, paths.title), quote=False)) or _headline(content)
    return Entry(
        url=url,
        title=title,
        published=moment(_text(item, paths.date), source, now) if paths.date else None,
        author=one_line(_text(item, paths.author))[:120],
        summary=_text(item, paths.summary),
        content=content if "<" in content else "".join(f"<p>{html.escape(p)}</p>" for p in content.split("\n") if p.strip()),
    )


def _link(item: object, path: str) -> str:
    if "{" in path:
        values = [at(item, name) for name in _HOLE.findall(path)]
        return "" if any(v in (None, "") for v in values) else _HOLE.sub(lambda m: str(at(item, m[1])), path)
    value = at(item, path)
    return value if isinstance(value, str) else ""


def _text(item: object, path: str) -> str:
    value = at(item, path) if path else None
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _headline(content: str) -> str:
    found = _BRACKETED.match(content)
    return one_line(found[1]) if found else ""
