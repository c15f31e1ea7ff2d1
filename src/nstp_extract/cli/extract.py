"""The command ``extract``: the rows of one report."""

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import Final

from nstp_extract import extract_guarded
from nstp_extract.cli.output import (
    Destination,
    choose_destination,
    open_destination,
    rows_to_csv,
    rows_to_lines,
)
from nstp_extract.cli.screen import Screen
from nstp_extract.cli.table import rows_to_table
from nstp_extract.core.document import Document
from nstp_extract.core.errors import EXIT_DONE
from nstp_extract.core.figure import Extraction, Report
from nstp_extract.core.vocabulary import Grade
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.tables.rows import Row
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
    count = _write(found, options.table, destination, screen)
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


def _write(found: Iterable[Row], table: str, destination: Destination, screen: Screen) -> int:
    """Write the rows and return how many there were."""
    counted = _Counted(found)
    with open_destination(destination) as file:
        for part in _encode(counted, table, destination, screen):
            file.write(part)
    return counted.count


class _Counted:
    """Rows, and how many of them have gone by."""

    def __init__(self, found: Iterable[Row]) -> None:
        self._found = found
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._found:
            self.count += 1
            yield row


def _encode(
    found: Iterable[Row], table: str, destination: Destination, screen: Screen
) -> Iterator[bytes]:
    if destination.format == "parquet":
        yield _encode_parquet(list(found), table)
        return
    if destination.format == "csv":
        columns, found = _columns(found, table)
        lines = rows_to_csv(found, columns, bom=destination.path is not None)
    elif destination.format == "jsonl":
        lines = rows_to_lines(found)
    else:
        width = shutil.get_terminal_size().columns if destination.is_terminal else None
        table_lines = rows_to_table(found, table, screen.messages, columns=width)
        lines = (f"{line}\n" for line in table_lines)
    yield from (line.encode(destination.encoding, "replace") for line in lines)


def _columns(found: Iterable[Row], table: str) -> tuple[Sequence[str], Iterable[Row]]:
    """Return the names of the columns, and the rows again; without a row, the schema knows them."""
    remaining = iter(found)
    first = next(remaining, None)
    if first is not None:
        return tuple(first), chain([first], remaining)
    from nstp_extract.tables.schema import TABLES  # noqa: PLC0415  (loads pandas)

    return tuple(map(str, TABLES[table].columns)), ()


def _encode_parquet(found: Sequence[Row], table: str) -> bytes:
    # pandas and Arrow take a second to load, and nothing else here needs them.
    from nstp_extract.tables.frames import rows_to_frame  # noqa: PLC0415
    from nstp_extract.tables.schema import TABLES  # noqa: PLC0415
    from nstp_extract.tables.store import frame_to_parquet  # noqa: PLC0415

    schema = TABLES[table]
    report_id = str(found[0]["report_id"]) if found else ""
    return frame_to_parquet(rows_to_frame(found, schema, report_id=report_id), schema)


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
