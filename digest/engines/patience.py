"""Asking again, with one memory for all who ask: a 429 slows everybody down, and only what may get better is repeated."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from tenacity import AsyncRetrying, RetryCallState, retry_if_result

from digest.engines.providers import Endpoint
from digest.engines.records import AGAIN, HALTS, Answer

#: seconds: the longest pause that is waited out, and the first pause without advice
LONGEST_PAUSE, FIRST_PAUSE = 60.0, 0.5
#: requests in a row without a usable answer, after which the endpoint counts as down
STRIKES = 4
#: how often one question may run into the deadline
TIMEOUTS = 2


class Pace:
    """How fast an endpoint may be asked right now, and whether at all. For one event loop.

    It begins with one request at a time: an endpoint that is broken, or that counts tokens by the billion, shows it before
    the others are on their way, and what all prompts begin with is in the provider's cache when they are.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._most, self._patience = endpoint.concurrency, endpoint.patience
        self._width, self._active, self._good = 1, 0, 0
        self._not_before, self._refused_since, self._refused = 0.0, 0.0, 0
        self._changed = asyncio.Condition()
        self._strikes = 0
        self.halted: Answer | None = None

    async def enter(self) -> None:
        """Wait for a free place and for the end of any pause."""
        async with self._changed:
            while not self.halted and self._active >= self._width:
                await self._changed.wait()
            self._active += 1
        while not self.halted and (pause := self._not_before - time.monotonic()) > 0:
            await asyncio.sleep(min(pause, 1.0))

    async def leave(self, answer: Answer) -> None:
        """Give the place back and learn from what happened."""
        if answer.trouble == "busy":
            self._slow_down(answer)
        elif answer.trouble not in AGAIN:
            self._speed_up()
        self._judge(answer)
        async with self._changed:
            self._active -= 1
            self._changed.notify_all()

    def _slow_down(self, answer: Answer) -> None:
        """Keep all from the door for as long as was asked, and longer each time it wasn't enough."""
        now = time.monotonic()
        self._refused_since = self._refused_since or now
        self._width, self._good = max(1, self._width // 2), 0
        pause = max(answer.wait or 0.0, min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**self._refused))
        self._refused += 1
        self._not_before = max(self._not_before, now + pause)
        if pause > LONGEST_PAUSE or now - self._refused_since + pause > self._patience:
            self.halted = replace(answer, trouble="limit", message=f"一直被限流, 再试要等 {pause:.0f} 秒以上: {answer.message}")

    def _speed_up(self) -> None:
        self._refused_since, self._refused, self._good = 0.0, 0, self._good + 1
        if self._good >= self._width:
            self._width, self._good = min(self._most, self._width + 1), 0

    def _judge(self, answer: Answer) -> None:
        """Stop everybody over what asking again won't cure, and over an endpoint that is down."""
        broken = answer.trouble in AGAIN - {"busy"} or answer.trouble == "refused"
        self._strikes = self._strikes + 1 if broken else 0
        if answer.trouble in HALTS:
            self.halted = answer
        elif self._strikes >= STRIKES and not self.halted:
            self.halted = replace(answer, message=f"连续 {STRIKES} 次没有得到可用的应答: {answer.message}")


async def persist(send: Callable[[], Awaitable[Answer]], pace: Pace, attempts: int) -> Answer:
    """Ask until there's an answer worth having, `attempts` failures, or a halt. Being told to slow down is no failure."""
    failures, timeouts = 0, 0

    async def once() -> Answer:
        nonlocal failures, timeouts
        await pace.enter()
        answer = Answer(trouble="connection")
        try:
            answer = pace.halted or await send()
        finally:
            await pace.leave(answer)
        failures += answer.trouble in AGAIN - {"busy"}
        timeouts += answer.trouble == "timeout"
        return answer

    retrying = AsyncRetrying(
        retry=retry_if_result(lambda answer: answer.trouble in AGAIN),
        stop=lambda _: failures >= attempts or timeouts >= TIMEOUTS or pace.halted is not None,
        wait=_pause,
        retry_error_callback=_last,
    )
    answer: Answer = await retrying(once)
    return answer


def _pause(state: RetryCallState) -> float:
    answer = _last(state)
    if answer.trouble == "busy":
        return random.uniform(0, 0.2)  # the common pause is kept at the door
    grown = FIRST_PAUSE * 2.0 ** (state.attempt_number - 1)
    return min(LONGEST_PAUSE, max(answer.wait or 0.0, random.uniform(grown / 2, grown)))


def _last(state: RetryCallState) -> Answer:
    assert state.outcome is not None
    answer: Answer = state.outcome.result()
    return answer
