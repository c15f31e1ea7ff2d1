"""Which reader a file gets, and the limits that hold for all of them."""

import hashlib
from pathlib import Path
from typing import Final

from nstp_extract.core.document import Document
from nstp_extract.core.errors import NstpError, ReadError
from nstp_extract.core.vocabulary import Engine
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.read.encoding import decode_text
from nstp_extract.read.layout import find_pages, find_passages
from nstp_extract.read.pdf import read_pdf

PDF_SUFFIX: Final = ".pdf"
TEXT_SUFFIXES: Final = (".txt", ".text", ".md")
MAX_BYTES: Final = 64 * 2**20

_PDF_SIGNATURE: Final = b"%PDF-"
_PDF_HEAD: Final = 1024
"""A PDF may have this many bytes of something else before its signature."""

_SIGNATURES: Final = (
    (b"PK\x03\x04", "a ZIP container (DOCX, ODT, XLSX)", "save the document as plain text"),
    (b"\xd0\xcf\x11\xe0", "a binary Office file (.doc, .xls)", "save the document as plain text"),
)


def read_document(
    source: Path | bytes,
    *,
    name: str = "",
    encoding: str | None = None,
    password: str = "",
    lexicon: Lexicon | None = None,
) -> Document:
    """Return the document of a PDF or text file or of its bytes, passages and pages found.

    `name` names bytes in messages; `encoding` overrides UTF-8, `password` opens a PDF. In a text
    file line ends and a byte order mark stay, so that offsets are offsets in the decoded file.

    Raises:
        ReadError: if the file cannot be read; its code says why.
        NstpError: if there is no such file.
    """
    if isinstance(source, Path):
        name = name or str(source)
        source = _read_bytes(source, name)
    if len(source) > MAX_BYTES:
        msg = f"{len(source):,} bytes, more than {MAX_BYTES:,}"
        raise ReadError("too-large", msg, file=name, hint="split the report")
    if not source.strip():
        raise ReadError("empty", "the file holds no text", file=name, hint="check the download")
    if _is_pdf(source, name):
        return read_pdf(source, name=name, password=password, lexicon=lexicon or load_lexicon())
    for signature, what, hint in _SIGNATURES:
        if source.startswith(signature):
            raise ReadError("unsupported-format", f"this is {what}, not text", file=name, hint=hint)
    text = decode_text(source, name=name, encoding=encoding)
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        raise ReadError("empty", "the file holds blanks only", file=name, hint="check the download")
    sha256 = hashlib.sha256(source).hexdigest()
    return read_text(text, name=name, sha256=sha256, lexicon=lexicon)


def _is_pdf(content: bytes, name: str) -> bool:
    """Tell whether bytes are a PDF.

    Raises:
        ReadError: if only their name says so.
    """
    if content.startswith(_PDF_SIGNATURE):
        return True
    if not name.lower().endswith(PDF_SUFFIX):
        return False
    if _PDF_SIGNATURE in content[:_PDF_HEAD]:
        return True
    message = f"it has no PDF signature in {len(content):,} bytes"
    raise ReadError("not-a-pdf", message, file=name, hint="check the download")


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


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NstpError(f"{name}: no such file", hint="check the path") from error
    except IsADirectoryError as error:
        hint = "name one file; `nstp-extract run --raw DIR` reads a folder"
        raise NstpError(f"{name}: is a folder", hint=hint) from error
    except OSError as error:
        raise NstpError(f"{name}: {error.strerror}", hint="check the permissions") from error
