"""What section 2 is made of: how far each index moved in which period, and what the industry costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Mover:
    """An index or an industry: its change over the week and since the year began, in percent; `industry` of the first level.

    The given ranks are what the file itself says.
    """

    name: str
    code: str = ""
    industry: bool = False
    week: Decimal | None = None
    ytd: Decimal | None = None
    week_rank: int | None = None
    ytd_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Valuation:
    """PE-TTM of the industry on a day, and its mean over whole years (`2023-2025`); times."""

    name: str
    value: Decimal
    day: date
    mean: Decimal | None = None
    years: str = ""
    history: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Market:
    """All that the files told of one week. `notes` are doubts for a person, in Chinese."""

    movers: tuple[Mover, ...] = ()
    week: Period | None = None
    ytd: Period | None = None
    valuations: tuple[Valuation, ...] = ()
    origins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
