"""The text of an article: which blocks of a page belong to it. Pure.

The element whose blocks weigh most is the article's container. A lead that stands before it is taken in, headline, stamps
and labels at its edges and what follows a heading over links to other things are left out. Where that leaves doubt two
libraries are asked, and believed when they agree with each other on a text nearer to the headline.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from lxml import html

from digest.extract.dom import Block
from digest.extract.furniture import byline, pointer, stamp
from digest.extract.opinion import opinions
from digest.extract.weigh import LITTLE, WIDE, Weighed, ends, headline, said, weigh
from digest.text import fold

_LABEL = re.compile(r"^[^。！？.!?]{0,6}$|^.{0,12}[:：]$")
_NAME = re.compile(
    r"^[\W_]{0,3}(?:摘要|导语|導語|导读|導讀|核心提示|内容提要|内容摘要|提要|目录|目錄|概要|abstract|summary|contents)[\W_]{0,3}$",
    re.I,
)
_REACH = 30  # blocks before the container among which a lead is looked for
_TOO_MANY, _TOO_LONG = 3000, 1_000_000  # the libraries take minutes for pages of that many blocks and characters
_HEADLINE = 60.0  # a headline says no more, in Chinese characters
_SAME, _AGREED = 0.4, 0.5  # how alike two choices are that are the same, or of libraries that agree


def article_blocks(blocks: Sequence[Block], title: str, markup: str) -> list[Block]:
    """The blocks of the article. `markup` is the page for second opinions where there is doubt."""
    weighed = weigh(blocks, title)
    own = by_weight(weighed, title)
    if not _doubtful(weighed, own) or len(blocks) > _TOO_MANY or len(markup) > _TOO_LONG:
        return own
    asked = opinions(markup, blocks)
    first = next(asked)
    start = headline(blocks, title)
    if not first or _alike(own, first) >= _SAME or _distance(own, start) <= _distance(first, start):
        return own
    second = next(asked)
    if _alike(own, second) >= _SAME or _alike(first, second) <= _AGREED:
        return own
    chosen = {b.index for b in first}
    return _edged([w for w in weighed if w.block.index in chosen and not w.furniture], fold(title))


def by_weight(weighed: Sequence[Weighed], title: str) -> list[Block]:
    """The blocks of the heaviest element and its lead."""
    container = _container(weighed)
    if container is None:
        return []
    inside = set(container.iter())
    places = [n for n, w in enumerate(weighed) if w.block.node in inside]
    start = headline([w.block for w in weighed], title)
    end = _end(weighed, places, start)
    places = _behind(weighed, places, start)
    chosen = [*_lead(weighed, places[0], start), *(n for n in places if n < end)]
    chosen += _rest(weighed, end) if end > places[-1] else []
    return _edged([weighed[n] for n in chosen if weighed[n].kept], fold(title))


def _container(weighed: Sequence[Weighed]) -> html.HtmlElement | None:
    """The element whose blocks weigh most, the innermost of equals; None when nothing reads as text.

    In a run of blocks that speak against an element each one counts less than the one before: a long list is one list.
    """
    sums: dict[html.HtmlElement, float] = defaultdict(float)
    run = 0
    for w in weighed:
        run = run + 1 if w.weight < 0 else 0
        node = w.block.node
        while node is not None:
            sums[node] += w.weight / max(run, 1)
            node = node.getparent()
    best = max(sums.values(), default=0.0)
    heaviest = [n for n, s in sums.items() if s == best] if best > 0 else []
    return max(heaviest, key=lambda n: sum(1 for _ in n.iterancestors()), default=None)


def _behind(weighed: Sequence[Weighed], places: list[int], start: int) -> list[int]:
    """The places behind the headline, where that stands inside the container and most of the prose behind it."""
    after = [n for n in places if n > start]
    before = sum(weighed[n].weight for n in places if n < start and weighed[n].prose)
    behind = sum(weighed[n].weight for n in after if weighed[n].prose)
    return after if places[0] < start and said(weighed[start].block.text) <= _HEADLINE and before * 3 < behind else places


def _lead(weighed: Sequence[Weighed], first: int, start: int) -> list[int]:
    """Chinese prose between the headline and the container: a summary that stands alone."""
    found: list[int] = []
    lists = 0
    for n in range(first - 1, max(start, first - _REACH, -1), -1):
        w = weighed[n]
        lists += w.links
        if lists > 3:
            break
        if w.prose and not stamp(w.block.text) and WIDE.search(w.block.text):
            found.append(n)
    return found[::-1]


def _rest(weighed: Sequence[Weighed], end: int) -> list[int]:
    """Chinese prose that goes on right behind the container, as on pages without one."""
    found: list[int] = []
    for n in range(end, len(weighed)):
        w = weighed[n]
        if not w.kept:
            break
        if w.prose and not stamp(w.block.text) and WIDE.search(w.block.text):
            found = [*range(end, n + 1)]
    return found


def _end(weighed: Sequence[Weighed], places: Sequence[int], start: int) -> int:
    """Where the article ends: at a heading over links to other things when most of the prose stands before it, at one that
    offers what the reader may like, and at another headline made as its own."""
    whole = sum(weighed[n].weight for n in places if weighed[n].prose)
    so_far = 0.0
    for n in places:
        if so_far >= LITTLE and n > start and ends(weighed[n].block, weighed[start].block):
            return n
        if weighed[n].prose:
            so_far += weighed[n].weight
        elif so_far * 10 >= whole * 9 and pointer(weighed[n].block.text):
            return n
    return places[-1] + 1


def _edged(kept: Sequence[Weighed], title: str) -> list[Block]:
    """Without the headline and its stamps in front, without labels behind."""
    kept = [w for w in kept if not _NAME.match(w.block.text)]
    heading = [stamp(w.block.text) or byline(w.block.text) or _repeats(w.block.text, title) for w in kept]
    prose = [n for n, w in enumerate(kept) if w.prose and not heading[n]]
    if not prose:
        return [w.block for w in kept]
    heads = [n for n in range(prose[0]) if heading[n]]
    end = len(kept)
    while end > prose[-1] + 1 and _LABEL.search(kept[end - 1].block.text):
        end -= 1
    return [w.block for w in kept[heads[-1] + 1 if heads else 0 : end]]


def _repeats(text: str, title: str) -> bool:
    """Whether a short block is the headline, alone or at the end of a path, or a line of it."""
    said = fold(text)
    return bool(title) and ((len(text) < len(title) + 40 and title in said) or (len(said) >= 6 and said in title))


def _doubtful(weighed: Sequence[Weighed], own: Sequence[Block]) -> bool:
    """Little text, or much prose elsewhere on the page."""
    chosen = {b.index for b in own}
    inside = sum(w.weight for w in weighed if w.prose and w.block.index in chosen)
    outside = sum(w.weight for w in weighed if w.prose and w.block.index not in chosen)
    return outside > 0.7 * inside or (inside < LITTLE and bool(weighed))


def _distance(chosen: Sequence[Block], start: int) -> float:
    """How many blocks behind the headline a choice begins; what begins above it is far away."""
    return min((b.index - start for b in chosen if b.index >= start), default=math.inf)


def _alike(a: Sequence[Block], b: Sequence[Block]) -> float:
    """How much of two choices is the same, by length: 0 to 1."""
    both = {x.index for x in a} & {x.index for x in b}
    shared = sum(len(x.text) for x in a if x.index in both)
    return 2 * shared / (sum(len(x.text) for x in (*a, *b)) or 1)
