"""Marks: each figure and each rejection stands over exactly its characters, and none is lost."""

import itertools

import pytest

from nstp_extract import extract_text
from nstp_extract.view.marks import place_marks
from nstp_extract.view.single import extraction_to_tables


def units(text, start, end):
    """What a browser takes from `start` to `end`."""
    encoded = text.encode("utf-16-le")
    return encoded[2 * start : 2 * end].decode("utf-16-le")


def marked(tables):
    passages, figures, rejections = (tables[n] for n in ("passages", "figures", "rejections"))
    for passage, marks in zip(passages, place_marks(passages, figures, rejections), strict=True):
        for mark in marks:
            rows = figures if mark.is_figure else rejections
            yield rows[mark.number], units(passage["text"], mark.start, mark.end), mark


def test_a_mark_holds_its_surface_behind_characters_of_two_units(tables):
    found = {row["text"]: surface for row, surface, _ in marked(tables)}
    assert found["21家"] == "21家"
    assert found["4,965.09億元"] == "4,965.09億元"
    assert all(text == surface for text, surface in found.items())


def test_every_figure_and_every_rejection_of_the_sample_is_marked(sample_tables):
    seen = {(mark.is_figure, mark.number) for _, _, mark in marked(sample_tables)}
    expected = {(True, at) for at in range(len(sample_tables["figures"]))}
    expected |= {(False, at) for at in range(len(sample_tables["rejections"]))}
    assert seen == expected


def test_the_marks_of_a_figure_joined_are_what_is_published(sample_tables):
    surfaces = {}
    for row, surface, mark in marked(sample_tables):
        surfaces.setdefault((mark.is_figure, mark.number), [row["text"], ""])[1] += surface
    assert [pair for pair in surfaces.values() if "".join(pair[1].split()) != pair[0]] == []


def test_no_mark_overlaps_another(sample_tables):
    passages = sample_tables["passages"]
    for marks in place_marks(passages, sample_tables["figures"], sample_tables["rejections"]):
        for one, other in itertools.pairwise(marks):
            assert one.end <= other.start


def test_a_unit_that_two_figures_share_is_marked_once():
    passage = {"text": "64、65億元", "pieces": [[0, 7]]}
    figures = [{"pieces": [[0, 2], [5, 7]]}, {"pieces": [[3, 7]]}]
    (marks,) = place_marks([passage], figures, [])
    held = [passage["text"][mark.start : mark.end] for mark in marks]
    assert held == ["64", "65億元"]


@pytest.fixture(scope="module")
def sample_tables(lexicon):
    from nstp_extract import extract  # noqa: PLC0415  (only here)

    return extraction_to_tables(extract("raw/nstp-106-109.txt"), lexicon=lexicon)


def test_a_figure_in_a_joined_passage_is_marked_in_it(lexicon):
    text = "經濟部於106年輔導新創團隊，資本額達1.3\n\n億元，成長顯著。"
    tables = extraction_to_tables(extract_text(text), lexicon=lexicon)
    found = {row["text"] for row, _, _ in marked(tables)}
    assert "1.3億元" in found
