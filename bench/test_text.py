"""A report's text to figures: against jieba on the same text, where the time goes, and its growth.

Everything is warm: lexicon, dictionary and patterns are loaded before the clock starts.
"""

import gc
import time
from collections import defaultdict
from functools import wraps
from statistics import median

import jieba
import pytest

from nstp_extract import method
from nstp_extract.audit import find_violations
from nstp_extract.context import paragraph
from nstp_extract.core.figure import Report
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document
from nstp_extract.structure.words import Segmenter

ROUNDS = 9
SIZES = {1: 4, 4: 4, 16: 2, 64: 1}
"""How often over the text is read, and in how many rounds."""

in_cpu_time = pytest.mark.benchmark(timer=time.process_time, disable_gc=False)


def text_to_figures(content):
    """Everything from a file's bytes to figures, relations and the ledger."""
    lexicon = load_lexicon()
    document = read_document(content, name="report", lexicon=lexicon)
    return extract_document(document, report=Report("report"), lexicon=lexicon)


@in_cpu_time
def test_text_to_figures(benchmark, text, results):
    """Both take turns, so that a slow moment of the machine slows both."""
    content = text.encode()
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    peers: list[float] = []

    def cut_words():
        begin = time.process_time()
        assert sum(1 for _ in tokenizer.cut(text)) > 0
        peers.append(time.process_time() - begin)

    text_to_figures(content)
    benchmark.pedantic(text_to_figures, args=(content,), setup=cut_words, rounds=ROUNDS)
    ratios = [own / peer for own, peer in zip(benchmark.stats.stats.data, peers, strict=True)]
    results.figures = len(text_to_figures(content).figures)
    results.add(
        "Text to figures, against jieba",
        f"`jieba.cut` (its default, with HMM) cuts the same text into words and does no more. "
        f"Warm, one process, {ROUNDS} rounds in turn; the ratio ran from {min(ratios):.2f} to "
        f"{max(ratios):.2f}.",
        ("", "times jieba.cut", "CPU seconds"),
        ("bytes to figures and relations", *_pair(median(ratios), benchmark.stats.stats.median)),
        ("jieba.cut", *_pair(1, median(peers))),
    )


def _pair(ratio, seconds):
    return f"{ratio:.2f}", f"{seconds:.3f}"


# --- where the time goes ----------------------------------------------------------------------


def timed(function, spent, phase):
    """Return a function that adds what it takes to `spent`; generators are drawn out."""

    @wraps(function)
    def measured(*arguments, **options):
        begin = time.process_time()
        found = function(*arguments, **options)
        if hasattr(found, "__next__"):
            found = list(found)
        spent[phase] += time.process_time() - begin
        return found

    return measured


PHASES = (
    (method, "find_outline", "outline"),
    (method, "scan_passage", "scan"),
    (method, "read_passage", "context"),
    (Segmenter, "tag", "words"),
    (paragraph, "find_doers", "agency"),
    (paragraph, "find_roles", "role"),
    (paragraph, "find_indicators", "indicator"),
    (paragraph, "find_periods", "period"),
    (method, "find_relations", "relations"),
)
INSIDE_CONTEXT = ("words", "agency", "role", "indicator", "period")


@in_cpu_time
def test_phases(benchmark, text, monkeypatch, results):
    content = text.encode()
    spent: dict[str, float] = defaultdict(float)
    for owner, name, phase in PHASES:
        monkeypatch.setattr(owner, name, timed(getattr(owner, name), spent, phase))
    seen: list[dict[str, float]] = []

    def run():
        spent.clear()
        begin = time.process_time()
        document = read_document(content, name="report", lexicon=load_lexicon())
        read = time.process_time() - begin
        extraction = extract_document(document, report=Report("report"), lexicon=load_lexicon())
        total = time.process_time() - begin
        begin = time.process_time()
        violations = find_violations(extraction)
        guard = time.process_time() - begin
        assert violations == ()
        seen.append({**spent, "read": read, "guard": guard, "total": total})

    benchmark.pedantic(run, rounds=ROUNDS, warmup_rounds=1)
    middle = sorted(seen, key=lambda found: found["total"])[len(seen) // 2]
    results.add(
        "Where the time goes",
        "The round in the middle, with a timer around each public function. "
        "The guard runs behind it and is not in the total.",
        ("phase", "share", "CPU seconds"),
        *shares(middle),
    )


def shares(spent):
    """Yield a row a phase; what no phase accounts for is the ledger and the rows themselves."""
    inside = {name: spent[name] for name in INSIDE_CONTEXT}
    phases = {
        "read: bytes to passages": spent["read"],
        "outline": spent["outline"],
        "scan: numerals to quantities": spent["scan"],
        **{("words: OpenCC, jieba" if n == "words" else n): s for n, s in inside.items()},
        "the rest of context": spent["context"] - sum(inside.values()),
        "relations": spent["relations"],
    }
    phases["ledger and identity"] = spent["total"] - sum(phases.values())
    for phase, seconds in (*phases.items(), ("guard", spent["guard"])):
        yield phase, f"{seconds / spent['total']:.0%}", f"{seconds:.3f}"
    yield "total without the guard", "100%", f"{spent['total']:.3f}"


# --- growth -----------------------------------------------------------------------------------


def collect():
    """Drop what the round before left."""
    gc.collect()


@in_cpu_time
@pytest.mark.parametrize("size", SIZES)
def test_growth(benchmark, text, size, results):
    content = (text * size).encode()
    benchmark.pedantic(text_to_figures, args=(content,), setup=collect, rounds=SIZES[size])
    results.seconds[size] = benchmark.stats.stats.min
    if len(results.seconds) == len(SIZES):
        base = results.seconds[1]
        results.add(
            "Growth with the length of the text",
            "The report's text once, and that many times over; 1.00 would be straight growth. "
            "The fastest of a few rounds, one at the greatest length.",
            ("length", "cost a character, against once", "CPU seconds"),
            *(
                (f"{n}×", f"{results.seconds[n] / base / n:.2f}", f"{results.seconds[n]:.2f}")
                for n in SIZES
            ),
        )
