"""Asking models on the desk's account: remembered answers first, within the ceilings, at the endpoint's pace, all noted."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from types import TracebackType
from typing import Any, Self

from digest.engines import chat
from digest.engines.ladder import Chat
from digest.engines.patience import Pace, persist
from digest.engines.providers import Endpoint
from digest.engines.purse import USUAL_OUTPUT, Purse, Spent, spent, tokens_of
from digest.engines.records import Answer, Ask
from digest.pipeline.shared import Desk
from digest.store.calls import Call
from digest.weeks import BEIJING


@dataclass(slots=True)
class Counts:
    """What a run asked for: requests sent, answers remembered, tokens, and millionths of a dollar."""

    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    micros: int = 0

    def as_json(self) -> dict[str, Any]:
        """The `llm` of `digest run --json`."""
        rows = {name: getattr(self, name) for name in ("calls", "cached", "input_tokens", "cached_tokens", "output_tokens")}
        return {**rows, "cost_usd": round(self.micros / 1e6, 6)}


@dataclass(slots=True)
class _Line:
    """An open line to one endpoint."""

    endpoint: Endpoint
    client: Any
    pace: Pace


@dataclass(slots=True)
class Asking:
    """Answers for one engine's questions within one event loop: `async with Asking(desk, engine) as asking`."""

    desk: Desk
    engine: Chat
    counts: Counts = field(default_factory=Counts)
    _lines: dict[str, _Line] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _purse: Purse = field(init=False)

    def __post_init__(self) -> None:
        self._purse = Purse(self.engine.ceilings, spent_today(self.desk))

    async def __aenter__(self) -> Self:
        for name, endpoint in self.engine.endpoints.items():
            client = await self._stack.enter_async_context(chat.open_client(endpoint))
            self._lines[name] = _Line(endpoint, client, Pace(endpoint))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def halted(self) -> str:
        """Why no more may be asked, in Chinese; empty while asking goes on."""
        halted = self._lines[self.engine.name].pace.halted
        return halted.message if halted else ""

    async def answer(self, ask: Ask, story: str) -> Answer:
        """The answer: a remembered one costs nothing."""
        if known := self.desk.store.calls.reply(ask.key):
            self.counts.cached += 1
            return Answer(text=known[0], model=known[1])
        line = self._lines[ask.via]
        estimate = estimated(self.desk, ask, line.endpoint)

        async def send() -> Answer:
            if reason := self._purse.hold(estimate):
                return Answer(trouble="limit", message=reason)
            real = Spent(calls=1)
            try:
                answer = await chat.send(line.client, line.endpoint, ask)
                real = spent(answer, line.endpoint.price)
            finally:
                self._purse.settle(estimate, real)
            self._note(ask, story, answer, real)
            return answer

        return await persist(send, line.pace, line.endpoint.attempts)

    def _note(self, ask: Ask, story: str, answer: Answer, real: Spent) -> None:
        call = Call(
            datetime.now(UTC), story, ask.purpose, ask.via, ask.prompt_id, ask.key, answer.model, ask.characters,
            answer.input_tokens, answer.cached_tokens, answer.output_tokens, answer.estimated, real.micros,
            round(answer.seconds * 1000), answer.text, f"{answer.trouble}: {answer.message}" if answer.trouble else "",
        )  # fmt: skip
        with self.desk.store.write():
            self.desk.store.calls.add(call)
        self.counts.calls += 1
        self.counts.input_tokens += answer.input_tokens
        self.counts.cached_tokens += answer.cached_tokens
        self.counts.output_tokens += answer.output_tokens
        self.counts.micros += real.micros


def estimated(desk: Desk, ask: Ask, endpoint: Endpoint) -> Spent:
    """What one question will cost, on the high side."""
    return spent(likely(desk, ask), endpoint.price)


def likely(desk: Desk, ask: Ask) -> Answer:
    """An answer's token counts before it's there: as long as those to the same prompt usually are."""
    output = desk.store.calls.usual_output(ask.prompt_id, ask.via) or USUAL_OUTPUT
    return Answer(input_tokens=sum(tokens_of(text) for _, text in ask.messages), output_tokens=output)


def spent_today(desk: Desk) -> Spent:
    """What was spent since midnight in Beijing, by the machine's own clock: money knows no `--now`."""
    midnight = datetime.combine(datetime.now(BEIJING).date(), time(), BEIJING).astimezone(UTC)
    return Spent(*desk.store.calls.since(midnight))
