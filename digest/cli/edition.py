"""export: the edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Settings, common, note, say, say_json
from digest.cli.decide import by_or_login
from digest.cli.views import iso
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.pipeline.into import Spliced
    from digest.pipeline.publish import Published


@click.command("export", short_help="导出一周")
@click.option("--week", metavar="周", help="例如 2026-W09")
@click.option(
    "--format", "formats", default="md", show_default=True, metavar="格式,…", help="md (连同 txt), docx, html, json, charts"
)
@click.option("--out", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False), help="默认: outputs/")
@click.option("--preview", is_flag=True, help="连同未审的稿件, 标以【待审】")
@click.option("--into", metavar="报告", type=click.Path(path_type=Path), help="替换报告文件里“产业动态”一章, 其余一字不动")
@click.option("--diff", is_flag=True, help="配合 --into: 只看会改什么, 不写")
@click.option("--skip-void", is_flag=True, help="批准已失效的条目不带, 也不拒绝导出")
@click.option("--since-last", is_flag=True, help="另写一份 -changes.md, 标出与上一次导出相比改了什么")
@click.option("--edition", type=int, metavar="号", help="照原样重新导出第几号")
@click.option("--list", "listed", is_flag=True, help="列出导出过的各号")
@by_or_login
@common
def export_command(
    settings: Settings,
    *,
    week: str | None,
    formats: str,
    out: Path | None,
    preview: bool,
    into: Path | None,
    diff: bool,
    skip_void: bool,
    since_last: bool,
    edition: int | None,
    listed: bool,
    by: str,
) -> None:
    """写出第 3 节、首页段落和目录行。只有批准过的条目会出现, 除非用 --preview。每次导出都留底, 随时可以照原样再出一份。"""
    from digest.pipeline.into import put_into
    from digest.pipeline.publish import publish, publish_again
    from digest.weeks import parse_week

    if diff and not into:
        raise UsageError("--diff 要和 --into 一起用")
    name = parse_week(week) if week else ""
    if listed:
        _list(settings, name)
        return
    wanted = _formats(formats)
    if not name and edition is None:
        raise UsageError("要写明哪一周: --week 2026-W09 (或 --edition 号)")
    with settings.desk() as desk:
        folder = out or desk.home.outputs
        if into:
            spliced = put_into(desk, into, name, edition=edition, by=by, dry=diff, preview=preview, skip_void=skip_void)
            _say_into(settings, into, spliced, diff=diff)
            return
        if edition is not None:
            done = publish_again(desk, edition, folder, wanted)
        else:
            done = publish(
                desk, name, folder, preview=preview, formats=wanted, by=by, skip_void=skip_void, since_last=since_last
            )
        hashes = desk.store.editions.files(done.dossier.number)
    _say(settings, done, hashes)


def _formats(text: str) -> list[str]:
    from digest.pipeline.publish import FORMATS

    wanted = list(dict.fromkeys(f.strip() for f in text.split(",") if f.strip()))
    if unknown := [f for f in wanted if f not in FORMATS]:
        raise UsageError(f"没有格式 {', '.join(unknown)} —— 可用: {', '.join(FORMATS)}")
    if not wanted:
        raise UsageError(f"没有给出格式 —— 可用: {', '.join(FORMATS)}")
    return wanted


def _say(settings: Settings, done: Published, hashes: list[dict[str, Any]]) -> None:
    dossier = done.dossier
    if settings.as_json:
        say_json(_json(done, hashes))
        return
    waiting = sum(i.draft.status != "approved" for i in dossier.items)
    number = f" 第 {dossier.number} 号" if dossier.number else ""
    known = " (与上一次导出相同)" if done.known else ""
    say(f"{dossier.week}{number}: {len(dossier.items)} 条" + (f", 其中未审 {waiting} 条" if waiting else "") + known)
    for item in dossier.items:
        if item.continues:
            say(f"  接续 {item.continues}: {item.draft.headline}")
    for skipped in dossier.skipped:
        note(f"没有带上 {skipped.id} {skipped.headline}: {skipped.reason}")
    for change in done.changes or ():
        say(f"  {_CHANGES[change.what]} {change.draft.headline}")
    if done.changes == ():
        say("  与上一次导出相比没有变化")
    for file in done.files:
        say(str(file))


_CHANGES = {"new": "新增", "changed": "有改动", "gone": "撤下"}


def _json(done: Published, hashes: list[dict[str, Any]]) -> dict[str, Any]:
    dossier = done.dossier
    keys = ("id", "status", "section", "headline")
    items = [{**{k: getattr(i.draft, k) for k in keys}, "continues": i.continues or None} for i in dossier.items]
    changes = done.changes and [
        {"what": c.what, "id": c.draft.id, "headline": c.draft.headline, "pairs": c.pairs} for c in done.changes
    ]
    return {
        "week": dossier.week,
        "preview": dossier.preview,
        "edition": dossier.number or None,
        "made_at": iso(dossier.at),
        "made_by": dossier.by or None,
        "items": items,
        "skipped": [{"id": s.id, "headline": s.headline, "reason": s.reason} for s in dossier.skipped],
        "changes": changes,
        "files": [str(f) for f in done.files],
        "hashes": {h["name"]: h["sha256"] for h in hashes},
    }


def _list(settings: Settings, week: str) -> None:
    with settings.desk() as desk:
        rows = [{**r, "at": iso(r["at"])} for r in desk.store.editions.rows(week)]
    if settings.as_json:
        say_json(rows)
        return
    for row in rows:
        say(f"第 {row['number']} 号  {row['week']}  {str(row['at'])[:16].replace('T', ' ')}  {row['by']}  {row['items']} 条")
        for file in row["files"]:
            say(f"    {file['sha256'][:16]}  {file['name']}  {file['size']:,} 字节")
    if not rows:
        say("还没有导出过")


def _say_into(settings: Settings, report: Path, done: Spliced, *, diff: bool) -> None:
    if settings.as_json:
        rest = {"changed": done.changed, "backup": str(done.backup) if done.backup else None, "diff": done.diff}
        say_json({"report": str(report), "edition": done.dossier.number or None, **rest})
    elif diff:
        say(done.diff or "没有变化")
    else:
        say(f"{report}: " + (f"已替换, 原文件留在 {done.backup}" if done.changed else "没有变化"))
    for skipped in done.dossier.skipped:
        note(f"没有带上 {skipped.id} {skipped.headline}: {skipped.reason}")
