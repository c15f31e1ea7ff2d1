"""Where a difference names what it is measured against: 較上年度決算53億元|增加42億元.

What differs stands before the comparison (or before its clause), never within it.
"""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.before import phrase_before
from nstp_extract.context.gaps import is_gap, tells_change
from nstp_extract.context.phrase import (
    GENITIVE,
    HEAD_LENGTH,
    OPENERS,
    STOPS,
    IndicatorGrammar,
    Token,
)
from nstp_extract.context.scene import SceneFigure
from nstp_extract.core.vocabulary import Kind

_PAUSE: Final = "、"
_LEADING: Final = frozenset("至到為達成")
POINTS: Final = "pp"
RATED: Final = frozenset((Kind.PERCENT, Kind.MULTIPLE))
_SHARES: Final = frozenset(("%", POINTS))


def comparison_before(
    at: int, tokens: Sequence[Token], grammar: IndicatorGrammar, *, figure: SceneFigure
) -> int:
    """Return the token that opens the comparison in which the figure at `at` is the difference.

    It is `at` itself where there is none. A difference has a word of change before it, or is in
    percentage points; between the comparing word and it stands at most one other number.
    """
    if figure.quantity.kind in RATED and _is_ratio(at, tokens):
        return _clause_start(at, tokens)
    differs = figure.quantity.unit == POINTS
    based = False
    gap = True
    for index in range(at - 1, -1, -1):
        token = tokens[index]
        if token.text in grammar.comparatives:
            return index if differs else at
        if token.figure is not None and not token.date:
            if based or tokens[index + 1].text == _PAUSE:
                return at
            based = True
        elif (token.text[0] in STOPS and token.text != _PAUSE) or token.text in OPENERS:
            return at
        gap = gap and is_gap(token, grammar)
        differs = differs or (gap and tells_change(token, grammar))
    return at


def _is_ratio(at: int, tokens: Sequence[Token]) -> bool:
    """Tell whether a share is one of another number: 分配數348億元的|62%."""
    if at < HEAD_LENGTH or tokens[at - 1].text not in GENITIVE:
        return False
    base = tokens[at - HEAD_LENGTH]
    return base.figure is not None and not base.date


def _clause_start(at: int, tokens: Sequence[Token]) -> int:
    while at and tokens[at - 1].text[0] not in STOPS and tokens[at - 1].text not in OPENERS:
        at -= 1
    return at


def is_change(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the figure at `at` says how far something changed, not what it came to.

    年減|4%, 增幅|4%, but 增至|4%.
    """
    changed = False
    for index in range(at - 1, -1, -1):
        token = tokens[index]
        if token.date or not is_gap(token, grammar) or token.text in grammar.comparatives:
            break
        if token.text[-1] in _LEADING:
            return False
        changed = changed or tells_change(token, grammar)
    return changed


def compared_noun(
    at: int, topic: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> str | None:
    """Return what stands in the comparison from `topic` on, if it tells what is measured.

    That is where no number before does, and where it is a measure itself: 較上年|運量|成長6%.
    """
    if topic == at:
        return None
    compared = phrase_before(at, tokens, grammar)
    told = any(token.figure is not None and not token.date for token in tokens[:topic])
    return None if told and not grammar.dimension.search(compared or "") else compared


def is_alike(unit: str, other: str) -> bool:
    """Tell whether two units may measure the same: 人 and 人次, % and percentage points."""
    shares = frozenset((unit, other)) <= _SHARES
    return bool(unit) and (shares or unit[:1] == other[:1])
