"""Shared fixtures: the misbehaving site, the newsroom, and a guard that fails any test that leaves this machine."""

from __future__ import annotations

import contextlib
import io
import ipaddress
import json
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
WEEK = ROOT / "examples" / "week"
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT / "tests" / "servers"), str(WEEK / "server"), str(ROOT)]

FIRST_EVENING = datetime.fromisoformat("2026-02-23T23:30:00+08:00")
LAST_EVENING = FIRST_EVENING + timedelta(days=6)


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test may talk to this machine and to nothing else."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if (
            self.family in (socket.AF_INET, socket.AF_INET6)
            and not ipaddress.ip_address(address[0].partition("%")[0]).is_loopback
        ):
            pytest.fail(f"this test opens {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def _closed_connections() -> Iterator[None]:
    """Kept connections are closed before the interpreter asks whose they were."""
    yield
    if "digest.fetch" in sys.modules:
        sys.modules["digest.fetch"].close()


@pytest.fixture
def can_draw() -> None:
    """Charts need their library and a Chinese font; a machine without either skips, and says which."""
    from digest.errors import UsageError
    from digest.export import charts

    try:
        charts.fonts()
    except UsageError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def chaos() -> Iterator[Any]:
    """The site that misbehaves on purpose, and its forbidden neighbour."""
    from chaos_server import ChaosServer

    with ChaosServer() as site:
        yield site


@pytest.fixture
def newsroom() -> Iterator[Any]:
    """The sample week, each source on a loopback address of its own, at the end of its first day."""
    from newsroom import Newsroom

    room = Newsroom(WEEK, now=FIRST_EVENING, spread=True)
    with room:
        yield room


@pytest.fixture
def home(tmp_path: Path, newsroom: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose source list is the newsroom's."""
    (tmp_path / "sources.yaml").write_text(newsroom.sources_yaml(), encoding="utf-8")
    monkeypatch.setenv("OPENROUTER_API_KEY", "test-key-never-stored")
    return tmp_path


# ------------------------------------------------------------------------------------------------------------ the program
@dataclass(frozen=True)
class Answer:
    """How a command ended: exit code, what it wrote to stdout and to stderr."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


def command(*words: object, home: Path | None = None, now: datetime | None = None, stdin: str = "") -> Answer:
    """The `digest` command in this process, exactly as its entry point runs it."""
    from digest.cli import main

    arguments = [*(["--home", str(home)] if home else []), *(["--now", now.isoformat()] if now else []), *map(str, words)]
    out, err = _Stream(), _Stream()
    before = sys.argv, sys.stdin
    sys.argv, sys.stdin = (
        ["digest", *arguments],
        io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogatepass")), encoding="utf-8"),
    )
    code: Any = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdin = before
    return Answer(int(code or 0), out.text(), err.text())


class _Stream(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


@pytest.fixture
def digest(home: Path) -> Callable[..., Answer]:
    """`digest(*words, now=…)` in the test's own home."""

    def run(*words: object, now: datetime = FIRST_EVENING, stdin: str = "") -> Answer:
        return command(*words, home=home, now=now, stdin=stdin)

    return run


# --------------------------------------------------------------------------------------------------------- the whole week
@dataclass(frozen=True)
class Week:
    """The sample week after its seven daily runs: the home, the newsroom that still serves it, and what each run said."""

    home: Path
    room: Any
    runs: tuple[dict[str, Any], ...]
    now: datetime = LAST_EVENING

    def digest(self, *words: object, stdin: str = "", now: datetime | None = None) -> Answer:
        """The command in this home on the last evening."""
        return command(*words, home=self.home, now=now or self.now, stdin=stdin)


@pytest.fixture(scope="session")
def crawled_week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """The week crawled day by day, once a session. Don't write into it: take `week`."""
    from newsroom import Newsroom

    patch = pytest.MonkeyPatch()
    patch.setenv("OPENROUTER_API_KEY", "test-key-never-stored")
    patch.delenv("DIGEST_ENGINE", raising=False)
    home = tmp_path_factory.mktemp("week")
    room = Newsroom(WEEK, now=FIRST_EVENING, spread=True)
    with room:
        yield _crawl(home, room)
    patch.undo()


def _crawl(home: Path, room: Any) -> Week:
    (home / "sources.yaml").write_text(room.sources_yaml(), encoding="utf-8")
    runs = []
    for number in range(7):
        room.now = FIRST_EVENING + timedelta(days=number)
        answer = command("run", "--json", home=home, now=room.now)
        assert answer.code == 0, answer.err
        runs.append(answer.json())
    return Week(home, room, tuple(runs))


@pytest.fixture
def week(crawled_week: Week, tmp_path: Path) -> Week:
    """A copy of the crawled week that a test may change."""
    home = tmp_path / "home"
    shutil.copytree(crawled_week.home, home)
    return Week(home, crawled_week.room, crawled_week.runs)
