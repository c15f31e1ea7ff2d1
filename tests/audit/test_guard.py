"""The guard and the ledger find what is broken: every check is made to fail."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nstp_extract.audit import find_violations
from nstp_extract.core.figure import Period, Rejection
from nstp_extract.core.span import Mention, Span
from nstp_extract.core.vocabulary import Kind, Reason

TEXT = "\n".join(
    [
        "目標一、創新經濟",
        "於109年輔導35家業者，投資金額1,234.5億元，媒合率達76.48%，其中3、5及7家為新創。",
        "目標二、智慧生活",
        "召開第十次會議。",
    ]
)


@pytest.fixture(scope="module")
def extraction(extract):
    return extract(TEXT)


def find(extraction, surface):
    return next(f for f in extraction.figures if f.mention.surface == surface)


def changed(extraction, surface, **changes):
    """The extraction with one figure replaced."""
    old = find(extraction, surface)
    new = replace(old, **changes)
    return replace(extraction, figures=tuple(new if f is old else f for f in extraction.figures))


def quantified(extraction, surface, **changes):
    quantity = replace(find(extraction, surface).quantity, **changes)
    return changed(extraction, surface, quantity=quantity)


def mentioned(extraction, surface, start, end, *, said=None):
    span = Span(start, end)
    mention = Mention(span, (span,), TEXT[start:end] if said is None else said)
    return changed(extraction, surface, mention=mention)


def problems(extraction):
    return [violation.split(": ", 1)[-1] for violation in find_violations(extraction)]


def test_what_is_whole_has_no_violation(extraction):
    assert len(extraction.figures) == 7
    assert find_violations(extraction) == ()


def test_a_violation_names_its_figure_and_place(extraction):
    figure = find(extraction, "35家")
    (violation,) = find_violations(quantified(extraction, "35家", value=Decimal(36)))
    assert violation == (
        f"figure {figure.figure_id} at {figure.mention.span.start} (35家): "
        "its surface does not read as its value"
    )


@pytest.mark.parametrize(
    ("surface", "changes"),
    [
        ("35家", {"value": Decimal(53)}),
        ("35家", {"unit": "件"}),
        ("35家", {"kind": Kind.MEASURE}),
        ("35家", {"value": None, "low": Decimal(35)}),
        ("1,234.5億元", {"value": Decimal("123450000000.01")}),
        ("1,234.5億元", {"unit": "USD"}),
        ("1,234.5億元", {"value": Decimal(12345)}),
        ("76.48%", {"value": Decimal("76.5")}),
        ("76.48%", {"unit": "pp"}),
        ("3", {"value": Decimal(4)}),
    ],
)
def test_a_value_that_its_surface_does_not_give(extraction, surface, changes):
    assert problems(quantified(extraction, surface, **changes)) == [
        "its surface does not read as its value"
    ]


@pytest.mark.parametrize(
    "period",
    [
        None,
        Period(date(2019, 1, 1), date(2019, 12, 31)),
        Period(date(2020, 1, 1), date(2020, 6, 30)),
        Period(None, date(2020, 12, 31)),
    ],
)
def test_a_date_that_is_not_its_period(extraction, period):
    assert problems(changed(extraction, "109年", period=period)) == [
        "its surface does not read as its value"
    ]


@pytest.mark.parametrize(("start", "end"), [(2, 9), (3, 9), (4, 9), (6, 9), (0, 3), (0, 4), (0, 6)])
def test_an_edge_inside_a_number(extraction, start, end):
    at = TEXT.index("1,234.5億元")
    found = problems(mentioned(extraction, "1,234.5億元", at + start, at + end))
    assert "its edge stands inside a number" in found


@pytest.mark.parametrize(
    ("number", "head"),
    [
        ("1,234", "1"),
        ("1.5", "1"),
        ("1，250", "1，"),
        ("1250", "12"),
    ],
)
def test_a_number_that_was_cut_short(extract, number, head):
    extraction = extract(f"計{number}億元，")
    (figure,) = extraction.figures
    span = Span(1, 1 + len(head))
    quantity = replace(figure.quantity, value=Decimal(head.rstrip("，")))
    cut = replace(figure, mention=Mention(span, (span,), head), quantity=quantity)
    found = problems(replace(extraction, figures=(cut,)))
    assert "its edge stands inside a number" in found


def test_a_surface_that_its_pieces_do_not_give(extraction):
    at = TEXT.index("35家")
    assert "its pieces do not give its surface" in problems(
        mentioned(extraction, "35家", at, at + 3, said="36家")
    )


def test_a_figure_outside_its_section(extraction):
    wrong = extraction.sections[-1]
    assert problems(changed(extraction, "35家", section=wrong)) == [
        f"it lies outside section {wrong.section_id}"
    ]


def test_figures_that_overlap(extraction):
    figures = extraction.figures
    found = problems(replace(extraction, figures=(figures[0], *figures)))
    assert "overlaps the figure before it" in found
    assert "another figure has the same id" in found


def test_a_figure_that_vanished(extraction):
    kept = tuple(f for f in extraction.figures if f.mention.surface != "35家")
    at = TEXT.index("35家")
    assert find_violations(replace(extraction, figures=kept)) == (
        f"numeral run 35 at {at}: no row accounts for it",
    )


def test_a_rejection_that_vanished(extraction):
    kept = tuple(r for r in extraction.rejections if r.text != "十")
    (violation,) = find_violations(replace(extraction, rejections=kept))
    assert violation == f"numeral run 十 at {TEXT.index('第十次') + 1}: no row accounts for it"


def test_a_run_that_two_rows_hold(extraction):
    at = TEXT.index("35")
    twice = Rejection(Span(at, at + 2), "35", Reason.WORD, "test")
    (violation,) = find_violations(replace(extraction, rejections=(twice, *extraction.rejections)))
    assert violation.startswith(f"numeral run 35 at {at}: 2 rows")


def test_a_broken_figure_over_a_footnote(extract):
    extraction = extract("輔導數位經濟新創團隊22\n\n⁴ MOOCs平臺係指線上課程。\n\n隊，促成募資。")
    (figure,) = extraction.figures
    assert len(figure.mention.pieces) == 2
    assert find_violations(extraction) == ()
    alone = Mention(figure.mention.span, (figure.mention.span,), "22隊")
    broken = replace(extraction, figures=(replace(figure, mention=alone),))
    assert "its pieces do not give its surface" in problems(broken)
