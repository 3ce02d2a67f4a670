"""sources: what is read, and how it fares on a close look."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.lines import column, say_under
from digest.cli.views import day, iso, width
from digest.errors import ConfigError, NotFound, Refused

if TYPE_CHECKING:
    from digest.model import Source
    from digest.pipeline.checkup import Checkup


_BY_HAND = "人工交来: digest add"


@click.group("sources", short_help="来源")
def sources_command() -> None:
    """放一份现成的来源表 (init), 读哪些来源 (list), 逐个细看 (check), 与阅读器交换 (opml)。"""


@sources_command.command("init", short_help="放一份现成的 sources.yaml")
@common
def init_command(settings: Settings) -> None:
    """在家里放一份随程序来的 sources.yaml。已经有的不动。"""
    from digest.config import load_sources

    home = settings.home()
    try:
        with home.sources.open("xb") as file:
            file.write(home.shipped_sources().read_bytes())
    except FileExistsError:
        raise Refused(f"{home.sources}: 已经有了, 没有动它 —— 自己的改动写在 sources.local.yaml") from None
    except OSError as error:
        raise ConfigError(f"写不了: {error.strerror}", path=str(home.sources), mend="看文件夹的权限") from None
    sources = load_sources(home.sources)
    if settings.as_json:
        say_json({"file": str(home.sources), "sources": len(sources), "enabled": sum(s.enabled for s in sources)})
        return
    say(f"{home.sources}: {len(sources)} 个来源, 启用 {sum(s.enabled for s in sources)} 个")
    say("接着: digest sources check 逐个看通不通; digest run 采集和起草; digest schedule 装每日任务")


@sources_command.command("list", short_help="列出来源")
@common
def list_command(settings: Settings) -> None:
    """列出 sources.yaml 中的来源, 连同停用的。"""
    from digest.config import load_sources

    sources = load_sources(settings.home().sources)
    if settings.as_json:
        say_json([_row(s) for s in sources])
        return
    indent = column(s.id for s in sources)
    for s in sources:
        state = "" if s.enabled else "停用"
        head = f"{width(s.id, indent)}{width(s.kind, 10)} {width(state, 4)} {width(s.name, 20)} "
        say_under(head, s.url or _BY_HAND, indent)
        if s.note:
            say_under(" " * indent, s.note, indent)
    paused = sum(not s.enabled for s in sources)
    say(f"共 {len(sources)} 个" + (f", 停用 {paused} 个" if paused else "") + "; digest sources check 逐个细看")


def _row(s: Source) -> dict[str, Any]:
    keys = ("id", "name", "kind", "url", "enabled", "lang", "section", "cadence_hours", "lookback_days", "note")
    return {k: getattr(s, k) for k in keys}


@sources_command.command("check", short_help="逐个细看")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@common
def check_command(settings: Settings, ids: tuple[str, ...]) -> int:
    """现在就问一遍: 通不通、几条、最新一条的时间、最新一篇的正文多长和标题、哪里不对 (⚑)。不存任何东西。

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
    found, indent = [], column(s.id for s in chosen)
    for c in check(home, chosen, settings.now, load_names(home).aliases_of("outlet")):
        found.append(c)
        if not settings.as_json:
            _print(every[c.id], c, indent)
    bad = [c for c in found if not c.reachable or (c.wrong and not c.items)]
    if settings.as_json:
        say_json([_checked(c) for c in found])
    elif len(found) > 1:
        doubtful = sum(bool(c.wrong) for c in found) - len(bad)
        say(f"看了 {len(found)} 个: 都好 {len(found) - len(bad) - doubtful}, 有疑问 {doubtful}, 不行 {len(bad)}")
    return 0 if not bad else 4 if len(bad) == len(found) else 3


def _checked(c: Checkup) -> dict[str, Any]:
    fields = {k: getattr(c, k) for k in ("id", "reachable", "items", "title", "characters")}
    return {**fields, "newest": iso(c.newest), "wrong": list(c.wrong)}


def _print(source: Source, c: Checkup, indent: int) -> None:
    by_hand = source.kind == "import"
    state = "人工" if by_hand else "不通" if not c.reachable else "通" if c.items or not c.wrong else "读不了"
    head = f"{width(c.id, indent)}{width(state, 6)} {width(source.name, 20)} "
    say_under(head, _BY_HAND if by_hand else _listed(c), indent)
    if c.title:
        say_under(" " * indent, f"“{c.title}”", indent)
    for line in c.wrong:
        say_under(" " * indent + "⚑ ", line, indent + 2)


def _listed(c: Checkup) -> str:
    """What a list holds, "" where nothing came."""
    newest = f", 最新 {day(iso(c.newest))}" if c.newest else ""
    text = f", 正文 {c.characters} 字" if c.characters else ""
    return f"{c.items} 条{newest}{text}" if c.items else ""


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
