"""The words that decide what a figure or a statement means: metric, basis, stage, direction, modality, denial …

One table an axis, with Chinese and English patterns for each class: a text is read with those of its own language. A table
lists classes in order of precedence: at one position the first class that matches wins, which is why 归母净利润 stands
before 利润.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.verify.vocabulary import TABLES


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word at its place: `axis` is the question it answers, `value` the answer."""

    start: int
    end: int
    axis: str
    value: str


@lru_cache(maxsize=2)
def _scanners(english: bool) -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    out = []
    for axis, classes in TABLES.items():
        rows = [(name, en if english else zh) for name, zh, en in classes]
        kept = [(name, alternatives(body)) for name, body in rows if body]
        if kept:
            pattern = "|".join(f"(\\b(?:{body}))" if english else f"({body})" for _, body in kept)
            out.append((axis, tuple(name for name, _ in kept), re.compile(pattern, re.IGNORECASE)))
    return tuple(out)


def alternatives(words: str) -> str:
    """The pattern of alternatives that are written apart by blanks, an underscore for a blank."""
    return "|".join(word.replace("_", " ") for word in words.split())


def find(plain: str, lang: str) -> tuple[Cue, ...]:
    """Every cue of a folded, simplified text, in order of place; cues of different axes may overlap."""
    found = [
        Cue(m.start(), m.end(), axis, names[(m.lastindex or 1) - 1])
        for axis, names, scanner in _scanners(lang == "en")
        for m in scanner.finditer(plain)
    ]
    return tuple(sorted(found, key=lambda c: (c.start, c.axis)))
