"""A ruling in words, in both languages: what was claimed, what the report says, and where."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from nstp_extract.audit.claims.judge import Ruling
from nstp_extract.core.document import Document
from nstp_extract.core.figure import Period
from nstp_extract.core.span import Span

_LANGUAGES: Final = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the evidence of a ruling stands and what is written there."""

    span: Span | None = None
    found: str = ""
    other: str = ""
    pages: str = ""


def describe_ruling(ruling: Ruling, place: Place, document: Document) -> tuple[str, str]:
    """Return what a ruling says, in Chinese and in English."""
    zh, en = (_describe(ruling, place, document, language) for language in _LANGUAGES)
    return zh, en


def describe_unread(names: str) -> tuple[str, str]:
    """Return what is said of a claim that no report states while some could not be read."""
    zh, en = (_load_messages()["unread_reports"][language] for language in _LANGUAGES)
    return zh.format(names=names), en.format(names=names)


def _describe(ruling: Ruling, place: Place, document: Document, language: str) -> str:
    texts = _load_messages()
    stated, option = ruling.stated, ruling.option
    figure = option.statement.figure if option else None
    unsaid = texts["place"][f"unsaid_{language}"]
    values = {
        "claimed": stated.surface,
        "found": place.found,
        "place": _say_place(place.span, document, language),
        "other": place.other,
        "pages": place.pages,
        "formula": option.statement.formula if option else "",
        "indicator": (figure.indicator if figure else None) or unsaid,
        "agency_claimed": stated.agency or unsaid,
        "agency_found": (figure.agency if figure else None) or unsaid,
        "period_claimed": _say_period(stated.period) or unsaid,
        "period_found": _say_period(figure.period if figure else None) or unsaid,
        "role_claimed": texts[f"role_{stated.role}"][language],
        "role_found": texts[f"role_{figure.role}"][language] if figure else "",
    }
    message = texts[ruling.ground][language].format(**values)
    return message + (texts[f"slip_{ruling.slip}"][language] if ruling.slip else "")


def _say_place(span: Span | None, document: Document, language: str) -> str:
    if span is None:
        return ""
    page = document.page(span.start)
    texts = _load_messages()["place"]
    shown = texts[f"{'text' if page is None else 'page'}_{language}"]
    return shown.format(page=page, start=span.start)


def _say_period(period: Period | None) -> str:
    return str(period) if period else ""


@lru_cache(maxsize=1)
def _load_messages() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files(__package__) / "messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
