"""sources: what is read, and how it fares on a close look."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.views import day, iso, width
from digest.errors import NotFound

if TYPE_CHECKING:
    from digest.model import Source
    from digest.pipeline.checkup import Checkup


@click.group("sources", short_help="来源")
def sources_command() -> None:
    """读哪些来源 (list), 逐个细看 (check), 与阅读器交换 (opml)。"""


@sources_command.command("list", short_help="列出来源")
@common
def list_command(settings: Settings) -> None:
    """列出 sources.yaml 中的来源, 连同停用的。"""
    from digest.config import load_sources

    sources = load_sources(settings.home().sources)
    if settings.as_json:
        say_json([_row(s) for s in sources])
        return
    for s in sources:
        state = "" if s.enabled else "停用"
        say(f"{width(s.id, 20)} {width(s.kind, 10)} {width(state, 4)} {width(s.name, 20)} {s.url}".rstrip())
        if s.note:
            say(" " * 21 + s.note)


def _row(s: Source) -> dict[str, Any]:
    keys = ("id", "name", "kind", "url", "enabled", "lang", "section", "cadence_hours", "lookback_days", "note")
    return {k: getattr(s, k) for k in keys}


@sources_command.command("check", short_help="逐个细看")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@common
def check_command(settings: Settings, ids: tuple[str, ...]) -> int:
    """现在就问一遍: 通不通、几条、最新一条的时间、正文多长、标题样例、哪里不对。不存任何东西。

    退出码: 0 都好, 3 有的不好, 4 都不好。
    """
    from digest.config import load_sources
    from digest.pipeline import load_names
    from digest.pipeline.checkup import check

    home = settings.home()
    every = {s.id: s for s in load_sources(home.sources)}
    if unknown := [i for i in ids if i not in every]:
        raise NotFound(f"没有来源 {', '.join(unknown)} —— digest sources list 列出全部")
    chosen = [every[i] for i in ids] if ids else [s for s in every.values() if s.enabled]
    found = check(chosen, settings.now, load_names(home).aliases_of("outlet"))
    if settings.as_json:
        say_json([_checked(c) for c in found])
    else:
        for c in found:
            _print(every[c.id], c)
    bad = [c for c in found if not c.reachable or (c.wrong and not c.items)]
    return 0 if not bad else 4 if len(bad) == len(found) else 3


def _checked(c: Checkup) -> dict[str, Any]:
    fields = {k: getattr(c, k) for k in ("id", "reachable", "items", "title", "characters")}
    return {**fields, "newest": iso(c.newest), "wrong": list(c.wrong)}


def _print(source: Source, c: Checkup) -> None:
    state = "通" if c.reachable else "不通"
    newest = f"最新 {day(iso(c.newest))}  正文 {c.characters:5} 字"
    say(f"{width(c.id, 20)} {width(state, 4)} {c.items:4} 条  {newest}  {source.name}")
    if c.title:
        say(" " * 21 + f"“{c.title}”")
    for line in c.wrong:
        say(" " * 21 + f"⚑ {line}")


@sources_command.command("opml", short_help="与阅读器交换订阅")
@click.argument("file", required=False, metavar="[文件]")
@common
def opml_command(settings: Settings, file: str | None) -> None:
    """不带文件: 把订阅源写成 OPML 到标准输出。带文件 (或 -): 把其中的订阅写成 sources.yaml 的行, 供挑选后粘贴。"""
    from digest.config import load_sources
    from digest.connectors import opml

    sources = load_sources(settings.home().sources)
    if file is None:
        click.echo(opml.write(sources), nl=False)
        return
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise NotFound(f"{file}: {error.strerror or error}") from None
    rows = [r for r in opml.read(data, [s.id for s in sources]) if r["url"] not in {s.url for s in sources}]
    if settings.as_json:
        say_json(rows)
        return
    import yaml

    say(yaml.safe_dump({"sources": rows}, allow_unicode=True, sort_keys=False).rstrip() if rows else "没有新的订阅")
