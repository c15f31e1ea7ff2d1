"""Numerals that the report holds and that were not read as figures: an extraction may miss one.

A claim is called not found only if no such numeral stands among its words either.
"""

from typing import Final

from nstp_extract.audit.claims.claim import Stated
from nstp_extract.audit.claims.source import Source
from nstp_extract.audit.claims.values import is_telling
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import Kind
from nstp_extract.quantity.numeral import match_numeral

_AROUND: Final = 40
_TELLING: Final = 2
_ALIKE: Final = 0.5


def find_unread(stated: Stated, source: Source) -> Span | None:
    """Return the numeral run, no figure, that equals a claimed number and stands among its words.

    A number that tells by one digit is not looked for: it stands everywhere.
    """
    quantity = stated.quantity
    value = quantity.value if quantity.value is not None else quantity.low
    if value is None or quantity.kind is Kind.DATE or is_telling(quantity) < _TELLING:
        return None
    text = source.extraction.document.text
    printed = {value, value / quantity.scale}
    for rejection in source.extraction.rejections:
        start, end = rejection.span.start, rejection.span.end
        around = fold(text[max(0, start - _AROUND) : end + _AROUND])
        site = match_numeral(around, min(start, _AROUND))
        same = site is not None and site.numeral.value in printed
        if same and source.cover(stated, around) >= _ALIKE:
            return rejection.span
    return None
