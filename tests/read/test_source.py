"""From bytes to a document, and what each file that cannot be read is told."""

import hashlib

import pytest

from nstp_extract.core.errors import NstpError, ReadError
from nstp_extract.read import read_document

TEXT = "國家科學技術發展計畫執行成果報告，於109年輔導企業1,200家，投資額達4.5億元。\n"


def refused(content, **options):
    with pytest.raises(ReadError) as caught:
        read_document(content, name="report.txt", **options)
    error = caught.value
    assert error.file == "report.txt"
    assert error.hint
    assert "report.txt" in error.message
    return error


def test_utf8_is_read_as_it_stands():
    content = TEXT.replace("\n", "\r\n").encode()
    document = read_document(content, name="report.txt")
    assert document.text == TEXT.replace("\n", "\r\n")
    assert document.sha256 == hashlib.sha256(content).hexdigest()


def test_a_byte_order_mark_stays_in_the_text():
    document = read_document(TEXT.encode("utf-8-sig"))
    assert document.text == "\ufeff" + TEXT


@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs"])
def test_big5_is_refused_by_its_name(codec):
    error = refused((TEXT * 3).encode(codec))
    assert (error.code, error.exit_code) == ("encoding", 18)
    assert "big5" in error.message
    assert "--encoding big5" in error.hint


@pytest.mark.parametrize("codec", ["gb18030", "utf-16"])
def test_other_encodings_are_named(codec):
    text = (
        TEXT * 3
        if codec == "utf-16"
        else "国家科学技术发展计划的执行成果报告，投资额为四亿元。\n" * 3
    )
    error = refused(text.encode(codec))
    assert (error.code, codec in error.message) == ("encoding", True)


@pytest.mark.parametrize("codec", ["big5", "utf-16", "gb18030"])
def test_an_encoding_that_is_asked_for_is_used(codec):
    document = read_document(TEXT.encode(codec), encoding=codec)
    assert document.text.lstrip("\ufeff") == TEXT


def test_big5_of_taiwan_reads_code_page_950():
    assert read_document("裏聲恒碁粧銹墻".encode("cp950"), encoding="big5").text == "裏聲恒碁粧銹墻"


def test_an_encoding_that_does_not_fit_is_refused():
    error = refused("投資額".encode("utf-16"), encoding="ascii")
    assert error.code == "encoding"
    assert "byte 0" in error.message


def test_an_unknown_encoding_is_told():
    with pytest.raises(NstpError, match="no such encoding: klingon"):
        read_document(TEXT.encode(), encoding="klingon")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        ("\ufeff\u3000\n".encode(), "empty"),
        (b"\x00\x01\x02" * 50, "unsupported-format"),
        (TEXT.encode() * 9 + b"\x00" + TEXT.encode() * 9, "unsupported-format"),
        (bytes(range(1, 32)) * 9, "unsupported-format"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "encoding"),
        (b"\x81\xff\xff\x80" * 40, "unsupported-format"),
        (b"PK\x03\x04" + b"word/document.xml", "unsupported-format"),
        (b"\xd0\xcf\x11\xe0" + b"doc", "unsupported-format"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(content, code):
    assert refused(content).code == code


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("nstp_extract.read.source.MAX_BYTES", 10)
    assert refused(TEXT.encode()).code == "too-large"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(NstpError, match="no such file"):
        read_document(tmp_path / "none.txt")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(NstpError, match="is a folder"):
        read_document(tmp_path)


def test_a_file_is_named_by_its_path(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    document = read_document(path)
    assert (document.name, document.text) == (str(path), TEXT)
