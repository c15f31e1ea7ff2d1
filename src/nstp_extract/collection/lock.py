"""One writer at a time: whoever changes parts or publishes holds the lock of ``curated``."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nstp_extract.core.errors import PublishError

LOCK_NAME: Final = ".lock"
_PAUSE: Final = 0.05


@contextmanager
def hold_lock(curated: Path, *, seconds: float = 600) -> Iterator[None]:
    """Hold the lock of `curated` for the block; a process that dies lets go of it.

    Raises:
        PublishError: if another process holds it for longer than `seconds`.
    """
    with (curated / LOCK_NAME).open("ab") as file:
        _wait(file.fileno(), curated, seconds)
        yield


def _wait(descriptor: int, curated: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                message = f"{curated} has been in use for {seconds:.0f} s"
                raise PublishError(message, hint="wait for the other run, or end it") from None
            time.sleep(_PAUSE)
        else:
            return
