"""Score the extractor on hand-labelled quotations of reports that it was not made on.

usage: score_quotes.py [LABELS.jsonl ...] [--text FILE] [--errors N]

A line of labels holds the title and the page of a report, a quotation with the blanks of the PDF
but without its line ends (a piece of a line does not show how wide lines are, by which they are
joined), and every amount, count, percentage, multiple, measure and score in it, with offsets in the
quotation. With --text the whole report is read, line ends and all, and the labels are looked for in
the places of their quotations. A key that is null was not judged: where the guideline leaves room,
nothing is scored. Figures of role structural, and those marked optional, are neither missed nor
extra. Dates are not labelled. A quotation without figures holds what must not be found.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from nstp_extract.core.figure import Figure, Report
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_text

MEASURES = ("value", "unit", "bound", "role", "role precision", "role recall", "indicator")
LABELS = Path(__file__).parent / "labels"


@dataclass
class Score:
    """Counts of what was right and what was judged, and a line for each error."""

    right: Counter = field(default_factory=Counter)
    judged: Counter = field(default_factory=Counter)
    extra: int = 0
    errors: list[str] = field(default_factory=list)

    def count(self, measure, ok, message):
        """Count one judgement; a wrong one is kept as a line."""
        self.judged[measure] += 1
        self.right[measure] += ok
        if not ok:
            self.errors.append(f"{measure}\t{message}")

    def share(self, measure):
        """Return the right part of a measure, from 0 to 1."""
        return self.right[measure] / self.judged[measure] if self.judged[measure] else 1.0

    @property
    def precision(self):
        """Return the part of the found figures that are labelled."""
        found = self.right["found"]
        return found / (found + self.extra) if found + self.extra else 1.0

    @property
    def f1(self):
        """Return the harmonic mean of precision and recall of finding."""
        precision, recall = self.precision, self.share("found")
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read_labels(paths=()):
    """Return the quotations of some label files, or of all of them."""
    files = paths or sorted(LABELS.glob("*.jsonl"))
    return [
        json.loads(line) for path in files for line in Path(path).read_text("utf-8").splitlines()
    ]


def extract_quote(text, lexicon):
    """Return the figures of a quotation that are no dates."""
    document = read_text(text, name="quote")
    extraction = extract_document(document, report=Report("quote"), lexicon=lexicon)
    return [figure for figure in extraction.figures if figure.quantity.kind is not Kind.DATE]


def score_quotes(quotes, *, whole=None):
    """Return the score over the quotations, read alone or in the `whole` text of their report."""
    lexicon = load_lexicon()
    score = Score()
    everything = extract_quote(whole, lexicon) if whole is not None else []
    for quote in quotes:
        labels = quote["figures"]
        if whole is None:
            read = extract_quote(quote["quote"], lexicon)
        else:
            places = find_places(quote["quote"], whole)
            labels = [
                {**label, "start": places[label["start"]], "end": places[label["end"] - 1] + 1}
                for label in labels
            ]
            read = [f for f in everything if places[0] <= f.mention.span.start <= places[-1]]
        for label in labels:
            figure = take_match(label, read)
            if not is_optional(label):
                judge(label, figure, score)
        free = [(label["start"], label["end"]) for label in labels if is_optional(label)]
        for figure in read:
            start = figure.mention.span.start
            if figure.role is not Role.STRUCTURAL and not any(a <= start < b for a, b in free):
                score.extra += 1
                score.errors.append(f"extra\t{figure.mention.surface}\t{figure.prefix[-12:]}")
    return score


def find_places(quote, whole):
    """Return for each character of a quotation its place in the whole text; blanks do not count.

    Raises:
        LookupError: if the text does not hold the quotation.
    """
    inked = [place for place, character in enumerate(whole) if not character.isspace()]
    wanted = "".join(quote.split())
    first = "".join(whole[place] for place in inked).find(wanted)
    if first < 0:
        raise LookupError(quote)
    places, ahead = [], first
    for character in quote:
        places.append(inked[ahead])
        ahead += not character.isspace()
    return places


def take_match(label, read):
    """Remove and return the figure that overlaps a label by half of their union, or None."""
    for figure in read:
        start = figure.mention.pieces[0].start
        end = figure.mention.pieces[-1].end
        shared = min(end, label["end"]) - max(start, label["start"])
        if 2 * shared >= max(end, label["end"]) - min(start, label["start"]):
            read.remove(figure)
            return figure
    return None


def is_optional(label):
    """Tell whether neither finding nor missing a label counts."""
    return label.get("optional", False) or label["role"] == "structural"


def judge(label, figure: Figure | None, score):
    """Count the measures of one label."""
    text = label["text"]
    score.count("found", figure is not None, text)
    if figure is None:
        return
    quantity = figure.quantity
    same = quantity.kind == label["kind"] and all(
        same_number(label[key], getattr(quantity, key)) for key in ("value", "low", "high")
    )
    numbers = ("value", "low", "high")
    want = [label[key] for key in numbers]
    got = [str(getattr(quantity, key)) for key in numbers]
    score.count("value", same, f"{text}\t{label['kind']} {want} -> {quantity.kind} {got}")
    for key, read in (("unit", quantity.unit), ("bound", quantity.bound), ("role", figure.role)):
        if label[key] is not None:
            score.count(key, label[key] == str(read), f"{text}\t{label[key]} -> {read}")
    if label["role"] is not None:
        judge_role(label["role"], str(figure.role), score)
    if label["indicator"]:
        close = char_f1(label["indicator"], figure.indicator or "") >= 0.6
        score.count("indicator", close, f"{text}\t{label['indicator']} -> {figure.indicator}")


def judge_role(label, read, score):
    """Count towards precision and recall of the roles other than result."""
    if label != "result":
        score.judged["role recall"] += 1
        score.right["role recall"] += label == read
    if read != "result":
        score.judged["role precision"] += 1
        score.right["role precision"] += label == read


def same_number(label, read):
    """Compare a labelled decimal with the one read, to one part in ten thousand."""
    if label is None or read is None:
        return label is None and read is None
    return abs(Decimal(label) - read) <= Decimal("1e-4") * max(abs(read), Decimal("0.1"))


def char_f1(left, right):
    """Return the F1 of the characters of two phrases."""
    one, two = (Counter(text.replace(" ", "").replace("、", "")) for text in (left, right))
    shared = (one & two).total()
    return 2 * shared / (one.total() + two.total()) if shared else 0.0


def main():
    """Print a line for each measure, and the errors that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", nargs="*", type=Path)
    parser.add_argument("--text", type=Path, help="the whole report, form feeds between pages")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    whole = options.text.read_text("utf-8") if options.text else None
    score = score_quotes(read_labels(options.labels), whole=whole)
    lines = [
        f"found          P {score.precision:.3f} R {score.share('found'):.3f} F1 {score.f1:.3f}"
    ]
    lines += [
        f"{measure:14} {score.share(measure):.3f} of {score.judged[measure]}"
        for measure in MEASURES
    ]
    sys.stdout.write("\n".join([*lines, *sorted(score.errors)[: options.errors]]) + "\n")


if __name__ == "__main__":
    main()
