"""status: how the sources fare, what waits, what publishers changed afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.look import FATES, STATUSES
from digest.cli.views import iso, minute, width

if TYPE_CHECKING:
    from digest.model import Source
    from digest.pipeline import Desk

_STATES = {"ok": "正常", "unchanged": "没有变化", "waiting": "未到期", "skipped": "跳过", "failed": "失败", None: "未采集"}
#: how long a publisher's correction is shown
SHOWN = timedelta(days=30)


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
    for row in rows:
        _print_source(row)
    say("文章: " + ", ".join(f"{FATES[f]} {n}" for f, n in fates.items()))
    for week, counts in weeks.items():
        say(f"{week} 稿件: " + ", ".join(f"{STATUSES[s]} {n}" for s, n in counts.items()))
    for c in corrections:
        _print_correction(c)
    if last:
        say(f"上次运行 {minute(last['now'])}: {last['status']}, 用时 {last['seconds'] or 0:.1f} 秒")


def _rows(desk: Desk, sources: tuple[Source, ...]) -> list[dict[str, Any]]:
    from digest import health

    latest = desk.store.runs.latest_by_source()
    seen = desk.seen
    rows = []
    for s in sources:
        times, unread = seen.get(s.id, ([], 0))
        found = health.findings(s, desk.store.sources.state(s.id), times, unread, desk.now) if s.enabled else []
        wrong = [{"kind": f.kind, "message": f.message, "advice": f.advice} for f in found]
        run = latest.get(s.id, {})
        fields = {k: run.get(k) for k in ("status", "seen", "new", "error", "at", "ok_at")}
        newest = iso(max(times)) if times else None
        rows.append({"id": s.id, "name": s.name, "enabled": s.enabled, **fields, "newest": newest, "wrong": wrong})
    return rows


def _corrections(desk: Desk) -> list[dict[str, Any]]:
    """What publishers changed lately, with the editions that printed what rested on it."""
    found = desk.store.corrections.since(desk.now - SHOWN)
    return [{**c, "editions": desk.store.editions.holding(c["draft"]) if c["draft"] else []} for c in found]


def _print_source(row: dict[str, Any]) -> None:
    state = _STATES.get(row["status"], row["status"]) if row["enabled"] else "停用"
    newest = minute(row["newest"])
    say(f"{width(row['id'], 20)} {width(state, 8)}  最新 {newest}  {row['name']}")
    for f in row["wrong"]:
        say(f"{'':20} ⚑ {f['message']} —— {f['advice']}")


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
