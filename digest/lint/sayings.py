"""The sentences of a report by their words, so that the one that tells the same can be found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.lint.facts import grams
from digest.lint.reading import Passage

_CUT = re.compile(r"[^。；！？]+[。；！？]?")


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence (or half-sentence) with its place in the masked text and its words."""

    passage: Passage
    start: int
    end: int
    text: str
    words: frozenset[str]


class Sayings:
    """The sentences of the body, found by their rarer words."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.all = [s for p in passages for s in sayings(p)]
        self.words = frozenset(w for s in self.all for w in s.words)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, saying in enumerate(self.all):
            for word in saying.words:
                self._by_word[word].append(number)

    def like(self, words: frozenset[str], least: float) -> list[tuple[float, Saying]]:
        """The sentences that hold at least this share of the words, the best first."""
        hits: Counter[int] = Counter()
        for word in words:
            numbers = self._by_word.get(word, ())
            if len(numbers) <= 200:
                hits.update(numbers)
        scored = [(n / len(words), self.all[i]) for i, n in hits.most_common(20)] if words else []
        return [(share, s) for share, s in scored if share >= least]


def sayings(passage: Passage) -> Iterator[Saying]:
    """The half-sentences of a passage."""
    for m in _CUT.finditer(passage.masked):
        text = m.group()
        words = grams(text)
        if len(words) >= 3:
            yield Saying(passage, m.start(), m.end(), text, words)
