"""Money: how many tokens a text is, what they cost, and the ceilings of a run and a day. Pure, but for the purse itself."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from digest.engines.records import Answer
from digest.text import HAN

_HAN = re.compile(f"[{HAN}\u3000-\u303f\uff01-\uff65]")
#: tokens a character, on the high side: today's vocabularies join two Chinese characters about every third time
_PER_HAN, _PER_OTHER = 0.75, 0.32
#: tokens of an item's JSON with its quotes, before anything was measured
USUAL_OUTPUT = 700


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars a million tokens, which is micro-dollars a token."""

    input: float
    cached: float
    output: float

    def micros(self, tokens: int, cached: int, output: int) -> int:
        """Cost in millionths of a dollar, rounded up."""
        return math.ceil(max(0, tokens - cached) * self.input + cached * self.cached + output * self.output)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Where spending stops; `run_seconds` is wall time. Costs in US dollars."""

    run_calls: int
    run_tokens: int
    run_cost: float
    run_seconds: float
    day_calls: int
    day_tokens: int
    day_cost: float


@dataclass(frozen=True, slots=True)
class Spent:
    """Requests, tokens (in and out) and millionths of a dollar."""

    calls: int = 0
    tokens: int = 0
    micros: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.calls + other.calls, self.tokens + other.tokens, self.micros + other.micros)


def tokens_of(text: str) -> int:
    """An estimate, on the high side."""
    han = len(_HAN.findall(text))
    return math.ceil(han * _PER_HAN + (len(text) - han) * _PER_OTHER)


def spent(answer: Answer, price: Price | None) -> Spent:
    """What one answer cost; 0 dollars where no price is known."""
    micros = price.micros(answer.input_tokens, answer.cached_tokens, answer.output_tokens) if price else 0
    return Spent(1, answer.input_tokens + answer.output_tokens, micros)


class Purse:
    """What a run may still spend. Estimates are held back before a request and exchanged for what it really cost."""

    def __init__(self, ceilings: Ceilings, today: Spent = Spent(), clock: Callable[[], float] = time.monotonic) -> None:
        """`today` is what earlier runs of the day have spent."""
        self._ceilings, self._today, self._clock = ceilings, today, clock
        self._started, self._held = clock(), Spent()
        self.run = Spent()

    def hold(self, estimate: Spent) -> str:
        """Hold an estimate back; a reason in Chinese when that would break a ceiling, and then nothing is held."""
        reason = self._over(estimate)
        if not reason:
            self._held += estimate
        return reason

    def settle(self, estimate: Spent, real: Spent) -> None:
        """Exchange an estimate for the real cost."""
        self._held += Spent(-estimate.calls, -estimate.tokens, -estimate.micros)
        self.run += real

    def _over(self, estimate: Spent) -> str:
        c, run = self._ceilings, self.run + self._held + estimate
        day = run + self._today
        limits = (
            (run.calls > c.run_calls, f"本次请求已到上限 {c.run_calls} 次"),
            (run.tokens > c.run_tokens, f"本次 token 已到上限 {c.run_tokens}"),
            (run.micros > c.run_cost * 1e6, f"本次费用已到上限 {c.run_cost:g} 美元"),
            (self._clock() - self._started > c.run_seconds, f"本次写稿已到时限 {c.run_seconds / 60:g} 分钟"),
            (day.calls > c.day_calls, f"当日请求已到上限 {c.day_calls} 次"),
            (day.tokens > c.day_tokens, f"当日 token 已到上限 {c.day_tokens}"),
            (day.micros > c.day_cost * 1e6, f"当日费用已到上限 {c.day_cost:g} 美元"),
        )
        return next((reason for over, reason in limits if over), "")
