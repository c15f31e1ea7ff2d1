"""The role of a figure: result unless a cue, a change or the figure's own shape says otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from nstp_extract.context.cue import (
    Cue,
    CueGrammar,
    compile_cues,
    cue_behind,
    find_cues,
    governing_cue,
)
from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Bound, Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import RoleCue
from nstp_extract.lexicon.load import compile_surfaces

_NEAR: Final = 8
_CHANGE_REACH: Final = 14
_FORMER_REACH: Final = 60
_LIST_REACH: Final = 80
_GRANTS: Final = frozenset((Kind.AMOUNT, Kind.PERCENT))


@dataclass(frozen=True, slots=True, eq=False)
class RoleGrammar:
    """What tells roles, of one lexicon: its cues, and the shapes of changes, frames and rules."""

    cues: CueGrammar
    change: re.Pattern[str]
    changed: re.Pattern[str]
    formerly: re.Pattern[str]
    frame: re.Pattern[str]
    frame_behind: re.Pattern[str]
    own_frame: re.Pattern[str]
    ages: re.Pattern[str]
    mean_age: re.Pattern[str]
    listed_targets: re.Pattern[str]
    tolerances: frozenset[str]
    entitling: re.Pattern[str]
    granting: re.Pattern[str]
    granted: re.Pattern[str]
    quoted_name: re.Pattern[str]
    bracketed_rule: re.Pattern[str]
    rule_behind: re.Pattern[str]
    threshold: re.Pattern[str]
    required: re.Pattern[str]
    came_from: re.Pattern[str]
    came_to: re.Pattern[str]
    denominator: re.Pattern[str]
    compared: re.Pattern[str]
    verb: re.Pattern[str]
    goes_on: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_roles(lexicon: Lexicon) -> RoleGrammar:
    """Return the role grammar of `lexicon`."""
    changes = lexicon.surfaces("change_verb")
    change = compile_surfaces(changes)
    reached = compile_surfaces([verb for verb in changes if verb[-1] in "至為到"])
    verb = rf"(?:(?:{change})[為至到成達了約近逾]{{1,2}}|(?:{reached}))"
    return RoleGrammar(
        cues=compile_cues(lexicon),
        change=re.compile(rf"[^，。；：]{{0,4}}?，?{verb}[ ]?$|^至$"),
        changed=re.compile(rf"{verb}[ ]?$"),
        formerly=re.compile(lexicon.pattern("formerly")),
        frame=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('frame_lead'))})[ ]?$"),
        frame_behind=re.compile(lexicon.pattern("frame_behind")),
        own_frame=re.compile(lexicon.pattern("own_frame")),
        ages=re.compile(lexicon.pattern("ages")),
        mean_age=re.compile(lexicon.pattern("mean_age")),
        listed_targets=re.compile(lexicon.pattern("listed_targets")),
        tolerances=frozenset(lexicon.surfaces("tolerance")),
        entitling=re.compile(lexicon.pattern("entitling")),
        granting=re.compile(lexicon.pattern("granting")),
        granted=re.compile(lexicon.pattern("granted")),
        quoted_name=re.compile(rf"[^「」『』]*{lexicon.pattern('quoted_name')}"),
        bracketed_rule=re.compile(lexicon.pattern("bracketed_rule")),
        denominator=re.compile(lexicon.pattern("denominator")),
        threshold=re.compile(lexicon.pattern("threshold")),
        required=re.compile(lexicon.pattern("required")),
        came_from=re.compile(lexicon.pattern("came_from")),
        came_to=re.compile(lexicon.pattern("came_to")),
        rule_behind=re.compile(lexicon.pattern("rule_behind")),
        compared=re.compile(lexicon.pattern("compared_with")),
        verb=re.compile(change),
        goes_on=re.compile(rf"[ ]?，?[^，。；：、0-9]{{0,3}}?(?:{change})"),
    )


def find_roles(scene: Scene, grammar: RoleGrammar) -> list[tuple[Role, str]]:
    """Return the role of each figure of a sentence and the rule that gave it, in order."""
    cues = find_cues(scene.text, grammar.cues)
    roles = [_find_role(scene, at, cues, grammar) for at in range(len(scene.figures))]
    roles = _mark_targets(scene, _mark_baselines(scene, roles, grammar), grammar)
    return _follow_tolerances(scene, roles, grammar)


def _find_role(
    scene: Scene, at: int, cues: Sequence[Cue], grammar: RoleGrammar
) -> tuple[Role, str]:
    figure = scene.figures[at]
    if figure.is_date:
        return Role.PERIOD, "role.date"
    if figure.structural:
        return Role.STRUCTURAL, "role.structural"
    cue = (
        cue_behind(scene.text, figure.end, grammar.cues)
        or governing_cue(scene, figure, cues, grammar.cues)
        or _expects(figure, cues, grammar)
    )
    if cue:
        return cue.role, f"roles.{cue.key}"
    if _frames(scene, at, figure, grammar):
        return Role.CONTEXT, "role.frame"
    if _rules(scene, figure, grammar):
        return Role.CONTEXT, "role.rule"
    return Role.RESULT, "role.default"


def _expects(figure: SceneFigure, cues: Sequence[Cue], grammar: RoleGrammar) -> RoleCue | None:
    """Return the cue right behind a length of time that it frames: 五年預期累計營收."""
    if figure.quantity.unit not in grammar.cues.long_times:
        return None
    cue = next((cue.entry for cue in cues if cue.start == figure.end), None)
    return cue if cue and cue.role is Role.FORECAST else None


def _rules(scene: Scene, figure: SceneFigure, grammar: RoleGrammar) -> bool:
    """Tell whether a figure belongs to a rule or a name: 最高可貸款500萬元, 標準(達80毫米).

    So does a class (600噸級), one in the quoted name of a plan: 「加給提高10%」計畫.
    """
    before, behind = scene.text[: figure.start], scene.text[figure.end :]
    if grammar.bracketed_rule.search(before) or grammar.threshold.match(behind):
        return True
    opened = max(before.rfind(mark) for mark in "「『")
    if opened > max(before.rfind(mark) for mark in "」』") and grammar.quoted_name.match(behind):
        return True
    if figure.quantity.kind is Kind.MEASURE:
        ruled = grammar.rule_behind.match(behind) or grammar.required.search(before)
        return ruled is not None
    if figure.quantity.kind is Kind.COUNT and grammar.denominator.search(before):
        return figure.quantity.scale > 1  # 每10萬人口
    if figure.quantity.kind not in _GRANTS:
        return False
    clause = scene.text[scene.clause_start(figure.start) : scene.clause_end(figure.end)]
    said = scene.text[: scene.clause_end(figure.end)]
    entitled = grammar.entitling.search(clause) and grammar.granting.search(said)
    return bool(entitled) and grammar.granted.search(clause) is None


def _frames(scene: Scene, at: int, figure: SceneFigure, grammar: RoleGrammar) -> bool:
    """Tell whether a length of time only frames other figures: 一年達3.88億元, 每兩年, 24年來.

    So does an age, which says who is meant, unless it is a mean.
    """
    quantity = figure.quantity
    before = scene.text[max(0, figure.start - _NEAR) : figure.start]
    if grammar.ages.fullmatch(quantity.unit):
        return grammar.mean_age.search(before) is None
    if quantity.kind is not Kind.MEASURE or quantity.unit not in grammar.cues.long_times:
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
        if roles[at][0] is not Role.RESULT or first.quantity.kind is not second.quantity.kind:
            continue
        between = _without_dates(scene, first.end, second.start)
        near = len(between) <= _CHANGE_REACH and grammar.change.match(between)
        if (
            near
            or _comes_to(scene, first, between, grammar)
            or _was_so(scene, first, between, grammar)
        ):
            roles[at] = (Role.BASELINE, "role.change")
    for at in said:
        if roles[at][0] is Role.RESULT and _is_compared(scene, scene.figures[at], grammar):
            roles[at] = (Role.BASELINE, "role.compared")
    return roles


def _is_compared(scene: Scene, figure: SceneFigure, grammar: RoleGrammar) -> bool:
    """Tell whether a figure is what another is compared with: 較113年度預算數312億元增加60億元."""
    day = scene.compared_date(figure, grammar.compared)
    if day is None or grammar.verb.search(scene.text[day.end : figure.start]):
        return False  # 較108年減少2.91%: that is the change
    return grammar.goes_on.match(scene.text, figure.end) is not None


def _comes_to(scene: Scene, first: SceneFigure, between: str, grammar: RoleGrammar) -> bool:
    """Tell whether a number came from one to the other: 從111年的5個縣市，到113年之8個縣市."""
    opens = scene.clause_start(first.start)
    led = grammar.came_from.search(_without_dates(scene, opens, first.start))
    return led is not None and grammar.came_to.fullmatch(between) is not None


def _was_so(scene: Scene, first: SceneFigure, between: str, grammar: RoleGrammar) -> bool:
    """Tell whether 以往 leads a figure that a later clause compares: 以往約需5天，…縮短至1天."""
    if len(between) > _FORMER_REACH or not grammar.changed.search(between):
        return False
    reach = scene.text[max(0, first.start - _FORMER_REACH) : first.start]
    return grammar.formerly.search(re.split("[。；]", reach)[-1]) is not None


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
