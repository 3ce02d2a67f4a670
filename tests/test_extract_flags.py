"""What a reader should know of an article is shown where it is listed and where a draft rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import command
from tests.test_extract_paged import Site
from tests.test_extract_roundup import EVENTS, page

NOW = datetime.fromisoformat("2026-02-27T20:00:00+08:00")
TITLE, TEXT = next(iter(EVENTS.items()))
MORE = "<p>业内人士认为，这将影响下半年的采购节奏，相关企业已经开始准备。</p>"


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.close()


def listed(site: Site, home: Path, title: str, date: str, printed: str = "09:05") -> dict[str, Any]:
    """The one article of a run over a feed that tells this title and date."""
    site.pages["/n/1.html"] = page(TITLE, f"<p>{TEXT}</p>{MORE}", printed)
    item = f"<item><title>{title}</title><link>{site.url}/n/1.html</link><pubDate>{date}</pubDate></item>"
    site.pages["/feed"] = f'<rss version="2.0"><channel><title>某网</title>{item}</channel></rss>'
    (home / "sources.yaml").write_text(
        f"sources:\n- {{id: net, name: 某某网, kind: feed, url: '{site.url}/feed'}}\n", encoding="utf-8"
    )
    answer = command("run", home=home, now=NOW)
    assert answer.code == 0, answer.err
    [row] = command("articles", "--json", home=home, now=NOW).json()
    assert isinstance(row, dict)
    return row


def test_page_and_feed_of_one_time_and_title_raise_no_flag(site: Site, tmp_path: Path) -> None:
    assert listed(site, tmp_path, TITLE, "Fri, 27 Feb 2026 09:05:00 +0800")["flags"] == []


def test_a_feed_that_tells_another_time_is_shown_with_both_times(site: Site, tmp_path: Path) -> None:
    row = listed(site, tmp_path, TITLE, "Fri, 27 Feb 2026 17:05:00 +0800")
    assert row["flags"] == ["feed-page-time: 列表 2026-02-27 17:05, 网页 2026-02-27 09:05"]
    assert row["published_at"] == "2026-02-27T09:05:00+08:00"
    assert row["flags"][0] in command("articles", home=tmp_path, now=NOW).out


def test_a_feed_that_tells_another_title_is_shown_with_it(site: Site, tmp_path: Path) -> None:
    row = listed(site, tmp_path, "某地春节旅游收入创下新高", "Fri, 27 Feb 2026 09:05:00 +0800")
    assert row["title"] == TITLE
    assert row["flags"] == ["feed-page-title: 列表标题 某地春节旅游收入创下新高"]


def test_a_draft_shows_the_flags_of_its_articles(site: Site, tmp_path: Path) -> None:
    listed(site, tmp_path, TITLE, "Fri, 27 Feb 2026 17:05:00 +0800")
    [draft] = command("list", "--json", home=tmp_path, now=NOW).json()
    [article] = draft["articles"]
    assert article["flags"] == ["feed-page-time: 列表 2026-02-27 17:05, 网页 2026-02-27 09:05"]
    assert article["flags"][0] in command("show", draft["id"], home=tmp_path, now=NOW).out
    assert command("show", draft["id"], "--json", home=tmp_path, now=NOW).json()["articles"][0]["flags"] == article["flags"]


def test_a_doubtful_time_says_why(site: Site, tmp_path: Path) -> None:
    site.pages["/n/2.html"] = page(TITLE, f"<p>{TEXT}</p>{MORE}", "").replace("2026-02-27 ", "2月27日 09:05")
    site.pages["/list"] = f'<html><body><ul><li class="item"><a href="/n/2.html">{TITLE}</a></li></ul></body></html>'
    (tmp_path / "sources.yaml").write_text(
        f"sources:\n- id: net\n  name: 某某网\n  kind: listing\n  url: '{site.url}/list'\n"
        "  selectors: {item: li.item, link: a, title: a}\n",
        encoding="utf-8",
    )
    assert command("run", home=tmp_path, now=NOW).code == 0
    [row] = command("articles", "--json", home=tmp_path, now=NOW).json()
    assert row["flags"] == ["guessed-year: 页面没有印年份"]
