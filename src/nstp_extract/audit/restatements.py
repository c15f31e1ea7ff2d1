"""TX: what is said again of one indicator must agree in value, unit and role.

Statements are tied by their words: those that few other figures of the report stand beside weigh
most. Two values are a finding only where neither is stated a second time, each is the other's
nearest, and a slip of the pen parts them or their words are all but the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from nstp_extract.audit.claims.wording import Weights, compile_wordings
from nstp_extract.audit.finding import Finding, figures_of, judge, spot_interval, text_of
from nstp_extract.audit.scene import Scene, Sentence, Spot
from nstp_extract.audit.slip import is_slip
from nstp_extract.core.figure import Extraction, Figure, Period
from nstp_extract.core.vocabulary import (
    CheckCode,
    CheckResult,
    Kind,
    RelationType,
    Role,
    Rounding,
    Severity,
)
from nstp_extract.lexicon import Lexicon

_STATED: Final = frozenset((Role.RESULT, Role.FORECAST, Role.TARGET))
_KINDS: Final = frozenset((Kind.AMOUNT, Kind.COUNT, Kind.PERCENT, Kind.MEASURE))
_REACH: Final = 28
_TELLING: Final = 100
_DIGITS: Final = 3
_TIED: Final = 0.5
_CLOSE: Final = 0.62
_SAME: Final = 0.85
_RARE: Final = 3.0
_SHARED: Final = 2


@dataclass(frozen=True, slots=True)
class _Statement:
    """A figure that states something, and the words around it with what each weighs."""

    spot: Spot
    scene: int
    words: frozenset[str]
    reached: bool

    @property
    def figure(self) -> Figure:
        return self.spot.figure


def check_restatements(
    extraction: Extraction, scenes: Sequence[Scene], lexicon: Lexicon, *, rounding: Rounding
) -> Iterator[Finding]:
    """Yield a finding for each pair of statements of one indicator: in notes, then in the text."""
    noted = list(_check_notes(extraction, scenes, rounding))
    yield from noted
    taken = {figure.figure_id for finding in noted for figure in finding.figures}
    statements = [s for s in _collect(scenes, lexicon) if s.figure.figure_id not in taken]
    weights = Weights(statement.words for statement in statements)
    yield from _check_equals(statements, weights)
    yield from _check_values(statements, weights, rounding)


def _check_notes(
    extraction: Extraction, scenes: Sequence[Scene], rounding: Rounding
) -> Iterator[Finding]:
    """Yield a finding for each figure of a note and the figure that bears its mark."""
    spots = {
        spot.figure.figure_id: spot
        for scene in scenes
        for sentence in scene.sentences
        for spot in sentence.spots
    }
    pairs: dict[str, list[Spot]] = defaultdict(list)
    for relation in extraction.relations:
        known = relation.from_id in spots and relation.to_id in spots
        if relation.type is RelationType.NOTE_ON and known:
            pairs[relation.to_id].append(spots[relation.from_id])
    for marked, notes in pairs.items():
        body = spots[marked]
        like = [n for n in notes if _speak_alike(n.figure, body.figure) and n.value is not None]
        if body.value is None or not like:
            continue
        note = next((n for n in like if n.value == body.value), like[0])
        yield _compare_values(body, note, rounding)


def _speak_alike(one: Figure, other: Figure) -> bool:
    """Tell whether the indicators of two figures share half of the letters of the shorter."""
    left, right = one.indicator or "", other.indicator or ""
    shared = sum((Counter(left) & Counter(right)).values())
    return bool(shared) and 2 * shared >= min(len(left), len(right))


def _collect(scenes: Sequence[Scene], lexicon: Lexicon) -> Iterator[_Statement]:
    wordings = compile_wordings(lexicon)
    reached = lexicon.audit_pattern("reached")
    for number, scene in enumerate(scenes):
        for sentence in scene.sentences:
            for at, spot in enumerate(sentence.spots):
                quantity = spot.figure.quantity
                if spot.kind not in _KINDS or spot.figure.role not in _STATED or not spot.value:
                    continue
                text = _around(sentence, at)
                words = wordings.features(text)
                if words and (quantity.value or 0) > 1:
                    yield _Statement(spot, number, words, bool(reached.search(sentence.lead(at))))


def _around(sentence: Sentence, at: int) -> str:
    """Return the text beside a figure, up to the figures next to it."""
    lead, tail = sentence.lead(at), sentence.tail(at)
    return f"{lead[-_REACH:]}\u3000{tail[: _REACH // 2]}"


def _likeness(one: _Statement, other: _Statement, weights: Weights) -> float:
    """Return from 0 to 1 how much of what the shorter statement says the other shares."""
    shared = one.words & other.words
    if len(shared) < _SHARED:
        return 0.0
    least = min(weights.sum(one.words), weights.sum(other.words))
    return weights.sum(shared) / least if least else 0.0


def _check_equals(statements: Sequence[_Statement], weights: Weights) -> Iterator[Finding]:
    """Yield a finding for each number that is stated twice: alike, or in another unit or role."""
    by_value: dict[object, list[_Statement]] = defaultdict(list)
    for statement in statements:
        by_value[statement.spot.value].append(statement)
    for group in by_value.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                finding = _compare_equals(one, other, weights)
                if finding is not None:
                    yield finding
                    break


def _compare_equals(one: _Statement, other: _Statement, weights: Weights) -> Finding | None:
    if one.scene == other.scene or one.spot.kind is not other.spot.kind:
        return None
    if not _may_be_one(one.figure, other.figure):
        return None
    likeness = _likeness(one, other, weights)
    if likeness < _TIED:
        return None
    rule, result, severity = "value", CheckResult.PASS, None
    if one.spot.unit != other.spot.unit:
        if not _tells(one.spot) or not _confusable(one.spot, other.spot, likeness):
            return None
        rule, result, severity = "unit", CheckResult.FAIL, Severity.MEDIUM
    elif {one.figure.role, other.figure.role} == {Role.RESULT, Role.FORECAST}:
        if not _is_settled(one, other, likeness):
            return None
        rule, result, severity = "role", CheckResult.FAIL, Severity.LOW
    return Finding(
        CheckCode.RESTATEMENT,
        rule,
        result,
        figures_of((one.spot, other.spot)),
        text_of(one.spot),
        f"= {text_of(other.spot)}",
        severity=severity,
    )


def _is_settled(one: _Statement, other: _Statement, likeness: float) -> bool:
    """Tell whether the words agree on a number that was reached, and not only left unmarked."""
    result = one if one.figure.role is Role.RESULT else other
    return result.reached and likeness >= _CLOSE and (result.spot.value or 0) >= _TELLING


def _confusable(one: Spot, other: Spot, likeness: float) -> bool:
    """Tell whether two units are easily confused, as 人 and 人次 are, or the words agree."""
    left, right = one.unit[1], other.unit[1]
    return left.startswith(right) or right.startswith(left) or likeness >= _SAME


def _check_values(
    statements: Sequence[_Statement], weights: Weights, rounding: Rounding
) -> Iterator[Finding]:
    """Yield a finding for each two values of what surely is one indicator."""
    stated = Counter((s.spot.unit, s.spot.value) for s in statements)
    single = [s for s in statements if stated[s.spot.unit, s.spot.value] == 1]
    nearest = {s.figure.figure_id: _nearest(s, single, weights) for s in single}
    for statement in single:
        found = nearest[statement.figure.figure_id]
        if found is None:
            continue
        other, likeness = found
        back = nearest[other.figure.figure_id]
        mutual = back is not None and back[0] is statement
        if not mutual or not statement.figure.mention.span < other.figure.mention.span:
            continue
        if _surely_one(statement, other, likeness):
            finding = _compare_values(statement.spot, other.spot, rounding)
            if finding.result is CheckResult.FAIL:
                yield finding


def _nearest(
    statement: _Statement, statements: Sequence[_Statement], weights: Weights
) -> tuple[_Statement, float] | None:
    best: tuple[_Statement, float] | None = None
    for other in statements:
        if other.scene == statement.scene or other.spot.unit != statement.spot.unit:
            continue
        if other.figure.role is not statement.figure.role:
            continue
        if not _may_be_one(statement.figure, other.figure):
            continue
        likeness = _likeness(statement, other, weights)
        if likeness >= _TIED and (best is None or likeness > best[1]):
            best = other, likeness
    return best


def _surely_one(one: _Statement, other: _Statement, likeness: float) -> bool:
    left, right = one.spot.value, other.spot.value
    if left is None or right is None or one.figure.section is other.figure.section:
        return False
    return is_slip(left, right) and likeness >= _least_likeness(left, right)


def _least_likeness(left: Decimal, right: Decimal) -> float:
    """Return how alike the words must be: the shorter the numbers, the more by chance a slip."""
    digits = max(len(number.normalize().as_tuple().digits) for number in (left, right))
    return _SAME if digits < _DIGITS else _CLOSE if digits == _DIGITS else _TIED


def _compare_values(one: Spot, other: Spot, rounding: Rounding) -> Finding:
    left, right = spot_interval(one, rounding), spot_interval(other, rounding)
    return Finding(
        CheckCode.RESTATEMENT,
        "value",
        judge((one.value, left), (other.value, right)),
        figures_of((one, other)),
        text_of(one),
        f"= {text_of(other)}",
        left,
        right,
    )


def _may_be_one(one: Figure, other: Figure) -> bool:
    """Tell whether two figures may speak of one thing: no two agencies, no two periods."""
    if one.agency_id and other.agency_id and one.agency_id != other.agency_id:
        return False
    return _agree(one.period, other.period)


def _agree(one: Period | None, other: Period | None) -> bool:
    return one is None or other is None or (one.end == other.end) or (one.start == other.start)


def _tells(spot: Spot) -> bool:
    """Tell whether a number is long enough not to recur by chance."""
    value = spot.value
    if value is None:
        return False
    return value >= _TELLING and len(value.normalize().as_tuple().digits) >= _DIGITS
