"""Two drafts of one story side by side, for a terminal of 120 cells; one below the other where there are fewer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from digest.cli.views import width
from digest.text import one_line

if TYPE_CHECKING:
    from digest.model import Draft

_GAP = " │ "
_VERDICTS = {"supported": "有据", "derived": "推算", "absent": "无据", "conflicting": "冲突"}


def beside(found: Sequence[tuple[str, Draft]]) -> list[str]:
    """Lines of (engine, draft) pairs: words, then every check, with what it rests on."""
    columns = shutil.get_terminal_size((120, 24)).columns
    each = (columns - len(_GAP) * (len(found) - 1)) // len(found)
    blocks = [list(_lines(name, draft, each if each >= 36 else columns)) for name, draft in found]
    if each < 36:
        return [line for block in blocks for line in [*block, "─" * columns]]
    longest = max(map(len, blocks))
    rows = zip(*([*block, *[""] * (longest - len(block))] for block in blocks), strict=True)
    return [_GAP.join(width(cell, each) for cell in row).rstrip() for row in rows]


def _lines(name: str, draft: Draft, cells: int) -> Iterator[str]:
    made = name if draft.engine == name else f"{name} → {draft.engine}"
    yield from _folded(f"{made} {draft.model}".strip(), cells)
    yield "─" * cells
    for text in (draft.headline, "", *draft.body.split("\n"), "", f"首页: {draft.lead_paragraph}", ""):
        yield from _folded(one_line(text), cells)
    counts = {v: sum(c.verdict == v for c in draft.checks) for v in _VERDICTS}
    yield from _folded("核对: " + ", ".join(f"{_VERDICTS[v]} {n}" for v, n in counts.items() if n), cells)
    for check in draft.checks:
        if check.verdict != "supported" or check.kind == "injection":
            yield from _folded(f"  {_VERDICTS[check.verdict]} “{one_line(check.claim)}” {one_line(check.note)}", cells)
    for note in draft.notes:
        yield from _folded(f"注: {one_line(note)}", cells)


def _folded(text: str, cells: int) -> Iterator[str]:
    """The text in lines of at most that many cells, a wide character counting two."""
    line, used = "", 0
    for ch in text:
        size = 2 if east_asian_width(ch) in "WF" else 1
        if used + size > cells:
            yield line
            line, used = "", 0
        line, used = line + ch, used + size
    yield line
