"""Terminal exports → section 2: shapes, encodings, arithmetic, words."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import cli, lint, market
from digest.errors import UsageError
from digest.market import Market, Mover, Period, Valuation, collect, read, review
from digest.market.reading import SHENWAN
from digest.market.table import day, number
from tests.conftest import WEEK, command

PERIOD = Period(date(2026, 2, 23), date(2026, 3, 1))


def sheets(*names: str) -> list[market.Sheet]:
    return [read(n, (WEEK / n).read_bytes()) for n in names]


def test_the_sample_week_gives_the_sentences_with_the_arithmetic_right() -> None:
    got = review(collect(sheets("market.csv", "market_pe.csv"), PERIOD))
    assert [s.text for s in got.sections] == [
        "上周，申万计算机行业跑输沪深300及创业板指，周涨跌幅位于申万31个一级行业中中下游。上周沪深300上涨1.08%，创业板指上涨1.05%，申万计算机行业指数上涨0.62%，分别跑输沪深300和创业板指0.46和0.43个百分点，在申万各一级行业中排名第23位。",
        "申万计算机行业2026年初至3月1日累计上涨8.61%，位于申万31个一级行业中游。2026年初至3月1日，沪深300上涨3.04%，创业板指上涨3.34%，申万计算机行业指数上涨8.61%，分别跑赢沪深300和创业板指5.57和5.27个百分点，在申万各一级行业中排名第15位。",
        "行业估值水平较高且高于历史中枢水平。从估值情况来看，申万计算机行业2026年2月27日PE-TTM为219.91倍，处于较高水平，且高于2023-2025年历史PE-TTM的均值161.02倍。",
    ]
    assert got.source == "iFinD"
    assert got.notes == ()
    assert [s.caption for s in got.sections][1] == "沪深300、创业板指、申万一级行业指数涨跌幅(%) (2026年初至2026年3月1日)"


HEADER = "证券代码,证券简称,区间涨跌幅 [起始交易日期] 2026-02-24 [截止交易日期] 2026-02-27 [单位] %,年初至今涨跌幅(%)\n"
ROWS = "000300.SH,沪深300指数,1.08,3.04\n399006.SZ,创业板指数,1.05,3.34\n801750.SI,计算机(申万),0.62,8.61\n801080.SI,SW电子,--,1.0\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_names_and_footers_of_terminals(codec: str) -> None:
    data = (HEADER + ROWS + "\n数据来源：Wind\n").encode(codec)
    got = collect([read("x.csv", data)], PERIOD)
    assert {m.name: m.week for m in got.movers} == {
        "沪深300": Decimal("1.08"), "创业板指": Decimal("1.05"), "计算机": Decimal("0.62"), "电子": None,
    }  # fmt: skip
    assert got.week == Period(date(2026, 2, 24), date(2026, 2, 27))
    assert got.origins == ("Wind",)
    assert [m.name for m in got.movers if m.industry] == ["计算机", "电子"]
    # an industry without its figure: nobody is ranked
    assert "排名" not in review(got).sections[0].text


def test_english_headings_in_any_order() -> None:
    data = b"YTD pct_chg,Name,Week pct_chg,Code\n3.04,CSI300,1.08,000300.SH\n8.61,Computers,0.62,801750.SI\n"
    got = collect([read("x.csv", data)], PERIOD)
    assert [(m.name, m.week, m.ytd) for m in got.movers] == [
        ("CSI300", Decimal("1.08"), Decimal("3.04")), ("Computers", Decimal("0.62"), Decimal("8.61")),
    ]  # fmt: skip


def series(days: list[date], value: float, step: float) -> dict[date, float]:
    return {d: round(value + step * n, 4) for n, d in enumerate(days)}


DAYS = [d for n in range(1200) if (d := date(2022, 12, 26) + timedelta(days=n)).weekday() < 5 and d <= date(2026, 2, 27)]


def test_closes_by_day_and_name_give_the_changes_from_the_close_before() -> None:
    lines = ["日期,名称,收盘价"]
    for name, at, value in [
        ("计算机", "2025-12-31", "1000"), ("计算机", "2026/2/13", "1100"), ("计算机", "2026年2月27日", "1,122.00"),
        ("沪深300", "20251231", "4000"), ("沪深300", "2026-02-13", "4100"), ("沪深300", "2026-02-27", "4059"),
        ("创业板指", "2025-12-31", "2000"), ("创业板指", "2026-02-13", "2000"), ("创业板指", "2026-02-27", "2040"),
    ]:  # fmt: skip
        lines.append(f'{at},{name},"{value}"')
    got = collect([read("x.csv", "\n".join(lines).encode())], PERIOD)
    assert {m.name: (m.week, m.ytd) for m in got.movers}["计算机"] == (Decimal("2.00"), Decimal("12.200"))
    told = review(got)
    assert told.sections[0].text == (
        "上周，申万计算机行业跑赢沪深300、与创业板指持平。上周沪深300下跌1.00%，创业板指上涨2.00%，申万计算机行业指数上涨2.00%，"
        "相对沪深300跑赢3.00个百分点，与创业板指持平。"
    )


def test_a_wide_series_of_closes_and_pe_is_read_with_its_three_year_mean() -> None:
    closes, ratios = series(DAYS, 1000, 1), series(DAYS, 100, 0.1)
    head = "日期,000300.SH,399006.SZ,801750.SI,801750.SI\n指标,收盘价,收盘价,收盘价,市盈率PE(TTM)\n名称,沪深300,创业板指,计算机(申万),计算机(申万)\n"
    body = "".join(f"{d:%Y/%m/%d},{closes[d]},{closes[d] * 2},{closes[d] * 3},{ratios[d]}\n" for d in DAYS)
    got = collect([read("w.csv", (head + body + "数据来源：wind\n").encode("gb18030"))], PERIOD)
    assert {m.name for m in got.movers} == {"沪深300", "创业板指", "计算机"}
    (value,) = got.valuations
    past = [Decimal(str(v)) for d, v in ratios.items() if 2023 <= d.year <= 2025]
    assert (value.day, value.years) == (date(2026, 2, 27), "2023-2025")
    assert value.mean is not None
    assert abs(value.mean - sum(past) / len(past)) <= Decimal("0.005")


def test_a_mean_over_part_of_the_years_is_not_called_their_mean() -> None:
    days = [d for d in DAYS if d >= date(2024, 6, 1)]
    text = "日期,名称,PE_TTM\n" + "".join(f"{d},计算机,{100}\n" for d in days)
    (value,) = collect([read("x.csv", text.encode())], PERIOD).valuations
    assert value.mean is None


def workbook(rows: list[list[object]], formats: dict[str, str] | None = None) -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl isn't installed (extra market)")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, shown in (formats or {}).items():
        book.active[cell].number_format = shown
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_spreadsheet_reads_like_a_csv_and_percent_cells_are_multiplied_out() -> None:
    rows: list[list[object]] = [
        ["名称", "周涨跌幅"],
        ["沪深300", 0.0108],
        ["计算机", 0.0062],
        ["创业板指", 0.0105],
        [None, None],
        ["数据来源：同花顺iFinD"],
    ]
    data = workbook(rows, {"B2": "0.00%", "B3": "0.00%", "B4": "0.00%"})
    got = collect([read("x.xlsx", data)], PERIOD)
    assert {m.name: m.week for m in got.movers} == {
        "沪深300": Decimal("1.08"),
        "计算机": Decimal("0.62"),
        "创业板指": Decimal("1.05"),
    }
    assert got.origins == ("iFinD",)


def test_percent_or_fraction_is_asked_for_not_guessed() -> None:
    data = read("x.csv", "名称,周涨跌幅\n沪深300,0.0108\n创业板指,0.0105\n计算机,0.0062\n".encode())
    with pytest.raises(UsageError, match="--unit"):
        collect([data], PERIOD)
    assert collect([data], PERIOD, fractions=True).movers[2].week == Decimal("0.6200")
    assert collect([data], PERIOD, fractions=False).movers[2].week == Decimal("0.0062")


def test_a_rank_in_the_file_that_is_not_its_own_is_a_doubt() -> None:
    text = (
        (WEEK / "market.csv")
        .read_text(encoding="utf-8-sig")
        .replace("计算机,申万一级行业,0.62,8.61,23,15", "计算机,申万一级行业,0.62,8.61,22,15")
    )
    got = collect([read("x.csv", text.encode())], PERIOD)
    assert got.notes == ("计算机: 表里周排名 22, 按涨跌幅算是 23",)


def test_a_missing_industry_is_told_and_the_count_is_what_there_is() -> None:
    text = "\n".join(line for line in (WEEK / "market.csv").read_text(encoding="utf-8-sig").splitlines() if "传媒" not in line)
    got = review(collect([read("x.csv", text.encode())], PERIOD))
    assert "一级行业 30 个, 缺 传媒" in got.notes[0]
    assert "申万30个一级行业" in got.sections[0].text


FOREIGN = ["=cmd|'/C calc'!A0", "# 假标题", "<script>x</script>", "../../etc", "甲|乙", "+1+1", "@SUM(A1)"]


def test_names_that_are_formulas_or_markup_are_names_in_either_kind_of_file() -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl isn't installed (extra market)")
    rows = [
        ["名称", "周涨跌幅"],
        ["沪深300", "1.08"],
        ["创业板指", "1.05"],
        ["计算机", "0.62"],
        *([n, "2.00"] for n in FOREIGN),
    ]
    text = "\n".join(",".join(f'"{c}"' for c in row) for row in rows) + '\n"数据来源：=cmd|x"\n'
    book = openpyxl.Workbook()
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(line, column)
            cell.value, cell.data_type = value, "s"  # text, as an export writes it
    written = io.BytesIO()
    book.save(written)
    for sheet in (read("../=cmd.csv", text.encode()), read("=cmd.xlsx", written.getvalue())):
        got = collect([sheet], PERIOD, fractions=False)
        assert [m.name for m in got.movers][3:] == FOREIGN
        told = review(got)
        assert [name for name, _ in told.sections[0].bars][: len(FOREIGN)] == FOREIGN
        assert told.sections[0].text.startswith("上周，申万计算机行业跑输沪深300及创业板指。")


def test_a_formula_without_a_kept_value_is_an_empty_cell() -> None:
    data = workbook([["名称", "周涨跌幅"], ["沪深300", 1.08], ["创业板指", 1.05], ["计算机", "=1+1"], ["=HYPERLINK(1)", 3.0]])
    got = collect([read("x.xlsx", data)], PERIOD, fractions=False)
    assert {m.name: m.week for m in got.movers if m.week is not None} == {
        "沪深300": Decimal("1.08"),
        "创业板指": Decimal("1.05"),
    }


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\1\2", "只有,表头\n".encode(), "甲,乙\n1,2\n".encode(), b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"\xff\xff\xff\xff\x81"],
)  # fmt: skip
def test_what_is_no_market_file_is_told_in_one_line(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        collect([read("x.csv", data)], PERIOD)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("x.csv: ")


def test_an_index_that_is_not_in_the_files_is_named() -> None:
    with pytest.raises(UsageError, match="上证指数"):
        review(collect(sheets("market.csv"), PERIOD), benchmarks=("上证指数",))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", "1234.50"), ("0.62%", "0.62"), ("(1.2)", "-1.2"), ("−3.5", "-3.5"), ("--", None), ("n/a", None), ("", None), ("甲", None),
     ("inf", None), ("1e3", "1000"), ("9" * 60, None)],
)  # fmt: skip
def test_numbers_of_cells(text: str, value: str | None) -> None:
    assert number(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize("text", ["2026-02-27", "2026/2/27", "20260227", "2026年2月27日", "2026.02.27", "2026-02-27 15:00:00"])
def test_days_of_cells(text: str) -> None:
    assert day(text) == date(2026, 2, 27)


@given(st.text(max_size=40))
def test_any_cell_is_read_without_an_exception(text: str) -> None:
    number(text)
    day(text)


def made_up(own: Decimal, others: list[Decimal]) -> Market:
    names = sorted(SHENWAN - {"计算机"})
    industries = [
        Mover("计算机", industry=True, week=own, ytd=own),
        *(Mover(n, industry=True, week=v, ytd=v) for n, v in zip(names, others, strict=True)),
    ]
    indices = [
        Mover("沪深300", week=Decimal("1.08"), ytd=Decimal("3.04")),
        Mover("创业板指", week=Decimal("-1.05"), ytd=Decimal("3.34")),
    ]
    return Market(
        (*indices, *industries),
        PERIOD,
        Period(date(2026, 1, 1), PERIOD.end),
        (Valuation("计算机", Decimal("80"), date(2026, 2, 27), Decimal("161.02"), "2023-2025"),),
    )


@pytest.mark.parametrize("better", range(31))
def test_every_rank_reads_right_to_the_lint(better: int) -> None:
    own = Decimal("0.50")
    told = review(made_up(own, [own + 1] * better + [own - 1] * (30 - better)))
    assert f"排名第{better + 1}位" in told.sections[0].text
    text = "2026年3月2日\n\n" + "\n\n".join(s.text for s in told.sections)
    assert [f for f in lint.check(text, published=date(2026, 3, 2)) if f.severity != "info"] == []


CHANGE = st.decimals(min_value=-30, max_value=30, places=2)


@given(CHANGE, CHANGE, CHANGE)
def test_every_sentence_adds_up(own: Decimal, one: Decimal, two: Decimal) -> None:
    movers = (Mover("计算机", week=own), Mover("沪深300", week=one), Mover("创业板指", week=two))
    text = review(Market(movers, PERIOD)).sections[0].text
    for value in (own - one, own - two):
        assert f"{abs(value)}" in text if value else "持平" in text
    assert [f for f in lint.check(text, published=date(2026, 3, 2)) if f.severity == "error"] == []


def test_equal_changes_share_a_rank() -> None:
    told = review(made_up(Decimal("0.5"), [Decimal("0.5")] * 30))
    assert "排名第1位" in told.sections[0].text


def test_the_command_prints_the_sentences_and_needs_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cli._ROOMS, "market", "market")
    files = [str(WEEK / "market.csv"), str(WEEK / "market_pe.csv")]
    got = command("market", *files, "--week", "2026-W09", "--json", home=tmp_path).json()
    assert "分别跑赢沪深300和创业板指5.57和5.27个百分点" in got["sections"]["ytd"]["text"]
    assert got["sections"]["week"]["values"]["计算机"] == "0.62"
    assert list(tmp_path.iterdir()) == []
    missing = command("market", str(tmp_path / "no.csv"), home=tmp_path)
    assert (missing.code, missing.out) == (2, "")
