"""TX: what is said again of one indicator must agree in value, unit and role.

Statements are tied by their words: those that few other figures of the report stand beside weigh
most. Two values are a finding only where a slip of the pen parts them, one of them is stated
nowhere else, and the shorter the numbers, the more their words agree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final

from nstp_extract.audit.finding import Finding, figures_of, judge, spot_interval, text_of
from nstp_extract.audit.scene import Scene, Spot
from nstp_extract.audit.statements import Likeness, Statement, Statements, count_digits
from nstp_extract.core.figure import Extraction, Figure
from nstp_extract.core.vocabulary import (
    CheckCode,
    CheckResult,
    RelationType,
    Role,
    Rounding,
    Severity,
)
from nstp_extract.lexicon import Lexicon

_TIED: Final = Likeness(0.6, 1.8)
_SAME: Final = Likeness(0.85, 4.0)
_TIED_BY_DIGITS: Final = MappingProxyType({2: Likeness(0.8, 4.0), 3: Likeness(0.62, 2.0)})
"""How alike two statements must be whose numbers have so few digits that tell; else `_LONG`. One
digit alone never tells."""
_LONG: Final = Likeness(0.6, 2.0)
_NEARLY: Final = 0.1
_FEW: Final = 1
_UNMISTAKABLE: Final = 5
_DIGITS: Final = 3
_TELLING: Final = 100


def check_restatements(
    extraction: Extraction, scenes: Sequence[Scene], lexicon: Lexicon, *, rounding: Rounding
) -> Iterator[Finding]:
    """Yield a finding for each pair of statements of one indicator: in notes, then in the text."""
    noted = list(_check_notes(extraction, scenes, rounding))
    yield from noted
    taken = {figure.figure_id for finding in noted for figure in finding.figures}
    statements = Statements(scenes, lexicon)
    restated: set[str] = set(taken)
    for one, other in statements.equals():
        finding = _compare_equals(one, other, statements.compare(one, other))
        if finding is not None:
            restated |= {one.figure.figure_id, other.figure.figure_id}
            if not {one.figure.figure_id, other.figure.figure_id} <= taken:
                yield finding
    yield from _check_slips(statements, restated, rounding)


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


def _compare_equals(one: Statement, other: Statement, likeness: Likeness) -> Finding | None:
    """Return the finding on one number that is stated twice: alike, or in another unit or role."""
    if not _reaches(likeness, _TIED):
        return None
    rule, result, severity = "value", CheckResult.PASS, None
    if one.spot.unit != other.spot.unit:
        if not _tells(one) or not (_are_confused(one, other) or _reaches(likeness, _SAME)):
            return None
        rule, result, severity = "unit", CheckResult.FAIL, Severity.MEDIUM
    elif {one.figure.role, other.figure.role} == {Role.RESULT, Role.FORECAST}:
        result_side = one if one.figure.role is Role.RESULT else other
        if not result_side.reached or one.value < _TELLING:
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


def _are_confused(one: Statement, other: Statement) -> bool:
    """Tell whether two units are easily confused, as 人 and 人次 are."""
    left, right = one.spot.unit[1], other.spot.unit[1]
    return bool(left and right) and (left.startswith(right) or right.startswith(left))


def _check_slips(
    statements: Statements, restated: set[str], rounding: Rounding
) -> Iterator[Finding]:
    """Yield a finding for each two values of what surely is one indicator.

    One of the two is stated nowhere else; of all that it may be a slip of, the likest counts.
    """
    best: dict[str, tuple[float, Statement, Statement]] = {}
    for pair in statements.slips():
        likeness = statements.compare(*pair)
        digits = max(count_digits(statement.value) for statement in pair)
        if digits == 1 or not _reaches(likeness, _TIED_BY_DIGITS.get(digits, _LONG)):
            continue
        alike = likeness.share - _NEARLY
        if digits < _UNMISTAKABLE and statements.count_like(pair, alike) > _FEW:
            continue  # a wording that recurs with other numbers is a form, not a restatement
        for one in pair:
            key = one.figure.figure_id
            if key not in restated and (key not in best or likeness.share > best[key][0]):
                best[key] = (likeness.share, *pair)
    pairs = {
        (one.figure.figure_id, other.figure.figure_id): (one, other)
        for _, one, other in best.values()
    }
    for one, other in pairs.values():
        finding = _compare_values(one.spot, other.spot, rounding)
        if finding.result is CheckResult.FAIL:
            yield finding


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


def _reaches(likeness: Likeness, least: Likeness) -> bool:
    return likeness.share >= least.share and likeness.tells >= least.tells


def _tells(statement: Statement) -> bool:
    """Tell whether a number is long enough not to recur by chance."""
    return statement.value >= _TELLING and count_digits(statement.value) >= _DIGITS
