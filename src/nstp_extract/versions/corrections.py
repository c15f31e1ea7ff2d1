"""Corrections: reviewed overrides of what was read, re-applied after each extraction.

A correction names its figure by a quote of the report and says what is expected there; one that
fits nothing, fits twice, or finds something else is an error, so that none outlives its reason.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from nstp_extract.context.agency import compile_agencies
from nstp_extract.core.errors import CorrectionError
from nstp_extract.core.figure import CORRECTED_VALUE, Extraction, Figure, Period, Quantity
from nstp_extract.core.vocabulary import Basis, Bound, Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.relations import find_relations

_NUMBER: Final = ("kind", "value", "low", "high", "unit", "bound")
_PERIOD: Final = ("period_start", "period_end")
_SETTABLE: Final = (*_NUMBER, *_PERIOD, "role", "basis", "indicator", "agency", "agency_id")
_NEEDED: Final = ("quote", "expect", "set", "reason")
_KEYS: Final = ("quote", "figure", "heading", "expect", "set", "reason")


@dataclass(frozen=True, slots=True)
class Correction:
    """One reviewed override: where (`quote`, and `figure` and `heading` if need be), what, why.

    `figure` is the figure's text where the quote holds more than one, `heading` a part of a heading
    above it. `expect` and `set` map columns of ``figures`` to text.
    """

    key: str
    file: str
    quote: str
    reason: str
    expect: Mapping[str, str]
    set: Mapping[str, str]
    figure: str = ""
    heading: str = ""

    def fail(self, message: str, *, hint: str = "") -> CorrectionError:
        """Return the error that names this correction."""
        return CorrectionError(self.file, self.key, message, hint=hint)


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the corrections of a TOML file, in its order.

    Raises:
        CorrectionError: if the file is not TOML, or an entry lacks a key or has an unknown one.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorrectionError(str(path), "", f"not TOML: {error}") from error
    return tuple(_build(str(path), key, raw) for key, raw in content.items())


def apply_corrections(
    extraction: Extraction, corrections: Iterable[Correction], *, lexicon: Lexicon
) -> Extraction:
    """Return the extraction with each correction made; a corrected figure bears its key.

    Ids stay; relations are found again.

    Raises:
        CorrectionError: if a correction fits no figure or more than one, or expects something else.
    """
    figures = {figure.figure_id: figure for figure in extraction.figures}
    squeezed = _Squeezed(extraction.document.text)
    for correction in corrections:
        figure = figures[_find(correction, extraction, squeezed).figure_id]
        _check_expected(correction, figure)
        figures[figure.figure_id] = _correct(figure, correction, lexicon)
    corrected = tuple(figures.values())
    relations = find_relations(corrected, document=extraction.document, lexicon=lexicon)
    return replace(extraction, figures=corrected, relations=relations)


def _build(file: str, key: str, raw: object) -> Correction:
    if not isinstance(raw, dict):
        raise CorrectionError(file, key, "no table of a correction")
    unknown = next((name for name in raw if name not in _KEYS), None)
    if unknown is not None:
        hint = f"keys are: {', '.join(_KEYS)}"
        raise CorrectionError(file, key, f"unknown key {unknown!r}", hint=hint)
    missing = next(
        (name for name in ("quote", "expect", "set", "reason") if not raw.get(name)), None
    )
    if missing is not None:
        raise CorrectionError(file, key, f"missing {missing!r}")
    return Correction(
        key,
        file,
        quote=str(raw["quote"]),
        reason=str(raw["reason"]),
        expect=_texts(file, key, raw["expect"]),
        set=_texts(file, key, raw["set"]),
        figure=str(raw.get("figure", "")),
        heading=str(raw.get("heading", "")),
    )


def _texts(file: str, key: str, raw: object) -> Mapping[str, str]:
    """Return a table of columns as text; TOML's own decimals would be floats and are refused."""
    if not isinstance(raw, dict):
        raise CorrectionError(file, key, f"expected a table of columns, found {raw!r}")
    for column, value in raw.items():
        if column not in _SETTABLE:
            hint = f"columns are: {', '.join(_SETTABLE)}"
            raise CorrectionError(file, key, f"unknown column {column!r}", hint=hint)
        if isinstance(value, float):
            hint = "write it as text, in quotes"
            raise CorrectionError(file, key, f"{column}: {value} is no exact number", hint=hint)
    return {column: str(value) for column, value in raw.items()}


class _Squeezed:
    """A text without its blanks, and where each character stood."""

    def __init__(self, text: str) -> None:
        """Drop the blanks once."""
        self.places = [at for at, char in enumerate(text) if not char.isspace()]
        self.text = "".join(text[at] for at in self.places)

    def find(self, quote: str) -> Iterator[range]:
        """Yield the ranges of the text that a quote covers, blanks apart."""
        plain = "".join(quote.split())
        at = self.text.find(plain)
        while at >= 0:
            yield range(self.places[at], self.places[at + len(plain) - 1] + 1)
            at = self.text.find(plain, at + 1)


def _find(correction: Correction, extraction: Extraction, squeezed: _Squeezed) -> Figure:
    places = list(squeezed.find(correction.quote))
    if not places:
        raise correction.fail("its quote is not in the report", hint="has the report changed?")
    found = [
        figure
        for figure in extraction.figures
        if any(figure.mention.span.start in place for place in places)
        and correction.figure in ("", figure.mention.surface)
        and _is_under(figure, correction.heading)
    ]
    if not found:
        raise correction.fail("no figure in its quote fits", hint="see figure and heading")
    if len(found) > 1:
        shown = ", ".join(f"{f.mention.surface} at {f.mention.span.start}" for f in found)
        hint = "quote more, or name the figure or a heading above it"
        raise correction.fail(f"fits {len(found)} figures: {shown}", hint=hint)
    return found[0]


def _is_under(figure: Figure, heading: str) -> bool:
    path = figure.section.path if figure.section else ()
    return not heading or any(heading in title for title in path)


def _check_expected(correction: Correction, figure: Figure) -> None:
    now = _columns(figure)
    for column, expected in correction.expect.items():
        if not _is_equal(column, expected, now[column]):
            message = f"expected {column} {expected!r}, found {now[column]!r}"
            raise correction.fail(message, hint="review the correction")


def _is_equal(column: str, expected: str, found: str) -> bool:
    if column not in ("value", "low", "high") or not expected or not found:
        return expected == found
    try:
        return Decimal(expected) == Decimal(found)
    except InvalidOperation:
        return False


def _columns(figure: Figure) -> Mapping[str, str]:
    """Return what may be corrected of a figure, as text; nothing is the empty text."""
    quantity, period = figure.quantity, figure.period
    values: Mapping[str, object] = {
        "kind": quantity.kind,
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "bound": quantity.bound,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "role": figure.role,
        "basis": figure.basis,
        "indicator": figure.indicator,
        "agency": figure.agency,
        "agency_id": figure.agency_id,
    }
    return {column: "" if value is None else str(value) for column, value in values.items()}


def _correct(figure: Figure, correction: Correction, lexicon: Lexicon) -> Figure:
    columns = {**_columns(figure), **correction.set}
    if "agency" in correction.set and "agency_id" not in correction.set:
        columns["agency_id"] = compile_agencies(lexicon).ids.get(columns["agency"], "")
    numeric = any(column in correction.set for column in _NUMBER)
    dated = any(column in correction.set for column in _PERIOD)
    try:
        return replace(
            figure,
            quantity=_make_quantity(columns) if numeric else figure.quantity,
            period=_make_period(columns, correction) if dated else figure.period,
            role=Role(columns["role"]),
            basis=Basis(columns["basis"]) if columns["basis"] else None,
            indicator=columns["indicator"] or None,
            agency=columns["agency"] or None,
            agency_id=columns["agency_id"] or None,
            evidence=(*figure.evidence, *((CORRECTED_VALUE,) if numeric else ())),
            corrected_by=correction.key,
        )
    except (ValueError, InvalidOperation) as error:
        raise correction.fail(f"cannot be set: {error}") from error


def _make_quantity(columns: Mapping[str, str]) -> Quantity:
    ends: dict[str, Any] = {
        name: Decimal(columns[name]) if columns[name] else None for name in ("value", "low", "high")
    }
    return Quantity(
        Kind(columns["kind"]), **ends, unit=columns["unit"], bound=Bound(columns["bound"])
    )


def _make_period(columns: Mapping[str, str], correction: Correction) -> Period | None:
    start, end = (date.fromisoformat(day) if day else None for day in map(columns.get, _PERIOD))
    return Period(start, end, correction.key) if start or end else None
