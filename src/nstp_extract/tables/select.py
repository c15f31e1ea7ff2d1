"""The rows of one table of an extraction, by the table's name; no table library is needed.

How each row is made is in ``rows`` and ``outcomes``.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from nstp_extract.core.figure import Extraction
from nstp_extract.lexicon import Lexicon
from nstp_extract.structure.words import segment_document
from nstp_extract.tables import rows
from nstp_extract.tables.outcomes import outcome_rows
from nstp_extract.tables.rows import Edition, Row

FIRST: Final = Edition()
"""The edition of an extraction that is no part of a collection."""


def extraction_to_rows(
    extraction: Extraction, table: str, *, lexicon: Lexicon, edition: Edition = FIRST
) -> Iterator[Row]:
    """Yield the rows of `table`, columns in their order, rows in text order.

    Raises:
        KeyError: if there is no such table.
    """
    return _MAKERS[table](extraction, edition, lexicon)


def _word_rows(extraction: Extraction, edition: Edition, lexicon: Lexicon) -> Iterator[Row]:
    return rows.word_rows(extraction, edition, segment_document(extraction, lexicon=lexicon))


_Maker = Callable[[Extraction, Edition, Lexicon], Iterator[Row]]
_MAKERS: Final[Mapping[str, _Maker]] = MappingProxyType(
    {
        "reports": lambda extraction, edition, _: rows.report_rows(extraction, edition),
        "pages": lambda extraction, edition, _: rows.page_rows(extraction, edition),
        "passages": lambda extraction, edition, _: rows.passage_rows(extraction, edition),
        "sections": lambda extraction, edition, _: rows.section_rows(extraction, edition),
        "figures": rows.figure_rows,
        "outcomes": lambda extraction, edition, _: outcome_rows(extraction, edition),
        "relations": lambda extraction, edition, _: rows.relation_rows(extraction, edition),
        "rejections": lambda extraction, edition, _: rows.rejection_rows(extraction, edition),
        "checks": lambda extraction, edition, _: rows.check_rows(extraction, edition),
        "words": _word_rows,
        "changes": lambda *_: iter(()),  # of a single version nothing has changed
        "verdicts": lambda *_: iter(()),  # claims are kept beside a collection
    }
)
