"""The bytes of a file: only of a regular one, and no more of it than is allowed.

What the bytes are is told in ``signature``.
"""

import os
import stat
import sys
from pathlib import Path
from typing import Final

from nstp_extract.core.errors import AccessError, ReadError

MAX_BYTES: Final = 256 << 20

_PIPE_HINT: Final = "pipe its content in: nstp-extract extract - < FILE"


def read_bytes(path: Path, *, name: str, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file, which is not even opened if there are more than `most`.

    Raises:
        ReadError: code ``too-large``.
        AccessError: if there is no such file, it may not be read, or it is a folder, a pipe or a
            device, on which a reader would wait for ever.
    """
    try:
        status = path.stat()
        _check_kind(status, name)
        if status.st_size > most:
            raise too_large(status.st_size, most, name=name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AccessError(f"{name}: no such file", hint="check the path") from error
    except ValueError as error:  # a NUL in the name
        raise AccessError(f"{name}: no such file", hint="check the path") from error
    except OSError as error:
        raise AccessError(f"{name}: {error.strerror}", hint="check the permissions") from error


def read_stdin(*, name: str, most: int = MAX_BYTES) -> bytes:
    """Return what standard input holds.

    Raises:
        ReadError: code ``too-large`` once more than `most` bytes have come.
    """
    content = sys.stdin.buffer.read(most + 1)
    if len(content) > most:
        raise too_large(len(content), most, name=name)
    return content


def why_unreadable(path: Path) -> str | None:
    """Return why a path of a folder of reports cannot be read, None if it can."""
    try:
        status = path.stat()
    except OSError as error:
        return error.strerror or str(error)
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    return None if os.access(path, os.R_OK) else "Permission denied"


def too_large(size: int, most: int, *, name: str) -> ReadError:
    """Return the error of content that takes more than the `most` bytes that are allowed."""
    message = f"{size:,} bytes, more than {most:,}"
    return ReadError("too-large", message, file=name, hint="split the report")


def _check_kind(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        hint = "name one file; `nstp-extract run --raw DIR` reads a folder"
        raise AccessError(f"{name}: is a folder", hint=hint)
    if not stat.S_ISREG(status.st_mode):
        raise AccessError(f"{name}: not a regular file", hint=_PIPE_HINT)
