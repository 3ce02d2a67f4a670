"""Publication times as pages print them. The cases are the forms that libraries get wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import dates

NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "iso", "precision", "flag"),
    [
        ("2026年2月27日 08:00", "2026-02-27T08:00+08:00", "minute", ""),
        ("发布时间：2026年02月27日08:00:05", "2026-02-27T08:00:05+08:00", "second", ""),
        ("2026.02.27", "2026-02-27T00:00+08:00", "day", ""),
        ("2026/2/27 22:58:00", "2026-02-27T22:58:00+08:00", "second", ""),
        ("2026-02-27 09:30:00  +0800", "2026-02-27T09:30:00+08:00", "second", ""),
        ("Fri, 27 Feb 2026 20:20:44 GMT", "2026-02-27T20:20:44+00:00", "second", ""),
        ("2026-02-27T09:30:00-05:00", "2026-02-27T09:30:00-05:00", "second", ""),
        ("Feb 27, 2026 9:05 am ET", "2026-02-27T09:05-05:00", "minute", ""),
        ("二〇二六年二月二十七日", "2026-02-27T00:00+08:00", "day", ""),
        ("民國115年2月27日", "2026-02-27T00:00+08:00", "day", ""),
        ("02-27 09:30", "2026-02-27T09:30+08:00", "minute", "guessed-year"),
        ("12月31日 10:00", "2025-12-31T10:00+08:00", "minute", "guessed-year"),
        ("昨天 09:30", "2026-02-28T09:30+08:00", "minute", ""),
        ("1772180000", "2026-02-27T16:13:20+08:00", "second", ""),
        ("来源：新华社 2026-02-27 18:45 字号", "2026-02-27T18:45+08:00", "minute", ""),
        ("更新：2026-02-28 发布：2026-02-27", "2026-02-27T00:00+08:00", "day", ""),
        ("2099年1月1日", "2099-01-01T00:00+08:00", "day", "future"),
        ("1970-01-01 08:00", "1970-01-01T08:00+08:00", "minute", "implausible"),
    ],
)
def test_printed_times(printed: str, iso: str, precision: str, flag: str) -> None:
    got = dates.parse(printed, now=NOW)
    assert got is not None
    assert got.at == datetime.fromisoformat(iso)
    assert got.precision == precision
    assert got.flag == flag or (flag == "" and got.flag in ("approximate",))


def test_hours_ago_are_counted_back_and_flagged() -> None:
    got = dates.parse("3小时前", now=NOW)
    assert got is not None
    assert abs((NOW - got.at).total_seconds() - 3 * 3600) <= 3600
    assert got.flag == "approximate"


@pytest.mark.parametrize("nothing", ["", "2026年13月45日", "阅读 1234", "2.3万", "第27期", "10%", "N/A"])
def test_what_is_no_date_is_none(nothing: str) -> None:
    assert dates.parse(nothing, now=NOW) is None


@given(st.text(max_size=120))
def test_no_text_raises_and_nothing_becomes_now(s: str) -> None:
    got = dates.parse(s, now=NOW)
    assert got is None or got.at.tzinfo is not None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.example/202602/t20260227_1403763.html", "2026-02-27"),
        ("https://x.example/2026/02/27/story", "2026-02-27"),
        ("https://www.nda.gov.cn/sjj/zwgk/zcfb/0112/20260107214358696030895_pc.html", "2026-01-12"),
        ("https://x.example/a/1234567890", None),
        ("https://x.example/20991231/a", None),
    ],
)
def test_days_in_addresses_are_flagged(url: str, day: str | None) -> None:
    got = dates.from_url(url, now=NOW)
    assert (got.at.date().isoformat() if got else None) == day
    assert got is None or got.flag == "from-url"
