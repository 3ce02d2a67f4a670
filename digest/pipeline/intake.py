"""What an analyst hands in: an address, a saved page (HTML, MHTML), a text, a PDF. Archived and checked as crawled ones."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

from digest import extract, fetch
from digest.errors import DigestError, NotFound, UsageError
from digest.executor import Killable, TooHeavy
from digest.extract import Reading, saved_page
from digest.model import Article, Entry, Failure, Moment, Page, Request, Source
from digest.pipeline.crawl.further import Gathered
from digest.pipeline.followed import followed
from digest.pipeline.pdf import PdfText, pdf_text
from digest.pipeline.shared import Desk
from digest.text import canonical_url, digest_of, fold, one_line, origin_of, short_id

#: bytes: what a person hands in may be larger than what a stranger sends, but not endless
LARGEST = 32 * 1024 * 1024
_HTML = (".html", ".htm", ".xhtml", ".shtml")
_PDF = b"%PDF-"
#: how files begin that hold no text we can read, and what they are
_OTHERS = (
    (b"PK\x03\x04", "是 Word、Excel 或压缩文件"), (b"\xd0\xcf\x11\xe0", "是旧式 Word 或 Excel 文件"),
    (b"{\\rtf", "是 RTF 文件"), (b"\x89PNG", "是图片"), (b"\xff\xd8\xff", "是图片"), (b"GIF8", "是图片"),
    (b"RIFF", "是图片或音像"), (b"\x1f\x8b", "是压缩文件"), (b"SQLite format", "是数据库"),
)  # fmt: skip
_AGAIN = "在浏览器里打开后另存为网页再交来"
_MENDS = {
    "captcha": f"通过验证, {_AGAIN}", "waf": _AGAIN, "script": f"等正文出来, {_AGAIN}",
    "paywall": f"登录后打开全文, {_AGAIN}", "login": f"登录后打开, {_AGAIN}",
    "deleted": "发布方撤下了它: 换一家的报道, 或交来撤下前存的网页", "soft404": "核对网址, 或在网站上重新找到它",
    "list": "点进其中一篇再交来", "garbled": "把文字复制成 UTF-8 的 .txt 再交来",
}  # fmt: skip
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one thing handed in: the article as filed, and whether it was there already."""

    given: str
    article: Article
    known: bool = False


def take_in(desk: Desk, given: str, *, credit: str = "", published: datetime | None = None, stdin: bytes = b"") -> Taken:
    """File one address, file or (`-`) standard input. Raises NotFound, UsageError for what can't be used, DigestError for a
    page that is no article (a block page, a deleted one)."""
    name = "标准输入" if given == "-" else given
    page = _page(desk, given, name, stdin)
    article = _read(desk, page, name, credit)
    if published:
        article = replace(article, published=Moment(published, "minute"))
    if article.problem:
        word, _, said = article.problem.partition(": ")
        raise DigestError(f"{name}: {said or word} —— {_MENDS.get(word, '另存为完整的网页, 或把文字复制成 .txt 再交来')}")
    _complete(name, article)
    known = bool(desk.store.articles.known([article.url]))
    if known:
        return Taken(given, article, known)
    found = followed(desk, given, page, article)
    _file(desk, page, found)
    return Taken(given, found.article)


def _complete(name: str, article: Article) -> None:
    if not article.credit:
        raise UsageError(f"{name}: 看不出是谁发布的 —— 加上 --credit 名称 (按报告中的写法)")
    if article.published is None:
        raise UsageError(f"{name}: 看不出何时发布 —— 加上 --published 2026-02-27T19:02")


def _file(desk: Desk, page: Page, found: Gathered) -> None:
    article = found.article
    source = Source(article.source, article.credit, "import", "")
    entry = Entry(article.url, article.title, article.published, article.author)
    with desk.store.write():
        desk.store.articles.listed(source, [entry], desk.now, datetime.min.replace(tzinfo=desk.now.tzinfo))
        desk.store.articles.fetched(article.id, desk.store.archive.keep(page, article.source, desk.now))
        desk.store.articles.read(article.id, article, desk.now)
        desk.store.pieces.further(article.id, found.captures)


# ---------------------------------------------------------------------------------------------------------------- bytes
def _page(desk: Desk, given: str, name: str, stdin: bytes) -> Page:
    """What was given, as a page."""
    if given.startswith(("http://", "https://")):
        # typed by a person, so its own host may be private; one page for a person is no crawl
        answer = fetch.get(Request(given, "import", "page", private=frozenset([origin_of(given)])))
        if isinstance(answer, Failure):
            raise DigestError(f"{name}: {answer.message} —— {_AGAIN}")
        return _made(desk, name, _text_of_pdf(name, answer.body), canonical_url(given)) if answer.body[:5] == _PDF else answer
    body = stdin if given == "-" else _bytes(given)
    if len(body) > LARGEST:
        raise _too_large(name)
    if not body.strip():
        raise UsageError(f"{name}: 是空的")
    return _saved(desk, name, body)


def _bytes(given: str) -> bytes:
    path = Path(unquote(urlsplit(given).path)) if given.startswith("file://") else Path(given).expanduser()
    try:
        if path.is_dir():
            raise UsageError(f"{given}: 是文件夹 —— 给出其中的文件, 例如 {path / '*.html'}")
        if path.stat().st_size > LARGEST:  # said without reading it
            raise _too_large(given)
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(f"{given}: 没有这个文件 —— 给出存在的文件或 http(s) 网址") from None
    except PermissionError:
        raise NotFound(f"{given}: 没有读它的权限") from None
    except (OSError, ValueError) as error:
        raise NotFound(f"{given}: 读不了 ({one_line(str(error))[:100]}) —— 给出存在的文件或 http(s) 网址") from None


def _too_large(name: str) -> UsageError:
    return UsageError(f"{name}: 超过 {LARGEST // 2**20} MiB —— 只交来那一篇文章")


def _saved(desk: Desk, name: str, body: bytes) -> Page:
    suffix = Path(name).suffix.lower()
    if body[:5] == _PDF:
        return _made(desk, name, _text_of_pdf(name, body))
    if kind := next((said for mark, said in _OTHERS if body.startswith(mark)), ""):
        raise UsageError(f"{name}: {kind}, 不能直接收 —— 把文字复制成 .txt, 或另存为网页或 PDF 再交来")
    if saved := saved_page(body.lstrip()):
        url = canonical_url(saved.url) or _address(saved.body)
        return Page(url, url, 200, (("Content-Type", saved.content_type),), saved.body, desk.now)
    if suffix in (".mht", ".mhtml"):
        raise UsageError(f"{name}: 不是完整的 MHTML —— 在浏览器里重新另存 (网页, 单个文件)")
    head = body[:4000].lower()
    if suffix in _HTML or b"<html" in head or b"<!doctype html" in head:
        return Page(_address(body), _address(body), 200, (("Content-Type", "text/html"),), body, desk.now)
    decoded = extract.decode(body)
    odd = decoded.errors + sum(ch < " " and ch not in "\t\n\r\f" for ch in decoded.text)
    if odd * 50 > len(decoded.text):
        raise UsageError(f"{name}: 不是网页、文字或 PDF —— 把文字复制成 .txt 再交来")
    return _made(desk, name, decoded.text)


def _address(body: bytes) -> str:
    return f"import:{digest_of(body)[:24]}"


def _made(desk: Desk, name: str, text: str, url: str = "") -> Page:
    """A text as a page of its own: the first line is its title, each further line a paragraph."""
    lines = [line for line in map(one_line, text.splitlines()) if line]
    if len(lines) < 2:
        raise UsageError(f"{name}: 第一行写标题, 以下写正文")
    paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in lines[1:])
    title = html.escape(lines[0])
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    body = f"<html>{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>".encode()
    address = url or _address(text.encode())
    return Page(address, address, 200, (("Content-Type", "text/html; charset=utf-8"),), body, desk.now)


def _text_of_pdf(name: str, body: bytes) -> str:
    found: PdfText = _apart(name, pdf_text, body)
    if found.problem:
        raise UsageError(f"{name}: {found.problem}")
    return found.text


def _apart(name: str, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The work done in a process that may be killed."""
    with Killable(processes=1) as worker:
        try:
            return worker.submit(fn, *args, **kwargs).result()
        except TooHeavy as error:
            raise DigestError(f"{name}: 太重, 解析{error} —— 把文字复制成 .txt 再交来") from None


# -------------------------------------------------------------------------------------------------------------- article
def _read(desk: Desk, page: Page, name: str, credit: str) -> Article:
    address = page.final_url if "://" in page.final_url else ""
    host = urlsplit(address).netloc
    known = next((s for s in desk.sources if host and urlsplit(s.url).netloc == host), None)
    rules: dict[str, Any] = {"selectors": known.selectors, "timezone": known.timezone} if known else {}
    reading: Reading = _apart(
        name, extract.read, page.body, url=address, content_type=page.header("content-type"), now=desk.now, **rules
    )
    url = canonical_url(page.url) or reading.canonical or page.url
    printed = credit or _credit(desk, known, reading.account, reading.source)
    source = next((s.id for s in desk.sources if fold(s.name) == fold(printed)), "import")
    return Article(
        id=short_id("a", url), source=source, url=url, credit=printed, title=reading.title, text=reading.text,
        lang=reading.lang, published=reading.published, author=reading.author, origin=reading.source,
        problem=reading.problem, decode_errors=reading.decode_errors, next_url=reading.next_url,
        parts=reading.parts, flags=tuple(_flags(reading)),
    )  # fmt: skip


def _flags(reading: Reading) -> Iterator[str]:
    if reading.charset:
        yield f"charset: 没有写明编码或写错了, 按 {reading.charset} 读"


def _credit(desk: Desk, known: Source | None, account: str, stated: str) -> str:
    """As the report prints it: 某某微信公众号 for a WeChat page, the name of the source list for a host that we know, else what
    the page itself names."""
    if account:
        return account if account.endswith("公众号") else f"{account}微信公众号"
    return known.name if known else desk.names.canonical(stated)
