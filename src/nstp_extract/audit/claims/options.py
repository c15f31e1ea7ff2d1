"""What a number of a claim may be about: the statements of a report, and how much speaks for each.

Every statement is an option. It counts as far as its wording fits, and more if its number is the
claimed one, the more so the more digits the number tells by: 3家 recurs by chance, 4,965.09億元
does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nstp_extract.audit.claims.claim import Stated
from nstp_extract.audit.claims.compare import (
    Comparer,
    compile_comparer,
    find_faults,
    is_other_measure,
)
from nstp_extract.audit.claims.slips import find_slip, is_near_miss
from nstp_extract.audit.claims.source import Source, Statement
from nstp_extract.audit.claims.values import Apart, compare_values, is_telling
from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Ground, Kind, Slip

_SUPPORT: Final = (0.42, 0.42, 0.28, 0.12, 0.1)
"""How well the wording must fit where the number does, by the digits it tells by."""

_LEADING: Final = (0.25, 0.25, 0.15)
"""The same where hardly any other statement's wording fits better."""

_LEAD: Final = 0.75
_COMPANY: Final = 0.3
_COVERED: Final = 0.68
_SOME_WORDS: Final = 0.04
_TIMES: Final = 20
_AGREES: Final = 0.05
_SLIPPED: Final = 0.38
_CONTRADICTED: Final = 0.55
_FIT: Final = 0.05
_DIGIT: Final = 0.12
_MOST_DIGITS: Final = 4
_FAULT: Final = 0.13
_SLIP: Final = 0.15
_NEAR_MISS: Final = 0.08
_DERIVED: Final = 0.2
_UNITS_TELL: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A statement that a number may be about: how well its wording fits, and what its number is.

    `leads` tells that hardly any other statement of its kind fits better, `apart` that one of the
    two is how far something changed and the other what it came to: it never decides.
    """

    score: float
    statement: Statement
    fit: Ground | Apart
    faults: tuple[Ground, ...]
    slip: Slip | None = None
    near_miss: bool = False
    cover: float = 0.0
    words: float = 0.0
    leads: bool = False
    apart: bool = False

    @property
    def is_fit(self) -> bool:
        """Tell whether its number is the claimed one."""
        return isinstance(self.fit, Ground)


def list_options(stated: Stated, source: Source, company: frozenset[str]) -> Iterator[Option]:
    """Yield the statements that a number may be about, the best wording first."""
    comparer = compile_comparer(source.lexicon)
    ranked = [r for r in source.rank(stated) if _is_comparable(stated, r.statement.quantity)]
    top = ranked[0].score if ranked else 0.0
    for each in ranked:
        statement = each.statement
        beside = _COMPANY if statement.figure.sentence in company else 0.0
        option = Option(
            each.score + beside,
            statement,
            Apart.OPEN,
            (),
            cover=each.cover + beside,
            words=each.words + beside,
            leads=each.score + beside >= _LEAD * top,
        )
        if stated.quantity.kind is Kind.DATE:
            yield _date_option(option, stated, comparer)
            continue
        fit = compare_values(stated, statement.quantity)
        option = replace(option, apart=is_other_measure(stated, statement, comparer))
        if isinstance(fit, Ground) or option.score >= _SLIPPED:
            yield _number_option(replace(option, fit=fit), stated, comparer, source=source)


def _is_comparable(stated: Stated, source: Quantity) -> bool:
    """Tell whether two numbers are of one kind, or equal: what else is never about the same."""
    claimed = stated.quantity
    if stated.loose:
        return source.kind is not Kind.DATE
    equal = source.value is not None and claimed.value == source.value
    return claimed.kind is source.kind or equal


def _date_option(option: Option, stated: Stated, comparer: Comparer) -> Option:
    same = Ground.PERIOD not in find_faults(stated, option.statement, comparer)
    return replace(option, fit=Ground.EXACT if same else Apart.DISJOINT)


def _number_option(option: Option, stated: Stated, comparer: Comparer, *, source: Source) -> Option:
    quantity = option.statement.quantity
    near_miss = not option.is_fit and is_near_miss(stated, quantity)
    outdated = not option.is_fit and _was_so(stated, option.statement, source)
    return replace(
        option,
        score=option.score + _agreement(stated, option.statement),
        faults=tuple(find_faults(stated, option.statement, comparer)),
        slip=Slip.OTHER_VERSION if outdated else find_slip(stated, quantity),
        near_miss=near_miss,
    )


def _was_so(stated: Stated, statement: Statement, source: Source) -> bool:
    """Tell whether the claimed number is what the version before stated at the same place."""
    earlier = source.earlier.get(statement.figure.figure_id)
    if earlier is None or statement.formula:
        return False
    return isinstance(compare_values(stated, replace(statement.quantity, value=earlier)), Ground)


def _agreement(stated: Stated, statement: Statement) -> float:
    """Return how much it tells that agency and period, where claimed, are the report's."""
    figure = statement.figure
    same_agency = stated.agency_id is not None and stated.agency_id == figure.agency_id
    same_period = stated.period is not None and str(stated.period) == str(figure.period)
    return _AGREES * (same_agency + same_period)


def is_eligible(option: Option, stated: Stated) -> bool:
    """Tell whether an option may decide."""
    if option.is_fit:
        return not option.apart and is_at_hand(option, stated)
    if option.apart or option.fit is Apart.OPEN or option.statement.formula or option.faults:
        return False
    if option.slip or option.near_miss:
        return option.score >= _SLIPPED
    sure = option.score >= _CONTRADICTED and option.cover >= _COVERED
    return sure and _is_of_one_size(stated.quantity, option.statement.quantity)


def is_at_hand(option: Option, stated: Stated) -> bool:
    """Tell whether the number that fits stands among words that fit too."""
    return _is_near(option, stated) and _is_same_number(option, stated)


def is_outdone(option: Option, options: Sequence[Option]) -> bool:
    """Tell whether its number fits loosely, and one of its sentence and unit fits exactly.

    滿分5分 is no rounded 4.6分 where both stand together.
    """
    if not option.is_fit or option.fit is Ground.EXACT:
        return False
    figure = option.statement.figure
    return any(
        other.fit is Ground.EXACT
        and Ground.UNIT not in other.faults
        and other.statement.figure.sentence == figure.sentence
        for other in options
    )


def _is_near(option: Option, stated: Stated) -> bool:
    """Tell whether the wording fits well enough for the number that fits."""
    digits = is_telling(stated.quantity)
    least = _SUPPORT[min(digits, _MOST_DIGITS)]
    if option.leads and digits < len(_LEADING):
        least = _LEADING[digits]
    return option.score >= least and option.words >= _SOME_WORDS


def _is_of_one_size(claimed: Quantity, source: Quantity) -> bool:
    """Tell whether two numbers might be of one thing: not 170 of what is 6."""
    if claimed.value is None or source.value is None:
        return True
    larger, smaller = max(claimed.value, source.value), min(claimed.value, source.value)
    return larger <= smaller * _TIMES


def _is_same_number(option: Option, stated: Stated) -> bool:
    """Tell whether a number fits that has another unit: equal, or by a wording without doubt."""
    source = option.statement.quantity
    if Ground.UNIT not in option.faults:
        return True
    sure = option.score >= _CONTRADICTED
    if stated.quantity.value == source.value is not None:
        return sure or is_telling(source) >= _UNITS_TELL
    return sure and stated.quantity.kind is source.kind


def rate(option: Option, stated: Stated) -> float:
    """Return how much speaks for an option."""
    rate = option.score - _FAULT * len(option.faults)
    if option.is_fit:
        rate += _FIT + _DIGIT * min(is_telling(stated.quantity), _MOST_DIGITS)
    if option.slip:
        rate += _SLIP
    if option.near_miss:
        rate += _NEAR_MISS
    if option.statement.formula:
        rate -= _DERIVED
    return rate


def prefer_slip(best: Option, options: Sequence[Option]) -> Option:
    """Return what contradicts a number best: of one indicator, the statement that a slip parts.

    Of 媒合率 66% and 76.48% a claim of 67.48% is about the second, though its words fit the first.
    """
    if best.is_fit or best.slip or best.near_miss:
        return best
    slipped = [option for option in options if option.slip and _is_of_one_indicator(option, best)]
    return max(slipped, key=lambda option: option.score, default=best)


def _is_of_one_indicator(one: Option, other: Option) -> bool:
    """Tell whether most of the words of the shorter indicator are the other's too."""
    left, right = one.statement.subject, other.statement.subject
    return 2 * len(left & right) > min(len(left), len(right))
