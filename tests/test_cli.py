"""The command as a newcomer and a scheduler meet it: help, exit codes, one-line errors, JSON, nothing printed twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Answer, command

HEAVY = (
    "httpx2",
    "openai",
    "sqlite_utils",
    "trafilatura",
    "feedparser",
    "textual",
    "bs4",
    "lxml",
    "pydantic",
    "rich",
    "opencc",
    "yaml",
)


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = "import sys\nsys.argv=['digest','--help']\nfrom digest.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "digest run" in done.stdout
    assert [name for name in HEAVY if name in done.stderr.split()] == []


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "digest", "--version"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.startswith("digest, version ")


@pytest.mark.parametrize(
    "name", ["run", "crawl", "cluster", "draft", "articles", "list", "show", "approve", "reject", "export", "status", "search"]
)
def test_every_command_explains_itself_in_chinese(name: str) -> None:
    answer = command(name, "--help")
    assert answer.code == 0
    assert any("\u4e00" <= ch <= "\u9fff" for ch in answer.out)
    for option in ("--home", "--now", "--json"):
        assert option in answer.out


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["list", "--no-such-option"],
        ["export"],
        ["--now", "昨天", "list"],
        ["export", "--week", "2026-W99"],
    ],
)
def test_a_wrong_call_exits_2_in_one_line(words: list[str], tmp_path: Path) -> None:
    answer = command(*words, home=tmp_path)
    assert answer.code == 2
    assert answer.out == ""
    assert "Traceback" not in answer.err


def test_without_a_database_it_says_what_to_run(tmp_path: Path) -> None:
    answer = command("list", home=tmp_path)
    assert (answer.code, answer.out) == (1, "")
    assert "digest run" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_is_no_folder_is_a_configuration_error(tmp_path: Path) -> None:
    answer = command("run", home=tmp_path / "nowhere")
    assert answer.code == 2
    assert "没有这个文件夹" in answer.err


BROKEN = [
    ("sources: [\n", "sources.yaml:2", "YAML"),
    ("feeds: []\n", "sources.yaml:1", "sources"),
    (
        "sources:\n  - {id: a, name: 甲, kind: feed, url: 'http://x.example/'}\n  - {id: a, name: 乙, kind: feed, url: 'http://x.example/'}\n",
        "sources.yaml:3",
        "两次",
    ),
    ("sources:\n  - id: a\n    name: 甲\n    kind: rss\n    url: http://x.example/\n", "sources.yaml:4", "feed"),
    ("sources:\n  - id: a\n    name: 甲\n    kind: feed\n    ulr: http://x.example/\n", "sources.yaml:5", "url"),
    ("sources:\n  - {id: a, name: 甲, kind: feed, url: 'x.example'}\n", "sources.yaml:2", "http"),
    ("sources:\n  - {id: a, name: 甲, kind: feed}\n", "sources.yaml:2", "url"),
    ("sources:\n  - {id: a, name: 甲, kind: listing, url: 'http://x.example/'}\n", "sources.yaml:2", "selectors"),
    (
        "sources:\n  - id: a\n    name: 甲\n    kind: listing\n    url: http://x.example/\n    selectors: {item: 'ul >', link: a}\n",
        "sources.yaml:6",
        "CSS",
    ),
    (
        "sources:\n  - {id: a, name: 甲, kind: feed, url: 'http://x.example/', timezone: Mars/Olympus}\n",
        "sources.yaml:2",
        "Asia/Shanghai",
    ),
]


@pytest.mark.parametrize(("content", "place", "mend"), BROKEN)
def test_a_broken_source_list_names_file_line_and_mend(tmp_path: Path, content: str, place: str, mend: str) -> None:
    (tmp_path / "sources.yaml").write_text(content, encoding="utf-8")
    answer = command("run", home=tmp_path)
    assert answer.code == 2
    assert place in answer.err
    assert mend in answer.err
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "db").exists()


@pytest.mark.parametrize(
    ("content", "place"),
    [("sections: 3\n", "sections.yaml:1"), ("sections:\n  - {id: ai_model}\n", "sections.yaml:2")],
)
def test_a_broken_section_guide_names_file_and_line(
    digest: Callable[..., Answer], home: Path, content: str, place: str
) -> None:
    (home / "prompts").mkdir()
    (home / "prompts" / "sections.yaml").write_text(content, encoding="utf-8")
    answer = digest("run")
    assert answer.code == 2
    assert place in answer.err


# --------------------------------------------------------------------------------------------------- sources that misbehave
def sources_file(home: Path, *rows: dict[str, Any]) -> None:
    (home / "sources.yaml").write_text(json.dumps({"sources": list(rows)}, ensure_ascii=False), encoding="utf-8")


def feed(name: str, url: str) -> dict[str, Any]:
    return {"id": name, "name": name, "kind": "feed", "url": url}


def test_one_dead_source_fails_alone(tmp_path: Path, chaos: Any) -> None:
    sources_file(
        tmp_path,
        feed("good", chaos.url("/feed/ok")),
        feed("dead", chaos.url("/status/404")),
        feed("page", chaos.url("/soft/captcha-feed")),
    )
    answer = command("run", "--json", home=tmp_path)
    assert answer.code == 3
    rows = {r["id"]: r for r in answer.json()["sources"]}
    assert rows["good"]["status"] == "ok"
    assert (rows["dead"]["status"], "404" in rows["dead"]["error"]) == ("failed", True)
    assert "验证码" in rows["page"]["error"]
    status = command("status", "--json", home=tmp_path).json()
    assert {s["id"]: s["status"] for s in status["sources"]} == {"good": "ok", "dead": "failed", "page": "failed"}


def test_when_every_source_fails_the_scheduler_is_told(tmp_path: Path, chaos: Any) -> None:
    sources_file(tmp_path, feed("dead", chaos.url("/status/410")), feed("huge", chaos.url("/size/page/50")))
    answer = command("crawl", home=tmp_path)
    assert answer.code == 4
    assert "dead" in answer.out
    assert "上限" in answer.out


def test_a_second_run_in_the_same_home_is_turned_away(tmp_path: Path, chaos: Any) -> None:
    from filelock import FileLock

    sources_file(tmp_path, feed("good", chaos.url("/feed/ok")))
    (tmp_path / "db").mkdir()
    with FileLock(tmp_path / "db" / "digest.lock"):
        answer = command("run", home=tmp_path)
    assert answer.code == 5
    assert "正在运行" in answer.err


def test_escape_sequences_in_titles_never_reach_the_terminal(tmp_path: Path, chaos: Any) -> None:
    sources_file(tmp_path, feed("odd", chaos.url("/text/terminal-raw")))
    command("run", home=tmp_path)
    answer = command("articles", home=tmp_path)
    assert answer.code == 0
    assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in answer.out + answer.err)


def test_the_key_is_never_stored_or_printed(digest: Callable[..., Answer], home: Path, newsroom: Any) -> None:
    answer = digest("run", "--json")
    assert answer.code == 0
    stored = b"".join(p.read_bytes() for p in (home / "db").iterdir())
    assert b"test-key-never-stored" not in stored
    assert "test-key-never-stored" not in answer.out + answer.err


def test_without_its_key_openrouter_is_skipped_and_said(digest: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENROUTER_API_KEY")
    row = next(r for r in digest("run", "--json").json()["sources"] if r["status"] == "skipped")
    assert "OPENROUTER_API_KEY" in row["error"]


def test_a_closed_pipe_is_no_error(week: Any) -> None:
    command_line = f"{sys.executable} -m digest --home {week.home} articles | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command_line],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
