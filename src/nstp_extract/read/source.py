"""Which reader a file gets, and the limits that hold for all of them."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from nstp_extract.core.document import Document, Passage
from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import Engine
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.read.access import MAX_BYTES, read_bytes, too_large
from nstp_extract.read.blocks import Block, compose_blocks
from nstp_extract.read.encoding import decode_text
from nstp_extract.read.layout import find_pages, find_passages
from nstp_extract.read.pdf import read_pdf
from nstp_extract.read.pdf_process import Limits
from nstp_extract.read.shares import OnPage
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
    processes: int | None = None,
    ocr: bool = False,
    on_page: OnPage | None = None,
) -> Document:
    """Return the document of a file or of its bytes, passages and pages found.

    `name` names bytes in messages; `encoding` overrides UTF-8, `password` opens a PDF. In a text
    or Markdown file line ends and a byte order mark stay, so that offsets are offsets in the
    decoded file; of other formats they are offsets in the text that is composed from them. The
    pages of a long PDF are read by `processes` at once, by default one a core, and `on_page` is
    told of each how many are read, and how many there are; with `ocr`, those of its pages that are
    only pictures are recognised.

    Raises:
        ReadError: if the file cannot be read; its code says why.
        OcrError: if pages shall be recognised and cannot be on this machine.
        AccessError: if there is no such file, or none that may be read.
    """
    name = name or str(source if isinstance(source, Path) else "")
    source = _read_limited(source, name)
    lexicon = lexicon or load_lexicon()
    kind = find_format(source, name)
    if kind is Format.PDF:
        limits = Limits(processes=processes) if processes else Limits()
        return read_pdf(
            source,
            name=name,
            password=password,
            lexicon=lexicon,
            limits=limits,
            ocr=ocr,
            on_page=on_page,
        )
    if len(source) > MAX_TEXT_BYTES:
        raise too_large(len(source), MAX_TEXT_BYTES, name=name)
    sha256 = hashlib.sha256(source).hexdigest()
    if kind in {Format.TEXT, Format.MARKDOWN}:
        text = decode_text(source, name=name, encoding=encoding)
        if not text.strip(_BLANK):
            raise _blank(name)
        markdown = kind is Format.MARKDOWN
        return read_text(text, name=name, sha256=sha256, lexicon=lexicon, markdown=markdown)
    blocks, notes = _read_blocks(source, kind, name=name, encoding=encoding)
    document = compose_blocks(blocks, notes, name=name, sha256=sha256, lexicon=lexicon)
    if not document.passages:
        raise _blank(name)
    return document


def _read_limited(source: Path | bytes, name: str) -> bytes:
    """Return the bytes of a file or those given, unless they are too many or none."""
    content = read_bytes(source, name=name) if isinstance(source, Path) else source
    if len(content) > MAX_BYTES:
        raise too_large(len(content), MAX_BYTES, name=name)
    if not content.strip():
        raise ReadError("empty", "the file holds no text", file=name, hint="check the download")
    return content


def _read_blocks(
    content: bytes, kind: Format, *, name: str, encoding: str | None
) -> tuple[Sequence[Block], Mapping[str, str]]:
    """Return the blocks and notes of a format that marks them up.

    A reader is loaded when a file of its format comes, as its library takes a tenth of a second.
    """
    if kind is Format.HTML:
        from nstp_extract.read.html import read_html  # noqa: PLC0415

        return read_html(content, name=name, encoding=encoding), {}
    if kind is Format.DOCX:
        from nstp_extract.read.docx import read_docx  # noqa: PLC0415

        return read_docx(content, name=name)
    from nstp_extract.read.odt import read_odt  # noqa: PLC0415

    return read_odt(content, name=name, flat=kind is Format.FLAT_ODT)


def _blank(name: str) -> ReadError:
    return ReadError("empty", "the file holds blanks only", file=name, hint="check the download")


def read_text(
    text: str,
    *,
    name: str = "text",
    sha256: str = "",
    lexicon: Lexicon | None = None,
    markdown: bool = False,
) -> Document:
    """Return the document of a text in memory; `sha256` is that of its UTF-8 bytes by default."""
    lexicon = lexicon or load_lexicon()
    return Document(
        name=name,
        text=text,
        passages=_find_markdown(text, lexicon)
        if markdown
        else find_passages(text, lexicon=lexicon),
        engine=Engine.TEXT,
        page_starts=find_pages(text),
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _find_markdown(text: str, lexicon: Lexicon) -> tuple[Passage, ...]:
    from nstp_extract.read.markdown import find_markdown_passages  # noqa: PLC0415  (as above)

    return find_markdown_passages(text, lexicon=lexicon)
