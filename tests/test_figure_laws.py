"""Laws of the reader of quantities: any string, valid offsets, one value for every spelling, time linear in length."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import figures
from digest.figures import numerals
from digest.model import Figure
from tests.eval import figures as score
from tests.eval.common import rows_of

PUBLISHED = datetime(2026, 2, 28, 4, tzinfo=UTC)
#: pieces of which figures are made, so that random strings often hold some
PIECES = st.sampled_from([
    *(
        "0 1 27 100 4.12 1,100 万 亿 万亿 千 百 十 兆 一 两 三 廿 零 几 数 余 多 近 超 约 元 美元 $ US$ ¥ RMB % ％ 个百分点 bp 倍 成 折 翻 番 "
        "减半 年 月 日 号 季度 Q4 FY26 财年 上 下 本 今 昨 周 天 前 第 首 冠军 - — ~ 至 到 和 、 ， 。 ( ) Token 参数 家 张 GPU PB GW 增长 "
        "下降 billion million K B T to between Feb 2026 yesterday half of two"
    ).split(), " ", "\n", "\u3000", "\u00a0",
])  # fmt: skip
MIXED = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=24).map("".join)
WIDE = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}


def check(text: str, found: list[Figure]) -> None:
    end = 0
    for figure in found:
        assert end <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.raw
        end = figure.end
        for number in (figure.value, figure.low, figure.high):
            if number and figure.unit != "date":
                assert "E" not in number.upper()
                assert Decimal(number).is_finite()
            elif number and figure.kind != "fiscal":
                assert datetime.fromisoformat(number)


@settings(max_examples=400, deadline=None)
@given(MIXED)
def test_any_mixture_gives_sorted_valid_spans_and_plain_values(text: str) -> None:
    check(text, figures.find(text, PUBLISHED))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=80), st.sampled_from(["", "en", "zh-Hans", "zh-Hant", "und"]))
def test_any_unicode_string_is_read_without_an_exception(text: str, lang: str) -> None:
    check(text, figures.find(text, None, lang))


@settings(max_examples=60, deadline=None)
@given(MIXED, st.datetimes(timezones=st.one_of(st.none(), st.timezones())))
def test_any_day_of_publication_is_survived(text: str, published: datetime) -> None:
    text += "2月29日、上上周、去年12月、27日、前三季度、last year"
    check(text, figures.find(text, published))


@pytest.mark.parametrize(
    "row", [r for r in rows_of(score.GIVEN) + rows_of(score.OWN) if "at" not in r], ids=lambda r: str(r["id"])
)
def test_full_width_and_half_width_have_the_same_values(row) -> None:
    text = str(row["expr"])
    values = [
        [(f.value, f.low, f.high, f.unit, f.currency) for f in figures.find(t, PUBLISHED)] for t in (text, text.translate(WIDE))
    ]
    assert values[0] == values[1]


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙丙丁戊己庚辛，。 \n", max_size=40), st.sampled_from(rows_of(score.GIVEN)))
def test_a_prefix_without_figures_only_shifts_them(prefix: str, row: dict[str, object]) -> None:
    prefix += "。\n"
    text = str(row["expr"])
    alone, behind = figures.find(text, PUBLISHED), figures.find(prefix + text, PUBLISHED)
    assert [(f.start + len(prefix), f.raw, f.value, f.low, f.high, f.unit) for f in alone] == [
        (f.start, f.raw, f.value, f.low, f.high, f.unit) for f in behind
    ]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**12 - 1))
def test_a_number_in_chinese_numerals_is_read_back(number: int) -> None:
    assert numerals.integer(in_chinese(number)) == number


def in_chinese(number: int) -> str:
    """A whole number as it is written out, 零 for skipped places."""
    for power, unit in ((8, "亿"), (4, "万")):
        above, below = divmod(number, 10**power)
        if above:
            gap = "零" if 0 < below < 10 ** (power - 1) else ""
            return in_chinese(above) + unit + gap + (in_chinese(below) if below else "")
    out, skipped = "", False
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        skipped = skipped or (digit == 0 and bool(out))
        if digit:
            out += ("零" if skipped and out else "") + "零一二三四五六七八九"[digit] + unit
            skipped = False
    return out


@pytest.mark.parametrize(
    "pattern",
    ["1", " ", "1 ", "万", "1万", "1亿2000万", "一", "1,", "1.", "十百千万亿", "1 000 ", "１，", "-", "%", "9999999 "],
)
def test_a_long_run_of_digits_blanks_and_magnitudes_takes_less_than_a_second(pattern: str) -> None:
    text = (pattern * 200_000)[:200_000]
    start = time.process_time()
    figures.find(text, PUBLISHED)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "pattern",
    [
        "1月",
        "2月9日-",
        "第1",
        "翻",
        "三成",
        "百分之",
        "周一至",
        "A-",
        "a1.",
        "1和",
        "$1 to ",
        "two-",
        "数亿",
        "增长1%至",
        "中1",
        "Feb 9-",
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(pattern: str) -> None:
    def cost(size: int) -> float:
        text = (pattern * size)[:size]
        start = time.process_time()
        figures.find(text, PUBLISHED)
        return time.process_time() - start

    short = min(cost(10_000), cost(10_000))
    # other work on the machine only ever adds: what is linear shows it in one of three tries
    assert min(cost(40_000) for _ in range(3)) < 10 * short + 0.05
