"""What LibreOffice prints of an ODT: text in order, numbers of lists, headings, tables, notes."""

import io
import zipfile

import pytest

from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read import archive as packed
from nstp_extract.read import read_document

PREFIXES = ("office", "text", "table", "style", "draw:drawing", "svg:svg-compatible")
NAMESPACES = " ".join(
    f'xmlns:{each.partition(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:'
    f'{each.rpartition(":")[2]}:1.0"'
    for each in PREFIXES
)
STYLES = """
<style:style style:name="Hidden" style:family="text">
 <style:text-properties text:display="none"/></style:style>
<style:style style:name="Raised" style:family="text">
 <style:text-properties style:text-position="super 58%"/></style:style>
<text:list-style style:name="L1">
 <text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."
  style:num-suffix="、"/>
 <text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="("
  style:num-suffix=")"/>
 <text:list-level-style-bullet text:level="3" text:bullet-char="x"/>
</text:list-style>
"""
OUTLINE = """
<text:outline-style style:name="Outline">
 <text:outline-level-style text:level="1" style:num-format="壹, 貳, 參, ..."
  style:num-suffix="、"/>
 <text:outline-level-style text:level="2" style:num-format=""/>
</text:outline-style>
"""


def write_content(body):
    return (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def write_odt(body, *, content=None, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content or write_content(body))
        styles = f"<office:document-styles {NAMESPACES}>{OUTLINE}</office:document-styles>"
        archive.writestr("styles.xml", styles)
        for name, part in more.items():
            archive.writestr(name, part)
    return out.getvalue()


def read(body):
    return read_document(write_odt(body), name="report.odt")


def test_headings_have_their_rank_and_number():
    document = read(
        '<text:h text:outline-level="1">成果</text:h><text:h text:outline-level="2">產業</text:h>'
        '<text:p>輔導21家。</text:p><text:h text:outline-level="1">結論</text:h>'
    )
    assert [(p.text, p.heading) for p in document.passages] == [
        ("壹、成果", 1),
        ("產業", 2),
        ("輔導21家。", 0),
        ("貳、結論", 1),
    ]


def test_what_is_deleted_hidden_or_a_comment_is_not_there():
    document = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>舊9億元</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>達<text:span text:style-name="Hidden">祕密8億元</text:span>3億元'
        "<office:annotation><text:p>註7億元</text:p></office:annotation>。</text:p>"
        '<text:section text:display="none"><text:p>祕密6億元</text:p></text:section>'
    )
    assert document.text == "達3億元。\n"


def test_blanks_tabs_and_breaks():
    document = read(
        "<text:p>壹、前言<text:line-break/>輔導 \n  21<text:s text:c='2'/>家<text:tab/>。</text:p>"
    )
    assert document.text == "壹、前言\n輔導 21  家\t。\n"


def test_raised_digits_are_no_numerals():
    document = read('<text:p>達76.48%<text:span text:style-name="Raised">5</text:span>。</text:p>')
    assert document.text == "達76.48%⁵。\n"


def test_numbers_of_lists():
    item = "<text:list-item><text:p>項</text:p>{inner}</text:list-item>"
    deep = "<text:list>{}</text:list>"
    third = deep.format(item.format(inner=""))
    second = deep.format(item.format(inner=third) + item.format(inner=""))
    document = read(
        f'<text:list text:style-name="L1">{item.format(inner=second)}{item.format(inner="")}'
        f"</text:list><text:p>文</text:p>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item.format(inner="")}'
        f'</text:list><text:list text:style-name="L1">{item.format(inner="")}</text:list>'
    )
    labels = [line.removesuffix("項").strip() for line in document.text.splitlines()]
    assert labels == ["一、", "(1)", "•", "(2)", "二、", "文", "三、", "一、"]


def test_cells_know_their_place():
    def cell(text, more=""):
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    document = read(
        "<table:table><table:table-header-rows><table:table-row>"
        + cell("計畫")
        + cell("成果", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/></table:table-row></table:table-header-rows>"
        + f"<table:table-row>{cell('甲')}{cell('12件')}{cell('3億元')}</table:table-row>"
        + '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        + f"{cell('5件')}</table:table-row></table:table>"
    )
    assert document.text == "計畫\t成果\n甲\t12件\t3億元\n5件\n"
    assert {p.text: (str(p.cell), p.cell.header) for p in document.passages} == {
        "計畫": ("T1R1C1", True),
        "成果": ("T1R1C2", True),
        "甲": ("T1R2C1", False),
        "12件": ("T1R2C2", False),
        "3億元": ("T1R2C3", False),
        "5件": ("T1R3C3", False),
    }


def test_a_note_stands_below_and_breaks_no_number():
    document = read(
        '<text:p>新創團隊22<text:note text:note-class="footnote"><text:note-citation>4'
        "</text:note-citation><text:note-body><text:p>MOOCs平臺。</text:p></text:note-body>"
        "</text:note>隊。</text:p>"
    )
    assert document.text == "新創團隊22¹隊。\n¹ MOOCs平臺。\n"
    assert document.passages[0].text == "新創團隊22隊。"
    assert document.passages[-1].kind is PassageKind.NOTE


def test_a_flat_file_is_read_alike():
    flat = (
        f"<office:document {NAMESPACES}><office:body><office:text><text:p>輔導21家。</text:p>"
        "</office:text></office:body></office:document>"
    )
    assert read_document(flat.encode(), name="a.fodt").text == "輔導21家。\n"


# --- what is refused --------------------------------------------------------------------------


def refuse(content):
    with pytest.raises(ReadError) as caught:
        read_document(content, name="report.odt")
    return caught.value.code


def test_bombs_are_refused(monkeypatch):
    laugh = '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>' + write_content("<text:p/>")
    assert refuse(write_odt("", content=laugh)) == "too-large"
    monkeypatch.setattr(packed, "MAX_UNPACKED", 1_000_000)
    assert refuse(write_odt("<text:p>3億元</text:p>", picture=bytes(2_000_000))) == "too-large"


def test_repeated_cells_take_no_room():
    row = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    body = (
        f"<table:table>{row}{row}</table:table><text:p>輔導<text:s text:c='999999999'/>3家</text:p>"
    )
    assert len(read(body).text) < 300


def test_cut_broken_and_empty_documents():
    content = write_odt("<text:p>3億元</text:p>")
    assert refuse(content[:200]) == "truncated"
    assert refuse(write_odt("", content="<office:document")) == "truncated"
    assert refuse(write_odt("", content="<a/>")) == "truncated"
    assert refuse(write_odt("<text:p/>")) == "empty"
