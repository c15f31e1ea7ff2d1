"""FT: parts that a sentence or paragraph lists must add up to the total that it states.

Which figures belong together is told by language (a word that sums up, a list, an opener), never by
whether they happen to add up; that a total holds exactly is enough to say so, but a total that
does not is a finding only where its parts stand in a list or are spoken of alike.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from nstp_extract.audit.finding import Finding, figures_of, judge, spot_interval, text_of
from nstp_extract.audit.interval import Interval, add_intervals
from nstp_extract.audit.scene import Scene
from nstp_extract.audit.slip import is_slip
from nstp_extract.audit.totals import (
    MIN_PARTS,
    UNSUMMED,
    Claim,
    SumCues,
    claim_above,
    claim_before,
    claim_behind,
)
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Rounding

_MIN_DIGITS: Final = 2


def check_sums(scene: Scene, cues: SumCues, rounding: Rounding) -> Iterator[Finding]:
    """Yield a finding for each total of a passage whose parts it lists."""
    for number, sentence in enumerate(scene.sentences):
        for at, total in enumerate(sentence.spots):
            if not total.counts or total.figure.role in UNSUMMED:
                continue
            claim = claim_before(sentence, at, cues) or claim_behind(sentence, at, cues)
            claim = claim or claim_above(scene, number, at, cues)
            found = _judge_claim(claim, rounding) if claim else None
            if found is not None:
                yield found


def _judge_claim(claim: Claim, rounding: Rounding) -> Finding | None:
    values = [spot.value or Decimal(0) for spot in claim.parts]
    stated = claim.total.value or Decimal(0)
    left = add_intervals(spot_interval(spot, rounding) for spot in claim.parts)
    right = spot_interval(claim.total, rounding)
    result = judge((sum(values, Decimal(0)), left), (stated, right))
    if result is CheckResult.FAIL and claim.partial:
        result = _judge_partial(claim, values, left, right)
    elif result is CheckResult.FAIL and not (claim.linked or _is_one_slip(values, stated)):
        return None
    sign = "≤" if claim.partial and sum(values) != stated else "="
    return Finding(
        CheckCode.PARTS,
        "parts_exceed" if claim.partial else "parts",
        result,
        figures_of((*claim.parts, claim.total)),
        " + ".join(map(text_of, claim.parts)),
        f"{sign} {text_of(claim.total)}",
        left,
        right,
    )


def _judge_partial(
    claim: Claim, values: Sequence[Decimal], left: Interval, right: Interval
) -> CheckResult:
    """Return how parts compare that may leave some out: they must not exceed the total.

    They fail too where one slip of the pen in one of them is all that keeps them from adding up.
    """
    stated = claim.total.value or Decimal(0)
    if left.exceeds(right):
        return CheckResult.FAIL
    if len(values) >= MIN_PARTS and _is_one_slip(values, stated):
        return CheckResult.FAIL
    return CheckResult.PASS


def _is_one_slip(values: Sequence[Decimal], total: Decimal) -> bool:
    """Tell whether one slip in one number is all that keeps the parts from adding up."""
    missing = total - sum(values)
    pairs = ((total, total - missing), *((value, value + missing) for value in values))
    return any(is_slip(*pair, least=_MIN_DIGITS) for pair in pairs)
