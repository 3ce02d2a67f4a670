"""What the review room shows, without a screen: lines that fit, an order that makes sense, words that come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from digest.errors import UsageError
from digest.model import Check, Draft, Evidence
from digest.review import queue, view, words
from digest.review.layout import Mark, fit, flow, hung, table, visible, wrap
from digest.review.queue import FILTERS, Filter, Row
from tests.test_decide import NOW

MIXED = st.text(
    st.sampled_from("中文字，。、“”（）abcXYZ 0123456789.%\n\t😀é\u0301\x1b\u202e\u200b…—·"), max_size=120
) | st.text(max_size=60)


# ------------------------------------------------------------------------------------------------------------------ layout
@given(MIXED, st.integers(2, 60))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    shown = visible(text)
    spans = wrap(shown, width)
    assert len(shown) == len(text)
    assert all(cell_len(shown[a:b]) <= width for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    covered = {n for a, b in spans for n in range(a, b)}
    assert all(shown[n].isspace() for n in range(len(shown)) if n not in covered)


def test_no_line_begins_with_a_comma_and_no_number_is_torn() -> None:
    text = "公司表示，本季营收为1234.56亿元，同比增长73%，“好于预期”。Seedance 2.0 已上线。" * 3
    lines = [text[a:b] for a, b in wrap(text, 24)]
    assert not any(line[0] in "，。、”%" for line in lines)
    assert not any(line.endswith("“") for line in lines)
    assert all(line.count("1234.56") == line.count("1234") for line in lines)


@given(MIXED, st.integers(0, 60))
def test_a_fitted_text_has_exactly_so_many_cells(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@given(MIXED, st.integers(8, 60), st.data())
def test_a_marked_text_is_the_text_and_the_mark_covers_its_span(text: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lines = flow(text, width, [Mark(start, end, "lit", 3)])
    lit = "".join(p.text for line in lines for p in line if "lit" in p.styles)
    assert "".join(lit.split()) == "".join(visible(text)[start:end].split())
    assert {p.claim for line in lines for p in line if "lit" in p.styles} <= {3}


def test_what_a_terminal_obeys_is_replaced_one_for_one() -> None:
    assert visible("a\x1b[31mb\x07\x9b\u202ec\rd\te") == "a�[31mb���c�d e"


def test_hung_lines_stand_under_their_text() -> None:
    lines = hung("改写", "很长的一句话需要折行才放得下", 17)
    assert ["".join(p.text for p in line) for line in lines] == ["改写 很长的一句话", "     需要折行才放", "     得下"]


@given(st.lists(st.tuples(MIXED, MIXED, MIXED, MIXED), min_size=1, max_size=4), st.integers(24, 80))
def test_a_table_fits_its_width(rows: list[tuple[str, str, str, str]], width: int) -> None:
    for line in table(rows, width):
        assert sum(cell_len(p.text) for p in line) <= width


# ------------------------------------------------------------------------------------------------------------------- queue
def row(name: str, section: str = "a", status: str = "pending", weight: int = 1, **more: object) -> Row:
    plain = Row(
        name, status, section, weight, f"标题{name}", "正文", 1, "IT之家", f"2026-02-2{weight}", 3, 0, 0, 0, 0, "", "", ""
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def test_the_list_is_by_section_then_what_waits_and_conflicts_then_weight() -> None:
    rows = [
        row("decided", status="approved", weight=3), row("light"), row("heavy", weight=3), row("conflict", conflicting=1),
        row("absent", absent=1), row("disputed", weight=2, disputes=1), row("void", status="void", weight=2),
        row("other", section="b", conflicting=2), row("settled", status="rejected", conflicting=1),
    ]  # fmt: skip
    order = [r.id for r in queue.ordered(rows, ["a", "b"])]
    assert order == ["conflict", "disputed", "absent", "heavy", "void", "light", "decided", "settled", "other"]


def test_a_decision_does_not_make_the_list_jump() -> None:
    rows = queue.ordered([row("x", weight=3), row("y", weight=2), row("z")], ["a"])
    decided = queue.ordered([row("x", weight=3, status="approved"), row("y", weight=2), row("z"), row("new", weight=3)], ["a"])
    assert [r.id for r in queue.kept_in_place(decided, [r.id for r in rows])] == ["new", "x", "y", "z"]


@given(st.lists(st.sampled_from(["pending", "approved", "void"]), max_size=8), st.integers(0, 8), st.sampled_from([1, -1]))
def test_steps_over_what_waits_visit_each_of_it(states: list[str], start: int, by: int) -> None:
    rows = [row(str(n), status=s) for n, s in enumerate(states)]
    at, seen = str(start), set()
    for _ in rows:
        found = queue.step(rows, at, by, waiting=True)
        if found is None:
            break
        at = found
        seen.add(at)
    assert seen >= {r.id for r in rows if r.waits} - {str(start)}
    assert all(r.waits for r in rows if r.id in seen)


def test_filters_and_search() -> None:
    rows = [row("p"), row("a", status="approved"), row("c", conflicting=1), row("d", disputes=1, headline="OpenAI 融资")]
    assert [r.id for r in queue.narrowed(rows, FILTERS[1])] == ["p", "c", "d"]
    assert [r.id for r in queue.narrowed(rows, FILTERS[2])] == ["c", "d"]
    assert [r.id for r in queue.narrowed(rows, Filter("", section="b"))] == []
    assert [r.id for r in queue.narrowed(rows, FILTERS[0], "openai 融资")] == ["d"]
    assert [r.id for r in queue.narrowed(rows, FILTERS[0], "ＯＰＥＮＡＩ")] == ["d"]


def test_only_what_is_in_no_doubt_is_approved_in_a_batch() -> None:
    rows = [row("ok"), row("a", absent=1), row("c", conflicting=1), row("d", disputes=1), row("none", checks=0)]
    rows += [row("done", status="approved"), row("void", status="void")]
    assert [r.id for r in queue.fully_supported(rows)] == ["ok"]


def test_minutes_left_follow_todays_pace_without_the_pauses() -> None:
    times = [NOW + timedelta(seconds=s) for s in (0, 30, 60, 90, 4000, 4030)]
    assert queue.minutes_left(times, 40) == 20
    assert queue.minutes_left([], 3) == 1
    assert queue.minutes_left(times, 0) == 0


def test_what_is_likely_the_same_event_comes_first() -> None:
    rows = [
        row("here", headline="星河发布模型星河X1"),
        row("far", headline="数据交易所互认"),
        row("near", headline="星河X1模型发布"),
    ]
    assert [r.id for r in queue.likely_same(rows, "here")] == ["near", "far"]


# -------------------------------------------------------------------------------------------------------------------- view
def check(verdict: str, start: int, field: str = "body", **more: object) -> Check:
    return replace(Check("figure", "45亿", start, start + 3, field, verdict), **more)  # type: ignore[arg-type]


DRAFT = Draft("d", "s", "ai_model", "标题45亿", "正文45亿和46亿。", "正文45亿和46亿。", ("IT之家",), 2, "2026-W09")


def test_claims_are_read_in_order_and_once() -> None:
    checks = (
        check("supported", 2, "lead_paragraph"),
        check("absent", 6),
        check("supported", 2),
        check("supported", 2, "headline"),
    )
    found = view.claims(replace(DRAFT, checks=checks))
    assert [(c.field, c.start) for c in found] == [("headline", 2), ("body", 2), ("body", 6)]
    assert view.first_claim(found) == 2
    assert view.first_claim([]) == -1


def test_a_claim_in_conflict_is_looked_at_before_one_without_ground() -> None:
    assert view.first_claim([check("absent", 1), check("supported", 2), check("conflicting", 3)]) == 2


CONFLICT = {
    "kind": "value", "claim": "投资", "note": "不一致",
    "sides": [
        {"value": "45亿", "article": "a1", "credit": "36氪", "start": 5, "end": 8, "published_at": "2026-02-26T10:00:00+08:00", "cut_off": None},
        {"value": "46亿", "article": "a2", "credit": "财联社", "start": 9, "end": 12, "cut_off": "2月26日"},
    ],
}  # fmt: skip


def test_a_conflict_is_a_table_of_value_source_time_and_cut_off() -> None:
    assert view.conflict_rows(CONFLICT) == [
        ("45亿", "36氪", "2026-02-26T10:00:00+08:00", ""),
        ("46亿", "财联社", "", "2月26日"),
    ]
    assert view.sides_of(CONFLICT) == [Evidence("a1", 5, 8, "45亿"), Evidence("a2", 9, 12, "46亿")]


@pytest.mark.parametrize(
    "strange", [{}, {"sides": None}, {"sides": [1, "x"]}, {"value": 3}, {"sides": [{"start": "1"}]}, {"sides": {"a": 1}}]
)
def test_a_conflict_of_another_shape_is_no_accident(strange: dict[str, object]) -> None:
    assert isinstance(view.conflict_rows(strange), list)
    assert view.sides_of(strange) == []


def test_the_conflict_about_the_very_value_belongs_to_the_claim() -> None:
    draft = replace(DRAFT, conflicts=(CONFLICT, {**CONFLICT, "sides": []}))
    assert view.about_claim(draft, check("conflicting", 2)) == [CONFLICT]
    assert view.about_claim(draft, check("absent", 2, claim="99")) == []
    assert view.about_claim(draft, None) == []


@given(MIXED, MIXED)
def test_changes_rebuild_both_versions(old: str, new: str) -> None:
    found = view.changes(old, new)
    assert "".join(c.text for c in found if c.kind != "added") == old
    assert "".join(c.text for c in found if c.kind != "removed") == new


def test_changes_are_told_word_by_word() -> None:
    found = view.changes("融资1100亿美元，估值7300亿", "融资1200亿美元，估值7300亿")
    assert [(c.kind, c.text) for c in found if c.kind != "same"] == [("removed", "1100"), ("added", "1200")]


# ------------------------------------------------------------------------------------------------------------------- words
def test_a_file_for_the_editor_comes_back_as_it_was() -> None:
    draft = replace(DRAFT, body="第一段。\n第二段【正文】不是标记。", checks=(check("absent", 2, note="没有"),))
    text = words.as_file(draft)
    assert "# 无据 数字 “45亿”: 没有" in text
    assert words.from_file(text) == words.Words(draft.headline, draft.body, draft.lead_paragraph, draft.credits)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_words_survive_the_editor(headline: str, body: str) -> None:
    from digest.decide import edited

    try:
        draft = edited(DRAFT, headline=headline, body=body)
    except UsageError:
        return
    got = words.from_file(words.as_file(draft))
    again = edited(draft, got.headline, got.body, got.lead_paragraph)
    marks = ("【标题】", "【正文】", "【首页一句】", "【资料来源】", "【以下不会保存】")
    if not any(m in draft.headline + draft.body for m in marks):
        assert (again.headline, again.body) == (draft.headline, draft.body)


def test_a_plain_file_is_a_headline_and_a_body() -> None:
    assert words.from_file("标题\n\n第一段。\n第二段。\n") == words.Words("标题", "第一段。\n第二段。", None)
    assert words.from_file("只有标题") == words.Words("只有标题", None, None)


@pytest.mark.parametrize("empty", ["", "\n \n", "\ufeff"])
def test_an_empty_file_changes_nothing(empty: str) -> None:
    with pytest.raises(UsageError, match="没有改动"):
        words.from_file(empty)


def test_a_time_is_told_in_beijing_and_anything_else_as_it_stands() -> None:
    from digest.review.pages import clock

    assert clock("2026-02-27T11:02:00+00:00") == "02-27 19:02"
    assert clock(datetime.fromisoformat("2026-02-27T19:02:00+08:00")) == "02-27 19:02"
    assert clock("上周\x1b[2J") == "上周[2J"
    assert clock(None) == ""
