"""The closed vocabularies: every code that a row of data may hold.

The values are the labels of the guideline (``tests/gold/GUIDELINES.md``), so that a table, a gold
file and the code spell a thing alike. Words of the reports themselves belong in the lexicon.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a figure measures."""

    AMOUNT = "amount"
    COUNT = "count"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    MEASURE = "measure"
    SCORE = "score"
    DATE = "date"


class Bound(StrEnum):
    """How a stated number bounds the true one."""

    EXACT = "="
    ABOUT = "~"
    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="


class Role(StrEnum):
    """What part a figure plays in what the report claims."""

    RESULT = "result"
    BASELINE = "baseline"
    FORECAST = "forecast"
    TARGET = "target"
    CONTEXT = "context"
    STRUCTURAL = "structural"
    PERIOD = "period"


class Basis(StrEnum):
    """How a figure relates to its period: at its end, within one year, or summed over it."""

    AS_OF = "as_of"
    ANNUAL = "annual"
    CUMULATIVE = "cumulative"


class Level(StrEnum):
    """The rank of a section in the outline, outermost first."""

    PART = "part"
    GOAL = "goal"
    STRATEGY = "strategy"
    MEASURE = "measure"
    SECTION = "section"
    ITEM = "item"
    SUBITEM = "subitem"
    BULLET = "bullet"
    TABLE = "table"
    NOTE = "note"


class PassageKind(StrEnum):
    """What a passage of a document is, as far as its layout tells."""

    BODY = "body"
    NOTE = "note"
    CAPTION = "caption"
    CONTENTS = "contents"
    TABLE = "table"
    FURNITURE = "furniture"


class Engine(StrEnum):
    """What read the characters of a page."""

    TEXT = "text"
    PDF = "pdf"
    OCR = "ocr"


class Grade(StrEnum):
    """How far the text of a page can be trusted, best first."""

    GOOD = "good"
    SUSPECT = "suspect"
    REFUSED = "refused"


class PageReason(StrEnum):
    """Why a page is not good, or is good and empty."""

    BLANK = "blank"
    NUMERALS_DIFFER = "numerals_differ"
    ONE_ENGINE = "one_engine"
    VERTICAL = "vertical"
    OCR_LAYER = "ocr_layer"
    OCR = "ocr"
    TRUNCATED = "truncated"
    NO_TEXT_LAYER = "no_text_layer"
    UNMAPPED_GLYPHS = "unmapped_glyphs"
    ENGINES_DISAGREE = "engines_disagree"
    BAD_OCR = "bad_ocr"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    DAMAGED = "damaged"


class Reason(StrEnum):
    """Why a numeral run is no figure."""

    LIST_MARK = "list_mark"
    HEADING_NUMBER = "heading_number"
    PAGE_NUMBER = "page_number"
    RUNNING_HEAD = "running_head"
    NOTE_MARK = "note_mark"
    REFERENCE = "reference"
    DOCUMENT_NUMBER = "document_number"
    ORDINAL = "ordinal"
    NAME = "name"
    MAP_SCALE = "map_scale"
    EXPRESSION = "expression"
    WORD = "word"
    BARE_NUMERAL = "bare_numeral"
    NO_UNIT = "no_unit"
    UNSURE = "unsure"
    MALFORMED = "malformed"


class RelationType(StrEnum):
    """A link between two figures that the text itself states."""

    BASELINE_OF = "baseline_of"
    PART_OF_TOTAL = "part_of_total"
    SHARE_OF = "share_of"
    SAME_AS = "same_as"
    NOTE_ON = "note_on"


class CheckCode(StrEnum):
    """What an internal check compares."""

    PARTS = "FT"
    ENUMERATION = "EN"
    RATE = "RX"
    CHANGE = "BR"
    RESTATEMENT = "TX"
    YEAR = "YR"
    GUARD = "GD"


class CheckResult(StrEnum):
    """How a check came out; `PASS_ROUNDED` needed the intervals that the numbers stand for."""

    PASS = "pass"  # noqa: S105  (no password)
    PASS_ROUNDED = "pass_rounded"  # noqa: S105  (no password)
    FAIL = "fail"
    INCOMPLETE = "incomplete"
    BLOCKED = "blocked"


class Severity(StrEnum):
    """How much a finding matters, least first; `NONE` is of a check that found nothing."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Rounding(StrEnum):
    """How the last printed digit of a number may have come about."""

    HALF_UP = "half-up"
    TRUNCATE = "truncate"
    EITHER = "either"


class Judgement(StrEnum):
    """What a report says to a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    MISMATCH = "mismatch"
    CONFLICT = "conflict"
    NOT_FOUND = "not_found"
    NOT_CHECKED = "not_checked"


class Ground(StrEnum):
    """Why a claim got its judgement.

    Those up to ``suspect_page`` support it. ``value``, ``direction`` and, with a slip of calendar,
    ``period`` contradict it; from ``period`` to ``basis`` the number is there and something else
    differs; the rest settle nothing.
    """

    EXACT = "exact"
    ROUNDED = "rounded"
    TRUNCATED = "truncated"
    HEDGED = "hedged"
    DERIVED = "derived"
    SUSPECT_PAGE = "suspect_page"
    VALUE = "value"
    DIRECTION = "direction"
    PERIOD = "period"
    UNIT = "unit"
    AGENCY = "agency"
    INDICATOR = "indicator"
    ROLE = "role"
    BASIS = "basis"
    SOURCE_DISAGREES = "source_disagrees"
    NO_NUMERAL = "no_numeral"
    NO_NUMBER = "no_number"
    UNREADABLE_PAGE = "unreadable_page"
    UNREAD_NUMERAL = "unread_numeral"


class Slip(StrEnum):
    """How a wrong number came from the right one."""

    POWER_OF_TEN = "power_of_ten"
    WAN_YI = "wan_yi"
    DIGIT_SWAP = "digit_swap"
    ROC_CE = "roc_ce"
    PERCENT_POINTS = "percent_points"
    OTHER_VERSION = "other_version"


class ChangeKind(StrEnum):
    """What became of a figure from one version to the next; the first that holds is told."""

    ADDED = "added"
    DROPPED = "dropped"
    REVISED = "revised"
    MOVED = "moved"
    REWORDED = "reworded"
