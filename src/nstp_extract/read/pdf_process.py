"""The process that opens a PDF, seen from outside: its limits, its clocks, its death.

A page on which the process dies or hangs is refused, and a new process goes on behind it. A long
file is read by several at once, each with its share of the pages.
"""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, Any, Final

from nstp_extract.core.document import Page
from nstp_extract.core.errors import ReadError
from nstp_extract.core.machine import count_cores
from nstp_extract.core.vocabulary import Engine, Grade, PageReason
from nstp_extract.read.lines import PageLine, Slot
from nstp_extract.read.ocr import PAGE_SECONDS
from nstp_extract.read.pages import ReadPage
from nstp_extract.read.shares import Lane, OnPage, own_pages, take_in_order

_CHUNK: Final = 1 << 16
_MAX_DEATHS: Final = 8
_OPENING: Final = 3.0
"""Until a process has started and opened its file it has so many times a page's time."""

_MARGIN: Final = 20.0
_SCANNED_FILE: Final = 6

_COMMAND: Final = (sys.executable, "-m", "nstp_extract.read.pdf_child")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a PDF may cost: bytes of memory a process, seconds a page, seconds in all, processes."""

    memory: int = 2 << 30
    page_seconds: float = 20.0
    file_seconds: float = 600.0
    processes: int = field(default_factory=count_cores)

    def for_scans(self) -> "Limits":
        """Return the limits under which pages may be recognised, which takes longer."""
        return replace(
            self,
            page_seconds=max(self.page_seconds, PAGE_SECONDS + _MARGIN),
            file_seconds=self.file_seconds * _SCANNED_FILE,
        )


@dataclass(slots=True)
class _State:
    """How far a share of a file's pages has come, over one process or more.

    `own` are the pages of the share, unknown until the file is open; `done` counts those of them
    that are read.
    """

    job: "Job"
    lane: Lane
    share: int
    deadline: float
    own: Sequence[int] = ()
    done: int = 0
    deaths: int = 0
    complete: bool = True

    @property
    def known(self) -> bool:
        """Tell whether the file has been opened, here or for another share."""
        return self.lane.pages is not None

    @property
    def left(self) -> bool:
        """Tell whether there are pages that are not done."""
        return not self.known or self.done < len(self.own)

    def own_up(self) -> None:
        """Take the pages of this share, once the file is known to have any."""
        self.own = own_pages(self.lane.pages or 0, self.share, self.job.limits.processes)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, and how."""

    content: bytes
    name: str
    password: str
    limits: Limits
    ocr: bool = False


class _Stopped(Exception):  # noqa: N818  (it is caught here and tells only why to go on elsewhere)
    """The process ended or was ended on a page."""

    def __init__(self, reason: PageReason) -> None:
        super().__init__(reason)
        self.reason = reason


def read_pages(job: Job, on_page: OnPage | None = None) -> Iterator[ReadPage]:
    """Yield every page of a PDF in its order, those that cannot be read as refused.

    `on_page` is told how many there are so far, and how many in all.

    Raises:
        ReadError: if the file cannot be opened or has no pages.
    """
    shares = range(job.limits.processes)
    lanes = [Lane(partial(_read_share, job, share)) for share in shares]
    yield from take_in_order(lanes, on_page)


def _read_share(job: Job, share: int, lane: Lane) -> Iterator[ReadPage]:
    """Yield the pages of a share, with another process wherever one dies or hangs."""
    state = _State(job, lane, share, time.monotonic() + job.limits.file_seconds)
    if state.known:
        state.own_up()
    while state.left:
        try:
            yield from _run(state)
        except _Stopped as stopped:
            if not state.known:
                raise _unopened(job.name, stopped.reason) from stopped
            state.deaths += 1
            yield _give_up(state, stopped.reason)
            over = time.monotonic() > state.deadline or state.deaths >= _MAX_DEATHS
            while over and state.left:
                yield _give_up(state, stopped.reason)


def _give_up(state: _State, reason: PageReason) -> ReadPage:
    page = ReadPage(Page(state.own[state.done], Grade.REFUSED, reason))
    state.done += 1
    return page


def _run(state: _State) -> Iterator[ReadPage]:
    job = state.job
    options = {
        "password": job.password,
        "memory": job.limits.memory,
        "ocr": job.ocr,
        "first": state.own[state.done] if state.own else 1,
        "share": (state.share, job.limits.processes),
    }
    header = json.dumps(options).encode() + b"\n"
    with _start((header, job.content)) as process:
        for answer in _listen(process, state):
            if "pages" in answer:
                _open(answer, state)
            elif "begins" not in answer:
                state.done += 1
                yield _unpack(answer, complete=state.complete)
    if state.left:
        raise _Stopped(PageReason.DAMAGED if process.returncode >= 0 else PageReason.MEMORY)


@contextmanager
def _start(data: Sequence[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process on a file of its own: a pipe could fill while nobody reads."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with tempfile.TemporaryFile() as file:
        file.writelines(data)
        file.seek(0)
        process = subprocess.Popen(  # noqa: S603  (the program is this one)
            _COMMAND,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        try:
            yield process
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _listen(process: subprocess.Popen[bytes], state: _State) -> Iterator[dict[str, Any]]:
    """Yield the answers as they come; a page that takes too long ends it."""
    stream = process.stdout
    if stream is None:
        raise _Stopped(PageReason.DAMAGED)
    buffer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        until = time.monotonic() + state.job.limits.page_seconds * _OPENING
        while chunk := _receive(selector, stream, min(until, state.deadline)):
            buffer += chunk
            *lines, rest = bytes(buffer).split(b"\n") if b"\n" in chunk else (bytes(buffer),)
            buffer = bytearray(rest)
            if lines:
                until = time.monotonic() + state.job.limits.page_seconds
            yield from (json.loads(line) for line in lines)


def _receive(selector: selectors.BaseSelector, stream: IO[bytes], until: float) -> bytes:
    """Return what the process has written, nothing at its end."""
    if not selector.select(max(0.0, until - time.monotonic())):
        raise _Stopped(PageReason.TIMEOUT)
    return os.read(stream.fileno(), _CHUNK)


def _open(answer: dict[str, Any], state: _State) -> None:
    """Take what is known of the file as a whole.

    Raises:
        ReadError: if that is that it cannot be read.
    """
    name, locked = state.job.name, bool(state.job.password)
    if answer["encrypted"]:
        message = "the password is wrong" if locked else "the PDF needs a password"
        hint = "give its password, or ask for a copy without one"
        raise ReadError("encrypted", message, file=name, hint=hint)
    if not answer["pages"] and (not answer["complete"] or not answer["opened"]):
        hint = "fetch the file again"
        raise ReadError("truncated", "the PDF is damaged or cut off", file=name, hint=hint)
    if not answer["pages"]:
        raise ReadError("no-pages", "the PDF has no pages", file=name, hint="check the download")
    state.complete = bool(answer["complete"])
    if not state.known:
        state.lane.pages = int(answer["pages"])
        state.own_up()
        state.lane.opened.set()


def _unopened(name: str, reason: PageReason) -> ReadError:
    match reason:
        case PageReason.TIMEOUT:
            hint = "have another program write the PDF anew"
            return ReadError("timeout", "opening the PDF takes too long", file=name, hint=hint)
        case PageReason.MEMORY:
            message = "opening the PDF takes more memory than allowed"
            return ReadError("too-large", message, file=name, hint="split the report")
    return ReadError("truncated", "the PDF is damaged", file=name, hint="fetch the file again")


def _unpack(answer: dict[str, Any], *, complete: bool) -> ReadPage:
    grade = Grade(answer["grade"])
    reason = PageReason(answer["reason"]) if answer["reason"] else None
    if grade is Grade.GOOD and not complete:
        grade, reason = Grade.SUSPECT, PageReason.TRUNCATED
    page = Page(
        answer["number"], grade, reason, Engine(answer["engine"]), answer["width"], answer["height"]
    )
    lines = tuple(_unpack_line(line) for line in answer["lines"])
    doubts = tuple(answer.get("doubts", ()))
    return ReadPage(page, answer["text"], tuple(answer["boxes"]), lines, doubts)


def _unpack_line(fields: list[Any]) -> PageLine:
    *place, slot = fields
    return PageLine(*place)._replace(slot=Slot(*slot) if slot else None)
