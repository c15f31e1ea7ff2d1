"""What stands behind a numeral: a unit, a classifier, a currency, or a counted noun after 大."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.core.vocabulary import Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Classifier, Currency, Entry, Unit
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.lexicon.patterns import Patterns, SurfaceIndex, compile_patterns, index_pairs
from nstp_extract.quantity.numeral import Numeral

_LATIN: Final = re.compile(r"[A-Za-z0-9]")
_CLAUSE_STARTS: Final = "。；！？"
_MONEY_REACH: Final = 40


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What follows a numeral: the kind it makes, the unit's name, and where it ends."""

    end: int
    kind: Kind
    unit: str
    factor: Decimal = Decimal(1)
    structural: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class UnitGrammar:
    """The patterns that the reading of units needs, of one lexicon."""

    patterns: Patterns
    not_classifiers: SurfaceIndex[str]
    one_guards: tuple[str, ...]
    shy: frozenset[str]
    money_nouns: re.Pattern[str]
    big_noun: re.Pattern[str]
    plan_part: re.Pattern[str]
    pointing: tuple[str, ...]


@lru_cache(maxsize=8)
def compile_units(lexicon: Lexicon) -> UnitGrammar:
    """Return the unit grammar of `lexicon`."""
    words = lexicon.surfaces("not_classifier")
    structural = compile_surfaces(lexicon.surfaces("structural_noun"))
    parts = compile_surfaces(lexicon.surfaces("plan_part"))
    return UnitGrammar(
        patterns=compile_patterns(lexicon),
        not_classifiers=index_pairs((word, word) for word in words),
        one_guards=lexicon.surfaces("one_guard"),
        shy=frozenset(lexicon.surfaces("shy_unit")),
        money_nouns=re.compile(compile_surfaces(lexicon.surfaces("money_noun"))),
        big_noun=re.compile(rf"大[^，。、；：「」『』()\s0-9]{{0,6}}?({structural})"),
        plan_part=re.compile(rf"(?:{parts})(?=[，。、；：)」之的及與和，]|共|進行|$)"),
        pointing=lexicon.surfaces("pointing"),
    )


def match_unit(
    text: str, start: int, end: int, numeral: Numeral, grammar: UnitGrammar
) -> UnitMatch | None:
    """Return what makes the numeral ``text[start:end]`` a figure, or None.

    The unit may stand one blank away. Where a multiplier ends the numeral and money is spoken of,
    the unit is TWD though none is written: 獲投資金額20.55億.
    """
    at = end + (text[end : end + 1] == " ")
    han = not numeral.arabic
    if text.startswith("大", at):
        return _match_big(text, start, at, han=han, numeral=numeral, grammar=grammar)
    found = grammar.patterns.units.match(text, at)
    if found and _stands_alone(text, at, found[0], grammar):
        surface, owner = found
        if isinstance(owner, Classifier) and numeral.decimals and numeral.scale == 1:
            return None  # half things are not counted: 雲2.0平臺 is a name
        if not (han and _is_shy(text, start, surface, owner, numeral, grammar)):
            return _own_unit(text, start, at, surface, owner, grammar)
        return None
    return _match_bare_money(text, start, end, numeral, grammar)


def _stands_alone(text: str, at: int, surface: str, grammar: UnitGrammar) -> bool:
    """Tell whether a surface is a word here, and not the start of another (3成立, 5GB)."""
    end = at + len(surface)
    if surface[-1].isascii() and surface[-1].isalpha() and _LATIN.match(text, end):
        return False
    longer = grammar.not_classifiers.match(text, at)
    return longer is None or len(longer[0]) <= len(surface)


def _is_shy(
    text: str, start: int, surface: str, owner: Entry, numeral: Numeral, grammar: UnitGrammar
) -> bool:
    """Tell whether a Han numeral before this surface is more likely a word (一般, 十分, 每一個)."""
    if surface in grammar.shy and numeral.value <= 10:
        return True
    if isinstance(owner, Classifier) and owner.numerals == "arabic" and numeral.value < 10:
        return surface not in {"縣市", "部會", "領域"}
    return text[start] == "一" and text.endswith(grammar.one_guards, 0, start)


def _own_unit(
    text: str, start: int, at: int, surface: str, owner: Entry, grammar: UnitGrammar
) -> UnitMatch:
    end = at + len(surface)
    rule = f"{owner.table}.{owner.key}"
    if isinstance(owner, Currency):
        return UnitMatch(end, Kind.AMOUNT, owner.iso, rule=rule)
    if isinstance(owner, Unit):
        return UnitMatch(end, owner.kind, owner.symbol or surface, owner.factor, rule=rule)
    if part := grammar.plan_part.match(text, end):
        return UnitMatch(part.end(), Kind.COUNT, surface, structural=True, rule="plan_part")
    structural = surface in {"點", "項", "部分"} and _points(text, start, grammar)
    return UnitMatch(end, Kind.COUNT, surface, structural=structural, rule=rule)


def _points(text: str, start: int, grammar: UnitGrammar) -> bool:
    """Tell whether 上述 or 以下 stands right before: the text counts its own parts."""
    before = text[max(0, start - 6) : start].rstrip(" ")
    return before.endswith(grammar.pointing)


def _match_big(
    text: str, start: int, at: int, *, han: bool, numeral: Numeral, grammar: UnitGrammar
) -> UnitMatch | None:
    """Read N大…: a classifier behind 大 counts (七大類), a noun makes a structural count."""
    if (han and numeral.value < 2) or numeral.value > 100:
        return None
    found = grammar.patterns.units.match(text, at + 1)
    if found and isinstance(found[1], Classifier):
        noun = grammar.big_noun.match(text, at)
        if not (noun and noun.end() > at + 1 + len(found[0])):
            structural = found[1].key == "counted_nouns"
            end = at + 1 + len(found[0])
            return UnitMatch(end, Kind.COUNT, found[0], structural=structural, rule="big")
    if noun := grammar.big_noun.match(text, at):
        return UnitMatch(noun.end(), Kind.COUNT, noun[1], structural=True, rule="big")
    return None


def _match_bare_money(
    text: str, start: int, end: int, numeral: Numeral, grammar: UnitGrammar
) -> UnitMatch | None:
    """Read 20.55億 as TWD where the sentence speaks of money before it and nothing counts."""
    if numeral.scale < 10**4 or text[end : end + 1] in tuple("個位分"):
        return None
    if text[start:end].rstrip(" ")[-1] not in "萬億兆餘多":
        return None
    reach = text[max(0, start - _MONEY_REACH) : start]
    for stop in _CLAUSE_STARTS:
        reach = reach.rpartition(stop)[2]
    prefixed = grammar.patterns.currency_before.match_before(text, start)
    if prefixed:
        return UnitMatch(end, Kind.AMOUNT, prefixed[1].iso, rule="bare_money")
    if numeral.scale < 10**8:
        reach = re.split("[，、]", reach)[-1]
    if grammar.money_nouns.search(reach):
        return UnitMatch(end, Kind.AMOUNT, "TWD", rule="bare_money")
    return None
