"""What is measured: the counted noun behind a figure, or the noun phrase before its verb.

Two phrases are looked for, one behind the figure and one before it; the kind of the figure and the
word that stands before it decide which goes first. Where both are empty the clause before is asked,
then the neighbours in a list, then the last figure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import Lexicon

_STOPS: Final = frozenset("，。；：、！？;:!?")
_HOPS: Final = frozenset("，；")
_OPENERS: Final = frozenset("(（")
_CLOSERS: Final = frozenset(")）")
_GENITIVE: Final = frozenset("之的")
_LINKS: Final = frozenset("及與和或")
_NOT_PART: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*\s]+")
_INCLUDING: Final = "含"
_SUFFIXES: Final = frozenset("率量數額值者費款度比")
_AMOUNTS: Final = frozenset("率量數額值費")
_EACH: Final = frozenset("各*×/")
_SYMBOL: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*[²³]?$")
_SHARES: Final = frozenset("占佔")
_COUNTED: Final = frozenset(("indicator.counted", "indicator.shared"))
_QUALIFYING: Final = frozenset((Kind.MEASURE, Kind.PERCENT, Kind.MULTIPLE))
_HEAD: Final = 2
_MAX_LENGTH: Final = 45


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorGrammar:
    """The words that open, fill and close a noun phrase, of one lexicon."""

    predicates: frozenset[str]
    objects: frozenset[str]
    gaps: frozenset[str]
    edges: frozenset[str]
    bounds: frozenset[str]
    agencies: frozenset[str]
    actors: tuple[str, ...]
    sums_up: re.Pattern[str]
    hollow: re.Pattern[str]
    tolerances: frozenset[str]


@lru_cache(maxsize=8)
def compile_indicators(lexicon: Lexicon) -> IndicatorGrammar:
    """Return the indicator grammar of `lexicon`."""
    change = frozenset(lexicon.surfaces("change_verb"))
    bounds = frozenset(s for q in lexicon.bounds for s in q.surfaces)
    return IndicatorGrammar(
        predicates=frozenset(lexicon.surfaces("predicate_verb")) | change,
        objects=frozenset(lexicon.surfaces("object_verb")),
        gaps=frozenset(lexicon.surfaces("indicator_gap")) | change | bounds,
        edges=frozenset(lexicon.surfaces("indicator_edge")),
        bounds=bounds,
        agencies=frozenset(s for agency in lexicon.agencies for s in agency.surfaces),
        tolerances=frozenset(lexicon.surfaces("tolerance")),
        sums_up=re.compile(lexicon.pattern("sums_up")),
        hollow=re.compile(lexicon.pattern("hollow_indicator")),
        actors=lexicon.surfaces("actor_noun"),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    text: str
    figure: int | None
    date: bool


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
    for at, (figure, role) in enumerate(zip(scene.figures, roles, strict=True)):
        if role in (Role.PERIOD, Role.STRUCTURAL) or at not in place:
            found.append((None, ""))
        else:
            found.append(_find_own(figure, place[at], tokens, grammar))
    wanted = [role not in (Role.PERIOD, Role.STRUCTURAL) for role in roles]
    _share_into_brackets(scene, found, wanted)
    _share_forward(found, wanted, place, tokens=tokens, grammar=grammar)
    _share_backward(scene, found, wanted)
    return found


def _tokens(scene: Scene) -> list[_Token]:
    starts = {figure.start: at for at, figure in enumerate(scene.figures)}
    tokens = []
    for word in scene.doc:
        if word.text.strip():
            figure = starts.get(word.idx)
            date = figure is not None and scene.figures[figure].is_date
            tokens.append(_Token(word.idx, word.text, figure, date))
    return tokens


def _find_own(
    figure: SceneFigure, at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar
) -> tuple[str | None, str]:
    """Return the phrase that the figure's own clause gives it, or the clause before."""
    if _is_share(at, tokens) and figure.quantity.kind is Kind.PERCENT:
        return None, ""
    if at >= _HEAD and tokens[at - 1].text in grammar.tolerances:
        return None, ""
    if (opened := _spells_out(at, tokens)) is not None:
        spelled = _phrase_before(opened, tokens, grammar)
        return (spelled, "indicator.bracket") if spelled else (None, "")
    return _find_phrase(figure, at, tokens, grammar)


def _find_phrase(
    figure: SceneFigure, at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar
) -> tuple[str | None, str]:
    """Return the phrase behind or before the figure, whichever its kind and verb prefer."""
    behind = _phrase_behind(at, tokens, grammar)
    before = _phrase_before(at, tokens, grammar)
    if figure.quantity.kind is Kind.SCORE and before and (symbol := _SYMBOL.search(before)):
        return symbol[0], "indicator.symbol"
    head, tail = (before, "indicator.head"), (behind, "indicator.object")
    if figure.quantity.kind is Kind.COUNT:
        order = ((behind, "indicator.counted"), head)
    elif behind and _prefers_behind(figure, at, tokens, grammar):
        order = (tail, head)
    else:
        order = (head, tail)
    for phrase, rule in order:
        if phrase and phrase not in grammar.agencies:
            return phrase, rule
    return _without_noun(at, tokens, grammar)


def _without_noun(
    at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar
) -> tuple[str | None, str]:
    """Return the verb of a clause that holds no noun, or what the clause before it ends with."""
    verb = _verb_before(at, tokens, grammar)
    hopped = _phrase_of_last_clause(at, tokens, grammar)
    if verb and not (hopped and _is_summed(at, tokens, grammar)):
        return verb, "indicator.verb"
    return (hopped, "indicator.clause_before") if hopped else (None, "")


def _prefers_behind(
    figure: SceneFigure, at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar
) -> bool:
    """Tell whether what follows the figure goes before its clause's head: 帶動5.3億元投資."""
    if _takes_object(at, tokens, grammar):
        return True
    return figure.quantity.kind in _QUALIFYING and not _is_linked(at, tokens, grammar)


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
            if like and not any(stop in between for stop in _HOPS):
                found[at] = (found[whole][0], "indicator.shared")


def _share_forward(
    found: list[tuple[str | None, str]],
    wanted: Sequence[bool],
    place: Mapping[int, int],
    *,
    tokens: Sequence[_Token],
    grammar: IndicatorGrammar,
) -> None:
    """Give a figure without a phrase that of the next in its list: 53家、79項次國內自主產品."""
    joints = _LINKS | {"、"} | grammar.gaps
    for at in range(len(found) - 2, -1, -1):
        phrase, rule = found[at + 1]
        lacking = found[at][0] is None or found[at][1] == "indicator.verb"
        if not lacking or not wanted[at] or not phrase or rule not in _COUNTED:
            continue
        between = tokens[place[at] + 1 : place[at + 1]]
        if all(token.text in joints for token in between):
            found[at] = (phrase, "indicator.shared")


def _share_backward(
    scene: Scene, found: list[tuple[str | None, str]], wanted: Sequence[bool]
) -> None:
    """Give a figure without a phrase, or with only a head, that of the last figure of like unit."""
    for at, (phrase, _) in enumerate(found):
        last = _last_alike(scene, found, at)
        if last is None or not wanted[at]:
            continue
        if phrase is None or (len(phrase) <= _HEAD and last.endswith(phrase)):
            found[at] = (last, "indicator.shared")


def _last_alike(scene: Scene, found: Sequence[tuple[str | None, str]], at: int) -> str | None:
    """Return the indicator of the last figure before, one of like unit if there is one."""
    unit = scene.figures[at].quantity.unit
    part = scene.text.rfind("；", 0, scene.figures[at].start)
    earlier = [n for n in range(at) if found[n][0] is not None]
    earlier = [n for n in earlier if scene.figures[n].start > part] or earlier
    alike = [n for n in earlier if unit and scene.figures[n].quantity.unit[:1] == unit[:1]]
    chosen = (alike or earlier)[-1:]
    return found[chosen[0]][0] if chosen else None


def _spells_out(at: int, tokens: Sequence[_Token]) -> int | None:
    """Return the bracket in which a figure only spells out what stands before it.

    That is one behind 各 (機具(包括乾式及濕式各一套)) or a factor of a formula (占比(…*100%)).
    """
    if at < _HEAD or tokens[at - 1].text not in _EACH:
        return None
    for index in range(at - 1, -1, -1):
        if tokens[index].text in _OPENERS:
            return index
        if tokens[index].text in _CLOSERS or tokens[index].text[0] in _HOPS:
            return None
    return None


def _is_share(at: int, tokens: Sequence[_Token]) -> bool:
    """Tell whether the figure is a share of what was named before: 占全體的7%."""
    if at == 0 or tokens[at - 1].text not in _GENITIVE:
        return False
    for token in reversed(tokens[:at]):
        if token.text[0] in _STOPS:
            return False
        if token.text in _SHARES:
            return True
    return False


def _is_linked(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether 達 or 為 joins the figure with what stands before it: 灌溉面積達206公頃."""
    while at > 0 and tokens[at - 1].text in grammar.bounds:
        at -= 1
    return at > 0 and tokens[at - 1].text in grammar.gaps


def _takes_object(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a verb or a link stands before the figure: 帶動5.3億元投資及62.8億元營收."""
    while at > 0 and tokens[at - 1].text in grammar.bounds:
        at -= 1
    word = tokens[at - 1].text if at else "，"
    opens = word in _LINKS or word in _STOPS or word in _GENITIVE
    return opens or word in grammar.predicates or word in grammar.objects


def _phrase_behind(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun phrase that follows the figure directly."""
    at += 1
    while at < len(tokens) and (tokens[at].text in grammar.bounds or tokens[at].text in _GENITIVE):
        at += 1
    if at < len(tokens) and tokens[at].text in grammar.predicates:
        at = _skip_relative(at, tokens)
    start = at
    while at < len(tokens):
        if tokens[at].text in _OPENERS:
            closed = _skip_including(at, tokens, grammar)
            if at == start or closed is None:
                break
            at = closed
        elif _is_verb(tokens[at], grammar) and _is_relative(at + 1, tokens):
            start = at = at + 2  # 院所適用之|服務元件: what describes the noun is left out
        elif _ends_phrase(at, start, tokens, grammar):
            break
        else:
            at += 1
    return _slice(tokens[start:at], grammar)


def _skip_relative(at: int, tokens: Sequence[_Token]) -> int:
    """Return where the noun begins that a relative clause describes: 符合定義之新創事業."""
    for index in range(at, len(tokens)):
        token = tokens[index]
        if token.text[0] in _STOPS or token.figure is not None or token.text in _OPENERS:
            return at
        if token.text in _GENITIVE:
            return index + 1
    return at


def _ends_phrase(at: int, start: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the phrase that began at `start` ends before token `at`."""
    token = tokens[at]
    if token.text[0] in _STOPS or token.text in _CLOSERS or _NOT_PART.fullmatch(token.text):
        return True
    if token.figure is not None or token.text in grammar.tolerances:
        return True
    if token.text in grammar.edges or token.text in grammar.predicates:
        return True
    if token.text in _GENITIVE and at > start:
        return "".join(t.text for t in tokens[start:at]).endswith(grammar.actors)
    if token.text in _LINKS:
        return at == start or _link_ends(at, tokens, grammar)
    acts = token.text in grammar.objects and at > start
    return acts and "".join(t.text for t in tokens[start:at]).endswith(grammar.actors)


def _link_ends(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether 及 or 與 at `at` leads out of the phrase: to a figure, a verb or a partner."""
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is None or follows.figure is not None:
        return True
    if tokens[at].text == "與" and not _is_compound(at, tokens, grammar):
        return True
    return follows.text in grammar.predicates or follows.text in grammar.edges


def _is_compound(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell 與 inside one name (智慧零售與物流服務方案) from 與 that names a partner."""
    for token in tokens[at + 1 : at + 6]:
        if token.text[0] in _STOPS or token.text in _OPENERS:
            return True
        if token.figure is not None or token.text in _GENITIVE:
            return False
        if token.text in grammar.predicates or token.text in grammar.edges:
            return False
    return False


def _skip_including(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> int | None:
    """Return where a bracket that tells what a noun includes ends: 基因體(含家屬)定序.

    None where the bracket tells something else, or where the noun does not go on behind it.
    """
    if not _including(at, tokens):
        return None
    for index in range(at, len(tokens)):
        if tokens[index].figure is not None:
            return None
        if tokens[index].text in _CLOSERS:
            goes_on = index + 1 < len(tokens) and not _ends_phrase(
                index + 1, index + 1, tokens, grammar
            )
            return index + 1 if goes_on else None
    return None


def _phrase_before(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> str | None:
    """Return the noun phrase before the figure and its verb: 流通商品之金額達47.5億元.

    Where only the verb stands there, the phrase before its adverbs is taken: 計畫分別核定64校.
    """
    end = _skip_bracket(_skip_gaps(at, tokens, grammar), tokens)
    start = _phrase_start(end, tokens, grammar)
    only = tokens[start:end]
    if len(only) == 1 and _is_verb(only[0], grammar) and not _is_governed(start, tokens, grammar):
        end = start
        while end and _is_adverb(tokens[end - 1], grammar):
            end -= 1
        start = _phrase_start(end, tokens, grammar)
    hollow = grammar.hollow.fullmatch("".join(token.text for token in tokens[start:end]))
    if hollow and start and tokens[start - 1].text in grammar.objects:
        start -= 1  # 減量|目標
    if _describes(start, tokens, grammar):
        marks = [n for n in range(start, end - 1) if tokens[n].text == "的"]
        start = marks[-1] + 1 if marks else start
    return _slice(tokens[start:end], grammar)


def _skip_bracket(at: int, tokens: Sequence[_Token], *, counted: bool = False) -> int:
    """Step back over a bracket that only spells the noun before it out: 回收年限(ROI).

    One that holds figures stays, unless `counted`.
    """
    if at and tokens[at - 1].text in _CLOSERS:
        opened = _open_of(at - 1, tokens)
        if opened and (counted or all(token.figure is None for token in tokens[opened:at])):
            return opened
    return at


def _is_governed(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a verb stands before token `at`, which is then its object: 增加|投資."""
    return at > 0 and tokens[at - 1].text in grammar.predicates


def _describes(start: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether a second verb, of a relative clause, opens the phrase: 帶動應用…的金額."""
    if start < _HEAD or tokens[start - 1].text not in grammar.objects:
        return False
    return tokens[start - 2].text in grammar.predicates


def _is_adverb(token: _Token, grammar: IndicatorGrammar) -> bool:
    return token.date or token.text in grammar.edges or token.text in grammar.gaps


def _phrase_start(end: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> int:
    """Return where the noun phrase begins that ends before token `end`."""
    at = end
    while at > 0:
        token = tokens[at - 1]
        if _breaks(at - 1, tokens) or (at == end and token.text in _LINKS):
            break
        if token.text in _CLOSERS:
            opened = _open_of(at - 1, tokens)
            if opened is None or not _including(opened, tokens):
                break
            at = opened
            continue
        if token.text in grammar.edges or token.text in grammar.agencies:
            break
        if token.text in grammar.predicates and not _is_inside(at - 1, end, tokens, grammar):
            break
        if token.text in grammar.objects and at < end and _opens_clause(at - 1, tokens, grammar):
            break
        at -= 1
    return at


def _breaks(at: int, tokens: Sequence[_Token]) -> bool:
    """Tell whether no phrase runs over token `at`: a stop, a bracket, a figure, a note mark."""
    token = tokens[at]
    if token.text[0] in _STOPS or token.text in _OPENERS or token.figure is not None:
        return True
    mark = _NOT_PART.fullmatch(token.text)
    return bool(mark) and at > 0 and tokens[at - 1].figure is not None


def _is_inside(at: int, end: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the verb at `at` is part of a name: 培育之研習生, 參與率, 在地就業."""
    if _is_relative(at + 1, tokens) or _has_suffix(at, end, tokens):
        return True
    return at + 1 == end and at > 0 and _is_noun(at - 1, tokens, grammar)


def _has_suffix(at: int, end: int, tokens: Sequence[_Token]) -> bool:
    """Tell whether a noun stands behind the verb at `at` that it belongs to: 媒合|率, 投資|金額."""
    if at + 1 >= end:
        return False
    word = tokens[at + 1].text
    return (len(word) == 1 and word in _SUFFIXES) or (len(word) > 1 and word[-1] in _AMOUNTS)


def _is_noun(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether token `at` may be a noun that the verb behind it belongs to: 在地|就業."""
    text = tokens[at].text
    known = text in grammar.edges or text in grammar.gaps or text in grammar.agencies
    verb = text in grammar.predicates or text in grammar.objects
    return not (known or verb or text[0] in _STOPS or tokens[at].figure is not None)


def _is_verb(token: _Token, grammar: IndicatorGrammar) -> bool:
    return token.text in grammar.predicates or token.text in grammar.objects


def _is_relative(at: int, tokens: Sequence[_Token]) -> bool:
    """Tell whether the verb before `at` only describes a noun: 培育之研習生."""
    return at < len(tokens) and tokens[at].text in _GENITIVE


def _opens_clause(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the verb at `at` is its clause's own: 補助技術創新計畫, not 管理系統評核."""
    if _is_relative(at + 1, tokens) or _has_suffix(at, len(tokens), tokens):
        return False
    if at == 0:
        return True
    last = tokens[at - 1]
    return (
        last.text[0] in _STOPS
        or last.text in _OPENERS
        or last.figure is not None
        or last.text in grammar.edges
        or last.text in grammar.agencies
        or last.text in grammar.predicates
    )


def _including(opened: int, tokens: Sequence[_Token]) -> bool:
    follows = tokens[opened + 1].text if opened + 1 < len(tokens) else ""
    return _INCLUDING in follows


def _skip_gaps(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> int:
    """Step back over what stands between a noun phrase and its number: 達, 約, 於2018年, 提升至."""
    while at > 0:
        token = tokens[at - 1]
        if not (token.date or token.text in grammar.gaps or _NOT_PART.fullmatch(token.text)):
            break
        at -= 1
    return at


def _phrase_of_last_clause(
    at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar
) -> str | None:
    """Return what the clause before ends with, where the figure's own holds only its verb."""
    while at > 0 and tokens[at - 1].text[0] not in _STOPS:
        if tokens[at - 1].figure is not None and not tokens[at - 1].date:
            return None
        at -= 1
    if at == 0 or tokens[at - 1].text not in _HOPS:
        return None
    return _phrase_before(_skip_bracket(at - 1, tokens, counted=True), tokens, grammar)


def _is_summed(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> bool:
    """Tell whether the clause sums up what the clause before did: 辦理課程，累計培訓10,439人次."""
    for token in reversed(tokens[max(0, at - 5) : at]):
        if token.text[0] in _STOPS:
            return False
        if grammar.sums_up.match(token.text):
            return True
    return False


def _verb_before(at: int, tokens: Sequence[_Token], grammar: IndicatorGrammar) -> str | None:
    """Return the verb that governs the figure, for want of a noun: 成功媒合595人."""
    at = _skip_gaps(at, tokens, grammar)
    verb = tokens[at - 1].text if at else ""
    nominal = verb in grammar.objects and verb not in grammar.gaps
    return verb if nominal else None


def _open_of(at: int, tokens: Sequence[_Token]) -> int | None:
    """Return the token that opens the bracket closed at `at`."""
    depth = 0
    for index in range(at, -1, -1):
        depth += tokens[index].text in _CLOSERS
        depth -= tokens[index].text in _OPENERS
        if depth == 0:
            return index
    return None


def _slice(tokens: Sequence[_Token], grammar: IndicatorGrammar) -> str | None:
    """Return the tokens' text joined, links at its ends dropped; None if empty or too long."""
    words = [token.text for token in tokens]
    while words and (words[-1] in _LINKS or words[-1] in _GENITIVE):
        words.pop()
    while words and (words[0] in _LINKS or words[0] in _GENITIVE):
        words.pop(0)
    text = "".join(words).strip("*· ")
    if text.count("「") != text.count("」"):
        text = text.strip("「」")
    named = any(char.isalpha() for char in text) and not grammar.hollow.fullmatch(text)
    return text if named and len(text) <= _MAX_LENGTH else None
