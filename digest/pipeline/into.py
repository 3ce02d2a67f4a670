"""The edition put into a report file that somebody else writes: the old bytes stay beside it, the new ones come all at once."""

from __future__ import annotations

import difflib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from digest import export
from digest.errors import DigestError, UsageError
from digest.export import Dossier
from digest.pipeline.publish import layout_of, made, recorded, write_bytes
from digest.pipeline.shared import Desk

#: what somebody writes by hand is far smaller; a mistaken file name need not fill the memory
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Spliced:
    """What was put in: whether anything changed, where the old file is kept, and the difference as lines."""

    dossier: Dossier
    changed: bool
    backup: Path | None
    diff: str


def put_into(
    desk: Desk,
    report: Path,
    week: str,
    *,
    edition: int | None = None,
    by: str = "",
    dry: bool = False,
    preview: bool = False,
    skip_void: bool = False,
) -> Spliced:
    """Replace the chapter in a report, or with `dry` only say how. The file before is kept as `REPORT.bak`.

    Raises UsageError when the place isn't plain to see, DigestError when the file can't be read or written, Refused.
    """
    target = report.resolve()
    old = _read(target, report, dry=dry)
    layout = layout_of(desk)
    _put(old, report, Dossier(week, (), layout))  # where it doesn't fit, nothing is filed either
    if edition is not None:
        dossier = recorded(desk.store.editions.get(edition))
    else:
        dossier, _ = made(desk, week, preview=preview, by=by, skip_void=skip_void, file=not dry)
    new = _put(old, report, dossier)
    told = _difference(old, new, report)
    if new == old or dry:
        return Spliced(dossier, changed=new != old, backup=None, diff=told)
    if target.read_bytes() != old:
        raise DigestError(f"{report}: 刚刚被别的程序改过, 没有动它 —— 保存好再来一次")
    mode = stat.S_IMODE(target.stat().st_mode)
    backup = write_bytes(target.with_name(target.name + ".bak"), old, mode)
    write_bytes(target, new, mode)
    return Spliced(dossier, changed=True, backup=backup, diff=told)


def _put(old: bytes, report: Path, dossier: Dossier) -> bytes:
    layout = dossier.layout
    try:
        return export.splice(old, layout.chapter.title, lambda number: export.section(dossier.edition, layout.numbered(number)))
    except UsageError as error:
        raise UsageError(f"{report}: {error}") from None


def _read(target: Path, shown: Path, *, dry: bool) -> bytes:
    if target.suffix.lower() in (".docx", ".doc", ".wps"):
        raise UsageError(f"{shown}: --into 只认文本报告 —— Word 用 --format docx, 或把导出的 .txt 粘进去")
    try:
        info = target.stat()
        if not stat.S_ISREG(info.st_mode):
            raise UsageError(f"{shown}: 不是文件")
        if info.st_size > _LARGEST:
            raise UsageError(f"{shown}: 有 {info.st_size:,} 字节, 不像一份报告")
        if not dry:
            _writable(target, shown, info.st_mode)
        return target.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"{shown}: 没有这个文件") from None
    except OSError as error:
        raise DigestError(f"{shown}: 读不了: {error.strerror or error}") from error


def _writable(target: Path, shown: Path, mode: int) -> None:
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise DigestError(f"{shown}: 文件是只读的 —— 先解除只读")
    # Word leaves such a file beside what it holds open; it cuts two letters of a long name
    for name in (f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#"):
        if target.with_name(name).exists():
            raise DigestError(f"{shown}: 正被 Word 打开 ({name}) —— 关掉它再来")


def _difference(old: bytes, new: bytes, report: Path) -> str:
    before, after = (_text(data).splitlines() for data in (old, new))
    return "\n".join(difflib.unified_diff(before, after, str(report), f"{report} (导出后)", lineterm="", n=2))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
