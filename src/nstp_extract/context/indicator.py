"""What is measured: the counted noun behind a figure, or the noun phrase before its verb.

Two phrases are looked for, one behind the figure and one before it; the kind of the figure and the
word that stands before it decide which goes first. Where both are empty the clause before is asked,
then the neighbours in a list, then the last figure.
"""

import re
from collections.abc import Sequence
from typing import Final

from nstp_extract.context.antecedent import repeats
from nstp_extract.context.before import phrase_before
from nstp_extract.context.behind import phrase_behind
from nstp_extract.context.compared import compared_noun, comparison_before
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
from nstp_extract.context.gaps import refers_back
from nstp_extract.context.neighbours import share_with_neighbours
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

_EACH: Final = frozenset("各*×/")
_FRAMES: Final = frozenset((Role.CONTEXT, Role.FORECAST))
_SYMBOL: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*[²³]?$")
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
    share_with_neighbours(scene, found, wanted, tokens=tokens, grammar=grammar)
    for at, figure in enumerate(scene.figures):
        noun = figure.quantity.unit
        counted = figure.quantity.kind is Kind.COUNT and len(noun) >= HEAD_LENGTH
        if wanted[at] and found[at][0] is None and counted and noun in grammar.nouns:
            found[at] = (noun, "indicator.counter")  # 全臺22縣市
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
    widens = at >= HEAD_LENGTH and tokens[at - 1].text in grammar.tolerances
    if widens or _refers_back(figure, at, tokens, grammar):
        return None, ""
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
    if (opened := _spells_out(at, tokens)) is not None:
        spelled = phrase_before(opened, tokens, grammar)
        return (spelled, "indicator.bracket") if spelled else (None, "")
    return _find_phrase(figure, at, tokens, grammar)


def _refers_back(
    figure: SceneFigure, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> bool:
    return figure.quantity.kind is not Kind.COUNT and refers_back(at, tokens, grammar)


def _find_phrase(
    figure: SceneFigure, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> tuple[str | None, str]:
    """Return the phrase behind or before the figure, whichever its kind and verb prefer."""
    behind = phrase_behind(at, tokens, grammar)
    topic = comparison_before(at, tokens, grammar, figure=figure)
    before = phrase_before(topic, tokens, grammar) or compared_noun(at, topic, tokens, grammar)
    if figure.quantity.kind is Kind.SCORE and before and (symbol := _SYMBOL.search(before)):
        return symbol[0], "indicator.symbol"
    head, tail = (before, "indicator.head"), (behind, "indicator.object")
    if figure.quantity.kind is Kind.COUNT:
        listed = at > 0 and tokens[at - 1].text in CLOSING
        if behind is None and listed and tokens[at].counter not in grammar.people_counters:
            behind = phrase_ahead(at, tokens, grammar)  # 等20處完成取像任務
        order = [(behind, "indicator.counted"), head]
        said = behind and before and repeats(before, behind) and not listed
        if said or (before and behind in grammar.objects):
            order = [head]  # 產學研單位共18個單位; 場域主等12家次合作
    elif behind and _prefers_behind(figure, at, tokens, grammar):
        order = [tail, head]
    else:
        order = [head, tail]
    for phrase, rule in order:
        if phrase and phrase not in grammar.agencies:
            return phrase, rule
    return _without_noun(figure, at, tokens, grammar, topic=topic)


def _without_noun(
    figure: SceneFigure,
    at: int,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
    *,
    topic: int,
) -> tuple[str | None, str]:
    """Return the verb of a clause that holds no noun, or what the clause before it ends with."""
    hopped = phrase_of_last_clause(at, tokens, grammar)
    summed = hopped is not None and is_summed(at, tokens, grammar)
    if not summed and (stated := _done_with(figure, at, tokens, grammar)):
        return stated
    if not summed and (verb := verb_before(topic, tokens, grammar)):
        return verb, "indicator.verb"
    if hopped:
        return hopped, "indicator.clause_before"
    label = list_label(at, tokens, grammar)
    return (label, "indicator.label") if label else (None, "")


def _done_with(
    figure: SceneFigure, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> tuple[str, str] | None:
    """Return what is done with the money, the time or the things that are counted."""
    kind = figure.quantity.kind
    if kind is Kind.AMOUNT:
        verb = verb_before(at, tokens, grammar) or ""
        spent = has_purpose(at, tokens, grammar) or grammar.funding.fullmatch(verb)
        if spent and (budget := phrase_of_budget(at, tokens, grammar)):
            return budget, "indicator.budget"
    if kind is Kind.COUNT:
        ahead = phrase_of_deed(at, tokens, grammar)
        return (ahead, "indicator.ahead") if ahead else None
    if at and tokens[at].time and tokens[at - 1].text in grammar.predicates:
        lasting = phrase_before(at - 1, tokens, grammar)  # 全民健保|已開辦30年
        if lasting:
            return lasting, "indicator.head"
    outside = phrase_outside(at, tokens, grammar)
    return (outside, "indicator.bracket") if outside else None


def _prefers_behind(
    figure: SceneFigure, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> bool:
    """Tell whether what follows the figure goes before its clause's head: 帶動5.3億元投資."""
    if _takes_object(at, tokens, grammar):
        return True
    bounded = at + 1 < len(tokens) and tokens[at + 1].text in grammar.bounds
    qualifies = figure.quantity.kind in _QUALIFYING or bounded  # 一年36萬元以上彈性薪資
    return qualifies and not _is_linked(at, tokens, grammar)


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
    while at > 0 and tokens[at - 1].text in grammar.bounds:
        at -= 1
    before = tokens[at - 1].text if at else ""
    noun = "".join(token.text for token in tokens[max(0, at - HEAD_LENGTH) : at])
    return before in grammar.linking or grammar.dimension.search(noun) is not None


def _takes_object(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a verb or a link stands before the figure: 帶動5.3億元投資及62.8億元營收."""
    while at > 0 and tokens[at - 1].text in grammar.bounds:
        at -= 1
    word = tokens[at - 1].text if at else "，"
    opens = word in LINKS or word in STOPS or word in GENITIVE
    return opens or word in grammar.predicates or word in grammar.objects
