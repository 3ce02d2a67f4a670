"""A word to the desk: sent over real HTTP to where DIGEST_NOTIFY says, and never the token that stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.conftest import command


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that takes apprise's JSON notifications."""
    got: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"json://user:secret-token@127.0.0.1:{server.server_port}/", got
    server.shutdown()
    server.server_close()


def failing(home: Path, chaos: Any) -> None:
    row = {"id": "dead", "name": "甲", "kind": "feed", "url": chaos.url("/status/404")}
    (home / "sources.yaml").write_text(json.dumps({"sources": [row]}), encoding="utf-8")


def test_a_failed_run_is_told_once_where_the_environment_says(
    tmp_path: Path, chaos: Any, receiver: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("apprise")
    failing(tmp_path, chaos)
    monkeypatch.setenv("DIGEST_NOTIFY", receiver[0])
    answer = command("run", home=tmp_path)
    assert answer.code == 4
    assert len(receiver[1]) == 1
    assert "失败: dead" in receiver[1][0]["message"]
    assert "secret-token" not in answer.out + answer.err


def test_an_address_that_is_none_is_said_and_changes_no_exit_code(
    tmp_path: Path, chaos: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("apprise")
    failing(tmp_path, chaos)
    monkeypatch.setenv("DIGEST_NOTIFY", "nonsense-secret")
    answer = command("crawl", home=tmp_path)
    assert answer.code == 4
    assert "DIGEST_NOTIFY" in answer.err
    assert "nonsense-secret" not in answer.err


def test_nothing_is_sent_when_all_is_well(
    tmp_path: Path, chaos: Any, receiver: tuple[str, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"id": "good", "name": "甲", "kind": "feed", "url": chaos.url("/feed/ok")}
    (tmp_path / "sources.yaml").write_text(json.dumps({"sources": [row]}), encoding="utf-8")
    monkeypatch.setenv("DIGEST_NOTIFY", receiver[0])
    command("crawl", home=tmp_path)
    assert receiver[1] == []
