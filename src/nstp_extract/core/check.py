"""What an audit finds: a check of figures against each other, with all that it rests on."""

from dataclasses import dataclass
from decimal import Decimal

from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison that the report allows, and how it came out.

    `figure_ids` and `spans` name every figure that takes part, in text order. `formula` writes the
    comparison with the figures as printed. `left` is what one side stands for and `right` the
    other, each as (low, high); an open or unknown end is None.
    """

    check_id: str
    code: CheckCode
    result: CheckResult
    severity: Severity
    figure_ids: tuple[str, ...]
    spans: tuple[Span, ...]
    formula: str
    left: tuple[Decimal | None, Decimal | None]
    right: tuple[Decimal | None, Decimal | None]
    message_zh: str
    message_en: str
