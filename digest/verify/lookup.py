"""Where an amount may stand in a text: figures by class, plain numbers by size, so that not every figure is compared with every."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from digest.model import Figure
from digest.verify import amounts
from digest.verify.reading import Mark, Reading

#: no rounding and no word of approximation stretches a number further
_LEAST, _MOST = 0.3, 1.7


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Marks by class; the plain numbers in order of size with their sizes, and those without a size."""

    classes: dict[tuple[str, bool], list[tuple[int, Mark]]]
    sizes: list[float]
    sized: list[tuple[int, Mark]]
    unsized: list[tuple[int, Mark]]


def equal(figure: Figure, reading: Reading) -> Iterator[Mark]:
    """The figures of a text that state an amount, in order of place."""
    yield from (m for m in _candidates(figure, _table(reading)) if amounts.equal(figure, m.figure))


def _candidates(figure: Figure, table: _Table) -> list[Mark]:
    kind, size = _class(figure), _size(figure)
    if kind == ("number", True) and figure.approx == "vague":
        return [
            m for _, m in sorted((*table.classes.get(kind, []), *table.classes.get(("number", False), [])), key=lambda x: x[0])
        ]
    if kind != ("number", False) or size is None:
        return [m for _, m in table.classes.get(kind, [])]
    low, high = bisect_left(table.sizes, size * _LEAST), bisect_right(table.sizes, size * _MOST)
    return [m for _, m in sorted((*table.sized[low:high], *table.unsized), key=lambda x: x[0])]


@lru_cache(maxsize=512)
def _table(reading: Reading) -> _Table:
    classes: dict[tuple[str, bool], list[tuple[int, Mark]]] = {}
    for place, mark in enumerate(reading.marks):
        classes.setdefault(_class(mark.figure), []).append((place, mark))
    plain = [(_size(m.figure), n, m) for n, m in classes.get(("number", False), [])]
    sized = sorted(((size, n, m) for size, n, m in plain if size is not None), key=lambda x: (x[0], x[1]))
    unsized = [(n, m) for size, n, m in plain if size is None]
    return _Table(classes, [size for size, *_ in sized], [(n, m) for _, n, m in sized], unsized)


def _class(figure: Figure) -> tuple[str, bool]:
    """What a figure may be compared with: ranks, points, shares or numbers; ranges with ranges."""
    tests = (("rank", amounts.is_rank), ("points", amounts.is_points), ("share", amounts.is_share))
    return next((name for name, test in tests if test(figure)), "number"), amounts.is_range(figure)


def _size(figure: Figure) -> float | None:
    ends = amounts.bounds(figure)
    return abs(float(ends[0])) if ends else None
