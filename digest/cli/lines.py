"""Lines for a terminal: folded to its width with what belongs together under one another, whole where nobody looks on."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from unicodedata import east_asian_width

from digest.cli.common import say
from digest.text import clean

#: a word, an address or a command stays whole; an opening mark stays with what it opens, a closing one with what it closes
_UNIT = re.compile(r" +|[（(“《「【]*(?:[!-~]+|.)[,.;:!?，。、；：！？）)”》」】…]*")
#: cells of the first column: no narrower and no wider, however long the ids are
_LEAST, _MOST = 8, 24


def say_under(head: str, text: str, indent: int) -> None:
    """Print head and text; what doesn't fit in the line goes on under the text, `indent` cells from the left."""
    for line in folded(clean(head + text), indent, _columns()):
        say(line)


def column(ids: Iterable[str]) -> int:
    """The cells that a first column of these ids takes, the gap behind it included."""
    return min(max([_LEAST, *map(cells, ids)]), _MOST) + 1


def _columns() -> int:
    """The terminal's width in cells, 0 when the output goes to a file or another program."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def folded(text: str, indent: int, columns: int) -> list[str]:
    """A text in lines of that many cells, those behind the first indented; one line when `columns` is 0 or leaves no room."""
    if columns < indent + 20:
        return [text.rstrip()]
    lines, used = [""], 0
    for unit in _UNIT.findall(text):
        size = cells(unit)
        if used + size > columns and used > indent and unit.strip():
            lines[-1] = lines[-1].rstrip()
            lines.append(" " * indent)
            used = indent
        if unit.strip() or used > indent or len(lines) == 1:
            lines[-1] += unit
            used += size
    return [line.rstrip() for line in lines if line.strip()]


def cells(text: str) -> int:
    """How wide a text is on a terminal, a wide character counting two."""
    return sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text)
