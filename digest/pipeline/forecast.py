"""Before money is spent: what a run would cost, and what two engines make of one story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digest import draft
from digest.engines import Engine
from digest.engines.ladder import Chat
from digest.engines.numbered import sheet
from digest.engines.purse import Spent, spent
from digest.errors import NotFound
from digest.model import Draft, Judgement
from digest.pipeline.asking import likely, spent_today
from digest.pipeline.shared import Desk
from digest.pipeline.write import brief_of, composed, due, examples, reply_of


@dataclass(frozen=True, slots=True)
class Forecast:
    """What writing the due stories would take: questions, answers already remembered, tokens, dollars, and how far the
    ceilings let it go. `priced` is False where the model's price is unknown."""

    stories: int
    calls: int
    cached: int
    input_tokens: int
    output_tokens: int
    cost_usd: float
    priced: bool
    spent_today_usd: float
    run_ceiling_usd: float
    day_ceiling_usd: float

    def as_json(self) -> dict[str, Any]:
        """The document of `--dry-run --json`."""
        return {name: getattr(self, name) for name in self.__slots__}


def forecast(desk: Desk, engine: Engine, only: str = "") -> Forecast:
    """Asks nobody and writes nothing."""
    todo = due(desk, engine, only)
    if not isinstance(engine, Chat):
        return Forecast(len(todo), 0, 0, 0, 0, 0.0, True, 0.0, 0.0, 0.0)
    shown, total, said, cached = examples(desk), Spent(), 0, 0
    for item in todo:
        ask = engine.first(sheet(brief_of(desk, item.story, item.judgement)), shown)
        if desk.store.calls.reply(ask.key):
            cached += 1
            continue
        answer = likely(desk, ask)
        total += spent(answer, engine.endpoint.price)
        said += answer.output_tokens
    return Forecast(
        len(todo), total.calls, cached, total.tokens - said, said, total.micros / 1e6, engine.endpoint.price is not None,
        spent_today(desk).micros / 1e6, engine.ceilings.run_cost, engine.ceilings.day_cost,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """One engine's draft of a story, not stored."""

    engine: str
    draft: Draft


def compare(desk: Desk, story: str, engines: Sequence[Engine]) -> list[Compared]:
    """What each engine makes of a story, with its checks. What models answer is remembered and paid for once."""
    row = desk.store.drafts.story_rows([story])[story]
    given = brief_of(desk, story, Judgement(row["section"], row["importance"], reasons=tuple(row["reasons"])))
    return [Compared(e.name, composed(desk, given, reply_of(desk, e, given))) for e in engines]


def story_of(desk: Desk, prefix: str) -> str:
    """The story that a story's or a draft's id begins so. Raises NotFound when none or several do."""
    stories = desk.store.drafts.story_rows()
    found = {s for s in stories if prefix and (s.startswith(prefix) or draft.draft_id(s).startswith(prefix))}
    if len(found) != 1:
        raise NotFound(f"{'没有' if not found else '不止一个'}以 {prefix} 开头的事件或稿件 —— digest list 列出全部")
    return found.pop()
