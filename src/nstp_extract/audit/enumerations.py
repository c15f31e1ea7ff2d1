"""EN: an enumeration holds as many names as its count says, and 分別 pairs as many as it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from nstp_extract.audit.finding import Finding, figures_of, text_of
from nstp_extract.audit.interval import Interval
from nstp_extract.audit.rows import Names, blank_brackets, count_names, last_name, mask_titles
from nstp_extract.audit.scene import Scene, Sentence, Spot
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import Bound, CheckCode, CheckResult, Kind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_CLAUSE: Final = re.compile(r"[，。；：]")
_NUMBER: Final = re.compile(r"[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?[^、0-9]{0,2}$")
_LATIN: Final = re.compile(r"[A-Za-z]")
_LEAST: Final = 2
_MOST: Final = 99
_MANY: Final = 4
_SHORT: Final = 12
_TEN: Final = 10
_GROUPS: Final = ("within", "bracket", "listed", "some")


@dataclass(frozen=True, slots=True, eq=False)
class NameCues:
    """What a lexicon says of names in a row and of what counts them."""

    behind: re.Pattern[str]
    before: re.Pattern[str]
    conjunction: re.Pattern[str]
    and_so_on: re.Pattern[str]
    respectively: re.Pattern[str]
    gap: re.Pattern[str]
    verb: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_enumerations(lexicon: Lexicon) -> NameCues:
    """Return the cues of `lexicon`."""
    verbs = (*lexicon.surfaces("predicate_verb"), *lexicon.surfaces("object_verb"))
    return NameCues(
        behind=lexicon.audit_pattern("names_behind"),
        before=lexicon.audit_pattern("names_before"),
        conjunction=lexicon.audit_pattern("conjunction"),
        and_so_on=lexicon.audit_pattern("and_so_on"),
        respectively=lexicon.audit_pattern("respectively"),
        gap=lexicon.audit_pattern("list_gap"),
        verb=re.compile(compile_surfaces(verb for verb in verbs if len(verb) > 1)),
    )


def check_enumerations(scene: Scene, cues: NameCues) -> Iterator[Finding]:
    """Yield a finding for each count of a passage whose names stand beside it."""
    for sentence in scene.sentences:
        for at, spot in enumerate(sentence.spots):
            if _is_small_count(spot):
                names = _names_behind(sentence, at, cues) or _names_before(sentence, at, cues)
                yield from _judge_names(scene, spot, names)
        yield from _check_pairs(sentence, cues)


def _is_small_count(spot: Spot) -> bool:
    value = spot.value
    whole = value is not None and value == int(value) and _LEAST <= value <= _MOST
    return whole and spot.kind is Kind.COUNT and spot.figure.quantity.bound is Bound.EXACT


def _names_behind(sentence: Sentence, at: int, cues: NameCues) -> Names | None:
    """Return the names in the bracket behind a count, or behind 計有 and 分別為."""
    spot = sentence.spots[at]
    text = _blank_inner(mask_titles(sentence.text[spot.end : sentence.end]))
    found = cues.behind.match(text)
    if found is None or _goes_on(text[found.end() :], cues):
        return None
    group = next(name for name in _GROUPS if found[name] is not None)
    body, begin = found[group], spot.end + found.start(group)
    bracketed = group in ("within", "bracket")
    noun = text[: text.find("(") if bracketed else found.start(group)]
    names = _count(body, begin, cues, led=True)
    if names is None or _are_numbers(body) or cues.conjunction.search(noun):
        return None
    ends = cues.and_so_on.search(body) is not None
    closed = cues.conjunction.search(last_name(body)) is not None
    stated = int(spot.value or 0)
    enough = 2 * names.fewest >= stated or stated == _TEN * names.most
    is_open = ends or group in ("some", "within") or not (closed or enough)
    return replace(names, open=is_open and not _is_ten_times(stated, names))


def _goes_on(behind: str, cues: NameCues) -> bool:
    """Tell whether a row goes on behind its clause: ；, or ， and a conjunction."""
    further = behind.startswith("，") and cues.conjunction.match(behind[1:]) is not None
    return further or behind.startswith("；")


def _are_numbers(body: str) -> bool:
    """Tell whether a row is one of numbers (120人、85人) and not of names (ISO 27001)."""
    return bool(_NUMBER.search(body.rstrip("等"))) and not _LATIN.search(last_name(body))


def _is_ten_times(stated: int, names: Names) -> bool:
    """Tell whether a count is ten times its names, too many of them to be but examples."""
    return names.fewest >= _MANY and stated in (_TEN * names.fewest, _TEN * names.most)


def _blank_inner(text: str) -> str:
    """Return a text with brackets blanked, save one that opens before any stop: only inside it."""
    opened, stop = text.find("("), _CLAUSE.search(text)
    if opened < 0 or (stop is not None and stop.start() < opened):
        return blank_brackets(text)
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return text[: opened + 1] + blank_brackets(text[opened + 1 : at]) + text[at:]
    return text


def _names_before(sentence: Sentence, at: int, cues: NameCues) -> Names | None:
    """Return the names that end right before a count: 日本、新加坡、及德國等3個國家."""
    spot = sentence.spots[at]
    begin = sentence.start
    before = blank_brackets(mask_titles(sentence.text[begin : spot.start]))
    stops = [stop.end() for stop in _CLAUSE.finditer(before)]
    begin += stops[-1] if stops else 0
    found = cues.before.search(before[stops[-1] if stops else 0 :])
    if found is None:
        return None
    body = found["names"]
    first = begin + found.start("names")
    beside = any(first <= other.start < spot.start for other in sentence.spots)
    bare = not (found["etc"] or found["all"])
    if (bare or found["all"]) and (beside or spot.depth):
        return None
    if bare and (found["noun"] is None or len(last_name(body + found["noun"])) > _SHORT):
        return None
    listed = body if not bare else body + found["noun"]
    names = _count(listed, first, cues, led=False)
    if names is None or (bare and (names.fewest <= _LEAST or cues.verb.search(listed))):
        return None
    return replace(
        names, open=bool(found["etc"]) and not _is_ten_times(int(spot.value or 0), names)
    )


def _count(body: str, begin: int, cues: NameCues, *, led: bool) -> Names | None:
    return count_names(body, begin, conjunction=cues.conjunction, verb=cues.verb, led=led)


def _judge_names(scene: Scene, spot: Spot, names: Names | None) -> Iterator[Finding]:
    if names is None or spot.value is None:
        return
    stated = int(spot.value)
    if names.fewest <= stated <= names.most or (names.open and stated > names.most):
        result = CheckResult.PASS
    elif names.most < _LEAST + 1 and names.fewest < _LEAST:
        return
    else:
        result = CheckResult.FAIL
    count = str(names.fewest) if names.fewest == names.most else f"{names.fewest}-{names.most}"
    left = Interval(spot.value * 0 + names.fewest, spot.value * 0 + names.most)
    sign = "≤" if names.open else "="
    yield Finding(
        CheckCode.ENUMERATION,
        "names",
        result,
        (spot.figure,),
        f"{count} names listed",
        f"{sign} {text_of(spot)}",
        left,
        Interval.of(spot.value),
        spans=_row(scene, names),
        outcome=count,
    )


def _row(scene: Scene, names: Names) -> tuple[Span, ...]:
    return scene.passage.place(names.start, names.end)


def _check_pairs(sentence: Sentence, cues: NameCues) -> Iterator[Finding]:
    """Yield a finding for a span of years and the figures that 分別 gives them, one a year."""
    for at, spot in enumerate(sentence.spots):
        if at == 0 or spot.value is None:
            continue
        found = cues.respectively.search(sentence.lead(at))
        dated = sentence.spots[at - 1]
        years = _years_of(dated)
        if found is None or not years or len(sentence.lead(at)) > 2 * _SHORT:
            continue
        row = [spot]
        for other in sentence.spots[at + 1 :]:
            if other.unit != spot.unit or not cues.gap.fullmatch(sentence.between(row[-1], other)):
                break
            row.append(other)
            if cues.conjunction.search(sentence.between(row[-2], other)):
                break
        if len(row) < _LEAST:
            continue
        result = CheckResult.PASS if len(row) == years else CheckResult.FAIL
        yield Finding(
            CheckCode.ENUMERATION,
            "respective",
            result,
            figures_of((dated, *row)),
            f"{len(row)} figures ({', '.join(map(text_of, row))})",
            f"for {years} years ({text_of(dated)})",
        )


def _years_of(spot: Spot) -> int:
    """Return how many years a date spans; 0 for another figure or a single year."""
    period = spot.figure.period
    if spot.kind is not Kind.DATE or period is None or not period.start or not period.end:
        return 0
    years = period.end.year - period.start.year
    whole = (period.start.month, period.start.day) == (1, 1)
    count = years + 1 if whole else years
    return count if count >= _LEAST else 0
