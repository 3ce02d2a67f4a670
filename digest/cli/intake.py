"""add: manual intake."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from digest.cli.common import Settings, common, fail, say, say_json
from digest.cli.views import iso
from digest.errors import DigestError, UsageError


@click.command("add", short_help="手工交来的文章")
@click.argument("given", nargs=-1, required=True, metavar="网址或文件…")
@click.option("--credit", default="", metavar="名称", help="来源, 按报告中的写法 (默认: 从页面上读)")
@click.option("--published", metavar="时间", help="发布时间, ISO 8601 (默认: 从页面上读)")
@common
def add_command(settings: Settings, given: tuple[str, ...], credit: str, published: str | None) -> int:
    """收下网址、另存的网页 (HTML、MHTML)、文字或 PDF; - 读标准输入。微信文章在浏览器里另存后交来即可。

    存档、核对和来源行与采集来的一样; 之后 digest run 会归并起草。一件收不下不影响其余 (退出码 3)。
    """
    from digest.pipeline.intake import LARGEST, take_in

    at = _moment(published)
    stdin = sys.stdin.buffer.read(LARGEST + 1) if "-" in given else b""
    rows, failed = list[dict[str, object]](), list[DigestError]()
    with settings.desk(create=True, lock=True) as desk:
        for name in dict.fromkeys(given):
            try:
                taken = take_in(desk, name, credit=credit, published=at, stdin=stdin)
            except DigestError as error:
                failed.append(error)
                rows.append({"given": name, "error": str(error)})
                continue
            a = taken.article
            fields = {
                "id": a.id,
                "url": a.url,
                "credit": a.credit,
                "title": a.title,
                "known": taken.known,
                "flags": list(a.flags),
            }
            rows.append({"given": name, **fields, "published_at": iso(a.published.at) if a.published else None})
    if settings.as_json:
        say_json(rows)
    else:
        _print(rows)
    return 0 if not failed else failed[0].exit_code if len(failed) == len(rows) else 3


def _print(rows: list[dict[str, object]]) -> None:
    for row in rows:
        if "error" in row:
            fail(str(row["error"]))
        else:
            state = "早已在库" if row["known"] else "已收下"
            say(f"{row['id']}  {state}: {row['title']} ({row['credit']}, {str(row['published_at'])[:16]})")
    if any("id" in row and not row["known"] for row in rows):
        say("接着: digest run 会归并、起草和核对")


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    from digest.weeks import BEIJING

    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError("--published 不是 ISO 8601 时间 —— 写成 2026-02-27T19:02") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
