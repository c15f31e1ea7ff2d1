"""The audit of one report: every check that its language allows, numbered and worded."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from itertools import chain
from typing import Final

from nstp_extract.audit.changes import check_changes, compile_changes
from nstp_extract.audit.computed import compile_rates
from nstp_extract.audit.enumerations import check_enumerations, compile_enumerations
from nstp_extract.audit.finding import Finding
from nstp_extract.audit.guard import check_guard
from nstp_extract.audit.interval import Interval
from nstp_extract.audit.rates import check_rates
from nstp_extract.audit.restatements import check_restatements
from nstp_extract.audit.scene import Scene, make_scenes
from nstp_extract.audit.sums import check_sums
from nstp_extract.audit.tables import check_tables
from nstp_extract.audit.totals import compile_sums
from nstp_extract.audit.years import check_years, compile_years
from nstp_extract.core.check import Check
from nstp_extract.core.document import Document
from nstp_extract.core.figure import Extraction
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import CheckResult, Rounding
from nstp_extract.lexicon import Lexicon, load_lexicon

_PASSED: Final = frozenset((CheckResult.PASS, CheckResult.PASS_ROUNDED))


def audit_extraction(
    extraction: Extraction,
    *,
    lexicon: Lexicon | None = None,
    rounding: Rounding = Rounding.EITHER,
) -> tuple[Check, ...]:
    """Return the checks of a report against itself, in text order, those that it passed too.

    `lexicon` is the one that the extraction was made with, by default the one of the package;
    `rounding` says how printed numbers may have been rounded.

    >>> from nstp_extract import extract_text
    >>> extraction = extract_text("甲2家、乙3家，共計6家。")
    >>> [check] = [check for check in audit_extraction(extraction) if check.figure_ids]
    >>> check.code.value, check.result.value, check.formula
    ('FT', 'fail', '2家 + 3家 = 6家')
    """
    lexicon = lexicon or load_lexicon()
    scenes = make_scenes(extraction, lexicon)
    findings = chain(
        check_guard(extraction, lexicon),
        *(_check_scene(scene, lexicon, rounding) for scene in scenes),
        check_tables(extraction, lexicon, rounding=rounding),
        check_restatements(extraction, scenes, lexicon, rounding=rounding),
    )
    return tuple(_number_checks(findings, extraction.document))


def with_checks(extraction: Extraction, *, lexicon: Lexicon | None = None) -> Extraction:
    """Return the extraction with the checks of its audit."""
    return replace(extraction, checks=audit_extraction(extraction, lexicon=lexicon))


def _check_scene(scene: Scene, lexicon: Lexicon, rounding: Rounding) -> Iterator[Finding]:
    yield from check_sums(scene, compile_sums(lexicon), rounding)
    yield from check_enumerations(scene, compile_enumerations(lexicon))
    yield from check_rates(scene, compile_rates(lexicon), rounding)
    yield from check_changes(scene, compile_changes(lexicon), rounding)
    yield from check_years(scene, compile_years(lexicon))


def _number_checks(findings: Iterable[Finding], document: Document) -> Iterator[Check]:
    """Yield a check a finding, sorted by place, its id made of code and figures."""
    seen: Counter[str] = Counter()
    placed = [(_spans(finding), finding) for finding in findings]
    placed.sort(key=lambda pair: (pair[0], pair[1].code, pair[1].computed, pair[1].stated))
    for spans, finding in placed:
        key = "\x1f".join((finding.code, finding.rule, *(f.figure_id for f in finding.figures)))
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()
        formula = f"{finding.computed} {finding.stated}".strip()
        words = _word_finding(finding, spans, document)
        yield Check(
            f"c{digest[:12]}",
            finding.code,
            finding.result,
            finding.rank,
            tuple(figure.figure_id for figure in finding.figures),
            spans,
            formula,
            _ends(finding.left),
            _ends(finding.right),
            *words,
        )


def _spans(finding: Finding) -> tuple[Span, ...]:
    return tuple(sorted({*finding.spans, *(f.mention.span for f in finding.figures)}))


def _ends(interval: Interval | None) -> tuple[Decimal | None, Decimal | None]:
    if interval is None:
        return None, None
    return tuple(end if end.is_finite() else None for end in (interval.low, interval.high))  # type: ignore[return-value]  # two of them


def _word_finding(finding: Finding, spans: tuple[Span, ...], document: Document) -> tuple[str, str]:
    """Return the message in Chinese and in English; each names every place with page and offset."""
    kind = "passed" if finding.result in _PASSED else finding.result.value
    words, rule = _load_texts("words"), _load_texts(finding.rule)
    general = f"{kind}_outcome" if f"{kind}_outcome_zh" in words and finding.outcome else kind
    said = []
    for language in ("zh", "en"):
        places = words[f"and_{language}"].join(
            _word_place(finding, span, document, language) for span in spans
        )
        reason = rule.get(f"{kind}_{language}") or words[f"{general}_{language}"]
        about = rule[f"about_{language}"]
        said.append(
            reason.format(
                about=about,
                places=places,
                computed=finding.computed,
                stated=finding.stated,
                printed=finding.stated.lstrip("=≤ "),
                outcome=finding.outcome,
            )
        )
    return said[0], said[1]


def _word_place(finding: Finding, span: Span, document: Document, language: str) -> str:
    """Return a figure as printed with its page, where there are pages, and its offset."""
    surface = next(
        (f.mention.surface for f in finding.figures if f.mention.span == span),
        "".join(document.text[span.start : span.end].split()),
    )
    page = document.page(span.start)
    key = "place" if page is None else "page"
    form = _load_texts("words")[f"{key}_{language}"]
    return form.format(surface=surface, page=page, start=span.start)


@lru_cache
def _load_texts(section: str) -> Mapping[str, str]:
    """Return the texts of a rule, or those that all rules share (``words``)."""
    content = (resources.files(__package__) / "messages.toml").read_text("utf-8")
    texts: dict[str, str] = tomllib.loads(content)[section]
    return texts
