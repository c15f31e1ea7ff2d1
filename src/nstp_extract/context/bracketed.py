"""What the figures in a bracket measure: a part that is named there, the whole, or the noun before.

24家廠商(荷蘭8家及臺灣16家), 裝置容量50萬瓩(風電30萬瓩、水電20萬瓩), 幼幼班(80名).
"""

from collections.abc import Sequence

from nstp_extract.context.antecedent import WEAK
from nstp_extract.context.before import phrase_before
from nstp_extract.context.compared import is_alike
from nstp_extract.context.phrase import CLOSERS, HOPS, OPENERS, IndicatorGrammar, Token, is_relative
from nstp_extract.context.scene import Scene


def share_into_brackets(
    scene: Scene,
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    *,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
) -> None:
    """Give the parts that a bracket tells the whole's phrase: 24家廠商(荷蘭8家及臺灣16家).

    A part that is named keeps its name (裝置容量50萬瓩(風電30萬瓩)), unless that is only a place or
    a word for any sum. Where the clause has no whole of like unit, the noun before the bracket is
    taken: 幼幼班(80名).
    """
    wholes: list[int] = []
    for place, token in enumerate(tokens):
        at = token.figure
        if at is None or not wanted[at]:
            continue
        if scene.nesting[token.start] == 0:
            wholes.append(at)
            continue
        phrase, rule = found[at]
        if phrase and rule not in WEAK and not _is_unnamed(phrase, grammar):
            continue
        opened = _opener_of(place, tokens)
        beside = tokens[opened - 1].figure if opened else None
        outside = _noun_outside(opened, tokens, grammar) if opened is not None else None
        like = [beside] if beside in wholes else _alike_in_clause(scene, at, wholes)
        if outside and not like and not _is_unnamed(outside, grammar):
            found[at] = (outside, "indicator.bracket")
        elif wholes and found[wholes[-1]][0]:
            found[at] = (found[(like or wholes)[-1]][0], "indicator.shared")


def _noun_outside(opened: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun before the bracket, if the bracket does not describe one behind it."""
    depth = 0
    for index in range(opened, len(tokens)):
        depth += tokens[index].text in OPENERS
        depth -= tokens[index].text in CLOSERS
        if depth == 0:
            described = is_relative(index + 1, tokens)
            return None if described else phrase_before(opened, tokens, grammar)
    return None


def _is_unnamed(phrase: str, grammar: IndicatorGrammar) -> bool:
    """Tell whether a phrase names no part: a place, an agency, or a word for any sum."""
    known = phrase in grammar.places or phrase in grammar.agencies
    return known or grammar.unnamed.fullmatch(phrase) is not None


def _alike_in_clause(scene: Scene, at: int, wholes: Sequence[int]) -> list[int]:
    """Return which of `wholes` stand in the clause of the figure `at` and have a unit like its."""
    figure = scene.figures[at]
    return [
        n
        for n in wholes
        if is_alike(scene.figures[n].quantity.unit, figure.quantity.unit)
        and not any(stop in scene.text[scene.figures[n].end : figure.start] for stop in HOPS)
    ]


def _opener_of(at: int, tokens: Sequence[Token]) -> int | None:
    """Return the token that opens the bracket in which token `at` stands."""
    depth = 0
    for index in range(at - 1, -1, -1):
        depth += tokens[index].text in CLOSERS
        depth -= tokens[index].text in OPENERS
        if depth < 0:
            return index
    return None
