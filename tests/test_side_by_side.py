"""Chains side by side: manners a host, kept when many sources share it, and nothing waits for a slow neighbour."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from digest import fetch
from digest.model import Failure, Page, Request
from digest.pipeline.side_by_side import Aside, Call, Chain, SideBySide

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Web:
    """Stands where `fetch.get` stands; remembers when each host was asked and how many requests it saw at once."""

    def __init__(self, seconds: float = 0.05) -> None:
        self.seconds, self.at, self.open, self.peak = seconds, dict[str, list[float]](), dict[str, int](), dict[str, int]()

    def get(self, request: Request, policy: Any) -> Page | Failure:
        host = request.url.split("/")[2]
        self.at.setdefault(host, []).append(time.monotonic())
        self.open[host] = self.open.get(host, 0) + 1
        self.peak[host] = max(self.peak.get(host, 0), self.open[host])
        time.sleep(self.seconds)
        self.open[host] -= 1
        return Page(request.url, request.url, 200, (), b"", NOW)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    web = Web()
    monkeypatch.setattr(fetch, "get", web.get)
    return web


def chain(host: str, pages: int) -> Chain[int]:
    for number in range(pages):
        answer = yield Request(f"http://{host}/{number}", host, "page")
        assert isinstance(answer, Page)
    return pages


def run(chains: dict[str, Chain[int]], gap: float = 0.0) -> dict[str, int]:
    ended: dict[str, int] = {}
    with ThreadPoolExecutor(8) as threads, ThreadPoolExecutor(2) as workers:
        lanes = SideBySide[int](threads, workers, fetch.Policy(), dict.fromkeys(chains, gap))
        lanes.run(chains, ended.__setitem__)
    return ended


def test_one_request_at_a_time_a_host_with_a_gap_between_two(web: Web) -> None:
    assert run({"a": chain("news.example.com", 3), "b": chain("news.example.com", 2)}, gap=0.15) == {"a": 3, "b": 2}
    times = sorted(web.at["news.example.com"])
    assert web.peak == {"news.example.com": 1}
    assert all(later - earlier >= 0.15 for earlier, later in itertools.pairwise(times))


def test_hosts_do_not_wait_for_each_other(web: Web) -> None:
    started = time.monotonic()
    run({name: chain(f"{name}.example.com", 4) for name in "abcdef"})
    assert time.monotonic() - started < 0.05 * 4 * 6 * 0.6  # a sequential loop needs 0.05 × 24 seconds
    assert set(web.peak.values()) == {1}


def test_work_aside_is_finished_before_the_end(web: Web) -> None:
    done: list[int] = []

    def with_aside() -> Chain[int]:
        yield Aside(Call(pow, (2, 5)), done.append)
        value = yield Call(pow, (3, 2))
        return int(value)

    assert run({"a": with_aside()}) == {"a": 9}
    assert done == [32]


def test_a_bug_in_a_chain_is_not_swallowed(web: Web) -> None:
    def broken() -> Chain[int]:
        yield Request("http://a.example.com/", "a", "page")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run({"a": broken()})
