"""What figures take from one another: parts of a whole, lists, sums, what was told before.

Here a figure gets its indicator from another, where its own clause named none, or only a head.
"""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.antecedent import WEAK, share_backward
from nstp_extract.context.bracketed import share_into_brackets
from nstp_extract.context.distributed import share_in_turn
from nstp_extract.context.phrase import (
    HOPS,
    LINKS,
    IndicatorGrammar,
    Token,
)
from nstp_extract.context.scene import Scene

_COUNTED: Final = frozenset(("indicator.counted", "indicator.shared"))
_OBJECTS: Final = frozenset(("indicator.counted", "indicator.object"))


def share_with_neighbours(
    scene: Scene,
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    *,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
) -> None:
    """Fill in `found`, the indicators of the figures that are `wanted`, from their neighbours."""
    share_into_brackets(scene, found, wanted, tokens=tokens, grammar=grammar)
    _share_forward(found, wanted, tokens, grammar)
    _share_of_sum(scene, found, wanted, grammar)
    share_backward(scene, found, wanted, tokens=tokens, grammar=grammar)
    share_in_turn(scene, found, wanted, tokens=tokens, grammar=grammar)


def _share_forward(
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
) -> None:
    """Give a figure without a phrase that of the next in its list: 53家、79項次國內自主產品."""
    place = {token.figure: at for at, token in enumerate(tokens) if token.figure is not None}
    joints = LINKS | {"、"} | grammar.gaps
    for at in range(len(found) - 2, -1, -1):
        phrase, rule = found[at + 1]
        lacking = found[at][0] is None or found[at][1] in WEAK
        if not lacking or not wanted[at] or not phrase or rule not in _COUNTED:
            continue
        between = tokens[place[at] + 1 : place[at + 1]]
        bare = all(token.text in joints for token in between)
        if bare or (between[0].text in HOPS and all(t.text in grammar.bounds for t in between[1:])):
            found[at] = (phrase, "indicator.shared")


def _share_of_sum(
    scene: Scene,
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    grammar: IndicatorGrammar,
) -> None:
    """Give the parts of a sum what it names: 第1期7億元、第2期2億元，合共9億元之特別預算."""
    for at, figure in enumerate(scene.figures):
        phrase, rule = found[at]
        if not wanted[at] or not _sums(scene, at, grammar):
            continue
        if phrase is None and (item := grammar.budget_head.findall(scene.text[: figure.start])):
            found[at] = (item[-1], "indicator.budget")
        if not phrase or rule not in _OBJECTS:
            continue
        for part in range(at - 1, -1, -1):
            like = scene.figures[part].quantity.unit == figure.quantity.unit
            if wanted[part] and like:
                if found[part][0] is not None:
                    break
                found[part] = (phrase, "indicator.shared")


def _sums(scene: Scene, at: int, grammar: IndicatorGrammar) -> bool:
    """Tell whether a figure sums up those before it: ，合共7,697億元."""
    before = scene.text[: scene.figures[at].start].rstrip()
    hop = max(before.rfind(mark) for mark in HOPS)
    return hop >= 0 and grammar.sum_word.fullmatch(before, hop + 1) is not None
