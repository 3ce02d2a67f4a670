"""The main job on the sample week, over real HTTP: crawled day by day, joined, drafted, checked, decided and exported."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from digest.text import canonical_url
from tests.conftest import LAST_EVENING, ROOT, WEEK, Week

pytestmark = pytest.mark.xdist_group("week")
NAME = "2026-W09"
FATES = {"drafted", "duplicate", "irrelevant", "stale", "unreadable", "pending"}


def published(room: Any) -> dict[str, Any]:
    """Every address of what the newsroom has published by now → its article."""
    found = {}
    for source in room.articles:
        for article in room.visible(source):
            for link in filter(None, (article.link, article.alias)):
                found[canonical_url(room.origin(source) + link)] = article
    return found


def test_every_item_the_newsroom_published_has_one_fate(crawled_week: Week) -> None:
    rows = [r for r in crawled_week.digest("articles", "--json").json() if r["source"] != "openrouter"]
    known = published(crawled_week.room)
    seen = [known[r["url"]].id for r in rows]
    assert len(seen) == len(set(seen)), "an item was filed twice"
    assert set(seen) == {a.id for a in known.values()}
    assert {r["fate"] for r in rows} <= FATES - {"pending"}
    assert all(r["fate_reason"] for r in rows)
    assert sum(Counter(r["fate"] for r in rows).values()) == len(rows) == sum(run["articles"] for run in crawled_week.runs)


def test_captcha_pages_are_unreadable_and_not_drafted(crawled_week: Week) -> None:
    rows = {r["url"]: r for r in crawled_week.digest("articles", "--json").json() if r["source"] != "openrouter"}
    blocked = [
        a
        for a in map(json.loads, (WEEK / "articles.jsonl").read_text(encoding="utf-8").splitlines())
        if a["label"]["trap"] == "captcha_page"
    ]
    known = published(crawled_week.room)
    fates = [r["fate"] for url, r in rows.items() if known[url].id in {a["id"] for a in blocked}]
    assert fates == ["unreadable"] * len(blocked)


def test_the_lead_events_stand_in_their_sections(crawled_week: Week, tmp_path: Path) -> None:
    answer = crawled_week.digest("export", "--week", NAME, "--preview", "--out", tmp_path, "--json")
    assert answer.code == 0
    report = (tmp_path / f"{NAME}-preview.md").read_text(encoding="utf-8")
    parts = dict(zip(["3.1", "3.2", "3.3"], re.split(r"^### 3\.[123] ", report, flags=re.M)[1:], strict=True))
    articles = {r["url"]: r for r in crawled_week.digest("articles", "--json").json() if r["source"] != "openrouter"}
    known = published(crawled_week.room)
    drafts = {d["story"]: d for d in crawled_week.digest("list", "--week", NAME, "--json").json()}
    labels = {a["id"]: a["label"] for a in map(json.loads, (WEEK / "articles.jsonl").read_text(encoding="utf-8").splitlines())}
    numbers = {"ai_model": "3.1", "ai_industry": "3.2", "data_element": "3.3"}
    for section, number in numbers.items():
        leads = {
            r["story"]
            for url, r in articles.items()
            if labels[known[url].id]["importance"] == 3 and labels[known[url].id]["section"] == section
        }
        present = [drafts[s] for s in leads if s in drafts and drafts[s]["section"] == section]
        assert present, f"no draft of the lead event in {section}"
        assert any(d["headline"][:12] in parts[number].replace("\\", "") for d in present)


def test_each_preview_item_is_marked_and_ends_in_its_credit_line(crawled_week: Week, tmp_path: Path) -> None:
    crawled_week.digest("export", "--week", NAME, "--preview", "--out", tmp_path)
    report = (tmp_path / f"{NAME}-preview.md").read_text(encoding="utf-8")
    items = [b for b in re.split(r"^#{3,4} ", report, flags=re.M)[1:] if "无已审定条目" not in b]
    drafts = crawled_week.digest("list", "--week", NAME, "--json").json()
    assert len(items) == len(drafts) > 20
    assert all("【待审】" in item.splitlines()[0] for item in items)
    assert all(re.search(r"\(资料来源: .+\)$", item.strip()) for item in items)


def test_each_figure_of_a_draft_has_a_check_and_each_evidence_its_words(crawled_week: Week) -> None:
    from digest import figures
    from digest.store import open_store

    drafts = crawled_week.digest("list", "--week", NAME, "--json").json()
    with open_store(crawled_week.home / "db" / "digest.db") as store:
        for draft in drafts:
            documents = {i: a.document for i, a in store.articles.get([a["id"] for a in draft["articles"]]).items()}
            for check in draft["checks"]:
                assert draft[check["field"]][check["start"] : check["end"]] == check["claim"] or check["field"] == "credits"
                for e in check["evidence"]:
                    assert documents[e["article"]][e["start"] : e["end"]] == e["quote"]
                assert check["evidence"] or check["verdict"] in ("absent", "conflicting", "derived"), check
            spans = [(c["start"], c["end"]) for c in draft["checks"] if c["field"] == "body"]
            for figure in figures.find(draft["body"]):
                assert any((a <= figure.start and figure.end <= b) or figure.start <= a < figure.end for a, b in spans), (
                    draft["id"],
                    figure.raw,
                )


def database(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(f"file:{home / 'db' / 'digest.db'}?mode=ro", uri=True) as db:
        names = [r[0] for r in db.execute("select name from sqlite_master where type = 'table' and name not like 'texts_fts%'")]
        return {n: sorted(db.execute(f"select * from {n}").fetchall(), key=repr) for n in names}


def test_a_second_run_downloads_nothing_and_writes_only_its_run(week: Week) -> None:
    before = database(week.home)
    week.room.record(None)
    answer = week.digest("run", "--json")
    assert answer.code == 0
    statuses = Counter(r["status"] for r in week.room.log)
    assert set(statuses) == {304}
    assert sum(r["bytes"] for r in week.room.log) == 0
    after = database(week.home)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"runs"}
    assert len(after["runs"]) == len(before["runs"]) + 1


def test_exactly_the_approved_items_are_exported_and_always_the_same_bytes(week: Week, tmp_path: Path) -> None:
    drafts = week.digest("list", "--week", NAME, "--json").json()
    clean = [d for d in drafts if not any(c["verdict"] in ("absent", "conflicting") for c in d["checks"])][:5]
    answer = week.digest("approve", "-", "--by", "张三", "--json", stdin="\n".join(d["id"] for d in clean))
    assert answer.code == 0
    assert {d["status"] for d in answer.json()} == {"approved"}
    first, second = tmp_path / "a", tmp_path / "b"
    exported = week.digest("export", "--week", NAME, "--out", first, "--format", "md,json", "--json").json()
    week.digest("export", "--week", NAME, "--out", second, "--format", "md,json")
    assert {i["id"] for i in exported["items"]} == {d["id"] for d in clean}
    files = sorted(p.name for p in first.iterdir())
    assert files
    assert all((first / n).read_bytes() == (second / n).read_bytes() for n in files)
    report = (first / f"{NAME}.md").read_text(encoding="utf-8")
    assert "待审" not in report
    assert report.count("(资料来源: ") == len(clean)


def test_a_draft_without_ground_needs_a_note(week: Week) -> None:
    drafts = week.digest("list", "--week", NAME, "--json").json()
    chosen = drafts[0]["id"]
    with sqlite3.connect(week.home / "db" / "digest.db") as db:
        db.execute("update checks set verdict = 'absent' where draft = ? and n = 0", [chosen])
    db.close()
    refused = week.digest("approve", chosen, "--by", "张三")
    assert refused.code == 6
    assert "--note" in refused.err
    assert week.digest("approve", chosen, "--by", "张三", "--note", "已向公司核实").code == 0
    assert week.digest("list", "--status", "approved", "--json").json()[0]["note"] == "已向公司核实"


def test_an_approval_whose_ground_moved_is_void_and_stops_the_export(week: Week, tmp_path: Path) -> None:
    draft = next(
        d
        for d in week.digest("list", "--week", NAME, "--json").json()
        if not any(c["verdict"] in ("absent", "conflicting") for c in d["checks"])
    )
    assert week.digest("approve", draft["id"], "--by", "张三").code == 0
    with sqlite3.connect(week.home / "db" / "digest.db") as db:
        db.execute("update texts set text = text || '更正。' where article = ?", [draft["checks"][0]["evidence"][0]["article"]])
    db.close()
    answer = week.digest("export", "--week", NAME, "--out", tmp_path)
    assert answer.code == 6
    assert draft["id"] in answer.err
    assert list(tmp_path.glob("*.md")) == []
    assert week.digest("list", "--status", "void", "--json").json()[0]["id"] == draft["id"]


def test_a_rejected_draft_is_not_drafted_again(week: Week) -> None:
    chosen = week.digest("list", "--week", NAME, "--json").json()[0]["id"]
    assert week.digest("reject", chosen, "--reason", "重复", "--by", "张三").code == 0
    assert week.digest("draft", "--json").json()["drafts"] == 0
    assert week.digest("list", "--status", "rejected", "--json").json()[0]["id"] == chosen


def test_chinese_is_found_in_the_archive(crawled_week: Week) -> None:
    assert crawled_week.digest("search", "数据局", "--json").json()
    assert crawled_week.digest("search", "估值", "--json").json()
    assert crawled_week.digest("search", "不存在的词组合", "--json").json() == []


def test_show_explains_a_draft(crawled_week: Week) -> None:
    draft = crawled_week.digest("list", "--week", NAME, "--json").json()[0]
    text = crawled_week.digest("show", draft["id"][:6]).out
    assert draft["headline"] in text
    assert "有据" in text
    assert "判断: " in text


def test_show_tells_a_conflict_side_by_side_in_words(crawled_week: Week) -> None:
    drafts = crawled_week.digest("list", "--week", NAME, "--json").json()
    draft = next(d for d in drafts if d["conflicts"])
    text = crawled_week.digest("show", draft["id"]).out
    for side in draft["conflicts"][0]["sides"]:
        assert f"{side['value']}  {side['credit']} (" in text
    assert "{'" not in text, "a record of the program is no sentence"


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.4, 0.9, 1.5, 2.2, 3.0, 4.0])
def test_killed_at_any_point_and_run_again_nothing_is_lost_or_doubled(
    seconds: float, tmp_path: Path, newsroom: Any, crawled_week: Week
) -> None:
    newsroom.now = LAST_EVENING
    (tmp_path / "sources.yaml").write_text(newsroom.sources_yaml(), encoding="utf-8")
    words = [sys.executable, "-m", "digest", "--home", str(tmp_path), "--now", LAST_EVENING.isoformat(), "run", "--json"]
    env = {**os.environ, "OPENROUTER_API_KEY": "k", "PYTHONPATH": str(ROOT)}
    victim = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, start_new_session=True)
    time.sleep(seconds)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()
    again = subprocess.run(words, capture_output=True, text=True, env=env, check=False)
    assert again.returncode == 0, again.stderr
    with sqlite3.connect(tmp_path / "db" / "digest.db") as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        fates = dict(db.execute("select fate, count(*) from articles group by fate"))
    db.close()
    assert sum(fates.values()) == len(crawled_week.digest("articles", "--json").json())
    assert "pending" not in fates


@pytest.mark.slow
def test_the_demo_runs_from_anywhere_and_cleans_up(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "demo.py"), "--into", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "## 3 产业动态" in done.stdout
    assert all(f"### 3.{n} " in done.stdout for n in (1, 2, 3))
    report = tmp_path / "outputs" / f"{NAME}-preview.md"
    assert report.read_text(encoding="utf-8") in done.stdout
    assert subprocess.run(["pgrep", "-f", f"newsroom.py.*{tmp_path}"], capture_output=True, check=False).returncode == 1


def test_openrouters_own_figures_are_filed_and_the_presss_are_held_against_them(crawled_week: Week) -> None:
    rows = crawled_week.digest("articles", "--json").json()
    (data,) = [r for r in rows if r["source"] == "openrouter"]
    assert "5.16万亿" in data["title"]
    assert (data["fate"], data["story"]) == ("irrelevant", None)
    notes = [
        n
        for d in crawled_week.digest("list", "--week", NAME, "--json").json()
        for n in d["notes"]
        if n.startswith("OpenRouter核对")
    ]
    assert notes
    assert any("一致" in n for n in notes)
