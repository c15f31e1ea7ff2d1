"""Lists in which each number goes with a noun of its own: 零售、餐飲營業額分別達5億元、3億元.

As many nouns stand side by side before 分別 or 依序 as numbers do behind it; the n-th takes the
n-th, as it is written.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from nstp_extract.context.gaps import is_gap, skip_bracket
from nstp_extract.context.phrase import (
    CLOSE_QUOTES,
    HOPS,
    LINKS,
    OPEN_QUOTES,
    IndicatorGrammar,
    Token,
    acts,
    has_suffix,
)
from nstp_extract.context.scene import Scene

_PAUSE: Final = "、"
_MIN: Final = 2
_WIDEST: Final = 12
"""Code points up to which a noun is one of a list; a longer one is a clause."""


def share_in_turn(
    scene: Scene,
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    *,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
) -> None:
    """Give the figures of each 分別 list in `found` the nouns listed before it, in turn."""
    if not grammar.paired.search(scene.text):
        return
    for row in _rows(tokens):
        members = [tokens[at].figure for at in row]
        inside = [figure for figure in members if figure is not None and wanted[figure]]
        if len(inside) < max(_MIN, len(row)):
            continue
        nouns = _nouns_before(row[0], len(row), tokens, grammar)
        for figure, noun in zip(inside, nouns, strict=False):
            found[figure] = (noun, "indicator.in_turn")


def _rows(tokens: Sequence[Token]) -> Iterator[list[int]]:
    """Yield the tokens of each row of figures that only 、 or 及 stands between."""
    row: list[int] = []
    for at, token in enumerate(tokens):
        if token.figure is not None and not token.date:
            row.append(at)
        elif not row or not (token.text == _PAUSE or token.text in LINKS):
            if len(row) >= _MIN:
                yield row
            row = []
    if len(row) >= _MIN:
        yield row


def _nouns_before(
    at: int, size: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> list[str]:
    """Return the `size` nouns that stand side by side before the 分別 of token `at`, or none."""
    end = at
    told = False
    while end and (is_gap(tokens[end - 1], grammar) or grammar.paired.match(tokens[end - 1].text)):
        end -= 1
        told = told or grammar.paired.match(tokens[end].text) is not None
    if not told or not end:
        return []
    end -= tokens[end - 1].text in HOPS
    nouns: list[str] = []
    while len(nouns) < size:
        end = skip_bracket(end, tokens)
        start = _item_start(end, tokens, grammar)
        text = "".join(token.text for token in tokens[start:end])
        if not text or len(text) > _WIDEST or text in grammar.agencies:
            return []
        nouns.insert(0, text)
        joined = start > 0 and (tokens[start - 1].text == _PAUSE or tokens[start - 1].text in LINKS)
        if joined == (len(nouns) == size):
            return []
        end = start - 1
    return nouns


def _item_start(end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where the noun of a list begins that ends before token `end`."""
    start = end
    while start:
        token = tokens[start - 1]
        leads = token.text in grammar.edges or token.text in grammar.agencies or token.date
        marks = not token.text[0].isalnum() or token.text in OPEN_QUOTES | CLOSE_QUOTES
        if marks or leads or token.figure is not None or token.text in LINKS:
            break
        governs = token.text in grammar.predicates and not has_suffix(start - 1, end, tokens)
        if governs and start < end and not acts(tokens[start], grammar):
            break
        start -= 1
    return start
