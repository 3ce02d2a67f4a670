"""The paragraphs of a report with their amounts and periods, and a masked text on which the rules match.

In the masked text every amount and period is one private character, so that a rule is a short linear pattern over words:
`PERCENT`, `POINT` (百分点), `TIMES` (倍), `AMOUNT` (anything else with or without a unit), `RANK` (第N位), `WHEN` (a period).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from digest.lint.document import Block
from digest.lint.quantities import Period, Quantity, amounts

__all__ = ["AMOUNT", "ANY", "PERCENT", "POINT", "RANK", "TIMES", "WHEN", "Passage", "Period", "Quantity", "read"]

PERCENT, POINT, TIMES, AMOUNT, RANK, WHEN = "\ue000\ue001\ue002\ue003\ue004\ue005"
#: a pattern for any amount, and for any that is neither rank nor period
ANY = f"[{PERCENT}{POINT}{TIMES}{AMOUNT}]"
_CLASS = {"percent": PERCENT, "point": POINT, "times": TIMES, "rank": RANK}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: words of change in Latin letters, and Chinese ones of the same length
_LATIN_CHANGE = re.compile(r"(?<![A-Za-z])(?:YoY|QoQ|MoM|WoW|YTD|YOY|QOQ|MOM|WOW|yoy|qoq|mom|wow|ytd)(?![A-Za-z])")
_IN_CHINESE = {"yoy": "，同比", "qoq": "，环比", "mom": "，环比", "wow": "，环比", "ytd": "，年初"}
_SENTENCE = re.compile(r"[。！？!?]+[”’」』)\"]*")


@dataclass(frozen=True)
class Passage:
    """A block that was read. Offsets named `at` count in `masked`; spans of findings count in the block's text."""

    block: Block
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    masked: str
    origins: tuple[int, ...]
    items: dict[int, Quantity | Period]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans of the sentences in the masked text."""
        out, at = [], 0
        for end in _SENTENCE.finditer(self.masked):
            out.append((at, end.end()))
            at = end.end()
        if at < len(self.masked):
            out.append((at, len(self.masked)))
        return tuple(out)

    @cached_property
    def _places(self) -> tuple[tuple[int, Quantity], ...]:
        return tuple((at, item) for at, item in sorted(self.items.items()) if isinstance(item, Quantity))

    @cached_property
    def _starts(self) -> list[int]:
        return [at for at, _ in self._places]

    def quantity(self, at: int) -> Quantity | None:
        """The amount whose sign stands at a masked offset."""
        item = self.items.get(at)
        return item if isinstance(item, Quantity) else None

    def within(self, start: int, end: int) -> tuple[tuple[int, Quantity], ...]:
        """The amounts between two masked offsets, with their masked offsets."""
        return self._places[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]

    def sentence_at(self, at: int) -> tuple[int, int]:
        """The sentence that holds a masked offset."""
        starts = [s for s, _ in self.sentences]
        return self.sentences[max(0, bisect_right(starts, at) - 1)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A masked span as a span of the block's text."""
        last = self.items.get(end - 1)
        stop = last.end if last else self.origins[end - 1] + 1
        return self.origins[start], stop


def read(block: Block, published: date | None) -> Passage:
    """The amounts and periods of a block, and its masked text."""
    text = _LATIN_CHANGE.sub(lambda m: _IN_CHINESE[m.group().casefold()], block.text)
    quantities, periods = amounts(text, published)
    quantities = tuple(q for q in quantities if not _is_number_of_item(block, q))
    masked, origins, items = _mask(text, quantities, periods)
    return Passage(block, quantities, periods, masked, origins, items)


def _is_number_of_item(block: Block, quantity: Quantity) -> bool:
    """Whether a number only counts items: (1)、2. at the beginning, 3) within a paragraph."""
    text, digits = block.text, _NUMBER.match(quantity.raw)
    if not digits or len(digits.group()) > 5:
        return False
    end = quantity.start + digits.end()
    if text[end : end + 1] == ")" and (quantity.start == 0 or text[quantity.start - 1] in "(。；：，"):
        return True
    return quantity.start == 0 and block.kind in ("item", "heading") and text[end : end + 1] not in ("万", "亿", "%", ",")


def _mask(
    text: str, quantities: Sequence[Quantity], periods: Sequence[Period]
) -> tuple[str, tuple[int, ...], dict[int, Quantity | Period]]:
    out: list[str] = []
    origins: list[int] = []
    items: dict[int, Quantity | Period] = {}
    at = 0
    marks: list[Quantity | Period] = sorted([*quantities, *periods], key=lambda m: (m.start, -m.end))
    for mark in marks:
        if mark.start < at:
            continue
        out += text[at : mark.start]
        origins += range(at, mark.start)
        items[len(out)] = mark
        out.append(WHEN if isinstance(mark, Period) else _CLASS.get(mark.unit, AMOUNT))
        origins.append(mark.start)
        at = mark.end
    out += text[at:]
    origins += range(at, len(text))
    return "".join(out), tuple(origins), items
