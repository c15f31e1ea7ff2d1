"""The command ``extract``: the rows of one report."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from nstp_extract import extract_guarded
from nstp_extract.cli.emit import write_rows
from nstp_extract.cli.output import choose_destination
from nstp_extract.cli.screen import Screen
from nstp_extract.core.document import Document
from nstp_extract.core.errors import EXIT_DONE
from nstp_extract.core.figure import Extraction, Report
from nstp_extract.core.vocabulary import Grade
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.tables.select import extraction_to_rows

_STDIN: Final = "-"
_STDIN_ID: Final = "stdin"
_LONG: Final = 20_000


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Print or write the rows that were asked for, and return the exit status.

    Raises:
        NstpError: if that cannot be done.
    """
    source = None if options.file == _STDIN else Path(options.file)
    destination = choose_destination(options.output, options.format, source=source)
    lexicon = load_lexicon(options.lexicon)
    document, report = _read(source, options.encoding, lexicon=lexicon, screen=screen)
    extraction = _extract(document, report, lexicon=lexicon, screen=screen)
    found = extraction_to_rows(extraction, options.table, lexicon=lexicon)
    count = write_rows(found, options.table, destination, screen)
    _tell(options, extraction, count=count, screen=screen)
    return EXIT_DONE


def _read(
    source: Path | None, encoding: str | None, *, lexicon: Lexicon, screen: Screen
) -> tuple[Document, Report]:
    if source is not None:
        document = read_document(source, encoding=encoding, lexicon=lexicon)
        return document, read_sidecar(source)
    name = screen.messages.say("extract.stdin")
    content = sys.stdin.buffer.read()
    document = read_document(content, name=name, encoding=encoding, lexicon=lexicon)
    return document, Report(_STDIN_ID)


def _extract(document: Document, report: Report, *, lexicon: Lexicon, screen: Screen) -> Extraction:
    line = screen.messages.say(
        "extract.working", file=document.name, characters=f"{len(document.text):,}"
    )
    with screen.working(line) if len(document.text) > _LONG else nullcontext():
        return extract_guarded(document, report, lexicon=lexicon)


def _tell(
    options: argparse.Namespace, extraction: Extraction, *, count: int, screen: Screen
) -> None:
    say = screen.messages.say
    if not extraction.figures:
        screen.warn(say("extract.no_figures", file=extraction.document.name))
    document = extraction.document
    if pages := _name_pages(document, Grade.REFUSED):
        screen.warn(say("extract.refused", file=document.name, pages=pages))
    if pages := _name_pages(document, Grade.SUSPECT):
        screen.warn(say("extract.suspect", file=document.name, pages=pages))
    screen.note(
        say(
            "extract.done",
            rows=f"{count:,}",
            table=options.table,
            figures=f"{len(extraction.figures):,}",
            rejections=f"{len(extraction.rejections):,}",
        )
    )
    if options.output is not None:
        screen.note(say("extract.written", file=options.output))


def _name_pages(document: Document, grade: Grade) -> str:
    """Return the pages of a grade, each with its reason; empty if there are none."""
    pages = (page for page in document.pages if page.grade is grade)
    return ", ".join(f"{page.number} ({page.reason})" for page in pages)
