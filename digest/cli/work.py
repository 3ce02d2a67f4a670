"""run, crawl, cluster, draft: the daily work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Settings, common, note, say, say_json
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.engines import Engine
    from digest.pipeline import Event, Outcome

_STEPS = {"crawl": "采集", "join": "归并", "write": "起草"}
_ENGINE = click.option(
    "--engine", metavar="引擎", help="extractive (默认, 离线) 或 chat:服务/模型, 例如 chat:deepseek/deepseek-v4-flash"
)
_MAX_COST = click.option("--max-cost", type=click.FloatRange(min=0), metavar="美元", help="本次模型费用的上限")
_DRY_RUN = click.option("--dry-run", is_flag=True, help="不采集也不写, 只估算现有事件要问几次、多少 token、多少钱")
_DASK = click.option(
    "--dask",
    envvar="DIGEST_DASK",
    metavar="地址",
    default="",
    help="页面交给 Dask 集群解析, 写调度器的地址, 例如 tcp://host:8786",
)


@click.command("run", short_help="采集、归并、起草 (可随时重跑)")
@_ENGINE
@_MAX_COST
@_DRY_RUN
@_DASK
@common
def run_command(settings: Settings, engine: str | None, max_cost: float | None, *, dry_run: bool, dask: str) -> int:
    """每日一次: 采集到期的来源, 归并同一事件, 起草并核对。可重复运行, 中断后再跑会接着做。"""
    writer = _engine(settings, engine, max_cost)
    return _forecast(settings, writer) if dry_run else _work(settings, writer, ("crawl", "join", "write"), dask=dask)


@click.command("crawl", short_help="只采集")
@_DASK
@common
def crawl_command(settings: Settings, dask: str) -> int:
    """只采集: 取各来源的新条目, 存档页面, 抽取正文。"""
    return _work(settings, _engine(settings, "extractive"), ("crawl",), dask=dask)


@click.command("cluster", short_help="只归并")
@common
def cluster_command(settings: Settings) -> int:
    """只归并: 把同一事件的报道并在一起, 判断所属小节和重要性。"""
    return _work(settings, _engine(settings, "extractive"), ("join",))


@click.command("draft", short_help="只起草")
@_ENGINE
@click.option("--story", metavar="编号", help="只写这一个事件 (事件或稿件的编号, 写开头几位就够)")
@click.option(
    "--compare", metavar="引擎", is_flag=False, flag_value="extractive", default=None,
    help="与另一个引擎 (默认 extractive) 的稿件并排看, 不入库; 要同时给 --story",
)  # fmt: skip
@_MAX_COST
@_DRY_RUN
@common
def draft_command(
    settings: Settings,
    *,
    engine: str | None,
    story: str | None,
    compare: str | None,
    max_cost: float | None,
    dry_run: bool,
) -> int:
    """只起草: 为新的或有变化的事件写稿并核对。"""
    writer = _engine(settings, engine, max_cost)
    if compare:
        if not story:
            raise UsageError("--compare 要知道看哪一个事件 —— 加上 --story 编号")
        return _compare(settings, [writer, _engine(settings, compare, max_cost)], story)
    return _forecast(settings, writer, story) if dry_run else _work(settings, writer, ("write",), story)


def _engine(settings: Settings, name: str | None, max_cost: float | None = None) -> Engine:
    from digest.pipeline import open_engine

    engine = open_engine(settings.home(), name)
    if max_cost is None:
        return engine
    from digest.engines.ladder import Chat

    return replace(engine, ceilings=replace(engine.ceilings, run_cost=max_cost)) if isinstance(engine, Chat) else engine


def _work(settings: Settings, writer: Engine, steps: Sequence[str], story: str | None = None, dask: str = "") -> int:
    from digest.config import load_sources
    from digest.pipeline import run, story_of
    from digest.pipeline.notify import notify

    load_sources(settings.home().sources)  # a broken list is said before anything is touched
    with _progress(quiet=settings.as_json) as tell, settings.desk(create=True, lock=True, tell=tell) as desk:
        desk.scheduler = dask
        outcome = run(desk, writer, steps, story_of(desk, story) if story else "")
        if "crawl" in steps and (trouble := notify(desk, outcome)):
            note(f"digest: {trouble}")
    if settings.as_json:
        say_json(outcome.as_json())
    else:
        say(_summary(outcome, steps))
    return {"ok": 0, "partial": 3, "failed": 4}[outcome.status]


def _forecast(settings: Settings, writer: Engine, story: str | None = None) -> int:
    from digest.pipeline import forecast, story_of

    with settings.desk() as desk:
        found = forecast(desk, writer, story_of(desk, story) if story else "")
    if settings.as_json:
        say_json({"engine": writer.name, **found.as_json()})
        return 0
    say(f"{writer.name}: 待写 {found.stories} 个事件, 其中 {found.cached} 个已有存下的回答, 要问 {found.calls} 次")
    cost = f"约 {found.cost_usd:.4f} 美元" if found.priced else "价格未知 (在 prompts/providers.yaml 里写)"
    say(f"输入约 {found.input_tokens} token, 输出约 {found.output_tokens} token, {cost}; 不含核对不过时的重写")
    if found.calls:
        limits = (
            f"本次 {found.run_ceiling_usd:g} 美元, 当日 {found.day_ceiling_usd:g} 美元 (今天已用 {found.spent_today_usd:.4f})"
        )
        say(f"上限: {limits}")
    return 0


def _compare(settings: Settings, engines: Sequence[Engine], story: str) -> int:
    from digest.cli.beside import beside
    from digest.cli.views import draft_json
    from digest.pipeline import compare, story_of

    with settings.desk() as desk:
        found = compare(desk, story_of(desk, story), engines)
        if settings.as_json:
            say_json([{**draft_json(desk.store, c.draft), "asked": c.engine} for c in found])
            return 0
    say("\n".join(beside([(c.engine, c.draft) for c in found])))
    return 0


def _summary(outcome: Outcome, steps: Sequence[str]) -> str:
    worth_it = [r for r in outcome.sources if r.error and r.status != "waiting"]
    lines = [f"{r.id}: {r.error}" + (f" —— {r.advice}" if r.advice else "") for r in worth_it]
    parts = []
    if "crawl" in steps:
        kinds = [r.status for r in outcome.sources]
        names = {"ok": "有应答", "unchanged": "没有变化", "waiting": "未到期", "skipped": "跳过", "failed": "失败"}
        told = ", ".join(f"{n} {kinds.count(s)}" for s, n in names.items() if s in kinds)
        parts.append(f"来源 {len(kinds)} 个" + (f" ({told})" if told else ""))
        parts.append(f"新条目 {outcome.articles}")
    if "join" in steps:
        parts.append(f"事件 {outcome.stories}")
    if "write" in steps:
        parts.append(f"新稿 {outcome.drafts}")
        lines += _spending(outcome.llm)
    return "\n".join([*lines, f"{' · '.join(parts)} · 用时 {outcome.seconds:.1f} 秒"])


def _spending(llm: Any) -> list[str]:
    lines = []
    if llm["calls"] or llm["cached"]:
        tokens = f"输入 {llm['input_tokens']} (命中缓存 {llm['cached_tokens']}) 输出 {llm['output_tokens']} token"
        used = f"模型: 问了 {llm['calls']} 次, 用存下的回答 {llm['cached']} 次, {tokens}, {llm['cost_usd']:.4f} 美元"
        lines.append(used + (f"; {llm['offline']} 条模型稿没有通过核对, 用了离线稿" if llm["offline"] else ""))
    if llm["waiting"]:
        why = f": {llm['halted']}" if llm["halted"] else ""
        lines.append(f"还有 {llm['waiting']} 个事件等模型来写{why}")
        lines.append("端点的情况看 digest doctor --engine …; 好了再运行一次会接着写, 或用 --engine extractive 先写离线稿")
    return lines


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[Event], None]]:
    """A bar on a terminal; elsewhere one line a failed source."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda event: note(event.text) if "失败" in event.text and not quiet else None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.text import Text

    columns = (TextColumn("{task.fields[step]}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[what]}"), console=console, transient=True) as bars:
        tasks = {step: bars.add_task("", step=name, what="", total=None, visible=False) for step, name in _STEPS.items()}

        def tell(event: Event) -> None:
            what = Text(event.text[:40]).plain.replace("[", "\\[")
            bars.update(tasks[event.step], completed=event.done, total=event.total or None, what=what, visible=True)

        yield tell
