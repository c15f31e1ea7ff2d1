"""The noun phrase behind a figure: 促成7家|廠商|進行測試."""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.gaps import is_adverb, tells_change
from nstp_extract.context.phrase import (
    CLOSERS,
    CLOSING,
    GENITIVE,
    HEAD_LENGTH,
    LINKS,
    NOT_PART,
    OPEN_QUOTES,
    OPENERS,
    SINCE,
    STOPS,
    WITHIN,
    IndicatorGrammar,
    Token,
    acts,
    close_of,
    is_relative,
    is_verb,
    join_words,
    skip_relative,
    tells_part,
)

_AGE: Final = "歲"
_PARTNER: Final = frozenset("與")
_ABRIDGED: Final = 3
"""Tokens of a bracket with one word."""
_NAMED: Final = 5
"""Tokens from a verb on in which the name of a document ends."""
_PAUSE: Final = frozenset("、")


def phrase_behind(
    at: int, tokens: Sequence[Token], grammar: IndicatorGrammar, *, counter: str | None = None
) -> str | None:
    """Return the noun phrase that follows the figure directly.

    Behind a `counter`, by default the figure's own, it is what is counted, not what is done
    with it: 18處重點聚落|之崩塌雨量警戒值.
    """
    counter = tokens[at].counter if counter is None else counter
    start, end = _phrase_range(at, tokens, grammar)
    follows = tokens[end] if end < len(tokens) else None
    if follows and follows.counter == _AGE and end == start and counter:
        return phrase_behind(end, tokens, grammar)  # 2名|6歲以下|幼兒
    listed = bool(follows) and tokens[end].text in _PAUSE
    if listed and (named := _list_noun(end, tokens, grammar, counter=counter)):
        return named
    if counter:
        people = counter in grammar.people_counters
        end = _end_of_counted(start, end, tokens, grammar, people=people)
    return join_words(tokens[_last_genitive(start, end, tokens, grammar) : end], grammar)


def _phrase_range(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> tuple[int, int]:
    """Return where the noun phrase behind the figure at `at` begins and ends."""
    start = at = _phrase_opens(at + 1, tokens, grammar)
    while at < len(tokens):
        if tokens[at].text in OPEN_QUOTES and (quoted := close_of(at, tokens)) is not None:
            at = quoted + 1
        elif tokens[at].text in OPENERS:
            closed = _skip_including(at, tokens, grammar)
            if at == start or closed is None:
                break
            at = closed
        elif is_verb(tokens[at], grammar) and is_relative(at + 1, tokens):
            start = at = at + 2  # 院所適用之|服務元件: what describes the noun is left out
        elif _ends_phrase(at, start, tokens, grammar):
            break
        else:
            at += 1
    return start, at


def _list_noun(
    at: int, tokens: Sequence[Token], grammar: IndicatorGrammar, *, counter: str
) -> str | None:
    """Return the noun behind 等 that sums a list's names up: 100種著色劑、防腐劑等|添加物."""
    for index in range(at, len(tokens)):
        token = tokens[index]
        if token.text in CLOSING:
            return phrase_behind(index, tokens, grammar, counter=counter)
        if token.text[0] in STOPS - _PAUSE or token.figure is not None:
            return None
        if token.text in grammar.predicates:
            return None
    return None


def _end_of_counted(
    start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar, *, people: bool
) -> int:
    """Return where the counted noun ends, before what belongs to it: 160個輻射觀測站|的檢覈.

    Where the phrase ends with a noun that is counted itself, the words before only describe it
    (69件新興領域之學研計畫). Of `people` and firms, what they do or make is left out:
    13家廠商|醫材產品.
    """
    ends = ["".join(t.text for t in tokens[start : at + 1]) for at in range(start, end)]
    kinds = grammar.actors if people else (*grammar.actors, *grammar.countable)
    if not ends or ends[-1].endswith(kinds):
        return end
    for at in range(start + 1, end):
        last, text = ends[at - start - 1], tokens[at].text
        if text in GENITIVE and len(last) > HEAD_LENGTH:
            return at
        listed = text in LINKS or text in _PAUSE or ends[at - start].endswith(grammar.actors)
        if people and last.endswith(grammar.actors) and not listed:
            return at
    return end


def _phrase_opens(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where the phrase begins: behind qualifiers, a gloss, and what describes it."""
    while at < len(tokens) and (
        tokens[at].text in grammar.bounds
        or tokens[at].text in GENITIVE
        or tokens[at].text in grammar.describers
    ):
        at += 1
    if at < len(tokens) and at and tokens[at - 1].time and tokens[at].text in SINCE:
        at += 1
        while at < len(tokens) and is_adverb(tokens[at], grammar):
            at += 1  # 35年來|首度|奪牌紀錄
    at = _skip_gloss(at, tokens)
    word = tokens[at].text if at < len(tokens) else ""
    described = word in grammar.predicates or word in grammar.openers
    return skip_relative(at, tokens) if described else at


def _last_genitive(start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where the one begins who is counted, behind what describes him: 帆船隊的|女同學."""
    if end == start or not tokens[end - 1].text.endswith(grammar.actors):
        return start
    marks = [index for index in range(start, end) if tokens[index].text == "的"]
    return marks[-1] + 1 if marks else start


def _skip_gloss(at: int, tokens: Sequence[Token]) -> int:
    """Step over a bracket right behind the figure where a noun follows: 3小時(原6小時)定量預報."""
    if at >= len(tokens) or tokens[at].text not in OPENERS:
        return at
    for index in range(at, len(tokens)):
        if tokens[index].text[0] in STOPS:
            return at
        if tokens[index].text in CLOSERS:
            return index + 1
    return at


def _ends_phrase(at: int, start: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the phrase that began at `start` ends before token `at`."""
    token = tokens[at]
    stops = token.text[0] in STOPS or token.text in CLOSERS or NOT_PART.fullmatch(token.text)
    inside = at == start and _is_within(at, tokens, grammar)
    if stops or inside or token.figure is not None or token.text in grammar.tolerances:
        return True
    if at > start and _is_in_document(at, start, tokens, grammar):
        return False
    if (
        token.text in grammar.edges
        or token.text in grammar.predicates
        or ((at == start or len(token.text) > 1) and tells_change(token, grammar))
        or (token.text in grammar.agencies and at > start)
    ):
        return True
    if token.text in GENITIVE and at > start:
        return "".join(t.text for t in tokens[start:at]).endswith(grammar.actors)
    acted = at > start and "".join(t.text for t in tokens[start:at]).endswith(grammar.actors)
    if token.text in LINKS:
        parts = acted and token.text in _PARTNER
        return at == start or parts or _link_ends(at, tokens, grammar)
    verb = token.text if is_verb(token, grammar) else token.text[-2:]
    return acted and (token.verb or verb in grammar.objects or verb in grammar.predicates)


def _is_within(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether token `at` only says among which something is done: 12項|中|修正5項."""
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    acted = follows is not None and (acts(follows, grammar) or is_adverb(follows, grammar))
    return tokens[at].text in WITHIN and acted


def _is_in_document(
    at: int, start: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> bool:
    """Tell whether token `at` is within the name of a document: 書面|改善|說明|報告."""
    if not is_verb(tokens[at], grammar):
        return False
    named = grammar.document.match("".join(token.text for token in tokens[start : at + _NAMED]))
    return named is not None and named.end() > sum(len(t.text) for t in tokens[start:at])


def _link_ends(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether 及 or 與 at `at` leads out of the phrase: to a figure, a verb or a partner."""
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is None or follows.figure is not None:
        return True
    if tokens[at].text == "與" and not _is_compound(at, tokens, grammar):
        return True
    return follows.text in grammar.predicates or follows.text in grammar.edges


def _is_compound(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell 與 inside one name (智慧零售與物流服務方案) from 與 that names a partner."""
    for token in tokens[at + 1 : at + 6]:
        if token.text[0] in STOPS or token.text in OPENERS:
            return True
        if token.figure is not None or token.text in GENITIVE:
            return False
        if token.text in grammar.predicates or token.text in grammar.edges:
            return False
    return False


def _abridges(at: int, tokens: Sequence[Token]) -> bool:
    """Tell whether a bracket holds one character that stands for another word: 縣(市)."""
    inside = tokens[at + 1 : at + _ABRIDGED]
    closed = len(inside) == _ABRIDGED - 1 and inside[-1].text in CLOSERS
    return closed and len(inside[0].text) == 1 and inside[0].figure is None


def _skip_including(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int | None:
    """Return where a bracket that tells what a noun includes ends: 基因體(含家屬)定序.

    None where the bracket tells something else, or where the noun does not go on behind it.
    """
    if _abridges(at, tokens):
        return at + _ABRIDGED
    if not tells_part(at, tokens):
        return None
    for index in range(at, len(tokens)):
        if tokens[index].figure is not None:
            return None
        if tokens[index].text in CLOSERS:
            goes_on = index + 1 < len(tokens) and not _ends_phrase(
                index + 1, index + 1, tokens, grammar
            )
            return index + 1 if goes_on else None
    return None
