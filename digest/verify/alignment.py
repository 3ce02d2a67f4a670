"""Which sentences of the sources speak of the same thing as a clause, by the words they share.

Words are Han bigrams and Latin words of the folded text; across languages there are only names, figures and cue words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from digest.verify.reading import Reading

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9][a-z0-9.\-]*")
#: characters that join words without naming anything
_EMPTY = frozenset("的了在为是与和及或其并也还又而但就以于由对从被把将向着之所有个该此这那到至上下一已不未称说约近超过达")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source that shares words with a clause.

    `cover` is the part of the clause's words found there, `back` the part of its own words found in the clause.
    """

    source: int
    sentence: int
    clause: int
    cover: float
    back: float = 0.0


@lru_cache(maxsize=32768)
def words(text: str) -> frozenset[str]:
    """Han bigrams without empty characters, and Latin words in small letters."""
    out: set[str] = set()
    for run in _HAN_RUN.findall(text):
        out.update(run[i : i + 2] for i in range(len(run) - 1) if run[i] not in _EMPTY and run[i + 1] not in _EMPTY)
    out.update(w for w in _LATIN.findall(text.casefold()) if len(w) > 1 and not w.replace(".", "").isdecimal())
    return frozenset(out)


def cover(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """The part of `mine` that `theirs` holds; 0 for nothing to cover."""
    return len(mine & theirs) / len(mine) if mine else 0.0


def places(mine: frozenset[str], sources: Sequence[Reading], least: float) -> list[Place]:
    """Clauses of the sources that cover at least that part of the words, the best first."""
    out = []
    for number, source in enumerate(sources):
        spans = _clauses(source)
        for index, common in spans.shared(mine).items():
            if common >= least * len(mine):
                back = common / len(spans.words[index]) if common > 3 else 0.0
                out.append(Place(number, source.sentence_at(source.clauses[index][0]), index, common / len(mine), back))
    return sorted(out, key=lambda p: (-p.cover, p.source, p.clause))


def best_sentences(
    mine: frozenset[str], sources: Sequence[Reading], least: float, margin: float = 0.15
) -> list[tuple[int, int, float]]:
    """(source, sentence, cover) of the sentences that cover the words best, within a margin of the best."""
    scored = [
        (n, i, common / len(mine)) for n, source in enumerate(sources) for i, common in _sentences(source).shared(mine).items()
    ]
    top = max((s for *_, s in scored), default=0.0)
    return sorted((x for x in scored if x[2] >= max(least, top - margin)), key=lambda x: (-x[2], x[0], x[1]))


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """The words of each of a reading's spans, and for each word the spans that hold it."""

    words: tuple[frozenset[str], ...]
    held: dict[str, list[int]]

    def shared(self, mine: frozenset[str]) -> Counter[int]:
        """How many of the words each span holds that holds any."""
        return Counter(chain.from_iterable(self.held.get(word, ()) for word in mine))


def _indexed(reading: Reading, spans: Sequence[tuple[int, int]]) -> _Index:
    found = tuple(words(reading.plain[s:e]) for s, e in spans)
    held: dict[str, list[int]] = {}
    for index, these in enumerate(found):
        for word in these:
            held.setdefault(word, []).append(index)
    return _Index(found, held)


@lru_cache(maxsize=512)
def _clauses(reading: Reading) -> _Index:
    return _indexed(reading, reading.clauses)


@lru_cache(maxsize=512)
def _sentences(reading: Reading) -> _Index:
    return _indexed(reading, reading.sentences)
