"""Which articles are worth comparing: those that share keys, found in a batch or in an archive. Pure.

The work grows with what is new: a key that many hold points nowhere, and of those found only the ones that share the rarest
keys are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from digest.cluster.background import COMMON
from digest.cluster.copies import pointers
from digest.cluster.likeness import HORIZON
from digest.cluster.signature import HEADLINE, OPENING, Signature

#: a key of more articles of a batch, or of an archive, than this points nowhere
CROWD, CROWD_HELD = 100, 40
#: a pair of characters that stands in this share of all articles finds nothing
USUAL = 0.05
#: articles of a batch that one is compared with, and stories of an archive that one is compared with
COMPARED, STORIES = 60, 3

T = TypeVar("T", int, str)


class Archive(Protocol):
    """Where the signatures of earlier runs are kept. Every one of them belongs to a story."""

    def holders(self, keys: Collection[str], since: float, until: float) -> Iterable[tuple[str, str]]:
        """(key, story) of the articles that hold a key and were published (undated ones: first seen) between two times, in
        days since 1970. No more than `CROWD_HELD` + 1 need be told for a key."""

    def members(self, stories: Collection[str]) -> Iterable[tuple[Signature, str]]:
        """All signatures of some stories, each with its story."""

    def recent(self, count: int) -> Iterable[Signature]:
        """The last signatures in order of time, at most so many: how common a term is nowadays."""


class Index:
    """An archive in memory."""

    def __init__(self) -> None:
        self._signatures: dict[str, tuple[Signature, str]] = {}
        self._holders: dict[str, list[str]] = defaultdict(list)
        self._members: dict[str, list[str]] = defaultdict(list)

    def add(self, signature: Signature, story: str) -> None:
        """Keep a signature under its story. An article that is held already keeps its place."""
        if signature.id not in self._signatures:
            self._signatures[signature.id] = signature, story
            self._members[story].append(signature.id)
            for key in keys(signature):
                self._holders[key].append(signature.id)

    def holders(self, keys: Collection[str], since: float, until: float) -> Iterator[tuple[str, str]]:
        """See Archive. Undated articles are of any time."""
        for key in keys:
            found = (self._signatures[article] for article in self._holders.get(key, ()))
            told = [story for one, story in found if one.at is None or since <= one.at <= until]
            yield from ((key, story) for story in told[: CROWD_HELD + 1])

    def members(self, stories: Collection[str]) -> Iterator[tuple[Signature, str]]:
        """See Archive."""
        for story in stories:
            yield from (self._signatures[article] for article in self._members.get(story, ()))

    def recent(self, count: int) -> Iterator[Signature]:
        """See Archive."""
        yield from sorted((one for one, _ in self._signatures.values()), key=lambda s: s.order, reverse=True)[:count]


def keys(one: Signature) -> list[str]:
    """What an article can be found by: shingles of its text, what its opening names and counts, pairs of its headline."""
    found = [f"g{gram}" for gram in pointers(one)]
    for view, least in (("names", OPENING), ("words", OPENING), ("figures", OPENING), ("things", OPENING), ("han", HEADLINE)):
        common = COMMON.get(view, {})
        found += [view[0] + term for term in one.terms(view, least) if common.get(term, 0.0) < USUAL]
    return found


def stories_near(fresh: Iterable[Signature], archive: Archive) -> list[str]:
    """The stories of an archive that new articles may belong to."""
    found: set[str] = set()
    for one in fresh:
        since, until = (one.at - HORIZON, one.at + HORIZON) if one.at is not None else (float("-inf"), float("inf"))
        holders: dict[str, set[str]] = {}
        for key, story in archive.holders(keys(one), since, until):
            holders.setdefault(key, set()).add(story)
        found.update(_nearest((h for h in holders.values() if len(h) <= CROWD_HELD), STORIES, 2))
    return sorted(found)


def pairs(firsts: Sequence[Signature], fresh: Sequence[bool]) -> list[tuple[int, int]]:
    """Pairs of places worth comparing, one of the two fresh; a roundup is like everything and joins nothing."""
    told = [[] if "roundup" in one.cues else keys(one) for one in firsts]
    holders: dict[str, list[int]] = {}
    for at, words in enumerate(told):
        for key in words:
            holders.setdefault(key, []).append(at)
    found: set[tuple[int, int]] = set()
    for at, words in enumerate(told):
        if fresh[at]:
            nearest = _nearest((h for key in words if len(h := holders[key]) <= CROWD), COMPARED + 1)
            found.update((min(at, other), max(at, other)) for other in nearest if other != at)
    return sorted(found)


def _nearest(holders: Iterable[Collection[T]], limit: int, least: int = 1) -> list[T]:
    """Those that share the rarest keys: every key counts for one over its holders, and one key alone is chance."""
    weight: dict[T, float] = defaultdict(float)
    shared: dict[T, int] = defaultdict(int)
    for found in holders:
        for one in found:
            weight[one] += 1 / len(found)
            shared[one] += 1
    best = sorted((-w, one) for one, w in weight.items() if shared[one] >= least)
    return [one for _, one in best[:limit]]
