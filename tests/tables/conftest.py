"""A small extraction made by hand, with every case that a table has to hold."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from nstp_extract.core.check import Check
from nstp_extract.core.document import Document, Passage
from nstp_extract.core.figure import (
    Extraction,
    Figure,
    Period,
    Quantity,
    Rejection,
    Relation,
    Report,
    Section,
)
from nstp_extract.core.span import Mention, Span, join_surface
from nstp_extract.core.vocabulary import (
    Basis,
    Bound,
    CheckCode,
    CheckResult,
    Kind,
    Level,
    PassageKind,
    Reason,
    RelationType,
    Role,
    Severity,
)
from nstp_extract.lexicon import Lexicon, load_lexicon

TEXT = "目標一、創新\n經濟部投資1.3\n\n億元，由17秒提升至10秒，達3-5倍，共2萬家，第十次。"
YEARS = Period(date(2017, 1, 1), date(2020, 12, 31), "106至109年度")
AMOUNT = Quantity(Kind.AMOUNT, Decimal("130000000"), unit="TWD", decimals=1)


def make_figure(figure_id: str, surface: str, quantity: Quantity, **changes: Any) -> Figure:
    start = TEXT.index(surface)
    span = Span(start, start + len(surface))
    fields: dict[str, Any] = {
        "role": Role.RESULT,
        "indicator": "投資",
        "agency": "經濟部",
        "agency_id": "moea",
        "period": YEARS,
        "basis": Basis.CUMULATIVE,
        "section": None,
        "sentence": TEXT,
        "prefix": TEXT[:start],
        "suffix": TEXT[start + len(surface) :],
        "evidence": ("quantity.amount", "role.default"),
    }
    mention = Mention(span, (span,), join_surface(TEXT, [span]))
    return Figure(figure_id, mention, quantity, **fields | changes)


def make_extraction(*figures: Figure, **changes: Any) -> Extraction:
    document = Document(
        "sample.txt",
        TEXT,
        (Passage(PassageKind.BODY, (Span(0, len(TEXT)),), TEXT),),
        sha256="0" * 64,
    )
    report = Report("sample", title="範例", published_on=date(2022, 2, 24), period=YEARS)
    fields: dict[str, Any] = {"sections": (), "rejections": (), "relations": ()}
    return Extraction(report, document, figures=figures, **fields | changes)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def goal() -> Section:
    heading = Span(0, 6)
    mention = Mention(heading, (heading,), TEXT[:6])
    return Section("s1", Level.GOAL, "一", "創新", mention, Span(0, len(TEXT)))


@pytest.fixture
def extraction(goal: Section) -> Extraction:
    def seconds(value: int) -> Quantity:
        return Quantity(Kind.MEASURE, Decimal(value), unit="秒")

    interval = Quantity(Kind.MULTIPLE, low=Decimal(3), high=Decimal(5), unit="倍")
    houses = Quantity(Kind.COUNT, Decimal(20000), unit="家", bound=Bound.ABOUT)
    ordinal = TEXT.index("十次")
    return make_extraction(
        make_figure("f4", "1.3\n\n億元", AMOUNT, section=goal),
        make_figure("f3", "17秒", seconds(17), role=Role.BASELINE, section=goal),
        make_figure("f2", "10秒", seconds(10), section=goal),
        make_figure("f1", "3-5倍", interval, role=Role.FORECAST, period=None, basis=None),
        make_figure("f0", "2萬家", houses, role=Role.TARGET, section=goal),
        sections=(goal,),
        rejections=(Rejection(Span(ordinal, ordinal + 1), "十", Reason.ORDINAL, "ordinal.di"),),
        relations=(
            Relation(RelationType.BASELINE_OF, "f3", "f2"),
            Relation(RelationType.SAME_AS, "f0", "f4"),
        ),
        checks=(
            Check(
                "c1",
                CheckCode.RATE,
                CheckResult.FAIL,
                Severity.HIGH,
                figure_ids=("f3", "f2"),
                spans=(Span(21, 24), Span(27, 30)),
                formula="10秒 ÷ 17秒 = 3-5倍",
                left=(Decimal(10) / Decimal(17), None),
                right=(Decimal(3), Decimal(5)),
                message_zh="不符。",
                message_en="They disagree.",
            ),
        ),
    )
