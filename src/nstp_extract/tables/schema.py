"""Every table, declared once: columns in order, their types, allowed values, keys and meaning.

Frames are checked against these declarations, and Parquet files, the database, the data package
and the data dictionary are made from them. How a row comes to be is in ``rows`` and ``outcomes``.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pyarrow as pa
from pandera.pandas import Check, Column, DataFrameSchema

from nstp_extract.core import vocabulary
from nstp_extract.tables.columns import (
    DECIMAL_YI,
    arrow_type,
    day,
    decimal,
    flag,
    integer,
    moment,
    shape_of,
    spans,
    text,
    texts,
)
from nstp_extract.tables.groups import (
    FORWARD,
    PERIOD,
    VALUE,
    currency,
    doer,
    outline,
    period,
    place,
    quantity,
)


def key_of(schema: DataFrameSchema) -> tuple[str, ...]:
    """Return the names of the columns that make a row unique and sort the rows."""
    return tuple(str(name) for name, column in schema.columns.items() if shape_of(column).key)


def arrow_schema(schema: DataFrameSchema) -> pa.Schema:
    """Return the Arrow schema of a table: its types, and which columns may be null."""
    return pa.schema(
        [
            pa.field(str(name), arrow_type(column), nullable=bool(column.nullable))
            for name, column in schema.columns.items()
        ]
    )


def _table(
    name: str, description: str, columns: dict[str, Column], *, checks: tuple[Check, ...] = ()
) -> DataFrameSchema:
    identity = {
        "report_id": text(
            "The report: its file's name without the suffix.",
            key=True,
            refers_to="" if name == "reports" else "reports",
        ),
        "version": integer(
            "The version of the report: 1 for the bytes first seen, one more for each change.",
            key=True,
            at_least=1,
        ),
    }
    schema = DataFrameSchema(
        identity | columns,
        name=name,
        description=description,
        checks=list(checks),
        strict=True,
        ordered=True,
    )
    schema.unique = list(key_of(schema))
    return schema


REPORTS: Final = _table(
    "reports",
    "A version of a report. Rows of the other tables belong to its newest version.",
    {
        "title": text("The report's title.", nullable=True),
        "agency": text("The body that issued it.", nullable=True),
        "document_no": text("The number under which it was filed.", nullable=True),
        "published_on": day("The day on which it was published."),
        **period(),
        "source_path": text("The file's path in the folder of raw reports."),
        "source_sha256": text("The SHA-256 of the file's bytes, in hexadecimal."),
        "text_sha256": text("The SHA-256 of the text that was read, as UTF-8, in hexadecimal."),
        "pages": integer("The number of physical pages; null for a plain text.", nullable=True),
        "characters": integer("The number of code points of the text."),
        "quality": text("The worst grade of its pages; null for a plain text.", nullable=True),
        "extracted_by": text("The extractor's version and a fingerprint of its code and lexicon."),
        "seen_at": moment("When these bytes were first extracted, in UTC."),
    },
    checks=(PERIOD,),
)

PAGES: Final = _table(
    "pages",
    "A physical page of a report that has pages; a plain text has none.",
    {
        "page": integer("The page, from 1.", key=True, at_least=1),
        "grade": text("How far its text can be trusted.", allowed=vocabulary.Grade),
        "reason": text(
            "Why it is not good, or is good and empty; null for a good page with text.",
            nullable=True,
            allowed=vocabulary.PageReason,
        ),
        "characters": integer("The code points of its text that are not blank."),
        "figures": integer("The figures that begin on it."),
        "engine": text("What read its characters.", allowed=vocabulary.Engine),
    },
)

SECTIONS: Final = _table(
    "sections",
    "A heading and what it covers.",
    {
        "section_id": text("The section.", key=True),
        "parent_id": text(
            "The section around it; null for an outermost one.",
            nullable=True,
            refers_to="sections.section_id",
        ),
        "level": text("Its rank in the outline.", allowed=vocabulary.Level),
        "number": text("Its number as written; empty for a bullet."),
        "title": text("Its title; null where the number opens a paragraph.", nullable=True),
        "path": texts("The headings from the outermost down to it, as printed."),
        "agencies": texts("The agencies that the plan's own table names for a strategy."),
        "strategy_id": text(
            "The strategy that a bullet of a summary mirrors.",
            nullable=True,
            refers_to="sections.section_id",
        ),
        **place(),
    },
    checks=(FORWARD,),
)

FIGURES: Final = _table(
    "figures",
    "A figure, with what it says, what the report says it of, and its exact place.",
    {
        "figure_id": text("The figure; stays the same while what it is about does.", key=True),
        "section_id": text(
            "The innermost section in which it stands.",
            nullable=True,
            refers_to="sections.section_id",
        ),
        **outline(),
        "heading_path": texts("The headings above it from the outermost down, as printed."),
        **doer(),
        "indicator": text("What is measured, in the report's words.", nullable=True),
        "text": text("The figure as printed, blanks dropped."),
        "kind": text("What it measures.", allowed=vocabulary.Kind),
        **quantity(),
        "unit": text("Its unit, classifier or currency; null where it has none.", nullable=True),
        "unit_code": text("The unit's UCUM code; null where none exists.", nullable=True),
        "currency": currency(),
        "decimals": integer("How many digits are printed behind the point."),
        "bound": text("How the number stated bounds the true one.", allowed=vocabulary.Bound),
        "role": text("Its part in what the report claims.", allowed=vocabulary.Role),
        "basis": text("How it relates to its period.", nullable=True, allowed=vocabulary.Basis),
        **period(),
        "period_text": text("The words that name the period.", nullable=True),
        "start": integer("Where the piece with the numeral begins, in code points from 0."),
        "end": integer("Where the piece with the numeral ends, in code points."),
        "pieces": spans("Every piece of it in reading order: [start, end] in code points."),
        "page": place()["page"],
        "boxes": spans(
            "Where it is printed: [page, left, top, right, bottom] in hundredths of a point from "
            "the page's upper left corner; null for a plain text.",
            nullable=True,
        ),
        "cell": text("The table cell in which it stands; null in prose.", nullable=True),
        "engine": text("What read its characters.", allowed=vocabulary.Engine),
        "sentence": text("The sentence in which it stands, as written."),
        "prefix": text("The characters before it in its sentence."),
        "suffix": text("The characters behind it in its sentence."),
        "evidence": texts("The rules that decided on it, in order."),
        "corrected_by": text("The reviewed correction that changed it.", nullable=True),
    },
    checks=(FORWARD, VALUE, PERIOD),
)

OUTCOMES: Final = _table(
    "outcomes",
    "A figure as an analyst wants it: those of role result, forecast and target.",
    {
        "figure_id": text("The figure.", key=True, refers_to="figures.figure_id"),
        **outline(),
        **doer(),
        "indicator": text("What is measured, in the report's words.", nullable=True),
        "text": text("The figure as printed, blanks dropped."),
        "kind": text("What it measures.", allowed=vocabulary.Kind),
        "role": text("Its part in what the report claims.", allowed=vocabulary.Role),
        "bound": text("How the number stated bounds the true one.", allowed=vocabulary.Bound),
        **quantity(),
        "unit": text("Its unit, classifier or currency; null where it has none.", nullable=True),
        "currency": currency(),
        "value_yi": decimal(
            "The value in 億元 (10⁸ TWD), exactly; amounts in TWD only.", dtype=DECIMAL_YI
        ),
        "baseline_value": decimal(
            "The earlier value stated beside it, where the unit is the same."
        ),
        "change": decimal("value - baseline_value."),
        "basis": text("How it relates to its period.", nullable=True, allowed=vocabulary.Basis),
        **period(),
        "roc_start": integer(
            "民國 year in which its period begins.", nullable=True, at_least=-1911
        ),
        "roc_end": integer("民國 year in which its period ends.", nullable=True, at_least=-1911),
        "year_start": integer("CE year in which its period begins.", nullable=True),
        "year_end": integer("CE year in which its period ends.", nullable=True),
        "restated": flag(
            "Said elsewhere too, or part of a total that is stated: leave it out of sums."
        ),
        "sentence": text("The sentence in which it stands, as written."),
        **place(),
    },
    checks=(FORWARD, VALUE, PERIOD),
)

RELATIONS: Final = _table(
    "relations",
    "A link between two figures that the report states.",
    {
        "type": text("What links them.", key=True, allowed=vocabulary.RelationType),
        "from_id": text(
            "The part, the baseline, the share, the later one or the note.",
            key=True,
            refers_to="figures.figure_id",
        ),
        "to_id": text(
            "The total, the later value, the whole, the first one or what the note is on.",
            key=True,
            refers_to="figures.figure_id",
        ),
        "exhaustive": flag("Whether the parts are said to be all of the total."),
    },
)

REJECTIONS: Final = _table(
    "rejections",
    "A run of numerals that is no figure.",
    {
        "text": text("The run as it stands in the text."),
        "reason": text("Why it is no figure.", allowed=vocabulary.Reason),
        "rule": text("The lexicon entry or the rule that decided."),
        "start": integer("Where it begins in the report's text, in code points.", key=True),
        "end": integer("Where it ends, in code points; the first one behind it."),
        "page": place()["page"],
    },
    checks=(FORWARD,),
)

WORDS: Final = _table(
    "words",
    "A word of the report; a figure is one word.",
    {
        "sentence_id": integer(
            "Its sentence, numbered in reading order from 1.", key=True, at_least=1
        ),
        "text": text("The word as written."),
        "start": integer("Where it begins in the report's text, in code points.", key=True),
        "end": integer("Where it ends, in code points; the first one behind it."),
        "is_stop": flag("Whether it carries no meaning of its own."),
        "section_id": text(
            "The innermost section in which it stands.",
            nullable=True,
            refers_to="sections.section_id",
        ),
    },
    checks=(FORWARD,),
)

TABLES: Final[Mapping[str, DataFrameSchema]] = MappingProxyType(
    {
        str(schema.name): schema
        for schema in (REPORTS, PAGES, SECTIONS, FIGURES, OUTCOMES, RELATIONS, REJECTIONS, WORDS)
    }
)
"""Every table by its name, in the order in which they are published and described."""
