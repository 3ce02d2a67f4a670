"""How the sources are shown to somebody new: folded to the terminal, every line whole, every mend said once."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.cli.lines import cells, column, folded
from tests.conftest import LAST_EVENING, ROOT, Answer, command

WORDS = st.lists(
    st.sampled_from(
        ["对方在拦程序", "cadence_hours", "：", "，", "（第 2 批）", "https://news.example.com/a/b?c=d", "停用", "。"]
    )
)


# ---------------------------------------------------------------------------------------------------------------- folding
@given(WORDS, st.integers(0, 24), st.integers(45, 120))
def test_a_folded_text_keeps_its_words_and_fits(words: list[str], indent: int, columns: int) -> None:
    text = "".join(words)
    lines = folded(text, indent, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # an address is never broken, nor parted from the mark that opens or those that close what stands around it
    longest = max((cells(run) for run in re.findall(r"（?[!-~]+[：，。）]*", text)), default=0)
    for n, line in enumerate(lines):
        assert cells(line) <= max(columns, indent + longest)
        assert n == 0 or (line.startswith(" " * indent) and not line.strip().startswith(("，", "。", "：", "）")))


def test_nothing_is_folded_where_nobody_looks_on_or_there_is_no_room() -> None:
    long = "甲" * 200
    assert folded(long, 20, 0) == [long]
    assert folded(long, 20, 30) == [long]


def test_the_first_column_is_as_wide_as_its_ids() -> None:
    assert [column(ids) for ids in ((), ("a",), ("techcrunch_venture",), ("x" * 60,))] == [9, 9, 19, 25]


@pytest.mark.parametrize("columns", [100, 60])
def test_on_a_terminal_no_line_is_wider_than_it(tmp_path: Path, chaos: Any, columns: int) -> None:
    rows = [
        {"id": "dead", "name": "某停机站", "kind": "feed", "url": chaos.url("/status/404")},
        {"id": "captcha", "name": "某拦截站", "kind": "feed", "url": chaos.url("/soft/captcha-feed")},
        {"id": "good", "name": "某站", "kind": "feed", "url": chaos.url("/feed/ok")},
    ]
    (tmp_path / "sources.yaml").write_text(json.dumps({"sources": rows}))
    command("crawl", home=tmp_path)
    for words in (["status"], ["sources", "list"], ["sources", "check"]):
        text = on_a_terminal(columns, "--home", str(tmp_path), *words)
        assert "某停机站" in text
        assert [line for line in text.splitlines() if cells(line.rstrip()) > columns] == []


def on_a_terminal(columns: int, *words: str) -> str:
    """What a command prints on a terminal of that width."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    done = subprocess.Popen(
        [sys.executable, "-m", "digest", *words], stdout=theirs, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment
    )
    os.close(theirs)
    out = b""
    try:
        while part := os.read(ours, 65536):
            out += part
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    done.wait(30)
    return out.decode().replace("\r\n", "\n")


# ------------------------------------------------------------------------------------------------------------ list, check
def source(name: str, url: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "name": "某站", "kind": "feed", "url": url, **fields}


def written(home: Path, *rows: dict[str, Any]) -> None:
    (home / "sources.yaml").write_text(json.dumps({"sources": list(rows)}, ensure_ascii=False), encoding="utf-8")


def test_a_close_look_says_of_each_what_to_do_and_sums_up(tmp_path: Path, chaos: Any) -> None:
    written(
        tmp_path,
        source("good", chaos.url("/feed/ok")),
        source("dead", chaos.url("/status/410")),
        source("shut", chaos.url("/soft/captcha-feed")),
        source("moved", chaos.url("/redirect/moved")),
        source("bridge", "${NO_SUCH_BRIDGE}/all.atom"),
        {"id": "hand", "name": "某公众号", "kind": "import"},
    )
    answer = command("sources", "check", home=tmp_path)
    text = " ".join(answer.out.split())
    assert answer.code == 3
    assert "good 通 某站 5 条, 最新" in text
    assert "dead 不通 某站 ⚑ 服务器答 410 (已经删除) —— 地址没有了" in text
    assert "shut 读不了 某站 ⚑ 要的是列表, 来的是验证码或拦截页 —— 对方在拦程序" in text
    assert "/feed/ok —— 核实后改 url" in text
    assert "bridge 不通 某站 ⚑ 没有设置环境变量 NO_SUCH_BRIDGE —— 在环境变量或 .env 里设好它" in text
    assert "hand 人工 某公众号 人工交来: digest add" in text
    assert "看了 6 个: 都好 2, 有疑问 1, 不行 3" in text
    assert not (tmp_path / "db").exists()


def test_sources_of_one_host_are_looked_at_one_after_the_other(tmp_path: Path) -> None:
    from chaos_server import ChaosServer

    with ChaosServer(internal=False) as site:
        written(tmp_path, *(source(f"s{n}", site.url("/feed/ok")) for n in range(4)))
        assert command("sources", "check", home=tmp_path).code == 0
        assert site.journal.summary()["peak_concurrency"] == 1


def test_a_bridge_without_its_address_is_told_in_the_run_and_in_the_status(tmp_path: Path, chaos: Any) -> None:
    written(tmp_path, source("good", chaos.url("/feed/ok")), source("bridge", "${NO_SUCH_BRIDGE}/all.atom"))
    answer = command("crawl", home=tmp_path)
    assert answer.code == 0
    assert "bridge: 没有设置环境变量 NO_SUCH_BRIDGE —— 在环境变量或 .env 里设好它" in answer.out
    status = command("status", home=tmp_path).out
    assert "⚑ 没有设置环境变量 NO_SUCH_BRIDGE —— 在环境变量或 .env 里设好它" in status
    assert "要看的 1 (⚑)" in status
    assert "上次运行" in status
    assert "顺利" in status


def test_a_daily_job_that_no_longer_runs_is_told(tmp_path: Path, chaos: Any) -> None:
    written(tmp_path, source("good", chaos.url("/feed/ok")))
    command("crawl", home=tmp_path, now=LAST_EVENING)
    assert "没有运行" not in command("status", home=tmp_path, now=LAST_EVENING + timedelta(hours=30)).out
    later = command("status", home=tmp_path, now=LAST_EVENING + timedelta(days=3)).out
    assert "⚑ 已有 3 天没有运行 —— 看每日任务的日志" in later


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("id: off", "YAML 把 on、off、yes、no 读成真假 —— 给它加上引号"),
        ("id: a, timeout: 0", "0 太小 —— 至少 0.5"),
        ("id: a, max_pages: 9000", "9000 太大 —— 至多 500"),
    ],
)
def test_a_slip_in_the_source_list_is_told_in_words(tmp_path: Path, row: str, says: str) -> None:
    (tmp_path / "sources.yaml").write_text(f"sources:\n  - {{{row}, name: 甲, kind: feed, url: 'http://x.example/'}}\n")
    answer = command("sources", "list", home=tmp_path)
    assert answer.code == 2
    assert says in answer.err


# --------------------------------------------------------------------------------------------------------- keys, the job
def test_the_key_may_stand_in_the_homes_env_file(
    home: Path, newsroom: Any, digest: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENROUTER_API_KEY")
    assert "没有 OPENROUTER_API_KEY" in digest("sources", "check", "openrouter").out
    (home / ".env").write_text("OPENROUTER_API_KEY=key-of-the-file\n")
    rows = {r["id"]: r for r in digest("crawl", "--json").json()["sources"]}
    assert rows["openrouter"]["status"] == "ok"
    assert "OPENROUTER_API_KEY" not in os.environ
    assert b"key-of-the-file" not in b"".join(p.read_bytes() for p in (home / "db").iterdir())


def test_a_key_that_is_not_taken_is_told(tmp_path: Path, chaos: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "wrong-key")
    written(tmp_path, {**source("openrouter", chaos.url("/status/401")), "kind": "openrouter"})
    answer = command("crawl", home=tmp_path, now=LAST_EVENING)
    assert answer.code == 4
    assert "服务器答 401 (要登录或密钥): OPENROUTER_API_KEY 不被接受 —— 核对环境变量或 .env 里的密钥" in answer.out
    assert "wrong-key" not in answer.out + answer.err


def test_the_doctor_says_a_mend_once_and_sums_up(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources:\n  - {id: off, name: 甲, kind: feed, url: 'http://x.example/'}\n")
    answer = command("doctor", home=tmp_path)
    assert answer.code == 1
    (line,) = [line for line in answer.out.splitlines() if line.startswith("✗")]
    assert line.count(" —— ") == 1
    assert answer.out.splitlines()[-1] == "1 项要处理"


def test_the_doctor_names_what_will_be_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENROUTER_API_KEY", raising=False)
    written(
        tmp_path, source("bridge", "${NO_SUCH_BRIDGE}/a"), {**source("openrouter", "http://x.example/"), "kind": "openrouter"}
    )
    answer = command("doctor", home=tmp_path)
    assert answer.code == 0
    assert "没有设置 NO_SUCH_BRIDGE, 会跳过 bridge; 没有 OPENROUTER_API_KEY, 会跳过 openrouter 来源" in answer.out


def test_the_job_makes_the_folder_of_its_log_and_says_where_keys_go(tmp_path: Path) -> None:
    answer = command("schedule", "--kind", "cron", home=tmp_path)
    assert f"mkdir -p {tmp_path}/db && " in answer.out
    assert f"写进 {tmp_path}/.env" in answer.out
    assert f"经过记在 {tmp_path}/db/run.log" in answer.out


def test_a_new_home_gets_the_shipped_list_once(tmp_path: Path) -> None:
    before = command("sources", "list", home=tmp_path)
    assert before.code == 2
    assert "digest sources init" in before.err
    answer = command("sources", "init", home=tmp_path)
    assert answer.code == 0, answer.err
    assert (tmp_path / "sources.yaml").read_bytes() == (ROOT / "sources.yaml").read_bytes()
    rows = command("sources", "list", "--json", home=tmp_path).json()
    assert f"{len(rows)} 个来源, 启用 {sum(r['enabled'] for r in rows)} 个" in answer.out
    (tmp_path / "sources.yaml").write_text("sources: []\n", encoding="utf-8")
    again = command("sources", "init", home=tmp_path)
    assert again.code == 6
    assert "已经有了, 没有动它" in again.err
    assert (tmp_path / "sources.yaml").read_text(encoding="utf-8") == "sources: []\n"
