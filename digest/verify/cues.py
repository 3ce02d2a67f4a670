"""The words that decide what a figure or a statement means: metric, basis, stage, direction, modality, denial …

One table an axis, with Chinese and English patterns for each class: a text is read with those of its own language. A table
lists classes in order of precedence: at one position the first class that matches wins, which is why 归母净利润 stands
before 利润.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Scanner:
    """Looks for classes of words: `flat` for any of them, which is quick, then `grouped` for which class it was."""

    names: tuple[str, ...]
    flat: re.Pattern[str]
    grouped: re.Pattern[str]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a word stands and the name of its class; at one position the first class that matches."""
        for m in self.flat.finditer(text):
            told = self.grouped.match(text, m.start())
            if told:
                yield m.start(), told.end(), self.names[(told.lastindex or 1) - 1]


def scanner(classes: Sequence[tuple[str, str]], flags: re.RegexFlag = re.NOFLAG, edge: str = "") -> Scanner:
    """The scanner of (class, pattern) pairs; `edge` stands before each pattern."""
    flat = "|".join(f"{edge}(?:{body})" if edge else body for _, body in classes)
    grouped = "|".join(f"({edge}(?:{body}))" for _, body in classes)
    return Scanner(tuple(name for name, _ in classes), re.compile(flat, flags), re.compile(grouped, flags))


@lru_cache(maxsize=2)
def _scanners(english: bool) -> tuple[tuple[str, Scanner], ...]:
    out = []
    for axis, classes in TABLES.items():
        rows = [(name, en if english else zh) for name, zh, en in classes]
        kept = [(name, alternatives(body)) for name, body in rows if body]
        if kept:
            out.append((axis, scanner(kept, re.IGNORECASE, r"\b" if english else "")))
    return tuple(out)


def alternatives(words: str) -> str:
    """The pattern of alternatives that are written apart by blanks, an underscore for a blank."""
    return "|".join(word.replace("_", " ") for word in words.split())


_SENTENCE = re.compile(r".*?(?:[。！？\n]+|(?<=[a-z\d)%][.!?])\s+(?=[A-Z“\"])|$)", re.S)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The stretches of a text over whose ends no cue, figure or name reaches, each with its offset."""
    return ((m.start(), m.group()) for m in _SENTENCE.finditer(text))


def find(plain: str, lang: str) -> tuple[Cue, ...]:
    """Every cue of a folded, simplified text, in order of place; cues of different axes may overlap."""
    return tuple(
        Cue(c.start + at, c.end + at, c.axis, c.value) for at, piece in pieces(plain) for c in _found(piece, lang == "en")
    )


def axes(plain: str, lang: str) -> frozenset[str]:
    """The axes of all cues of a text."""
    return frozenset(c.axis for _, piece in pieces(plain) for c in _found(piece, lang == "en"))


@lru_cache(maxsize=4096)
def _found(sentence: str, english: bool) -> tuple[Cue, ...]:
    found = [Cue(start, end, axis, value) for axis, words in _scanners(english) for start, end, value in words.find(sentence)]
    return tuple(sorted(found, key=lambda c: (c.start, c.axis)))
