"""Spans, mentions, documents, figures and errors: what they refuse and what they keep."""

import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal

import pytest

from nstp_extract.core import errors
from nstp_extract.core.document import Cell, Document, Passage, merge_pieces
from nstp_extract.core.errors import GuardError, NstpError, ReadError
from nstp_extract.core.figure import Figure, Period, Quantity, Section, SectionIndex
from nstp_extract.core.fold import fold
from nstp_extract.core.identity import number_figures
from nstp_extract.core.span import Mention, Span, join_surface
from nstp_extract.core.vocabulary import Kind, Level, PassageKind, Role

# --- spans ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_a_span_does_not_run_backwards(start, end):
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_spans_are_half_open():
    assert not Span(2, 5).overlaps(Span(5, 9))
    assert Span(2, 5).contains(Span(2, 5))
    assert not Span(2, 5).contains(Span(2, 6))
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]


def test_a_mention_holds_its_numeral_s_piece():
    with pytest.raises(ValueError, match="none of the pieces"):
        Mention(Span(0, 2), (Span(0, 3),), "22隊")


def test_a_surface_drops_every_blank():
    text = "9,789 萬\u3000\r\n5,000\t元"
    assert join_surface(text, [Span(0, len(text))]) == "9,789萬5,000元"


def test_pieces_that_only_blanks_part_are_one():
    text = "22⁴注\n隊 員"
    assert merge_pieces(text, [Span(0, 2), Span(5, 6), Span(7, 8)]) == (Span(0, 2), Span(5, 8))


def test_a_passage_refuses_pieces_of_another_length():
    with pytest.raises(ValueError, match="2 code points of pieces for a text of 3"):
        Passage(PassageKind.BODY, (Span(0, 2),), "三個字")
    with pytest.raises(ValueError, match="0 code points"):
        Passage(PassageKind.BODY, (), "")


def test_a_document_joins_pieces_as_they_stand():
    document = Document("text", "資本額達1.3\n\n億元", ())
    assert document.slice([Span(4, 7), Span(9, 11)]) == "1.3億元"


# --- fold -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１０６", "106"),
        ("ＰＭ２．５", "PM2.5"),
        ("\uf98e\ufa01\uf92f", "年度勞"),
        ("\u2f00\u2f2f\u2f64", "一工用"),
        ("１０６－１０９", "106-109"),
        ("1–2—3−4", "1-2-3-4"),
        ("1～2〜3", "1~2~3"),
        ("（五）", "(五)"),
        ("１，２３４，", "1，234，"),
        ("為最多,其次3,500家;共2類:", "為最多，其次3,500家；共2類："),
        ("10:30,A, B; https://a.tw", "10:30,A, B; https://a.tw"),
        ("1 , 858項 ,達", "1 , 858項 ，達"),
        ("95％﹪", "95%%"),
        ("一○五", "一〇五"),
        ("\u3000\u00a0\ufeff", "   "),
        ("R²⁵½①㎞", "R²⁵½①㎞"),
    ],
)
def test_look_alikes_are_folded_and_numbers_in_disguise_are_not(text, folded):
    assert fold(text) == folded


# --- quantities, sections, identity ---------------------------------------------------------------


def test_a_quantity_holds_a_value_or_an_interval():
    with pytest.raises(ValueError, match="at once"):
        Quantity(Kind.COUNT, value=Decimal(3), low=Decimal(2))


def test_a_period_prints_its_open_ends():
    assert str(Period(None, date(2020, 12, 31))) == "/2020-12-31"
    assert str(Period(date(2020, 3, 1), None)) == "2020-03-01/"


def section(number, level, span, parent=None):
    heading = Mention(Span(span.start, span.start + 1), (Span(span.start, span.start + 1),), number)
    return Section(f"s{span.start}", level, number, None, heading, span, parent)


def test_the_innermost_section_is_found():
    goal = section("一", Level.GOAL, Span(5, 50))
    strategy = section("二", Level.STRATEGY, Span(10, 20), goal)
    index = SectionIndex([goal, strategy])
    assert [index.at(at) for at in (0, 5, 10, 19, 20, 49, 50)] == [
        *(None, goal, strategy, strategy, goal, goal, None),
    ]


def figure(indicator="廠商", value=3, role=Role.RESULT, under=None):
    return Figure(
        figure_id="",
        mention=Mention(Span(0, 2), (Span(0, 2),), f"{value}家"),
        quantity=Quantity(Kind.COUNT, Decimal(value), unit="家"),
        role=role,
        indicator=indicator,
        agency=None,
        agency_id=None,
        period=None,
        basis=None,
        section=under,
        sentence="",
        prefix="",
        suffix="",
        evidence=(),
    )


def ids(*figures):
    return [each.figure_id for each in number_figures(figures)]


def test_an_id_is_of_what_a_figure_is_about_and_not_of_what_it_says():
    moved = replace(figure(value=9), mention=Mention(Span(7, 9), (Span(7, 9),), "9家"))
    dated = replace(figure(), period=Period(date(2020, 1, 1), None))
    assert ids(figure()) == ids(moved) == ids(dated)
    assert len({*ids(figure()), *ids(figure("業者")), *ids(figure(role=Role.TARGET))}) == 3


def test_equals_are_told_by_their_order():
    first, second = ids(figure(), figure())
    assert first != second
    assert ids(figure(value=5), figure("業者"), figure())[::2] == [first, second]


def test_an_id_is_of_the_goal_it_stands_under():
    goals = [section(number, Level.GOAL, Span(5, 50)) for number in "一二"]
    assert len({*ids(figure()), *ids(figure(under=goals[0])), *ids(figure(under=goals[1]))}) == 3


def test_figures_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        figure().role = Role.TARGET


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(errors.READ_CODES))
def test_every_reason_has_an_exit_status(code):
    error = ReadError(code, "cannot be read", file="a.txt", page=3, hint="look")
    assert 10 <= error.exit_code <= 19
    assert error.message == "a.txt, page 3: cannot be read"


def test_an_error_crosses_processes_whole():
    error = ReadError("timeout", "took too long", file="a.pdf", page=3, hint="split it")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above
    assert (again.code, again.file, again.page, again.hint, str(again)) == (
        *("timeout", "a.pdf", 3, "split it"),
        "a.pdf, page 3: took too long",
    )


def test_a_guard_error_counts_its_problems():
    error = GuardError("r-1", ("a", "b", "c"))
    assert str(error) == "r-1: a (and 2 more)"
    assert (error.problems, error.exit_code) == (("a", "b", "c"), 2)


def test_every_error_is_one_of_the_project_s():
    for error in (ReadError, errors.LexiconError, GuardError, errors.PublishError):
        assert issubclass(error, NstpError)


def test_a_cell_counts_from_one_and_names_its_place():
    assert str(Cell(1, 2, 3)) == "T1R2C3"
    with pytest.raises(ValueError, match="no cell"):
        Cell(1, 0, 1)
