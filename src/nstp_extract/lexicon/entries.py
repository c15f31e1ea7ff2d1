"""The types of lexicon entries, one a file of ``data/``.

Every entry has the surfaces it owns, a `source` where it is attested, and an `example`: a text and
what must be read in it, which a test runs through the real extractor.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from nstp_extract.core.vocabulary import Bound, Kind, Reason, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text, and what must be read in it."""

    text: str
    expect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry has."""

    table: ClassVar[str]
    key: str
    surfaces: tuple[str, ...]
    source: str
    example: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Entry):
    """A unit of measure, a share or a score: 公里, %, 倍.

    `ucum` is its UCUM code, empty where none exists; `symbol` is what the table shows, the surface
    as written if empty. `factor` turns the printed number into the unit (成: 10 per cent).
    """

    table: ClassVar[str] = "units"
    kind: Kind
    ucum: str = ""
    symbol: str = ""
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier(Entry):
    """A classifier that counts things: 家, 件, 人次.

    `numerals` says which numerals may stand before it: ``any``, or ``arabic`` where a Han numeral
    before it is more often a word (三角, 一面).
    """

    table: ClassVar[str] = "classifiers"
    numerals: str = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency(Entry):
    """A currency's unit behind a number, or its name before one; `iso` is its ISO 4217 code.

    `place` is ``after`` (美元) or ``before`` (新臺幣).
    """

    table: ClassVar[str] = "currencies"
    iso: str
    place: str = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier(Entry):
    """A qualifier that bounds a number: 約, 逾, 以上. `place` is ``before`` or ``after``.

    `kinds` restricts it to figures of these kinds; empty means all. Behind a character of
    `not_after` or before one of `not_before` the surface is part of another word (簽約, 內容); so
    it is before all but those of `only_before`, if there are any (上億元).
    """

    table: ClassVar[str] = "bounds"
    bound: Bound
    place: str
    kinds: tuple[Kind, ...] = ()
    not_after: str = ""
    not_before: str = ""
    only_before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCue(Entry):
    """A cue of a role. `scope` says where the figure stands that it governs.

    ``clause``: behind the cue, up to the end of its clause; ``sentence``: behind it, up to the end
    of its sentence; ``next``: the next figure only; ``after``: the figure right before the cue.
    A construction that no list of surfaces holds is a `pattern`, a regular expression over folded
    text: 設定…於116年達成.
    """

    table: ClassVar[str] = "roles"
    role: Role
    scope: str = "clause"
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Entry):
    """A body that does things: the first of `surfaces` is its usual short name.

    `name` is the full legal name, `successor` the key of the body that took it over, `since` and
    `until` the days it existed, `level` ``central``, ``local``, ``institute`` or ``foreign``.
    """

    table: ClassVar[str] = "agencies"
    name: str
    level: str = "central"
    successor: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingStyle(Entry):
    """A style of heading number. `pattern` is a regular expression over the folded line.

    Its group ``number`` is the number as written. `level` is the level that the style has by
    itself, empty where nesting decides; `ordinals` is the sequence its numbers run through.
    """

    table: ClassVar[str] = "headings"
    pattern: str
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedExpression(Entry):
    """An expression whose numerals count nothing: 一方面, 5G, 第十次.

    `pattern` is a regular expression over folded text, in place of surfaces. A `weak` expression
    gives way to a reading with a unit: 圖2 is a reference, 圖2張 counts.
    """

    table: ClassVar[str] = "fixed_expressions"
    reason: Reason
    pattern: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPattern(Entry):
    """A regular expression over folded text that a rule of the grammar uses under its key."""

    table: ClassVar[str] = "patterns"
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPattern(Entry):
    """A regular expression over folded text that a rule of the audit uses under its key.

    The example's text is audited, and must give a check that reads ``CODE result``.
    """

    table: ClassVar[str] = "audits"
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Entry):
    """A word that a rule looks for, by the rule's `use`, or a domain word for the segmenter."""

    table: ClassVar[str] = "terms"
    use: str


ENTRY_TYPES: tuple[type[Entry], ...] = (
    Unit,
    Classifier,
    Currency,
    Qualifier,
    RoleCue,
    Agency,
    HeadingStyle,
    FixedExpression,
    NamedPattern,
    AuditPattern,
    Term,
)
