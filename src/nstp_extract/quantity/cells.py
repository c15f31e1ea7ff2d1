"""Numbers in the cells of a table, and the units that a heading or a caption gives them.

A cell's number and its unit stand apart; put together they must read as a quantity does in prose.
Which heading governs which cell is found in ``context.cells``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Classifier, Unit
from nstp_extract.lexicon.patterns import Patterns, compile_patterns
from nstp_extract.quantity.numeral import ARABIC, find_runs
from nstp_extract.quantity.readings import QuantityGrammar, compile_quantities, match_quantities
from nstp_extract.quantity.units import NOUNS

NEGATIVE: Final = "-△▽▼"
_NUMBER: Final = re.compile(
    rf"(?P<sign>[+△▽▼-][ ]?)?(?P<number>{ARABIC})(?P<marks>[ ]?[¹²³⁴⁵⁶⁷⁸⁹⁰*]+)?"
)
_BRACKETED: Final = re.compile(rf"[(][ ]?(?P<number>{ARABIC})[ ]?[)]")
_COUNT: Final = "數"
_ONE: Final = "1"


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit that stands apart from its numbers: ``text[start:end]`` of a heading, folded.

    `surface` is what follows a number (千元), `currency` a currency's name before it (美金).
    """

    start: int
    end: int
    surface: str
    currency: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class CellNumber:
    """The number of a cell: its place in the cell's text, and what it says with its unit."""

    start: int
    end: int
    quantity: Quantity
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CellGrammar:
    """The patterns of the units of tables, of one lexicon."""

    caption: re.Pattern[str]
    gloss: re.Pattern[str]
    apart: re.Pattern[str]
    patterns: Patterns
    quantities: QuantityGrammar


@lru_cache(maxsize=8)
def compile_cells(lexicon: Lexicon) -> CellGrammar:
    """Return the grammar of tables of `lexicon`."""
    return CellGrammar(
        caption=re.compile(lexicon.pattern("unit_caption")),
        gloss=re.compile(lexicon.pattern("unit_gloss")),
        apart=re.compile(lexicon.pattern("cell_units_apart")),
        patterns=compile_patterns(lexicon),
        quantities=compile_quantities(lexicon),
    )


def find_caption_units(text: str, grammar: CellGrammar) -> tuple[StatedUnit, ...]:
    """Return the units that a folded line above a table gives its cells: 單位：新臺幣千元；%.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> grammar = compile_cells(load_lexicon())
    >>> [unit.surface for unit in find_caption_units("單位：新臺幣千元；%", grammar)]
    ['千元', '%']
    """
    match = grammar.caption.search(text)
    return tuple(_split_units(text, *match.span("units"), grammar)) if match else ()


def find_gloss_unit(text: str, grammar: CellGrammar) -> StatedUnit | None:
    """Return the unit in brackets behind a folded heading, or the sign that ends it: 占比%."""
    for match in reversed(list(grammar.gloss.finditer(text))):
        name = "units" if match["units"] else "sign"
        units = list(_split_units(text, *match.span(name), grammar))
        if len(units) == 1:
            return units[0]
    return None


def find_counted_unit(text: str, grammar: CellGrammar) -> StatedUnit | None:
    """Return the unit of a folded heading that says what it counts: 參訓人數, 場次, 天數.

    A noun that also counts (公司) is no unit where it only ends a name (某某股份有限公司), and what
    stands behind a numeral (114年度) is that numeral's.
    """
    plain = grammar.gloss.sub("", text).rstrip()
    end = len(plain) - plain.endswith(_COUNT)
    for start in range(max(0, end - 3), end):
        found = grammar.patterns.units.match(plain, start)
        whole = start == 0 and end - start > 1
        alone = end < len(plain) or whole or (end - start > 1 and not _is_noun(found))
        if found and len(found[0]) == end - start and alone:
            counted = isinstance(found[1], Classifier | Unit) and plain[start:end] != "%"
            behind_numeral = bool(find_runs(plain[max(0, start - 1) : start]))
            if not counted or behind_numeral:
                return None
            return _read_unit(plain, start, end, grammar)
    return None


def _is_noun(found: tuple[str, object] | None) -> bool:
    return found is not None and isinstance(found[1], Classifier) and found[1].key == NOUNS


def read_unit(surface: str, grammar: CellGrammar) -> StatedUnit | None:
    """Return the unit that a folded surface is, a currency's name before it: 新臺幣千元."""
    return _read_unit(surface, 0, len(surface), grammar)


def _split_units(text: str, start: int, end: int, grammar: CellGrammar) -> Iterator[StatedUnit]:
    at = start
    for part in grammar.apart.split(text[start:end]):
        lead = len(part) - len(part.lstrip())
        unit = _read_unit(text, at + lead, at + len(part.rstrip()), grammar)
        if unit is not None:
            yield unit
        at += len(part) + 1


def _read_unit(text: str, start: int, end: int, grammar: CellGrammar) -> StatedUnit | None:
    surface = "".join(text[start:end].split())
    before = grammar.patterns.currency_before
    heads = (surface[:length] for length in range(1, len(surface)))
    names = (head for head in heads if (m := before.match_before(head, len(head))) and m[0] == head)
    for currency in ("", *names):
        unit = surface[len(currency) :]
        found = _read(f"{currency}{_ONE}{unit}", len(currency), grammar)
        if found is not None and unit:
            return StatedUnit(start, end, unit, currency, found.quantity.kind)
    return None


def _read(text: str, at: int, grammar: CellGrammar) -> CellNumber | None:
    """Return the one quantity that ``text[at:]`` is, or None."""
    matches = match_quantities(text, at, grammar.quantities)
    if len(matches) != 1 or matches[0].end != len(text):
        return None
    return CellNumber(at, len(text), matches[0].quantity, matches[0].rules)


def read_cell(text: str, unit: StatedUnit | None, grammar: CellGrammar) -> CellNumber | None:
    """Return the number that a folded cell is; None for words, and for a number without a unit.

    A minus, a △ or brackets make it negative; marks of a note behind it are no part of it.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> grammar = compile_cells(load_lexicon())
    >>> unit = find_caption_units("單位：千元", grammar)[0]
    >>> str(read_cell("△2,715", unit, grammar).quantity.value)
    '-2715000'
    >>> read_cell("2,715", None, grammar) is None
    True
    """
    bracketed = _BRACKETED.fullmatch(text)
    match = bracketed or _NUMBER.match(text)
    if match is None:
        return None
    start, end = match.span() if bracketed else (match.start(), match.end("number"))
    sign = match["sign"] if not bracketed else NEGATIVE[0]
    tail = match.end("marks") if not bracketed and match["marks"] else end
    if tail < len(text):
        own = None if bracketed else _read(text, match.start("number"), grammar)
        return _signed(replace(own, start=start), sign) if own else None
    if unit is None:
        return None
    return read_apart(text[start:end], unit.surface, unit.currency, grammar)


def read_apart(surface: str, unit: str, currency: str, grammar: CellGrammar) -> CellNumber | None:
    """Return what a cell's number says with a unit that stands elsewhere."""
    bracketed = _BRACKETED.fullmatch(surface)
    match = bracketed or _NUMBER.fullmatch(surface)
    if match is None:
        return None
    found = _read(f"{currency}{match['number']}{unit}", len(currency), grammar)
    if found is None or found.quantity.value is None:
        return None
    rules = tuple(rule for rule in found.rules if rule != "numeral")
    sign = NEGATIVE[0] if bracketed else match["sign"]
    whole = CellNumber(0, len(surface), found.quantity, ("table_unit", *rules))
    return _signed(whole, sign)


def _signed(number: CellNumber, sign: str | None) -> CellNumber:
    value = number.quantity.value
    if sign is None or sign[0] not in NEGATIVE or value is None:
        return number
    quantity = replace(number.quantity, value=-value)
    return replace(number, quantity=quantity, rules=("negative", *number.rules))
