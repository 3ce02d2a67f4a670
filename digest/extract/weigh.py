"""How much each block of a page speaks for standing in the article. Pure.

Prose speaks for it by its length, lists of links and furniture speak against it. Weights are in Chinese characters: a Latin
letter says less than one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml import html

from digest.extract.dom import Block
from digest.extract.furniture import (
    asked,
    caption,
    credit_line,
    legal,
    named_furniture,
    offer,
    particular,
    pictured,
    pointer,
    remarks,
    teaser,
    widget,
)
from digest.text import fold

_STOP = re.compile(r"[。！？]|[.!?](?:[\s\"”’)]|$)")
_MARKS = re.compile(r"[。！？；，、：“”「」،؛؟।]|[,.;!?][\s\"”’)]|[.!?]$")
WIDE = re.compile("[\u2e80-\uffef]")
_WIDE_RUN = re.compile("[\u2e80-\uffef]+")
_LATIN = 0.4  # of a Chinese character
_MOST = 300.0  # one long block must not outweigh an article of many
_AGAINST = 50.0  # what a block of links or furniture counts against the element it stands in
_BESIDE = 25.0  # a line of credits, a button or a heading over links, which stand beside articles
_BEFORE = 0.3  # prose above the headline counts that much
LITTLE = 80.0  # less prose than that is hardly an article
_OTHERS = 0.1  # prose behind another headline counts that much
_LIST, _BEHIND = 8, 0.8  # so many links and other furniture are a list, behind which prose counts so much less


@dataclass(frozen=True, slots=True)
class Weighed:
    """A block with its weight; whether it reads as prose, is furniture, or is mostly links."""

    block: Block
    weight: float
    prose: bool = False
    furniture: bool = False
    links: bool = False

    @property
    def kept(self) -> bool:
        """Whether it may stand in an article."""
        return not self.furniture and not self.links


def weigh(blocks: Sequence[Block], title: str) -> list[Weighed]:
    """The blocks with their weights. `title` is the page's headline, behind which its text stands."""
    start = headline(blocks, title)
    furnished = _furnished(blocks, start)
    return _placed([_weighed(b, furnished(b.node)) for b in blocks], start)


def _placed(weighed: Sequence[Weighed], start: int) -> list[Weighed]:
    """Prose counts less above the headline, and less behind each long list: there other stories begin."""
    out: list[Weighed] = []
    factor, beside, begun, so_far = _BEFORE, 0, False, 0.0
    pointing = False
    for one in weighed:
        w = one
        linked = w.block.linked * 2 > len(w.block.text)
        pointing = pointer(w.block.text) or (pointing and linked)
        if pointing and linked:  # sentences in links behind a heading for them
            w = replace(w, weight=min(w.weight, -_AGAINST), prose=False, links=True)
        if w.block.index == start:
            factor = 1.0
        elif w.block.index > start and so_far >= LITTLE and ends(w.block, weighed[start].block):
            factor *= _OTHERS
        if not w.kept:
            beside += 1
        elif w.prose:
            factor *= _BEHIND if begun and beside >= _LIST else 1.0
            begun, beside = begun or w.block.index >= start, 0
            so_far += w.weight if begun else 0.0
        out.append(replace(w, weight=w.weight * factor) if w.prose else w)
    return out


def ends(block: Block, headline: Block) -> bool:
    """Whether a block opens no article, or another: readers' remarks, what the reader may like, a headline as the page's."""
    one, own = block.node, headline.node
    twins = one is not own and one.tag == own.tag == "h1" and one.get("class") == own.get("class")
    return offer(block.text) or remarks(block.text) or (twins and bool(one.get("class")))


def said(text: str) -> float:
    """How much a text says, in Chinese characters."""
    wide = len(_WIDE_RUN.sub("", text))
    return len(text) - (1 - _LATIN) * wide


def headline(blocks: Sequence[Block], title: str) -> int:
    """Index of the block that is the headline: the first one in big letters, else the first one; 0 when there is none."""
    wanted = fold(title)
    longest = 2 * len(title) + 10  # blanks fold away
    same = [b for b in blocks if wanted and len(b.text) <= longest and fold(b.text) == wanted]
    return next((b.index for b in same if b.node.tag in ("h1", "h2", "h3")), same[0].index if same else 0)


def _furnished(blocks: Sequence[Block], start: int) -> Callable[[html.HtmlElement], bool]:
    """Whether an element stands in furniture by name, unless that holds the headline or so much of the page that its name
    can't be meant."""
    mass: Counter[html.HtmlElement] = Counter()
    for b in blocks:
        node = b.node
        while node is not None:
            mass[node] += b.free
            node = node.getparent()
    limit = 0.4 * (sum(b.free for b in blocks) or 1)
    around = [blocks[start].node, *blocks[start].node.iterancestors()] if start else []
    known: dict[html.HtmlElement, bool] = dict.fromkeys(around, False)

    def furnished(node: html.HtmlElement) -> bool:
        path = []
        while node is not None and node not in known:
            path.append(node)
            node = node.getparent()
        inside = known[node] if node is not None else False
        for above in reversed(path):
            inside = known[above] = inside or (mass[above] < limit and named_furniture(above))
        return inside

    return furnished


def _weighed(b: Block, furnished: bool) -> Weighed:
    scale = 1.0 if WIDE.search(b.text) else _LATIN
    amount = len(b.text) * scale
    if furnished or legal(b.text) or (amount < (40 if scale == 1 else 120) and _captioned(b.node)):
        return Weighed(b, -_AGAINST - 0.3 * min(amount, 100), furniture=True)
    if pictured(b.text) or particular(b.text) or (b.node.tag == "pre" and b.text.isdecimal()):
        return Weighed(b, 0.0, furniture=True)
    if credit_line(b.text) or widget(b.text) or pointer(b.text) or asked(b.text):
        return Weighed(b, -_BESIDE, furniture=True)
    marks = len(_MARKS.findall(b.text))
    in_sentences = b.linked > 24 and marks * 25 >= b.linked  # a sentence inside a link is a sentence
    free = len(b.text) if in_sentences else b.free
    listed = scale == 1 and b.linked * 4 >= len(b.text) and not _STOP.search(b.text)  # names in links, with commas between
    cut = amount < 200 and teaser(b.text)
    if marks and not listed and free * 2 >= len(b.text) and free * scale > 10:
        return Weighed(b, 1.0 if cut else min(free * scale, _MOST), prose=not cut)
    links = listed or free * 2 <= len(b.text)
    return Weighed(b, -_AGAINST if links else -0.2 * _AGAINST, links=links)


def _captioned(node: html.HtmlElement) -> bool:
    """Whether the element itself or one of the two around it calls itself a caption."""
    return any(caption(n) for n in (node, *islice(node.iterancestors(), 2)))
