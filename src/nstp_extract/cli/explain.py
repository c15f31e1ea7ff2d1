"""The command ``explain``: why a numeral is a figure, or why it is not."""

import argparse
import sys
from dataclasses import asdict
from typing import Final

from nstp_extract import extract_guarded
from nstp_extract.audit.explain import Reading, explain_place
from nstp_extract.cli.language import Language
from nstp_extract.cli.output import rows_to_lines
from nstp_extract.cli.reading import read_named
from nstp_extract.cli.screen import Screen
from nstp_extract.cli.width import display_width, pad
from nstp_extract.core.errors import EXIT_DONE
from nstp_extract.lexicon import load_lexicon

_GAP: Final = 2


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Print the rules that decided on the numeral at an offset, and return the exit status.

    Raises:
        NstpError: if the file cannot be read or no numeral stands there.
    """
    lexicon = load_lexicon(options.lexicon)
    document, report = read_named(options, lexicon=lexicon, screen=screen)
    extraction = extract_guarded(document, report, lexicon=lexicon)
    readings = explain_place(extraction, options.offset, lexicon=lexicon)
    if options.format == "jsonl":
        rows = ({**asdict(each), "surfaces": list(each.surfaces)} for each in readings)
        sys.stdout.writelines(rows_to_lines(rows))
    else:
        sys.stdout.writelines(_lines(readings, chinese=screen.messages.language is Language.ZH))
    return EXIT_DONE


def _lines(readings: tuple[Reading, ...], *, chinese: bool) -> list[str]:
    """Return the readings as aligned lines: aspect, decision, rule, and why."""
    rows = [(each.aspect, each.value, each.rule, _why(each, chinese=chinese)) for each in readings]
    widths = [max(display_width(row[column]) for row in rows) + _GAP for column in range(3)]
    return [
        "".join(pad(cell, width) for cell, width in zip(row, widths, strict=False)) + row[3] + "\n"
        for row in rows
    ]


def _why(reading: Reading, *, chinese: bool) -> str:
    said = reading.why_zh if chinese else reading.why_en
    return f"{said}（{reading.source}）" if reading.source else said
