"""Colour on standard error: for a terminal that shows it and a person who wants it.

``NO_COLOR`` (any value but an empty one) turns it off, ``FORCE_COLOR`` on. The words say all.
"""

import os
import sys
from enum import IntEnum


class Colour(IntEnum):
    """What a colour is for; the value is the terminal's number of it."""

    ERROR = 31
    WARNING = 33
    HINT = 36


def paint(text: str, colour: Colour) -> str:
    """Return a text in bold and in colour, or as it is where colour is not wanted."""
    return f"\x1b[1;{colour.value}m{text}\x1b[0m" if _is_wanted() else text


def _is_wanted() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
