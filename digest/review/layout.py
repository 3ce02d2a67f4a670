"""Text as lines of terminal cells: wide characters whole, no line beginning with a comma, offsets kept. Pure.

A `Line` is a row of `Piece`s; a piece has the words, the names of its styles and the claim that it belongs to. What a
terminal would obey is replaced here, one character for one, at the last moment before it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from rich.cells import cell_len, split_graphemes

#: what `text.clean` removes, and tabs; shown as a replacement character so that offsets stay and the reader is warned
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_NO_START = frozenset("，。、；：！？）】》”’」』〕％℃,.;:!?)]}%…—～·")
_NO_END = frozenset("（【《“‘「『〔([{￥$€£")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one style. `claim` is the number of the claim they belong to, -1 for none."""

    text: str
    styles: tuple[str, ...] = ()
    claim: int = -1


Line: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text that is to be drawn in a style, and the claim it belongs to. Later marks lie on top."""

    start: int
    end: int
    style: str
    claim: int = -1


def visible(text: str) -> str:
    """The text with whatever a terminal would obey replaced, character by character: the length stays."""
    return _UNSAFE.sub(lambda m: " " if m[0] == "\t" else "\ufffd", text)


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return cell_len(text)


def line_cells(line: Iterable[Piece]) -> int:
    """How many terminal cells a line takes."""
    return sum(cell_len(p.text) for p in line)


# -------------------------------------------------------------------------------------------------------------- wrapping
@lru_cache(maxsize=256)
def wrap(text: str, width: int) -> tuple[tuple[int, int], ...]:
    """Spans of the lines of a text at this width; blanks at a line's end belong to no line, an empty line has an empty span."""
    found: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        found += _wrapped(paragraph, start, max(2, width))
        start += len(paragraph) + 1
    return tuple(found)


def _wrapped(text: str, base: int, width: int) -> list[tuple[int, int]]:
    spans, _ = split_graphemes(text)
    found: list[tuple[int, int]] = []
    start = used = last_break = 0
    for at, end, size in spans:
        if used and at > start and _may_break(text[at - 1], text[at]):
            last_break = at
        while used + size > width and at > start:
            cut = last_break if last_break > start else at
            found.append((base + start, base + len(text[:cut].rstrip())))
            start = cut + (len(text[cut:at]) - len(text[cut:at].lstrip()))
            used = cell_len(text[start:at])
        if text[at:end].isspace() and at == start and found:
            start = end
            continue
        used += size
    return [*found, (base + start, base + max(start, len(text.rstrip())))]


def _may_break(before: str, after: str) -> bool:
    if after in _NO_START or before in _NO_END or after.isspace():
        return False
    return before.isspace() or cell_len(before) == 2 or cell_len(after) == 2 or before in "-/"


def flow(text: str, width: int, marks: Sequence[Mark] = (), style: str = "", indent: int = 0) -> list[Line]:
    """A text as lines, its marks drawn; continued lines are indented like the first. Offsets of marks count in `text`."""
    shown = visible(text)
    lines = []
    for a, b in wrap(shown, width - indent):
        pieces = _pieces(shown, a, b, marks, style)
        lines.append((Piece(" " * indent), *pieces) if indent else tuple(pieces))
    return lines


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark], style: str) -> list[Piece]:
    here = [m for m in marks if m.start < end and m.end > start]
    cuts = sorted({start, end, *(c for m in here for c in (m.start, m.end) if start < c < end)})
    pieces = []
    for a, b in pairwise(cuts):
        over = [m for m in here if m.start <= a and b <= m.end]
        styles = tuple(filter(None, (style, *(m.style for m in over))))
        claim = min(((m.end - m.start, m.claim) for m in over if m.claim >= 0), default=(0, -1))[1]
        pieces.append(Piece(text[a:b], styles, claim))
    return pieces


def hung(label: str, text: str, width: int, style: str = "", label_style: str = "dim") -> list[Line]:
    """A text behind a label, continued lines standing under the text."""
    indent = cells(label) + 1
    lines = flow(text, width, style=style, indent=indent)
    first = (Piece(label + " ", (label_style,)), *lines[0][1:])
    return [first, *lines[1:]]


# ------------------------------------------------------------------------------------------------------------------ columns
def fit(text: str, width: int) -> str:
    """The text cut or padded to exactly so many cells; a cut one ends in two dots, no character is halved."""
    shown = visible(text.replace("\n", " "))
    if cells(shown) <= width:
        return shown + " " * (width - cells(shown))
    spans, _ = split_graphemes(shown)
    used, end = 0, 0
    for _, stop, size in spans:
        if used + size > max(0, width - 2):
            break
        used, end = used + size, stop
    return shown[:end] + ".." + " " * (width - used - 2) if width >= 2 else "." * width


def table(rows: Sequence[Sequence[str]], width: int, styles: Sequence[str] = ()) -> list[Line]:
    """Rows as columns, each as wide as its widest cell; the last column takes what is left. The first row is the head."""
    if not rows:
        return []
    sizes = [max(cells(visible(r[n])) for r in rows) for n in range(len(rows[0]) - 1)]
    while sum(sizes) + 2 * len(sizes) > width - 4 and max(sizes, default=0) > 4:
        sizes[sizes.index(max(sizes))] -= 1
    last = max(4, width - sum(sizes) - 2 * len(sizes))
    lines: list[Line] = []
    for number, row in enumerate(rows):
        style = ("dim",) if number == 0 else tuple(styles[number - 1 : number])
        text = "  ".join(fit(c, s) for c, s in zip(row, [*sizes, last], strict=True))
        lines.append((Piece(text.rstrip(), style),))
    return lines
