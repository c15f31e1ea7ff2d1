"""Claims against a report: a verdict a claim, with its evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from nstp_extract.audit.claims.claim import Claim, Stated
from nstp_extract.audit.claims.conclusion import flips_conclusion
from nstp_extract.audit.claims.judge import Ruling, list_evidence, rule_claim
from nstp_extract.audit.claims.say import Place, describe_ruling, describe_unread
from nstp_extract.audit.claims.source import Source
from nstp_extract.audit.claims.unread import find_unread
from nstp_extract.audit.claims.values import claimed_interval
from nstp_extract.audit.interval import Interval, quantity_to_interval
from nstp_extract.core.figure import Extraction, Figure
from nstp_extract.core.verdict import Verdict
from nstp_extract.core.vocabulary import Grade, Ground, Judgement
from nstp_extract.lexicon import Lexicon

Ends = tuple[Decimal | None, Decimal | None]


def check_claims(
    claims: Sequence[Claim],
    extractions: Iterable[Extraction],
    *,
    lexicon: Lexicon,
    version: int = 1,
    earlier: Mapping[str, Decimal] = MappingProxyType({}),
) -> list[Verdict]:
    """Return a verdict a claim, in their order, each from the report that it is most likely about.

    Reports are read one after the other, so that memory does not grow with their number. What none
    of several reports decides is of none: its `report_id` is empty. `earlier`
    holds what the version before stated where this one states other numbers, by figure id.
    """
    best: dict[int, tuple[float, Verdict]] = {}
    reports = 0
    for extraction in extractions if claims else ():
        reports += 1
        source = Source(extraction, lexicon=lexicon, earlier=earlier)
        for at, claim in enumerate(claims):
            weight, verdict = _check(claim, source, version=version)
            if at not in best or weight > best[at][0]:
                best[at] = (weight, verdict)
    verdicts = [best[at][1] for at in sorted(best)]
    return verdicts if reports == 1 else [_leave_open(verdict) for verdict in verdicts]


def _leave_open(verdict: Verdict) -> Verdict:
    """Return a verdict of one of several reports, without the report if nothing in it decided."""
    absent = verdict.ground in (Ground.NO_NUMERAL, Ground.NO_NUMBER)
    return replace(verdict, report_id="") if absent else verdict


def withhold_absence(verdict: Verdict, unread: Sequence[str]) -> Verdict:
    """Return a verdict that says not found as not checked, because reports were not read."""
    if verdict.judgement is not Judgement.NOT_FOUND:
        return verdict
    zh, en = describe_unread(", ".join(unread))
    return replace(
        verdict,
        judgement=Judgement.NOT_CHECKED,
        ground=Ground.UNREADABLE_PAGE,
        message_zh=zh,
        message_en=en,
    )


def _check(claim: Claim, source: Source, *, version: int) -> tuple[float, Verdict]:
    """Return what the report of `source` says to a claim, and how much speaks for that report.

    Of a claim with several numbers the gravest ruling is told; the figures of the others follow.
    """
    rulings = rule_claim(claim, source)
    if not rulings:
        rulings = (Ruling(Stated.nothing(), Judgement.NOT_CHECKED, Ground.NO_NUMBER),)
    first = rulings[0]
    if first.judgement is Judgement.NOT_FOUND:
        first, place = _search_on(first, source)
    else:
        place = _place_of(first, source)
    weight = sum(ruling.weight for ruling in rulings)
    settled = (first, *rulings[1:])
    return weight, _make_verdict(claim, settled, place, source=source, version=version)


def _search_on(ruling: Ruling, source: Source) -> tuple[Ruling, Place]:
    """Return what stands of a number that no figure states: nothing is missed unread."""
    run = find_unread(ruling.stated, source)
    if run is not None:
        text = source.extraction.document.text[run.start : run.end]
        changed = Ruling(ruling.stated, Judgement.NOT_CHECKED, Ground.UNREAD_NUMERAL)
        return changed, Place(run, text)
    refused = [p.number for p in source.extraction.document.pages if p.grade is Grade.REFUSED]
    if refused:
        pages = ", ".join(map(str, refused))
        changed = Ruling(ruling.stated, Judgement.NOT_CHECKED, Ground.UNREADABLE_PAGE)
        return changed, Place(pages=pages)
    return ruling, Place()


def _place_of(ruling: Ruling, source: Source) -> Place:
    if ruling.option is None:
        return Place()
    figure = ruling.option.statement.figure
    figures = {f.figure_id: f for f in source.extraction.figures} if ruling.others else {}
    others = "、".join(
        f"{figures[other].mention.surface} ({figures[other].mention.span.start})"
        for other in ruling.others
    )
    return Place(figure.mention.span, figure.mention.surface, other=others)


def _make_verdict(
    claim: Claim, rulings: tuple[Ruling, ...], place: Place, *, source: Source, version: int
) -> Verdict:
    ruling = rulings[0]
    extraction = source.extraction
    document = extraction.document
    figure = ruling.option.statement.figure if ruling.option else None
    zh, en = describe_ruling(ruling, place, document)
    return Verdict(
        claim.claim_id,
        ruling.judgement,
        ruling.ground,
        zh,
        en,
        slip=ruling.slip,
        figure_ids=list_evidence(rulings),
        span=place.span,
        quote=_quote(figure, place, document.text),
        page=document.page(place.span.start) if place.span else None,
        heading_path=figure.section.path if figure and figure.section else (),
        claimed=_ends(claimed_interval(ruling.stated)),
        source=_ends(_source_interval(ruling)),
        delta=_delta(ruling),
        flips_conclusion=flips_conclusion(ruling, extraction),
        report_id=extraction.report.report_id,
        version=version,
    )


def _quote(figure: Figure | None, place: Place, text: str) -> str:
    if figure is not None:
        return " ".join(figure.sentence.split())
    if place.span is None:
        return ""
    return " ".join(text[max(0, place.span.start - 30) : place.span.end + 30].split())


def _source_interval(ruling: Ruling) -> Interval | None:
    if ruling.option is None:
        return None
    return quantity_to_interval(ruling.option.statement.quantity)


def _ends(interval: Interval | None) -> Ends:
    """Return the ends of an interval, None where it is open."""
    if interval is None:
        return None, None
    low, high = (end if end.is_finite() else None for end in (interval.low, interval.high))
    return low, high


def _delta(ruling: Ruling) -> Decimal | None:
    if ruling.option is None or ruling.ground is Ground.UNIT:
        return None
    claimed, source = ruling.stated.quantity.value, ruling.option.statement.quantity.value
    return None if claimed is None or source is None else claimed - source
