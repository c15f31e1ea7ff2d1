"""Which figure of one version is which of the other: by its sentence, then by what it is about."""

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nstp_extract.versions.align import (
    align_entries,
    align_greedily,
    align_statements,
    score_entries,
)
from nstp_extract.versions.kept import Kept
from nstp_extract.versions.statement import Entry, Statement, pairs_of, similarity

Place = tuple[int, int]
"""A sentence's index in its version, and a figure's in its sentence."""

_STANDS_ELSEWHERE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Match:
    """A figure of the old version and the same one of the new."""

    old: Place
    new: Place


@dataclass(frozen=True, slots=True)
class Matching:
    """Two versions, the figures that both have, and which sentence became which.

    `untouched` are the figures, of either version, whose text stands in the other as it was.
    """

    old: Sequence[Statement]
    new: Sequence[Statement]
    kept: Kept
    statements: Mapping[int, int]
    matches: tuple[Match, ...]
    untouched: tuple[frozenset[Place], frozenset[Place]]

    @property
    def dropped(self) -> tuple[Place, ...]:
        """Return the figures that only the old version has."""
        kept = {match.old for match in self.matches}
        return tuple(place for place in _places(self.old) if place not in kept)

    @property
    def added(self) -> tuple[Place, ...]:
        """Return the figures that only the new version has."""
        kept = {match.new for match in self.matches}
        return tuple(place for place in _places(self.new) if place not in kept)

    def ids(self) -> dict[str, str]:
        """Return the id that each figure of the new version keeps, by the one it came with.

        An added figure never gets an id that the old version knows.
        """
        kept = {
            entry_at(self.new, match.new).figure_id: entry_at(self.old, match.old).figure_id
            for match in self.matches
        }
        taken = {entry.figure_id for statement in self.old for entry in statement.entries}
        for place in self.added:
            fresh = entry_at(self.new, place).figure_id
            kept[fresh] = _free_id(fresh, taken)
            taken.add(kept[fresh])
        return kept


def match_versions(old: Sequence[Statement], new: Sequence[Statement], kept: Kept) -> Matching:
    """Return the figures that two versions share; `kept` is what their texts share."""
    statements = align_statements(old, new)
    matches = _match_places(old, new, kept)
    taken = set(matches.values())
    matches |= {
        (i, one): (j, other)
        for i, j in statements
        for one, other in align_entries(old[i], new[j])
        if (i, one) not in matches and (j, other) not in taken
    }
    matches.update(_match_apart(old, new, matches))
    matches.update(_match_subjects(old, new, matches))
    return Matching(
        old,
        new,
        kept,
        dict(statements),
        tuple(Match(*pair) for pair in sorted(matches.items())),
        (_untouched(old, kept.has_old), _untouched(new, kept.has_new)),
    )


def entry_at(statements: Sequence[Statement], place: Place) -> Entry:
    """Return the figure at a place."""
    return statements[place[0]].entries[place[1]]


def _match_places(
    old: Sequence[Statement], new: Sequence[Statement], kept: Kept
) -> dict[Place, Place]:
    """Pair the figures that stand at one place of what the texts share."""
    begins = {entry_at(new, place).start: place for place in _places(new)}
    found: dict[Place, Place] = {}
    for place in _places(old):
        image = kept.image(entry_at(old, place).start)
        if image is not None and image in begins:
            found[place] = begins.pop(image)
    return found


def _untouched(
    statements: Sequence[Statement], has: Callable[[int, int], bool]
) -> frozenset[Place]:
    entries = ((place, entry_at(statements, place)) for place in _places(statements))
    return frozenset(place for place, entry in entries if has(entry.start, entry.end))


def _match_apart(
    old: Sequence[Statement], new: Sequence[Statement], matches: Mapping[Place, Place]
) -> dict[Place, Place]:
    """Pair figures whose sentence was cut in two or joined: the words near them are the same."""
    left, right = _left_over(old, new, matches)
    weighed = align_greedily(
        [(old[i], k) for i, k in left], [(new[j], k) for j, k in right], _score_apart
    )
    return {left[i]: right[j] for i, j in weighed}


def _score_apart(old: tuple[Statement, int], new: tuple[Statement, int]) -> float:
    (one, i), (other, j) = old, new
    if one.titles != other.titles or one.entries[i].unit != other.entries[j].unit:
        return 0.0
    near = pairs_of(one.near(i)), pairs_of(other.near(j))
    if similarity(*near) < _STANDS_ELSEWHERE:
        return 0.0
    return score_entries((one.entries[i], near[0]), (other.entries[j], near[1]))


def _match_subjects(
    old: Sequence[Statement], new: Sequence[Statement], matches: Mapping[Place, Place]
) -> dict[Place, Place]:
    """Pair figures that alone are about the same: headings, indicator, agency, unit and role."""
    left, right = _left_over(old, new, matches)
    ours = _unique_subjects(old, left)
    theirs = _unique_subjects(new, right)
    return {place: theirs[subject] for subject, place in ours.items() if subject in theirs}


def _unique_subjects(
    statements: Sequence[Statement], places: Sequence[Place]
) -> dict[Hashable, Place]:
    """Return the subjects that one figure only of the whole version has."""
    count = Counter(
        (entry.titles, entry.subject) for statement in statements for entry in statement.entries
    )
    found: dict[Hashable, Place] = {}
    for place in places:
        entry = entry_at(statements, place)
        subject = (entry.titles, entry.subject)
        if entry.indicator and count[subject] == 1:
            found[subject] = place
    return found


def _left_over(
    old: Sequence[Statement], new: Sequence[Statement], matches: Mapping[Place, Place]
) -> tuple[list[Place], list[Place]]:
    taken = set(matches.values())
    return (
        [place for place in _places(old) if place not in matches],
        [place for place in _places(new) if place not in taken],
    )


def _places(statements: Sequence[Statement]) -> Iterator[Place]:
    for index, statement in enumerate(statements):
        yield from ((index, at) for at in range(len(statement.entries)))


def _free_id(fresh: str, taken: set[str]) -> str:
    """Return an id that is not taken: `fresh`, or one that follows from it."""
    candidate, number = fresh, 1
    while candidate in taken:
        number += 1
        digest = hashlib.sha256(f"{fresh}\x1f{number}".encode()).hexdigest()
        candidate = f"{fresh[:1]}{digest[:12]}"
    return candidate
