"""Where keys and settings come from: the environment, then `.env` in the home. They are looked up by name and kept nowhere."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")


def variables(env_file: Path) -> Callable[[str], str]:
    """A look-up of one name: the environment's value, else the file's, else "". The file is read at each look-up."""
    return lambda name: os.environ.get(name) or _from_file(env_file, name)


def _from_file(path: Path, name: str) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if found and found[1] == name:
            return _unquoted(found[2])
    return ""


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return re.sub(r"\s#.*$", "", value).strip()
