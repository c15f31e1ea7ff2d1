"""The command ``view``: one page to look at, of a file or of all that is published."""

import argparse
import webbrowser
from pathlib import Path

from nstp_extract import extract_guarded
from nstp_extract.audit.checks import with_checks
from nstp_extract.cli.output import choose_destination
from nstp_extract.cli.reading import read_settings
from nstp_extract.cli.screen import Screen
from nstp_extract.core.errors import EXIT_DONE
from nstp_extract.lexicon import load_lexicon
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.view.evidence import PAGE_NAME, Evidence, write_publication_page
from nstp_extract.view.single import write_extraction_page


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Write the page, say where it is, and return the exit status.

    Raises:
        NstpError: if there is nothing to show, or the page cannot be written.
    """
    target: Path = options.target
    page = _view_folder(options) if target.is_dir() else _view_file(options, screen)
    say = screen.messages.say
    if page.left_out:
        screen.warn(say("view.left_out", count=len(page.left_out), ids=", ".join(page.left_out)))
    screen.print(say("view.written", file=page.path))
    if options.open:
        webbrowser.open(page.path.resolve().as_uri())
    return EXIT_DONE


def _view_folder(options: argparse.Namespace) -> Evidence:
    path = options.output or options.target / PAGE_NAME
    choose_destination(path, "html", source=None)
    return write_publication_page(options.target, path, raw=options.raw, only=options.report)


def _view_file(options: argparse.Namespace, screen: Screen) -> Evidence:
    source: Path = options.target
    path = options.output or Path(f"{source.stem}.html")
    choose_destination(path, "html", source=source)
    lexicon = load_lexicon(options.lexicon)
    with screen.working(screen.messages.say("view.working", file=source)):
        document = read_document(source, **read_settings(options, lexicon))
        extraction = extract_guarded(document, read_sidecar(source), lexicon=lexicon)
        extraction = with_checks(extraction, lexicon=lexicon)
        write_extraction_page(extraction, path, lexicon=lexicon, source=source)
    return Evidence(path)
