"""How alike two signatures are: the mean of five views, each a shrunken cosine of rarity-weighted terms. Pure.

Two texts that both hold one well-known name are not alike because it is all they hold. So every cosine is taken against a
little more than there is (`DOUBT`), and none counts for more than `MOST`: one event is seen in several views.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digest.cluster.background import COMMON, NAME_SHARE
from digest.cluster.signature import HEADLINE, Signature, Terms

#: added to the product of the lengths: about the square of one rare term in a first paragraph
DOUBT = 20.0
#: what one view may say at most: no view decides alone
MOST = 0.5
#: how many articles the background table counts for
PRIOR = 200.0
#: days between two reports of one event, at most
HORIZON = 15.0
VIEWS = ("text", "title", "figures", "names", "things")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The mean of the five views, 0–0.5, and each of them."""

    score: float
    views: tuple[float, ...] = ()


class Rarity:
    """Weights of terms: the fewer of the sample's articles hold a term, the heavier; the background steadies small samples."""

    def __init__(self, sample: Iterable[Signature]) -> None:
        counts: dict[str, Counter[str]] = {view: Counter() for view in ("han", "words", "names", "figures", "things")}
        size = PRIOR + 1
        for one in sample:
            size += 1
            for view, terms in one.views.items():
                counts[view].update(terms.keys())
        self._weights = {view: _Weights(view, held, size) for view, held in counts.items()}

    def weight(self, view: str, term: str) -> float:
        """log(articles over articles that hold the term)."""
        return self._weights[view][term]

    def weighed(self, view: str, terms: Terms) -> dict[str, float]:
        """The terms of a view, by place and rarity."""
        weights = self._weights[view]
        return {term: place * weights[term] for term, place in terms.items()}


class _Weights(dict[str, float]):
    """Weights of one view, worked out when they are asked for."""

    def __init__(self, view: str, counts: Mapping[str, int], size: float) -> None:
        super().__init__()
        self._common, self._usual = COMMON.get(view, {}), NAME_SHARE if view == "names" else 0.0
        self._counts, self._size = counts, size

    def __missing__(self, term: str) -> float:
        held = max(1, self._counts[term]) + PRIOR * self._common.get(term, self._usual)
        self[term] = weight = max(0.0, math.log(self._size / held))
        return weight


@dataclass(frozen=True, slots=True)
class _Vector:
    """Weighted terms and their length."""

    terms: Mapping[str, float]
    length: float

    @staticmethod
    def of(terms: Mapping[str, float]) -> _Vector:
        return _Vector(terms, math.sqrt(sum(w * w for w in terms.values())))


class Comparison:
    """Compares signatures by one set of weights, and keeps what it has weighed."""

    def __init__(self, rarity: Rarity) -> None:
        self.rarity = rarity
        self._own: dict[str, tuple[_Vector, ...]] = {}
        self._other: dict[str, tuple[_Vector, ...]] = {}
        self._tails: dict[str, tuple[_Vector, ...]] = {}

    def likeness(self, a: Signature, b: Signature) -> Likeness:
        """How alike two articles are; 0 when they are too far apart in time.

        A denial repeats the rumour's words and mostly has neither figures nor names: what neither has doesn't count then.
        """
        if a.at is not None and b.at is not None and abs(a.at - b.at) > HORIZON:
            return Likeness(0.0)
        weigh = self._in_script if a.script == b.script else self._across
        pairs = list(zip(weigh(a), weigh(b), strict=True))
        views = tuple(_cosine(x, y) for x, y in pairs)
        denied = ("denial" in a.cues) != ("denial" in b.cues)
        counted = sum(bool(x.terms or y.terms) for x, y in pairs) if denied else len(pairs)
        return Likeness(sum(views) / max(3, counted), views)

    def _in_script(self, one: Signature) -> tuple[_Vector, ...]:
        """Characters and words, the headline's once more, figures, names, things."""
        if one.id not in self._own:
            self._own[one.id] = (*self._text(one, ("han", "words")), *self._tail(one))
        return self._own[one.id]

    def _across(self, one: Signature) -> tuple[_Vector, ...]:
        """Two scripts share words, names, figures and things, but no characters."""
        if one.id not in self._other:
            self._other[one.id] = (*self._text(one, ("words", "things")), *self._tail(one))
        return self._other[one.id]

    def _text(self, one: Signature, views: tuple[str, str]) -> tuple[_Vector, _Vector]:
        whole, title = dict[str, float](), dict[str, float]()
        for view in views:
            terms = self.rarity.weighed(view, one.views[view])
            whole |= terms
            title |= {t: terms[t] for t in one.terms(view, HEADLINE)}
        return _Vector.of(whole), _Vector.of(title)

    def _tail(self, one: Signature) -> tuple[_Vector, ...]:
        if one.id not in self._tails:
            weigh = self.rarity.weighed
            self._tails[one.id] = tuple(_Vector.of(weigh(v, one.views[v])) for v in ("figures", "names", "things"))
        return self._tails[one.id]


def _cosine(a: _Vector, b: _Vector) -> float:
    small, large = (a.terms, b.terms) if len(a.terms) <= len(b.terms) else (b.terms, a.terms)
    shared = sum(w * large[t] for t, w in small.items() if t in large)
    return min(MOST, shared / (a.length * b.length + DOUBT)) if shared else 0.0
