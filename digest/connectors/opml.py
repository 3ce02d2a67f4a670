"""OPML in and out: how readers exchange lists of feeds. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from digest.errors import UsageError
from digest.model import Source
from digest.text import canonical_url, digest_of, one_line


def write(sources: Sequence[Source]) -> str:
    """The feeds of a source list as an OPML 2.0 document, in its order."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Digest"
    body = etree.SubElement(root, "body")
    for s in sources:
        if s.kind in ("feed", "wechat"):
            etree.SubElement(body, "outline", type="rss", text=s.name, title=s.name, xmlUrl=s.url)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def read(data: bytes, taken: Sequence[str] = ()) -> list[dict[str, str]]:
    """Rows for `sources.yaml` of every feed in an OPML document, ids made from the addresses. Raises UsageError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.tag != "opml":
        raise UsageError("不是 OPML 文件 —— 从阅读器里导出 OPML 再试")
    rows: list[dict[str, str]] = []
    ids = set(taken)
    for node in root.iter("outline"):
        url = canonical_url(node.get("xmlUrl") or "")
        if url and url not in {r["url"] for r in rows}:
            name = one_line(node.get("title") or node.get("text") or "") or url
            rows.append({"id": _id(url, ids), "name": name[:80], "kind": "feed", "url": node.get("xmlUrl") or url})
            ids.add(rows[-1]["id"])
    return rows


def _id(url: str, taken: set[str]) -> str:
    host = url.split("/")[2].split(":", maxsplit=1)[0].removeprefix("www.").removeprefix("rss.").removeprefix("feeds.")
    base = re.sub(r"[^a-z0-9]+", "_", host.rsplit(".", 1)[0].lower()).strip("_") or "feed"
    return base if base not in taken else f"{base}_{digest_of(url)[:6]}"
