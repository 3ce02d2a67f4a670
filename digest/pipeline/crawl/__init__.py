"""Sources → pages archived → articles filed.

Each source is a chain of visible steps; what a step has to store, it stores in one transaction. The validators of a
list are stored together with the entries it told of, so that a crash never turns into a 304 over items nobody filed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from digest import connectors, fetch, health
from digest.config.keys import variables
from digest.dask_executor import OnCluster
from digest.executor import Killable, fetchers
from digest.model import Source
from digest.pipeline.crawl.again import look_again
from digest.pipeline.crawl.asking import Result
from digest.pipeline.crawl.lists import lists
from digest.pipeline.crawl.pages import RETRY_HOURS, pages
from digest.pipeline.crawl.tokens import tokens
from digest.pipeline.shared import Desk, Event
from digest.pipeline.side_by_side import Chain, SideBySide

__all__ = ["RETRY_HOURS", "Result", "crawl", "says"]


def crawl(
    desk: Desk, sources: Iterable[Source] | None = None, told: Callable[[list[Result]], None] | None = None
) -> list[Result]:
    """Ask every enabled source for what is new and file it. A source's failure is its Result; the others go on.

    `told` hears the results so far whenever a source is done.
    """
    chosen = {s.id: s for s in (desk.sources if sources is None else sources) if s.kind != "import"}
    results: dict[str, Result] = {}

    def ended(name: str, result: Result) -> None:
        results[name] = result
        if told:
            told([results[i] for i in chosen if i in results])
        desk.tell(Event("crawl", f"{chosen[name].name}: {says(result)}", len(results), len(chosen)))

    parsers = OnCluster(desk.scheduler) if desk.scheduler else Killable()
    policy = fetch.Policy(secret=variables(desk.home.root / ".env"))
    with fetchers(len(chosen)) as threads, parsers as workers:
        lanes = SideBySide[Result](threads, workers, policy, {s.id: s.min_interval for s in chosen.values()})
        lanes.run({s.id: _source(desk, s) for s in chosen.values()}, ended)
    fetch.close()
    return [results[name] for name in chosen]


def says(result: Result) -> str:
    """A result in a few Chinese words."""
    if result.status == "ok":
        return f"{result.seen} 条, 新 {result.new} 条" + (f" ({result.error})" if result.error else "")
    return {"unchanged": "没有变化", "waiting": "未到期", "skipped": "跳过", "failed": "失败"}[result.status] + (
        f": {result.error}" if result.error else ""
    )


def _source(desk: Desk, source: Source) -> Chain[Result]:
    if name := connectors.unset(source):
        return Result(source.id, "skipped", error=f"没有设置环境变量 {name}", advice=connectors.UNSET)
    if waits := health.due(source, desk.store.sources.state(source.id), desk.now):
        return Result(source.id, "waiting", error=waits)
    if source.kind == "openrouter":
        return (yield from tokens(desk, source))
    listed = yield from lists(desk, source)
    missed = yield from pages(desk, source)
    if listed.status != "failed":
        yield from look_again(desk, source)
    if missed and listed.status != "failed":
        error = "; ".join(filter(None, [listed.error, f"{missed} 篇没有取到"]))
        listed = replace(listed, error=error, advice=listed.advice or "会自动再试; 原因看 digest articles")
    return listed
