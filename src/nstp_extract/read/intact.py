"""Whether what a page is drawn by is whole: a damaged stream must not pass for a blank page.

Readers skip what they cannot understand, so that a page of which bytes were lost looks empty or
ends early. Here its streams are looked at themselves; what they print is in ``glyphs``.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Any, Final

from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, dict_value, resolve1

_STEP: Final = 1 << 16
_MAX_DEPTH: Final = 8
_STRINGS: Final = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|%[^\r\n]*", re.DOTALL)
_PICTURES: Final = re.compile(rb"\bBI\s.*?\sEI\b", re.DOTALL)
_BRACKETS: Final = re.compile(rb"<<|>>|[\[\]]")
_OPERAND: Final = re.compile(rb"/\S*|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)|true|false|null")
_DRAWN: Final = re.compile(rb"/(\S+)\s+Do\b")
_SHOWS_TEXT: Final = frozenset({b"Tj", b"TJ", b"'", b'"'})
_DRAWS: Final = frozenset(
    b"b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M "
    b"MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf TL Tm Tr Ts Tw Tz v w W W* y".split()
)


def is_torn(page: Any) -> bool:
    """Tell whether a compressed stream of a page of pdfminer's ends early or fails its checksum.

    To be asked before the page is read, which forgets the compressed bytes.
    """
    return any(_is_torn(stream) for stream in _streams(page) if stream is not None)


def is_emptied(page: Any) -> bool:
    """Tell whether a page on which nothing is seen has, or may have lost, something to show.

    That is text in what draws it, a word in there that is no operator, a stream or a form that is
    not there, or fonts without anything drawn in them.
    """
    streams = list(_streams(page))
    resources = dict_value(page.resources or {})
    if not streams:
        return bool(resolve1(resources.get("Font")))
    return any(stream is None or _shows(stream.get_data(), resources, 0) for stream in streams)


def _streams(page: Any) -> Iterator[PDFStream | None]:
    """Yield the streams that draw a page, None for one that is named and not there."""
    for content in page.contents:
        stream = resolve1(content)
        yield stream if isinstance(stream, PDFStream) else None


def _is_torn(stream: PDFStream) -> bool:
    if stream.rawdata is None or stream.decipher is not None:
        return False
    filters = stream.get_filters()
    if not filters or filters[0][0] not in LITERALS_FLATE_DECODE:
        return False
    unpacker = zlib.decompressobj()
    rest = stream.rawdata
    try:
        while rest and not unpacker.eof:
            unpacker.decompress(rest, _STEP)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return True
    return not unpacker.eof


def _shows(content: bytes, resources: Any, depth: int) -> bool:
    """Tell whether what draws a page shows text or holds a word that is no operator."""
    bare = _BRACKETS.sub(b" ", _PICTURES.sub(b" ", _STRINGS.sub(b" ", content)))
    words = (word for word in bare.split() if not _OPERAND.fullmatch(word))
    if any(word in _SHOWS_TEXT or word not in _DRAWS for word in words):
        return True
    forms = dict_value(resources.get("XObject") or {})
    return any(
        _is_form_showing(forms.get(name.decode("latin-1")), resources, depth)
        for name in _DRAWN.findall(bare)
    )


def _is_form_showing(named: Any, resources: Any, depth: int) -> bool:
    form = resolve1(named)
    if not isinstance(form, PDFStream) or depth > _MAX_DEPTH:
        return True
    if getattr(resolve1(form.get("Subtype")), "name", None) != "Form":
        return False
    return _shows(form.get_data(), dict_value(form.get("Resources") or resources), depth + 1)
