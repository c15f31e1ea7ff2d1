"""How many tasks are mapped: in this process, in others, or on other machines.

What a task is, is in ``extract``; how those of a Dask cluster are mapped, in ``cluster``. Every way
gives the same results, in the order in which they come. A task that kills the process it runs in is
a failure of that task alone.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.context import BaseContext
from typing import Final, Generic, TypeVar

from nstp_extract.core.errors import EngineError
from nstp_extract.core.machine import count_cores

T = TypeVar("T")
R = TypeVar("R")

_AHEAD: Final = 2
"""Tasks handed out a process: one that runs and one that waits, so that memory stays flat."""

_PRELOAD: Final = ("nstp_extract.collection.extract",)


class EngineKind(StrEnum):
    """Where reports are extracted."""

    INLINE = "inline"
    PROCESSES = "processes"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Engine:
    """Where tasks run, and how many at once: by default one a core that this process may use.

    `scheduler` is the address of the Dask scheduler; there one a thread of its workers runs.
    """

    kind: EngineKind = EngineKind.PROCESSES
    jobs: int | None = None
    scheduler: str = ""

    def __post_init__(self) -> None:
        """Hold an address where one is needed, and nowhere else.

        Raises:
            EngineError: if it does not.
        """
        if (self.kind is EngineKind.DASK) is not bool(self.scheduler):
            message = "a Dask engine needs the address of its scheduler, and no other has one"
            hint = "name both: --engine dask --scheduler tcp://HOST:8786"
            raise EngineError(message, hint=hint)

    def cores_a_task(self, tasks: int) -> int:
        """Return how many cores each of so many tasks may use, so that none waits for another."""
        match self.kind:
            case EngineKind.INLINE:
                return count_cores()
            case EngineKind.PROCESSES:
                return max(1, count_cores() // max(1, min(tasks, self.jobs or count_cores())))
        return 1

    def map(
        self, function: Callable[[T], R], tasks: Sequence[T], *, on_death: Callable[[T], R]
    ) -> Iterator[tuple[T, R]]:
        """Yield every task with its result; `on_death` makes that of one that killed its process.

        `function` is a function of a module, and returns what went wrong as a result.

        Raises:
            EngineError: if the workers cannot be reached, or cannot run `function` at all.
        """
        match self.kind:
            case EngineKind.INLINE:
                return ((task, function(task)) for task in tasks)
            case EngineKind.PROCESSES:
                return _Pools(function, on_death, self.jobs or count_cores()).map(tasks)
            case EngineKind.DASK:
                # Dask is an extra, and takes a second to load.
                from nstp_extract.collection.cluster import map_on_cluster  # noqa: PLC0415

                return map_on_cluster(self.scheduler, function, tasks, on_death=on_death)


@dataclass(slots=True)
class _Pools(Generic[T, R]):
    """One pool after the other: a pool breaks as a whole, and does not tell whose fault it was.

    So each of the tasks that were under way runs again in a pool of its own; who breaks that one
    is the killer. The others go on in a new pool.
    """

    function: Callable[[T], R]
    on_death: Callable[[T], R]
    jobs: int
    suspects: list[T] = field(default_factory=list)

    def map(self, tasks: Sequence[T]) -> Iterator[tuple[T, R]]:
        left = list(reversed(tasks))
        while left:
            yield from self._run(left, min(self.jobs, len(left)))
            suspects, self.suspects = self.suspects, []
            for task in suspects:
                yield from self._run([task], 1)
                yield from ((killer, self.on_death(killer)) for killer in self.suspects)
                self.suspects = []

    def _run(self, left: list[T], jobs: int) -> Iterator[tuple[T, R]]:
        """Take tasks off the end of `left`; those lost with the pool become suspects."""
        under_way: dict[Future[R], T] = {}
        with ProcessPoolExecutor(jobs, mp_context=_context()) as pool:
            try:
                while left or under_way:
                    while left and len(under_way) < jobs * _AHEAD:
                        under_way[pool.submit(self.function, left[-1])] = left[-1]
                        left.pop()
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        result = future.result()
                        yield under_way.pop(future), result
            except BrokenProcessPool:
                self.suspects.extend(under_way.values())


def _context() -> BaseContext:
    """Start processes from a clean one that has loaded what they need, where there is such."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOAD))
    return context
