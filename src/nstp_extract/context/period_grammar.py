"""The cues of periods, compiled from one lexicon, and what a figure gets from them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nstp_extract.core.figure import Period
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.quantity.dates import RelativeYears, compile_relative_years

_ANAPHORA: Final = (("same_year", 0), ("year_before_that", -1), ("year_after_that", 1))
_LONG_TIMES: Final = frozenset(("a", "mo", "wk", "d"))


@dataclass(frozen=True, slots=True)
class Scope:
    """A period that governs figures: what it is, and whether a date in the sentence gave it."""

    period: Period | None
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class PeriodGrammar:
    """The period cues of one lexicon, compiled."""

    until: re.Pattern[str]
    until_behind: re.Pattern[str]
    since: re.Pattern[str]
    since_behind: re.Pattern[str]
    fresh: re.Pattern[str]
    summing: re.Pattern[str]
    respectively: re.Pattern[str]
    scope_lead: re.Pattern[str]
    excepted: re.Pattern[str]
    list_joint: re.Pattern[str]
    relative: RelativeYears
    same_time: re.Pattern[str]
    same_year: re.Pattern[str]
    year_shifts: Mapping[str, int]
    own_span: re.Pattern[str]
    requested: re.Pattern[str]
    glossed: re.Pattern[str]
    completed: re.Pattern[str]
    ran_from: re.Pattern[str]
    handed_in: re.Pattern[str]
    years: frozenset[str]
    compared_from: re.Pattern[str]
    changed_by: re.Pattern[str]
    year_before: re.Pattern[str]
    same_span: re.Pattern[str]
    change_from: re.Pattern[str]
    change_to: re.Pattern[str]
    whole_span: re.Pattern[str]
    span_behind: re.Pattern[str]
    until_now: re.Pattern[str]
    deadline: re.Pattern[str]
    stock_date: re.Pattern[str]
    plan_name: re.Pattern[str]
    whole_plan: re.Pattern[str]
    plan_term: re.Pattern[str]
    planned: re.Pattern[str]
    yearly: re.Pattern[str]
    goal_of_date: re.Pattern[str]
    budget_date: re.Pattern[str]
    other_matter: re.Pattern[str]
    compared_gap: re.Pattern[str]
    changes: re.Pattern[str]
    recently: re.Pattern[str]
    dated_name: re.Pattern[str]
    basis: re.Pattern[str]
    need: re.Pattern[str]
    ahead: re.Pattern[str]
    enacted: re.Pattern[str]
    fiscal_year: re.Pattern[str]
    whole_year: re.Pattern[str]
    base_lead: re.Pattern[str]
    base_behind: re.Pattern[str]
    subject_of_list: re.Pattern[str]


_OWN_WORDS: Final = (
    "compared_from", "changed_by", "year_before", "same_span", "change_from", "change_to",
    "whole_span", "span_behind", "until_now", "deadline", "stock_date", "plan_name",
    "whole_plan", "plan_term", "planned", "yearly", "goal_of_date", "budget_date",
    "other_matter", "compared_gap", "changes", "recently", "dated_name", "basis", "need",
    "ahead", "enacted", "fiscal_year", "base_lead",
    "base_behind", "whole_year", "subject_of_list",
)  # fmt: skip
"""The patterns of the lexicon that a field is named after."""


@lru_cache(maxsize=8)
def compile_periods(lexicon: Lexicon) -> PeriodGrammar:
    """Return the period grammar of `lexicon`."""
    until = compile_surfaces(lexicon.surfaces("until_mark"))
    since = compile_surfaces(lexicon.surfaces("since_mark"))
    shifts = {word: shift for use, shift in _ANAPHORA for word in lexicon.surfaces(use)}
    return PeriodGrammar(
        until=re.compile(
            rf"(?<!{lexicon.pattern('changed_to')})(?:{until}){lexicon.pattern('until_gap')}$"
        ),
        until_behind=re.compile(lexicon.pattern("until_behind")),
        since=re.compile(rf"(?:{since})[ ]?(?:民國)?[ ]?$"),
        since_behind=re.compile(lexicon.pattern("since_behind")),
        fresh=re.compile(rf"[*\s●-]*(?:{compile_surfaces(lexicon.surfaces('fresh_start'))})"),
        summing=re.compile(compile_surfaces(lexicon.surfaces("summing_word"))),
        respectively=re.compile(compile_surfaces(lexicon.surfaces("respectively"))),
        relative=compile_relative_years(lexicon),
        same_time=re.compile(lexicon.pattern("same_time")),
        same_year=re.compile(compile_surfaces(shifts)),
        year_shifts=shifts,
        own_span=re.compile(lexicon.pattern("own_span")),
        requested=re.compile(lexicon.pattern("requested")),
        glossed=re.compile(lexicon.pattern("glossed_time")),
        ran_from=re.compile(lexicon.pattern("ran_from")),
        handed_in=re.compile(lexicon.pattern("handed_in")),
        completed=re.compile(lexicon.pattern("completed")),
        years=frozenset(
            name
            for unit in lexicon.units
            if unit.ucum in _LONG_TIMES
            for name in (unit.symbol, *unit.surfaces)
        ),
        list_joint=re.compile(lexicon.pattern("list_joint")),
        scope_lead=re.compile(
            rf"(?:^|[，。：；*\s●]|{compile_surfaces(lexicon.surfaces('scope_lead'))})[ ]?$"
        ),
        excepted=re.compile(
            rf"(?:{compile_surfaces(lexicon.surfaces('except_open'))})[^，。；]*(?:，[^，。；]*)??外，"
        ),
        **{name: re.compile(lexicon.pattern(name)) for name in _OWN_WORDS},
    )
