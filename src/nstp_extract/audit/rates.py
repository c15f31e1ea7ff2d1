"""RX: rates, shares, growth, multiples and averages, computed again from figures beside them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from nstp_extract.audit.computed import Computed, RateCues, ratio, settle
from nstp_extract.audit.finding import Finding
from nstp_extract.audit.growth import list_growths, list_multiples
from nstp_extract.audit.scene import Scene, Sentence, Spot
from nstp_extract.core.vocabulary import Kind, Rounding

_STEM: Final = 2
_REACH: Final = 24
_MOSTLY: Final = 0.75


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
                options = list(list_multiples(sentence, at, cues, rounding))
                yield from settle(spot, options, "multiple", rounding)
            elif spot.counts:
                options = list(_averages(sentence, at, cues, rounding))
                yield from settle(spot, options, "average", rounding)


def _check_percent(
    sentence: Sentence, at: int, cues: RateCues, rounding: Rounding, *, before: Sentence | None
) -> Iterator[Finding]:
    spot = sentence.spots[at]
    if options := list(list_growths(sentence, at, cues, rounding)):
        yield from settle(spot, options, "growth", rounding)
    elif options := list(_shares(sentence, at, cues, rounding, before=before)):
        yield from settle(spot, options, "share", rounding)
    else:
        options = list(_rates(sentence, at, cues, rounding, before=before))
        yield from settle(spot, options, "rate", rounding)


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
