"""A report that was read: its passages by zone, its day, and how a finding is made of a span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from digest.lint import reading
from digest.lint.document import Document
from digest.lint.finding import Finding, Remark
from digest.lint.reading import Passage

_FRONT_PAGE = 12_000  # characters; ten times what a first page holds
_READ = ("prose", "item", "heading", "caption")


@dataclass(frozen=True)
class Report:
    """The document, the day it is dated, and every block that says something, read."""

    document: Document
    published: date | None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Paragraphs, items, headings and captions of the front page and the body, in order."""
        blocks = [b for b in self.document.blocks if b.kind in _READ and b.zone in ("head", "front", "body")]
        return tuple(reading.read(b, self.published) for b in blocks)

    def told(self, *zones: str) -> Iterator[Passage]:
        """The paragraphs and items of some zones."""
        return (p for p in self.passages if p.block.kind in ("prose", "item") and p.block.zone in zones)

    @cached_property
    def front(self) -> tuple[Passage, ...]:
        """The paragraphs of the front page; of a page without end, its beginning."""
        out, size = [], 0
        for passage in self.told("front"):
            size += len(passage.masked)
            if size > _FRONT_PAGE:
                break
            out.append(passage)
        return tuple(out)

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """The paragraphs of the body."""
        return tuple(self.told("body"))

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """Every paragraph and item of front page and body."""
        return tuple(self.told("front", "body"))

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        """The headings of the body."""
        return tuple(p for p in self.passages if p.block.kind == "heading" and p.block.zone == "body")


def finding(passage: Passage, span: tuple[int, int], remark: Remark) -> Finding:
    """A remark on a span of the passage's text."""
    return remark.at(passage.block.place(*span), passage.block.text[slice(*span)])


def on(passage: Passage, start: int, end: int, remark: Remark) -> Finding:
    """A remark on a span of the masked text; one that ends with a figure stands on the figure's line."""
    low, high = passage.span(start, end)
    last = passage.items.get(end - 1)
    rows = passage.block.rows
    if last and rows[low] != rows[last.start]:
        low = next(i for i in range(low, last.start + 1) if rows[i] == rows[last.start])
    return finding(passage, (low, high), remark)
