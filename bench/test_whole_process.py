"""What a whole process costs: starting Python, loading libraries, reading one report."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

ROUNDS = 7
PROGRAM = str(Path(sys.executable).with_name("nstp-extract"))
LOAD = "import jieba, opencc, spacy; jieba.Tokenizer().initialize(); spacy.blank"
SHORT = "經濟部於106年吸引投資金額達4,965.09億元。\n"

COMMANDS = {
    "`python -c pass`": [sys.executable, "-c", "pass"],
    "`nstp-extract --help`": [PROGRAM, "--help"],
    "the libraries: jieba with its dictionary, OpenCC, spaCy": [sys.executable, "-c", LOAD],
    "`nstp-extract extract`, one sentence": [PROGRAM, "extract", "{short}"],
    "`nstp-extract extract`, the report": [PROGRAM, "extract", "{report}"],
    "`nstp-extract extract`, the report, as Parquet": [
        *(PROGRAM, "extract", "{report}", "-o", "{folder}/figures.parquet")
    ],
}
PEER = "the libraries: jieba with its dictionary, OpenCC, spaCy"


@pytest.fixture
def places(report, tmp_path):
    short = tmp_path / "short.txt"
    short.write_text(SHORT, encoding="utf-8")
    return {"report": report, "short": short, "folder": tmp_path}


def test_whole_process(benchmark, places, results):
    """All take turns, so that a slow moment of the machine slows all."""
    spent: dict[str, list[float]] = {name: [] for name in COMMANDS}

    def run():
        for name, command in COMMANDS.items():
            begin = time.perf_counter()
            filled = [part.format(**places) for part in command]
            subprocess.run(filled, check=True, capture_output=True)
            spent[name].append(time.perf_counter() - begin)

    benchmark.pedantic(run, rounds=ROUNDS, warmup_rounds=1)
    seconds = {name: median(each[1:]) for name, each in spent.items()}
    results.add(
        "Starting a process",
        f"Elapsed, {ROUNDS} rounds in turn, files in the system's cache.",
        ("command", "times the libraries", "seconds"),
        *((name, f"{each / seconds[PEER]:.2f}", f"{each:.2f}") for name, each in seconds.items()),
    )
