"""What is told of a goal, and is none: a share or part of it, how near one came, who met it.

A goal is given as the range of the text that names it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_LED_REACH: Final = 8
_GENITIVE: Final = "的之"
_PARTS: Final = frozenset((Kind.PERCENT, Kind.MULTIPLE))


@dataclass(frozen=True, slots=True, eq=False)
class GoalGrammar:
    """What tells that a figure is about a goal, of one lexicon."""

    share_of_target: re.Pattern[str]
    compared: re.Pattern[str]
    differing: re.Pattern[str]
    met: re.Pattern[str]
    goal_missed: re.Pattern[str]
    goal_noun: re.Pattern[str]
    part_of_goal: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_goals(lexicon: Lexicon) -> GoalGrammar:
    """Return the grammar of goals of `lexicon`."""
    changes = compile_surfaces(lexicon.surfaces("change_verb"))
    turned = lexicon.pattern("turned")
    return GoalGrammar(
        share_of_target=re.compile(lexicon.pattern("share_of_target")),
        compared=re.compile(lexicon.pattern("compared_lead")),
        differing=re.compile(rf"[^，。；0-9]{{0,4}}?(?:{changes}|{turned})[約近逾了]*"),
        met=re.compile(lexicon.pattern("target_met")),
        goal_missed=re.compile(lexicon.pattern("goal_missed")),
        goal_noun=re.compile(lexicon.pattern("goal_noun")),
        part_of_goal=re.compile(lexicon.pattern("part_of_goal")),
    )


def is_share(scene: Scene, cue: tuple[int, int], figure: SceneFigure) -> bool:
    """Tell whether a figure is a share of what was planned: 達年度目標85億元的115%."""
    if figure.quantity.kind is not Kind.PERCENT:
        return False
    ends = {other.end for other in scene.figures if cue[1] < other.end < figure.start}
    return figure.start - 1 in ends and scene.text[figure.start - 1] in _GENITIVE


def is_told_of(
    scene: Scene, cue: tuple[int, int], figure: SceneFigure, grammar: GoalGrammar
) -> bool:
    """Tell whether a figure says how near a target one came, and is none itself.

    年度目標達成率為76.26%, 低於目標0.65個百分點, 已達成年度目標80% where no level was told before.
    """
    if _is_difference(scene, cue, figure, grammar) or _is_met(scene, cue, figure, grammar):
        return True
    if figure.quantity.unit == "pp" or grammar.met.search(scene.text, cue[0], figure.start):
        return True
    if figure.quantity.kind is not Kind.PERCENT or cue[1] != figure.start:
        return False
    if any(f.quantity.kind is Kind.PERCENT and f.end < cue[0] for f in scene.figures):
        return False
    return grammar.share_of_target.search(scene.text, 0, cue[0]) is not None


def _is_difference(
    scene: Scene, cue: tuple[int, int], figure: SceneFigure, grammar: GoalGrammar
) -> bool:
    """Tell whether a figure says how far from a target another is: 較目標6,650人增加550人."""
    before = [f.end for f in scene.figures if cue[1] <= f.start < figure.start and not f.is_date]
    opens = scene.clause_start(figure.start)
    if not before or cue[0] < opens or not grammar.compared.search(scene.text[opens : cue[1]]):
        return False
    return grammar.differing.fullmatch(scene.text[before[-1] : figure.start]) is not None


def _is_met(scene: Scene, cue: tuple[int, int], figure: SceneFigure, grammar: GoalGrammar) -> bool:
    """Tell whether a figure is of those that met a goal or not: 未達目標的檔數比率為32.4%.

    So is a part of the goal: 設定目標的將近一半.
    """
    if figure.quantity.kind in _PARTS and grammar.part_of_goal.fullmatch(
        scene.text, cue[1], figure.start
    ):
        return True
    if grammar.goal_noun.match(scene.text, cue[1], figure.start) is None:
        return False
    led = scene.text[max(0, cue[0] - _LED_REACH) : cue[0]]
    return grammar.goal_missed.search(led) is not None
