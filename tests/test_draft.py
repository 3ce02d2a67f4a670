"""Story → brief → draft: credits from the record, paragraphs, and what an approval is bound to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest import draft as room
from digest.engines import open_engine
from digest.errors import ConfigError
from digest.model import Article, Brief, Check, Evidence, Judgement, Member, Moment, Story

AT = Moment(datetime(2026, 2, 27, 2, 0, tzinfo=UTC), "minute")
TEXT = (
    "据OpenRouter最新数据，2月16日至22日这周，中国模型的周调用量升至5.16万亿Token。同期美国模型为2.7万亿Token。\n"
    "业内人士认为，这一趋势将延续。\n"
    "此外，该平台表示榜单每周更新。\n"
    "广告声明：文内含有的对外跳转链接用于传递更多信息。"
)


def article(**fields: object) -> Article:
    plain = {
        "id": "a1",
        "source": "s",
        "url": "u",
        "credit": "某报",
        "title": "中国模型周调用量升至5.16万亿",
        "text": TEXT,
        "lang": "zh-Hans",
        "published": AT,
    }
    return Article(**{**plain, **fields})  # type: ignore[arg-type]


def brief(lead: Article, *others: Article) -> Brief:
    return Brief("sx", "ai_model", 2, lead, others)


def test_the_relay_is_credited_first_and_then_whom_it_cites() -> None:
    assert room.credited(brief(article()), ["OpenRouter", "某报", "别报"]) == ("某报", "OpenRouter")


def test_an_outlet_that_is_only_the_subject_is_not_credited() -> None:
    lead = article(text="OpenRouter完成1亿元融资，估值10亿元。公司将扩招。")
    assert room.credited(brief(lead), ["OpenRouter", "某报"]) == ("某报",)


def test_the_origin_that_the_page_names_is_credited_when_the_desk_knows_it() -> None:
    assert room.credited(brief(article(text="正文。", origin="新华社")), ["新华社"]) == ("某报", "新华社")
    assert room.credited(brief(article(text="正文。", origin="某某网友")), ["新华社"]) == ("某报",)


def test_a_brief_has_the_lead_first_and_skips_members_that_are_gone() -> None:
    story = Story("s1", (Member("a1", "original"), Member("a2", "reprint"), Member("a9", "reprint")))
    got = room.brief(story, {"a1": article(), "a2": article(id="a2")}, Judgement("ai_model", 3))
    assert (got.lead.id, [a.id for a in got.others], got.section) == ("a1", ["a2"], "ai_model")


def test_paragraphs_break_where_they_would_be_too_long() -> None:
    assert room.paragraphs_of(["甲" * 100, "乙" * 100, "丙" * 100]) == ["甲" * 100 + "乙" * 100, "丙" * 100]


# ---------------------------------------------------------------------------------------------------------- offline engine
def test_the_offline_engine_writes_from_exact_sentences() -> None:
    lead = article()
    reply = open_engine("extractive").write(brief(lead))
    assert reply.headline == lead.title
    assert all(s.quote in lead.document for s in reply.sentences)
    body = "".join(s.text for s in reply.sentences)
    assert body.startswith("某报2月27日消息，据OpenRouter最新数据")
    assert "广告声明" not in body
    assert "此外" not in body or "业内人士" in body  # what points back keeps the sentence before it


def test_a_dateline_of_its_own_is_not_doubled() -> None:
    reply = open_engine("extractive").write(
        brief(article(text="某报2月27日讯，甲公司宣布完成1亿元融资，投资方为乙资本。资金用于研发。"))
    )
    assert reply.sentences[0].text.startswith("某报2月27日讯，甲公司")


def test_an_article_that_is_a_title_alone_still_gives_a_draft() -> None:
    reply = open_engine("extractive").write(brief(article(text="")))
    assert reply.sentences
    assert reply.lead_sentence


def test_an_unknown_engine_names_those_there_are() -> None:
    with pytest.raises(ConfigError, match="extractive"):
        open_engine("gpt")


# ----------------------------------------------------------------------------------------------------------------- binding
def test_any_change_of_text_evidence_or_sources_changes_what_an_approval_is_bound_to() -> None:
    reply = open_engine("extractive").write(brief(article()))
    check = Check("figure", "5.16万亿", 3, 9, "body", "supported", (Evidence("a1", 40, 46, "5.16万亿"),))
    drafted = room.checked(room.compose(brief(article()), reply, "2026-W09", ["OpenRouter"]), [check], [])
    hashes = {"a1": "h"}
    bound = room.bind(drafted, hashes)
    assert bound == room.bind(drafted, hashes)
    changed = [
        replace(drafted, headline=drafted.headline + "。"),
        replace(drafted, body=drafted.body.replace("5", "6", 1)),
        replace(drafted, credits=("别报",)),
        replace(drafted, section="ai_industry"),
        replace(drafted, checks=(replace(check, evidence=(Evidence("a1", 41, 47, "5.16万亿"),)),)),
        replace(drafted, checks=(replace(check, verdict="absent"),)),
    ]
    assert (
        len({bound, *(room.bind(d, hashes) for d in changed), room.bind(drafted, {"a1": "other"}), room.bind(drafted, {})}) == 9
    )
