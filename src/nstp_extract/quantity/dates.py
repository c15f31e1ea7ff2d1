"""Dates: 民國 and CE years, academic years, parts of years, and spans of them, as periods.

A point is a year, or a place within one; a date is a point or two points joined by 至. What stands
before a date and scopes it (截至, 自) is no part of it; the periods of figures are ``context``'s.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from nstp_extract.core.figure import Period
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.quantity.numeral import parse_numeral

_ROC_EPOCH: Final = 1911
_CE_DIGITS: Final = 4
_SPOKEN_DIGITS: Final = 3
_FIRST_CE: Final = 1800
_LAST_CE: Final = 2200
_LAST_ROC: Final = 200
_SURE_ROC: Final = 90
_LEAST_ROC_IN_NUMBERS: Final = 60
_MONTHS: Final = 12
_LEAP_YEAR: Final = 2000
_LONGEST_MONTH: Final = 31
_NUMERIC: Final = re.compile(
    r"(?P<year>[0-9]{2,4})(?P<sep>[./-])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})(?![0-9])"
)
_SHIFTS: Final = (
    ("this_year", 0),
    ("last_year", -1),
    ("year_before_last", -2),
    ("next_year", 1),
)
_LATIN_JOINT: Final = re.compile(r"[ ]?[-~至到]")
_PARTS: Final = dict(zip("上中下", ((1, 10), (11, 20), (21, 31)), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class DateGrammar:
    """The patterns of dates, of one lexicon."""

    year: re.Pattern[str]
    within: re.Pattern[str]
    month: re.Pattern[str]
    day: re.Pattern[str]
    season: re.Pattern[str]
    this_day: re.Pattern[str]
    this_day_lead: re.Pattern[str]
    day_alone: re.Pattern[str]
    bare_month: re.Pattern[str]
    bracketed: re.Pattern[str]
    bare_year: re.Pattern[str]
    joint: re.Pattern[str]
    length: re.Pattern[str]
    era: re.Pattern[str]
    lasting: re.Pattern[str]
    event_year: re.Pattern[str]
    event_lead: re.Pattern[str]


@lru_cache(maxsize=8)
def compile_dates(lexicon: Lexicon) -> DateGrammar:
    """Return the date grammar of `lexicon`."""
    return DateGrammar(
        year=re.compile(lexicon.pattern("year")),
        within=re.compile(lexicon.pattern("within_year")),
        month=re.compile(lexicon.pattern("month")),
        day=re.compile(lexicon.pattern("day")),
        season=re.compile(lexicon.pattern("season")),
        this_day=re.compile(lexicon.pattern("this_day")),
        this_day_lead=re.compile(lexicon.pattern("this_day_lead")),
        day_alone=re.compile(lexicon.pattern("day_alone")),
        bare_month=re.compile(lexicon.pattern("bare_month")),
        bracketed=re.compile(lexicon.pattern("bracketed_year")),
        bare_year=re.compile(lexicon.pattern("bare_year")),
        joint=re.compile(lexicon.pattern("date_joint")),
        length=re.compile(lexicon.pattern("length_of_time")),
        event_year=re.compile(lexicon.pattern("event_year")),
        event_lead=re.compile(lexicon.pattern("event_lead")),
        era=re.compile(lexicon.pattern("era")),
        lasting=re.compile(rf"(?:{compile_surfaces(lexicon.surfaces('year_duration'))})[ ]?$"),
    )


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date found: where it ends, its period, and the year that a later bare month takes.

    A month whose year nothing tells has no period, and 0 for its year.
    """

    end: int
    period: Period | None
    year: int


@dataclass(frozen=True, slots=True)
class _Point:
    end: int
    first: date
    last: date
    year: int
    unit: str = ""
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RelativeYears:
    """Words like 去年, and how many years each lies from the report's own."""

    pattern: re.Pattern[str]
    shifts: Mapping[str, int]

    def find(self, text: str, year: int) -> Iterator[tuple[int, int, int]]:
        """Yield where each word stands in a text, and its year, where the report is of `year`."""
        for match in self.pattern.finditer(text):
            yield match.start(), match.end(), year + self.shifts[match[0]]

    def periods(self, text: str, year: int) -> Iterator[Period]:
        """Yield the year that each word of a text stands for, where the report is of `year`."""
        for start, end, named in self.find(text, year):
            yield Period(date(named, 1, 1), date(named, 12, 31), text[start:end])

    def shift_before(self, text: str, at: int) -> int | None:
        """Return how many years a word right before `at` lies from the report's, None if none."""
        lead = text[max(0, at - 6) : at].rstrip(" ")
        found = [m for m in self.pattern.finditer(lead) if m.end() == len(lead)]
        return self.shifts[found[-1][0]] if found else None


@lru_cache(maxsize=8)
def compile_relative_years(lexicon: Lexicon) -> RelativeYears:
    """Return the relative years of `lexicon`."""
    shifts = {s: shift for use, shift in _SHIFTS for s in lexicon.surfaces(use)}
    guard = lexicon.pattern("relative_guard")  # 以前年度 is no year
    return RelativeYears(re.compile(guard + compile_surfaces(shifts)), shifts)


def match_date(
    text: str, at: int, grammar: DateGrammar, *, anchor: int | None = None
) -> DateMatch | None:
    """Return the date that begins at `at` of a folded text, or None.

    `anchor` is the CE year that a month without a year belongs to; without one it has no period.

    >>> from nstp_extract.lexicon import load_lexicon
    >>> dates = compile_dates(load_lexicon())
    >>> str(match_date("106年起累積至109年底業者", 0, dates).period)
    '2017-01-01/2020-12-31'
    >>> str(match_date("106學年度至108學年第1學期為止", 0, dates).period)
    '2017-08-01/2020-01-31'
    >>> match_date("五年預期", 0, dates) is None
    True
    >>> match_date("3月至5月底", 0, dates)
    DateMatch(end=6, period=None, year=0)
    """
    if named := _match_event(text, at, grammar):
        return named
    if point := _match_point(text, at, grammar) or _match_bare_year(text, at, grammar):
        return _join(text, at, point, grammar)
    if day := _match_day(text, at, grammar):
        return day
    year = anchor or _LEAP_YEAR
    point = _match_month(text, at, year, grammar) or _match_season(text, at, year, grammar)
    found = _join(text, at, point, grammar) if point else None
    if found is None or anchor is not None or found.year != _LEAP_YEAR:
        return found
    return DateMatch(found.end, None, 0)


def _join(text: str, at: int, point: _Point, grammar: DateGrammar) -> DateMatch | None:
    """Return the date that a point is, or makes together with another behind it."""
    joint = grammar.joint.match(text, point.end)
    if joint and (last := _match_end(text, joint.end(), point, grammar)):
        period = Period(point.first, last.last, text[at : last.end].replace(" ", ""))
        return DateMatch(last.end, period, last.year)
    if point.unit == "bare range":
        return None
    period = Period(point.first, point.last, text[at : point.end].replace(" ", ""))
    return DateMatch(point.end, period, point.year)


def _match_event(text: str, at: int, grammar: DateGrammar) -> DateMatch | None:
    """Match the year in the name of an event, which tells when it was: 2020國際漁業展."""
    match = grammar.event_year.match(text, at)
    if match is None or text[at - 1 : at].isdigit():
        return None
    closed = text[match.end() : match.end() + 1] in tuple(")」")
    if closed and not grammar.event_lead.search(text[:at]):
        return None
    year = int(match["year"])
    period = Period(date(year, 1, 1), date(year, 12, 31), match["year"])
    return DateMatch(match.end(), period, year)


def _match_point(text: str, at: int, grammar: DateGrammar) -> _Point | None:
    """Match a year with its unit and what narrows it, or a date in numbers."""
    if numeric := _NUMERIC.match(text, at):
        return _numeric_point(numeric)
    match = grammar.year.match(text, at) or _match_bracketed(text, at, grammar)
    if match is None:
        return None
    named = grammar.era.search(text[max(0, at - 4) : at]) is not None
    lasting = grammar.length.match(text, match.end()) is not None
    lasting = lasting or grammar.lasting.search(text[max(0, at - 4) : at]) is not None
    within = grammar.within.match(text, match.end())
    year = _calendar_year(match["year"], unit=match["unit"], named=named, narrowed=bool(within))
    if year is None or (lasting and not named and _is_length(match, text)):
        return None
    if within is None and (bare := grammar.bare_month.match(text, match.end())):
        return _bare_month(bare, year)
    narrowed = _narrow(within, year, match["unit"]) if within else None
    return narrowed or _whole_year(match.end(), year, match["unit"])


def _match_bracketed(text: str, at: int, grammar: DateGrammar) -> re.Match[str] | None:
    """Match the year that a bracket adds to 今年 or 去年: 今(113)年9月底."""
    inside = at > 0 and text[:at].rstrip(" ").endswith("(")
    return grammar.bracketed.match(text, at) if inside else None


def _is_length(match: re.Match[str], text: str) -> bool:
    """Tell whether 年 is a length here: 5年內, 未來70年, 100年來, but not 114年前."""
    numeral = parse_numeral(match["year"])
    if len(match["year"]) >= _CE_DIGITS or numeral is None:
        return False
    if numeral.value < _SURE_ROC:
        return True
    ends = "內以" if match["unit"] != "年" else "內以餘多來"  # 109年度|多數縣市
    return text[match.end() : match.end() + 1] in tuple(ends)


def _calendar_year(text: str, *, unit: str, named: bool, narrowed: bool) -> int | None:
    """Return the CE year of a printed one: four digits are CE, fewer 民國 where that is plausible.

    20年 is a length of time unless 民國, 度 or a month says otherwise; 96年 is a year.
    """
    numeral = parse_numeral(text)
    if numeral is None or numeral.value != int(numeral.value):
        return None
    number = int(numeral.value)
    if len(text) == _CE_DIGITS and _FIRST_CE <= number <= _LAST_CE:
        return number
    plain = unit == "年" and not named and not narrowed
    lowest = 70 if plain else 1
    if plain and not text.isdigit() and not text.startswith("一百"):
        lowest = 101 if len(text) == _SPOKEN_DIGITS else _FIRST_CE
    if plain and text == "一百":
        return None
    return number + _ROC_EPOCH if lowest <= number <= _LAST_ROC else None


def _whole_year(end: int, year: int, unit: str) -> _Point:
    if unit.startswith("學"):
        return _Point(end, date(year, 8, 1), date(year + 1, 7, 31), year, unit)
    return _Point(end, date(year, 1, 1), date(year, 12, 31), year, unit)


def _narrow(within: re.Match[str], year: int, unit: str) -> _Point | None:
    """Return the point within a year that a half, quarter, term, month or edge makes of it."""
    end = within.end()
    if within["term"] or within["term_word"] or unit.startswith("學"):
        return _term(within, year, unit)
    if within["half"]:
        months = (1, 6) if within["half"] == "上" else (7, 12)
        return _months(end, year, months, unit)
    if within["quarter"]:
        quarter = _small(within["quarter"])
        return _months(end, year, (3 * quarter - 2, 3 * quarter), unit)
    if within["month"]:
        return _month_point(within, year, unit)
    return _edge(end, year, within["edge"][-1], unit)


def _term(within: re.Match[str], year: int, unit: str) -> _Point | None:
    """Return the first or second term of an academic year, which runs from August to July."""
    if not unit.startswith("學") or not (within["term"] or within["term_word"]):
        return None
    if (within["term"] or "") in "1一" and within["term_word"] != "下":
        return _Point(within.end(), date(year, 8, 1), date(year + 1, 1, 31), year, unit)
    return _Point(within.end(), date(year + 1, 2, 1), date(year + 1, 7, 31), year, unit)


def _edge(end: int, year: int, edge: str, unit: str) -> _Point:
    """年底 is the last day; 年初 and 年中 name no day and mean the year."""
    last = date(year, 12, 31)
    return _Point(end, last if edge in "底末" else date(year, 1, 1), last, year, unit)


def _months(end: int, year: int, months: tuple[int, int], unit: str) -> _Point:
    last = date(year, months[1], monthrange(year, months[1])[1])
    return _Point(end, date(year, months[0], 1), last, year, unit, month=months[0])


def _month_point(match: re.Match[str], year: int, unit: str) -> _Point | None:
    month = _small(match["month"])
    if not 1 <= month <= _MONTHS:
        return None
    length = monthrange(year, month)[1]
    if match["day"]:
        day = _small(match["day"])
        if not 1 <= day <= length:
            return None
        exact = date(year, month, day)
        return _Point(match.end(), exact, exact, year, unit, month, day)
    first, last = 1, length
    if match["part"] == "底":
        first = length
    elif match["part"] and match["part"].endswith("旬"):
        first, last = _PARTS[match["part"][0]]
    bounds = date(year, month, first), date(year, month, min(last, length))
    return _Point(match.end(), *bounds, year, unit, month)


def _match_month(text: str, at: int, year: int, grammar: DateGrammar) -> _Point | None:
    """Match a month whose year is told elsewhere: 3月27日, 另12月底, 7~12月."""
    if match := grammar.month.match(text, at):
        return _month_point(match, year, "")
    bare = grammar.bare_month.match(text, at)
    return _bare_month(bare, year) if bare else None


def is_undated(surface: str, grammar: DateGrammar) -> bool:
    """Tell whether a text, read alone, is a date that tells no year: 3月底, 第4季, 20日, 19."""
    found = match_date(surface, 0, grammar)
    if found is not None and found.end == len(surface):
        return found.period is None
    day = grammar.day.fullmatch(surface)
    numeral = parse_numeral(day["day"] if day else surface)
    return numeral is not None and 1 <= numeral.value <= _LONGEST_MONTH


def _match_season(text: str, at: int, year: int, grammar: DateGrammar) -> _Point | None:
    """Match a quarter or a half of a year that is told elsewhere: 到第4季, 今年上半年."""
    match = grammar.season.match(text, at)
    if match is None:
        return None
    if match["half"]:
        return _months(match.end(), year, (1, 6) if match["half"] == "上" else (7, 12), "")
    quarter = _small(match["quarter"])
    return _months(match.end(), year, (3 * quarter - 2, 3 * quarter), "")


def _match_day(text: str, at: int, grammar: DateGrammar) -> DateMatch | None:
    """Match a day whose month nothing tells: 今(19)日, 20日出席."""
    inside = grammar.this_day_lead.search(text[max(0, at - 4) : at])
    match = grammar.this_day.match(text, at) if inside else grammar.day_alone.match(text, at)
    if match is None or text[at - 1 : at].isdigit() or text[at - 1 : at] in tuple("月第每共達逾近"):
        return None
    return DateMatch(match.end(), None, 0) if 1 <= _small(match["day"]) <= _LONGEST_MONTH else None


def _bare_month(match: re.Match[str], year: int) -> _Point | None:
    """Read the first month of 1~11月: a point only together with the second."""
    month = int(match["month"])
    return (
        _months(match.end(), year, (month, month), "bare range") if 1 <= month <= _MONTHS else None
    )


def _match_end(text: str, at: int, first: _Point, grammar: DateGrammar) -> _Point | None:
    """Match the far end of a span; what it leaves out it takes from the near end."""
    last = _match_point(text, at, grammar) or _match_month(text, at, first.year, grammar)
    if last is None and first.month and (within := grammar.within.match(text, at)):
        last = _narrow(within, first.year, first.unit) if within["quarter"] else None
    if last is None and first.day is not None and (match := grammar.day.match(text, at)):
        day = _small(match["day"])
        if first.month is None or not 1 <= day <= monthrange(first.year, first.month)[1]:
            return None
        exact = date(first.year, first.month, day)
        last = _Point(match.end(), exact, exact, first.year, first.unit, first.month, day)
    if last is None or last.last < first.first or last.unit == "bare range":
        return None
    return last


def _match_bare_year(text: str, at: int, grammar: DateGrammar) -> _Point | None:
    """Match a year whose unit stands behind a later one: 106至109年度, 108、109年."""
    match = grammar.bare_year.match(text, at)
    if match is None:
        return None
    year = _calendar_year(match["year"], unit=match["unit"], named=False, narrowed=False)
    if year is None:
        return None
    joint = _LATIN_JOINT.match(text, match.end())
    point = _whole_year(match.end(), year, match["unit"])
    if joint is None:
        return point
    return _Point(point.end, point.first, point.last, year, "bare range")


def _numeric_point(match: re.Match[str]) -> _Point | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    year += _ROC_EPOCH if _LEAST_ROC_IN_NUMBERS <= year <= _LAST_ROC else 0
    if not (
        _FIRST_CE <= year <= _LAST_CE
        and 1 <= month <= _MONTHS
        and 1 <= day <= monthrange(year, month)[1]
    ):
        return None
    exact = date(year, month, day)
    return _Point(match.end(), exact, exact, year, "", month, day)


def _small(text: str) -> int:
    numeral = parse_numeral(text)
    return int(numeral.value) if numeral else 0
