"""How wide text is on a screen, where a Han character takes two columns; padding and wrapping."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_WIDE: Final = frozenset("WF")
_WIDTHLESS: Final = frozenset(("Mn", "Me", "Cf"))
_UNIT: Final = re.compile(r"[(（「《]*(?:[!-'*-~]+|[^\s])[)）」》，。、；：]*[ ]*|\s+")


@lru_cache(maxsize=8192)
def _columns(char: str) -> int:
    if unicodedata.category(char) in _WIDTHLESS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> display_width("4,965.09億元")
    12
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def clip(text: str, columns: int) -> str:
    """Return as much of a text as fits into `columns`, with an ellipsis where it was cut.

    >>> clip("國家科學技術發展計畫", 9)
    '國家科學…'
    """
    if display_width(text) <= columns:
        return text
    left, kept = columns - 1, 0
    for char in text:
        left -= _columns(char)
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return a text filled up with blanks to `columns`; they stand before it if `right`."""
    blanks = " " * (columns - display_width(text))
    return blanks + text if right else text + blanks


def wrap(text: str, columns: int) -> list[str]:
    """Return a text as lines of at most `columns`; Han text breaks anywhere but at punctuation.

    >>> wrap("列出每一個數字，以及它的出處。", 14)
    ['列出每一個數', '字，以及它的出', '處。']
    """
    lines = [""]
    for unit in _units(text):
        if lines[-1] and display_width((lines[-1] + unit).rstrip()) > columns:
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return [line.rstrip() for line in lines]


def _units(text: str) -> Iterator[str]:
    """Yield what a line end must not part: a Latin word, a character with its punctuation."""
    yield from (match[0] for match in _UNIT.finditer(" ".join(text.split())))
