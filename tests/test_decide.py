"""Decisions: bound to what was seen, checked at once, kept for ever in a chain, and taken back step by step."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import decide, pipeline
from digest.config import Home
from digest.decide import Entry, Seen
from digest.engines import Extractive
from digest.errors import DigestError, Refused, StaleDraft, UsageError
from digest.model import Article, Draft, Judgement, Member, Moment, Source, Story
from digest.model import Entry as Listed
from digest.pipeline import Desk, open_desk
from digest.pipeline.desk import members_hash
from digest.text import short_id

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
SOURCES = """
sources:
  - {id: ithome, name: IT之家, kind: feed, url: "https://a.example.com/rss"}
  - {id: cls, name: 财联社, kind: feed, url: "https://b.example.com/rss"}
  - {id: kr, name: 36氪, kind: feed, url: "https://c.example.com/rss"}
"""
#: story → section and (source, title, text) of its articles
STORIES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "sone": (
        "ai_model",
        [
            ("IT之家", "星河发布新模型星河X1，参数 1200 亿", "星河公司2月27日发布新模型星河X1。该模型参数为1200亿，上下文长度为256K。公司说，星河X1在三项评测中位列第一。"),
            ("财联社", "星河X1发布，参数1200亿", "财联社2月27日电，星河公司发布星河X1，参数1200亿。公司称将在3月开放接口。"),
            ("36氪", "星河公司完成20亿元融资", "星河公司2月27日宣布完成20亿元融资，由远山资本领投。本轮融资后公司估值为200亿元。"),
        ],
    ),
    "stwo": (
        "ai_industry",
        [("36氪", "远山云数据中心投产，投资 45 亿元", "远山云2月26日宣布数据中心投产，总投资45亿元。数据中心共有8000台服务器，年用电量为3亿千瓦时。")],
    ),
    "sthree": (
        "data_element",
        [("财联社", "三地数据交易所互认产品目录", "三家数据交易所2月25日签署协议，互认产品目录共420项。协议自4月1日起生效，有效期三年。")],
    ),
}  # fmt: skip


@contextmanager
def small_desk(root: Path) -> Iterator[Desk]:
    """A home with five articles in three stories, drafted offline."""
    (root / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    with open_desk(Home(root), NOW, create=True) as desk:
        for name, (section, rows) in STORIES.items():
            articles = [add_article(desk, f"{name}{n}", *row, n) for n, row in enumerate(rows)]
            file_story(desk, name, section, articles)
        pipeline.write(desk, Extractive())
        yield desk


def add_article(desk: Desk, name: str, credit: str, title: str, text: str, hours: int = 0) -> Article:
    """One article, read."""
    source = Source(credit, credit, "feed", "https://a.example.com/rss")
    url = f"https://a.example.com/{name}"
    at = Moment(NOW - timedelta(days=2) + timedelta(hours=hours), "minute")
    article = Article(short_id("a", url), source.id, url, credit, title, text, "zh-Hans", at)
    with desk.store.write():
        desk.store.articles.listed(source, [Listed(url, title, at)], NOW, NOW - timedelta(days=14))
        desk.store.articles.read(article.id, article, NOW)
    return article


def file_story(desk: Desk, name: str, section: str, articles: Sequence[Article]) -> None:
    """A story of these articles, the first leading."""
    story = Story(name, tuple(Member(a.id, "original" if n == 0 else "rewrite") for n, a in enumerate(articles)))
    with desk.store.write():
        hashed = members_hash(story, {a.id: a for a in articles})
        desk.store.drafts.save_story(story, Judgement(section, 2, reasons=("测试",)), hashed)
        for n, member in enumerate(story.members):
            desk.store.articles.place(member, name)
            desk.store.articles.fate(member.article, "pending" if n == 0 else "duplicate", "测试")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small home, made once; take `desk` or `small_home`."""
    root = tmp_path_factory.mktemp("small")
    with small_desk(root):
        pass
    return root


@pytest.fixture
def small_home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the small home that a test may change."""
    root = tmp_path / "home"
    shutil.copytree(prepared, root)
    return root


@pytest.fixture
def desk(small_home: Path) -> Iterator[Desk]:
    with open_desk(Home(small_home), NOW) as made:
        yield made


def state(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that decisions may change, but the log and the kept revisions."""
    tables = {
        "drafts": "*", "checks": "*", "stories": "*", "pins": "*", "articles": "id, story, role, score, joined, fate, fate_reason",
    }  # fmt: skip
    return {t: desk.store.db.execute(f"select {c} from {t} order by 1, 2").fetchall() for t, c in tables.items()}


def drafts(desk: Desk) -> dict[str, Draft]:
    return {d.id: d for d in desk.store.drafts.select()}


def log(desk: Desk) -> list[Entry]:
    return list(desk.store.decisions.entries())


# ------------------------------------------------------------------------------------------------------------ pure rules
@pytest.mark.parametrize(
    ("given_text", "label"),
    [
        ("1", "重复"),
        ("duplicate", "重复"),
        (" 重复 ", "重复"),
        ("3", "不相关"),
        ("IRRELEVANT", "不相关"),
        ("已另文写过", "已另文写过"),
    ],
)
def test_a_reason_is_a_number_a_key_a_label_or_ones_own_words(given_text: str, label: str) -> None:
    assert decide.reason(given_text) == label


@pytest.mark.parametrize("nothing", ["", "  ", "0", "9", "\x1b"])
def test_no_reason_and_an_unknown_number_are_refused(nothing: str) -> None:
    with pytest.raises(UsageError, match="--reason"):
        decide.reason(nothing)


def test_only_some_reasons_say_that_the_desk_wants_no_such_news() -> None:
    assert [r.label for r in decide.REASONS if decide.teaches_none(r.label)] == ["不相关", "分量不够"]


DRAFT = Draft(
    "done",
    "sone",
    "ai_model",
    "标题",
    "第一句。第二句有数字12。\n第二段。",
    "第一句。第二句有数字12。",
    ("IT之家",),
    2,
    "2026-W09",
)


def test_the_first_page_sentence_follows_the_opening_of_the_body() -> None:
    assert decide.edited(DRAFT, body="改过的一句。第二句有数字13。\n第二段。").lead_paragraph == "改过的一句。第二句有数字13。"
    assert decide.edited(DRAFT, headline="新标题").lead_paragraph == DRAFT.lead_paragraph
    assert decide.edited(DRAFT, body="全新。第二。", lead_paragraph="自己写的。").lead_paragraph == "自己写的。"
    own = replace(DRAFT, lead_paragraph="首页另有说法。")
    assert decide.edited(own, body="全新。第二。").lead_paragraph == "首页另有说法。"


@pytest.mark.parametrize("words", [{"headline": ""}, {"headline": "\x00\n "}, {"body": " \n\n "}])
def test_empty_words_are_refused(words: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        decide.edited(DRAFT, **words)


@given(st.text(), st.text())
def test_whatever_is_written_is_stored_without_control_characters(headline: str, body: str) -> None:
    try:
        done = decide.edited(DRAFT, headline=headline, body=body)
    except UsageError:
        return
    assert "\n" not in done.headline
    assert not any(ch < " " and ch != "\n" for ch in done.headline + done.body + done.lead_paragraph)
    assert "\n\n" not in done.body


# --------------------------------------------------------------------------------------------------------------- the chain
def chain(length: int) -> list[Entry]:
    entries, head = [], ""
    for n in range(1, length + 1):
        entries.append(decide.sealed(Entry(n, n, f"d{n}", 1, "approve", "张三", NOW.isoformat(), "h", note="n"), head))
        head = entries[-1].hash
    return entries


def test_a_whole_chain_has_no_faults() -> None:
    entries = chain(4)
    assert decide.faults(entries, 4, entries[-1].hash) == []
    assert decide.faults([], 0, "") == []


@pytest.mark.parametrize("column", [f.name for f in fields(Entry)])
@pytest.mark.parametrize("row", [0, 2, 3])
def test_tampering_with_any_column_of_any_entry_is_found(column: str, row: int) -> None:
    entries = chain(4)
    old = getattr(entries[row], column)
    broken = [
        *entries[:row],
        replace(entries[row], **{column: old + 1 if isinstance(old, int) else old + "x"}),
        *entries[row + 1 :],
    ]
    assert decide.faults(broken, 4, entries[-1].hash)


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_dropped_entry_is_found_the_last_one_too(gone: int) -> None:
    entries = chain(4)
    assert decide.faults([e for n, e in enumerate(entries) if n != gone], 4, entries[-1].hash)


def test_an_entry_resealed_by_itself_breaks_the_next_link() -> None:
    entries = chain(4)
    forged = decide.sealed(replace(entries[1], by="李四"), entries[0].hash)
    assert decide.faults([entries[0], forged, *entries[2:]], 4, entries[-1].hash)


def test_fields_do_not_run_into_each_other() -> None:
    one = decide.sealed(Entry(1, 1, "d", 1, "approve", "ab", "c"), "")
    other = decide.sealed(Entry(1, 1, "d", 1, "approve", "a", "bc"), "")
    assert one.hash != other.hash
    assert len(astuple(one)) == len(fields(Entry))


# ---------------------------------------------------------------------------------------------------------------- approval
def test_an_approval_is_bound_to_the_hash_with_who_and_when(desk: Desk) -> None:
    before = desk.store.drafts.get("done")
    (done,) = pipeline.approve(desk, ["done"], " 张三 ")
    (entry,) = log(desk)
    assert (done.status, done.approved_by, done.approved_at) == ("approved", "张三", NOW)
    assert entry.text_hash == before.text_hash == desk.store.drafts.approved_hash("done")
    assert (entry.by, entry.at, entry.revision, entry.status) == ("张三", NOW.isoformat(), 1, "approved")


def test_approving_twice_is_one_approval(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    (again,) = pipeline.approve(desk, ["done"], "李四")
    assert again.approved_by == "张三"
    assert len(log(desk)) == 1


def test_absent_checks_ask_for_a_note(desk: Desk) -> None:
    pipeline.edit(desk, "done", "张三", headline="星河发布新模型星河X1，参数 9999 亿")
    with pytest.raises(Refused, match="9999"):
        pipeline.approve(desk, ["done"], "张三")
    assert desk.store.drafts.get("done").status == "pending"
    (done,) = pipeline.approve(desk, ["done"], "张三", note="向公司核实过")
    assert done.approval_note == "向公司核实过"
    assert log(desk)[-1].note == "向公司核实过"


def test_one_refused_draft_stops_the_whole_batch(desk: Desk) -> None:
    pipeline.edit(desk, "dtwo", "张三", headline="远山云投资 77 亿元")
    with pytest.raises(Refused):
        pipeline.approve(desk, ["done", "dtwo", "dthree"], "张三")
    assert {d.status for d in drafts(desk).values()} == {"pending"}


def test_evidence_that_no_longer_stands_is_no_ground_for_an_approval(desk: Desk) -> None:
    with desk.store.write():
        desk.store.db.execute("update texts set text = replace(text, '45亿', '54亿')")
        desk.store.db.execute("update articles set title = replace(title, '45 亿', '54 亿')")
    with pytest.raises(Refused, match="原文变了"):
        pipeline.approve(desk, ["dtwo"], "张三")
    done = pipeline.edit(desk, "dtwo", "张三")
    assert done.revision == 2
    assert [c.claim for c in done.unsettled if c.kind == "figure"]


def test_a_decision_needs_a_name(desk: Desk) -> None:
    for act in (
        pipeline.approve,
        lambda d, i, by: pipeline.reject(d, i, by, "1"),
        lambda d, i, by: pipeline.move(d, i, "3.3", by),
    ):
        with pytest.raises(UsageError, match="--by"):
            act(desk, ["done"], " \u200b ")
    assert log(desk) == []


# -------------------------------------------------------------------------------------------------------------------- edit
def test_an_edit_is_checked_at_once_and_keeps_every_revision(desk: Desk) -> None:
    first = desk.store.drafts.get("dtwo")
    second = pipeline.edit(desk, "dtwo", "张三", body=first.body.replace("45亿", "46亿"))
    assert second.revision == 2
    assert any(c.verdict in ("absent", "conflicting") and "46" in c.claim for c in second.checks)
    third = pipeline.edit(desk, "dtwo", "李四", body=first.body)
    assert (third.revision, third.text_hash) == (3, first.text_hash)
    kept = desk.store.drafts.revisions("dtwo")
    assert [(r["revision"], r["by"], "46亿" in r["body"]) for r in kept] == [
        (1, "", False),
        (2, "张三", True),
        (3, "李四", False),
    ]


def test_an_edit_that_changes_nothing_is_no_decision(desk: Desk) -> None:
    given_draft = desk.store.drafts.get("done")
    assert pipeline.edit(desk, "done", "张三", headline=given_draft.headline).revision == 1
    assert log(desk) == []


def test_an_edit_of_an_approved_draft_waits_for_approval_again(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    done = pipeline.edit(desk, "done", "李四", headline="星河发布星河X1")
    assert (done.status, done.approved_by) == ("pending", "")


def test_a_machine_never_rewrites_a_persons_words(desk: Desk) -> None:
    words = "星河公司2月27日发布新模型星河X1，参数为1200亿。"
    pipeline.edit(desk, "done", "张三", body=words)
    extra = add_article(desk, "late", "财联社", "星河X1参数1300亿", "财联社2月27日电，星河公司发布星河X1，参数为1300亿。", 5)
    members = [a for a, _ in desk.store.articles.of_story("sone")]
    file_story(desk, "sone", "ai_model", [*members, extra])
    assert pipeline.write(desk, Extractive()).drafts == 0
    from digest.pipeline.decide import follow

    follow(desk)
    now = desk.store.drafts.get("done")
    assert now.body == words
    assert follow(desk) == 0


# -------------------------------------------------------------------------------------------------------------------- move
def test_a_move_is_kept_by_later_runs_and_asks_for_approval_again(desk: Desk) -> None:
    pipeline.approve(desk, ["dtwo"], "张三")
    (done,) = pipeline.move(desk, ["dtwo"], "3.3", "张三")
    assert (done.section, done.status) == ("data_element", "pending")
    desk.store.db.execute("update stories set members_hash = 'changed' where id = 'stwo'")
    pipeline.join(desk)
    pipeline.write(desk, Extractive())
    assert (desk.store.drafts.get("dtwo").section, desk.store.drafts.get("dtwo").revision) == ("data_element", 1)
    assert desk.store.drafts.story_rows()["stwo"]["section"] == "data_element"


@pytest.mark.parametrize("name", ["ai_industry", "3.2", "AI产业"])
def test_a_section_is_known_by_id_number_and_title(desk: Desk, name: str) -> None:
    assert pipeline.section_of(desk, name) == "ai_industry"


def test_an_unknown_section_is_refused_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(UsageError, match=r"3\.1"):
        pipeline.move(desk, ["done"], "3.9", "张三")


# -------------------------------------------------------------------------------------------------------------- regrouping
def test_merged_stories_stay_together_and_are_drafted_from_all_articles(desk: Desk) -> None:
    done = pipeline.merge(desk, Extractive(), ["done", "dtwo"], "张三")
    assert (done.id, done.revision, done.status) == ("done", 2, "pending")
    assert len(desk.store.articles.of_story("sone")) == 4
    other = desk.store.drafts.get("dtwo")
    assert other.status == "rejected"
    assert log(desk)[-1].reason == "并入 done"
    with pytest.raises(Refused, match="并入"):
        pipeline.approve(desk, ["dtwo"], "张三")
    pipeline.join(desk)
    pipeline.write(desk, Extractive())
    assert len(desk.store.articles.of_story("sone")) == 4
    assert desk.store.drafts.get("done").revision == 2
    assert desk.store.articles.fates() == {"drafted": 2, "duplicate": 3}


def test_a_draft_whose_articles_are_gone_cannot_be_merged(desk: Desk) -> None:
    pipeline.merge(desk, Extractive(), ["done", "dtwo"], "张三")
    for names in (["dtwo", "dthree"], ["dthree", "dtwo"]):
        with pytest.raises(Refused, match="dtwo"):
            pipeline.merge(desk, Extractive(), names, "张三")
    assert len(log(desk)) == 2


def test_a_split_story_stays_apart(desk: Desk) -> None:
    leaving = [a.id for a, _ in desk.store.articles.of_story("sone") if "融资" in a.title]
    old, new = pipeline.split(desk, Extractive(), "done", leaving, "张三")
    assert (old.id, old.revision) == ("done", 2)
    assert "融资" in new.headline
    assert new.status == "pending"
    pipeline.join(desk)
    pipeline.write(desk, Extractive())
    assert [a.id for a, _ in desk.store.articles.of_story(new.story)] == leaving
    assert len(desk.store.articles.of_story("sone")) == 2
    assert desk.store.drafts.pins()[leaving[0]] == new.story


def test_a_reprint_split_off_is_not_joined_again(desk: Desk) -> None:
    """Even the very same text stays where a person put it."""
    text = STORIES["stwo"][1][0][2]
    copy = add_article(desk, "copy", "财联社", "远山云数据中心投产，投资 45 亿元", text, 3)
    pipeline.join(desk)
    assert copy.id in [a.id for a, _ in desk.store.articles.of_story("stwo")]
    _, new = pipeline.split(desk, Extractive(), "dtwo", [copy.id], "张三")
    pipeline.join(desk)
    assert [a.id for a, _ in desk.store.articles.of_story(new.story)] == [copy.id]


def test_a_merged_draft_keeps_a_persons_words(desk: Desk) -> None:
    pipeline.edit(desk, "done", "张三", headline="张三的标题")
    done = pipeline.merge(desk, Extractive(), ["done", "dtwo"], "李四")
    assert done.headline == "张三的标题"
    assert desk.store.drafts.revisions("done")[-1]["by"] == "张三"


@pytest.mark.parametrize("which", [[], [0, 1, 2]])
def test_a_split_leaves_something_and_takes_something(desk: Desk, which: list[int]) -> None:
    members = [a.id for a, _ in desk.store.articles.of_story("sone")]
    with pytest.raises(UsageError):
        pipeline.split(desk, Extractive(), "done", [members[n] for n in which], "张三")
    assert log(desk) == []


# ------------------------------------------------------------------------------------------------------------ two at once
def twin(desk: Desk) -> Any:
    """Another person's desk over the same file."""
    return open_desk(desk.home, NOW + timedelta(minutes=1))


Act = Callable[[Desk, Seen], Any]
LATER: dict[str, Act] = {
    "approve": lambda d, seen: pipeline.approve(d, ["done"], "李四", "", {"done": seen}),
    "reject": lambda d, seen: pipeline.reject(d, ["done"], "李四", "1", {"done": seen}),
    "edit": lambda d, seen: pipeline.edit(d, "done", "李四", headline="李四的标题", seen=seen),
    "move": lambda d, seen: pipeline.move(d, ["done"], "3.3", "李四", {"done": seen}),
    "merge": lambda d, seen: pipeline.merge(d, Extractive(), ["done", "dtwo"], "李四", {"done": seen}),
    "split": lambda d, seen: pipeline.split(d, Extractive(), "done", [d.store.articles.of_story("sone")[1][0].id], "李四", seen=seen),
}  # fmt: skip


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("first", ["approve", "reject", "edit"])
def test_the_second_reviewer_is_told_and_nothing_is_overwritten(desk: Desk, first: str, later: str) -> None:
    with twin(desk) as other:
        seen = pipeline.seen_of(other, other.store.drafts.get("done"))
        if first == "approve":
            pipeline.approve(desk, ["done"], "张三")
        elif first == "reject":
            pipeline.reject(desk, ["done"], "张三", "过时")
        else:
            pipeline.edit(desk, "done", "张三", headline="张三的标题")
        before, entries = state(desk), log(desk)
        with pytest.raises(StaleDraft, match="张三"):
            LATER[later](other, seen)
        assert (state(desk), log(desk)) == (before, entries)


def test_an_undone_decision_is_still_news_to_whoever_saw_it_before(desk: Desk) -> None:
    with twin(desk) as other:
        seen = pipeline.seen_of(other, other.store.drafts.get("done"))
        pipeline.approve(desk, ["done"], "张三")
        pipeline.undo(desk, "张三")
        with pytest.raises(StaleDraft):
            pipeline.approve(other, ["done"], "李四", "", {"done": seen})


def test_a_text_that_changed_between_display_and_approval_is_not_approved(desk: Desk) -> None:
    seen = pipeline.seen_of(desk, desk.store.drafts.get("dtwo"))
    with desk.store.write():
        desk.store.db.execute("update texts set text = text || '更正。'")
    with pytest.raises(StaleDraft, match="原文"):
        pipeline.approve(desk, ["dtwo"], "张三", "", {"dtwo": seen})


# -------------------------------------------------------------------------------------------------------------------- undo
def test_undo_takes_back_only_ones_own_when_asked_so(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    pipeline.reject(desk, ["dtwo"], "李四", "1")
    pipeline.undo(desk, "张三", of="张三")
    assert {i: d.status for i, d in drafts(desk).items()} == {"done": "pending", "dtwo": "rejected", "dthree": "pending"}
    with pytest.raises(UsageError, match="没有可以撤销"):
        pipeline.undo(desk, "张三", of="张三")


def test_undo_about_one_draft_leaves_the_others(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    pipeline.approve(desk, ["dtwo"], "张三")
    pipeline.undo(desk, "张三", about="done")
    assert [drafts(desk)[i].status for i in ("done", "dtwo")] == ["pending", "approved"]


def test_a_batch_is_taken_back_as_one(desk: Desk) -> None:
    pipeline.approve(desk, ["done", "dtwo", "dthree"], "张三")
    assert len(pipeline.undo(desk, "张三")) == 3
    assert {d.status for d in drafts(desk).values()} == {"pending"}


def test_redo_after_something_new_is_refused(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    pipeline.undo(desk, "张三")
    pipeline.reject(desk, ["dtwo"], "张三", "1")
    with pytest.raises(UsageError, match="没有可以重做"):
        pipeline.redo(desk, "张三")


def test_undo_of_what_somebody_built_upon_is_refused(desk: Desk) -> None:
    pipeline.edit(desk, "done", "张三", headline="张三的标题")
    pipeline.edit(desk, "done", "李四", headline="李四的标题")
    with pytest.raises(StaleDraft):
        pipeline.undo(desk, "张三", of="张三")
    assert desk.store.drafts.get("done").headline == "李四的标题"


def test_undoing_an_edit_brings_the_approval_of_the_old_words_back(desk: Desk) -> None:
    (approved,) = pipeline.approve(desk, ["done"], "张三")
    pipeline.edit(desk, "done", "李四", headline="别的标题")
    pipeline.approve(desk, ["done"], "李四", note="试试")
    pipeline.undo(desk, "李四")
    pipeline.undo(desk, "李四")
    assert desk.store.drafts.get("done") == approved
    assert desk.store.drafts.approved_hash("done") == approved.text_hash
    assert pipeline.audit(desk).faults == ()


STEPS = ("approve", "reject", "edit", "move", "merge", "split", "batch", "undo", "redo")
MOVES = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5), st.sampled_from(["张三", "李四"])), max_size=9)


def act(desk: Desk, step: str, number: int, by: str) -> None:
    """One decision of many; what the rules refuse changes nothing."""
    names = sorted(drafts(desk))
    name, other = names[number % len(names)], names[(number + 1) % len(names)]
    members = [a.id for a, _ in desk.store.articles.of_story(desk.store.drafts.get(name).story)]
    section = ("ai_model", "ai_industry", "data_element")[number % 3]
    steps: dict[str, Callable[[], Any]] = {
        "approve": lambda: pipeline.approve(desk, [name], by, "有数"),
        "reject": lambda: pipeline.reject(desk, [name], by, str(number + 1)),
        "edit": lambda: pipeline.edit(desk, name, by, headline=f"第 {number} 种标题"),
        "move": lambda: pipeline.move(desk, [name], section, by),
        "merge": lambda: pipeline.merge(desk, Extractive(), [name, other], by),
        "split": lambda: pipeline.split(desk, Extractive(), name, members[1:], by),
        "batch": lambda: pipeline.approve(desk, names, by, "一起"),
        "undo": lambda: pipeline.undo(desk, by, of=by if number % 2 else ""),
        "redo": lambda: pipeline.redo(desk, by, of=by if number % 2 else ""),
    }
    before = state(desk)
    try:
        steps[step]()
    except DigestError:
        assert state(desk) == before, "what was refused changed something"


def undo_all(desk: Desk) -> int:
    for count in itertools.count():
        try:
            pipeline.undo(desk, "王五")
        except UsageError:
            return count
    raise AssertionError


@pytest.fixture(scope="module")
def read_once(prepared: Path) -> Desk:
    """A desk that has read its files, so that each example of a law need not."""
    with open_desk(Home(prepared), NOW) as made:
        assert made.guide
        assert made.names
        return made


@given(MOVES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_decisions_all_undone_gives_the_first_state(
    prepared: Path, read_once: Desk, moves: list[tuple[str, int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(prepared, Path(folder) / "home")
        with open_desk(Home(Path(folder) / "home"), NOW) as made:
            vars(made).update(guide=read_once.guide, names=read_once.names)
            first = state(made)
            for step, number, by in moves:
                act(made, step, number, by)
            last = state(made)
            count = undo_all(made)
            assert state(made) == first
            for _ in range(count):
                pipeline.redo(made, "王五", of="王五")
            assert state(made) == last
            undo_all(made)
            assert state(made) == first
            assert pipeline.audit(made).faults == ()


# ------------------------------------------------------------------------------------------------------------------- audit
def test_the_database_itself_forbids_to_change_or_drop_a_decision(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    for statement in ("update decisions set note = 'x'", "delete from decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            desk.store.db.execute(statement)
    desk.store.db.rollback()
    assert pipeline.audit(desk).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "update decisions set by = '李四' where id = 1",
        "update decisions set at = '2020-01-01' where id = 2",
        "update decisions set change = '[]' where id = 1",
        "delete from decisions where id = 2",
        "delete from decisions where id = 3",
        "delete from decisions",
        "update drafts set status = 'approved', approved_by = '李四' where id = 'dthree'",
        "update drafts set approved_by = '李四' where id = 'done'",
        "update drafts set status = 'pending' where id = 'dtwo'",
    ],
)
def test_audit_finds_what_was_done_behind_the_programs_back(desk: Desk, statement: str) -> None:
    pipeline.approve(desk, ["done"], "张三")
    pipeline.reject(desk, ["dtwo"], "张三", "1")
    pipeline.move(desk, ["dthree"], "3.1", "张三")
    assert pipeline.audit(desk).faults == ()
    for event in ("update", "delete"):
        desk.store.db.execute(f"drop trigger decisions_no_{event}")
    desk.store.db.execute(statement)
    found = pipeline.audit(desk).faults
    assert len(found) >= 2, found
    assert any("触发器" in f for f in found)


def test_a_hash_noted_down_elsewhere_proves_that_nothing_was_rewritten(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    noted = pipeline.audit(desk).head
    pipeline.reject(desk, ["dtwo"], "张三", "1")
    assert pipeline.audit(desk, noted[:16]).faults == ()
    assert pipeline.audit(desk, "0" * 16).faults


def test_a_void_approval_is_no_contradiction(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    with desk.store.write():
        desk.store.drafts.void("done", "批准之后正文、证据或来源变了")
    assert pipeline.audit(desk).faults == ()
    (again,) = pipeline.approve(desk, ["done"], "李四")
    assert (again.status, again.approved_by) == ("approved", "李四")


# ------------------------------------------------------------------------------------------------------------------ taught
def test_sections_learn_from_approvals_moves_and_rejections_that_stand(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "张三")
    pipeline.move(desk, ["dtwo"], "3.3", "张三")
    pipeline.reject(desk, ["dthree"], "张三", "不相关")
    rows = desk.store.decisions.taught()
    assert [(r["section"], "星河" in r["title"]) for r in rows] == [("ai_model", True), ("data_element", False), (None, False)]
    assert all(r["text"] and r["at"] for r in rows)
    pipeline.undo(desk, "张三")
    pipeline.reject(desk, ["dthree"], "张三", "重复")
    assert [r["section"] for r in desk.store.decisions.taught()] == ["ai_model", "data_element"]


# --------------------------------------------------------------------------------------------------------------- migration
def test_decisions_of_an_older_version_become_the_beginning_of_the_chain(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from digest import schema
    from digest.store import open_store

    path = tmp_path / "db" / "digest.db"
    path.parent.mkdir()
    db = Database(path)
    db.enable_wal()
    schema.migrations.apply(db, stop_before="review")
    db.table("stories").insert(
        {
            "id": "s1",
            "lead": "a1",
            "section": "ai_model",
            "importance": 1,
            "reasons": "[]",
            "fate_reason": "",
            "members_hash": "",
        }
    )
    empty = dict.fromkeys(
        ("headline", "body", "lead_paragraph", "engine", "model", "prompt_id", "brief_hash", "text_hash"), "x"
    )
    lists = dict.fromkeys(("credits", "notes", "conflicts"), "[]")
    db.table("drafts").insert({"id": "d1", "story": "s1", "status": "approved", "section": "ai_model", "importance": 1, "week": "2026-W09", "revision": 1, "approved_by": "张三", "approved_at": NOW.isoformat(), "approval_note": "", **empty, **lists})  # fmt: skip
    row = {
        "draft": "d1",
        "revision": 1,
        "action": "approve",
        "by": "张三",
        "at": NOW.isoformat(),
        "text_hash": "abc",
        "note": "",
        "reason": "",
    }
    db.table("decisions").insert(row)
    db.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    db.close()
    with open_store(path) as store:
        (entry,) = store.decisions.entries()
        assert (entry.by, entry.text_hash, entry.id, entry.act) == ("张三", "abc", 1, 1)
        assert decide.faults([entry], *store.decisions.head()) == []
        assert store.decisions.contradictions() == []
        assert store.drafts.approved_hash("d1") == "abc"
