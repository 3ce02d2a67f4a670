"""The one door to publishers: `get(request)` returns a Page or a Failure, never raises for what a server does.

Every limit is kept here: a deadline over the whole exchange (redirects and retries included in their own budgets), a cap on
decoded bytes, at most five redirects, and no private address that the source list does not name. Proxies from the
environment are ignored, because a proxy would connect where the guard can't look.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from random import uniform
from threading import Lock
from time import monotonic

import httpcore2
import httpx2
import tenacity

from digest import __version__
from digest.model import Failure, Page, Request
from digest.text import one_line

from .body import BodyError, read_body
from .guard import Guard, RefusedAddress, deadline
from .said import broken, malformed, span, status_kind, status_line

REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of one exchange; seconds and bytes. A request's own `seconds` go before these. `secret` looks up a bearer key by
    the name that a request gives, "" when there is none."""

    user_agent: str = f"Digest/{__version__} (weekly industry news reader; one polite request at a time)"
    seconds: float = 20.0
    max_bytes: int = 8 * 1024 * 1024
    redirects: int = 5
    retries: int = 2
    backoff: float = 0.5
    longest_wait: float = 60.0
    secret: Callable[[str], str] = lambda name: os.environ.get(name, "")


class _Again(Exception):  # carries a failure that is worth another try
    def __init__(self, failure: Failure, wait: float | None = None) -> None:
        super().__init__(failure.message)
        self.failure, self.wait = failure, wait


def get(request: Request, policy: Policy = Policy()) -> Page | Failure:
    """Fetch one address politely.

    Tries again on broken connections, timeouts, 429 and 5xx, at most `policy.retries` times; a `Retry-After` within
    `longest_wait` is waited for, a longer one is returned as `Failure.not_before`. Returns `Page` (status 200 or 304).
    """
    policy = replace(policy, seconds=request.seconds or policy.seconds)
    attempts = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(policy.retries + 1),
        wait=lambda state: _pause(state, policy),
        retry=tenacity.retry_if_exception_type(_Again),
        reraise=True,
    )
    try:
        return attempts(_exchange, request, policy)
    except _Again as last:
        return last.failure


def _pause(state: tenacity.RetryCallState, policy: Policy) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, _Again) and error.wait is not None:
        return error.wait
    return policy.backoff * float(2 ** (state.attempt_number - 1)) * uniform(0.75, 1.25)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


class _GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport over a pool that connects through the guard."""

    def __init__(self, private: frozenset[str]) -> None:
        super().__init__(verify=_tls(), trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(), max_connections=4, keepalive_expiry=30.0, network_backend=Guard(private)
        )


_clients: dict[frozenset[str], httpx2.Client] = {}
_clients_lock = Lock()


def _client(private: frozenset[str]) -> httpx2.Client:
    # a pool a set of allowances: a kept connection to a private host never serves a request that may not go there
    with _clients_lock:
        if private not in _clients:
            _clients[private] = httpx2.Client(transport=_GuardedTransport(private), trust_env=False, follow_redirects=False)
        return _clients[private]


def close() -> None:
    """Close the kept connections; the next request opens new ones. Nothing may be in flight."""
    with _clients_lock:
        while _clients:
            _clients.popitem()[1].close()


def _exchange(request: Request, policy: Policy) -> Page | Failure:
    url, seen, moved = request.url, set[str](), True
    with deadline(policy.seconds):
        for _ in range(policy.redirects + 1):
            if url in seen:
                return Failure(request.url, "redirect_loop", f"重定向成环: {one_line(url)[:200]}")
            seen.add(url)
            answer = _hop(request, url, policy)
            if isinstance(answer, Page):
                return replace(answer, moved=moved and len(seen) > 1)
            if isinstance(answer, Failure):
                return answer
            url, moved = answer.url, moved and answer.for_good
    return Failure(request.url, "redirects", f"重定向超过 {policy.redirects} 次")


@dataclass(frozen=True, slots=True)
class _SentOn:
    """Where a request was sent on to, and whether the publisher says that the address moved for good."""

    url: str
    for_good: bool


def _hop(request: Request, url: str, policy: Policy) -> Page | Failure | _SentOn:
    """One request."""
    started = monotonic()
    try:
        parsed = httpx2.URL(url)
        if parsed.scheme not in ("http", "https") or not parsed.host:
            return Failure(request.url, "refused", f"不是 http(s) 地址: {one_line(url)[:200]}")
        with _client(request.private).stream(
            "GET", parsed, headers=_headers(request, url, policy), timeout=policy.seconds
        ) as response:
            return _answer(request, url, response, policy)
    except RefusedAddress as error:
        return Failure(request.url, "refused", f"拒绝访问内网地址: {one_line(str(error))[:200]}")
    except BodyError as error:
        return Failure(request.url, error.kind, str(error))
    except httpx2.TimeoutException:
        failure = Failure(request.url, "timeout", f"{policy.seconds:.0f} 秒内没有答完")
        # a server that used up the whole deadline would use it up again
        if monotonic() - started < policy.seconds * 0.9:
            raise _Again(failure) from None
        return failure
    except httpx2.TransportError as error:
        raise _Again(Failure(request.url, *broken(error))) from None
    except (httpx2.InvalidURL, httpx2.HTTPError, ValueError) as error:
        return Failure(request.url, "protocol", malformed(error))


def _headers(request: Request, url: str, policy: Policy) -> dict[str, str]:
    headers = {"User-Agent": policy.user_agent, "Accept-Encoding": "gzip", "Accept": "*/*", **dict(request.headers)}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    same_origin = httpx2.URL(url).netloc == httpx2.URL(request.url).netloc
    if request.auth_env and same_origin and (key := policy.secret(request.auth_env)):
        headers["Authorization"] = f"Bearer {key}"
    return headers


def _answer(request: Request, url: str, response: httpx2.Response, policy: Policy) -> Page | Failure | _SentOn:
    status = response.status_code
    if status in REDIRECTS:
        target = response.headers.get("location", "")
        if not target:
            return Failure(request.url, "status", f"服务器答 {status} (转走), 没有给出去处")
        return _SentOn(str(response.url.join(target)), status in (301, 308))
    if status == 304:
        if not (request.etag or request.last_modified):
            return Failure(request.url, "status", "服务器答 304 (没有变化), 而我们没有存过它")
        return _page(request, url, response, b"")
    if status == 200:
        return _page(request, url, response, read_body(response, policy.max_bytes))
    return _refusal(request, status, response.headers.get("retry-after", ""), policy)


def _page(request: Request, url: str, response: httpx2.Response, body: bytes) -> Page:
    kept = tuple((k, one_line(v)[:1000]) for k, v in response.headers.items() if k.lower() != "set-cookie")[:60]
    return Page(request.url, url, response.status_code, kept, body, datetime.now(UTC))


def _refusal(request: Request, status: int, retry_after: str, policy: Policy) -> Failure:
    failure = Failure(request.url, status_kind(status), status_line(status))
    if status not in (408, 429) and status < 500:
        return failure
    wait = _seconds(retry_after)
    if wait is not None and wait > policy.longest_wait:
        later = datetime.now(UTC) + timedelta(seconds=min(wait, 7 * 86400))
        return replace(failure, message=f"{failure.message}, 要求 {span(wait)}后再来", not_before=later)
    raise _Again(failure, wait)


def _seconds(retry_after: str) -> float | None:
    """Seconds of a Retry-After header, either form (RFC 9110 10.2.3); None when absent or garbage."""
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:12])
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, IndexError):
        return None
