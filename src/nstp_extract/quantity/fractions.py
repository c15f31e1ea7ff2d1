"""Shares of a whole without a per cent sign: 三分之一, 百分之3.5, 七成五, 1/4, 一半."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.lexicon import Lexicon
from nstp_extract.quantity.numeral import ARABIC, HAN, parse_numeral

_TENTHS: Final = re.compile(
    r"([一二三四五六七八九1-9])成([一二三四五六七八九1-9])(?![0-9十百千萬億點])"
)
_FRACTION: Final = re.compile(rf"({HAN}+|{ARABIC})分之({HAN}+(?:點{HAN}+)?|{ARABIC})")
_RANGE: Final = re.compile(r"[ ]?[-~至到][ ]?")
_SLASHED: Final = re.compile(r"([1-9])/([1-9][0-9]?)(?![0-9/])")
_TEN: Final = 10
_HUNDRED: Final = Decimal(100)
_HALF: Final = Decimal(50)
_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent where it ends, `high` only of a range, and the rule that read it."""

    end: int
    value: Decimal
    high: Decimal | None
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class ShareGrammar:
    """The words that say a half, and what must stand before 1/4, of one lexicon."""

    half: re.Pattern[str]
    slash_lead: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_shares(lexicon: Lexicon) -> ShareGrammar:
    """Return the share grammar of `lexicon`."""
    return ShareGrammar(
        re.compile(lexicon.pattern("half")), re.compile(lexicon.pattern("slash_lead"))
    )


def find_share(text: str, at: int, grammar: ShareGrammar) -> Share | None:
    """Return the share that begins at `at` of a folded text, to four places, or None.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> shares = compile_shares(load_lexicon())
    >>> find_share("三分之一至二分之一", 0, shares)
    Share(end=9, value=Decimal('33.3333'), high=Decimal('50'), rule='fraction')
    >>> find_share("占總人口的1/4。", 5, shares).value
    Decimal('25')
    """
    if half := grammar.half.match(text, at):
        return Share(half.end(), _HALF, None, "half")
    if tenths := _TENTHS.match(text, at):
        tens, ones = (parse_numeral(tenths[n]) for n in (1, 2))
        if tens and ones:
            return Share(tenths.end(), tens.value * _TEN + ones.value, None, "tenths")
    return _find_slashed(text, at, grammar) or _find_fraction(text, at)


def _find_slashed(text: str, at: int, grammar: ShareGrammar) -> Share | None:
    """Read 1/4 behind a word that wants a share; elsewhere it is a day or a page."""
    match = _SLASHED.match(text, at)
    if match is None or (at and not grammar.slash_lead.search(text[max(0, at - 3) : at])):
        return None
    part, whole = Decimal(match[1]), Decimal(match[2])
    return Share(match.end(), _trim(part / whole), None, "slashed") if part < whole else None


def _find_fraction(text: str, at: int) -> Share | None:
    share = _share_at(text, at)
    if share is None:
        return None
    value, end = share
    joint = _RANGE.match(text, end)
    other = _share_at(text, joint.end()) if joint else None
    if other and value < other[0]:
        return Share(other[1], value, other[0], "fraction")
    return Share(end, value, None, "fraction")


def _share_at(text: str, at: int) -> tuple[Decimal, int] | None:
    match = _FRACTION.match(text, at)
    if match is None:
        return None
    whole, part = parse_numeral(match[1]), parse_numeral(match[2])
    if whole is None or part is None or not whole.value:
        return None
    return _trim(part.value / whole.value), match.end()


def _trim(value: Decimal) -> Decimal:
    value = (value * _HUNDRED).quantize(_PLACES)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
