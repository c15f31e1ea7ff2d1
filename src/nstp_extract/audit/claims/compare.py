"""What of a claim differs from what the report says, beside the number: who, when, which, how."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from nstp_extract.audit.claims.claim import Stated
from nstp_extract.audit.claims.source import Statement
from nstp_extract.core.figure import Figure, Period
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Basis, Ground, Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_AHEAD: Final = frozenset((Role.FORECAST, Role.TARGET))
_ACHIEVED: Final = frozenset((Role.RESULT, Role.STRUCTURAL, Role.CONTEXT))
_FAR: Final = 14
_PERSONS: Final = "persons"
_NUMBER: Final = "數"
_YEAR_DAYS: Final = 366
_STOPS: Final = re.compile(r"[，。；！？（(]")
_SECTION: Final = "period.section"
_ROC_GAPS: Final = (11, 1911)
_ROC_YEAR: Final = re.compile(r"(?<![0-9])1[0-9]{2}(?![0-9])|民國")
_CE_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True, eq=False)
class Comparer:
    """What tells classifiers and directions apart, compiled from one lexicon."""

    groups: Mapping[str, str]
    any_classifier: frozenset[str]
    thing_classifier: frozenset[str]
    not_any: frozenset[str]
    codes: Mapping[tuple[Kind, str], str]
    rise: re.Pattern[str]
    fall: re.Pattern[str]
    yearly: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_comparer(lexicon: Lexicon) -> Comparer:
    """Return the comparer of `lexicon`, the same object for the same lexicon."""
    same = (term for term in lexicon.terms if term.use == "same_classifier")
    codes = {
        (unit.kind, name): unit.ucum
        for unit in lexicon.units
        if unit.ucum
        for name in (unit.symbol, *unit.surfaces)
    }
    return Comparer(
        groups={surface: term.key for term in same for surface in term.surfaces},
        any_classifier=frozenset(lexicon.surfaces("any_classifier")),
        thing_classifier=frozenset(lexicon.surfaces("thing_classifier")),
        not_any=frozenset(lexicon.surfaces("not_any_classifier")),
        codes=codes,
        rise=re.compile(compile_surfaces(lexicon.surfaces("rise_word"))),
        fall=re.compile(compile_surfaces(lexicon.surfaces("fall_word"))),
        yearly=re.compile(compile_surfaces(lexicon.surfaces("yearly_word"))),
    )


def find_faults(stated: Stated, statement: Statement, comparer: Comparer) -> Iterator[Ground]:
    """Yield what the report says otherwise of the number, the gravest first."""
    figure = statement.figure
    if not is_same_unit(stated, statement, comparer):
        yield Ground.UNIT
    if _is_other_direction(stated, statement, comparer):
        yield Ground.DIRECTION
    first_end = stated.opens_pair and statement.in_change
    if not first_end and _is_other_role(stated.role, figure.role):
        yield Ground.ROLE
    if _is_other_agency(stated, figure):
        yield Ground.AGENCY
    if _is_other_period(stated, figure):
        yield Ground.PERIOD
    if _is_other_basis(stated, figure, comparer):
        yield Ground.BASIS


def is_same_unit(stated: Stated, statement: Statement, comparer: Comparer) -> bool:
    """Tell whether two units count or measure the same; a number without a unit fits any.

    What an indicator names as its count (家數, 人數) counts it too, whatever classifier follows.
    """
    claimed, source = stated.quantity, statement.quantity
    if stated.loose or (claimed.kind, claimed.unit) == (source.kind, source.unit):
        return True
    if claimed.kind is not source.kind:
        return False
    if claimed.kind is Kind.COUNT:
        counted = f"{claimed.unit}{_NUMBER}" in (statement.figure.indicator or "")
        named = counted and source.unit not in comparer.not_any
        return named or _is_same_classifier(claimed.unit, source.unit, comparer)
    codes = comparer.codes
    code = codes.get((claimed.kind, claimed.unit))
    return code is not None and code == codes.get((source.kind, source.unit))


def _is_same_classifier(left: str, right: str, comparer: Comparer) -> bool:
    group = comparer.groups.get(left)
    if group is not None and group == comparer.groups.get(right):
        return True
    for one, other in ((left, right), (right, left)):
        if other in comparer.not_any:
            continue
        thing = one in comparer.thing_classifier and comparer.groups.get(other) != _PERSONS
        if thing or one in comparer.any_classifier:
            return True
    return False


def is_slip_of_calendar(stated: Stated, figure: Figure) -> bool:
    """Tell whether a claimed year is the report's year carried over to the wrong calendar.

    108年 is 2019; who takes the century for it writes 2008 (11 off), who takes the digits 2018
    (1 off, and in the other calendar), and who leaves the year as it is is 1911 off.
    """
    ours, theirs = _last_year(stated.period), _last_year(figure.period)
    if ours is None or theirs is None:
        return False
    gap = abs(ours - theirs)
    if gap in _ROC_GAPS:
        return True
    claimed = stated.period.text if stated.period else ""
    printed = figure.period.text if figure.period else ""
    return gap == 1 and _is_roc(claimed) is not _is_roc(printed)


def _is_roc(text: str) -> bool:
    folded = fold(text)
    return _CE_YEAR.search(folded) is None and _ROC_YEAR.search(folded) is not None


def _last_year(period: Period | None) -> int | None:
    day = period and (period.end or period.start)
    return day.year if day else None


def _is_other_role(claimed: Role, source: Role) -> bool:
    if claimed is source or (claimed in _AHEAD and source in _AHEAD):
        return False
    if claimed in _ACHIEVED:
        return source in _AHEAD or source is Role.BASELINE
    if claimed is Role.BASELINE:
        return source in _AHEAD
    return source in (Role.RESULT, Role.BASELINE)


def _is_other_agency(stated: Stated, figure: Figure) -> bool:
    """Tell whether another doer is named; one that the sentence names too is a joint doer."""
    if not stated.agency or not figure.agency:
        return False
    if stated.agency_id is not None and figure.agency_id is not None:
        same = stated.agency_id == figure.agency_id
    else:
        same = stated.agency in figure.agency or figure.agency in stated.agency
    return not same and stated.agency not in figure.sentence


def _is_other_period(stated: Stated, figure: Figure) -> bool:
    """Tell whether two periods cannot be of one number.

    A part of a longer period is another period, save where both end together and one is open; what
    is said of the whole time may be found in a part of it only if the report's own period is the
    section's. A calendar year and the academic year of its number are one in loose speech.
    """
    ours, theirs = stated.period, figure.period
    if ours is None or theirs is None or (ours.start, ours.end) == (theirs.start, theirs.end):
        return False
    if _is_disjoint(ours, theirs):
        return True
    if ours.end == theirs.end and (_is_open(ours) or _is_open(theirs)):
        return False
    if _is_year(ours) and _is_year(theirs):
        return ours.start is None or theirs.start is None or ours.start.year != theirs.start.year
    if _SECTION in figure.evidence:
        return _is_within(ours, theirs) and ours.end != theirs.end
    return not _is_within(theirs, ours)


def _is_year(period: Period) -> bool:
    if period.start is None or period.end is None:
        return False
    return (period.end - period.start).days <= _YEAR_DAYS


def _is_open(period: Period) -> bool:
    return period.start is None or period.end is None


def _is_disjoint(left: Period, right: Period) -> bool:
    return (left.end or date.max) < (right.start or date.min) or (right.end or date.max) < (
        left.start or date.min
    )


def _is_within(inner: Period, outer: Period) -> bool:
    return (outer.start or date.min) <= (inner.start or date.min) and (inner.end or date.max) <= (
        outer.end or date.max
    )


def _is_other_basis(stated: Stated, figure: Figure, comparer: Comparer) -> bool:
    """Tell whether the claim says 每年 of what the report sums up over years."""
    whole = figure.period is None or not _is_year(figure.period)
    yearly = comparer.yearly.search(stated.near) and not comparer.yearly.search(_around(figure))
    return bool(yearly) and figure.basis is Basis.CUMULATIVE and whole


def _is_other_direction(stated: Stated, statement: Statement, comparer: Comparer) -> bool:
    """Tell whether the claim lets rise what the report lets fall, or turns a change round.

    Of a change that is told by both its ends only the order counts: 由17秒提升至10秒 falls. What
    follows from those ends goes the way they go, or the way the report calls it.
    """
    if statement.quantity.kind is Kind.DATE:
        return False
    if statement.formula:
        return _is_derived_otherwise(stated, statement, comparer)
    if statement.in_change:
        return stated.role is Role.BASELINE and statement.figure.role is not Role.BASELINE
    claimed = find_direction(stated.near, comparer)
    source = find_direction(_around(statement.figure), comparer)
    return claimed is not None and source is not None and claimed is not source


def _is_derived_otherwise(stated: Stated, statement: Statement, comparer: Comparer) -> bool:
    claimed = find_direction(stated.near, comparer)
    if statement.rises is None or claimed is None or claimed is statement.rises:
        return False
    return find_direction(_around(statement.figure), comparer) is not claimed


def is_other_measure(stated: Stated, statement: Statement, comparer: Comparer) -> bool:
    """Tell whether one states how far something changed and the other what it came to.

    Neither 增加331萬元 nor 成長率5% is told of a level that is equal by chance.
    """
    if stated.changes is None:
        return False
    if statement.changes:
        return not stated.changes
    if not stated.changes or statement.formula:
        return False
    led = _STOPS.split(fold(statement.figure.prefix))[-1]
    return statement.in_change or not (comparer.rise.search(led) or comparer.fall.search(led))


def find_direction(text: str, comparer: Comparer) -> bool | None:
    """Return True where a text says rise, False where it says fall, None where neither or both."""
    falls = comparer.fall.search(text)
    rises = comparer.rise.search(comparer.fall.sub("", text))
    if bool(rises) is bool(falls):
        return None
    return bool(rises)


def _around(figure: Figure) -> str:
    """Return the words of a figure's own clause."""
    before = _STOPS.split(fold(figure.prefix))[-1][-_FAR:]
    return before + _STOPS.split(fold(figure.suffix))[0][:_FAR]
