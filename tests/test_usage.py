"""OpenRouter's rows as weekly tables: equal to the expected sums, under a named basis, never guessing a country."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digest import usage
from digest.errors import ConfigError
from digest.usage import Vendor
from tests.conftest import ROOT, WEEK

VENDORS = usage.vendors(yaml.safe_load((ROOT / "prompts" / "vendors.yaml").read_text(encoding="utf-8")))
EXPECTED = json.loads((WEEK / "openrouter_expected.json").read_text(encoding="utf-8"))
ANSWER = json.loads((WEEK / "openrouter_rankings_daily.json").read_text(encoding="utf-8"))
ROWS = {(r["date"], r["model_permaslug"]): int(r["total_tokens"]) for r in ANSWER["data"]}


@pytest.mark.parametrize("wanted", [*EXPECTED["weeks"], EXPECTED["february"]], ids=lambda w: w["start"])
def test_sums_by_country_are_exactly_the_expected_ones(wanted: dict[str, Any]) -> None:
    got = usage.table(ROWS, VENDORS, date.fromisoformat(wanted["start"]), date.fromisoformat(wanted["end"]))
    assert (got.cn, got.us, got.other, got.unknown, got.rest) == tuple(
        wanted[k] for k in ("CN", "US", "OTHER", "UNIDENTIFIED", "other_row")
    )
    assert got.named + got.rest == wanted["total"]
    assert got.complete
    top = wanted.get("top5") or wanted["top10"]
    assert [m.tokens for m in got.models[: len(top)]] == [m["total_tokens"] for m in top]
    assert {m.slug for m in got.models[: len(top)]} == {m["model_permaslug"] for m in top}  # ties have no order


def test_the_press_basis_counts_the_nine_largest_only() -> None:
    week = usage.week_days("2026-W08")
    all_rows, chart = (usage.table(ROWS, VENDORS, *week, basis) for basis in usage.BASES)
    assert len(chart.models) == 9
    assert chart.cn < all_rows.cn
    assert [m.slug for m in chart.models] == [m.slug for m in all_rows.models[:9]]


def test_ranks_growth_and_new_entrants_are_held_against_the_week_before() -> None:
    rows = {
        ("2026-02-16", "qwen/a"): 300,
        ("2026-02-16", "openai/b"): 200,
        ("2026-02-16", "new/c"): 100,
        ("2026-02-09", "qwen/a"): 100,
        ("2026-02-09", "openai/b"): 400,
    }
    got = usage.table(rows, VENDORS, *usage.week_days("2026-W08"))
    a, b, c = got.models
    assert (a.rank, a.rank_before, a.change, a.share) == (1, 2, pytest.approx(200.0), 50.0)
    assert (b.rank_before, b.change) == (1, pytest.approx(-50.0))
    assert (c.rank_before, c.change, c.country) == (None, None, "unknown")
    assert got.unlisted == ("new",)
    assert not got.complete


def test_a_later_reveal_does_not_rewrite_earlier_weeks() -> None:
    listed = [Vendor("openrouter", "匿名", "unknown"), Vendor("openrouter", "某公司", "CN", date(2026, 3, 1))]
    assert getattr(usage.owner("openrouter/x-alpha", listed, date(2026, 2, 28)), "country", None) == "unknown"
    assert getattr(usage.owner("openrouter/x-alpha", listed, date(2026, 3, 1)), "country", None) == "CN"


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["2026-02-16", "2026-02-17"]), st.sampled_from(["qwen/a", "openai/b", "x/y", "other"])),
        st.integers(0, 10**15),
    )
)
def test_nothing_is_lost_or_counted_twice(rows: dict[tuple[str, str], int]) -> None:
    got = usage.table(rows, VENDORS, date(2026, 2, 16), date(2026, 2, 22))
    assert got.named + got.rest == sum(rows.values())
    assert sum(m.tokens for m in got.models) == sum(n for _, _, n in got.vendors) == got.named


def test_months_and_weeks_have_their_days() -> None:
    assert usage.month_days("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    assert usage.month_days("2024-12") == (date(2024, 12, 1), date(2024, 12, 31))
    start, end = usage.week_days("2026-W01")
    assert (start, end - start) == (date(2025, 12, 29), timedelta(days=6))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (None, "vendors"),
        ({"vendors": [1]}, "vendors[0]"),
        ({"vendors": [{"author": "a", "vendor": "甲"}]}, "vendors[0].country"),
        ({"vendors": [{"author": "a", "vendor": "甲", "country": "China"}]}, "vendors[0].country"),
        ({"vendors": [{"author": "a", "vendor": "甲", "country": False}]}, "vendors[0].country"),
        ({"vendors": [{"author": "a", "vendor": "甲", "country": "CN", "valid_from": "bald"}]}, "vendors[0].valid_from"),
        ({"vendors": [{"author": "a", "vendor": "甲", "country": "CN", "since": 1}]}, "vendors[0].since"),
        ({"vendors": [{"author": "a", "vendor": "甲", "country": "CN"}] * 2}, "vendors[1].author"),
    ],
)
def test_a_broken_vendor_list_names_its_field(data: Any, field: str) -> None:
    with pytest.raises(ConfigError) as caught:
        usage.vendors(data)
    assert caught.value.field == field


def test_the_weeks_statistics_are_an_article_whose_figures_are_the_rows() -> None:
    from digest import bulletin, figures

    week = usage.week_days("2026-W08")
    tables = [usage.table(ROWS, VENDORS, *week, basis, as_of="2026-02-23T01:30:00Z") for basis in usage.BASES]
    got = bulletin.bulletin(tables, "openrouter", "OpenRouter")
    assert got.url.endswith("2026-W08")
    assert got.published is not None
    assert got.published.at.isoformat() == "2026-02-23T01:30:00+00:00"
    assert "中国模型用量为5.16万亿Token, 高于同期美国模型的2.70万亿Token" in got.text
    values = {f.value for f in figures.find(got.text, got.published.at)}
    assert {"5160000000000", "2700000000000"} <= values
    assert "minimax-m2.5（MiniMax" in got.text


@pytest.mark.parametrize(
    ("tokens", "country", "verdict"),
    [(5.16e12, "CN", "agrees"), (2.7e12, "US", "agrees"), (4.12e8, "CN", "disagrees"), (5.3e12, "CN", "disagrees")],
)
def test_the_presss_figures_are_held_against_the_rows(tokens: float, country: str, verdict: str) -> None:
    from digest import bulletin

    tables = [usage.table(ROWS, VENDORS, *usage.week_days("2026-W08"), basis) for basis in usage.BASES]
    assert bulletin.held_against(tokens, country, tables).verdict == verdict
    assert bulletin.held_against(tables[1].cn, "CN", tables).verdict == "another-basis"


def test_a_draft_about_openrouter_says_what_the_rows_say_to_its_figures() -> None:
    from datetime import UTC, datetime

    from digest import bulletin

    text = (
        "IT之家2月27日消息，OpenRouter最新数据显示，2月9日-15日这周，中国模型以4.12万亿Token的调用量，首次超过同期美国模型的2.94万亿Token。"
        "16日-22日这周，中国模型的周调用量进一步冲高至5.16万亿Token，而同期美国模型调用量跌至2.8万亿Token。"
    )
    at = datetime(2026, 2, 27, 3, 0, tzinfo=UTC)
    notes = bulletin.press_notes(
        text, at, lambda start, end: [usage.table(ROWS, VENDORS, start, end, basis) for basis in usage.BASES]
    )
    assert len(notes) == 4
    assert sum("一致" in n for n in notes) == 3
    assert "2.8万亿Token" in next(n for n in notes if "不符" in n)
    assert bulletin.press_notes(text.replace("OpenRouter", "某平台"), at, lambda *_: []) == []
    assert bulletin.press_notes(text, at, lambda start, end: [usage.table({}, VENDORS, start, end)]) == []
