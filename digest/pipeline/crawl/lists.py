"""The feed or list pages of a source: what they tell is filed together with their validators, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from digest import connectors, health
from digest.connectors import Known, Listing
from digest.model import Entry, Failure, Page, Source
from digest.pipeline.crawl.asking import Result, ask
from digest.pipeline.shared import Desk
from digest.pipeline.side_by_side import Call, Chain
from digest.text import origin_of


def lists(desk: Desk, source: Source) -> Chain[Result]:
    """The feed or list pages of a source, filed in one transaction."""
    last = Failure(source.url, "none", "")
    for address in (source.url, *source.alternates):
        answer = yield from _first(desk, replace(source, url=address))
        if not isinstance(answer, Failure):
            return answer
        last = last if last.kind != "none" else answer
    with desk.store.write():
        desk.store.sources.ill(source.id, desk.now, last.kind, last.message, last.not_before)
    return Result(source.id, "failed", error=last.message, advice=health.advice(last.kind, source.id))


def _first(desk: Desk, source: Source) -> Chain[Result | Failure]:
    held = desk.store.archive.validators(source.url)
    request = connectors.plan(source, Known(held["etag"], held["last_modified"]), desk.now)
    if request is None:
        return Result(source.id, "unchanged")
    page = yield from ask(desk, request)
    if isinstance(page, Failure):
        return page
    if page.status == 304:
        _well(desk, source, page, desk.store.sources.state(source.id).note)
        return Result(source.id, "unchanged")
    listing = yield Call(connectors.read, (source, page, desk.now))
    if isinstance(listing, Failure):
        with desk.store.write():  # what could not be read is kept, to be looked at
            desk.store.archive.keep(page, source.id, desk.now)
        return listing
    pages, entries, note = yield from _further(desk, source, page, listing)
    return _file(desk, source, pages, entries, note)


def _further(desk: Desk, source: Source, page: Page, listing: Listing) -> Chain[tuple[list[Page], list[Entry], str]]:
    """List pages behind the first, as long as each brings only what is new and recent enough."""
    pages, entries, note = [page], list(listing.entries), listing.note
    oldest = _oldest(desk, source)
    while listing.next_url and len(pages) < source.max_pages and _all_new(desk, listing.entries, oldest):
        answer = yield from ask(desk, connectors.list_request(source, listing.next_url))
        read = answer if isinstance(answer, Failure) else (yield Call(connectors.read, (source, answer, desk.now)))
        if isinstance(answer, Failure) or isinstance(read, Failure):
            # the first page's validators must not be kept, or its next 304 would hide the missing pages
            return [], entries, f"第 {len(pages) + 1} 页: {read.message}"
        fresh = {e.url for e in read.entries} - {e.url for e in entries}
        if not fresh:
            break
        pages.append(answer)
        entries += [e for e in read.entries if e.url in fresh]
        listing = read
    return pages, entries, note


def _oldest(desk: Desk, source: Source) -> datetime:
    return desk.now - timedelta(days=source.lookback_days)


def _all_new(desk: Desk, entries: Iterable[Entry], oldest: datetime) -> bool:
    entries = list(entries)
    recent = [e for e in entries if e.published is None or e.published.at >= oldest]
    return bool(recent) and not desk.store.articles.known([e.url for e in entries])


def _file(desk: Desk, source: Source, pages: list[Page], entries: list[Entry], note: str) -> Result:
    with desk.store.write():
        new = desk.store.articles.listed(source, entries, desk.now, _oldest(desk, source))
        for page in pages:
            capture = desk.store.archive.keep(page, source.id, desk.now)
            if page is pages[0] and (page.header("etag") or page.header("last-modified")):
                desk.store.archive.remember(page, source.id, capture)
        _note(desk, source, pages[0] if pages else None, note)
    return Result(source.id, "ok", len(entries), new, note, note and f"digest sources check {source.id} 看现在的样子")


def _well(desk: Desk, source: Source, page: Page, note: str) -> None:
    if desk.store.sources.state(source.id).last_ok != desk.now:
        with desk.store.write():
            _note(desk, source, page, note)


def _note(desk: Desk, source: Source, page: Page | None, note: str) -> None:
    elsewhere = page is not None and (page.moved or origin_of(page.final_url) != origin_of(page.url))
    desk.store.sources.well(source.id, desk.now, redirected=page.final_url if page and elsewhere else "", note=note)
