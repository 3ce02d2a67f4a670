"""What speaks against a place that states a claim's figure: another stage, another owner, the same sentence with another value."""

from __future__ import annotations

from decimal import Decimal

from digest.model import Check, Evidence
from digest.verify import amounts, context, labels, tuples
from digest.verify.alignment import words
from digest.verify.case import Case
from digest.verify.metrics import named
from digest.verify.reading import Mark
from digest.verify.tuples import Difference

#: the share of its words from which a clause speaks of the same thing
_LIKELY = 0.4
#: shares of a claim clause's words: as good as the same clause, and another one
_SAME, _OTHER = 0.8, 0.35
#: what one place may state and another leave open
_OUTRIGHT = frozenset("stage basis base metric round version bound rate compare".split())


def told_otherwise(case: Case, mark: Mark, fits: list[tuple[int, Mark]]) -> Evidence | None:
    """The figure that a source gives in all but the same clause, where the claim's amount stands only in quite another."""
    if case.likeness(mark, *fits[0]) >= _OTHER or len(words(case.claim.plain[slice(*case.claim.clauses[mark.clause])])) < 5:
        return None
    for n in case.allowed[mark.sentence]:
        for m in case.sources[n].marks:
            rival = amounts.same_class(mark.figure, m.figure) and mark.figure.unit == m.figure.unit
            goes_on = any(n == k and abs(m.sentence - f.sentence) <= 1 for k, f in fits)
            if rival and not goes_on and not _within(mark, m) and case.likeness(mark, n, m) >= _SAME:
                return case.of(n, m.figure)
    return None


def _within(mark: Mark, m: Mark) -> bool:
    """Whether a figure is the other one, or an end of it."""
    ends = amounts.bounds(m.figure)
    return amounts.equal(mark.figure, m.figure) or (ends is not None and amounts.number(mark.figure.value) in ends)


def other_stage(case: Case, mark: Mark, fits: list[tuple[int, Mark]]) -> Check | None:
    """A valuation told as before (after) the money, where the sources call another amount that and leave this one open."""
    mine = context.of(case.claim, mark)
    if not (mine.stage and "valuation" in mine.metric) or any(context.of(case.sources[n], m).stage for n, m in fits):
        return None
    for n, source in enumerate(case.sources):
        for m in source.marks:
            theirs = context.of(source, m)
            if (
                amounts.is_money(m.figure)
                and theirs.stage == mine.stage
                and "valuation" in theirs.metric
                and not amounts.equal(mark.figure, m.figure)
            ):
                note = f"口径不同：原文{named(mine.stage)}估值为{m.figure.raw.strip()}"
                return case.check("qualifier", mark.figure.start, mark.figure.end, "absent", [case.of(n, m.figure)], note)
    return None


def overruled(case: Case, mark: Mark, contrary: list[tuple[int, Mark, list[Difference]]], fits: list[tuple[int, Mark]]) -> bool:
    """Who says it outright beats who leaves it open: a title's 估值7300亿 does not carry 投后 where the text says 投前."""
    titles = all(_in_title(case, n, m) for n, m in fits)
    bodies = {n for n, m, _ in contrary if not _in_title(case, n, m)}
    if titles and all(n in bodies for n, _ in fits):
        return True  # a headline leaves out what its text makes clear
    if _exactly(case, mark, contrary, fits):
        return True
    for _, _, wrong in contrary:
        axes = {axis for axis, *_ in wrong}
        if len(axes) == 1 and axes <= _OUTRIGHT:
            (axis,) = axes
            if not any(tuples.states(axis, case.sources[n], m) for n, m in fits):
                return True
    return False


def _exactly(case: Case, mark: Mark, contrary: list[tuple[int, Mark, list[Difference]]], fits: list[tuple[int, Mark]]) -> bool:
    """Whether a clause that is more like the claim's has the very figure in another sense, and the rest are only near it in size."""
    very = [case.likeness(mark, n, m) for n, m, _ in contrary if _size(m) == _size(mark)]
    near = [case.likeness(mark, n, m) for n, m in fits if _size(m) != _size(mark)]
    return bool(very) and len(near) == len(fits) and max(very) >= _LIKELY and max(very) > max(near) + _MARGIN


_MARGIN = 0.2


def _size(mark: Mark) -> Decimal | None:
    size = amounts.as_percent(mark.figure) if amounts.is_share(mark.figure) else amounts.number(mark.figure.value)
    return None if size is None else abs(size)


def anothers(case: Case, mark: Mark, contrary: list[tuple[int, Mark, list[Difference]]], fits: list[tuple[int, Mark]]) -> bool:
    """Whether one source tells whose the figure is, not the claim's, and the others name nobody or something else."""
    if not any(
        axis in ("swap", "subject") and case.likeness(mark, n, m) >= _LIKELY for n, m, wrong in contrary for axis, *_ in wrong
    ):
        return False
    mine = frozenset(w for w in labels.grown(case.claim, mark) if w[0] != "@")
    for n, m in fits:
        label = labels.of(case.sources[n], m)
        theirs = frozenset(w for w in labels.grown(case.sources[n], m) if w[0] != "@")
        if len(mine & theirs) * 4 > len(mine) or (label.who if case.sources[n].lang == "en" else not theirs):
            return False
    return bool(mine)


def _in_title(case: Case, n: int, m: Mark) -> bool:
    return m.figure.start < len(case.articles[n].title)
