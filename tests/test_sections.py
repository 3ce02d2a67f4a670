"""Sections, relevance, importance: the desk's YAML, its borderlines, its explanations, and what it learns."""

from __future__ import annotations

import copy
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import load_yaml, located
from digest.errors import ConfigError
from digest.model import Article, Judgement, Moment
from digest.sections import LATEST, Guide, Learned, dump, guide, judge, learn, load
from digest.sections.learned import MINIMUM

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = guide(yaml.safe_load((ROOT / "prompts" / "sections.yaml").read_text(encoding="utf-8")))


def article(title: str, text: str = "", *, key: str = "a1", credit: str = "甲报", at: str = "", origin: str = "") -> Article:
    published = Moment(datetime.fromisoformat(at), "minute") if at else None
    return Article(key, "s", f"http://s.example/{key}", credit, title, text, "zh-Hans", published, origin=origin)


def said(title: str, text: str = "", **kwargs: Any) -> Judgement:
    return judge([article(title, text, **kwargs)], {}, SHIPPED)


# ------------------------------------------------------------------------------------------------------ prompts/sections.yaml
SMALL: dict[str, Any] = {
    "lists": {"水果": ["苹果汁", "梨"]},
    "accept": 2,
    "sections": [
        {"id": "cats", "number": "1.1", "title": "猫", "definition": "猫的新闻", "cues": [{"weight": 3, "words": ["猫"]}]},
        {
            "id": "dogs",
            "number": "1.2",
            "title": "狗",
            "definition": "狗的新闻",
            "cues": [
                "狗",
                {"why": "犬", "weight": 3, "words": ["犬", "<水果>…狗"], "with": "赛", "unless": ["热狗"], "only": "title"},
            ],
            "counter": [{"weight": 2, "words": "热狗"}],
        },
    ],
    "noise": [{"id": "ads", "reason": "广告", "cues": [{"weight": 3, "words": ["优惠"]}]}],
    "importance": [{"why": "冠军", "weight": 3, "words": ["冠军"]}, {"why": "乡里的事", "weight": -1, "words": ["村"]}],
    "levels": [2, 4],
}


def wrong(path: list[Any], value: Any) -> Any:
    """The small guide with one thing changed; `...` deletes it."""
    data = copy.deepcopy(SMALL)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


MISTAKES = [
    (["sections"], ..., "sections"),
    (["sections"], [], "sections"),
    (["sections"], "cats", "sections"),
    (["section"], [], "section"),
    (["sections", 0], "cats", "sections[0]"),
    (["sections", 0, "id"], ..., "sections[0].id"),
    (["sections", 0, "id"], "Cats!", "sections[0].id"),
    (["sections", 1, "id"], "cats", "sections[1].id"),
    (["sections", 0, "id"], 7, "sections[0].id"),
    (["sections", 0, "number"], 3.1, "sections[0].number"),
    (["sections", 0, "number"], "三", "sections[0].number"),
    (["sections", 1, "number"], "1.1", "sections[1].number"),
    (["sections", 0, "title"], " ", "sections[0].title"),
    (["sections", 0, "definition"], None, "sections[0].definition"),
    (["sections", 0, "cues"], [], "sections[0].cues"),
    (["sections", 0, "cues"], {"a": 1}, "sections[0].cues"),
    (["sections", 0, "cues", 0], 5, "sections[0].cues[0]"),
    (["sections", 0, "cues", 0], "", "sections[0].cues[0]"),
    (["sections", 0, "cues", 0], "<没有>", "sections[0].cues[0]"),
    (["sections", 0, "cues", 0, "weight"], ..., "sections[0].cues[0].weight"),
    (["sections", 0, "cues", 0, "weight"], "三", "sections[0].cues[0].weight"),
    (["sections", 0, "cues", 0, "weight"], True, "sections[0].cues[0].weight"),
    (["sections", 0, "cues", 0, "weight"], 11, "sections[0].cues[0].weight"),
    (["sections", 0, "cues", 0, "weight"], float("nan"), "sections[0].cues[0].weight"),
    (["sections", 0, "cues", 0, "words"], [], "sections[0].cues[0].words"),
    (["sections", 0, "cues", 0, "words"], ["猫", 2026], "sections[0].cues[0].words[1]"),
    (["sections", 0, "cues", 0, "words"], ["猫", " "], "sections[0].cues[0].words[1]"),
    (["sections", 0, "cues", 0, "words"], ["猫", "<没有>"], "sections[0].cues[0].words[1]"),
    (["sections", 0, "cues", 0, "words"], ["猫", "<水果"], "sections[0].cues[0].words[1]"),
    (["sections", 0, "cues", 0, "words"], ["猫", "一…二…三…四"], "sections[0].cues[0].words[1]"),
    (["sections", 0, "cues", 0, "words"], ["…", "猫"], "sections[0].cues[0].words[0]"),
    (["sections", 1, "cues", 1, "why"], "", "sections[1].cues[1].why"),
    (["sections", 1, "cues", 1, "with"], [], "sections[1].cues[1].with"),
    (["sections", 1, "cues", 1, "unless"], ["<没有>"], "sections[1].cues[1].unless"),
    (["sections", 1, "cues", 1, "only"], "footer", "sections[1].cues[1].only"),
    (["sections", 1, "cues", 1, "only"], ["title"], "sections[1].cues[1].only"),
    (["sections", 1, "cues", 1, "wigth"], 2, "sections[1].cues[1].wigth"),
    (["sections", 1, "counter", 0, "words"], "", "sections[1].counter[0].words[0]"),
    (["noise", 0, "reason"], ..., "noise[0].reason"),
    (["noise", 0, "id"], "a b", "noise[0].id"),
    (["noise", 0, "cues", 0, "weight"], -1, "noise[0].cues[0].weight"),
    (["noise"], "ads", "noise"),
    (["importance", 0, "words"], ..., "importance[0].words"),
    (["importance", 0, "weight"], -11, "importance[0].weight"),
    (["lists"], ["苹果"], "lists"),
    (["lists", "水果"], [], "lists.水果"),
    (["lists", "水果"], ["梨", "a…b"], "lists.水果[1]"),
    (["lists", "a<b"], ["梨"], "lists.a<b"),
    (["accept"], "二", "accept"),
    (["accept"], 0, "accept"),
    (["levels"], [3], "levels"),
    (["levels"], [4, 2], "levels"),
    (["levels"], [2, "四"], "levels[1]"),
]


@pytest.mark.parametrize(("path", "value", "field"), MISTAKES, ids=lambda v: repr(v)[:40])
def test_a_mistake_in_the_yaml_names_its_field_and_the_mend(path: list[Any], value: Any, field: str) -> None:
    with pytest.raises(ConfigError) as caught:
        guide(wrong(path, value))
    assert caught.value.field == field
    assert caught.value.mend
    assert any("\u4e00" <= ch <= "\u9fff" for ch in caught.value.message)


@pytest.mark.parametrize("data", [None, [], "sections", 3, {"sections": None}, {1: 2}])
def test_a_file_of_another_shape_is_a_config_error(data: object) -> None:
    with pytest.raises(ConfigError):
        guide(data)


def test_the_reader_of_the_file_adds_path_and_line(tmp_path: Path) -> None:
    path = tmp_path / "sections.yaml"
    path.write_text(
        "sections:\n  - id: cats\n    number: '1.1'\n    title: 猫\n    definition: 猫\n    cues:\n      - {weight: 3}\n"
    )
    data, node = load_yaml(path)
    with pytest.raises(ConfigError) as caught, located(path, node):
        guide(data)
    assert (caught.value.line, caught.value.field) == (7, "sections[0].cues[0].words")


def test_the_shipped_file_has_the_three_sections_of_the_report() -> None:
    shown = [(s.id, s.number, s.title) for s in SHIPPED.sections]
    assert shown == [("ai_model", "3.1", "AI模型"), ("ai_industry", "3.2", "AI产业"), ("data_element", "3.3", "数据要素")]
    assert all(s.definition and s.cues and s.counter for s in SHIPPED.sections)
    assert all(n.reason for n in SHIPPED.noise)


def test_another_desk_edits_the_yaml_alone() -> None:
    desk = guide(SMALL)
    cat = judge([article("村里的猫得了冠军")], {}, desk)
    assert (cat.section, cat.importance, cat.score) == ("cats", 2, 2.0)
    assert judge([article("赛场来了一只犬")], {}, desk).section == "dogs"
    assert judge([article("猫粮优惠")], {}, desk).fate_reason.startswith("广告")


# ---------------------------------------------------------------------------------------------------------- the cue language
def cue(word: str, text: str) -> bool:
    data = {
        "lists": {"出": ["发布", "推出"]},
        "accept": 1,
        "sections": [{"id": "x", "number": "1", "title": "x", "definition": "x", "cues": [{"weight": 2, "words": word}]}],
    }
    return judge([article(text)], {}, guide(data)).section == "x"


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("发布…模型", "某公司发布全新旗舰模型", True),
        ("发布…模型", "某公司发布财报。模型另说", False),
        ("<出>…模型", "某公司推出小模型", True),
        ("#亿参数", "它有 1,300亿参数", True),
        ("#亿参数", "它有好多亿参数", False),
        ("launch*", "It launches today", True),
        ("arm", "They were alarmed", False),
        ("gpt", "GPT-9 来了", True),
        ("数据交易所", "數據交易所掛牌", True),
        ("AI芯片", "ＡＩ 芯片 需求", True),
        ("人工智能+", "“人工智能＋”行动", True),
    ],
)
def test_the_cue_language(word: str, text: str, found: bool) -> None:
    assert cue(word, text) is found


# ------------------------------------------------------------------------------------------------------------ the borderlines
@pytest.mark.parametrize(
    ("section", "title", "text"),
    [
        # a new model, price, capability or ranking is ai_model
        ("ai_model", "松果智能发布千亿参数推理模型并开放权重", "松果智能表示新模型采用混合专家架构。"),
        ("ai_model", "松果智能下调模型API价格，每百万Token低至0.2元", "新价格下周生效。"),
        ("ai_model", "松果大模型在数学基准测试中得分首超闭源旗舰模型", "评测由第三方进行。"),
        ("ai_model", "大模型周榜：松果模型升至第二", "聚合平台公布最新排名。"),
        ("ai_model", "Pinecone Labs releases open-weight language model", "The model has 70 billion parameters."),
        ("ai_model", "松果科技開源多模態模型　支援兩百萬字上下文", "官方稱推理能力大幅提升。"),
        # money, companies, chips, cloud, applications, partnerships, regulation: ai_industry
        ("ai_industry", "大模型公司松果智能完成12亿元B轮融资", "资金用于新模型研发。"),
        ("ai_industry", "松果智能与某车企达成战略合作，大模型将接入座舱", "双方签署协议。"),
        ("ai_industry", "松果AI助手月活跃用户突破3000万", "公司称付费用户同步增长。"),
        ("ai_industry", "工信部就人工智能大模型管理办法征求意见", "办法拟要求备案。"),
        ("ai_industry", "某AI芯片公司科创板IPO过会，拟募资30亿元", "公司主营训练芯片。"),
        ("ai_industry", "北海智算中心建成万卡集群，算力规模8000P", "项目总投资40亿元。"),
        ("ai_industry", "Chipmaker Borealis raises $400 million for AI accelerators", "The round values it at $3 billion."),
        ("ai_industry", "法院裁定松果智能训练大模型侵犯著作权", "原告获赔。"),
        # data as a factor of production
        ("data_element", "省数据局启动公共数据授权运营试点", "试点为期两年。"),
        ("data_element", "北海数据交易所上线高质量数据集专区", "首批挂牌80个数据集。"),
        ("data_element", "国家数据局部署可信数据空间建设", "会议要求加快数据基础设施建设。"),
        ("data_element", "全市首单数据资产入表落地", "企业数据资源确认为无形资产。"),
        # none
        (None, "松果智能否认将被收购：消息不实", "公司发言人表示没有相关计划。"),
        (None, "松果AI写作会员限时5折，扫码领取优惠券", "名额有限。"),
        (None, "观点：大模型公司的护城河在哪里", "笔者认为答案是数据。"),
        (None, "专访松果智能创始人：慢慢来比较快", "他回忆了创业经历。"),
        (None, "松果新款折叠屏手机发布，主打影像", "售价6999元起。"),
        (None, "算力板块午后走强，多只概念股涨停", "成交额放大。"),
        (None, "手把手教你用松果大模型写周报", "本文介绍三个技巧。"),
        (None, "松果浏览器小更新：侧边栏支持自定义", "修复了若干问题。"),
        (None, "论文速读：一种新的位置编码方法", "研究人员在小型数据上验证。"),
        (None, "开源命令行工具pine-cli 1.2.3发布", "新增两个命令。"),
        (None, "某地发布大风蓝色预警", "请市民注意防范。"),
    ],
)
def test_borderlines_go_as_the_definitions_say(section: str | None, title: str, text: str) -> None:
    judgement = said(title, text)
    assert judgement.section == section, judgement


def test_a_headline_alone_is_judged_too() -> None:
    assert said("松果智能发布新一代大模型").section == "ai_model"


def test_a_story_is_judged_by_all_who_tell_it() -> None:
    vague = article("松果出手了", "市场为之一振。", key="a1")
    clear = [article("松果智能完成20亿元融资", "大模型公司松果智能宣布融资。", key=f"b{n}") for n in range(3)]
    assert judge([vague], {}, SHIPPED).section is None
    assert judge([vague, *clear], {}, SHIPPED).section == "ai_industry"
    assert judge([vague, *clear], {c.id: "reprint" for c in clear}, SHIPPED).section is None


@pytest.mark.parametrize(("role", "word"), [("denial", "否认"), ("roundup", "汇总")])
def test_a_denial_or_a_roundup_is_no_event(role: str, word: str) -> None:
    judgement = judge([article("松果智能发布新一代大模型")], {"a1": role}, SHIPPED)
    assert judgement.section is None
    assert word in judgement.fate_reason


# ------------------------------------------------------------------------------------------------------------- explanations
def test_the_reasons_tell_the_words_and_the_points() -> None:
    judgement = said("大模型公司松果智能完成12亿元B轮融资")
    assert "3.2 AI产业" in judgement.reasons[0]
    assert "标题“融资”" in judgement.reasons[0]
    assert any(r.startswith("重要性 ") and "1 个独立来源" in r for r in judgement.reasons)


def test_what_is_dropped_says_why() -> None:
    assert said("松果智能否认将被收购").fate_reason.startswith("被否认的传闻")
    assert said("早上好").fate_reason == "不属于任何一节：没有各节的线索词"
    assert "最接近的是 3.2 AI产业" in said("松果智能谈AI").fate_reason


# -------------------------------------------------------------------------------------------------------------- old and wrong
@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("据路透社5月2日报道，松果智能正与多家机构洽谈融资。", True),
        ("2023年5月10日，松果智能宣布完成融资。", True),
        ("截至今年12月底，我国已建成高质量数据集2万个。", True),
        ("OSLO, June 20 - Token use rose fourfold, the agency said at a meeting in March.", True),
        ("据路透社6月18日报道，松果智能正与多家机构洽谈融资。", False),
        ("甲报 6 月 20 日讯，松果智能宣布完成融资。此前，公司曾于3月1日发布新模型。", False),
        ("松果智能昨日宣布完成融资。公司3月1日宣布启动本轮融资。", False),
        ("到今年12月底，力争建成高质量数据集2万个。", False),
        ("截至2025年12月31日，公司现金为20亿元。", False),
        ("Pinecone said on Thursday it closed the round, which it announced in March.", False),
    ],
)
def test_the_dates_of_the_text_tell_what_is_old(text: str, old: bool) -> None:
    judgement = said("松果智能融资，大模型与高质量数据集受关注", text, at="2026-06-20T09:00:00+08:00")
    assert judgement.fate_reason.startswith("stale: ") is old, judgement
    assert (judgement.section is None) is old


def test_a_release_told_weeks_late_is_old() -> None:
    late = said("松果气象大模型发布", "松果公司日前展示大模型。该模型于6月上旬对外公布。", at="2026-06-28T09:00:00+08:00")
    assert "6月上旬" in late.fate_reason
    since = said("松果气象大模型登顶榜单", "该模型于6月上旬对外公布。", at="2026-06-28T09:00:00+08:00")
    assert since.section == "ai_model"


def test_a_slip_in_the_year_is_shown_and_not_acted_on() -> None:
    judgement = said("国家数据局召开会议", "2025年6月19日，国家数据局在京召开会议。", at="2026-06-20T09:00:00+08:00")
    assert judgement.section == "data_element"
    assert any("年份误写" in r for r in judgement.reasons)


def test_one_fresh_report_keeps_a_story_alive() -> None:
    old = article("松果智能融资", "据路透社5月2日报道，大模型公司松果智能融资。", key="a1", at="2026-06-20T09:00:00+08:00")
    new = article("松果智能融资", "大模型公司松果智能今日宣布融资。", key="a2", at="2026-06-20T10:00:00+08:00")
    assert judge([old], {}, SHIPPED).section is None
    assert judge([old, new], {}, SHIPPED).section == "ai_industry"


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00+00:00", "9999-12-31T23:00:00-08:00", "0001-01-01T00:00:00+08:00"])
def test_a_time_at_the_edge_of_the_calendar_raises_nothing(at: str) -> None:
    text = "2026年2月30日，据12月29日报道，在0月和13月，该模型于2月上旬发布。"
    judgement = said("大模型发布", text, at=at)
    assert isinstance(judgement, Judgement)


# ---------------------------------------------------------------------------------------------------------------- importance
def story(count: int, role: str = "original", credit: str = "报{}") -> Judgement:
    members = [article("松果智能发布大模型", "新模型开源。", key=f"a{n}", credit=credit.format(n)) for n in range(count)]
    return judge(members, {m.id: role for m in members[1:]}, SHIPPED)


def test_importance_grows_with_independent_origins() -> None:
    scores = [story(n).score for n in (1, 2, 4, 8, 32)]
    assert scores == sorted(scores)
    assert len(set(scores)) == 5
    assert [story(n).importance for n in (1, 4, 32)] == [1, 2, 3]


def test_reprints_and_one_outlet_twice_count_once() -> None:
    assert story(10, role="reprint").score == story(1).score
    assert story(10, credit="同一家报").score == story(1).score
    cited = [article("松果智能发布大模型", key=f"a{n}", credit=f"报{n}", origin="通讯社") for n in range(5)]
    assert judge(cited, {}, SHIPPED).score == story(1).score


def test_large_money_and_national_bodies_weigh_more() -> None:
    small = said("大模型公司松果智能完成2000万元融资")
    large = said("大模型公司松果智能完成300亿美元融资")
    assert large.score > small.score + 2
    assert any("千亿元级" in r for r in large.reasons)
    local = said("北海市启动公共数据授权运营")
    national = said("国家数据局印发公共数据授权运营实施意见")
    assert national.importance > local.importance


def test_a_story_of_no_section_has_no_importance() -> None:
    judgement = said("某地发布大风蓝色预警")
    assert (judgement.section, judgement.importance, judgement.score) == (None, 0, 0.0)


# ------------------------------------------------------------------------------------------------------------ what is learned
def taste(count: int) -> list[tuple[Article, str | None]]:
    """A desk that files every story about robots under data, and nothing else but money: the cue words can't know."""
    rows: list[tuple[Article, str | None]] = []
    for n in range(count // 4):
        rows += [
            (article(f"松果机器人第{n}批在工厂量产交付", "人形机器人进厂。"), "data_element"),
            (article(f"第{n}家大模型公司完成融资", "投资方未披露。"), "ai_industry"),
            (article(f"第{n}个大模型开源发布", "权重开放。"), None),
            (article(f"第{n}次菜谱更新", "今天吃什么。"), None),
        ]
    return rows


def test_few_decisions_teach_nothing_aloud() -> None:
    learned = learn(taste(MINIMUM - 4), SHIPPED)
    assert not learned.speaks
    robot = [article("松果机器人第99批在工厂量产交付", "人形机器人进厂。")]
    assert judge(robot, {}, SHIPPED, learned=learned) == judge(robot, {}, SHIPPED)


def test_a_desk_that_decides_otherwise_is_followed_and_quoted() -> None:
    learned = learn(taste(120), SHIPPED)
    assert learned.speaks
    assert learned.own_score > learned.rule_score
    judgement = judge([article("松果机器人第99批在工厂量产交付", "人形机器人进厂。")], {}, SHIPPED, learned=learned)
    assert judgement.section == "data_element"
    assert judgement.reasons[0].startswith("本组过去 120 次决定：3.3 数据要素")
    assert "线索词原判3.2 AI产业" in judgement.reasons[0]
    dropped = judge([article("第99个大模型开源发布", "权重开放。")], {}, SHIPPED, learned=learned)
    assert dropped.section is None
    assert dropped.fate_reason.startswith("本组过去 120 次决定：不收")


def test_a_desk_that_agrees_with_the_cue_words_leaves_them_the_word() -> None:
    decisions = [(a, judge([a], {}, SHIPPED).section) for a, _ in taste(120)]
    assert not learn(decisions, SHIPPED).speaks


def test_noise_in_the_decisions_does_not_earn_a_say() -> None:
    labels = ["ai_model", "ai_industry", "data_element", None]
    decisions = [(a, labels[(n * 7 + n // 3) % 4]) for n, (a, _) in enumerate(taste(120))]
    learned = learn(decisions, SHIPPED)
    assert learned.own_score < 0.5


def test_of_a_long_log_the_latest_decisions_are_learned_from() -> None:
    old = [(article("模型", "旧"), "data_element")] * 300
    late = [(article("模型" if n % 2 else "公司", "新"), "ai_model" if n % 2 else None) for n in range(LATEST)]
    assert learn([*old, *late], SHIPPED) == learn(late, SHIPPED)
    assert learn(late, SHIPPED).decisions == LATEST


def test_the_same_decisions_give_the_same_model_and_it_survives_storage() -> None:
    learned = learn(taste(120), SHIPPED)
    assert learn(taste(120), SHIPPED) == learned
    assert load(dump(learned)) == learned


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"weights": 3}', '{"weights": {}, "labels": [], "trust": [1]}'])
def test_a_stored_model_that_is_none_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        load(text)


def test_a_section_that_the_guide_lost_is_not_resurrected() -> None:
    learned = learn([(a, "gone" if s == "data_element" else s) for a, s in taste(120)], SHIPPED)
    judgement = judge([article("松果机器人第99批在工厂量产交付")], {}, SHIPPED, learned=learned)
    assert judgement.section in (None, "ai_industry")


@pytest.mark.parametrize("learned", [Learned(), Learned(speaks=True)])
def test_an_empty_model_changes_nothing(learned: Learned) -> None:
    one = [article("松果智能发布大模型")]
    assert judge(one, {}, SHIPPED, learned=learned) == judge(one, {}, SHIPPED)


# ------------------------------------------------------------------------------------------------------------- any text at all
WORDS = st.sampled_from(
    "发布 模型 大模型 融资 数据 国家数据局 否认 截至今年 12月 底 2025年2月30日 报道 ； 。 … < # token GPT- ０ \n".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.lists(WORDS, max_size=30).map("".join), st.lists(WORDS | st.text(max_size=20), max_size=40))
def test_any_text_gets_a_judgement(title: str, words: list[str]) -> None:
    judgement = said(title, "".join(words), at="2026-02-28T12:00:00+08:00")
    assert 0 <= judgement.importance <= 3
    assert (judgement.section is None) == bool(judgement.fate_reason) == (judgement.importance == 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["ai_model", "ai_industry", None])), min_size=80, max_size=90))
def test_any_decisions_can_be_learned_from(rows: list[tuple[str, str | None]]) -> None:
    learned = learn([(article(text, text), section) for text, section in rows], SMALL_GUIDE)
    assert judge([article("猫")], {}, SMALL_GUIDE, learned=learned).importance <= 3


SMALL_GUIDE: Guide = guide(SMALL)


@pytest.mark.parametrize(
    "piece", ["发布", "模型…", "；", "1月2日", "<", "a", "截至今年", "\u202e", "亿", "国家数据局办法", "1.", " "]
)
def test_a_long_text_of_one_thing_takes_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    before = time.perf_counter()
    said(text, text, at="2026-02-28T12:00:00+08:00")
    assert time.perf_counter() - before < 1.0


def test_ten_thousand_copies_of_one_page_take_no_time() -> None:
    members = [article("松果智能发布大模型", "新模型开源。" * 50, key=f"a{n}", credit=f"报{n}") for n in range(10_000)]
    before = time.perf_counter()
    judgement = judge(members, {}, SHIPPED)
    assert time.perf_counter() - before < 1.0
    assert judgement.importance == 3
