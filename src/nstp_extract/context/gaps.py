"""What stands between a noun phrase and its number: 達, 約, 於2018年, 提升至, 增幅."""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.phrase import (
    CLOSERS,
    HEAD_LENGTH,
    LINKS,
    NOT_PART,
    OPEN_QUOTES,
    SINCE,
    STOPS,
    IndicatorGrammar,
    Token,
    open_of,
)

_PAUSE: Final = frozenset("、")
_MAX_ORDINAL: Final = 3
_PER: Final = frozenset("每")


def is_adverb(token: Token, grammar: IndicatorGrammar) -> bool:
    """Tell whether a word only stands between a noun and its verb or number: 分別, 於2018年."""
    return is_gap(token, grammar) or token.text in grammar.edges


def is_gap(token: Token, grammar: IndicatorGrammar) -> bool:
    """Tell whether a word only joins a number to what it measures: 達, 約, 於2018年, 降到, 減幅."""
    return token.date or token.text in grammar.gaps or tells_change(token, grammar)


def tells_change(token: Token, grammar: IndicatorGrammar) -> bool:
    """Tell whether a word says that something grew, fell or how far: 略增, 降為, 增幅."""
    return grammar.change.fullmatch(token.text) is not None


def skip_gaps(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Step back over what stands between a noun phrase and its number: 達, 約, 於2018年, 提升至."""
    while at > 0:
        token = tokens[at - 1]
        gap = is_gap(token, grammar) or token.text in OPEN_QUOTES
        gap = gap or token.text.isdigit() or grammar.calendar.fullmatch(token.text) is not None
        gap = gap or _joins_dates(at - 1, tokens) or _tells_degree(at - 1, tokens, grammar)
        if whole := _length_of_frame(at, tokens, grammar):
            at -= whole
            continue
        gap = gap or (token.time and at < len(tokens) and tokens[at].text in SINCE)
        if not gap and not NOT_PART.fullmatch(token.text):
            break
        at -= 1
    return at


def _joins_dates(at: int, tokens: Sequence[Token]) -> bool:
    """Tell whether token `at` only stands between two dates: 104、105年度."""
    joint = tokens[at].text in LINKS or tokens[at].text in _PAUSE
    return joint and 0 < at < len(tokens) - 1 and tokens[at - 1].date and tokens[at + 1].date


def _length_of_frame(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return how many words before `at` say by what is counted, or in which term.

    每|立方公尺, 第|2|期; 0 where none do.
    """
    if at >= HEAD_LENGTH and tokens[at - HEAD_LENGTH].text in _PER:
        return HEAD_LENGTH
    for size in range(1, min(at, _MAX_ORDINAL) + 1):
        if grammar.ordinal.fullmatch("".join(t.text for t in tokens[at - size : at])):
            return size
    return 0


def _tells_degree(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether token `at` says how much the word of change behind it is: 遽|降."""
    follows = at + 1 < len(tokens) and tells_change(tokens[at + 1], grammar)
    return follows and grammar.degree.fullmatch(tokens[at].text) is not None


def skip_bracket(at: int, tokens: Sequence[Token], *, counted: bool = False) -> int:
    """Step back over a bracket that only spells the noun before it out: 回收年限(ROI).

    One that holds figures stays, unless `counted`.
    """
    if at and tokens[at - 1].text in CLOSERS:
        opened = open_of(at - 1, tokens)
        if opened and (counted or all(token.figure is None for token in tokens[opened:at])):
            return opened
    return at


def refers_back(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a figure is of what the last one was of: 前者|超過99%, 非農家|則為41萬元."""
    end, contrasted = at, False
    while end and is_gap(tokens[end - 1], grammar):
        end -= 1
        contrasted = contrasted or grammar.contrast.fullmatch(tokens[end].text) is not None
    start = end
    while start and tokens[start - 1].text[0] not in STOPS and tokens[start - 1].figure is None:
        start -= 1
    words = "".join(token.text for token in tokens[start:end])
    group = contrasted and grammar.group.fullmatch(words)
    return bool(group) or grammar.pronoun.fullmatch(words) is not None
