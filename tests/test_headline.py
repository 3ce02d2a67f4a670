"""Headlines: the qualifiers of the body stay beside their figures, and what a page shouts is said as a report says it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import figures
from digest.draft import restored
from digest.engines import manner, open_engine
from digest.engines.opening import without_credit
from tests.test_draft import article, brief


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("甲公司完成50亿美元融资：估值 700 亿美元", "甲公司以700亿美元的投前估值获得50亿美元新投资。", "甲公司完成50亿美元融资：投前估值 700 亿美元"),
        ("甲公司获700亿美元估值", "本轮投后估值达700亿美元。", "甲公司获700亿美元投后估值"),
        ("甲公司向乙公司采购6吉瓦芯片", "双方签约，甲公司部署最多6吉瓦图形处理器。", "甲公司向乙公司采购最多6吉瓦芯片"),
        ("甲公司贷款约 8 亿元", "贷款至多8亿元。", "甲公司贷款至多约 8 亿元"),
        ("甲公司出货800万台", "公司承诺出货不少于800万台。", "甲公司出货不少于800万台"),
        ("甲公司季度营收681亿元增长73%", "季度营收681.3亿元，同比增长73%、环比增长20%。", "甲公司季度营收681亿元同比增长73%"),
        ("甲公司营收681亿元，增20%", "季度营收681.3亿元，同比增长73%、环比增长20%。", "甲公司营收681亿元，环比增20%"),
        ("甲公司净利润5.2亿元", "甲公司扣非净利润5.2亿元。", "甲公司扣非净利润5.2亿元"),
        ("甲公司今年要花300亿至350亿美元", "甲公司预计2026年资本开支为300亿至350亿美元。", "甲公司今年预计要花300亿至350亿美元"),
        ("甲公司2027年营收500亿元", "公司预计2027年营收约500亿元。", "甲公司预计2027年营收500亿元"),
        ("甲公司获12亿元订单", "甲公司与乙公司签署12亿元意向订单。", "甲公司获12亿元意向订单"),
        ("甲平台调用量4.1万亿Token", "平台日均调用量4.1万亿Token。", "甲平台调用量日均4.1万亿Token"),
    ],
)  # fmt: skip
def test_a_headline_gets_back_the_qualifier_of_its_figure(headline: str, body: str, expected: str) -> None:
    assert restored(headline, [body]) == expected
    assert restored(expected, [body]) == expected


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("甲公司估值700亿美元", "甲公司估值700亿美元。投前估值为650亿美元。"),
        ("甲公司估值700亿美元", "乙公司投前估值710亿美元。"),
        ("甲公司投前估值700亿美元", "甲公司以700亿美元的投前估值融资。"),
        ("甲公司采购超6吉瓦芯片", "部署最多6吉瓦。"),
        ("甲公司营收较上年增长73%", "营收同比增长73%。"),
        ("甲公司将投10亿元", "甲公司预计投资10亿元。"),
        # one of two places says it outright
        ("甲公司估值700亿美元", "投前估值700亿美元。此前市场给出的估值700亿美元。"),
        ("甲公司融资5亿元，乙行贷款", "甲公司融资5亿元。乙行提供最多5亿元贷款。"),
        ("Alpha raises $50M at $700M", "Alpha以7亿美元的投前估值融资。"),
        ("没有数字的标题", "投前估值700亿美元。"),
        ("", "投前估值700亿美元。"),
    ],
)
def test_a_headline_that_tells_it_rightly_stays(headline: str, body: str) -> None:
    assert restored(headline, [body]) == headline


def test_a_clause_that_cannot_take_the_qualifier_goes() -> None:
    body = ["甲公司发布新一代推理芯片。甲公司以700亿美元的投前估值融资。"]
    assert restored("甲公司发布新一代推理芯片，700亿美元身价曝光", body) == "甲公司发布新一代推理芯片"
    assert restored("700亿美元身价曝光", body) == "700亿美元身价曝光"  # nothing would be left: the checks say the rest


PIECES = "甲公司 估值 700亿美元 ， ： 同比 环比 增长 20% 最多 6吉瓦 投前 投后 的 预计 要 将 向 乙公司 为 净利润 扣非 累计 2027年 意向 订单 。".split()
WORDS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(WORDS, st.lists(WORDS, max_size=3))
def test_restoring_twice_is_restoring_once_and_invents_no_word(headline: str, body: list[str]) -> None:
    got = restored(headline, body)
    assert restored(got, body) == got
    assert len(figures.find(got)) <= len(figures.find(headline))
    if len(got) > len(headline):
        added = [
            got[j1:j2]
            for tag, _, _, j1, j2 in SequenceMatcher(None, headline, got, autojunk=False).get_opcodes()
            if tag == "insert"
        ]
        assert all(
            any(word in text for text in body)
            for word in re.findall("投[前后]|同比|环比|最多|预计|扣非|累计|意向", "".join(added))
        )


# --------------------------------------------------------------------------------------------------------------- manner
@pytest.mark.parametrize(
    ("title", "lang", "expected"),
    [
        ("刚刚！甲公司深夜发布新模型，推理能力翻倍", "", "甲公司深夜发布新模型，推理能力翻倍"),
        ("2月调用量首次反超！四款模型进前五", "", "2月调用量首次反超，四款模型进前五"),
        ("重磅！定了！甲公司上市！", "", "甲公司上市"),
        ("甲公司：2025年净利润20.59亿元 同比扭亏", "", "甲公司：2025年净利润20.59亿元，同比扭亏"),
        ("甲公司正式发布GLM-5 已完成与七大平台适配", "", "甲公司正式发布GLM-5，已完成与七大平台适配"),
        ("甲公司发布 Nano Banana 2 图像模型", "", "甲公司发布 Nano Banana 2 图像模型"),
        ("微软 Azure发布新模型GPT-5", "", "微软 Azure发布新模型GPT-5"),
        ("【AI】Meta採購6吉瓦晶片", "zh-Hant", "Meta采购6吉瓦芯片"),
        ("華為昇騰發布新芯片", "zh-Hant", "华为昇腾发布新芯片"),
        ("华为昇腾发布新芯片", "zh-Hans", "华为昇腾发布新芯片"),
        ("甲公司押注「会用电脑」的模型", "", "甲公司押注“会用电脑”的模型"),
        ("【甲公司发布产品】", "", "甲公司发布产品"),
        ("Yahoo! Japan launches a model", "", "Yahoo! Japan launches a model"),
        ("！！！", "", "！！！"),
    ],
)  # fmt: skip
def test_a_title_is_set_in_the_report_s_manner(title: str, lang: str, expected: str) -> None:
    assert manner.headline(title, lang) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某时报记者 方野 国家数据局2月10日发布通知。", "国家数据局2月10日发布通知。"),
        ("某华社南京3月1日电 记者从苏州市获悉。", "某华社南京3月1日电，记者从苏州市获悉。"),
        ("获得10亿美元（某报注：现汇率约合70亿元人民币）新投资。", "获得10亿美元新投资。"),
        ("（注：官方发布时间为2月19日）", "（注：官方发布时间为2月19日）"),
        ("他说：“成了！”", "他说：“成了。”"),
        ("甲公司突然发布新模型！", "甲公司突然发布新模型。"),
    ],
)
def test_a_sentence_loses_byline_cry_and_sums_of_exchange_alone(text: str, expected: str) -> None:
    assert manner.sentence(text) == expected


def test_the_outlet_is_not_named_twice_at_the_opening() -> None:
    lead = article(credit="36氪")
    assert without_credit(lead, "36氪获悉，甲公司完成融资。") == "甲公司完成融资。"
    assert without_credit(lead, "36氪记者了解到，甲公司完成融资。") == "甲公司完成融资。"
    assert without_credit(lead, "36氪获悉多家公司融资。") == "36氪获悉多家公司融资。"


def test_the_offline_headline_tells_what_the_offline_body_tells() -> None:
    from digest.draft import compose

    lead = article(
        title="甲公司完成1100亿美元融资：估值7300亿美元",
        text="甲公司今晚宣布以7300亿美元的投前估值获得1100亿美元新投资，其中乙公司300亿美元。公司周活跃用户超过9亿。",
    )
    made = compose(brief(lead), open_engine("extractive").write(brief(lead)), "2026-W09", [])
    assert made.headline == "甲公司完成1100亿美元融资：投前估值7300亿美元"
    assert made.lead_paragraph.startswith("某报2月27日消息，")  # 今晚 counts from the dateline


def test_the_first_page_leaves_out_the_dateline_that_nothing_counts_from() -> None:
    lead = article(text="甲公司宣布完成1100亿美元融资，其中乙公司300亿美元。公司周活跃用户超过9亿，付费用户超过5000万。")
    reply = open_engine("extractive").write(brief(lead))
    assert reply.sentences[0].text.startswith("某报2月27日消息，甲公司宣布")
    assert reply.lead_sentence.startswith("甲公司宣布")


def test_words_to_the_reader_are_no_news() -> None:
    lead = article(
        text="甲公司发布新模型，参数1200亿，上下文256K，价格为每百万Token3元，较上一代下降四成。你还在等什么？我们试了试，够用。"
        "新模型支持图文输入，并在三项评测中位列第一，得分为88.1分、90.2分和77.4分。感兴趣的小伙伴可以试试。"
    )
    body = "".join(s.text for s in open_engine("extractive").write(brief(lead)).sentences)
    assert "得分为88.1分" in body
    assert "你还在等什么" not in body
    assert "我们试了试" not in body
    assert "小伙伴" not in body


def test_a_remark_of_the_page_stays_without_what_it_says_to_the_reader() -> None:
    lead = article(
        text="甲公司发布新模型，参数1200亿，上下文256K，在三项评测中位列第一，得分为88.1分、90.2分和77.4分，价格较上一代下降四成。\n"
        "（注：官方发布时间为2月19日） 想试用的朋友，可以去官网看看。"
    )
    body = "".join(s.text for s in open_engine("extractive").write(brief(lead)).sentences)
    assert body.endswith("（注：官方发布时间为2月19日）")


def test_an_opening_that_sets_the_scene_gives_way_to_the_news() -> None:
    news = "某机构榜单显示，中国模型合计消耗4.12万亿Token，同期美国模型为2.94万亿Token，前五款模型占85.7%。"
    lead = article(title="中国模型调用量首超美国", text=f"节日刚过，一组来自海外的数据让人们再度兴奋起来。{news}")
    assert open_engine("extractive").write(brief(lead)).sentences[0].text == f"某报2月27日消息，{news}"
    told = article(title="中国模型调用量首超美国", text=f"中国模型调用量首次超过美国。{news}")
    assert open_engine("extractive").write(brief(told)).sentences[0].text == "某报2月27日消息，中国模型调用量首次超过美国。"


def test_a_last_paragraph_of_a_few_words_is_not_set_apart() -> None:
    from digest.draft import paragraphs_of

    assert paragraphs_of(["甲" * 150 + "。", "乙" * 60 + "。", "丙" * 20 + "。"]) == [
        "甲" * 150 + "。" + "乙" * 60 + "。" + "丙" * 20 + "。"
    ]
    assert len(paragraphs_of(["甲" * 150 + "。", "乙" * 60 + "。", "丙" * 90 + "。"])) == 2


@pytest.mark.parametrize("dateline", ["", "某报2月27日消息，"])
def test_the_first_page_follows_an_edited_body_with_or_without_its_dateline(dateline: str) -> None:
    from dataclasses import replace

    from digest.decide import edited
    from tests.test_export import draft

    given = replace(draft(), body=f"{dateline}甲公司营收5亿元。增长一成。", lead_paragraph="甲公司营收5亿元。")
    done = edited(given, body=f"{dateline}甲公司营收6亿元。增长一成。")
    assert done.lead_paragraph == "甲公司营收6亿元。"
    assert edited(replace(given, lead_paragraph="另写的。"), body="甲。").lead_paragraph == "另写的。"


def test_a_page_in_traditional_characters_carries_the_draft_in_simplified_ones() -> None:
    from digest import verify
    from digest.draft import compose

    lead = article(
        credit="某通社",
        title="【AI】Meta向AMD採購6吉瓦AI晶片，涉資逾千億美元",
        text="Meta與AMD簽署多年協議，將部署最多6吉瓦AMD Instinct圖形處理器，涉資逾1000億美元。AMD同時向Meta授出最多1.6億股認股權證，行使價每股0.01美元。",
        lang="zh-Hant",
    )
    made = compose(brief(lead), open_engine("extractive").write(brief(lead)), "2026-W09", [])
    assert made.headline == "Meta将向AMD采购最多6吉瓦AI芯片，涉资逾千亿美元"
    assert "签署多年协议" in made.body
    checks, _ = verify.draft(made, [lead])
    assert [(c.field, c.claim, c.note) for c in checks if c.verdict in ("absent", "conflicting")] == []
