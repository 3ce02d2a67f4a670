"""Arithmetic over printed numbers: each stands for the interval that rounds to it. Decimal only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext

from digest.lint.reading import Quantity

_PRINTED = re.compile(r"-?[\d,]+(?:\.\d+)?")
_HALF, _EXACT = Decimal("0.5"), Decimal("0.05")
_ROUNDED = frozenset({"percent", "point", "times", "score", ""})
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    @property
    def middle(self) -> Decimal:
        """The value in the middle."""
        return (self.low + self.high) / 2

    @property
    def magnitude(self) -> Interval:
        """Without the sign."""
        if self.low >= 0:
            return self
        if self.high <= 0:
            return Interval(-self.high, -self.low)
        return Interval(ZERO, max(-self.low, self.high))


def of(quantity: Quantity) -> Interval:
    """What a printed number may stand for: half of its last digit either way, more where the words leave it open.

    A whole number without 万 or 亿 (1,999元, 352家) is meant as it stands.
    """
    counted = (
        quantity.step == 1 and not quantity.approx and quantity.unit not in _ROUNDED and quantity.value == int(quantity.value)
    )
    slack = quantity.step * (20 if quantity.loose else _EXACT if counted else _HALF)
    high = quantity.value if quantity.high is None else quantity.high
    return Interval(quantity.value - slack, high + slack)


def ratio(part: Quantity, whole: Quantity) -> Interval | None:
    """`part` over `whole` in percent; None where the whole may be zero."""
    p, w = of(part), of(whole)
    if w.low <= 0 <= w.high:
        return None
    with localcontext() as context:
        context.prec = 40
        ends = [100 * a / b for a in (p.low, p.high) for b in (w.low, w.high)]
    return Interval(min(ends), max(ends))


def growth(current: Quantity, base: Quantity) -> Interval | None:
    """Change of `current` over `base` in percent, losses by their size; None where it can't be said."""
    if current.value * base.value <= 0:
        return None
    share = ratio(_positive(current), _positive(base))
    return Interval(share.low - 100, share.high - 100) if share else None


def _positive(quantity: Quantity) -> Quantity:
    if quantity.value >= 0:
        return quantity
    low = quantity.high if quantity.high is not None else quantity.value
    high = -quantity.value if quantity.high is not None else None
    return Quantity(quantity.start, quantity.end, -low, quantity.step, quantity.unit, quantity.raw, quantity.approx, high)


def said(value: Decimal, step: Decimal) -> str:
    """A computed value with the digits of a printed one."""
    exponent = step if step < 1 else Decimal(1)
    return f"{value.quantize(exponent):f}" if abs(value) < Decimal(10) ** 20 else str(value)


def like(quantity: Quantity, value: Decimal) -> str:
    """A computed value printed like a quantity: its digits, its 万 or 亿, its unit."""
    number = _PRINTED.match(quantity.raw)
    if number is None:
        return said(value, Decimal(1))
    decimals = len(number.group().partition(".")[2])
    scale = quantity.step.scaleb(decimals)
    return said(value / scale, Decimal(1).scaleb(-decimals)) + quantity.raw[number.end() :]
