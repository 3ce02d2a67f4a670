"""Where work that may be slow or hostile runs: threads for waiting on publishers, killable processes for parsing.

Both are `concurrent.futures` executors, so that a Dask cluster can stand in for the second (`dask_executor`). Parsing needs a
process, because lxml can be held for minutes by one hostile page and neither a signal nor a thread can interrupt it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, ParamSpec, TypeVar

from digest.errors import DigestError

P = ParamSpec("P")
T = TypeVar("T")

#: seconds a child may take to start, or to take in a call and import what it names: a busy machine's doing, not the page's
START = 120.0


class TooHeavy(Exception):
    """The work ran over its time or memory and its process was ended."""


def fetchers(hosts: int) -> Executor:
    """Threads for fetching, one a host up to a bound: they wait, they don't compute."""
    return ThreadPoolExecutor(max_workers=max(1, min(hosts, 64)), thread_name_prefix="fetch")


class Killable(Executor):
    """Runs picklable functions in child processes; a call over `seconds` or `megabytes` ends its child and raises TooHeavy.

    The clock starts when the child has started and holds the call, so that a busy machine doesn't make a light page heavy. A
    child that never gets that far is no page's fault and raises DigestError.

    Children start when they're needed, so that a run with nothing to read pays nothing: the first at the first call, another
    when the calls that wait are worth its start, or have waited long behind a heavy page.
    """

    #: waiting calls a child that are worth another child, and seconds after which one call is
    BACKLOG, IMPATIENCE = 32, 2.0

    def __init__(self, processes: int | None = None, seconds: float = 20.0, megabytes: int = 1500) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._most = processes or min(4, os.cpu_count() or 1)
        self._threads = ThreadPoolExecutor(self._most * (1 + self.BACKLOG), thread_name_prefix="parse")
        self._change = threading.Condition()
        self._free: list[_Child] = []
        self._children: set[_Child] = set()
        self._waiting = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """A future of the call; it raises TooHeavy, or what the function raised."""
        return self._threads.submit(self._call, fn, args, kwargs)

    def _call(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        child = self._take()
        try:
            ok, value = child.call((fn, args, kwargs), self._seconds)
        finally:
            self._give_back(child)
        if not ok:
            raise value
        result: T = value
        return result

    def _take(self) -> _Child:
        """A free child, or a new one where that is worth its start."""
        since = time.monotonic()
        with self._change:
            self._waiting += 1
            try:
                self._drop_dead()
                while not self._free:
                    late = time.monotonic() - since >= self.IMPATIENCE
                    crowded = self._waiting > self.BACKLOG * len(self._children)
                    if (late or crowded) and len(self._children) < self._most:
                        child = _Child(self._megabytes)
                        self._children.add(child)
                        return child
                    self._change.wait(None if late else self.IMPATIENCE)
                    self._drop_dead()
                return self._free.pop()
            finally:
                self._waiting -= 1

    def _drop_dead(self) -> None:
        """A child that the system ended while it waited is nobody's failed call."""
        self._free = [child for child in self._free if child.alive()]
        self._children = {child for child in self._children if child.alive()}

    def _give_back(self, child: _Child) -> None:
        with self._change:
            if child.alive():
                self._free.append(child)
            else:
                self._children.discard(child)
            self._change.notify()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads, then the children."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for child in tuple(self._children):
            child.end()


class _Child:
    """One process and the pipe to it. Used by one thread at a time."""

    def __init__(self, megabytes: int) -> None:
        # spawn: a fork of a process with threads may inherit their locks
        context = multiprocessing.get_context("spawn")
        self._pipe: Connection[Any, Any]
        self._pipe, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(theirs, megabytes), daemon=True)
        self._process.start()
        theirs.close()
        self._started = False

    def alive(self) -> bool:
        """Whether another call can be made."""
        return self._process.is_alive()

    def call(self, work: tuple[Any, ...], seconds: float) -> tuple[bool, Any]:
        """(True, result) or (False, exception)."""
        try:
            self._started = self._started or self._hears(START)
            begun = self._started and self._tell(work) and self._hears(START)
        except (EOFError, OSError):
            begun = False
        if not begun:
            self.end()
            return False, DigestError(
                "读页面的子进程启动不了或中途被系统结束 —— 看内存和磁盘够不够, 再运行一次; 已取的页面都存着"
            )
        try:
            if self._pipe.poll(seconds):
                answer: tuple[bool, Any] = self._pipe.recv()
                return answer
            reason = f"超过 {seconds:.0f} 秒"
        except (EOFError, OSError):
            reason = "内存超限或崩溃"
        self.end()
        return False, TooHeavy(reason)

    def _hears(self, seconds: float) -> bool:
        """Whether the child gives its sign of life in time: one when it has started, one when it holds a call."""
        return self._pipe.poll(seconds) and self._pipe.recv() is None

    def _tell(self, work: tuple[Any, ...]) -> bool:
        self._pipe.send(work)
        return True

    def end(self) -> None:
        """Kill the process: it holds nothing worth saving."""
        self._pipe.close()
        self._process.kill()
        self._process.join(5)


def _serve(pipe: Connection[Any, Any], megabytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _limit_memory(megabytes)
    pipe.send(None)
    while True:
        try:
            fn, args, kwargs = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        except MemoryError:  # the call alone is over the limit
            pipe.send(None)
            return
        pipe.send(None)
        try:
            answer: tuple[bool, Any] = (True, fn(*args, **kwargs))
        except MemoryError:
            return  # the parent reads the closed pipe as "too heavy"
        except Exception as error:
            answer = (False, error)
        try:
            pipe.send(answer)
        except Exception as error:  # a result or an exception that can't be pickled
            pipe.send((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit has to do
        return
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
