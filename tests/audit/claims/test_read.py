"""Tables of claims: CSV in its encodings, workbooks, and what is wrong with a row."""

import openpyxl
import pytest

from nstp_extract.audit.claims.read import read_claim_table
from nstp_extract.core.errors import ClaimError, NstpError, ReadError

HEADER = "claim_id,claim_text,agency,indicator,period,value,unit\n"
ROW = "a,媒合率達76.48%,教育部,媒合率,106,76.48,%\n"


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5"])
def test_a_csv_file_is_read_in_its_encoding(tmp_path, encoding):
    path = write(tmp_path / "claims.csv", HEADER + ROW, encoding)
    told = encoding if encoding == "big5" else None
    (row,) = read_claim_table(path, encoding=told).rows
    assert (row.row, row.claim_id, row.agency, row.value) == (2, "a", "教育部", "76.48")


def test_big5_is_not_guessed(tmp_path):
    path = write(tmp_path / "claims.csv", HEADER + ROW, "big5")
    with pytest.raises(ReadError, match="big5"):
        read_claim_table(path)


def test_a_workbook_gives_what_a_csv_file_gives(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active.append(["a", "媒合率達76.48%", "教育部", "媒合率", 106, 76.48, "%"])
    book.active.append([None] * 7)
    book.active.append(["b", None, None, "投資額", None, 496509000000, "元"])
    book.save(tmp_path / "claims.xlsx")
    first, second = read_claim_table(tmp_path / "claims.xlsx").rows
    assert (first.period, first.value, first.row) == ("106", "76.48", 2)
    assert (second.claim_id, second.value, second.row) == ("b", "496509000000", 4)


def test_an_unknown_column_is_reported_and_a_missing_id_is_the_row(tmp_path):
    path = write(tmp_path / "claims.csv", "claim_text,source\n媒合率76%,報紙\n")
    table = read_claim_table(path)
    assert table.unknown_columns == ("source",)
    assert [row.claim_id for row in table.rows] == ["claims:2"]


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        (HEADER + ROW + ROW, 3, "claim_id"),
        ("claim_id,agency\na,教育部\n", 1, ""),
        ("claim_text,claim_text\nx,y\n", 1, "claim_text"),
        (HEADER + 'a,"未結束\n', 2, ""),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path, text, row, column):
    path = write(tmp_path / "claims.csv", text)
    with pytest.raises(ClaimError) as caught:
        read_claim_table(path)
    assert (caught.value.file, caught.value.row, caught.value.column) == (str(path), row, column)
    assert f"row {row}" in caught.value.message


def test_no_workbook_and_no_file_are_told(tmp_path):
    path = write(tmp_path / "claims.xlsx", "no workbook")
    with pytest.raises(ClaimError, match="not a workbook"):
        read_claim_table(path)
    with pytest.raises(NstpError, match="no such file"):
        read_claim_table(tmp_path / "none.csv")
