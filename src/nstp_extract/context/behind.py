"""The noun phrase behind a figure: 促成7家|廠商|進行測試."""

from collections.abc import Sequence

from nstp_extract.context.phrase import (
    CLOSERS,
    GENITIVE,
    LINKS,
    NOT_PART,
    OPENERS,
    STOPS,
    IndicatorGrammar,
    Token,
    is_relative,
    is_verb,
    join_words,
    skip_relative,
    tells_part,
)


def phrase_behind(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun phrase that follows the figure directly."""
    at += 1
    while at < len(tokens) and (tokens[at].text in grammar.bounds or tokens[at].text in GENITIVE):
        at += 1
    if at < len(tokens) and tokens[at].text in grammar.predicates:
        at = skip_relative(at, tokens)
    start = at
    while at < len(tokens):
        if tokens[at].text in OPENERS:
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
    return join_words(tokens[start:at], grammar)


def _ends_phrase(at: int, start: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the phrase that began at `start` ends before token `at`."""
    token = tokens[at]
    if token.text[0] in STOPS or token.text in CLOSERS or NOT_PART.fullmatch(token.text):
        return True
    if token.figure is not None or token.text in grammar.tolerances:
        return True
    if token.text in grammar.edges or token.text in grammar.predicates:
        return True
    if token.text in GENITIVE and at > start:
        return "".join(t.text for t in tokens[start:at]).endswith(grammar.actors)
    if token.text in LINKS:
        return at == start or _link_ends(at, tokens, grammar)
    acts = token.text in grammar.objects and at > start
    return acts and "".join(t.text for t in tokens[start:at]).endswith(grammar.actors)


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


def _skip_including(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int | None:
    """Return where a bracket that tells what a noun includes ends: 基因體(含家屬)定序.

    None where the bracket tells something else, or where the noun does not go on behind it.
    """
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
