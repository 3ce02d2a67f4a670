"""What stands inside the element that a selector names and is no part of the article. Pure.

A source's own selector is trusted: only lines that say themselves what they are are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.extract.dom import Block
from digest.extract.furniture import asked, pointer, widget

_DECLARATION = re.compile(r"^[\W_]{0,4}(?:广告|廣告|免责|免責|版权|版權)(?:声明|聲明)\s?[:：]")
_EDITOR = re.compile(r"^[\W_]{0,4}(?:责任编辑|責任編輯|责编|責編|值班编辑)\s?[:：].{0,30}$")


def trimmed(found: Sequence[Block]) -> list[Block]:
    """The blocks without declarations, editors' names, buttons, and lists of links behind a heading for them."""
    kept: list[Block] = []
    pointing = False
    for b in found:
        pointing = pointer(b.text) or (pointing and b.linked * 2 > len(b.text))
        if not (pointing or _DECLARATION.match(b.text) or _EDITOR.match(b.text) or widget(b.text) or asked(b.text)):
            kept.append(b)
    return kept
