"""Compare the extractor with two general recognizers of quantities, in one run on one text.

usage: peers.py [--peers PYTHON] [--update-docs]

The peers are no dependencies of the project. They live in an environment of their own, whose
interpreter is given; a peer that it does not have is left out and named. To make one::

    python -m venv peers
    peers/bin/pip install recognizers-text-suite 'emoji<2' pyduckling-native-phihos

They read the sample report paragraph by paragraph, and the quotations of other reports, as written
and in simplified characters, for which both were mainly made. All are scored alike, in the way that
suits the peers: a figure is found if an entity overlaps it, its value is right if one such entity
has that number (its unit, bound and context are not asked for), and entities that overlap no figure
are false finds, overlapping ones counted once.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal, InvalidOperation
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "raw" / "nstp-106-109.txt"
QUOTES = ROOT / "tests" / "quality" / "labels"
GOLD = ROOT / "tests" / "gold" / "figures.jsonl"
PAGE = ROOT / "docs" / "benchmarks-peers.md"
LABELLED = ((0, 22744), (31452, 42420), (61700, 72686))
"""The parts of the report that are labelled, as in the gold's own scorer."""

KINDS = ("amount", "count", "percent", "multiple", "measure", "score", "date")
PEERS = {"recognizers": "recognizers-text-suite", "duckling": "pyduckling-native-phihos"}
DIMENSIONS = ("amount-of-money", "number", "duration", "quantity", "distance", "volume", "time")
ROUNDS = 3

HEAD = """\
# Beside general recognizers

Written by `python bench/peers.py --peers PYTHON --update-docs`; one run on {machine}, Python
{python}.

The scoring favours the peers: any entity that overlaps a figure has found it, and a value is right
if its number is, whatever its unit. Neither peer tells a bound, a counted noun, a role, an
indicator, an agency or the period of a figure; nstp-extract's seconds are for all of that, the
outline and the relations included. One thing does not suit them: a number that is no figure by the
guideline, such as an ordinal or a list mark, is a false find, though a general recognizer is right
to return it.

## On quotations of other reports

{quoted} figures labelled in `tests/quality/labels`: the comparison to go by, with
these limits. The labels are one annotator's, who had seen what nstp-extract read. Its errors there
have been mended since: **before any was, it found .988 and had .988 of the values right**; its row
below is partly learnt. Dates are not labelled there, so false finds cannot be told and are not
given.

{quote_tables}

## On the sample report

{figures} labelled figures of `raw/{report}`. **nstp-extract was developed on these very labels, the
peers were not**: its numbers here say that nothing known is wrong, not how it does elsewhere.
Seconds are the whole report's ({characters:,} characters), the median of {rounds} after a warm-up,
each reader in one process and by the process's CPU time.

{report_tables}
"""

# --- what runs in the peers' environment --------------------------------------------------------


def make_recognizers():
    """Return a function from a text to (start, end, number) by Recognizers-Text."""
    from recognizers_date_time import DateTimeRecognizer  # noqa: PLC0415  # not in this project
    from recognizers_number import NumberRecognizer  # noqa: PLC0415  # not in this project
    from recognizers_number_with_unit import (  # noqa: PLC0415  # not in this project
        NumberWithUnitRecognizer,
    )

    culture = "zh-cn"
    plain, units = NumberRecognizer(culture), NumberWithUnitRecognizer(culture)
    models = [
        plain.get_number_model(),
        plain.get_percentage_model(),
        units.get_currency_model(),
        units.get_dimension_model(),
        DateTimeRecognizer(culture).get_datetime_model(),
    ]

    def read(text):
        for model in models:
            for entity in model.parse(text):
                number = (entity.resolution or {}).get("value")
                yield entity.start, entity.end + 1, str(number or "").rstrip("%")

    return read


def make_duckling():
    """Return a function from a text to (start, end, number) by duckling."""
    import duckling as d  # noqa: PLC0415  # not in this project

    zones = d.load_time_zones("/usr/share/zoneinfo")
    moment = d.parse_ref_time(zones, "Asia/Taipei", 1645660800)
    locale = d.parse_locale("ZH_TW", d.default_locale_lang(d.parse_lang("ZH")))
    context, dimensions = d.Context(moment, locale), d.parse_dimensions(list(DIMENSIONS))

    def read(text):
        for entity in d.parse(text, context, dimensions, False):  # noqa: FBT003  # positional only
            yield entity["start"], entity["end"], str(entity["value"].get("value", ""))

    return read


def run_peer(name):
    """Read paragraphs from standard input; write entities, seconds and failures."""
    texts = json.load(sys.stdin)
    read = {"recognizers": make_recognizers, "duckling": make_duckling}[name]()
    failures = 0
    seconds, found = [], []
    for _ in range(ROUNDS + 1):
        found, failures, start = [], 0, time.process_time()
        for text in texts:
            try:
                found.append(list(read(text)))
            except Exception:  # noqa: BLE001  # a peer's own failure on a paragraph is counted
                found.append([])
                failures += 1
        seconds.append(time.process_time() - start)
    sys.stdout.write(
        json.dumps(
            {
                "found": found,
                "failures": failures,
                "seconds": sorted(seconds[1:])[ROUNDS // 2],
                "version": version(PEERS[name]),
            }
        )
    )


# --- what runs here -----------------------------------------------------------------------------


def split_paragraphs(text):
    """Return the lines that hold something, each with its offset."""
    paragraphs, offset = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            paragraphs.append((offset, line.rstrip("\n")))
        offset += len(line)
    return paragraphs


def ask_peer(interpreter, name, paragraphs):
    """Return a peer's answer with entities placed in the report, or None if it is not installed."""
    probe = f"from importlib.metadata import version; version({PEERS[name]!r})"
    if subprocess.run([interpreter, "-c", probe], capture_output=True, check=False).returncode:
        return None
    done = subprocess.run(
        [interpreter, __file__, "--peer", name],
        input=json.dumps([text for _, text in paragraphs]),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"},
    )
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    answer = json.loads(done.stdout)
    answer["entities"] = [
        (offset + start, offset + end, [number])
        for (offset, _), entities in zip(paragraphs, answer.pop("found"), strict=True)
        for start, end, number in entities
    ]
    return answer


def ask_ourselves(texts):
    """Return the extractor's answer in the same form; each of the placed texts is a document."""
    from nstp_extract.core.figure import Report  # noqa: PLC0415  # not in the peers' environment
    from nstp_extract.lexicon import load_lexicon  # noqa: PLC0415  # as above
    from nstp_extract.method import extract_document  # noqa: PLC0415  # as above
    from nstp_extract.read import read_text  # noqa: PLC0415  # as above

    lexicon = load_lexicon()
    seconds, entities = [], []
    for _ in range(ROUNDS + 1):
        entities, start = [], time.process_time()
        for offset, text in texts:
            document = read_text(text, name="bench")
            read = extract_document(document, report=Report("bench"), lexicon=lexicon)
            entities += [place_figure(figure, offset) for figure in read.figures]
        seconds.append(time.process_time() - start)
    return {
        "entities": entities,
        "failures": 0,
        "seconds": sorted(seconds[1:])[ROUNDS // 2],
        "version": version("nstp-extract"),
    }


def place_figure(figure, offset):
    """Return a figure as (start, end, numbers)."""
    quantity, span = figure.quantity, figure.mention.span
    numbers = [n for n in (quantity.value, quantity.low, quantity.high) if n is not None]
    return offset + span.start, offset + span.end, [str(number) for number in numbers]


def score(gold, entities):
    """Return per kind: labelled, found, value right; and the false finds."""
    labelled, found, right = Counter(), Counter(), Counter()
    used = set()
    for figure in gold:
        hits = [
            i for i, e in enumerate(entities) if e[0] < figure["end"] and figure["start"] < e[1]
        ]
        used.update(hits)
        kind = figure["kind"]
        labelled[kind] += 1
        found[kind] += bool(hits)
        numbers = [number for i in hits for number in entities[i][2]]
        right[kind] += kind != "date" and has_value(figure, numbers)
    false, end = 0, -1
    for i, (start, stop, _) in sorted(enumerate(entities), key=lambda pair: pair[1][:2]):
        if i not in used and is_labelled(start):
            false += start >= end
            end = max(end, stop)
    return labelled, found, right, false


def is_labelled(place):
    """Tell whether a place of the report is in a labelled part."""
    return any(low <= place < high for low, high in LABELLED)


def has_value(figure, numbers):
    """Tell whether all numbers of a label are among those read; one third may be 33.3333."""
    wanted = [Decimal(figure[key]) for key in ("value", "low", "high") if figure[key] is not None]
    read = [number for number in map(to_decimal, numbers) if number is not None]
    return all(any(abs(w - r) <= abs(w) * Decimal("1e-4") for r in read) for w in wanted)


def to_decimal(text):
    """Return the number that a text spells, or None."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def make_tables(answers, gold, *, known):
    """Yield the lines of the table of readers and of the table of kinds.

    False finds, seconds and failures are given only for text whose every figure is `known`.
    """
    scores = {name: score(gold, answer["entities"]) for name, answer in answers.items()}
    header = ["reader", "found", "value right"]
    header += ["false finds", "seconds", "failed paragraphs"] if known else []
    yield make_line(header)
    yield f"| --- |{' ---: |' * (len(header) - 1)}"
    for name, answer in answers.items():
        labelled, found, right, false = scores[name]
        valued = labelled.total() - labelled["date"]
        cells = [name, share(found.total(), labelled.total()), share(right.total(), valued)]
        cells += [str(false), f"{answer['seconds']:.2f}", str(answer["failures"])] if known else []
        yield make_line(cells)
    yield from ("", "Found · value right, by kind (of dates, found only):", "")
    counts = next(iter(scores.values()))[0]
    kinds = [kind for kind in KINDS if counts[kind]]
    yield make_line(["reader", *kinds])
    yield f"| --- |{' ---: |' * len(kinds)}"
    for name, (labelled, found, right, _) in scores.items():
        cells = [share(found[kind], labelled[kind]) for kind in kinds]
        pairs = zip(kinds, cells, strict=True)
        yield make_line(
            [
                name,
                *(c if k == "date" else f"{c} · {share(right[k], labelled[k])}" for k, c in pairs),
            ]
        )
    yield make_line(["figures", *(str(counts[kind]) for kind in kinds)])


def make_line(cells):
    """Write a line of a table."""
    return f"| {' | '.join(cells)} |"


def share(part, whole):
    """Write a share with three digits, a dash for none."""
    return f"{part / whole:.3f}" if whole else "–"


def read_quotes():
    """Return the quotations as placed texts, and the labels that count, placed alike."""
    texts, gold, offset = [], [], 0
    for path in sorted(QUOTES.glob("*.jsonl")):
        for quote in map(json.loads, path.read_text("utf-8").splitlines()):
            texts.append((offset, quote["quote"]))
            gold += [
                {**label, "start": offset + label["start"], "end": offset + label["end"]}
                for label in quote["figures"]
                if not label.get("optional") and label["role"] != "structural"
            ]
            offset += len(quote["quote"]) + 1
    return texts, gold


def ask_everyone(interpreter, documents, paragraphs):
    """Return every reader's answer and the packages that are not installed."""
    from opencc import OpenCC  # noqa: PLC0415  # not in the peers' environment

    convert = OpenCC("t2s").convert
    simplified = [(offset, "".join(map(convert, line))) for offset, line in paragraphs]
    ours = ask_ourselves(documents)
    answers, missing = {f"nstp-extract {ours['version']}": ours}, []
    for name, package in PEERS.items():
        for label, form in (("as written", paragraphs), ("simplified", simplified)):
            answer = ask_peer(interpreter, name, form) if interpreter else None
            if answer is None:
                missing.append(package)
                break
            answers[f"{package} {answer['version']}, {label}"] = answer
    return answers, missing


def compare(interpreter):
    """Return the page and the packages that are not installed."""
    text = REPORT.read_bytes().decode("utf-8")
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines() if line]
    answers, missing = ask_everyone(interpreter, [(0, text)], split_paragraphs(text))
    quotes, labels = read_quotes()
    quoted, _ = ask_everyone(interpreter, quotes, quotes)
    page = HEAD.format(
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        python=platform.python_version(),
        quoted=len(labels),
        quote_tables="\n".join(make_tables(quoted, labels, known=False)),
        figures=len(gold),
        report=REPORT.name,
        characters=len(text),
        rounds=ROUNDS,
        report_tables="\n".join(make_tables(answers, gold, known=True)),
    )
    return page, missing


def main():
    """Run one peer, or compare all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", help="interpreter of the environment that holds the peers")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    parser.add_argument("--update-docs", action="store_true", help=f"write {PAGE.name}")
    options = parser.parse_args()
    if options.peer:
        run_peer(options.peer)
        return
    page, missing = compare(options.peers)
    print(page)
    for package in missing:
        print(f"not installed, left out: {package}", file=sys.stderr)
    if options.update_docs and missing:
        raise SystemExit("the page is written only with every peer")
    if options.update_docs:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
