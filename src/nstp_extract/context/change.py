"""Baselines: the earlier or other value that a result is compared with.

由17秒提升至10秒, 44天縮短至4天, 較去年同期的70%略低, 與前一年43億元相比, 低於全國平均3.5%.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from nstp_extract.context.frame import LONG_TIMES, names_of
from nstp_extract.context.scene import OPENERS, Scene, SceneFigure
from nstp_extract.core.vocabulary import Kind, Role
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_CHANGE_REACH: Final = 14
_FORMER_REACH: Final = 60
_COMPARED_REACH: Final = 30
_COMPARABLE: Final = frozenset((Role.RESULT, Role.FORECAST, Role.TARGET))

Found = tuple[Role, str]
"""The role of a figure, and the rule that gave it."""


@dataclass(frozen=True, slots=True, eq=False)
class ChangeGrammar:
    """What tells a change or a comparison, of one lexicon."""

    change: re.Pattern[str]
    changed: re.Pattern[str]
    ran: re.Pattern[str]
    formerly: re.Pattern[str]
    led_from: re.Pattern[str]
    came_from: re.Pattern[str]
    came_to: re.Pattern[str]
    compared: re.Pattern[str]
    differs: re.Pattern[str]
    only: re.Pattern[str]
    beside: re.Pattern[str]
    set_beside: re.Pattern[str]
    joint: re.Pattern[str]
    against: re.Pattern[str]
    aimed: re.Pattern[str]
    aimed_at: re.Pattern[str]
    clause_ends: re.Pattern[str]
    verb: re.Pattern[str]
    guessed: re.Pattern[str]
    arrow: re.Pattern[str]
    times_of: re.Pattern[str]
    is_word: re.Pattern[str]
    long_times: frozenset[str]


@lru_cache(maxsize=8)
def compile_changes(lexicon: Lexicon) -> ChangeGrammar:
    """Return the change grammar of `lexicon`."""
    changes = lexicon.surfaces("change_verb")
    change = compile_surfaces(changes)
    reached = compile_surfaces([verb for verb in changes if verb[-1] in "至為到"])
    verb = rf"(?:(?:{change})[為至到成達了約近逾]{{1,2}}|(?:{reached}))"
    adverb = lexicon.pattern("change_adverb")
    directed = lexicon.pattern("direction")
    return ChangeGrammar(
        change=re.compile(rf"[^，。；：]{{0,4}}?，?{adverb}{{0,3}}{verb}[ ]?$|^至$"),
        only=re.compile(lexicon.pattern("only_so_many")),
        changed=re.compile(rf"{verb}[ ]?$"),
        ran=re.compile(rf"[^，。；：]{{0,12}}?，?[^，。；：]{{0,8}}?{verb}[約近逾]?[ ]?$"),
        formerly=re.compile(lexicon.pattern("formerly")),
        led_from=re.compile(lexicon.pattern("led_from")),
        came_from=re.compile(lexicon.pattern("came_from")),
        came_to=re.compile(lexicon.pattern("came_to")),
        compared=re.compile(lexicon.pattern("compared_lead")),
        differs=re.compile(rf"[ ]?，?[^，。；：、0-9]{{0,4}}?(?:{change}|{directed})"),
        beside=re.compile(lexicon.pattern("beside_lead")),
        set_beside=re.compile(lexicon.pattern("set_beside")),
        joint=re.compile(lexicon.pattern("role_joint")),
        against=re.compile(lexicon.pattern("against_other")),
        aimed_at=re.compile(lexicon.pattern("aimed_at")),
        aimed=re.compile(lexicon.pattern("aimed")),
        clause_ends=re.compile(lexicon.pattern("level_ends")),
        verb=re.compile(
            rf"(?:{change})(?!{lexicon.pattern('measured')})|{lexicon.pattern('turned')}"
        ),
        guessed=re.compile(lexicon.pattern("guessed")),
        arrow=re.compile(lexicon.pattern("arrow")),
        times_of=re.compile(lexicon.pattern("times_of")),
        is_word=re.compile(lexicon.pattern("is_word")),
        long_times=names_of(lexicon, LONG_TIMES),
    )


def mark_baselines(scene: Scene, roles: list[Found], grammar: ChangeGrammar) -> list[Found]:
    """Make a baseline of what a change starts from, and of what others are compared with."""
    said = [at for at, figure in enumerate(scene.figures) if not figure.is_date]
    for at, after in pairwise(said):
        kind = scene.figures[at].quantity.kind
        later = (f for f in scene.figures[after:] if f.quantity.kind is kind)
        pair = (scene.figures[at], next(later, scene.figures[after]))
        if _starts_change(scene, pair, roles[at][0], grammar):
            roles[at] = (Role.BASELINE, "role.change")
    for at in said:
        free = roles[at][0] in _COMPARABLE or roles[at][1] == "role.frame"
        named = grammar.aimed_at.search(scene.text[: scene.figures[at].start])
        if (
            free
            and not (named and roles[at][0] is Role.TARGET)
            and _is_compared(scene, at, grammar)
        ):
            roles[at] = (Role.BASELINE, "role.compared")
    return roles


def _starts_change(
    scene: Scene, pair: tuple[SceneFigure, SceneFigure], role: Role, grammar: ChangeGrammar
) -> bool:
    """Tell whether a change runs from the first figure of a pair to the second."""
    first, second = pair
    if role not in _COMPARABLE:
        return False
    if first.quantity.kind is not second.quantity.kind:
        return role is Role.RESULT and _is_base(scene, pair, grammar)
    between = _without_dates(scene, first.end, second.start)
    if grammar.arrow.fullmatch(between) or _was_so(scene, first, between, grammar):
        return True
    if role is Role.RESULT and _comes_to(scene, first, between, grammar):
        return True
    guessed = role is Role.FORECAST and _is_guessed(scene, first, grammar)
    like = first.quantity.unit == second.quantity.unit
    return like and not guessed and _runs(scene, first, between, grammar)


def _is_base(scene: Scene, pair: tuple[SceneFigure, SceneFigure], grammar: ChangeGrammar) -> bool:
    """Tell whether a number of another time is told times over: 為108年2,150萬人次的1.1倍."""
    first, second = pair
    opens = scene.clause_start(first.start)
    dated = any(f.is_date and opens <= f.start < first.start for f in scene.figures)
    times = second.quantity.kind is Kind.MULTIPLE
    between = scene.text[first.end : second.start]
    led = grammar.is_word.search(scene.text[opens : first.start])
    return bool(dated and times and led and grammar.times_of.fullmatch(between))


def _is_guessed(scene: Scene, first: SceneFigure, grammar: ChangeGrammar) -> bool:
    """Tell whether what a change starts from is dated and forecast: 推估自115年度1,139億元成長."""
    opens = scene.clause_start(first.start)
    dated = any(f.is_date and opens <= f.start < first.start for f in scene.figures)
    return dated and grammar.guessed.search(scene.text, opens, first.start) is not None


def _runs(scene: Scene, first: SceneFigure, between: str, grammar: ChangeGrammar) -> bool:
    """Tell whether a change says what it starts from: 目標值由16%下修為15%, 將由55分縮短至20分."""
    opens = scene.clause_start(first.start)
    led = grammar.led_from.search(_without_dates(scene, opens, first.start))
    return led is not None and grammar.ran.fullmatch(between) is not None


def _is_compared(scene: Scene, at: int, grammar: ChangeGrammar) -> bool:
    """Tell whether a figure is what another is compared with: 較113年度預算數312億元增加60億元.

    較108年減少2.91% is none: that is the change.
    """
    return any(
        _is_set_against(scene, listed, grammar)
        for listed in dict.fromkeys(
            _find_list(scene, at, grammar, alike=alike) for alike in (True, False)
        )
    )


def _is_set_against(scene: Scene, listed: tuple[int, int], grammar: ChangeGrammar) -> bool:
    """Tell whether the figures from the first to the last of a list are what is compared with."""
    first, last = listed
    start, end = scene.figures[first].start, scene.figures[last].end
    opens = scene.clause_start(start)
    if opens and scene.text[opens - 1] in OPENERS:
        opens = scene.clause_start(opens - 1)  # 超越韓國（3萬5,962美元）
    earlier = [f.end for f in scene.figures[:first] if not _is_time(f, grammar)]
    led = scene.text[max([opens, start - _COMPARED_REACH, *earlier]) : start]
    lead = grammar.compared.search(led)
    if lead and not grammar.verb.search(led, lead.end()):
        if grammar.differs.match(scene.text, end):
            return True
        told = any(_is_like(f, scene.figures[first]) for f in scene.figures[:first])
        return told and grammar.only.search(led, lead.end()) is not None
    if grammar.beside.search(led) and grammar.set_beside.match(scene.text, end):
        return True
    if grammar.clause_ends.match(scene.text, end) is None:
        return False
    return _is_level(scene, first, led, grammar)


def _is_time(figure: SceneFigure, grammar: ChangeGrammar) -> bool:
    """Tell whether a figure only tells of what time another is: 較10年前的129萬人減少."""
    return figure.is_date or figure.quantity.unit in grammar.long_times


def _find_list(scene: Scene, at: int, grammar: ChangeGrammar, *, alike: bool) -> tuple[int, int]:
    """Return the first and the last figure of the list that one is in: 日本3.6%、韓國4.7%.

    One of unlike things goes on as well, where `alike` is not asked: 受理18件、財損12億元.
    """
    first = last = at
    while first and _is_joined(scene, first - 1, grammar, alike=alike):
        first -= 1
    while last + 1 < len(scene.figures) and _is_joined(scene, last, grammar, alike=alike):
        last += 1
    return first, last


def _is_joined(scene: Scene, at: int, grammar: ChangeGrammar, *, alike: bool) -> bool:
    one, other = scene.figures[at : at + 2]
    if one.is_date or other.is_date or (alike and one.quantity.unit != other.quantity.unit):
        return False
    between = scene.text[one.end : other.start]
    return grammar.joint.fullmatch(between) is not None and (
        alike or grammar.verb.search(between) is None
    )


def _is_level(scene: Scene, at: int, led: str, grammar: ChangeGrammar) -> bool:
    """Tell whether a figure is what another that was told before is set against: 低於美國4.3%."""
    unit = scene.figures[at].quantity.unit
    if unit == "pp" or all(f.quantity.unit != unit for f in scene.figures[:at]):
        return False
    lead = grammar.against.search(led)
    if lead is None:
        return False
    return not (grammar.verb.search(led, lead.start() + 2) or grammar.aimed.search(led))


def _comes_to(scene: Scene, first: SceneFigure, between: str, grammar: ChangeGrammar) -> bool:
    """Tell whether a number came from one to the other: 從111年的5個縣市，到113年之8個縣市.

    So it does where only a verb of change stands between them: 44天縮短至4天.
    """
    if len(between) <= _CHANGE_REACH and grammar.change.match(between):
        return True
    opens = scene.clause_start(first.start)
    led = grammar.came_from.search(_without_dates(scene, opens, first.start))
    return led is not None and grammar.came_to.fullmatch(between) is not None


def _was_so(scene: Scene, first: SceneFigure, between: str, grammar: ChangeGrammar) -> bool:
    """Tell whether 以往 leads a figure that a later clause compares: 以往約需5天，…縮短至1天."""
    if len(between) > _FORMER_REACH or not grammar.changed.search(between):
        return False
    told = [f.end for f in scene.figures if f.end <= first.start and _is_like(f, first)]
    reach = scene.text[max([0, first.start - _FORMER_REACH, *told]) : first.start]
    return grammar.formerly.search(re.split("[。；]", reach)[-1]) is not None


def _is_like(one: SceneFigure, other: SceneFigure) -> bool:
    return not one.is_date and one.quantity.unit == other.quantity.unit


def _without_dates(scene: Scene, start: int, end: int) -> str:
    """Return the text between two places without the dates in it: 降至2024年的 is 降至."""
    kept, at = [], start
    for figure in scene.figures:
        if figure.is_date and start <= figure.start and figure.end <= end:
            kept.append(scene.text[at : figure.start].rstrip(" "))
            at = figure.end
    kept.append(scene.text[at:end])
    return "".join(kept).rstrip("的之 ")
