"""What became of each figure: revised, moved, reworded, added, dropped, or nothing.

A figure is compared by the text that states it: its own words, its sentence, the words of its
period and the headings above it. If those are the same it has not changed, whatever a reader, a
sentence elsewhere or another extractor makes of it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import ChangeKind, Kind
from nstp_extract.versions.align import longest_chain
from nstp_extract.versions.kept import Kept
from nstp_extract.versions.match import Match, Matching, Place, entry_at
from nstp_extract.versions.statement import SLOT, Entry, Statement

Titles = tuple[str, ...]
_Excused = tuple[Mapping[int, list[int]], Mapping[int, list[int]]]
"""Figures of sentences of the old version, and of the new one."""

ORDER: Final = "order"
HEADINGS: Final = "heading_path"
TEXT: Final = "text"
SENTENCE: Final = "sentence"

_WORDLESS: Final = re.compile(rf"[^\w{SLOT}]+|_")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs: in `field`, or several that commas part; None if added or dropped.

    `figure_id` is the one that it had, or for an added one has; `heading_path` the new one, or for
    a dropped one the last. Offsets are code points of the text of the version.
    """

    change: ChangeKind
    figure_id: str
    old_text: str | None = None
    new_text: str | None = None
    old_value: Decimal | None = None
    new_value: Decimal | None = None
    old_start: int | None = None
    old_end: int | None = None
    new_start: int | None = None
    new_end: int | None = None
    field: str | None = None
    heading_path: tuple[str, ...] = ()


def list_changes(matching: Matching, ids: Mapping[str, str]) -> Iterator[Change]:
    """Yield every change, in the order of the new text; what was dropped, where it had stood."""
    facts = _gather(matching)
    judged = [(match.new, 1, _judge(match, matching, facts)) for match in matching.matches]
    untouched_old, untouched_new = matching.untouched
    added = [
        (place, 1, _add(entry_at(matching.new, place), ids))
        for place in matching.added
        if place not in untouched_new
    ]
    dropped = [
        (after, 2, _drop(entry_at(matching.old, place)))
        for place, after in _last_kept(matching)
        if place not in untouched_old
    ]
    everything = [*judged, *added, *dropped]
    for _, _, change in sorted(everything, key=lambda item: item[:2]):
        if change is not None:
            yield change


@dataclass(frozen=True, slots=True)
class _Facts:
    """What holds for the two versions as a whole.

    `renamed` leads from an old path of titles to the new one, `moved` are the old sentences that
    left their order, `dates` the words of dates that were revised. `absent` are the figures of each
    sentence that the other version lacks, `restated` those too whose bound, role or unit differs.
    """

    renamed: Mapping[Titles, Titles]
    moved: frozenset[int]
    dates: frozenset[str]
    absent: _Excused
    restated: _Excused


def _gather(matching: Matching) -> _Facts:
    absent = _by_statement(matching.dropped), _by_statement(matching.added)
    restated = [match for match in matching.matches if _is_restated(match, matching)]
    return _Facts(
        _find_renamed(matching),
        _find_moved(matching),
        frozenset(_find_dates(matching)),
        absent,
        (
            _by_statement([*matching.dropped, *(match.old for match in restated)]),
            _by_statement([*matching.added, *(match.new for match in restated)]),
        ),
    )


def _is_restated(match: Match, matching: Matching) -> bool:
    old, new = entry_at(matching.old, match.old), entry_at(matching.new, match.new)
    return (old.bound, old.role, old.unit) != (new.bound, new.role, new.unit)


def _find_renamed(matching: Matching) -> dict[Titles, Titles]:
    """Return which path of titles took the place of one that is gone, by most of its sentences."""
    old = {path for statement in matching.old for path in _paths(statement.titles)}
    new = {path for statement in matching.new for path in _paths(statement.titles)}
    votes: dict[Titles, Counter[Titles]] = defaultdict(Counter)
    for i, j in matching.statements.items():
        before, after = matching.old[i].titles, matching.new[j].titles
        if len(before) == len(after):
            for one, other in zip(_paths(before), _paths(after), strict=True):
                if one not in new and other not in old:
                    votes[one][other] += 1
    return {path: counted.most_common(1)[0][0] for path, counted in votes.items()}


def _find_moved(matching: Matching) -> frozenset[int]:
    """Return the sentences outside the longest run of figures that kept their order.

    Notes stand where their page ends, so that their place says nothing.
    """
    pairs = [pair for pair in matching.statements.items() if not matching.old[pair[0]].is_note]
    kept = longest_chain(pairs, lambda pair: len(matching.old[pair[0]].entries))
    return frozenset(i for i, _ in pairs) - {i for i, _ in kept}


def _find_dates(matching: Matching) -> Iterator[str]:
    """Yield the words of dates that now name another day."""
    for match in matching.matches:
        old, new = entry_at(matching.old, match.old), entry_at(matching.new, match.new)
        is_date = old.unit[0] == new.unit[0] == Kind.DATE
        if is_date and old.text != new.text and match.old not in matching.untouched[0]:
            yield from (old.period_text, new.period_text)


def _judge(match: Match, matching: Matching, facts: _Facts) -> Change | None:
    old, new = entry_at(matching.old, match.old), entry_at(matching.new, match.new)
    if fields := _find_revised(match, matching, facts):
        return _change(ChangeKind.REVISED, old, new, fields)
    if fields := _find_places(match, matching, facts):
        return _change(ChangeKind.MOVED, old, new, fields)
    fields = _find_reworded(match, matching, facts)
    return _change(ChangeKind.REWORDED, old, new, fields) if fields else None


def _find_revised(match: Match, matching: Matching, facts: _Facts) -> list[str]:
    """Return what the figure now says otherwise.

    What is no matter of its own words (bound, role, period) counts only if the words around it, or
    the date that it takes its period from, were changed.
    """
    old, new = entry_at(matching.old, match.old), entry_at(matching.new, match.new)
    untouched = match.old in matching.untouched[0]
    own = old.text != new.text and not untouched
    near = not untouched and _near(matching.old, match.old) != _near(matching.new, match.new)
    around = own or near or _is_reworded(match, matching, facts.absent)
    dated = bool(facts.dates & {old.period_text, new.period_text})
    differs = {
        "value": own and old.says != new.says,
        "unit": own and old.unit != new.unit,
        "bound": around and old.bound != new.bound,
        "role": around and old.role != new.role,
        "period": (around or dated) and old.period != new.period,
    }
    return [name for name, is_different in differs.items() if is_different]


def _find_places(match: Match, matching: Matching, facts: _Facts) -> list[str]:
    """Return how the figure stands elsewhere: under other headings, or in another order."""
    if match.old in matching.untouched[0]:
        return []
    before, after = matching.old[match.old[0]].titles, matching.new[match.new[0]].titles
    fields = []
    if before != after and _rename(before, facts.renamed) != after:
        fields.append(HEADINGS)
    if match.old[0] in facts.moved and matching.statements.get(match.old[0]) == match.new[0]:
        fields.append(ORDER)
    return fields


def _find_reworded(match: Match, matching: Matching, facts: _Facts) -> list[str]:
    """Return which words about the figure differ: its own, its sentence's, its headings'."""
    old, new = entry_at(matching.old, match.old), entry_at(matching.new, match.new)
    untouched = match.old in matching.untouched[0]
    differs = {
        TEXT: not untouched and _plain_text(old.text) != _plain_text(new.text),
        SENTENCE: _is_reworded(match, matching, facts.restated),
        HEADINGS: _has_new_heading(old, new, matching.kept),
    }
    return [name for name, is_different in differs.items() if is_different]


def _is_reworded(match: Match, matching: Matching, excused: _Excused) -> bool:
    """Tell whether the sentence has other words, clauses of the `excused` figures apart."""
    (i, one), (j, other) = match.old, match.new
    before, after = matching.old[i], matching.new[j]
    if before.template == after.template:
        return False
    if not matching.kept.differ(before.words, after.words):
        return False
    if matching.statements.get(i) != j:
        return before.near(one) != after.near(other)
    left, right = excused
    return before.words_without(left.get(i, ())) != after.words_without(right.get(j, ()))


def _has_new_heading(old: Entry, new: Entry, kept: Kept) -> bool:
    """Tell whether a heading above the figure holds words that the other version lacks."""
    gone = set(old.titles).difference(new.titles)
    come = set(new.titles).difference(old.titles)
    return any(title not in kept.new.words for title in gone) or any(
        title not in kept.old.words for title in come
    )


def _near(statements: Sequence[Statement], place: Place) -> str:
    return _WORDLESS.sub("", statements[place[0]].near(place[1]))


def _plain_text(text: str) -> str:
    return "".join(char for char in fold(text) if char not in ", ")


def _last_kept(matching: Matching) -> Iterator[tuple[Place, Place]]:
    """Yield each dropped figure, and the place in the new text behind which it had stood."""
    kept = {match.old: match.new for match in matching.matches}
    last: Place = (-1, -1)
    for i, statement in enumerate(matching.old):
        for at in range(len(statement.entries)):
            last = kept.get((i, at), last)
            if (i, at) not in kept:
                yield (i, at), last


def _rename(path: Titles, renamed: Mapping[Titles, Titles]) -> Titles:
    """Return a path of titles under its new names, looked up from the innermost that has one."""
    for known in reversed(list(_paths(path))):
        if known in renamed:
            return renamed[known] + path[len(known) :]
    return path


def _paths(titles: Titles) -> Iterator[Titles]:
    """Yield the paths to a section and to each around it, the outermost first."""
    yield from (titles[:depth] for depth in range(1, len(titles) + 1))


def _by_statement(places: Iterable[Place]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for index, at in places:
        found[index].append(at)
    return found


def _change(kind: ChangeKind, old: Entry, new: Entry, fields: Iterable[str]) -> Change:
    return Change(
        kind,
        old.figure_id,
        old.text,
        new.text,
        old.value,
        new.value,
        old.start,
        old.end,
        new.start,
        new.end,
        ",".join(fields),
        new.heading_path,
    )


def _add(new: Entry, ids: Mapping[str, str]) -> Change:
    return Change(
        ChangeKind.ADDED,
        ids[new.figure_id],
        new_text=new.text,
        new_value=new.value,
        new_start=new.start,
        new_end=new.end,
        heading_path=new.heading_path,
    )


def _drop(old: Entry) -> Change:
    return Change(
        ChangeKind.DROPPED,
        old.figure_id,
        old_text=old.text,
        old_value=old.value,
        old_start=old.start,
        old_end=old.end,
        heading_path=old.heading_path,
    )
