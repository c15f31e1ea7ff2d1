"""What is measured: the counted noun behind a figure, or the noun phrase before its verb."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import Lexicon

_STOPS: Final = frozenset("，。；：、！？;:!?")
_OPENERS: Final = frozenset("(（")
_CLOSERS: Final = frozenset(")）")
_LINKS: Final = frozenset(("及", "和", "之", "的", "與", "以及"))
_AND: Final = frozenset(("及", "和"))
_MARKS: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*\s]+")
_MAX_LENGTH: Final = 45
_NOUN_FIRST: Final = frozenset((Kind.COUNT,))


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorGrammar:
    """The words that open, fill and close a noun phrase, of one lexicon."""

    verbs: frozenset[str]
    gaps: frozenset[str]
    edges: frozenset[str]
    changes: frozenset[str]
    nominal: frozenset[str]
    bounds: frozenset[str]


@lru_cache(maxsize=8)
def compile_indicators(lexicon: Lexicon) -> IndicatorGrammar:
    """Return the indicator grammar of `lexicon`."""
    return IndicatorGrammar(
        verbs=frozenset(lexicon.surfaces("indicator_verb")),
        gaps=frozenset(lexicon.surfaces("indicator_gap")),
        edges=frozenset(lexicon.surfaces("indicator_edge")),
        changes=frozenset(lexicon.surfaces("change_verb")),
        nominal=frozenset(lexicon.surfaces("nominal_verb")),
        bounds=frozenset(s for q in lexicon.bounds for s in q.surfaces),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    figure: int | None


def find_indicators(
    scene: Scene, grammar: IndicatorGrammar, roles: Sequence[Role]
) -> list[tuple[str | None, str]]:
    """Return the indicator of each figure of a sentence and the rule that found it, in order.

    It is a slice of the sentence's text; None for dates, for structural figures, and where no noun
    phrase can be told.
    """
    tokens = _tokens(scene)
    place = {token.figure: at for at, token in enumerate(tokens) if token.figure is not None}
    found: list[tuple[str | None, str]] = []
    last: str | None = None
    for at, (figure, role) in enumerate(zip(scene.figures, roles, strict=True)):
        if role in (Role.PERIOD, Role.STRUCTURAL) or at not in place:
            found.append((None, ""))
            continue
        indicator, rule = _find_one(figure, place[at], tokens, grammar)
        if indicator is None or (last and len(indicator) <= 2 and last.endswith(indicator)):
            indicator, rule = last, "indicator.shared"
        found.append((indicator, rule if indicator else ""))
        last = indicator or last
    return found


def _tokens(scene: Scene) -> list[_Token]:
    starts = {figure.start: at for at, figure in enumerate(scene.figures)}
    tokens = []
    for word in scene.doc:
        start, end = word.idx, word.idx + len(word.text)
        if word.text.strip():
            tokens.append(_Token(start, end, word.text, starts.get(start)))
    return tokens


def _find_one(
    figure: SceneFigure, at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar
) -> tuple[str | None, str]:
    behind = _phrase_behind(at, tokens, grammar)
    before = _phrase_before(at, tokens, grammar)
    if figure.quantity.kind in _NOUN_FIRST:
        order = ((behind, "indicator.counted"), (before, "indicator.head"))
    elif _follows_verb(at, tokens, grammar):
        order = ((behind, "indicator.object"), (before, "indicator.head"))
    else:
        order = ((before, "indicator.head"), (behind, "indicator.object"))
    for phrase, rule in order:
        if phrase:
            return phrase, rule
    return None, ""


def _follows_verb(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a verb stands right before the figure, bounds aside: 帶動5.3億元投資."""
    while at > 0 and tokens[at - 1].text in grammar.bounds:
        at -= 1
    word = tokens[at - 1].text if at else ""
    return word in grammar.verbs or word in grammar.changes


def _phrase_behind(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun phrase that follows the figure directly."""
    at += 1
    while at < len(tokens) and (tokens[at].text in grammar.bounds or tokens[at].text in "之的"):
        at += 1
    start = at
    depth = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in _OPENERS:
            if at == start or not _closes_inside(at, tokens, grammar):
                break
            depth += 1
        elif token.text in _CLOSERS:
            if not depth:
                break
            depth -= 1
        elif not depth and _ends_phrase(at, start, tokens, grammar):
            break
        at += 1
    return _slice(tokens[start:at])


def _ends_phrase(
    at: int, start: int, tokens: Sequence[_Token], grammar: IndicatorGrammar
) -> bool:
    """Tell whether the phrase that began at `start` ends before token `at`."""
    token = tokens[at]
    if token.text[0] in _STOPS or token.figure is not None or _MARKS.fullmatch(token.text):
        return True
    if token.text in _LINKS:
        follows = tokens[at + 1] if at + 1 < len(tokens) else None
        if follows is None or follows.figure is not None or token.text == "與":
            return True
        return at == start or follows.text in grammar.verbs | grammar.edges
    if token.text in grammar.edges:
        return True
    if token.text in grammar.verbs:
        return at > start and _is_predicate(at, tokens, grammar)
    return False


def _is_predicate(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell a verb that acts from one inside a compound noun (服務補助示範案例).

    A verb before a link, a stop or the phrase's last noun is part of the name.
    """
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is not None and follows.text in ("之", "的"):
        return False
    return tokens[at].text not in grammar.nominal


def _closes_inside(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a bracket closes and the phrase goes on behind it: 基因體(含家屬)定序."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += tokens[index].text in _OPENERS
        depth -= tokens[index].text in _CLOSERS
        if tokens[index].figure is not None:
            return False
        if depth == 0:
            follows = tokens[index + 1] if index + 1 < len(tokens) else None
            if follows is None or follows.text[0] in _STOPS or follows.figure is not None:
                return False
            return follows.text not in grammar.edges and follows.text not in grammar.verbs
    return False


def _phrase_before(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun phrase before the figure and its verb: 流通商品之金額達47.5億元."""
    at = _skip_gaps(at, tokens, grammar)
    end = at
    while at > 0:
        token = tokens[at - 1]
        if token.text[0] in _STOPS or token.text in _OPENERS or token.figure is not None:
            break
        if token.text in _CLOSERS:
            opened = _open_of(at - 1, tokens)
            if opened is None:
                break
            at = opened
            continue
        if token.text in grammar.edges or (token.text in grammar.verbs and at < end):
            break
        at -= 1
    return _slice(tokens[at:end])


def _skip_gaps(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> int:
    """Step back over what stands between a noun phrase and its number: 達, 約, 於2018年, 提升至."""
    while at > 0:
        token = tokens[at - 1]
        date = token.figure is not None and token.text.endswith(("年", "年度", "月", "底", "半年"))
        if not (
            date
            or token.text in grammar.gaps
            or token.text in grammar.bounds
            or (token.text in grammar.changes and at < len(tokens))
        ):
            break
        at -= 1
    return at


def _open_of(at: int, tokens: Sequence[_Token]) -> int | None:
    """Return the token that opens the bracket closed at `at`."""
    depth = 0
    for index in range(at, -1, -1):
        depth += tokens[index].text in _CLOSERS
        depth -= tokens[index].text in _OPENERS
        if depth == 0:
            return index
    return None


def _slice(tokens: Sequence[_Token]) -> str | None:
    """Return the tokens' text joined, links and quotes at its ends dropped; None if too long."""
    words = [token.text for token in tokens]
    while words and (words[-1] in _LINKS or words[-1] == "等"):
        words.pop()
    while words and words[0] in _LINKS:
        words.pop(0)
    text = "".join(words).strip("「」『』*· ")
    balanced = text.count("「") == text.count("」")
    text = text if balanced else "".join(words).strip("*· ")
    return text if text and len(text) <= _MAX_LENGTH else None
