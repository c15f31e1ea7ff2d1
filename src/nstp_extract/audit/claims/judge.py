"""Claims in, verdicts out: which statement of the report a number is about, and what it says of it.

Precision goes first: a number is contradicted only by a statement whose wording leaves little
doubt, or whose number differs by a known slip. What it may be about is weighed in ``options``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from nstp_extract.audit.claims.claim import Claim, Stated
from nstp_extract.audit.claims.compare import is_slip_of_calendar
from nstp_extract.audit.claims.options import (
    Option,
    is_at_hand,
    is_eligible,
    is_outdone,
    list_options,
    prefer_slip,
    rate,
)
from nstp_extract.audit.claims.source import Source
from nstp_extract.audit.claims.values import Apart, compare_values, is_telling
from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Ground, Judgement, Kind, Role, Slip

_OTHER_INDICATOR: Final = 0.05
_TELLING: Final = 3
_FRAME: Final = "年"


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
    options = list(list_options(stated, source, company))
    eligible = [
        option
        for option in options
        if is_eligible(option, stated) and not is_outdone(option, options)
    ]
    if eligible:
        best = prefer_slip(max(eligible, key=lambda option: rate(option, stated)), eligible)
        return replace(_rule_option(best, stated, source), weight=rate(best, stated))
    return _rule_absent(options, stated)


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
    """Return the ruling where no statement may decide.

    A number that the report states as a change, and the claim as a level, is said of another thing.
    """
    for option in options:
        if option.apart and option.fit is Ground.EXACT and is_at_hand(option, stated):
            return Ruling(stated, Judgement.MISMATCH, Ground.INDICATOR, option)
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
