"""What bytes are by their first ones and by the names in an archive: which reader they get.

The name decides only between kinds of text; a wrong suffix misleads nobody.
"""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from nstp_extract.core.errors import ReadError

PDF_SUFFIXES: Final = (".pdf",)
TEXT_SUFFIXES: Final = (".txt", ".text")
MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
HTML_SUFFIXES: Final = (".html", ".htm", ".xhtml")
DOCX_SUFFIXES: Final = (".docx",)
ODT_SUFFIXES: Final = (".odt", ".fodt")
SUFFIXES: Final = (
    *PDF_SUFFIXES,
    *TEXT_SUFFIXES,
    *MARKDOWN_SUFFIXES,
    *HTML_SUFFIXES,
    *DOCX_SUFFIXES,
    *ODT_SUFFIXES,
)
"""The suffixes of the files that a folder of reports may hold."""

_PDF: Final = b"%PDF-"
_HEAD: Final = 1024
"""A PDF may have this many bytes of something else before its signature."""

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_HTML: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_ODT_MIMES: Final = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
)
_SAVE: Final = "save it as DOCX, ODT or PDF"
_SHEET: Final = "print the sheet to a PDF, or save it as text"
_UNPACK: Final = "unpack it and name a file of it"


_BINARY: Final = "a binary Office file (.doc, .xls)"
_SPREADSHEET: Final = "a spreadsheet (XLSX, ODS)"
_PRESENTATION: Final = "a presentation (PPTX, ODP)"
_BY_SUFFIX: Final = MappingProxyType(
    {
        ".doc": (_BINARY, _SAVE),
        ".xls": (_BINARY, _SHEET),
        ".ppt": (_BINARY, _SAVE),
        ".rtf": ("RTF", _SAVE),
        ".xlsx": (_SPREADSHEET, _SHEET),
        ".ods": (_SPREADSHEET, _SHEET),
        ".pptx": (_PRESENTATION, _SAVE),
        ".odp": (_PRESENTATION, _SAVE),
        ".zip": ("a ZIP archive", _UNPACK),
    }
)
_LOOKS: Final = (
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"version https://git-lfs", "a Git LFS pointer"),
    (b"{\\rtf", "RTF"),
    (b"<?xml", "XML"),
    (_OLE, _BINARY),
    (_ZIP, "a ZIP archive (DOCX, ODT, XLSX)"),
)


class Format(StrEnum):
    """A format that can be read."""

    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    ODT = "odt"
    FLAT_ODT = "fodt"


def find_format(content: bytes, name: str) -> Format:
    """Return the format of a file's bytes.

    Raises:
        ReadError: ``not-a-pdf`` if only the name says that it is one, ``unsupported-format`` for
            what is known and cannot be read, ``encrypted`` for an Office file with a password.
    """
    suffix = PurePath(name).suffix.lower()
    if content.startswith(_PDF) or (suffix in PDF_SUFFIXES and _PDF in content[:_HEAD]):
        return Format.PDF
    if suffix in PDF_SUFFIXES:
        raise _no_pdf(content, name)
    if content.startswith(_ZIP):
        return _find_packed(content, name)
    _refuse_known(content, name)
    if suffix in DOCX_SUFFIXES:
        raise ReadError("unsupported-format", "it is no DOCX", file=name, hint="check the download")
    return _find_text(content, suffix)


def _no_pdf(content: bytes, name: str) -> ReadError:
    looks = "a web page (HTML)" if _HTML.match(content[:_HEAD]) else None
    looks = looks or next((what for start, what in _LOOKS if content.startswith(start)), None)
    message = f"it has no PDF signature in {len(content):,} bytes"
    if looks:
        message = f"{message}; it looks like {looks}"
    return ReadError("not-a-pdf", message, file=name, hint="check the download")


def _find_packed(content: bytes, name: str) -> Format:
    """Return the format of a ZIP archive by what is in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            mime = _read_mime(archive) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        if PurePath(name).suffix.lower() not in (*DOCX_SUFFIXES, *ODT_SUFFIXES):
            raise _unsupported(name, "a ZIP archive", _UNPACK) from error
        message = "the archive (DOCX, ODT) is damaged or cut off"
        raise ReadError("truncated", message, file=name, hint="fetch the file again") from error
    if "word/document.xml" in names:
        return Format.DOCX
    if mime in _ODT_MIMES:
        return Format.ODT
    if any(each.startswith("xl/") for each in names) or b"spreadsheet" in mime:
        raise _unsupported(name, _SPREADSHEET, _SHEET)
    if any(each.startswith("ppt/") for each in names) or b"presentation" in mime:
        raise _unsupported(name, _PRESENTATION, _SAVE)
    raise _unsupported(name, "a ZIP archive", _UNPACK)


def _read_mime(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as file:
        return file.read(_HEAD).strip()


def _refuse_known(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            hint = "save it without a password"
            raise ReadError("encrypted", "the document needs a password", file=name, hint=hint)
        raise _unsupported(name, _BINARY, _SAVE)
    if content.startswith(b"{\\rtf"):
        raise _unsupported(name, "RTF", _SAVE)


def _find_text(content: bytes, suffix: str) -> Format:
    if suffix in HTML_SUFFIXES:
        return Format.HTML
    if suffix in MARKDOWN_SUFFIXES:
        return Format.MARKDOWN
    if suffix in ODT_SUFFIXES:
        return Format.FLAT_ODT
    if suffix not in TEXT_SUFFIXES and _HTML.match(content[:_HEAD]):
        return Format.HTML
    return Format.TEXT


def refuse_suffix(name: str) -> ReadError:
    """Return the error of a file that no reader takes, by its name alone."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        what, hint = _BY_SUFFIX[suffix]
        return _unsupported(name, what, hint)
    message = f"none of {', '.join(SUFFIXES)}"
    return ReadError("unsupported-format", message, file=name, hint=_SAVE)


def _unsupported(name: str, what: str, hint: str) -> ReadError:
    return ReadError("unsupported-format", f"{what} cannot be read", file=name, hint=hint)
