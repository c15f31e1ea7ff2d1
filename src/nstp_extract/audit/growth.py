"""Growth and multiples: the two ends of the change that a percentage or a multiple is of."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from nstp_extract.audit.computed import Computed, RateCues, ratio, relative_change
from nstp_extract.audit.interval import Interval
from nstp_extract.audit.scene import Sentence, Spot, is_of_other_base
from nstp_extract.core.vocabulary import Kind, Role, Rounding

_ONE: Final = Interval.of(Decimal(1))
_POINTS: Final = "pp"
_CHANGE_REACH: Final = 4


def list_growths(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding
) -> Iterator[Computed]:
    """Yield what a change in per cent may be of: 由A成長至B，成長20%; 縮減90%(A至B)."""
    risen = cues.rise.search(sentence.lead(at))
    if risen is None or sentence.spots[at].figure.quantity.unit == _POINTS:
        return
    pair = find_change(sentence, at, cues.change) or _compared(sentence, at, cues)
    pair = pair or _dated(sentence, at)
    if pair is None:
        yield from _change_of_base(sentence, at, cues, rounding)
        return
    first, last = pair
    other = is_of_other_base(sentence, sentence.spots[at], first, cues.versus)
    sure = first.kind is not Kind.PERCENT and not other
    computed = relative_change(first, last, rounding, sure=sure)
    if computed is not None:
        yield computed
    # a thing done in a third of the time is three times as fast
    inverse = relative_change(last, first, rounding, sure=False)
    if inverse is not None and first.kind is Kind.MEASURE:
        yield inverse


def find_change(sentence: Sentence, at: int, joint: re.Pattern[str]) -> tuple[Spot, Spot] | None:
    """Return the two ends of the change (44天縮短至4天) that figure `at` stands beside.

    It is the last one before the figure in its sentence, else one in the bracket right behind it.
    """
    before = [spot for spot in sentence.spots[:at] if spot.kind is not Kind.DATE]
    for first, last in reversed(list(pairwise(before[-_CHANGE_REACH:]))):
        if _joins(sentence, first, last, joint):
            return first, last
        if last.kind in (Kind.PERCENT, Kind.MULTIPLE):
            break
    behind = [spot for spot in sentence.spots[at + 1 : at + 4] if spot.kind is not Kind.DATE]
    opened = sentence.tail(at).strip().startswith("(")
    if len(behind) > 1 and opened and _joins(sentence, behind[0], behind[1], joint):
        return behind[0], behind[1]
    return None


def _joins(sentence: Sentence, first: Spot, last: Spot, joint: re.Pattern[str]) -> bool:
    same = first.unit == last.unit and first.value is not None and last.value is not None
    return same and joint.search(sentence.between(first, last)) is not None


def _compared(sentence: Sentence, at: int, cues: RateCues) -> tuple[Spot, Spot] | None:
    """Return the ends of 109年達6億元，較108年5億元成長20%: the one compared with and the other."""
    numbers = [spot for spot in sentence.spots[:at] if spot.counts]
    if len(numbers) < 2 or numbers[-1].unit != numbers[-2].unit:  # noqa: PLR2004  (a pair)
        return None
    between = sentence.between(numbers[-2], numbers[-1])
    if cues.versus.search(between) is None:
        return None
    return numbers[-1], numbers[-2]


def _dated(sentence: Sentence, at: int) -> tuple[Spot, Spot] | None:
    """Return the ends of 108年8,000公噸，109年9,200公噸，成長15%: a date stands before each."""
    last = sentence.spots[max(0, at - 4) : at]
    if [spot.kind is Kind.DATE for spot in last] != [True, False, True, False]:
        return None
    same = last[1].unit == last[3].unit and last[1].counts and last[3].counts
    return (last[1], last[3]) if same else None


def _change_of_base(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding
) -> Iterator[Computed]:
    """Yield 節省38公秉，即節省26.95% as 38 of the baseline that is stated before it."""
    lead = sentence.lead(at)
    word = cues.rise.search(lead)
    part = next((spot for spot in reversed(sentence.spots[:at]) if spot.counts), None)
    if part is None or word is None:
        return
    place = sentence.spots.index(part)
    same = word["word"][0] in sentence.lead(place)
    for at_base, base in enumerate(sentence.spots[:place]):
        if not base.counts or base.unit != part.unit:
            continue
        origin = base.figure.role is Role.BASELINE or cues.origin.search(sentence.lead(at_base))
        if computed := ratio(part, base, rounding, sure=same and bool(origin)):
            yield computed


def list_multiples(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding
) -> Iterator[Computed]:
    """Yield what a multiple of change may be: 由A成長至B，成長3倍, read as B/A - 1 or B/A."""
    pair = find_change(sentence, at, cues.change)
    if pair is None:
        return
    first, last = pair
    plain = ratio(last, first, rounding, sure=True, factor=Decimal(1))
    if plain is None or plain.value is None:
        return
    risen = f"{plain.formula} - 1"
    yield plain
    yield Computed(plain.value - 1, plain.interval - _ONE, risen, plain.spots, sure=False)
    inverse = ratio(first, last, rounding, sure=False, factor=Decimal(1))
    if inverse is not None and first.kind is Kind.MEASURE:
        yield inverse
