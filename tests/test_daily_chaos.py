"""Every misbehaviour of a publisher, and what the desk sees of it: the line of the run, the row of the status, the article's fate.

One home, one source a misbehaviour, one crawl over real HTTP. A path of the misbehaving site that stands in no table fails
the first test: what a publisher may do is decided on, never left to luck.
"""

from __future__ import annotations

import re
import resource
import socket
import sqlite3
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Answer, command

pytestmark = pytest.mark.xdist_group("chaos")  # one crawl for all

#: what to do, by kind of failure: a stretch of the advice that stands beside the error
ADVICE = {
    "too_many": "调大 cadence_hours 或 min_interval", "status": "一直如此就改 url 或停用", "gone": "改 url, 或停用",
    "forbidden": "用 digest add 交来", "too_large": "在浏览器里核对 url", "too_heavy": "在浏览器里核对 url",
    "protocol": "对方服务器的毛病", "truncated": "对方服务器的毛病", "coding": "对方服务器的毛病", "connection": "先看本机网络",
    "redirects": "最后停下的地址", "redirect_loop": "最后停下的地址", "refused": "核实这个来源还可不可信", "timeout": "调大 timeout",
    "captcha": "调大 cadence_hours 和 min_interval", "not_a_feed": "改 url 或停用", "not_json": "改 url 和 paths",
    "robots": "停用它", "robots_closed": "过一小时自动再试", "certificate": "不要绕过",
    "note": "在浏览器里打开对照", "redirected": "url 改成新地址", "charset": "另存后 digest add", "damaged": "对照原网页",
    "guessed": "抽一条与原网页对照",
}  # fmt: skip
QUICK = 1.5
FIRST = "据测试通讯社消息，示例智能公司宣布完成3.2亿美元融资"


@dataclass(frozen=True)
class Case:
    """What one path does to the desk. `error` is the run's line, `kind` the finding of the status (its advice: ADVICE),
    `fates` how the articles end, `reason` a stretch of a fate's reason, `holds` of a text that was read."""

    path: str
    error: str = ""
    kind: str = ""
    fates: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    holds: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.path.strip("/").replace("/", ".") or "root"


def fails(path: str, error: str, kind: str, **fields: Any) -> Case:
    return Case(path, error, kind, fields=fields)


def reads(path: str, articles: int, note: str = "", kind: str = "", unreadable: int = 0) -> Case:
    fates = {"pending": articles} | ({"unreadable": unreadable} if unreadable else {})
    return Case(path, note, kind or ("note" if note else ""), {k: n for k, n in fates.items() if n})


def page(path: str, holds: str = FIRST, kind: str = "", **fields: Any) -> Case:
    """A page that is read although it is odd."""
    return Case(f"/of{path}", "", kind, {"pending": 1}, holds=holds, fields=fields)


def lost(path: str, reason: str, kind: str = "", error: str = "", **fields: Any) -> Case:
    """A page that is no article, or can't be had."""
    return Case(f"/of{path}", error, kind, {"unreadable": 1}, reason, fields=fields)


NOT_HAD = "1 篇没有取到"
CASES = (
    # ---------------------------------------------------------------------------------------------- status and patience
    reads("/feed/ok", 5), reads("/flaky/2", 5), reads("/429/seconds/1", 5), reads("/429/date/1", 5),
    fails("/429/bare", "服务器答 429 (嫌问得太勤)", "too_many"),
    fails("/429/forever", "服务器答 429 (嫌问得太勤)", "too_many"),
    fails("/429/garbage", "服务器答 429 (嫌问得太勤)", "too_many"),
    fails("/429/year", "服务器答 429 (嫌问得太勤), 要求 365 天后再来", "too_many"),
    fails("/status/503", "服务器答 503 (对方暂停服务)", "status"),
    fails("/status/404", "服务器答 404 (没有这个地址)", "gone"),
    fails("/status/410", "服务器答 410 (已经删除)", "gone"),
    fails("/status/403", "服务器答 403 (拒绝访问)", "forbidden"),
    fails("/slow/headers", "2 秒内没有答完", "timeout", timeout=QUICK),
    fails("/slow/body", "2 秒内没有答完", "timeout", timeout=QUICK),
    fails("/slow/hang", "2 秒内没有答完", "timeout", timeout=QUICK),
    fails("/slow/first-byte/20", "2 秒内没有答完", "timeout", timeout=QUICK),
    # ------------------------------------------------------------------------------------------------------- redirects
    reads("/redirect/chain/3", 5), reads("/redirect/relative", 5), Case("/redirect/moved", kind="redirected", fates={"pending": 5}),
    fails("/redirect/loop", "重定向成环", "redirect_loop"),
    fails("/redirect/pingpong/0", "重定向超过 5 次", "redirects"),
    fails("/redirect/nowhere", "服务器答 302 (转走), 没有给出去处", "status"),
    *(fails(f"/ssrf/{name}", "拒绝访问内网地址", "refused") for name in ("internal", "internal6", "decimal", "metadata")),
    *(fails(f"/ssrf/{name}", "不是 http(s) 地址", "refused") for name in ("file", "ftp", "data")),
    Case("/ssrf-feed", "4 条没有地址; 7 篇没有取到", "note", {"pending": 7}),
    page("/ssrf-meta"), lost("/ssrf/internal", "拒绝访问内网地址", error=NOT_HAD),
    # --------------------------------------------------------------------------------------------------- broken framing
    fails("/frame/short", "应答不完整: 收到", "truncated"),
    fails("/frame/enormous", "应答不完整: 收到", "truncated"),
    fails("/frame/no-last-chunk", "应答不完整", "truncated"),
    fails("/frame/bad-chunk", "应答不合规: 分块的长度读不懂", "protocol"),
    fails("/frame/negative", "应答不合规: Content-Length 不是数", "protocol"),
    fails("/frame/two-lengths", "应答不合规: 给出两个不同的 Content-Length", "protocol"),
    fails("/frame/no-answer", "对方没有应答就断开了连接", "connection"),
    fails("/frame/half-header", "对方没有应答就断开了连接", "connection"),
    fails("/frame/not-http", "对方没有应答就断开了连接", "connection"),
    fails("/frame/reset", "连接被对方中断", "connection"),
    fails("/frame/endless", "内容超过 8 MiB 上限", "too_large"),
    reads("/frame/long", 3, "XML 有损坏 (第 2 行"), lost("/frame/short-article", "应答不完整: 收到", error=NOT_HAD),
    fails("/header/huge", "应答不合规: 应答头太大", "protocol"),
    fails("/header/escape", "应答不合规: 应答头里有非法字符", "protocol"),
    reads("/header/many", 5), reads("/header/no-type", 5), reads("/header/wrong-type", 5),
    # ------------------------------------------------------------------------------------------------------ compression
    reads("/gzip/ok", 5), reads("/gzip/lie", 5), reads("/gzip/silent", 5),
    fails("/gzip/bomb/50", "解压后超过 8 MiB 上限", "too_large"),
    fails("/gzip/double-bomb/50", "用了没有要求过的压缩方式: gzip, gzip", "coding"),
    fails("/gzip/truncated", "压缩数据不完整", "coding"), fails("/gzip/corrupt", "压缩数据损坏", "coding"),
    fails("/gzip/unknown", "用了没有要求过的压缩方式: x-chaos", "coding"),
    fails("/gzip/deflate-raw", "用了没有要求过的压缩方式: deflate", "coding"),
    # --------------------------------------------------------------------------------------------------------- charsets
    reads("/charset/gbk", 3), reads("/charset/utf16", 3), reads("/charset/http-xml-conflict", 3),
    reads("/charset/gb2312-label", 2), reads("/charset/nul", 2, "XML 有损坏 (第 2 行"),
    *(reads(f"/charset/{name}", 3, "没有写明编码或写错了, 按") for name in ("gbk-as-utf8", "utf8-as-gbk", "bom-lie", "unknown")),
    page("/charset/html-gbk-meta-late"), page("/charset/html-meta-lie"), page("/charset/html-gbk-none", kind="guessed"),
    page("/charset/double", kind="guessed"), page("/charset/gb18030-four", "𠮷野家与㐀㐁㐂，€100"), page("/charset/nul-article"),
    page("/charset/surrogate", kind="damaged"), page("/charset/invisible", "金额３．２亿元美"),
    page("/charset/cut"), lost("/charset/mixed", "garbled: 编码混乱", "charset"),
    # ----------------------------------------------------------------------------------------------- not what was asked
    fails("/soft/captcha-feed", "要的是列表, 来的是验证码或拦截页", "captcha"),
    fails("/soft/empty", "不是 RSS/Atom/JSON Feed, 而是空的", "not_a_feed"),
    fails("/soft/404", "不是 RSS/Atom/JSON Feed, 而是一个网页", "not_a_feed"),
    fails("/soft/json", "是 JSON, 但不是 JSON Feed", "not_a_feed"),
    Case("/soft/empty-feed", "订阅是空的, 一条也没有", "note"),
    lost("/soft/captcha", "captcha: 页面是验证码或访问拦截页", "captcha"), lost("/soft/login", "paywall: 只有导语"),
    lost("/soft/404", "soft404: 页面不存在"), lost("/soft/shell", "script: 页面靠脚本生成"), lost("/soft/json", "error: 服务器返回的是数据"),
    lost("/soft/empty", "empty: 页面没有内容"), lost("/status/404", "服务器答 404", error=NOT_HAD),
    lost("/slow/hang", "2 秒内没有答完", error=NOT_HAD, timeout=QUICK), lost("/429/year", "要求 365 天后再来", error=NOT_HAD),
    # ---------------------------------------------------------------------------------------------------- heavy, damaged
    fails("/size/page/12", "内容超过 8 MiB 上限", "too_large"), lost("/size/page/12", "内容超过 8 MiB 上限", error=NOT_HAD),
    Case("/size/items/2100", "共 2100 条, 只读前 2000 条", "note", fields={"lookback_days": 1}), reads("/size/title", 2), page("/size/page/1"), page("/size/redos", ""),
    lost("/size/deep/100000", "empty: 页面没有正文"), lost("/size/line/5", "empty: 页面没有正文"),
    lost("/size/attributes", "too heavy: 一个标签带有上千个属性"), lost("/size/table", "empty: 页面没有正文"),
    reads("/xml/broken", 5, "XML 有损坏 (第 2 行第 44 列), 条目可能不全"), reads("/xml/leading-space", 5, "XML 有损坏 (第 4 行"),
    reads("/xml/cut", 2, "XML 有损坏 (第 2 行第 884 列), 条目可能不全; 1 条没有地址"), Case("/xml/deep/20000"),
    Case("/xml/laughs", "XML 里的实体展开过大, 没有展开", "note"), Case("/xml/quadratic", "XML 里的实体展开过大, 没有展开", "note"),
    Case("/xml/xxe-file"), Case("/xml/xxe-http"),
    # -------------------------------------------------------------------------------------------------- hostile content
    reads("/text/terminal-raw", 13, "XML 有损坏 (第 2 行"), page("/text/terminal"), reads("/text/markdown", 21), reads("/text/formula", 10),
    reads("/text/path", 15), reads("/text/sql", 8), reads("/inject/feed", 12), page("/inject/article/1", "忽略之前的所有指令"),
    page("/inject/hidden/1"),
    # --------------------------------------------------------------------------------------------------- times and change
    reads("/clock/server", 5), Case("/clock/skew"), Case("/clock/edge"),
    fails("/cache/always-304", "服务器答 304 (没有变化), 而我们没有存过它", "status"),
    page("/change/noise"), page("/change/article/1", "亿美元融资，由示例资本领投"), page("/change/withdrawn"),
)  # fmt: skip

#: asked a second time: what the run says then, and how many new items it files
TWICE = {
    "/cache/etag": ("unchanged", 0), "/cache/last-modified": ("unchanged", 0), "/cache/stale-etag": ("ok", 1), "/change/title": ("ok", 0),
    "/guid/duplicate": ("ok", 0), "/guid/fresh": ("ok", 0), "/guid/missing": ("ok", 0), "/guid/reuse": ("ok", 0), "/guid/tracking": ("ok", 0),
}  # fmt: skip
ROBOTS = {
    "disallow": ("robots", "robots.txt 不允许采集"),
    "500": ("robots_closed", "robots.txt 取不到: 服务器答 500 (对方出错)"),
    "slow": ("timeout", "2 秒内没有答完"),
    "404": ("", ""), "huge": ("", ""), "html": ("", ""), "garbage": ("", ""),
}  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- the one crawl
@dataclass(frozen=True)
class Seen:
    """What the desk saw after the crawl."""

    crawl: Answer
    seconds: float
    grown: int
    rows: dict[str, dict[str, Any]]
    text: str
    articles: dict[str, list[dict[str, Any]]]
    texts: dict[str, str]
    inside: list[Any]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    from chaos_server import ROUTES, RSS, feed, item, route

    if "/of/" not in ROUTES:  # a feed whose one item is the page that is to be looked at
        route("/of/", "a feed whose one item is that page")(
            lambda h, arg: h.reply(feed([item(1, link=f"{h.server.origin}/{arg}", body="摘要……")]), ctype=RSS)
        )
    home = tmp_path_factory.mktemp("chaos")
    with ExitStack() as stack:
        sites = _sites(stack, [c.path for c in CASES])
        rows = [_row(c.id, sites[c.path].url(c.path), **c.fields) for c in CASES]
        rows += [_row(f"robots.{mode}", _closed(stack, mode).url("/feed/ok"), timeout=QUICK) for mode in ROBOTS]
        rows += [_row("certificate", _tls(stack)), _row("nobody", f"http://127.0.0.1:{_free_port()}/feed")]
        _sources(home, rows)
        before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        crawl = command("crawl", home=home)
        seconds = time.monotonic() - started
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        yield _looked(home, crawl, seconds, grown, [hit for s in sites.values() for hit in s.internal_hits()])


def _sites(stack: ExitStack, paths: list[str]) -> dict[str, Any]:
    """A server a path, so that none waits for another and no two list the same addresses."""
    from chaos_server import ChaosServer

    return {p: stack.enter_context(ChaosServer(internal="ssrf" in p or "xxe" in p)) for p in paths}


def _closed(stack: ExitStack, mode: str) -> Any:
    from chaos_server import ChaosServer

    site = stack.enter_context(ChaosServer(internal=False))
    site.robots_mode = mode
    return site


def _tls(stack: ExitStack) -> str:
    from chaos_server import ChaosServer

    site = ChaosServer(internal=False)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ROOT / "tests" / "servers" / "self_signed.pem")
    site.socket = context.wrap_socket(site.socket, server_side=True, do_handshake_on_connect=False)
    stack.enter_context(site)
    return str(site.url("/feed/ok")).replace("http:", "https:")


def _free_port() -> int:
    with closing(socket.socket()) as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _row(name: str, url: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "name": "某站", "kind": "feed", "url": url, **fields}


def _sources(home: Path, rows: list[dict[str, Any]]) -> None:
    import json

    (home / "sources.yaml").write_text(json.dumps({"sources": rows}, ensure_ascii=False), encoding="utf-8")


def _looked(home: Path, crawl: Answer, seconds: float, grown: int, inside: list[Any]) -> Seen:
    status = command("status", "--json", home=home).json()
    articles: dict[str, list[dict[str, Any]]] = {}
    for row in command("articles", "--json", home=home).json():
        articles.setdefault(row["source"], []).append(row)
    with closing(sqlite3.connect(home / "db" / "digest.db")) as db:
        texts = dict(db.execute("select article, text from texts"))
    text = command("status", home=home).out
    return Seen(crawl, seconds, grown, {s["id"]: s for s in status["sources"]}, text, articles, texts, inside)


# ------------------------------------------------------------------------------------------------------------------ the tests
def test_every_misbehaviour_stands_in_a_table() -> None:
    from chaos_server import ROUTES

    shown = [c.path.removeprefix("/of") for c in CASES] + list(TWICE)
    untold = [p for p in ROUTES if not any(s == p or (p.endswith("/") and s.startswith(p)) for s in shown)]
    assert [p for p in untold if p not in ("/article/", "/inject/list", "/of/")] == []


def test_some_sources_fail_and_the_scheduler_is_told_so(seen: Seen) -> None:
    assert seen.crawl.code == 3
    assert "Traceback" not in seen.crawl.out + seen.crawl.err


def test_nothing_hangs_nothing_swells_and_nothing_inside_is_reached(seen: Seen) -> None:
    assert seen.seconds < 60
    assert seen.grown < 400  # MiB, the misbehaving servers' own included
    assert seen.inside == []


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_what_the_desk_sees(seen: Seen, case: Case) -> None:
    _says(seen, case.id, case.error, case.kind, failed=not case.fates and case.kind not in ("", "note"))
    articles = seen.articles.get(case.id, [])
    if case.fates:
        assert Counter(a["fate"] for a in articles) == case.fates
        assert case.reason in articles[0]["fate_reason"]
        assert not any("�" in a["title"] or "\x1b" in a["title"] for a in articles)
    if case.holds:
        assert case.holds in seen.texts[articles[0]["id"]]


def _says(seen: Seen, name: str, error: str, kind: str, *, failed: bool) -> None:
    """One line in the run, one row in the status, each with what to do."""
    row = seen.rows[name]
    assert row["status"] == ("failed" if failed else "ok")
    lines = [line for line in seen.crawl.out.splitlines() if line.startswith(f"{name}: ")]
    assert len(lines) == bool(error)
    if error:
        assert lines[0].startswith(f"{name}: {error}")
        assert " —— " in lines[0]
        assert not re.search(r"[A-Z]\w+(?:Error|Exception)|bytearray|Errno|<unknown>", lines[0])
    told = {w["kind"]: w for w in row["wrong"]}
    assert set(told) - {"stale", "silent"} == ({kind} if kind else set())
    if kind:
        assert ADVICE[kind] in told[kind]["advice"]
        assert f"{told[kind]['message']} —— {told[kind]['advice']}" in " ".join(seen.text.split())


@pytest.mark.parametrize("mode", ROBOTS)
def test_what_the_desk_sees_of_a_robots_txt(seen: Seen, mode: str) -> None:
    kind, error = ROBOTS[mode]
    _says(seen, f"robots.{mode}", error, kind, failed=bool(kind))
    assert len(seen.articles.get(f"robots.{mode}", [])) == (0 if kind else 5)


def test_what_the_desk_sees_of_a_bad_certificate_and_of_a_closed_door(seen: Seen) -> None:
    _says(seen, "certificate", "对方的证书", "certificate", failed=True)
    _says(seen, "nobody", "对方拒绝连接", "connection", failed=True)


def test_what_is_asked_again_is_filed_once(tmp_path: Path) -> None:
    with ExitStack() as stack:
        sites = _sites(stack, list(TWICE))
        _sources(tmp_path, [_row(p.strip("/").replace("/", "."), sites[p].url(p)) for p in TWICE])
        first = {r["id"]: r for r in command("crawl", "--json", home=tmp_path).json()["sources"]}
        again = {r["id"]: r for r in command("crawl", "--json", home=tmp_path).json()["sources"]}
    for path, (status, new) in TWICE.items():
        name = path.strip("/").replace("/", ".")
        assert first[name]["new"] > 0, name
        assert (again[name]["status"], again[name]["new"]) == (status, new), name
