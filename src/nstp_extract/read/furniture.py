"""Running heads and page numbers of a plain text, by place and recurrence.

Those of a PDF are told by their height on the page, in ``paged``.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from nstp_extract.read.joined import Line
from nstp_extract.read.phrases import ENDS, is_title

_PAGE_NUMBER: Final = re.compile(r"[-–—~\s]*(?:第\s*)?([0-9]{1,4})(?:\s*頁)?[-–—~\s]*$")
_MIN_PAGE_LINES: Final = 3
_MAX_HEAD: Final = 40
_MIN_BREAKS: Final = 2
_MIN_RECURRENCE: Final = 3
_MAX_STEP: Final = 2
_IS_NO_HEAD: Final = re.compile(rf"[。，；]$|^{_PAGE_NUMBER.pattern}")
_NUMBER: Final = re.compile("[0-9]+")


def find_furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Return which lines are page numbers or running heads, by place and recurrence."""
    paged = bool(lines) and lines[-1].page > 0
    edges = _page_edges(lines) if paged else frozenset(range(len(lines)))
    numbers = {at: int(m[1]) for at in edges if (m := _PAGE_NUMBER.match(lines[at].folded))}
    if not paged:
        numbers = _consecutive(numbers)
    masks = dict(_recurring(lines, sorted(edges), paged=paged))
    heads = set(masks)
    if not paged:
        heads = {at for at in heads if _breaks_off(lines, at, numbers)}
        kept = {mask for mask, n in Counter(masks[at] for at in heads).items() if n >= _MIN_BREAKS}
        heads = {at for at, mask in masks.items() if mask in kept}
    return frozenset(numbers) | frozenset(heads)


def _recurring(
    lines: Sequence[Line], edges: Sequence[int], *, paged: bool
) -> Iterator[tuple[int, str]]:
    """Yield the short lines that recur, each with what recurs: itself, or it but for its number."""
    short = [at for at in edges if len(lines[at].text) <= _MAX_HEAD]
    short = [at for at in short if not _IS_NO_HEAD.search(lines[at].folded)]
    alike = defaultdict(list)
    for at in short:
        alike[_NUMBER.sub("#", lines[at].folded)].append(at)
    for mask, places in alike.items():
        same = Counter(lines[at].folded for at in places)
        if len(places) >= _MIN_RECURRENCE and _counts_pages(lines, places, paged=paged):
            yield from ((at, mask) for at in places)
        else:
            often = (at for at in places if same[lines[at].folded] >= _MIN_RECURRENCE)
            yield from ((at, lines[at].folded) for at in often)


def _counts_pages(lines: Sequence[Line], places: Sequence[int], *, paged: bool) -> bool:
    """Tell whether the numbers in lines that are else alike stay, or count on with the pages."""
    columns = zip(*(map(int, _NUMBER.findall(lines[at].folded)) for at in places), strict=True)
    for column in columns:
        steps = [right - left for left, right in pairwise(column)]
        pages = [lines[right].page - lines[left].page for left, right in pairwise(places)]
        counts = steps == pages if paged else all(0 < step <= _MAX_STEP for step in steps)
        if any(steps) and not counts:
            return False
    return True


def _page_edges(lines: Sequence[Line]) -> frozenset[int]:
    """Return the first two and the last two lines of each page."""
    edges: set[int] = set()
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].page != lines[start].page:
            edges.update(range(start, min(start + 2, at)), range(max(start, at - 2), at))
            start = at
    return frozenset(edges)


def _consecutive(numbers: dict[int, int]) -> dict[int, int]:
    """Keep the lone numbers that count on from one to the next: pages, not cells of a table."""
    order = sorted(numbers)
    kept: set[int] = set()
    for left, right in pairwise(order):
        if numbers[right] == numbers[left] + 1 and right - left >= _MIN_PAGE_LINES:
            kept |= {left, right}
    return {at: numbers[at] for at in kept} if len(kept) >= _MIN_RECURRENCE else {}


def _breaks_off(lines: Sequence[Line], at: int, numbers: dict[int, int]) -> bool:
    """Tell whether a line stands where a page ends: by a page number or inside a sentence."""
    if at - 1 in numbers or at + 1 in numbers:
        return True
    if not 0 < at < len(lines) - 1:
        return False
    before, after = lines[at - 1], lines[at + 1]
    ends = ENDS.search(before.text) or is_title(before)
    return not ends and not after.marked and not lines[at].marked
