"""Where a difference names what it is measured against: 較上年度決算53億元|增加42億元.

What differs stands before the comparison (or before its clause), never within it.
"""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.gaps import is_gap, tells_change
from nstp_extract.context.phrase import (
    OPENERS,
    STOPS,
    IndicatorGrammar,
    Token,
)
from nstp_extract.context.scene import SceneFigure

_PAUSE: Final = "、"
POINTS: Final = "pp"
_SHARES: Final = frozenset(("%", POINTS))


def comparison_before(
    at: int, tokens: Sequence[Token], grammar: IndicatorGrammar, *, figure: SceneFigure
) -> int:
    """Return the token that opens the comparison in which the figure at `at` is the difference.

    It is `at` itself where there is none. A difference has a word of change before it, or is in
    percentage points; between the comparing word and it stands at most one other number.
    """
    differs = figure.quantity.unit == POINTS
    based = False
    gap = True
    for index in range(at - 1, -1, -1):
        token = tokens[index]
        if token.text in grammar.comparatives:
            return index if differs else at
        if token.figure is not None and not token.date:
            if based:
                return at
            based = True
        elif (token.text[0] in STOPS and token.text != _PAUSE) or token.text in OPENERS:
            return at
        gap = gap and is_gap(token, grammar)
        differs = differs or (gap and tells_change(token, grammar))
    return at


def is_alike(unit: str, other: str) -> bool:
    """Tell whether two units may measure the same: 人 and 人次, % and percentage points."""
    shares = frozenset((unit, other)) <= _SHARES
    return bool(unit) and (shares or unit[:1] == other[:1])
