"""Pages over the cores: which process reads which pages, and their results in order again.

A short file is read by one process: another takes longer to start than it would save.
"""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from nstp_extract.read.pages import ReadPage

BLOCK: Final = 4
"""So many pages in a row are one process's, so that slow parts of a file are spread."""

ALONE: Final = 24
"""So many pages are one process's work."""

OnPage = Callable[[int, int], None]
"""Is told how many pages have been read, and how many there are."""

_AHEAD: Final = 2 * BLOCK
_PATIENCE: Final = 0.5


def own_pages(pages: int, share: int, shares: int) -> Sequence[int]:
    """Return the numbers of the pages that are a share's, ascending; 0 is the first share.

    >>> own_pages(30, 1, 2)
    [5, 6, 7, 8, 13, 14, 15, 16, 21, 22, 23, 24, 29, 30]
    >>> own_pages(3, 0, 2), own_pages(3, 1, 2)
    ([1, 2, 3], [])
    """
    if pages <= ALONE:
        shares = 1 if share == 0 else 0
    return [n for n in range(1, pages + 1) if shares and (n - 1) // BLOCK % shares == share]


@dataclass(slots=True)
class Lane:
    """The pages of a share as they come; `opened` is set once their number is known, or an error.

    Not more than a few wait here, so that memory does not grow with the file.
    """

    read: Callable[["Lane"], Iterator[ReadPage]]
    pages: int | None = None
    opened: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    found: "queue.Queue[ReadPage | BaseException]" = field(
        default_factory=lambda: queue.Queue(_AHEAD)
    )

    def start(self) -> None:
        """Read in a thread of its own; what reads is a process, which it waits for."""
        threading.Thread(target=self._run, daemon=True).start()

    def take(self) -> ReadPage:
        """Return the next page.

        Raises:
            ReadError: what the reading of it raised.
        """
        found = self.found.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def _run(self) -> None:
        try:
            for page in self.read(self):
                if not self._put(page):
                    return
        except BaseException as error:  # noqa: BLE001  (it is raised where the page is taken)
            self._put(error)
        finally:
            self.opened.set()

    def _put(self, found: ReadPage | BaseException) -> bool:
        """Put what was found in the queue; False if nobody waits for it any more."""
        while not self.stopped.is_set():
            try:
                self.found.put(found, timeout=_PATIENCE)
            except queue.Full:
                continue
            return True
        return False


def take_in_order(lanes: Sequence[Lane], on_page: OnPage | None = None) -> Iterator[ReadPage]:
    """Yield the pages of all lanes in the file's order; the others start once the first has opened.

    `on_page` is told of each page how many have come, and of how many.

    Raises:
        ReadError: if the file cannot be opened.
    """
    first, *others = lanes
    first.start()
    try:
        first.opened.wait()
        pages = first.pages
        if pages is None:
            first.take()  # the error
            return
        owner = [0] * pages
        for share, lane in enumerate(others, start=1):
            lane.pages = pages
            numbers = own_pages(pages, share, len(lanes))
            for number in numbers:
                owner[number - 1] = share
            if numbers:
                lane.start()
        for done, share in enumerate(owner, start=1):
            page = lanes[share].take()
            if on_page is not None:
                on_page(done, pages)
            yield page
    finally:
        for lane in lanes:
            lane.stopped.set()
