"""A claim text, the sources that may carry it, and the records that say what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.model import Article, Check, Evidence, Figure, Verdict
from digest.verify import alignment
from digest.verify.alignment import words
from digest.verify.clause import Finding
from digest.verify.quantities import WHEN
from digest.verify.reading import Mark, Reading


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A claim and its sources.

    `allowed` lists for each sentence of the claim the sources that may carry it (those of the outlet it credits);
    `strangers` are its credits that no source bears out; `copied` tells for a sentence that stands word for word in a source
    which one and where; only what begins at `since` or behind is checked; `told` are the axes (denial, hearsay) that the
    whole text tells; `field` is the draft's.
    """

    claim: Reading
    articles: Sequence[Article]
    sources: Sequence[Reading]
    allowed: Sequence[Sequence[int]]
    strangers: Sequence[Finding]
    copied: dict[int, tuple[int, int]]
    since: int
    told: frozenset[str]
    field: str

    @property
    def marks(self) -> Sequence[Mark]:
        """The figures to be checked."""
        return self.claim.marks_in(self.since, len(self.claim.plain))

    def span(self, n: int, start: int, end: int) -> Evidence:
        """A stretch of a source as evidence."""
        return Evidence(self.articles[n].id, start, end, self.sources[n].text[start:end])

    def of(self, n: int, figure: Figure) -> Evidence:
        """A figure of a source as evidence."""
        return self.span(n, figure.start, figure.end)

    def check(
        self, kind: str, start: int, end: int, verdict: Verdict, evidence: Sequence[Evidence] = (), note: str = ""
    ) -> Check:
        """A check of a stretch of the claim."""
        return Check(kind, self.claim.text[start:end], start, end, self.field, verdict, tuple(evidence), note)

    def of_figure(self, figure: Figure, verdict: Verdict, evidence: Sequence[Evidence] = (), note: str = "") -> Check:
        """A check of one of the claim's figures or dates."""
        kind = "date" if figure.kind in WHEN else "figure"
        return self.check(kind, figure.start, figure.end, verdict, evidence, note)

    def absent(self, found: Finding) -> Check:
        """The check that a contradiction makes."""
        evidence = [self.span(found.source, *found.at)] if found.source >= 0 else []
        return self.check(found.kind, found.start, found.end, "absent", evidence, found.note)

    def likeness(self, mark: Mark, n: int, m: Mark) -> float:
        """How much of the words of a claim figure's clause stand in the clause of a source's figure."""
        start, end = self.claim.clauses[mark.clause]
        a, b = self.sources[n].clauses[m.clause]
        return alignment.cover(words(self.claim.plain[start:end]), words(self.sources[n].plain[a:b]))


def copied(claim: Reading, sources: Sequence[Reading]) -> dict[int, tuple[int, int]]:
    """Sentence number → (source, offset) of the sentences that stand word for word in a source."""
    out = {}
    for number, (start, end) in enumerate(claim.sentences):
        for n, source in enumerate(sources):
            at = source.plain.find(claim.plain[start:end]) if end - start >= 6 else -1
            if at >= 0:
                out[number] = (n, at)
                break
    return out
