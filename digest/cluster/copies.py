"""Signatures → groups of one text: reprints, exact or edited. Pure; linear in the number of articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from digest.cluster.signature import Signature

#: share of the shorter text's shingles that stand in the longer one, from which on it is the same text
REPRINT = 0.6
#: fewer kept shingles (about 60 characters) can't tell a text from a formula
FEWEST = 12
#: of so many names and figures a copy keeps at least that part
FACTS, SHARED = 2, 0.4
#: shingles of a first copy by which later ones find it, and first copies that are compared with a text
POINTERS, COMPARED = 24, 8
#: a shingle of more groups than this is a formula
CROWD = 40


def contained(a: Signature, b: Signature) -> float:
    """Share of the shorter text's shingles that stand in the longer one; 0 for texts too short to tell."""
    shorter = min(len(a.grams), len(b.grams))
    return len(a.grams & b.grams) / shorter if shorter >= FEWEST else 0.0


def formula(a: Signature, b: Signature) -> bool:
    """Whether two texts have other names and figures in the same words: a form that was filled in twice, no copy and no
    report of one event."""
    return contained(a, b) >= REPRINT and _others(a, b)


def _others(a: Signature, b: Signature) -> bool:
    facts = [frozenset((*s.views["names"], *s.views["figures"])) for s in (a, b)]
    fewer = min(map(len, facts))
    return fewer >= FACTS and len(facts[0] & facts[1]) < SHARED * fewer


def pointers(one: Signature) -> list[int]:
    """The shingles by which a text is found: the smallest, which an edited copy most probably shares."""
    return sorted(one.grams)[:POINTERS]


def groups(signatures: Sequence[Signature], known: Mapping[str, str]) -> list[list[Signature]]:
    """Groups of one text, the earliest first in each; articles of two known stories never meet."""
    found = _Groups(known)
    for one in sorted(signatures, key=lambda s: (s.id not in known, s.order)):
        found.add(one)
    return [sorted(group, key=lambda s: s.order) for group in found.groups]


class _Groups:
    """Groups as they grow: each text is compared with a few first copies, never with every copy."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.groups: list[list[Signature]] = []
        self._stories: list[str] = []
        self._known = known
        self._same: dict[str, list[int]] = defaultdict(list)
        self._holders: dict[int, list[int]] = defaultdict(list)

    def add(self, one: Signature) -> None:
        """Put an article into the group of its text, or into a new one."""
        story = self._known.get(one.id, "")
        at = self._find(one, story)
        if at is None:
            at = len(self.groups)
            self.groups.append([])
            self._stories.append(story)
            for gram in pointers(one):
                self._holders[gram].append(at)
            if one.same:
                self._same[one.same].append(at)
        self.groups[at].append(one)

    def _find(self, one: Signature, story: str) -> int | None:
        for at in self._same.get(one.same, ()):
            if self._open(at, one, story):
                return at
        hits: Counter[int] = Counter()
        for gram in one.grams:
            holders = self._holders.get(gram, ())
            if len(holders) <= CROWD:
                hits.update(holders)
        near = sorted(hits.items(), key=lambda hit: (-hit[1], hit[0]))[:COMPARED]
        alike = [(contained(one, self.groups[at][0]), -at) for at, _ in near if self._open(at, one, story)]
        best = max(alike, default=(0.0, 0))
        return -best[1] if best[0] >= REPRINT else None

    def _open(self, at: int, one: Signature, story: str) -> bool:
        """A list is no copy of its items, a form filled in again none of the first, and what the desk put apart stays apart."""
        first = self.groups[at][0]
        same_kind = ("roundup" in first.cues) == ("roundup" in one.cues)
        return same_kind and not _others(first, one) and (not story or self._stories[at] == story)
