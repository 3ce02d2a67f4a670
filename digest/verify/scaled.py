"""A price per another quantity: 每千Token 0.0008元 for 每百万Token 0.8元."""

from __future__ import annotations

from decimal import Decimal

from digest.model import Check
from digest.verify import amounts, tuples
from digest.verify.case import Case
from digest.verify.reading import Mark, Reading


def price(case: Case, mark: Mark) -> Check | None:
    """The check of a price whose source gives it for another quantity; None for no such price."""
    per = _quantity(case.claim, mark)
    size = _size(per)
    for n in case.allowed[mark.sentence] if size else ():
        source = case.sources[n]
        for m in source.marks:
            other = _size(_quantity(source, m))
            if (
                size is None
                or not other
                or other == size
                or not amounts.same_class(mark.figure, m.figure)
                or not amounts.is_money(m.figure)
            ):
                continue
            wanted, found = amounts.number(mark.figure.value), amounts.number(m.figure.value)
            same = wanted is not None and found is not None and amounts.close(mark.figure, wanted, found * size / other)
            if same and not any(tuples.differences(case.claim, mark, source, m)):
                return case.check(
                    "sum", mark.figure.start, mark.figure.end, "derived", [case.of(n, m.figure)], "推算：单价的计量单位换算"
                )
    return None


def quantity(case: Case, mark: Mark, done: list[Check]) -> Check | None:
    """The check of the quantity itself, where the price for it was converted."""
    prices = [m for m in case.claim.marks if mark.per and _quantity(case.claim, m) is mark]
    rests = [c for c in done if c.verdict == "derived" and any(c.start == m.figure.start for m in prices)]
    start, end = mark.figure.start, mark.figure.end
    return case.check("sum", start, end, "derived", rests[0].evidence, rests[0].note) if rests else None


def _quantity(reading: Reading, mark: Mark) -> Mark | None:
    """The quantity that a price is for: the nearest of its clause, before it first."""
    if mark.per or not amounts.is_money(mark.figure):
        return None
    found = [m for m in reading.marks_of(mark.sentence) if m.per and m.clause <= mark.clause]
    before = [m for m in found if m.figure.end <= mark.figure.start]
    if before:
        return before[-1]
    return next((m for m in found if m.clause == mark.clause), None)


def _size(mark: Mark | None) -> Decimal | None:
    return amounts.number(mark.figure.value) if mark else None
