"""Edition → lines in print order, set in the house's style: what every written format is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from digest.export.layout import Layout, Part
from digest.model import Draft, Edition
from digest.text import one_line, sentences

#: what a preview item begins with, wherever it stands
PENDING = "【待审】"
#: share of a headline's words that a sentence must hold to say the same
_SAID = 0.9
Kind = Literal["title", "heading", "text", "caption", "source", "picture", "contents", "label"]
#: what stands before an item's headline: nothing for an approved one
Mark = Callable[[Draft], str]


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph. `level` counts headings from 1 (a chapter); a picture's text is the name of its file.

    A heading's number stands apart: the house style closes gaps in a text, never the one behind a number.
    """

    kind: Kind
    text: str
    level: int = 0
    number: str = ""

    @property
    def line(self) -> str:
        """Number and text as printed."""
        return f"{self.number} {self.text}" if self.number else self.text


def credit_line(draft: Draft) -> str:
    """`(资料来源: IT之家、OpenRouter)`, from the record."""
    return f"(资料来源: {'、'.join(one_line(c) for c in draft.credits)})"


def waiting(item: Draft) -> str:
    """The mark of what nobody approved."""
    return "" if item.status == "approved" else PENDING


def section(edition: Edition, layout: Layout, mark: Mark = waiting) -> list[Block]:
    """The chapter with its sub-sections. The lead item's headline names its sub-section, further items follow."""
    found = [Block("heading", layout.chapter.title, 1, layout.chapter.number)]
    for part in layout.parts:
        found += _part(of(edition, part), part, layout, mark)
    return set_in(layout, found)


def _part(items: Sequence[Draft], part: Part, layout: Layout, mark: Mark) -> list[Block]:
    if not items:
        return [Block("heading", part.title, 2, part.number), Block("text", layout.empty)]
    found: list[Block] = []
    for number, item in enumerate(items, 1):
        head, opening = f"{mark(item)}{one_line(item.headline)}", ""
        if number == 1:
            found.append(Block("heading", f"{part.title}: {head}", 2, part.number))
        elif layout.follow == "run-in":
            opening = sentence(head)
        else:
            numeral = f"{part.number}.{number}" if layout.follow == "numbered" and part.number else ""
            found.append(Block("heading", head, 3, numeral))
        found += _body(item, opening)
    return found


def _body(item: Draft, opening: str) -> list[Block]:
    lines = [one_line(p) for p in item.body.split("\n") if p.strip()] or [""]
    lines[0] = opening + lines[0]
    lines[-1] += credit_line(item)
    return [Block("text", line) for line in lines]


def front(edition: Edition, layout: Layout) -> list[Block]:
    """The first page's paragraph and the 目录 lines, from the lead item of each sub-section."""
    leads = [(part, found[0]) for part in layout.parts if (found := of(edition, part))]
    pieces = [
        f"({n}) {spaced(part.title)}: {waiting(item)}{_told_once(one_line(item.headline), one_line(item.lead_paragraph))}"
        for n, (part, item) in enumerate(leads, 1)
    ]
    contents = [
        Block("contents", f"{spaced(part.title)}: {waiting(item)}{one_line(item.headline)}", 2, part.number)
        for part, item in leads
    ]
    title = layout.chapter.title
    lines = [Block("text", f"{title}: " + ("".join(pieces) or layout.empty)), Block("label", "正文目录")]
    return set_in(layout, [*lines, *contents])


def _told_once(headline: str, lead: str) -> str:
    """Headline and first sentences; the first sentence alone where it says all that the headline says."""
    first = next((lead[a:b] for a, b in sentences(lead)), "")
    pairs = [headline[i : i + 2] for i in range(len(headline) - 1)]
    said = sum(pair in first for pair in pairs)
    return lead if pairs and said >= _SAID * len(pairs) else sentence(headline) + lead


def of(edition: Edition, part: Part) -> list[Draft]:
    """The items of a sub-section."""
    return [d for d in edition.items if d.section == part.id]


def set_in(layout: Layout, blocks: Sequence[Block]) -> list[Block]:
    """The lines as the house prints them: the one place where marks and blanks are set."""
    return [b if b.kind == "picture" else replace(b, text=layout.house.set(b.text)) for b in blocks]


def sentence(text: str) -> str:
    """A headline as a sentence."""
    return text if text.endswith(("。", "！", "？", "!", "?")) else text + "。"


def spaced(title: str) -> str:
    """`AI 模型`: the first page and the 目录 set a blank between Latin and Chinese."""
    return re.sub(r"(?<=[A-Za-z])(?=[\u4e00-\u9fff])", " ", title)
