"""Tables of audited figures from the prose of government result reports.

Only the package's public names belong here; the method is in ``nstp_extract.method``. Importing it
costs nothing: what a function needs is loaded when it is called.

>>> from nstp_extract import extract_text, to_frame
>>> frame = to_frame(extract_text("經濟部吸引投資金額達4,965.09億元，媒合率達76.48%。"))
>>> frame.loc[1, ["text", "value", "unit", "start", "end"]].tolist()
['76.48%', Decimal('76.480000000'), '%', 25, 31]
"""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nstp_extract.core.document import Document
    from nstp_extract.core.figure import Extraction, Report
    from nstp_extract.lexicon import Lexicon
    from nstp_extract.tables.frames import to_frame

__all__ = ["__version__", "extract", "extract_text", "to_frame"]


def extract(
    path: str | PathLike[str],
    *,
    encoding: str | None = None,
    password: str = "",
    ocr: bool = False,
    lexicon: "Lexicon | None" = None,
) -> "Extraction":
    """Return the figures, sections, rejections and relations of the report at `path`.

    They are in text order. What ``<stem>.toml`` beside the file says of the report is used.
    `encoding` overrides UTF-8, `password` opens a locked PDF, with `ocr` pages that are only
    pictures are recognised; `lexicon` is the one of the package unless
    `nstp_extract.lexicon.load_lexicon` has made another.

    Raises:
        ReadError: if the file cannot be read as text; its ``code`` says why.
        GuardError: if a figure does not read as its value or a numeral is unaccounted for.
        NstpError: if there is no such file, or the sidecar is wrong.

    >>> extraction = extract("raw/nstp-106-109.txt")
    >>> extraction.report.document_no
    '院臺科字第1100036179號'
    >>> amount = next(f for f in extraction.figures if f.mention.surface == "20.55億")
    >>> amount.quantity.value, amount.quantity.unit, amount.indicator
    (Decimal('2055000000'), 'TWD', '新創企業獲投資金額')
    """
    from nstp_extract.read import read_document, read_sidecar  # noqa: PLC0415

    path = Path(path)
    document = read_document(path, encoding=encoding, password=password, ocr=ocr, lexicon=lexicon)
    return extract_guarded(document, read_sidecar(path), lexicon=lexicon)


def extract_text(text: str, *, report_id: str = "text") -> "Extraction":
    """Return the figures, sections, rejections and relations of a text, in its order.

    Raises:
        GuardError: if a figure does not read as its value or a numeral is unaccounted for.

    >>> extraction = extract_text("經濟部吸引投資金額達4,965.09億元，媒合率達76.48%。")
    >>> [(str(f.quantity.value), f.quantity.unit) for f in extraction.figures]
    [('496509000000', 'TWD'), ('76.48', '%')]
    """
    from nstp_extract.core.figure import Report  # noqa: PLC0415
    from nstp_extract.read import read_text  # noqa: PLC0415

    return extract_guarded(read_text(text, name=report_id), Report(report_id))


def extract_guarded(
    document: "Document", report: "Report", *, lexicon: "Lexicon | None" = None
) -> "Extraction":
    """Return the extraction of a document that has been read, once it has passed the guard.

    Raises:
        GuardError: if a figure does not read as its value or a numeral is unaccounted for.
    """
    from nstp_extract.audit import find_violations  # noqa: PLC0415
    from nstp_extract.core.errors import GuardError  # noqa: PLC0415
    from nstp_extract.lexicon import load_lexicon  # noqa: PLC0415
    from nstp_extract.method import extract_document  # noqa: PLC0415

    lexicon = lexicon or load_lexicon()
    extraction = extract_document(document, report=report, lexicon=lexicon)
    if violations := find_violations(extraction, lexicon=lexicon):
        raise GuardError(report.report_id, violations)
    return extraction


def __getattr__(name: str) -> object:
    """What costs too much to be had at import: the installed version, and what needs pandas."""
    match name:
        case "__version__":
            from importlib.metadata import version  # noqa: PLC0415

            return version("nstp-extract")
        case "to_frame":
            from nstp_extract.tables.frames import to_frame  # noqa: PLC0415

            return to_frame
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
