"""report: the draft of the whole weekly."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from digest.cli.common import Settings, common, note, say, say_json
from digest.cli.market import fractions, unit
from digest.errors import UsageError

_SEVERITIES = {"error": "✗", "warning": "⚑", "info": "·"}


@click.command("report", short_help="整份报告的草稿")
@click.option("--week", required=True, metavar="周", help="例如 2026-W09")
@click.option(
    "--market",
    "files",
    multiple=True,
    metavar="文件",
    type=click.Path(path_type=Path, dir_okay=False),
    help="行情文件, 可给几个",
)
@click.option(
    "--risk", metavar="文件", type=click.Path(path_type=Path, dir_okay=False), help="风险提示 (默认: prompts/risk.md)"
)
@click.option("--date", "day", metavar="日期", help="报告日期 (默认: 今天, 或那一周之后的周一)")
@click.option("--format", "formats", default="md", show_default=True, metavar="格式,…", help="md (连同 txt), docx")
@click.option("--out", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False), help="默认: outputs/")
@click.option("--preview", is_flag=True, help="连同未审的稿件, 标以【待审】")
@click.option("--skip-void", is_flag=True, help="批准已失效的条目不带, 也不拒绝")
@click.option("--no-charts", is_flag=True, help="不画图表 1–3")
@unit
@common
def report_command(
    settings: Settings,
    *,
    week: str,
    files: tuple[Path, ...],
    risk: Path | None,
    day: str | None,
    formats: str,
    out: Path | None,
    preview: bool,
    skip_void: bool,
    no_charts: bool,
    unit: str | None,
) -> None:
    """拼出整份周报的草稿: 首页、目录、观点骨架、行情、产业动态、风险提示; 并当场检查一遍。"""
    from digest.pipeline.report import FORMATS, draft_report
    from digest.weeks import parse_week

    wanted = [f.strip() for f in formats.split(",") if f.strip()]
    if unknown := [f for f in wanted if f not in FORMATS]:
        raise UsageError(f"没有格式 {', '.join(unknown)} —— 可用: {', '.join(FORMATS)}")
    name, date_printed = parse_week(week), _day(day)
    with settings.desk() as desk:
        done = draft_report(
            desk, name, out or desk.home.outputs, files=files, risk=risk, published=date_printed, formats=wanted,
            fractions=fractions(unit), figures=not no_charts, preview=preview, skip_void=skip_void,
        )  # fmt: skip
    for doubt in done.notes:
        note(f"注意: {doubt}")
    if settings.as_json:
        say_json(
            {"files": [str(f) for f in done.files], "findings": [asdict(f) for f in done.findings], "notes": list(done.notes)}
        )
        return
    for file in done.files:
        say(str(file))
    for f in done.findings:
        say(f"{_SEVERITIES.get(f.severity, '·')} 第 {f.line} 行: {f.message}")
    if not done.findings:
        say("检查: 没有发现问题")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text else None
    except ValueError:
        raise UsageError(f"“{text}” 不是日期 —— 写成 2026-03-02") from None
