"""The command ``extract``: the rows of one report."""

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import Final

from nstp_extract import extract_guarded
from nstp_extract.cli.emit import write_rows
from nstp_extract.cli.output import choose_destination
from nstp_extract.cli.reading import STDIN, read_named
from nstp_extract.cli.screen import SHOWN_PROBLEMS, Screen
from nstp_extract.core.document import Document
from nstp_extract.core.errors import EXIT_DONE
from nstp_extract.core.figure import Extraction, Report
from nstp_extract.core.vocabulary import Grade
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.read.graded import name_pages
from nstp_extract.structure.contents import check_contents
from nstp_extract.tables.select import extraction_to_rows

_LONG: Final = 20_000


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Print or write the rows that were asked for, and return the exit status.

    Raises:
        NstpError: if that cannot be done.
    """
    source = None if options.file == STDIN else Path(options.file)
    destination = choose_destination(options.output, options.format, source=source)
    lexicon = load_lexicon(options.lexicon)
    document, report = read_named(options, lexicon=lexicon, screen=screen)
    extraction = _extract(document, report, lexicon=lexicon, screen=screen)
    found = extraction_to_rows(extraction, options.table, lexicon=lexicon)
    count = write_rows(found, options.table, destination, screen)
    _tell_contents(extraction, lexicon=lexicon, screen=screen)
    _tell(options, extraction, count=count, screen=screen)
    return EXIT_DONE


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
    if pages := name_pages(document, Grade.REFUSED):
        screen.warn(say("extract.refused", file=document.name, pages=pages))
    if pages := name_pages(document, Grade.SUSPECT):
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


def _tell_contents(extraction: Extraction, *, lexicon: Lexicon, screen: Screen) -> None:
    """Warn of what the report's table of contents has and the outline found here has not."""
    document = extraction.document
    found = check_contents(document, extraction.sections, lexicon=lexicon)
    missing = found.missing
    if not missing:
        return
    named = ", ".join(f"{entry.title} ({entry.page})" for entry in missing[:SHOWN_PROBLEMS])
    if (left := len(missing) - SHOWN_PROBLEMS) > 0:
        named += ", " + screen.messages.say("label.more", count=left)
    counts = {"total": found.entries, "count": len(missing)}
    screen.warn(screen.messages.say("extract.contents", file=document.name, titles=named, **counts))
