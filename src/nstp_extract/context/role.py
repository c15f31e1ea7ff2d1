"""The role of a figure: result unless a cue, a change or the figure's own shape says otherwise."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from nstp_extract.context.change import ChangeGrammar, Found, compile_changes, mark_baselines
from nstp_extract.context.cue import (
    Cue,
    CueGrammar,
    carried_cue,
    compile_cues,
    cue_behind,
    find_cues,
    governing_cue,
)
from nstp_extract.context.frame import (
    FrameGrammar,
    compile_frames,
    frames,
    opens_range,
    selects,
)
from nstp_extract.context.rule import RuleGrammar, compile_rules, rules
from nstp_extract.context.scene import CLOSERS, Scene, SceneFigure
from nstp_extract.core.vocabulary import Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.entries import RoleCue

_LIST_REACH: Final = 80
_LISTED: Final = (Role.TARGET, Role.BASELINE)
_PLANNED: Final = (Role.TARGET, Role.FORECAST)
_PLAIN: Final = (Role.RESULT, Role.FORECAST)


@dataclass(frozen=True, slots=True, eq=False)
class RoleGrammar:
    """What tells roles, of one lexicon: its cues, changes, rules, and the shapes of lists."""

    cues: CueGrammar
    changes: ChangeGrammar
    frames: FrameGrammar
    rules: RuleGrammar
    listed_targets: re.Pattern[str]
    list_opens: re.Pattern[str]
    joint: re.Pattern[str]
    revised: re.Pattern[str]
    tolerances: frozenset[str]


@lru_cache(maxsize=8)
def compile_roles(lexicon: Lexicon) -> RoleGrammar:
    """Return the role grammar of `lexicon`."""
    return RoleGrammar(
        cues=compile_cues(lexicon),
        changes=compile_changes(lexicon),
        frames=compile_frames(lexicon),
        rules=compile_rules(lexicon),
        listed_targets=re.compile(lexicon.pattern("listed_targets")),
        list_opens=re.compile(lexicon.pattern("list_opens")),
        joint=re.compile(lexicon.pattern("role_joint")),
        revised=re.compile(lexicon.pattern("revised")),
        tolerances=frozenset(lexicon.surfaces("tolerance")),
    )


def find_roles(scene: Scene, grammar: RoleGrammar) -> list[Found]:
    """Return the role of each figure of a sentence and the rule that gave it, in order."""
    cues = find_cues(scene.text, grammar.cues)
    roles = [_find_role(scene, at, cues, grammar) for at in range(len(scene.figures))]
    roles = mark_baselines(scene, roles, grammar.changes)
    roles = _mark_revised(scene, _mark_targets(scene, roles, grammar), grammar)
    return _follow_others(scene, roles, grammar)


def _find_role(scene: Scene, at: int, cues: Sequence[Cue], grammar: RoleGrammar) -> Found:
    figure = scene.figures[at]
    if figure.is_date:
        return Role.PERIOD, "role.date"
    if figure.structural:
        return Role.STRUCTURAL, "role.structural"
    answers = _answers(scene, at, cues, grammar)
    return next((found for found in answers if found), (Role.RESULT, "role.default"))


def _answers(
    scene: Scene, at: int, cues: Sequence[Cue], grammar: RoleGrammar
) -> Iterator[Found | None]:
    """Yield what each rule says of a figure, the surest first."""
    figure = scene.figures[at]
    yield _of_cue(cue_behind(scene.text, figure.end, grammar.cues))
    yield (Role.CONTEXT, "role.selects") if selects(scene, figure, grammar.frames) else None
    yield _of_cue(governing_cue(scene, figure, cues, grammar.cues))
    yield _of_cue(_expects(scene, figure, cues, grammar))
    yield (Role.CONTEXT, "role.frame") if frames(scene, at, grammar.frames) else None
    yield (Role.CONTEXT, "role.rule") if rules(scene, figure, grammar.rules) else None
    yield _of_cue(carried_cue(scene, figure, cues, grammar.cues))


def _of_cue(entry: RoleCue | None) -> Found | None:
    return (entry.role, f"roles.{entry.key}") if entry else None


def _expects(
    scene: Scene, figure: SceneFigure, cues: Sequence[Cue], grammar: RoleGrammar
) -> RoleCue | None:
    """Return the cue right behind a length of time that it frames: 五年預期累計營收.

    So is what a bracket adds before a modal verb: 預計至113年底（累計6年）可帶動.
    """
    if figure.quantity.unit not in grammar.cues.long_times:
        return None
    cue = next((cue.entry for cue in cues if cue.start == figure.end), None)
    if cue and cue.role is Role.FORECAST:
        return cue
    closed = scene.text[figure.end : figure.end + 1] in CLOSERS
    modal = closed and grammar.cues.modal.match(scene.text, figure.end + 1)
    return carried_cue(scene, figure, cues, grammar.cues) if modal else None


def _mark_targets(scene: Scene, roles: list[Found], grammar: RoleGrammar) -> list[Found]:
    """Make every figure of a list a target that 等目標 closes: 達80%、8成、80%等目標.

    以3萬人次為目標 reaches no further back than its 以.
    """
    for match in grammar.listed_targets.finditer(scene.text):
        opened = max(scene.text.rfind(stop, 0, match.start()) for stop in "。；：")
        opened = max(opened, match.start() - _LIST_REACH)
        if led := list(grammar.list_opens.finditer(scene.text, opened + 1, match.start())):
            opened = led[-1].start()
        for at, figure in enumerate(scene.figures):
            inside = opened < figure.start and figure.end <= match.start()
            if inside and roles[at][0] in _PLAIN:
                roles[at] = (Role.TARGET, "role.listed_target")
    return roles


def _follow_others(scene: Scene, roles: list[Found], grammar: RoleGrammar) -> list[Found]:
    """Give a tolerance the role of what it widens, a list's next that of the last, and so on.

    24%加減1%; （30萬張、55%）; 3萬元以上30萬元以下.
    """
    for at in range(1, len(roles)):
        between = scene.text[scene.figures[at - 1].end : scene.figures[at].start].strip()
        if between in grammar.tolerances:
            roles[at] = (roles[at - 1][0], "role.tolerance")
        elif roles[at][0] is Role.RESULT and _heads_list(roles[at - 1]):
            like = scene.figures[at - 1].quantity.unit == scene.figures[at].quantity.unit
            joint = not grammar.cues.told_fact.search(between) and grammar.joint.fullmatch(between)
            if joint and (like or joint.end() == 1):
                roles[at] = (roles[at - 1][0], "role.listed")
    for at in range(len(roles) - 2, -1, -1):
        later = roles[at + 1][0]
        if roles[at][0] in _PLAIN and _is_aimed_with_next(scene, at, roles[at + 1], grammar):
            roles[at] = (later, "role.listed_target")
        ranged = roles[at][0] is Role.RESULT and later is Role.CONTEXT
        if ranged and opens_range(scene, at, grammar.frames):
            roles[at] = (later, "role.range")
    return roles


def _is_aimed_with_next(scene: Scene, at: int, later: Found, grammar: RoleGrammar) -> bool:
    """Tell whether the goal behind the next of a list is one of both: 社宅50戶、租屋5戶目標."""
    one, other = scene.figures[at : at + 2]
    if later[0] is not Role.TARGET or grammar.cues.after.match(scene.text, other.end) is None:
        return False
    like = one.quantity.unit == other.quantity.unit
    return like and grammar.joint.fullmatch(scene.text[one.end : other.start]) is not None


def _mark_revised(scene: Scene, roles: list[Found], grammar: RoleGrammar) -> list[Found]:
    """Give what a plan was revised to the role of the plan: 以12萬人次為目標，下修至9萬人次."""
    said = [at for at, figure in enumerate(scene.figures) if not figure.is_date]
    for at, later in pairwise(said):
        one, other = scene.figures[at], scene.figures[later]
        if roles[later][0] is not Role.RESULT or roles[at][0] not in _PLANNED:
            continue
        like = one.quantity.unit == other.quantity.unit
        if like and grammar.revised.search(scene.text, one.end, other.start):
            roles[later] = (roles[at][0], "role.revised")
    return roles


def _heads_list(found: Found) -> bool:
    """Tell whether a list may go on with a role: of what was aimed at, or compared with."""
    return found[0] in _LISTED and found[1] != "role.change"
