"""The `digest` command. Commands only parse, call the corridor and print; heavy libraries load inside them.

Exit codes: 0 done · 1 failed · 2 usage or configuration · 3 partly done · 4 every source failed · 5 another run holds the
lock · 6 refused.
"""

from __future__ import annotations

import os
import sys

import click

from digest import __version__
from digest.cli.common import Settings, common, fail
from digest.errors import DigestError

_ROOMS = {
    "run": "work",
    "crawl": "work",
    "cluster": "work",
    "draft": "work",
    "articles": "look",
    "list": "look",
    "show": "look",
    "search": "look",
    "status": "status",
    "review": "review",
    "approve": "decide",
    "reject": "decide",
    "edit": "decide",
    "move": "decide",
    "merge": "regroup",
    "split": "regroup",
    "undo": "decide",
    "redo": "decide",
    "audit": "decide",
    "check": "check",
    "export": "edition",
    "report": "report",
    "market": "market",
    "tokens": "tokens",
    "add": "intake",
    "sources": "sources",
    "schedule": "schedule",
    "doctor": "doctor",
    "figures": "filters",
    "verify": "filters",
    "extract": "filters",
}


class _Lazy(click.Group):
    """Knows its commands by name and imports a command's module when it's called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        from importlib import import_module

        if cmd_name not in _ROOMS:
            return None
        command = getattr(import_module(f"digest.cli.{_ROOMS[cmd_name]}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest")
@common
def digest(settings: Settings) -> None:
    """AI 与数据要素产业动态: 采集、归并、起草、核对、审定、导出。

    每日: digest run · 审稿: digest list / show / approve / reject · 周一: digest export --week 2026-W09
    """


def main() -> None:
    """Entry point: every error that Digest raises on purpose is one line and its exit code."""
    try:
        code = digest.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except DigestError as error:
        fail(str(error))
        code = error.exit_code
    except KeyboardInterrupt:
        fail("已中断; 再运行一次会接着做")
        code = 130
    except BrokenPipeError:  # `digest list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
