"""A text as a stream of letters, digits and characters, cut at its own punctuation.

Blanks, marks and page numbers are gone, so that neither page breaks nor reflow show in it.
"""

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from nstp_extract.core.fold import fold

_LINE_END: Final = re.compile(r"[\n\f]")
_PAGE_NUMBER: Final = re.compile(r"[-–—~]*[ ]?[0-9]{1,4}[ ]?[-–—~]*")
_TOKEN: Final = re.compile(
    r"(?P<stop>[，、。；：！？;:()「」]|(?<![0-9]),|,(?![0-9]))"
    r"|(?P<word>%|(?<=[0-9])\.(?=[0-9])|[^\W_\u00b2\u00b3\u00b9\u2070-\u2079])"
)


@dataclass(frozen=True, slots=True)
class Stream:
    """A text as clauses: where each begins in `words`, and where each of those stands."""

    words: str
    clauses: tuple[str, ...]
    begins: tuple[int, ...]
    offsets: "array[int]"

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Return which words stand in a range of the text."""
        return bisect_left(self.offsets, start), bisect_left(self.offsets, end)


def read_stream(text: str) -> Stream:
    """Return a text as a stream."""
    folded = _blank_page_numbers(fold(text))
    offsets, words, begins = array("i"), [], [0]
    for match in _TOKEN.finditer(folded):
        if match["word"]:
            offsets.append(match.start())
            words.append(match["word"])
        elif begins[-1] != len(words):
            begins.append(len(words))
    joined = "".join(words)
    clauses = tuple(joined[low:high] for low, high in pairwise([*begins, len(joined)]))
    return Stream(joined, clauses, (*begins, len(joined)), offsets)


def _blank_page_numbers(text: str) -> str:
    """Return a text of the same length without the numbers that stand alone between blank lines.

    A number that reflow has left on a line has text right above or below it.
    """
    ends = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
    lines = [text[begin:end] for begin, end in pairwise(ends)]
    bare = [line.strip() for line in lines]
    for at, (above, line, below) in enumerate(
        zip(["", *bare], bare, [*bare[1:], ""], strict=False)
    ):
        if line and not above and not below and _PAGE_NUMBER.fullmatch(line):
            lines[at] = " " * len(lines[at])
    return "".join(lines)
