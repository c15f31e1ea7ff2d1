"""What runs in the process that draws a PDF's pages: options as a line of JSON, then the file.

It writes a line of JSON a page; what it is for is told in ``picture``.
"""

import base64
import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pypdfium2
from PIL import Image

_WIDE: Final = 900
_NARROW: Final = 680
_MANY: Final = 120
"""With more pages than this each is drawn smaller."""

_MAX_HEIGHT: Final = 2_400
_QUALITY: Final = 42


def main() -> None:
    """Draw the pages that the options on standard input ask for."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    options = json.loads(sys.stdin.buffer.readline())
    # Not every system lets the limit be set; the clock outside is left there.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (options["memory"], options["memory"]))
    for answer in draw_file(sys.stdin.buffer.read(), options):
        out.write(json.dumps(answer) + "\n")
        out.flush()


def draw_file(content: bytes, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a picture a page until their bytes are used up; none of a page that has an error."""
    try:
        document = pypdfium2.PdfDocument(content, password=options["password"] or None)
    except pypdfium2.PdfiumError:
        return
    left = options["total"]
    width = _WIDE if len(options["pages"]) <= _MANY else _NARROW
    for number in options["pages"]:
        with suppress(pypdfium2.PdfiumError):
            page = document[number - 1]
            size = page.get_size()
            picture = _draw(page, size, width)
            left -= len(picture)
            if left < 0:
                return
            yield {
                "page": number,
                "width": round(size[0] * 100),
                "height": round(size[1] * 100),
                "content": base64.b64encode(picture).decode("ascii"),
            }


def _draw(page: Any, size: tuple[float, float], width: int) -> bytes:
    """Return a page as a grey image: colour costs a third more and says nothing of a figure."""
    scale = min(width / size[0], _MAX_HEIGHT / size[1])
    image: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=_QUALITY, method=4)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
