"""What benchmarks share: the text, the numbers that were measured, and the page they go to."""

import platform
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest

from nstp_extract.core.machine import count_cores

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "raw" / "nstp-106-109.txt"
PAGE = ROOT / "docs" / "benchmarks.md"
LIBRARIES = ("jieba", "opencc", "spacy", "pandas", "pyarrow")

HEAD = """\
# Benchmarks

Written by `make bench ARGS=--update-docs`. Every number was measured on the machine named below,
on `raw/{report}` ({characters:,} characters, {figures:,} figures); medians, unless said.
What runs in one process is given in CPU time, so that other work on the machine counts little;
what starts a process, in elapsed time.
"""


@dataclass
class Results:
    """Tables of numbers, in the order in which they were measured."""

    figures: int = 0
    seconds: dict[int, float] = field(default_factory=dict)
    tables: dict[str, tuple[str, list[tuple[str, ...]]]] = field(default_factory=dict)

    def add(self, title: str, note: str, *rows: tuple[str, ...]) -> None:
        """Keep a table: its title, what it means, its header and its rows."""
        self.tables[title] = (note, list(rows))


RESULTS = Results()


@pytest.fixture(scope="session")
def results() -> Results:
    return RESULTS


@pytest.fixture(scope="session")
def report() -> Path:
    return REPORT


@pytest.fixture(scope="session")
def text() -> str:
    return REPORT.read_bytes().decode("utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-docs", action="store_true", help=f"write {PAGE.name} again")


def pytest_terminal_summary(terminalreporter, config) -> None:
    if not RESULTS.tables:
        return
    page = "\n".join(write_page())
    if config.getoption("--update-docs"):
        PAGE.write_text(page, encoding="utf-8")
    terminalreporter.write_line("")
    terminalreporter.write_line(page)


def write_page():
    """Yield the lines of the page."""
    characters = len(REPORT.read_bytes().decode("utf-8"))
    yield HEAD.format(report=REPORT.name, characters=characters, figures=RESULTS.figures)
    for title, (note, rows) in RESULTS.tables.items():
        yield from (f"## {title}", "", note, "")
        header, *lines = rows
        yield f"| {' | '.join(header)} |"
        yield f"| {' | '.join(['---', *['---:'] * (len(header) - 1)])} |"
        yield from (f"| {' | '.join(line)} |" for line in lines)
        yield ""
    yield from ("## Machine", "", "| | |", "| --- | --- |")
    yield from (f"| {name} | {value} |" for name, value in machine())
    yield ""


def machine():
    """Yield what the numbers depend on."""
    cpu = Path("/proc/cpuinfo")
    models = [
        line.split(":", 1)[1].strip()
        for line in (cpu.read_text().splitlines() if cpu.exists() else ())
        if line.startswith("model name")
    ]
    yield "processor", models[0] if models else platform.processor() or platform.machine()
    yield "cores", str(count_cores())
    yield "system", f"{platform.system()} {platform.machine()}"
    yield "Python", platform.python_version()
    yield from ((name, version(name)) for name in LIBRARIES)
