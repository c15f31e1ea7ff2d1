"""What people keep for a report, applied to its extraction: corrections made, claims checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from nstp_extract.audit.claims import Claim, check_claims, load_claims
from nstp_extract.collection.kept import Kept
from nstp_extract.core.errors import ClaimError
from nstp_extract.core.figure import Extraction
from nstp_extract.core.verdict import Verdict
from nstp_extract.lexicon import Lexicon
from nstp_extract.tables.rows import Row
from nstp_extract.versions.corrections import apply_corrections, read_corrections


def correct_extraction(extraction: Extraction, kept: Kept, *, lexicon: Lexicon) -> Extraction:
    """Return the extraction with the corrections that are kept for its report.

    Raises:
        CorrectionError: if one fits nothing or expects something else.
    """
    if kept.corrections is None:
        return extraction
    corrections = read_corrections(kept.corrections)
    return apply_corrections(extraction, corrections, lexicon=lexicon)


def check_kept_claims(
    extraction: Extraction,
    kept: Kept,
    *,
    version: int,
    changes: Iterable[Row],
    lexicon: Lexicon,
) -> Sequence[Verdict]:
    """Return a verdict for each claim that is kept for the report.

    `changes` are the rows of what differs from the version before: a claim of its number says so.

    Raises:
        ClaimError: if a file of claims is wrong, or two hold a claim of one id.
    """
    claims = list(_gather(kept.claims, lexicon))
    return check_claims(
        claims, [extraction], lexicon=lexicon, version=version, earlier=_find_earlier(changes)
    )


def _find_earlier(changes: Iterable[Row]) -> Mapping[str, Decimal]:
    """Return the numbers of the version before that are others now, by the ids of the figures."""
    return {
        row["figure_id"]: row["old_value"]
        for row in changes
        if row["old_value"] is not None and row["new_value"] not in (None, row["old_value"])
    }


def _gather(files: Iterable[Path], lexicon: Lexicon) -> Iterator[Claim]:
    owners: dict[str, Path] = {}
    for file in files:
        for claim in load_claims(file, lexicon=lexicon).claims:
            if claim.claim_id in owners:
                message = f"claim {claim.claim_id} is in {owners[claim.claim_id].name} too"
                raise ClaimError(str(file), message, hint="give each claim an id of its own")
            owners[claim.claim_id] = file
            yield claim
