"""The noun phrase before a figure and its verb, in its own clause or the one before."""

from collections.abc import Sequence
from typing import Final

from nstp_extract.context.gaps import is_adverb, is_gap, skip_bracket, skip_gaps
from nstp_extract.context.phrase import (
    CLOSE_QUOTES,
    CLOSERS,
    CLOSING,
    GENITIVE,
    HEAD_LENGTH,
    LINKS,
    NOT_PART,
    OPEN_QUOTES,
    OPENERS,
    POINTERS,
    STOPS,
    WITHIN,
    IndicatorGrammar,
    Token,
    acts,
    close_of,
    has_suffix,
    is_relative,
    is_verb,
    join_words,
    name_before,
    open_of,
    quoted_before,
    tells_part,
)

_DOER: Final = "者"
_BY: Final = frozenset("由")
_THRESHOLDED: Final = ("數", _DOER)
_PAUSE: Final = frozenset("、")
_SHORT_HEADS: Final = frozenset("值量率額數")
_WHEN: Final = frozenset("前後時")
_STEPS: Final = 3
_OWN_LENGTH: Final = 4
"""Code points from which on a head noun needs no genitive before it: 時間解析度, but 金額."""


def phrase_before(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun phrase before the figure and its verb: 流通商品之金額達47.5億元.

    Where only the verb stands there, the phrase before its adverbs is taken: 計畫分別核定64校; and
    where only who does it, or a word that names nothing, what its clause begins with:
    特別預算案|內政部主管共編列44億元.
    """
    for _ in range(_STEPS):
        phrase, start = _nearest_phrase(at, tokens, grammar)
        if phrase is not None or start == 0:
            return phrase
        last = tokens[start - 1]
        if last.text not in grammar.agencies and not is_gap(last, grammar):
            return None
        at = start - 1
    return None


def _nearest_phrase(
    at: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> tuple[str | None, int]:
    """Return the noun phrase right before the figure and its verb, and where it begins."""
    end = skip_gaps(at, tokens, grammar)
    if (opened := skip_bracket(end, tokens)) < end:
        end = skip_gaps(opened, tokens, grammar)  # 經費|約新臺幣(以下同)
    if quoted := quoted_before(end, tokens, grammar):
        return quoted, end
    start = _phrase_start(end, tokens, grammar)
    timed = end < at and tokens[end].text in _WHEN  # 颱風|後|增加5處
    timed = timed or _tells_who(start, end, tokens, grammar)  # 其中由中央|興辦|7萬戶
    if timed or (quoted := _budgeted(start, end, tokens, grammar)):
        return None if timed else quoted, start
    start, end = _compared(start, end, tokens, grammar)
    only = tokens[start:end]
    if len(only) == 1 and acts(only[0], grammar) and not _is_governed(start, tokens, grammar):
        end = start
        while end and is_adverb(tokens[end - 1], grammar):
            end -= 1
        start = _phrase_start(end, tokens, grammar)
    hollow = grammar.hollow.fullmatch("".join(token.text for token in tokens[start:end]))
    if hollow and start and tokens[start - 1].text in grammar.objects:
        start -= 1  # 減量|目標
    start = _wider_start(start, end, tokens, grammar)
    start = _behind_name(start, end, tokens, grammar)
    if _describes(start, tokens, grammar):
        marks = [n for n in range(start, end - 1) if tokens[n].text == "的"]
        start = marks[-1] + 1 if marks else start
    return join_words(tokens[_head_start(start, end, tokens, grammar) : end], grammar), start


def _tells_who(start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the words only say by whom something is done: 由|地方|興辦."""
    by = start > 0 and end - start >= HEAD_LENGTH and tokens[start - 1].text in _BY
    return by and acts(tokens[end - 1], grammar)


def _behind_name(start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where what is measured begins behind a plan's name: 「海堤改善計畫」|決算."""
    if start >= end or tokens[start].text not in OPEN_QUOTES:
        return start
    closed = close_of(start, tokens)
    if closed is None or closed >= end - 1:
        return start
    named = grammar.name_noun.search("".join(token.text for token in tokens[start + 1 : closed]))
    measured = "".join(token.text for token in tokens[closed + 1 : end])
    return closed + 1 if named and grammar.measured.fullmatch(measured) else start


def _wider_start(start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where the phrase begins that its head says too little without.

    It goes on before 等 of money (調整待遇|等經費), before 已 of who did something (地區|已提案者)
    and before the threshold of a relative clause (收容量已達90%以上|之縣市數).
    """
    if start in (0, end):
        return start
    words = "".join(token.text for token in tokens[start:end])
    last = tokens[start - 1]
    if last.text in CLOSING and grammar.listed_money.fullmatch(words):
        opens = _list_start(start - 1, tokens, grammar)
        governed = opens >= HEAD_LENGTH and is_verb(tokens[opens - 1], grammar)
        return opens - 1 if governed and is_verb(tokens[opens - 2], grammar) else opens
    if last.text in grammar.undone and words.endswith(_DOER):
        return _phrase_start(start - 1, tokens, grammar)
    above = tokens[start].text in grammar.bounds and is_relative(start + 1, tokens)
    if above and words.endswith(_THRESHOLDED) and last.figure is not None and not last.date:
        measured = skip_gaps(start - 1, tokens, grammar)
        opens = _phrase_start(measured, tokens, grammar)
        return opens if opens < measured else start
    return start


def _list_start(end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where a row of names begins that ends before token `end`: 甲系統、乙設備|等."""
    start = _phrase_start(end, tokens, grammar)
    while start and tokens[start - 1].text in _PAUSE:
        before = _phrase_start(start - 1, tokens, grammar)
        if before == start - 1:
            break
        start = before
    return start


def _compared(
    start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> tuple[int, int]:
    """Return the range of the noun that is compared, if one is: 換盆速度|比人力快8倍."""
    if start == 0 or tokens[start - 1].text not in grammar.comparatives:
        return start, end
    before = skip_gaps(start - 1, tokens, grammar)
    opens = _phrase_start(before, tokens, grammar)
    return (opens, before) if opens < before else (start, end)


def _head_start(start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where the head of a long phrase begins, if it says by itself what is measured.

    It stands behind 之 (估計產品的|時間解析度, not 流通商品之金額), or is what an actor's verb is
    about: 業者投入|智慧農業計畫金額.
    """
    quoted = any(token.text in OPEN_QUOTES for token in tokens[start:end])
    if quoted or any(token.figure is not None for token in tokens[start:end]):
        return start
    for at in range(end - 1, start, -1):
        if tokens[at - 1].text in GENITIVE and _length(at, end, tokens) >= _OWN_LENGTH:
            start = at
            break
    for at in range(start + 2, end):
        told = is_verb(tokens[at - 1], grammar) and _is_acted(start, at - 1, tokens, grammar)
        if told and _length(at, end, tokens) >= _OWN_LENGTH:
            return at
    return start


def _is_acted(start: int, at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether an actor does what the verb at `at` says: 業者|投入, 廠商|自行|研發."""
    while at > start and is_adverb(tokens[at - 1], grammar):
        at -= 1
    return "".join(token.text for token in tokens[start:at]).endswith(grammar.actors)


def _length(start: int, end: int, tokens: Sequence[Token]) -> int:
    return sum(len(token.text) for token in tokens[start:end])


def _budgeted(
    start: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar
) -> str | None:
    """Return the quoted item that a budget is of: 「能源規劃」編列預算3,988萬元."""
    if not grammar.budget.fullmatch("".join(token.text for token in tokens[start:end])):
        return None
    return quoted_before(skip_gaps(start, tokens, grammar), tokens, grammar)


def _is_governed(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a verb stands before token `at`, which is then its object: 增加|投資."""
    return at > 0 and tokens[at - 1].text in grammar.predicates


def _describes(start: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a second verb, of a relative clause, opens the phrase: 帶動應用…的金額."""
    if start < HEAD_LENGTH or tokens[start - 1].text not in grammar.objects:
        return False
    return tokens[start - 2].text in grammar.predicates


def _phrase_start(end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> int:
    """Return where the noun phrase begins that ends before token `end`."""
    at = end
    while at > 0:
        if at + 1 == end and _goes_on(at, tokens, grammar):
            at -= 1  # 出口量、值
            continue
        if breaks(at - 1, tokens) or (at == end and tokens[at - 1].text in LINKS):
            break
        if tokens[at - 1].text in CLOSE_QUOTES and (named := name_before(at, tokens)) is not None:
            at = named
            continue
        if tokens[at - 1].text in CLOSERS:
            opened = _hop_bracket(at, end, tokens)
            if opened is None:
                break
            at = opened
            continue
        if _leads_in(at - 1, end, tokens, grammar):
            break
        at -= 1
    return at


def _goes_on(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether token `at` is the last word of a short list that names one thing."""
    word = tokens[at].text
    listed = len(word) == 1 and tokens[at - 1].text in _PAUSE
    return listed and (word in _SHORT_HEADS or not grammar.hollow.fullmatch(word))


def _leads_in(at: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether token `at` leads to the phrase that ends before `end`, and is no part of it."""
    text = tokens[at].text
    if text in WITHIN and at and tokens[at - 1].figure is not None:
        return True
    if at and at + 1 < end and grammar.mean_per.fullmatch(tokens[at - 1].text + text):
        return False  # 農家|平均|每人|所得
    pointed = at > 0 and len(text) == 1 and tokens[at - 1].text in POINTERS
    pointed = pointed or (len(text) == HEAD_LENGTH and text[0] in POINTERS)
    if pointed or text in grammar.edges or text in grammar.agencies:
        return True  # 該|廠|焚化垃圾
    if text in grammar.predicates and not _is_inside(at, end, tokens, grammar):
        return True
    return text in grammar.objects and at + 1 < end and _opens_clause(at, tokens, grammar)


def _hop_bracket(at: int, end: int, tokens: Sequence[Token]) -> int | None:
    """Return where a bracket opens over which a phrase goes on: 氮氧化物(NOx)排放, 民眾(含家屬)."""
    opened = open_of(at - 1, tokens)
    spelled = opened is not None and at < end and _is_symbol(opened, at, tokens)
    return opened if opened is not None and (spelled or tells_part(opened, tokens)) else None


def _is_symbol(opened: int, end: int, tokens: Sequence[Token]) -> bool:
    """Tell whether a bracket only holds the symbol of the word before it: 氮氧化物(NOx)排放."""
    inside = tokens[opened + 1 : end - 1]
    if sum(len(token.text) for token in inside) == 1:
        return inside[0].figure is None  # 縣(市)數
    return all(token.text.isascii() and token.figure is None for token in inside)


def breaks(at: int, tokens: Sequence[Token]) -> bool:
    """Tell whether no phrase runs over token `at`: a stop, a bracket, a figure, a note mark."""
    token = tokens[at]
    if token.text[0] in STOPS or token.text in OPENERS or token.figure is not None:
        return True
    mark = NOT_PART.fullmatch(token.text)
    return bool(mark) and at > 0 and tokens[at - 1].figure is not None


def _is_inside(at: int, end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the verb at `at` is part of a name: 培育之研習生, 參與率, 在地就業."""
    if is_relative(at + 1, tokens) or has_suffix(at, end, tokens):
        return True
    if at == 0 or not _is_noun(at - 1, tokens, grammar):
        return False
    named = grammar.name_noun.search("".join(token.text for token in tokens[at + 1 : end]))
    return at + 1 == end or (bool(named) and not tokens[at - 1].text.endswith(grammar.actors))


def _is_noun(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether token `at` may be a noun that the verb behind it belongs to: 在地|就業."""
    text = tokens[at].text
    known = text in grammar.edges or text in grammar.gaps or text in grammar.agencies
    verb = text in grammar.predicates or text in grammar.objects
    quoted = text in OPEN_QUOTES or text in CLOSE_QUOTES
    return not (known or verb or quoted or text[0] in STOPS or tokens[at].figure is not None)


def _opens_clause(at: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the verb at `at` is its clause's own: 補助技術創新計畫, not 管理系統評核."""
    if is_relative(at + 1, tokens) or has_suffix(at, len(tokens), tokens):
        return False
    if at == 0:
        return True
    last = tokens[at - 1]
    return (
        last.text[0] in STOPS
        or last.text in OPENERS
        or last.figure is not None
        or last.text in grammar.edges
        or last.text in grammar.agencies
        or last.text in grammar.predicates
    )
