"""Context that a rule, an assumption or a harm gives, and that nobody achieved.

What must be (須設置10%), what one may get (每戶補助3萬元) or must pay (處6萬元以下罰鍰), what is
assumed (按每戶4口計算), what harm was done, what is so in the world.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.context.scene import Scene, SceneFigure
from nstp_extract.core.vocabulary import Bound, Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_REACH: Final = 60
_SET_BY: Final = ("bracketed_rule", "limit", "must", "rule_changed", "each_limited")
_GRANTS: Final = frozenset((Kind.AMOUNT, Kind.PERCENT))
_FINES: Final = frozenset((Kind.AMOUNT, Kind.MEASURE, Kind.MULTIPLE))
_HARMS: Final = frozenset((Kind.AMOUNT, Kind.COUNT, Kind.MEASURE))


@dataclass(frozen=True, slots=True, eq=False)
class RuleGrammar:
    """What tells rules, grants, fines and harm, of one lexicon."""

    set_by: tuple[re.Pattern[str], ...]
    quoted_name: re.Pattern[str]
    rule_behind: re.Pattern[str]
    spec_behind: re.Pattern[str]
    time_limit: re.Pattern[str]
    natural_size: re.Pattern[str]
    per_amount: re.Pattern[str]
    denominator: re.Pattern[str]
    assumed: re.Pattern[str]
    assumed_behind: re.Pattern[str]
    world: re.Pattern[str]
    ours: re.Pattern[str]
    harmed: re.Pattern[str]
    harm_behind: re.Pattern[str]
    fined: re.Pattern[str]
    fine_behind: re.Pattern[str]
    fined_in_all: re.Pattern[str]
    tariff: re.Pattern[str]
    share_granted: re.Pattern[str]
    each: re.Pattern[str]
    each_granted: re.Pattern[str]
    entitling: re.Pattern[str]
    granting: re.Pattern[str]
    granted: re.Pattern[str]
    changed: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_rules(lexicon: Lexicon) -> RuleGrammar:
    """Return the rule grammar of `lexicon`."""

    def named(key: str) -> re.Pattern[str]:
        return re.compile(lexicon.pattern(key))

    return RuleGrammar(
        set_by=tuple(named(key) for key in _SET_BY),
        quoted_name=re.compile(rf"[^「」『』]*{lexicon.pattern('quoted_name')}"),
        rule_behind=named("rule_behind"),
        spec_behind=named("spec_behind"),
        time_limit=named("time_limit"),
        natural_size=named("natural_size"),
        per_amount=named("per_amount"),
        denominator=named("denominator"),
        assumed=named("assumed"),
        assumed_behind=named("assumed_behind"),
        world=named("world"),
        ours=named("ours"),
        harmed=named("harmed"),
        harm_behind=named("harm_behind"),
        fined=named("fined"),
        fine_behind=named("fine_behind"),
        fined_in_all=named("fined_in_all"),
        tariff=named("tariff"),
        share_granted=named("share_granted"),
        each=named("each"),
        each_granted=named("each_granted"),
        entitling=named("entitling"),
        granting=named("granting"),
        granted=named("granted"),
        changed=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('change_verb'))})[了約近逾]?$"),
    )


def rules(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a figure belongs to a rule or a name: 最高可貸款500萬元, 標準(達80毫米).

    So does a class (600噸級), one in the quoted name of a plan: 「加給提高10%」計畫.
    """
    before, behind = scene.text[: figure.start], scene.text[figure.end :]
    near = before[-_REACH:]
    if any(rule.search(near) for rule in grammar.set_by):
        return True
    opened = max(before.rfind(mark) for mark in "「『")
    if opened > max(before.rfind(mark) for mark in "」』") and grammar.quoted_name.match(behind):
        return True
    if grammar.assumed.search(near) and grammar.assumed_behind.match(behind):
        return True
    return _is_of_world(scene, figure, grammar) or _rules_by_kind(scene, figure, grammar)


def _is_of_world(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a clause tells of the world at large: 全球每年約有70萬人死於感染."""
    if scene.nesting[figure.start]:
        return False
    led = scene.text[scene.clause_start(figure.start) : figure.start]
    return grammar.world.search(led) is not None and grammar.ours.search(led) is None


def _rules_by_kind(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell what only a measure, a number of people or an amount can be: a rule, a base, a grant."""
    kind = figure.quantity.kind
    before = scene.text[max(0, figure.start - _REACH) : figure.start]
    behind = scene.text[figure.end :]
    if kind in _HARMS and grammar.harmed.search(before) and grammar.harm_behind.match(behind):
        return True
    if kind in _FINES and _fines(scene, figure, grammar):
        return True
    if kind is Kind.MEASURE:
        timed = figure.quantity.bound is Bound.AT_MOST and grammar.time_limit.search(before)
        natural = grammar.natural_size.search(before)
        return bool(timed or natural or _is_spec(behind, grammar))
    if kind is Kind.COUNT:
        return grammar.denominator.search(before) is not None and _is_base(scene, figure)
    if kind is Kind.AMOUNT and grammar.per_amount.search(before) and _is_base(scene, figure):
        return True
    return kind in _GRANTS and _grants(scene, figure, grammar)


def _is_spec(behind: str, grammar: RuleGrammar) -> bool:
    """Tell whether a measure only says what a thing or rule is: 70MeV迴旋加速器, 80毫米之標準."""
    return any(rule.match(behind) for rule in (grammar.rule_behind, grammar.spec_behind))


def _is_base(scene: Scene, figure: SceneFigure) -> bool:
    """Tell whether others are told for each so many: 每10萬人口, 每100名兒童有3名."""
    ends = scene.clause_end(figure.end)
    told = any(not f.is_date and figure.end <= f.start < ends for f in scene.figures)
    return figure.quantity.scale > 1 or told


def _fines(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a figure is what one may be fined, not what was: 處3萬元以上30萬元以下罰鍰."""
    opens, ends = scene.clause_start(figure.start), scene.clause_end(figure.end)
    if grammar.fined_in_all.search(scene.text[opens:ends]):
        return False
    led = grammar.fined.search(scene.text[opens : figure.start])
    return bool(led or grammar.fine_behind.match(scene.text, figure.end))


def _grants(scene: Scene, figure: SceneFigure, grammar: RuleGrammar) -> bool:
    """Tell whether a figure is what each may get, not what was given: 每戶補助3萬元."""
    opens, ends = scene.clause_start(figure.start), scene.clause_end(figure.end)
    led = scene.text[opens : figure.start]
    if grammar.tariff.search(led):
        return True
    if grammar.granted.search(scene.text[opens:ends]):
        return False
    if figure.quantity.kind is Kind.PERCENT and grammar.share_granted.search(led):
        return True
    if grammar.each.search(led) and grammar.each_granted.search(led):
        return True
    if not grammar.entitling.search(scene.text[opens:ends]) or grammar.changed.search(led):
        return False
    return grammar.granting.search(scene.text[:ends]) is not None
