"""Parsing in processes that can be killed."""

from __future__ import annotations

import os
import time

import pytest

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


def test_an_exception_in_the_child_is_raised_here() -> None:
    with Killable(processes=1) as workers, pytest.raises(ZeroDivisionError, match="a bug"):
        workers.submit(bug).result()
