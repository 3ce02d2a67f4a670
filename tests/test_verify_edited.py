"""Sentences that a report has nearly word for word, with one thing edited: each named for the slip that used to pass."""

from __future__ import annotations

from datetime import datetime

import pytest

from digest import verify
from digest.model import Article, Check, Moment
from tests.eval.faithfulness import alias_list

AT = datetime.fromisoformat("2026-02-27T10:00:00+08:00")
REPORT = (
    "远山智算今日披露经营数据。公司1月算力出租收入12.6亿元，环比增长8.2%，同比增长31.5%；2月收入9.8亿元，环比下降22.2%，同比增长18.4%。\n"
    "公司称，近300家客户在上线四周内追加了订单，其中22家来自制造业，25家来自金融业。\n"
    "华东、华南两个园区分别交付机柜6123个和4921个，上架率超过八成，PUE较上年下降0.08。\n"
    "2019年至2024年间，公司累计投入研发资金46亿元，预计2026年将新增投入12亿元。\n"
    "据北川咨询统计，青禾云以31%的份额位居第一，南屏数据以24%的份额位居第二。\n"
    "公司表示，二期园区尚未取得能评批复，将于3月18日提交补充材料。"
)


def checks(sentence: str, report: str = REPORT) -> list[Check]:
    article = Article("a1", "s", "", "某网", "", report, "zh", Moment(AT, "minute"))
    return verify.sentence(sentence, [article])


def wrong(sentence: str) -> list[str]:
    return [c.note for c in checks(sentence) if c.verdict in ("absent", "conflicting")]


@pytest.mark.parametrize(
    "edited",
    [
        "公司1月算力出租收入12.6亿元，同比增长8.2%，同比增长31.5%；2月收入9.8亿元，环比下降22.2%，同比增长18.4%。",
        "公司1月算力出租收入12.6亿元，环比增长8.2个百分点，同比增长31.5%；2月收入9.8亿元，环比下降22.2%，同比增长18.4%。",
        "公司1月算力出租收入9.8亿元，环比增长8.2%，同比增长31.5%；2月收入12.6亿元，环比下降22.2%，同比增长18.4%。",
        "公司称，超过300家客户在上线四周内追加了订单，其中22家来自制造业，25家来自金融业。",
        "公司称，近300家客户在上线四周内追加了订单，其中25家来自制造业，22家来自金融业。",
        "华东、华南两个园区分别交付机柜4921个和6123个，上架率超过八成，PUE较上年下降0.08。",
        "华东、华南两个园区分别交付机柜6123个和4921个，上架率不足八成，PUE较上年下降0.08。",
        "2019年至2023年间，公司累计投入研发资金46亿元，预计2026年将新增投入12亿元。",
        "据北川咨询统计，南屏数据以31%的份额位居第一。",
        "公司表示，二期园区已取得能评批复，将于3月18日提交补充材料。",
        "公司表示，二期园区尚未取得能评批复，已于3月18日提交补充材料。",
    ],
)
def test_one_edited_word_or_figure_of_a_copied_sentence_is_caught(edited: str) -> None:
    assert wrong(edited)


@pytest.mark.parametrize(
    "kept",
    [
        "公司1月算力出租收入12.6亿元，环比增长8.2%。",
        "公司1月算力出租收入约13亿元，环比增长8.2%，同比增长31.5%；2月收入9.8亿元，环比下滑22.2%。",
        "公司1月算力出租收入126000万元，环比增长8.2%，同比增长31.5%。",
        "公司表示，近300家客户在上线四周内追加了订单，25家来自金融业。",
        "华东、华南两个园区分别交付机柜6123个和4921个，PUE较上年下降0.08。",
        "2019年至2024年间，公司累计投入研发资金46亿元。",
        "据北川咨询统计，南屏数据以24%的份额位居第二。",
        "二期园区尚未取得能评批复，3月18日将提交补充材料。",
    ],
)
def test_a_copied_sentence_that_was_only_shortened_or_rephrased_holds(kept: str) -> None:
    assert wrong(kept) == []


def test_the_note_says_what_the_source_has_in_that_very_place() -> None:
    found = [c for c in checks("公司称，近300家客户在上线四周内追加了订单，其中25家来自制造业。") if c.verdict == "absent"]
    assert [(c.start, c.note) for c in found] == [(25, "原文此处为「22家」")]
    assert found[0].evidence[0].quote == "22家"


def test_one_slip_is_one_finding() -> None:
    """Another office in the subject's place: not also a name that stands nowhere, nor a clause about somebody else."""
    report = "2月27日，国家数据局在京召开推进会。国家数据局有关负责同志出席活动并讲话，介绍下一步安排。"
    article = Article("a1", "s", "", "某网", "", report, "zh", Moment(AT, "minute"))
    edited = "2月27日，国家数据局在京召开推进会。工信部有关负责同志出席活动并讲话，介绍下一步安排。"
    found = [c for c in verify.sentence(edited, [article], names=alias_list()) if c.verdict == "absent"]
    assert [(c.claim, c.note) for c in found] == [("工信部", "原文此处为「国家数据局」")]


def test_a_day_that_was_ahead_is_the_same_day_without_the_word_for_the_future() -> None:
    report = "公司称，新一代平台将于12日在上海发布，售价与上一代相同。"
    assert [
        c.verdict for c in checks("公司称，新一代平台于12日在上海发布，售价与上一代相同。", report) if c.kind == "date"
    ] == ["supported"]


def test_figures_of_clauses_that_were_left_out_are_not_those_of_the_place() -> None:
    """Two products' prices in one manner: the first one's clause is left out, the second's stands."""
    report = "价格方面，标准版每月收费39元，较上一代便宜10元；专业版每月收费99元，较上一代便宜30元。"
    assert [c for c in checks("价格方面，专业版每月收费99元，较上一代便宜30元。", report) if c.verdict == "absent"] == []


def test_a_slip_of_play_tells_of_no_correction() -> None:
    report = "甲队的失误为对手送上机会，乙队带着5:3的领先优势进入最后一局，最终以6:3取胜。"
    assert [c for c in checks("乙队带着5:3的领先优势进入最后一局。", report) if "更正" in c.note] == []


def test_the_year_in_which_something_was_founded_is_no_figures_period() -> None:
    report = "2004年创办的远山论坛，2015年改为每年两届，多年来共有3300多人次参会。"
    assert [c for c in checks("2004年创办的远山论坛，多年来共有3300多人次参会。", report) if c.verdict == "absent"] == []


def test_the_noun_of_a_list_belongs_to_the_figure_before_it() -> None:
    report = "展览展出5千多件自作书画、1000多件书画藏品、近900方古印，由市博物馆收藏，免费开放。"
    assert [
        c for c in checks("展览展出5千多件自作书画、1000多件书画藏品、近900方古印。", report) if c.verdict == "absent"
    ] == []


def test_an_annual_income_keeps_its_currency() -> None:
    from digest import figures

    assert [(f.raw, f.unit) for f in figures.find("将带来1000亿元年收入", None, "zh")] == [("1000亿元", "money")]
    assert list(figures.find("2026元年", None, "zh")) == []


# ------------------------------------------------------------------------------------------------------ events of nobody's
@pytest.mark.parametrize(
    "tail",
    ["并宣布在东南亚设立合资工厂", "同时筹划定增扩建海外基地", "已拿到德国整车厂长期采购协议", "双方还将共建海洋牧场示范基地"],
)
def test_an_event_without_figures_that_no_source_knows_is_flagged(tail: str) -> None:
    """Nothing in it could be looked up: no number, no name, no date."""
    assert wrong(f"公司1月算力出租收入12.6亿元，{tail}。")


@pytest.mark.parametrize(
    "kept",
    [
        "公司1月算力出租收入12.6亿元，较上月有所提高。",
        "二期园区的能评仍待批复，公司将补充材料。",
        "从数据看，公司收入的波动主要来自春节因素。",
    ],
)
def test_what_is_told_in_other_words_or_concluded_is_no_invention(kept: str) -> None:
    assert [c for c in checks(kept) if "这件事" in c.note] == []


def test_across_languages_unknown_words_prove_nothing() -> None:
    article = Article("a1", "s", "", "", "", "Qinghe raised $45 million in a Series B round.", "en", Moment(AT, "minute"))
    found = verify.sentence("青禾完成4500万美元B轮融资，并将扩建海外工厂产线。", [article])
    assert [c for c in found if "这件事" in c.note] == []


# --------------------------------------------------------------------------------------------------------- natural summaries
@pytest.mark.parametrize(
    ("report", "summary"),
    [
        ("公司2025年实现营业收入18.6亿元，2024年为8.0亿元，同比增长132.5%。", "公司2025年营业收入18.6亿元，同比增长132.5%。"),
        ("公司以投后估值88亿元完成B轮融资。", "公司完成B轮融资，估值88亿元。"),
        ("公司预计全年资本开支不超过40亿元。", "公司全年资本开支指引为40亿元以内。"),
        ("机构3月预计2026年出货量为1.62亿台，1月曾预计为1.58亿台。", "机构预计2026年出货量1.62亿台。"),
        ("一季度净利润不低于1.2亿元，不高于1.5亿元。", "一季度净利润1.2亿—1.5亿元。"),
        ("公司拟以自有资金3亿元至5亿元回购股份。", "公司拟以不低于3亿元、不超过5亿元回购股份。"),
        ("云桥数据宣布完成B+轮融资3.5亿元。", "云桥数据获数亿元融资。"),
        ("深澜智能将7B参数模型开源，可在手机本地运行。", "深澜智能开源7B模型。"),
        ("2月成交额为1.86万亿元。", "（1）2月成交额1.86万亿元。"),
    ],
)
def test_a_summary_in_its_own_words_holds(report: str, summary: str) -> None:
    assert [(c.claim, c.note) for c in checks(summary, report) if c.verdict == "absent"] == []


def test_two_percent_is_not_two_points_whatever_other_shares_would_make_of_it() -> None:
    report = "板块整体上涨4.7%，其中建筑工程板块上涨超过2.7%，石油板块涨幅为2%，地产板块下跌0.7%。"
    assert any("百分点" in c.note for c in checks("石油板块涨幅为2个百分点。", report))
