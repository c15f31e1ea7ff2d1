"""A page that is only a picture: Tesseract reads it, and says how sure it is of each character.

What cannot be read surely stays in the text and is marked, so that no number is made of it. When a
page is read so is decided in ``pdf_child``, what its text is worth in ``trust``.
"""

import os
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from nstp_extract.core.errors import OcrError
from nstp_extract.read.glyphs import Glyph, Sheet

LANGUAGE: Final = "chi_tra"
PAGE_SECONDS: Final = 120.0

_DOTS: Final = 300
_POINTS: Final = 72
_MOST_PIXELS: Final = 40_000_000
_SURE: Final = 85.0
_STOPS: Final = re.compile(r"(?<=[\u4e00-\u9fff]\n)[,;:!?]|[,;:!?](?=\n[\u4e00-\u9fff])")
_WIDE: Final = str.maketrans(",;:!?", "，；：！？")
_NUMBERS: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PACKAGES: Final = "tesseract-ocr tesseract-ocr-chi-tra"


def require_ocr() -> None:
    """Do nothing if pages can be recognised here.

    Raises:
        OcrError: if the extra, the program or its Chinese data is missing.
    """
    try:
        import pytesseract  # noqa: PLC0415  (an extra)
    except ImportError as error:
        hint = "install it: pip install 'nstp-extract[ocr]'"
        raise OcrError("the extra for scans is not installed", hint=hint) from error
    hint = f"install it, on Debian: apt-get install {_PACKAGES}"
    try:
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError) as error:
        raise OcrError("the program tesseract is not installed", hint=hint) from error
    if LANGUAGE not in languages:
        raise OcrError(f"tesseract has no data for {LANGUAGE}", hint=hint)


def recognize_page(page: Any) -> Sheet:
    """Return what Tesseract reads on a page of PDFium's, each character with its box.

    Raises:
        RuntimeError: if Tesseract takes longer than `PAGE_SECONDS`.
    """
    import pytesseract  # noqa: PLC0415  (an extra)

    width, height = (float(side) for side in page.get_size())
    scale = min(_DOTS / _POINTS, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil()
    # Pages are spread over the cores already; more threads a page would be in each other's way.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    marked = pytesseract.image_to_pdf_or_hocr(
        image,
        lang=LANGUAGE,
        extension="hocr",
        config="-c hocr_char_boxes=1",
        timeout=PAGE_SECONDS,
    )
    sheet = Sheet(width, height, pictured=1.0)
    sheet.glyphs.extend(find_glyphs(marked, scale))
    return sheet


def find_glyphs(marked: bytes, scale: float) -> Iterator[Glyph]:
    """Yield the characters of hOCR, `scale` pixels a point.

    They are as tall as their line, since ink alone (一, ，) does not tell which line it is of. A
    stop beside a Han character is the wide one that is printed there: Tesseract gives 億元,輔導.

    Source: the hOCR specification 1.2, ``ocr_line``, ``ocrx_cinfo``, ``x_bboxes`` and ``x_conf``.
    """
    from lxml import html  # noqa: PLC0415  (loaded for scans only)

    root = html.document_fromstring(marked, parser=html.HTMLParser(encoding="utf-8"))
    for line in root.iterfind(".//span[@id]"):
        if line.get("class") not in {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"}:
            continue
        _, top, _, bottom = _numbers(line, "bbox")
        size = (bottom - top) / scale
        infos = list(line.iterfind(".//span[@class='ocrx_cinfo']"))
        chars = _widen([(info.text or "").strip() for info in infos])
        for info, char in zip(infos, chars, strict=True):
            left, _, right, _ = _numbers(info, "x_bboxes")
            (sure,) = _numbers(info, "x_conf")
            box = left / scale, top / scale, right / scale, bottom / scale
            yield from (Glyph(each, *box, size, 0, sure=sure >= _SURE) for each in char)


def _widen(chars: Sequence[str]) -> list[str]:
    """Return the characters of a line, stops beside a Han character as wide ones."""
    text = "\n".join(chars)
    return _STOPS.sub(lambda stop: stop[0].translate(_WIDE), text).split("\n")


def _numbers(element: Any, name: str) -> tuple[float, ...]:
    """Return the numbers of a property in an element's title."""
    for entry in str(element.get("title")).split(";"):
        key, _, rest = entry.strip().partition(" ")
        if key == name:
            return tuple(float(number) for number in _NUMBERS.findall(rest))
    raise ValueError(name)
