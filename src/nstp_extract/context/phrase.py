"""The words around a figure, and what opens, fills and closes a noun phrase among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

STOPS: Final = frozenset("，。；：、！？;:!?")
HOPS: Final = frozenset("，；")
OPENERS: Final = frozenset("(（")
CLOSERS: Final = frozenset(")）")
GENITIVE: Final = frozenset("之的")
CLOSING: Final = frozenset("等")
WITHIN: Final = frozenset("中內")
POINTERS: Final = frozenset("該")
SINCE: Final = frozenset("來")
LINKS: Final = frozenset("及與和或")
NOT_PART: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*\s]+")
_PER_UNIT: Final = frozenset("/／")
_LEADING_MARKS: Final = "、，。；：！？,;:!?.)）"
_COUNTED_NOUNS: Final = "counted_nouns"
_INCLUDING: Final = "含"
_SUFFIXES: Final = frozenset("率量數額值者費款度比金會班站案品員所區線稅")
_AMOUNTS: Final = frozenset("率量數額值費模積")
HEAD_LENGTH: Final = 2
_MAX_LENGTH: Final = 45
_TIMES: Final = frozenset(("a", "mo", "wk", "d", "h", "min", "s"))
OPEN_QUOTES: Final = frozenset("「『")
CLOSE_QUOTES: Final = frozenset("」』")


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorGrammar:
    """The words that open, fill and close a noun phrase, of one lexicon."""

    predicates: frozenset[str]
    objects: frozenset[str]
    gaps: frozenset[str]
    edges: frozenset[str]
    change: re.Pattern[str]
    calendar: re.Pattern[str]
    ordinal: re.Pattern[str]
    degree: re.Pattern[str]
    event: re.Pattern[str]
    money: frozenset[str]
    paired: re.Pattern[str]
    nouns: frozenset[str]
    unnamed: re.Pattern[str]
    places: frozenset[str]
    bounds: frozenset[str]
    agencies: frozenset[str]
    actors: tuple[str, ...]
    countable: tuple[str, ...]
    people_counters: frozenset[str]
    sums_up: re.Pattern[str]
    hollow: re.Pattern[str]
    tolerances: frozenset[str]
    linking: frozenset[str]
    openers: frozenset[str]
    purposes: frozenset[str]
    describers: frozenset[str]
    comparatives: frozenset[str]
    times: frozenset[str]
    rates: frozenset[str]
    undone: frozenset[str]
    dimension: re.Pattern[str]
    budget: re.Pattern[str]
    name_noun: re.Pattern[str]
    measured: re.Pattern[str]
    sum_word: re.Pattern[str]
    net_change: re.Pattern[str]
    funding: re.Pattern[str]
    budget_head: re.Pattern[str]
    document: re.Pattern[str]
    pronoun: re.Pattern[str]
    group: re.Pattern[str]
    contrast: re.Pattern[str]
    mean_per: re.Pattern[str]
    listed_money: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_indicators(lexicon: Lexicon) -> IndicatorGrammar:
    """Return the indicator grammar of `lexicon`."""
    change = frozenset(lexicon.surfaces("change_verb"))
    bounds = frozenset(s for q in lexicon.bounds for s in q.surfaces)
    adverbs = frozenset(lexicon.surfaces("indicator_adverb"))
    return IndicatorGrammar(
        predicates=frozenset(lexicon.surfaces("predicate_verb")) | change,
        objects=frozenset(lexicon.surfaces("object_verb")),
        gaps=frozenset(lexicon.surfaces("indicator_gap")) | adverbs | change | bounds,
        edges=adverbs.union(lexicon.surfaces("indicator_edge"), lexicon.surfaces("self_reference")),
        places=frozenset(lexicon.surfaces("place")),
        degree=re.compile(lexicon.pattern("change_degree")),
        event=re.compile(lexicon.pattern("event_counter")),
        money=frozenset(lexicon.surfaces("money_noun")),
        paired=re.compile("|".join(map(re.escape, lexicon.surfaces("respectively")))),
        nouns=frozenset(
            s for c in lexicon.classifiers if c.key == _COUNTED_NOUNS for s in c.surfaces
        ),
        unnamed=re.compile(lexicon.pattern("unnamed_part")),
        ordinal=re.compile(lexicon.pattern("term_ordinal")),
        calendar=re.compile(lexicon.pattern("calendar")),
        change=re.compile(rf"{lexicon.pattern('change_word')}|{compile_surfaces(sorted(change))}"),
        bounds=bounds,
        agencies=frozenset(s for agency in lexicon.agencies for s in agency.surfaces),
        tolerances=frozenset(lexicon.surfaces("tolerance")),
        sums_up=re.compile(lexicon.pattern("sums_up")),
        hollow=re.compile(lexicon.pattern("hollow_indicator")),
        actors=lexicon.surfaces("actor_noun"),
        people_counters=frozenset(lexicon.surfaces("people_counter")),
        countable=tuple(
            s for c in lexicon.classifiers for s in c.surfaces if len(s) >= HEAD_LENGTH
        ),
        linking=frozenset(lexicon.surfaces("linking_verb")) | change | bounds,
        purposes=frozenset(lexicon.surfaces("purpose_opener")),
        comparatives=frozenset(lexicon.surfaces("comparative")),
        describers=frozenset(lexicon.surfaces("describer")),
        openers=frozenset(lexicon.surfaces("relative_opener")),
        times=frozenset(
            name
            for unit in lexicon.units
            if unit.ucum in _TIMES
            for name in (unit.symbol, *unit.surfaces)
        ),
        rates=frozenset(lexicon.surfaces("rate_heading")),
        undone=frozenset(lexicon.surfaces("aspect")),
        dimension=re.compile(lexicon.pattern("dimension")),
        listed_money=re.compile(lexicon.pattern("listed_money")),
        mean_per=re.compile(lexicon.pattern("mean_per")),
        sum_word=re.compile(lexicon.pattern("sum_word")),
        net_change=re.compile(lexicon.pattern("net_change")),
        funding=re.compile(lexicon.pattern("funding")),
        budget_head=re.compile(lexicon.pattern("budget_head")),
        document=re.compile(lexicon.pattern("document_noun")),
        group=re.compile(lexicon.pattern("group_noun")),
        contrast=re.compile(lexicon.pattern("contrast")),
        pronoun=re.compile(lexicon.pattern("pronoun")),
        measured=re.compile(lexicon.pattern("measured_of_name")),
        name_noun=re.compile(lexicon.pattern("name_noun")),
        budget=re.compile(lexicon.pattern("budget_noun")),
    )


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence: where it begins, and which figure it is, if it is one.

    `date` and `time` tell whether it is a date or a length of time; `counter` is the classifier of
    a count; `verb` whether the dictionary has it as a verb.
    """

    start: int
    text: str
    figure: int | None
    date: bool
    time: bool
    counter: str = ""
    verb: bool = False


def scene_tokens(scene: Scene, grammar: IndicatorGrammar) -> list[Token]:
    """Return the words of a sentence in order, blanks left out, each figure one word."""
    starts = {figure.start: at for at, figure in enumerate(scene.figures)}
    tokens = []
    for start, end, verb in scene.words:
        text = scene.original[start:end]
        at = starts.get(start)
        if at is not None:
            said = scene.figures[at]
            time = said.quantity.unit in grammar.times
            tokens.append(Token(start, text, at, said.is_date, time, _counter(said, grammar)))
        elif not text.isspace():
            folded = scene.text[start]
            text = folded if folded in STOPS else text
            tokens.append(Token(start, text, None, date=False, time=False, verb=verb))
    return tokens


def _counter(figure: SceneFigure, grammar: IndicatorGrammar) -> str:
    """Return the classifier of a count; of an age, which tells who is meant, its unit."""
    unit = figure.quantity.unit
    counts = figure.quantity.kind is Kind.COUNT or unit in grammar.people_counters
    return unit if counts else ""


def join_words(tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the tokens' text joined, links at its ends dropped; None if empty or too long."""
    words = [token.text for token in tokens]
    while words and (words[-1] in LINKS or words[-1] in GENITIVE):
        words.pop()
    while words and (words[0] in LINKS or words[0] in GENITIVE or words[0] in grammar.bounds):
        words.pop(0)
    text = "".join(words).strip("*· ")
    if text.count("「") != text.count("」"):
        text = text.strip("「」")
    if text[:1] in _PER_UNIT:
        return None
    text = text.lstrip(_LEADING_MARKS)
    named = any(char.isalpha() for char in text) and not grammar.hollow.fullmatch(text)
    return text if named and len(text) <= _MAX_LENGTH else None


def is_verb(token: Token, grammar: IndicatorGrammar) -> bool:
    """Tell whether a word acts: a predicate, or a verb that a noun phrase may begin with."""
    return token.text in grammar.predicates or token.text in grammar.objects


def acts(token: Token, grammar: IndicatorGrammar) -> bool:
    """Tell whether a word that stands alone is a verb, by the lexicon or by the dictionary."""
    known = token.verb and len(token.text) > 1 and token.text not in grammar.money
    return known or is_verb(token, grammar)


def is_relative(at: int, tokens: Sequence[Token]) -> bool:
    """Tell whether the verb before `at` only describes a noun: 培育之研習生."""
    return at < len(tokens) and tokens[at].text in GENITIVE


def has_suffix(at: int, end: int, tokens: Sequence[Token]) -> bool:
    """Tell whether a noun stands behind the verb at `at` that it belongs to: 媒合|率, 投資|金額."""
    if at + 1 >= end:
        return False
    word = tokens[at + 1].text
    return (len(word) == 1 and word in _SUFFIXES) or (len(word) > 1 and word[-1] in _AMOUNTS)


def tells_part(opened: int, tokens: Sequence[Token]) -> bool:
    """Tell whether the bracket that opens at `opened` tells what its noun includes: (含家屬)."""
    follows = tokens[opened + 1].text if opened + 1 < len(tokens) else ""
    return _INCLUDING in follows


def open_of(at: int, tokens: Sequence[Token]) -> int | None:
    """Return the token that opens the bracket closed at `at`."""
    depth = 0
    for index in range(at, -1, -1):
        depth += tokens[index].text in CLOSERS
        depth -= tokens[index].text in OPENERS
        if depth == 0:
            return index
    return None


def skip_relative(at: int, tokens: Sequence[Token]) -> int:
    """Return where the noun begins that a relative clause describes: 符合定義之新創事業."""
    for index in range(at, len(tokens)):
        token = tokens[index]
        if token.text[0] in STOPS or token.figure is not None or token.text in OPENERS:
            return at
        if token.text in GENITIVE:
            return index + 1
    return at


def quoted_before(end: int, tokens: Sequence[Token], grammar: IndicatorGrammar) -> str | None:
    """Return the name in the quotes that close before token `end`: 第3目「水土保持發展」."""
    opened = name_before(end, tokens)
    return None if opened is None else join_words(tokens[opened + 1 : end - 1], grammar)


def name_before(end: int, tokens: Sequence[Token]) -> int | None:
    """Return where the quotes open that close before `end`; None if a figure stands in them."""
    if not end or tokens[end - 1].text not in CLOSE_QUOTES:
        return None
    for at in range(end - 2, -1, -1):
        if tokens[at].figure is not None and not tokens[at].date:
            return None
        if tokens[at].text in OPEN_QUOTES:
            return at
    return None


def close_of(at: int, tokens: Sequence[Token]) -> int | None:
    """Return the token that closes the quotes opened at `at`; None if a figure stands in them."""
    for index in range(at + 1, len(tokens)):
        counted = tokens[index].figure is not None and not tokens[index].date
        if counted or tokens[index].text in OPEN_QUOTES:
            return None
        if tokens[index].text in CLOSE_QUOTES:
            return index
    return None
