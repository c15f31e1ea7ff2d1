"""YR: a 民國 and a CE year given together name the same year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from nstp_extract.audit.finding import Finding, figures_of
from nstp_extract.audit.interval import Interval
from nstp_extract.audit.scene import Scene, Sentence
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Kind, Severity
from nstp_extract.lexicon import Lexicon

_EPOCH: Final = 1911
_YEARS: Final = re.compile(r"(?<![0-9])([0-9]{2,4})(?:[ ]?[-~至到年]+[ ]?([0-9]{2,4}))?")
_CE: Final = 1000


@dataclass(frozen=True, slots=True, eq=False)
class YearCues:
    """How a lexicon writes the other era's year behind a date."""

    common_era: re.Pattern[str]
    republic: re.Pattern[str]


@lru_cache(maxsize=4)
def compile_years(lexicon: Lexicon) -> YearCues:
    """Return the cues of `lexicon`."""
    return YearCues(lexicon.audit_pattern("common_era"), lexicon.audit_pattern("republic"))


def check_years(scene: Scene, cues: YearCues) -> Iterator[Finding]:
    """Yield a finding for each date of a passage that is given in both eras."""
    for sentence in scene.sentences:
        for at, spot in enumerate(sentence.spots):
            if spot.kind is Kind.DATE:
                yield from _check_date(scene, sentence, at, cues)


def _check_date(scene: Scene, sentence: Sentence, at: int, cues: YearCues) -> Iterator[Finding]:
    spot = sentence.spots[at]
    written = _YEARS.match(sentence.text, spot.start)
    if written is None:
        return
    is_ce = int(written[1]) >= _CE
    other = (cues.republic if is_ce else cues.common_era).match(sentence.text, spot.end)
    if other is None or (not is_ce and written[2] and len(written[2]) > len("109")):
        return
    shift = -_EPOCH if is_ce else _EPOCH
    pairs = [(int(written[1]) + shift, int(other["start"]))]
    if written[2] and other["end"] and _is_year(written[2], written[1]):
        pairs.append((int(written[2]) + shift, int(other["end"])))
    elif bool(written[2] and _is_year(written[2], written[1])) != bool(other["end"]):
        return
    wrong = next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])
    behind = [s for s in sentence.spots[at + 1 : at + 2] if s.start < other.end()]
    yield Finding(
        CheckCode.YEAR,
        "years",
        CheckResult.PASS if wrong[0] == wrong[1] else CheckResult.FAIL,
        figures_of((spot, *behind)),
        f"{wrong[0] - shift} {'-' if is_ce else '+'} {_EPOCH}",
        f"= {wrong[1]}",
        Interval.of(Decimal(wrong[0])),
        Interval.of(Decimal(wrong[1])),
        severity=Severity.MEDIUM,
        spans=scene.passage.place(
            other.start("start"), other.end("end" if other["end"] else "start")
        ),
    )


def _is_year(second: str, first: str) -> bool:
    """Tell whether the second number of a date is a year too, and no month (109年7月)."""
    return len(second) >= len(first) - 1 and int(second) >= int(first)
