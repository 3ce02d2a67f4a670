"""What to ask of each kind of source and how to read its answer. Connectors never request: they're tested from saved bytes.

`plan` gives the first request of a source, `read` turns an answer into a Listing (entries and perhaps a next page), into
TokenRows, or into a Failure. Both are pure and picklable: reading hostile bytes is done in a worker that can be killed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from digest import dates
from digest.model import Entry, Failure, Moment, Page, Request, Source, TokenRows
from digest.text import origin_of

#: what a single answer may list; more is cut, and said
MOST_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or list page told: entries as listed, the next page's address or "", and a note on what looks wrong."""

    entries: tuple[Entry, ...]
    next_url: str = ""
    note: str = ""


def moment(text: object, source: Source, now: datetime) -> Moment | None:
    """A time as a list prints it: by the source's own formats first (a wrong guess is worse than none), then as dates do."""
    word = str(text or "").strip()
    for pattern in source.date_formats:
        try:
            at = datetime.strptime(word, pattern)  # noqa: DTZ007 - the source's zone is set below
        except ValueError:
            continue
        exact = any(part in pattern for part in ("%H", "%I", "%c", "%X", "%T"))
        return Moment(at if at.tzinfo else at.replace(tzinfo=dates.zone_named(source.timezone)), "minute" if exact else "day")
    return dates.parse(word, now=now, timezone=source.timezone) if word else None


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive already holds of a source, as far as planning needs it."""

    etag: str = ""
    last_modified: str = ""
    token_days: frozenset[date] = field(default_factory=frozenset)


def not_json(error: Exception) -> str:
    """Why bytes are no JSON, in Chinese."""
    if isinstance(error, RecursionError):
        return "不是 JSON: 嵌套太深"
    line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
    return "不是 JSON" + (f": 第 {line} 行第 {column} 列读不懂" if line else "")


def unlike(page: Page, kind: str, message: str, now: datetime) -> Failure:
    """The failure of an answer that isn't what was asked for: `captcha` where a block page came in its place, else as told."""
    from digest import extract

    problem = extract.read(page.body, url=page.final_url, content_type=page.header("content-type"), now=now).problem
    if problem.startswith(("captcha", "waf")):
        return Failure(page.url, "captcha", "要的是列表, 来的是验证码或拦截页")
    return Failure(page.url, kind, message)


#: what to do about a variable that isn't set
UNSET = "在环境变量或 .env 里设好它, 或在 sources.local.yaml 里写明地址, 或停用"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


def unset(source: Source) -> str:
    """The environment variable that a source's address waits for, "" when it has all of them."""
    found = _VARIABLE.search(source.url)
    return found[1] if found else ""


def private_origins(source: Source) -> frozenset[str]:
    """The origins that may be private, because the user wrote them in the source list."""
    return frozenset(filter(None, (origin_of(u) for u in (source.url, *source.alternates))))


def plan(source: Source, known: Known, now: datetime) -> Request | None:
    """The first request of a source, or None when nothing can be new."""
    if source.kind == "openrouter":
        from digest.connectors import openrouter

        return openrouter.plan(source, known.token_days, now)
    if source.kind == "import":
        return None
    return list_request(source, source.url, known)


def list_request(source: Source, url: str, known: Known = Known()) -> Request:
    """A request for a list page of a source."""
    return Request(
        url, source.id, "list", known.etag, known.last_modified, headers=source.headers, private=private_origins(source)
    )


def read(source: Source, page: Page, now: datetime) -> Listing | TokenRows | Failure:
    """The meaning of an answer to a `list` or `data` request."""
    if source.kind in ("feed", "wechat"):
        from digest.connectors import feed

        return feed.read(source, page, now)
    if source.kind == "listing":
        from digest.connectors import listing

        return listing.read(source, page, now)
    if source.kind == "json":
        from digest.connectors import json_list

        return json_list.read(source, page, now)
    if source.kind == "openrouter":
        from digest.connectors import openrouter

        return openrouter.read(page)
    return Failure(page.url, "unsupported", f"还不会读 {source.kind} 类来源")
