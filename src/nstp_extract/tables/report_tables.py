"""The tables of a report as a text: its versions, pages, passages, sections and words."""

from typing import Final

from nstp_extract.core import vocabulary
from nstp_extract.tables.columns import day, flag, integer, moment, spans, text, texts
from nstp_extract.tables.declare import declare_table
from nstp_extract.tables.groups import FORWARD, PERIOD, period, place

REPORTS: Final = declare_table(
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

PAGES: Final = declare_table(
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

PASSAGES: Final = declare_table(
    "passages",
    "A paragraph, cell or line of the text in reading order, joined over what breaks it.",
    {
        "passage": integer("Its number in reading order, from 1.", key=True, at_least=1),
        "kind": text("What it is, as far as its layout tells.", allowed=vocabulary.PassageKind),
        "text": text("Its text: the slices of the report's text at its pieces, joined."),
        "pieces": spans("The slices that it is joined from: [start, end] in code points."),
        "cell": text("The table cell that it is, as T1R2C3; null in prose.", nullable=True),
        **place(),
    },
    checks=(FORWARD,),
)

SECTIONS: Final = declare_table(
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

WORDS: Final = declare_table(
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
