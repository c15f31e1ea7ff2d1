"""The one file that a command is about: from its name and options to a document and its report."""

import argparse
from pathlib import Path
from typing import Any, Final

from nstp_extract.cli.screen import Screen
from nstp_extract.core.document import Document
from nstp_extract.core.errors import AccessError
from nstp_extract.core.figure import Report
from nstp_extract.lexicon import Lexicon
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.read.access import read_bytes, read_stdin

STDIN: Final = "-"
_STDIN_ID: Final = "stdin"
_MAX_PASSWORD: Final = 4096


def read_named(
    options: argparse.Namespace, *, lexicon: Lexicon, screen: Screen
) -> tuple[Document, Report]:
    """Return the document of the file that a command names, and what its sidecar says.

    Raises:
        NstpError: if that cannot be read.
    """
    settings = read_settings(options, lexicon)
    say = screen.messages.say
    with screen.counting(say("extract.pages")) as show:
        if options.file != STDIN:
            path = Path(options.file)
            return read_document(path, on_page=show, **settings), read_sidecar(path)
        name = say("extract.stdin")
        content = read_stdin(name=name)
        return read_document(content, name=name, on_page=show, **settings), Report(_STDIN_ID)


def read_settings(options: argparse.Namespace, lexicon: Lexicon) -> dict[str, Any]:
    """Return how a command wants its reports read, as arguments of `read_document`.

    Raises:
        NstpError: if there is no such file of a password.
    """
    return {
        "encoding": options.encoding,
        "password": options.password or _read_password(options.password_file),
        "ocr": options.ocr,
        "lexicon": lexicon,
    }


def _read_password(path: Path | None) -> str:
    """Return the first line of a file; a password on a command line can be seen by others."""
    if path is None:
        return ""
    content = read_bytes(path, name=str(path), most=_MAX_PASSWORD)
    try:
        return content.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        hint = "write the password into it as UTF-8"
        raise AccessError(f"{path}: not a text file", hint=hint) from error
