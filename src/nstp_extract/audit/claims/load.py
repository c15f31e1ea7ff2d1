"""Where claims come from: a table of them, or a second document whose figures are the claims."""

from dataclasses import dataclass
from pathlib import Path

from nstp_extract.audit.claims.claim import Claim
from nstp_extract.audit.claims.read import is_claim_table, read_claim_table
from nstp_extract.audit.claims.understand import extraction_to_claims, row_to_claim
from nstp_extract.core.errors import ClaimError
from nstp_extract.lexicon import Lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document, read_sidecar


@dataclass(frozen=True, slots=True)
class ClaimBook:
    """The claims of a file in their order, and the columns of it that mean nothing here."""

    claims: tuple[Claim, ...]
    unknown_columns: tuple[str, ...] = ()


def load_claims(path: Path, *, lexicon: Lexicon, encoding: str | None = None) -> ClaimBook:
    """Return the claims of a CSV file, a workbook, or any document that can be read.

    Raises:
        ClaimError: if the table is wrong, or there is no claim.
        ReadError: if the file cannot be read.
        NstpError: if there is no such file.
    """
    if is_claim_table(path):
        table = read_claim_table(path, encoding=encoding)
        claims = tuple(row_to_claim(row, lexicon=lexicon) for row in table.rows)
        unknown = table.unknown_columns
    else:
        document = read_document(path, encoding=encoding, lexicon=lexicon)
        extraction = extract_document(document, report=read_sidecar(path), lexicon=lexicon)
        claims, unknown = tuple(extraction_to_claims(extraction, lexicon=lexicon)), ()
    if not claims:
        hint = "a row below the header is a claim, and so is a figure of a document"
        raise ClaimError(str(path), "no claim there", hint=hint)
    return ClaimBook(claims, unknown)
