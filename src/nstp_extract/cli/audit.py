"""The command ``audit``: what a report, or every report of a folder, says against itself."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from nstp_extract.audit.checks import audit_extraction
from nstp_extract.cli.emit import write_rows
from nstp_extract.cli.output import choose_destination
from nstp_extract.cli.reading import read_settings
from nstp_extract.cli.screen import Screen
from nstp_extract.collection.stale import list_reports
from nstp_extract.core.errors import EXIT_DONE, EXIT_FINDINGS, EXIT_NOT_RUN, NstpError
from nstp_extract.core.vocabulary import CheckResult, Rounding, Severity
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.tables.rows import Row
from nstp_extract.tables.select import extraction_to_rows

_FINDINGS: Final = frozenset((CheckResult.FAIL, CheckResult.BLOCKED))
_RANKS: Final = tuple(Severity)


@dataclass(slots=True)
class _Tally:
    """What has been seen so far."""

    findings: int = 0
    unread: int = 0


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Print the checks that were asked for, and return the exit status.

    Raises:
        NstpError: if nothing could be checked.
    """
    lexicon = load_lexicon(options.lexicon)
    destination = choose_destination(None, options.format, source=None)
    tally = _Tally()
    if options.source.is_dir():
        found = _audit_folder(options, lexicon, tally, screen=screen)
    else:
        found = _audit_file(options.source, options, lexicon, screen=screen)
    count = write_rows(_count_findings(found, tally), "checks", destination, screen)
    screen.note(screen.messages.say("audit.done", checks=count, findings=tally.findings))
    if tally.findings:
        return EXIT_FINDINGS
    return EXIT_NOT_RUN if tally.unread else EXIT_DONE


def _audit_folder(
    options: argparse.Namespace, lexicon: Lexicon, tally: _Tally, *, screen: Screen
) -> Iterator[Row]:
    """Yield the rows of every report of a folder; one that cannot be read is told and passed."""
    inventory = list_reports(options.source)
    if not inventory.report_ids:
        screen.warn(screen.messages.say("audit.no_reports", folder=options.source))
    for refusal in inventory.refusals:
        tally.unread += 1
        screen.fail(NstpError(refusal.message))
    for source in inventory.sources:
        try:
            yield from _audit_file(source.path, options, lexicon, screen=screen)
        except NstpError as error:
            tally.unread += 1
            screen.fail(error)


def _audit_file(
    path: Path, options: argparse.Namespace, lexicon: Lexicon, *, screen: Screen
) -> Iterator[Row]:
    """Yield the rows of one report's checks that are severe enough.

    A figure that breaks the guard does not stop the audit, as it stops an extraction: it is a
    check that says so.
    """
    with screen.working(screen.messages.say("audit.working", file=path)):
        document = read_document(path, **read_settings(options, lexicon))
        extraction = extract_document(document, report=read_sidecar(path), lexicon=lexicon)
        rounding = Rounding(options.rounding)
        checks = audit_extraction(extraction, lexicon=lexicon, rounding=rounding)
    least = _RANKS.index(Severity(options.min_severity))
    severe = tuple(check for check in checks if _RANKS.index(check.severity) >= least)
    yield from extraction_to_rows(replace(extraction, checks=severe), "checks", lexicon=lexicon)


def _count_findings(found: Iterator[Row], tally: _Tally) -> Iterator[Row]:
    for row in found:
        tally.findings += row["result"] in _FINDINGS
        yield row
