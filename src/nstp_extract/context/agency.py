"""Who did it: the doers that a sentence names, and which of them a figure takes.

A doer opens its clause; an agency behind 與, 向 or 符合, or inside a title, does not. Where the
sentence names none, the paragraph, the section and the sections above are asked, in that order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from nstp_extract.context.names import names_to_pattern
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import Agency
from nstp_extract.lexicon.load import compile_surfaces

_CLAUSE_EDGE: Final = frozenset("，。；：！？・】　*-●|│→\n\t")
_OPEN_QUOTES: Final = "「『《〈"
_CLOSE_QUOTES: Final = "」』》〉"
_CLOSED: Final = ")」』》"
_MAX_CHAIN: Final = 3
_PATTERNS: Final = (
    *("list_mark", "ranked_lead", "ranked", "item_lead", "item_behind", "part_lead"),
    "report_behind",
)
"""The patterns of the lexicon that a field is named after."""

_LEAD: Final = 8
_MARK: Final = 14


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts: where it stands in the sentence, its short name as written, its id.

    Who has no `name` is no agency, or none that can be told: 政府, 各部會, 世界銀行. One that is
    `in_passing` has a part or is a source; the sentences after it are not about it. One that
    `audits` is cited for what another did, if the paragraph has named one.
    """

    start: int
    name: str | None
    agency_id: str | None
    in_passing: bool = False
    audits: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class AgencyGrammar:
    """The agencies of one lexicon, compiled; `ids` leads each surface to the body of today."""

    agency: re.Pattern[str]
    ids: Mapping[str, str]
    lead: re.Pattern[str]
    list_mark: re.Pattern[str]
    joint: re.Pattern[str]
    not_followed: re.Pattern[str]
    abbreviation: re.Pattern[str]
    self_reference: re.Pattern[str]
    back_reference: re.Pattern[str]
    told_by: re.Pattern[str]
    told: re.Pattern[str]
    budgeted: re.Pattern[str]
    ranked_lead: re.Pattern[str]
    ranked: re.Pattern[str]
    item_lead: re.Pattern[str]
    item_behind: re.Pattern[str]
    part_lead: re.Pattern[str]
    other: re.Pattern[str]
    unnamed: re.Pattern[str]
    third_party: re.Pattern[str]
    said: re.Pattern[str]
    foreign_source: re.Pattern[str]
    auditor: re.Pattern[str]
    report_behind: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_agencies(lexicon: Lexicon) -> AgencyGrammar:
    """Return the agency grammar of `lexicon`."""
    bodies = {agency.key: agency for agency in lexicon.agencies}
    ids = {
        surface: _today(agency, bodies)
        for agency in lexicon.agencies
        for surface in agency.surfaces
    }
    marks = compile_surfaces(lexicon.surfaces("abbreviation_mark"))
    told_by = compile_surfaces(lexicon.surfaces("told_by"))
    told = compile_surfaces(lexicon.surfaces("told"))
    uses = ("self_reference", "back_reference", "third_party", "told_by")
    words = compile_surfaces({s for use in uses for s in lexicon.surfaces(use)})
    return AgencyGrammar(
        agency=re.compile(names_to_pattern(list(ids), lexicon)),
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
        told_by=re.compile(rf"(?:{told_by})[ ]?$"),
        told=re.compile(
            rf"[之的]?(?:{told})|{lexicon.pattern('told_title')}|{lexicon.pattern('told_far')}"
        ),
        budgeted=re.compile(lexicon.pattern("budgeted")),
        self_reference=re.compile(compile_surfaces(lexicon.surfaces("self_reference"))),
        back_reference=re.compile(compile_surfaces(lexicon.surfaces("back_reference"))),
        other=re.compile(f"{words}|{lexicon.pattern('unnamed_doer')}"),
        unnamed=re.compile(lexicon.pattern("unnamed_doer")),
        third_party=re.compile(compile_surfaces(lexicon.surfaces("third_party"))),
        said=re.compile(lexicon.pattern("said")),
        auditor=re.compile(compile_surfaces(lexicon.surfaces("auditor"))),
        foreign_source=re.compile(rf"(?:{told_by}){lexicon.pattern('foreign_source')}"),
        **{name: re.compile(lexicon.pattern(name)) for name in _PATTERNS},
    )


def _today(agency: Agency, bodies: Mapping[str, Agency]) -> str:
    """Follow the successors of a body to the one that exists today."""
    for _ in range(_MAX_CHAIN):
        if agency.successor not in bodies:
            break
        agency = bodies[agency.successor]
    return agency.key


def find_doers(text: str, grammar: AgencyGrammar, *, issuer: str | None = None) -> list[Doer]:
    """Return who acts in a sentence, in order; `issuer` is what 本部 stands for.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> grammar = compile_agencies(load_lexicon())
    >>> [doer.name for doer in find_doers("經濟部偕同交通部完成建置，並符合科技部之規定", grammar)]
    ['經濟部']
    """
    names = list(_find_names(text, grammar))
    doers = list(_find_named(text, names, grammar))
    if not grammar.other.search(text):
        return doers
    doers += _find_unnamed(text, names, grammar)
    doers += (
        Doer(match.start(), issuer, grammar.ids.get(issuer or ""))
        for match in grammar.self_reference.finditer(text)
        if _acts(text, *match.span(), grammar)
    )
    doers.sort(key=lambda doer: doer.start)
    return _resolve_back(text, doers, grammar)


def _find_names(text: str, grammar: AgencyGrammar) -> Iterator[tuple[int, int]]:
    """Yield where the agencies of a text are named; 經濟部 and 水利署 side by side are one name."""
    begun: tuple[int, int] | None = None
    for match in grammar.agency.finditer(text):
        start, end = match.span()
        if begun is not None and begun[1] == start:
            begun = begun[0], end
            continue
        if begun is not None:
            yield begun
        begun = start, end
    if begun is not None:
        yield begun


def _find_named(
    text: str, names: Sequence[tuple[int, int]], grammar: AgencyGrammar
) -> Iterator[Doer]:
    """Yield the agencies that act; a list of names is what its first is: a doer or not."""
    chain_end, listing = -1, False
    for start, end in names:
        if chain_end >= 0 and grammar.joint.fullmatch(text, chain_end, start):
            chain_end = end
            continue
        chain_end = end
        item = _is_item(text, start, end, grammar)
        if not item and not _acts(text, start, end, grammar):
            continue
        short = grammar.abbreviation.match(text, end)
        name, shown = text[start:end], short[1] if short else text[start:end]
        chain_end = short.end() if short else end
        opens_parts = grammar.part_lead.search(text, max(0, start - _LEAD), start)
        counted = grammar.item_behind.match(text, chain_end)
        listing = item or bool(opens_parts) or (listing and bool(counted))
        yield Doer(
            start,
            shown,
            grammar.ids.get(name) or grammar.ids.get(shown),
            in_passing=listing or _is_ranked(text, start, end, grammar),
            audits=_audits(text, start, end, grammar),
        )


def _is_item(text: str, start: int, end: int, grammar: AgencyGrammar) -> bool:
    """Tell whether an agency heads an item behind another's figure: 食藥署14億元、健保署1億元."""
    listed = grammar.item_lead.search(text, max(0, start - _LEAD), start)
    return bool(listed and grammar.item_behind.match(text, end))


def _find_unnamed(
    text: str, names: Sequence[tuple[int, int]], grammar: AgencyGrammar
) -> Iterator[Doer]:
    """Yield who acts and is no agency: the government at large, or a source from elsewhere."""
    for match in grammar.unnamed.finditer(text):
        if _stands_first(text, match.start()):
            yield Doer(match.start(), None, None, in_passing=True)
    for match in grammar.third_party.finditer(text):
        start, end = match.span()
        cited = _is_cited(text, start, grammar)
        told = _opens_clause(text, start, grammar) and grammar.said.match(text, end)
        if cited or told:
            yield Doer(start, None, None, in_passing=True)
    for match in grammar.foreign_source.finditer(text):
        if not any(match.start() < start < match.end() for start, _ in names):
            yield Doer(match.start(), None, None, in_passing=True)


def _resolve_back(text: str, doers: list[Doer], grammar: AgencyGrammar) -> list[Doer]:
    """Return the doers with each 該署 that acts as the last of them whose name ends so."""
    for match in grammar.back_reference.finditer(text):
        kind = match[0][1:]
        meant = [d for d in doers if d.start < match.start() and (d.name or "").endswith(kind)]
        if meant and _acts(text, *match.span(), grammar):
            doers.append(replace(meant[-1], start=match.start()))
            doers.sort(key=lambda doer: doer.start)
    return doers


def _acts(text: str, start: int, end: int, grammar: AgencyGrammar) -> bool:
    """Tell whether the agency at ``text[start:end]`` is the doer of its clause."""
    if _is_quoted(text, start):
        return False
    if _is_cited(text, start, grammar) and grammar.told.match(text, end):
        return True  # 據勞動部統計: who counted
    if grammar.not_followed.match(text, end) and not grammar.budgeted.match(text, end):
        return False
    return _opens_clause(text, start, grammar) or _is_ranked(text, start, end, grammar)


def _is_cited(text: str, start: int, grammar: AgencyGrammar) -> bool:
    return grammar.told_by.search(text, max(0, start - _LEAD), start) is not None


def _audits(text: str, start: int, end: int, grammar: AgencyGrammar) -> bool:
    """Tell whether an agency is an auditor that a sentence cites: 依審計部查核, 審計部審核報告."""
    if not grammar.auditor.search(text, start, end):
        return False
    return _is_cited(text, start, grammar) or bool(grammar.report_behind.match(text, end))


def _is_ranked(text: str, start: int, end: int, grammar: AgencyGrammar) -> bool:
    """Tell whether an agency has a place in a ranking: 以經濟部最多，其次為科技部的839項."""
    leads = grammar.ranked_lead.search(text, max(0, start - _LEAD), start)
    return bool(leads and grammar.ranked.match(text, end))


def _stands_first(text: str, start: int) -> bool:
    """Tell whether what begins at `start` is the first of its clause."""
    before = text[max(0, start - _MARK) : start].rstrip(" ")
    if not before or before[-1] in _CLAUSE_EDGE:
        return True
    return before[-1] in _CLOSED and text[start - 1] == " "  # a dateline: (2023.09.27) 國科會


def _opens_clause(text: str, start: int, grammar: AgencyGrammar) -> bool:
    """Tell whether what begins at `start` opens its clause, behind a list mark or a lead too."""
    if _stands_first(text, start):
        return True
    before = text[max(0, start - _MARK) : start].rstrip(" ")
    return bool(grammar.list_mark.search(before) or grammar.lead.search(before[-_LEAD:]))


def _is_quoted(text: str, at: int) -> bool:
    """Tell whether a title's quotes are open at `at`."""
    opened = sum(text.count(mark, 0, at) for mark in _OPEN_QUOTES)
    return opened > sum(text.count(mark, 0, at) for mark in _CLOSE_QUOTES)


def choose_doer(doers: Sequence[Doer], at: int, *, inherited: Doer | None) -> Doer | None:
    """Return the doer of a figure that begins at `at` of its sentence.

    The last doer before it; else the one that the paragraph so far gives; else one behind it.
    """
    before = [doer for doer in doers if doer.start < at]
    if inherited is not None:
        before = [doer for doer in before if not doer.audits]
    if before:
        return before[-1]
    if inherited is not None:
        return inherited
    return doers[0] if doers else None
