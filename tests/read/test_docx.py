"""What Word prints of a DOCX: text in order, numbers of lists, headings, tables, notes."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read import archive as packed
from nstp_extract.read import read_document

W = nsdecls("w")


def save(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repack(content, **parts):
    """The same archive with other or more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            new.writestr(member, parts.pop(member, None) or old.read(member))
        for member, part in parts.items():
            new.writestr(member, part)
    return out.getvalue()


def read(document):
    content = document if isinstance(document, bytes) else save(document)
    return read_document(content, name="report.docx")


def add_xml(document, inner):
    """Add a paragraph of raw XML."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {W}>{inner}</w:p>"))


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_headings_have_the_rank_of_their_style():
    document = docx.Document()
    document.add_heading("成果", 1)
    document.add_heading("產業", 3)
    document.add_paragraph("輔導21家廠商。")
    found = [(passage.text, passage.heading) for passage in read(document).passages]
    assert found == [("成果", 1), ("產業", 3), ("輔導21家廠商。", 0)]


def test_what_is_deleted_hidden_or_a_code_is_not_there():
    document = docx.Document()
    add_xml(
        document,
        run("達3億元")
        + "<w:del w:id='1'><w:r><w:delText>舊2億元</w:delText></w:r></w:del>"
        + f"<w:ins w:id='2'>{run('，增1億元')}</w:ins>"
        + run("祕密9億元", "<w:vanish/>")
        + run("，仍見", "<w:vanish w:val='0'/>")
        + "<w:r><w:instrText>PAGE 7</w:instrText></w:r>",
    )
    assert read(document).text == "達3億元，增1億元，仍見\n"


def test_raised_digits_are_no_numerals():
    document = docx.Document()
    add_xml(document, run("媒合率達76.48%") + run("5", '<w:vertAlign w:val="superscript"/>'))
    assert read(document).text == "媒合率達76.48%⁵\n"


def test_breaks_and_tabs_stay_where_they_are():
    document = docx.Document()
    document.add_paragraph("壹、前言\n輔導21家廠商。\n(一)\t培育300人。")
    found = [passage.text for passage in read(document).passages]
    assert found == ["壹、前言", "輔導21家廠商。", "(一)\t培育300人。"]


# --- lists ------------------------------------------------------------------------------------

LEVELS = """
<w:abstractNum {w} w:abstractNumId="90">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="ideographLegalTraditional"/>
  <w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="taiwaneseCountingThousand"/>
  <w:lvlText w:val="(%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
  <w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl>
 <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
</w:abstractNum>
"""


def add_list(document, *levels, list_id=90, override=""):
    numbering = document.part.numbering_part.element
    if not [e for e in numbering if e.get(qn("w:abstractNumId")) == "90"]:
        numbering.insert(0, parse_xml(LEVELS.format(w=W)))
    numbering.append(
        parse_xml(f"<w:num {W} w:numId='{list_id}'><w:abstractNumId w:val='90'/>{override}</w:num>")
    )
    for level in levels:
        add_xml(
            document,
            f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list_id}'/></w:numPr>"
            f"</w:pPr>{run('項')}",
        )


def labels(document):
    return [line.removesuffix("項").strip() for line in read(document).text.splitlines()]


def test_numbers_of_lists_are_counted_as_word_does():
    document = docx.Document()
    add_list(document, 0, 1, 1, 0, 1, 2, 3)
    assert labels(document) == ["壹、", "(一)", "(二)", "貳、", "(一)", "2.1.1", "•"]


def test_a_list_may_go_on_with_a_count_or_begin_anew():
    document = docx.Document()
    add_list(document, 0, 0)
    add_list(document, 0, list_id=91)
    restart = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    add_list(document, 0, 0, list_id=92, override=restart)
    assert labels(document) == ["壹、", "貳、", "參、", "壹、", "貳、"]


# --- tables -----------------------------------------------------------------------------------


def test_cells_know_their_place_and_merged_ones_stand_once():
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, texts in enumerate(
        (("計畫", "成果", ""), ("甲", "12件", "3億元"), ("", "5件", "1人"))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(parse_xml(f"<w:tblHeader {W}/>"))
    cells = {p.text: p.cell for p in read(document).passages}
    assert {text: str(cell) for text, cell in cells.items()} == {
        "計畫": "T1R1C1",
        "成果": "T1R1C2",
        "甲": "T1R2C1",
        "12件": "T1R2C2",
        "3億元": "T1R2C3",
        "5件": "T1R3C2",
        "1人": "T1R3C3",
    }
    assert cells["成果"].columns == 2
    assert cells["甲"].rows == 2
    assert [text for text, cell in cells.items() if cell.header] == ["計畫", "成果"]


def test_a_row_is_a_line_with_tabs():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲計畫", "輔導5家。"
    table.cell(0, 1).add_paragraph("培育3人。")
    assert read(document).text == "甲計畫\t輔導5家。\n培育3人。\n"


def test_a_table_of_one_cell_is_a_frame():
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "輔導5家廠商。"
    (passage,) = read(document).passages
    assert (passage.kind, passage.cell) == (PassageKind.BODY, None)


# --- notes ------------------------------------------------------------------------------------

NOTES = f"""<w:footnotes {W}>
<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>
<w:footnote w:id="7"><w:p>{run("MOOCs平臺")}{run("共5個。")}</w:p></w:footnote>
</w:footnotes>"""


def test_a_note_stands_below_and_breaks_no_number():
    document = docx.Document()
    add_xml(
        document, run("新創團隊22") + "<w:r><w:footnoteReference w:id='7'/></w:r>" + run("隊。")
    )
    document.add_paragraph("下一段。")
    content = save(document)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relations = relations.replace(
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>',
    )
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = types.replace(
        "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{media}"/></Types>'
    )
    found = read(
        repack(
            content,
            **{
                "word/_rels/document.xml.rels": relations,
                "[Content_Types].xml": types,
                "word/footnotes.xml": NOTES,
            },
        )
    )
    assert found.text == "新創團隊22¹隊。\n¹ MOOCs平臺共5個。\n下一段。\n"
    assert [(p.kind, p.text) for p in found.passages] == [
        (PassageKind.BODY, "新創團隊22隊。"),
        (PassageKind.NOTE, "¹"),
        (PassageKind.NOTE, "¹ MOOCs平臺共5個。"),
        (PassageKind.BODY, "下一段。"),
    ]


# --- what is refused --------------------------------------------------------------------------


def refuse(content):
    with pytest.raises(ReadError) as caught:
        read(content)
    assert caught.value.hint
    return caught.value.code


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    content = repack(save(docx.Document()), **{"word/media/a.bin": bytes(5_000_000)})
    monkeypatch.setattr(packed, "MAX_UNPACKED", 4_000_000)
    assert refuse(content) == "too-large"


def test_entities_are_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("9億元")
    for declared in ('"' + "lol" * 9 + '"', f'SYSTEM "{secret.as_uri()}"'):
        body = f"<!DOCTYPE d [<!ENTITY x {declared}>]><w:document {W}>&x;</w:document>"
        content = repack(save(docx.Document()), **{"word/document.xml": body})
        assert refuse(content) == "too-large"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_document_is_truncated(share):
    content = save(docx.Document())
    assert refuse(content[: int(len(content) * share)]) == "truncated"


@pytest.mark.parametrize("body", ["", "<w:document", "<html/>", f"<w:document {W}/>"])
def test_a_broken_body_is_told(body):
    content = repack(save(docx.Document()), **{"word/document.xml": body or " "})
    assert refuse(content) == "truncated"


def test_a_document_without_text_is_empty():
    assert refuse(save(docx.Document())) == "empty"
