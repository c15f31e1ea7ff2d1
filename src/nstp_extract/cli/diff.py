"""The command ``diff``: which figures differ between two versions of a report."""

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nstp_extract import extract_guarded
from nstp_extract.cli.arguments import ROW_FORMATS
from nstp_extract.cli.emit import write_rows
from nstp_extract.cli.output import choose_destination
from nstp_extract.cli.reading import read_settings
from nstp_extract.cli.screen import Screen
from nstp_extract.core.errors import EXIT_DONE, EXIT_FINDINGS, EXIT_NOT_RUN, ReadError
from nstp_extract.core.vocabulary import ChangeKind
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.tables.rows import Edition, figure_rows, passage_rows
from nstp_extract.versions.compare import COLUMNS, Version, change_to_row, compare_versions


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Print a row a changed figure, and return 0 if none has changed, else 1.

    A file that cannot be read gives 2 here, as with every program that compares.

    Raises:
        NstpError: if it cannot be done for another reason.
    """
    old, new = Path(options.old), Path(options.new)
    destination = choose_destination(options.output, options.format, source=new, forms=ROW_FORMATS)
    lexicon = load_lexicon(options.lexicon)
    try:
        versions = [_read(path, read_settings(options, lexicon), screen) for path in (old, new)]
    except ReadError as error:
        screen.fail(error)
        return EXIT_NOT_RUN
    changes = compare_versions(*versions, lexicon=lexicon).changes
    rows = map(change_to_row, changes)
    write_rows(rows, "changes", destination, screen, columns=COLUMNS)
    _tell([change.change for change in changes], screen)
    return EXIT_FINDINGS if changes else EXIT_DONE


def _read(path: Path, settings: dict[str, Any], screen: Screen) -> Version:
    document = read_document(path, **settings)
    lexicon = settings["lexicon"]
    line = screen.messages.say(
        "extract.working", file=document.name, characters=f"{len(document.text):,}"
    )
    with screen.working(line):
        extraction = extract_guarded(document, read_sidecar(path), lexicon=lexicon)
    return Version(
        tuple(passage_rows(extraction, Edition())),
        tuple(figure_rows(extraction, Edition(), lexicon)),
    )


def _tell(kinds: Iterable[ChangeKind], screen: Screen) -> None:
    say = screen.messages.say
    found = Counter(kinds)
    counts = [say(f"diff.{kind}", count=found[kind]) for kind in ChangeKind if found[kind]]
    screen.note(", ".join(counts) or say("diff.same"))
