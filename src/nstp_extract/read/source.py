"""Which reader a file gets, and the limits that hold for all of them."""

import hashlib
from pathlib import Path
from typing import Final

from nstp_extract.core.document import Document
from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import Engine
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.read.access import MAX_BYTES, read_bytes, too_large
from nstp_extract.read.encoding import decode_text
from nstp_extract.read.layout import find_pages, find_passages
from nstp_extract.read.pdf import read_pdf
from nstp_extract.read.signature import Format, find_format

MAX_TEXT_BYTES: Final = 64 << 20

_BLANK: Final = "\ufeff \t\r\n\f\u3000"


def read_document(
    source: Path | bytes,
    *,
    name: str = "",
    encoding: str | None = None,
    password: str = "",
    lexicon: Lexicon | None = None,
) -> Document:
    """Return the document of a file or of its bytes, passages and pages found.

    `name` names bytes in messages; `encoding` overrides UTF-8, `password` opens a PDF. In a text
    file line ends and a byte order mark stay, so that offsets are offsets in the decoded file.

    Raises:
        ReadError: if the file cannot be read; its code says why.
        AccessError: if there is no such file, or none that may be read.
    """
    if isinstance(source, Path):
        name = name or str(source)
        source = read_bytes(source, name=name)
    if len(source) > MAX_BYTES:
        raise too_large(len(source), MAX_BYTES, name=name)
    if not source.strip():
        raise ReadError("empty", "the file holds no text", file=name, hint="check the download")
    lexicon = lexicon or load_lexicon()
    kind = find_format(source, name)
    if kind is Format.PDF:
        return read_pdf(source, name=name, password=password, lexicon=lexicon)
    if len(source) > MAX_TEXT_BYTES:
        raise too_large(len(source), MAX_TEXT_BYTES, name=name)
    text = decode_text(source, name=name, encoding=encoding)
    if not text.strip(_BLANK):
        raise ReadError("empty", "the file holds blanks only", file=name, hint="check the download")
    sha256 = hashlib.sha256(source).hexdigest()
    return read_text(text, name=name, sha256=sha256, lexicon=lexicon)


def read_text(
    text: str, *, name: str = "text", sha256: str = "", lexicon: Lexicon | None = None
) -> Document:
    """Return the document of a text in memory; `sha256` is that of its UTF-8 bytes by default."""
    return Document(
        name=name,
        text=text,
        passages=find_passages(text, lexicon=lexicon or load_lexicon()),
        engine=Engine.TEXT,
        page_starts=find_pages(text),
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
