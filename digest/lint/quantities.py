"""Amounts and periods of a text as printed: value, unit, and what one in the last printed digit is worth.

`digest.figures` reads them; this module adds what a proof-reader asks: the precision of the printed digits, classifiers no list
knows (8.5万副), units that a list shares (2.85个、4.41个百分点), minus signs behind Chinese words.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from digest import figures
from digest.model import Figure

_DIGITS = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_BARE = re.compile(r"(?<![A-Za-z0-9.,\-/])-?\d{1,6}(?:\.\d{1,4})?(?![A-Za-z0-9.,/]|-[A-Za-z])")
_LATIN = re.compile(r"[A-Za-z] $")
_BARE_STOP = re.compile(r"[版代号年月日时款型岁级英]|以[内上下]|\)|%")
_MINUS_BEFORE = re.compile(r"[\u4e00-\u9fff(（、，：\s|]$|^$")
_LIST_GAP = re.compile(r"[、和及与至或，]|以及")
_CLASSIFIER = re.compile(r"[\u4e00-\u9fff]")
_NO_CLASSIFIER = frozenset(
    "的为是，。、同较环占和与及至到或但而以其则在由从共约达超近仍均也还上下高低增减升降左右多余整内外前后中提升降涨跌收回落购买股是元个再"
)
_LENGTHS = frozenset({"year", "quarter", "week"})
_FAR_AHEAD = 60  # days: a month without a year that would lie further ahead is last year's


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as printed: place in the block's text, value in base units, and what one in its last printed digit is worth.

    `unit` is comparable text (`percent`, `point`, `times`, `rank`, `money:CNY`, `count:家`, `tonne`, …, "" for a bare number).
    For a range `value` is its lower end and `high` its upper end.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str
    raw: str
    approx: str = ""
    high: Decimal | None = None

    @property
    def loose(self) -> bool:
        """Whether the printed words leave the value open: 超、近、数十."""
        return self.approx in ("over", "under", "near", "vague")


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month, quarter, year or span as printed, with its first and last day; `explicit` when the year is printed."""

    start: int
    end: int
    low: date
    high: date
    raw: str
    explicit: bool

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.high - self.low).days + 1

    @property
    def grain(self) -> str:
        """day · week · month · quarter · half · year · span."""
        days = self.days
        if days == 1:
            return "day"
        if days <= 8:
            return "week"
        for name, low, high in (("month", 28, 31), ("quarter", 89, 92), ("half", 181, 184), ("year", 365, 366)):
            if low <= days <= high and self.low.day == 1:
                return name
        return "span"


def amounts(text: str, published: date | None) -> tuple[tuple[Quantity, ...], tuple[Period, ...]]:
    """The amounts and the periods of a text, in order of place."""
    day = datetime(published.year, published.month, published.day) if published else None  # noqa: DTZ001 - Beijing by contract
    return _sorted_out(text, figures.find(text, day, "zh-Hans"), published)


def _sorted_out(text: str, found: Sequence[Figure], published: date | None) -> tuple[tuple[Quantity, ...], tuple[Period, ...]]:
    quantities: list[Quantity] = []
    periods: list[Period] = []
    at = 0
    for figure in [*found, None]:
        quantities += _bare(text, at, figure.start if figure else len(text))
        if figure is None:
            break
        at = figure.end
        period = _period(figure, published)
        if period:
            periods.append(period)
        elif quantity := _quantity(text, figure):
            quantities.append(quantity)
    return tuple(_shared_units(text, quantities)), tuple(periods)


def _period(figure: Figure, published: date | None) -> Period | None:
    if figure.kind not in ("date", "daterange") or not re.search(r"\d|[一二三四]季|半年", figure.raw):
        return None
    try:
        low = date.fromisoformat(figure.low or figure.value)
        high = date.fromisoformat(figure.high or figure.value)
    except ValueError:
        return None
    explicit = bool(re.search(r"\d{4}|\d{2}年", figure.raw))
    period = Period(figure.start, figure.end, low, max(low, high), figure.raw, explicit)
    if not explicit and published and period.grain == "month" and (low - published).days > _FAR_AHEAD:
        period = replace(period, low=low.replace(year=low.year - 1), high=_month_end(low.year - 1, low.month))
    return period


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _quantity(text: str, figure: Figure) -> Quantity | None:
    if figure.kind in ("date", "daterange", "fiscal", "ratio", "vague") or figure.unit in _LENGTHS:
        return None
    digits = list(_DIGITS.finditer(figure.raw))
    if not digits or (figure.kind == "ordinal" and not figure.raw.startswith("第")):
        return None
    value, high = _number(figure.value or figure.low), _number(figure.high)
    if value is None or (
        not figure.unit and value < 0 and "." not in figure.raw and _CLASSIFIER.match(text[figure.start - 1 : figure.start])
    ):
        return None  # 砚台-2 is a name
    start = figure.start
    if figure.kind == "growth":
        value, high = abs(value), abs(high) if high is not None else None
        if high is not None and high < value:
            value, high = high, value
    if text[start - 1 : start] == "-" and value > 0 and _MINUS_BEFORE.search(text[max(0, start - 2) : start - 1]):
        value, start = -value, start - 1
    step = _step(digits[-1], high if high is not None else value)
    unit, end = _unit(text, figure)
    return Quantity(start, end, value, step, unit, text[start:end], figure.approx, high)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 24 else None


def _step(digits: re.Match[str], value: Decimal) -> Decimal:
    """The worth of one in the last printed digit: 1.62万 → 100."""
    printed = Decimal(digits.group().replace(",", "").rstrip("."))
    scale = abs(value) / printed if printed else Decimal(1)
    power = round(float(scale.log10())) if scale > 0 else 0
    return Decimal(1).scaleb(power - len(digits[1] or ""))


def _unit(text: str, figure: Figure) -> tuple[str, int]:
    if figure.kind == "ordinal":
        return "rank", figure.end
    if figure.unit in ("percent", "percent_change"):
        return "percent", figure.end
    if figure.unit == "percentage_point":
        return "point", figure.end
    if figure.unit == "times":
        return "times", figure.end
    if figure.unit == "money":
        return f"money:{figure.currency}", figure.end
    if figure.unit in ("", "count", "person", "card"):
        return _counted(text, figure)
    return figure.unit, figure.end


def _counted(text: str, figure: Figure) -> tuple[str, int]:
    """A count keeps its printed classifier: 72家 and 72个 are told apart, 8.5万副 has one though no list knows it."""
    last = figure.raw[-1]
    if _CLASSIFIER.match(last) and last not in "万亿千百兆":
        return f"count:{last}", figure.end
    following = text[figure.end : figure.end + 1]
    if _CLASSIFIER.match(following) and following not in _NO_CLASSIFIER and (last.isdigit() or last in "万亿千百兆"):
        return f"count:{following}", figure.end + 1
    return ("" if figure.unit in ("", "count") else figure.unit), figure.end


def _bare(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Numbers without a unit that the figures leave out: 得分71.2, 分别为0.46和0.43个百分点."""
    for m in _BARE.finditer(text, start, end):
        decimal = "." in m.group()
        listed = _LIST_GAP.match(text, m.end()) is not None and m.end() == end - 1
        version = len(m.group()) == 3 and _LATIN.fullmatch(text[max(0, m.start() - 2) : m.start()])  # Sonnet 4.5
        if (decimal or listed) and not version and not _BARE_STOP.match(text, m.end()):
            stop = m.end() + (decimal and text[m.end() : m.end() + 1] == "个")
            step = Decimal(1).scaleb(-len(m.group().partition(".")[2]))
            unit = "count:个" if stop > m.end() else ""
            yield Quantity(m.start(), stop, Decimal(m.group()), step, unit, text[m.start() : stop])


def _shared_units(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """In a list the last unit holds for all: 2.85个、4.41个百分点 · 5.10万亿和6.35万亿Token."""
    out: list[Quantity] = []
    following: Quantity | None = None
    for q in reversed(found):
        open_unit = q.unit == "" or (q.unit == "count:个" and following is not None and following.unit == "point")
        if (
            following
            and open_unit
            and following.unit not in ("", "rank")
            and _LIST_GAP.fullmatch(text[q.end : following.start])
        ):
            q = replace(q, unit=following.unit)  # noqa: PLW2901 - the same amount, better known
        out.append(q)
        following = q
    return reversed(out)
