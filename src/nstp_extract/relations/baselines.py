"""Which figure is the later value of a baseline: the level compared, never the change itself.

委辦費6,421萬元，較113年度預算6,090萬元，增加331萬元: 6,421萬元 is what 6,090萬元 came to, and
331萬元 only says how far apart they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from nstp_extract.core.figure import Figure, Relation
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Kind, RelationType, Role
from nstp_extract.lexicon import Lexicon

_CHANGE: Final = "role.change"
_FORMER: Final = "roles.baseline_original"
_STOP: Final = "；"
_OPEN: Final = "("
_NEXT_SENTENCE: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class LevelGrammar:
    """What tells a change that is stated from a level, and a later level from any other."""

    change: re.Pattern[str]
    came_out: re.Pattern[str]
    inside: re.Pattern[str]
    opens: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_levels(lexicon: Lexicon) -> LevelGrammar:
    """Return the grammar of `lexicon`, the same object for the same lexicon."""
    return LevelGrammar(
        change=re.compile(lexicon.pattern("stated_change")),
        came_out=re.compile(lexicon.pattern("came_out")),
        inside=re.compile(lexicon.pattern("inside_former")),
        opens=re.compile(lexicon.pattern("comparison_opens")),
    )


@dataclass(frozen=True, slots=True)
class Stand:
    """A figure of a sentence with what stands before it there, folded, blanks dropped.

    `lead` reaches back to the figure before that is no date, `states_change` tells that the figure
    is how far something changed.
    """

    figure: Figure
    lead: str
    states_change: bool

    @property
    def is_level(self) -> bool:
        """Tell whether it may be what a baseline came to."""
        return not self.states_change and self.figure.role is not Role.BASELINE


def list_stands(figures: Sequence[Figure], grammar: LevelGrammar) -> list[Stand]:
    """Return the figures of one sentence but its dates, in order, each with its lead."""
    stands: list[Stand] = []
    place = begin = 0
    for figure in figures:
        found = figure.sentence.find(figure.prefix, max(0, place - len(figure.prefix)))
        place = max(found, 0) + len(figure.prefix)
        if figure.quantity.kind is Kind.DATE:
            continue
        lead = fold("".join(figure.sentence[begin:place].split()))
        begin = place + len(figure.mention.surface)
        stands.append(Stand(figure, lead, grammar.change.search(lead) is not None))
    return stands


def list_changes(figures: Sequence[Figure], *, lexicon: Lexicon) -> frozenset[str]:
    """Return the ids of the figures that state a change: 增加|331萬元, 增幅|5.4%, not 增至|5人.

    增加就業|50人 is left out: what was added is as often told as what there is.
    """
    grammar = compile_levels(lexicon)
    return frozenset(
        stand.figure.figure_id
        for _, group in groupby(figures, key=lambda figure: figure.sentence)
        for stand in list_stands(tuple(group), grammar)
        if (found := grammar.change.search(stand.lead)) and not found["object"]
    )


def link_baselines(figures: Sequence[Figure], grammar: LevelGrammar) -> Iterator[Relation]:
    """Yield a link from each baseline to the level that its sentence sets against it, if any.

    What a change comes to stands behind its baseline; what a comparison is of stands before it, or
    at the end of the sentence before where the comparison opens its own.
    """
    last: Stand | None = None
    for _, group in groupby(figures, key=lambda figure: figure.sentence):
        stands = list_stands(tuple(group), grammar)
        for at, stand in enumerate(stands):
            if stand.figure.role is not Role.BASELINE:
                continue
            later = _find_later(stands, at, grammar)
            if later is None and at == 0 and last is not None:
                later = _find_in_sentence_before(stand, last, grammar)
            if later is not None:
                yield Relation(
                    RelationType.BASELINE_OF, stand.figure.figure_id, later.figure.figure_id
                )
        last = stands[-1] if stands else last


def _find_later(stands: Sequence[Stand], at: int, grammar: LevelGrammar) -> Stand | None:
    evidence = stands[at].figure.evidence
    if _CHANGE in evidence:
        levels = (s for s in stands[at + 1 :] if s.is_level and _is_of_kind(s, stands[at]))
        return next(levels, None) or _level_before(stands, at)
    if _FORMER in evidence:
        return _find_after_former(stands, at, grammar)
    return _level_before(stands, at) or _level_reached(stands, at, grammar)


def _find_after_former(stands: Sequence[Stand], at: int, grammar: LevelGrammar) -> Stand | None:
    """Return what 原6小時 came to: 3小時(原|6小時), 原|4部減為3部, 原列|9億元，…，改列為8億元."""
    former = stands[at]
    if _OPEN in former.lead and (before := _level_before(stands, at)):
        return before
    reached = _level_reached(stands, at, grammar)
    if reached is not None:
        return reached
    behind = next((s for s in stands[at + 1 :] if _is_of_kind(s, former)), None)
    if behind is not None and behind.is_level and not grammar.inside.search(behind.lead):
        return behind
    return _level_before(stands, at) if behind is None else None


def _level_reached(stands: Sequence[Stand], at: int, grammar: LevelGrammar) -> Stand | None:
    """Return the first level behind that the words before it say was reached: 增為|8億元."""
    for stand in stands[at + 1 :]:
        if stand.figure.role is Role.BASELINE and _is_of_unit(stand, stands[at]):
            return None
        reached = grammar.came_out.search(stand.lead) and not grammar.inside.search(stand.lead)
        if reached and stand.is_level and _is_of_kind(stand, stands[at]):
            return stand
    return None


def _level_before(stands: Sequence[Stand], at: int) -> Stand | None:
    """Return the level of its unit before a baseline: one of its indicator, else the nearest."""
    found: list[Stand] = []
    for place in range(at - 1, -1, -1):
        if _STOP in stands[place + 1].lead:
            break
        if stands[place].is_level and _is_of_unit(stands[place], stands[at]):
            found.append(stands[place])
    named = stands[at].figure.indicator
    same = [stand for stand in found if named and stand.figure.indicator == named]
    return next(iter((*same, *found)), None)


def _find_in_sentence_before(stand: Stand, last: Stand, grammar: LevelGrammar) -> Stand | None:
    """Return the last figure of the sentence before, where 較… opens the baseline's sentence."""
    one, other = last.figure, stand.figure
    near = 0 < other.mention.span.start - one.mention.span.end <= _NEXT_SENTENCE
    told = near and one.section is other.section and grammar.opens.match(stand.lead)
    return last if told and last.is_level and _is_of_unit(last, stand) else None


def _is_of_kind(one: Stand, other: Stand) -> bool:
    return one.figure.quantity.kind is other.figure.quantity.kind


def _is_of_unit(one: Stand, other: Stand) -> bool:
    return _is_of_kind(one, other) and one.figure.quantity.unit == other.figure.quantity.unit
