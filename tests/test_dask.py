"""Pages read on a real Dask cluster on this machine: the same articles, the same limits, and nothing lost when it goes away."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.dask_executor import OnCluster
from digest.errors import ConfigError, DigestError
from digest.executor import TooHeavy
from tests.conftest import FIRST_EVENING, Answer, command

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.xdist_group("dask")


def cluster(workers: int = 2) -> Any:
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50
    )


@pytest.fixture(scope="module")
def shared() -> Iterator[Any]:
    with cluster() as running:
        yield running


def asleep_as(name: str, seconds: float) -> str:
    time.sleep(seconds)
    return name


def grow(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def end_the_worker(mark: str) -> str:
    """Takes its worker down the first time, as a machine that is switched off would."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(30)
    return "done"


def articles(home: Path) -> list[dict[str, Any]]:
    rows = command("articles", "--json", home=home, now=FIRST_EVENING).json()
    return sorted(({k: v for k, v in row.items() if k != "story"} for row in rows), key=lambda row: row["url"])


def test_a_crawl_on_a_cluster_files_what_a_crawl_here_files(
    shared: Any, home: Path, tmp_path_factory: pytest.TempPathFactory, digest: Callable[..., Answer]
) -> None:
    here = tmp_path_factory.mktemp("here")
    (here / "sources.yaml").write_bytes((home / "sources.yaml").read_bytes())
    assert command("crawl", home=here, now=FIRST_EVENING).code == 0
    answer = digest("crawl", "--dask", shared.scheduler_address)
    assert answer.code == 0, answer.err
    assert articles(home) == articles(here) != []


def test_a_call_over_its_time_or_memory_is_ended_on_the_worker_and_the_worker_goes_on(shared: Any) -> None:
    with OnCluster(shared.scheduler_address, seconds=1.0, megabytes=600) as workers:
        heavy = [workers.submit(asleep_as, "slow", 30), workers.submit(grow, 5000)]
        for future in heavy:
            with pytest.raises(TooHeavy):
                future.result(timeout=20)
        assert workers.submit(asleep_as, "next", 0.0).result(timeout=20) == "next"


def test_a_worker_that_dies_costs_a_second_try(tmp_path: Path) -> None:
    with cluster() as running, OnCluster(running.scheduler_address) as workers:
        assert workers.submit(end_the_worker, str(tmp_path / "mark")).result(timeout=60) == "done"


def test_a_bug_in_the_reading_stays_a_bug(shared: Any) -> None:
    with OnCluster(shared.scheduler_address) as workers, pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result(timeout=20)


def test_work_is_given_back_when_all_workers_are_gone() -> None:
    with cluster(1) as running, OnCluster(running.scheduler_address, deserted=1.0) as workers:
        future = workers.submit(asleep_as, "never", 15)
        threading.Timer(0.3, lambda: running.scale(0)).start()
        with pytest.raises(DigestError, match="断了联系 —— 已取的页面都存着"):
            future.result(timeout=30)


def test_the_doctor_looks_at_the_cluster_that_a_run_would_use(
    shared: Any, home: Path, digest: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_DASK", shared.scheduler_address)
    assert f"Dask 集群: {shared.scheduler_address}, 2 个 worker" in digest("doctor").out
    monkeypatch.setattr("digest.dask_executor.PATIENCE", 1.0)
    monkeypatch.setenv("DIGEST_DASK", "tcp://127.0.0.1:9")
    answer = digest("doctor")
    assert answer.code == 1
    assert "连不上 Dask 调度器 tcp://127.0.0.1:9" in answer.out


def test_no_cluster_at_the_address_is_one_line_and_leaves_nothing_undone(
    home: Path, digest: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.dask_executor.PATIENCE", 1.0)
    answer = digest("run", "--dask", "tcp://127.0.0.1:9")
    assert answer.code == 2
    assert answer.err.startswith("digest: 连不上 Dask 调度器 tcp://127.0.0.1:9")
    assert answer.err.count("\n") == 1
    assert digest("run").code == 0


def test_a_cluster_without_workers_says_how_to_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.dask_executor.PATIENCE", 1.0)
    with cluster(0) as running, pytest.raises(ConfigError, match="没有 worker —— 启动一个: dask worker tcp://"):
        OnCluster(running.scheduler_address)


def test_a_worker_with_another_digest_is_refused(shared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.__version__", "9.9.9")
    with pytest.raises(ConfigError, match=r"这里是 9\.9\.9 —— 装同一版本再试"):
        OnCluster(shared.scheduler_address)
