"""The role of a figure: result unless a cue, a change or the figure's own shape says otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Bound, Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import RoleCue
from nstp_extract.lexicon.load import compile_surfaces

_NEXT_REACH: Final = 8
_CHANGE_REACH: Final = 14
_BRACKETED: Final = re.compile(r"[(（][^()（）]*[)）]")
_LONG_TIMES: Final = frozenset(("a", "mo", "wk", "d"))


@dataclass(frozen=True, slots=True, eq=False)
class RoleGrammar:
    """The role cues of one lexicon, compiled."""

    cues: re.Pattern[str]
    owners: dict[tuple[str, str], RoleCue]
    after: re.Pattern[str]
    change: re.Pattern[str]
    goes_on: re.Pattern[str]
    frame: re.Pattern[str]
    own_frame: re.Pattern[str]
    long_times: frozenset[str]


@lru_cache(maxsize=8)
def compile_roles(lexicon: Lexicon) -> RoleGrammar:
    """Return the role grammar of `lexicon`."""
    before = [cue for cue in lexicon.roles if cue.scope != "after"]
    after = [cue for cue in lexicon.roles if cue.scope == "after"]
    behind = compile_surfaces([s for cue in after for s in cue.surfaces])
    changes = lexicon.surfaces("change_verb")
    change = compile_surfaces(changes)
    reached = compile_surfaces([verb for verb in changes if verb[-1] in "至為到"])
    return RoleGrammar(
        cues=re.compile(compile_surfaces([s for cue in before for s in cue.surfaces])),
        owners={
            ("after" if cue.scope == "after" else "before", s): cue
            for cue in lexicon.roles
            for s in cue.surfaces
        },
        after=re.compile(rf"[^，。；：、0-9]{{0,4}}?({behind})"),
        change=re.compile(
            rf"[^，。；：]{{0,4}}?，?(?:(?:{change})[為至到成達了約近逾]{{1,2}}|(?:{reached}))[ ]?$"
            "|^至$"
        ),
        goes_on=re.compile(lexicon.pattern("goes_on")),
        own_frame=re.compile(lexicon.pattern("own_frame")),
        long_times=frozenset(
            name
            for unit in lexicon.units
            if unit.ucum in _LONG_TIMES
            for name in (unit.symbol, *unit.surfaces)
        ),
        frame=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('frame_lead'))})$"),
    )


def find_roles(scene: Scene, grammar: RoleGrammar) -> list[tuple[Role, str]]:
    """Return the role of each figure of a sentence and the rule that gave it, in order."""
    cues = list(grammar.cues.finditer(scene.text))
    roles = [_find_role(scene, at, cues, grammar) for at in range(len(scene.figures))]
    return _mark_baselines(scene, roles, grammar)


def _find_role(
    scene: Scene, at: int, cues: Sequence[re.Match[str]], grammar: RoleGrammar
) -> tuple[Role, str]:
    figure = scene.figures[at]
    if figure.is_date:
        return Role.PERIOD, "role.date"
    if figure.structural:
        return Role.STRUCTURAL, "role.structural"
    behind = grammar.after.match(scene.text, figure.end)
    if behind:
        cue = grammar.owners["after", behind[1]]
        return cue.role, f"roles.{cue.key}"
    governing = _governing_cue(scene, figure, cues, grammar) or _expects(figure, cues, grammar)
    if governing:
        return governing.role, f"roles.{governing.key}"
    if _frames(scene, at, figure, grammar):
        return Role.CONTEXT, "role.frame"
    return Role.RESULT, "role.default"


def _expects(
    figure: SceneFigure, cues: Sequence[re.Match[str]], grammar: RoleGrammar
) -> RoleCue | None:
    """Return the cue right behind a length of time that it frames: 五年預期累計營收."""
    if figure.quantity.unit not in grammar.long_times:
        return None
    behind = (match for match in cues if match.start() == figure.end)
    cue = next((grammar.owners["before", match[0]] for match in behind), None)
    return cue if cue and cue.role is Role.FORECAST else None


def _governing_cue(
    scene: Scene, figure: SceneFigure, cues: Sequence[re.Match[str]], grammar: RoleGrammar
) -> RoleCue | None:
    """Return the nearest cue before the figure whose scope reaches it."""
    clause = scene.clause_start(figure.start)
    if grammar.goes_on.match(scene.text, clause) and scene.text[clause - 1 : clause] == "，":
        clause = scene.clause_start(clause - 1)
    for match in reversed(cues):
        if match.end() > figure.start:
            continue
        cue = grammar.owners["before", match[0]]
        between = _BRACKETED.sub("", scene.text[match.end() : figure.start])
        if cue.scope == "next":
            reach = _NEXT_REACH if len(match[0]) > 1 else 1
            reached = len(between) <= reach and not re.search("[，。；：、0-9]", between)
            reached = reached and _stands_free(scene.text, match.start())
        elif cue.scope == "clause":
            reached = match.start() >= clause
        else:
            reached = True
        if reached:
            return cue
        if match.start() < clause and cue.scope != "sentence":
            break
    return None


def _stands_free(text: str, at: int) -> bool:
    """Tell whether a cue begins a clause or follows a bracket: 原6小時, but not 草原6公頃."""
    return at == 0 or not ("\u4e00" <= text[at - 1] <= "\u9fff") or text[at - 1] in "較於由從的而在"


def _frames(scene: Scene, at: int, figure: SceneFigure, grammar: RoleGrammar) -> bool:
    """Tell whether a length of time only frames other figures: 一年達3.88億元, 每兩年, 3年內."""
    quantity = figure.quantity
    if quantity.kind is not Kind.MEASURE or quantity.unit not in grammar.long_times:
        return False
    if quantity.bound is Bound.AT_MOST:
        return True
    before = scene.text[max(0, figure.start - 3) : figure.start]
    if grammar.frame.search(before):
        return True
    later = scene.figures[at + 1 : at + 2]
    text = scene.text[figure.start : figure.end]
    return grammar.own_frame.fullmatch(text) is not None and bool(later)


def _mark_baselines(
    scene: Scene, roles: list[tuple[Role, str]], grammar: RoleGrammar
) -> list[tuple[Role, str]]:
    """Make the first figure of a change the baseline: 由17秒提升至10秒, 44天縮短至4天."""
    for at, (first, second) in enumerate(zip(scene.figures, scene.figures[1:], strict=False)):
        if first.is_date or second.is_date or first.quantity.kind is not second.quantity.kind:
            continue
        between = scene.text[first.end : second.start]
        if len(between) > _CHANGE_REACH or not grammar.change.match(between):
            continue
        if roles[at][0] is Role.RESULT:
            roles[at] = (Role.BASELINE, "role.change")
    return roles
