"""Parsing in processes that can be killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from digest.errors import DigestError
from digest.executor import Killable, TooHeavy


def double(n: int) -> int:
    return n * 2


def sleep_long() -> None:
    time.sleep(60)


def eat_memory() -> int:
    return len(bytearray(1 << 32))


def crash() -> None:
    os._exit(3)


def bug() -> None:
    raise ZeroDivisionError("a bug stays a bug")


def test_what_hangs_eats_or_dies_is_ended_and_the_next_call_works() -> None:
    with Killable(processes=1, seconds=5.0, megabytes=1000) as workers:
        assert workers.submit(double, 21).result() == 42
        for hostile in (eat_memory, crash):
            with pytest.raises(TooHeavy):
                workers.submit(hostile).result()
        assert workers.submit(double, 4).result() == 8


def test_a_call_over_its_time_is_killed() -> None:
    with Killable(processes=1, seconds=1.5) as workers:
        assert workers.submit(double, 1).result() == 2
        started = time.monotonic()
        with pytest.raises(TooHeavy, match="秒"):
            workers.submit(sleep_long).result()
        assert time.monotonic() - started < 10


class Slow:
    """An argument that takes long to arrive, as the first import does on a busy machine."""

    def __reduce__(self) -> tuple[Callable[[float], None], tuple[float]]:
        return time.sleep, (2.0,)


def test_a_slow_start_is_not_the_page_being_heavy() -> None:
    with Killable(processes=1, seconds=0.8) as workers:
        assert workers.submit(type, Slow()).result() is type(None)


class Fatal:
    """Ends the process that receives it, as an import that crashes would."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (3,)


def test_a_child_that_dies_before_the_page_is_read_is_said_as_what_it_is() -> None:
    with Killable(processes=1) as workers, pytest.raises(DigestError, match="子进程启动不了"):
        workers.submit(type, Fatal()).result()


def test_a_child_that_was_ended_while_idle_costs_nothing() -> None:
    with Killable(processes=1) as workers:
        os.kill(workers.submit(os.getpid).result(), signal.SIGKILL)
        time.sleep(0.5)
        assert workers.submit(double, 3).result() == 6


def test_an_exception_in_the_child_is_raised_here() -> None:
    with Killable(processes=1) as workers, pytest.raises(ZeroDivisionError, match="a bug"):
        workers.submit(bug).result()


def process_id(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_a_few_quick_calls_share_one_child_and_a_slow_one_does_not_hold_up_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Killable, "IMPATIENCE", 60.0)
    with Killable(processes=2, seconds=30) as workers:
        few = [workers.submit(process_id, 0.0) for _ in range(12)]
        (first,) = {f.result(timeout=60) for f in few}
        monkeypatch.setattr(Killable, "IMPATIENCE", 0.3)
        slow = workers.submit(process_id, 4.0)
        behind = workers.submit(process_id, 0.0)
        assert behind.result(timeout=20) != first
        assert not slow.done()
        assert slow.result(timeout=20) == first


def test_many_waiting_calls_are_worth_another_child() -> None:
    with Killable(processes=2, seconds=30) as workers:
        calls = [workers.submit(process_id, 0.01) for _ in range(3 * Killable.BACKLOG)]
        assert len({f.result(timeout=30) for f in calls}) == 2
