"""status: how the sources fare, what waits, what publishers changed afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.lines import column, say_under
from digest.cli.look import FATES, STATUSES
from digest.cli.views import iso, minute, width
from digest.weeks import BEIJING

if TYPE_CHECKING:
    from digest.model import Source
    from digest.pipeline import Desk

_STATES = {"ok": "正常", "unchanged": "没有变化", "waiting": "未到期", "skipped": "跳过", "failed": "失败", None: "未采集"}
_RUNS = {"ok": "顺利", "partial": "部分做完", "failed": "失败", "interrupted": "中断了", "running": "没有跑完"}
#: how long a publisher's correction is shown
SHOWN = timedelta(days=30)
#: a daily job that hasn't run for so long isn't running
OVERDUE = timedelta(hours=36)


@click.command("status", short_help="来源、稿件和上次运行的情况")
@common
def status_command(settings: Settings) -> None:
    """来源是否正常、哪里不对、怎么办; 稿件和上次运行的情况; 发布方事后改过或删掉的页面和受影响的稿件。"""
    from digest.config import load_sources

    sources = load_sources(settings.home().sources)
    with settings.desk() as desk:
        rows = _rows(desk, sources)
        last, weeks = desk.store.runs.last(), desk.store.drafts.weeks()
        fates, corrections = desk.store.articles.fates(), _corrections(desk)
    if settings.as_json:
        changed = [{**c, "at": iso(c["at"])} for c in corrections]
        say_json({"last_run": last, "sources": rows, "weeks": weeks, "fates": fates, "corrections": changed})
        return
    indent = column(row["id"] for row in rows)
    for row in rows:
        _print_source(row, indent)
    say(_sum(rows))
    say("文章: " + ", ".join(f"{FATES[f]} {n}" for f, n in fates.items()))
    for week, counts in weeks.items():
        say(f"{week} 稿件: " + ", ".join(f"{STATUSES[s]} {n}" for s, n in counts.items()))
    for c in corrections:
        _print_correction(c)
    for line in _last_run(last, settings.now):
        say(line)


def _last_run(last: dict[str, Any] | None, now: datetime) -> list[str]:
    """When the last run was and how it ended; a run that is overdue is told, or the daily job dies silently."""
    if not last:
        return ["还没有运行过: digest run"]
    ended = f"{_RUNS.get(last['status'], last['status'])}, 用时 {last['seconds'] or 0:.1f} 秒"
    lines = [f"上次运行 {minute(last['now'])}: {ended}"]
    age = now - datetime.fromisoformat(last["now"])
    if age > OVERDUE:
        lines.append(
            f"⚑ 已有 {age.total_seconds() / 86400:.0f} 天没有运行 —— 看每日任务的日志, 或用 digest schedule --install 装上它"
        )
    return lines


def _rows(desk: Desk, sources: tuple[Source, ...]) -> list[dict[str, Any]]:
    latest = desk.store.runs.latest_by_source()
    seen, findings = desk.seen, desk.findings
    last_day = max(desk.store.tokens.days(), default=None)
    days = datetime(last_day.year, last_day.month, last_day.day, tzinfo=BEIJING) if last_day else None
    rows = []
    for s in sources:
        times = seen[s.id].times if s.id in seen else ()
        wrong = [{"kind": f.kind, "message": f.message, "advice": f.advice} for f in findings.get(s.id, [])]
        run = latest.get(s.id, {})
        fields = {k: run.get(k) for k in ("status", "seen", "new", "error", "at", "ok_at")}
        if s.enabled and run.get("status") == "skipped":
            wrong.append({"kind": "skipped", "message": run["error"], "advice": _skipped(s)})
        newest = iso(max(times) if times else days if s.kind == "openrouter" else None)
        told = {"id": s.id, "name": s.name, "kind": s.kind, "enabled": s.enabled}
        rows.append({**told, **fields, "newest": newest, "wrong": wrong})
    return rows


def _skipped(source: Source) -> str:
    from digest.connectors import UNSET, openrouter

    return openrouter.GET_ONE if source.kind == "openrouter" else UNSET


def _corrections(desk: Desk) -> list[dict[str, Any]]:
    """What publishers changed lately, with the editions that printed what rested on it."""
    found = desk.store.corrections.since(desk.now - SHOWN)
    return [{**c, "editions": desk.store.editions.holding(c["draft"]) if c["draft"] else []} for c in found]


def _print_source(row: dict[str, Any], indent: int) -> None:
    state = "停用" if not row["enabled"] else "人工" if row["kind"] == "import" else _STATES.get(row["status"], row["status"])
    # a list that prints days alone gives midnight: that is no time
    newest = width(f"最新 {minute(row['newest']).removesuffix(' 00:00')}" if row["newest"] else "", 16)
    say_under(f"{width(row['id'], indent)}{width(state, 8)}  {newest}  ", row["name"], indent)
    for f in row["wrong"]:
        say_under(" " * indent + "⚑ ", f"{f['message']} —— {f['advice']}", indent + 2)


def _sum(rows: list[dict[str, Any]]) -> str:
    """How many sources are well, and how many are to be looked at."""
    enabled = [r for r in rows if r["enabled"]]
    flagged = sum(bool(r["wrong"]) for r in enabled)
    failed = sum(r["status"] == "failed" for r in enabled)
    return (
        f"来源: 启用 {len(enabled)} 个"
        + (f", 失败 {failed}" if failed else "")
        + (f", 要看的 {flagged} (⚑)" if flagged else ", 都好")
    )


def _print_correction(c: dict[str, Any]) -> None:
    what = "事后改过" if c["kind"] == "changed" else "事后删除"
    say(f"⚑ {minute(c['at'])} {c['credit']} {what}: {c['title']}  {c['url']}")
    if c["kind"] == "changed":
        for old, new in difference(c["old"], c["new"]):
            say(f"    原: {old or '—'}")
            say(f"    今: {new or '—'}")
    if c["draft"]:
        say(f"    受影响的稿件: {c['draft']} ({STATUSES.get(c['status'], c['status'])}) {c['headline']}")
    if c["editions"]:
        say("    已刊于: " + "、".join(f"{e['week']} 第 {e['number']} 号" for e in c["editions"]))


def difference(old: str, new: str, most: int = 3) -> list[tuple[str, str]]:
    """The sentences that differ, as pairs of what stood there and what stands there now."""
    import difflib

    from digest.text import sentences

    before, after = ([text[a:b].strip() for a, b in sentences(text)] for text in (old, new))
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = [(" ".join(before[a:b])[:200], " ".join(after[c:d])[:200]) for tag, a, b, c, d in blocks if tag != "equal"]
    return pairs[:most]
