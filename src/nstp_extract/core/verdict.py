"""What comes of checking a claim against a report; how it is found is in ``audit.claims``."""

from dataclasses import dataclass
from decimal import Decimal

from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import Ground, Judgement, Slip


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one claim with its evidence.

    `figure_ids` are the figures it rests on, the best first; `span` is the place of the best one,
    `quote` the sentence around it. `claimed` and `source` are the intervals that the two numbers
    stand for, an open end None; `delta` is claimed minus source where both state a value.
    `flips_conclusion` tells that the claim turns what the report concludes: growth for decline, or
    a target reached for one that was missed.
    """

    claim_id: str
    judgement: Judgement
    ground: Ground
    message_zh: str
    message_en: str
    slip: Slip | None = None
    figure_ids: tuple[str, ...] = ()
    span: Span | None = None
    quote: str = ""
    page: int | None = None
    heading_path: tuple[str, ...] = ()
    claimed: tuple[Decimal | None, Decimal | None] = (None, None)
    source: tuple[Decimal | None, Decimal | None] = (None, None)
    delta: Decimal | None = None
    flips_conclusion: bool = False
    report_id: str = ""
    version: int = 1
