"""The review room in a real terminal: tmux, its keys and its screen, and what a killed process leaves behind."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from rich.cells import cell_len

from digest.config import Home
from digest.pipeline import audit, open_desk
from tests.conftest import ROOT
from tests.test_decide import NOW, log, prepared, small_home

__all__ = ["prepared", "small_home"]

pytestmark = [
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed: there is no terminal to test in"),
    pytest.mark.xdist_group("terminal"),
]
SECONDS = 30.0


class Terminal:
    """A tmux server of our own with one window in it."""

    def __init__(self, name: str, folder: Path, width: int, height: int) -> None:
        self.base = ["tmux", "-u", "-L", name, "-f", "/dev/null"]
        self.folder, self.size = folder, (width, height)

    def start(self, *words: object, **env: str) -> None:
        """Run a command in the window; its exit code is printed when it ends."""
        said = " ".join(shlex.quote(str(w)) for w in words)
        variables = " ".join(f"{k}={shlex.quote(v)}" for k, v in {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **env}.items())
        line = f"cd {shlex.quote(str(self.folder))}; env {variables} {said}; echo ENDED $?; sleep 600"
        width, height = self.size
        self.tmux("new-session", "-d", "-x", str(width), "-y", str(height), line)

    def tmux(self, *words: str) -> str:
        """A tmux command's output."""
        done = subprocess.run([*self.base, *words], capture_output=True, text=True, check=False)
        return done.stdout

    def press(self, *keys: str) -> None:
        """Send keys by tmux's names."""
        for key in keys:
            self.tmux("send-keys", key)
            time.sleep(0.05)

    def write(self, text: str) -> None:
        """Send words as they are."""
        self.tmux("send-keys", "-l", text)

    def screen(self) -> str:
        """What stands in the window."""
        return self.tmux("capture-pane", "-p")

    def until(self, wanted: str | Callable[[], bool]) -> str:
        """Wait until words stand in the window, or until something is true."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            shown = self.screen()
            if wanted() if callable(wanted) else wanted in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{wanted!r} did not come:\n{self.screen()}")

    def program(self) -> int:
        """The process id of the program in the window."""
        shell = int(self.tmux("display-message", "-p", "#{pane_pid}"))
        children = subprocess.run(["ps", "--ppid", str(shell), "-o", "pid="], capture_output=True, text=True, check=False)
        return int(children.stdout.split()[0])

    def close(self) -> None:
        """Close the window and end the server."""
        self.tmux("kill-server")


@pytest.fixture
def terminal(small_home: Path) -> Iterator[Terminal]:
    # a name of its own each: a server that is still ending would take the next test's window with it
    made = Terminal(f"digest-test-{uuid4().hex[:12]}", small_home, 100, 30)
    yield made
    made.close()


def review(terminal: Terminal, home: Path, **env: str) -> None:
    words = [sys.executable, "-m", "digest", "--home", home, "--now", NOW.isoformat(), "review", "--by", "张三"]
    terminal.start(*words, **env)
    terminal.until("星河发布新模型")
    terminal.until("帮助")


def decided(home: Path) -> list[tuple[str, str]]:
    """The log, read by another process's connection."""
    with sqlite3.connect(f"file:{home / 'db' / 'digest.db'}?mode=ro", uri=True) as db:
        rows = db.execute("select draft, action from decisions order by id").fetchall()
    db.close()
    return rows


def test_a_session_over_a_terminal(terminal: Terminal, small_home: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i 's/投资 45 亿元/总投资 45 亿元/' \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    review(terminal, small_home, EDITOR=str(editor), TERM="tmux-256color")
    shown = terminal.screen()
    assert all(cell_len(line) <= 100 for line in shown.split("\n"))
    assert "审稿 2026-W09 | 待审 3" in shown
    terminal.press("Tab", "a")
    terminal.until("已批准: 星河")
    terminal.press("e")
    terminal.until("第 2 版, 已重新核对")
    terminal.press("x")
    terminal.until("为什么拒绝")
    terminal.press("4")
    terminal.until("已拒绝 (过时)")
    terminal.press("u")
    terminal.until("已撤销: 拒绝")
    terminal.press("/")
    terminal.until("找稿件")
    terminal.write("数据交易所")
    terminal.press("Enter")
    terminal.until("找到 1 条")
    terminal.tmux("resize-window", "-x", "60", "-y", "20")
    terminal.until(lambda: max(map(cell_len, terminal.screen().split("\n"))) <= 60 and "帮助" in terminal.screen())
    terminal.press("Delete")
    terminal.until("为什么拒绝")
    terminal.press("3")
    terminal.until("已拒绝 (不相关)")
    terminal.press("q")
    terminal.until("ENDED 0")
    assert "待审" not in terminal.screen(), "the screen was not given back"
    with open_desk(Home(small_home), NOW) as desk:
        acts = [("done", "approve"), ("dtwo", "edit"), ("dtwo", "reject"), ("dtwo", "undo"), ("dthree", "reject")]
        assert [(e.draft, e.action) for e in log(desk)] == acts
        assert desk.store.drafts.get("dtwo").headline == "远山云数据中心投产，总投资 45 亿元"
        assert audit(desk).faults == ()


def test_kill_9_loses_no_decision(terminal: Terminal, small_home: Path) -> None:
    review(terminal, small_home)
    terminal.press("a")
    terminal.until("已批准: ")
    terminal.press("x")
    terminal.until("为什么拒绝")
    terminal.press("1")
    terminal.until("已拒绝 (")
    terminal.press("i")
    os.kill(terminal.program(), signal.SIGKILL)
    terminal.until("ENDED 137")
    assert decided(small_home) == [("done", "approve"), ("dtwo", "reject")]
    with open_desk(Home(small_home), NOW) as desk:
        assert audit(desk).faults == ()
        assert desk.store.db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert desk.store.drafts.get("done").status == "approved"


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.0, 0.02, 0.06, 0.15])
def test_killed_while_it_decides_it_leaves_a_whole_log(terminal: Terminal, small_home: Path, wait: float) -> None:
    review(terminal, small_home)
    pid = terminal.program()
    terminal.tmux("send-keys", "a", "u", "U", "a", "u", "a", "a")
    time.sleep(wait)
    os.kill(pid, signal.SIGKILL)
    terminal.until("ENDED 137")
    with open_desk(Home(small_home), NOW) as desk:
        assert audit(desk).faults == ()
        assert desk.store.db.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_closed_terminal_ends_the_program_and_keeps_what_was_decided(terminal: Terminal, small_home: Path) -> None:
    review(terminal, small_home)
    terminal.press("a")
    terminal.until("已批准: ")
    pid = terminal.program()
    terminal.close()
    end = time.monotonic() + SECONDS
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not Path(f"/proc/{pid}").exists(), "the program lives on without a terminal"
    assert decided(small_home) == [("done", "approve")]


def test_two_terminals_at_once(terminal: Terminal, small_home: Path) -> None:
    review(terminal, small_home)
    other = Terminal(f"digest-test-{os.getpid()}-other", small_home, 100, 30)
    try:
        words = [sys.executable, "-m", "digest", "--home", small_home, "--now", NOW.isoformat(), "review", "--by", "李四"]
        other.start(*words)
        other.until("帮助")
        terminal.press("a")
        terminal.until("已批准: ")
        other.until("张三 刚刚批准了这一条")
    finally:
        other.close()
    assert decided(small_home) == [("done", "approve")]


def test_no_byte_of_a_title_reaches_the_terminal_as_a_command(terminal: Terminal, small_home: Path) -> None:
    with open_desk(Home(small_home), NOW) as desk, desk.store.write():
        desk.store.db.execute("update drafts set headline = '星河发布新模型' || ?", ["\x1b]0;HACKED\x07\x1b[2J\x9b31m坏\r\x08"])
    review(terminal, small_home)
    assert "HACKED" not in terminal.tmux("display-message", "-p", "#{pane_title}")
    assert "坏" in terminal.screen()
