"""Short examples, one file a class: what must be read in a sentence, and what must not.

A line's `figures` are all the figures of its text, each with the keys that the line asserts; dates
are told only where the line lists one, or in ``dates``. `rejections` are numerals that are no
figures, each with the reasons that would do. The labels follow the guideline of the gold, not what
the code does: a line that the code cannot do yet says why under `xfail`.
"""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from nstp_extract.audit import find_violations

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.jsonl"))
KEYS = {
    *("text", "kind", "value", "low", "high", "unit", "bound", "role"),
    *("indicator", "agency", "agency_id", "period"),
}
NUMBERS = {"value", "low", "high"}
ENOUGH_ALIKE = 0.6


def read_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def cases():
    for path in FILES:
        for number, line in enumerate(read_lines(path), start=1):
            marks = [pytest.mark.xfail(reason=line["xfail"])] if "xfail" in line else []
            yield pytest.param(path.stem, line, id=f"{path.stem}-{number}", marks=marks)


def say(figure, key):
    """What a figure says under a key of the corpus."""
    quantity = figure.quantity
    match key:
        case "text":
            return figure.mention.surface
        case "period":
            return str(figure.period) if figure.period else None
        case "kind" | "value" | "low" | "high" | "unit" | "bound":
            return getattr(quantity, key)
    return getattr(figure, key)


def is_same(key, wanted, found):
    if key in NUMBERS and wanted is not None and found is not None:
        return abs(Decimal(wanted) - found) <= Decimal("1e-4") * abs(Decimal(wanted))
    if key == "indicator" and wanted is not None:
        return alike(wanted, found or "") >= ENOUGH_ALIKE
    return wanted == found


def alike(left, right):
    """The F1 of two phrases' characters, punctuation left out: the gold's measure."""
    first, second = (Counter(re.sub(r"[\s「」『』，、()（）]", "", each)) for each in (left, right))
    return 2 * (first & second).total() / (first.total() + second.total() or 1)


@pytest.mark.parametrize(("name", "line"), list(cases()))
def test_a_line_reads_as_labelled(extract, name, line):
    extraction = extract(line["text"])
    dated = name == "dates" or any(wanted.get("kind") == "date" for wanted in line["figures"])
    dated = dated or any(wanted.get("role") == "period" for wanted in line["figures"])
    figures = [f for f in extraction.figures if dated or f.quantity.kind != "date"]
    wanted_texts = ["".join(wanted["text"].split()) for wanted in line["figures"]]
    assert [figure.mention.surface for figure in figures] == wanted_texts
    wrong = [
        f"{wanted['text']}: {key} {value} -> {say(figure, key)}"
        for wanted, figure in zip(line["figures"], figures, strict=True)
        for key, value in wanted.items()
        if key != "text" and not is_same(key, value, say(figure, key))
    ]
    if "rejections" in line:
        wrong += wrong_rejections(extraction, line["rejections"])
    assert wrong == []
    assert find_violations(extraction) == ()


def wrong_rejections(extraction, wanted):
    """What differs between the rejections of a text and those of its line."""
    found = [(r.text, str(r.reason)) for r in extraction.rejections]
    if [text for text, _ in found] != [each["text"] for each in wanted]:
        return [f"{[each['text'] for each in wanted]} -> {found}"]
    return [
        f"{text}: {each['reasons']} -> {reason}"
        for (text, reason), each in zip(found, wanted, strict=True)
        if each["reasons"] and reason not in each["reasons"]
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_large_and_well_formed(path):
    lines = read_lines(path)
    assert len(lines) >= 25
    assert len({line["text"] for line in lines}) == len(lines)
    for line in lines:
        assert line["source"]
        assert set(line) <= {"text", "figures", "rejections", "source", "xfail"}
        assert all(set(figure) <= KEYS for figure in line["figures"]), line
        assert line["figures"] or "rejections" in line or line["text"]
