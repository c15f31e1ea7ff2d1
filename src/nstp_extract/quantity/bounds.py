"""What bounds a number: the qualifiers before and behind it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.core.vocabulary import Bound, Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Qualifier
from nstp_extract.lexicon.patterns import SurfaceIndex, index_pairs, index_surfaces

_MAX_GAPS: Final = 4
_NEAR_REACH: Final = 5
_STOPS: Final = re.compile(r"[，。；：、(「」0-9]")
_BRACKETED: Final = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True, eq=False)
class BoundGrammar:
    """The qualifiers of one lexicon, by the side they stand on."""

    before: SurfaceIndex[Qualifier]
    after: SurfaceIndex[Qualifier]
    gaps: SurfaceIndex[str]
    far: tuple[tuple[str, Qualifier], ...]


@lru_cache(maxsize=8)
def compile_bounds(lexicon: Lexicon) -> BoundGrammar:
    """Return the bound grammar of `lexicon`."""
    before = [q for q in lexicon.bounds if q.place == "before"]
    owner = {surface: q for q in before for surface in q.surfaces}
    gaps = lexicon.surfaces("qualifier_gap")
    far = lexicon.surfaces("far_qualifier")
    return BoundGrammar(
        before=index_surfaces(before, by_last=True),
        after=index_surfaces([q for q in lexicon.bounds if q.place == "after"]),
        gaps=index_pairs(((gap, gap) for gap in gaps), by_last=True),
        far=tuple((surface, owner[surface]) for surface in far),
    )


def find_bound(
    text: str, place: tuple[int, int], kind: Kind, grammar: BoundGrammar
) -> tuple[Bound, str]:
    """Return the bound of the number at `place` of a folded text and the rule that gave it.

    A qualifier behind the number (以上) goes before one in front of it; 至少, 最多 and 大約 reach
    over a verb within their clause.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> find_bound("投資逾3.43億元。", (3, 9), Kind.AMOUNT, compile_bounds(load_lexicon()))
    (<Bound.OVER: '>'>, 'bounds.over')
    """
    start, end = place
    at = end + (text[end : end + 1] == " ")
    found = grammar.after.match(text, at)
    if found and _holds(text, at, found, kind, behind=True):
        return found[1].bound, f"bounds.{found[1].key}"
    at = start
    for _ in range(_MAX_GAPS):
        while at and text[at - 1] == " ":
            at -= 1
        found = grammar.before.match_before(text, at)
        if found and _holds(text, at - len(found[0]), found, kind, behind=False):
            return found[1].bound, f"bounds.{found[1].key}"
        gap = grammar.gaps.match_before(text, at)
        if gap is None:
            break
        at -= len(gap[0])
    return _find_far(text, start, grammar)


def _holds(text: str, at: int, found: tuple[str, Qualifier], kind: Kind, *, behind: bool) -> bool:
    """Tell whether a qualifier is a word of its own here and speaks of this kind."""
    surface, entry = found
    if entry.kinds and kind not in entry.kinds:
        return False
    follows = text[at + len(surface) : at + len(surface) + 1]
    if behind:
        return not (follows and follows in entry.not_before)
    precedes = text[at - 1 : at]
    if entry.only_before and follows not in entry.only_before:
        return False
    return not (len(surface) == 1 and precedes and precedes in entry.not_after)


def _find_far(text: str, start: int, grammar: BoundGrammar) -> tuple[Bound, str]:
    """Find 至少, 最多 or 大約 before a verb of the same clause: 至少節省10%, 約收案3,200位."""
    reach = _BRACKETED.sub("", text[:start])
    stops = list(_STOPS.finditer(reach))
    reach = reach[stops[-1].end() :] if stops else reach
    for surface, entry in grammar.far:
        at = reach.rfind(surface)
        if at < 0 or (len(surface) == 1 and len(reach) - at > _NEAR_REACH):
            continue
        if _holds(reach, at, (surface, entry), Kind.COUNT, behind=False):
            return entry.bound, f"bounds.{entry.key}"
    return Bound.EXACT, ""
