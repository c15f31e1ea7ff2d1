"""Which figures the text links: a change's two ends, a total's parts, the same said twice."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from nstp_extract.core.figure import Figure, Relation
from nstp_extract.core.vocabulary import Kind, Level, RelationType, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_MIN_PARTS: Final = 2
_REACH: Final = 12
_TELLING: Final = 100
_LONG: Final = 4
_ALIKE: Final = 0.7
_STATED: Final = (Role.RESULT, Role.FORECAST, Role.TARGET)


def find_relations(figures: Sequence[Figure], *, lexicon: Lexicon) -> tuple[Relation, ...]:
    """Return the links between figures, sorted by type and ids.

    ``baseline_of`` leads from a baseline to its result, ``part_of_total`` from a part to a total
    that the same sentence or paragraph states and that the parts add up to, ``same_as`` from a
    later statement to the first of equal value, unit, agency, role and like indicator.
    """
    found = {*_baselines(figures), *_totals(figures, _summing(lexicon)), *_restatements(figures)}
    return tuple(sorted(found, key=lambda r: (r.type, r.from_id, r.to_id)))


@lru_cache(maxsize=4)
def _summing(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(compile_surfaces(lexicon.surfaces("summing_word")))


def _baselines(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Link each baseline with the next figure of its kind in its sentence, or the one before."""
    for at, figure in enumerate(figures):
        if figure.role is not Role.BASELINE:
            continue
        for other in (*figures[at + 1 : at + 3], *figures[max(0, at - 1) : at]):
            same = other.sentence == figure.sentence and other.role is not Role.BASELINE
            if same and other.quantity.kind is figure.quantity.kind:
                yield Relation(RelationType.BASELINE_OF, figure.figure_id, other.figure_id)
                break


def _totals(figures: Sequence[Figure], summing: re.Pattern[str]) -> Iterator[Relation]:
    """Link a stated total to the run of figures of its unit before it that add up to it exactly."""
    for at, total in enumerate(figures):
        if total.role is not Role.RESULT or not summing.search(total.prefix):
            continue
        for part in _parts_of(total, figures[max(0, at - _REACH) : at]):
            yield Relation(
                RelationType.PART_OF_TOTAL, part.figure_id, total.figure_id, exhaustive=True
            )


def _parts_of(total: Figure, before: Sequence[Figure]) -> list[Figure]:
    """Return the nearest figures before a total that sum up to it; none if they do not."""
    parts: list[Figure] = []
    rest = total.quantity.value
    for other in reversed(before):
        if rest is None or rest <= 0 or other.section is not total.section:
            break
        like = other.quantity.unit == total.quantity.unit and other.role is total.role
        if like and other.quantity.value is not None:
            parts.append(other)
            rest -= other.quantity.value
    return parts if rest == 0 and len(parts) >= _MIN_PARTS else []


def _restatements(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Link each later figure that says what an earlier one of its goal said of a like indicator.

    A small count of a short noun (3家公司) is no restatement: it recurs by chance.
    """
    first: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        quantity = figure.quantity
        if figure.role not in _STATED or quantity.kind is Kind.DATE or not figure.indicator:
            continue
        stated = quantity.value if quantity.value is not None else (quantity.low, quantity.high)
        goal = figure.section.at(Level.GOAL) if figure.section else None
        number = goal.number if goal else ""
        key = (stated, quantity.unit, figure.agency, figure.role, number)
        earlier = next((other for other in first[key] if _restates(figure, other)), None)
        if earlier is None:
            first[key].append(figure)
        else:
            yield Relation(RelationType.SAME_AS, figure.figure_id, earlier.figure_id)


def _restates(figure: Figure, other: Figure) -> bool:
    left, right = figure.indicator or "", other.indicator or ""
    value = figure.quantity.value
    telling = (value is not None and value >= _TELLING) or len(left) >= _LONG
    return telling and other.section is not figure.section and _alike(left, right)


def _alike(left: str, right: str) -> bool:
    """Tell whether two indicators name one thing: one holds the other, or they share most of it."""
    if left in right or right in left:
        return True
    shared = sum(min(left.count(c), right.count(c)) for c in set(left))
    return 2 * shared >= _ALIKE * (len(left) + len(right))
