"""Page or feed entry, source and list entry together: the record that is stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from digest.extract.feed import feed_text
from digest.extract.origin import known_name
from digest.extract.published import reconciled
from digest.extract.reading import Reading, read
from digest.extract.title import agree
from digest.model import Article, Entry, Moment, Page, Source
from digest.text import canonical_url, fold, language, short_id

_WITHDRAWN = ("deleted", "soft404")


def article(
    page: Page, source: Source, entry: Entry | None, now: datetime, aliases: Mapping[str, str] | None = None
) -> Article:
    """The article of a fetched page, completed by what the list told of it.

    Where the page is none, or holds less of the text than the feed, the feed's own text stands in when it is whole.
    `aliases` maps spellings of outlets to the names that the desk prints.
    """
    got = read(
        page.body,
        url=page.final_url or page.url,
        content_type=page.header("content-type"),
        now=now,
        selectors=source.selectors,
        timezone=source.timezone,
        min_chars=source.min_chars,
        must_contain=source.must_contain,
    )
    found = _found(got, source, entry, page, aliases or {})
    return _fuller(found, from_feed(entry, source, now)) if entry and (entry.content or entry.summary) else found


def _found(got: Reading, source: Source, entry: Entry | None, page: Page, aliases: Mapping[str, str]) -> Article:
    url = canonical_url(entry.url if entry else page.url)
    return Article(
        id=short_id("a", url),
        source=source.id,
        url=url,
        credit=source.name,
        title=got.title or (entry.title if entry else ""),
        text=got.text,
        lang=got.lang,
        published=_time(got, source, entry),
        author=got.author or (entry.author if entry else ""),
        origin=_origin(got, source, aliases),
        problem=got.problem,
        decode_errors=got.decode_errors,
    )


def _time(got: Reading, source: Source, entry: Entry | None) -> Moment | None:
    """The time of page and list; doubted when their titles say that they are two versions of the article, or two articles."""
    moment = reconciled(got.published, entry.published if entry else None, source.timezone)
    if moment and not moment.flag and entry and not got.problem and not agree(got.title, entry.title):
        return replace(moment, flag="feed-page-title")
    return moment


def _origin(got: Reading, source: Source, aliases: Mapping[str, str]) -> str:
    """The first named source that is not the publisher himself, else the first one, as the desk prints it."""
    names = [known_name(name, aliases) for name in got.origins]
    own = {fold(source.name), fold(known_name(source.name, aliases))}
    return next((name for name in names if fold(name) not in own), names[0] if names else "")


def _fuller(page: Article, feed: Article) -> Article:
    """The article with the feed's text where that is whole and the page's is not."""
    if feed.problem or page.problem.startswith(_WITHDRAWN):
        return page
    shorter = len(page.text) < 0.6 * len(feed.text) and fold(page.text[:40]) in fold(feed.text)
    if page.problem:
        return replace(feed, published=feed.published or page.published)
    return replace(page, text=feed.text, lang=feed.lang) if shorter else page


def from_feed(entry: Entry, source: Source, now: datetime) -> Article:  # noqa: ARG001 - the face that callers in workers know
    """An entry whose own content is the text; an excerpt is a problem, as no text is."""
    found = feed_text(entry)
    url = canonical_url(entry.url)
    problem = "excerpt: 订阅源里只有摘要" if found.cut and found.text else "" if found.text else "empty: 条目没有正文"
    return Article(
        id=short_id("a", url), source=source.id, url=url, credit=source.name, title=entry.title, text=found.text,
        lang=language(found.text or entry.title), published=entry.published, author=entry.author, problem=problem,
    )  # fmt: skip
