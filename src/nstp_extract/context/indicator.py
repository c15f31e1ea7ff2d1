"""What is measured: the counted noun behind a figure, or the noun phrase before its verb.

Two phrases are looked for, one behind the figure and one before it; the kind of the figure and the
word that stands before it decide which goes first. Where both are empty the clause before is asked,
then the neighbours in a list, then the last figure.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from nstp_extract.context.before import phrase_before
from nstp_extract.context.behind import phrase_behind
from nstp_extract.context.elsewhere import (
    has_purpose,
    is_summed,
    list_label,
    phrase_ahead,
    phrase_of_budget,
    phrase_of_deed,
    phrase_of_last_clause,
    phrase_outside,
    verb_before,
)
from nstp_extract.context.phrase import (
    CLOSERS,
    CLOSING,
    GENITIVE,
    HEAD_LENGTH,
    HOPS,
    LINKS,
    OPENERS,
    STOPS,
    IndicatorGrammar,
    Token,
    scene_tokens,
)
from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.context.share import part_of_ratio, part_of_share
from nstp_extract.core.vocabulary import Bound, Kind, Role

_HOP_LENGTH: Final = 2
_NUMBER: Final = "數"
_EACH: Final = frozenset("各*×/")
_FRAMES: Final = frozenset((Role.CONTEXT, Role.FORECAST))
_SYMBOL: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*[²³]?$")
_COUNTED: Final = frozenset(("indicator.counted", "indicator.shared"))
_WEAK: Final = frozenset(("indicator.verb", "indicator.clause_before"))
_QUALIFYING: Final = frozenset((Kind.MEASURE, Kind.PERCENT, Kind.MULTIPLE))


def find_indicators(
    scene: Scene, grammar: IndicatorGrammar, roles: Sequence[Role]
) -> list[tuple[str | None, str]]:
    """Return the indicator of each figure of a sentence and the rule that found it, in order.

    It is a slice of the sentence's text; None for dates, for structural figures, and where no noun
    phrase can be told.
    """
    tokens = scene_tokens(scene, grammar)
    place = {token.figure: at for at, token in enumerate(tokens) if token.figure is not None}
    found: list[tuple[str | None, str]] = []
    for at, (figure, role) in enumerate(zip(scene.figures, roles, strict=True)):
        if role in (Role.PERIOD, Role.STRUCTURAL) or at not in place:
            found.append((None, ""))
        else:
            found.append(_find_own(figure, place[at], tokens, grammar, framed=role in _FRAMES))
    wanted = [role not in (Role.PERIOD, Role.STRUCTURAL) for role in roles]
    _share_into_brackets(scene, found, wanted)
    _share_forward(found, wanted, place, tokens=tokens, grammar=grammar)
    _share_backward(scene, found, wanted)
    return found


def _find_own(
    figure: SceneFigure,
    at: int,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
    *,
    framed: bool,
) -> tuple[str | None, str]:
    """Return the phrase that the figure's own clause gives it, or the clause before."""
    share = figure.quantity.kind is Kind.PERCENT
    if share and (part := part_of_share(at, tokens, grammar)) is not None:
        return (part, "indicator.share") if part else (None, "")
    rated = share or figure.quantity.kind is Kind.MULTIPLE
    if rated and (compared := part_of_ratio(at, tokens, grammar)):
        return compared, "indicator.share"
    if _tells_time(figure, grammar, framed=framed) and not phrase_behind(at, tokens, grammar):
        ahead = phrase_ahead(at, tokens, grammar)
        if ahead:
            return ahead, "indicator.ahead"
    if at >= HEAD_LENGTH and tokens[at - 1].text in grammar.tolerances:
        return None, ""
    if (opened := _spells_out(at, tokens)) is not None:
        spelled = phrase_before(opened, tokens, grammar)
        return (spelled, "indicator.bracket") if spelled else (None, "")
    return _find_phrase(figure, at, tokens, grammar)


def _find_phrase(
    figure: SceneFigure, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> tuple[str | None, str]:
    """Return the phrase behind or before the figure, whichever its kind and verb prefer."""
    behind = phrase_behind(at, tokens, grammar)
    before = phrase_before(at, tokens, grammar)
    if figure.quantity.kind is Kind.SCORE and before and (symbol := _SYMBOL.search(before)):
        return symbol[0], "indicator.symbol"
    head, tail = (before, "indicator.head"), (behind, "indicator.object")
    if figure.quantity.kind is Kind.COUNT:
        listed = at > 0 and tokens[at - 1].text in CLOSING
        if behind is None and listed and tokens[at].counter not in grammar.people_counters:
            behind = phrase_ahead(at, tokens, grammar)  # 等20處完成取像任務
        order = [(behind, "indicator.counted"), head]
        repeats = behind and before and _repeats(before, behind) and not listed
        if repeats or (before and behind in grammar.objects):
            order = [head]  # 產學研單位共18個單位; 場域主等12家次合作
    elif behind and _prefers_behind(figure, at, tokens, grammar):
        order = [tail, head]
    else:
        order = [head, tail]
    for phrase, rule in order:
        if phrase and phrase not in grammar.agencies:
            return phrase, rule
    return _without_noun(figure, at, tokens, grammar)


def _without_noun(
    figure: SceneFigure, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> tuple[str | None, str]:
    """Return the verb of a clause that holds no noun, or what the clause before it ends with."""
    kind = figure.quantity.kind
    if kind is Kind.AMOUNT and has_purpose(at, tokens, grammar):
        budget = phrase_of_budget(at, tokens, grammar)
        if budget:
            return budget, "indicator.budget"
    counts = kind is Kind.COUNT
    if counts and (ahead := phrase_of_deed(at, tokens, grammar)):
        return ahead, "indicator.ahead"
    if not counts and (outside := phrase_outside(at, tokens, grammar)):
        return outside, "indicator.bracket"
    verb = verb_before(at, tokens, grammar)
    hopped = phrase_of_last_clause(at, tokens, grammar)
    if verb and not (hopped and is_summed(at, tokens, grammar)):
        return verb, "indicator.verb"
    if hopped:
        return hopped, "indicator.clause_before"
    label = list_label(at, tokens, grammar)
    return (label, "indicator.label") if label else (None, "")


def _prefers_behind(
    figure: SceneFigure, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> bool:
    """Tell whether what follows the figure goes before its clause's head: 帶動5.3億元投資."""
    if _takes_object(at, tokens, grammar):
        return True
    bounded = at + 1 < len(tokens) and tokens[at + 1].text in grammar.bounds
    qualifies = figure.quantity.kind in _QUALIFYING or bounded  # 一年36萬元以上彈性薪資
    return qualifies and not _is_linked(at, tokens, grammar)


def _repeats(subject: str, noun: str) -> bool:
    """Tell whether a subject already says what is counted: 縣市數由5個縣市增至8個縣市."""
    return subject.removesuffix(_NUMBER).endswith(noun)


def _says_less(noun: str, subject: str) -> bool:
    """Tell whether a noun is only the head, or the things, of a number that was named before."""
    return len(noun) <= HEAD_LENGTH or (subject.endswith(_NUMBER) and not noun.endswith(_NUMBER))


def _share_into_brackets(
    scene: Scene, found: list[tuple[str | None, str]], wanted: Sequence[bool]
) -> None:
    """Give the parts that a bracket tells the whole's phrase: 24家廠商(荷蘭8家及臺灣16家)."""
    whole: int | None = None
    for at, figure in enumerate(scene.figures):
        if not wanted[at]:
            continue
        if scene.nesting[figure.start] == 0:
            whole = at
        elif whole is not None and found[whole][0]:
            like = scene.figures[whole].quantity.unit == figure.quantity.unit
            between = scene.text[scene.figures[whole].end : figure.start]
            if like and not any(stop in between for stop in HOPS):
                found[at] = (found[whole][0], "indicator.shared")


def _share_forward(
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    place: Mapping[int, int],
    *,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
) -> None:
    """Give a figure without a phrase that of the next in its list: 53家、79項次國內自主產品."""
    joints = LINKS | {"、"} | grammar.gaps
    for at in range(len(found) - 2, -1, -1):
        phrase, rule = found[at + 1]
        lacking = found[at][0] is None or found[at][1] in _WEAK
        if not lacking or not wanted[at] or not phrase or rule not in _COUNTED:
            continue
        between = tokens[place[at] + 1 : place[at + 1]]
        bare = all(token.text in joints for token in between)
        if bare or (between[0].text in HOPS and all(t.text in grammar.bounds for t in between[1:])):
            found[at] = (phrase, "indicator.shared")


def _share_backward(
    scene: Scene, found: list[tuple[str | None, str]], wanted: Sequence[bool]
) -> None:
    """Give a figure without a phrase, or with only a head, that of the last figure of like unit."""
    for at, (phrase, _) in enumerate(found):
        last = _last_alike(scene, found, at)
        if last is None or not wanted[at]:
            continue
        if phrase is None or (_says_less(phrase, last) and _repeats(last, phrase)):
            found[at] = (last, "indicator.shared")


def _last_alike(scene: Scene, found: Sequence[tuple[str | None, str]], at: int) -> str | None:
    """Return the indicator of the last figure before, one of like unit if there is one."""
    unit = scene.figures[at].quantity.unit
    if at and found[at - 1][0] and _goes_with(scene, at):
        return found[at - 1][0]
    part = scene.text.rfind("；", 0, scene.figures[at].start)
    earlier = [n for n in range(at) if found[n][0] is not None]
    earlier = [n for n in earlier if scene.figures[n].start > part] or earlier
    alike = [n for n in earlier if unit and scene.figures[n].quantity.unit[:1] == unit[:1]]
    chosen = (alike or earlier)[-1:]
    return found[chosen[0]][0] if chosen else None


def _goes_with(scene: Scene, at: int) -> bool:
    """Tell whether only 達 or 至 stands between a figure and the last: 成長10倍達300億元."""
    between = scene.text[scene.figures[at - 1].end : scene.figures[at].start]
    return 0 < len(between) <= _HOP_LENGTH and between.isalpha()


def _spells_out(at: int, tokens: Sequence[Token]) -> int | None:
    """Return the bracket in which a figure only spells out what stands before it.

    That is one behind 各 (機具(包括乾式及濕式各一套)) or a factor of a formula (占比(…*100%)).
    """
    if at < HEAD_LENGTH or tokens[at - 1].text not in _EACH:
        return None
    for index in range(at - 1, -1, -1):
        if tokens[index].text in OPENERS:
            return index
        if tokens[index].text in CLOSERS or tokens[index].text[0] in HOPS:
            return None
    return None


def _tells_time(figure: SceneFigure, grammar: IndicatorGrammar, *, framed: bool) -> bool:
    """Tell whether a length of time is one within which something is done."""
    quantity = figure.quantity
    within = framed or quantity.bound is Bound.AT_MOST
    return quantity.kind is Kind.MEASURE and within and quantity.unit in grammar.times


def _is_linked(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether 達 or 為 joins the figure with what stands before it: 灌溉面積達206公頃."""
    if at > 0 and grammar.dimension.search(tokens[at - 1].text):
        return True  # 觀測半徑75公里
    while at > 0 and tokens[at - 1].text in grammar.bounds:
        at -= 1
    return at > 0 and tokens[at - 1].text in grammar.linking


def _takes_object(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a verb or a link stands before the figure: 帶動5.3億元投資及62.8億元營收."""
    while at > 0 and tokens[at - 1].text in grammar.bounds:
        at -= 1
    word = tokens[at - 1].text if at else "，"
    opens = word in LINKS or word in STOPS or word in GENITIVE
    return opens or word in grammar.predicates or word in grammar.objects
