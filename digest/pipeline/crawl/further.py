"""The further pages of a paged article: asked for as any page, archived, and joined into the one article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from digest import extract
from digest.extract import Reading
from digest.model import Article, Failure, Page, Request, Source
from digest.pipeline.crawl.asking import ask
from digest.pipeline.shared import Desk
from digest.pipeline.side_by_side import Call, Chain
from digest.text import canonical_url, origin_of

#: pages of one article, the first one counted
MOST_PAGES = 10
#: a request for an address, conditional where validators of a copy are given
Asks = Callable[[str, Mapping[str, str]], Request]


@dataclass(frozen=True, slots=True)
class Gathered:
    """An article of all its pages that could be had, and their captures but the first one's."""

    article: Article
    captures: tuple[int, ...] = ()

    @property
    def incomplete(self) -> bool:
        """Whether a page is missing."""
        return any(flag.startswith("incomplete") for flag in self.article.flags)


def gathered(desk: Desk, source: Source, page: Page, first: Article, asks: Asks) -> Chain[Gathered]:
    """The article of a first page with all the pages that follow it. A page that can't be had leaves it incomplete, which its
    flags say; a link back to an earlier page, or to another article, ends it."""
    seen = {canonical_url(u) for u in (page.url, page.final_url, first.url)}
    article, captures, missing = first, list[int](), ""
    while (address := article.next_url) and address not in seen:
        number = len(captures) + 2
        if number > MOST_PAGES:
            missing = f"只取前 {MOST_PAGES} 页"
            break
        got = yield from _page(desk, source, asks(address, desk.store.archive.validators(address)), first)
        if isinstance(got, Failure):
            missing = f"第 {number} 页: {got.message}"
            break
        capture, landed, reading = got
        more = None if landed in seen else extract.joined(article, reading)
        if more is None:
            break
        seen |= {address, landed}
        captures.append(capture)
        article = replace(more, next_url=reading.next_url)
    flags = (*first.flags, f"incomplete: {missing}") if missing else first.flags
    return Gathered(replace(article, next_url="", flags=flags), tuple(captures))


def _page(desk: Desk, source: Source, request: Request, first: Article) -> Chain[tuple[int, str, Reading] | Failure]:
    """A further page: its capture, the address it came from and what it says; the archived one where it hasn't changed."""
    answer = yield from ask(desk, request)
    held = desk.store.archive.held(request.url) if isinstance(answer, Page) and answer.status == 304 else None
    if held:
        capture, page = held
    elif isinstance(answer, Failure):
        return answer
    else:
        page = answer
        if origin_of(page.final_url) != origin_of(request.url):
            return Failure(request.url, "moved", "转到了别的网站")
        with desk.store.write():
            capture = desk.store.archive.keep(page, first.source, desk.now)
            desk.store.archive.remember(page, first.source, capture)
    reading: Reading | Failure = yield Call(extract.further, (page, source, desk.now))
    if isinstance(reading, Failure):
        return reading
    if reading.problem:
        return Failure(request.url, "unread", reading.problem)
    return capture, canonical_url(page.final_url), reading
