"""The page of one extraction, which no publication needs to hold."""

from pathlib import Path

from nstp_extract.core.figure import Extraction
from nstp_extract.lexicon import Lexicon
from nstp_extract.tables.files import write_bytes
from nstp_extract.tables.schema import TABLES
from nstp_extract.tables.select import extraction_to_rows
from nstp_extract.view.data import report_to_data
from nstp_extract.view.page import build_page
from nstp_extract.view.pictures import find_pictures
from nstp_extract.view.source import OF_ONE_REPORT, ReportTables


def extraction_to_tables(extraction: Extraction, *, lexicon: Lexicon) -> ReportTables:
    """Return the rows that a page shows of one extraction."""
    return {
        name: list(extraction_to_rows(extraction, name, lexicon=lexicon))
        for name in OF_ONE_REPORT
        if name in TABLES
    }


def write_extraction_page(
    extraction: Extraction, path: Path, *, lexicon: Lexicon, source: Path | None = None
) -> None:
    """Write the page of one extraction; pictures of its pages come from the file `source`."""
    tables = extraction_to_tables(extraction, lexicon=lexicon)
    page = build_page([report_to_data(tables, pictures=find_pictures(tables, source))])
    write_bytes(path, page.encode("utf-8"))
