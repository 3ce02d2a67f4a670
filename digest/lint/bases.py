"""The base of a change where it stands apart: in brackets behind the change, or at the beginning of the next sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from digest.lint.reading import Passage, Quantity
from digest.lint.roles import Term, before, compatible, named_metric, terms

Fits = Callable[[Term, Term], bool]
_ORDER = 30  # two values of one metric are within this many times of each other


def alike(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts may be values of one metric: one unit, one order of size."""
    if not compatible(a, b):
        return False
    return a.value == b.value == 0 or abs(a.value) <= _ORDER * abs(b.value) <= _ORDER**2 * abs(a.value)


def in_brackets(passage: Passage, at: int, levels: Sequence[Term]) -> tuple[Quantity, Quantity] | None:
    """Value and base of 均价8,390元，涨幅30.8%(上周为6,413元): the base stands in brackets behind the amount at `at`."""
    if passage.masked[at + 1 : at + 2] != "(":
        return None
    close = passage.masked.find(")", at, at + 40)
    inside = [t for t in levels if at < t.at < close]
    if len(inside) != 1 or not inside[0].base:
        return None
    base = inside[0].quantity
    current = next((t for t in before(levels, at) if t.level and alike(t.quantity, base)), None)
    return (current.quantity, base) if current else None


def told_later(passage: Passage, at: int, levels: Sequence[Term], fits: Fits) -> tuple[Quantity, Quantity] | None:
    """The value and the base of 2月产量61.9万台，同比增长4.9%。上年2月为59.0万台: the next sentence begins with the base.

    `fits` says whether a base is the one that the change at `at` asks for. None where the values before it are of two metrics.
    """
    current = next((t for t in before(levels, at) if t.level), None)
    if current is None:
        return None
    alone = len(_rivals(current, levels, at)) == 1
    for base in _bases_after(passage, at):
        named = named_metric(base.left)[-2:]
        if not alone and not (named and named in current.left):
            continue  # of several metrics, the base must name its own
        if alike(current.quantity, base.quantity) and fits(base, current):
            return current.quantity, base.quantity
    return None


def _rivals(current: Term, levels: Sequence[Term], at: int) -> set[object]:
    """The values before a change that could be what it is told of: those of the same period and unit."""
    return {
        t.quantity.value
        for t in before(levels, at)
        if t.level and t.period == current.period and t.quantity.unit == current.quantity.unit
    }


def _bases_after(passage: Passage, at: int) -> Iterator[Term]:
    """The labelled bases that the sentence behind begins with."""
    end = passage.sentence_at(at)[1]
    if end >= len(passage.masked):
        return
    for term in terms(passage, *passage.sentence_at(end)):
        if not term.base or "分别" in term.left:
            return
        yield term


def of_a_sum(levels: Sequence[Term], base: Quantity, agrees: Callable[[Quantity], bool]) -> bool:
    """Whether a change follows from the sum of neighbouring values: then a total is wrong, which is another finding."""
    if base.unit in ("percent", "point", "times") or base.value <= 0:
        return False
    told = [t.quantity for t in levels if t.level and t.quantity.unit == base.unit and t.quantity.high is None][:16]
    for start in range(len(told)):
        for stop in range(start + 2, min(start + 5, len(told)) + 1):
            parts = told[start:stop]
            if agrees(replace(parts[0], value=sum((q.value for q in parts), Decimal(0)))):
                return True
    return False
