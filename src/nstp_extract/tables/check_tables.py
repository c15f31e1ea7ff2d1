"""The tables of what an audit finds."""

from typing import Final

from nstp_extract.core import vocabulary
from nstp_extract.tables.columns import decimal, spans, text, texts
from nstp_extract.tables.declare import declare_table

CHECKS: Final = declare_table(
    "checks",
    "One comparison of figures of the report with each other, and how it came out.",
    {
        "check_id": text("The check; stays the same while what it compares does.", key=True),
        "code": text(
            "What it compares: FT parts and their total, EN names and their count, RX a rate and "
            "what it is of, BR a change and its two ends, TX what is said twice, YR 民國 and CE "
            "years, GD every row with the text.",
            allowed=vocabulary.CheckCode,
        ),
        "result": text(
            "How it came out: pass_rounded where the numbers agree only as rounded, incomplete "
            "where something could not be read, blocked where a row broke the guard.",
            allowed=vocabulary.CheckResult,
        ),
        "severity": text(
            "How much a finding matters, for numbers by their relative difference: low below 1 %, "
            "medium below 10 %, else high; none where nothing was found.",
            allowed=vocabulary.Severity,
        ),
        "figure_ids": texts("The figures that take part, in text order."),
        "spans": spans("Every place that takes part: [start, end] in code points."),
        "formula": text("The comparison, with the figures as printed."),
        "left_low": decimal("The least that the side computed may be; null where it is open."),
        "left_high": decimal("The most that the side computed may be; null where it is open."),
        "right_low": decimal("The least that the side stated may be; null where it is open."),
        "right_high": decimal("The most that the side stated may be; null where it is open."),
        "message_zh": text("What was found, in Chinese, every figure with its page and offset."),
        "message_en": text("The same in English."),
    },
)
