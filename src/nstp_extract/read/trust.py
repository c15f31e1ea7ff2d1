"""How far a page's text can be trusted: two engines read it, and their numerals are compared.

A page that is refused gives no text at all: no number is better than a wrong one.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Grade, PageReason
from nstp_extract.read.glyphs import Sheet
from nstp_extract.read.lines import PageText

_PLAIN: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMERAL: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_CELLS: Final = re.compile(rf"(?<![0-9.,])({_NUMERAL.pattern})[\t\n](?=({_NUMERAL.pattern}))")
_LOOK_ALIKE: Final = re.compile(r"(?<![A-Za-z0-9])[0-9]+[IlOo][0-9]+(?![A-Za-z0-9])")
_PRIVATE: Final = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08]")
_MIN_LETTERS: Final = 8
_MIN_AGREEMENT: Final = 0.5
_MAX_UNMAPPED: Final = 0.05
_SCANNED: Final = 0.8
_PICTURED: Final = 0.2


@dataclass(frozen=True, slots=True)
class Judgement:
    """The grade of a page, and the reason if it is not good."""

    grade: Grade
    reason: PageReason | None = None


def judge_page(page: PageText, sheet: Sheet, other: str | None) -> Judgement:
    """Return the grade of a page; `other` is its text by the second engine, None without one."""
    refusal = _refuse(page, sheet, other)
    if refusal is not None:
        return Judgement(Grade.REFUSED, refusal)
    if not page.text.strip() and other is not None:
        return Judgement(Grade.GOOD, PageReason.BLANK)
    doubt = _doubt(page, sheet, other)
    return Judgement(Grade.GOOD if doubt is None else Grade.SUSPECT, doubt)


def _refuse(page: PageText, sheet: Sheet, other: str | None) -> PageReason | None:
    if not page.text.strip():
        if sheet.pictured >= _PICTURED:
            return PageReason.NO_TEXT_LAYER
        return PageReason.DAMAGED if sheet.damaged else None
    characters = len(page.text)
    if sheet.unmapped > characters * _MAX_UNMAPPED or _count_private(page.text) > characters / 3:
        return PageReason.UNMAPPED_GLYPHS
    if sheet.pictured >= _SCANNED and _LOOK_ALIKE.search(fold(page.text)):
        return PageReason.BAD_OCR
    if other is not None and _agreement(page.text, other) < _MIN_AGREEMENT:
        return PageReason.ENGINES_DISAGREE
    return None


def _doubt(page: PageText, sheet: Sheet, other: str | None) -> PageReason | None:
    if sheet.damaged:
        return PageReason.DAMAGED
    if other is None:
        return PageReason.ONE_ENGINE
    if find_unconfirmed(page.text, other):
        return PageReason.NUMERALS_DIFFER
    if page.vertical:
        return PageReason.VERTICAL
    return PageReason.OCR_LAYER if sheet.pictured >= _SCANNED else None


def _count_private(text: str) -> int:
    return len(_PRIVATE.findall(text))


def _agreement(text: str, other: str) -> float:
    """Return the share of characters that two readings have in common, in whatever order."""
    ours, theirs = (set("".join(fold(each).split())) for each in (text, other))
    if min(len(ours), len(theirs)) < _MIN_LETTERS and abs(len(ours) - len(theirs)) < _MIN_LETTERS:
        return 1.0
    return len(ours & theirs) / max(len(ours), len(theirs))


def find_unconfirmed(text: str, other: str) -> Counter[str]:
    r"""Return the numerals of `text` that `other` does not have as often.

    Where the second engine glues a note mark to its number, or two cells of a table to one another,
    both together confirm both. That it says a thing more often is no contradiction: it may not have
    dropped a glyph that was printed twice.

    >>> find_unconfirmed("達81.5%⁵，22⁴隊", "達81.5%5，224隊")
    Counter()
    >>> find_unconfirmed("41,149\t1.業務", "41,1491.業務")
    Counter()
    >>> find_unconfirmed("6 1,438,701", "61,438,701")
    Counter({'6': 1, '1,438,701': 1})
    """
    theirs = Counter(_NUMERAL.findall(fold(other)))
    folded = fold(text)
    missing = Counter(_NUMERAL.findall(folded.translate(_PLAIN))) - theirs
    if not missing:
        return missing
    missing = Counter(_NUMERAL.findall(folded)) - theirs
    for match in _CELLS.finditer(folded) if missing else ():
        left, right = match.groups()
        if theirs[left + right] > 0:
            missing.subtract((left, right))
            theirs[left + right] -= 1
    return +missing
