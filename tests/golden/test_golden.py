"""The sample report's figures and rejections as they were reviewed last.

`pytest tests/golden --update-golden` writes the files again; the diff is then what a change of
method or lexicon moves, to be read line by line.
"""

from collections import Counter
from pathlib import Path

import pytest

from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.tables.jsonl import decimal_to_text

HERE = Path(__file__).parent
SAMPLE = HERE.parent.parent / "raw" / "nstp-106-109.txt"
HINT = "review with: pytest tests/golden --update-golden, then git diff"


@pytest.fixture(scope="module")
def sample():
    report = read_sidecar(SAMPLE)
    return extract_document(read_document(SAMPLE), report=report, lexicon=load_lexicon())


def number(value):
    return "" if value is None else decimal_to_text(value)


def figure_lines(extraction):
    for figure in extraction.figures:
        quantity = figure.quantity
        yield "\t".join(
            [
                *(str(figure.mention.span.start), figure.mention.surface, str(quantity.kind)),
                *(number(quantity.value), number(quantity.low), number(quantity.high)),
                *(quantity.unit, str(quantity.bound), str(figure.role), figure.indicator or ""),
                *(figure.agency or "", str(figure.period or "")),
            ]
        )


def rejection_lines(extraction):
    """How often each numeral run is rejected for each reason: places would move too easily."""
    found = Counter((str(r.reason), r.text) for r in extraction.rejections)
    return [f"{reason}\t{text}\t{count}" for (reason, text), count in sorted(found.items())]


@pytest.mark.parametrize(
    ("name", "lines"), [("figures.tsv", figure_lines), ("rejections.tsv", rejection_lines)]
)
def test_rows_are_those_that_were_reviewed(sample, update_golden, name, lines):
    path = HERE / name
    found = [line + "\n" for line in lines(sample)]
    assert len(found) > 100
    if update_golden:
        path.write_text("".join(found), "utf-8")
    reviewed = path.read_text("utf-8").splitlines(keepends=True)
    gone = [line for line in reviewed if line not in set(found)]
    new = [line for line in found if line not in set(reviewed)]
    message = "".join(
        [f"{HINT}\n", *(f"- {line}" for line in gone), *(f"+ {line}" for line in new)]
    )
    assert found == reviewed, message
