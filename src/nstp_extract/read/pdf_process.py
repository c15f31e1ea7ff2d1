"""The process that opens a PDF, seen from outside: its limits, its clocks, its death.

A page on which the process dies or hangs is refused, and a new process goes on behind it.
"""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, Final

from nstp_extract.core.document import Page
from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import Engine, Grade, PageReason
from nstp_extract.read.lines import PageLine, Slot

_CHUNK: Final = 1 << 16
_MAX_DEATHS: Final = 8
_COMMAND: Final = (sys.executable, "-m", "nstp_extract.read.pdf_child")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a PDF may cost: bytes of memory, seconds a page, seconds in all."""

    memory: int = 2 << 30
    page_seconds: float = 20.0
    file_seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it comes out of the process; a refused one is empty."""

    page: Page
    text: str = ""
    boxes: tuple[int, ...] = ()
    lines: tuple[PageLine, ...] = ()


@dataclass(slots=True)
class _State:
    """How far the pages of a file have come, over one process or more."""

    name: str
    deadline: float
    pages: int | None = None
    done: int = 0
    under_way: bool = False
    deaths: int = 0
    complete: bool = True
    facts: dict[str, Any] = field(default_factory=dict)


class _Stopped(Exception):  # noqa: N818  (it is caught here and tells only why to go on elsewhere)
    """The process ended or was ended on a page."""

    def __init__(self, reason: PageReason) -> None:
        super().__init__(reason)
        self.reason = reason


def read_pages(content: bytes, *, name: str, password: str, limits: Limits) -> Iterator[ReadPage]:
    """Yield every page of a PDF in its order, those that cannot be read as refused.

    Raises:
        ReadError: if the file cannot be opened or has no pages.
    """
    state = _State(name, time.monotonic() + limits.file_seconds)
    while state.pages is None or state.done < state.pages:
        try:
            yield from _run(content, password, state, limits)
        except _Stopped as stopped:
            if state.pages is None:
                raise _unopened(name, stopped.reason) from stopped
            state.deaths += 1
            yield _refused(state.done + 1, stopped.reason)
            state.done += 1
            over = time.monotonic() > state.deadline or state.deaths >= _MAX_DEATHS
            while over and state.done < state.pages:
                state.done += 1
                yield _refused(state.done, stopped.reason)


def _run(content: bytes, password: str, state: _State, limits: Limits) -> Iterator[ReadPage]:
    options = {"password": password, "memory": limits.memory, "first": state.done + 1, "last": 0}
    header = json.dumps(options).encode() + b"\n"
    with _start(header + content) as process:
        for answer in _listen(process, state, limits):
            if "pages" in answer:
                _open(answer, state, locked=bool(password))
            elif "begins" not in answer:
                state.done = answer["number"]
                yield _unpack(answer, complete=state.complete)
    if state.pages is None or state.done < state.pages:
        raise _Stopped(PageReason.DAMAGED if process.returncode >= 0 else PageReason.MEMORY)


@contextmanager
def _start(data: bytes) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process on a file of its own: a pipe could fill while nobody reads."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with tempfile.TemporaryFile() as file:
        file.write(data)
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


def _listen(
    process: subprocess.Popen[bytes], state: _State, limits: Limits
) -> Iterator[dict[str, Any]]:
    """Yield the answers as they come; a page that takes too long ends it."""
    stream = process.stdout
    if stream is None:
        raise _Stopped(PageReason.DAMAGED)
    buffer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        until = time.monotonic() + limits.page_seconds
        while chunk := _receive(selector, stream, min(until, state.deadline)):
            buffer += chunk
            *lines, rest = bytes(buffer).split(b"\n") if b"\n" in chunk else (bytes(buffer),)
            buffer = bytearray(rest)
            if lines:
                until = time.monotonic() + limits.page_seconds
            yield from (json.loads(line) for line in lines)


def _receive(selector: selectors.BaseSelector, stream: IO[bytes], until: float) -> bytes:
    """Return what the process has written, nothing at its end."""
    if not selector.select(max(0.0, until - time.monotonic())):
        raise _Stopped(PageReason.TIMEOUT)
    return os.read(stream.fileno(), _CHUNK)


def _open(answer: dict[str, Any], state: _State, *, locked: bool) -> None:
    """Take what is known of the file as a whole; `locked` if a password was given for it.

    Raises:
        ReadError: if that is that it cannot be read.
    """
    name = state.name
    if answer["encrypted"]:
        message = "the password is wrong" if locked else "the PDF needs a password"
        hint = "give its password, or ask for a copy without one"
        raise ReadError("encrypted", message, file=name, hint=hint)
    if not answer["pages"] and (not answer["complete"] or not answer["opened"]):
        hint = "fetch the file again"
        raise ReadError("truncated", "the PDF is damaged or cut off", file=name, hint=hint)
    if not answer["pages"]:
        raise ReadError("no-pages", "the PDF has no pages", file=name, hint="check the download")
    state.pages = int(answer["pages"])
    state.complete = bool(answer["complete"])


def _unopened(name: str, reason: PageReason) -> ReadError:
    match reason:
        case PageReason.TIMEOUT:
            hint = "have another program write the PDF anew"
            return ReadError("timeout", "opening the PDF takes too long", file=name, hint=hint)
        case PageReason.MEMORY:
            message = "opening the PDF takes more memory than allowed"
            return ReadError("too-large", message, file=name, hint="split the report")
    return ReadError("truncated", "the PDF is damaged", file=name, hint="fetch the file again")


def _refused(number: int, reason: PageReason) -> ReadPage:
    return ReadPage(Page(number, Grade.REFUSED, reason))


def _unpack(answer: dict[str, Any], *, complete: bool) -> ReadPage:
    grade = Grade(answer["grade"])
    reason = PageReason(answer["reason"]) if answer["reason"] else None
    if grade is Grade.GOOD and not complete:
        grade, reason = Grade.SUSPECT, PageReason.TRUNCATED
    page = Page(
        answer["number"], grade, reason, Engine(answer["engine"]), answer["width"], answer["height"]
    )
    lines = tuple(_unpack_line(line) for line in answer["lines"])
    return ReadPage(page, answer["text"], tuple(answer["boxes"]), lines)


def _unpack_line(fields: list[Any]) -> PageLine:
    *place, slot = fields
    return PageLine(*place)._replace(slot=Slot(*slot) if slot else None)
