"""Quantities in text: a numeral with what makes it a figure, ranges, shares and lists."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Bound, Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Unit
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.quantity.bounds import BoundGrammar, compile_bounds, find_bound
from nstp_extract.quantity.fractions import ShareGrammar, compile_shares, find_share
from nstp_extract.quantity.numeral import ARABIC, Numeral, Site, match_numeral, parse_numeral
from nstp_extract.quantity.units import UnitGrammar, UnitMatch, compile_units, match_unit

_ARABIC: Final = re.compile(ARABIC)
_RANGE: Final = re.compile(r"[ ]?[-~至到][ ]?")
_LIST: Final = re.compile(rf"(?:[、及與和或*×](?={ARABIC})({ARABIC}))+")
_FROM: Final = re.compile(r"[由從自][^，。；、]{0,3}$")
_CUT_OFF: Final = re.compile(r"[0-9.,][十百千萬億兆][0-9]?$")
_SPACED_REST: Final = re.compile(r"[0-9] [.,] ?$")
_JOINED: Final = re.compile(r"[A-Za-z0-9][.,/+-]$|[A-Za-z]$")
_APART: Final = re.compile(r"[0-9][A-Za-z%]{1,4}/$")
_SPARED: Final = 2
_MINUS: Final = "-"
_LOOSE: Final = frozenset((Bound.EXACT, Bound.ABOUT))
_NEAR: Final = "bounds.near"
_TIMES: Final = frozenset(("a", "mo", "wk", "d"))


@dataclass(frozen=True, slots=True)
class QuantityMatch:
    """A quantity found: its place in the text, what it says, and the rules that read it."""

    start: int
    end: int
    quantity: Quantity
    structural: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class QuantityGrammar:
    """What the reading of quantities needs of one lexicon."""

    units: UnitGrammar
    bounds: BoundGrammar
    shares: ShareGrammar
    score_lead: re.Pattern[str]
    minus_lead: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_quantities(lexicon: Lexicon) -> QuantityGrammar:
    """Return the quantity grammar of `lexicon`."""
    leads = compile_surfaces(lexicon.surfaces("score_lead"))
    return QuantityGrammar(
        units=compile_units(lexicon),
        bounds=compile_bounds(lexicon),
        shares=compile_shares(lexicon),
        score_lead=re.compile(rf"(?:{leads})[ ]?$"),
        minus_lead=re.compile(lexicon.pattern("minus_lead")),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A numeral with its unit, before bounds."""

    site: Site
    unit: UnitMatch


def match_quantities(text: str, at: int, grammar: QuantityGrammar) -> list[QuantityMatch]:
    """Return the quantity that begins at `at` of a folded text; several where a list shares a unit.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> grammar = compile_quantities(load_lexicon())
    >>> [found] = match_quantities("4億8,388萬7千元，", 0, grammar)
    >>> str(found.quantity.value), found.quantity.unit, found.end
    ('483887000', 'TWD', 11)
    """
    if text.startswith(_MINUS, at):
        return _negate(_match_unsigned(text, at + 1, grammar))
    found = _match_unsigned(text, at, grammar)
    if text[at - 1 : at] == _MINUS and grammar.minus_lead.search(text[max(0, at - 5) : at - 1]):
        return _negate(found) or found
    return found


def _negate(found: list[QuantityMatch]) -> list[QuantityMatch]:
    """Return a rate with the minus before it (成長率-1.1%); nothing if that is no single rate."""
    if len(found) != 1 or found[0].quantity.kind is not Kind.PERCENT:
        return []
    (match,) = found
    if match.quantity.value is None:
        return []
    quantity = replace(match.quantity, value=-match.quantity.value)
    return [replace(match, start=match.start - 1, quantity=quantity)]


def _match_unsigned(text: str, at: int, grammar: QuantityGrammar) -> list[QuantityMatch]:
    if share := _match_share(text, at, grammar):
        return [share]
    site = _match_site(text, at, grammar)
    if _is_rest(text, at):
        return []
    if site is None or _is_joined(text, at, grammar):
        return []
    unit = match_unit(site, grammar.units)
    first = _Part(site, unit) if unit is not None else None
    if ranged := _match_range(site, first, grammar):
        return [ranged]
    if first is not None:
        return [_single(first, grammar)]
    return _match_list(site, grammar) or _match_score(site, grammar)


def _is_rest(text: str, at: int) -> bool:
    """Tell whether what begins here is the rest of a number that does not read: 2億7,3542|千元."""
    spaced = _SPACED_REST.search(text[max(0, at - 4) : at])  # 第3 , |047大類
    return bool(spaced or _CUT_OFF.search(text[max(0, at - 2) : at + 1]))


def _is_joined(text: str, at: int, grammar: QuantityGrammar) -> bool:
    """Tell whether a letter or the rest of a number stands right before; NT$ and USD are none."""
    if not _JOINED.search(text[max(0, at - 2) : at]) or _APART.search(text[max(0, at - 6) : at]):
        return False
    return grammar.units.patterns.currency_before.match_before(text, at) is None


def _spare_unit(site: Site, grammar: QuantityGrammar) -> Site:
    """Leave a multiplier to the unit that begins with it: 500千瓦, 98.1百萬赫."""
    for last in range(max(site.start + 1, site.end - _SPARED), site.end):
        found = grammar.units.patterns.units.match(site.text, last)
        if found is None or not isinstance(found[1], Unit) or last + len(found[0]) <= site.end:
            continue
        surface = site.text[site.start : last].rstrip(" ")
        if shorter := parse_numeral(surface):
            return Site(site.text, site.start, site.start + len(surface), shorter)
    return site


def _match_site(text: str, at: int, grammar: QuantityGrammar) -> Site | None:
    """Return the numeral that begins at `at`, without the multiplier that its unit begins with."""
    site = match_numeral(text, at)
    return _spare_unit(site, grammar) if site else None


def _single(part: _Part, grammar: QuantityGrammar) -> QuantityMatch:
    text, start, end = part.site.text, part.site.start, part.unit.end
    bound, rule = find_bound(text, (start, end), part.unit.kind, grammar.bounds)
    if rule == _NEAR and part.unit.ucum in _TIMES:
        bound, rule = Bound.EXACT, ""  # 近5年 is the last five years, not nearly five
    quantity = _quantity(part.site.numeral, part.unit, bound)
    rules = tuple(r for r in ("numeral", part.unit.rule, rule) if r)
    return QuantityMatch(start, end, quantity, part.unit.structural, rules)


def _quantity(numeral: Numeral, unit: UnitMatch, bound: Bound) -> Quantity:
    value = _scaled(numeral.value, unit.factor)
    scale = _scaled(numeral.scale, unit.factor)
    shape = Quantity(unit.kind, unit=unit.unit, bound=bound, decimals=numeral.decimals, scale=scale)
    if numeral.open_above:
        bound = Bound.OVER if bound in _LOOSE else bound  # 約43億餘元 is more than that
        return replace(shape, low=value, bound=bound)
    return replace(shape, value=value)


def _scaled(value: Decimal, factor: Decimal) -> Decimal:
    return value if factor == 1 else (value * factor).normalize() + 0


def _match_range(site: Site, first: _Part | None, grammar: QuantityGrammar) -> QuantityMatch | None:
    """Read 2-3倍, 30%至40%, 6個月到5年; 由30%至40% is a change and so two figures."""
    text = site.text
    if first and first.unit.rule == "bare_money":
        first = None  # the unit stands behind the far end: 2,000萬到3,000萬美元
    joint = _RANGE.match(text, first.unit.end if first else site.end)
    far = _match_site(text, joint.end(), grammar) if joint else None
    unit = match_unit(far, grammar.units) if far else None
    if far is None or unit is None or unit.structural:
        return None
    if first and (first.unit.kind is not unit.kind or _comes_from(site)):
        return None
    ends = _range_ends(site, first, _Part(far, unit))
    if ends is None or not ends[0] < ends[1]:
        return None
    bound, rule = find_bound(text, (site.start, unit.end), unit.kind, grammar.bounds)
    name = first.unit.unit if first else unit.unit
    scale = _scaled(far.numeral.scale, unit.factor)
    quantity = Quantity(unit.kind, None, *ends, name, bound, far.numeral.decimals, scale)
    rules = tuple(r for r in ("range", unit.rule, rule) if r)
    return QuantityMatch(site.start, unit.end, quantity, structural=False, rules=rules)


def _comes_from(site: Site) -> bool:
    return _FROM.search(site.text[max(0, site.start - 5) : site.start]) is not None


def _range_ends(site: Site, first: _Part | None, last: _Part) -> tuple[Decimal, Decimal] | None:
    """Return both ends of a range in the first one's unit; None for units that do not convert."""
    high = _scaled(last.site.numeral.value, last.unit.factor)
    if first is None:
        low = _scaled(site.numeral.value, last.unit.factor)
        shared = last.site.numeral.scale > 1 and site.numeral.scale == 1
        return (low * last.site.numeral.scale if shared else low), high  # 2-3萬人 shares the 萬
    low = _scaled(site.numeral.value, first.unit.factor)
    if first.unit.unit == last.unit.unit:
        return low, high
    ratio = _TIME_RATIOS.get((last.unit.ucum, first.unit.ucum))
    return (low, high * ratio) if ratio is not None else None


_TIME_RATIOS: Final = {
    ("a", "mo"): Decimal(12),
    ("h", "min"): Decimal(60),
    ("min", "s"): Decimal(60),
    ("d", "h"): Decimal(24),
    ("wk", "d"): Decimal(7),
}


def _match_share(text: str, at: int, grammar: QuantityGrammar) -> QuantityMatch | None:
    """Read 三分之一, 七成五, 1/4 or 一半 as per cent."""
    share = find_share(text, at, grammar.shares)
    if share is None:
        return None
    bound, rule = find_bound(text, (at, share.end), Kind.PERCENT, grammar.bounds)
    quantity = Quantity(Kind.PERCENT, share.value, unit="%", bound=bound)
    if share.high is not None:
        quantity = replace(quantity, value=None, low=share.value, high=share.high)
    rules = tuple(r for r in (share.rule, rule) if r)
    return QuantityMatch(at, share.end, quantity, structural=False, rules=rules)


def _match_list(site: Site, grammar: QuantityGrammar) -> list[QuantityMatch]:
    """Read 3、5及7家: numbers that share the unit behind the last one, a figure each."""
    text = site.text
    chain = _LIST.match(text, site.end) if site.numeral.arabic else None
    if chain is None:
        return []
    starts = (match.start() for match in _ARABIC.finditer(text, site.end, chain.end()))
    sites = [site, *(found for start in starts if (found := _match_site(text, start, grammar)))]
    unit = match_unit(sites[-1], grammar.units)
    if unit is None or unit.structural:
        return []
    shared = [_Part(each, replace(unit, end=each.end)) for each in sites[:-1]]
    return [_single(part, grammar) for part in (*shared, _Part(sites[-1], unit))]


def _match_score(site: Site, grammar: QuantityGrammar) -> list[QuantityMatch]:
    """Read a bare decimal that a lead like 達 or 提升至 introduces: R²由0.4提升至0.7155."""
    if not site.numeral.decimals or site.numeral.scale != 1 or not site.numeral.arabic:
        return []
    if not grammar.score_lead.search(site.text[max(0, site.start - 8) : site.start]):
        return []
    return [_single(_Part(site, UnitMatch(site.end, Kind.SCORE, "", rule="score")), grammar)]
