"""Chains side by side, with manners: one request in flight a host, a gap between two, parsing in killable processes.

A chain is a generator that yields what it needs next and is sent the answer: a Request is answered with a Page or a
Failure, a Call with its value or a Failure. `Aside(call, then)` is started without waiting; `then` gets its value.
`Settled()` is answered when all that the chain started aside is done.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import urlsplit

from digest import fetch
from digest.executor import TooHeavy
from digest.model import Failure, Page, Request

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Call:
    """Work for a process that may be killed."""

    fn: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Work that the chain doesn't wait for."""

    call: Call
    then: Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Settled:
    """Waiting until everything that the chain started aside is done."""


Chain: TypeAlias = Generator[Request | Call | Aside | Settled, Any, R]


@dataclass(slots=True)
class _Waiting(Generic[R]):
    name: str
    chain: Chain[R]
    request: Request


class SideBySide(Generic[R]):
    """Runs named chains to their ends over two executors: threads that wait, workers that may be killed."""

    def __init__(self, threads: Executor, workers: Executor, policy: fetch.Policy, gaps: Mapping[str, float]) -> None:
        """`gaps` gives seconds between two requests to one host, by source id; loopback hosts have none."""
        self._threads, self._workers, self._policy, self._gaps = threads, workers, policy, gaps
        self._queues: dict[str, deque[_Waiting[R]]] = defaultdict(deque)
        self._busy: set[str] = set()
        self._free_at: dict[str, float] = defaultdict(float)
        self._futures: dict[Future[Any], Callable[[Future[Any]], None]] = {}
        self._asides: Counter[str] = Counter()
        self._settling: dict[str, Chain[R]] = {}

    def run(self, chains: Mapping[str, Chain[R]], ended: Callable[[str, R], None]) -> None:
        """Advance all chains until they and their asides are done; `ended` is told each chain's result as it comes."""
        self._ended = ended
        for name, chain in chains.items():
            self._advance(name, chain, None)
        while self._futures or any(self._queues.values()):
            self._dispatch()
            done, _ = wait(self._futures, timeout=self._pause(), return_when=FIRST_COMPLETED)
            for future in done:
                self._futures.pop(future)(future)

    def _advance(self, name: str, chain: Chain[R], answer: Any) -> None:
        try:
            wanted = chain.send(answer)
            while isinstance(wanted, Aside) or (isinstance(wanted, Settled) and not self._asides[name]):
                if isinstance(wanted, Aside):
                    self._aside(name, wanted)
                wanted = chain.send(None)
        except StopIteration as end:
            self._ended(name, end.value)
            return
        if isinstance(wanted, Settled):
            self._settling[name] = chain
        elif isinstance(wanted, Call):
            self._start(wanted, lambda value: self._advance(name, chain, value))
        else:
            self._queues[urlsplit(wanted.url).netloc].append(_Waiting(name, chain, wanted))

    def _aside(self, name: str, wanted: Aside) -> None:
        self._asides[name] += 1

        def landed(value: Any) -> None:
            self._asides[name] -= 1
            wanted.then(value)
            if not self._asides[name] and name in self._settling:
                self._advance(name, self._settling.pop(name), None)

        self._start(wanted.call, landed)

    def _start(self, call: Call, then: Callable[[Any], None]) -> None:
        future = self._workers.submit(call.fn, *call.args)
        self._futures[future] = lambda done: then(_value(done))

    def _dispatch(self) -> None:
        now = time.monotonic()
        for host, queue in self._queues.items():
            if queue and host not in self._busy and self._free_at[host] <= now:
                item = queue.popleft()
                self._busy.add(host)
                future = self._threads.submit(fetch.get, item.request, self._policy)
                self._futures[future] = self._landing(host, item)

    def _landing(self, host: str, item: _Waiting[R]) -> Callable[[Future[Page | Failure]], None]:
        def land(done: Future[Page | Failure]) -> None:
            self._busy.discard(host)
            gap = max(item.request.gap, self._gaps.get(item.name, 2.0))
            self._free_at[host] = time.monotonic() + (0.0 if _loopback(host) else gap)
            self._advance(item.name, item.chain, done.result())

        return land

    def _pause(self) -> float | None:
        """Seconds until a host that has work is free again; None when only futures are waited for."""
        due = [self._free_at[h] for h, q in self._queues.items() if q and h not in self._busy]
        return max(0.0, min(due) - time.monotonic()) if due else None


def _loopback(host: str) -> bool:
    return host.startswith(("127.", "localhost", "[::1]"))


def _value(done: Future[Any]) -> Any:
    try:
        return done.result()
    except TooHeavy as error:
        return Failure("", "too_heavy", f"页面太重, 解析{error}")
