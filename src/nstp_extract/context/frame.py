"""Context that only says who, what or when is meant: 65歲以上長者, 經費10億元以上之計畫, 近5年."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Bound, Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_NEAR: Final = 8
_REACH: Final = 40
_YEARS: Final = frozenset(("a", "mo"))
LONG_TIMES: Final = frozenset(("a", "mo", "wk", "d"))


@dataclass(frozen=True, slots=True, eq=False)
class FrameGrammar:
    """What tells who, what or when is meant, of one lexicon."""

    ages: re.Pattern[str]
    mean_age: re.Pattern[str]
    threshold: re.Pattern[str]
    sized: re.Pattern[str]
    sized_behind: re.Pattern[str]
    selected: re.Pattern[str]
    selected_body: re.Pattern[str]
    selected_over: re.Pattern[str]
    over: re.Pattern[str]
    group_behind: re.Pattern[str]
    rate_led: re.Pattern[str]
    sizes: frozenset[str]
    ranges: re.Pattern[str]
    frame: re.Pattern[str]
    frame_behind: re.Pattern[str]
    own_frame: re.Pattern[str]
    lasting: re.Pattern[str]
    lasting_behind: re.Pattern[str]
    spanned: re.Pattern[str]
    class_of_many: re.Pattern[str]
    long_times: frozenset[str]
    years: frozenset[str]


@lru_cache(maxsize=8)
def compile_frames(lexicon: Lexicon) -> FrameGrammar:
    """Return the frame grammar of `lexicon`."""
    bodies = compile_surfaces(lexicon.surfaces("body_noun"))
    members = compile_surfaces([*lexicon.surfaces("body_noun"), *lexicon.surfaces("member_noun")])
    bound = lexicon.pattern("bound_behind")
    noun = lexicon.pattern("bound_noun")

    def named(key: str) -> re.Pattern[str]:
        return re.compile(lexicon.pattern(key))

    return FrameGrammar(
        ages=named("ages"),
        mean_age=named("mean_age"),
        threshold=named("threshold"),
        sized=named("sized"),
        sized_behind=named("sized_behind"),
        selected=re.compile(rf"{bound}{noun}(?:{members})"),
        selected_body=re.compile(rf"{bound}{noun}(?:{bodies})"),
        selected_over=re.compile(
            rf"{lexicon.pattern('genitive_noun')}(?:{members})|{lexicon.pattern('part_behind')}"
        ),
        over=named("selected_over"),
        group_behind=named("group_behind"),
        rate_led=named("rate_led"),
        sizes=frozenset(lexicon.surfaces("size_unit")),
        ranges=re.compile(rf"{bound}[ ]?[，、]?[ ]?"),
        frame=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('frame_lead'))})[ ]?$"),
        frame_behind=named("frame_behind"),
        own_frame=named("own_frame"),
        lasting=named("lasting"),
        lasting_behind=named("lasting_behind"),
        spanned=named("spanned"),
        class_of_many=named("class_of_many"),
        long_times=names_of(lexicon, LONG_TIMES),
        years=names_of(lexicon, _YEARS),
    )


def names_of(lexicon: Lexicon, codes: frozenset[str]) -> frozenset[str]:
    """Return every name of the units of these UCUM codes."""
    return frozenset(
        name
        for unit in lexicon.units
        if unit.ucum in codes
        for name in (unit.symbol, *unit.surfaces)
    )


def selects(scene: Scene, figure: SceneFigure, grammar: FrameGrammar) -> bool:
    """Tell whether a figure only says who or what is meant: 15歲至30歲青年, 50人以上之事業單位."""
    before = scene.text[max(0, figure.start - _REACH) : figure.start]
    if grammar.ages.fullmatch(figure.quantity.unit):
        return grammar.mean_age.search(before[-_NEAR:]) is None
    if grammar.threshold.match(scene.text, figure.end):
        return True
    if grammar.sized.search(before) and grammar.sized_behind.match(scene.text, figure.end):
        return True
    return _selects_by_kind(scene, figure, grammar)


def _selects_by_kind(scene: Scene, figure: SceneFigure, grammar: FrameGrammar) -> bool:
    """Tell whether what stands behind a bound is such as have that size: 以上之事業單位.

    A number of things may have been made or served (100家以上業者), a share of them as well
    (8成以上民眾); a size is what its unit tells (50人以上之企業), a share one of a rate or of 者.
    """
    text, end = scene.text, figure.end
    before = text[max(0, figure.start - _REACH) : figure.start]
    if figure.quantity.kind is Kind.COUNT:
        sized = figure.quantity.unit in grammar.sizes
        return sized and grammar.selected_body.match(text, end) is not None
    if figure.quantity.kind is Kind.PERCENT and not grammar.rate_led.search(before):
        return grammar.group_behind.match(text, end) is not None
    if figure.quantity.kind is Kind.MEASURE and grammar.class_of_many.match(text, end):
        return True
    if grammar.selected.match(text, end):
        return True
    led = grammar.over.search(before)
    return led is not None and grammar.selected_over.match(text, end) is not None


def frames(scene: Scene, at: int, grammar: FrameGrammar) -> bool:
    """Tell whether a length of time only frames other figures: 一年達3.88億元, 每兩年, 24年來.

    So do years and months, unless what is told is how long something lasts.
    """
    figure = scene.figures[at]
    quantity = figure.quantity
    before = scene.text[max(0, figure.start - _NEAR) : figure.start]
    if quantity.kind is not Kind.MEASURE or quantity.unit not in grammar.long_times:
        return False
    if quantity.bound is Bound.AT_MOST or any(
        lead.search(before) for lead in (grammar.frame, grammar.spanned)
    ):
        return True
    if grammar.frame_behind.match(scene.text, figure.end):
        return True
    text = scene.text[figure.start : figure.end]
    if grammar.own_frame.fullmatch(text) is not None and at + 1 < len(scene.figures):
        return True
    lasts = grammar.lasting.search(before) or grammar.lasting_behind.match(scene.text, figure.end)
    return quantity.unit in grammar.years and lasts is None


def opens_range(scene: Scene, at: int, grammar: FrameGrammar) -> bool:
    """Tell whether a figure is the lower end of a range with the next: 3萬元以上30萬元以下."""
    if at + 1 >= len(scene.figures):
        return False
    between = scene.text[scene.figures[at].end : scene.figures[at + 1].start]
    return grammar.ranges.fullmatch(between) is not None
