"""The daily crawl: manners, due dates, corrections, sources looked at closely."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest import connectors, health
from digest.connectors import Listing, opml
from digest.errors import UsageError
from digest.fetch import robots
from digest.health import State
from digest.model import Failure, JsonPaths, Page, Source
from tests.conftest import FIRST_EVENING, LAST_EVENING, ROOT, Answer, Week, command

NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
FEED = Source("f", "某站", "feed", "https://news.example.com/feed")


def page(body: str, url: str = "https://news.example.com/robots.txt") -> Page:
    return Page(url, url, 200, (("Content-Type", "text/plain"),), body.encode(), NOW)


# ------------------------------------------------------------------------------------------------------------ robots.txt
def test_robots_rules_as_the_rfc_says() -> None:
    rules = robots.rules(page("User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n"))
    assert not rules.allows("https://news.example.com/private/a")
    assert rules.allows("https://news.example.com/a")
    assert rules.delay == 7
    assert robots.rules(Failure("u", "gone", "服务器答 404")).allows("https://news.example.com/a")
    assert not robots.rules(Failure("u", "status", "服务器答 503")).allows("https://news.example.com/a")
    assert not robots.rules(Failure("u", "timeout", "超时")).allows("https://news.example.com/a")
    assert robots.rules(page("<html>not found</html>")).allows("https://news.example.com/a")
    assert robots.rules(page("Crawl-delay: 86400\nUser-agent: digest\nCrawl-delay: 86400")).delay <= 60


def test_a_crawl_asks_for_robots_once_a_host_and_never_goes_where_it_may_not(week: Week) -> None:
    paths = [r["path"] for r in week.room.log]
    hosts = len(week.room.hosts)
    assert not [p for p in paths if "/private/" in p]
    asked = Counter(p for p in paths if p.endswith("robots.txt"))
    assert sum(asked.values()) <= hosts * 7  # once a day a host, not once a page


def test_a_host_that_says_no_is_not_asked(tmp_path: Path, chaos: Any) -> None:
    from digest.store import open_store

    url = chaos.url("/feed/ok")
    (tmp_path / "sources.yaml").write_text(json.dumps({"sources": [{"id": "a", "name": "甲", "kind": "feed", "url": url}]}))
    with open_store(tmp_path / "db" / "digest.db", create=True) as store, store.write():
        store.sources.keep_robots(robots.address(url), "User-agent: *\nDisallow: /", "", FIRST_EVENING.astimezone(UTC))
    chaos.journal.reset()
    answer = command("crawl", "--json", home=tmp_path, now=FIRST_EVENING)
    assert answer.code == 4
    assert "robots.txt" in answer.json()["sources"][0]["error"]
    assert not [h for h in chaos.journal.entries() if "/feed/ok" in str(h)] if hasattr(chaos.journal, "entries") else True


# ----------------------------------------------------------------------------------------------------------- due, back-off
def test_a_source_is_asked_when_its_cadence_is_over_with_some_slack() -> None:
    daily = Source("d", "某站", "feed", "u", cadence_hours=20)
    well = State(last_try=NOW, last_ok=NOW)
    assert health.due(daily, State(), NOW) == ""
    assert "未到期" in health.due(daily, well, NOW + timedelta(hours=10))
    assert health.due(daily, well, NOW + timedelta(hours=19, minutes=40)) == ""
    assert health.due(FEED, well, NOW) == ""


def test_a_failing_source_is_left_alone_longer_and_longer_up_to_a_day() -> None:
    waits = [health.backoff(n).total_seconds() / 3600 for n in range(1, 12)]
    assert waits[:2] == [0, 0]
    assert waits == sorted(waits)
    assert max(waits) == 24
    assert "连续失败 5 次" in health.due(FEED, State(last_try=NOW, failures=5), NOW + timedelta(hours=1))


def test_retry_after_is_kept_between_runs(tmp_path: Path, chaos: Any) -> None:
    rows = [{"id": "a", "name": "甲", "kind": "feed", "url": chaos.url("/429/year")}]
    (tmp_path / "sources.yaml").write_text(json.dumps({"sources": rows}))
    assert command("crawl", home=tmp_path).code == 4
    answer = command("crawl", "--json", home=tmp_path)
    assert answer.code == 0
    assert answer.json()["sources"][0]["status"] == "waiting"


# ------------------------------------------------------------------------------------------------------------------ health
def test_a_silence_is_held_against_the_sources_own_rate() -> None:
    daily = [NOW - timedelta(days=d) for d in range(3, 25)]
    weekly = [NOW - timedelta(days=d) for d in (6, 13, 20, 27)]
    kinds = lambda seen: [f.kind for f in health.findings(FEED, State(last_ok=NOW), health.Seen(tuple(seen)), NOW)]  # noqa: E731
    assert kinds(daily) == []
    assert kinds([t - timedelta(days=4) for t in daily]) == ["silent"]
    assert kinds(weekly) == []
    assert kinds([]) == ["stale"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State(failures=2, kind="no_items", error="选择器没有选中"), "no_items"),
        (State(failures=1, kind="certificate", error="对方的证书已过期"), "certificate"),
        (State(redirected="https://other.example/feed"), "redirected"),
        (State(note="列表是空的"), "note"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(state: State, kind: str) -> None:
    found = health.findings(FEED, state, health.Seen((NOW,)), NOW)
    assert [f.kind for f in found] == [kind]
    assert found[0].advice


def test_status_shows_what_is_wrong_and_what_to_do(tmp_path: Path, chaos: Any) -> None:
    rows = [
        {"id": "a", "name": "甲", "kind": "feed", "url": chaos.url("/soft/captcha-feed")},
        {"id": "b", "name": "乙", "kind": "feed", "url": chaos.url("/feed/ok")},
    ]
    (tmp_path / "sources.yaml").write_text(json.dumps({"sources": rows}))
    command("crawl", home=tmp_path)
    text = command("status", home=tmp_path).out
    assert "⚑ 要的是列表, 来的是验证码或拦截页 —— 对方在拦程序" in text


# ------------------------------------------------------------------------------------------------------------- corrections
def approved_page(week: Week) -> tuple[str, Any]:
    """Approve a draft without doubts; returns its id and the newsroom's article that it rests on."""
    known = {a.link: a for rows in week.room.articles.values() for a in rows}
    for draft in week.digest("list", "--week", "2026-W09", "--json").json():
        if any(c["verdict"] in ("absent", "conflicting") for c in draft["checks"]):
            continue
        urls = {a["id"]: a["url"] for a in draft["articles"]}
        url = urls[draft["checks"][0]["evidence"][0]["article"]]
        article = next((a for link, a in known.items() if link and url.endswith(link)), None)
        if article is not None:
            assert week.digest("approve", draft["id"], "--by", "张三").code == 0
            return str(draft["id"]), article
    raise AssertionError("no draft without doubts")


def test_a_page_that_changed_after_approval_voids_it_and_is_reported(week: Week) -> None:
    chosen, article = approved_page(week)
    later, paragraphs = week.now + timedelta(days=1), list(article.paragraphs)
    week.room.now = later
    article.paragraphs[-1] += "编辑部更正：上述金额应为999亿元。"
    try:
        assert week.digest("run", now=later).code == 0
        status = week.digest("status", "--json", now=later).json()
    finally:
        week.room.now, article.paragraphs[:] = week.now, paragraphs
    assert chosen in {c["draft"] for c in status["corrections"] if c["kind"] == "changed"}
    assert chosen in {d["id"] for d in week.digest("list", "--status", "void", "--json", now=later).json()}
    text = week.digest("status", now=later).out
    assert "事后改过" in text
    assert "999亿元" in text


def test_a_page_that_was_taken_away_voids_the_approval(week: Week) -> None:
    chosen, article = approved_page(week)
    later, published = week.now + timedelta(days=1), article.published
    week.room.now = later
    article.published = later + timedelta(days=9)  # the newsroom answers 404 to what is not out
    try:
        assert week.digest("run", now=later).code == 0
    finally:
        week.room.now, article.published = week.now, published
    (void,) = [d for d in week.digest("list", "--status", "void", "--json", now=later).json() if d["id"] == chosen]
    assert "删除" in void["note"]
    assert week.digest("show", chosen, now=later).code == 0, "the archived page is still the evidence"


def test_unchanged_pages_of_recent_stories_cost_a_conditional_request(week: Week) -> None:
    later = week.now + timedelta(days=1)
    before = week.digest("status", "--json").json()["corrections"]  # some pages of the week were updated in place
    week.room.now = later
    week.room.record(None)
    try:
        assert week.digest("run", now=later).code == 0
        log = [r for r in week.room.log if not r["path"].endswith("robots.txt") and "rankings" not in r["path"]]
        status = week.digest("status", "--json", now=later).json()
    finally:
        week.room.now = week.now
    pages = [r for r in log if r["article_id"]]
    assert pages
    assert {r["status"] for r in pages} == {304}
    assert status["corrections"] == before
    assert {c["kind"] for c in before} == {"changed"}


# ----------------------------------------------------------------------------------------------------------------- JSON lists
ROLL = Source(
    "c",
    "某社",
    "json",
    "https://api.example.com/roll",
    paths=JsonPaths("data.list", "https://www.example.com/d/{id}", "title", "ctime", content="content"),
)


def roll(items: Any) -> Page:
    url = "https://api.example.com/roll"
    return Page(url, url, 200, (("Content-Type", "application/json"),), json.dumps({"data": {"list": items}}).encode(), NOW)


def test_json_lists_are_read_by_paths_alone() -> None:
    items = [
        {"id": 7, "title": "", "ctime": 1772180000, "content": "【甲公司完成融资】某社2月27日电，甲公司完成融资。"},
        {"title": "没有编号"},
        3,
    ]
    read = connectors.read(ROLL, roll(items), NOW)
    assert isinstance(read, Listing)
    (entry,) = read.entries
    assert (entry.url, entry.title) == ("https://www.example.com/d/7", "甲公司完成融资")
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 2, 27, 8, 13, 20, tzinfo=UTC)
    assert entry.content.startswith("<p>")
    assert read.note == "2 条没有链接"


@pytest.mark.parametrize("body", [b"<html>", b"[1", b'{"data": {"rows": []}}', b'{"data": null}', b"\xff\xfe", b"[" * 100_000])
def test_another_shape_is_a_failure_and_never_an_empty_list(body: bytes) -> None:
    got = connectors.read(ROLL, Page("u", "https://x.example/", 200, (), body, NOW), NOW)
    assert isinstance(got, Failure)


def test_a_source_may_say_how_its_dates_are_written() -> None:
    from dataclasses import replace

    source = replace(ROLL, date_formats=("%d|%m|%y",))
    read = connectors.read(source, roll([{"id": 1, "title": "甲", "ctime": "27|02|26"}]), NOW)
    assert isinstance(read, Listing)
    assert read.entries[0].published is not None
    assert read.entries[0].published.at.date().isoformat() == "2026-02-27"


def test_the_newsrooms_own_json_api_gives_what_its_list_page_gives(tmp_path: Path, newsroom: Any) -> None:
    newsroom.now = LAST_EVENING
    base = newsroom.origin("cls") + "/cls"
    row = {
        "id": "cls",
        "name": "财联社",
        "kind": "json",
        "url": f"{base}/v1/roll/get_roll_list?rn=50",
        "paths": {"items": "data.roll_data", "link": "shareurl", "title": "title", "date": "ctime", "content": "content"},
        "feed_text": "only",
    }
    (tmp_path / "sources.yaml").write_text(json.dumps({"sources": [row]}))
    answer = command("crawl", "--json", home=tmp_path, now=LAST_EVENING)
    assert answer.code == 0, answer.out
    assert answer.json()["sources"][0]["new"] == min(50, len(newsroom.visible("cls")))
    fates = Counter(a["fate"] for a in command("articles", "--json", home=tmp_path).json())
    assert fates["unreadable"] == 0


# ---------------------------------------------------------------------------------------------------------- the source list
def test_the_shipped_list_is_valid_and_holds_its_sources() -> None:
    from digest.config import load_sources

    sources = load_sources(ROOT / "sources.yaml")
    assert len(sources) == 36
    assert all(s.note for s in sources if not s.enabled)
    assert {s.kind for s in sources} == {"feed", "listing", "json", "openrouter", "wechat", "import"}


def test_a_local_file_changes_and_adds_without_touching_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.config import load_sources

    base = tmp_path / "sources.yaml"
    base.write_text("sources:\n  - {id: a, name: 甲, kind: feed, url: 'http://x.example/', selectors: {body: .a}}\n")
    (tmp_path / "sources.local.yaml").write_text(
        "sources:\n  - {id: a, enabled: false, selectors: {detail_title: h1}}\n  - {id: b, name: 乙, kind: feed, url: '${BRIDGE}/all.atom'}\n"
    )
    monkeypatch.setenv("BRIDGE", "http://127.0.0.1:4000")
    a, b = load_sources(base)
    assert (a.enabled, a.selectors.body, a.selectors.detail_title, a.name) == (False, ".a", "h1", "甲")
    assert b.url == "http://127.0.0.1:4000/all.atom"
    (tmp_path / "sources.local.yaml").write_text("sources:\n  - {id: a, enable: false}\n")
    with pytest.raises(Exception, match=r"sources\.local\.yaml:2.*enabled"):
        load_sources(base)


def test_the_base_of_a_bridge_may_stand_in_the_env_file_of_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.config import load_sources

    path = tmp_path / "sources.yaml"
    path.write_text("sources:\n  - {id: a, name: 甲, kind: feed, url: '${BRIDGE}/a', alternates: ['${OTHER}/a']}\n")
    (tmp_path / ".env").write_text('export BRIDGE="http://127.0.0.1:4000"\nOTHER=\n')
    (a,) = load_sources(path)
    assert (a.url, a.alternates) == ("http://127.0.0.1:4000/a", ())
    monkeypatch.setenv("BRIDGE", "http://127.0.0.1:5000")
    assert load_sources(path)[0].url == "http://127.0.0.1:5000/a"


def test_a_key_in_the_source_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "sources:\n  - {id: a, name: 甲, kind: feed, url: 'http://x.example/', headers: {Authorization: secret}}\n"
    )
    answer = command("sources", "list", home=tmp_path)
    assert answer.code == 2
    assert "环境变量" in answer.err


def test_opml_goes_out_and_comes_in(tmp_path: Path) -> None:
    text = opml.write([FEED, Source("l", "列表", "listing", "https://x.example/")])
    (row,) = opml.read(text.encode(), taken=["news"])
    assert (row["name"], row["url"]) == ("某站", FEED.url)
    assert row["id"] != "news"
    for broken in (b"", b"<html/>", b"\x00\x01", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss>&a;</rss>"):
        with pytest.raises(UsageError, match="OPML"):
            opml.read(broken)


def test_a_close_look_says_what_each_source_gives(home: Path, newsroom: Any, digest: Callable[..., Answer]) -> None:
    newsroom.now = LAST_EVENING
    answer = digest("sources", "check", "ithome", "nda", "wechat_ccidcom", "--json", now=LAST_EVENING)
    found = {c["id"]: c for c in answer.json()} if answer.code != 2 else {}
    if not found:
        answer = digest("sources", "check", "ithome", "nda", "--json", now=LAST_EVENING)
        found = {c["id"]: c for c in answer.json()}
    for name in ("ithome", "nda"):
        assert found[name]["reachable"]
        assert found[name]["items"] > 0
        assert found[name]["title"]
        assert found[name]["characters"] > 50
    assert not (home / "db").exists()
    assert digest("sources", "check", "nobody").code == 2


# ---------------------------------------------------------------------------------------------------------------- schedule
@pytest.mark.parametrize("kind", ["cron", "systemd", "launchd", "windows"])
def test_the_daily_job_is_printed_for_every_system(tmp_path: Path, kind: str) -> None:
    odd = tmp_path / "家 100% $x"
    odd.mkdir()
    answer = command("schedule", "--kind", kind, "--at", "07:05", "--json", home=odd)
    text = "\n".join(answer.json()["files"].values())
    assert answer.code == 0
    assert ("5 7 * * *" in text) if kind == "cron" else True
    assert ("07:05:00" in text and "Persistent=true" in text) if kind == "systemd" else True
    assert ("T07:05:00" in text and "StartWhenAvailable" in text) if kind == "windows" else True
    if kind in ("launchd", "windows"):
        from lxml import etree

        body = text.split("?>", 1)[1]
        etree.fromstring(body[body.index("<plist") :] if kind == "launchd" else body.strip())
    if kind == "cron":
        assert "100\\%" in text


def test_a_wrong_clock_is_a_usage_error(tmp_path: Path) -> None:
    assert command("schedule", "--at", "25:00", home=tmp_path).code == 2


# ------------------------------------------------------------------------------------------------------------------ tokens
@pytest.mark.parametrize("start", ["2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16"])
def test_the_weeks_tokens_are_those_expected(crawled_week: Week, start: str) -> None:
    expected = json.loads((ROOT / "examples" / "week" / "openrouter_expected.json").read_text(encoding="utf-8"))
    wanted = next(w for w in expected["weeks"] if w["start"] == start)
    year, number, _ = datetime.fromisoformat(start).isocalendar()
    got = crawled_week.digest("tokens", "--week", f"{year}-W{number:02d}", "--json").json()
    table = next(t for t in got["tables"] if t["basis"] == "top50")
    sums = {"CN": "cn", "US": "us", "OTHER": "other", "UNIDENTIFIED": "unknown", "other_row": "rest"}
    assert {k: table[mine] for k, mine in sums.items()} == {k: wanted[k] for k in sums}
    assert table["complete"]


def test_the_weeks_tokens_are_those_expected_with_basis_and_as_of(crawled_week: Week) -> None:
    got = crawled_week.digest("tokens", "--week", "2026-W08", "--json").json()
    expected = json.loads((ROOT / "examples" / "week" / "openrouter_expected.json").read_text(encoding="utf-8"))
    wanted = next(w for w in expected["weeks"] if w["start"] == "2026-02-16")
    table = got["tables"][0]
    assert (table["basis"], table["cn"], table["us"]) == ("top50", wanted["CN"], wanted["US"])
    assert table["as_of"]
    assert table["as_of"] in got["citation"]
    text = crawled_week.digest("tokens", "--week", "2026-W08").out
    assert "5.16万亿" in text
    assert "2.70万亿" in text
    assert "口径" in text
    assert crawled_week.digest("tokens", "--week", "2025-W01").code == 2
