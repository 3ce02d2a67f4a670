"""Source → Request → Page: what is asked of a publisher and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["feed", "listing", "json", "openrouter", "wechat", "import"]


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of one site: a list page (first six) and its article page (the rest)."""

    item: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    next: str = ""
    summary: str = ""
    detail_title: str = ""
    detail_date: str = ""
    detail_source: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class JsonPaths:
    """Where a JSON answer holds its items and what each item holds: dotted paths (`data.list`, `$` for the whole answer).

    `link` may be a template over paths: `https://site.example/p/{slug}`.
    """

    items: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's door, as `sources.yaml` describes it. `name` is the credit as printed.

    `cadence_hours` is how long an answer keeps (0: ask at every run); with `feed_text` "only" the pages are never asked for.
    `timeout` is how many seconds one answer may take.
    """

    id: str
    name: str
    kind: Kind
    url: str
    lang: str = ""
    selectors: Selectors = field(default_factory=Selectors)
    alternates: tuple[str, ...] = ()
    enabled: bool = True
    timezone: str = "Asia/Shanghai"
    max_pages: int = 20
    lookback_days: int = 14
    min_interval: float = 2.0
    min_chars: int = 0
    must_contain: str = ""
    section: str = ""
    paths: JsonPaths = field(default_factory=JsonPaths)
    date_formats: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    drop_url: tuple[str, ...] = ()
    feed_text: Literal["auto", "only"] = "auto"
    cadence_hours: float = 0.0
    timeout: float = 20.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask of a host: a GET with the validators of the copy we hold.

    `private` names the origins (`host:port`) that may resolve to a private address, because the user wrote them. `auth_env`
    names the environment variable of a bearer key: the key itself never enters a record. `gap` is how many seconds the host
    asks to be left alone afterwards (robots.txt), where that is more than ours; `seconds` how long the answer may take, 0 for
    the usual time.
    """

    url: str
    source: str
    purpose: Literal["list", "page", "data", "robots"]
    etag: str = ""
    last_modified: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    auth_env: str = ""
    private: frozenset[str] = frozenset()
    gap: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it came, content coding removed. `status` is 200 or 304 (then `body` is empty); `moved` when the publisher
    sent us to `final_url` for good (301, 308 all the way)."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    moved: bool = False

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with one request or one source: a value, not an exception.

    `kind` is a word for programs (timeout, status, too_large, refused, not_a_feed …), `message` one line for people;
    `not_before` is when asking again makes sense, where the server said so.
    """

    url: str
    kind: str
    message: str
    not_before: datetime | None = None
