"""digest.lint: every rule on a sentence that is wrong and on one that only looks wrong; places, laws, hostile text, the command."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import lint
from digest.cli.check import check_command
from digest.errors import ConfigError
from digest.model import Draft
from tests.eval import reports
from tests.eval.common import TABLES, rows_of

CASES = rows_of(reports.CASES)
EXAMPLE = reports.EXAMPLE.read_text(encoding="utf-8")
MONDAY = date(2026, 3, 16)


def body(text: str, published: date = MONDAY) -> list[lint.Finding]:
    return [f for f in lint.check(f"一、行业动态\n\n{text}\n", published=published) if f.severity != "info"]


def retold(front: str, text: str, published: date = MONDAY) -> list[lint.Finding]:
    return [f for f in lint.check(f"要点\n\n{front}\n\n一、行业动态\n\n{text}\n", published=published) if f.severity != "info"]


def rules(findings: list[lint.Finding]) -> set[str]:
    return {f.rule for f in findings}


# ---------------------------------------------------------------------------------------------------- rules, one by one
@pytest.mark.parametrize("case", [c for c in CASES if c["wrong"]], ids=lambda c: f"{c['kind']}-{c['id']}")
def test_a_wrong_sentence_is_found_by_its_rule_at_its_words(case: dict[str, Any]) -> None:
    findings = reports.read_case(case)
    touching = [f for f in findings if reports.touches(case, f)]
    assert touching
    assert all(f.message.endswith("。") and f.expected for f in touching)


@pytest.mark.parametrize("case", [c for c in CASES if not c["wrong"]], ids=lambda c: f"{c['kind']}-{c['id']}")
def test_a_right_sentence_that_looks_wrong_is_left_alone(case: dict[str, Any]) -> None:
    assert reports.read_case(case) == []


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("difference", "上周沪深300上涨1.00%，申万银行上涨2.00%，跑赢沪深300指数1.20个百分点。", "上周沪深300上涨1.00%，申万银行上涨2.00%，跑赢沪深300指数1.00个百分点。"),
        ("direction", "2月产量为12万吨，1月为10万吨，环比下降20.0%。", "2月产量为12万吨，1月为10万吨，环比增长20.0%。"),
        ("growth", "全年收入12.0亿元，上年同期10.0亿元，同比增长30.0%。", "全年收入12.0亿元，上年同期10.0亿元，同比增长20.0%。"),
        ("percent_pp", "毛利率由20.0%升至23.0%，提高3.0%。", "毛利率由20.0%升至23.0%，提高3.0个百分点。"),
        ("percent_pp", "收入由100亿元增至112亿元，增长12个百分点。", "收入由100亿元增至112亿元，增长12%。"),
        ("comparison", "国产模型调用量为5.2万亿，高于海外模型的6.1万亿。", "国产模型调用量为6.1万亿，高于海外模型的5.2万亿。"),
        ("mean", "市盈率为30.0倍，低于近五年均值25.0倍。", "市盈率为30.0倍，高于近五年均值25.0倍，低于近十年均值35.0倍。"),
        ("sum", "融资10.0亿元，其中甲基金6.0亿元、乙基金5.5亿元。", "融资10.0亿元，其中甲基金6.0亿元、乙基金2.5亿元。"),
        ("share", "全年出货80万台，其中出口20万台，占比35%。", "全年出货80万台，其中出口20万台，占比25%。"),
        ("average_range", "三项得分分别为71.2、74.8和78.3，平均得分80.0。", "三项得分分别为71.2、74.8和78.3，平均得分74.8。"),
        ("rank", "申万银行指数上涨1.0%，在31个申万一级行业中排名第2位，处于下游。", "申万银行指数上涨1.0%，在31个申万一级行业中排名第2位，居前列。"),
        ("date", "2月29日，公司发布公告。", "2月28日，公司发布公告。"),
        ("date", "3月11日（周四），公司发布公告。", "3月11日（周三），公司发布公告。"),
        ("date", "3月19日，公司公告已经完成收购。", "公司计划于3月19日完成收购。"),
        ("percent_over", "国内市场份额为120%。", "净利润现金含量为120%。"),
        ("double_negation", "应防止个人信息不被滥用。", "应防止个人信息被滥用，避免不必要的采集。"),
        ("entity_name", "3月10日，《数据流通安全管理方法》发布。3月11日，《数据流通安全管理办法》解读会召开。", "《数据流通安全管理办法》与《数据交易安全管理办法》同日发布。"),
    ],
)  # fmt: skip
def test_each_rule_of_one_sentence(rule: str, wrong: str, right: str) -> None:
    assert rule in rules(body(wrong))
    assert body(right) == []


@pytest.mark.parametrize(
    ("rule", "front", "text", "right"),
    [
        ("two_values", "1）用电：2月用电量7,340亿千瓦时。", "2月用电量7,430亿千瓦时。", "1）用电：2月用电量7,430亿千瓦时。"),
        ("unit_slip", "1）规模：市场规模为1.35亿元。", "2025年市场规模为1.35万亿元。", "1）规模：市场规模为1.35万亿元。"),
        ("period_mismatch", "1）公司：2024年收入45.6亿元。", "公司2025年收入45.6亿元。", "1）公司：2025年收入45.6亿元。"),
        ("qualifier_lost", "1）融资：公司估值320亿元。", "公司以320亿元的投前估值完成融资。", "1）融资：公司投前估值320亿元。"),
        ("count", "1）会议：19家建设单位代表参会发言。", "3月11日会议召开，16家建设单位代表参会发言。", "1）会议：16家建设单位代表参会发言。"),
        ("count", "1）会议：建设单位代表参会发言。", "3月11日会议召开，16家建设单位代表参会发言。", "1）会议：16家建设单位代表参会发言。"),
        ("weekly_as_monthly", "1）地产：3月成交面积186万平方米。", "3月2日-8日当周，成交面积186万平方米。", "1）地产：3月2日-8日当周成交面积186万平方米。"),
        ("unsupported_summary", "1）公司：3月10日，公司发布新品，同时宣布收购海外渠道商。", "3月10日，公司发布新品，续航8小时。", "1）公司：3月10日，公司发布新品。"),
        ("unsupported_summary", "1）公司：3月10日新品售价3,999元。", "3月10日，公司发布新品，售价待定。", "1）公司：3月10日发布新品。"),
        ("direction", "1）公司：利润18.6亿元，同比下降31.0%。", "公司利润18.6亿元，同比增长31.0%。", "1）公司：利润18.6亿元，同比增长31.0%。"),
    ],
)  # fmt: skip
def test_each_rule_of_two_places(rule: str, front: str, text: str, right: str) -> None:
    assert rule in rules(retold(front, text))
    assert retold(right, text) == []


def test_an_index_is_not_taken_for_the_sector_of_the_sentence_before() -> None:
    moved = "上周，申万通信指数上涨3.18%，排名第3位。沪深300上涨0.74%，创业板指上涨3.26%，通信跑赢沪深300 2.44个百分点，"
    assert body(moved + "跑输创业板指0.08个百分点。") == []
    assert rules(body(moved + "跑输创业板指0.80个百分点。")) == {"difference"}


def test_the_average_of_others_is_not_held_against_the_list_before_it() -> None:
    listed = "三项得分分别为72.5分、68.1分和80.6分，"
    assert body(listed + "平均73.7分，上一代平均为67.9分，行业平均60.2分。") == []
    assert rules(body(listed + "平均83.7分，上一代平均为67.9分。")) == {"average_range"}


def test_two_ranks_of_two_spans_are_not_one_count() -> None:
    told = "上周计算机在31个申万一级行业中列第18位。年初以来计算机列31个申万一级行业第11位。"
    assert retold("1）市场：计算机列31个申万一级行业第18位。", told) == []


def test_the_move_of_a_week_is_not_held_against_the_move_since_new_year() -> None:
    week = "上周申万电子上涨1.95%，跑赢沪深300 1.23个百分点。"
    since = "年初至3月13日，沪深300上涨4.36%，申万电子上涨9.80%。"
    front = "1）行情：上周（3月9日—13日）沪深300上涨{}%，申万电子上涨1.95%。"
    assert retold(front.format("0.72"), week + since) == []
    assert rules(retold(front.format("0.27"), week + since)) == {"unsupported_summary"}


def test_the_day_on_which_a_forecast_was_told_is_not_its_period() -> None:
    told = "云厂商将2026年资本开支指引上调至575亿美元，2025年11月给出的指引为520亿美元，上调幅度10.6%。"
    assert retold("1）开支：云厂商将2026年资本开支指引由520亿美元上调至575亿美元。", told) == []
    assert rules(retold("1）开支：云厂商将2027年资本开支指引上调至575亿美元。", told)) == {"period_mismatch"}


def test_four_whole_parts_that_make_two_more_than_the_total_are_not_rounding() -> None:
    assert rules(body("拟募资48亿元，其中甲项目22亿元、乙项目15亿元、丙项目8亿元、补充流动资金5亿元。")) == {"sum"}
    assert body("拟募资49亿元，其中甲项目22亿元、乙项目15亿元、丙项目8亿元、补充流动资金5亿元。") == []


def test_a_negation_too_many_behind_bad_news_is_a_warning() -> None:
    wrong = body("部分客户压缩了用量，但这并不意味着需求没有放缓：付费意愿仍高。")
    assert [(f.rule, f.severity) for f in wrong] == [("double_negation", "warning")]
    assert body("总量保持增长，但这并不意味着需求没有放缓。") == []


def test_a_name_is_spelled_in_two_ways_within_one_paragraph() -> None:
    front = "1）融资：衡谷科技完成6亿元B轮融资。"
    told = "3月9日，数据服务商衡谷科技宣布完成6亿元B轮融资，衡谷科技投前估值24亿元。{}2025年营业收入2.1亿元，2024年为0.9亿元。"
    assert rules(retold(front, told.format("恒谷科技"))) == {"entity_name"}
    assert retold(front, told.format("衡谷科技")) == []


def test_changes_told_by_their_sign_are_computed() -> None:
    assert rules(body("营收4.20亿元，同比+14.0%，上年同期为3.75亿元。")) == {"growth"}
    assert body("营收4.20亿元，同比+12.0%，上年同期为3.75亿元。") == []
    assert body("归母净利润-1.20亿元，上年同期-0.80亿元，同比-50.0%。") == []  # of losses a minus may mean either way


def test_caption_numbers_are_used_once_and_in_turn() -> None:
    twice = "一、行情\n\n图1：甲（%）\n\n图2：乙（%）\n\n图2：丙（%）\n\n图4：丁（%）\n"
    skipped = "一、行情\n\n图1：甲（%）\n\n图3：乙（%）\n\n图4：丙（%）\n"
    right = "一、行情\n\n图1：甲（%）\n\n表1：乙\n\n图2：丙（%）\n\n如图2所示，价格回升。\n"
    assert [(f.rule, f.line, f.expected) for f in lint.check(twice)] == [("caption", 7, "图3")]
    assert [(f.rule, f.line, f.expected) for f in lint.check(skipped)] == [("caption", 5, "图2")]
    assert lint.check(right) == []


def test_a_table_is_added_up_and_its_growth_and_shares_are_computed() -> None:
    head = "一、业绩\n\n| 公司 | 收入 | 上年同期 | 同比 | 占比 |\n|---|---|---|---|---|\n"
    right = (
        head
        + "| 甲 | 12.0 | 10.0 | 20.0% | 60.0% |\n| 乙 | 8.0 | 10.0 | -20.0% | 40.0% |\n| 合计 | 20.0 | 20.0 | 0.0% | 100.0% |\n"
    )
    assert lint.check(right) == []
    assert rules(lint.check(right.replace("| 合计 | 20.0", "| 合计 | 21.0"))) >= {"sum"}
    assert rules(lint.check(right.replace("| -20.0% |", "| 20.0% |"))) == {"direction"}
    assert rules(lint.check(right.replace("| 60.0% |", "| 65.0% |"))) == {"share"}


def test_an_average_of_a_table_lies_between_its_rows() -> None:
    text = "一、板块\n\n五个板块算术平均下跌{}%。\n\n板块  周涨跌幅  年初至今\n甲  -4.1%  1.0%\n乙  -2.0%  2.0%\n丙  -1.3%  1.5%\n丁  -2.6%  1.2%\n戊  -3.4%  1.8%\n"
    assert rules(lint.check(text.format("5.68"))) == {"average_range"}
    assert lint.check(text.format("2.68")) == []


def test_a_month_that_is_not_over_has_no_monthly_figure() -> None:
    assert rules(body("国产模型3月的月度调用量首超海外模型。")) == {"weekly_as_monthly"}
    assert body("国产模型2月的月度调用量首超海外模型。") == []


def test_four_models_need_a_list_or_a_count_of_four() -> None:
    front = "1）模型：青岚等四款大模型登上榜单。"
    assert rules(retold(front, "榜单由青岚、墨川、云泽领衔。")) == {"unsupported_summary"}
    assert retold(front, "榜单前列为青岚、墨川、云泽、砚台，均为国产。") == []


def test_a_summary_under_any_title_or_none_or_in_a_table_is_held_against_the_body() -> None:
    body_text = "## 一、市场\n\n行情平稳。\n\n## 二、动态\n\n截至2月末，城市级设施接入企业4,380家，上年同期为3,650家。\n"
    said = "数据：截至2月末，城市级设施接入企业4,830家，接入节奏加快；模型调用量保持增长，价格继续下行，应用侧付费意愿改善，投融资活跃。行情方面，板块震荡回落，成交缩量，市场等待年报。我们维持对数据产业链的积极判断，建议关注有稳定数据来源和明确收费模式的公司。"
    table = f"| 一图看懂 | 内容 |\n|---|---|\n| 数据 | {said.partition('：')[2]} |\n"
    for front in (f"要闻摘要\n\n■ {said}\n\n", f"一页速览\n\n{said}\n\n", f"{said}\n\n", table + "\n"):
        findings = lint.check(f"# 周报\n\n{front}{body_text}", published=MONDAY)
        assert [f.rule for f in findings if f.found == "4,830家"] == ["count"], front


def test_a_table_of_figures_under_a_long_header_stays_a_table() -> None:
    text = "一、业绩\n\n| 公司 | 收入（亿元） | 相对板块平均水平的表现（周，个百分点） |\n|---|---|---|\n| 甲 | 12.0 | 1.0 |\n| 乙 | 8.0 | 2.0 |\n| 合计 | 21.0 | — |\n"
    assert [(f.rule, f.expected) for f in lint.check(text)] == [("sum", "20.0")]


def test_latin_words_of_change_are_read() -> None:
    front = "1）公司：2025年收入76.3亿元，同比下降108.0%。"
    assert "direction" in rules(retold(front, "公司2025年收入76.3亿元（YoY+108.0%），净利润6.8亿元（YoY-3.2%）。"))


# ------------------------------------------------------------------------------------------------------- document model
_TWICE = """行业核心观点：

{front}

## 1 行业周观点

上周，AI产业方面，{views}

## 2 市场行情回顾

上周，沪深300上涨1.08%，创业板指上涨1.05%，申万计算机行业指数上涨0.62%。

## 3 产业动态

### 3.1 AI产业：{heading}

2月27日，远山智算宣布以730亿元的投前估值获得110亿元新投资，其中青松资本30亿元、北川投资30亿元、南屏集团50亿元。
"""
_HEADLINE = "远山智算宣布110亿元新融资：投前估值730亿元，青松资本、北川投资、南屏集团共同注资"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("110亿元", "113亿元"),
        ("730亿元", "730万元"),
        ("110亿元新融资：投前估值730亿元", "730亿元新融资：投前估值110亿元"),
        ("北川投资", "东屏资本"),
    ],
)
@pytest.mark.parametrize("place", ["front", "views"])
def test_a_headline_that_is_printed_again_with_one_thing_changed_is_found(place: str, old: str, new: str) -> None:
    told = {"front": f"{_HEADLINE}。", "views": f"{_HEADLINE}。", "heading": _HEADLINE}
    assert lint.check(_TWICE.format(**told)) == []
    found = lint.check(_TWICE.format(**told | {place: told[place].replace(old, new)}))
    assert found
    assert any(f.message.startswith("与正文") or f.expected for f in found)


def test_an_index_rises_by_percent_and_beats_another_by_points() -> None:
    text = "## 2 回顾\n\n上周，沪深300上涨1.08%，创业板指上涨1.05个百分点，跑输沪深300指数0.03个百分点。"
    assert [(f.rule, f.expected) for f in lint.check(text)] == [("percent_pp", "1.05%")]


def test_sentences_of_one_manner_about_two_spans_are_not_one_sentence() -> None:
    """A week and the year to date are told in the same words with other figures."""
    week = "上周，沪深300上涨1.08%，创业板指上涨1.05%，申万计算机行业指数上涨0.62%，在申万各一级行业中排名第23位。"
    year = "年初至今，沪深300上涨3.04%，创业板指上涨3.34%，申万计算机行业指数上涨8.61%，在申万各一级行业中排名第15位。"
    assert [
        f for f in lint.check(f"投资要点：\n\n{year}\n\n## 2 市场行情回顾\n\n{week}\n\n{year}\n") if f.rule == "retold_edit"
    ] == []


def test_hard_wrapped_lines_are_one_paragraph_and_places_are_those_of_the_lines() -> None:
    text = "一、手机\n\n研究机构数据显示，2025 年四季度国内智能手机出货 7,640\n万部，上年同期 7,500 万部；三季度为 6,840 万部，\n环比下降 11.7%，季节性备货是主因。\n"
    (found,) = lint.check(text, published=date(2026, 1, 19))
    assert (found.rule, found.line) == ("direction", 5)
    assert text.split("\n")[4][found.start : found.end] == "下降 11.7%"


def test_page_footers_between_two_halves_of_a_sentence_are_dropped() -> None:
    text = (
        "一、调用量\n\n监测显示，国产模型调用量保持增长。3月2日-8日这周，国产模型调用量为5.10万亿，低于上月水平，前一周为\n\n"
        "请务必阅读正文后的免责条款    第 3 页 共 6 页\n\n4.10万亿，增长34.4%。\n"
    )
    (found,) = lint.check(text, published=MONDAY)
    assert (found.rule, found.line, found.expected) == ("growth", 7, "24.4%")


def test_spacing_and_width_change_nothing() -> None:
    spaced = "一、行情\n\n上周 沪深 300 上涨 １.00％ , 申万 银行 上涨 2.00 % , 跑赢 沪深 300 指数 1.20 个 百分点 。\n"
    (found,) = [f for f in lint.check(spaced) if f.severity == "error"]
    assert found.rule == "difference"
    assert spaced.split("\n")[2][found.start : found.end] == "1.20 个 百分点"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("半导体行业周报（5月18日—5月22日）\n\n报告日期：2026年5月25日        评级：推荐", date(2026, 5, 25)),
        ("通信行业周报（2026.4.13—2026.4.17）\n\n2026年4月20日  星期一\n", date(2026, 4, 20)),
        ("# 周报\n\n**研究所｜2025 年 11 月 24 日｜评级：看好**", date(2025, 11, 24)),
        ("机械行业周报\n\n报告日期: 2025/11/10", date(2025, 11, 10)),
        ("二〇二六年三月十七日", date(2026, 3, 17)),
        ("没有日期的一页\n\n截至2026年3月1日，指数上涨。", None),
        ("2026年2月30日", None),
        ("", None),
    ],
)
def test_report_date(head: str, day: date | None) -> None:
    assert lint.report_date(head) == day


# -------------------------------------------------------------------------------------------------------- whole reports
def test_the_example_report_has_its_real_errors_and_no_other() -> None:
    metrics = {m.name: m for m in reports.run() if m.name.startswith("example")}
    assert metrics["example report: real errors found"].misses == []
    assert metrics["example report: false alarms"].misses == []


def test_reports_with_planted_errors_keep_their_floors() -> None:
    for metric in reports.run():
        assert not metric.fails, (metric.name, metric.value, metric.misses)


@pytest.mark.parametrize("name", ["04.txt", "own-4.txt", "own-7.txt", "own-29.txt", "own-33.txt"])
def test_a_clean_report_is_left_in_peace(name: str) -> None:
    text = (TABLES / "reports" / name).read_text(encoding="utf-8")
    assert [f for f in lint.check(text) if f.severity != "info"] == []


# ------------------------------------------------------------------------------------------------------------------ laws
PIECES = st.sampled_from(
    "要点 一、市场 \n \n\n 。 ， ； （ ） 《 》 “ ” ： | ** # - 图1： 表2. 目录 ..... 上周 3月9日-13日 2月30日 (周三) 沪深300 上涨1.08% 跑输 0.46 和 0.43个百分点 排名第23位 31个申万一级行业 "
    "中游 同比增长20.0% 环比下降 上年同期 为 5.2亿元 4.8万亿Token 其中 占比45% 平均 8.5分 高于均值 161.02倍 由22%升至30% 投前估值 72家单位 预计 防止 不被滥用 首超 月度 "
    "\ue000 \ue003 \r \t \u3000 \u2028 \x85 \x00 \ud800 1 , . 0.1 １２％ 第 －1.41% 10%—15% a1".split(" ")
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=80).map("".join))


@settings(max_examples=250, deadline=None)
@given(TEXTS, st.sampled_from([None, MONDAY, date(1, 1, 1), date(9999, 12, 31)]))
def test_any_text_is_read_and_spans_lie_in_their_line(text: str, published: date | None) -> None:
    lines = text.split("\n")
    for f in lint.check(text, published=published, style=lint.style({"words": [{"word": "上周", "instead": "当周"}]})):
        assert 1 <= f.line <= len(lines)
        assert 0 <= f.start < f.end <= len(lines[f.line - 1])
        assert f.severity in ("error", "warning", "info")
        assert f.message
        assert "\n" not in f.message
    lint.report_date(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.text(max_size=60), st.text(max_size=120))
def test_any_item_is_compared_with_any_text(text: str, headline: str, paragraph: str) -> None:
    lines = text.split("\n")
    for f in lint.against([item(headline, paragraph)], text):
        assert 1 <= f.line <= len(lines)
        assert 0 <= f.start <= f.end <= len(lines[f.line - 1])


@settings(max_examples=60, deadline=None)
@given(st.decimals("-20", "20", places=2), st.decimals("-20", "20", places=2))
def test_the_right_difference_is_never_a_finding(own: Any, market: Any) -> None:
    def move(v: Any) -> str:
        return f"上涨{v}%" if v >= 0 else f"下跌{-v}%"

    word = "跑赢" if own >= market else "跑输"
    text = f"上周，沪深300{move(market)}，申万银行指数{move(own)}，{word}沪深300指数{abs(own - market)}个百分点。"
    assert body(text) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(10, 9999), st.integers(10, 9999))
def test_the_right_growth_is_never_a_finding(now: int, before: int) -> None:
    change = round((now / before - 1) * 100, 1)
    word = "增长" if change >= 0 else "下降"
    assert body(f"全年销量{now}万吨，上年同期{before}万吨，同比{word}{abs(change)}%。") == []


HOSTILE = (
    "增长5%，", "由5%升至6%，", "其中5亿元、", "防止不", "跑赢沪深300 1个百分点，", "较", "占比", "高于", "（", "《", "“", "|", "| a | 1 |\n", "，", "\n", " ", "1", "图表1：甲\n",
    "3月5日(周三)，", "占比分别为5%、6%和7%，", "该均价较上年同期的5元下降5%，", "跑赢甲、跑输乙1和2个百分点，", "| 甲 | 一二三四五六七八九十一二，三 |\n", "YoY+5%，", "前一周(8月1日)为5亿元，", "中标候选人为甲、乙和丙三家，", "蓝星科技发布蓝星-2，", "排名第3位，居中游，", "平均5分、", "甲乙科技宣布，", "3月月度超过", "公司营业收入为5.2亿元，上年同期为4.8亿元，同比增长8.3%。", "要点\n\n一、甲：5亿元。\n\n一、正文\n\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        lint.check(text, published=MONDAY)
        return time.process_time() - start

    seconds(2_000)
    small = min(seconds(12_000) for _ in range(2))
    large = min(seconds(48_000) for _ in range(2))  # other work on the machine only ever adds
    assert large < 0.5 + 8 * small  # four times the text; a square would be sixteen times the time


# ---------------------------------------------------------------------------------------------------------------- style
def test_house_style_words_are_hints_with_their_place() -> None:
    style = lint.style(
        {"words": [{"word": "做为", "instead": "作为"}, {"pattern": "翻[两三]翻", "instead": "翻两番", "severity": "warning"}]}
    )
    found = lint.check("一、甲\n\n做为平台，收入翻两翻。\n", style=style)
    assert [(f.rule, f.severity, f.line, f.start, f.end, f.expected) for f in found] == [
        ("house_style", "info", 3, 0, 2, "作为"),
        ("house_style", "warning", 3, 7, 10, "翻两番"),
    ]


def test_mixed_punctuation_is_one_hint_a_mark() -> None:
    text = "一、甲\n\n收入增长，利润增长，现金增长，存货下降,应收下降。\n"
    (found,) = lint.check(text)
    assert (found.rule, found.severity, found.found, found.expected) == ("punctuation", "info", ",", "，")
    assert lint.check(text, style=lint.Style(punctuation=False)) == []


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ([], "words"),
        ({"words": 3}, "words"),
        ({"words": ["做为"]}, "words[0]"),
        ({"words": [{"word": "做为", "use": "作为"}]}, "words[0].use"),
        ({"words": [{"word": "做为", "pattern": "做为"}]}, "words[0]"),
        ({"words": [{"pattern": "("}]}, "words[0].pattern"),
        ({"words": [{"word": 3}]}, "words[0].word"),
        ({"words": [{"word": "做为", "severity": "loud"}]}, "words[0].severity"),
        ({"words": [], "punctuation": "yes"}, "punctuation"),
    ],
)
def test_a_wrong_house_style_names_the_field_and_the_mend(data: object, field: str) -> None:
    with pytest.raises(ConfigError) as error:
        lint.style(data)
    assert error.value.field == field
    assert error.value.mend


# ------------------------------------------------------------------------------------------------- the approved edition
def item(headline: str, text: str, named: tuple[str, ...] = ("IT之家",)) -> Draft:
    return Draft("d1", "s1", "ai_model", headline, text, "", named, 3, "2026-W09")


ITEM = item(
    "青岚科技发布云泽3.0大模型, 输入价格下调40%",
    "IT之家2月27日消息, 青岚科技发布云泽3.0大模型。\n每百万Token的输入价格由2.0元下调至1.2元, 降幅40%。",
    ("IT之家", "青岚科技微信公众号"),
)
PAGE = (
    "3 产业动态\n\n3.1 AI模型: 青岚科技发布云泽3.0大模型，输入价格下调40%\n\nIT之家2月27日消息，青岚科技发布云泽 3.0 大模型。\n\n"
    "每百万 Token 的输入价格由 2.0 元下调至 1.2 元，降幅 40%。(资料来源: IT之家、青岚科技微信公众号)\n\n4 风险提示\n\n技术进展不及预期。\n"
)


def test_an_item_printed_as_approved_is_no_finding() -> None:
    assert lint.against([ITEM], PAGE) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity"),
    [
        ("至 1.2 元", "至 1.3 元", "edition_figure", "error"),
        ("下调40%\n", "下调45%\n", "edition_figure", "error"),
        ("2.0 元下调", "2.0 万元下调", "edition_figure", "error"),
        ("每百万 Token", "每百万 token", "", ""),
        ("青岚科技发布云泽 3.0", "青岗科技发布云泽 3.0", "edition_name", "error"),
        ("下调至", "降至", "edition_text", "warning"),
        ("、青岚科技微信公众号)", ")", "edition_credit", "error"),
        ("(资料来源: IT之家、青岚科技微信公众号)", "", "edition_credit", "error"),
        ("IT之家2月27日消息，青岚科技发布云泽 3.0 大模型。\n\n", "", "edition_missing", "error"),
        (
            "4 风险",
            "3.2 AI产业\n\n北湖市上线一个可信数据空间试点，首批接入的数据产品由当地数据集团统一运营和管理。\n\n4 风险",
            "edition_unapproved",
            "warning",
        ),
    ],
)
def test_what_was_changed_after_approval_is_a_finding(old: str, new: str, rule: str, severity: str) -> None:
    assert old in PAGE
    found = lint.against([ITEM], PAGE.replace(old, new))
    assert {(f.rule, f.severity) for f in found} == ({(rule, severity)} if rule else set())


def test_an_item_approved_in_traditional_script_may_be_printed_in_simplified() -> None:
    traditional = item(
        "青嵐科技發佈雲澤3.0大模型, 輸入價格下調40%",
        "IT之家2月27日消息, 青嵐科技發佈雲澤3.0大模型。\n每百萬Token的輸入價格由2.0元下調至1.2元, 降幅40%。",
        ("IT之家", "青嵐科技微信公眾號"),
    )
    assert lint.against([traditional], PAGE) == []
    assert [f.rule for f in lint.against([traditional], PAGE.replace("至 1.2 元", "至 1.3 元"))] == ["edition_figure"]


def test_an_item_that_is_not_printed_is_missing() -> None:
    other = replace(ITEM, headline="墨川科技完成D轮融资", body="墨川科技宣布完成12亿元D轮融资, 由产业资本领投。")
    assert [f.rule for f in lint.against([ITEM, other], PAGE)] == ["edition_missing", "edition_missing"]


# ----------------------------------------------------------------------------------------------------------- the command
def run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[Any, str]:
    code = check_command.main(args=list(words), standalone_mode=False)
    return code, capsys.readouterr().out


def test_the_command_prints_contract_json_and_exits_by_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, right = tmp_path / "wrong.md", tmp_path / "right.md"
    wrong.write_text("一、甲\n\n毛利率由20.0%升至23.0%，提高3.0%。\n", encoding="utf-8")
    right.write_text("一、甲\n\n毛利率由20.0%升至23.0%，提高3.0个百分点。\n", encoding="utf-8")
    code, out = run(str(wrong), "--json", capsys=capsys)
    (found,) = json.loads(out)
    assert code == 1
    assert list(found) == ["rule", "severity", "line", "start", "end", "message", "expected", "found"]
    assert (found["rule"], found["line"], found["start"]) == ("percent_pp", 3, 17)
    assert run(str(right), "--json", capsys=capsys) == (0, "[]\n")


@pytest.mark.parametrize(
    "data",
    [
        EXAMPLE.encode("utf-8"),
        EXAMPLE.encode("utf-8-sig"),
        EXAMPLE.encode("gb18030"),
        EXAMPLE.encode("utf-16"),
        EXAMPLE.replace("\n", "\r\n").encode("utf-8"),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "crlf"],
)
def test_encodings_and_line_ends_change_nothing(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    code, out = run(str(path), "--json", capsys=capsys)
    known = [(f.rule, f.line, f.start, f.end) for f in lint.check(EXAMPLE) if f.severity != "info"]
    assert code == 1
    assert [(f["rule"], f["line"], f["start"], f["end"]) for f in json.loads(out) if f["severity"] != "info"] == known


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04rest", "Word"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02\xff", "UTF-8"),
        (b"\x80" * 9, "UTF-8"),
        (None, "存在的文件"),
    ],
)
def test_what_is_no_text_is_one_line_and_exit_2(data: bytes | None, says: str, tmp_path: Path) -> None:
    from digest.errors import DigestError

    path = tmp_path / "report"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DigestError) as error:
        check_command.main(args=[str(path)], standalone_mode=False)
    assert error.value.exit_code == 2
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_the_house_style_that_comes_with_the_package_is_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.txt"
    path.write_text("一、甲\n\n截止3月1日，做为龙头，成本下降1.2倍。\n", encoding="utf-8")
    code, out = run(str(path), capsys=capsys)
    assert code == 0
    assert all(word in out for word in ("截至", "作为", "减少不能用倍数", "提示 3"))
