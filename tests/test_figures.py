"""What the reader of quantities finds in real wording: amounts, shares, changes, ranks, ranges, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest import figures
from digest.model import Figure
from tests.eval import figures as score
from tests.eval.common import rows_of

PUBLISHED = datetime(2026, 2, 28, 4, tzinfo=UTC)


def find(text: str, lang: str = "") -> list[Figure]:
    return figures.find(text, PUBLISHED, lang)


def said(text: str, lang: str = "") -> list[str]:
    """The figures of a text, each as `raw=value unit`, with its approximation behind a tilde."""
    return [
        f"{f.raw}={f.value or f'{f.low}..{f.high}'} {f.currency or f.unit}".rstrip() + (f" ~{f.approx}" if f.approx else "")
        for f in find(text, lang)
    ]


# ------------------------------------------------------------------------------------------------------------- the tables
@pytest.mark.parametrize("path", [score.GIVEN, score.OWN], ids=["given", "own"])
def test_the_floors_of_the_tables_hold(path) -> None:
    failed = [m for m in score._table("figures", path) if m.fails]
    assert failed == []


def test_the_labelled_figures_of_the_sample_week_are_found_in_running_text() -> None:
    assert score._week().value >= 0.98


@pytest.mark.parametrize(
    "row", [r for r in rows_of(score.GIVEN) if r["kind"] not in ("none", "daterange")], ids=lambda r: r["expr"]
)
def test_a_bare_expression_is_one_figure_of_its_kind(row) -> None:
    found = find(str(row["expr"]))
    assert [f.kind for f in found] == [row["kind"]]


# --------------------------------------------------------------------------------------------------------------- sentences
SENTENCES = {
    "DeepSeek-V3.2的API价格下调50%以上，输入每百万tokens 0.2元（缓存命中）": ["50%=-50 percent_change ~over", "百万tokens=1000000 token", "0.2元=0.2 CNY"],
    "上证指数报4162.88点，上涨0.39%；创业板指跌1.04%": ["4162.88点=4162.88 index", "0.39%=0.39 percent_change", "1.04%=-1.04 percent_change"],
    "营收681.3亿美元，同比增长73%；毛利率75%": ["681.3亿美元=68130000000 USD", "73%=73 percent_change", "75%=75 percent"],
    "高质量数据集超10万个，规模超890PB": ["10万个=100000 count ~over", "890PB=890000000000000000 byte ~over"],
    "该模型拥有2350亿总参数、220亿激活参数，上下文窗口为128K": ["2350亿总参数=235000000000 param", "220亿激活参数=22000000000 param", "128K=128000 token"],
    "分别跑输沪深 300 和创业板指 0.46 和 0.43 个百分点": ["0.46=0.46 percentage_point", "0.43 个百分点=0.43 percentage_point"],
    "投前估值7300亿美元，亚马逊拟投500亿美元": ["7300亿美元=730000000000 USD", "500亿美元=50000000000 USD"],
    "Revenue rose 73% to $68.1 billion, beating estimates of $66.2 billion": ["73%=73 percent_change", "$68.1 billion=68100000000 USD", "$66.2 billion=66200000000 USD"],
    "It costs $2 per million input tokens for prompts up to 200k tokens": ["$2=2 USD", "million input tokens=1000000 token", "200k tokens=200000 token ~under"],
    "三档月费分别为 49 元、149 元、469 元": ["49 元=49 CNY", "149 元=149 CNY", "469 元=469 CNY"],
    "涉約2.4萬個虛假帳戶，逾1600萬次對話": ["2.4萬個=24000 count ~about", "1600萬次=16000000 count ~over"],
    "２０２６年２月，销量达１．６ 亿台，占１０％": ["２０２６年２月=2026-02-01..2026-02-28 date", "１．６ 亿台=160000000 count", "１０％=10 percent"],
    "在31个行业中排名第 23 位，周调用量居全球第一": ["31个=31 count", "第 23 位=23 rank", "第一=1 rank"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SENTENCES.items(), ids=[t[:20] for t in SENTENCES])
def test_a_sentence_gives_its_figures_and_no_others(text: str, wanted: list[str]) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("增长1.3倍", "130"), ("增长至1.3倍", "30"), ("翻一番", "100"), ("翻两番", "300"), ("减半", "-50"), ("下降12.5%", "-12.5"),
        ("跌幅达3.2%", "-3.2"), ("73% growth", "73"), ("fell by nearly 9%", "-9"), ("同比-12.5%", "-12.5"), ("提高近两倍", "200"),
    ],
)  # fmt: skip
def test_a_change_is_signed_and_in_percent(text: str, change: str) -> None:
    assert [(f.kind, f.value) for f in find(text)] == [("growth", change)]


@pytest.mark.parametrize("text", ["提升至15%", "毛利率为75%", "占比达41.3%", "降到3%", "由60%下降到40%"])
def test_a_level_is_no_change(text: str) -> None:
    assert {f.kind for f in find(text)} == {"percent"}


def test_percentage_points_and_basis_points_are_no_percentages() -> None:
    units = {text: [(f.unit, f.value) for f in find(text)] for text in ("0.46个百分点", "46bp", "2.3pct", "0.46%")}
    assert units == {
        "0.46个百分点": [("percentage_point", "0.46")],
        "46bp": [("percentage_point", "0.46")],
        "2.3pct": [("percentage_point", "2.3")],
        "0.46%": [("percent", "0.46")],
    }


def test_a_range_shares_its_unit_and_a_change_from_to_is_no_range() -> None:
    assert said("1.7-2.3亿元") == ["1.7-2.3亿元=170000000..230000000 CNY"]
    assert said("$100-120 billion") == ["$100-120 billion=100000000000..120000000000 USD"]
    assert said("由90亿元至100亿元上调至110亿元至120亿元") == [
        "90亿元至100亿元=9000000000..10000000000 CNY",
        "110亿元至120亿元=11000000000..12000000000 CNY",
    ]
    assert said("由3元到2元再到1元") == ["3元=3 CNY", "2元=2 CNY", "1元=1 CNY"]
    assert said("从3家到5家") == ["3家=3 count", "5家=5 count"]
    assert said("占比较上月提升9%至41.3%")[1:] == ["9%=9 percent_change", "41.3%=41.3 percent"]
    assert said("跌0.05点至1203.40点") == ["0.05点=0.05 index", "1203.40点=1203.4 index"]
    assert said("下降20%-30%") == ["20%-30%=-30..-20 percent_change"]


def test_approximation_is_told_by_word_and_stays_outside_of_the_span() -> None:
    assert said("近7300亿美元") == ["7300亿美元=730000000000 USD ~near"]
    assert said("70余家") == ["70余家=70 count ~over"]
    assert said("不到3成") == ["3成=30 percent ~under"]
    assert said("10亿元左右") == ["10亿元=1000000000 CNY ~about"]
    assert said("数亿元") == ["数亿元=100000000..1000000000 CNY ~vague"]
    assert said("近30天") == ["30天=30 day"]


def test_small_change_many_folds_and_floating_point() -> None:
    assert said("每张8分钱") == ["8分钱=0.08 CNY"]
    assert said("a tenfold rise") == ["tenfold=10 times"]
    assert said("100 PetaFLOPS, 2 ExaFLOPs") == [
        "100 PetaFLOPS=100000000000000000 flops",
        "2 ExaFLOPs=2000000000000000000 flops",
    ]


def test_mega_of_the_mainland_and_trillion_of_taiwan() -> None:
    assert said("把300兆套餐升到1000兆，宽带月租20元", "zh-Hans")[:2] == [
        "300兆=300000000 bit_per_second",
        "1000兆=1000000000 bit_per_second",
    ]
    assert said("使用量為4.12兆Token", "zh-Hant") == ["4.12兆Token=4120000000000 token"]
    assert said("折合新台幣約3.5兆元") == ["3.5兆元=3500000000000 TWD ~about"]


def test_a_longer_text_and_the_same_piece_alone_agree() -> None:
    piece = "16日-22日升至5.16万亿Token，三周大涨127%"
    alone = [(f.raw, f.value, f.low, f.high, f.unit) for f in find(piece)]
    behind = [(f.raw, f.value, f.low, f.high, f.unit) for f in find("前一句没有数。" + piece)]
    assert alone == behind
    assert len(alone) == 4


# ------------------------------------------------------------------------------------------------------------------ decoys
@pytest.mark.parametrize(
    "text",
    [
        "Claude Sonnet 4.5 与 Gemini 3 Flash 发布", "Qwen3.5-35B-A3B", "昇腾910B芯片", "文心5.0上线", "2.0多模态大模型", "Llama 3.1 405B",
        "沪深300与中证500", "S&P 500", "（02513）", "688256.SH", "36氪", "零一万物", "一体化", "第四范式", "第一财经", "9号文",
        "国发〔2025〕11号", "https://a.example/20260227/1234.html", "9:30至11:30", "下午3点", "24/7", "1080P视频", "COVID-19", "B+轮",
        "90后", "两位数增长", "世界500强", "图表 3", "一家公司的一个模型", "2026世界人工智能大会", "三元锂电池", "2025年2月30日", "4K屏",
    ],
)  # fmt: skip
def test_a_name_or_a_mark_gives_nothing(text: str) -> None:
    assert said(text) == []


def test_mainland_in_traditional_characters_is_not_read_as_six() -> None:
    assert said("大陸人工智慧與大陸模型") == []


def test_parts_and_components_are_not_read_as_zero() -> None:
    assert said("核心零部件與零組件") == []


def test_the_previous_one_is_not_the_first_in_rank() -> None:
    assert said("前一句与前一交易日") == []
    assert said("前十与前1名") == ["前十=10 rank", "前1名=1 rank"]


def test_a_second_confirmation_is_not_a_count_of_two() -> None:
    assert said("二次确认，二类医疗器械") == []
    assert said("两次确认，两类器械") == ["两次=2 count", "两类=2 count"]


def test_html_entities_are_no_ranks() -> None:
    assert said("获&#49;&#49;00&#20159;新投资") == []


def test_a_name_with_a_hyphen_is_no_negative_number() -> None:
    assert said("“飞鱼-1.0”发布") == []
    assert said("涨跌幅-5.65%") == ["-5.65%=-5.65 percent_change"]


def test_decibels_are_no_scores_and_a_capital_split_in_two_is_none() -> None:
    assert said("噪声58分贝") == ["58分贝=58 decibel"]
    assert said("先给500亿分两步走") == ["500亿=50000000000"]


def test_figures_that_touch_a_latin_name_are_found() -> None:
    assert said("每百万Token2.5元") == ["百万Token=1000000 token", "2.5元=2.5 CNY"]
    assert said("OpenRouter2026年2月的排名")[0] == "2026年2月=2026-02-01..2026-02-28 date"


def test_a_space_inside_a_decimal_of_a_wire_report_is_no_end() -> None:
    assert said("跌幅为0. 23%") == ["0. 23%=-0.23 percent_change"]
