"""Likeness of pairs → stories: average link, with the stories of earlier runs as its beginning. Pure."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from digest.cluster.actors import MET, Filling, met
from digest.cluster.facets import conflict, counted, told
from digest.cluster.numbers import Quantity, near
from digest.cluster.signature import OPENING, Signature

#: reports this alike on average are of one event
ALIKE = 0.19


class Profile:
    """What the headlines of a group say that only one event can be."""

    def __init__(self, members: Sequence[Signature]) -> None:
        self.facets: Mapping[str, Counter[str]] = counted(s.facets for s in members)
        agreed = told(Counter(q.key for s in members for q in set(s.headline)))
        self.headline = frozenset(q for s in members for q in s.headline if q.unit != "%" and q.key in agreed)
        self.figures = frozenset(q for s in members for q in (*s.headline, *s.lead))
        self.makers = frozenset((name,) for s in members for name in s.makers)
        self.slots = [_Slots([s for s in members if s.script == script]) for script in ("han", "latin")]
        self.named = frozenset(name for s in members for name in s.named)

    def contradicts(self, other: Profile) -> bool:
        """Whether the two must be different events: another round, filing, version, actor or topic, or other figures."""
        return (
            bool(conflict(self.facets, other.facets))
            or any(a.contradict(b) for a, b in zip(self.slots, other.slots, strict=True))
            or _apart(self.makers, self.named, other.makers, other.named)
            or self._figures_apart(other)
        )

    def _figures_apart(self, other: Profile) -> bool:
        if not _comparable(self.headline, other.headline):
            return False
        return not _told(self.headline, other.figures) and not _told(other.headline, self.figures)


class _Slots:
    """The actors and topics of headlines in one script, and what their openings hold."""

    def __init__(self, members: Sequence[Signature]) -> None:
        self.actors = frozenset(s.actor for s in members if s.actor)
        self.topics = frozenset(s.topic for s in members if s.topic)
        self.opening = frozenset(term for s in members for view in ("han", "words") for term in s.terms(view, OPENING))
        self.opening |= {name for s in members for name in s.named}

    def contradict(self, other: _Slots) -> bool:
        return _apart(self.actors, self.opening, other.actors, other.opening) or _apart(
            self.topics, self.opening, other.topics, other.opening
        )


def _apart(a: Collection[Filling], in_a: Collection[str], b: Collection[Filling], in_b: Collection[str]) -> bool:
    """Whether both fill a slot and neither filling stands in the other's opening."""
    return bool(a and b) and not met(a, in_b) and not met(b, in_a)


def _told(headline: Collection[Quantity], figures: Collection[Quantity]) -> bool:
    """Whether the greater part of the headline's figures is told elsewhere."""
    return sum(any(near(q, other) for other in figures) for q in headline) >= MET * len(headline)


def _comparable(a: frozenset[Quantity], b: frozenset[Quantity]) -> bool:
    """Whether both headlines count the same kind of thing: money of one currency, or large numbers, or small ones."""
    return not {_kind(q) for q in a}.isdisjoint(_kind(q) for q in b)


def _kind(quantity: Quantity) -> str:
    return quantity.unit or ("large" if quantity.value >= 1e6 else "small")


def joined(
    groups: Sequence[Sequence[Signature]], alike: Mapping[tuple[int, int], float], stories: Sequence[str]
) -> list[list[int]]:
    """Clusters of group numbers; groups of one known story start together, those of two never meet."""
    link = _Linkage(groups, stories)
    for (a, b), score in alike.items():
        link.near(a, b, score)
    return link.merge()


class _Linkage:
    def __init__(self, groups: Sequence[Sequence[Signature]], stories: Sequence[str]) -> None:
        self._groups = groups
        self._home: list[int] = []
        self._clusters: dict[int, list[int]] = {}
        self._story: dict[int, str] = {}
        self._sums: dict[int, dict[int, float]] = defaultdict(dict)
        started: dict[str, int] = {}
        for at, story in enumerate(stories):
            home = started.setdefault(story, at) if story else at
            self._home.append(home)
            self._clusters.setdefault(home, []).append(at)
            self._story[home] = story
        self._profiles = {c: self._profile(members) for c, members in self._clusters.items()}
        self._next = len(groups)

    def _profile(self, members: Sequence[int]) -> Profile:
        return Profile([s for at in members for s in self._groups[at][:1]])

    def near(self, a: int, b: int, score: float) -> None:
        """Tell the likeness of two groups; what isn't told is 0."""
        x, y = self._home[a], self._home[b]
        if x != y:
            self._sums[x][y] = self._sums[y][x] = self._sums[x].get(y, 0.0) + score

    def _average(self, a: int, b: int) -> float:
        return self._sums[a][b] / (len(self._clusters[a]) * len(self._clusters[b]))

    def merge(self) -> list[list[int]]:
        """Join the two most alike that may be joined, until none is alike enough."""
        heap = [(-self._average(a, b), a, b) for a in self._sums for b in self._sums[a] if a < b]
        heapq.heapify(heap)
        while heap and -heap[0][0] >= ALIKE:
            _, a, b = heapq.heappop(heap)
            if a in self._clusters and b in self._clusters and self._may(a, b):
                for entry in self._join(a, b):
                    heapq.heappush(heap, entry)
        return [sorted(members) for _, members in sorted(self._clusters.items())]

    def _may(self, a: int, b: int) -> bool:
        if self._story[a] and self._story[b]:
            return False
        return not self._profiles[a].contradicts(self._profiles[b])

    def _join(self, a: int, b: int) -> list[tuple[float, int, int]]:
        new, self._next = self._next, self._next + 1
        self._clusters[new] = self._clusters.pop(a) + self._clusters.pop(b)
        self._story[new] = self._story[a] or self._story[b]
        self._profiles[new] = self._profile(self._clusters[new])
        for old in (a, b):
            for other, score in self._sums.pop(old).items():
                self._sums[other].pop(old, None)
                if other in self._clusters:
                    self._sums[new][other] = self._sums[other][new] = self._sums[new].get(other, 0.0) + score
        return [(-self._average(other, new), other, new) for other in self._sums[new]]
