"""approve, reject, edit, move, undo, redo, audit: decisions of a named person, scripted."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import F, Settings, common, read_ids, say, say_json
from digest.cli.views import draft_json, iso, minute
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.decide import Entry
    from digest.model import Draft
    from digest.pipeline import Desk

BY = click.option("--by", required=True, envvar="DIGEST_BY", metavar="姓名", help="谁决定的 (或环境变量 DIGEST_BY)")
_STATUSES = {"pending": "待审", "approved": "已批准", "rejected": "已拒绝", "void": "批准失效"}


def login() -> str:
    """The name of who is logged in to this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def by_or_login(command: F) -> F:
    """--by for commands that may be given without: then it is DIGEST_BY or the login name."""
    return click.option("--by", envvar="DIGEST_BY", default=login, metavar="姓名", help="默认: DIGEST_BY 或登录名")(command)


@click.command("approve", short_help="批准")
@click.argument("ids", nargs=-1, required=True, metavar="编号…")
@BY
@click.option("--note", default="", metavar="理由", help="有无据或冲突的核对时必须写明")
@common
def approve_command(settings: Settings, ids: tuple[str, ...], by: str, note: str) -> None:
    """批准稿件 (编号写 - 则从标准输入读)。批准绑定此刻的正文、证据和来源。"""
    from digest.pipeline import approve

    with settings.desk() as desk:
        show(settings, desk, approve(desk, read_ids(ids), by, note))


@click.command("reject", short_help="拒绝")
@click.argument("ids", nargs=-1, required=True, metavar="编号…")
@click.option("--reason", required=True, metavar="理由", help="1 重复 2 不实 3 不相关 4 过时 5 来源不足 6 分量不够, 或一句话")
@BY
@common
def reject_command(settings: Settings, ids: tuple[str, ...], reason: str, by: str) -> None:
    """拒绝稿件 (编号写 - 则从标准输入读)。“不相关”和“分量不够”会教给分节的判断。"""
    from digest.pipeline import reject

    with settings.desk() as desk:
        show(settings, desk, reject(desk, read_ids(ids), by, reason))


@click.command("edit", short_help="修改标题、正文或来源行")
@click.argument("draft_id", metavar="编号")
@click.option("--headline", metavar="标题")
@click.option("--body", metavar="正文", help="一段一行")
@click.option("--lead", metavar="首页一句", help="首页段落里的一句; 不给则跟着正文开头走")
@click.option(
    "--credit",
    "credits",
    multiple=True,
    metavar="名称",
    help="来源行上的名称, 按次序可给几个; 只能是报道的来源或它们注明的出处",
)
@click.option("--file", "file", metavar="文件", help="第一行是标题, 其余是正文; - 为标准输入")
@click.option("--editor", is_flag=True, help="打开 $VISUAL 或 $EDITOR")
@BY
@common
def edit_command(
    settings: Settings,
    *,
    draft_id: str,
    headline: str | None,
    body: str | None,
    lead: str | None,
    credits: tuple[str, ...],
    file: str | None,
    editor: bool,
    by: str,
) -> None:
    """修改一条稿件: 立刻重新核对, 成为新的一版, 等待批准。什么都不给则只重新核对。"""
    from digest.pipeline import edit, seen_of
    from digest.review.words import Words, verdict_counts

    with settings.desk() as desk:
        given = desk.store.drafts.get(desk.store.drafts.find(draft_id))
        seen = seen_of(desk, given)
        words = _read_words(given, file, editor=editor) or Words(headline, body, lead)
        done = edit(
            desk, given.id, by, headline=words.headline, body=words.body, lead_paragraph=words.lead_paragraph,
            credits=credits or words.credits, seen=seen,
        )  # fmt: skip
        if settings.as_json:
            say_json(draft_json(desk.store, done))
            return
    if done.revision == given.revision:
        say(f"{done.id} 没有变化")
    else:
        say(f"{done.id} 第 {done.revision} 版: {verdict_counts(done)}")
    if credits:
        say(f"(资料来源: {'、'.join(done.credits)})")


def _read_words(given: Draft, file: str | None, *, editor: bool) -> Any:
    from digest.review.editor import edit_file
    from digest.review.words import as_file, from_file

    if editor:
        return from_file(edit_file(as_file(given)))
    if not file:
        return None
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return from_file(raw.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: 读不了 ({error}) —— 要 UTF-8 文本文件") from None


@click.command("move", short_help="换一节")
@click.argument("ids", nargs=-1, required=True, metavar="编号…")
@click.argument("section", metavar="小节")
@by_or_login
@common
def move_command(settings: Settings, ids: tuple[str, ...], section: str, by: str) -> None:
    """把稿件移到另一节 (ai_model、3.1 或 AI模型 都行)。批准过的要重新批准。"""
    from digest.pipeline import move

    with settings.desk() as desk:
        show(settings, desk, move(desk, read_ids(ids), section, by))


@click.command("undo", short_help="撤销上一个决定")
@click.argument("draft_id", required=False, metavar="[编号]")
@click.option("--of", "of", default="", metavar="姓名", help="只撤销这个人的")
@by_or_login
@common
def undo_command(settings: Settings, draft_id: str | None, of: str, by: str) -> None:
    """撤销上一个还作数的决定 (或关于某条稿件的)。撤销本身也记入日志, 可用 redo 重做。"""
    from digest.pipeline import undo

    _turn(settings, undo, draft_id, of, by)


@click.command("redo", short_help="重做刚撤销的决定")
@click.argument("draft_id", required=False, metavar="[编号]")
@click.option("--of", "of", default="", metavar="姓名", help="只重做这个人撤销的")
@by_or_login
@common
def redo_command(settings: Settings, draft_id: str | None, of: str, by: str) -> None:
    """重做刚撤销的决定; 之后又有别的决定时不能。"""
    from digest.pipeline import redo

    _turn(settings, redo, draft_id, of, by)


def _turn(settings: Settings, turn: Callable[..., list[Entry]], draft_id: str | None, of: str, by: str) -> None:
    from digest.decide import ACTIONS

    said = "已重做" if turn.__name__ == "redo" else "已撤销"
    with settings.desk() as desk:
        entries = turn(desk, by, of=of, about=draft_id or "")
        if settings.as_json:
            say_json([_entry_json(e) for e in entries])
            return
    for entry in entries:
        say(f"{entry.draft} {said}: {entry.by} {minute(entry.at)} 的{ACTIONS.get(entry.action, entry.action)}")


@click.command("audit", short_help="决定的日志, 并验证没有被改过")
@click.option("--head", default="", metavar="指纹", help="以前记下的指纹: 验证日志是从那里长出来的")
@common
def audit_command(settings: Settings, head: str) -> int:
    """打印全部决定并验证哈希链。有改动、删除或插入则退出码 1。把最后一行的指纹记在别处, 以后用 --head 验证。"""
    from digest.pipeline import audit

    with settings.desk() as desk:
        found = audit(desk, head)
    if settings.as_json:
        say_json({"entries": [_entry_json(e) for e in found.entries], "head": found.head, "faults": list(found.faults)})
        return 1 if found.faults else 0
    for e in found.entries:
        say(_entry_line(e))
    for fault in found.faults:
        say(f"✗ {fault}")
    if not found.faults:
        say(f"{len(found.entries)} 条决定, 链完整, 指纹 {found.head[:16] or '(空)'}")
    return 1 if found.faults else 0


def _entry_line(e: Entry) -> str:
    from digest.decide import ACTIONS

    why = [e.reason, f"“{e.note}”" if e.note else "", f"第 {e.undoes} 条" if e.undoes else ""]
    bound = f"绑定 {e.text_hash[:12]}" if e.text_hash else ""
    words = [ACTIONS.get(e.action, e.action), e.draft, f"第 {e.revision} 版", bound, *why]
    return f"{e.id:>5}  {minute(e.at)}  {e.by}  {' '.join(filter(None, words))}"


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {**{k: v for k, v in asdict(entry).items() if k != "change"}, "at": iso(entry.at)}


def show(settings: Settings, desk: Desk, drafts: Sequence[Draft]) -> None:
    """Drafts after a decision: one JSON list, or a line each."""
    if settings.as_json:
        say_json([draft_json(desk.store, d) for d in drafts])
        return
    names = {s.id: s.title for s in desk.guide.sections}
    for item in drafts:
        say(f"{item.id} {_STATUSES[item.status]} {names.get(item.section, item.section)}: {item.headline}")
