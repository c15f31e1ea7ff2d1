"""Pictures of a PDF's pages, for a reader who compares a figure with what is printed.

They are drawn in a process of its own (``picture_child``), like everything that opens a PDF; a page
that cannot be drawn has none, and what takes too long or too much ends the drawing there.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_COMMAND: Final = (sys.executable, "-m", "nstp_extract.read.picture_child")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a WebP image. Sizes are in hundredths of a point, like those of a `Box`."""

    page: int
    width: int
    height: int
    content: bytes

    @property
    def data_uri(self) -> str:
        """Return the image as an address that holds it."""
        return f"data:image/webp;base64,{base64.b64encode(self.content).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """What the pictures of a file may cost: bytes in all, bytes of memory, seconds."""

    total: int = 12 * 2**20
    memory: int = 2 << 30
    seconds: float = 180.0


def draw_pages(
    content: bytes,
    numbers: Sequence[int],
    *,
    password: str = "",
    limits: PictureLimits | None = None,
) -> tuple[Picture, ...]:
    """Return pictures of the pages with these numbers, from 1, in that order.

    The earlier ones come first when not all of them fit the limits.
    """
    limits = limits or PictureLimits()
    options = {
        "pages": list(numbers),
        "password": password,
        "total": limits.total,
        "memory": limits.memory,
    }
    output = (
        _run(json.dumps(options).encode() + b"\n" + content, limits.seconds) if numbers else b""
    )
    *lines, _ = output.split(b"\n")  # what stands behind the last line end was cut off
    return tuple(_unpack(line) for line in lines)


def _run(data: bytes, seconds: float) -> bytes:
    """Return what the process has written when it ended or was ended."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(  # noqa: S603  (the program is this one)
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    with process:
        try:
            output, _ = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
    return output


def _unpack(line: bytes) -> Picture:
    answer = json.loads(line)
    content = base64.b64decode(answer["content"])
    return Picture(answer["page"], answer["width"], answer["height"], content)
