"""What an extraction is made of: quantities, figures, rejections, sections, and the whole."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from nstp_extract.core.check import Check
from nstp_extract.core.document import Cell, Document
from nstp_extract.core.span import Mention, Span
from nstp_extract.core.vocabulary import Basis, Bound, Kind, Level, Reason, RelationType, Role

CORRECTED_VALUE: Final = "corrected_value"
"""The rule in a figure's evidence that tells the guard not to read a corrected value again."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a surface says, in base units: 4億8,388萬7千元 is 483887000 of unit TWD.

    `value` is absent where the surface states a range or an open number; `low` and `high` hold
    those. `decimals` is the number of digits printed behind the point and `scale` what one unit of
    the last printed part stands for, so that a value's precision can be told (20.55億: 2, 10⁸).
    """

    kind: Kind
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    bound: Bound = Bound.EXACT
    decimals: int = 0
    scale: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        """Hold a value or an interval, never both."""
        if self.value is not None and (self.low is not None or self.high is not None):
            msg = f"a value and an interval at once: {self}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; an open end is None. `text` is what named it."""

    start: date | None
    end: date | None
    text: str = ""

    def __str__(self) -> str:
        """Write ``2017-01-01/2020-12-31``, an open end as nothing."""
        return f"{self.start or ''}/{self.end or ''}"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it covers: `span` runs from its mark to the next heading of its rank.

    `number` is as written (一, 1); `title` is absent where the mark opens a paragraph outright.
    `agencies` are those that the plan's own table names for a strategy; `strategy_id` is the
    strategy that a bullet of a summary mirrors.
    """

    section_id: str
    level: Level
    number: str
    title: str | None
    heading: Mention
    span: Span
    parent: "Section | None" = None
    agencies: tuple[str, ...] = ()
    strategy_id: str | None = None

    @property
    def lineage(self) -> tuple["Section", ...]:
        """Return the sections from the outermost down to this one."""
        above = self.parent.lineage if self.parent else ()
        return (*above, self)

    @property
    def path(self) -> tuple[str, ...]:
        """Return the headings from the outermost down to this one, as printed."""
        return tuple(section.heading.surface for section in self.lineage)

    def at(self, level: Level) -> "Section | None":
        """Return this section or the nearest above it that has `level`."""
        for section in reversed(self.lineage):
            if section.level is level:
                return section
        return None


class SectionIndex:
    """The sections of a document, for asking which one covers a place."""

    __slots__ = ("_sections", "_starts")

    def __init__(self, sections: Sequence[Section]) -> None:
        """Index the sections, which are in text order."""
        self._sections = sections
        self._starts = [section.span.start for section in sections]

    def at(self, place: int) -> Section | None:
        """Return the innermost section that covers a code point of the document."""
        index = bisect_right(self._starts, place) - 1
        section = self._sections[index] if index >= 0 else None
        while section is not None and section.span.end <= place:
            section = section.parent
        return section


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: a mention, what it says, and what the report says it of.

    `evidence` names the rules that decided, in order. `prefix` and `suffix` are the characters
    before and behind the mention in its sentence. A figure in a table has its `cell`; where the
    unit of its number stands elsewhere (單位：千元), `unit_pieces` are the unit's place.
    `corrected_by` is the key of the reviewed correction that changed it.
    """

    figure_id: str
    mention: Mention
    quantity: Quantity
    role: Role
    indicator: str | None
    agency: str | None
    agency_id: str | None
    period: Period | None
    basis: Basis | None
    section: Section | None
    sentence: str
    prefix: str
    suffix: str
    evidence: tuple[str, ...]
    cell: Cell | None = None
    unit_pieces: tuple[Span, ...] = ()
    corrected_by: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A numeral run that is no figure, and why; `rule` names the lexicon entry or rule."""

    span: Span
    text: str
    reason: Reason
    rule: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated link: `from_id` is the part, the baseline, the share, the later or the note."""

    type: RelationType
    from_id: str
    to_id: str
    exhaustive: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a report beside its text: the keys of ``raw/<report_id>.toml``.

    `headings` pairs a level with the number style that opens it, outermost first.
    """

    report_id: str
    title: str | None = None
    agency: str | None = None
    document_no: str | None = None
    published_on: date | None = None
    url: str | None = None
    licence: str | None = None
    language: str = "zh-Hant-TW"
    currency: str = "TWD"
    period: Period | None = None
    headings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read of one report, in text order; `checks` only once it has been audited."""

    report: Report
    document: Document
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    rejections: tuple[Rejection, ...]
    relations: tuple[Relation, ...] = ()
    checks: tuple[Check, ...] = ()
