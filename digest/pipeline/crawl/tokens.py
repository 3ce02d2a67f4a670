"""OpenRouter's rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

from digest import bulletin, connectors, health, usage
from digest.config.keys import variables
from digest.connectors import Known
from digest.model import Entry, Failure, Source, TokenRows
from digest.pipeline.crawl.asking import Result
from digest.pipeline.shared import Desk
from digest.pipeline.side_by_side import Call, Chain
from digest.usage import Table


def tokens(desk: Desk, source: Source) -> Chain[Result]:
    """The complete days that are missing, filed as rows with their as-of."""
    from digest.connectors.openrouter import GET_ONE, KEY

    request = connectors.plan(source, Known(token_days=desk.store.tokens.days()), desk.now)
    if request is None:
        return Result(source.id, "unchanged")
    if not variables(desk.home.root / ".env")(KEY):
        return Result(
            source.id,
            "skipped",
            error=f"没有 {KEY}",
            advice=GET_ONE,
        )
    page = yield replace(request, seconds=source.timeout)  # an API with a key is an invitation: robots.txt is for crawlers
    rows = page if isinstance(page, Failure) else (yield Call(connectors.read, (source, page, desk.now)))
    if not isinstance(rows, TokenRows):
        if rows.kind == "forbidden":
            rows = replace(rows, kind="key", message=f"{rows.message}: {KEY} 不被接受")
        with desk.store.write():
            desk.store.sources.ill(source.id, desk.now, rows.kind, rows.message, rows.not_before)
        return Result(source.id, "failed", error=rows.message, advice=health.advice(rows.kind, source.id))
    with desk.store.write():
        capture = desk.store.archive.keep(page, source.id, desk.now)
        new = desk.store.tokens.add(rows, capture)
        desk.store.sources.well(source.id, desk.now)
        _bulletin(desk, source, capture)
    return Result(source.id, "ok", len(rows.rows), new)


def tables(desk: Desk, start: date, end: date) -> list[Table]:
    """A period under each basis, from the stored rows."""
    rows = desk.store.tokens.latest((start - (end - start) - timedelta(days=1)).isoformat(), end.isoformat())
    as_of = desk.store.tokens.as_of(start.isoformat(), end.isoformat())
    return [usage.table(rows, desk.vendors, start, end, basis, as_of=as_of) for basis in usage.BASES]


def _bulletin(desk: Desk, source: Source, capture: int) -> None:
    """File the statistics of the last full week as an article, once its seven days are there."""
    today = desk.now.astimezone(UTC).date()
    end = today - timedelta(days=today.weekday() + 1)
    found = tables(desk, end - timedelta(days=6), end)
    if not found[0].complete or desk.store.articles.known([bulletin.address(end)]):
        return
    article = bulletin.bulletin(found, source.id, source.name)
    entry = Entry(article.url, article.title, article.published)
    desk.store.articles.listed(source, [entry], desk.now, desk.now - timedelta(days=source.lookback_days))
    desk.store.articles.fetched(article.id, capture)
    desk.store.articles.read(article.id, article, desk.now)
    desk.store.articles.data(article.id, "数据公报: 供引用和核对, 不单独成稿")
