"""Names in a row (甲、乙、丙及丁): how many there are, at least and at most.

Which rows a count speaks of is told in ``enumerations``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_INNER: Final = re.compile(r"\([^()]*\)")
_QUOTED: Final = re.compile(r"「[^「」]*」|『[^『』]*』|《[^《》]*》|〈[^〈〉]*〉|“[^“”]*”")
_SEPARATOR: Final = re.compile(r"[、，；]")
_BLANK: Final = "\u3000"
_TITLE: Final = "\ufffc"
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Names:
    """Names in a row at ``[start, end)``: the fewest and the most that they may be.

    及 inside a name may part two names or belong to one. `open` says that there may be more names
    than are listed.
    """

    start: int
    end: int
    fewest: int
    most: int
    open: bool = False


def blank_brackets(text: str) -> str:
    """Return a text with what stands in brackets blanked: offsets stay.

    >>> blank_brackets("甲(一、二)、乙").replace(chr(0x3000), "_")
    '甲_____、乙'
    """
    while (plain := _INNER.sub(lambda found: _BLANK * len(found[0]), text)) != text:
        text = plain
    return text


def mask_titles(text: str) -> str:
    """Return a text in which no stop, 及 or 、 stands in quotation marks: offsets stay.

    >>> mask_titles("「春、夏」及「光」").replace(chr(0xFFFC), "x")
    'xxxxx及xxx'
    """
    return _QUOTED.sub(lambda found: _TITLE * len(found[0]), text)


def last_name(body: str) -> str:
    """Return what stands behind the last separator of a row."""
    return _SEPARATOR.split(body)[-1]


def count_names(
    body: str,
    begin: int,
    *,
    conjunction: re.Pattern[str],
    verb: re.Pattern[str],
    led: bool,
) -> Names | None:
    """Return how many names a row holds that stands at `begin`; None if it is none of two or more.

    `led` tells that the row begins with its first name, as behind a colon or in a bracket; else
    what is done with the names stands before the first, and a later name with a verb inside begins
    the row anew. Where the first name of a led row begins with a verb, those that do not may be its
    objects.
    """
    names = [name.strip(f"{_BLANK} ") for name in _SEPARATOR.split(body)]
    names = [name for name in names if name]
    if not names:
        return None
    joined = [name[found.end() :] if (found := conjunction.match(name)) else name for name in names]
    if led:
        begin_so = [verb.match(name) is not None for name in joined]
        fewest = sum(begin_so) if begin_so[0] else len(names)
    else:
        fewest = len(names) - max(
            (at for at, name in enumerate(joined) if at and _restarts(name, verb)), default=0
        )
    sure, doubtful = _count_joints(joined, conjunction)
    most = len(names) + sure + doubtful
    if most < _LEAST:
        return None
    return Names(begin, begin + len(body), fewest + sure, most)


def _restarts(name: str, verb: re.Pattern[str]) -> bool:
    found = verb.search(name)
    return found is not None and found.start() > 0 and found.end() < len(name)


def _count_joints(names: Sequence[str], conjunction: re.Pattern[str]) -> tuple[int, int]:
    """Return how many 及 surely part two names, and how many may.

    Surely does the only one of the last name, where both its sides are names like the others; what
    stands before the first name is not told from it, so that a 及 there counts only if alone.
    """
    inner = names[-1:] if len(names) == 1 else names[1:]
    joints = sum(len(conjunction.findall(name)) for name in inner)
    sides = conjunction.split(names[-1])
    if joints == 1 and len(sides) == _LEAST and _are_alike(names[:-1], sides[0], sides[1]):
        return 1, 0
    return 0, joints


def _are_alike(before: Sequence[str], left: str, right: str) -> bool:
    """Tell whether both sides of a 及 are whole names: 花蓮縣與臺東縣, not 批發及零售業.

    The left side is one if it ends as a name before it does, or if all are of about one length.
    """
    if min(len(left), len(right)) < _LEAST:
        return False
    if not before:
        return left[-1] == right[-1] and len(left) == len(right)
    lengths = {len(name) for name in (*before[1:], left, right)}
    if max(lengths) - min(lengths) <= 1 and len(before[0]) >= min(lengths):
        return True
    return any(left[-1] == name[-1] for name in before)
