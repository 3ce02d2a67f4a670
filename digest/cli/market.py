"""market: section 2 from files that a terminal exported."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from digest.cli.common import F, Settings, common, note, say, say_json


def unit(command: F) -> F:
    """--unit, for changes that could be either."""
    words = click.Choice(["percent", "fraction"])
    return click.option("--unit", type=words, help="涨跌幅写成 0.62 (percent) 还是 0.0062 (fraction)")(command)


def fractions(word: str | None) -> bool | None:
    """What --unit says; None where it says nothing."""
    return None if word is None else word == "fraction"


@click.command("market", short_help="行情文件 → 市场行情回顾和行业估值")
@click.argument("files", nargs=-1, required=True, metavar="文件…", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--week", metavar="周", help="例如 2026-W09 (默认: 上一周)")
@click.option(
    "--charts", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False), help="把图表 1–3 画到这里 (PNG 和 SVG)"
)
@unit
@common
def market_command(
    settings: Settings, *, files: tuple[Path, ...], week: str | None, charts: Path | None, unit: str | None
) -> None:
    """读 iFinD、Wind 或普通的 CSV、XLSX 导出, 算出第 2 节的句子: 跑输还是跑赢、几个百分点、第几名、估值与均值。"""
    from digest.pipeline.figures import market_figures
    from digest.pipeline.publish import load_layout, write_bytes
    from digest.pipeline.report import market_of
    from digest.weeks import parse_week, week_of

    name = parse_week(week) if week else week_of(settings.now - timedelta(weeks=1))
    layout = load_layout(settings.home())
    found = market_of(files, name, layout, fractions(unit))
    drawn = market_figures(found, layout.whole.industry, found.source) if charts else {}
    written = [write_bytes(charts / file, content) for file, content in drawn.items()] if charts else []
    for doubt in found.notes:
        note(f"注意: {doubt}")
    if settings.as_json:
        say_json(_json(name, found, written))
        return
    for section in found.sections:
        say(layout.house.set(section.text))
        say()
    if found.source:
        say(f"资料来源: {found.source}")
    for file in written:
        say(str(file))


def _json(week: str, found: Any, written: list[Path]) -> dict[str, Any]:
    rows = {
        key: section and {
            "text": section.text,
            "caption": section.caption,
            "values": {name: str(value) for name, value in section.bars},
        }
        for key, section in (("week", found.week), ("ytd", found.ytd), ("valuation", found.valuation))
    }  # fmt: skip
    return {
        "period": week,
        "sections": rows,
        "source": found.source,
        "notes": list(found.notes),
        "files": [str(f) for f in written],
    }
