"""Totals and their parts: which figures of a passage a total sums up, told by language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from nstp_extract.audit.scene import Scene, Sentence, Spot
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import Lexicon

_BRACKETED: Final = re.compile(r"\([^()]*\)")
_PAIRED: Final = re.compile(r"[^，。；、：]{0,8}、[^，。；、：]{0,10}")
_NEAR: Final = 8
_TERSE: Final = 5
_TIMES: Final = "次"
MIN_PARTS: Final = 2
UNSUMMED: Final = frozenset((Role.BASELINE, Role.CONTEXT))


@dataclass(frozen=True, slots=True, eq=False)
class SumCues:
    """What a lexicon says of totals and their parts."""

    total: re.Pattern[str]
    anaphor: re.Pattern[str]
    running: re.Pattern[str]
    opener: re.Pattern[str]
    change: re.Pattern[str]
    bracket: re.Pattern[str]
    gap: re.Pattern[str]
    open_end: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_sums(lexicon: Lexicon) -> SumCues:
    """Return the cues of `lexicon`."""
    return SumCues(
        total=lexicon.audit_pattern("total_lead"),
        anaphor=lexicon.audit_pattern("anaphor"),
        running=lexicon.audit_pattern("running_lead"),
        opener=lexicon.audit_pattern("parts_opener"),
        change=lexicon.audit_pattern("difference_lead"),
        bracket=lexicon.audit_pattern("parts_bracket"),
        gap=lexicon.audit_pattern("list_gap"),
        open_end=lexicon.audit_pattern("open_list"),
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """A total and its parts. `partial` parts may leave some out, `linked` ones surely belong."""

    total: Spot
    parts: tuple[Spot, ...]
    partial: bool
    linked: bool


def claim_before(sentence: Sentence, at: int, cues: SumCues) -> Claim | None:
    """Return the claim of a total behind its parts: 固定式180組、手持式450組，共計630組."""
    total = sentence.spots[at]
    if not _sums_up(sentence, at, cues):
        return None
    for depth in (total.depth, total.depth + 1):
        parts: list[Spot] = []
        for place in range(at - 1, -1, -1):
            spot = sentence.spots[place]
            if spot.depth != depth or not is_like(spot, total):
                continue
            if _sums_up(sentence, place, cues):
                if sentence.lead(place)[-3:] != sentence.lead(at)[-3:]:
                    parts.append(spot)
                break
            parts.append(spot)
        if len(parts) >= MIN_PARTS:
            return _close_claim(sentence, total, parts[::-1], cues)
    return None


def _sums_up(sentence: Sentence, at: int, cues: SumCues) -> bool:
    """Tell whether a word leads figure `at` in as a total: itself, or with the one before it."""
    if cues.total.search(sentence.lead(at)):
        return True
    beside = at > 0 and sentence.spots[at - 1].unit != sentence.spots[at].unit
    listed = beside and _PAIRED.fullmatch(sentence.lead(at)) is not None
    return listed and cues.total.search(sentence.lead(at - 1)) is not None


def _close_claim(
    sentence: Sentence, total: Spot, parts: Sequence[Spot], cues: SumCues
) -> Claim | None:
    """Return the claim over the last parts that add up, else over those that are linked."""
    exact = _exact_tail(total, parts)
    if exact:
        return Claim(total, exact, partial=False, linked=True)
    listed = list(parts[-1:])
    for left in reversed(parts[:-1]):
        if not cues.gap.fullmatch(_plain(sentence.between(left, listed[0]))):
            break
        listed.insert(0, left)
    if len(listed) >= MIN_PARTS:
        return Claim(total, tuple(listed), partial=False, linked=True)
    around = _near(sentence, total)
    alike = all(_shares(_near(sentence, part), around) for part in parts)
    return Claim(total, tuple(parts), partial=False, linked=alike)


def claim_behind(sentence: Sentence, at: int, cues: SumCues) -> Claim | None:
    """Return the claim of a total before its parts: 24家(荷蘭8家及臺灣16家), 100件，其中60件."""
    total = sentence.spots[at]
    tail = sentence.tail(at)
    if opened := cues.bracket.match(tail):
        inside = _inside(sentence, at)
        parts = tuple(spot for spot in inside if is_like(spot, total))
        dated = any(spot.figure.role is Role.PERIOD for spot in inside)
        if len(parts) < MIN_PARTS:
            return None
        behind = sentence.text[parts[-1].end : parts[-1].end + _NEAR]
        partial = bool(opened["partial"]) or dated or bool(cues.open_end.match(behind))
        return Claim(total, parts, partial=partial, linked=True)
    opener = cues.opener.match(tail)
    said = cues.total.search(sentence.lead(at)) is not None
    if cues.change.search(sentence.lead(at)) or not (opener or (said and tail.startswith("，"))):
        return None
    listed = _listed(sentence, at, cues)
    among = opener is not None and bool(opener["among"])
    if len(listed) < (1 if among else MIN_PARTS):
        return None
    adds_up = sum(spot.value or 0 for spot in listed) == total.value
    if among and not adds_up and not _is_tight(sentence, listed, cues):
        listed = listed[:1]
    behind = sentence.text[listed[-1].end : listed[-1].end + 2 * _NEAR]
    every = opener is None or bool(opener["all"] or opener["colon"])
    partial = not every or bool(cues.open_end.match(behind))
    linked = not opener["other"] if opener else _is_terse(sentence, listed)
    return Claim(total, tuple(listed), partial=partial, linked=linked)


def _is_terse(sentence: Sentence, listed: Sequence[Spot]) -> bool:
    """Tell whether each part of a list has but a short name: 國內61件、國外35件."""
    leads = [sentence.lead(sentence.spots.index(spot)) for spot in listed]
    return all(len(re.split("[，、；]", lead)[-1]) <= _TERSE for lead in leads)


def _is_tight(sentence: Sentence, listed: Sequence[Spot], cues: SumCues) -> bool:
    """Tell whether a list's parts stand in one row, 、 or 及 between them and no clause's end."""
    between = [sentence.between(left, right) for left, right in pairwise(listed)]
    return all(cues.gap.fullmatch(gap) and "，" not in gap for gap in map(_plain, between))


def _inside(sentence: Sentence, at: int) -> list[Spot]:
    """Return the figures of the bracket that opens behind figure `at`."""
    depth = sentence.spots[at].depth
    inside: list[Spot] = []
    for spot in sentence.spots[at + 1 :]:
        between = sentence.text[sentence.spots[at].end : spot.start]
        if spot.depth <= depth or between.count("(") - between.count(")") < 1:
            break
        inside.append(spot)
    return inside


def _listed(sentence: Sentence, at: int, cues: SumCues) -> list[Spot]:
    """Return the figures like figure `at` that are listed behind it, up to where the list ends."""
    total = sentence.spots[at]
    listed: list[Spot] = []
    for spot in sentence.spots[at + 1 :]:
        if spot.depth != total.depth:
            continue
        if not is_like(spot, total):
            break
        if listed and not cues.gap.fullmatch(_plain(sentence.between(listed[-1], spot))):
            break
        if cues.total.search(sentence.text[(listed or [total])[-1].end : spot.start]):
            break
        listed.append(spot)
        if len(listed) >= MIN_PARTS and sum(s.value or 0 for s in listed) == total.value:
            break
    return listed


def claim_above(scene: Scene, number: int, at: int, cues: SumCues) -> Claim | None:
    """Return the claim of a total of what the sentences before it say: 前述…累計308家."""
    sentence = scene.sentences[number]
    total = sentence.spots[at]
    before = sentence.text[sentence.start : total.start]
    if not cues.anaphor.search(before) or not cues.running.search(sentence.lead(at)):
        return None
    around = _near(sentence, total)
    parts = [
        spot
        for earlier in scene.sentences[:number]
        for spot in earlier.spots
        if is_like(spot, total)
        and spot.figure.role is total.figure.role
        and spot.depth == total.depth
        and _shares(_near(earlier, spot), around)
    ]
    if len(parts) < MIN_PARTS:
        return None
    exact = _exact_tail(total, parts)
    return Claim(total, exact or tuple(parts), partial=False, linked=True)


def _exact_tail(total: Spot, parts: Sequence[Spot]) -> tuple[Spot, ...]:
    """Return the last parts whose numbers add up to the total's exactly; none if they never do."""
    rest = total.value or Decimal(0)
    for at in range(len(parts) - 1, -1, -1):
        rest -= parts[at].value or Decimal(0)
        if rest == 0 and len(parts) - at >= MIN_PARTS:
            return tuple(parts[at:])
    return ()


def is_like(spot: Spot, total: Spot) -> bool:
    """Tell whether a figure may be a part of a total: 12場 and 8場次 are counted alike."""
    units = spot.unit[1].removesuffix(_TIMES), total.unit[1].removesuffix(_TIMES)
    same = spot.unit == total.unit or (spot.kind is Kind.COUNT and units[0] == units[1])
    return spot.counts and spot.kind is total.kind and same and spot.figure.role not in UNSUMMED


def _plain(text: str) -> str:
    """Return a text without what stands in brackets."""
    return _BRACKETED.sub("", text)


def _near(sentence: Sentence, spot: Spot) -> str:
    """Return the words right before and right behind a figure, within its clause."""
    before = sentence.text[max(sentence.start, spot.start - _NEAR) : spot.start]
    behind = sentence.text[spot.end : min(sentence.end, spot.end + _NEAR)]
    return f"{re.split('[，、；：()]', before)[-1]}|{re.split('[，、；：()]', behind)[0]}"


def _shares(left: str, right: str) -> bool:
    """Tell whether two texts share two letters that stand together."""
    pairs = {left[at : at + 2] for at in range(len(left) - 1)}
    return any(pair.isalpha() and pair in right for pair in pairs)
