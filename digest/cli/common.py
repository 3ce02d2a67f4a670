"""Options every command takes, and the one way out to the terminal: what is foreign is cleaned here, at the last moment."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from digest.errors import UsageError
from digest.text import clean, one_line

if TYPE_CHECKING:
    from digest.config import Home
    from digest.pipeline import Desk, Event

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Settings:
    """What the common options say."""

    home_path: str | None
    now: datetime
    as_json: bool

    def home(self) -> Home:
        """The home folder. Raises ConfigError."""
        from digest.config import open_home

        return open_home(self.home_path)

    @contextmanager
    def desk(self, *, create: bool = False, lock: bool = False, tell: Callable[[Event], None] | None = None) -> Iterator[Desk]:
        """The desk of this home at this time."""
        from digest.pipeline import open_desk

        with open_desk(self.home(), self.now, create=create, lock=lock, tell=tell or (lambda _: None)) as desk:
            yield desk


def parse_now(text: str | None) -> datetime:
    """The time of `--now`, taken as Beijing time where it names no zone; the clock's when there is none."""
    if not text:
        return datetime.now(UTC)
    from digest.weeks import BEIJING

    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"--now “{one_line(text)}” 不是 ISO 8601 时间 —— 写成 2026-03-01T23:00:00+08:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(UTC)


def common(command: F) -> F:
    """Gives a command --home, --now and --json as `settings`; what the group was given holds unless said again."""

    @click.option(
        "--home", metavar="文件夹", help="sources.yaml、prompts/、db/、outputs/ 所在处 (默认: DIGEST_HOME 或当前目录)"
    )
    @click.option("--now", metavar="时间", help="以此为当前时间 (ISO 8601)")
    @click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档")
    @functools.wraps(command)
    def wrapped(home: str | None, now: str | None, as_json: bool, **rest: Any) -> Any:
        ctx = click.get_current_context()
        outer: Settings | None = ctx.parent.obj if ctx.parent else None
        settings = Settings(
            home or (outer.home_path if outer else None),
            parse_now(now) if now or not outer else outer.now,
            as_json or bool(outer and outer.as_json),
        )
        ctx.obj = settings
        return ctx.invoke(command, settings=settings, **rest)

    return wrapped  # type: ignore[return-value]


# -------------------------------------------------------------------------------------------------------------- output
def say(text: str = "") -> None:
    """A line (or several) for a person on stdout, without anything that a terminal would obey."""
    click.echo(clean(text))


def note(text: str) -> None:
    """A line on stderr: progress and logs."""
    click.echo(one_line(text), err=True)


def fail(text: str) -> None:
    """An error in one line."""
    note(f"digest: {text}")


def say_json(document: Any) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def read_ids(ids: Iterable[str]) -> list[str]:
    """Ids as given; `-` stands for ids on stdin, separated by white space."""
    found: list[str] = []
    for name in ids:
        found += sys.stdin.read().split() if name == "-" else [name]
    if not found:
        raise UsageError("没有给出编号")
    return list(dict.fromkeys(found))
