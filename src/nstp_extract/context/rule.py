"""Context: figures that select, rule or frame, and that nobody achieved.

Who or what is meant (65歲以上長者, 經費10億元以上之計畫), what one may get (每戶補助3萬元) or
must pay, what is assumed (按每戶4口計算), what harm was done, and the time that other figures are
about (近5年).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Bound, Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_NEAR: Final = 8
_GRANTS: Final = frozenset((Kind.AMOUNT, Kind.PERCENT))
_FINES: Final = frozenset((Kind.AMOUNT, Kind.MEASURE, Kind.MULTIPLE))
_HARMS: Final = frozenset((Kind.AMOUNT, Kind.COUNT, Kind.MEASURE))
_YEARS: Final = frozenset(("a", "mo"))
_LONG_TIMES: Final = frozenset(("a", "mo", "wk", "d"))


@dataclass(frozen=True, slots=True, eq=False)
class RuleGrammar:
    """What tells context by its shape, of one lexicon."""

    ages: re.Pattern[str]
    mean_age: re.Pattern[str]
    selected: re.Pattern[str]
    selected_body: re.Pattern[str]
    group_behind: re.Pattern[str]
    selected_over: re.Pattern[str]
    over: re.Pattern[str]
    rate_led: re.Pattern[str]
    sizes: frozenset[str]
    threshold: re.Pattern[str]
    ranges: re.Pattern[str]
    frame: re.Pattern[str]
    frame_behind: re.Pattern[str]
    own_frame: re.Pattern[str]
    lasting: re.Pattern[str]
    lasting_behind: re.Pattern[str]
    change: re.Pattern[str]
    world: re.Pattern[str]
    ours: re.Pattern[str]
    long_times: frozenset[str]
    years: frozenset[str]
    quoted_name: re.Pattern[str]
    bracketed_rule: re.Pattern[str]
    rule_behind: re.Pattern[str]
    required: re.Pattern[str]
    limit: re.Pattern[str]
    denominator: re.Pattern[str]
    entitling: re.Pattern[str]
    granting: re.Pattern[str]
    granted: re.Pattern[str]
    fined: re.Pattern[str]
    fine_behind: re.Pattern[str]
    fined_in_all: re.Pattern[str]
    assumed: re.Pattern[str]
    assumed_behind: re.Pattern[str]
    harmed: re.Pattern[str]
    harm_behind: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_rules(lexicon: Lexicon) -> RuleGrammar:
    """Return the rule grammar of `lexicon`."""
    bodies = compile_surfaces(lexicon.surfaces("body_noun"))
    members = compile_surfaces([*lexicon.surfaces("body_noun"), *lexicon.surfaces("member_noun")])
    above = r"[ ]?以[上下內]"
    noun = r"[之的]?[ ]?[^，。；、0-9]{0,8}?"

    def named(key: str) -> re.Pattern[str]:
        return re.compile(lexicon.pattern(key))

    return RuleGrammar(
        ages=named("ages"),
        mean_age=named("mean_age"),
        selected=re.compile(rf"{above}(?:者|{noun}(?:{members}))"),
        selected_body=re.compile(rf"{above}(?:者|{noun}(?:{bodies}))"),
        group_behind=named("group_behind"),
        selected_over=re.compile(rf"[ ]?[之的][^，。；、0-9]{{0,8}}?(?:{members})"),
        over=named("selected_over"),
        rate_led=named("rate_led"),
        sizes=frozenset(lexicon.surfaces("size_unit")),
        threshold=named("threshold"),
        ranges=re.compile(rf"{above}[ ]?[，、至到]?[ ]?$"),
        frame=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('frame_lead'))})[ ]?$"),
        frame_behind=named("frame_behind"),
        own_frame=named("own_frame"),
        lasting=named("lasting"),
        lasting_behind=named("lasting_behind"),
        change=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('change_verb'))})[了約近逾]?$"),
        world=named("world"),
        ours=named("ours"),
        long_times=_names_of(lexicon, _LONG_TIMES),
        years=_names_of(lexicon, _YEARS),
        quoted_name=re.compile(rf"[^「」『』]*{lexicon.pattern('quoted_name')}"),
        bracketed_rule=named("bracketed_rule"),
        rule_behind=named("rule_behind"),
        required=named("required"),
        limit=named("limit"),
        denominator=named("denominator"),
        entitling=named("entitling"),
        granting=named("granting"),
        granted=named("granted"),
        fined=named("fined"),
        fine_behind=named("fine_behind"),
        fined_in_all=named("fined_in_all"),
        assumed=named("assumed"),
        assumed_behind=named("assumed_behind"),
        harmed=named("harmed"),
        harm_behind=named("harm_behind"),
    )


def _names_of(lexicon: Lexicon, codes: frozenset[str]) -> frozenset[str]:
    """Return every name of the units of these UCUM codes."""
    return frozenset(
        name
        for unit in lexicon.units
        if unit.ucum in codes
        for name in (unit.symbol, *unit.surfaces)
    )


def selects(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a figure only says who or what is meant: 15歲至30歲青年, 50人以上之事業單位."""
    quantity = figure.quantity
    before, text = scene.text[: figure.start], scene.text
    if grammar.ages.fullmatch(quantity.unit):
        return grammar.mean_age.search(before[-_NEAR:]) is None
    if grammar.threshold.match(text, figure.end):
        return True
    if quantity.kind is Kind.COUNT:
        return quantity.unit in grammar.sizes and bool(
            grammar.selected_body.match(text, figure.end)
        )
    if quantity.kind is Kind.PERCENT and not grammar.rate_led.search(before):
        return grammar.group_behind.match(text, figure.end) is not None
    if grammar.selected.match(text, figure.end):
        return True
    led = grammar.over.search(before)
    return led is not None and grammar.selected_over.match(text, figure.end) is not None


def frames(scene: Scene, at: int, grammar: RuleGrammar) -> bool:
    """Tell whether a length of time only frames other figures: 一年達3.88億元, 每兩年, 24年來.

    So do years and months, unless what is told is how long something lasts.
    """
    figure = scene.figures[at]
    quantity = figure.quantity
    before = scene.text[max(0, figure.start - _NEAR) : figure.start]
    if quantity.kind is not Kind.MEASURE or quantity.unit not in grammar.long_times:
        return False
    if quantity.bound is Bound.AT_MOST or grammar.frame.search(before):
        return True
    if grammar.frame_behind.match(scene.text, figure.end):
        return True
    text = scene.text[figure.start : figure.end]
    if grammar.own_frame.fullmatch(text) is not None and at + 1 < len(scene.figures):
        return True
    lasts = grammar.lasting.search(before) or grammar.lasting_behind.match(scene.text, figure.end)
    return quantity.unit in grammar.years and lasts is None


def rules(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a figure belongs to a rule or a name: 最高可貸款500萬元, 標準(達80毫米).

    So does a class (600噸級), one in the quoted name of a plan: 「加給提高10%」計畫.
    """
    before, behind = scene.text[: figure.start], scene.text[figure.end :]
    if grammar.bracketed_rule.search(before) or grammar.limit.search(before):
        return True
    opened = max(before.rfind(mark) for mark in "「『")
    if opened > max(before.rfind(mark) for mark in "」』") and grammar.quoted_name.match(behind):
        return True
    if grammar.assumed.search(before) and grammar.assumed_behind.match(behind):
        return True
    led = before[scene.clause_start(figure.start) :]
    outside = scene.nesting[figure.start] == 0
    if outside and grammar.world.search(led) and not grammar.ours.search(led):
        return True
    return _rules_by_kind(scene, figure, grammar)


def _rules_by_kind(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell what only a measure, a number of people or an amount can be: a rule, a base, a grant."""
    kind = figure.quantity.kind
    before, behind = scene.text[: figure.start], scene.text[figure.end :]
    if kind in _HARMS and grammar.harmed.search(before) and grammar.harm_behind.match(behind):
        return True
    if kind in _FINES and _fines(scene, figure, grammar):
        return True
    if kind is Kind.MEASURE:
        ruled = grammar.rule_behind.match(behind) or grammar.required.search(before)
        return ruled is not None
    if kind is Kind.COUNT and grammar.denominator.search(before):
        return figure.quantity.scale > 1  # 每10萬人口
    return kind in _GRANTS and _grants(scene, figure, grammar)


def _fines(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a figure is what one may be fined, not what was: 處3萬元以上30萬元以下罰鍰."""
    opens, ends = scene.clause_start(figure.start), scene.clause_end(figure.end)
    clause = scene.text[opens:ends]
    if grammar.fined_in_all.search(clause):
        return False
    led = grammar.fined.search(scene.text[opens : figure.start])
    return bool(led or grammar.fine_behind.match(scene.text, figure.end))


def _grants(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a figure is what each may get, not what was given: 每戶補助3萬元."""
    clause = scene.text[scene.clause_start(figure.start) : scene.clause_end(figure.end)]
    said = scene.text[: scene.clause_end(figure.end)]
    entitled = grammar.entitling.search(clause) and grammar.granting.search(said)
    changed = grammar.change.search(scene.text[: figure.start])
    return bool(entitled) and not changed and grammar.granted.search(clause) is None


def opens_range(scene: Scene, at: int, grammar: RuleGrammar) -> bool:
    """Tell whether a figure is the lower end of a range with the next: 3萬元以上30萬元以下."""
    if at + 1 >= len(scene.figures):
        return False
    between = scene.text[scene.figures[at].end : scene.figures[at + 1].start]
    return grammar.ranges.fullmatch(between) is not None
