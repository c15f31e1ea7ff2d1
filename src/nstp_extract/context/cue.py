"""Cues of roles: where they stand in a sentence, and which of them governs a figure.

A cue governs what its scope holds: the rest of its clause or sentence, or the next figure only. 將
before a verb is one too, whatever the verb. What is planned or expected goes on over the clauses
that follow, until one tells a fact.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.frame import LONG_TIMES, names_of
from nstp_extract.context.goal import GoalGrammar, compile_goals, is_share, is_told_of
from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import RoleCue
from nstp_extract.lexicon.load import compile_surfaces

_NEXT_REACH: Final = 8
_STOP_OR_DIGIT: Final = re.compile("[，。；：、0-9]")
_BRACKETED: Final = re.compile(r"[(（][^()（）]*[)）]")
_CARRIED: Final = frozenset((Role.FORECAST, Role.TARGET))
_PARTED: Final = "，(："
_LISTED: Final = "；"
_NOUN_ENDS: Final = "率量數額值費者之的"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a sentence: its range of the text, and its entry."""

    start: int
    end: int
    entry: RoleCue


@dataclass(frozen=True, slots=True, eq=False)
class CueGrammar:
    """The role cues of one lexicon, compiled."""

    before: re.Pattern[str]
    owners: Mapping[str, RoleCue]
    after: re.Pattern[str]
    after_owners: Mapping[str, RoleCue]
    constructions: tuple[tuple[re.Pattern[str], RoleCue], ...]
    neutral: re.Pattern[str]
    will: re.Pattern[str]
    forecast: RoleCue
    goal: RoleCue
    grounded: re.Pattern[str]
    itemised: re.Pattern[str]
    goes_on: re.Pattern[str]
    changing: re.Pattern[str]
    goals: GoalGrammar
    modal: re.Pattern[str]
    goal_behind: re.Pattern[str]
    told_fact: re.Pattern[str]
    plans_to: re.Pattern[str]
    doing: re.Pattern[str]
    long_times: frozenset[str]


@lru_cache(maxsize=8)
def compile_cues(lexicon: Lexicon) -> CueGrammar:
    """Return the cue grammar of `lexicon`."""
    before = [cue for cue in lexicon.roles if cue.scope != "after"]
    after = [cue for cue in lexicon.roles if cue.scope == "after"]
    behind = compile_surfaces([s for cue in after for s in cue.surfaces])
    changes = lexicon.surfaces("change_verb")
    verbs = compile_surfaces(
        [*changes, *lexicon.surfaces("predicate_verb"), *lexicon.surfaces("object_verb")]
    )
    return CueGrammar(
        before=re.compile(compile_surfaces([s for cue in before for s in cue.surfaces])),
        owners={s: cue for cue in before for s in cue.surfaces},
        after=re.compile(rf"[^，。；：、0-9]{{0,4}}?({behind})"),
        after_owners={s: cue for cue in after for s in cue.surfaces},
        constructions=tuple((re.compile(cue.pattern), cue) for cue in before if cue.pattern),
        neutral=re.compile(lexicon.pattern("no_cue")),
        will=re.compile(
            rf"將{lexicon.pattern('to_come')}(?:{verbs})(?![^，。；]{{0,2}}[{_NOUN_ENDS}])"
        ),
        forecast=next(cue for cue in before if cue.role is Role.FORECAST),
        goal=next(cue for cue in after if cue.role is Role.TARGET),
        goes_on=re.compile(lexicon.pattern("goes_on")),
        grounded=re.compile(lexicon.pattern("grounded")),
        itemised=re.compile(lexicon.pattern("itemised")),
        goals=compile_goals(lexicon),
        modal=re.compile(lexicon.pattern("modal")),
        goal_behind=re.compile(lexicon.pattern("goal_behind")),
        told_fact=re.compile(lexicon.pattern("told_fact")),
        plans_to=re.compile(lexicon.pattern("plans_to")),
        doing=re.compile(verbs),
        changing=re.compile(f"{compile_surfaces(changes)}|{lexicon.pattern('difference')}"),
        long_times=names_of(lexicon, LONG_TIMES),
    )


def find_cues(text: str, grammar: CueGrammar) -> list[Cue]:
    """Return the cues that stand before what they govern, in order."""
    cues = [
        Cue(*match.span(), entry)
        for pattern, entry in grammar.constructions
        for match in pattern.finditer(text)
    ]
    cues += (Cue(*m.span(), grammar.forecast) for m in grammar.will.finditer(text))
    cues += (Cue(*m.span(), grammar.owners[m[0]]) for m in grammar.before.finditer(text))
    for match in grammar.neutral.finditer(text):
        cues = [cue for cue in cues if cue.end <= match.start() or match.end() <= cue.start]
    return sorted(cues, key=lambda cue: (cue.end, -cue.start))


def cue_behind(text: str, end: int, grammar: CueGrammar) -> RoleCue | None:
    """Return the cue right behind a figure that ends at `end`: 0.7之目標值.

    What has met a target, or missed it, is none: 連續4年未達進度目標.
    """
    match = grammar.after.match(text, end)
    if match is None:
        return grammar.goal if grammar.goal_behind.match(text, end) else None
    cue = grammar.after_owners[match[1]]
    met = cue.role is Role.TARGET and grammar.goals.met.search(text, end, match.start(1))
    return None if met else cue


def governing_cue(
    scene: Scene, figure: SceneFigure, cues: Sequence[Cue], grammar: CueGrammar
) -> RoleCue | None:
    """Return the nearest cue before the figure whose scope reaches it."""
    clause = _reach_back(scene, figure.start, grammar)
    for cue in _before(figure.start, cues):
        if _reaches(scene, cue, figure, clause=clause, grammar=grammar):
            return cue.entry
        if cue.start < clause and cue.entry.scope != "sentence":
            break
    return None


def carried_cue(
    scene: Scene, figure: SceneFigure, cues: Sequence[Cue], grammar: CueGrammar
) -> RoleCue | None:
    """Return the nearest cue of a planned number that the clauses between go on with.

    預計核給軍官807人，並辦理退休俸186,819人.
    """
    clause = _carry_back(scene, figure.start, grammar)
    for cue in _before(figure.start, cues):
        if cue.end <= clause:
            break
        if cue.entry.role not in _CARRIED or cue.entry.scope != "clause":
            continue
        ends = scene.clause_end(cue.end)
        plans = "：" in (
            scene.text[ends : ends + 1],
            scene.text[cue.end - 1].replace("，", "："),
        ) or any(cue.start <= f.start < ends for f in scene.figures)
        plans = plans or _goes_on_doing(scene, cue, figure, grammar)
        reaches = plans and _reaches(scene, cue, figure, clause=clause, grammar=grammar)
        return cue.entry if reaches else None
    return None


def _goes_on_doing(scene: Scene, cue: Cue, figure: SceneFigure, grammar: CueGrammar) -> bool:
    """Tell whether each clause behind a plan begins with a verb: 預期完成監測，舉辦活動3場次."""
    if grammar.plans_to.match(scene.text, cue.start) is None:
        return False
    clause = scene.clause_start(figure.start)
    while clause > cue.end and grammar.doing.match(scene.text, clause):
        clause = scene.clause_start(clause - 1)
    return clause <= cue.end


def _before(at: int, cues: Sequence[Cue]) -> Iterator[Cue]:
    return (cue for cue in reversed(cues) if cue.end <= at)


def _reach_back(scene: Scene, at: int, grammar: CueGrammar) -> int:
    """Return where the clause begins that governs: one that goes on (可…, 促使…) looks back."""
    clause = scene.clause_start(at)
    while scene.text[clause - 1 : clause] == "，" and grammar.goes_on.match(scene.text, clause):
        clause = scene.clause_start(clause - 1)
    return clause


def _carry_back(scene: Scene, at: int, grammar: CueGrammar) -> int:
    """Return where the first of the clauses begins that lead to a place without telling a fact."""
    clause, end = scene.clause_start(at), scene.clause_end(at)
    while clause and (scene.text[clause - 1] in _PARTED or _is_item(scene, clause, grammar)):
        if grammar.grounded.search(scene.text[clause:end]):
            break
        end = clause - 1
        clause = scene.clause_start(end)
    return clause


def _is_item(scene: Scene, clause: int, grammar: CueGrammar) -> bool:
    """Tell whether a clause is a numbered item of a list: ：(一)新增1,200床；(二)涵蓋率達90%."""
    listed = scene.text[clause - 1] in _LISTED and ":" in scene.text[:clause].replace("：", ":")
    return listed and grammar.itemised.match(scene.text, clause) is not None


def _reaches(
    scene: Scene, cue: Cue, figure: SceneFigure, *, clause: int, grammar: CueGrammar
) -> bool:
    """Tell whether a cue's scope holds the figure."""
    said = (cue.start, cue.end)
    if cue.entry.role in _CARRIED and is_share(scene, said, figure):
        return False
    if cue.entry.role is Role.TARGET and is_told_of(scene, said, figure, grammar.goals):
        return False
    if cue.entry.scope == "clause":
        return cue.end > clause and not _is_fact(scene, cue, figure, grammar)
    return cue.entry.scope != "next" or _is_next(scene, cue, figure, grammar)


def _is_next(scene: Scene, cue: Cue, figure: SceneFigure, grammar: CueGrammar) -> bool:
    """Tell whether a figure is the next behind a cue, and near enough: 原6小時, 未來三年."""
    inside = [other for other in scene.figures if cue.end <= other.start < figure.start]
    if cue.entry.role is not Role.FORECAST:
        inside = [other for other in inside if not other.is_date]  # 疫情前（108年）2,150萬人次
    if any(not grammar.modal.match(scene.text, other.end) for other in inside):
        return False  # 未來三年可提供5,000個, but not 未來二十年六個主題
    measured = cue.entry.role is Role.FORECAST and figure.quantity.kind is Kind.MEASURE
    if measured and figure.quantity.unit not in grammar.long_times:
        return False  # 未來3小時 is how far a product reaches
    between = _BRACKETED.sub("", scene.text[cue.end : figure.start])
    whole_word = cue.end - cue.start > 1
    reach = _NEXT_REACH if whole_word else 1
    if len(between) > reach or _STOP_OR_DIGIT.search(between) or grammar.changing.search(between):
        return False
    return whole_word or _stands_free(scene.text, cue.start)


def _is_fact(scene: Scene, cue: Cue, figure: SceneFigure, grammar: CueGrammar) -> bool:
    """Tell whether a fact is told behind a planned number: 目標600萬旅客、實際達成648萬人次."""
    if cue.entry.role not in _CARRIED:
        return False
    planned = [f.end for f in scene.figures if cue.end <= f.start < figure.start and not f.is_date]
    return bool(planned) and (
        grammar.told_fact.search(scene.text, planned[-1], figure.start) is not None
    )


def _stands_free(text: str, at: int) -> bool:
    """Tell whether a cue begins a clause or follows a bracket: 原6小時, but not 草原6公頃."""
    return at == 0 or not ("\u4e00" <= text[at - 1] <= "\u9fff") or text[at - 1] in "較於由從的而在"
