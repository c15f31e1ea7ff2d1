"""RX: rates, shares, growth, multiples and averages, computed again from figures beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from nstp_extract.audit.finding import (
    Finding,
    figures_of,
    near_interval,
    spot_interval,
    text_of,
)
from nstp_extract.audit.interval import Interval
from nstp_extract.audit.scene import Scene, Sentence, Spot
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Kind, Role, Rounding
from nstp_extract.lexicon import Lexicon

_HUNDRED: Final = Decimal(100)
_ONE: Final = Interval.of(Decimal(1))
_STEM: Final = 2
_POINTS: Final = "pp"
_REACH: Final = 24
_CHANGE_REACH: Final = 4
_MOSTLY: Final = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class RateCues:
    """What a lexicon says of rates and what they are of."""

    rate: re.Pattern[str]
    share: re.Pattern[str]
    share_of: re.Pattern[str]
    among: re.Pattern[str]
    change: re.Pattern[str]
    rise: re.Pattern[str]
    versus: re.Pattern[str]
    origin: re.Pattern[str]
    average: re.Pattern[str]
    generic: re.Pattern[str]
    general: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_rates(lexicon: Lexicon) -> RateCues:
    """Return the cues of `lexicon`."""
    return RateCues(
        rate=lexicon.audit_pattern("rate_lead"),
        share=lexicon.audit_pattern("share_lead"),
        share_of=lexicon.audit_pattern("share_of"),
        among=lexicon.audit_pattern("among"),
        change=lexicon.audit_pattern("change_joint"),
        rise=lexicon.audit_pattern("change_lead"),
        versus=lexicon.audit_pattern("versus_lead"),
        origin=lexicon.audit_pattern("origin_lead"),
        average=lexicon.audit_pattern("average_lead"),
        generic=lexicon.audit_pattern("generic_rate"),
        general=lexicon.audit_pattern("general_whole"),
    )


@dataclass(frozen=True, slots=True)
class Computed:
    """What a rate must be: the number and interval computed, how, and of which figures.

    `sure` is false where the text does not quite say that the rate is of these figures: then a
    rate that differs is no finding.
    """

    value: Decimal | None
    interval: Interval
    formula: str
    spots: tuple[Spot, ...]
    sure: bool


def check_rates(scene: Scene, cues: RateCues, rounding: Rounding) -> Iterator[Finding]:
    """Yield a finding for each rate of a passage that can be computed from figures beside it."""
    for number, sentence in enumerate(scene.sentences):
        before = scene.sentences[number - 1] if number else None
        for at, spot in enumerate(sentence.spots):
            if spot.value is None:
                continue
            if spot.kind is Kind.PERCENT:
                yield from _check_percent(sentence, at, cues, rounding, before=before)
            elif spot.kind is Kind.MULTIPLE:
                options = list(_multiples(sentence, at, cues, rounding))
                yield from settle(spot, options, "multiple", rounding)
            elif spot.counts:
                options = list(_averages(sentence, at, cues, rounding))
                yield from settle(spot, options, "average", rounding)


def _check_percent(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding, *, before: Sentence | None
) -> Iterator[Finding]:
    spot = sentence.spots[at]
    if options := list(_growths(sentence, at, cues, rounding)):
        yield from settle(spot, options, "growth", rounding)
    elif options := list(_shares(sentence, at, cues, rounding, before=before)):
        yield from settle(spot, options, "share", rounding)
    else:
        options = list(_rates(sentence, at, cues, rounding, before=before))
        yield from settle(spot, options, "rate", rounding)


def settle(
    spot: Spot,
    options: Sequence[Computed],
    rule: str,
    rounding: Rounding,
    *,
    code: CheckCode = CheckCode.RATE,
) -> Iterator[Finding]:
    """Yield a finding on a stated number and the ways in which it may have been computed.

    It passes if one way gives it; it fails only by the first way, and only where that is sure.
    """
    stated = spot_interval(spot, rounding)
    results = [_result_of(spot, stated, option) for option in options]
    good = [pair for pair in zip(results, options, strict=True) if pair[0] is not CheckResult.FAIL]
    if not good and not (options and options[0].sure):
        return
    exact = [pair for pair in good if pair[0] is CheckResult.PASS]
    result, option = [*exact, *good, *zip(results, options, strict=True)][0]
    yield Finding(
        code,
        rule,
        result,
        figures_of((*option.spots, spot)),
        option.formula,
        f"= {text_of(spot)}",
        option.interval,
        stated,
    )


def _result_of(spot: Spot, stated: Interval, option: Computed) -> CheckResult:
    if option.value is not None and option.value == spot.value:
        return CheckResult.PASS
    disjoint = option.interval.is_disjoint(stated)
    return CheckResult.FAIL if disjoint else CheckResult.PASS_ROUNDED


def ratio(
    part: Spot, whole: Spot, rounding: Rounding, *, sure: bool, factor: Decimal = _HUNDRED
) -> Computed | None:
    """Return part of whole, by default in per cent; None for a whole of nothing."""
    if not part.number or not whole.number:
        return None
    above, below = near_interval(part, rounding), near_interval(whole, rounding)
    if not (above.is_bounded and below.is_bounded):
        return None
    interval = above / below
    exact = part.value / whole.value * factor if part.value and whole.value else None
    return Computed(
        exact,
        interval.scale(factor),
        f"{text_of(part)} ÷ {text_of(whole)}",
        (part, whole),
        sure,
    )


def relative_change(first: Spot, last: Spot, rounding: Rounding, *, sure: bool) -> Computed | None:
    """Return by how many per cent `last` differs from `first`; None if first is nothing."""
    if not first.value or last.value is None:
        return None
    start, end = spot_interval(first, rounding), spot_interval(last, rounding)
    # a quotient less one keeps both ends of the interval together, a difference would not
    interval = (end / start - _ONE).scale(_HUNDRED)
    value = (last.value / first.value - 1) * _HUNDRED
    if value < 0:
        value, interval = -value, -interval
    formula = f"|{text_of(last)} - {text_of(first)}| ÷ {text_of(first)}"
    return Computed(value, interval, formula, (first, last), sure)


def _growths(sentence: Sentence, at: int, cues: RateCues, rounding: Rounding) -> Iterator[Computed]:
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
    computed = relative_change(first, last, rounding, sure=first.kind is not Kind.PERCENT)
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


def _shares(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding, *, before: Sentence | None
) -> Iterator[Computed]:
    """Yield what a share may be of: 共126家，其中60家，占47.6%; 女性60人(50%)."""
    lead = sentence.lead(at)
    if at > 1 and cues.share_of.search(lead) and cues.share.search(sentence.lead(at - 1)):
        part, whole = sentence.spots[at - 2], sentence.spots[at - 1]
        if part.unit == whole.unit and (computed := ratio(part, whole, rounding, sure=True)):
            yield computed
        return
    bracketed = lead.strip() == "(" and at > 0
    if cues.share.search(lead) is None and not bracketed:
        return
    places = _measured(sentence, at)
    if not places:
        return
    place = places[0]
    part = sentence.spots[place]
    wholes = [s for s in sentence.spots[:place] if s.unit == part.unit and s.measures]
    among = cues.among.search(sentence.text[sentence.start : part.start])
    led = cues.share.search(sentence.lead(place)) is not None
    home = sentence
    if not wholes and before is not None and among is not None:
        home = before
        wholes = [s for s in before.spots if s.unit == part.unit and s.measures]
    for whole in reversed(wholes):
        inside = sentence.text[whole.end : part.start] if home is sentence else ""
        said = led or (among is not None and (not inside or bool(cues.among.search(inside))))
        sure = said and whole is wholes[-1] and _names_whole(home, whole, lead, cues)
        if computed := ratio(part, whole, rounding, sure=sure):
            yield computed


def _names_whole(home: Sentence, whole: Spot, lead: str, cues: RateCues) -> bool:
    """Tell whether 占X的 names no other whole: X is general, or most of it is said of the whole."""
    found = cues.share.search(lead)
    named = cues.general.sub("", found["whole"] or "") if found else ""
    said = home.text[max(home.start, whole.start - _REACH) : whole.end + _REACH // 2]
    shared = sum(letter in said for letter in named)
    return shared >= _MOSTLY * len(named)


def _rates(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding, *, before: Sentence | None
) -> Iterator[Computed]:
    """Yield what a rate may be of: 需求2,351人，成功媒合1,798人，媒合率達76.48%."""
    named = cues.rate.search(sentence.lead(at))
    if named is None:
        return
    places = _measured(sentence, at)
    if not places:
        yield from _rates_behind(sentence, at, named["stem"][-_STEM:], rounding)
        return
    part = sentence.spots[places[0]]
    wholes = [sentence.spots[p] for p in places[1:] if sentence.spots[p].unit == part.unit]
    among = cues.among.search(sentence.text[sentence.start : part.start])
    if not wholes and before is not None and among is not None:
        wholes = [s for s in reversed(before.spots) if s.unit == part.unit and s.measures]
    stem = named["stem"][-_STEM:]
    begin = part.start - len(sentence.lead(places[0]))
    said = sentence.text[begin : sentence.spots[at].start].count(stem) > 1
    sure = said or cues.generic.search(named["stem"]) is not None
    for whole in wholes[:1]:
        for one, other in ((part, whole), (whole, part)):
            if computed := ratio(one, other, rounding, sure=sure and one is part):
                yield computed


def _rates_behind(sentence: Sentence, at: int, stem: str, rounding: Rounding) -> Iterator[Computed]:
    """Yield what a rate may be of that a bracket explains: 75%(應取得120公頃，已取得90公頃)."""
    behind = sentence.spots[at + 1 : at + 3]
    bracketed = sentence.tail(at).startswith("(") and len(behind) == 2  # noqa: PLR2004  (a pair)
    if not bracketed or behind[0].unit != behind[1].unit or not behind[0].measures:
        return
    sure = stem in sentence.lead(at + 2)
    for one, other in (behind[::-1], behind):
        if computed := ratio(one, other, rounding, sure=sure and one is behind[1]):
            yield computed


def _measured(sentence: Sentence, at: int) -> list[int]:
    """Return the places of the numbers between a percentage and the one before, nearest first."""
    places: list[int] = []
    for place in range(at - 1, -1, -1):
        spot = sentence.spots[place]
        if spot.kind is Kind.PERCENT:
            break
        if spot.measures and spot.depth <= sentence.spots[at].depth:
            places.append(place)
    return places


def _multiples(
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


def _averages(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding
) -> Iterator[Computed]:
    """Yield what an average is of: 補助20家共4億元，平均每家2,000萬元."""
    named = cues.average.search(sentence.lead(at))
    if named is None:
        return
    spot = sentence.spots[at]
    before = [s for s in sentence.spots[:at] if s.counts]
    counted = [
        s for s in before if s.figure.quantity.unit == named["unit"] and s.kind is Kind.COUNT
    ]
    totals = [s for s in before if s.unit == spot.unit and s not in counted[-1:]]
    if counted and totals:
        computed = ratio(totals[-1], counted[-1], rounding, sure=True, factor=Decimal(1))
        if computed is not None:
            yield computed
