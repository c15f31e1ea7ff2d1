"""What figures take from one another: parts of a whole, lists, sums, what was told before.

Here a figure gets its indicator from another, where its own clause named none, or only a head.
"""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.bracketed import WEAK, share_into_brackets
from nstp_extract.context.compared import comparison_before, is_alike
from nstp_extract.context.phrase import (
    HEAD_LENGTH,
    HOPS,
    LINKS,
    IndicatorGrammar,
    Token,
)
from nstp_extract.context.scene import Scene

_NUMBER: Final = "數"
_LEADS_TO: Final = frozenset("達至")
_NET_REACH: Final = 6
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
    _share_backward(scene, found, wanted, tokens=tokens, grammar=grammar)


def repeats(subject: str, noun: str) -> bool:
    """Tell whether a subject already says what is counted: 縣市數由5個縣市增至8個縣市."""
    return subject.removesuffix(_NUMBER).endswith(noun)


def _says_less(noun: str, subject: str) -> bool:
    """Tell whether a noun is only the head, or the things, of a number that was named before."""
    return len(noun) <= HEAD_LENGTH or (subject.endswith(_NUMBER) and not noun.endswith(_NUMBER))


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


def _share_backward(
    scene: Scene,
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    *,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
) -> None:
    """Give a figure without a phrase, or with only a head, that of the last figure of like unit."""
    place = {token.figure: at for at, token in enumerate(tokens) if token.figure is not None}
    for at, (phrase, _) in enumerate(found):
        if not wanted[at] or at not in place:
            continue
        opens = comparison_before(place[at], tokens, grammar, figure=scene.figures[at])
        last = _last_alike(scene, found, at, grammar, until=tokens[opens].start)
        if last is None:
            continue
        if phrase is None or (_says_less(phrase, last) and repeats(last, phrase)):
            found[at] = (last, "indicator.shared")


def _last_alike(
    scene: Scene,
    found: Sequence[tuple[str | None, str]],
    at: int,
    grammar: IndicatorGrammar,
    *,
    until: int,
) -> str | None:
    """Return the indicator of the last figure before `until`, one of like unit if there is one."""
    unit = scene.figures[at].quantity.unit
    if at and found[at - 1][0] and _goes_with(scene, at):
        return found[at - 1][0]
    part = scene.text.rfind("；", 0, scene.figures[at].start)
    earlier = [n for n in range(at) if found[n][0] is not None]
    earlier = [n for n in earlier if scene.figures[n].start < until] or earlier
    depth = scene.nesting[scene.figures[at].start]
    earlier = [n for n in earlier if scene.nesting[scene.figures[n].start] <= depth] or earlier
    earlier = [n for n in earlier if scene.figures[n].start > part] or earlier
    alike = [n for n in earlier if is_alike(scene.figures[n].quantity.unit, unit)]
    before = scene.text[: scene.figures[at].start]
    net = grammar.net_change.search(before, max(0, len(before) - _NET_REACH))
    chosen = (alike or earlier)[:1] if net else (alike or earlier)[-1:]
    return found[chosen[0]][0] if chosen else None


def _goes_with(scene: Scene, at: int) -> bool:
    """Tell whether only 達 or 至 stands between a figure and the last: 成長10倍達300億元."""
    between = scene.text[scene.figures[at - 1].end : scene.figures[at].start]
    return between.strip() in _LEADS_TO
