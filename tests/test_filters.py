"""The pure rooms as filters: one JSON row in, one out, as they come; a bad row is told and the stream goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

SOURCE = {
    "id": "a1",
    "text": "星渚科技今日宣布完成3亿元B轮融资。",
    "published_at": "2026-02-27T10:00:00+08:00",
    "credit": "某网",
    "title": "",
}


def run(*words: str, stdin: bytes) -> tuple[int, list[dict[str, Any]], str]:
    """The exit code, the rows and what was said beside them, of the real program."""
    done = subprocess.run([sys.executable, "-m", "digest", *words], input=stdin, capture_output=True, timeout=120)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def rows(*given: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given).encode()


def test_figures_of_each_row_have_spans_of_its_text() -> None:
    text = "融资3亿元，调用量5.16万亿Token"
    code, (row,), _ = run("figures", "--jsonl", stdin=rows({"id": 7, "text": text}))
    assert code == 0
    assert row["id"] == 7
    assert [(f["raw"], f["value"], f["unit"]) for f in row["figures"]] == [
        ("3亿元", "300000000", "money"), ("5.16万亿Token", "5160000000000", "token"),
    ]  # fmt: skip
    assert all(text[f["start"] : f["end"]] == f["raw"] for f in row["figures"])


@pytest.mark.parametrize(
    ("sentence", "verdict"), [("星渚科技完成3亿元B轮融资。", "supported"), ("星渚科技完成5亿元B轮融资。", "absent")]
)
def test_a_sentence_is_held_against_the_rows_own_sources(sentence: str, verdict: str) -> None:
    code, (row,), _ = run("verify", "--jsonl", stdin=rows({"id": "x", "sentence": sentence, "sources": [SOURCE]}))
    assert (code, row["id"], row["verdict"]) == (0, "x", verdict)


@pytest.mark.parametrize("name", ["figures", "verify"])
@pytest.mark.parametrize(
    "bad", [b"not json\n", b"[1]\n", b"{}\n", b"\xff\xfe\n", b'{"id": 1, "text": 3, "sentence": 3, "sources": []}\n']
)
def test_an_ill_formed_row_is_an_error_row_with_its_line_and_the_stream_goes_on(name: str, bad: bytes) -> None:
    good = rows({"id": 1, "text": "3亿元", "sentence": "星渚科技完成3亿元B轮融资。", "sources": [SOURCE]})
    code, told, beside = run(name, "--jsonl", stdin=good + bad + good)
    assert code == 3
    assert [("error" in row, row.get("line")) for row in told] == [(False, None), (True, 2), (False, None)]
    assert "1 行读不了" in beside


def test_rows_come_out_as_they_go_in() -> None:
    """A program that waits for each answer before its next question gets one."""
    words = [sys.executable, "-m", "digest", "figures", "--jsonl"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin
        assert program.stdout
        for number in range(3):
            program.stdin.write(rows({"id": number, "text": f"{number + 2}亿元"}))
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == number
        program.stdin.close()
        assert program.wait(30) == 0
