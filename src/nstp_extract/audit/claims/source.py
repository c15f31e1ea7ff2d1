"""What a report states, ready to be asked: each figure and each derived number with its wording."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Final

from nstp_extract.audit.checks import audit_extraction
from nstp_extract.audit.claims.claim import Stated
from nstp_extract.audit.claims.derived import Derived, derive_quantities
from nstp_extract.audit.wording import Weights, Wordings, compile_wordings
from nstp_extract.core.figure import Extraction, Figure, Quantity
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import CheckCode, CheckResult, Grade, RelationType
from nstp_extract.lexicon import Lexicon
from nstp_extract.relations import list_changes

_BEFORE: Final = 36
_BEHIND: Final = 24
_WIDE: Final = 0.6
_UNIT: Final = "#"
_REST: Final = 0.4
_COVER: Final = 0.65


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A number that a report states, or that follows from two of its figures.

    The first of `figures` is the one that a verdict points to. `subject`, `near` and `wide` are
    features of the indicator, of the words around the number, and of its sentence and headings.
    `formula` is empty for a number as printed; `in_change` marks an end of a change, `changes` a
    number that says how far something changed, and `rises` which way one that is derived goes.
    """

    figures: tuple[Figure, ...]
    quantity: Quantity
    subject: frozenset[str]
    near: frozenset[str]
    wide: frozenset[str]
    formula: str = ""
    in_change: bool = False
    changes: bool = False
    rises: bool | None = None

    @property
    def figure(self) -> Figure:
        """Return the figure that a verdict points to."""
        return self.figures[0]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A statement with how well its wording fits a claim's, from 0 to 1.

    `cover` is how much of the claim's words stand around it, `words` the same without the unit;
    `score` regards its indicator too.
    """

    score: float
    cover: float
    words: float
    statement: Statement


class Source:
    """One report, indexed for claims."""

    def __init__(
        self,
        extraction: Extraction,
        *,
        lexicon: Lexicon,
        earlier: Mapping[str, Decimal] = MappingProxyType({}),
    ) -> None:
        """Read the wording of every figure once.

        `earlier` holds the numbers that the version before stated where this one states others, by
        the ids of the figures.
        """
        self.extraction = extraction
        self.earlier = earlier
        self.lexicon = lexicon
        self.wordings: Wordings = compile_wordings(lexicon)
        sentences = dict.fromkeys(figure.sentence for figure in extraction.figures)
        features = {sentence: self.wordings.features(sentence) for sentence in sentences}
        units = (_unit_feature(figure.quantity) for figure in extraction.figures)
        self._weights = Weights((*features.values(), *units))
        self._ends = frozenset(_list_ends(extraction))
        self._changes = list_changes(extraction.figures, lexicon=lexicon)
        printed = [self._print(figure, features) for figure in extraction.figures]
        by_id = {s.figure.figure_id: s for s in printed}
        derived = [self._derive(d, by_id) for d in derive_quantities(extraction)]
        self.statements: tuple[Statement, ...] = (*printed, *derived)
        self._postings = _index(self.statements)
        self._subjects = [self._weights.sum(s.subject) for s in self.statements]
        self.same = _restatements(extraction)

    @cached_property
    def rivals(self) -> Mapping[str, tuple[Figure, ...]]:
        """The figures of footnotes and those that the audit finds to disagree, by the other's id.

        The audit is that of the extraction, if it has one; else it is made when first asked for.
        """
        return _find_rivals(self.extraction, self.lexicon)

    def rank(self, stated: Stated) -> list[Ranked]:
        """Return every statement with how well its wording fits, best first."""
        unit = _unit_feature(stated.quantity)
        own = self._weights.sum(unit)
        near = self.wordings.features(stated.near) | unit
        rest = self.wordings.features(stated.rest) - near
        total = self._weights.sum(near) + _REST * self._weights.sum(rest)
        cover: dict[int, float] = defaultdict(float)
        subject: dict[int, float] = defaultdict(float)
        for share, features in ((1.0, near), (_REST, rest)):
            for feature in features:
                weight = self._weights.of(feature)
                for at, level, is_subject in self._postings.get(feature, ()):
                    cover[at] += share * weight * level
                    subject[at] += weight * is_subject
        ranked = []
        for at, statement in enumerate(self.statements):
            covered = cover[at] / total if total else 0.0
            same_unit = not unit.isdisjoint(statement.near)
            words = covered - (own / total if same_unit and total else 0.0)
            score = self._score(at, covered, subject[at])
            ranked.append(Ranked(score, covered, words, statement))
        return sorted(ranked, key=lambda r: (-r.score, r.statement.figure.mention.span.start))

    def cover(self, stated: Stated, text: str) -> float:
        """Return how much of the words of a claim's number a text holds, from 0 to 1."""
        near = self.wordings.features(stated.near)
        total = self._weights.sum(near)
        return self._weights.sum(near & self.wordings.features(text)) / total if total else 0.0

    def is_trusted(self, figure: Figure) -> bool:
        """Tell whether the page of a figure can be trusted wholly."""
        document = self.extraction.document
        page = document.page(figure.mention.pieces[0].start)
        return not document.pages or page is None or document.pages[page - 1].grade is Grade.GOOD

    def _score(self, at: int, cover: float, subject: float) -> float:
        whole = self._subjects[at]
        return _COVER * cover + (1 - _COVER) * (min(1.0, subject / whole) if whole else cover)

    def _print(self, figure: Figure, sentences: Mapping[str, frozenset[str]]) -> Statement:
        around = f"{_tail(figure.prefix)}，{_head(figure.suffix)}"
        subject = self.wordings.features(figure.indicator or "")
        titles = " ".join(figure.section.path[-2:]) if figure.section else ""
        return Statement(
            (figure,),
            figure.quantity,
            subject,
            self.wordings.features(around) | subject | _unit_feature(figure.quantity),
            sentences[figure.sentence] | self.wordings.features(titles),
            in_change=figure.figure_id in self._ends,
            changes=figure.figure_id in self._changes,
        )

    def _derive(self, derived: Derived, by_id: Mapping[str, Statement]) -> Statement:
        parts = [by_id[figure.figure_id] for figure in derived.figures]
        return Statement(
            derived.figures,
            derived.quantity,
            parts[0].subject,
            frozenset().union(*(part.near for part in parts)),
            frozenset().union(*(part.wide for part in parts)),
            derived.formula,
            changes=derived.rises is not None,
            rises=derived.rises,
        )


def _unit_feature(quantity: Quantity) -> frozenset[str]:
    """Return a unit as a feature: few things are counted in 股, many in 家."""
    return frozenset((_UNIT + quantity.unit,)) if quantity.unit else frozenset()


def _tail(prefix: str) -> str:
    return fold(prefix)[-_BEFORE:]


def _head(suffix: str) -> str:
    """Return what stands behind a figure up to the next stop."""
    head = fold(suffix)[:_BEHIND]
    stops = [at for mark in "，。；！？" if (at := head.find(mark)) >= 0]
    return head[: min(stops)] if stops else head


def _index(statements: Sequence[Statement]) -> Mapping[str, list[tuple[int, float, bool]]]:
    postings: dict[str, list[tuple[int, float, bool]]] = defaultdict(list)
    for at, statement in enumerate(statements):
        for feature in statement.near | statement.wide:
            level = 1.0 if feature in statement.near else _WIDE
            postings[feature].append((at, level, feature in statement.subject))
    return postings


def _list_ends(extraction: Extraction) -> Iterator[str]:
    for relation in extraction.relations:
        if relation.type is RelationType.BASELINE_OF:
            yield from (relation.from_id, relation.to_id)


def _restatements(extraction: Extraction) -> Mapping[str, tuple[str, ...]]:
    """Return the figures that say the same as a figure, by its id."""
    groups: dict[str, list[str]] = {}
    for relation in extraction.relations:
        if relation.type is RelationType.SAME_AS:
            group = groups.setdefault(relation.to_id, [relation.to_id])
            group.append(relation.from_id)
            groups[relation.from_id] = group
    return {key: tuple(other for other in group if other != key) for key, group in groups.items()}


def _find_rivals(extraction: Extraction, lexicon: Lexicon) -> Mapping[str, tuple[Figure, ...]]:
    """Return what is stated of one thing elsewhere, on a note or otherwise, by a figure's id."""
    figures = {figure.figure_id: figure for figure in extraction.figures}
    rivals: dict[str, dict[str, Figure]] = defaultdict(dict)
    for one, other in (*_note_pairs(extraction), *_failed_pairs(extraction, lexicon)):
        rivals[one][other] = figures[other]
        rivals[other][one] = figures[one]
    return {one: tuple(others.values()) for one, others in rivals.items()}


def _note_pairs(extraction: Extraction) -> Iterator[tuple[str, str]]:
    for relation in extraction.relations:
        if relation.type is RelationType.NOTE_ON:
            yield relation.from_id, relation.to_id


def _failed_pairs(extraction: Extraction, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield the figures that state one indicator and disagree."""
    for check in extraction.checks or audit_extraction(extraction, lexicon=lexicon):
        if check.code is CheckCode.RESTATEMENT and check.result is CheckResult.FAIL:
            one, other = check.figure_ids
            yield one, other
