"""What runs in the process that opens a PDF: nothing that a file does there harms the reader.

It gets the options as a line of JSON and then the file on standard input, and writes a line of JSON
for the file, one when it begins a page and one when it is done with it. What the answers mean is in
``pdf_process``.
"""

import io
import json
import logging
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFPasswordIncorrect

from nstp_extract.core.vocabulary import Engine, Grade, PageReason
from nstp_extract.read.glyphs import Sheet, read_pdfium_sheet, read_pdfium_text, read_sheet
from nstp_extract.read.intact import is_emptied, is_torn
from nstp_extract.read.lines import PageText, compose_page
from nstp_extract.read.shares import own_pages
from nstp_extract.read.trust import Judgement, judge_page

_TAIL = 2048
_ENCRYPTED = "Incorrect password"

_LOG = logging.getLogger(__name__)

Answer = dict[str, Any]


def main() -> None:
    """Read the PDF on standard input as its options say."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    options = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    limit = options["memory"]
    # Not every system has such a limit, and not every one lets it be set; the clock is left there.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for answer in read_file(content, options):
        _say(out, answer)


def _say(out: IO[str], answer: Answer) -> None:
    out.write(json.dumps(answer))
    out.write("\n")
    out.flush()


def read_file(content: bytes, options: Answer) -> Iterator[Answer]:
    """Yield what is known of the file, then of the pages of a share from a first one on."""
    password = options["password"]
    plumber, locked = _open_plumber(content, password)
    pdfium, refused = _open_pdfium(content, password)
    known = max(len(plumber.pages) if plumber else 0, len(pdfium) if pdfium else 0)
    complete = b"%%EOF" in content[-_TAIL:]
    encrypted = not known and (locked or refused)
    opened = plumber is not None or pdfium is not None
    yield {"pages": known, "complete": complete, "encrypted": encrypted, "opened": opened}
    for number in own_pages(known, *options["share"]):
        if number >= options["first"]:
            yield {"begins": number}
            answer = _read_page(number, plumber, pdfium)
            scanned = answer["reason"] == PageReason.NO_TEXT_LAYER
            yield _recognize(number, pdfium) if options["ocr"] and scanned else answer


def _open_plumber(content: bytes, password: str) -> tuple[Any, bool]:
    """Return pdfplumber's document, None if it cannot be read; and whether a password is wrong."""
    try:
        document = pdfplumber.open(io.BytesIO(content), password=password)
        len(document.pages)
    except Exception as error:  # noqa: BLE001  (pdfminer lets any error of a bad file through)
        cause = error.args[0] if error.args else error
        return None, isinstance(cause, PDFPasswordIncorrect)
    return document, False


def _open_pdfium(content: bytes, password: str) -> tuple[Any, bool]:
    """Return PDFium's document, None if it cannot be read; and whether a password is wrong."""
    try:
        return pypdfium2.PdfDocument(content, password=password or None), False
    except pypdfium2.PdfiumError as error:
        return None, _ENCRYPTED in str(error)


def _read_page(number: int, plumber: Any, pdfium: Any) -> Answer:
    try:
        other = _read_second(number, pdfium)
        sheet, single = _read_first(number, plumber, pdfium)
        if sheet is not None and not sheet.glyphs and other and other.strip():
            sheet, single = _read_first(number, None, pdfium)
        if sheet is None:
            return _refuse(number, PageReason.DAMAGED)
        page = compose_page(sheet)
        judgement = judge_page(page, sheet, None if single else other)
    except MemoryError:
        return _refuse(number, PageReason.MEMORY)
    except Exception:  # noqa: BLE001  (a bad page must not take the good ones with it)
        return _refuse(number, PageReason.DAMAGED)
    if judgement.grade is Grade.REFUSED:
        return _refuse(number, judgement.reason or PageReason.DAMAGED, sheet)
    return _accept(number, judgement, sheet) | _content(page)


def _content(page: PageText) -> Answer:
    return {
        "text": page.text,
        "boxes": page.boxes,
        "lines": page.lines,
        "doubts": page.doubts,
    }


def _recognize(number: int, pdfium: Any) -> Answer:
    """Read the picture that a page is; the page may have had no text for good reason."""
    if pdfium is None or number > len(pdfium):
        return _refuse(number, PageReason.NO_TEXT_LAYER)
    # Loaded for scans only.
    from nstp_extract.read.ocr import recognize_page  # noqa: PLC0415

    page = pdfium[number - 1]
    try:
        sheet = recognize_page(page)
    except MemoryError:
        return _refuse(number, PageReason.MEMORY)
    except Exception as error:  # noqa: BLE001  (a bad page must not take the good ones with it)
        late = isinstance(error, RuntimeError) and "timeout" in str(error)
        return _refuse(number, PageReason.TIMEOUT if late else PageReason.DAMAGED)
    finally:
        page.close()
    if not sheet.glyphs:
        return _refuse(number, PageReason.NO_TEXT_LAYER, sheet)
    judgement = Judgement(Grade.SUSPECT, PageReason.OCR)
    answer = _accept(number, judgement, sheet) | _content(compose_page(sheet))
    return answer | {"engine": Engine.OCR}


def _read_first(number: int, plumber: Any, pdfium: Any) -> tuple[Sheet | None, bool]:
    """Return the page's glyphs, and whether it was the second engine that had to give them."""
    damaged = False
    if plumber is not None and number <= len(plumber.pages):
        page = plumber.pages[number - 1]
        try:
            return _read_whole(page), False
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  (pdfminer lets any error of a bad page through)
            _LOG.debug("page %d: the second engine is asked", number)
            damaged = True
        finally:
            page.close()
    if pdfium is None or number > len(pdfium):
        return None, True
    page = pdfium[number - 1]
    try:
        sheet = read_pdfium_sheet(page)
    finally:
        page.close()
    sheet.damaged = damaged
    return sheet, True


def _read_whole(page: Any) -> Sheet:
    """Return what stands on a page of pdfplumber's, and whether something of it is lost."""
    torn = is_torn(page.page_obj)
    sheet = read_sheet(page)
    sheet.damaged = torn or (not sheet.glyphs and is_emptied(page.page_obj))
    return sheet


def _read_second(number: int, pdfium: Any) -> str | None:
    if pdfium is None or number > len(pdfium):
        return None
    try:
        page = pdfium[number - 1]
        try:
            return read_pdfium_text(page)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return None


def _accept(number: int, judgement: Judgement, sheet: Sheet) -> Answer:
    return {
        "number": number,
        "grade": judgement.grade,
        "reason": judgement.reason,
        "engine": Engine.PDF,
        "width": round(sheet.width, 2),
        "height": round(sheet.height, 2),
    }


def _refuse(number: int, reason: PageReason, sheet: Sheet | None = None) -> Answer:
    judgement = Judgement(Grade.REFUSED, reason)
    empty = {"text": "", "boxes": (), "lines": ()}
    return _accept(number, judgement, sheet or Sheet(0, 0)) | empty


if __name__ == "__main__":
    main()
