"""What a browser shows of a page: text in order, numbers of lists, headings, tables."""

import pytest

from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read import read_document


def read(body, **options):
    content = body if isinstance(body, bytes) else body.encode()
    return read_document(content, name="report.html", **options)


def test_scripts_styles_forms_and_hidden_text_are_not_there():
    document = read(
        "<head><title>標題9億元</title><style>p{width:3公尺}</style></head>"
        "<script>var a='8億元'</script><nav>第7頁</nav><p>達3億元<span style='display: none'>6億元"
        "</span><span hidden>5億元</span>。<!-- 4億元 --></p><select><option>2億元</select>"
        "<noscript>1億元</noscript><template>11億元</template>"
    )
    assert document.text == "達3億元。\n"


def test_headings_paragraphs_and_breaks():
    document = read("<h2>成果</h2><div>輔導21家。<br>培育<b>300</b>\n  人<p>下一段</div>尾")
    assert [(p.text, p.heading) for p in document.passages] == [
        ("成果", 2),
        ("輔導21家。", 0),
        ("培育300 人", 0),
        ("下一段", 0),
        ("尾", 0),
    ]


def test_what_is_raised_is_no_numeral():
    document = read("<p>面積3m<sup>2</sup>，達76.48%<sup><a href='#n'>[5]</a></sup>。</p>")
    assert document.text == "面積3m²，達76.48%⁵。\n"


def test_numbers_of_lists():
    document = read(
        "<ol style='list-style-type: cjk-ideographic'><li>項<ol type=a start=3><li>項<li>項</ol>"
        "<li>項</ol><ul><li>項</ul><ol><li value=7>項<li>項</ol><ul style='list-style:none'><li>項"
    )
    labels = [line.removesuffix("項").strip() for line in document.text.splitlines()]
    assert labels == ["一、", "c.", "d.", "二、", "•", "7.", "8.", ""]


def test_cells_know_their_place():
    document = read(
        "<table><caption>表1-1 成果</caption><thead><tr><td>計畫<td colspan=2>成果</thead>"
        "<tr><td rowspan=2>甲<td>12件<td>3億元<tr><td>5件<td>1人</table>"
    )
    assert document.text == "表1-1 成果\n計畫\t成果\n甲\t12件\t3億元\n5件\t1人\n"
    assert document.passages[0].kind is PassageKind.CAPTION
    assert {p.text: (str(p.cell), p.cell.header) for p in document.passages[1:]} == {
        "計畫": ("T1R1C1", True),
        "成果": ("T1R1C2", True),
        "甲": ("T1R2C1", False),
        "12件": ("T1R2C2", False),
        "3億元": ("T1R2C3", False),
        "5件": ("T1R3C2", False),
        "1人": ("T1R3C3", False),
    }


def test_a_table_that_lays_out_the_page_is_none():
    document = read("<table><tr><td><p>輔導5家。</p><table><tr><td>甲<td>3件</table></table>")
    assert [str(p.cell) for p in document.passages] == ["None", "T1R1C1", "T1R1C2"]


@pytest.mark.parametrize(
    "content",
    [
        "<meta charset=big5><p>輔導21家廠商</p>".encode("big5"),
        "<meta http-equiv=a content='text/html; charset=big5'><p>輔導21家廠商</p>".encode(),
        "\ufeff<?xml version='1.0' encoding='big5'?><html><p>輔導21家廠商</p></html>".encode(),
    ],
)
def test_a_page_says_its_encoding_and_sometimes_lies(content):
    assert read(content).text.strip("\ufeff") == "輔導21家廠商\n"


def test_an_encoding_that_nobody_states_is_not_guessed():
    with pytest.raises(ReadError) as caught:
        read("<p>國家科學技術發展計畫執行成果報告</p>".encode("big5"))
    assert caught.value.code == "encoding"


def test_entities_are_those_of_html():
    document = read("<!DOCTYPE html [<!ENTITY x '9億元'>]><p>A&amp;B&nbsp;達&#51;億元 &x;</p>")
    assert "9億元" not in document.text
    assert "A&B\u00a0達3億元" in document.text


def test_what_nests_deep_is_read_and_what_nests_too_deep_is_refused():
    assert read("<div>" * 1_500 + "輔導21家" + "</div>" * 1_500).text == "輔導21家\n"
    with pytest.raises(ReadError) as caught:
        read("<p>達3億元</p>" + "<div>" * 20_000 + "輔導21家")
    assert caught.value.code == "too-large"


def test_a_page_without_text_is_empty():
    with pytest.raises(ReadError) as caught:
        read("<html><body><script>1</script></body></html>")
    assert caught.value.code == "empty"
