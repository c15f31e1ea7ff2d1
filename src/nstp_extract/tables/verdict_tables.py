"""The table of claims that are kept for a report, and what it says to them."""

from typing import Final

from nstp_extract.core import vocabulary
from nstp_extract.tables.columns import decimal, flag, integer, text, texts
from nstp_extract.tables.declare import declare_table
from nstp_extract.tables.groups import place

VERDICTS: Final = declare_table(
    "verdicts",
    "A claim kept for a report, and what the report says to it.",
    {
        "claim_id": text("The claim.", key=True),
        "verdict": text("What the report says to it.", allowed=vocabulary.Judgement),
        "reason": text("Why.", allowed=vocabulary.Ground),
        "pattern": text(
            "How a wrong number came from the right one.", nullable=True, allowed=vocabulary.Slip
        ),
        "figure_ids": texts("The figures it rests on, the best first."),
        "start": integer("Where the evidence begins in the report's text.", nullable=True),
        "end": integer("Where the evidence ends; the first code point behind it.", nullable=True),
        "quote": text("The sentence of the evidence, on one line.", nullable=True),
        "page": place()["page"],
        "heading_path": texts("The headings above the evidence, as printed."),
        "claimed_low": decimal("The lower end of what the claimed number stands for."),
        "claimed_high": decimal("The upper end of what the claimed number stands for."),
        "source_low": decimal("The lower end of what the report's number stands for."),
        "source_high": decimal("The upper end of what the report's number stands for."),
        "delta": decimal("The claimed number less the report's, where both are stated."),
        "flips_conclusion": flag("Whether the claim turns what the report concludes."),
        "message_zh": text("What was found, in Chinese."),
        "message_en": text("What was found, in English."),
    },
)
