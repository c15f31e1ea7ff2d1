"""Tasks mapped over an existing Dask cluster; the driver alone writes what comes of them.

Workers need this package in the driver's version, and no file of the driver's. A worker that is
lost costs what it had under way: that runs again on another.
"""

import asyncio
import concurrent.futures
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count as count_from
from itertools import islice
from typing import Any, Final, TypeVar

from nstp_extract.core.errors import EngineError

T = TypeVar("T")
R = TypeVar("R")

_CONNECT_SECONDS: Final = 10
_WORKER_SECONDS: Final = 30
_REFRESH: Final = 100
_LOST: Final = (OSError, asyncio.CancelledError, concurrent.futures.CancelledError)
"""What Dask raises once it has lost its scheduler, by what it was about to do."""

_WARN_OF_SIZE: Final = "distributed.admin.large-graph-warning-threshold"
_NEVER: Final = "1 PiB"
_AHEAD: Final = 3
"""Tasks handed out a thread, so that none idles while its result travels."""


def map_on_cluster(
    scheduler: str, function: Callable[[T], R], tasks: Sequence[T], *, on_death: Callable[[T], R]
) -> Iterator[tuple[T, R]]:
    """Yield every task with its result, as they come; `on_death` makes that of one that kills.

    Raises:
        EngineError: if there is no such scheduler, no worker, or none that can run `function`.
    """
    if not tasks:
        return
    with _hush(), _connect(scheduler) as client:
        try:
            yield from _run(client, scheduler, (function, on_death), tasks)
        except _LOST as error:
            raise _gone(scheduler) from error


@contextmanager
def _hush() -> Iterator[None]:
    """Keep Dask's own log off the screen: what went wrong is raised, in one line."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


@contextmanager
def _connect(scheduler: str) -> Iterator[Any]:
    try:
        import dask  # noqa: PLC0415
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        hint = "install the extra: pip install 'nstp-extract[dask]'"
        raise EngineError("Dask is not installed", hint=hint) from error
    try:
        client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "start one with `dask scheduler`, or name another with --scheduler"
        raise EngineError(f"{scheduler}: no Dask scheduler answers there", hint=hint) from error
    try:
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        with dask.config.set({_WARN_OF_SIZE: _NEVER}):  # a report may be as large as it likes
            yield client
    except TimeoutError as error:
        hint = f"start some with `dask worker {scheduler} --nthreads 1`"
        raise EngineError(f"{scheduler}: the scheduler has no workers", hint=hint) from error
    finally:
        # A client that has lost its scheduler closes itself, and cannot be closed meanwhile.
        if client.status == "running":
            client.close()


def _run(
    client: Any,
    scheduler: str,
    functions: tuple[Callable[[T], R], Callable[[T], R]],
    tasks: Sequence[T],
) -> Iterator[tuple[T, R]]:
    """Keep a few tasks a thread under way: a million of them handed out at once would not fit."""
    from distributed import as_completed  # noqa: PLC0415

    function, on_death = functions
    waiting = iter(tasks)
    under_way: dict[Any, T] = {}
    done = as_completed(loop=client.loop)
    window = 0

    def hand_out() -> None:
        for task in islice(waiting, max(1, window - len(under_way))):
            future = client.submit(function, task, pure=False)
            under_way[future] = task
            done.add(future)

    for count in count_from(0):
        if count % _REFRESH == 0:  # workers come and go
            window = max(1, sum(client.nthreads().values())) * _AHEAD
        hand_out()
        if not under_way:
            return
        future = _next_done(done, client, scheduler)
        task = under_way.pop(future)
        yield task, (on_death(task) if _has_killed(future, scheduler) else future.result())
        future.release()


def _next_done(done: Any, client: Any, scheduler: str) -> Any:
    """Return the next future that has come to its end.

    One that was lost with its worker is waited for once more: the scheduler runs it again.

    Raises:
        EngineError: if it was the scheduler that was lost.
    """
    while True:
        future = next(done)
        if future.status in {"finished", "error"}:
            return future
        if client.status != "running" or future.cancelled():
            raise _gone(scheduler)
        done.add(future)


def _has_killed(future: Any, scheduler: str) -> bool:
    """Tell whether a task has killed the workers that it ran on.

    Raises:
        EngineError: if a worker cannot run it at all.
    """
    from distributed import KilledWorker  # noqa: PLC0415

    if future.status == "finished":
        return False
    error = future.exception()
    if isinstance(error, KilledWorker):
        return True
    hint = "install this version of nstp-extract on every worker"
    raise EngineError(f"{scheduler}: a worker cannot extract: {error!r}", hint=hint) from error


def _gone(scheduler: str) -> EngineError:
    hint = "run again: what came before is kept, and is not extracted anew"
    return EngineError(f"{scheduler}: the scheduler is gone", hint=hint)
