"""A claim as it is checked: the figures it states, and the words it states them in."""

from dataclasses import dataclass

from nstp_extract.core.figure import Figure, Period, Quantity
from nstp_extract.core.vocabulary import Basis, Kind, Role


@dataclass(frozen=True, slots=True)
class Stated:
    """One number that a claim states, with all that it says of it.

    `near` are the words of its clause, `rest` those of the claim around it. What a claim leaves
    unsaid is None and is not compared. `changes` tells that it is how far something changed, False
    that it is what something came to. `loose` marks a number without a unit, which fits any, and
    `opens_pair` one that a number of its unit follows, as the first end of a change.
    """

    quantity: Quantity
    near: str
    rest: str = ""
    role: Role = Role.RESULT
    agency: str | None = None
    agency_id: str | None = None
    period: Period | None = None
    basis: Basis | None = None
    evidence: tuple[str, ...] = ()
    surface: str = ""
    changes: bool | None = None
    loose: bool = False
    opens_pair: bool = False

    @classmethod
    def nothing(cls) -> "Stated":
        """Return what a claim without a number states."""
        return cls(Quantity(Kind.SCORE), near="")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of one row or one figure of a second document; `numbers` may be empty."""

    claim_id: str
    text: str
    numbers: tuple[Stated, ...]


def figure_to_stated(
    figure: Figure, *, near: str, rest: str = "", changes: bool | None = None
) -> Stated:
    """Return what a figure of a claim's text states."""
    return Stated(
        figure.quantity,
        near=near,
        rest=rest,
        role=figure.role,
        agency=figure.agency,
        agency_id=figure.agency_id,
        period=figure.period,
        basis=figure.basis,
        evidence=figure.evidence,
        surface=figure.mention.surface,
        changes=changes,
    )
