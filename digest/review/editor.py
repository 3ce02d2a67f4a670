"""The analyst's own editor on a text file."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from digest.errors import UsageError


def editor_command() -> list[str]:
    """The editor of $VISUAL or $EDITOR, else one that this machine has. Raises UsageError when there is none."""
    stated = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if stated:
        return shlex.split(stated, posix=os.name != "nt")
    for name in ("notepad.exe",) if os.name == "nt" else ("sensible-editor", "nano", "vim", "vi"):
        if shutil.which(name):
            return [name]
    raise UsageError("没有编辑器 —— 设置环境变量 EDITOR, 或用 i 就地修改")


def edit_file(text: str) -> str:
    """The text after the analyst's editor is closed. Raises UsageError when the editor fails; the file is kept then."""
    path = kept_file(text)
    try:
        done = subprocess.run([*editor_command(), str(path)], check=False)  # noqa: S603 - the user's own editor
        if done.returncode:
            raise UsageError(f"编辑器退出码 {done.returncode} —— 没有改动稿件; 文件留在 {path}")
        changed = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"编辑器没有打开或文件读不了: {error} —— 文件留在 {path}") from None
    shutil.rmtree(path.parent, ignore_errors=True)
    return changed


def kept_file(text: str) -> Path:
    """A temporary file of one's own with this text."""
    path = Path(tempfile.mkdtemp(prefix="digest-")) / "稿件.txt"
    path.write_text(text, encoding="utf-8")
    return path
