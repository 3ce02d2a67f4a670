"""Punctuation and spacing of the house, in one place. Widths and blanks change, words and figures never do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from digest.text import HAN

Punctuation = Literal["keep", "full", "half"]
Spacing = Literal["keep", "none", "around"]
PUNCTUATIONS: tuple[Punctuation, ...] = ("keep", "full", "half")
SPACINGS: tuple[Spacing, ...] = ("keep", "none", "around")

_FULL = dict(zip(",:;?!", "，：；？！", strict=True))
_HALF = {wide: plain for plain, wide in _FULL.items()}
_MARK = re.compile(r" ?([,:;?!]) ?")
#: after these a mark is Chinese; after the second kind it is where Chinese follows: `4.1,000`, `12:30` and `a, b` are not
_EAST = re.compile(f"[{HAN}，：；？！。、》”’】…—]")
_EITHER, _AFTER = re.compile(r"[A-Za-z0-9%)）]"), re.compile(f"[{HAN}《“（]")
_BRACKETS = re.compile(r" ?\(([^()（）\n]{1,200})\) ?")
#: (1) opens a clause and is set like the others of its list, whatever word it opens
_COUNT = re.compile(r"\d{1,2}")
_CHINESE = re.compile(f"[{HAN}]")
_WIDE_MARK = re.compile(r"([，：；？！]) ?")
_GAP = re.compile(rf"(?<=[{HAN}]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) +(?=[{HAN}])")
_SEAM = re.compile(rf"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{HAN}])")


@dataclass(frozen=True, slots=True)
class House:
    """A named style: which width the marks of Chinese text have, and whether Latin and digits stand apart from Chinese."""

    name: str = "原样"
    punctuation: Punctuation = "keep"
    spacing: Spacing = "keep"

    def set(self, text: str) -> str:
        """One line as the house prints it. Setting twice is setting once."""
        if self.punctuation == "full":
            text = _widened(text)
        elif self.punctuation == "half":
            text = _narrowed(text)
        if self.spacing == "none":
            return _GAP.sub("", text)
        return _SEAM.sub(" ", _GAP.sub("", text)) if self.spacing == "around" else text


def _widened(text: str) -> str:
    text, done, at = _BRACKETS.sub(_bracket, text), [""], 0
    for match in _MARK.finditer(text):
        done.append(text[at : match.start()])
        before = text[match.start() - 1 : match.start()] if match.start() > at else done[-2][-1:]
        after, at = text[match.end() : match.end() + 1], match.end()
        chinese = _EAST.match(before) or (_EITHER.match(before) and _AFTER.match(after))
        done.append(_FULL[match[1]] if chinese else match[0])
    return "".join([*done, text[at:]])


def _bracket(match: re.Match[str]) -> str:
    before = match.string[: match.start()].rstrip()[-1:]
    if _COUNT.fullmatch(match[1]) and (not before or _EAST.match(before) or before in _FULL):
        return f"（{match[1]}）"
    around = match.string[max(0, match.start() - 1) : match.start()] + match[1] + match.string[match.end() : match.end() + 1]
    return f"（{match[1]}）" if _CHINESE.search(around) else match[0]


def _narrowed(text: str) -> str:
    text = _WIDE_MARK.sub(lambda m: _HALF[m[1]] + " ", text)
    return text.replace("（", "(").replace("）", ")").rstrip(" ")
