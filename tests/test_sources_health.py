"""A source that goes wrong without an error: what the status says of it, from the source's own history, over real HTTP."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import pytest

from digest import health
from digest.fetch.said import broken, span
from digest.health import Seen, State
from digest.model import Source
from tests.conftest import FIRST_EVENING, command

FEED = Source("f", "某站", "feed", "https://news.example.com/feed")
TEXT = "甲公司2月23日宣布完成10亿元融资，投资方为乙资本，资金用于建设算力中心，预计2026年第三季度投产，首期算力规模为1.5万卡。"


class Paper:
    """A newspaper whose pages a test writes; what it doesn't have is 404."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        paper = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = paper.pages.get(self.path, ("", b""))
                self.send_response(302 if kind == "elsewhere" else 200 if kind else 404)
                if kind == "elsewhere":
                    self.send_header("Location", body.decode())
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def feed(self, days: list[datetime]) -> None:
        """A feed with an item a day, each with a page of its own."""
        items = ""
        for at in days:
            path = f"/{at:%m%d}.html"
            items += f"<item><title>甲公司融资{at:%m%d}</title><link>{self.url(path)}</link><pubDate>{format_datetime(at)}</pubDate></item>"
            self.page(path, f"<h1>甲公司融资{at:%m%d}</h1><div class=text><p>{TEXT}</p></div>")
        self.pages["/feed"] = ("application/rss+xml; charset=utf-8", f"<rss><channel>{items}</channel></rss>".encode())

    def page(self, path: str, body: str) -> None:
        self.pages[path] = ("text/html; charset=utf-8", f"<html><body>{body}</body></html>".encode())

    def links(self, item: str) -> None:
        """A list page of three items in some markup."""
        self.page("/", "<ul class=news>" + "".join(item.format(n=n) for n in range(3)) + "</ul>")
        for n in range(3):
            self.page(f"/{n}.html", f"<h1>第{n}条</h1><p>{TEXT}</p>")


@pytest.fixture
def paper() -> Iterator[Paper]:
    found = Paper()
    yield found
    found.server.shutdown()
    found.server.server_close()


def listed(home: Path, paper: Paper, kind: str = "feed", **fields: Any) -> None:
    url = paper.url("/feed" if kind == "feed" else "/")
    (home / "sources.yaml").write_text(
        json.dumps({"sources": [{"id": "a", "name": "甲报", "kind": kind, "url": url, **fields}]})
    )


def told(home: Path, now: datetime) -> tuple[set[str], str]:
    """The findings of the one source, and the status as a person reads it."""
    (row,) = command("status", "--json", home=home, now=now).json()["sources"]
    return {w["kind"] for w in row["wrong"]}, " ".join(command("status", home=home, now=now).out.split())


def evening(days: int) -> datetime:
    return FIRST_EVENING + timedelta(days=days)


# ---------------------------------------------------------------------------------------------------------- silent, stale
def test_a_source_that_falls_silent_is_told_by_its_own_rate(tmp_path: Path, paper: Paper) -> None:
    listed(tmp_path, paper)
    paper.feed([evening(-d) for d in range(1, 13)])
    command("crawl", home=tmp_path, now=FIRST_EVENING)
    assert told(tmp_path, evening(1))[0] == set()
    assert command("crawl", home=tmp_path, now=evening(9)).code == 0  # it answers, and nothing is an error
    kinds, text = told(tmp_path, evening(9))
    assert kinds == {"silent"}
    assert "10 天没有新条目, 平时每天 1.0 条 —— 安静得不寻常" in text


def test_a_source_whose_list_is_old_is_told(tmp_path: Path, paper: Paper) -> None:
    listed(tmp_path, paper)
    paper.feed([evening(-d) for d in range(60, 65)])
    answer = command("crawl", home=tmp_path, now=FIRST_EVENING)
    assert answer.code == 0
    kinds, text = told(tmp_path, FIRST_EVENING)
    assert kinds == {"stale"}
    assert "问得通, 但近 28 天一条也没有" in text


def test_a_feed_that_is_suddenly_empty_is_loud(tmp_path: Path, paper: Paper) -> None:
    listed(tmp_path, paper)
    paper.feed([])
    answer = command("crawl", home=tmp_path, now=FIRST_EVENING)
    assert "a: 订阅是空的, 一条也没有 —— " in answer.out
    assert told(tmp_path, FIRST_EVENING)[0] == {"note"}


def test_a_list_that_lives_on_another_host_is_told(tmp_path: Path, paper: Paper) -> None:
    other = Paper()
    other.feed([evening(-1)])
    paper.pages["/feed"] = ("elsewhere", other.url("/feed").encode())
    listed(tmp_path, paper, alternates=[other.url("/")])
    assert command("crawl", home=tmp_path, now=FIRST_EVENING).code == 0
    kinds, text = told(tmp_path, FIRST_EVENING)
    other.server.shutdown()
    other.server.server_close()
    assert kinds == {"redirected"}
    assert f"列表被转到 {other.url('/feed')} —— 核实后把 a 的 url 改成新地址" in text


def test_the_desk_is_told_of_a_silence(tmp_path: Path, paper: Paper) -> None:
    from digest.config import open_home
    from digest.pipeline import crawl, open_desk
    from digest.pipeline.notify import message
    from digest.pipeline.run import Outcome

    listed(tmp_path, paper)
    paper.feed([evening(-d) for d in range(1, 13)])
    command("crawl", home=tmp_path, now=FIRST_EVENING)
    with open_desk(open_home(str(tmp_path)), evening(9)) as desk:
        outcome = Outcome("r", "ok", crawl(desk), 0, 0, 0, {}, 0.0)
        assert message(desk, outcome) == "甲报 (a): 10 天没有新条目, 平时每天 1.0 条"


# ----------------------------------------------------------------------------------------------------------------- layout
def test_a_list_that_was_rebuilt_is_told_and_its_page_is_kept(tmp_path: Path, paper: Paper) -> None:
    selectors = {"item": "ul.news > li", "link": "a", "title": "a"}
    listed(tmp_path, paper, "listing", selectors=selectors)
    paper.links("<li><a href='/{n}.html'>第{n}条</a></li>")
    assert command("crawl", home=tmp_path, now=FIRST_EVENING).code == 0
    paper.page(
        "/", "<div class=cards>" + "".join(f"<section><a href='/{n}.html'>第{n}条</a></section>" for n in range(3)) + "</div>"
    )
    answer = command("crawl", home=tmp_path, now=evening(1))
    assert answer.code == 4
    assert "a: 选择器 'ul.news > li' 没有选中任何条目 —— 多半改版了" in answer.out
    assert told(tmp_path, evening(1))[0] == {"no_items"}
    with closing(sqlite3.connect(tmp_path / "db" / "digest.db")) as db:
        assert db.execute("select count(*) from captures where url = ?", [paper.url("/")]).fetchone() == (2,)


def test_pages_that_were_rebuilt_are_told(tmp_path: Path, paper: Paper) -> None:
    listed(tmp_path, paper, must_contain=".body", selectors={"body": ".body"})
    paper.feed([evening(-d) for d in range(1, 6)])
    command("crawl", home=tmp_path, now=FIRST_EVENING)
    kinds, text = told(tmp_path, FIRST_EVENING)
    assert kinds == {"layout"}
    assert "近 7 天 5 条中 5 条读不出正文, 多半改版了 —— digest sources check a 看一篇, 照新结构改 selectors" in text


def test_pages_that_are_gone_or_shut_are_told_apart(tmp_path: Path, paper: Paper) -> None:
    listed(tmp_path, paper)
    days = [evening(-d) for d in range(1, 6)]
    paper.feed(days)
    for at in days:
        paper.page(f"/{at:%m%d}.html", f"<h1>甲公司融资</h1><p>{TEXT[:30]}……</p><p>本文为付费内容，购买后可阅读全文。</p>")
    command("crawl", home=tmp_path, now=FIRST_EVENING)
    assert told(tmp_path, FIRST_EVENING)[0] == {"paywall"}
    other = tmp_path / "other"
    other.mkdir()
    listed(other, paper)
    for at in days:
        del paper.pages[f"/{at:%m%d}.html"]
    answer = command("crawl", home=other, now=FIRST_EVENING)
    assert "a: 5 篇没有取到" in answer.out
    assert told(other, FIRST_EVENING)[0] == {"missed"}


def test_what_was_mended_a_week_ago_is_well(tmp_path: Path, paper: Paper) -> None:
    listed(tmp_path, paper, must_contain=".text")
    days = [evening(-d) for d in range(1, 6)]
    paper.feed(days)
    for at in days:
        paper.page(f"/{at:%m%d}.html", f"<h1>甲公司融资</h1><p>{TEXT}</p>")
    command("crawl", home=tmp_path, now=FIRST_EVENING)
    assert told(tmp_path, FIRST_EVENING)[0] == {"layout"}
    paper.feed([evening(d) for d in range(8)])
    command("crawl", home=tmp_path, now=evening(8))
    assert told(tmp_path, evening(8))[0] == set()


# ---------------------------------------------------------------------------------------------------------- words, by rule
@pytest.mark.parametrize(
    ("seen", "kinds"),
    [
        (Seen((FIRST_EVENING,), 20, {"captcha": 1}), ["captcha"]),
        (Seen((FIRST_EVENING,), 20, {"waf": 2, "soft404": 3}), ["captcha"]),
        (Seen((FIRST_EVENING,), 20, {"script": 3}), []),
        (Seen((FIRST_EVENING,), 5, {"script": 2, "empty": 1}), ["layout"]),
        (Seen((FIRST_EVENING,), 5, {"deleted": 5}), []),
        (Seen((FIRST_EVENING,), 5, {}, damaged=1, guessed=4), ["damaged"]),
        (Seen((FIRST_EVENING,), 5, {}, guessed=4), ["guessed"]),
    ],
)
def test_one_odd_page_is_no_layout_and_one_block_page_is_a_captcha(seen: Seen, kinds: list[str]) -> None:
    found = health.findings(FEED, State(last_ok=FIRST_EVENING), seen, FIRST_EVENING)
    assert [f.kind for f in found] == kinds
    assert all(f.message and f.advice for f in found)


def test_every_kind_of_failure_that_a_fetch_can_give_has_its_advice() -> None:
    from digest.fetch import said

    kinds = (
        {kind for _, kind, _ in said._SIGNS}
        | set(said._KINDS.values())
        | {"status", "timeout", "too_large", "coding", "refused"}
    )
    assert [k for k in kinds if "看详情" in health.advice(k, "a")] == []


@pytest.mark.parametrize(
    ("error", "kind", "line"),
    [
        ("news.example: [Errno -2] Name or service not known", "dns", "域名解析不了"),
        ("[Errno 11001] getaddrinfo failed", "dns", "域名解析不了"),
        (
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1010)",
            "certificate",
            "对方的证书已过期",
        ),
        (
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch",
            "certificate",
            "对方的证书与域名不符",
        ),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", "certificate", "加密连接建不起来 (TLS)"),
        ("[Errno 101] Network is unreachable", "connection", "网络不通"),
        ("something new", "connection", "连接失败: ConnectError something new"),
    ],
)
def test_a_connection_that_failed_is_told_in_words(error: str, kind: str, line: str) -> None:
    assert broken(httpx2.ConnectError(error)) == (kind, line)


def test_a_waiting_time_is_told_as_people_do() -> None:
    assert [span(s) for s in (1, 90, 300, 10_800, 31_536_000)] == ["1 秒", "90 秒", "5 分钟", "3 小时", "365 天"]
