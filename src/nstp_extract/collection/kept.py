"""What people keep for reports, in folders beside the raw ones: claims to check, corrections.

``claims/<report_id>*.csv`` and ``.xlsx`` hold claims, ``corrections/<report_id>.toml`` reviewed
overrides. They decide what a report's tables hold as much as its bytes do.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CLAIMS_NAME: Final = "claims"
CORRECTIONS_NAME: Final = "corrections"

_CLAIM_SUFFIXES: Final = (".csv", ".xlsx")
_CORRECTION_SUFFIX: Final = ".toml"


@dataclass(frozen=True, slots=True)
class Kept:
    """The files that are kept for one report."""

    claims: tuple[Path, ...] = ()
    corrections: Path | None = None

    def absolute(self) -> "Kept":
        """Return the same files by their whole paths."""
        corrections = self.corrections.absolute() if self.corrections else None
        return Kept(tuple(path.absolute() for path in self.claims), corrections)

    def digest(self) -> str | None:
        """Return a SHA-256 over names and bytes of the files; None if there are none."""
        files = (*self.claims, *((self.corrections,) if self.corrections else ()))
        if not files:
            return None
        digest = hashlib.sha256()
        for file in files:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.parent.name}/{file.name}\0{content}\0".encode())
        return digest.hexdigest()


NOTHING: Final = Kept()


def find_kept(raw: Path, report_ids: Iterable[str]) -> Mapping[str, Kept]:
    """Return what is kept for each report that anything is kept for.

    Where one id begins another, a file of claims belongs to the longer id that fits.
    """
    longest = sorted(report_ids, key=len, reverse=True)
    claims: dict[str, list[Path]] = defaultdict(list)
    for path in list_claims(raw):
        owner = next((report_id for report_id in longest if path.stem.startswith(report_id)), None)
        if owner is not None:
            claims[owner].append(path)
    corrections = {path.stem: path for path in list_corrections(raw)}
    return {
        report_id: Kept(tuple(claims.get(report_id, ())), corrections.get(report_id))
        for report_id in longest
        if report_id in claims or report_id in corrections
    }


def list_claims(raw: Path) -> list[Path]:
    """Return every file of claims beside `raw`, sorted."""
    return _list(raw.parent / CLAIMS_NAME, _CLAIM_SUFFIXES)


def list_corrections(raw: Path) -> list[Path]:
    """Return every file of corrections beside `raw`, sorted."""
    return _list(raw.parent / CORRECTIONS_NAME, (_CORRECTION_SUFFIX,))


def _list(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        return []
    files = (path for path in folder.iterdir() if path.suffix.lower() in suffixes)
    return sorted(path for path in files if not path.name.startswith((".", "~$")))
