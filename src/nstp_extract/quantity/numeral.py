"""Numerals: characters in, exact `Decimal` out. Arabic, Han, and any mixture of both.

The grammar is of folded text (`core.fold`). What stands behind a numeral is not known here.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "兩": 2, "壹": 1, "貳": 2, "貮": 2, "參": 3, "叁": 3, "肆": 4, "伍": 5, "陸": 6,
    "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS: Final = {"萬": 10**4, "億": 10**8, "兆": 10**12}
TWENTIES: Final = {"廿": 20, "卅": 30}
FORMAL: Final = "壹貳貮參叁肆伍陸柒捌玖拾佰仟"

_TEN = 10
_ZEROS = frozenset("〇零")
_LOOSE = frozenset("餘多千")
_POINT = "點"
_WHOLE = {"百萬": Decimal(10**6), "千": Decimal(1000)}
_COMMON_HAN = "〇零一二兩三四五六七八九十百千廿卅"
_PLAIN = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_APART = r"[0-9]{1,3}(?: , [0-9]{3})+(?![0-9])(?: ?\. ?[0-9]+)?|[0-9]+ \. [0-9]+"
ARABIC: Final = rf"(?:{_APART}|{_PLAIN})"
"""A number in digits, also with blanks about its comma or point, as some PDFs print: 3 , 047."""

HAN: Final = f"[{_COMMON_HAN}萬億兆]"
_BIG = "[十百千仟佰萬億兆]"
_SPOKEN = f"{HAN}+點[〇零一二三四五六七八九]+(?!十)"
_PART = f"(?:{ARABIC}|{_SPOKEN}|{HAN}+)"
NUMERAL: Final = (
    rf"(?:[數幾](?={_BIG}))?{_PART}"
    rf"(?:[ ]?[餘多]?[ ]?{_BIG}+(?:[ ]?{_PART})?)*(?:[ ]?餘)?(?:[ ]?多(?!種)(?!元[^，。、；）)]))?"
)
"""A numeral expression with the open marks 數, 幾, 餘 and 多 that stand inside a figure's text."""

_NUMERAL = re.compile(NUMERAL)
_FORMAL = re.compile(rf"[{FORMAL}][{FORMAL}零萬億兆]+(?=元)")
_TOKEN = re.compile(rf"{_PLAIN}|[{_COMMON_HAN}{FORMAL}]|[萬億兆點]")
_RUN = re.compile(
    r"[0-9０-９〇零○一二兩三四五六七八九十百千萬億兆廿卅半雙]+(?:[.,．，][0-9]+)*|數(?=[十百千萬億])|幾"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A parsed numeral. `open_above` where 餘, 多, 數 or 幾 leave it open.

    `decimals` counts the digits behind the point, `scale` is what the last printed part is
    multiplied by (4億8,388萬7千: 1000).
    """

    value: Decimal
    decimals: int
    scale: Decimal
    open_above: bool
    arabic: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A numeral where it stands: ``text[start:end]`` of a folded text, and what it says."""

    text: str
    start: int
    end: int
    numeral: Numeral


def match_numeral(text: str, at: int) -> Site | None:
    """Return the longest well-formed numeral that begins at `at` of a folded text, or None."""
    match = _FORMAL.match(text, at) or _NUMERAL.match(text, at)
    if match is None:
        return None
    end = match.end()
    while end > at:
        surface = text[at:end].rstrip(" ")
        if " " in surface and not _is_whole(surface.replace(" ", "")):
            end = at + surface.rindex(" ")  # a blank holds nothing together
            continue
        numeral = parse_numeral(surface)
        if numeral is not None:
            return Site(text, at, at + len(surface), numeral)
        if surface[-1] not in _LOOSE:
            return None
        end = at + len(surface) - 1  # 千 may begin the unit: 4萬4,509.05千瓩
    return None


def _is_whole(plain: str) -> bool:
    """Tell whether the longest numeral that begins a text is all of it."""
    match = _NUMERAL.match(plain)
    return match is not None and match.end() == len(plain)


def find_runs(text: str) -> list[tuple[int, int]]:
    """Return the numeral runs of a raw text, in order: what the ledger accounts for.

    Source: the guideline's definition of a numeral run.

    >>> find_runs("約4.5億元，共十二家")
    [(1, 4), (4, 5), (8, 10)]
    """
    return [match.span() for match in _RUN.finditer(text)]


def parse_numeral(surface: str) -> Numeral | None:
    """Return what a numeral expression says, or None if it is no well-formed number.

    >>> str(parse_numeral("20.55億").value)
    '2055000000'
    >>> parse_numeral("4億8,388萬7千").value
    Decimal('483887000')
    >>> parse_numeral("十餘").value, parse_numeral("十餘").open_above
    (Decimal('10'), True)
    >>> parse_numeral("二〇一八").value
    Decimal('2018')
    >>> parse_numeral("一百二三") is None
    True
    """
    plain = surface.replace(" ", "")
    open_above = any(mark in plain for mark in "數幾餘多")
    for mark in "數幾餘多":
        plain = plain.replace(mark, "")
    tokens = _TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain:
        return None
    if len(tokens) > 1 and all(token in DIGITS for token in tokens):
        return _positional(tokens, open_above=open_above)
    return _compound(tokens, open_above=open_above) or _of_thousands(tokens, open_above=open_above)


def _of_thousands(tokens: list[str], *, open_above: bool) -> Numeral | None:
    """Read 4萬4,509.05千 and 1萬2,300百萬: what ends it multiplies all of it."""
    for ending, multiplier in _WHOLE.items():
        inner = tokens[: -len(ending)]
        if "".join(tokens).endswith(ending) and inner and inner[-1][0].isascii():
            number = _compound(inner, open_above=open_above)
            return number and replace(
                number, value=_plain(number.value * multiplier), scale=number.scale * multiplier
            )
    return None


def _positional(tokens: list[str], *, open_above: bool) -> Numeral | None:
    """Read 二〇一八 digit by digit; 兩 never stands in such a number."""
    if "兩" in tokens:
        return None
    value = Decimal("".join(str(DIGITS[token]) for token in tokens))
    return Numeral(value, 0, Decimal(1), open_above, arabic=False)


def _compound(tokens: list[str], *, open_above: bool) -> Numeral | None:
    """Read parts of falling multipliers: each myriad part once, from 兆 down."""
    total = Decimal(0)
    limit = 10**16
    section: list[str] = []
    decimals, scale = 0, Decimal(1)
    for token in tokens:
        if token not in MYRIADS:
            section.append(token)
            continue
        multiplier = Decimal(MYRIADS[token])
        part = _section(section) if section else _implied(total)
        if part is None or multiplier >= limit or (section and set(section) <= _ZEROS):
            return None
        total += part[0] * multiplier
        decimals, scale = part[1], part[2] * multiplier
        limit, section = int(multiplier), []
    if section:
        part = _section(section)
        spoken = total and len(section) == 1 and section[0] in DIGITS
        if part is None or part[0] >= limit or spoken:
            return None  # 三萬五 is 35,000 to some and 30,005 to none who count
        total += part[0]
        decimals, scale = part[1], part[2]
    arabic = any(token[0].isascii() for token in tokens)
    return Numeral(_plain(total), decimals, scale, open_above, arabic)


def _plain(value: Decimal) -> Decimal:
    """Drop the zeros that a multiplier left behind the point: 2055000000.00."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _implied(total: Decimal) -> tuple[Decimal, int, Decimal] | None:
    """Return the 1 that a bare multiplier stands for (億元), none after another part."""
    return None if total else (Decimal(1), 0, Decimal(1))


def _section(tokens: list[str]) -> tuple[Decimal, int, Decimal] | None:
    """Read what stands before a myriad, below 10⁴ in Han: value, decimals, scale of the last part.

    Arabic may be any number, and 千, 百 or 十 may follow it (7千, 5百); newspapers write digit by
    digit (一八九四萬).
    """
    if _POINT in tokens:
        return _spoken(tokens)
    if len(tokens) > 1 and all(token in DIGITS for token in tokens):
        number = _positional(tokens, open_above=False)
        return (number.value, 0, Decimal(1)) if number else None
    state: _Section | None = _Section()
    for token in tokens:
        if state is None:
            return None
        if token[0].isascii():
            state = state.take_arabic(token)
        elif token in DIGITS:
            state = state.take_digit(DIGITS[token])
        elif token in TWENTIES:
            state = state.take_twenty(TWENTIES[token])
        else:
            state = state.take_ten(TENS[token])
    return state.close() if state else None


def _spoken(tokens: list[str]) -> tuple[Decimal, int, Decimal] | None:
    """Read 二點九六: what stands behind 點 are digits."""
    at = tokens.index(_POINT)
    head, digits = _section(tokens[:at]) if at else None, tokens[at + 1 :]
    if head is None or not digits or any(token not in DIGITS for token in digits):
        return None
    return Decimal(f"{head[0]}." + "".join(str(DIGITS[t]) for t in digits)), len(digits), Decimal(1)


@dataclass(frozen=True, slots=True)
class _Section:
    """A section while it is read: what is summed, the digit that waits for its 千, 百 or 十."""

    value: Decimal = Decimal(0)
    limit: int = 10**4
    pending: Decimal | None = None
    decimals: int = 0
    scale: Decimal = Decimal(1)
    zero: bool = False

    def take_arabic(self, token: str) -> "_Section | None":
        if self.pending is not None:
            return None
        number = Decimal(token.replace(",", "").replace("，", ""))
        decimals = len(token.partition(".")[2])
        return replace(self, pending=number, decimals=decimals, scale=Decimal(1))

    def take_digit(self, digit: int) -> "_Section | None":
        if self.pending is not None:
            return None
        if digit == 0:
            return replace(self, zero=True)
        return replace(self, pending=Decimal(digit), decimals=0, scale=Decimal(1))

    def take_twenty(self, tens: int) -> "_Section | None":
        if self.pending is not None or self.limit <= _TEN:
            return None
        return replace(self, value=self.value + tens, limit=_TEN, scale=Decimal(_TEN))

    def take_ten(self, multiplier: int) -> "_Section | None":
        if multiplier >= self.limit or (self.pending is None and self.zero):
            return None
        digit = Decimal(1) if self.pending is None else self.pending
        value = self.value + digit * multiplier
        return replace(self, value=value, scale=Decimal(multiplier), pending=None, limit=multiplier)

    def close(self) -> tuple[Decimal, int, Decimal] | None:
        if self.pending is None:
            return self.value, self.decimals, self.scale
        if self.value and self.pending >= self.limit:
            return None
        return self.value + self.pending, self.decimals, Decimal(1)
