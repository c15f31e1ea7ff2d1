"""Pictures: of the pages that have figures, from the file that was read and no other."""

import pytest

from nstp_extract import extract
from nstp_extract.read.picture import PictureLimits, draw_pages
from nstp_extract.view.data import report_to_data
from nstp_extract.view.pictures import find_pictures
from nstp_extract.view.single import extraction_to_tables

PAGES = """
#set page(width: 400pt, height: 300pt)
#set text(font: "Noto Serif CJK TC", size: 12pt)
前言 #pagebreak() 經濟部於106年吸引投資金額達4,965.09億元。 #pagebreak()
媒合率達76.48%。由17秒提升至10秒。
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    typst = pytest.importorskip("typst")
    path = tmp_path_factory.mktemp("pdf") / "set.pdf"
    path.write_bytes(typst.compile(PAGES.encode(), format="pdf"))
    return path


@pytest.fixture(scope="module")
def pdf_tables(file, lexicon):
    return extraction_to_tables(extract(file), lexicon=lexicon)


def test_pages_with_figures_have_a_picture_of_their_size(pdf_tables, file):
    pictures = find_pictures(pdf_tables, file)
    assert [picture.page for picture in pictures] == [3, 2]
    assert {(picture.width, picture.height) for picture in pictures} == {(40000, 30000)}
    assert all(picture.content[8:12] == b"WEBP" for picture in pictures)


def test_every_box_lies_on_the_picture_of_its_page(pdf_tables, file):
    data = report_to_data(pdf_tables, pictures=find_pictures(pdf_tables, file))
    boxes = [box for found in data["figures"]["boxes"] for box in found]
    assert boxes
    for page, left, top, right, bottom in boxes:
        picture = data["pictures"][str(page)]
        assert 0 <= left < right <= picture["width"]
        assert 0 <= top < bottom <= picture["height"]


def test_another_file_gives_no_picture(pdf_tables, tmp_path):
    other = tmp_path / "set.pdf"
    assert find_pictures(pdf_tables, other) == ()
    other.write_bytes(b"%PDF-1.7 other")
    assert find_pictures(pdf_tables, other) == ()


def test_a_text_has_no_pictures(tables, tmp_path):
    assert find_pictures(tables, tmp_path / "hostile.txt") == ()


def test_pictures_stay_within_their_limit(file):
    content = file.read_bytes()
    first = draw_pages(content, [1, 2, 3])[0]
    some = draw_pages(content, [1, 2, 3], limits=PictureLimits(total=len(first.content)))
    assert [picture.page for picture in some] == [1]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"no PDF at all"])
def test_what_cannot_be_drawn_has_no_picture(content):
    assert draw_pages(content, [1]) == ()
