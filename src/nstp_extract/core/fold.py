"""Fold look-alike characters one to one, so that a copy can be matched and offsets stay.

No NFKC: it makes a numeral of ² and changes lengths. Punctuation that ends or parts clauses
(，。、；：) is wide, because its ASCII twin means something else between digits; where the twin
stands beside Chinese it parts clauses too, and is made wide.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_KEPT = frozenset("，：；！？")
_COMPATIBILITY = (range(0xF900, 0xFB00), range(0x2F00, 0x2FE0), range(0x2E80, 0x2F00))
_DASHES = "‐‑‒–—―−－﹣﹘⁃\uf02d\ue0a0"
_TILDES = "～〜∼˜﹋"
_TWINS = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}
_PARTING = re.compile(r"(?<![A-Za-z0-9 ])[ ]?[,:;!?](?!//)|[,:;!?](?=[ ]?[^\x00-\x7f])")
"""An ASCII stop that does not stand between letters or digits: 最多,其次, but 3,500 and 10:30."""

_BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"


@cache
def _fold_table() -> Mapping[int, str]:
    table = {code: chr(code - 0xFEE0) for code in _FULL_WIDTH if chr(code) not in _KEPT}
    for code in (code for block in _COMPATIBILITY for code in block):
        normal = unicodedata.normalize("NFKC", chr(code))
        if len(normal) == 1 and normal != chr(code):
            table[code] = normal
    table |= {ord(char): "-" for char in _DASHES}
    table |= {ord(char): "~" for char in _TILDES}
    table |= {ord(char): " " for char in _BLANKS}
    table |= {ord("﹪"): "%", ord("﹐"): "，", ord("﹑"): "、", ord("○"): "〇", ord("\ufeff"): " "}
    return table


def fold(text: str) -> str:
    r"""Return `text` with each look-alike replaced by its plain form; same length, same offsets.

    >>> fold("１０６\uf98e－１０９％，(Ａ)")
    '106年-109%，(A)'
    """
    plain = text.translate(_fold_table())
    return _PARTING.sub(_widen, plain) if any(stop in plain for stop in _TWINS) else plain


def _widen(match: re.Match[str]) -> str:
    return match[0][:-1] + _TWINS[match[0][-1]]
