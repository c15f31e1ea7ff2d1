"""The changes between two versions, from the rows of their figures.

Figures are matched in ``match``, and what became of each is judged in ``judge``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from nstp_extract.lexicon import Lexicon
from nstp_extract.versions.judge import Change, list_changes
from nstp_extract.versions.kept import Kept
from nstp_extract.versions.match import match_versions
from nstp_extract.versions.statement import read_statements
from nstp_extract.versions.stream import read_stream

COLUMNS: Final = tuple(field.name for field in fields(Change))
"""What a row of a change has."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a report: its rows of the tables ``passages`` and ``figures`` in any order."""

    passages: Iterable[Mapping[str, Any]]
    figures: Iterable[Mapping[str, Any]]

    @property
    def text(self) -> str:
        """Return the text that the places of the figures point into, but for its blanks."""
        chars: list[str] = []
        for passage in self.passages:
            at = 0
            for start, end in passage["pieces"]:
                chars.extend("\n" * (end - len(chars)))
                chars[start:end] = passage["text"][at : at + end - start]
                at += end - start
        return "".join(chars)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes in the order of the text, and the id of each figure of the new version.

    `ids` leads from the id that an extraction gave to the one that the figure keeps.
    """

    changes: tuple[Change, ...]
    ids: Mapping[str, str]


def compare_versions(old: Version, new: Version, *, lexicon: Lexicon) -> Comparison:
    """Return what changed from one version to the other."""
    matching = match_versions(
        read_statements(old.figures, lexicon=lexicon),
        read_statements(new.figures, lexicon=lexicon),
        Kept(read_stream(old.text), read_stream(new.text)),
    )
    ids = matching.ids()
    return Comparison(tuple(list_changes(matching, ids)), ids)


def change_to_row(change: Change) -> dict[str, Any]:
    """Return a change as a row of plain values."""
    return asdict(change) | {"change": str(change.change), "heading_path": [*change.heading_path]}
