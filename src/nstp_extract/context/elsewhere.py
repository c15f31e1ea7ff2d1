"""What stands in for a noun phrase where the figure's own clause gives none beside it.

Behind its verb (於2個月內提出|書面報告), in the clause before, outside a bracket, in the budget
that a list ends with, or the bare verb.
"""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.before import breaks, phrase_before
from nstp_extract.context.behind import phrase_behind
from nstp_extract.context.gaps import is_adverb, skip_bracket, skip_gaps
from nstp_extract.context.phrase import (
    CLOSERS,
    CLOSING,
    HEAD_LENGTH,
    HOPS,
    OPEN_QUOTES,
    OPENERS,
    STOPS,
    IndicatorGrammar,
    Token,
    acts,
    close_of,
    is_verb,
    join_words,
    quoted_before,
)

_SENTENCE_ENDS: Final = frozenset("；。")
_SUM_REACH: Final = 5
_ORDINAL_REACH: Final = 3


def phrase_ahead(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return what is done in the time that the figure at `at` gives, behind its clause's verb.

    於2個月內向立法院提出書面報告: what stands between is stepped over, a figure too.
    """
    quoted = at
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.text[0] in STOPS:
            return None
        if token.text in OPEN_QUOTES:
            quoted = close_of(index, tokens) or index
        if index <= quoted or not is_verb(token, grammar):
            continue
        before = _before_object(index + 1, tokens, grammar)
        if phrase := phrase_behind(before, tokens, grammar, counter=""):
            return phrase
        if title := quoted_before(before + 1, tokens, grammar):
            return title
    return None


def phrase_of_deed(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return what those counted at `at` do, for want of a noun: 吸引173隊參與|創意提案."""
    behind = tokens[at + 1 : at + 2]
    counter = tokens[at].counter
    if not behind or not is_verb(behind[0], grammar):
        return None
    if any(token.counter == counter for token in tokens[:at]):
        return None  # 56家乳牛場之機器人、10家裝置擠乳機器人
    return phrase_ahead(at, tokens, grammar)


def phrase_of_budget(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return what the money at `at` is for: the budget that its list ends with, or what is done.

    編列57億元，主要包括：鐵路地下化等|計畫經費; 編列5億元，持續推動|公共托育計畫.
    """
    for index in range(at + 1, len(tokens)):
        if tokens[index].figure is not None and tokens[index].counter == "":
            break
        if tokens[index].text in CLOSING:
            listed = phrase_behind(index, tokens, grammar)
            if listed and grammar.budget.search(listed):
                return listed
    clause = at + 1
    if clause < len(tokens) and tokens[clause].text in HOPS:
        return phrase_ahead(clause, tokens, grammar)
    return phrase_ahead(at, tokens, grammar)


def _before_object(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return the token behind which a verb's object stands: a quoted title, a figure, or none."""
    if at < len(tokens) and tokens[at].text in OPEN_QUOTES:
        at = (close_of(at, tokens) or at - 1) + 1
    while at < len(tokens) and (
        tokens[at].text in grammar.bounds or tokens[at].text in grammar.linking
    ):
        at += 1
    counted = at < len(tokens) and tokens[at].figure is not None
    return at if counted else at - 1


def phrase_of_last_clause(
    at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> str | None:
    """Return what the clause before ends with, where the figure's own holds only its verb."""
    while at > 0 and tokens[at - 1].text[0] not in STOPS:
        if tokens[at - 1].figure is not None and not tokens[at - 1].date:
            return None
        at -= 1
    if at == 0 or tokens[at - 1].text not in HOPS:
        return None
    if (said := _only_time(at - 1, tokens, grammar)) is not None:
        at = said
    return phrase_before(skip_bracket(at - 1, tokens, counted=True), tokens, grammar)


def _only_time(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int | None:
    """Return where the clause before `at` begins, if it only says when: ，截至109年底，."""
    start = skip_gaps(at, tokens, grammar)
    while start and is_adverb(tokens[start - 1], grammar):
        start -= 1
    hops = 0 < start < at and tokens[start - 1].text in HOPS
    return start if hops else None


def has_purpose(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the clauses before only say what for: 為促進城鄉均衡發展，本期編列221億元."""
    while at > 0 and tokens[at - 1].text[0] not in _SENTENCE_ENDS:
        at -= 1
        if tokens[at].figure is not None and not tokens[at].date:
            return False
        opens = at == 0 or tokens[at - 1].text[0] in STOPS
        if opens and tokens[at].text in grammar.purposes:
            return True
    return False


def list_label(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return all that stands before the figure of a list's line: (六)臺南市審計處 6,912萬元."""
    start = at
    while start and not breaks(start - 1, tokens) and tokens[start - 1].text not in CLOSERS:
        start -= 1
    opens = start == 0 or tokens[start - 1].text in CLOSERS
    for end in range(min(start + _ORDINAL_REACH, at), start, -1):
        if grammar.hollow.fullmatch("".join(token.text for token in tokens[start:end])):
            start = end  # 第2項|臺南區農業改良場
            break
    plain = not any(is_verb(t, grammar) or is_adverb(t, grammar) for t in tokens[start:at])
    return join_words(tokens[start:at], grammar) if opens and plain else None


def phrase_outside(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun before the bracket that the figure opens: 解析度(由10分鐘提升至2分鐘)."""
    at = skip_gaps(at, tokens, grammar)
    if at < HEAD_LENGTH or tokens[at - 1].text not in OPENERS:
        return None
    return phrase_before(at - 1, tokens, grammar)


def is_summed(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the clause sums up what the clause before did: 辦理課程，累計培訓10,439人次."""
    for token in reversed(tokens[max(0, at - _SUM_REACH) : at]):
        if token.text[0] in STOPS:
            return False
        if grammar.sums_up.match(token.text):
            return True
    return False


def verb_before(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the verb that governs the figure, for want of a noun: 成功媒合595人."""
    at = skip_gaps(at, tokens, grammar)
    verb = tokens[at - 1] if at else None
    if verb is None or verb.text in grammar.gaps or verb.text in grammar.predicates:
        return None
    return verb.text if acts(verb, grammar) else None
