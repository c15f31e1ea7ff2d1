"""Rows as an aligned table for reading: few columns, amounts in 億, and where each row stands.

What a program reads is CSV, JSON or Parquet; nothing is left out there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from types import MappingProxyType
from typing import Final

from nstp_extract.cli.language import Messages
from nstp_extract.cli.width import clip, display_width, pad
from nstp_extract.tables.rows import Row

_GAP: Final = "  "
_HEADING: Final = (18, 5, 5)
_WORDS: Final = (32, 32, 8)
_DATE_COLUMNS: Final = 18
_EXACT: Final = Context(prec=60)
_TWD: Final = "TWD"
_NONE: Final = "none"

_SIGNS: Final[Mapping[str, str]] = MappingProxyType({"=": "", ">=": "≥ ", "<=": "≤ "})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table for reading: its cell, and how it may be laid out.

    `least` are the widths down to which it may shrink, first gently, then as far as it must go;
    without any it is shown whole.
    """

    name: str
    cell: Callable[[Row, Messages], str]
    right: bool = False
    least: tuple[int, ...] = ()


def rows_to_table(
    rows: Iterable[Row], table: str, messages: Messages, *, columns: int | None
) -> Iterator[str]:
    """Yield the header and a line a row, without line ends; none is wider than `columns`."""
    shown = _TABLES[table]
    header = [messages.say(f"column.{column.name}") for column in shown]
    cells = [[_clean(column.cell(row, messages)) for column in shown] for row in rows]
    widths = [max(map(display_width, each)) for each in zip(header, *cells, strict=True)]
    if columns is not None:
        widths = _shrink(widths, shown, columns)
    for line in (header, *cells):
        parts = (
            pad(clip(cell, width), width, right=column.right)
            for cell, width, column in zip(line, widths, shown, strict=True)
        )
        yield _GAP.join(parts).rstrip()


def write_number(value: Decimal) -> str:
    """Return an exact number with its digits in groups.

    >>> write_number(Decimal("1234567.50"))
    '1,234,567.5'
    """
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def write_amount(value: Decimal, currency: str, messages: Messages) -> str:
    """Return an amount of money in the largest unit that it fills, exactly."""
    number = write_number(value)
    for scale in messages.say("amount.scales").split():
        power = int(scale[0])
        if abs(value) >= 10**power:
            number = write_number(value.scaleb(-power, _EXACT)) + scale[1:]
            break
    if currency == _TWD:
        return messages.say("amount.twd", number=number)
    return messages.say("amount.other", number=number, currency=currency)


def _shrink(widths: Sequence[int], shown: Sequence[Column], columns: int) -> list[int]:
    """Return widths that fit into `columns`: words gently, headings to their number, then words."""
    fitted = list(widths)
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - columns
    for stage in range(len(_WORDS)):
        slack = {
            at: fitted[at] - column.least[stage] for at, column in enumerate(shown) if column.least
        }
        while excess > 0 and max(slack.values(), default=0) > 0:
            widest = max(slack, key=slack.__getitem__)
            fitted[widest] -= 1
            slack[widest] -= 1
            excess -= 1
    return fitted


def _clean(text: str) -> str:
    """Return a cell on one line, without what would move the cursor."""
    return "".join(char if char.isprintable() else " " for char in text)


# --- cells ------------------------------------------------------------------------------------


def _plain(name: str) -> Callable[[Row, Messages], str]:
    def cell(row: Row, messages: Messages) -> str:
        value = row[name]
        if isinstance(value, bool):
            return messages.say("column.yes") if value else ""
        return "" if value is None else str(value)

    return cell


def _heading(rank: str) -> Callable[[Row, Messages], str]:
    def cell(row: Row, messages: Messages) -> str:  # noqa: ARG001  (as every cell)
        return f"{row[f'{rank}_no'] or ''} {row[rank] or ''}".strip()

    return cell


def _value(row: Row, messages: Messages) -> str:
    """What the figure says, in one writing for all; a date as it is printed."""
    sign = _SIGNS.get(row["bound"], f"{row['bound']} ")
    if row["value"] is not None:
        return sign + _quantity(row["value"], row, messages)
    ends = [end for end in (row["low"], row["high"]) if end is not None]
    if not ends:
        return clip(row["text"], _DATE_COLUMNS)
    return sign + "–".join(_quantity(end, row, messages) for end in ends)


def _baseline(row: Row, messages: Messages) -> str:
    value = row["baseline_value"]
    return "" if value is None else _quantity(value, row, messages)


def _quantity(value: Decimal, row: Row, messages: Messages) -> str:
    if row["currency"]:
        return write_amount(value, row["currency"], messages)
    return write_number(value) + (row["unit"] or "")


def _period(row: Row, messages: Messages) -> str:  # noqa: ARG001  (as every cell)
    """Return whole years as years, else days."""
    start, end = row["period_start"], row["period_end"]
    if start is None and end is None:
        return ""
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    return f"{start}" if start == end else f"{start or ''}–{end or ''}"


def _place(row: Row, messages: Messages) -> str:  # noqa: ARG001  (as every cell)
    place = f"{row['start']}-{row['end']}"
    return place if row["page"] is None else f"p{row['page']} {place}"


def _message(row: Row, messages: Messages) -> str:
    return str(row[f"message_{messages.language}"])


def _change(row: Row, messages: Messages) -> str:
    """What became of a figure, and what of it differs if it was revised."""
    change = messages.say(f"change.{row['change']}")
    fields = (messages.say(f"field.{field}") for field in (row["field"] or "").split(",") if field)
    named = ", ".join(fields)
    return f"{change} ({named})" if named else change


def _innermost(row: Row, messages: Messages) -> str:  # noqa: ARG001  (as every cell)
    return row["heading_path"][-1] if row["heading_path"] else ""


def _places(row: Row, messages: Messages) -> str:  # noqa: ARG001  (as every cell)
    places = (
        "" if row[f"{which}_start"] is None else f"{row[f'{which}_start']}-{row[f'{which}_end']}"
        for which in ("old", "new")
    )
    return " → ".join(places).strip()


def _said(row: Row, messages: Messages) -> str:
    """Return what a check says; of one that passed its formula is enough."""
    passed = row["severity"] == _NONE
    return str(row["formula"] if passed else row[f"message_{messages.language}"])


def _offsets(row: Row, messages: Messages) -> str:  # noqa: ARG001  (as every cell)
    return ",".join(str(start) for start, _ in row["spans"])


_CONTEXT: Final = (
    Column("goal", _heading("goal"), least=_HEADING),
    Column("strategy", _heading("strategy"), least=_HEADING),
    Column("agency", _plain("agency"), least=_WORDS),
    Column("indicator", _plain("indicator"), least=_WORDS),
    Column("value", _value, right=True),
)
_PLACE: Final = Column("place", _place)

_TABLES: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "figures": (
            *_CONTEXT,
            Column("role", _plain("role")),
            Column("period", _period),
            _PLACE,
        ),
        "outcomes": (
            *_CONTEXT,
            Column("baseline_value", _baseline, right=True),
            Column("role", _plain("role")),
            Column("period", _period),
            Column("restated", _plain("restated")),
            _PLACE,
        ),
        "rejections": (
            Column("text", _plain("text"), least=_WORDS),
            Column("reason", _plain("reason")),
            Column("rule", _plain("rule"), least=_WORDS),
            _PLACE,
        ),
        "sections": (
            Column("level", _plain("level")),
            Column("number", _plain("number")),
            Column("title", _plain("title"), least=_WORDS),
            _PLACE,
        ),
        "changes": (
            Column("change", _change),
            Column("old_text", _plain("old_text"), least=_WORDS),
            Column("new_text", _plain("new_text"), least=_WORDS),
            Column("heading", _innermost, least=_WORDS),
            Column("place", _places),
        ),
        "relations": (
            Column("type", _plain("type")),
            Column("from_id", _plain("from_id")),
            Column("to_id", _plain("to_id")),
            Column("exhaustive", _plain("exhaustive")),
        ),
        "passages": (
            Column("passage", _plain("passage"), right=True),
            Column("kind", _plain("kind")),
            Column("text", _plain("text"), least=_WORDS),
            _PLACE,
        ),
        "verdicts": (
            Column("claim_id", _plain("claim_id")),
            Column("verdict", _plain("verdict")),
            Column("reason", _plain("reason")),
            Column("pattern", _plain("pattern")),
            Column("page", _plain("page"), right=True),
            Column("start", _plain("start"), right=True),
            Column("message", _message, least=(60, 48, 24)),
        ),
        "checks": (
            Column("report_id", _plain("report_id"), least=_WORDS),
            Column("code", _plain("code")),
            Column("result", _plain("result")),
            Column("severity", _plain("severity")),
            Column("said", _said, least=_WORDS),
            Column("offsets", _offsets, least=_HEADING),
        ),
        "words": (
            Column("sentence_id", _plain("sentence_id"), right=True),
            Column("text", _plain("text"), least=_WORDS),
            Column("is_stop", _plain("is_stop")),
            Column("section_id", _plain("section_id")),
            Column("place", lambda row, _: f"{row['start']}-{row['end']}"),
        ),
    }
)
