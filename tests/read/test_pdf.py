"""A typeset report gives what its text gives, and every figure knows where it is printed."""

from collections import Counter

import pypdfium2
import pytest

from nstp_extract.core.figure import Report
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import Engine, Grade, Level, PassageKind
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_document, read_sidecar
from nstp_extract.read.pdf import read_pdf

RANKS = (Level.GOAL, Level.STRATEGY, Level.MEASURE)


@pytest.fixture(scope="module")
def printed(sample_pdf):
    document = read_pdf(sample_pdf, name="sample.pdf", lexicon=load_lexicon())
    return extract_document(document, report=Report("sample"), lexicon=load_lexicon())


@pytest.fixture(scope="module")
def plain(request):
    path = request.config.rootpath / "raw" / "nstp-106-109.txt"
    report = read_sidecar(path)
    return extract_document(read_document(path), report=report, lexicon=load_lexicon())


def kept_share(left, right, key):
    """The share of the figures of `left` that `right` has too."""
    counts = Counter(map(key, left.figures)), Counter(map(key, right.figures))
    return (counts[0] & counts[1]).total() / counts[0].total()


def says(figure):
    quantity = figure.quantity
    values = quantity.value, quantity.low, quantity.high
    return fold(figure.mention.surface), str(quantity.kind), *values, quantity.unit


def stands_under(figure):
    sections = [figure.section and figure.section.at(rank) for rank in RANKS]
    return *says(figure), *(section and section.number for section in sections)


def test_the_typeset_sample_gives_the_figures_of_its_text(plain, printed):
    assert kept_share(plain, printed, says) >= 0.98
    assert kept_share(printed, plain, says) >= 0.98


def test_they_stand_under_the_same_goals_strategies_and_measures(plain, printed):
    assert kept_share(plain, printed, stands_under) >= 0.97


def test_every_page_is_good_and_no_figure_stands_in_furniture(printed):
    document = printed.document
    assert document.engine is Engine.PDF
    assert {page.grade for page in document.pages} == {Grade.GOOD}
    furniture = [p.text for p in document.passages if p.kind is PassageKind.FURNITURE]
    assert Counter(text for text in furniture if not text.isdigit()).keys() == {
        "執行成果報告",
        "國家科學技術發展計畫",
    }
    assert sum(text.isdigit() for text in furniture) == len(document.pages)


def test_the_boxes_of_a_figure_hold_its_characters_and_no_others(printed, sample_pdf):
    document = printed.document
    pdf = pypdfium2.PdfDocument(sample_pdf)
    sheets = {}
    missed = []
    for figure in printed.figures[::7]:
        found = ""
        for box in (box for piece in figure.mention.pieces for box in document.locate(piece)):
            if box.page not in sheets:
                page = pdf[box.page - 1]
                sheets[box.page] = page.get_textpage(), page.get_height()
            sheet, height = sheets[box.page]
            left, top, right, bottom = (
                edge / 100 for edge in (box.left, box.top, box.right, box.bottom)
            )
            found += sheet.get_text_bounded(
                left + 1, height - bottom + 1, right - 1, height - top - 1
            )
        if "".join(found.split()) != figure.mention.surface:
            missed.append((figure.mention.surface, found))
    assert missed == []


def test_every_character_that_is_not_blank_belongs_to_one_passage(printed):
    document = printed.document
    held = Counter(at for p in document.passages for s in p.pieces for at in range(s.start, s.end))
    assert {at for at, char in enumerate(document.text) if not char.isspace()} <= held.keys()
    assert max(held.values()) == 1


def test_a_plain_text_has_no_boxes(plain):
    assert plain.document.locate(Span(0, 10)) == ()
    assert plain.document.quality is None


@pytest.mark.parametrize("processes", [1, 2])
def test_each_page_is_told_as_it_is_read(processes, typeset):
    told = []
    content = typeset("#pagebreak()".join(f"成果{n}件" for n in range(1, 31)))
    read_document(content, processes=processes, on_page=lambda *each: told.append(each))
    assert told == [(done, 30) for done in range(1, 31)]
