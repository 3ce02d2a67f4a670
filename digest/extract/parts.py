"""Articles in pieces: the next page of a paged one, and the items of a roundup. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from digest.extract.dom import Block, words
from digest.text import canonical_url

_NEXT = re.compile(r"^\W*(?:下一?[页頁]|后一?页|余下全文|next(?:\s+page)?)\W*$", re.I)
_SAYS_NEXT = " or ".join(f"contains(., '{w}')" for w in ("下页", "一页", "一頁", "下頁", "余下", "next", "Next", "NEXT"))
_LINKS = f"//*[@rel='next'][@href] | //a[@href][string-length(.) < 40][{_SAYS_NEXT}]"
_HEADINGS = frozenset(("h2", "h3", "h4", "h5"))
_NUMBERED = re.compile(
    r"^[（(【\[]?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s?[）)】\]]?\s?[、.．:：)）]\s?\S|^(?P<n2>\d{1,2})\s(?=[^\d\s])"
)
_HAN = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_LEAST = 3  # fewer items make no roundup
_PAGE_MARK = re.compile(r"^[_\-/]?(?:p|page|index)?[_\-]?\d{0,3}$", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a roundup: its heading and the span of heading and text in the article's text."""

    title: str
    start: int
    end: int


def next_page(root: html.HtmlElement, url: str) -> str:
    """The address of the article's next page, or an empty string. It must be an address of the same article: `a_2.html`
    beside `a.html`, or the same path with another page number in the query."""
    if not url:
        return ""
    for node in root.xpath(_LINKS):
        if node.get("rel") or _NEXT.match(words(node)[:20]):
            found = canonical_url(node.get("href") or "", url)
            if found and _continues(canonical_url(url), found):
                return found
    return ""


def _continues(here: str, there: str) -> bool:
    a, b = urlsplit(here), urlsplit(there)
    if a.netloc != b.netloc or here == there:
        return False
    if a.path == b.path:
        return bool(re.search(r"(?:^|&)(?:p|page|pageno|pagenum|pn)=\d", b.query, re.I))
    stem, other = _stem(a.path), _stem(b.path)
    bare = re.sub(r"[_-]\d{1,2}$", "", stem)
    return other.startswith(bare) and len(bare) > 5 and bool(_PAGE_MARK.match(other[len(bare) :]))


def _stem(path: str) -> str:
    return re.sub(r"\.[a-z]{3,5}$|/$", "", path, flags=re.I)


def parts_of(blocks: Sequence[Block]) -> tuple[Part, ...]:
    """The items of a text that is made of headed or numbered items, in order; () for an ordinary text.

    Spans count in the blocks' texts joined by newlines.
    """
    starts = _headed(blocks) or _numbered(blocks)
    if len(starts) < _LEAST:
        return ()
    offsets = [0]
    for b in blocks:
        offsets.append(offsets[-1] + len(b.text) + 1)
    ends = [*starts[1:], len(blocks)]
    return tuple(Part(blocks[s].text, offsets[s], offsets[e] - 1) for s, e in zip(starts, ends, strict=True))


def _headed(blocks: Sequence[Block]) -> list[int]:
    """Places of headings that are each followed by text."""
    heads = {n for n, b in enumerate(blocks) if len(b.text) <= 80 and _is_heading(b)}
    return [n for n in sorted(heads) if n + 1 < len(blocks) and n + 1 not in heads]


def _is_heading(b: Block) -> bool:
    if b.node.tag in _HEADINGS:
        return True
    bold = next(iter(b.node.iter("strong", "b")), None)
    return bold is not None and words(bold) == b.text and not b.text.endswith(("。", "，", "：", ":", "."))


def _numbered(blocks: Sequence[Block]) -> list[int]:
    """Places of blocks that are numbered 1, 2, 3 …"""
    places: list[int] = []
    for n, b in enumerate(blocks):
        m = _NUMBERED.match(b.text[:20])
        if m and _number(m["n"] or m["n2"]) == len(places) + 1:
            places.append(n)
    return places


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    tens, found, ones = word.partition("十")
    return (_HAN.get(tens, 1) * 10 if found else 0) + _HAN.get(ones if found else word, 0)
