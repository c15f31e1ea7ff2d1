"""The tables of what was found about figures: what changed from one version to the next."""

from typing import Final

from nstp_extract.core import vocabulary
from nstp_extract.tables.columns import decimal, integer, text, texts
from nstp_extract.tables.declare import declare_table

CHANGES: Final = declare_table(
    "changes",
    "A figure that differs from the version before. The text is what is compared: layout, new list "
    "numbers and unchanged text give nothing. A first version has no changes.",
    {
        "change": text("What became of it.", allowed=vocabulary.ChangeKind),
        "figure_id": text(
            "The figure: the id that it had before, or for an added one that it has now.", key=True
        ),
        "old_text": text("The figure as it was printed; null if added.", nullable=True),
        "new_text": text("The figure as it is printed now; null if dropped.", nullable=True),
        "old_value": decimal("The number stated before, in base units."),
        "new_value": decimal("The number stated now, in base units."),
        "old_start": integer("Where it began in the text of the version before.", nullable=True),
        "old_end": integer("Where it ended in the text of the version before.", nullable=True),
        "new_start": integer("Where it begins in the text of this version.", nullable=True),
        "new_end": integer("Where it ends in the text of this version.", nullable=True),
        "field": text(
            "What differs, several parted by commas: value, unit, bound, role, period if revised; "
            "heading_path, order if moved; text, sentence, heading_path if reworded; "
            "null if added or dropped.",
            nullable=True,
        ),
        "heading_path": texts("The headings above it now, or for a dropped one before."),
    },
)
