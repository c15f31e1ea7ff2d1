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
from nstp_extract.quantity.numeral import Site

_LATIN: Final = re.compile(r"[A-Za-z0-9]")
_SENTENCE_STOPS: Final = re.compile("[。；！？]")
_CLAUSE_STOPS: Final = re.compile("[。；！？，、]")
_TEN: Final = 10
_FEWEST_BIG: Final = 2
_MOST_BIG: Final = 100
_LEAST_BARE: Final = 10**4
_SURE_MONEY: Final = 10**8
_MONEY_REACH: Final = 40
_HOME: Final = "TWD"
NOUNS: Final = "counted_nouns"
_POINTS: Final = "points"


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What follows a numeral: the kind it makes, the unit's name, and where it ends."""

    end: int
    kind: Kind
    unit: str
    factor: Decimal = Decimal(1)
    structural: bool = False
    ucum: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class UnitGrammar:
    """The patterns that the reading of units needs, of one lexicon."""

    patterns: Patterns
    not_classifiers: SurfaceIndex[str]
    one_guards: tuple[str, ...]
    shy: frozenset[str]
    money_nouns: re.Pattern[str]
    people: re.Pattern[str]
    big_noun: re.Pattern[str]
    plan_part: re.Pattern[str]
    pointing: tuple[str, ...]
    parts: frozenset[str]
    after_han: frozenset[str]
    index_lead: re.Pattern[str]


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
        people=re.compile(lexicon.pattern("counted_before")),
        big_noun=re.compile(rf"大[^，。、；：「」『』()\s0-9]{{0,6}}?({structural})"),
        plan_part=re.compile(rf"(?:{parts}){lexicon.pattern('plan_part_end')}"),
        pointing=lexicon.surfaces("pointing"),
        parts=frozenset(lexicon.surfaces("part_classifier")),
        after_han=frozenset(lexicon.surfaces("after_han")),
        index_lead=re.compile(lexicon.pattern("index_lead")),
    )


def match_unit(site: Site, grammar: UnitGrammar) -> UnitMatch | None:
    """Return what makes a numeral a figure, or None.

    The unit may stand one blank away. Where a multiplier ends the numeral and money is spoken of,
    the unit is TWD though none is written: 獲投資金額20.55億.
    """
    at = site.end + (site.text[site.end : site.end + 1] == " ")
    found = grammar.patterns.units.match_whole(site.text, at)
    if found is None and site.text.startswith("大", at):
        return _match_big(site, at, grammar)
    if found is None or not _stands_alone(site.text, at, found[0], grammar):
        return _match_bare_money(site, grammar)
    if found[1].key == NOUNS and site.numeral.decimals and site.numeral.scale == 1:
        return None  # no half plans are counted: 雲2.0平臺 is a name
    if not site.numeral.arabic and _is_shy(site, found, grammar):
        return None
    return _own_unit(site, at, found, grammar)


def _stands_alone(text: str, at: int, surface: str, grammar: UnitGrammar) -> bool:
    """Tell whether a surface is a word here, and not the start of another (3成立, 5GB)."""
    end = at + len(surface)
    if surface[-1].isascii() and surface[-1].isalpha() and _LATIN.match(text, end):
        return False
    longer = grammar.not_classifiers.match(text, at)
    return longer is None or len(longer[0]) <= len(surface)


def _is_shy(site: Site, found: tuple[str, Entry], grammar: UnitGrammar) -> bool:
    """Tell whether a Han numeral before this surface is more likely a word (一般, 十分, 每一個)."""
    surface, owner = found
    if surface in grammar.shy and site.numeral.value <= _TEN:
        return True
    if isinstance(owner, Classifier) and owner.numerals == "arabic" and site.numeral.value < _TEN:
        return surface not in grammar.after_han or site.numeral.value < _FEWEST_BIG
    return site.text[site.start] == "一" and site.text.endswith(grammar.one_guards, 0, site.start)


def _own_unit(
    site: Site, at: int, found: tuple[str, Unit | Classifier | Currency], grammar: UnitGrammar
) -> UnitMatch:
    surface, owner = found
    end = at + len(surface)
    rule = f"{owner.table}.{owner.key}"
    if isinstance(owner, Currency):
        named = _named_currency(site, grammar) if owner.iso == _HOME else None
        if named and named != owner.iso:
            return UnitMatch(end, Kind.AMOUNT, named, rule="named_currency")
        return UnitMatch(end, Kind.AMOUNT, owner.iso, rule=rule)
    if isinstance(owner, Unit):
        return UnitMatch(
            end,
            owner.kind,
            owner.symbol or surface.replace(" ", ""),
            owner.factor,
            ucum=owner.ucum,
            rule=rule,
        )
    part = grammar.plan_part.match(site.text, end) if surface in grammar.parts else None
    if part:
        return UnitMatch(part.end(), Kind.COUNT, surface, structural=True, rule="plan_part")
    if owner.key == _POINTS and grammar.index_lead.search(site.text[: site.start]):
        return UnitMatch(end, Kind.SCORE, surface, rule="index_points")
    structural = surface in grammar.parts and _points(site, grammar)
    return UnitMatch(end, Kind.COUNT, surface, structural=structural, rule=rule)


def _points(site: Site, grammar: UnitGrammar) -> bool:
    """Tell whether 上述 or 以下 stands right before: the text counts its own parts."""
    before = site.text[max(0, site.start - 6) : site.start].rstrip(" ")
    return before.endswith(grammar.pointing)


def _match_big(site: Site, at: int, grammar: UnitGrammar) -> UnitMatch | None:
    """Read N大…: a classifier behind 大 counts (七大類), a noun makes a structural count."""
    value = site.numeral.value
    if (value < _FEWEST_BIG and not site.numeral.arabic) or value > _MOST_BIG:
        return None
    noun = grammar.big_noun.match(site.text, at)
    found = grammar.patterns.units.match(site.text, at + 1)
    if found and isinstance(found[1], Classifier):
        end = at + 1 + len(found[0])
        structural = found[1].key == NOUNS
        if noun is None or noun.end() < end + (not structural):
            return UnitMatch(end, Kind.COUNT, found[0], structural=structural, rule="big")
    if noun:
        return UnitMatch(noun.end(), Kind.COUNT, noun[1], structural=True, rule="big")
    return None


def _match_bare_money(site: Site, grammar: UnitGrammar) -> UnitMatch | None:
    """Read 20.55億 as TWD where the sentence speaks of money before it and nothing counts."""
    if named := _named_currency(site, grammar):
        return UnitMatch(site.end, Kind.AMOUNT, named, rule="bare_money")
    if site.numeral.scale < _LEAST_BARE or site.text[site.end : site.end + 1] in tuple("個位分"):
        return None
    if site.text[site.end - 1] not in "萬億兆餘多":
        return None
    reach = site.text[max(0, site.start - _MONEY_REACH) : site.start]
    stops = _CLAUSE_STOPS if site.numeral.scale < _SURE_MONEY else _SENTENCE_STOPS
    reach = stops.split(reach)[-1]
    if people := grammar.people.search(_CLAUSE_STOPS.split(reach)[-1]):
        return UnitMatch(site.end, Kind.COUNT, people["unit"], rule="bare_count")
    if grammar.money_nouns.search(reach):
        return UnitMatch(site.end, Kind.AMOUNT, _HOME, rule="bare_money")
    return None


def _named_currency(site: Site, grammar: UnitGrammar) -> str | None:
    """Return the currency that is named before the number: 美金7,500萬元, NT$500."""
    at = site.start - (site.text[site.start - 1 : site.start] == " ")
    named = grammar.patterns.currency_before.match_before(site.text, at)
    return named[1].iso if named else None
