"""Connectors, from saved bytes and from the sample week's own pages."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from digest import connectors
from digest.config import load_sources
from digest.connectors import Known, Listing
from digest.fetch import Policy, get
from digest.model import Failure, Page, Request, Selectors, Source, TokenRows
from digest.text import canonical_url

NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
FEED = Source("f", "某站", "feed", "https://news.example.com/feed")


def answer(body: str | bytes, content_type: str = "application/xml", url: str = "https://news.example.com/feed") -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(url, url, 200, (("Content-Type", content_type),), raw, NOW)


def listing(value: Any) -> Listing:
    assert isinstance(value, Listing), value
    return value


def rss(items: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def item(**fields: str) -> str:
    return "<item>" + "".join(f"<{k}>{v}</{k}>" for k, v in fields.items()) + "</item>"


# --------------------------------------------------------------------------------------------------------- the sample week
def test_every_source_of_the_week_lists_what_it_published(
    newsroom: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.now = "2026-02-26T12:00:00+08:00"
    file = tmp_path / "sources.yaml"
    file.write_text(newsroom.sources_yaml(), encoding="utf-8")
    now = newsroom.now
    for source in load_sources(file):
        if source.kind == "openrouter":
            continue
        request = connectors.plan(source, Known(), now)
        assert request is not None
        page = get(request, Policy(seconds=5))
        assert isinstance(page, Page), page
        visible = newsroom.visible(source.id)
        if not visible:
            continue
        read = listing(connectors.read(source, page, now))
        wanted = {canonical_url(newsroom.origin(source.id) + a.link): a for a in visible}
        aliases = {canonical_url(newsroom.origin(source.id) + a.alias): a for a in visible if a.alias}
        found = {e.url: e for e in read.entries}
        assert found, source.id
        for url, entry in found.items():
            article = wanted.get(url) or aliases[url]
            assert entry.title == " ".join(article.headline(now).split()), source.id
            assert entry.published is not None, source.id
            exact = {"second": 1, "minute": 60, "day": 2 * 86400}[entry.published.precision]  # a day is the outlet's own
            assert abs((entry.published.at - article.published).total_seconds()) < max(exact, 3600), (
                source.id,
                entry.published,
            )


def test_a_list_page_names_the_next_one(newsroom: Any, tmp_path: Path) -> None:
    newsroom.now, newsroom.page_size = "2026-03-01T23:00:00+08:00", 3
    (tmp_path / "s.yaml").write_text(newsroom.sources_yaml(), encoding="utf-8")
    source = next(s for s in load_sources(tmp_path / "s.yaml") if s.kind == "listing" and len(newsroom.visible(s.id)) > 6)
    seen: list[str] = []
    request = connectors.plan(source, Known(), newsroom.now)
    url = request.url if request else ""
    while url:
        page = get(Request(url, source.id, "list", private=connectors.private_origins(source)), Policy(seconds=5))
        assert isinstance(page, Page)
        read = listing(connectors.read(source, page, newsroom.now))
        seen += [e.url for e in read.entries]
        url = read.next_url
    assert len(seen) == len(set(seen)) == len(newsroom.visible(source.id))


# ------------------------------------------------------------------------------------------------------------------- feeds
def test_an_entry_without_address_costs_no_other() -> None:
    body = rss(item(title="无地址") + item(title="有地址", link="https://news.example.com/1?utm_source=rss"))
    read = listing(connectors.read(FEED, answer(body), NOW))
    assert [e.url for e in read.entries] == ["https://news.example.com/1"]
    assert "1 条没有地址" in read.note


def test_feed_times_are_read_in_the_source_s_zone() -> None:
    dates = ["2026年2月27日 08:00", "2026-02-27 08:00", "2026.02.27", "Fri, 27 Feb 2026 00:00:00 GMT"]
    body = rss("".join(item(title="x", link=f"https://news.example.com/{n}", pubDate=d) for n, d in enumerate(dates)))
    read = listing(connectors.read(FEED, answer(body), NOW))
    moments = [e.published for e in read.entries]
    assert all(moments)
    assert [m.at.astimezone(UTC).isoformat()[:16] for m in moments if m] == [
        "2026-02-27T00:00", "2026-02-27T00:00", "2026-02-26T16:00", "2026-02-27T00:00",
    ]  # fmt: skip
    assert moments[2] is not None
    assert moments[2].precision == "day"


def test_markup_and_entities_in_a_title_are_gone() -> None:
    body = rss(item(title="<![CDATA[A&amp;B <b>发布</b>\x1b]]>", link="https://news.example.com/1").replace("\x1b", ""))
    assert listing(connectors.read(FEED, answer(body), NOW)).entries[0].title == "A&B 发布"


@pytest.mark.parametrize("body", ["<html><body>环境异常</body></html>", "", "你好", '{"error": 1}', "[1]", "\x00\x01"])
def test_what_is_no_feed_is_said_so(body: str) -> None:
    assert isinstance(connectors.read(FEED, answer(body, "text/html"), NOW), Failure)


def test_a_json_feed_with_foreign_shapes_is_read_as_far_as_it_goes() -> None:
    items: list[Any] = [
        1,
        None,
        {"title": "x"},
        {"url": "https://news.example.com/9", "title": "好", "authors": [7], "content_text": "a\nb"},
    ]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    read = listing(connectors.read(FEED, answer(body, "application/feed+json"), NOW))
    assert [(e.url, e.title, e.content) for e in read.entries] == [("https://news.example.com/9", "好", "<p>a</p><p>b</p>")]


HOSTILE = """/xml/broken /xml/cut /xml/leading-space /xml/laughs /xml/quadratic /xml/xxe-file /xml/xxe-http /text/terminal
/text/markdown /clock/skew /guid/missing /charset/gbk /charset/nul /charset/utf16 /size/title /soft/captcha-feed"""


def test_hostile_feeds_end_in_entries_or_a_reason(chaos: Any) -> None:
    for path in HOSTILE.split():
        url = chaos.url(path)
        page = get(
            Request(url, "f", "list", private=connectors.private_origins(Source("f", "f", "feed", url))), Policy(seconds=10)
        )
        assert isinstance(page, Page), path
        read = connectors.read(Source("f", "f", "feed", url), page, NOW)
        if isinstance(read, Listing):
            assert all(e.url.startswith("http") and "\x1b" not in e.title and len(e.title) <= 500 for e in read.entries), path
        else:
            assert read.message, path
    assert chaos.internal_hits() == []


# ------------------------------------------------------------------------------------------------------------------- lists
LIST = Source(
    "l", "某局", "listing", "https://x.gov.cn/a/index.html", selectors=Selectors(item="li", link="a", title="a", date="span")
)


def test_a_cut_title_is_completed_from_its_attribute() -> None:
    body = '<ul><li><a href="./t1.html" title="关于印发某办法的通知全文">关于印发某办…</a><span>2026.02.27</span></li></ul>'
    entry = listing(connectors.read(LIST, answer(body, "text/html", LIST.url), NOW)).entries[0]
    assert (entry.title, entry.url) == ("关于印发某办法的通知全文", "https://x.gov.cn/a/t1.html")


def test_a_page_where_nothing_matches_is_a_failure_that_names_the_selector() -> None:
    failure = connectors.read(LIST, answer("<p>改版了</p>", "text/html", LIST.url), NOW)
    assert isinstance(failure, Failure)
    assert "'li'" in failure.message


def test_a_next_page_of_another_site_is_not_followed() -> None:
    body = '<ul><li><a href="1.html">一</a></li></ul><a class="next" href="https://evil.example/2">下一页</a>'
    assert listing(connectors.read(LIST, answer(body, "text/html", LIST.url), NOW)).next_url == ""


# -------------------------------------------------------------------------------------------------------------- OpenRouter
ROUTER = Source("openrouter", "OpenRouter", "openrouter", "https://openrouter.ai/api/v1/datasets/rankings-daily")


def test_only_missing_complete_days_are_asked_for() -> None:
    first = connectors.plan(ROUTER, Known(), NOW)
    assert first is not None
    assert "end_date=2026-02-28" in first.url
    assert first.auth_env == "OPENROUTER_API_KEY"
    assert connectors.plan(ROUTER, Known(token_days=frozenset([date(2026, 2, 28)])), NOW) is None
    later = connectors.plan(ROUTER, Known(token_days=frozenset([date(2026, 2, 26)])), NOW)
    assert later is not None
    assert "start_date=2026-02-20" in later.url


def test_rows_are_read_and_other_shapes_refused() -> None:
    data = [{"date": "2026-02-27", "model_permaslug": "minimax/m2.5", "total_tokens": "123456789012345"}]
    meta = {"as_of": "2026-02-28T02:00:00Z", "version": "v1", "start_date": "2026-02-27", "end_date": "2026-02-27"}
    read = connectors.read(ROUTER, answer(json.dumps({"data": data, "meta": meta}), "application/json"), NOW)
    assert isinstance(read, TokenRows)
    assert read.rows == (("2026-02-27", "minimax/m2.5", 123456789012345),)
    for broken in ("{}", "[]", "null", "x", json.dumps({"data": [{"date": "27.02.2026"}], "meta": meta})):
        assert isinstance(connectors.read(ROUTER, answer(broken, "application/json"), NOW), Failure), broken


def test_an_empty_list_is_no_redesign() -> None:
    source = Source("l", "某站", "listing", "https://news.example.com/", selectors=Selectors(item="ul.list > li", link="a"))
    empty = listing(connectors.read(source, answer("<ul class=list></ul>", "text/html"), NOW))
    assert (empty.entries, empty.note) == ((), "列表是空的")
    redesigned = connectors.read(source, answer("<div class=cards><a href=/1>x</a></div>", "text/html"), NOW)
    assert isinstance(redesigned, Failure)
    assert redesigned.kind == "no_items"
