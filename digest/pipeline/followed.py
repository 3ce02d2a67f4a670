"""The further pages of an article that an analyst handed in by its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from digest import fetch
from digest.executor import Killable, fetchers
from digest.model import Article, Page, Request, Source
from digest.pipeline.crawl.further import Gathered, gathered
from digest.pipeline.shared import Desk
from digest.pipeline.side_by_side import SideBySide
from digest.text import origin_of


def followed(desk: Desk, given: str, page: Page, article: Article) -> Gathered:
    """The article with the pages that follow `page`. Nobody typed their addresses, so they are asked for as a crawl asks; those
    of a file are not asked for."""
    if not article.next_url:
        return Gathered(article)
    if not given.startswith(("http://", "https://")):
        return Gathered(replace(article, next_url="", flags=(*article.flags, "incomplete: 还有下一页, 没有交来")))
    private, done = frozenset([origin_of(given)]), list[Gathered]()

    def asks(url: str, held: Mapping[str, str]) -> Request:
        return Request(url, article.source, "page", held["etag"], held["last_modified"], private=private)

    source = next((s for s in desk.sources if s.id == article.source), Source("import", article.credit, "import", ""))
    with fetchers(1) as threads, Killable(processes=1) as workers:
        lanes = SideBySide[Gathered](threads, workers, fetch.Policy(), {article.source: source.min_interval})
        chain = gathered(desk, source, page, article, asks)
        lanes.run({article.source: chain}, lambda _, found: done.append(found))
    return done[0]
