"""What a report states: figures with the words around them, and how alike two of them are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import log
from typing import Final

from nstp_extract.audit.scene import Scene, Sentence, Spot
from nstp_extract.audit.slip import is_slip
from nstp_extract.audit.wording import Weights, Wordings, compile_wordings
from nstp_extract.core.figure import Figure, Period
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import Lexicon

_STATED: Final = frozenset((Role.RESULT, Role.FORECAST, Role.TARGET))
_KINDS: Final = frozenset((Kind.AMOUNT, Kind.COUNT, Kind.PERCENT, Kind.MEASURE))
_REACH: Final = 36
_LONG: Final = 4
_HEADED: Final = "indicator.headings"


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A figure that states something, in passage `scene`.

    `words` are the features of what stands around it and `subject` those of its indicator;
    `reached` tells whether the text says outright that it was, `cell` whether a table does.
    """

    spot: Spot
    scene: int
    words: frozenset[str]
    subject: frozenset[str]
    reached: bool
    cell: bool

    @property
    def figure(self) -> Figure:
        """Return the figure."""
        return self.spot.figure

    @property
    def value(self) -> Decimal:
        """Return the number stated."""
        return self.spot.value or Decimal(0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two statements are: `share` of their words from 0 to 1, and how much that tells.

    `tells` counts the words shared, each by how rare it is: one that stands nowhere else is 1.
    """

    share: float
    tells: float


class Statements:
    """The statements of a report, for asking which of them speak of one thing."""

    def __init__(self, scenes: Sequence[Scene], lexicon: Lexicon) -> None:
        """Collect the statements and weigh their words."""
        self.all = tuple(_collect(scenes, lexicon))
        self._weights = Weights(statement.words for statement in self.all)
        self._rarest = log(3 + len(self.all))

    def compare(self, one: Statement, other: Statement) -> Likeness:
        """Return how alike two statements are in words and in subject."""
        around, tells = self._share(one.words, other.words)
        subject, _ = self._share(one.subject, other.subject)
        return Likeness((around + subject) / 2, tells / self._rarest)

    def _share(self, left: frozenset[str], right: frozenset[str]) -> tuple[float, float]:
        shared = self._weights.sum(left & right)
        least = min(self._weights.sum(left), self._weights.sum(right))
        return (shared / least if least else 0.0), shared

    def equals(self) -> Iterator[tuple[Statement, Statement]]:
        """Yield the pairs that state one number in two passages and may speak of one thing."""
        groups: dict[tuple[Kind, Decimal], list[Statement]] = defaultdict(list)
        for statement in self.all:
            groups[statement.spot.kind, statement.value].append(statement)
        for group in groups.values():
            yield from (pair for pair in combinations(group, 2) if may_be_one(*pair))

    def count_like(self, pair: tuple[Statement, Statement], share: float) -> int:
        """Count the statements of other numbers that are as alike to the first of a pair."""
        one = pair[0]
        values = {statement.value for statement in pair}
        return sum(
            other.spot.unit == one.spot.unit
            and other.value not in values
            and self.compare(one, other).share >= share
            for other in self.all
        )

    def slips(self) -> Iterator[tuple[Statement, Statement]]:
        """Yield the pairs whose numbers a slip parts, of one unit and role, in two passages."""
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for at, statement in enumerate(self.all):
            for key in _slip_keys(statement.value):
                groups[statement.spot.unit, statement.figure.role, key].append(at)
        pairs = {
            (left, right)
            for group in groups.values()
            for left, right in combinations(group, 2)
            if not (self.all[left].cell and self.all[right].cell)
        }
        for left, right in sorted(pairs):
            one, other = self.all[left], self.all[right]
            if is_slip(one.value, other.value, least=2) and may_be_one(one, other):
                yield one, other


def may_be_one(one: Statement, other: Statement) -> bool:
    """Tell whether two statements may speak of one thing: of no two agencies and no two periods.

    Two cells of tables never do, since a table's labels recur with other numbers.
    """
    left, right = one.figure, other.figure
    if one.cell and other.cell:
        return False
    if one.scene == other.scene or left.section is right.section is not None:
        return False
    if left.agency_id and right.agency_id and left.agency_id != right.agency_id:
        return False
    return _agree(left.period, right.period)


def count_digits(value: Decimal) -> int:
    """Return how many digits of a number tell: those up to the last that is not zero.

    >>> count_digits(Decimal("20.50")), count_digits(Decimal(3000))
    (3, 1)
    """
    return len(value.normalize().as_tuple().digits)


def _agree(one: Period | None, other: Period | None) -> bool:
    return one is None or other is None or one.end == other.end or one.start == other.start


def _slip_keys(value: Decimal) -> Iterator[tuple[object, ...]]:
    """Yield keys of which two numbers share one if a slip parts them."""
    digits = "".join(map(str, value.normalize().as_tuple().digits)).rstrip("0")
    yield "power", digits
    yield "swap", "".join(sorted(digits))
    yield "drop", digits
    for at in range(len(digits)):
        rest = digits[:at] + digits[at + 1 :]
        yield "drop", rest
        if len(digits) >= _LONG:
            yield "wrong", at, rest


def _collect(scenes: Sequence[Scene], lexicon: Lexicon) -> Iterator[Statement]:
    wordings = compile_wordings(lexicon)
    reached = lexicon.audit_pattern("reached")
    for number, scene in enumerate(scenes):
        for sentence in scene.sentences:
            for at, spot in enumerate(sentence.spots):
                if spot.kind not in _KINDS or spot.figure.role not in _STATED:
                    continue
                if spot.value is not None and spot.value > 1:
                    found = reached.search(sentence.lead(at)) is not None
                    yield _state(sentence, at, number, wordings, reached=found)


def _state(
    sentence: Sentence, at: int, scene: int, wordings: Wordings, *, reached: bool
) -> Statement:
    """Return the statement of figure `at`: what stands beside it, or of a cell what heads it."""
    spot = sentence.spots[at]
    lead = sentence.text[sentence.start : spot.start]
    tail = sentence.tail(at)
    subject = wordings.features(spot.figure.indicator or "")
    cell = _HEADED in spot.figure.evidence
    around = wordings.features(f"{lead[-_REACH:]}\u3000{tail[: _REACH // 2]}")
    return Statement(spot, scene, subject if cell else around, subject, reached, cell)
