"""The real openai client against an endpoint that misbehaves in every way we know, over loopback HTTP.

Whatever it does: the run ends with 0 or 3, every story has a draft or a reason, no invented figure is left unflagged, and the key
is nowhere.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from chaos_llm import FAULTS

from tests import chat_desk
from tests.chat_desk import STORIES, Desk, sound
from tests.conftest import ROOT

desk, few_stories = chat_desk.desk, chat_desk.few_stories
pytestmark = [pytest.mark.xdist_group("chat"), pytest.mark.slow]
#: what can be read, or gets better: the model's own draft comes out
HARMLESS = {"ok", "no-usage", "other-model", "extra-field", "surrogate", "fenced", "prose", "think", "array", "string"}
HARMLESS |= {"section-variant", "swapped-section", "surrogate-in-place", "invented-source", "429-ms", "429-storm"}
HARMLESS |= {"flaky-500", "slow", "context-over"}
#: answers that are right where the story has nothing that the mode changes
DEPENDS = {"unit-slip"}
HALTING = {"401", "402", "403", "404", "quota", "429", "429-bare", "429-year", "list", "huge-usage"}
#: what gets better after a while must have the time, on a busy machine too
PATIENT = {"slow", "429-storm", "429-ms", "flaky-500"}
ARGUMENTS = {"slow": ":1", "context-over": ":90000", "429-storm": ":2", "huge": ":1"}


def be_patient(desk: Desk) -> None:
    desk.providers("deadline: 1.5 ", "deadline: 30 ")
    desk.providers("patience: 2.5 ", "patience: 60 ")


@pytest.mark.parametrize("mode", sorted(FAULTS))
def test_every_misbehaviour_ends_in_a_checked_draft_or_a_reason(mode: str, desk: Desk) -> None:
    if mode in PATIENT:
        be_patient(desk)
    answer = desk.draft(mode + ARGUMENTS.get(mode, ""))
    stories = sound(desk, answer)
    assert len(stories) == STORIES
    made = {s["engine"] for s in stories if s["draft"]}
    llm = answer.json()["llm"]
    if mode in HARMLESS:
        assert answer.code == 0, answer.out
        assert all(name.startswith("chat:custom/chaos-") for name in made)
        assert llm["calls"] <= STORIES + 2  # what was refused for the moment is sent again
    elif mode in HALTING:
        assert answer.code == 3
        assert llm["halted"]
        assert llm["calls"] <= STORIES + 1
    elif not mode.startswith("stream-") and mode not in DEPENDS:
        assert made <= {"extractive"}, [json.loads(s["notes"]) for s in stories if s["draft"]]
        assert all("模型稿没有采用" in s["notes"] for s in stories if s["draft"])
    assert llm["calls"] == len(desk.calls()) == len(desk.rows("select id from llm_calls"))


@pytest.mark.parametrize("mode", ["invalid-json", "refusal", "wrong-section", "200-html", "500", "401"])
def test_a_second_run_asks_again_only_where_nothing_was_answered(mode: str, desk: Desk) -> None:
    desk.draft(mode)
    before = len(desk.calls())
    again = desk.draft(mode)
    sound(desk, again)
    answered = mode in ("invalid-json", "refusal", "wrong-section")
    assert (len(desk.calls()) == before) == answered
    assert again.code == (0 if answered else 3)


def test_when_the_endpoint_is_well_again_the_waiting_stories_are_written(desk: Desk) -> None:
    assert desk.draft("quota").code == 3
    assert {s["draft"] for s in desk.stories()} == {None}
    assert desk.draft("ok").code == 0
    assert {s["fate"] for s in sound(desk, desk.draft("ok"))} == {"drafted"}


def test_a_dead_endpoint_is_given_up_after_a_few_requests_not_one_a_story(desk: Desk) -> None:
    desk.change(
        "update stories set section = 'ai_industry' where id in (select id from stories where section is null limit 20)"
    )
    answer = desk.draft("reset")
    llm = answer.json()["llm"]
    assert answer.code == 3
    assert llm["calls"] <= 5
    assert llm["waiting"] >= 20


def test_an_endpoint_that_is_not_there_is_a_reason_and_not_a_traceback(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    answer = desk.draft()
    sound(desk, answer)
    assert answer.code == 3
    assert "连不上" in answer.json()["llm"]["halted"] or answer.json()["llm"]["waiting"] == STORIES


def test_a_429_slows_everybody_down_before_the_next_request(desk: Desk) -> None:
    be_patient(desk)
    desk.draft("429-storm:1")
    times = [r["at"] for r in desk.llm.journal.rows() if r["method"] == "BODY"]
    assert times[1] - times[0] >= 0.95  # Retry-After: 1


def test_a_year_of_retry_after_is_not_slept_through(desk: Desk) -> None:
    answer = desk.draft("429-year")
    assert answer.code == 3
    assert len(desk.calls()) == 1
    assert "限流" in answer.json()["llm"]["halted"]


@pytest.mark.parametrize("mode", ["drip", "hang"])
def test_the_deadline_holds_for_a_body_that_never_ends(mode: str, desk: Desk) -> None:
    desk.draft(mode)
    times = [r["milliseconds"] for r in desk.rows("select milliseconds from llm_calls")]
    assert times
    assert max(times) < 2500


def start(desk: Desk, mode: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "digest", "--home", desk.home, "--now", desk.week.now.isoformat(), "draft", "--engine"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*map(str, words), f"chat:custom/chaos-{mode}"], env=env, **pipes)  # type: ignore[call-overload]


def asked(desk: Desk, calls: int) -> None:
    for _ in range(300):
        if len(desk.calls()) >= calls:
            return
        time.sleep(0.05)
    pytest.fail("nothing was asked")


def test_ctrl_c_ends_a_run_at_once_and_without_a_traceback(desk: Desk) -> None:
    be_patient(desk)
    running = start(desk, "hang")
    try:
        asked(desk, 1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=25)  # the deadline of an answer is 30 seconds
    finally:
        running.kill()
    assert running.returncode == 130
    assert "Traceback" not in said
    assert desk.draft("ok").code == 0


def test_killed_in_the_middle_what_was_answered_is_not_paid_again(desk: Desk) -> None:
    be_patient(desk)
    running = start(desk, "slow:1")
    asked(desk, 2)
    running.kill()
    running.communicate()
    before = len(desk.calls())
    answer = desk.draft("slow:1")
    assert answer.code == 0
    sound(desk, answer)
    assert len(desk.calls()) - before == STORIES - 1
