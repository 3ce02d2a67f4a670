"""tokens: OpenRouter's usage by week or month, under named bases."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.views import width
from digest.errors import NotFound, UsageError

if TYPE_CHECKING:
    from digest.usage import Model, Table

_BASES = {"top50": "全部具名模型 (API 每日前 50)", "top9": "前 9 大模型 (与媒体所引周榜图同口径)"}
_COUNTRIES = {"CN": "中国", "US": "美国", "other": "其他", "unknown": "未确认"}


@click.command("tokens", short_help="OpenRouter 用量")
@click.option("--week", metavar="周", help="例如 2026-W09 (默认: 最近一个完整的周)")
@click.option("--month", metavar="月", help="例如 2026-02")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 50), help="列出几个模型")
@common
def tokens_command(settings: Settings, week: str | None, month: str | None, top: int) -> None:
    """OpenRouter 的 Token 用量: 中国、美国、其他, 各模型, 与上期比, 写明口径和截至时间。"""
    from digest.pipeline.crawl.tokens import tables as tables_of

    label, (start, end) = _period(settings.now, week, month)
    with settings.desk() as desk:
        tables = tables_of(desk, start, end)
    if not tables[0].days:
        raise NotFound(f"{label}: 没有 OpenRouter 的数据 —— 设置 OPENROUTER_API_KEY 后运行 digest crawl")
    if settings.as_json:
        say_json({"period": label, "citation": citation(tables[0].as_of), "tables": [_json(t) for t in tables]})
        return
    for line in _lines(label, tables, top):
        say(line)


def _period(now: datetime, week: str | None, month: str | None) -> tuple[str, Any]:
    from digest import usage
    from digest.weeks import parse_week

    if week and month:
        raise UsageError("--week 和 --month 只能给一个")
    if month:
        try:
            return month, usage.month_days(datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC).strftime("%Y-%m"))
        except ValueError:
            raise UsageError(f"“{month}” 不是月份 —— 写成 2026-02") from None
    if week:
        return (name := parse_week(week)), usage.week_days(name)
    last = now.astimezone(UTC).date() - timedelta(days=now.astimezone(UTC).weekday() + 1)  # the Sunday of the last full week
    year, number, _ = last.isocalendar()
    return (name := f"{year}-W{number:02d}"), usage.week_days(name)


def citation(as_of: str) -> str:
    """The line that OpenRouter's terms ask for wherever its figures are shown."""
    return f"Source: OpenRouter (openrouter.ai/rankings), as of {as_of}. Licensed under CC BY 4.0."


def _json(table: Table) -> dict[str, Any]:
    fields = {k: v for k, v in asdict(table).items() if k not in ("models", "vendors", "start", "end")}
    models = [{**asdict(m), "change": m.change} for m in table.models]
    vendors = [{"vendor": name, "country": country, "tokens": n} for name, country, n in table.vendors]
    dates = {"start": table.start.isoformat(), "end": table.end.isoformat(), "complete": table.complete}
    return {**fields, **dates, "models": models, "vendors": vendors}


def _lines(label: str, tables: list[Table], top: int) -> list[str]:
    from digest.bulletin import amount

    first = tables[0]
    lines = [f"{label} ({first.start} 至 {first.end}, UTC)" + ("" if first.complete else f"  只有 {first.days} 天的数据")]
    for table in tables:
        sums = [("CN", table.cn), ("US", table.us), ("other", table.other), ("unknown", table.unknown)]
        lines += ["", f"口径: {_BASES[table.basis]}"]
        lines += [
            f"  {width(_COUNTRIES[k], 8)} {amount(n):>9}  {n / (table.named or 1):6.1%}"
            for k, n in sums
            if n or k in ("CN", "US")
        ]
    lines += ["", f"榜外 (不分国别): {amount(first.rest)}", "", "模型" + " " * 40 + "用量    份额  名次 (上期)  较上期"]
    lines += [_model(m) for m in first.models[:top]]
    if first.unlisted:
        lines += ["", f"不认识的作者, 计入未确认: {', '.join(first.unlisted)} —— 查明后写进 prompts/vendors.yaml"]
    return [*lines, "", citation(first.as_of), "各家模型用各自的分词器计数, 不同厂商之间不能直接相比。"]


def _model(m: Model) -> str:
    from digest.bulletin import amount

    before = f"({m.rank_before})" if m.rank_before else "(新)"
    change = f"{m.change:+.1f}%" if m.change is not None else "—"
    return f"{width(m.slug[:42], 42)} {amount(m.tokens):>9}  {m.share:5.1f}%  {m.rank:>3} {before:<8} {change:>8}"
