"""What an analyst hands in: an address, a saved page (HTML, MHTML), a text, a PDF. Archived and checked as crawled ones."""

from __future__ import annotations

import email
import email.policy
import html
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from digest import extract, fetch
from digest.errors import DigestError, NotFound, UsageError
from digest.executor import Killable, TooHeavy
from digest.model import Article, Entry, Failure, Moment, Page, Request, Source
from digest.pipeline.shared import Desk
from digest.text import canonical_url, digest_of, fold, one_line, origin_of, short_id

#: bytes: what a person hands in may be larger than what a stranger sends, but not endless
LARGEST = 32 * 1024 * 1024
_HTML = (".html", ".htm", ".xhtml", ".shtml")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one thing handed in: the article as filed, and whether it was there already."""

    given: str
    article: Article
    known: bool = False


def take_in(desk: Desk, given: str, *, credit: str = "", published: datetime | None = None, stdin: bytes = b"") -> Taken:
    """File one address, file or (`-`) standard input. Raises NotFound, UsageError for what can't be used, DigestError for a
    page that is no article (a block page, a deleted one)."""
    page, typed = _page(desk, given, stdin)
    article = _read(desk, page, given, credit)
    if published:
        article = replace(article, published=Moment(published, "minute"))
    if article.problem:
        raise DigestError(
            f"{given}: {article.problem} —— 在浏览器里打开后另存为网页再交来" if typed else f"{given}: {article.problem}"
        )
    _complete(given, article)
    known = bool(desk.store.articles.known([article.url]))
    if not known:
        _file(desk, page, article)
    return Taken(given, article, known)


def _complete(given: str, article: Article) -> None:
    if not article.credit:
        raise UsageError(f"{given}: 看不出是谁发布的 —— 加上 --credit 名称 (按报告中的写法)")
    if article.published is None:
        raise UsageError(f"{given}: 看不出何时发布 —— 加上 --published 2026-02-27T19:02")


def _file(desk: Desk, page: Page, article: Article) -> None:
    source = Source(article.source, article.credit, "import", "")
    entry = Entry(article.url, article.title, article.published, article.author)
    with desk.store.write():
        desk.store.articles.listed(source, [entry], desk.now, datetime.min.replace(tzinfo=desk.now.tzinfo))
        desk.store.articles.fetched(article.id, desk.store.archive.keep(page, article.source, desk.now))
        desk.store.articles.read(article.id, article, desk.now)


# ---------------------------------------------------------------------------------------------------------------- bytes
def _page(desk: Desk, given: str, stdin: bytes) -> tuple[Page, bool]:
    """The bytes as a page, and whether they came from an address."""
    if given.startswith(("http://", "https://")):
        # typed by a person, so its own host may be private; one page for a person is no crawl
        answer = fetch.get(Request(given, "import", "page", private=frozenset([origin_of(given)])))
        if isinstance(answer, Failure):
            raise DigestError(f"{given}: {answer.message} —— 在浏览器里打开后另存为网页再交来")
        return answer, True
    body = stdin if given == "-" else _bytes(Path(given))
    if len(body) > LARGEST:
        raise UsageError(f"{given}: 超过 {LARGEST // 2**20} MiB")
    if not body.strip():
        raise UsageError(f"{given}: 是空的")
    return _saved(desk, given, body), False


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror or error} —— 给出存在的文件或 http(s) 网址") from None


def _saved(desk: Desk, given: str, body: bytes) -> Page:
    suffix = Path(given).suffix.lower()
    if body[:5] == b"%PDF-":
        return _made(desk, given, _pdf_text(given, body))
    if suffix in (".mht", ".mhtml") or b"multipart/related" in body[:4000]:
        return _mhtml(desk, given, body)
    if suffix in _HTML or b"<html" in body[:4000].lower() or b"<!doctype html" in body[:4000].lower():
        return Page(_address(body), _address(body), 200, (("Content-Type", "text/html"),), body, desk.now)
    return _made(desk, given, extract.decode(body).text)


def _address(body: bytes) -> str:
    return f"import:{digest_of(body)[:24]}"


def _made(desk: Desk, given: str, text: str) -> Page:
    """A text as a page of its own: the first line is its title, each further line a paragraph."""
    lines = [line for line in map(one_line, text.splitlines()) if line]
    if len(lines) < 2:
        raise UsageError(f"{given}: 第一行写标题, 以下写正文")
    paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in lines[1:])
    title = html.escape(lines[0])
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    body = f"<html>{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>".encode()
    url = _address(text.encode())
    return Page(url, url, 200, (("Content-Type", "text/html; charset=utf-8"),), body, desk.now)


def _mhtml(desk: Desk, given: str, body: bytes) -> Page:
    message = email.message_from_bytes(body, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                told = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
                url = canonical_url(told) or _address(content)
                kind = f"text/html; charset={part.get_content_charset() or ''}".removesuffix("; charset=")
                return Page(url, url, 200, (("Content-Type", kind),), content, desk.now)
    raise UsageError(f"{given}: MHTML 里没有网页")


def _pdf_text(given: str, body: bytes) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PdfReadError
    except ImportError:
        raise UsageError(f"{given}: 读 PDF 要装 pypdf —— pip install 'digest[pdf]', 或把文字复制成 .txt") from None
    from io import BytesIO

    try:
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages[:200])
    except (PdfReadError, ValueError, KeyError, RecursionError) as error:
        raise UsageError(f"{given}: 读不了这个 PDF: {one_line(str(error))[:100]}") from None
    if not text.strip():
        raise UsageError(f"{given}: PDF 里没有文字 (是扫描件) —— 把文字录成 .txt 再交来")
    return text


# -------------------------------------------------------------------------------------------------------------- article
def _read(desk: Desk, page: Page, given: str, credit: str) -> Article:
    with Killable(processes=1) as worker:
        try:
            reading = worker.submit(
                extract.read, page.body, url=page.final_url if "://" in page.final_url else "",
                content_type=page.header("content-type"), now=desk.now,
            ).result()  # fmt: skip
        except TooHeavy as error:
            raise DigestError(f"{given}: 页面太重, 解析{error}") from None
    url = canonical_url(page.url) or reading.canonical or page.url
    name = credit or _credit(desk, url, reading.account, reading.source)
    source = next((s.id for s in desk.sources if fold(s.name) == fold(name)), "import")
    return Article(
        id=short_id("a", url), source=source, url=url, credit=name, title=reading.title, text=reading.text, lang=reading.lang,
        published=reading.published, author=reading.author, origin=reading.source, problem=reading.problem,
        decode_errors=reading.decode_errors,
    )  # fmt: skip


def _credit(desk: Desk, url: str, account: str, stated: str) -> str:
    """As the report prints it: 某某微信公众号 for a WeChat page, the name of the source list for a host that we know, else what
    the page itself names."""
    if account:
        return account if account.endswith("公众号") else f"{account}微信公众号"
    host = urlsplit(url).netloc
    known = next((s.name for s in desk.sources if host and urlsplit(s.url).netloc == host), "")
    return known or desk.names.canonical(stated)
