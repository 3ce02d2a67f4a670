"""Article pages: asked for once, archived as they came, read in a process that may be killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from digest import connectors, extract
from digest.model import Article, Failure, Page, Request, Source
from digest.pipeline.crawl.asking import ask
from digest.pipeline.crawl.further import gathered
from digest.pipeline.shared import Desk
from digest.pipeline.side_by_side import Aside, Call, Chain, Settled
from digest.store.articles import Unread

#: hours until a page that could not be read is asked for again, by the number of tries; after the last it is given up
RETRY_HOURS = (2, 8, 24, 72)


def pages(desk: Desk, source: Source) -> Chain[int]:
    """The pages of all items that are still to be read; returns how many could not be had."""
    missed = 0
    paged: list[tuple[Unread, Page, Article]] = []
    for item in desk.store.articles.unread(source.id, desk.now):
        if source.feed_text == "only":
            yield Aside(Call(extract.from_feed, (item.entry, source, desk.now)), _read(desk, item))
            continue
        if item.capture is not None:  # archived before a crash
            page: Page | Failure = desk.store.archive.page(item.capture)
        else:
            page = yield from ask(desk, page_request(source, item.entry.url))
        if isinstance(page, Failure):
            missed += 1
            if item.entry.content:
                call = Call(extract.from_feed, (item.entry, source, desk.now))
                yield Aside(call, _fallback(desk, item, page))
            else:
                _miss(desk, item, page)
            continue
        if item.capture is None:
            with desk.store.write():
                capture = desk.store.archive.keep(page, source.id, desk.now)
                desk.store.archive.remember(page, source.id, capture)
                desk.store.articles.fetched(item.id, capture)
        yield Aside(Call(extract.article, (page, source, item.entry, desk.now, desk.outlets)), _read(desk, item, page, paged))
    yield Settled()
    for item, page, first in paged:
        found = yield from gathered(desk, source, page, first, lambda url, held: page_request(source, url, held))
        with desk.store.write():
            desk.store.articles.read(item.id, found.article, desk.now)
            desk.store.pieces.further(item.id, found.captures)
    return missed


def page_request(source: Source, url: str, held: Mapping[str, str] | None = None) -> Request:
    """A request for an article's page, conditional where a copy is held."""
    known = held or {"etag": "", "last_modified": ""}
    return Request(url, source.id, "page", known["etag"], known["last_modified"], private=connectors.private_origins(source))


def _read(
    desk: Desk, item: Unread, page: Page | None = None, paged: list[tuple[Unread, Page, Article]] | None = None
) -> Callable[[Article | Failure], None]:
    """Files what was read; what goes on on a further page is put aside in `paged`, so that a crash leaves it unread."""

    def then(article: Article | Failure) -> None:
        if isinstance(article, Failure):
            with desk.store.write():
                desk.store.articles.missed(item.id, replace(article, message=f"too heavy: {article.message}"), None)
            return
        if article.next_url and page is not None and paged is not None:
            paged.append((item, page, article))
            return
        with desk.store.write():
            desk.store.articles.read(item.id, article, desk.now, _again(desk, item, article.problem))

    return then


def _again(desk: Desk, item: Unread, problem: str) -> datetime | None:
    """A block page may go away, so it's asked for again; what is no article stays none."""
    if problem.split(":", maxsplit=1)[0] not in ("captcha", "blocked", "waf") or item.tries >= len(RETRY_HOURS):
        return None
    return desk.now + timedelta(hours=RETRY_HOURS[item.tries])


def _fallback(desk: Desk, item: Unread, failure: Failure) -> Callable[[Article | Failure], None]:
    """The feed's own text stands in for a page that can't be had, when it is a text and no excerpt."""

    def then(article: Article | Failure) -> None:
        if isinstance(article, Failure) or article.problem:
            _miss(desk, item, failure)
        else:
            with desk.store.write():
                desk.store.articles.read(item.id, article, desk.now)

    return then


def _miss(desk: Desk, item: Unread, failure: Failure) -> None:
    tries = item.tries if failure.kind != "gone" else max(item.tries, len(RETRY_HOURS) - 1)
    later = desk.now + timedelta(hours=RETRY_HOURS[tries]) if tries < len(RETRY_HOURS) else None
    if failure.kind == "refused":
        later = None
    if later and failure.not_before:
        later = max(later, failure.not_before)
    with desk.store.write():
        desk.store.articles.missed(item.id, failure, later)
