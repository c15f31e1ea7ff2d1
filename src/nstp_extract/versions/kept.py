"""Which stretches of the text both versions have, whatever a reader makes of them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from nstp_extract.versions.align import Pair, longest_chain
from nstp_extract.versions.stream import Stream, read_stream

_DIGITS: Final = re.compile(r"[0-9][0-9.]*")
_AROUND: Final = 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both versions have: where they begin in each, and how many."""

    old: int
    new: int
    length: int


class Kept:
    """What two streams share, in order, for asking what became of a place."""

    def __init__(self, old: Stream, new: Stream) -> None:
        """Find the stretches that two streams share."""
        self.old, self.new = old, new
        self._old_words, self._new_words = _mask(old.words), _mask(new.words)
        self._stretches = list(_find_stretches(old, new))
        self._old_begins = [stretch.old for stretch in self._stretches]
        self._new_begins = [stretch.new for stretch in self._stretches]

    def has_old(self, start: int, end: int) -> bool:
        """Tell whether a place of the old text, and what is around it, stands in the new."""
        low, high = self.old.range_of(start, end)
        stretch = self._at(self._old_begins, low)
        return stretch is not None and _holds(stretch.old, stretch, (low, high), self.old)

    def has_new(self, start: int, end: int) -> bool:
        """Tell whether a place of the new text, and what is around it, stood in the old."""
        low, high = self.new.range_of(start, end)
        stretch = self._at(self._new_begins, low)
        return stretch is not None and _holds(stretch.new, stretch, (low, high), self.new)

    def image(self, start: int) -> int | None:
        """Return where the word at a place of the old text stands in the new one."""
        low, _ = self.old.range_of(start, start)
        stretch = self._at(self._old_begins, low)
        if stretch is None or low >= stretch.old + stretch.length:
            return None
        return self.new.offsets[stretch.new + low - stretch.old]

    def differ(self, old: str, new: str) -> bool:
        """Tell whether an old sentence and a new one hold words that the other version lacks.

        Digits are no words. A clause that its own text does not hold in one piece was put together
        over a page end or a note, and tells nothing.
        """
        return _has_more(old, self._old_words, self._new_words) or _has_more(
            new, self._new_words, self._old_words
        )

    def _at(self, begins: Sequence[int], place: int) -> Stretch | None:
        index = bisect_right(begins, place) - 1
        return self._stretches[index] if index >= 0 else None


def _find_stretches(old: Stream, new: Stream) -> Iterator[Stretch]:
    """Yield what lies around two clauses that stand together once on each side."""
    left, right = _unique(old.clauses), _unique(new.clauses)
    anchors = longest_chain((i, right[key]) for key, i in left.items() if key in right)
    end: Pair = (0, 0)
    for anchor in anchors:
        if anchor[0] < end[0] or anchor[1] < end[1]:
            continue
        begin = _extend(old.clauses, new.clauses, anchor, end, step=-1)
        end = _extend(
            old.clauses, new.clauses, anchor, (len(old.clauses), len(new.clauses)), step=1
        )
        yield Stretch(
            old.begins[begin[0]],
            new.begins[begin[1]],
            old.begins[end[0]] - old.begins[begin[0]],
        )


def _extend(
    old: Sequence[str], new: Sequence[str], anchor: Pair, bound: Pair, *, step: int
) -> Pair:
    """Return how far clauses are equal from an anchor: the first of them, or one past the last."""
    i, j = anchor
    if step > 0:
        while i < bound[0] and j < bound[1] and old[i] == new[j]:
            i, j = i + 1, j + 1
    else:
        while i > bound[0] and j > bound[1] and old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
    return i, j


def _unique(clauses: Sequence[str]) -> dict[Hashable, int]:
    keys = list(pairwise(clauses))
    count = Counter(keys)
    return {key: index for index, key in enumerate(keys) if count[key] == 1}


def _has_more(sentence: str, own: str, other: str) -> bool:
    clauses = map(_mask, read_stream(sentence).clauses)
    return any(clause in own and clause not in other for clause in clauses)


def _mask(words: str) -> str:
    return _DIGITS.sub("#", words)


def _holds(begin: int, stretch: Stretch, place: tuple[int, int], stream: Stream) -> bool:
    low = max(0, place[0] - _AROUND)
    high = min(len(stream.words), place[1] + _AROUND)
    return begin <= low and high <= begin + stretch.length
