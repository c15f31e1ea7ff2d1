"""Which reports there are, and which of them must run again.

A report is stale if its bytes, its sidecar's, the extractor's or those of its claims and
corrections differ from what was last tried;
the outcome of that try does not matter, so that a bad file is not tried on every run. Nothing
here loads a library: a run over a thousand reports that have not changed takes a moment.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Final

from nstp_extract.collection.kept import NOTHING, Kept, find_kept
from nstp_extract.collection.state import Fingerprint, State, read_state
from nstp_extract.core.errors import NstpError
from nstp_extract.read.access import why_unreadable
from nstp_extract.read.signature import SUFFIXES, refuse_suffix

SIDECAR_SUFFIX: Final = ".toml"
UNREADABLE: Final = "unreadable"
"""The reason of a report whose file cannot even be opened."""

LOCKED: Final = "encrypted"
"""The reason of a report that a password would open."""

_NO_REPORT: Final = re.compile(r"\.|readme\b", re.IGNORECASE)
_DECIDING: Final = (
    "core",
    "lexicon",
    "read",
    "structure",
    "quantity",
    "context",
    "relations",
    "audit",
    "tables",
    "versions",
    "method.py",
)
_LIBRARIES: Final = (
    "jieba",
    "lxml",
    "markdown-it-py",
    "opencc",
    "pdfminer.six",
    "pdfplumber",
    "pypdfium2",
    "python-docx",
    "spacy",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A report's file, and what is kept for the report."""

    report_id: str
    path: Path
    kept: Kept = NOTHING


@dataclass(frozen=True, slots=True)
class Refusal:
    """A report that cannot even be tried, and why."""

    report_id: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What lies in a folder of raw reports, sorted by id."""

    sources: tuple[Source, ...]
    refusals: tuple[Refusal, ...]

    @property
    def report_ids(self) -> frozenset[str]:
        """Return the ids of all reports, refused ones too."""
        entries: tuple[Source | Refusal, ...] = (*self.sources, *self.refusals)
        return frozenset(entry.report_id for entry in entries)

    def restrict(self, only: frozenset[str] | None) -> "Inventory":
        """Return the reports of those ids; all of them for None."""
        if only is None:
            return self
        return Inventory(
            tuple(source for source in self.sources if source.report_id in only),
            tuple(refusal for refusal in self.refusals if refusal.report_id in only),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A report, what is remembered of it, and what it is now."""

    source: Source
    state: State | None
    now: Fingerprint
    complete: bool
    password: str = field(default="", repr=False)

    @property
    def is_stale(self) -> bool:
        """Tell whether it must run; one that is locked must as long as a password is there."""
        if self.state is None or not self.complete:
            return True
        attempt = self.state.attempt
        locked = attempt.reason == LOCKED and bool(self.password)
        return attempt.fingerprint != self.now or locked


def list_reports(raw: Path) -> Inventory:
    """Return the reports that lie in `raw`: its files of a format that can be read.

    A sidecar, a README, a folder or a hidden file is no report. A file of any other kind, one that
    cannot be opened, two of one stem, or a name that cannot be an id is refused by itself.

    Raises:
        NstpError: if there is no such folder.
    """
    if not raw.is_dir():
        raise NstpError(f"{raw}: no such folder", hint="put the reports there, or name another")
    by_stem: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(raw.iterdir()):
        if _may_be_report(path):
            by_stem[path.stem].append(path)
    found = [_judge(stem, paths) for stem, paths in sorted(by_stem.items())]
    kept = find_kept(raw, by_stem)
    return Inventory(
        tuple(
            replace(entry, kept=kept.get(entry.report_id, NOTHING))
            for entry in found
            if isinstance(entry, Source)
        ),
        tuple(entry for entry in found if isinstance(entry, Refusal)),
    )


def compare_reports(
    inventory: Inventory,
    parts: Path,
    *,
    lexicon_dir: Path | None = None,
    passwords: Mapping[str, str] = MappingProxyType({}),
    ocr: bool = False,
) -> Iterator[Standing]:
    """Yield each report with what is remembered of it in `parts`, and its password."""
    code = task_version(lexicon_dir, ocr=ocr)
    for source in inventory.sources:
        folder = parts / source.report_id
        state = read_state(folder)
        sidecar = source.path.with_suffix(SIDECAR_SUFFIX)
        now = Fingerprint(
            source=_hash_if_there(source.path),
            sidecar=hash_file(sidecar) if sidecar.is_file() else None,
            code=code,
            kept=source.kept.digest(),
        )
        yield Standing(
            source,
            state,
            now,
            complete=_is_complete(folder, state),
            password=passwords.get(source.report_id, ""),
        )


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_if_there(path: Path) -> str:
    """Return a file's hash; nothing for one that has gone meanwhile, as its task will say."""
    try:
        return hash_file(path)
    except OSError:
        return ""


@lru_cache(maxsize=8)
def code_version(lexicon_dir: Path | None = None) -> str:
    """Return a fingerprint of everything but the report that decides what its tables hold.

    That is the package's own code and lexicon, the entries of `lexicon_dir`, and the versions of
    the libraries that read and segment.
    """
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for file in _deciding_files(root):
        _feed(digest, file.relative_to(root).as_posix(), file.read_bytes())
    for file in sorted(lexicon_dir.glob("*.toml")) if lexicon_dir else ():
        _feed(digest, file.name, file.read_bytes())
    for library in _LIBRARIES:
        _feed(digest, library, metadata.version(library).encode())
    return digest.hexdigest()


def task_version(lexicon_dir: Path | None, *, ocr: bool) -> str:
    """Return `code_version`, told apart where pages that are pictures are recognised too."""
    code = code_version(lexicon_dir)
    return hashlib.sha256(f"{code}+ocr".encode()).hexdigest() if ocr else code


def _feed(digest: "hashlib._Hash", name: str, content: bytes) -> None:
    digest.update(f"{name}\0{len(content)}\0".encode())
    digest.update(content)


def _deciding_files(root: Path) -> Iterable[Path]:
    for name in _DECIDING:
        path = root / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.suffix in (".py", ".toml") and file.is_file())


def _may_be_report(path: Path) -> bool:
    sidecar = path.suffix.lower() == SIDECAR_SUFFIX
    return not (sidecar or _NO_REPORT.match(path.name) or path.is_dir())


def _judge(stem: str, paths: list[Path]) -> Source | Refusal:
    if not stem.isprintable() or "..." in stem:
        message = f"{paths[0].name!r}: such a name cannot be an id; rename the file"
        return Refusal(stem, "name", message)
    readable = [path for path in paths if path.suffix.lower() in SUFFIXES]
    if len(readable) > 1:
        names = " and ".join(str(path) for path in readable)
        return Refusal(stem, "two-files", f"{names} have one name; rename or remove one")
    if not readable:
        error = refuse_suffix(str(paths[0]))
        return Refusal(stem, error.code, f"{error}; {error.hint}")
    if why := why_unreadable(readable[0]):
        return Refusal(stem, UNREADABLE, f"{readable[0]}: {why}")
    return Source(stem, readable[0])


def _is_complete(folder: Path, state: State | None) -> bool:
    tables = state.part.rows if state and state.part else ()
    return all((folder / f"{name}.parquet").exists() for name in tables)
