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


_TODAY = re.compile(r"今[天日晨晚]|当[天日]|(?:earlier )?today", re.I)
_NOTED = re.compile(
    r"(?:实际|官方|正式|原)?(?P<what>发布|公布|上线|公告|成立|签署|签约|开源|举行|上市)(?:时间|日期|日)(?:应?为|应?是|在|：|:)\s*$"
)


def noted_day(case: Case, mark: Mark, hits: list[tuple[int, Mark]]) -> tuple[int, Mark] | None:
    """The day that a source notes for the event (官方发布时间为), where the claim's day is only the 今天 of its prose."""
    if not all(_TODAY.fullmatch(d.figure.raw.strip()) for _, d in hits):
        return None
    start, end = case.claim.clauses[mark.clause]
    for n in {n for n, _ in hits}:
        for d in days(case.sources[n]):
            noted = _NOTED.search(case.sources[n].plain, max(0, d.figure.start - 16), d.figure.start)
            if noted and noted["what"] in case.claim.plain[start:end] and not periods.covers(mark.figure, d.figure):
                return n, d
    return None


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
