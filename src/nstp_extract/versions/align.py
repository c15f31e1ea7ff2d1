"""Which sentence of one version is which of the other, and which figure which.

What is equal and unique on both sides holds the two versions together; between such sentences the
rest is aligned in order. What is left may have moved, and is looked for everywhere.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from nstp_extract.versions.statement import Entry, Statement, pairs_of, similarity

T = TypeVar("T")
Pair = tuple[int, int]
"""An index in the old version and one in the new."""

MOST_CELLS: Final = 400_000
"""So many pairs are weighed against each other; beyond, only what is equal is paired."""

_REWORDED: Final = 0.5
_MOVED: Final = 0.7
_SAME_PLACE: Final = 0.3
_NEW_UNIT: Final = 0.8
_LEAST_TEMPLATE: Final = 8


def align_statements(old: Sequence[Statement], new: Sequence[Statement]) -> list[Pair]:
    """Return pairs of sentences that say the same thing, by the index in `old`."""
    unique = _pair_unique(old, new)
    pairs = dict(unique)
    taken = set(pairs.values())
    bounds = [(-1, -1), *longest_chain(unique), (len(old), len(new))]
    for (old_from, new_from), (old_to, new_to) in pairwise(bounds):
        left = [i for i in range(old_from + 1, old_to) if i not in pairs]
        right = [j for j in range(new_from + 1, new_to) if j not in taken]
        found = align_in_order([old[i] for i in left], [new[j] for j in right], _score_statements)
        pairs.update((left[i], right[j]) for i, j in found)
    pairs.update(_find_moved(pairs, old, new))
    return sorted(pairs.items())


def align_entries(old: Statement, new: Statement) -> list[Pair]:
    """Return pairs of the figures of two sentences that are the same sentence."""
    if old.template == new.template and len(old.entries) == len(new.entries):
        return [(index, index) for index in range(len(old.entries))]
    left = [(entry, pairs_of(old.near(i))) for i, entry in enumerate(old.entries)]
    right = [(entry, pairs_of(new.near(i))) for i, entry in enumerate(new.entries)]
    return align_in_order(left, right, score_entries)


def align_in_order(
    old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]
) -> list[Pair]:
    """Return the pairs, both indices rising, whose scores add up to most; none of score 0.

    Of equal choices the one whose pairs come first.
    """
    if not old or not new or len(old) * len(new) > MOST_CELLS:
        return []
    scores = [[score(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below, mine = best[i], best[i + 1], scores[i]
        for j in range(len(new) - 1, -1, -1):
            skip = max(below[j], row[j + 1])
            row[j] = max(skip, mine[j] + below[j + 1]) if mine[j] else skip
    return list(_walk(scores, best))


def align_greedily(
    old: Sequence[T], new: Sequence[T], score: Callable[[T, T], float]
) -> Iterator[Pair]:
    """Yield pairs in any order, the highest score first; none of score 0."""
    if len(old) * len(new) > MOST_CELLS:
        return
    weighed = [
        (-weight, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (weight := score(one, other))
    ]
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, i, j in sorted(weighed):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            yield i, j


def longest_chain(pairs: Iterable[Pair], weigh: Callable[[Pair], int] = lambda _: 1) -> list[Pair]:
    """Return the heaviest choice of pairs in which both indices rise.

    >>> longest_chain([(0, 1), (1, 2), (2, 0)])
    [(0, 1), (1, 2)]
    """
    ordered = sorted(pairs)
    before: list[int | None] = []
    # chains by the new index at which they end: a later end is kept only for a greater weight
    ends: list[int] = []
    tops: list[tuple[int, int]] = []
    for index, pair in enumerate(ordered):
        at = bisect_left(ends, pair[1])
        weight, link = tops[at - 1] if at else (0, None)
        before.append(link)
        weight += weigh(pair)
        stop = at
        while stop < len(ends) and tops[stop][0] <= weight:
            stop += 1
        if stop > at or at == len(ends) or ends[at] > pair[1]:
            ends[at:stop] = [pair[1]]
            tops[at:stop] = [(weight, index)]
    chain = []
    place = tops[-1][1] if tops else None
    while place is not None:
        chain.append(ordered[place])
        place = before[place]
    return chain[::-1]


def score_entries(old: tuple[Entry, frozenset[str]], new: tuple[Entry, frozenset[str]]) -> float:
    """Return how well two figures agree, each given with the words near it; 0 if they do not."""
    (one, one_near), (other, other_near) = old, new
    near = similarity(one_near, other_near)
    same_unit = one.unit == other.unit
    if near < (_SAME_PLACE if same_unit else _NEW_UNIT):
        return 0.0
    same = (same_unit, one.says == other.says, one.indicator == other.indicator)
    return 2 * near + sum(same) + (one.role == other.role) / 2


def _pair_unique(old: Sequence[Statement], new: Sequence[Statement]) -> list[Pair]:
    """Return the pairs of sentences that are equal and stand once under their headings."""
    left, right = _unique(old), _unique(new)
    return sorted((i, right[key]) for key, i in left.items() if key in right)


def _unique(statements: Sequence[Statement]) -> dict[Hashable, int]:
    keys = [(statement.titles, statement.words) for statement in statements]
    count = Counter(keys)
    return {key: index for index, key in enumerate(keys) if count[key] == 1}


def _score_statements(old: Statement, new: Statement) -> float:
    under = 0.5 * (old.titles == new.titles)
    if old.words == new.words:
        return 3 + under
    if old.template == new.template:
        return 2 + under
    agreement = similarity(old.pairs, new.pairs)
    return agreement + under if agreement >= _REWORDED else 0.0


def _find_moved(
    pairs: dict[int, int], old: Sequence[Statement], new: Sequence[Statement]
) -> Iterator[Pair]:
    """Yield pairs of what is left: equal sentences first, then those that are much alike."""
    left = [i for i in range(len(old)) if i not in pairs]
    taken = set(pairs.values())
    right = [j for j in range(len(new)) if j not in taken]
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for j in right:
        waiting[new[j].words].append(j)
    equal = [(i, queue.popleft()) for i in left if (queue := waiting.get(old[i].words))]
    yield from equal
    paired = dict(equal)
    left = [i for i in left if i not in paired]
    right = sorted(j for queue in waiting.values() for j in queue)
    alike = align_greedily([old[i] for i in left], [new[j] for j in right], _score_moved)
    yield from ((left[i], right[j]) for i, j in alike)


def _score_moved(old: Statement, new: Statement) -> float:
    if min(len(old.template), len(new.template)) < _LEAST_TEMPLATE:
        return 0.0
    agreement = similarity(old.pairs, new.pairs)
    return agreement + (old.titles == new.titles) / 2 if agreement >= _MOVED else 0.0


def _walk(scores: Sequence[Sequence[float]], best: Sequence[Sequence[float]]) -> Iterator[Pair]:
    """Yield the pairs of the best choice, the first possible ones."""
    i = j = 0
    while i < len(scores) and j < len(scores[i]):
        weight = scores[i][j]
        if weight and best[i][j] == weight + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            i += 1
