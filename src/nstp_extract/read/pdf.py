"""PDF bytes in, `Document` out: each page with its grade, each code point with its box.

The file is opened in a process of its own (``pdf_process``); what its pages make is in ``paged``.
"""

import hashlib

from nstp_extract.core.document import Document
from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import Grade, PageReason
from nstp_extract.lexicon import Lexicon
from nstp_extract.read.ocr import require_ocr
from nstp_extract.read.paged import compose_document
from nstp_extract.read.pages import ReadPage
from nstp_extract.read.pdf_process import Job, Limits, read_pages
from nstp_extract.read.shares import OnPage


def read_pdf(
    content: bytes,
    *,
    name: str,
    lexicon: Lexicon,
    password: str = "",
    limits: Limits | None = None,
    ocr: bool = False,
    on_page: OnPage | None = None,
) -> Document:
    """Return the document of a PDF. Pages that cannot be read are empty and say so.

    With `ocr` a page that is only a picture is recognised; it is suspect at best. `on_page` is told
    of each page how many are read, and how many there are.

    Raises:
        ReadError: if no page can be read; its code says why.
        OcrError: if pages cannot be recognised on this machine.
    """
    limits = limits or Limits()
    if ocr:
        require_ocr()
        limits = limits.for_scans()
    pages = list(read_pages(Job(content, name, password, limits, ocr=ocr), on_page))
    if not any(page.text for page in pages):
        raise _nothing_read(pages, name)
    sha256 = hashlib.sha256(content).hexdigest()
    return compose_document(pages, name=name, sha256=sha256, lexicon=lexicon)


def _nothing_read(pages: list[ReadPage], name: str) -> ReadError:
    """Return the error that tells why a PDF gives no text: the reason of its first bad page."""
    refused = [p.page.reason for p in pages if p.page.grade is Grade.REFUSED]
    match refused[0] if refused else None:
        case None | PageReason.NO_TEXT_LAYER:
            hint = "read it with --ocr, which needs the extra: pip install 'nstp-extract[ocr]'"
            return ReadError("no-text-layer", "the PDF holds no text", file=name, hint=hint)
        case PageReason.TIMEOUT:
            hint = "have another program write the PDF anew"
            return ReadError("timeout", "its pages take too long to read", file=name, hint=hint)
        case PageReason.MEMORY:
            message = "its pages take more memory than allowed"
            return ReadError("too-large", message, file=name, hint="split the report")
        case PageReason.DAMAGED:
            hint = "fetch the file again"
            return ReadError("truncated", "every page is damaged", file=name, hint=hint)
    message = f"the text of its pages cannot be trusted ({refused[0]})"
    hint = "have its text recognised anew, for example with ocrmypdf --redo-ocr -l chi_tra"
    return ReadError("unusable-text", message, file=name, hint=hint)
