"""BR: a baseline and a change give the result, whether the change is a number or a percentage."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from nstp_extract.audit.computed import Computed, settle
from nstp_extract.audit.finding import Finding, spot_interval, text_of
from nstp_extract.audit.scene import Scene, Sentence, Spot, is_of_other_base
from nstp_extract.core.vocabulary import CheckCode, Kind, Role, Rounding
from nstp_extract.lexicon import Lexicon


@dataclass(frozen=True, slots=True, eq=False)
class ChangeCues:
    """What a lexicon says of changes: their ends, and how a number of change is led in."""

    joint: re.Pattern[str]
    change: re.Pattern[str]
    versus: re.Pattern[str]
    origin: re.Pattern[str]
    outcome: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_changes(lexicon: Lexicon) -> ChangeCues:
    """Return the cues of `lexicon`."""
    return ChangeCues(
        joint=lexicon.audit_pattern("change_joint"),
        change=lexicon.audit_pattern("difference_lead"),
        versus=lexicon.audit_pattern("versus_lead"),
        origin=lexicon.audit_pattern("origin_lead"),
        outcome=lexicon.audit_pattern("outcome_lead"),
    )


def check_changes(scene: Scene, cues: ChangeCues, rounding: Rounding) -> Iterator[Finding]:
    """Yield a finding for each number of change of a passage whose two ends stand beside it."""
    for sentence in scene.sentences:
        for at, spot in enumerate(sentence.spots):
            if spot.value is None or spot.kind in (Kind.DATE, Kind.MULTIPLE):
                continue
            word = cues.change.search(sentence.lead(at))
            ends = _find_ends(sentence, at, cues) if word else None
            if ends is None or word is None:
                continue
            computed = _difference(ends, word, rounding)
            if is_of_other_base(sentence, spot, ends[0], cues.versus):
                computed = replace(computed, sure=False)
            if computed.value:
                yield from settle(spot, [computed], "difference", rounding, code=CheckCode.CHANGE)


def _difference(ends: tuple[Spot, Spot, bool], word: re.Match[str], rounding: Rounding) -> Computed:
    """Return by how much the second of two figures is greater, or less where a word says so."""
    first, last, sure = ends
    start, end = spot_interval(first, rounding), spot_interval(last, rounding)
    value = (last.value or Decimal(0)) - (first.value or Decimal(0))
    rises = bool(word["rise"]) or (not word["fall"] and value >= 0)
    greater, less = (last, first) if rises else (first, last)
    interval = end - start if rises else start - end
    formula = f"{text_of(greater)} - {text_of(less)}"
    return Computed(value if rises else -value, interval, formula, (first, last), sure)


def _find_ends(sentence: Sentence, at: int, cues: ChangeCues) -> tuple[Spot, Spot, bool] | None:
    """Return the ends that the change of figure `at` lies between, and whether that is sure."""
    spot = sentence.spots[at]
    before = [
        s
        for place, s in enumerate(sentence.spots[:at])
        if _is_like(s, spot) and not cues.change.search(sentence.lead(place))
    ]
    behind = [s for s in sentence.spots[at + 1 :] if _is_like(s, spot)]
    if len(before) > 1 and cues.joint.search(sentence.between(before[-2], before[-1])):
        return before[-2], before[-1], True
    if len(before) > 1 and cues.versus.search(sentence.between(before[-2], before[-1])):
        return before[-1], before[-2], True
    if before and behind and _is_origin(sentence, behind[0], cues):
        return behind[0], before[-1], True
    if before and behind and cues.outcome.search(sentence.between(spot, behind[0])):
        return before[-1], behind[0], _is_origin(sentence, before[-1], cues)
    if len(before) > 1 and _is_origin(sentence, before[-2], cues):
        return before[-2], before[-1], True
    return None


def _is_origin(sentence: Sentence, spot: Spot, cues: ChangeCues) -> bool:
    """Tell whether a figure is what was before: by its role, or by 原 and 改善前."""
    lead = sentence.lead(sentence.spots.index(spot))
    return spot.figure.role is Role.BASELINE or cues.origin.search(lead) is not None


def _is_like(spot: Spot, change: Spot) -> bool:
    """Tell whether a figure may be an end: of the unit of the change, % for points of it."""
    if spot.value is None:
        return False
    if change.figure.quantity.unit == "pp":
        return spot.figure.quantity.unit == "%"
    return spot.unit == change.unit
