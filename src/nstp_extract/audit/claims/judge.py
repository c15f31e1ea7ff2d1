"""Claims in, verdicts out: which statement of the report a number is about, and what it says of it.

Every statement of the report is an option. It counts as far as its wording fits, and more if its
number is the claimed one, the more so the more digits the number tells by: 3家 recurs by chance,
4,965.09億元 does not. Precision goes first: a number is contradicted only by a statement whose
wording leaves little doubt, or whose number differs by a known slip.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nstp_extract.audit.claims.claim import Claim, Stated
from nstp_extract.audit.claims.compare import (
    Comparer,
    compile_comparer,
    find_faults,
    is_slip_of_calendar,
)
from nstp_extract.audit.claims.slips import find_slip, is_near_miss
from nstp_extract.audit.claims.source import Source, Statement
from nstp_extract.audit.claims.values import Apart, compare_values, is_telling
from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Ground, Judgement, Kind, Role, Slip

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
_OTHER_INDICATOR: Final = 0.05
_FIT: Final = 0.05
_DIGIT: Final = 0.12
_MOST_DIGITS: Final = 4
_FAULT: Final = 0.13
_SLIP: Final = 0.15
_NEAR_MISS: Final = 0.08
_DERIVED: Final = 0.2
_TELLING: Final = 3
_UNITS_TELL: Final = 2
_FRAME: Final = "年"


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A statement that a number may be about: how well its wording fits, and what its number is.

    `leads` tells that hardly any other statement of its kind fits better.
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

    @property
    def is_fit(self) -> bool:
        """Tell whether its number is the claimed one."""
        return isinstance(self.fit, Ground)


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """What is ruled of one number: a judgement, its ground, and the option that decided.

    `others` are figures that say the same, or in a conflict another number; `weight` is how much
    speaks for the option.
    """

    stated: Stated
    judgement: Judgement
    ground: Ground
    option: Option | None = None
    slip: Slip | None = None
    others: tuple[str, ...] = ()
    weight: float = 0.0


def rule_number(stated: Stated, source: Source, *, company: frozenset[str] = frozenset()) -> Ruling:
    """Return what the report says to one number of a claim.

    `company` are sentences that hold what other numbers of the claim are about.
    """
    quantity = stated.quantity
    dated = quantity.kind is Kind.DATE
    if not dated and quantity.value is None and quantity.low is None and quantity.high is None:
        return Ruling(stated, Judgement.NOT_CHECKED, Ground.NO_NUMBER)
    options = list(_list_options(stated, source, company))
    eligible = [option for option in options if _is_eligible(option, stated)]
    if eligible:
        best = max(eligible, key=lambda option: _rate(option, stated))
        return replace(_rule_option(best, stated, source), weight=_rate(best, stated))
    return _rule_absent(options, stated)


def _list_options(stated: Stated, source: Source, company: frozenset[str]) -> Iterator[Option]:
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
        if isinstance(fit, Ground) or option.score >= _SLIPPED:
            yield _number_option(replace(option, fit=fit), stated, comparer)


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


def _number_option(option: Option, stated: Stated, comparer: Comparer) -> Option:
    source = option.statement.quantity
    near_miss = not option.is_fit and is_near_miss(stated, source)
    return replace(
        option,
        score=option.score + _agreement(stated, option.statement),
        faults=tuple(find_faults(stated, option.statement, comparer)),
        slip=find_slip(stated, source),
        near_miss=near_miss,
    )


def _agreement(stated: Stated, statement: Statement) -> float:
    """Return how much it tells that agency and period, where claimed, are the report's."""
    figure = statement.figure
    same_agency = stated.agency_id is not None and stated.agency_id == figure.agency_id
    same_period = stated.period is not None and str(stated.period) == str(figure.period)
    return _AGREES * (same_agency + same_period)


def _is_eligible(option: Option, stated: Stated) -> bool:
    """Tell whether an option may decide."""
    if option.is_fit:
        return _is_near(option, stated) and _is_same_number(option, stated)
    if option.fit is Apart.OPEN or option.statement.formula or option.faults:
        return False
    if option.slip or option.near_miss:
        return option.score >= _SLIPPED
    sure = option.score >= _CONTRADICTED and option.cover >= _COVERED
    return sure and _is_of_one_size(stated.quantity, option.statement.quantity)


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


def _rate(option: Option, stated: Stated) -> float:
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


def _rule_option(best: Option, stated: Stated, source: Source) -> Ruling:
    figure = best.statement.figure
    if not best.is_fit:
        slip = best.slip
        if stated.quantity.kind is Kind.DATE and is_slip_of_calendar(stated, figure):
            slip = Slip.ROC_CE
        return Ruling(stated, Judgement.CONTRADICTED, Ground.VALUE, best, slip)
    if best.faults:
        return _rule_faults(best, stated)
    rivals = [r for r in source.rivals.get(figure.figure_id, ()) if _differs(stated, r.quantity)]
    if rivals:
        others = tuple(rival.figure_id for rival in rivals)
        return Ruling(stated, Judgement.CONFLICT, Ground.SOURCE_DISAGREES, best, others=others)
    ground = best.fit if isinstance(best.fit, Ground) else Ground.EXACT
    if best.statement.formula:
        ground = Ground.DERIVED
    if not all(source.is_trusted(each) for each in best.statement.figures):
        ground = Ground.SUSPECT_PAGE
    others = () if best.statement.formula else source.same.get(figure.figure_id, ())
    return Ruling(stated, Judgement.SUPPORTED, ground, best, others=others)


def _differs(stated: Stated, other: Quantity) -> bool:
    return compare_values(stated, other) is Apart.DISJOINT


def _rule_faults(best: Option, stated: Stated) -> Ruling:
    """Return the ruling where the number is there and something else is not as claimed."""
    fault = best.faults[0]
    if fault is Ground.UNIT and best.slip is Slip.PERCENT_POINTS:
        return Ruling(stated, Judgement.CONTRADICTED, Ground.VALUE, best, best.slip)
    if fault is Ground.DIRECTION:
        return Ruling(stated, Judgement.CONTRADICTED, fault, best)
    if fault is Ground.PERIOD and is_slip_of_calendar(stated, best.statement.figure):
        return Ruling(stated, Judgement.CONTRADICTED, fault, best, Slip.ROC_CE)
    return Ruling(stated, Judgement.MISMATCH, fault, best)


def _rule_absent(options: Sequence[Option], stated: Stated) -> Ruling:
    """Return the ruling where no statement may decide."""
    if is_telling(stated.quantity) >= _TELLING:
        for option in options:
            settled = option.fit is Ground.EXACT and Ground.UNIT not in option.faults
            if settled and (option.score >= _OTHER_INDICATOR or _is_doer(stated, option)):
                return Ruling(stated, Judgement.MISMATCH, Ground.INDICATOR, option)
    return Ruling(stated, Judgement.NOT_FOUND, Ground.NO_NUMERAL)


def _is_doer(stated: Stated, option: Option) -> bool:
    doer = option.statement.figure.agency_id
    return doer is not None and doer == stated.agency_id


_GRAVITY: Final = (
    Judgement.CONTRADICTED,
    Judgement.MISMATCH,
    Judgement.CONFLICT,
    Judgement.NOT_FOUND,
    Judgement.NOT_CHECKED,
    Judgement.SUPPORTED,
)


def rule_claim(claim: Claim, source: Source) -> tuple[Ruling, ...]:
    """Return what is ruled of each number of a claim, the ruling that decides first.

    A number in passing (三大園區, 四年間) is left out where the claim states another one, and so is
    a small one in Han (三個園區) that settles nothing. What is not found by its own words may stand
    beside what another number of the claim is about.
    """
    stated = [number for number in claim.numbers if not _is_passing(number)] or claim.numbers
    rulings = [rule_number(number, source) for number in stated]
    found = [ruling.option for ruling in rulings if ruling.judgement is Judgement.SUPPORTED]
    company = frozenset(option.statement.figure.sentence for option in found if option)
    if company:
        rulings = [
            ruling
            if ruling.judgement is not Judgement.NOT_FOUND
            else rule_number(ruling.stated, source, company=company)
            for ruling in rulings
        ]
    weighty = [r for r in rulings if r.judgement is Judgement.SUPPORTED or not _is_slight(r.stated)]
    return tuple(sorted(weighty or rulings, key=lambda r: _GRAVITY.index(r.judgement)))


def _is_slight(stated: Stated) -> bool:
    """Tell whether a number is one digit in Han, which as often belongs to a name."""
    return is_telling(stated.quantity) == 1 and not stated.surface[:1].isascii()


def _is_passing(stated: Stated) -> bool:
    """Tell whether a number counts parts of the text, or is a length of time that frames others."""
    return stated.role in (Role.STRUCTURAL, Role.CONTEXT) or stated.quantity.unit.startswith(_FRAME)


def list_evidence(rulings: Iterable[Ruling]) -> tuple[str, ...]:
    """Return the ids of the figures that rulings rest on, the best first, each once."""
    ids: dict[str, None] = {}
    for ruling in rulings:
        if ruling.option is not None:
            ids |= dict.fromkeys(figure.figure_id for figure in ruling.option.statement.figures)
            ids |= dict.fromkeys(ruling.others)
    return tuple(ids)
