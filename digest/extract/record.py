"""Page or feed entry, source and list entry together: the record that is stored. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from digest import dates
from digest.extract.feed import feed_text
from digest.extract.origin import known_name
from digest.extract.parts import one_text
from digest.extract.published import reconciled
from digest.extract.reading import Reading, read
from digest.extract.references import dereferenced
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
    got = _reading(page, source, now, source.min_chars, source.must_contain)
    found = _found(got, source, entry, page, aliases or {})
    return _fuller(found, from_feed(entry, source, now)) if entry and (entry.content or entry.summary) else found


def further(page: Page, source: Source, now: datetime) -> Reading:
    """A further page of a paged article: it may be short, and need not have what the source's articles have."""
    return _reading(page, source, now)


def joined(article: Article, reading: Reading) -> Article | None:
    """The article with a further page's text behind its own; None when that page is of another article, no article at all,
    or says nothing new."""
    if reading.problem or not agree(article.title, reading.title):
        return None
    text, parts = one_text((article.text, reading.text), (article.parts, reading.parts), article.title)
    if len(text) <= len(article.text):
        return None
    errors = article.decode_errors + reading.decode_errors
    return replace(article, text=text, parts=parts, lang=language(text), decode_errors=errors)


def _reading(page: Page, source: Source, now: datetime, min_chars: int = 0, must_contain: str = "") -> Reading:
    return read(
        page.body,
        url=page.final_url or page.url,
        content_type=page.header("content-type"),
        now=now,
        selectors=source.selectors,
        timezone=source.timezone,
        min_chars=min_chars,
        must_contain=must_contain,
    )


def _found(got: Reading, source: Source, entry: Entry | None, page: Page, aliases: Mapping[str, str]) -> Article:
    url = canonical_url(entry.url if entry else page.url)
    return Article(
        id=short_id("a", url),
        source=source.id,
        url=url,
        credit=source.name,
        title=got.title or (dereferenced(entry.title) if entry else ""),
        text=got.text,
        lang=got.lang,
        published=_time(got, source, entry),
        author=got.author or (entry.author if entry else ""),
        origin=_origin(got, source, aliases),
        problem=got.problem,
        decode_errors=got.decode_errors,
        next_url="" if got.problem else got.next_url,
        parts=got.parts,
        flags=(*_guesses(got), *(_disagreements(got, source, entry) if entry and not got.problem else ())),
    )


def _guesses(got: Reading) -> Iterator[str]:
    if got.charset:
        yield f"charset: 没有写明编码或写错了, 按 {got.charset} 读"


def _disagreements(got: Reading, source: Source, entry: Entry) -> Iterator[str]:
    """Where page and list don't say the same, with what each says."""
    moment = reconciled(got.published, entry.published, source.timezone)
    if got.published and entry.published and moment and moment.flag == "feed-page-disagree":
        yield f"feed-page-time: 列表 {_printed(entry.published, source)}, 网页 {_printed(got.published, source)}"
    if got.title and not agree(got.title, entry.title):
        yield f"feed-page-title: 列表标题 {entry.title[:80]}"


def _printed(moment: Moment, source: Source) -> str:
    local = moment.at.astimezone(dates.zone_named(source.timezone))
    return f"{local:%Y-%m-%d}" if moment.precision == "day" else f"{local:%Y-%m-%d %H:%M}"


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
    return replace(page, text=feed.text, lang=feed.lang, next_url="", parts=()) if shorter else page


def from_feed(entry: Entry, source: Source, now: datetime) -> Article:  # noqa: ARG001 - the face that callers in workers know
    """An entry whose own content is the text; an excerpt is a problem, as no text is."""
    found = feed_text(entry)
    url = canonical_url(entry.url)
    problem = "excerpt: 订阅源里只有摘要" if found.cut and found.text else "" if found.text else "empty: 条目没有正文"
    return Article(
        id=short_id("a", url), source=source.id, url=url, credit=source.name, title=dereferenced(entry.title), text=found.text,
        lang=language(found.text or entry.title), published=entry.published, author=entry.author, problem=problem,
    )  # fmt: skip
