"""check: a whole report read before it is signed."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.views import width
from digest.errors import NotFound, UsageError
from digest.text import one_line

if TYPE_CHECKING:
    from digest.lint import Finding, Style
    from digest.model import Draft

_SEVERITIES = {"error": "错误", "warning": "存疑", "info": "提示"}
_LARGEST = 4_000_000  # bytes; a report of 200 pages has a tenth of that
_NOT_TEXT = {b"PK\x03\x04": "Word 或压缩文件", b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "旧版 Word 文件", b"{\\rt": "RTF"}


@click.command("check", short_help="签发前通读整篇报告")
@click.argument("file", metavar="文件")
@click.option("--week", metavar="周", help="并核对报告中的产业动态与这一周已审定的条目, 例如 2026-W09")
@common
def check_command(settings: Settings, file: str, week: str | None) -> int:
    """签发前通读整篇报告 (文本或 markdown, “-” 为标准输入): 算术、排名、日期、前后不一、丢失的限定、用词。

    退出码: 0 没有错误 (可以有存疑和提示) · 1 有错误 · 2 用法不对或文件读不了
    """
    from digest import lint
    from digest.pipeline.shared import load_names

    text = _read(file)
    items = _approved(settings, week) if week else None
    findings = lint.check(text, style=_style(settings), names=load_names(settings.home()))
    if items is not None:
        findings = sorted([*findings, *lint.against(items, text)], key=lambda f: (f.line, f.start))
    if settings.as_json:
        say_json([asdict(f) for f in findings])
    else:
        _print(findings)
    return 1 if any(f.severity == "error" for f in findings) else 0


def _print(findings: list[Finding]) -> None:
    for f in findings:
        say(f"{f.line:>5}:{f.start + 1:<4} {_SEVERITIES[f.severity]}  {width(f.rule, 20)} {one_line(f.message)}")
        if f.expected:
            say(f"{'':12}{one_line(f.found)[:60]} → {one_line(f.expected)[:60]}")
    counts: Counter[str] = Counter(f.severity for f in findings)
    say(", ".join(f"{name} {counts[key]}" for key, name in _SEVERITIES.items()))


def _style(settings: Settings) -> Style:
    """The house style of this home, or the one that comes with the package. Raises ConfigError."""
    from digest import lint
    from digest.config import load_yaml, located

    path = settings.home().prompt("house_style.yaml")
    data, node = load_yaml(path)
    with located(path, node):
        return lint.style(data)


def _approved(settings: Settings, week: str) -> list[Draft]:
    from digest.weeks import parse_week

    with settings.desk() as desk:
        return list(desk.store.drafts.select(parse_week(week), ["approved"]))


# ------------------------------------------------------------------------------------------------------------------ bytes
def _read(file: str) -> str:
    """The text of a file: UTF-8 with or without BOM, UTF-16 with one, else GB18030. Raises UsageError."""
    data = _bytes(file)
    if len(data) > _LARGEST:
        raise UsageError(f"{file}: {len(data) // 1_000_000} MB, 不像一篇报告")
    for magic, what in _NOT_TEXT.items():
        if data.startswith(magic):
            raise UsageError(f"{file}: 是{what} —— 先另存为纯文本或 markdown")
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UsageError(f"{file}: 既不是 UTF-8 也不是 GB18030 文本 —— 另存为 UTF-8")


def _bytes(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(_LARGEST + 1)
    try:
        with Path(file).open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except OSError as error:
        raise NotFound(f"{file}: {error.strerror or error} —— 给出存在的文件") from None
