"""A generator of versions: edits of a report whose every change is known."""

import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from nstp_extract import extract_text
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.tables.rows import Edition, Row, figure_rows, passage_rows
from nstp_extract.versions.compare import Comparison, Version, compare_versions

SAMPLE = Path(__file__).parents[2] / "raw" / "nstp-106-109.txt"
ADDED = (
    "交通部辦理無人載具測試場域{}處，投入經費{}萬元。",
    "為普及偏鄉網路，通傳會補助建設基地臺{}座，受惠居民達{}人。",
    "勞動部另開設跨域課程{}班，結訓學員{}人，就業率達{}%。",
)
WORD = re.compile("[0-9A-Za-z.,%]")
WHOLE = re.compile(r"(?<=[。\n]\n\n)(?![ \t●\-*#(（0-9⁰-⁹])[^\n]{60,}。(?=\n\n)")
HAN_PAIR = re.compile(r"[\u4e00-\u9fff](?<![一二三四五六七八九十百千萬億兆兩數])[\u4e00-\u9fff]")
NO_LINE_START = "，、。；：」）)"

Known = tuple[str, str | None, str | None]
"""A change, the old words and the new ones."""


class Report:
    """A text and its figures."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        extraction = extract_text(text)
        self.rows: list[Row] = list(figure_rows(extraction, Edition(), lexicon))
        self.version = Version(list(passage_rows(extraction, Edition())), self.rows)

    def within(self, start: int, end: int) -> list[Row]:
        return [row for row in self.rows if start <= row["start"] < end]

    def paragraphs(self) -> list[tuple[int, int]]:
        """Where whole paragraphs with figures stand: from a blank line to a stop before another."""
        found = WHOLE.finditer(self.text)
        return [match.span() for match in found if self.within(*match.span())]

    def compare(self, text: str) -> Comparison:
        return compare_versions(
            self.version, Report(text, self.lexicon).version, lexicon=self.lexicon
        )


class Draft:
    """Edits of a report, and what they change."""

    def __init__(self, report: Report, seed: int) -> None:
        self.report = report
        self.chance = random.Random(seed)  # noqa: S311  (no secrets)
        self.known: Counter[Known] = Counter()
        self._edits: list[tuple[int, int, str]] = []
        self._free = report.paragraphs()
        self.chance.shuffle(self._free)

    def revise(self, count: int) -> None:
        """Put another numeral into figures, no two of one paragraph."""
        for _ in range(count):
            rows = []
            while not rows:
                place = self._free.pop()
                rows = [
                    row
                    for row in self.report.within(*place)
                    if row["role"] == "result" and re.search("[0-9]", row["text"])
                ]
            row = self.chance.choice(rows)
            old = self.report.text[row["start"] : row["end"]]
            new = re.sub("[1-9]", lambda m: str(int(m[0]) % 9 + 1), old, count=1)
            self._edits.append((row["start"], row["end"], new))
            self.known["revised", row["text"], "".join(new.split())] += 1

    def drop(self, count: int) -> None:
        """Take paragraphs out."""
        for _ in range(count):
            start, end = self._free.pop()
            self._edits.append((start, end + 2, ""))
            for row in self.report.within(start, end):
                self.known["dropped", row["text"], None] += 1

    def add(self, count: int) -> None:
        """Put new paragraphs behind others."""
        for at in range(count):
            _, end = self._free.pop()
            sentence = ADDED[at % len(ADDED)]
            numbers = [str(self.chance.randrange(21, 99)) for _ in range(sentence.count("{}"))]
            new = sentence.format(*numbers)
            self._edits.append((end, end, "\n\n" + new))
            for row in Report(new, self.report.lexicon).rows:
                self.known["added", None, row["text"]] += 1

    def move(self, count: int) -> None:
        """Put paragraphs behind others that stand far away."""
        for _ in range(count):
            start, end = self._free.pop()
            far = [p for p in self._free if abs(p[0] - start) > 5_000]
            target = self.chance.choice(far)
            self._free.remove(target)
            self._edits.append((start, end + 2, ""))
            self._edits.append((target[1], target[1], "\n\n" + self.report.text[start:end]))
            for row in self.report.within(start, end):
                self.known["moved", row["text"], row["text"]] += 1

    def repeat(self, count: int) -> None:
        """Say a paragraph twice."""
        for _ in range(count):
            start, end = self._free.pop()
            self._edits.append((end, end, "\n\n" + self.report.text[start:end]))
            for row in self.report.within(start, end):
                self.known["added", None, row["text"]] += 1

    def reword(self, count: int) -> None:
        """Put words into sentences with figures."""
        for _ in range(count):
            at = -1
            while at < 0:
                place = self._free.pop()
                row = self.chance.choice(self.report.within(*place))
                at = self.report.text.find(row["sentence"][:8], *place)
            self._edits.append((at, at, "依審查意見修正後，"))
            for other in self.report.within(*place):
                if other["sentence"] == row["sentence"]:
                    self.known["reworded", other["text"], other["text"]] += 1

    @staticmethod
    def told_of(comparison: Comparison) -> Counter[Known]:
        return Counter((str(c.change), c.old_text, c.new_text) for c in comparison.changes)

    @property
    def text(self) -> str:
        text = self.report.text
        for start, end, new in sorted(self._edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text


class Layout:
    """Edits that change nothing that a figure says."""

    @staticmethod
    def reflow(text: str, width: int) -> str:
        """Break lines at a width, never inside a number or before a stop."""
        lines = []
        for line in text.split("\n"):
            rest = line
            while len(rest) > width and "\t" not in line and not line.startswith("|"):
                at = width
                while at > 5 and (
                    (WORD.match(rest[at - 1]) and WORD.match(rest[at])) or rest[at] in NO_LINE_START
                ):
                    at -= 1
                lines.append(rest[:at])
                rest = rest[at:]
            lines.append(rest)
        return "\n".join(lines)

    @staticmethod
    def renumber(text: str) -> str:
        """Give list items other numbers: (1) becomes (2), 1. becomes 2."""
        return re.sub(
            r"(?m)^(\s*(?:- )?\(?)([1-9])(?=[.)])", lambda m: m[1] + str(int(m[2]) + 1), text
        )

    @staticmethod
    def break_pages(text: str, chance: random.Random) -> str:
        """Put page ends with page numbers into paragraphs, between two Han characters."""
        places = [
            match.start() + 1
            for start, end in (match.span() for match in WHOLE.finditer(text))
            if (match := HAN_PAIR.search(text, start + chance.randrange(20, 40), end))
        ]
        chosen = sorted(chance.sample(places, 20))
        for number, at in reversed(list(enumerate(chosen, start=11))):
            text = f"{text[:at]}\n\n{number}\n\n{text[at:]}"
        return text


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def sample(lexicon: Lexicon) -> Report:
    return Report(SAMPLE.read_text("utf-8"), lexicon)


@pytest.fixture
def report_of(lexicon: Lexicon) -> Callable[[str], Report]:
    return lambda text: Report(text, lexicon)


@pytest.fixture
def layout() -> type[Layout]:
    return Layout


@pytest.fixture
def draft(sample: Report) -> Callable[[int], Draft]:
    """Start a draft of the sample; the seed chooses where it is edited."""
    return lambda seed: Draft(sample, seed)
