"""What the verifier catches and what it accepts: one clear case a rule. All companies are invented."""

from __future__ import annotations

from datetime import datetime

import pytest

from digest import verify
from digest.model import Article, Check, Draft, Moment
from digest.names import Name, Names
from digest.text import language
from digest.weeks import BEIJING

WRONG = ("absent", "conflicting")
NAMES = Names(
    (
        Name("月之暗面", "company", ("Moonshot AI", "Moonshot")),
        Name("英伟达", "company", ("Nvidia",)),
        Name("智谱", "company", ("Zhipu",)),
        Name("国家数据局", "agency", ()),
        Name("Meta", "company", ()),
        Name("AMD", "company", ()),
        Name("IT之家", "outlet", ()),
        Name("路透社", "outlet", ("Reuters", "路透")),
    )
)


def article(
    text: str, *, key: str = "a", at: str = "2026-02-28T09:00:00", title: str = "", credit: str = "", origin: str = ""
) -> Article:
    moment = Moment(datetime.fromisoformat(at).replace(tzinfo=BEIJING), "minute")
    return Article(key, "", "", credit, title, text, language(text), moment, origin=origin)


def checks(source: str | list[Article], sentence: str) -> list[Check]:
    sources = [article(source)] if isinstance(source, str) else source
    return verify.sentence(sentence, sources, names=NAMES)


def judged(source: str | list[Article], sentence: str) -> str:
    return verify.verdict(checks(source, sentence))


CHIP = "芯片公司青石半导体发布2026财年第四季度业绩：营收681亿美元，同比增长73%；数据中心业务营收623亿美元；预计下一财季营收780亿美元。"
ROUND = "云岭科技宣布完成B轮融资，金额近5亿元人民币，由青松资本领投，老股东北川创投跟投，投后估值约40亿元。"
WEEK = "聚合平台数据显示，2月9日至15日，中国模型调用量为4.12万亿Token，美国模型为2.94万亿Token；2月16日至22日，中国模型升至5.16万亿Token，美国模型降至2.7万亿Token。"
PRICE = "旗舰模型输出价格由每百万Token 16元降至8元，输入价格由每百万Token 4元降至2元。"
SHARE = "临江交易所1月成交额4.6亿元，环比增长30.5%，其中高质量数据集成交1.9亿元，占比41.3%，较上月提升9个百分点。"
TOP = "截至2月28日，平台前十大模型当月总消耗28.7万亿Token，其中国产模型贡献14.69万亿。"
RUMOUR = "网传星河智能新模型今晚偷跑上线，参数量达10万亿。公司回应称，网传截图系伪造，相关消息不属实，公司从未发布该模型。"
TALKS = "知情人士称，青石正与三家机构洽谈融资，计划筹集至多60亿美元，青石发言人拒绝置评。"

CAUGHT = {
    "digit": (CHIP, "青石半导体数据中心业务营收632亿美元。"),
    "unit slip of ten thousand": (WEEK, "2月9日至15日，中国模型调用量为4.12亿Token。"),
    "bytes": ("全国高质量数据集总体量超过400PB。", "全国高质量数据集总体量超过400TB。"),
    "per thousand for per million": (PRICE, "旗舰模型输出价格降至每千Token 8元。"),
    "currency": (ROUND, "云岭科技完成近5亿美元B轮融资。"),
    "date": ("2月27日，国家数据局在京召开座谈会。", "2月26日，国家数据局在京召开座谈会。"),
    "year": ("截至2025年底，全国建成高质量数据集3.5万个。", "截至2026年底，全国建成高质量数据集3.5万个。"),
    "fiscal year is no calendar year": (CHIP, "青石半导体2025年第四季度营收681亿美元。"),
    "percent for points": (SHARE, "高质量数据集成交占比较上月提升9%。"),
    "points for percent": (SHARE, "临江交易所1月成交额环比增长30.5个百分点。"),
    "direction": (WEEK, "2月16日至22日，美国模型升至2.7万亿Token。"),
    "level for change": ("办理时间由平均45天压缩至10天。", "办理时间由平均45天压缩了10天。"),
    "above for below": ("2026年资本开支预计1800亿美元，高于2025年的914亿美元。", "2026年资本开支预计低于2025年的914亿美元。"),
    "post for pre money": (ROUND, "云岭科技投前估值约40亿元。"),
    "quarter on quarter for year on year": (CHIP, "青石半导体营收681亿美元，环比增长73%。"),
    "times for increase": ("月活用户是去年同期的2.3倍。", "月活用户同比增长2.3倍。"),
    "approximation": (ROUND, "云岭科技完成超5亿元B轮融资。"),
    "metric": (CHIP, "青石半导体第四季度净利润681亿美元。"),
    "expected told as fact": (CHIP, "青石半导体下一财季实现营收780亿美元。"),
    "fact told as plan": ("72家链主单位正式签署任务书。", "72家链主单位将于近期签署任务书。"),
    "week told as month": (WEEK, "2月全月，中国模型调用量为5.16万亿Token。"),
    "top ten told as the platform": (TOP, "2月全平台总消耗28.7万亿Token。"),
    "town told as the country": ("滨海新城接入企业超过500家。", "全国接入企业超过500家。"),
    "subject of a figure": (WEEK, "2月9日至15日，美国模型调用量为4.12万亿Token。"),
    "roles of investors": (ROUND, "北川创投领投，青松资本跟投。"),
    "invented sum": (WEEK, "2月9日至22日两周，中国模型合计调用9.82万亿Token。"),
    "denied rumour told as fact": (RUMOUR, "星河智能新模型今晚上线，参数量达10万亿。"),
    "dropped negation": ("双方尚未签署正式合同。", "双方已签署正式合同。"),
    "declined comment told as statement": (TALKS, "青石发言人证实正与三家机构洽谈融资。"),
    "rank": ("按月用量，模型甲居第一，智谱GLM-5排在第八。", "按月用量，智谱GLM-5位列第五。"),
    "version": ("MiniMax M2.5以4.55万亿Token居首。", "MiniMax M2以4.55万亿Token居首。"),
    "unknown name": ("2月27日，国家数据局在京召开座谈会。", "2月27日，国家发展改革委在京召开座谈会。"),
    "speaker": ("业内人士认为，数据集建设进入“挂图作战”阶段。", "国家数据局有关负责人表示，数据集建设进入“挂图作战”阶段。"),
    "english negation": ("No formal contract had been signed yet, Harrow said.", "Harrow已签署正式合同。"),
    "english billion": ("Revenue rose to $68.1 billion, Nvidia said.", "英伟达营收68.1亿美元。"),
}  # fmt: skip

KEPT = {
    "word for word": (CHIP, "营收681亿美元，同比增长73%；"),
    "units converted": (WEEK, "2月9日至15日，中国模型调用量为41200亿Token。"),
    "traditional characters and 兆": ("大陸模型使用量為4.12兆Token，高於美國的2.94兆Token。", "大陆模型使用量4.12万亿Token，高于美国的2.94万亿Token。"),
    "english trillion": ("Chinese models used 4.12 trillion tokens, against 2.94 trillion for US models.", "中国模型用量4.12万亿Token，美国模型2.94万亿Token。"),
    "rounded": (WEEK, "2月16日至22日，中国模型调用量约5.2万亿Token。"),
    "numerals": ("72家链主单位签署任务书。", "七十二家链主单位签署任务书。"),
    "tens": ("72家链主单位签署任务书。", "70余家链主单位签署任务书。"),
    "difference": (WEEK, "2月9日至15日，中国模型调用量比美国模型多1.18万亿Token。"),
    "sum": (WEEK, "2月9日至22日两周，中国模型合计调用9.28万亿Token。"),
    "share": (CHIP, "青石半导体数据中心业务约占总营收的91%。"),
    "price cut": (PRICE, "旗舰模型输出价格下调50%，至每百万Token 8元。"),
    "growth of a multiple": ("月活用户是去年同期的2.3倍。", "月活用户同比增长130%。"),
    "before the growth": ("四季度收入按季升18%至113亿元。", "据此推算，上一季收入约96亿元。"),
    "alias": ("月之暗面发布Kimi新模型。", "Moonshot AI发布Kimi新模型。"),
    "yesterday": ("2月27日，国家数据局在京召开座谈会。", "昨日，国家数据局在京召开座谈会。"),
    "expectation kept": (CHIP, "青石半导体指引下一财季营收780亿美元。"),
    "denial kept": (RUMOUR, "星河智能否认新模型偷跑上线，称网传截图系伪造。"),
    "hearsay kept": (TALKS, "知情人士透露，青石正洽谈融资，计划筹集至多60亿美元。"),
    "silence kept": (TALKS, "青石发言人对融资传闻拒绝置评。"),
    "paraphrase": (ROUND, "青松资本领投云岭科技近5亿元B轮融资，北川创投参与跟投。"),
}  # fmt: skip


@pytest.mark.parametrize("rule", CAUGHT)
def test_catches(rule: str) -> None:
    source, sentence = CAUGHT[rule]
    assert judged(source, sentence) in WRONG, checks(source, sentence)


@pytest.mark.parametrize("rule", KEPT)
def test_accepts(rule: str) -> None:
    source, sentence = KEPT[rule]
    assert judged(source, sentence) not in WRONG, [c for c in checks(source, sentence) if c.verdict in WRONG]


def test_a_derivation_shows_its_formula() -> None:
    found = [c for c in checks(WEEK, "2月9日至15日，中国模型调用量比美国模型多1.18万亿Token。") if c.verdict == "derived"]
    assert [c.kind for c in found] == ["sum"]
    assert "4.12万亿Token − 2.94万亿Token = 1.18万亿" in found[0].note
    assert [e.quote for e in found[0].evidence] == ["4.12万亿Token", "2.94万亿Token"]


def test_evidence_counts_in_the_document_with_its_title() -> None:
    source = article("云岭科技完成近5亿元B轮融资。", title="云岭科技获新融资")
    found = [c for c in checks([source], "云岭科技完成近5亿元B轮融资。") if c.kind == "figure"]
    (evidence,) = {e for c in found for e in c.evidence}
    assert source.document[evidence.start : evidence.end] == evidence.quote == "5亿元"


def test_a_figure_of_another_outlet_is_not_the_credited_ones() -> None:
    told = [
        article("IT之家消息，模型M用量为4.55万亿Token。", key="a", credit="IT之家"),
        article("模型M用量为5.44万亿Token。", key="b", credit="路透社"),
    ]
    assert judged(told, "据IT之家报道，模型M用量为5.44万亿Token。") in WRONG
    assert judged(told, "据路透社报道，模型M用量为5.44万亿Token。") == "supported"


def test_an_outlet_that_nobody_is_by_is_absent() -> None:
    told = [article("DeepSeek新模型优先适配国产芯片。", credit="路透社")]
    assert judged(told, "据彭博社报道，DeepSeek新模型优先适配国产芯片。") in WRONG


# ------------------------------------------------------------------------------------------------------------------- drafts
def a_draft(body: str, *, headline: str = "", lead: str = "", credits: tuple[str, ...] = ()) -> Draft:
    return Draft("d1", "s1", "ai_model", headline, body, lead, credits, 2, "2026-W09")


def test_each_field_of_a_draft_is_checked_in_its_own_offsets() -> None:
    given = a_draft(CHIP, headline="青石半导体营收618亿美元", lead="青石半导体营收681亿美元。")
    found, conflicts = verify.draft(given, [article(CHIP)], names=NAMES)
    assert {c.field for c in found} >= {"headline", "body", "lead_paragraph"}
    assert all(getattr(given, c.field)[c.start : c.end] == c.claim for c in found if c.field != "credits")
    assert [(c.field, c.claim) for c in found if c.verdict in WRONG] == [("headline", "618亿美元")]
    assert conflicts == []


def test_credits_are_checked_against_the_record() -> None:
    found, _ = verify.draft(
        a_draft("平台OpenRouter数据显示，用量为4.12万亿Token。", credits=("IT之家", "OpenRouter", "彭博社")),
        [article("平台OpenRouter数据显示，用量为4.12万亿Token。", credit="IT之家")],
        names=NAMES,
    )
    credits = {c.claim: c.verdict for c in found if c.kind == "credit"}
    assert credits == {"IT之家": "supported", "OpenRouter": "supported", "彭博社": "absent"}


def test_a_roundup_is_no_evidence_for_its_own_summary() -> None:
    told = [article(CHIP, key="a", title="早报"), article("青石半导体今日发布业绩。", key="b")]
    kept, _ = verify.draft(a_draft("青石半导体营收681亿美元。"), told, names=NAMES)
    assert verify.verdict(kept) == "supported"
    refused, _ = verify.draft(a_draft("青石半导体营收681亿美元。"), told, names=NAMES, roles={"a": "roundup"})
    assert verify.verdict(refused) == "absent"


# ---------------------------------------------------------------------------------------------------------------- conflicts
def conflicts_of(
    *told: Article, body: str = "", roles: dict[str, str] | None = None
) -> tuple[list[Check], list[dict[str, object]]]:
    return verify.draft(a_draft(body), list(told), names=NAMES, roles=roles)


SLIP = article(
    "聚合平台显示，2月9日至15日，中国模型调用量达到4.12亿Token，高于美国。", key="slip", credit="某号", at="2026-02-28T12:00:00"
)
RIGHT = article("2月9日至15日当周，中国模型调用量达到4.12万亿Token，超过美国模型。", key="right", credit="IT之家")
ALSO = article("统计称，2月9日至15日中国模型的调用量为4.12万亿Token，首次居前。", key="also", credit="路透社")


def test_a_lost_magnitude_is_shown_as_a_slip() -> None:
    _, found = conflicts_of(SLIP, RIGHT)
    (conflict,) = found
    assert conflict["kind"] == "slip"
    sides = {s["article"]: s for s in conflict["sides"]}  # type: ignore[attr-defined]
    assert sides["slip"]["value"] == "4.12亿Token"
    assert sides["right"]["credit"] == "IT之家"
    assert sides["right"]["published_at"].startswith("2026-02-28T09:00")


def test_a_figure_that_another_report_contradicts_is_conflicting_with_both_spans() -> None:
    found, _ = conflicts_of(RIGHT, SLIP, body="2月9日至15日，中国模型调用量达到4.12亿Token。")
    (check,) = [c for c in found if c.verdict == "conflicting"]
    assert {e.article for e in check.evidence} == {"slip", "right"}
    assert "IT之家" in check.note


def test_a_slip_against_two_voices_does_not_cry_at_the_right_value() -> None:
    found, _ = conflicts_of(RIGHT, ALSO, SLIP, body="2月9日至15日，中国模型调用量达到4.12万亿Token。")
    assert verify.verdict(found) == "supported"


TAIL = "平台覆盖全球数百款模型，注册开发者超过五百万，海外开发者占多数，编程与智能体场景的放量决定了这条曲线还能走多远。"
ORIGIN = article("2月9日至15日，中国模型调用量达到4.12万亿Token。" + TAIL, key="origin", credit="IT之家")
COPY = article("2月9日至15日，中国模型调用量达到4.12万亿Token。" + TAIL, key="copy", credit="新浪财经", origin="IT之家")
MISCOPY = article("2月9日至15日，中国模型调用量达到4.21万亿Token。" + TAIL, key="miscopy", credit="某号", origin="IT之家")


def test_reprints_are_one_voice() -> None:
    _, (conflict,) = conflicts_of(ORIGIN, COPY, SLIP)
    assert {s["article"]: s["voices"] for s in conflict["sides"]} == {"origin": 1, "slip": 1}  # type: ignore[attr-defined]


def test_a_reprints_slip_is_shown_and_does_not_touch_its_origin() -> None:
    found, (conflict,) = conflicts_of(ORIGIN, MISCOPY, body="2月9日至15日，中国模型调用量达到4.12万亿Token。")
    assert conflict["kind"] == "slip"
    assert verify.verdict(found) == "supported"
    wrong, _ = conflicts_of(ORIGIN, MISCOPY, body="2月9日至15日，中国模型调用量达到4.21万亿Token。")
    assert verify.verdict(wrong) == "conflicting"


EARLY = article("2月模型排行，模型甲M2.5以4.55万亿Token拿下月度第一。", key="early", credit="IT之家", at="2026-02-25T09:00:00")
LATE = article("截至2月28日，当月模型甲M2.5以5.44万亿Token居月度第一。", key="late", credit="路透社", at="2026-03-01T09:00:00")


def test_two_cut_offs_may_both_be_right() -> None:
    _, found = conflicts_of(EARLY, LATE)
    (conflict,) = found
    assert conflict["kind"] == "cut-off"
    assert [s["cut_off"] for s in conflict["sides"]] == [None, "2026-02-28"]  # type: ignore[attr-defined]


def test_a_draft_that_states_its_cut_off_is_not_in_conflict() -> None:
    stated, _ = conflicts_of(EARLY, LATE, body="截至2月28日，模型甲M2.5以5.44万亿Token居月度第一。")
    assert verify.verdict(stated) == "supported"
    silent, _ = conflicts_of(EARLY, LATE, body="模型甲M2.5以5.44万亿Token居月度第一。")
    assert verify.verdict(silent) == "conflicting"


def test_before_and_after_the_money_is_a_matter_of_stage() -> None:
    pre = article("青石获1100亿美元融资，投前估值7300亿美元。", key="a", credit="IT之家")
    post = article("青石融资后，投后估值达到8400亿美元。", key="b", credit="路透社")
    found, conflicts = conflicts_of(pre, post, body="青石获1100亿美元融资，投前估值7300亿美元。")
    assert [c["kind"] for c in conflicts] == ["stage"]
    assert verify.verdict(found) == "supported"


def test_the_other_countrys_amount_is_no_second_value() -> None:
    one = article("某榜单显示，2月16日至22日美国模型周调用量为2.70万亿Token。", key="one", at="2026-02-23T09:00:00+08:00")
    other = article("某榜单显示，周调用量里中国模型为5.30万亿Token。", key="other", at="2026-02-24T09:00:00+08:00")
    assert conflicts_of(one, other)[1] == []


def test_a_week_and_a_day_two_weeks_on_are_two_points_of_one_series() -> None:
    one = article("2月9日至15日这一周，中国模型周调用量为4.12万亿Token。", key="one", at="2026-02-16T09:00:00+08:00")
    later = article("2月24日的数据里，中国模型周调用量为5.30万亿Token。", key="later", at="2026-02-25T09:00:00+08:00")
    same = article("2月14日的数据里，中国模型周调用量为5.30万亿Token。", key="same", at="2026-02-25T09:00:00+08:00")
    assert conflicts_of(one, later)[1] == []
    assert [c["kind"] for c in conflicts_of(one, same)[1]] == ["value"]


def test_reports_that_agree_are_no_conflict() -> None:
    assert conflicts_of(RIGHT, ALSO)[1] == []


def test_a_plain_disagreement_is_a_value_conflict() -> None:
    one = article("青石半导体第四季度营收同比增长5%。", key="a", credit="IT之家")
    two = article("受存储涨价拖累，芯片厂商青石半导体第四季度营收同比下降4%，好于市场预期。", key="b", credit="路透社")
    _, conflicts = conflicts_of(one, two)
    assert [c["kind"] for c in conflicts] == ["value"]


def test_the_outlet_of_a_dateline_is_no_stranger() -> None:
    source = article("示例智能公司宣布完成3.2亿美元融资。", key="a", credit="某报", at="2026-02-27T10:00:00")
    checks, _ = conflicts_of(source, body="某报2月27日消息，示例智能公司宣布完成3.2亿美元融资。")
    assert verify.verdict(checks) == "supported"
