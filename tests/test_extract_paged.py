"""Paged articles over loopback HTTP: every page is fetched, archived and joined into one article, and a missing one is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from digest import extract
from digest.model import Article
from tests.conftest import command
from tests.test_extract import TEXT

NOW = datetime.fromisoformat("2026-02-27T12:00:00+08:00")
TITLE = "国家数据局发布数据基础设施建设指引, 十二个城市先行试点"
LEAD = "编者按：本文为某网对数据基础设施建设的系列报道之一，全文较长，分页刊登，读者可以点击页码继续阅读。"


def paragraphs(page: int) -> list[str]:
    """Three paragraphs that no other page has."""
    return [
        f"第{page}页第{n}段：国家数据局26日发布指引，提出到2028年建成{page}{n}个可信数据空间，带动投资约{page}{n}0亿元，"
        f"各地将在{n}月底前报送实施方案，并由专家组逐项评审。"
        for n in (1, 2, 3)
    ]


class Site:
    """Pages by path; `log` holds method, path and status of what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.log: list[tuple[str, int]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = site.pages.get(self.path, "").encode()
                mark = f'"{hash(body)}"'
                status = 302 if self.path in site.moved else 200 if body else 404
                if status == 200 and self.headers.get("If-None-Match") == mark:
                    status, body = 304, b""
                site.log.append((self.path, status))
                self.send_response(status)
                self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html; charset=utf-8")
                self.send_header("ETag", mark)
                if status == 302:
                    self.send_header("Location", site.moved[self.path])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()

    def publish(self, count: int, *, missing: tuple[int, ...] = (), after: str = "") -> str:
        """An article of so many pages, whose last one links to `after`, and a feed of it; returns its address."""
        for page in range(1, count + 1):
            following = self.path(page + 1) if page < count else after
            if page not in missing:
                self.pages[self.path(page)] = self.page(page, following)
        item = f"<item><title>{TITLE}</title><link>{self.url}{self.path(1)}</link><pubDate>Fri, 27 Feb 2026 09:05:00 +0800</pubDate></item>"
        self.pages["/feed"] = f'<rss version="2.0"><channel><title>某网</title>{item}</channel></rss>'
        return self.url + self.path(1)

    @staticmethod
    def path(page: int) -> str:
        """The path of a page of the article."""
        return f"/2026/0227/100123{f'_{page}' if page > 1 else ''}.html"

    def page(self, page: int, following: str, title: str = TITLE) -> str:
        """One page: headline, stamp, the note that every page repeats, its own paragraphs, page numbers."""
        text = "".join(f"<p>{p}</p>" for p in [LEAD, *paragraphs(page)])
        link = f'<div class="pages"><a href="{self.path(1)}">1</a> <a href="{following}">下一页</a></div>' if following else ""
        head = f"<title>{title}_某网</title>"
        return f"<html><head>{head}</head><body><h1>{title}</h1><p>2026-02-27 09:05 来源：新华社</p>{text}{link}</body></html>"

    def asked(self) -> list[str]:
        """The paths of pages that were asked for since the last look, in order."""
        found = [path for path, _ in self.log if path not in ("/feed", "/robots.txt")]
        self.log.clear()
        return found


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.close()


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Path:
    (tmp_path / "sources.yaml").write_text(
        f"sources:\n- {{id: net, name: 某网, kind: feed, url: '{site.url}/feed'}}\n", encoding="utf-8"
    )
    return tmp_path


def crawled(home: Path, now: datetime = NOW) -> dict[str, Any]:
    """The one article after a crawl, with its stored text and the addresses of its archived pages."""
    answer = command("crawl", home=home, now=now)
    assert answer.code == 0, answer.err
    return stored(home)


def stored(home: Path) -> dict[str, Any]:
    [row] = command("articles", "--json", home=home, now=NOW).json()
    with sqlite3.connect(home / "db" / "digest.db") as db:
        text = db.execute("select text from texts where article = ?", [row["id"]]).fetchone()
        pages = db.execute(
            "select c.url from further f join captures c on c.id = f.capture where f.article = ? order by n", [row["id"]]
        ).fetchall()
    db.close()
    return {**row, "text": text[0] if text else "", "further": [url for (url,) in pages]}


def whole(*pages: int) -> str:
    return "\n".join([LEAD, *(p for page in pages for p in paragraphs(page))])


def test_the_pages_of_an_article_are_one_article_in_order_without_repeats(site: Site, home: Path) -> None:
    site.publish(3)
    article = crawled(home)
    assert article["text"] == whole(1, 2, 3)
    assert (article["fate"], article["flags"]) == ("pending", [])
    assert article["further"] == [site.url + site.path(2), site.url + site.path(3)]
    assert site.asked() == [site.path(1), site.path(2), site.path(3)]


def test_a_second_crawl_asks_for_no_page_again(site: Site, home: Path) -> None:
    site.publish(2)
    crawled(home)
    site.log.clear()
    assert crawled(home, NOW + timedelta(hours=1))["text"] == whole(1, 2)
    assert [entry for entry in site.log if entry[0] != "/feed"] == []


def test_a_next_link_back_to_the_first_page_ends_the_article(site: Site, home: Path) -> None:
    site.publish(2, after=site.path(1))
    article = crawled(home)
    assert (article["text"], article["flags"]) == (whole(1, 2), [])
    assert site.asked() == [site.path(1), site.path(2)]


def test_a_site_that_answers_every_page_number_with_the_last_page_ends(site: Site, home: Path) -> None:
    site.publish(2, after=site.path(3))
    site.pages[site.path(3)] = site.page(2, site.path(4))
    article = crawled(home)
    assert (article["text"], article["flags"]) == (whole(1, 2), [])


def test_a_second_page_that_is_missing_leaves_the_article_and_says_so(site: Site, home: Path) -> None:
    site.publish(3, missing=(2,))
    article = crawled(home)
    assert (article["text"], article["fate"]) == (whole(1), "pending")
    [flag] = article["flags"]
    assert flag.startswith("incomplete: 第 2 页")
    assert "404" in flag
    assert flag in command("articles", home=home, now=NOW).out


def test_a_second_page_on_another_host_is_not_followed(site: Site, home: Path) -> None:
    other = Site()
    try:
        site.publish(1, after=other.url + other.path(2))
        other.publish(2)
        article = crawled(home)
        assert (article["text"], article["further"], other.asked()) == (whole(1), [], [])
    finally:
        other.close()


def test_a_second_page_that_redirects_to_another_host_is_no_part_of_the_article(site: Site, home: Path) -> None:
    other = Site()
    try:
        site.publish(2, missing=(2,))
        other.publish(2)
        site.moved[site.path(2)] = other.url + other.path(2)
        article = crawled(home)
        assert (article["text"], article["further"]) == (whole(1), [])
        assert article["flags"][0].startswith("incomplete: 第 2 页")
    finally:
        other.close()


def test_another_article_behind_the_next_link_is_not_joined(site: Site, home: Path) -> None:
    site.publish(1, after=site.path(2))
    site.pages[site.path(2)] = site.page(2, "", title="某地春节旅游收入创下新高")
    article = crawled(home)
    assert (article["text"], article["flags"]) == (whole(1), [])


def test_no_more_than_ten_pages_are_read(site: Site, home: Path) -> None:
    site.publish(12)
    article = crawled(home)
    assert article["text"] == whole(*range(1, 11))
    assert article["flags"] == ["incomplete: 只取前 10 页"]
    assert site.asked() == [site.path(n) for n in range(1, 11)]


def test_robots_rules_hold_for_further_pages(site: Site, home: Path) -> None:
    site.publish(2)
    site.pages["/robots.txt"] = f"User-agent: *\nDisallow: {site.path(2)}\n"
    article = crawled(home)
    assert article["text"] == whole(1)
    assert article["flags"][0].startswith("incomplete: 第 2 页: robots.txt")
    assert site.asked() == [site.path(1)]


def test_killed_between_two_pages_the_article_is_completed_by_the_next_crawl(site: Site, home: Path) -> None:
    site.publish(2)
    crawled(home)
    with sqlite3.connect(home / "db" / "digest.db") as db:  # as a crash after the first page's archiving leaves it
        db.execute("update articles set read_at = null, fate_reason = ''")
        db.execute("delete from further")
        db.execute("delete from texts")
    db.close()
    site.log.clear()
    article = crawled(home, NOW + timedelta(hours=1))
    assert (article["text"], len(article["further"])) == (whole(1, 2), 1)
    assert (site.path(2), 304) in site.log
    assert site.path(1) not in [path for path, _ in site.log]


def test_a_look_at_a_drafted_paged_article_sees_all_its_pages(site: Site, home: Path) -> None:
    site.publish(2)
    assert command("run", home=home, now=NOW).code == 0
    assert stored(home)["fate"] == "drafted"
    site.log.clear()
    assert command("run", home=home, now=NOW + timedelta(days=1)).code == 0
    assert {(site.path(1), 304), (site.path(2), 304)} <= set(site.log)
    assert stored(home)["text"] == whole(1, 2)
    site.pages[site.path(2)] = site.page(2, "").replace("可信数据空间", "行业数据空间")
    assert command("run", home=home, now=NOW + timedelta(days=2)).code == 0
    assert stored(home)["text"] == whole(1) + "\n" + "\n".join(paragraphs(2)).replace("可信数据空间", "行业数据空间")
    with sqlite3.connect(home / "db" / "digest.db") as db:
        assert [kind for (kind,) in db.execute("select kind from corrections")] == ["changed"]
    db.close()


def test_a_page_that_cannot_be_had_later_is_no_change_of_the_text(site: Site, home: Path) -> None:
    site.publish(2)
    assert command("run", home=home, now=NOW).code == 0
    del site.pages[site.path(2)]
    assert command("run", home=home, now=NOW + timedelta(days=1)).code == 0
    assert stored(home)["text"] == whole(1, 2)
    with sqlite3.connect(home / "db" / "digest.db") as db:
        assert db.execute("select count(*) from corrections").fetchone() == (0,)
    db.close()


def test_an_address_handed_in_is_followed_to_its_last_page(site: Site, home: Path) -> None:
    address = site.publish(3)
    answer = command("add", address, "--credit", "某网", "--json", home=home, now=NOW)
    assert answer.code == 0, answer.err
    assert answer.json()[0]["flags"] == []
    found = stored(home)
    assert (found["text"], len(found["further"])) == (whole(1, 2, 3), 2)


def test_an_address_handed_in_whose_second_page_is_gone_is_kept_and_said(site: Site, home: Path) -> None:
    address = site.publish(2, missing=(2,))
    answer = command("add", address, "--credit", "某网", "--json", home=home, now=NOW)
    assert answer.code == 0, answer.err
    assert answer.json()[0]["flags"][0].startswith("incomplete: 第 2 页")
    assert stored(home)["text"] == whole(1)


# ------------------------------------------------------------------------------------------------------------- addresses
@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/2026/1001.html", "/2026/1001_2.html"),
        ("/t20260227_123456.html", "/t20260227_123456_1.html"),
        ("/2026/1001_2.html", "/2026/1001_3.html"),
        ("/n1/2026/index.html", "/n1/2026/index_2.html"),
        ("/a/123456", "/a/123456/2"),
        ("/a/123456/", "/a/123456/page/2/"),
        ("/show?id=7", "/show?id=7&page=2"),
        ("/show?id=7&page=2", "/show?id=7&page=3"),
    ],
)
def test_addresses_of_next_pages(here: str, there: str) -> None:
    assert next_of(here, there) == f"https://site.example{there}"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/2026/1001.html", "/2026/1002.html"),
        ("/p/1234", "/p/12345"),
        ("/daily/2026-02-27", "/daily/2026-02-28"),
        ("/daily/20260227.html", "/daily/20260228.html"),
        ("/2026/1001_3.html", "/2026/1001_2.html"),
        ("/2026/1001_2.html", "/2026/1001.html"),
        ("/show?id=7", "/show?id=8&page=2"),
        ("/2026/1001.html", "/2026/1001_7.html"),
    ],
)
def test_addresses_of_other_pages(here: str, there: str) -> None:
    assert next_of(here, there) == ""


def next_of(here: str, there: str) -> str:
    page = f"<h1>{TITLE}</h1>{''.join(f'<p>{p}</p>' for p in TEXT)}<a rel='next' href='{there}'>下一页</a>"
    return extract.read(page.encode(), url=f"https://site.example{here}", now=NOW).next_url


def test_the_items_of_a_paged_roundup_keep_their_places() -> None:
    def reading(first: int) -> extract.Reading:
        items = "".join(f"<h2>第{n}条新闻的标题</h2><p>{TEXT[n % 3]}（{n}）</p>" for n in range(first, first + 3))
        return extract.read(f"<h1>{TITLE}</h1><p>{LEAD}</p><div>{items}</div>".encode(), now=NOW)

    one, two = reading(1), reading(4)
    article = Article("a1", "s", "https://site.example/1", "某网", one.title, one.text, "zh-Hans", None, parts=one.parts)
    got = extract.joined(article, two)
    assert got is not None
    assert got.text.count(LEAD) == 1
    assert [p.title for p in got.parts] == [f"第{n}条新闻的标题" for n in range(1, 7)]
    assert [got.text[p.start : p.end] for p in got.parts] == [f"第{n}条新闻的标题\n{TEXT[n % 3]}（{n}）" for n in range(1, 7)]
