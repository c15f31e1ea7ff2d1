"""The identity of a figure: what it is about, never what it says or where it stands."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nstp_extract.core.figure import Figure, Section
from nstp_extract.core.vocabulary import Level

_PLAN = (Level.GOAL, Level.STRATEGY, Level.MEASURE)


def number_figures(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures with their `figure_id` set, in their order.

    The id is ``f`` and 12 hex digits of a hash over the numbers of goal, strategy and measure,
    indicator, agency, kind, unit, role, and the ordinal among equals.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for figure in figures:
        key = _identity_key(figure)
        seen[key] += 1
        digest = hashlib.sha256("\x1f".join((*key, str(seen[key]))).encode()).hexdigest()
        yield replace(figure, figure_id=f"f{digest[:12]}")


def _identity_key(figure: Figure) -> tuple[str, ...]:
    return (
        *(_number_at(figure.section, level) for level in _PLAN),
        figure.indicator or "",
        figure.agency or "",
        figure.quantity.kind,
        figure.quantity.unit,
        figure.role,
    )


def _number_at(section: Section | None, level: Level) -> str:
    above = section.at(level) if section else None
    return above.number if above else ""
