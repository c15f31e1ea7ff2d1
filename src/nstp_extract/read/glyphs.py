"""What is printed on a page: glyphs with boxes, rules and pictures, as each engine sees them.

Coordinates are points from the page's upper left corner. How glyphs make lines is in ``lines``.
"""

import ctypes
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium_raw
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage

_THIN: Final = 2.0
_MIN_RULE: Final = 6.0
_SURROGATES: Final = range(0xD800, 0xE000)
_UNKNOWN: Final = "\ufffd"
_MAX_DEPTH: Final = 40
_BOX_POINTS: Final = 4
_BOLD_NAME: Final = re.compile(r"(?i)[-,_ ](?:semi|demi|extra|ultra)?(?:bold|black|heavy)")
_FONT_SIZES: Final = (1, 200)


class Glyph(NamedTuple):
    """A printed character: `turn` is the direction it is read in, degrees counterclockwise.

    `bold` says whether the name of its font does. One that was recognised in a picture may not be
    `sure`.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int
    bold: bool = False
    sure: bool = True


@dataclass(slots=True)
class Sheet:
    """All of a page that matters here.

    `rules` are upright lines as ``(x, top, bottom)``, `levels` level ones as ``(y, left, right)``.
    `pictured` is the share of the page that pictures take, `unmapped` how many glyphs have no text;
    `damaged` tells that something is lost of what draws it.
    """

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    levels: list[tuple[float, float, float]] = field(default_factory=list)
    pictured: float = 0.0
    unmapped: int = 0
    damaged: bool = False


def read_sheet(page: Any) -> Sheet:
    """Return what stands on a page of pdfplumber's.

    pdfminer's own objects are read: the same ones as ``page.chars`` has, without a dictionary each.
    """
    layout = page.layout
    left = page.cropbox[0] - page.mediabox[0]
    top = page.cropbox[1] - page.mediabox[1]
    sheet = Sheet(float(page.width), float(page.height))
    height = float(layout.height)
    for item in _walk(layout, 0):
        if isinstance(item, LTChar):
            _add_glyph(sheet, item, left, height - top)
        elif isinstance(item, LTImage):
            sheet.pictured += _share(item, sheet)
        elif isinstance(item, LTCurve):
            _add_rules(sheet, item, left, height - top)
    return sheet


def _walk(container: LTContainer[Any], depth: int) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            if depth < _MAX_DEPTH:
                yield from _walk(item, depth + 1)
        else:
            yield item


def _add_glyph(sheet: Sheet, char: LTChar, left: float, base: float) -> None:
    text = char.get_text()
    a, b = char.matrix[0], char.matrix[1]
    turn = (0 if a >= 0 else 180) if abs(a) >= abs(b) else (90 if b > 0 else 270)
    if text.startswith("(cid:"):
        sheet.unmapped += 1
        text = _UNKNOWN
    size = char.height if turn in (0, 180) else char.width
    box = char.x0 - left, base - char.y1, char.x1 - left, base - char.y0
    sheet.glyphs.extend(_split(text, *box, size, turn, is_bold(char.fontname)))


@cache
def is_bold(font: str | bytes) -> bool:
    """Tell whether a font is a bold one by its name.

    >>> is_bold("ABCDEF+NotoSerifCJKtc-Bold"), is_bold("DFKaiShu-SB-Estd-BF")
    (True, False)
    """
    return _BOLD_NAME.search(str(font)) is not None


def _split(  # noqa: PLR0917  (runs for every glyph of a report)
    text: str,
    x0: float,
    top: float,
    x1: float,
    bottom: float,
    size: float,
    turn: int,
    bold: bool,  # noqa: FBT001
) -> Iterator[Glyph]:
    """Yield a glyph a code point: a ligature's share its width."""
    if len(text) == 1:
        yield Glyph(text, x0, top, x1, bottom, size, turn, bold)
        return
    step = (x1 - x0) / max(len(text), 1)
    for at, char in enumerate(text):
        yield Glyph(char, x0 + at * step, top, x0 + (at + 1) * step, bottom, size, turn, bold)


def _share(image: LTImage, sheet: Sheet) -> float:
    """Return how much of the page a picture takes."""
    return float(image.width * image.height) / max(sheet.width * sheet.height, 1.0)


def _add_rules(sheet: Sheet, curve: LTCurve, left: float, base: float) -> None:
    """Keep the straight edges: of a thin rectangle its middle, of an outlined one all sides."""
    if len(curve.pts) > _BOX_POINTS + 1:
        return
    x0, x1, top, bottom = curve.x0 - left, curve.x1 - left, base - curve.y1, base - curve.y0
    boxed = len(curve.pts) >= _BOX_POINTS and curve.stroke
    if bottom - top >= _MIN_RULE and (x1 - x0 <= _THIN or boxed):
        sides = ((x0 + x1) / 2,) if x1 - x0 <= _THIN else (x0, x1)
        sheet.rules += [(x, top, bottom) for x in sides]
    if x1 - x0 >= _MIN_RULE and (bottom - top <= _THIN or boxed):
        sides = ((top + bottom) / 2,) if bottom - top <= _THIN else (top, bottom)
        sheet.levels += [(y, x0, x1) for y in sides]


def read_pdfium_text(page: Any) -> str:
    """Return the text of a page as PDFium orders it."""
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()


def read_pdfium_sheet(page: Any) -> Sheet:
    """Return the glyphs that PDFium finds: for pages on which pdfminer fails."""
    width, height = page.get_size()
    sheet = Sheet(float(width), float(height))
    textpage = page.get_textpage()
    try:
        box = [ctypes.c_double() for _ in range(4)]
        for at in range(textpage.count_chars()):
            code = pdfium_raw.FPDFText_GetUnicode(textpage.raw, at)
            if code < ord(" ") or code > sys.maxunicode or code in _SURROGATES:
                continue
            size = float(pdfium_raw.FPDFText_GetFontSize(textpage.raw, at))
            pdfium_raw.FPDFText_GetCharBox(textpage.raw, at, *map(ctypes.byref, box))
            x0, x1, low, high = (each.value for each in box)
            sheet.glyphs.append(_from_ink(chr(code), (x0, high, x1, low), height, size))
    finally:
        textpage.close()
    return sheet


def _from_ink(char: str, ink: Sequence[float], height: float, size: float) -> Glyph:
    """Return a glyph from the box of its ink, as tall as its font where that is known."""
    x0, high, x1, low = ink
    tall = max(size, high - low) if _FONT_SIZES[0] < size < _FONT_SIZES[1] else high - low
    middle = (high + low) / 2
    top, bottom = height - middle - tall / 2, height - middle + tall / 2
    return Glyph(char, x0, top, x1, bottom, tall or 1.0, 0)
