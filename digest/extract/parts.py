"""Articles in pieces: the next page of a paged one, and the items of a roundup. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, urlsplit

from lxml import html

from digest.extract.dom import Block, words
from digest.model import Part
from digest.text import canonical_url, fold

_NEXT = re.compile(r"^\W*(?:下一?[页頁]|后一?页|余下全文|next(?:\s+page)?)\W*$", re.I)
_SAYS_NEXT = " or ".join(f"contains(., '{w}')" for w in ("下页", "一页", "一頁", "下頁", "余下", "next", "Next", "NEXT"))
_LINKS = f"//*[@rel='next'][@href] | //a[@href][string-length(.) < 40][{_SAYS_NEXT}]"
_HEADINGS = frozenset(("h2", "h3", "h4", "h5"))
_NUMBERED = re.compile(
    r"^[（(【\[]?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s?[）)】\]]?\s?[、.．:：)）]\s?\S|^(?P<n2>\d{1,2})\s(?=[^\d\s])"
)
#: an item's own headline in brackets, or a bullet that news desks set before one
_MARKED = re.compile(r"^(?:【(?P<head>[^】]{5,60})】\s?(?=\S)|[▍▌■◼●◆▶►❚]\s?(?=\S))")
_HAN = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_LEAST = 3  # fewer items make no roundup
_MOST_LINKS = 200
_REPEATED = 8  # shorter lines may well be said twice
#: what follows the article's own address on its second page and later: `_2`, `-2`, `/2`, `/page/2`, `_p2`
_MARK = re.compile(r"[_\-/](?:p|page|index)?[_\-/]?(?P<n>\d{1,2})$", re.I)
_DAY = re.compile(r"(?:19|20)\d\d([-_/.]?)(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])$")
_QUERY = ("p", "page", "pageno", "pagenum", "pn", "paged")


def next_page(root: html.HtmlElement, url: str) -> str:
    """The address of the article's next page, or an empty string. It must be an address of the same article: `a_2.html`
    beside `a.html`, or the same path with another page number in the query."""
    if not url:
        return ""
    for node in root.xpath(_LINKS)[:_MOST_LINKS]:
        if node.get("rel") or _NEXT.match(words(node)[:20]):
            found = canonical_url(node.get("href") or "", url)
            if found and _continues(canonical_url(url), found):
                return found
    return ""


def _continues(here: str, there: str) -> bool:
    """Whether an address is the next page's: the same one with the next number in its query or at its end. The second page
    is `_2` or, where counting begins at nought, `_1`."""
    a, b = urlsplit(here), urlsplit(there)
    if a.netloc != b.netloc or _query(a) != _query(b):
        return False
    if a.path == b.path:
        return _follows(_query_page(a), _query_page(b))
    (bare, here_number), (other, number) = _numbered_path(a.path), _numbered_path(b.path)
    known = len(bare) > 5 or any(c.isdigit() for c in bare)
    return known and other in (bare, _stem(a.path)) and _follows(here_number if other == bare else None, number)


def _follows(here: int | None, there: int | None) -> bool:
    return there is not None and (there in (1, 2) if here is None else there == here + 1)


def _query(address: SplitResult) -> list[tuple[str, str]]:
    return [(k, v) for k, v in parse_qsl(address.query) if k.lower() not in _QUERY]


def _query_page(address: SplitResult) -> int | None:
    pairs = parse_qsl(address.query)
    return next((int(v) for k, v in pairs if k.lower() in _QUERY and v.isdecimal() and len(v) < 4), None)


def _numbered_path(path: str) -> tuple[str, int | None]:
    """A path without the number of its page, and that number. The day of a date is none."""
    stem = _stem(path)
    mark = _MARK.search(stem)
    if not mark or _DAY.search(stem):
        return stem.removesuffix("/index"), None
    return stem[: mark.start()], int(mark["n"])


def _stem(path: str) -> str:
    return re.sub(r"\.[a-z]{3,5}$|/$", "", path, flags=re.I)


def one_text(texts: Sequence[str], parts: Sequence[Sequence[Part]], title: str) -> tuple[str, tuple[Part, ...]]:
    """The texts of an article's pages as one, with their items: lines that a page repeats of those before, and the headline,
    are left out."""
    lines: list[str] = []
    heads: list[int] = []  # places of lines that open an item
    known = {fold(title)}
    for text, found in zip(texts, parts, strict=True):
        opening, at, mine = {p.start for p in found}, 0, []
        for line in text.split("\n"):
            folded = fold(line)
            if folded not in known:
                heads += [len(lines)] if at in opening else []
                lines.append(line)
            mine += [folded] if len(folded) >= _REPEATED else []
            at += len(line) + 1
        known.update(mine)  # what a page itself says twice it means
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    ends = [*heads[1:], len(lines)][: len(heads)]
    spans = tuple(Part(_heading(lines[s]), offsets[s], offsets[e] - 1) for s, e in zip(heads, ends, strict=True))
    return "\n".join(lines), spans


def parts_of(blocks: Sequence[Block]) -> tuple[Part, ...]:
    """The items of a text that is made of headed or numbered items, in order; () for an ordinary text.

    Spans count in the blocks' texts joined by newlines.
    """
    starts = next((s for find in (_headed, _numbered, _marked) if len(s := find(blocks)) >= _LEAST), [])
    if not starts:
        return ()
    offsets = [0]
    for b in blocks:
        offsets.append(offsets[-1] + len(b.text) + 1)
    ends = [*starts[1:], len(blocks)]
    return tuple(Part(_heading(blocks[s].text), offsets[s], offsets[e] - 1) for s, e in zip(starts, ends, strict=True))


def _heading(text: str) -> str:
    """What heads an item: the brackets that it begins with, else its first line."""
    mark = _MARKED.match(text)
    return (mark["head"] if mark else None) or text


def _marked(blocks: Sequence[Block]) -> list[int]:
    """Places of blocks that begin with a headline in brackets, or with the most common bullet."""
    found = [(n, (m["head"] and "【") or m[0][0]) for n, b in enumerate(blocks) if (m := _MARKED.match(b.text))]
    kinds = Counter(kind for _, kind in found)
    return [n for n, kind in found if kind == max(kinds, key=lambda k: kinds[k])]


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
