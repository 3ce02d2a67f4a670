"""When two figures say the same amount: unit class, currency, rounding to the printed digits, words of approximation.

Rule of rounding: half the last printed digit of the *claim*; with 约 the trailing zeros of the claim are not printed digits.
Rule of approximation: 近/不到 lie below, 超/逾/突破/余 at or above, 约 on either side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from digest.model import Figure

ZERO = Decimal(0)
_DIGITS = re.compile(r"\d[\d,，]*(?:[.．](\d+))?")
#: measure words whose exchange changes nothing: 72家, 72个, 72 organisations, 72
_COUNTABLE = frozenset({"", "count", "person", "item", "card", "score"})
_SHARES = frozenset({"percent", "percent_change", "ratio", "times"})


@lru_cache(maxsize=8192)
def number(text: str) -> Decimal | None:
    """A plain decimal string as a number, None where there is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 40 else None


def bounds(figure: Figure) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest amount that the figure names: twice the value where it names one."""
    value = number(figure.value)
    low, high = number(figure.low), number(figure.high)
    if figure.kind in ("range", "vague") or value is None:
        return (low, high) if low is not None and high is not None else None
    return value, value


def is_range(figure: Figure) -> bool:
    """Whether the figure names two ends (300亿至350亿)."""
    return figure.kind == "range" or (number(figure.value) is None and number(figure.low) is not None)


def is_share(figure: Figure) -> bool:
    """Whether the figure is a percentage, a growth, a ratio or a multiple."""
    return figure.unit in _SHARES or figure.kind in ("percent", "growth", "ratio", "times")


def is_points(figure: Figure) -> bool:
    """Whether the figure counts percentage points."""
    return "point" in figure.unit or "point" in figure.kind or figure.unit in ("pp", "bp")


def is_rank(figure: Figure) -> bool:
    """Whether the figure is a place in an order."""
    return figure.kind in ("ordinal", "rank") or figure.unit == "rank"


def is_money(figure: Figure) -> bool:
    """Whether the figure is an amount of money, its currency written."""
    return figure.unit == "money" or bool(figure.currency) or figure.kind == "money"


def same_class(claim: Figure, source: Figure) -> bool:
    """Whether two figures may be compared at all: class of unit, currency. A bare number may stand for any amount."""
    if is_rank(claim) or is_rank(source) or is_points(claim) or is_points(source):
        return is_rank(claim) == is_rank(source) and is_points(claim) == is_points(source)
    if is_share(claim) or is_share(source):
        return is_share(claim) and is_share(source)
    if is_money(claim) and is_money(source):
        return claim.currency == source.currency or not claim.currency or not source.currency
    if is_money(claim) or is_money(source):
        other = source if is_money(claim) else claim
        return other.unit == "" and abs(number(other.value) or ZERO) >= 10_000
    if claim.unit == source.unit:
        return True
    return {claim.unit, source.unit} <= _COUNTABLE or (("" in (claim.unit, source.unit)) and _large(claim, source))


def _large(*figures: Figure) -> bool:
    return all(abs(number(f.value) or ZERO) >= 10_000 for f in figures)


_TENFOLD = {Decimal(1).scaleb(n) for n in range(-12, 25)}


@lru_cache(maxsize=8192)
def step(figure: Figure) -> Decimal:
    """The weight of the last printed digit: 4.12万亿 → 10^10, 72 → 1, 六成 → 10 per cent, 增长2.1倍 → 10 per cent."""
    value = number(figure.value) or number(figure.high)
    if value is None or value == 0:
        return Decimal(1)
    if figure.unit == "ratio" and ("分之" in figure.raw or not _TERMINATES.fullmatch(str(value.normalize()))):
        return abs(value) / 50
    digits = _DIGITS.search(figure.raw.translate(_FULL))
    mantissa = number(digits.group().replace(",", "").replace("，", "").replace("．", ".")) if digits else None
    if digits is None or mantissa is None or mantissa == 0:
        return Decimal(1).scaleb(_lowest_digit(value))
    places = len(digits.group(1) or "")
    if "倍" in figure.raw and is_share(figure) and figure.unit != "times":
        return Decimal(100).scaleb(-places)
    scale = abs(value) / mantissa
    return scale.scaleb(-places) if scale in _TENFOLD else Decimal(1).scaleb(_lowest_digit(value))


#: 0.5 and 0.25, not a third or a seventh
_TERMINATES = re.compile(r"-?\d*\.?\d{0,4}")


def _range_step(figure: Figure) -> Decimal:
    """The weight of the last digit that a range prints, by its finer end."""
    ends = _DIGITS.findall(figure.raw.translate(_FULL))
    found = list(_DIGITS.finditer(figure.raw.translate(_FULL)))
    high, last = number(figure.high), number(found[-1].group().replace(",", "")) if found else None
    if not high or not last or abs(high) / last not in _TENFOLD:
        return Decimal(1).scaleb(_lowest_digit(high or Decimal(1)))
    return (abs(high) / last).scaleb(-max(len(places) for places in ends))


_FULL = {ord("０") + i: ord("0") + i for i in range(10)} | {ord("．"): ord(".")}


@lru_cache(maxsize=8192)
def coarse_step(figure: Figure) -> Decimal:
    """As `step`, but trailing zeros before the unit are taken for rounding too: 约7500亿 → 100亿."""
    value = number(figure.value) or number(figure.high)
    digits = _DIGITS.search(figure.raw.translate(_FULL))
    if digits and digits.group(1):
        return step(figure)  # zeros behind a point are printed on purpose
    if figure.unit == "ratio" and value and step(figure) == abs(value) / 50:
        return abs(value) / 5
    return max(step(figure), Decimal(1).scaleb(_lowest_digit(value))) if value else step(figure)


def _lowest_digit(value: Decimal) -> int:
    """Power of ten of the last digit that is not zero."""
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def as_percent(figure: Figure) -> Decimal | None:
    """Percentages, ratios and multiples on one scale: 2.3倍 → 230, a growth stays what it is."""
    value = number(figure.value)
    if value is None:
        return None
    return value * 100 if figure.unit in ("ratio", "times") or figure.kind in ("ratio", "times") else value


def _growth(figure: Figure) -> bool:
    return figure.unit == "percent_change" or figure.kind == "growth"


def equal(claim: Figure, source: Figure) -> bool:
    """Whether the source's amount, after conversion and rounding, is the claim's, its approximation on the right side."""
    if not same_class(claim, source):
        return False
    mine, theirs = bounds(claim), bounds(source)
    if mine is None or theirs is None:
        return claim.raw == source.raw
    if claim.approx == "vague" and is_range(claim) and not is_range(source):  # 数亿元 for 3.5亿元
        return mine[0] < theirs[0] < mine[1]
    if is_range(claim) or is_range(source):
        tolerance = _range_step(claim) / 2
        return is_range(claim) == is_range(source) and all(abs(a - b) <= tolerance for a, b in zip(mine, theirs, strict=True))
    if is_share(claim):
        return any(close(claim, a, b, source.approx) for a, b in _share_pairs(claim, source))
    return close(claim, mine[0], theirs[0], source.approx)


def same_ends(claim: Figure, found: Sequence[Decimal]) -> bool:
    """Whether two worked-out ends may be printed as the claim prints its range."""
    mine, tolerance = bounds(claim), _range_step(claim) / 2
    return mine is not None and all(abs(a - b) <= tolerance for a, b in zip(mine, found, strict=True))


def _share_pairs(claim: Figure, source: Figure) -> list[tuple[Decimal, Decimal]]:
    a, b = as_percent(claim), as_percent(source)
    if a is None or b is None:
        return []
    multiple = {"times", "ratio"}
    if _growth(claim) and source.unit in multiple:
        return [(a, b - 100)]
    if _growth(source) and claim.unit in multiple:
        return [(a, b + 100)]
    return [(abs(a), abs(b))]


def close(claim: Figure, wanted: Decimal, found: Decimal, found_approx: str = "") -> bool:
    """Whether `found` may be printed as `wanted` the way the claim prints it."""
    fine, coarse = step(claim), coarse_step(claim)
    if claim.unit in ("ratio", "times") and is_share(claim):
        fine, coarse = fine * 100, coarse * 100
    gap = found - wanted
    if gap == 0:
        return not _contrary(claim.approx, found_approx)
    if claim.approx == "over":
        return 0 < gap < min(coarse, abs(wanted) * _OVER) or (abs(gap) <= fine / 2 and found_approx == "over")
    if claim.approx in ("under", "near"):
        return -min(coarse, abs(wanted) * _UNDER) < gap < 0
    if claim.approx in ("about", "vague"):
        return abs(gap) <= min(coarse / 2, abs(wanted) * _ABOUT) or abs(gap) <= fine / 2
    return abs(gap) <= fine / 2 and abs(gap) <= abs(wanted) / 10


def follows(claim: Figure, wanted: Decimal, result: Decimal, *, loose: bool) -> bool:
    """Whether the result of arithmetic may be printed as `wanted`: to the printed digit, looser only where the claim says 约.

    A number of less than twenty of its last digit is exact or nearly so without 约: half a digit would explain almost anything.
    """
    scale = 100 if claim.unit in ("ratio", "times") and is_share(claim) else 1
    fine, coarse = step(claim) * scale, coarse_step(claim) * scale
    gap = abs(result - wanted)
    if loose:
        return gap <= min(max(fine / 2, min(coarse / 2, abs(wanted) / 20)), abs(wanted) / 8)
    if gap > fine / 2:
        return False
    return gap * 100 <= abs(wanted) or _precise(wanted, fine)


def _precise(wanted: Decimal, fine: Decimal) -> bool:
    return abs(wanted) >= fine * 20


#: how far a word of approximation stretches, whatever zeros stand before the unit: 约2000亿 is not 1600亿
_OVER, _UNDER, _ABOUT = Decimal("0.5"), Decimal("0.2"), Decimal("0.07")


def _contrary(claim: str, source: str) -> bool:
    over, below = {"over"}, {"under", "near"}
    return (claim in over and source in below) or (claim in below and source in over) or (claim == "under" and source == "")


def noun(figure: Figure) -> str:
    """What a count counts, as far as it is part of the figure (五部门)."""
    return figure.raw.strip().lstrip("0123456789零一二两三四五六七八九十")
