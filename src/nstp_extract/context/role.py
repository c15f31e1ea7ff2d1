"""The role of a figure: result unless a cue, a change or the figure's own shape says otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Bound, Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import RoleCue
from nstp_extract.lexicon.load import compile_surfaces

_NEXT_REACH: Final = 8
_CHANGE_REACH: Final = 14
_LIST_REACH: Final = 80
_STOP_OR_DIGIT: Final = re.compile("[，。；：、0-9]")
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
    changing: re.Pattern[str]
    frame_behind: re.Pattern[str]
    ages: re.Pattern[str]
    mean_age: re.Pattern[str]
    listed_targets: re.Pattern[str]
    tolerances: frozenset[str]
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
        changing=re.compile(change),
        frame_behind=re.compile(lexicon.pattern("frame_behind")),
        ages=re.compile(lexicon.pattern("ages")),
        mean_age=re.compile(lexicon.pattern("mean_age")),
        tolerances=frozenset(lexicon.surfaces("tolerance")),
        listed_targets=re.compile(lexicon.pattern("listed_targets")),
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
    roles = _mark_targets(scene, _mark_baselines(scene, roles, grammar), grammar)
    return _follow_tolerances(scene, roles, grammar)


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
    clause = _reach_back(scene, figure.start, grammar)
    for match in reversed(cues):
        if match.end() > figure.start:
            continue
        cue = grammar.owners["before", match[0]]
        if _reaches(scene, match, figure, cue, clause=clause, grammar=grammar):
            return cue
        if match.start() < clause and cue.scope != "sentence":
            break
    return None


def _reach_back(scene: Scene, at: int, grammar: RoleGrammar) -> int:
    """Return where the clause begins that governs: one that goes on (可…, 促使…) looks back."""
    clause = scene.clause_start(at)
    while scene.text[clause - 1 : clause] == "，" and grammar.goes_on.match(scene.text, clause):
        clause = scene.clause_start(clause - 1)
    return clause


def _reaches(
    scene: Scene,
    match: re.Match[str],
    figure: SceneFigure,
    cue: RoleCue,
    *,
    clause: int,
    grammar: RoleGrammar,
) -> bool:
    """Tell whether a cue's scope holds the figure."""
    if cue.scope == "clause":
        return match.start() >= clause
    if cue.scope != "next":
        return True
    between = _BRACKETED.sub("", scene.text[match.end() : figure.start])
    reach = _NEXT_REACH if len(match[0]) > 1 else 1
    if len(between) > reach or _STOP_OR_DIGIT.search(between) or grammar.changing.search(between):
        return False
    compared = cue.role is Role.BASELINE and len(match[0]) > 1
    return compared or _stands_free(scene.text, match.start())


def _stands_free(text: str, at: int) -> bool:
    """Tell whether a cue begins a clause or follows a bracket: 原6小時, but not 草原6公頃."""
    return at == 0 or not ("\u4e00" <= text[at - 1] <= "\u9fff") or text[at - 1] in "較於由從的而在"


def _frames(scene: Scene, at: int, figure: SceneFigure, grammar: RoleGrammar) -> bool:
    """Tell whether a length of time only frames other figures: 一年達3.88億元, 每兩年, 24年來.

    So does an age, which says who is meant, unless it is a mean.
    """
    quantity = figure.quantity
    before = scene.text[max(0, figure.start - _NEXT_REACH) : figure.start]
    if grammar.ages.fullmatch(quantity.unit):
        return grammar.mean_age.search(before) is None
    if quantity.kind is not Kind.MEASURE or quantity.unit not in grammar.long_times:
        return False
    if quantity.bound is Bound.AT_MOST or grammar.frame.search(before):
        return True
    if grammar.frame_behind.match(scene.text, figure.end):
        return True
    text = scene.text[figure.start : figure.end]
    return grammar.own_frame.fullmatch(text) is not None and at + 1 < len(scene.figures)


def _mark_baselines(
    scene: Scene, roles: list[tuple[Role, str]], grammar: RoleGrammar
) -> list[tuple[Role, str]]:
    """Make the first figure of a change the baseline: 由17秒提升至10秒, 44天縮短至4天."""
    said = [at for at, figure in enumerate(scene.figures) if not figure.is_date]
    for at, after in pairwise(said):
        first, second = scene.figures[at], scene.figures[after]
        between = _without_dates(scene, first.end, second.start)
        like = first.quantity.kind is second.quantity.kind
        if not like or len(between) > _CHANGE_REACH or not grammar.change.match(between):
            continue
        if roles[at][0] is Role.RESULT:
            roles[at] = (Role.BASELINE, "role.change")
    return roles


def _without_dates(scene: Scene, start: int, end: int) -> str:
    """Return the text between two places without the dates in it: 降至2024年的 is 降至."""
    kept, at = [], start
    for figure in scene.figures:
        if figure.is_date and start <= figure.start and figure.end <= end:
            kept.append(scene.text[at : figure.start].rstrip(" "))
            at = figure.end
    kept.append(scene.text[at:end])
    return "".join(kept).rstrip("的之 ")


def _mark_targets(
    scene: Scene, roles: list[tuple[Role, str]], grammar: RoleGrammar
) -> list[tuple[Role, str]]:
    """Make every figure of a list a target that 等目標 closes: 達80%、8成、80%等目標."""
    for match in grammar.listed_targets.finditer(scene.text):
        opened = max(scene.text.rfind(stop, 0, match.start()) for stop in "。；：")
        opened = max(opened, match.start() - _LIST_REACH)
        for at, figure in enumerate(scene.figures):
            inside = opened < figure.start and figure.end <= match.start()
            if inside and roles[at][0] in (Role.RESULT, Role.FORECAST):
                roles[at] = (Role.TARGET, "role.listed_target")
    return roles


def _follow_tolerances(
    scene: Scene, roles: list[tuple[Role, str]], grammar: RoleGrammar
) -> list[tuple[Role, str]]:
    """Give a tolerance the role of what it widens: 24%加減1%."""
    for at in range(1, len(roles)):
        between = scene.text[scene.figures[at - 1].end : scene.figures[at].start].strip()
        if between in grammar.tolerances:
            roles[at] = (roles[at - 1][0], "role.tolerance")
    return roles
