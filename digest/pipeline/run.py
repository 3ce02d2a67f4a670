"""One daily run: crawl, join, write, and the record of what it did."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from digest.engines import Engine
from digest.pipeline.crawl import Result, crawl
from digest.pipeline.desk import join
from digest.pipeline.moved import void_moved
from digest.pipeline.shared import Desk, Event
from digest.pipeline.write import Written, write
from digest.text import short_id


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. `status` is ok, partial (some sources failed, or stories wait for a model) or failed (all sources)."""

    run_id: str
    status: str
    sources: Sequence[Result]
    articles: int
    stories: int
    drafts: int
    llm: Mapping[str, Any]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The document of `digest run --json`."""
        rows = [{"id": r.id, "status": r.status, "seen": r.seen, "new": r.new, "error": r.error or None} for r in self.sources]
        return {
            "run_id": self.run_id,
            "status": self.status,
            "sources": rows,
            "articles": self.articles,
            "stories": self.stories,
            "drafts": self.drafts,
            "llm": dict(self.llm),
            "seconds": round(self.seconds, 3),
        }


def run(desk: Desk, engine: Engine, steps: Sequence[str] = ("crawl", "join", "write"), only: str = "") -> Outcome:
    """Do the steps in order and record the run; with `only` no other story is written. Safe to repeat after any crash.

    `articles` counts the items filed, `stories` those in the window, `drafts` those written by this run.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    run_id = short_id("r", started.isoformat(), desk.now.isoformat())
    with desk.store.write():
        desk.store.runs.begin(run_id, "+".join(steps), engine.name, desk.now, started)
    work: dict[str, Callable[[], Any]] = {
        "crawl": lambda: crawl(desk, told=lambda rows: _note(desk, run_id, rows)),
        "join": lambda: _join(desk),
        "write": lambda: write(desk, engine, only),
    }
    done = {step: work[step]() for step in steps}
    results: list[Result] = done.get("crawl", [])
    written: Written = done.get("write", Written())
    status = status_of(results)
    outcome = Outcome(
        run_id,
        "partial" if status == "ok" and written.unfinished else status,
        results,
        sum(r.new for r in results if r.id not in _token_sources(desk)) if results else 0,
        done.get("join", 0),
        written.drafts,
        written.as_json(),
        time.monotonic() - clock,
    )
    counts = {"articles": outcome.articles, "stories": outcome.stories, "drafts": outcome.drafts}
    with desk.store.write():
        desk.store.runs.finish(run_id, outcome.status, outcome.seconds, counts, outcome.llm)
    return outcome


def _join(desk: Desk) -> int:
    stories = join(desk)
    for item in void_moved(desk):
        desk.tell(Event("join", f"批准失效: {item.headline} ({item.approval_note})"))
    return stories


def _token_sources(desk: Desk) -> set[str]:
    return {s.id for s in desk.sources if s.kind == "openrouter"}


def _note(desk: Desk, run_id: str, rows: Sequence[Result]) -> None:
    with desk.store.write():
        desk.store.runs.sources(run_id, [asdict(r) for r in rows])


def status_of(results: Sequence[Result]) -> str:
    """ok, partial or failed, by the sources that were asked."""
    asked = [r for r in results if r.status != "skipped"]
    failed = [r for r in asked if r.status == "failed"]
    if not failed:
        return "ok"
    return "failed" if len(failed) == len(asked) else "partial"
