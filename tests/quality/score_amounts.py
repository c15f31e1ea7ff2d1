"""Score the extractor on a budget review whose amounts others have tabulated.

usage: score_amounts.py TEXT LABELS.json [--misses]

LABELS is a list of resolutions with their `content`, as the text has it, and four amounts in whole
TWD: `cost` (the sum under debate), `frozen`, `deleted`, `added`; null where none is meant. A label
is found if an amount of its value stands in the figures of its own content. A miss is *derived* if
the label is the sum or the difference of two amounts that the content prints, else *other*: those
are for a person to look at, since the labels err too. LABELS was made without this extractor.

The second measure needs no labels: every amount in the whole text that the strict pattern below
reads (億, 萬, 千, in order, and 元) is compared with the figure at its place. The pattern shares no
code with the extractor, but it is as strict as the extractor is broad: agreement shows that plain
amounts are right, not that hard ones are.
"""

import argparse
import json
import re
import sys
from collections import Counter
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from nstp_extract import extract_text

KEYS = ("cost", "frozen", "deleted", "added")
NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
STRICT = re.compile(
    rf"(?<![0-9.,億萬千])(?=[0-9])(?:({NUMBER})億)?(?:({NUMBER})萬)?(?:({NUMBER})千)?(?:({NUMBER}))?元"
)
SCALES = (100_000_000, 10_000, 1_000, 1)


def amounts_of(text):
    """Return the amounts in TWD of a text: start, end, and the numbers that each states."""
    amounts = []
    for figure in extract_text(text).figures:
        quantity, span = figure.quantity, figure.mention.span
        if quantity.kind == "amount" and quantity.unit == "TWD":
            numbers = {quantity.value, quantity.low, quantity.high} - {None}
            amounts.append((span.start, span.end, numbers))
    return amounts


def read_strictly(match):
    """Return the value of an amount that the strict pattern has matched."""
    parts = zip(match.groups(), SCALES, strict=True)
    return sum(Decimal(part.replace(",", "")) * scale for part, scale in parts if part)


def is_derived(label, values):
    """Tell whether a label is the sum or the difference of two of the values."""
    return any(label in (a + b, abs(a - b)) for a, b in combinations(values, 2))


def score_labels(labels):
    """Return the counts of each key and a line for each miss."""
    counts, misses = Counter(), []
    for number, item in enumerate(labels):
        values = sorted({n for *_, numbers in amounts_of(item["content"]) for n in numbers})
        for key in KEYS:
            if item[key] is None:
                continue
            counts[key] += 1
            if item[key] in values:
                counts[key, "found"] += 1
                continue
            why = "derived" if is_derived(item[key], values) else "other"
            counts[key, why] += 1
            misses.append(f"{why}\t{number}\t{key}\t{item[key]}\t{', '.join(map(str, values))}")
    return counts, misses


def score_strictly(text):
    """Return how many strict amounts there are, found and of equal value; a line for each miss.

    The end of a range is one of the numbers of the figure that covers it.
    """
    amounts = amounts_of(text)
    counts, misses = Counter(), []
    for match in STRICT.finditer(text):
        wanted = read_strictly(match)
        covering = [numbers for start, end, numbers in amounts if start <= match.start() < end]
        counts["strict"] += 1
        counts["found"] += bool(covering)
        counts["equal"] += any(wanted in numbers for numbers in covering)
        if not any(wanted in numbers for numbers in covering):
            misses.append(f"strict\t{match.start()}\t{match.group()}\t{wanted}\t{covering}")
    return counts, misses


def main():
    """Print both measures, and the misses that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    counts, misses = score_labels(json.loads(options.labels.read_text("utf-8")))
    lines = [
        f"{key:8} {counts[key, 'found']} of {counts[key]}"
        f" (derived {counts[key, 'derived']}, other {counts[key, 'other']})"
        for key in KEYS
    ]
    strict, strict_misses = score_strictly(options.text.read_text("utf-8"))
    lines.append(f"strict   {strict['found']} found, {strict['equal']} equal of {strict['strict']}")
    if options.misses:
        lines += misses + strict_misses
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
