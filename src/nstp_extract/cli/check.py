"""The command ``check``: claimed figures against a report, or against a folder of them."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nstp_extract import extract_guarded
from nstp_extract.audit.claims import check_claims, load_claims, withhold_absence
from nstp_extract.cli.arguments import ROW_FORMATS
from nstp_extract.cli.emit import write_rows
from nstp_extract.cli.output import choose_destination
from nstp_extract.cli.reading import read_settings
from nstp_extract.cli.screen import Screen
from nstp_extract.collection.stale import list_reports
from nstp_extract.core.errors import EXIT_DONE, EXIT_FINDINGS, NstpError
from nstp_extract.core.figure import Extraction
from nstp_extract.core.verdict import Verdict
from nstp_extract.core.vocabulary import Judgement
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.tables.verdict_rows import verdict_rows


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Print a row a claim and return the exit status: 1 if a claim is not supported.

    Raises:
        NstpError: if the claims cannot be read, or no report can.
    """
    say = screen.messages.say
    destination = choose_destination(
        options.output, options.format, source=options.claims, forms=ROW_FORMATS
    )
    lexicon = load_lexicon(options.lexicon)
    book = load_claims(options.claims, encoding=options.claims_encoding, lexicon=lexicon)
    if book.unknown_columns:
        columns = ", ".join(book.unknown_columns)
        screen.warn(say("check.unknown_columns", file=options.claims, columns=columns))
    reports = _Reports(options.source, read_settings(options, lexicon), screen)
    with screen.working(say("check.working", count=len(book.claims))):
        verdicts = check_claims(book.claims, reports.read(), lexicon=lexicon)
    if reports.unread:
        verdicts = [withhold_absence(verdict, reports.unread) for verdict in verdicts]
    write_rows(verdict_rows(verdicts), "verdicts", destination, screen)
    _tell(verdicts, screen)
    supported = all(verdict.judgement is Judgement.SUPPORTED for verdict in verdicts)
    return EXIT_DONE if supported else EXIT_FINDINGS


@dataclass(slots=True)
class _Reports:
    """The report, or those of a folder one after the other, and which could not be read."""

    source: Path
    settings: dict[str, Any]
    screen: Screen
    unread: list[str] = field(default_factory=list)

    def read(self) -> Iterator[Extraction]:
        """Yield the extraction of each report; in a folder a bad one is warned of and passed over.

        Raises:
            NstpError: if the only report, or every report, cannot be read.
        """
        if not self.source.is_dir():
            yield self._extract(self.source)
            return
        inventory = list_reports(self.source)
        for refusal in inventory.refusals:
            self._pass_over(refusal.report_id, refusal.message)
        for found in inventory.sources:
            try:
                extraction = self._extract(found.path)
            except NstpError as error:
                self._pass_over(found.report_id, self.screen.describe(error))
                continue
            yield extraction
        if len(self.unread) == len(inventory.report_ids):
            hint = "put a .pdf or .txt file into it"
            raise NstpError(f"{self.source}: no report there", hint=hint)

    def _extract(self, path: Path) -> Extraction:
        document = read_document(path, **self.settings)
        return extract_guarded(document, read_sidecar(path), lexicon=self.settings["lexicon"])

    def _pass_over(self, report_id: str, message: str) -> None:
        self.unread.append(report_id)
        self.screen.warn(message)


def _tell(verdicts: Sequence[Verdict], screen: Screen) -> None:
    counts = Counter(verdict.judgement for verdict in verdicts)
    found = ", ".join(f"{counts[name]} {name}" for name in Judgement if counts[name])
    screen.note(screen.messages.say("check.done", count=len(verdicts), counts=found))
