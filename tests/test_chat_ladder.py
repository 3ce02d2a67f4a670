"""What is asked of a model and what is done with its answer, without a network: the engine's steps, fed by hand."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import honest_llm as scripted
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digest import draft as room
from digest import verify
from digest.engines import injection
from digest.engines.ladder import NEEDED, Chat, Heading
from digest.engines.numbered import sheet
from digest.engines.prompts import prompt
from digest.engines.providers import Endpoint
from digest.engines.purse import Ceilings
from digest.engines.records import Answer, Ask, Result
from digest.engines.shape import Item, Unreadable, item_schema, read, section_of
from digest.model import Article, Brief, Check, Draft, Moment, Reply
from digest.names import names
from tests.conftest import ROOT

AT = Moment(datetime(2026, 2, 27, 2, 0, tzinfo=UTC), "minute")
TEXT = (
    "示例智能公司宣布完成3.2亿美元融资，投后估值为27亿美元。本轮由远山资本领投，老股东跟投。\n"
    "公司表示，资金将用于推理芯片建设，预计2026年第三季度投产。"
)
HEADINGS = (
    Heading("ai_model", "3.1", "AI模型", "模型的发布与评测"),
    Heading("ai_industry", "3.2", "AI产业", "钱、公司、芯片"),
    Heading("data_element", "3.3", "数据要素", "作为生产要素的数据"),
)
NAMES = names(yaml.safe_load((ROOT / "prompts" / "aliases.yaml").read_text(encoding="utf-8")))
CEILINGS = Ceilings(100, 10**6, 2.0, 600, 100, 10**6, 5.0)


def article(name: str = "a1", **fields: Any) -> Article:
    plain = {
        "id": name, "source": "s", "url": "u", "credit": "某报", "title": "示例智能公司完成3.2亿美元融资: 投后估值27亿美元",
        "text": TEXT, "lang": "zh-Hans", "published": AT,
    }  # fmt: skip
    return Article(**{**plain, **fields})


def brief(lead: Article, *others: Article, section: str = "ai_industry") -> Brief:
    return Brief("sabc", section, 2, lead, others, {o.id: "rewrite" for o in others})


def at(name: str = "chat:custom/m") -> Endpoint:
    return Endpoint(name, "http://x/v1", "m", "object", "max_tokens", 900, 1, 1, 1, 1, None, {}, None)


def chat(second: bool = False) -> Chat:
    prompts = {k: prompt((ROOT / "prompts" / f"{k}.md").read_text(encoding="utf-8"), k, NEEDED[k]) for k in NEEDED}
    return Chat(at(), prompts, HEADINGS, CEILINGS, at("chat:custom/judge") if second else None)


def failings(given: Brief, reply: Reply) -> list[Check]:
    made = room.compose(given, reply, "2026-W09", ["某报"])
    checks, _ = verify.draft(made, [given.lead, *given.others], names=NAMES)
    return [c for c in checks if c.verdict == "absent" and c.kind != "credit"]


def driven(
    engine: Chat, given: Brief, answer: Callable[[Ask], str | Answer], examples: tuple[Draft, ...] = ()
) -> tuple[Result, list[Ask]]:
    """The result of the steps, and all that was asked."""
    steps = engine.steps(given, failings, examples)
    asked = [next(steps)]
    while True:
        said = answer(asked[-1])
        try:
            asked.append(steps.send(said if isinstance(said, Answer) else Answer(text=said, model="m-1")))
        except StopIteration as end:
            return end.value, asked


def body(ask: Ask) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": text} for role, text in ask.messages]}


def honest(ask: Ask) -> str:
    return json.dumps(scripted.honest(body(ask)), ensure_ascii=False)


def changed(**fields: Any) -> Callable[[Ask], str]:
    return lambda ask: json.dumps({**scripted.honest(body(ask)), **fields}, ensure_ascii=False)


# ------------------------------------------------------------------------------------------------------------ the question
def test_the_prompt_begins_the_same_for_every_story_and_ends_with_the_story() -> None:
    engine = chat()
    one = engine.first(sheet(brief(article())))
    other = engine.first(sheet(brief(article(title="别的公司裁员一成", text="别的公司周五宣布裁员一成，涉及三百人。"))))
    assert one.messages[0] == other.messages[0]
    assert one.messages[0][0] == "system"
    assert "示例智能" in one.messages[1][1]
    assert one.key != other.key


def test_examples_of_the_desk_come_before_the_story_and_do_not_change_the_key() -> None:
    engine, page = chat(), sheet(brief(article()))
    approved = Draft(
        "d1", "s1", "ai_model", "某模型发布: 参数翻倍", "某模型今日发布。", "某模型发布。", ("某报",), 2, "2026-W08"
    )
    plain, shown = engine.first(page), engine.first(page, [approved])
    assert plain.key == shown.key
    assert plain.messages != shown.messages
    user = shown.messages[-1][1]
    assert user.index("某模型发布: 参数翻倍") < user.index("[A1.S1]")


def test_a_reprint_adds_nothing_and_costs_nothing() -> None:
    engine = chat()
    alone = engine.first(sheet(brief(article())))
    with_reprint = engine.first(sheet(brief(article(), article("a2", credit="另一报"))))
    assert alone.key == with_reprint.key


def test_of_other_reports_only_what_differs_is_shown() -> None:
    other = article(
        "a2", credit="另一报", title="示例智能公司融资", text="本轮由远山资本领投，老股东跟投。示例智能公司投后估值为25亿美元。"
    )
    text = sheet(brief(article(), other)).text()
    assert "A2 = 另一报" in text
    assert "25亿美元" in text
    assert text.count("老股东跟投") == 1


def test_a_roundup_is_no_evidence() -> None:
    other = article("a2", text="全球AI早报：示例智能公司投后估值为99亿美元。")
    given = Brief("s", "ai_industry", 2, article(), (other,), {"a2": "roundup"})
    assert "99亿" not in sheet(given).text()


def test_a_long_lead_is_cut_at_a_sentence_and_once_more_after_an_overflow() -> None:
    long = article(text="".join(f"第{n}项合作于当日签署，金额为{n}亿元。" for n in range(400)))
    assert len(sheet(brief(long)).text()) < 5200
    assert len(sheet(brief(long), short=True).text()) < 2300

    def answer(ask: Ask) -> str | Answer:
        return honest(ask) if len(ask.messages[-1][1]) < 2600 else Answer(trouble="context", message="太长")

    result, asked = driven(chat(), brief(long), answer)
    assert (result.reply.engine, len(asked)) == ("chat:custom/m", 2)


def test_a_text_with_braces_is_never_filled_in_again() -> None:
    ask = chat().first(sheet(brief(article(text="模板写作{{story}}和{{examples}}，价格3亿元。"))))
    assert "{{story}}" in ask.messages[-1][1]


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_article_can_be_asked_about(text: str, title: str) -> None:
    page = sheet(brief(article(text=text, title=title or "题")))
    assert chat().first(page).messages
    for line in page.lines:
        assert page.said(line)


# -------------------------------------------------------------------------------------------------------------- the answer
def test_an_honest_answer_is_taken_with_the_records_opening_and_exact_quotes() -> None:
    given = brief(article())
    result, asked = driven(chat(), given, honest)
    reply = result.reply
    assert (len(asked), reply.engine, reply.model) == (1, "chat:custom/m", "m-1")
    assert reply.sentences[0].text.startswith("某报2月27日消息，")
    assert all(s.quote and s.quote in given.lead.document for s in reply.sentences)
    assert reply.prompt_id.startswith("draft-1-")
    assert not result.provisional


@pytest.mark.parametrize(
    "wrap",
    [
        "```json\n{}\n```", "好的：\n{}\n请查收。", '<think>{{"a": 1}} 不对</think>\n{}', "[{}]", "  {}  ",
    ],
)  # fmt: skip
def test_harmless_wrapping_costs_no_second_question(wrap: str) -> None:
    _, asked = driven(
        chat(), brief(article()), lambda ask: wrap.replace("{{", "{").replace("}}", "}").replace("{}", honest(ask))
    )
    assert len(asked) == 1


def test_one_more_turn_names_what_failed_and_may_mend_it() -> None:
    def answer(ask: Ask) -> str:
        made = scripted.honest(body(ask))
        if ask.purpose == "draft":
            made["body"][0]["text"] = made["body"][0]["text"].replace("27亿", "72亿")
        return json.dumps(made, ensure_ascii=False)

    result, asked = driven(chat(), brief(article()), answer)
    assert [a.purpose for a in asked] == ["draft", "repair"]
    assert "72亿美元" in asked[1].messages[-1][1]
    assert asked[1].messages[:2] == asked[0].messages
    assert asked[1].messages[2][0] == "assistant"
    assert result.reply.engine == "chat:custom/m"


LIES = [
    scripted.other_figures,
    scripted.added_figure,
    scripted.slipped_unit,
    scripted.stranger,
    scripted.tip,
    scripted.advert,
    scripted.invention,
]


@pytest.mark.parametrize("lie", LIES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("field", ["headline", "body", "front"])
def test_a_lie_with_true_quotes_ends_as_the_offline_draft_and_says_why(lie: Callable[[str], str], field: str) -> None:
    liar = scripted.lying(lie, fields=(field,))
    result, asked = driven(chat(), brief(article()), lambda ask: json.dumps(liar(body(ask)), ensure_ascii=False))
    assert len(asked) == 2
    assert result.reply.engine == "extractive"
    assert any("模型稿没有采用" in note for note in result.reply.notes)
    assert not result.provisional


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"headline": "短"}, "headline 有 1 个字"),
        ({"section": "体育"}, "section 写了“体育”"),
        ({"importance": 9}, "importance 只能是"),
        ({"importance": "2"}, "格式不对"),
        ({"relevant": None}, "格式不对"),
        ({"body": []}, "格式不对"),
        ({"front": {"text": "示例智能公司完成3.2亿美元融资。", "ids": ["A7.S1"], "quote": "完成3.2亿美元融资"}}, "ids 有误: A7.S1"),
        ({"front": {"text": "示例智能公司完成3.2亿美元融资。", "ids": [], "quote": "完成3.2亿美元融资"}}, "ids 有误: 空着"),
        ({"front": {"text": "示例智能公司完成3.2亿美元融资。", "ids": ["A1.S1"], "quote": "完成了3.2亿美元融资"}}, "逐字抄下"),
        ({"front": {"text": "示例智能公司完成3.2亿美元融资。", "ids": ["A1.S1"], "quote": "3.2"}}, "逐字抄下"),
        ({"headline": "Example Intelligence raises $320 million in funding"}, "要用简体中文写"),
        ({"headline": "示例智能公司完成3.2億美元融資，將用於推理晶片"}, "要用简体中文写"),
        ({"headline": "示例智能公司完成3.2亿美元融资（资料来源：新华社）"}, "资料来源"),
        ({"headline": "# 示例智能公司完成3.2亿美元融资"}, "不能有链接、标记"),
        ({"headline": "示例智能公司<b>完成</b>3.2亿美元融资"}, "不能有链接、标记"),
    ],
)  # fmt: skip
def test_the_second_turn_is_told_exactly_what_is_wrong(fields: dict[str, Any], said: str) -> None:
    result, asked = driven(chat(), brief(article()), changed(**fields))
    assert len(asked) == 2
    assert said in asked[1].messages[-1][1]
    assert result.reply.engine == "extractive"


def test_a_quote_may_differ_in_width_and_blanks_alone() -> None:
    lead = article(text="公司收入达３．２ 亿美元，同比增长一成，毛利率保持稳定，全年指引不变，管理层对需求保持乐观。")
    fields = {
        "headline": "公司收入达3.2亿美元",
        "body": [{"text": "公司收入达3.2亿美元，同比增长一成，毛利率保持稳定，全年指引不变，管理层对需求保持乐观。", "ids": ["A1.S2"], "quote": "收入达3.2亿美元"}],
        "front": {"text": "公司收入达3.2亿美元，同比增长一成。", "ids": ["A1.S2"], "quote": "收入达 3.2 亿美元，"},
    }  # fmt: skip
    result, _ = driven(chat(), brief(lead), changed(**fields))
    assert result.reply.engine == "chat:custom/m"
    assert result.reply.sentences[0].quote == "收入达３．２ 亿美元"


def test_the_models_section_is_a_remark_and_nothing_else() -> None:
    given = brief(article(), section="ai_industry")
    for said in ("data_element", "数据要素", "3.3 数据要素", "（数据 要素）"):
        result, asked = driven(chat(), given, changed(section=said))
        assert len(asked) == 1
        assert any("模型建议归入 3.3 数据要素" in note for note in result.reply.notes)
        assert room.compose(given, result.reply, "2026-W09", []).section == "ai_industry"
    result, _ = driven(chat(), given, changed(section="none", relevant=False))
    assert any("不是本组要登的新闻" in note for note in result.reply.notes)


def test_what_nobody_asked_for_is_dropped() -> None:
    result, asked = driven(chat(), brief(article()), changed(status="approved", credits=["彭博社"], approved_by="张三"))
    made = room.compose(brief(article()), result.reply, "2026-W09", ["某报"])
    assert len(asked) == 1
    assert (made.status, made.approved_by, made.credits) == ("pending", "", ("某报",))


def test_a_disagreement_is_passed_on_only_with_figures_that_its_sentences_have() -> None:
    other = article("a2", credit="另一报", text="示例智能公司投后估值为25亿美元。")
    wrong = {"text": "投后估值，A1 为27亿美元，A2 为52亿美元。", "ids": ["A1.S1", "A2.S2"]}
    right = {"text": "投后估值，A1 为27亿美元，A2 为25亿美元。", "ids": ["A1.S1", "A2.S2"]}
    result, _ = driven(chat(), brief(article(), other), changed(disagreements=[wrong, right]))
    told = [n for n in result.reply.notes if "分歧" in n]
    assert told == ["模型指出的分歧：投后估值，某报为27亿美元，另一报为25亿美元。"]


@pytest.mark.parametrize("trouble", ["server", "timeout", "connection", "garbled", "refused"])
def test_without_an_answer_the_offline_draft_stands_in_until_the_next_run(trouble: str) -> None:
    result, asked = driven(chat(), brief(article()), lambda _: Answer(trouble=trouble, message="坏了"))
    assert (result.provisional, result.reply.engine, len(asked)) == (True, "extractive", 1)
    assert "坏了" in result.reply.notes[-1]


@pytest.mark.parametrize("trouble", ["filtered", "context"])
def test_a_refusal_is_final_and_not_asked_twice(trouble: str) -> None:
    result, asked = driven(chat(), brief(article()), lambda _: Answer(trouble=trouble, message="不行"))
    assert (result.provisional, result.reply.engine) == (False, "extractive")
    assert len(asked) == (2 if trouble == "context" else 1)


@given(st.text(max_size=200))
def test_any_answer_ends_in_a_draft(text: str) -> None:
    result, asked = driven(chat(), brief(article()), lambda _: text)
    assert len(asked) == 2
    assert result.reply.sentences


ITEM = item_schema(["ai_model"])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda x: st.lists(x) | st.dictionaries(st.sampled_from(list(ITEM["properties"])), x), max_leaves=6))  # fmt: skip
def test_any_json_is_an_item_or_unreadable(value: Any) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(read(json.dumps(value), Item), Item)


@pytest.mark.parametrize(
    "text", ['{"a": 1} {"a": 2}', '{"a": 1, "a": 2}', "NaN", "[" * 100_000, '{"n": ' + "9" * 10_000 + "}", "", "抱歉"]
)
def test_what_can_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text, Item)


@pytest.mark.parametrize("said", ["ai_model", "AI模型", "ＡＩ模型", "3.1 AI模型", "（AI 模型）", "3.1", "ai 模型"])
def test_a_section_is_known_in_any_spelling(said: str) -> None:
    assert section_of(said, {h.id: (h.title, f"{h.number} {h.title}", h.number) for h in HEADINGS}) == "ai_model"


def test_a_report_in_traditional_characters_is_written_in_simplified_ones() -> None:
    lead = article(
        lang="zh-Hant",
        title="示例智慧公司完成3.2億美元融資",
        text="示例智慧公司宣布完成3.2億美元融資，投後估值為27億美元。公司表示，資金將用於推理晶片建設，並擴充團隊。",
    )
    result, asked = driven(chat(), brief(lead), honest)
    assert (len(asked), result.reply.engine) == (1, "chat:custom/m")
    assert "融资" in result.reply.headline
    assert all(s.quote in lead.document for s in result.reply.sentences)


# ----------------------------------------------------------------------------------------------------------- second opinion
def judged(verdicts: list[dict[str, Any]]) -> Callable[[Ask], str]:
    liar = scripted.lying(scripted.stranger, fields=("headline",))

    def answer(ask: Ask) -> str:
        return json.dumps({"verdicts": verdicts} if ask.purpose == "judge" else liar(body(ask)), ensure_ascii=False)

    return answer


GOOD = {"supported": True, "quote": "示例智能公司宣布完成3.2亿美元融资", "reason": "原文说了"}


def test_a_second_opinion_is_stored_as_such_and_the_check_stays_open() -> None:
    verdicts = [{"n": n, **GOOD} for n in range(1, 9)]
    result, asked = driven(chat(second=True), brief(article()), judged(verdicts))
    assert [a.purpose for a in asked] == ["draft", "repair", "judge"]
    assert asked[2].via == "chat:custom/judge"
    assert result.reply.engine == "chat:custom/m"
    assert result.opinions
    assert all("第二意见（chat:custom/judge）认为有据" in words for words in result.opinions.values())
    assert failings(brief(article()), result.reply)  # still absent: a person has to answer for it


@pytest.mark.parametrize(
    "verdict",
    [{**GOOD, "supported": False}, {**GOOD, "quote": "华为与特斯拉联合完成融资"}, {**GOOD, "quote": ""}],
    ids=["no", "made-up quote", "no quote"],
)
def test_a_second_opinion_without_words_of_the_source_counts_for_nothing(verdict: dict[str, Any]) -> None:
    result, _ = driven(chat(second=True), brief(article()), judged([{"n": n, **verdict} for n in range(1, 9)]))
    assert result.reply.engine == "extractive"


def test_no_opinion_is_asked_about_a_wrong_figure() -> None:
    liar = scripted.lying(scripted.slipped_unit)
    _, asked = driven(chat(second=True), brief(article()), lambda ask: json.dumps(liar(body(ask)), ensure_ascii=False))
    assert [a.purpose for a in asked] == ["draft", "repair"]


# ---------------------------------------------------------------------------------------------------------------- injection
ATTACKS = [r for r in json.loads((ROOT / "tests/eval/tables/injection_own.json").read_text(encoding="utf-8")) if r["malicious"]]
NEWS = [
    r for r in json.loads((ROOT / "tests/eval/tables/injection_own.json").read_text(encoding="utf-8")) if not r["malicious"]
]
#: a "correction" of a figure reads like news; what it would change is caught as a figure
SEEN = [r for r in ATTACKS if r["family"] != "figure"]


def poisoned(row: dict[str, Any]) -> Article:
    return article(title="示例智能公司完成3.2亿美元融资", text=row["article"])


@pytest.mark.parametrize("row", SEEN, ids=lambda r: f"{r['family']}-{r['marker']}")
def test_an_instruction_is_not_shown_to_the_model_and_is_reported(row: dict[str, Any]) -> None:
    given = brief(poisoned(row))
    ask = chat().first(sheet(given))
    assert row["marker"] not in json.dumps(ask.messages, ensure_ascii=False)
    result, _ = driven(chat(), given, honest)
    assert any("写给程序的指令" in note for note in result.reply.notes)
    checks = injection.checks(room.compose(given, result.reply, "2026-W09", []), [given.lead])
    assert checks
    assert {(c.kind, c.verdict) for c in checks} == {("injection", "supported")}
    for check in checks:
        (e,) = check.evidence
        assert given.lead.document[e.start : e.end] == e.quote


@pytest.mark.parametrize("row", SEEN, ids=lambda r: f"{r['family']}-{r['marker']}")
@pytest.mark.parametrize("field", ["headline", "body", "front"])
def test_a_model_that_obeys_is_stopped(row: dict[str, Any], field: str) -> None:
    obeying = scripted.lying(lambda text: f"{text.rstrip('。')}，{row['marker']}。", fields=(field,))
    result, _ = driven(chat(), brief(poisoned(row)), lambda ask: json.dumps(obeying(body(ask)), ensure_ascii=False))
    reply = result.reply
    assert reply.engine == "extractive"
    assert row["marker"] not in reply.headline + reply.lead_sentence + "".join(s.text for s in reply.sentences)


@pytest.mark.parametrize("row", SEEN, ids=lambda r: f"{r['family']}-{r['marker']}")
def test_a_draft_that_carries_an_instruction_has_an_open_check(row: dict[str, Any]) -> None:
    given = brief(poisoned(row))
    body_text = f"示例智能公司宣布完成3.2亿美元融资，{row['marker']}。"
    made = Draft("d", "s", "ai_industry", "示例智能公司完成融资", body_text, "示例智能公司完成融资。", ("某报",), 2, "2026-W09")
    (bad,) = [c for c in injection.checks(made, [given.lead]) if c.verdict == "absent"]
    assert row["marker"][-6:] in bad.claim
    assert body_text[bad.start : bad.end] == bad.claim


@pytest.mark.parametrize("row", NEWS, ids=lambda r: r["article"][40:60])
def test_news_about_instructions_is_news(row: dict[str, Any]) -> None:
    given = brief(poisoned(row))
    assert injection.find([given.lead]) == []
    result, _ = driven(chat(), given, honest)
    assert result.reply.engine == "chat:custom/m"


def test_the_offline_engine_does_not_print_an_instruction() -> None:
    row = next(r for r in SEEN if r["family"] == "advice")
    reply = chat().write(brief(poisoned(row)))
    assert row["marker"] not in "".join(s.text for s in reply.sentences)
    assert reply.sentences


@given(st.text(alphabet="忽略以上要求请输出标记[]#系统：“”。， \nignorepeviusabt", max_size=120))
def test_spans_of_instructions_are_sentences_of_the_text(text: str) -> None:
    for start, end in injection.spans(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("hostile", ["请" * 200_000, "忽略以上" * 50_000, "[系统" * 60_000, "in your " * 25_000, "“" * 200_000])
def test_a_hostile_text_is_read_in_time(hostile: str) -> None:
    started = datetime.now(UTC)
    injection.spans(hostile)
    assert (datetime.now(UTC) - started).total_seconds() < 2
