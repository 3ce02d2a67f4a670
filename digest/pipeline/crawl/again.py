"""Pages of recent stories, looked at again: a changed text or a deletion reopens what rests on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from digest import extract
from digest.model import Article, Failure, Page, Source
from digest.pipeline.crawl.asking import ask
from digest.pipeline.crawl.further import Gathered, gathered
from digest.pipeline.crawl.pages import page_request
from digest.pipeline.shared import Desk
from digest.pipeline.side_by_side import Aside, Call, Chain, Settled
from digest.store.corrections import Seen

#: how old a story may be, and how long a look is good for
RECENT, GOOD_FOR = timedelta(days=8), timedelta(hours=20)


def look_again(desk: Desk, source: Source) -> Chain[int]:
    """Asks for the pages that drafts of recent stories rest on, conditionally; returns how many were asked for."""
    if source.feed_text == "only" or source.kind == "import":
        return 0
    due = desk.store.corrections.recent(source.id, desk.now - RECENT, desk.now - GOOD_FOR)
    paged: list[tuple[Seen, Page, Article]] = []
    for seen in due:
        answer = yield from ask(desk, page_request(source, seen.url, desk.store.archive.validators(seen.url)))
        if isinstance(answer, Failure) and answer.kind == "gone":
            _deleted(desk, seen, "页面已不存在")
        elif isinstance(answer, Page) and (answer.status == 200 or desk.store.pieces.is_paged(seen.id)):
            page = answer if answer.status == 200 else desk.store.archive.page(seen.capture)
            call = Call(extract.article, (page, source, seen.entry, desk.now, desk.outlets))
            yield Aside(call, _compared(desk, source, seen, page, paged))
        elif isinstance(answer, Page):
            with desk.store.write():
                desk.store.corrections.looked(seen.id, desk.now)
    yield Settled()
    for seen, page, first in paged:
        found = yield from gathered(desk, source, page, first, lambda url, held: page_request(source, url, held))
        _settle(desk, source, seen, page, found)
    return len(due)


def _compared(
    desk: Desk, source: Source, seen: Seen, page: Page, paged: list[tuple[Seen, Page, Article]]
) -> Callable[[Article | Failure], None]:
    def then(article: Article | Failure) -> None:
        if isinstance(article, Failure) or (article.problem and not article.problem.startswith("deleted")):
            return  # a block page says nothing of the article; it is looked at again next time
        if article.problem:
            _deleted(desk, seen, article.problem)
        elif article.next_url:
            paged.append((seen, page, article))
        else:
            _settle(desk, source, seen, page, Gathered(article))

    return then


def _settle(desk: Desk, source: Source, seen: Seen, page: Page, found: Gathered) -> None:
    """File a look at an article: its publisher changed it, or not. A page that can't be had just now is no change."""
    article, before = found.article, desk.store.articles.get([seen.id])[seen.id]
    if found.incomplete and len(article.text) < len(before.text):
        return
    with desk.store.write():
        capture = desk.store.archive.keep(page, source.id, desk.now)
        desk.store.archive.remember(page, source.id, capture)
        desk.store.corrections.looked(seen.id, desk.now)
        if article.document != before.document:
            desk.store.articles.fetched(seen.id, capture)
            desk.store.corrections.reread(seen.id, article)
            texts = (before.document, article.document)
            desk.store.corrections.add(seen.id, desk.now, "changed", (seen.capture, capture), texts)
        if found.captures:
            desk.store.pieces.further(seen.id, found.captures)


def _deleted(desk: Desk, seen: Seen, why: str) -> None:
    """The archived page stays as evidence of what stood there; the desk is told."""
    with desk.store.write():
        desk.store.corrections.looked(seen.id, desk.now)
        if not desk.store.corrections.was_deleted(seen.id):
            desk.store.corrections.add(seen.id, desk.now, "deleted", (seen.capture, None), ("", why))
