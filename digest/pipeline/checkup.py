"""One source looked at closely, with nothing stored: is it reachable, what does it list, can its newest page be read?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from digest import connectors, extract, fetch, health
from digest.config import Home
from digest.config.keys import variables
from digest.connectors import Known, Listing, openrouter
from digest.executor import Killable, TooHeavy, fetchers
from digest.fetch import robots
from digest.model import Article, Entry, Failure, Page, Request, Source, TokenRows
from digest.pipeline.crawl.pages import page_request
from digest.text import origin_of


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a look at a source found: items listed, the newest time, the newest readable page's title and length of text."""

    id: str
    reachable: bool
    items: int = 0
    newest: datetime | None = None
    title: str = ""
    characters: int = 0
    wrong: tuple[str, ...] = ()


def check(home: Home, sources: Sequence[Source], now: datetime, outlets: Mapping[str, str]) -> Iterator[Checkup]:
    """What looks at sources find, in their order, each as soon as it's known. Hosts are asked side by side, the sources of one
    host one after the other with its gap. `outlets`: spellings → names as printed."""
    policy = fetch.Policy(secret=variables(home.root / ".env"))
    hosts: dict[str, list[Source]] = {}
    for s in sources:
        hosts.setdefault(origin_of(s.url), []).append(s)
    with fetchers(len(hosts)) as threads, Killable() as workers:
        found: dict[str, Future[Checkup]] = {s.id: Future() for s in sources}

        def look(at_host: Sequence[Source]) -> None:
            for s in at_host:
                try:
                    found[s.id].set_result(_Look(s, now, outlets, workers, policy).check())
                except BaseException as error:  # told where the result is waited for
                    found[s.id].set_exception(error)

        for at_host in hosts.values():
            threads.submit(look, at_host)
        yield from (found[s.id].result() for s in sources)
    fetch.close()


@dataclass(frozen=True, slots=True)
class _Look:
    """One source, and what looking at it needs. `wrong` is written on the way."""

    source: Source
    now: datetime
    outlets: Mapping[str, str]
    workers: Killable
    policy: fetch.Policy
    wrong: list[str] = field(default_factory=list)

    def check(self) -> Checkup:
        source = self.source
        if source.kind == "import":
            return Checkup(source.id, True)
        if name := connectors.unset(source):
            return Checkup(source.id, False, wrong=(f"没有设置环境变量 {name} —— {connectors.UNSET}",))
        if source.kind == "openrouter" and not self.policy.secret(openrouter.KEY):
            return Checkup(source.id, False, wrong=(f"没有 {openrouter.KEY} —— {openrouter.GET_ONE}",))
        request = connectors.plan(source, Known(), self.now)
        assert request is not None  # with nothing known something is always missing
        page = self.polite(request)
        if isinstance(page, Failure):
            return Checkup(source.id, False, wrong=(*self.wrong, self.told(page)))
        if page.moved or origin_of(page.final_url) != origin_of(page.url):
            self.wrong.append(f"列表被转到 {page.final_url} —— 核实后改 url")
        listing: Listing | TokenRows | Failure = self.called(connectors.read, source, page, self.now)
        if isinstance(listing, Listing):
            return self.listed(listing)
        if isinstance(listing, TokenRows):
            newest = datetime.fromisoformat(listing.end_date).replace(tzinfo=self.now.tzinfo)
            return Checkup(source.id, True, len(listing.rows), newest, wrong=tuple(self.wrong))
        return Checkup(source.id, True, wrong=(*self.wrong, self.told(listing)))

    def told(self, failure: Failure) -> str:
        """A failure and what to do about it."""
        return f"{failure.message} —— {health.advice(failure.kind, self.source.id)}"

    def listed(self, listing: Listing) -> Checkup:
        newest = max((e.published.at for e in listing.entries if e.published), default=None)
        self.wrong.extend(_doubts(listing, newest, self.now))
        entry = max(listing.entries, key=lambda e: e.published.at.timestamp() if e.published else 0.0, default=None)
        article = self.sample(entry) if entry else None
        title = article.title if article else (entry.title if entry else "")
        size = len(article.text) if article else 0
        return Checkup(self.source.id, True, len(listing.entries), newest, title, size, tuple(self.wrong))

    def sample(self, entry: Entry) -> Article | None:
        """The newest entry's article, read as a crawl would."""
        if self.source.feed_text == "only":
            article = self.called(extract.from_feed, entry, self.source, self.now)
        else:
            page = self.polite(page_request(self.source, entry.url))
            if isinstance(page, Failure):
                self.wrong.append(f"正文页取不到: {page.message}")
                return None
            article = self.called(extract.article, page, self.source, entry, self.now, self.outlets)
        if not isinstance(article, Article):
            self.wrong.append(getattr(article, "message", "正文页读不了"))
            return None
        if article.problem:
            self.wrong.append(f"正文页读不了: {article.problem.partition(': ')[2] or article.problem}")
        elif article.published is None:
            self.wrong.append("正文页没有时间")
        if article.decode_errors:
            self.wrong.append(f"正文页有 {article.decode_errors} 个坏字符")
        self.wrong.extend(f"正文页{flag.partition(': ')[2]}" for flag in article.flags if flag.startswith("charset"))
        return article

    def polite(self, request: Request) -> Page | Failure:
        if request.purpose == "data":  # an API with a key is an invitation: robots.txt is for crawlers
            return self.asked(request)
        rules = robots.rules(
            self.asked(Request(robots.address(request.url), request.source, "robots", private=request.private))
        )
        if not rules.allows(request.url):
            return robots.refusal(rules, request.url)
        if rules.delay > 10:
            self.wrong.append(f"robots.txt 要求间隔 {rules.delay:.0f} 秒")
        return self.asked(request)

    def asked(self, request: Request) -> Page | Failure:
        """The answer to a request, and the gap after it that the host is owed."""
        answer = fetch.get(replace(request, seconds=self.source.timeout), self.policy)
        if not origin_of(request.url).startswith(("127.", "localhost", "[::1]")):
            time.sleep(self.source.min_interval)
        return answer

    def called(self, fn: Callable[..., Any], *args: object) -> Any:
        try:
            return self.workers.submit(fn, *args).result()
        except TooHeavy as error:
            return Failure("", "too_heavy", f"页面太重, 解析{error}")


def _doubts(listing: Listing, newest: datetime | None, now: datetime) -> list[str]:
    found = [listing.note] if listing.note else []
    if listing.entries and newest is None:
        found.append("条目都没有时间: 看选择器 date 或 date_formats")
    if newest and now - newest > timedelta(days=30):
        found.append(f"最新一条是 {(now - newest).days} 天前的")
    if newest and newest > now + timedelta(days=1):
        found.append("最新一条的时间在将来: 看 timezone 和 date_formats")
    if sum(not e.title for e in listing.entries) * 2 > len(listing.entries):
        found.append("多数条目没有标题: 看选择器 title")
    return found
