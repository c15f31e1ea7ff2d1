"""Quantities in text: a numeral with what makes it a figure, ranges, shares and lists."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Bound, Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.quantity.bounds import BoundGrammar, compile_bounds, find_bound
from nstp_extract.quantity.numeral import ARABIC, FORMAL, HAN, NUMERAL, Numeral, parse_numeral
from nstp_extract.quantity.units import UnitGrammar, UnitMatch, compile_units, match_unit

_NUMERAL: Final = re.compile(NUMERAL)
_FORMAL: Final = re.compile(rf"[{FORMAL}零萬億兆]{{2,}}(?=元)")
_FRACTION: Final = re.compile(rf"({HAN}+|{ARABIC})分之({HAN}+(?:點{HAN}+)?|{ARABIC})")
_RANGE: Final = re.compile(r"[ ]?(?:-|~|至|到)[ ]?")
_LIST: Final = re.compile(rf"(?:[、及與和或](?={ARABIC})({ARABIC}))+")
_FROM: Final = re.compile(r"[由從自][^，。；、]{0,3}$")
_JOINED: Final = re.compile(r"[A-Za-z0-9][.,/+-]$|[A-Za-z]$")
_HUNDRED: Final = Decimal(100)
_SHARE_PLACES: Final = Decimal("0.0001")


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
    score_lead: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_quantities(lexicon: Lexicon) -> QuantityGrammar:
    """Return the quantity grammar of `lexicon`."""
    leads = compile_surfaces(lexicon.surfaces("score_lead"))
    return QuantityGrammar(
        units=compile_units(lexicon),
        bounds=compile_bounds(lexicon),
        score_lead=re.compile(rf"(?:{leads})[ ]?$"),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A numeral with its unit, before bounds."""

    start: int
    end: int
    numeral: Numeral
    unit: UnitMatch


def match_quantities(text: str, at: int, grammar: QuantityGrammar) -> list[QuantityMatch]:
    """Return the quantity that begins at `at` of a folded text; several where a list shares a unit.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> grammar = compile_quantities(load_lexicon())
    >>> [found] = match_quantities("4億8,388萬7千元，", 0, grammar)
    >>> str(found.quantity.value), found.quantity.unit, found.end
    ('483887000', 'TWD', 11)
    """
    if fraction := _match_fraction(text, at, grammar):
        return [fraction]
    found = _match_numeral(text, at)
    if found is None or _JOINED.search(text[max(0, at - 2) : at]):
        return []
    end, numeral = found
    unit = match_unit(text, at, end, numeral, grammar.units)
    first = _Part(at, unit.end if unit else end, numeral, unit) if unit else None
    if ranged := _match_range(text, at, end, numeral, first, grammar):
        return [ranged]
    if first is not None:
        return [_single(text, first, grammar)]
    return _match_list(text, at, end, numeral, grammar) or _match_score(text, at, end, numeral, grammar)


def _match_numeral(text: str, at: int) -> tuple[int, Numeral] | None:
    """Return the longest well-formed numeral at `at` and where it ends."""
    match = _FORMAL.match(text, at) or _NUMERAL.match(text, at)
    if match is None:
        return None
    end = match.end()
    while end > at:
        surface = text[at:end]
        trimmed = surface.rstrip(" ")
        numeral = parse_numeral(trimmed)
        if numeral is not None:
            return at + len(trimmed), numeral
        if trimmed[-1] not in "餘多 ":
            return None
        end = at + len(trimmed) - 1
    return None


def _single(text: str, part: _Part, grammar: QuantityGrammar) -> QuantityMatch:
    bound, rule = find_bound(text, part.start, part.end, part.unit.kind, grammar.bounds)
    quantity = _quantity(part.numeral, part.unit, bound)
    rules = tuple(r for r in ("numeral", part.unit.rule, rule) if r)
    return QuantityMatch(part.start, part.end, quantity, part.unit.structural, rules)


def _quantity(numeral: Numeral, unit: UnitMatch, bound: Bound) -> Quantity:
    value = _scaled(numeral.value, unit.factor)
    shape = Quantity(
        unit.kind, unit=unit.unit, bound=bound, decimals=numeral.decimals, scale=numeral.scale
    )
    if numeral.open_above:
        bound = Bound.OVER if bound is Bound.EXACT else bound
        return replace(shape, low=value, bound=bound)
    return replace(shape, value=value)


def _scaled(value: Decimal, factor: Decimal) -> Decimal:
    return value if factor == 1 else (value * factor).normalize() + 0


def _match_range(
    text: str, at: int, end: int, numeral: Numeral, first: _Part | None, grammar: QuantityGrammar
) -> QuantityMatch | None:
    """Read 2-3倍, 30%至40%, 6個月到5年; 由30%至40% is a change and so two figures."""
    joint = _RANGE.match(text, first.end if first else end)
    if joint is None:
        return None
    found = _match_numeral(text, joint.end())
    if found is None:
        return None
    last_end, last_numeral = found
    unit = match_unit(text, joint.end(), last_end, last_numeral, grammar.units)
    if unit is None or unit.structural or (first and first.unit.kind is not unit.kind):
        return None
    if first and _FROM.search(text[max(0, at - 5) : at]):
        return None
    low = _scaled(numeral.value, (first.unit if first else unit).factor)
    high = _scaled(last_numeral.value, unit.factor)
    name = unit.unit
    if first and first.unit.unit != unit.unit:
        ratio = _TIME_RATIOS.get((unit.unit, first.unit.unit))
        if ratio is None:
            return None
        high, name = high * ratio, first.unit.unit
    elif first is None and last_numeral.scale > 1 and numeral.scale == 1:
        low *= last_numeral.scale  # 2-3萬人: the multiplier is shared
    if not low < high:
        return None
    bound, rule = find_bound(text, at, unit.end, unit.kind, grammar.bounds)
    quantity = Quantity(
        unit.kind, None, low, high, name, bound, last_numeral.decimals, last_numeral.scale
    )
    rules = tuple(r for r in ("range", unit.rule, rule) if r)
    return QuantityMatch(at, unit.end, quantity, structural=False, rules=rules)


_TIME_RATIOS: Final = {
    ("年", "個月"): Decimal(12),
    ("小時", "分鐘"): Decimal(60),
    ("分鐘", "秒"): Decimal(60),
    ("天", "小時"): Decimal(24),
    ("週", "天"): Decimal(7),
}


def _match_fraction(text: str, at: int, grammar: QuantityGrammar) -> QuantityMatch | None:
    """Read 三分之一, 百分之3.5, 三分之一至二分之一 as per cent, four places."""
    share = _share_at(text, at)
    if share is None:
        return None
    value, end = share
    joint = _RANGE.match(text, end)
    other = _share_at(text, joint.end()) if joint else None
    if other and value < other[0]:
        end = other[1]
    bound, rule = find_bound(text, at, end, Kind.PERCENT, grammar.bounds)
    rules = tuple(r for r in ("fraction", rule) if r)
    if other and value < other[0]:
        quantity = Quantity(Kind.PERCENT, None, value, other[0], "%", bound)
    else:
        quantity = Quantity(Kind.PERCENT, value, unit="%", bound=bound)
    return QuantityMatch(at, end, quantity, structural=False, rules=rules)


def _share_at(text: str, at: int) -> tuple[Decimal, int] | None:
    match = _FRACTION.match(text, at)
    if match is None:
        return None
    whole, part = parse_numeral(match[1]), _spoken(match[2])
    if whole is None or part is None or not whole.value:
        return None
    return _trim(part * _HUNDRED / whole.value), match.end()


def _spoken(surface: str) -> Decimal | None:
    """Return 三點五 as 3.5: Han digits behind 點 are read one by one."""
    head, point, tail = surface.partition("點")
    number = parse_numeral(head)
    if number is None or not point:
        return number.value if number else None
    digits = [parse_numeral(char) for char in tail]
    if any(d is None or d.value > 9 for d in digits):
        return None
    return Decimal(f"{number.value}." + "".join(str(d.value) for d in digits if d))


def _trim(value: Decimal) -> Decimal:
    value = value.quantize(_SHARE_PLACES)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _match_list(
    text: str, at: int, end: int, numeral: Numeral, grammar: QuantityGrammar
) -> list[QuantityMatch]:
    """Read 3、5及7家: numbers that share the unit behind the last one, a figure each."""
    chain = _LIST.match(text, end) if numeral.arabic else None
    if chain is None:
        return []
    places = [m.span() for m in re.finditer(ARABIC, text[: chain.end()]) if m.start() >= at]
    last = _match_numeral(text, places[-1][0])
    unit = last and match_unit(text, places[-1][0], last[0], last[1], grammar.units)
    if not last or unit is None or unit.structural:
        return []
    found = []
    for start, stop in places[:-1]:
        number = parse_numeral(text[start:stop])
        if number is None:
            return []
        part = _Part(start, stop, number, replace(unit, end=stop))
        found.append(_single(text, part, grammar))
    return [*found, _single(text, _Part(places[-1][0], unit.end, last[1], unit), grammar)]


def _match_score(
    text: str, at: int, end: int, numeral: Numeral, grammar: QuantityGrammar
) -> list[QuantityMatch]:
    """Read a bare decimal that a lead like 達 or 提升至 introduces: R²由0.4提升至0.7155."""
    if not numeral.decimals or numeral.scale != 1 or not numeral.arabic:
        return []
    if not grammar.score_lead.search(text[max(0, at - 8) : at]):
        return []
    unit = UnitMatch(end, Kind.SCORE, "", rule="score")
    return [_single(text, _Part(at, end, numeral, unit), grammar)]
