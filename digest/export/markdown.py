"""Lines → markdown and its plain twin. Both paste into Word unchanged.

Nothing is marked up that need not be; what would be read as markup is escaped where, and only where, markdown would read it
so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.export.blocks import Block
from digest.text import one_line

_LINE_START = re.compile(r"^(\s*)([#>+=~-]|\d{1,9}(?=[.)]\s))")
_INLINE = re.compile(r"[\\`*|]|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|(?<![^\W_])_|_(?![^\W_])|\[(?=[^\]]*\]\()|!(?=\[)")
_CLOSING = re.compile(r"(?<= )#(?=#*$)")


def escape(text: str) -> str:
    """One line of foreign text, so that markdown prints it as it is."""
    line = _INLINE.sub(lambda m: "\\" + m[0], one_line(text))
    return _LINE_START.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", line)


def markdown(blocks: Sequence[Block], top: int = 2) -> str:
    """The lines with a blank one between; a heading of level 1 gets `top` marks."""
    return "\n\n".join(_line(b, top) for b in blocks) + "\n"


def _line(block: Block, top: int) -> str:
    text = escape(block.line)
    if block.kind == "title":
        return f"# {_CLOSING.sub(_escaped, text)}"
    if block.kind == "heading":
        return f"{'#' * min(6, top + block.level - 1)} {_CLOSING.sub(_escaped, text)}"
    return f"![]({block.text})" if block.kind == "picture" else text


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def plain(blocks: Sequence[Block]) -> str:
    """The same lines without any markup: what is pasted where markdown would show."""
    return "\n\n".join(one_line(b.line) for b in blocks if b.kind != "picture") + "\n"
