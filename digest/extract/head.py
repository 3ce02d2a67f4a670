"""What a page says about itself for machines: meta tags, JSON-LD, the title element, canonical link, inline variables. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from digest.extract.references import dereferenced
from digest.text import one_line

_LD_LIMIT = 400_000
_ARTICLE_TYPES = ("article", "posting", "report", "webpage", "creativework", "newsarticle")


@dataclass(frozen=True, slots=True)
class Head:
    """`metas`: lower-case name → contents in order. `records`: the JSON-LD objects that may describe the article, best first.
    `scripts`: the inline scripts' text, for the few sites that tell a time or source only there."""

    title: str = ""
    canonical: str = ""
    metas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    records: tuple[dict[str, Any], ...] = ()
    scripts: tuple[str, ...] = ()

    def meta(self, *names: str) -> str:
        """The first non-empty content among these names, or an empty string."""
        return next((v for n in names for v in self.metas.get(n, ()) if v), "")

    def record(self, *keys: str) -> str:
        """The first non-empty value of these keys in the JSON-LD objects; of an object its `name`."""
        return next((v for r in self.records for k in keys if (v := _plain(r.get(k)))), "")


def read_head(root: html.HtmlElement) -> Head:
    """Collects the head in one pass over the tree; a broken JSON-LD script is skipped."""
    metas: dict[str, list[str]] = {}
    records: list[dict[str, Any]] = []
    scripts: list[str] = []
    title = canonical = ""
    for node in root.iter("meta", "title", "link", "script"):
        if node.tag == "meta":
            name = node.get("property") or node.get("name") or node.get("itemprop") or ""
            metas.setdefault(name.strip().lower(), []).append(one_line(dereferenced(node.get("content") or "")))
        elif node.tag == "title":
            inside_svg = node.getparent() is not None and node.getparent().tag == "svg"
            title = title or ("" if inside_svg else one_line(dereferenced(node.text_content())))
        elif node.tag == "link":
            canonical = canonical or (node.get("href") or "" if (node.get("rel") or "").lower() == "canonical" else "")
        elif "ld+json" in (node.get("type") or ""):
            records.extend(_records(node.text or ""))
        elif node.text:
            scripts.append(node.text)
    records.sort(key=_rank)
    return Head(title, canonical.strip(), {k: tuple(v) for k, v in metas.items()}, tuple(records), tuple(scripts))


def _records(source: str) -> list[dict[str, Any]]:
    if len(source) > _LD_LIMIT:
        return []
    try:
        return list(_objects(json.loads(source, strict=False), 0))
    except (ValueError, RecursionError):
        return []


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:50]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        if value.get("headline") or value.get("datePublished") or "article" in str(value.get("@type", "")).lower():
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _rank(record: dict[str, Any]) -> int:
    kind = str(record.get("@type", "")).lower()
    return next((i for i, t in enumerate(_ARTICLE_TYPES) if t in kind), 9)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return next((p for item in value if (p := _plain(item))), "")
    if isinstance(value, dict):
        return _plain(value.get("name"))
    return one_line(dereferenced(value)) if isinstance(value, str) else ""


_VARIABLE = r"""(?<![\w.])%s["']?\s{0,4}[=:]\s{0,4}["']([^"'\n]{1,120})["']"""


def variable(head: Head, *names: str) -> str:
    """The string that an inline script assigns to one of these names (`var ct = "1772180000"`, `"newsTime":"…"`)."""
    for name in names:
        pattern = re.compile(_VARIABLE % name)
        for script in head.scripts:
            found = pattern.search(script) if name in script else None
            if found:
                return one_line(found[1])
    return ""
