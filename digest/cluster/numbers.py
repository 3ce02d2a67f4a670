"""Figures as they are compared: 1100亿美元, $110B and 1,100億美元 are one; 681.3亿 and 681亿 are near. Pure.

Dates and lone small numbers are no evidence of anything and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest import figures
from digest.model import Figure

_SHARES = ("percent", "percentage_point", "percent_change")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: its size in base units, a currency or % or "", and the words it was told in."""

    value: float
    unit: str
    raw: str

    @property
    def key(self) -> str:
        """What two tellings of one figure have in common, rounded to three digits."""
        return f"{self.unit}{self.value:.3g}"


def quantities(text: str, lang: str = "") -> Iterator[Quantity]:
    """Every figure that may tell one event from another; a range or a vague amount counts by its lower end."""
    for figure in figures.find(text, lang=lang):
        size = _size(figure)
        unit = figure.currency or ("%" if figure.unit in _SHARES else "")
        if size is not None and (size >= 10 or unit):
            yield Quantity(size, unit, figure.raw)


def _size(figure: Figure) -> float | None:
    stated = figure.value or figure.low
    if figure.unit == "date" or not stated:
        return None
    size = abs(float(stated))
    return size if size < 1e30 else None


def near(a: Quantity, b: Quantity) -> bool:
    """Whether two figures may be one, told more or less exactly: the same unit and 5 % apart at most."""
    return a.unit == b.unit and abs(a.value - b.value) <= 0.05 * max(a.value, b.value)
