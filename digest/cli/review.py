"""review: the review room."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from digest.cli.common import Settings, common
from digest.cli.decide import login
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.review.session import Session


@click.command("review", short_help="审稿 (全屏; --plain 为一问一答)")
@click.option("--week", metavar="周", help="例如 2026-W09 (默认: 最近一个有待审稿件的周)")
@click.option("--plain", is_flag=True, help="一问一答, 像 git add -p: 不要全屏终端")
@click.option("--by", envvar="DIGEST_BY", default="", metavar="姓名", help="谁在审稿 (或 DIGEST_BY; 不给则进去后问)")
@click.option("--engine", metavar="引擎", help="合并、拆分后重写用的引擎")
@common
def review_command(settings: Settings, week: str | None, plain: bool, by: str, engine: str | None) -> int:
    """审稿: 左边是稿件, 右边是存档的原文, 每个数字按核对结论着色。进去后按 ? 看全部按键。

    键可以在 prompts/keys.yaml 里改。每个决定立刻存盘, 随时可以退出。
    """
    from digest.review.session import Session
    from digest.store import open_store
    from digest.weeks import parse_week

    name = parse_week(week) if week else ""
    if not plain and not _full_screen():
        raise UsageError("这里不是能全屏的终端 —— 用 digest review --plain")
    home = settings.home()
    with open_store(home.database) as store:
        if plain:
            _plain(Session(home, store, _name(by), week=name, clock=_clock(settings.now), engine=engine))
            return 0
        return _full(Session(home, store, by, week=name, clock=_clock(settings.now), engine=engine))


def _full_screen() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("TERM", "") != "dumb"


def _clock(now: datetime) -> Callable[[], datetime]:
    """A clock that stands at `now` and runs on."""
    start = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - start)


def _name(by: str) -> str:
    asked = _read("谁在审稿? ") if not by and sys.stdin.isatty() else ""
    return (by or asked or login()).strip()


def _plain(session: Session) -> None:
    from digest.review.plain import Plain

    Plain(session, _read, click.echo).run()


def _read(prompt: str) -> str | None:
    click.echo(prompt, nl=False)
    sys.stdout.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        click.echo()
        return None
    return line.decode("utf-8", "replace").rstrip("\r\n")


def _full(session: Session) -> int:
    from digest.review.app import Review
    from digest.review.settings import load_keys

    room = Review(session, load_keys(session.home))
    room.run()
    return room.return_code or 0  # a crash is no quiet end
