"""Which pages of a report have a picture, and from which file they are drawn."""

import hashlib
from collections import Counter
from pathlib import Path

from nstp_extract.read.picture import Picture, draw_pages
from nstp_extract.view.source import ReportTables


def find_pictures(tables: ReportTables, source: Path | None) -> tuple[Picture, ...]:
    """Return pictures of the pages that have figures, those with most of them first.

    None for a report without pages, or if `source` is not the file that was read: a picture of
    another version would show what the text does not say.
    """
    (report,) = tables["reports"]
    if source is None or not tables.get("pages"):
        return ()
    try:
        content = source.read_bytes()
    except OSError:  # the file may have gone since; the text is shown all the same
        return ()
    if hashlib.sha256(content).hexdigest() != report["source_sha256"]:
        return ()
    figures = Counter(row["page"] for row in tables["figures"])
    return draw_pages(content, [page for page, _ in figures.most_common()])
