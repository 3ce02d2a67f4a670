"""The door to publishers against a site that misbehaves on purpose, over real HTTP."""

from __future__ import annotations

import resource
import time
from typing import Any

import pytest

from digest.fetch import Policy, get
from digest.fetch.guard import is_public
from digest.model import Failure, Page, Request
from digest.text import origin_of

QUICK = Policy(seconds=2.0, backoff=0.05)


def ask(chaos: Any, path: str, policy: Policy = QUICK, **fields: Any) -> Page | Failure:
    url = chaos.url(path)
    return get(Request(url, "s", "page", private=frozenset([origin_of(url)]), **fields), policy)


def failed(answer: Page | Failure) -> Failure:
    assert isinstance(answer, Failure), answer
    return answer


def page(answer: Page | Failure) -> Page:
    assert isinstance(answer, Page), answer
    return answer


def test_a_plain_page_comes_as_it_is(chaos: Any) -> None:
    got = page(ask(chaos, "/feed/ok"))
    assert got.status == 200
    assert got.body.startswith(b"<?xml")
    assert "xml" in got.header("Content-Type")


def test_an_unchanged_page_costs_no_body(chaos: Any) -> None:
    first = page(ask(chaos, "/cache/etag"))
    again = page(ask(chaos, "/cache/etag", etag=first.header("etag")))
    assert (again.status, again.body) == (304, b"")
    first = page(ask(chaos, "/cache/last-modified"))
    assert page(ask(chaos, "/cache/last-modified", last_modified=first.header("last-modified"))).status == 304


def test_a_304_nobody_asked_for_is_a_failure(chaos: Any) -> None:
    assert "304" in failed(ask(chaos, "/cache/always-304")).message


def test_honest_user_agent_and_gzip_only(chaos: Any) -> None:
    chaos.journal.reset()
    ask(chaos, "/feed/ok")
    headers = {k.lower(): v for k, v in dict(hits(chaos, "/feed/ok")[0]["headers"]).items()}
    assert headers["user-agent"].startswith("Digest/")
    assert headers["accept-encoding"] == "gzip"


def hits(chaos: Any, path: str, at_least: int = 1) -> list[dict[str, Any]]:
    """The journal's rows; the server writes one after its answer has left."""
    for _ in range(100):
        rows: list[dict[str, Any]] = chaos.journal.rows(path)
        if len(rows) >= at_least:
            break
        time.sleep(0.02)
    return rows


# ------------------------------------------------------------------------------------------------------------- trying again
def test_two_hiccups_then_the_feed(chaos: Any) -> None:
    chaos.journal.reset()
    assert page(ask(chaos, "/flaky/2")).status == 200
    assert len(hits(chaos, "/flaky/2", 3)) == 3


@pytest.mark.parametrize(("path", "tries"), [("/status/503", 3), ("/status/404", 1), ("/status/410", 1), ("/status/403", 1)])
def test_what_may_pass_is_tried_again_and_what_won_t_is_not(chaos: Any, path: str, tries: int) -> None:
    chaos.journal.reset()
    assert failed(ask(chaos, path)).kind in ("status", "gone", "forbidden")
    assert len(hits(chaos, path, tries)) == tries


def test_retry_after_in_seconds_is_waited_for(chaos: Any) -> None:
    chaos.journal.reset()
    started = time.monotonic()
    assert page(ask(chaos, "/429/seconds/2", Policy(seconds=5))).status == 200
    assert 1.9 < time.monotonic() - started < 5
    assert len(hits(chaos, "/429/seconds/2", 2)) == 2


def test_retry_after_as_a_date_is_waited_for(chaos: Any) -> None:
    started = time.monotonic()
    assert page(ask(chaos, "/429/date/2", Policy(seconds=5))).status == 200
    assert 0.9 < time.monotonic() - started < 6


def test_a_year_is_not_slept(chaos: Any) -> None:
    started = time.monotonic()
    failure = failed(ask(chaos, "/429/year"))
    assert time.monotonic() - started < 1
    assert failure.not_before is not None


@pytest.mark.parametrize("path", ["/429/bare", "/429/garbage"])
def test_429_without_a_usable_date_backs_off_and_ends(chaos: Any, path: str) -> None:
    started = time.monotonic()
    assert "429" in failed(ask(chaos, path)).message
    assert time.monotonic() - started < 2


# ------------------------------------------------------------------------------------------------------------------- limits
@pytest.mark.parametrize("path", ["/slow/headers", "/slow/body", "/slow/hang", "/slow/first-byte/20"])
def test_a_deadline_holds_however_the_server_drips(chaos: Any, path: str) -> None:
    started = time.monotonic()
    assert failed(ask(chaos, path)).kind == "timeout"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("path", ["/size/page/20", "/frame/endless", "/gzip/bomb/200", "/gzip/double-bomb/200"])
def test_size_is_capped_after_decoding_and_in_memory(chaos: Any, path: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert failed(ask(chaos, path, Policy(seconds=15))).kind in ("too_large", "coding")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


@pytest.mark.parametrize(
    "path",
    ["/frame/short", "/frame/reset", "/frame/half-header", "/frame/no-answer", "/frame/not-http", "/frame/bad-chunk",
     "/frame/no-last-chunk", "/frame/negative", "/frame/two-lengths", "/frame/enormous", "/gzip/truncated", "/gzip/corrupt",
     "/gzip/unknown", "/header/huge"],
)  # fmt: skip
def test_broken_answers_are_failures_in_one_line(chaos: Any, path: str) -> None:
    failure = failed(ask(chaos, path))
    assert failure.message
    assert "\n" not in failure.message


@pytest.mark.parametrize("path", ["/gzip/ok", "/gzip/silent", "/gzip/lie"])
def test_gzip_is_read_whatever_the_header_says(chaos: Any, path: str) -> None:
    assert b"<rss" in page(ask(chaos, path)).body


# ---------------------------------------------------------------------------------------------------------------- redirects
def test_redirects_are_followed_and_told(chaos: Any) -> None:
    assert page(ask(chaos, "/redirect/chain/3")).final_url.endswith("/feed/ok")
    assert page(ask(chaos, "/redirect/moved")).url.endswith("/redirect/moved")


@pytest.mark.parametrize("path", ["/redirect/loop", "/redirect/pingpong/a", "/redirect/nowhere", "/redirect/chain/9"])
def test_redirects_that_lead_nowhere_end(chaos: Any, path: str) -> None:
    assert failed(ask(chaos, path)).kind in ("redirect_loop", "redirects", "status")


FORBIDDEN = ["internal", "internal6", "mapped", "decimal", "octal", "hex", "short", "userinfo", "localhost", "zero",
             "file", "ftp", "gopher", "data", "backslash", "crlf"]  # fmt: skip


@pytest.mark.parametrize("target", FORBIDDEN)
def test_no_redirect_reaches_the_inside(chaos: Any, target: str) -> None:
    assert isinstance(ask(chaos, f"/ssrf/{target}"), Failure)
    assert chaos.internal_hits() == []


def test_a_private_address_nobody_listed_is_refused(chaos: Any) -> None:
    assert failed(get(Request(chaos.url("/feed/ok"), "s", "page"), QUICK)).kind == "refused"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "http://[::1", "http://\x00/", "javascript:1"]
)
def test_addresses_that_are_none_are_failures(url: str) -> None:
    assert isinstance(get(Request(url, "s", "page"), QUICK), Failure)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "224.0.0.1", "192.0.0.8", "::1", "::ffff:127.0.0.1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "fe80::1%lo", "0.0.0.0", "::"],
)  # fmt: skip
def test_addresses_that_are_not_the_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2400:3200::1", "2606:4700::1111"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


def test_a_bearer_key_comes_from_the_environment(newsroom: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{newsroom.origin('openrouter')}/openrouter/api/v1/datasets/rankings-daily"
    request = Request(url, "openrouter", "data", auth_env="SOME_KEY", private=frozenset([origin_of(url)]))
    monkeypatch.delenv("SOME_KEY", raising=False)
    assert "401" in failed(get(request, QUICK)).message
    monkeypatch.setenv("SOME_KEY", "canary-key")
    answer = page(get(request, QUICK))
    assert b"model_permaslug" in answer.body
    assert "canary-key" not in repr(answer)
    assert "canary-key" not in repr(request)
