"""Whose share a percentage tells, where its clause names both the part and the whole."""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.before import phrase_before
from nstp_extract.context.gaps import is_adverb
from nstp_extract.context.phrase import (
    GENITIVE,
    HOPS,
    OPENERS,
    STOPS,
    IndicatorGrammar,
    Token,
    has_suffix,
    join_words,
)

_SHARES: Final = frozenset("占佔")
_IS: Final = frozenset("為是")


def part_of_share(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the part whose share of a whole is told: 產值|為352億美元，占全球21.3%.

    Where the share itself is named, its whole name is taken: 執行數占預算數比率|僅38.9%. It is
    empty where the number before has no noun of its own to be shared, None without a 占.
    """
    for index in range(at - 1, -1, -1):
        text = tokens[index].text
        if text[0] in STOPS or text in OPENERS:
            return None
        rate = has_suffix(index, at, tokens) and len(tokens[index + 1].text) == 1  # 市占|率
        if text[-1] in _SHARES and not rate:
            counted = _skip_counted(index, tokens, grammar)
            shared = part_of_share(counted, tokens, grammar) if counted < index else None
            part = shared or phrase_before(counted, tokens, grammar)
            named = _named_share(index, at, tokens, grammar)
            if named:
                return part + named if part and counted == index else named
            return part or ("" if _opens_clause(index, tokens, grammar) else None)
    return None


def _opens_clause(index: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the part whose share 占 at `index` tells stands in a clause before."""
    while index and is_adverb(tokens[index - 1], grammar):
        index -= 1
    return index > 0 and tokens[index - 1].text in HOPS


def _named_share(
    index: int, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> str | None:
    """Return the words from 占 on that name a rate: 占|已編列預算數|比率."""
    ends = (n + 1 for n in range(index, at) if tokens[n].text in grammar.rates)
    end = next(ends, None)
    if end is None:
        return None
    adjacent = all(
        after.start == token.start + len(token.text)
        for token, after in zip(tokens[index : end - 1], tokens[index + 1 : end], strict=True)
    )
    return join_words(tokens[index:end], grammar) if adjacent else None


def part_of_ratio(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return what a figure measures against another: 農家所得|僅為非農家的81.6%."""
    if at == 0 or tokens[at - 1].text not in GENITIVE:
        return None
    for index in range(at - 1, -1, -1):
        token = tokens[index]
        if token.text[0] in STOPS or token.text in OPENERS or token.figure is not None:
            return None
        if token.text[-1] in _IS and token.text in grammar.linking:
            return phrase_before(index, tokens, grammar)
    return None


def _skip_counted(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Step back from 占 over the number whose share is told: 執行數|10億元，占分配數19億元之55%."""
    before = at
    while before and is_adverb(tokens[before - 1], grammar):
        before -= 1
    if before and tokens[before - 1].text in HOPS:
        before -= 1
    counted = before and tokens[before - 1].figure is not None and not tokens[before - 1].date
    return before - 1 if counted else at
