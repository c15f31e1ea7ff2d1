"""What the words of a line say of it: whether it ends a sentence, whether it can be a title."""

import re
from typing import Final

from nstp_extract.read.joined import Line

ENDS: Final = re.compile(r"[。！？!?：:][」』\"”）)\]]*$|\*\*$")
_INNER_STOP: Final = re.compile(r"[，。；！？]")
_TITLE_STOP: Final = re.compile(r"[。；！？]")
_MAX_MARKED_TITLE: Final = 45
_MAX_PLAIN_TITLE: Final = 30
_PAIRS: Final = (("(", ")"), ("（", "）"), ("「", "」"), ("『", "』"), ("《", "》"))


def is_title(line: Line) -> bool:
    """Tell whether a line that ends without a stop may be a heading of its own."""
    text = line.text
    if text[-1] in "，、；,(（「" or text[-1].isdigit() or not _is_balanced(text):
        return False
    if line.marked:
        return len(text) <= _MAX_MARKED_TITLE and not _TITLE_STOP.search(text)
    return len(text) <= _MAX_PLAIN_TITLE and not _INNER_STOP.search(text)


def _is_balanced(text: str) -> bool:
    return all(text.count(left) <= text.count(right) for left, right in _PAIRS) or bool(
        re.match(r"[（(]?\S{1,3}[）)]", text) and text.count("(") <= text.count(")")
    )
