"""The tables of what a report states: figures, outcomes, their links, and what is no figure."""

from typing import Final

from nstp_extract.core import vocabulary
from nstp_extract.tables.columns import DECIMAL_YI, decimal, flag, integer, spans, text, texts
from nstp_extract.tables.declare import declare_table
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

FIGURES: Final = declare_table(
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
        "cell": text(
            "The table cell in which it stands: T3R5C2 is table 3 of the report, row 5, column 2, "
            "all from 1; null in prose.",
            nullable=True,
        ),
        "engine": text("What read its characters.", allowed=vocabulary.Engine),
        "sentence": text("The sentence in which it stands, as written."),
        "prefix": text("The characters before it in its sentence."),
        "suffix": text("The characters behind it in its sentence."),
        "evidence": texts("The rules that decided on it, in order."),
        "corrected_by": text("The reviewed correction that changed it.", nullable=True),
    },
    checks=(FORWARD, VALUE, PERIOD),
)

OUTCOMES: Final = declare_table(
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

RELATIONS: Final = declare_table(
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

REJECTIONS: Final = declare_table(
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
