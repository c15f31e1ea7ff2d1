"""Who did it: the doers that a sentence names, and which of them a figure takes.

A doer opens its clause; an agency behind 與, 向 or 符合, or inside a title, does not. Where the
sentence names none, the paragraph, the section and the sections above are asked, in that order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Agency
from nstp_extract.lexicon.load import compile_surfaces

_CLAUSE_EDGE: Final = frozenset("，。；：！？・ 　*-●")
_LIST_MARK: Final = re.compile(r"[ ]*[(（][0-9一二三四五六七八九十]+[)）]")
_OPEN_QUOTES: Final = "「『《〈"
_CLOSE_QUOTES: Final = "」』》〉"
_MAX_CHAIN: Final = 3
_MAX_SHORT: Final = 6


@dataclass(frozen=True, slots=True)
class Doer:
    """An agency that acts: where it stands in the sentence, its short name as written, its id."""

    start: int
    name: str
    agency_id: str | None


@dataclass(frozen=True, slots=True, eq=False)
class AgencyGrammar:
    """The agencies of one lexicon, compiled; `ids` leads each surface to the body of today."""

    agency: re.Pattern[str]
    ids: Mapping[str, str]
    lead: re.Pattern[str]
    joint: re.Pattern[str]
    not_followed: re.Pattern[str]
    abbreviation: re.Pattern[str]
    self_reference: re.Pattern[str]
    told_by: re.Pattern[str]
    told: re.Pattern[str]
    told_title: re.Pattern[str]
    budgeted: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_agencies(lexicon: Lexicon) -> AgencyGrammar:
    """Return the agency grammar of `lexicon`."""
    bodies = {agency.key: agency for agency in lexicon.agencies}
    ids = {
        surface: _today(agency, bodies)
        for agency in lexicon.agencies
        for surface in agency.surfaces
    }
    heads = [s for s in ids if s.endswith("管理局") and len(s) <= _MAX_SHORT]
    stems = compile_surfaces([s.removesuffix("管理局") for s in heads] or ["\0"])
    names = compile_surfaces(list(ids))
    marks = compile_surfaces(lexicon.surfaces("abbreviation_mark"))
    return AgencyGrammar(
        agency=re.compile(rf"(?:(?:{stems})、)+(?:{stems})管理局|{names}"),
        ids=ids,
        lead=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('doer_lead'))})[ ]?$"),
        joint=re.compile(rf"[ ]?(?:{compile_surfaces(lexicon.surfaces('joint_doer'))})[ ]?"),
        not_followed=re.compile(
            rf"{compile_surfaces(lexicon.surfaces('not_doer_follow'))}"
            rf"|{lexicon.pattern('not_doer_behind')}"
        ),
        abbreviation=re.compile(
            rf"[(（][ ]?(?:{marks})[ ]?[「『]?([^)）」』]{{2,10}})[」』]?[)）]"
        ),
        told_by=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('told_by'))})[ ]?$"),
        told=re.compile(rf"[之的]?(?:{compile_surfaces(lexicon.surfaces('told'))})"),
        told_title=re.compile(lexicon.pattern("told_title")),
        budgeted=re.compile(lexicon.pattern("budgeted")),
        self_reference=re.compile(compile_surfaces(lexicon.surfaces("self_reference"))),
    )


def _today(agency: Agency, bodies: Mapping[str, Agency]) -> str:
    """Follow the successors of a body to the one that exists today."""
    for _ in range(_MAX_CHAIN):
        if agency.successor not in bodies:
            break
        agency = bodies[agency.successor]
    return agency.key


def find_doers(text: str, grammar: AgencyGrammar, *, issuer: str | None = None) -> list[Doer]:
    """Return the agencies that act in a sentence, in order; `issuer` is what 本部 stands for.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> grammar = compile_agencies(load_lexicon())
    >>> [doer.name for doer in find_doers("經濟部偕同交通部完成建置，並符合科技部之規定", grammar)]
    ['經濟部']
    """
    doers: list[Doer] = []
    chain_end = -1
    for match in grammar.agency.finditer(text):
        start, end = match.span()
        if doers and start == chain_end:  # 經濟部水利署: the body within names itself
            doers[-1] = Doer(doers[-1].start, match[0], grammar.ids.get(match[0]))
            chain_end = end
            continue
        if chain_end >= 0 and grammar.joint.fullmatch(text, chain_end, start):
            chain_end = end  # a list is what its first name is: doer or not
            continue
        if _acts(text, start, end, grammar):
            name = match[0]
            short = grammar.abbreviation.match(text, end)
            shown = short[1] if short else name
            doers.append(Doer(start, shown, grammar.ids.get(name) or grammar.ids.get(shown)))
            chain_end = short.end() if short else end
        else:
            chain_end = end
    if issuer:
        doers += [
            Doer(match.start(), issuer, grammar.ids.get(issuer))
            for match in grammar.self_reference.finditer(text)
            if _acts(text, *match.span(), grammar)
        ]
        doers.sort(key=lambda doer: doer.start)
    return doers


def _acts(text: str, start: int, end: int, grammar: AgencyGrammar) -> bool:
    """Tell whether the agency at ``text[start:end]`` is the doer of its clause."""
    if _is_quoted(text, start):
        return False
    before = text[:start].rstrip(" ")
    told = grammar.told.match(text, end) or grammar.told_title.match(text, end)
    if told and grammar.told_by.search(before[-6:]):
        return True  # 據勞動部統計: who counted
    if grammar.not_followed.match(text, end) and not grammar.budgeted.match(text, end):
        return False
    if not before or before[-1] in _CLAUSE_EDGE or _LIST_MARK.fullmatch(before):
        return True
    return bool(grammar.lead.search(before[-6:]))


def _is_quoted(text: str, at: int) -> bool:
    """Tell whether a title's quotes are open at `at`."""
    opened = sum(text.count(mark, 0, at) for mark in _OPEN_QUOTES)
    return opened > sum(text.count(mark, 0, at) for mark in _CLOSE_QUOTES)


def choose_doer(doers: Sequence[Doer], at: int, *, inherited: Doer | None) -> Doer | None:
    """Return the doer of a figure that begins at `at` of its sentence.

    The last doer before it; else the one that the paragraph so far gives; else one behind it.
    """
    before = [doer for doer in doers if doer.start < at]
    if before:
        return before[-1]
    if inherited is not None:
        return inherited
    return doers[0] if doers else None
