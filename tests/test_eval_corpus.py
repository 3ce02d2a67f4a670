"""The scores of a corpus folder that isn't ours: other ids, other names of events, rows that lack what ours have."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, WEEK
from tests.eval import sections, stories
from tests.eval.common import Metric
from tests.eval.page import page


def rows() -> list[dict[str, Any]]:
    lines = (WEEK / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def renamed(name: str | None) -> str | None:
    return name and f"other-{name[::-1]}"


def corpus(folder: Path, given: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in given)
    (folder / "articles.jsonl").write_text(text, encoding="utf-8")
    return folder


def other(row: dict[str, Any]) -> dict[str, Any]:
    """A row under other ids."""
    label = {**row["label"], **{k: renamed(row["label"][k]) for k in ("event_id", "reprint_of")}}
    return {
        **row,
        "id": renamed(row["id"]),
        "source_id": f"x{row['source_id']}",
        "url": f"https://o.example/{row['id']}",
        "label": label,
    }


@pytest.mark.slow
def test_the_same_week_under_other_ids_has_the_same_scores(tmp_path: Path) -> None:
    folder, told = corpus(tmp_path / "week", [other(r) for r in rows()]), tmp_path / "page.md"
    words = [sys.executable, "-m", "tests.eval", "--corpus", str(folder), "--json", "--page", str(told)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = {m["name"]: m for m in json.loads(done.stdout)}
    ours = {m.name: m for m in [*stories.score(WEEK), *sections.score(WEEK)]}
    assert found.keys() == ours.keys()
    for name, metric in ours.items():
        assert found[name]["value"] == pytest.approx(metric.value, abs=0.005 if metric.value <= 1 else 2), name
        assert found[name]["rows"] == metric.rows
    assert found["stories: B³ F1"]["fingerprint"] != ours["stories: B³ F1"].fingerprint
    text = told.read_text(encoding="utf-8")
    for words_of in (
        "# Digest on week",
        "## By language",
        "## By trap",
        "labelled ↓, said →",
        "importance: rank correlation",
        "zh-Hant",
    ):
        assert words_of in text


def test_rows_that_lack_what_ours_have_are_scored_too(tmp_path: Path) -> None:
    bare = [
        {k: v for k, v in r.items() if k not in ("lang", "published_at", "updated_at", "author", "kind")}
        | {"label": {"section": r["label"]["section"], "event_id": r["label"]["event_id"]}}
        for r in rows()[:40]
    ]
    folder = corpus(tmp_path / "bare", bare)
    scores = {m.name: m.value for m in [*stories.score(folder), *sections.score(folder)]}
    assert scores["stories: B³ F1"] > 0.9
    assert scores["importance: leads in the top three"] == 1.0
    assert all("trap" not in name for name in scores)


def test_a_baseline_of_ours_is_not_overwritten_by_another_corpus(tmp_path: Path) -> None:
    folder, own = corpus(tmp_path / "few", [other(r) for r in rows()[:12]]), tmp_path / "own.json"
    before = (ROOT / "tests" / "eval" / "baseline.json").read_bytes()
    words = [sys.executable, "-m", "tests.eval", "--corpus", str(folder), "--update"]
    refused = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "--baseline" in refused.stderr
    done = subprocess.run([*words, "--baseline", str(own)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "stories: B³ F1" in json.loads(own.read_text(encoding="utf-8"))
    assert (ROOT / "tests" / "eval" / "baseline.json").read_bytes() == before


def test_headlines_cannot_break_the_page() -> None:
    bad = Metric("stories: B³ F1", 0.5, 2, 0.9, ["a | b <script> `c`\n## d"], "x", table={"a": {"b": 1}})
    (line,) = [line for line in page("t", [bad], {}).splitlines() if "script" in line]
    assert line == "- a \\| b &lt;script> 'c' ## d"
    assert "floor" in page("t", [bad], {})
    assert "0.9 missed" in page("t", [bad], {})
