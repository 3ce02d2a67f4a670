"""Parsing on a Dask cluster: the executor of `digest.executor.Killable`, on machines that are not this one.

Only parsing crosses: pages go out, articles come back, both as frozen records. Asking publishers stays at the desk, because
one reader with one address, one queue a host and one memory of robots.txt is what good manners are; and SQLite has one writer.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

import digest
from digest.errors import ConfigError, DigestError
from digest.executor import Killable, TooHeavy

P = ParamSpec("P")
T = TypeVar("T")

#: seconds to find the scheduler and a first worker; seconds without any worker after which the work is given back
PATIENCE, DESERTED = 10.0, 30.0


class OnCluster(Executor):
    """Runs picklable functions on the workers of the scheduler at `address` (`tcp://host:8786`), each within limits there.

    A call over `seconds` or `megabytes`, or one that takes its worker down thrice, raises TooHeavy; a cluster that is lost
    raises DigestError. Raises ConfigError when there is no such cluster, or one that has another Digest.
    """

    def __init__(self, address: str, seconds: float = 20.0, megabytes: int = 1500, deserted: float = DESERTED) -> None:
        self._address, self._limits, self._deserted = address, (seconds, megabytes), deserted
        self._client = _client(address)
        self._remote = self._client.get_executor()
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="dask-watch", daemon=True).start()

    @property
    def size(self) -> int:
        """How many workers the cluster has now."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """A future of the call on some worker."""
        ours: Future[T] = Future()
        theirs = self._remote.submit(bounded, *self._limits, fn, args, kwargs)
        theirs.add_done_callback(lambda done: self._hand_over(done, ours))
        return ours

    def _hand_over(self, theirs: Future[T | TooHeavy], ours: Future[T]) -> None:
        from distributed import KilledWorker

        try:
            answer = theirs.result()
            if isinstance(answer, TooHeavy):
                ours.set_exception(answer)
            else:
                ours.set_result(answer)
        except KilledWorker:
            ours.set_exception(TooHeavy("使集群的 worker 一再退出"))
        except CancelledError:
            ours.set_exception(
                DigestError(
                    f"与 Dask 集群 {self._address} 断了联系 —— 已取的页面都存着, 再运行一次会接着读; 不加 --dask 就在本机读"
                )
            )
        except BaseException as error:
            ours.set_exception(error)

    def _watch(self) -> None:
        """A cluster whose workers have all gone holds its tasks for ever: give them back after a while."""
        without = 0.0
        step = min(2.0, self._deserted)
        while not self._ended.wait(step):
            try:
                alive = self.size > 0
            except Exception:  # closing
                alive = False
            without = 0.0 if alive else without + step
            if without >= self._deserted:
                self._remote.shutdown(wait=False)
                self._client.close(timeout=2)
                return

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster as it was found."""
        self._ended.set()
        self._remote.shutdown(wait=wait and not cancel_futures)
        self._client.close(timeout=5)


def bounded(
    seconds: float, megabytes: int, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T | TooHeavy:
    """On a worker: the call in a child of that worker, which can be killed there. A heavy page is a value, no failed task."""
    try:
        return _children(seconds, megabytes).submit(fn, *args, **kwargs).result()
    except TooHeavy as error:
        return error


@lru_cache(maxsize=4)
def _children(seconds: float, megabytes: int) -> Killable:
    # A nanny starts its workers as daemons, and a daemon may have no children, lest they outlive it. These don't: a child
    # ends when the pipe to its parent closes.
    multiprocessing.current_process().daemon = False
    return Killable(seconds=seconds, megabytes=megabytes)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ConfigError("--dask 要用 Dask", mend="pip install 'digest[dask]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what went wrong is said once, by us
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"连不上 Dask 调度器 {address}: {_first_line(error)}", mend="先启动 dask scheduler, 再看地址"
        ) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        versions = set(client.run(_version).values())
    except TimeoutError:
        client.close()
        raise ConfigError(f"Dask 集群 {address} 里没有 worker", mend=f"启动一个: dask worker {address}") from None
    except Exception as error:
        client.close()
        mend = f"在每台机器上装同一版本: digest {digest.__version__}"
        raise ConfigError(f"Dask 集群 {address} 的 worker 用不了: {_first_line(error)}", mend=mend) from None
    if versions != {digest.__version__}:
        client.close()
        raise ConfigError(
            f"Dask 集群 {address} 的 worker 装的是 digest {'、'.join(sorted(versions))}, 这里是 {digest.__version__}",
            mend="装同一版本再试",
        )
    return client


def _version() -> str:
    return digest.__version__


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
