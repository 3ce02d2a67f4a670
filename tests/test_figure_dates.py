"""Dates and periods in text, resolved against the day of publication in Beijing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from digest import figures

PUBLISHED = datetime(2026, 2, 28, 4, tzinfo=UTC)


def days(text: str, published: datetime | None = PUBLISHED) -> list[str]:
    """The dates of a text as `value` or `low..high`."""
    return [f.value or f"{f.low}..{f.high}" for f in figures.find(text, published) if f.unit == "date"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年2月27日", "2026-02-27"), ("２月２７日", "2026-02-27"), ("二〇二六年二月廿七日", "2026-02-27"), ("2026-02-27", "2026-02-27"),
        ("27 Feb 2026", "2026-02-27"), ("Feb. 27", "2026-02-27"), ("27日", "2026-02-27"), ("昨天", "2026-02-27"), ("本周三", "2026-02-25"),
        ("上周五", "2026-02-20"), ("last Friday", "2026-02-20"), ("三天前", "2026-02-25"), ("12月31日", "2025-12-31"), ("2025年底", "2025-12-31"),
        ("民國115年2月27日", "2026-02-27"), ("2月29日", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_day_in_any_spelling(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2月9日-15日", "2026-02-09..2026-02-15"), ("2月9日—2月15日", "2026-02-09..2026-02-15"), ("Feb 9-15", "2026-02-09..2026-02-15"),
        ("12月29日至1月4日", "2025-12-29..2026-01-04"), ("2026年初至3月1日", "2026-01-01..2026-03-01"), ("1-2月", "2026-01-01..2026-02-28"),
        ("上周", "2026-02-16..2026-02-22"), ("上月", "2026-01-01..2026-01-31"), ("2025Q4", "2025-10-01..2025-12-31"),
        ("4Q25", "2025-10-01..2025-12-31"), ("今年一季度", "2026-01-01..2026-03-31"), ("前三季度", "2025-01-01..2025-09-30"),
        ("上半年", "2025-01-01..2025-06-30"), ("十四五", "2021-01-01..2025-12-31"), ("今年以来", "2026-01-01..2026-02-28"),
        ("fourth quarter of 2025", "2025-10-01..2025-12-31"), ("2023-2025年", "2023-01-01..2025-12-31"), ("in 2025", "2025-01-01..2025-12-31"),
    ],
)  # fmt: skip
def test_a_period_has_its_first_and_last_day(text: str, span: str) -> None:
    assert days(text) == [span]


def test_a_day_without_a_year_is_the_nearest_past_unless_the_text_looks_ahead() -> None:
    assert days("公司12月31日披露") == ["2025-12-31"]
    assert days("将于12月31日披露") == ["2026-12-31"]
    assert days("预计3月中旬发布") == ["2026-03-11..2026-03-20"]
    assert days("用户可在3月6日前申请退款") == ["2026-03-06"]


def test_a_day_that_is_eleven_months_gone_was_meant_to_come() -> None:
    assert days("3月18日是世界睡眠日", datetime(2026, 3, 17, tzinfo=UTC)) == ["2026-03-18"]


@pytest.mark.parametrize("text", ["昨（27）日", "昨(27)日", "今（27）日"])
def test_a_word_for_a_day_with_its_number_in_brackets(text: str) -> None:
    assert days(text) == ["2026-02-27"]


def test_days_of_one_list_stay_together() -> None:
    assert days("2月23日和3月1日") == ["2026-02-23", "2026-03-01"]
    assert days("2月9日-15日这周为4.12万亿，16日-22日升至5.16万亿") == ["2026-02-09..2026-02-15", "2026-02-16..2026-02-22"]


def test_the_day_of_publication_is_that_of_beijing() -> None:
    evening_in_new_york = datetime(2026, 2, 27, 20, tzinfo=timezone(timedelta(hours=-5)))
    assert days("今日", evening_in_new_york) == ["2026-02-28"]
    assert days("今日", datetime(2026, 2, 27, 20)) == ["2026-02-27"]


def test_a_fiscal_period_never_equals_calendar_days() -> None:
    found = [
        f
        for text in ("2026财年第四季度", "FY26 Q4", "fourth quarter of fiscal 2026", "4QFY26")
        for f in figures.find(text, PUBLISHED)
    ]
    assert {(f.kind, f.value) for f in found} == {("fiscal", "FY2026Q4")}
    year = figures.find("2026财年", PUBLISHED)[0]
    assert (year.value, year.low, year.high) == ("FY2026", "FY2026Q1", "FY2026Q4")
    assert days("2026年四季度") == ["2026-10-01..2026-12-31"]


def test_without_a_day_of_publication_a_relative_date_has_no_value() -> None:
    found = figures.find("昨天、27日、2月27日、上周、今年一季度、2026年2月27日")
    assert [(f.value, f.low) for f in found] == [("", "")] * 5 + [("2026-02-27", "")]


@pytest.mark.parametrize(
    "text", ["9时30分", "下午3点", "20:00-21:30", "30日均线", "2月30日", "2025年2月29日", "2号核电站", "去年同期", "以上周期"]
)
def test_what_is_no_date(text: str) -> None:
    assert days(text) == []


def test_a_length_of_time_is_an_amount_and_no_date() -> None:
    found = figures.find("近30天、过去三周、一年半、两个半小时、3日内", PUBLISHED)
    assert [(f.value, f.unit) for f in found] == [("30", "day"), ("3", "week"), ("1.5", "year"), ("2.5", "hour"), ("3", "day")]


def test_a_year_of_long_ago_is_a_date() -> None:
    assert days("1871年至1873年") == ["1871-01-01..1873-12-31"]


def test_a_title_named_like_a_day_is_no_date() -> None:
    assert days("《明日》与《星期日》邮报") == []


def test_fodder_is_no_forecast() -> None:
    published = datetime(2025, 10, 13, 4, tzinfo=UTC)
    assert days("饲料：9月全国产量2900万吨。", published) == ["2025-09-01..2025-09-30"]
