"""How alike two texts of a page are: shingles, titles, days. Shared by the scores of extraction and their tests."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

_BY_CHARACTER = ("zh", "ja", "ko")
_SIZE = 4


@dataclass(frozen=True, slots=True)
class Overlap:
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def folded(text: str) -> str:
    """NFKC, case folded, without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def overlap(got: str, want: str, lang: str, title: str = "") -> Overlap:
    """Of 4-character shingles for Chinese, Japanese and Korean, of 4-word shingles else; lines equal to the title dropped."""
    a, b = _shingles(_untitled(got, title), lang), _shingles(_untitled(want, title), lang)
    if not a or not b:
        same = float(a == b)
        return Overlap(same, same, same)
    shared = sum((a & b).values())
    precision, recall = shared / sum(a.values()), shared / sum(b.values())
    return Overlap(precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0)


def same_title(got: str, want: str) -> bool:
    """Equal but for case, width, punctuation and blanks."""
    return _bare(got) == _bare(want)


def _bare(title: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title)).casefold()


def _untitled(text: str, title: str) -> str:
    head = folded(title)
    return "\n".join(line for line in text.split("\n") if not head or folded(line) != head)


def _shingles(text: str, lang: str) -> Counter[Hashable]:
    units: str | list[str]
    units = folded(text) if lang in _BY_CHARACTER else re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    if len(units) <= _SIZE:
        return Counter([tuple(units)]) if units else Counter()
    return Counter(tuple(units[i : i + _SIZE]) for i in range(len(units) - _SIZE + 1))
