"""On which day an event fell, by the sentence of a source that tells the same event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify import alignment, amounts, periods
from digest.verify.alignment import words
from digest.verify.case import Case
from digest.verify.reading import Mark, Reading

_NOUN = re.compile(r"的([^，。；：的]{2,8})")


def other_noun(case: Case, mark: Mark, hits: list[tuple[int, Mark]]) -> tuple[int, Mark] | None:
    """2026年1月的C轮, where the sources date that very noun otherwise."""
    noun = _NOUN.match(case.claim.plain, mark.figure.end)
    if not noun or any(case.sources[n].plain.startswith(noun[0], d.figure.end) for n, d in hits):
        return None
    for n in case.allowed[mark.sentence]:
        for d in case.sources[n].dates:
            if case.sources[n].plain.startswith(noun[0], d.figure.end) and not periods.covers(mark.figure, d.figure):
                return n, d
    return None


#: the part of a clause's words that its date's clause has
_SAME_EVENT = 0.3
_EDGE = re.compile(r"[年月季]初")


def other_day(case: Case, mark: Mark, hits: list[tuple[int, Mark]]) -> tuple[int, Mark] | None:
    """The sentence that tells the same event gives another day."""
    if not periods.single(mark.figure) or periods.dateline(case.claim, mark.figure) or _EDGE.search(mark.figure.raw):
        return None
    if case.claim.plain[mark.figure.start - 1 : mark.figure.start] in ("较", "比"):
        return None  # the level that the day's event is held against
    start, end = case.claim.sentences[mark.sentence]
    best = alignment.best_sentences(words(case.claim.plain[start:end]), list(case.sources), 0.4, 0.1)
    days = [(n, d) for n, i, _ in best if n in case.allowed[mark.sentence] for d in days_of(case.sources[n], i)]
    if not _cut_off(case.claim, mark):  # 5月12日披露截至4月底的数: up to when something counts is not when it was told
        days = [(n, d) for n, d in days if not _cut_off(case.sources[n], d)]
    told = {(n, i) for n, i, _ in best}
    told |= {(n, d.sentence) for n, d in hits if _same_amount(case, mark, n, d) or case.likeness(mark, n, d) >= _SAME_EVENT}
    if any(periods.covers(mark.figure, d.figure) for _, d in days) or any((n, d.sentence) in told for n, d in hits):
        return None
    return days[0] if days else None


def _cut_off(reading: Reading, d: Mark) -> bool:
    """Whether a date tells up to when something counts."""
    return d.figure.raw.startswith("截") or reading.plain.startswith(("截至", "截止"), max(0, d.figure.start - 2))


def _same_amount(case: Case, mark: Mark, n: int, d: Mark) -> bool:
    """Whether a sentence that gives the date gives one of the claim's figures of that clause too."""
    mine = [m for m in case.claim.marks if m.clause == mark.clause]
    theirs = case.sources[n].marks_of(d.sentence)
    return any(amounts.equal(a.figure, b.figure) for a in mine for b in theirs)


def days_of(source: Reading, sentence: int) -> Iterator[Mark]:
    """The single days that a sentence names, the day of the wire excepted."""
    for d in source.dates_in(*source.sentences[sentence]):
        if periods.single(d.figure) and not periods.dateline(source, d.figure):
            yield d


def days(source: Reading) -> Iterator[Mark]:
    """The single days that a text names."""
    for sentence in range(len(source.sentences)):
        yield from days_of(source, sentence)
