"""The TOML file beside a report: what is known of it that its text need not say."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

from nstp_extract.core.errors import NstpError
from nstp_extract.core.figure import Period, Report
from nstp_extract.core.vocabulary import Level

_TEXTS: Final = ("title", "agency", "document_no", "url", "licence", "language", "currency")
_KEYS: Final = frozenset((*_TEXTS, "published_on", "period", "headings"))
_LEVELS: Final = tuple(level.value for level in Level)


def read_sidecar(path: Path) -> Report:
    """Return what ``<stem>.toml`` beside the report at `path` says; just its id if none is there.

    Raises:
        NstpError: if the file is no TOML, or has a key or a value that is not known.
    """
    sidecar = path.with_suffix(".toml")
    if not sidecar.is_file():
        return Report(report_id=path.stem)
    try:
        raw = tomllib.loads(sidecar.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NstpError(f"{sidecar}: not TOML: {error}", hint="see docs/operations.md") from error
    unknown = sorted(set(raw) - _KEYS)
    if unknown:
        hint = f"keys are: {', '.join(sorted(_KEYS))}"
        raise NstpError(f"{sidecar}: unknown key {unknown[0]!r}", hint=hint)
    try:
        return _build(path.stem, raw)
    except (ValueError, TypeError) as error:
        raise NstpError(f"{sidecar}: {error}", hint="see the example in raw/") from error


def _build(report_id: str, raw: dict[str, Any]) -> Report:
    texts = {key: _text(key, raw[key]) for key in _TEXTS if key in raw}
    published = raw.get("published_on")
    if published is not None and type(published) is not date:
        msg = f"published_on is no date: {published!r}"
        raise TypeError(msg)
    headings = raw.get("headings", {})
    for level, style in headings.items():
        if level not in _LEVELS:
            msg = f"headings: {level!r} is none of {', '.join(_LEVELS)}"
            raise ValueError(msg)
        _text(f"headings.{level}", style)
    return Report(
        report_id=report_id,
        published_on=published,
        period=_period(raw["period"]) if "period" in raw else None,
        headings=tuple(headings.items()),
        **texts,
    )


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        msg = f"{key} is no text: {value!r}"
        raise TypeError(msg)
    return value


def _period(value: Any) -> Period:
    """Read ``2017-01-01/2020-12-31``; either end may be left open."""
    start, slash, end = _text("period", value).partition("/")
    if not slash:
        msg = f"period is no start/end: {value!r}"
        raise ValueError(msg)
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    return Period(days[0], days[1])
