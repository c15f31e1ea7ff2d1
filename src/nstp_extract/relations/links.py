"""Which figures the text links: a change's two ends, a total's parts, the same said twice."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from nstp_extract.core.document import Document
from nstp_extract.core.figure import Figure, Relation
from nstp_extract.core.vocabulary import Kind, Level, PassageKind, RelationType, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.relations.baselines import compile_levels, link_baselines

_SHARE: Final = re.compile(r"[占佔](?![率比有])[^，。；]*[的之]?[約達近逾]?$")
_NOTE_MARK: Final = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*")
_MIN_PARTS: Final = 2
_REACH: Final = 12
_TELLING: Final = 100
_TELLING_DIGITS: Final = 3
_LONG: Final = 4
_ALIKE: Final = 0.7
_STATED: Final = (Role.RESULT, Role.FORECAST, Role.TARGET)


def find_relations(
    figures: Sequence[Figure], *, document: Document, lexicon: Lexicon
) -> tuple[Relation, ...]:
    """Return the links between figures, sorted by type and ids.

    ``baseline_of`` leads from a baseline to the level set against it, ``part_of_total`` from a part
    to a total that the same sentence or paragraph states and that the parts add up to, ``same_as``
    from a later statement to the first of equal value, unit, agency, role and like indicator,
    ``share_of`` from a percentage to the figure it is the share of, ``note_on`` from a footnote's
    figure to the one that bears its mark.
    """
    found = {
        *link_baselines(figures, compile_levels(lexicon)),
        *_totals(figures, _summing(lexicon)),
        *_restatements(figures),
        *_shares(figures),
        *_notes(figures, document),
    }
    return tuple(sorted(found, key=lambda r: (r.type, r.from_id, r.to_id)))


@lru_cache(maxsize=4)
def _summing(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(compile_surfaces(lexicon.surfaces("summing_word")))


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


def _shares(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Link 占…的7% with the figure of its sentence that was named before."""
    for last, figure in pairwise(figures):
        if figure.quantity.kind is not Kind.PERCENT or last.sentence != figure.sentence:
            continue
        if last.quantity.kind in (Kind.COUNT, Kind.AMOUNT) and _SHARE.search(figure.prefix):
            yield Relation(RelationType.SHARE_OF, figure.figure_id, last.figure_id)


def _notes(figures: Sequence[Figure], document: Document) -> Iterator[Relation]:
    """Link the figures of a footnote with the figure of like unit that its mark stands behind."""
    marked = {
        mark[0]: figure
        for figure in figures
        if (mark := _NOTE_MARK.match(document.text, figure.mention.pieces[-1].end))
    }
    starts = [figure.mention.span.start for figure in figures]
    for passage in document.passages:
        mark = _NOTE_MARK.match(passage.text) if passage.kind is PassageKind.NOTE else None
        noted = marked.get(mark[0]) if mark else None
        if noted is None:
            continue
        inside = bisect_left(starts, passage.start), bisect_left(starts, passage.end)
        for figure in figures[slice(*inside)]:
            if figure.quantity.unit == noted.quantity.unit != "":
                yield Relation(RelationType.NOTE_ON, figure.figure_id, noted.figure_id)


def _restatements(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Link each later figure that says what an earlier one said of a like indicator.

    A small count of a short noun (3家公司) is no restatement: it recurs by chance. Under two goals
    only a number of three digits or more is the same one.
    """
    first: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        quantity = figure.quantity
        if figure.role not in _STATED or quantity.kind is Kind.DATE or not figure.indicator:
            continue
        stated = quantity.value if quantity.value is not None else (quantity.low, quantity.high)
        key = (stated, quantity.unit, figure.role)
        earlier = next((other for other in first[key] if _restates(figure, other)), None)
        if earlier is None:
            first[key].append(figure)
        else:
            yield Relation(RelationType.SAME_AS, figure.figure_id, earlier.figure_id)


def _restates(figure: Figure, other: Figure) -> bool:
    left, right = figure.indicator or "", other.indicator or ""
    value = figure.quantity.value
    digits = len(value.normalize().as_tuple().digits) if value is not None else 0
    apart = _goal(figure) != _goal(other) and _goal(figure) and _goal(other)
    strangers = figure.agency != other.agency and figure.agency and other.agency
    if other.section is figure.section or strangers or (apart and digits < _TELLING_DIGITS):
        return False
    if value is not None and value >= _TELLING:
        return left in right or right in left or _alike(left, right)
    return len(left) >= _LONG and _alike(left, right)


def _goal(figure: Figure) -> str:
    goal = figure.section.at(Level.GOAL) if figure.section else None
    return goal.number if goal else ""


def _alike(left: str, right: str) -> bool:
    """Tell whether two indicators share most of their characters."""
    shared = sum(min(left.count(c), right.count(c)) for c in set(left))
    return 2 * shared >= _ALIKE * (len(left) + len(right))
