"""Why a numeral is a figure, or why not: the rules that decided, with where each is attested."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from nstp_extract.core.errors import NstpError
from nstp_extract.core.figure import Extraction, Figure, Rejection
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Entry


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of an explanation: an aspect of the figure, what was decided, and by which rule.

    `why_zh` and `why_en` say what the rule does; `source` where a lexicon entry is attested, and
    `surfaces` what it looks for.
    """

    aspect: str
    value: str
    rule: str
    why_zh: str
    why_en: str
    source: str = ""
    surfaces: tuple[str, ...] = ()


def explain_place(extraction: Extraction, offset: int, *, lexicon: Lexicon) -> tuple[Reading, ...]:
    """Return why the numeral at code point `offset` of the text is a figure or a rejection.

    Raises:
        NstpError: if the text does not reach that far, or no numeral stands there.
    """
    text = extraction.document.text
    if not 0 <= offset < len(text):
        hint = f"offsets run from 0 to {len(text) - 1}"
        raise NstpError(f"{extraction.document.name}: no character at {offset}", hint=hint)
    for figure in extraction.figures:
        if any(piece.start <= offset < piece.end for piece in figure.mention.pieces):
            return tuple(_explain_figure(figure, lexicon))
    for rejection in extraction.rejections:
        if rejection.span.start <= offset < rejection.span.end:
            return (_explain_rejection(rejection, lexicon),)
    near = text[max(0, offset - 6) : offset + 6]
    message = f"{extraction.document.name}: no numeral at {offset}"
    raise NstpError(message, hint=f"the text there is 「{near}」")


def _explain_figure(figure: Figure, lexicon: Lexicon) -> Iterator[Reading]:
    quantity = figure.quantity
    stated = quantity.value if quantity.value is not None else (quantity.low, quantity.high)
    values: Mapping[str, str] = {
        "figure": figure.mention.surface,
        "bounds": str(quantity.bound),
        "role": str(figure.role),
        "indicator": figure.indicator or "",
        "period": str(figure.period or ""),
    }
    decided = [(_aspect(rule), rule) for rule in figure.evidence]
    for aspect, rule in decided:
        value = values[aspect]
        if aspect == "figure":
            number = "–".join(str(n) for n in stated) if isinstance(stated, tuple) else str(stated)
            value = f"{value} = {quantity.kind} {number} {quantity.unit}".rstrip()
        yield _reading(aspect, value, rule, lexicon)
    path = " › ".join(figure.section.path) if figure.section else ""
    yield Reading("section", path, "outline", "所在的標題", "the headings above it")
    yield Reading("agency", figure.agency or "", "agency", "行為的機關", "the doer")


def _aspect(rule: str) -> str:
    """Return what a rule decides, by its name: ``bounds.over`` decides on the bound."""
    lead = {"roles": "role"}.get(rule.partition(".")[0], rule.partition(".")[0])
    return lead if lead in ("bounds", "role", "indicator", "period") and "." in rule else "figure"


def _explain_rejection(rejection: Rejection, lexicon: Lexicon) -> Reading:
    value = f"{rejection.text}: {rejection.reason}"
    return _reading("rejection", value, rejection.rule, lexicon)


def _reading(aspect: str, value: str, rule: str, lexicon: Lexicon) -> Reading:
    entry = _entries(lexicon).get(rule)
    if entry is not None:
        shown = entry.example.text
        return Reading(
            aspect, value, rule, f"詞典條目，例：{shown}", f"a lexicon entry, as in {shown}",
            entry.source, entry.surfaces,
        )  # fmt: skip
    said = load_rules().get(rule, {"zh": "", "en": ""})
    return Reading(aspect, value, rule, said["zh"], said["en"])


@lru_cache(maxsize=4)
def _entries(lexicon: Lexicon) -> Mapping[str, Entry]:
    return {f"{entry.table}.{entry.key}": entry for entry in lexicon.entries()}


@lru_cache(maxsize=1)
def load_rules() -> Mapping[str, Mapping[str, str]]:
    """Return what each rule that is no lexicon entry does, by its name, in ``zh`` and ``en``."""
    text = (resources.files(__package__) / "rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
