"""Rows of verdicts, in the order of the columns of ``verdicts``."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from nstp_extract.core.verdict import Verdict
from nstp_extract.tables.rows import Row

_STEP: Final = Decimal("1E-9")
_EXACT: Final = Context(prec=60)


def verdict_rows(verdicts: Iterable[Verdict]) -> Iterator[Row]:
    """Yield a row a verdict; an interval's ends are told outward to nine decimals."""
    for verdict in verdicts:
        yield {
            "report_id": verdict.report_id,
            "version": verdict.version,
            "claim_id": verdict.claim_id,
            "verdict": str(verdict.judgement),
            "reason": str(verdict.ground),
            "pattern": str(verdict.slip) if verdict.slip else None,
            "figure_ids": list(verdict.figure_ids),
            "start": verdict.span.start if verdict.span else None,
            "end": verdict.span.end if verdict.span else None,
            "quote": verdict.quote or None,
            "page": verdict.page,
            "heading_path": list(verdict.heading_path),
            "claimed_low": _round(verdict.claimed[0], ROUND_FLOOR),
            "claimed_high": _round(verdict.claimed[1], ROUND_CEILING),
            "source_low": _round(verdict.source[0], ROUND_FLOOR),
            "source_high": _round(verdict.source[1], ROUND_CEILING),
            "delta": _round(verdict.delta, ROUND_HALF_EVEN),
            "flips_conclusion": verdict.flips_conclusion,
            "message_zh": verdict.message_zh,
            "message_en": verdict.message_en,
        }


def _round(value: Decimal | None, rounding: str) -> Decimal | None:
    return None if value is None else value.quantize(_STEP, rounding, _EXACT)
