"""A clause of the claim beside the source clauses that share its words, and what a rule may find there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest.verify import alignment
from digest.verify.alignment import Place, words
from digest.verify.reading import Reading, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction: what kind of check it is, where in the claim, why (Chinese), and the source's place."""

    kind: str
    start: int
    end: int
    note: str
    source: int = -1
    at: Span = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One clause: its claim, number and span, the sources, the source clauses that share its words, the best first.

    `told` are the axes (denial, hearsay) that the whole text tells, of which the claim may be a passage.
    """

    claim: Reading
    number: int
    span: Span
    sources: list[Reading]
    near: list[Place]
    told: frozenset[str]

    @property
    def said(self) -> str:
        """The clause's folded text."""
        return self.claim.plain[self.span[0] : self.span[1]]

    def axes(self) -> set[str]:
        """The axes of the clause's cue words."""
        return {c.axis for c in self.claim.cues_in(*self.span)}

    def text_of(self, place: Place) -> str:
        """The folded text of a source clause."""
        start, end = self.sources[place.source].clauses[place.clause]
        return self.sources[place.source].plain[start:end]

    def against(self, place: Place, kind: str, note: str) -> Finding:
        """A finding about the whole clause, pointing at a source clause."""
        return Finding(kind, *self.span, note, place.source, self.sources[place.source].clauses[place.clause])


def of(
    claim: Reading, sources: list[Reading], since: int = 0, told: frozenset[str] = frozenset(), least: float = 0.34
) -> Iterator[Clause]:
    """Every clause of a claim from an offset on, with the source clauses that cover at least that part of its words."""
    for number, span in enumerate(claim.clauses):
        if span[0] >= since:
            near = alignment.places(words(claim.plain[span[0] : span[1]]), sources, least)
            yield Clause(claim, number, span, sources, near, told)
