"""A source's page or its archived copy in the analyst's browser, where there is one."""

from __future__ import annotations

import html
import os
import re
import sys
import tempfile
import webbrowser
from pathlib import Path

from digest.model import Page

#: an archived page may show itself; it may not run, load or send anything
_CAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"


def has_browser() -> bool:
    """Whether a browser window can open here: not over ssh, not on a bare console."""
    if sys.platform in ("darwin", "win32"):
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def opened(address: str) -> bool:
    """Open an http(s) address or one of our own files in the browser; whether that could be tried."""
    return bool(re.match(r"(https?|file)://", address)) and has_browser() and webbrowser.open(address)


def archived_file(page: Page, name: str) -> Path:
    """The archived page as a file that a browser shows without running or loading anything."""
    folder = Path(tempfile.mkdtemp(prefix="digest-"))
    path = folder / f"{re.sub(r'[^A-Za-z0-9]', '', name) or 'page'}.html"
    charset = re.search(r"charset=[\"']?([\w-]{2,20})", page.header("content-type"), re.I)
    metas = f'<meta charset="{charset[1]}">' if charset else ""
    metas += f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_CAGE)}">'
    path.write_bytes(b"<!doctype html>" + metas.encode("ascii") + page.body)
    return path
