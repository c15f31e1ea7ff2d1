"""Which earlier figure of the sentence says what a figure measures that has no noun of its own.

It is the last one of like unit; of a change in per cent the last that is no change itself
(出口值418億美元，年增18.9%). A place (花蓮縣87%) and, behind a verb with an object, a bare verb
(遣返2萬人) are no nouns of their own either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nstp_extract.context.compared import POINTS, RATED, comparison_before, is_alike, is_change
from nstp_extract.context.gaps import is_adverb, skip_gaps, tells_change
from nstp_extract.context.phrase import (
    HEAD_LENGTH,
    LINKS,
    STOPS,
    IndicatorGrammar,
    Token,
    acts,
)
from nstp_extract.context.scene import Scene
from nstp_extract.core.vocabulary import Kind

_NUMBER: Final = "數"
_NET_REACH: Final = 6
_LEADS_TO: Final = frozenset("達至")
_BEFORE: Final = frozenset(("indicator.head", "indicator.verb"))
_NAMED: Final = frozenset(("indicator.head", "indicator.bracket"))
_HOPPED: Final = "indicator.clause_before"
_PAUSE: Final = "、"
_SHARES: Final = frozenset(("%", POINTS))

WEAK: Final = frozenset(("indicator.verb", "indicator.clause_before"))
"""Rules that only stand in for a noun."""

Found = tuple[str | None, str]
"""An indicator and the rule that found it."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence's figures with their tokens, and which of them tell a change."""

    scene: Scene
    tokens: Sequence[Token]
    grammar: IndicatorGrammar
    place: Mapping[int, int]
    changes: frozenset[int]
    opens: Mapping[int, int]

    def is_base(self, figure: int) -> bool:
        """Tell whether a later figure is the difference from this one."""
        start = self.scene.figures[figure].start
        return any(at > figure and opens <= start for at, opens in self.opens.items())


def share_backward(
    scene: Scene,
    found: list[Found],
    wanted: Sequence[bool],
    *,
    tokens: Sequence[Token],
    grammar: IndicatorGrammar,
) -> None:
    """Give the figures that lack a noun of their own the indicator of the one they go back to."""
    place = {token.figure: at for at, token in enumerate(tokens) if token.figure is not None}
    changes = frozenset(n for n, at in place.items() if is_change(at, tokens, grammar))
    opens = {
        n: tokens[comparison_before(at, tokens, grammar, figure=scene.figures[n])].start
        for n, at in place.items()
    }
    sentence = _Sentence(scene, tokens, grammar, place, changes, opens)
    for at in range(len(found)):
        if not wanted[at] or at not in place:
            continue
        earlier = _earlier(sentence, found, at)
        pair = _paired(sentence, found, at, earlier)
        last = _last_alike(sentence, found, at, earlier) if pair is None else pair
        if last is not None and (pair is not None or _lacks_noun(sentence, found, at, last)):
            own = _own_act(sentence, found, at, last) if pair is None else None
            found[at] = (own or found[last][0], "indicator.verb" if own else "indicator.shared")


def repeats(subject: str, noun: str) -> bool:
    """Tell whether a subject already says what is counted: 縣市數由5個縣市增至8個縣市."""
    return subject.removesuffix(_NUMBER).endswith(noun)


def _lacks_noun(sentence: _Sentence, found: Sequence[Found], at: int, last: int) -> bool:
    """Tell whether the figure `at` has no noun, or only one that goes back to the figure `last`."""
    phrase, subject = found[at][0], found[last][0]
    if phrase is None or subject is None:
        return phrase is None
    if _says_less(phrase, subject) and repeats(subject, phrase):
        return True
    figures = sentence.scene.figures
    if not is_alike(figures[at].quantity.unit, figures[last].quantity.unit):
        return False
    if found[at][1] == _HOPPED and _ends_in_verb(sentence, at, phrase):
        return True
    if found[at][1] not in _BEFORE or figures[at].quantity.kind is Kind.AMOUNT:
        return False
    return _names_group(sentence, phrase, subject) or _only_acts(sentence, found, at, last)


def _own_act(sentence: _Sentence, found: Sequence[Found], at: int, last: int) -> str | None:
    """Return the verb that says what those counted at `at` do, unless `last` counts the like.

    考試19次，報名|24萬人.
    """
    tokens, grammar = sentence.tokens, sentence.grammar
    figure, other = sentence.scene.figures[at], sentence.scene.figures[last]
    counted = figure.quantity.kind is Kind.COUNT and other.quantity.kind is Kind.COUNT
    if found[at][0] is not None or not counted:
        return None
    if is_alike(figure.quantity.unit, other.quantity.unit):
        return None
    end = skip_gaps(sentence.place[at], tokens, grammar)
    opens = end > 0 and acts(tokens[end - 1], grammar) and _opens_clause(end - 1, sentence)
    return tokens[end - 1].text if opens else None


def _ends_in_verb(sentence: _Sentence, at: int, phrase: str) -> bool:
    """Tell whether what the clause before ends with is an act: 全力衝刺，達成|90%."""
    end = sentence.scene.text.rfind(phrase, 0, sentence.scene.figures[at].start) + len(phrase)
    last = [t for t in sentence.tokens if t.start < end][-1]
    return last.text not in sentence.grammar.objects and acts(last, sentence.grammar)


def _says_less(noun: str, subject: str) -> bool:
    """Tell whether a noun is only the head, or the things, of a number that was named before."""
    return len(noun) <= HEAD_LENGTH or (subject.endswith(_NUMBER) and not noun.endswith(_NUMBER))


def _names_group(sentence: _Sentence, phrase: str, subject: str) -> bool:
    """Tell whether a phrase only names whose measure is told: 普及率95%，花蓮縣|87%."""
    grammar = sentence.grammar
    if phrase in grammar.places or phrase in grammar.agencies:
        return True
    measured = grammar.dimension.search(subject) or subject.endswith(_NUMBER)
    return bool(measured) and grammar.group.fullmatch(phrase) is not None


def _only_acts(sentence: _Sentence, found: Sequence[Found], at: int, last: int) -> bool:
    """Tell whether a bare verb goes on with the last one's object: 查獲移工29人，遣返|27人."""
    tokens = sentence.tokens
    end = skip_gaps(sentence.place[at], tokens, sentence.grammar)
    verb = tokens[end - 1] if end else None
    if verb is None or verb.text != found[at][0] or not verb.verb:
        return False
    if not _opens_clause(end - 1, sentence):
        return False
    if sentence.grammar.event.search(tokens[sentence.place[at]].counter):
        return False  # 僅能申請一次
    figure = sentence.scene.figures[last]
    opens = sentence.scene.clause_start(figure.start)
    subject = found[last][0] or ""
    noun = sentence.scene.text.rfind(subject, opens, figure.start)
    clause = [t for t in tokens if opens <= t.start < figure.start]
    if noun < 0:
        return any(acts(token, sentence.grammar) for token in clause)
    outside = (t for t in clause if not noun <= t.start < noun + len(subject))
    return any(acts(token, sentence.grammar) for token in outside)


def _opens_clause(at: int, sentence: _Sentence) -> bool:
    """Tell whether only adverbs stand before token `at` in its clause."""
    tokens, grammar = sentence.tokens, sentence.grammar
    while at and is_adverb(tokens[at - 1], grammar) and not tells_change(tokens[at - 1], grammar):
        at -= 1
    return at == 0 or tokens[at - 1].text[0] in STOPS


def _earlier(sentence: _Sentence, found: Sequence[Found], at: int) -> list[int]:
    """Return the figures that `at` may go back to.

    They have an indicator, are no base of its comparison and stand in no bracket that it is
    outside of; those of its own part of the sentence go first.
    """
    scene = sentence.scene
    figure = scene.figures[at]
    opens = sentence.opens[at]
    part = scene.text.rfind("；", 0, figure.start)
    depth = scene.nesting[figure.start]
    earlier = [n for n in range(at) if found[n][0] is not None]
    for limits in (
        [n for n in earlier if scene.figures[n].start < opens],
        [n for n in earlier if scene.nesting[scene.figures[n].start] <= depth],
        [n for n in earlier if scene.figures[n].start > part],
    ):
        earlier = [n for n in earlier if n in limits] or earlier
    return earlier


def _paired(
    sentence: _Sentence, found: Sequence[Found], at: int, earlier: Sequence[int]
) -> int | None:
    """Return the figure that stands in another list where `at` stands in its own.

    改善路口50處及照明40處，已完成43處及29處; 住用率58%，房價3,120元，分別增加2%及4%.
    """
    if found[at][0] is not None and found[at][1] not in WEAK:
        return None
    first, last = at, at
    while first and _is_joined(sentence, first):
        first -= 1
    while last + 1 < len(found) and _is_joined(sentence, last + 1):
        last += 1
    if first < at and found[first][1] in _NAMED:
        return None  # 檔數比率依序為32%、|27%: the list has a noun of its own
    size = last - first + 1
    times = sentence.grammar.times
    levels = [n for n in earlier if n < first and n not in sentence.changes]
    levels = [n for n in levels if sentence.scene.figures[n].quantity.unit not in times]
    if size == 1 or len(levels) < size:
        return None
    others = levels[-size:]
    units = [sentence.scene.figures[n].quantity.unit for n in (*range(first, last + 1), *others)]
    told = sentence.grammar.paired.search(
        sentence.scene.text,
        sentence.scene.clause_start(sentence.scene.figures[first].start),
        sentence.scene.figures[first].start,
    )
    counts = units[:size] == units[size:] and units[0] not in _SHARES
    return others[at - first] if told or counts else None


def _is_joined(sentence: _Sentence, at: int) -> bool:
    """Tell whether only 、 or 及 stands between a figure and the one before: 43處及|29處."""
    figures = sentence.scene.figures
    between = sentence.scene.text[figures[at - 1].end : figures[at].start].strip()
    return len(between) == 1 and (between in LINKS or between == _PAUSE)


def _last_alike(
    sentence: _Sentence, found: Sequence[Found], at: int, earlier: Sequence[int]
) -> int | None:
    """Return which of the `earlier` figures the figure `at` goes back to."""
    scene = sentence.scene
    quantity = scene.figures[at].quantity
    if at and found[at - 1][0] and _goes_with(sentence, at):
        return at - 1
    if at in sentence.changes and quantity.kind in RATED and quantity.unit != POINTS:
        levels = [n for n in earlier if n not in sentence.changes and not sentence.is_base(n)]
        return next(reversed(levels or earlier), None)
    alike = [n for n in earlier if is_alike(scene.figures[n].quantity.unit, quantity.unit)]
    before = scene.text[: scene.figures[at].start]
    net = sentence.grammar.net_change.search(before, max(0, len(before) - _NET_REACH))
    chosen = (alike or earlier)[:1] if net else (alike or earlier)[-1:]
    return chosen[0] if chosen else None


def _goes_with(sentence: _Sentence, at: int) -> bool:
    """Tell whether a figure goes with the last: 成長10倍|達300億元, 補助213校|、412輛."""
    scene = sentence.scene
    between = scene.text[scene.figures[at - 1].end : scene.figures[at].start]
    other = scene.figures[at - 1].quantity.unit != scene.figures[at].quantity.unit
    return between.strip() in _LEADS_TO or (other and _is_joined(sentence, at))
