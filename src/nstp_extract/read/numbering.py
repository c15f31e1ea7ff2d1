"""The numbers that a word processor or a browser prints before the items of a list.

They stand in no file: they are counted here, as the format's own rules say.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

BULLET: Final = "•"

_HAN: Final = "〇一二三四五六七八九十百千"
_LEGAL: Final = "零壹貳參肆伍陸柒捌玖拾佰仟"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_SIGNS: Final = MappingProxyType(
    {
        "stems": _STEMS,
        "branches": _BRANCHES,
        "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "enclosed": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    }
)
"""The styles that have a sign for each of their few numbers, from 1."""

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN: Final = 3999
_MAX_HAN: Final = 9999
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_CLOSED: Final = re.compile(r"[、）)．.]$")

STYLES: Final = MappingProxyType(
    {
        # by the names of OOXML (17.18.59), of CSS, and by the first number as ODF has it
        **dict.fromkeys(("decimal", "1"), "arabic"),
        **dict.fromkeys(("decimalZero", "decimal-leading-zero", "01"), "zero"),
        **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2", "１"), "wide"),
        **dict.fromkeys(("upperRoman", "upper-roman", "I"), "ROMAN"),
        **dict.fromkeys(("lowerRoman", "lower-roman", "i"), "roman"),
        **dict.fromkeys(("upperLetter", "upper-alpha", "upper-latin", "A"), "LATIN"),
        **dict.fromkeys(("lowerLetter", "lower-alpha", "lower-latin", "a"), "latin"),
        **dict.fromkeys(
            (
                "taiwaneseCounting",
                "taiwaneseCountingThousand",
                "chineseCounting",
                "chineseCountingThousand",
                "japaneseCounting",
                "ideographDigital",
                "taiwaneseDigital",
                "trad-chinese-informal",
                "simp-chinese-informal",
                "cjk-ideographic",
                "cjk-decimal",
                "一",
            ),
            "han",
        ),
        **dict.fromkeys(
            ("ideographLegalTraditional", "chineseLegalSimplified", "trad-chinese-formal", "壹"),
            "legal",
        ),
        **dict.fromkeys(("ideographTraditional", "cjk-heavenly-stem", "甲"), "stems"),
        **dict.fromkeys(("ideographZodiac", "cjk-earthly-branch", "子"), "branches"),
        **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "①"), "circled"),
        **dict.fromkeys(("decimalEnclosedParen", "⑴"), "enclosed"),
        "none": "none",
    }
)


def spell(number: int, style: str) -> str:
    """Return a number as a style of `STYLES` prints it; in Arabic digits beyond what it can.

    >>> [spell(21, style) for style in ("han", "legal", "ROMAN", "latin", "stems", "circled")]
    ['二十一', '貳拾壹', 'XXI', 'u', '21', '21']
    >>> [spell(n, "han") for n in (1, 10, 11, 20, 101, 110)]
    ['一', '十', '十一', '二十', '一百〇一', '一百一十']
    """
    if style in _SIGNS:
        signs = _SIGNS[style]
        return signs[number - 1] if 1 <= number <= len(signs) else str(number)
    if style.isupper():
        return spell(number, style.lower()).upper()
    return _SPELLERS.get(style, str)(number)


def _spell_latin(number: int) -> str:
    """Return a letter, doubled and so on behind z, as word processors do."""
    return _LATIN[(number - 1) % 26] * (1 + (number - 1) // 26) if number > 0 else str(number)


def _spell_han(number: int, signs: str) -> str:
    if not 1 <= number <= _MAX_HAN:
        return str(number)
    zero, tens = signs[0], signs[10]
    out = ""
    for power, unit in ((1000, signs[12]), (100, signs[11]), (10, tens), (1, "")):
        digit = number // power % 10
        if digit:
            out += signs[digit] + unit
        elif out and not out.endswith(zero) and number % power:
            out += zero
    plain = out.rstrip(zero)
    return plain[1:] if plain.startswith(signs[1] + tens) and signs == _HAN else plain


def _spell_roman(number: int) -> str:
    if not 1 <= number <= _MAX_ROMAN:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        out += sign * count
    return out


_SPELLERS: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "none": lambda _: "",
        "zero": lambda number: f"{number:02}",
        "wide": lambda number: str(number).translate(_WIDE),
        "han": lambda number: _spell_han(number, _HAN),
        "legal": lambda number: _spell_han(number, _LEGAL),
        "roman": _spell_roman,
        "latin": _spell_latin,
    }
)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How a level of a list prints its numbers: ``%2`` in `template` is that of level 2.

    `legal` prints those of all levels in Arabic digits; `restarts` is False for a level that counts
    on where a higher one begins anew.
    """

    style: str = "arabic"
    template: str = "%1."
    start: int = 1
    bullet: bool = False
    legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class Counter:
    """How far the levels of one list have been counted; levels count from 0."""

    levels: Mapping[int, ListLevel]
    counts: dict[int, int] = field(default_factory=dict)

    def count(self, level: int, *, value: int | None = None) -> str:
        """Return the label of the next item of a level with the blank behind it, if it has one."""
        own = self.levels.get(level, ListLevel(template=f"%{level + 1}."))
        start = own.start if value is None else value
        self.counts[level] = start if value is not None else self.counts.get(level, start - 1) + 1
        for deeper in [each for each in self.counts if each > level]:
            if self.levels.get(deeper, own).restarts:
                del self.counts[deeper]
        if own.bullet:
            return f"{BULLET} "
        label = _PLACEHOLDER.sub(lambda match: self._number(int(match[1]) - 1, own), own.template)
        if not label.strip():
            return ""
        return label if _CLOSED.search(label) and not label.endswith(".") else f"{label} "

    def _number(self, level: int, own: ListLevel) -> str:
        of = self.levels.get(level, own)
        number = self.counts.get(level, of.start)
        return spell(number, "arabic" if own.legal else of.style)
