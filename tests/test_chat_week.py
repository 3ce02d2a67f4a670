"""The model engine on the sample week, over loopback HTTP: what it asks, what it pays, what it never asks twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import honest_llm
import pytest
from chaos_llm import ChaosLLM

from digest.engines.form import locate
from digest.text import fold
from tests import chat_desk
from tests.chat_desk import CANARY, STORIES, Desk, sound, unflagged
from tests.conftest import Week

desk, few_stories = chat_desk.desk, chat_desk.few_stories
pytestmark = pytest.mark.xdist_group("chat")


@pytest.fixture(scope="session")
def whole_week(crawled_week: Week, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The whole sample week drafted by the scripted honest model."""
    home = tmp_path_factory.mktemp("whole") / "home"
    shutil.copytree(crawled_week.home, home)
    with sqlite3.connect(home / "db" / "digest.db") as db:
        for table in ("checks", "revisions", "drafts"):
            db.execute(f"delete from {table}")
        db.execute("update articles set fate = 'pending' where id in (select lead from stories where section is not null)")
    db.close()
    patch = pytest.MonkeyPatch()
    with ChaosLLM(replies=honest_llm.honest) as llm:
        patch.setenv("OPENAI_BASE_URL", llm.url("/v1"))
        patch.setenv("OPENAI_API_KEY", CANARY)
        made = Desk(home, llm, crawled_week)
        yield Desk(home, llm, crawled_week, made.draft())
    patch.undo()


def test_the_week_costs_about_one_call_a_kept_story_and_nothing_the_second_time(whole_week: Desk) -> None:
    answer = whole_week.first
    assert answer is not None
    assert answer.code == 0, answer.out
    stories = sound(whole_week, answer)
    assert len(stories) > 30
    llm = answer.json()["llm"]
    assert llm["calls"] == len(whole_week.calls()) <= 1.2 * len(stories)
    assert sum(s["engine"] != "extractive" for s in stories) >= 0.95 * len(stories)
    again = whole_week.draft()
    assert again.code == 0
    assert again.json()["drafts"] == again.json()["llm"]["calls"] == 0


def test_every_quote_that_was_taken_stands_in_its_article(whole_week: Desk) -> None:
    drafts = {s["id"]: s for s in whole_week.stories()}
    replies = whole_week.rows("select story, reply from llm_calls where error = ''")
    seen = 0
    for row in replies:
        if drafts[row["story"]]["engine"] == "extractive":
            continue
        document = whole_week.documents(row["story"])
        item = json.loads(row["reply"])
        for sentence in [*item["body"], item["front"]]:
            assert locate("".join(map(fold, sentence["quote"])), document), sentence["quote"]
            seen += 1
    assert seen > 60


def test_what_was_sent_begins_the_same_each_time_and_holds_no_key(whole_week: Desk) -> None:
    systems = {b["messages"][0]["content"] for b in whole_week.calls()}
    assert len(systems) == 1
    assert CANARY not in json.dumps(whole_week.calls(), ensure_ascii=False)
    assert max(sum(len(m["content"]) for m in b["messages"]) for b in whole_week.calls()) < 12_000


def test_drafts_deleted_are_written_again_from_the_remembered_answers(whole_week: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole_week.home, home)
    copy = Desk(home, whole_week.llm, whole_week.week)
    for table in ("checks", "revisions", "drafts"):
        copy.change(f"delete from {table}")
    before = len(copy.calls())
    llm = copy.draft().json()["llm"]
    assert llm["calls"] == len(copy.calls()) - before == 0
    assert llm["cached"] >= len(copy.stories())


@pytest.mark.parametrize("lie", ["other_figures", "added_figure", "slipped_unit", "stranger", "tip", "invention"])
def test_no_lie_of_a_model_with_true_quotes_reaches_the_page_unflagged(lie: str, desk: Desk) -> None:
    desk.llm.replies = honest_llm.lying(getattr(honest_llm, lie))
    answer = desk.draft()
    stories = sound(desk, answer)
    assert len(stories) == STORIES
    if lie != "slipped_unit":  # a story without a hundred million has nothing to slip
        assert {s["engine"] for s in stories} == {"extractive"}


def test_a_trap_of_the_week_is_reported_and_not_obeyed(whole_week: Desk) -> None:
    found = whole_week.rows(
        "select c.*, d.section, s.section as judged, d.headline || d.body || d.lead_paragraph as words from checks c "
        "join drafts d on d.id = c.draft join stories s on s.id = d.story where c.kind = 'injection'"
    )
    assert found
    for row in found:
        assert row["verdict"] == "supported"
        assert row["section"] == row["judged"]
        assert "强烈推荐" not in row["words"]
    sent = json.dumps(whole_week.calls(), ensure_ascii=False)
    assert "证券推荐助手" not in sent


def test_stories_written_by_a_model_are_not_replaced_by_the_offline_engine(desk: Desk) -> None:
    desk.draft()
    answer = desk.run("draft", "--engine", "extractive", "--json")
    assert answer.json()["drafts"] == 0
    assert all(s["engine"].startswith("chat:") for s in desk.stories())


def test_another_prompt_writes_the_recent_stories_again(desk: Desk) -> None:
    desk.draft()
    text = (chat_desk.ROOT / "prompts" / "draft.md").read_text(encoding="utf-8")
    (desk.home / "prompts" / "draft.md").write_text(text.replace("2 至 5 句", "2 至 4 句"), encoding="utf-8")
    answer = desk.draft()
    assert (answer.json()["drafts"], answer.json()["llm"]["calls"]) == (STORIES, STORIES)
    assert {s["revision"] for s in desk.stories()} == {2}


def test_the_desks_own_items_are_shown_as_examples(desk: Desk) -> None:
    first = desk.draft("ok", "--story", desk.stories()[0]["id"])
    assert first.json()["drafts"] == 1
    made = next(s for s in desk.stories() if s["draft"])
    assert desk.run("approve", made["draft"], "--by", "张三", "--note", "核过").code == 0
    desk.draft()
    later = [b for b in desk.calls() if made["headline"] in b["messages"][-1]["content"].split("[A1.S1]")[0]]
    assert len(later) == STORIES - 1


# -------------------------------------------------------------------------------------------------------------------- money
def test_a_dry_run_asks_nobody_and_tells_calls_tokens_and_cost(desk: Desk) -> None:
    answer = desk.run("draft", "--engine", "chat:custom/chaos-ok", "--dry-run", "--json")
    told = answer.json()
    assert (answer.code, desk.calls()) == (0, [])
    assert (told["stories"], told["calls"], told["cached"]) == (STORIES, STORIES, 0)
    assert told["input_tokens"] > 3000
    plain = desk.run("run", "--engine", "chat:custom/chaos-ok", "--dry-run").out
    assert f"要问 {STORIES} 次" in plain
    assert all(s["draft"] is None for s in desk.stories())


def priced(desk: Desk, price: str = "[1.0, 0.1, 2.0]") -> None:
    path = desk.home / "prompts" / "providers.yaml"
    text = path.read_text(encoding="utf-8")
    head, mark, tail = text.rpartition("    key_optional: true\n    structured: object\n")
    assert mark
    path.write_text(f"{head}{mark}    models: {{chaos-ok: {{price: {price}}}}}\n{tail}", encoding="utf-8")


def test_the_forecast_is_on_the_high_side_of_what_is_then_paid(desk: Desk) -> None:
    priced(desk)
    told = desk.run("draft", "--engine", "chat:custom/chaos-ok", "--dry-run", "--json").json()
    paid = desk.draft().json()["llm"]
    assert told["priced"]
    assert told["cost_usd"] > 0
    assert paid["cost_usd"] == pytest.approx(sum(r["micros"] for r in desk.rows("select micros from llm_calls")) / 1e6)
    assert paid["cost_usd"] == pytest.approx((paid["input_tokens"] + 2 * paid["output_tokens"]) / 1e6, abs=1e-5)


def test_a_ceiling_stops_cleanly_and_the_rest_waits(desk: Desk) -> None:
    priced(desk, "[1000.0, 100.0, 2000.0]")
    answer = desk.draft("ok", "--max-cost", "6")
    llm = answer.json()["llm"]
    stories = sound(desk, answer)
    assert answer.code == 3
    assert llm["cost_usd"] <= 6
    assert 0 < llm["calls"] < STORIES
    assert llm["waiting"] == sum(s["draft"] is None for s in stories) > 0
    assert "上限" in llm["halted"]
    assert desk.draft("ok", "--max-cost", "1000").code == 3  # the day's ceiling holds as well
    desk.providers("cost_usd: 5}", "cost_usd: 5000}")
    assert desk.draft("ok", "--max-cost", "1000").code == 0


def test_the_weightiest_stories_are_paid_for_first(desk: Desk) -> None:
    desk.change("update stories set importance = 1 where id = '" + desk.stories()[0]["id"] + "'")
    desk.providers("run: {calls: 600", "run: {calls: 2")
    answer = desk.draft()
    written = [s["id"] for s in desk.stories() if s["draft"]]
    assert answer.code == 3
    assert len(written) == 2
    assert desk.stories()[0]["id"] not in written


def test_a_billion_tokens_end_the_run_after_one_request(desk: Desk) -> None:
    answer = desk.draft("huge-usage")
    assert len(desk.calls()) == 1
    assert "token 已到上限" in answer.json()["llm"]["halted"]


def test_the_audit_trail_has_a_row_for_every_request(desk: Desk) -> None:
    desk.draft("flaky-500:1")
    rows = desk.rows("select * from llm_calls order by id")
    assert len(rows) == STORIES + 1
    assert rows[0]["error"].startswith("server: 500")
    for row in rows[1:]:
        assert row["error"] == ""
        assert json.loads(row["reply"])["headline"]
        assert row["purpose"] == "draft"
        assert row["prompt_id"].startswith("draft-1-")
        assert row["via"] == "chat:custom/chaos-flaky-500:1"
        assert row["input_tokens"] > 0 < row["output_tokens"]
        assert len(row["key"]) == 64
    assert all(s["prompt_id"] == rows[1]["prompt_id"] and s["model"] == "chaos-flaky-500:1" for s in desk.stories())


# ------------------------------------------------------------------------------------------------------------------ compare
def test_two_engines_side_by_side_store_nothing_but_the_answer(desk: Desk) -> None:
    story = desk.stories()[0]["id"]
    words = ["draft", "--story", story[:6], "--engine", "chat:custom/chaos-ok", "--compare"]
    answer = desk.run(*words)
    assert answer.code == 0, answer.err
    assert "chat:custom/chaos-ok" in answer.out
    assert "extractive" in answer.out
    assert "核对: " in answer.out
    assert " │ " in answer.out
    rows = desk.run(*words, "--json").json()
    assert [r["asked"] for r in rows] == ["chat:custom/chaos-ok", "extractive"]
    assert all(r["checks"] for r in rows)
    assert len(desk.calls()) == 1
    assert all(s["draft"] is None for s in desk.stories())


def test_compare_needs_a_story(desk: Desk) -> None:
    answer = desk.run("draft", "--engine", "chat:custom/chaos-ok", "--compare")
    assert answer.code == 2
    assert "--story" in answer.err
    assert desk.run("draft", "--story", "nope", "--compare").code == 2


def test_one_story_alone_can_be_written(desk: Desk) -> None:
    story = desk.stories()[1]
    assert desk.draft("ok", "--story", story["id"]).json()["drafts"] == 1
    assert [s["id"] for s in desk.stories() if s["draft"]] == [story["id"]]
    assert unflagged(desk, desk.stories()[1]) == []


def test_a_story_that_grew_while_its_lead_said_nothing_new_is_checked_and_not_asked_about(desk: Desk) -> None:
    desk.draft()
    story = desk.stories()[0]
    desk.change(f"update stories set members_hash = 'grown' where id = '{story['id']}'")
    answer = desk.draft()
    assert (answer.json()["drafts"], len(desk.calls())) == (1, STORIES)
    again = desk.stories()[0]
    assert (again["revision"], again["body"], again["engine"]) == (2, story["body"], story["engine"])
    desk.change(f"update texts set text = text || '公司另称，上述金额不含补贴。' where article = '{story['lead']}'")
    desk.change(f"update stories set members_hash = 'changed' where id = '{story['id']}'")
    desk.draft()
    assert len(desk.calls()) == STORIES + 1
