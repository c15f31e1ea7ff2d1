"""The command audit: its rows, its exit status, and reports that it cannot read."""

import csv
import io
import json

import pytest

COLUMNS = [
    "report_id",
    "version",
    "check_id",
    "code",
    "result",
    "severity",
    "figure_ids",
    "spans",
    "formula",
    "left_low",
    "left_high",
    "right_low",
    "right_high",
    "message_zh",
    "message_en",
]
GOOD = "補助甲類12件、乙類30件，共計42件。"
BAD = "補助甲類12件、乙類30件，共計52件。"


@pytest.fixture
def report(tmp_path):
    def write(text, name="report.txt"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def rows_of(out):
    return [json.loads(line) for line in out.splitlines()]


def test_a_report_that_agrees_is_clean_and_shows_what_passed(command, report):
    result = command("audit", report(GOOD), "--format", "jsonl")
    assert result.status == 0
    assert [(row["code"], row["result"]) for row in rows_of(result.text)] == [
        ("GD", "pass"),
        ("FT", "pass"),
    ]


def test_a_finding_names_its_figures_and_gives_status_1(command, report):
    path = report(BAD)
    result = command("audit", path, "--format", "jsonl", "--min-severity", "low")
    assert result.status == 1
    (row,) = rows_of(result.text)
    assert list(row) == COLUMNS
    text = BAD
    assert [text[start:end] for start, end in row["spans"]] == ["12件", "30件", "52件"]
    assert row["formula"] == "12件 + 30件 = 52件"
    assert (row["left_low"], row["right_high"]) == ("42", "52")
    for message in (row["message_zh"], row["message_en"]):
        for start, end in row["spans"]:
            assert text[start:end] in message
            assert str(start) in message


def test_csv_and_table_hold_the_same_checks(command, report):
    path = report(BAD)
    found = list(csv.DictReader(io.StringIO(command("audit", path, "--format", "csv").text)))
    assert [row["code"] for row in found] == ["GD", "FT"]
    table = command("audit", path).text.splitlines()
    assert len(table) == 3
    assert "FT" in table[2]


def test_a_bad_report_of_a_folder_does_not_stop_the_others(command, report, tmp_path):
    report(GOOD, "good.txt")
    report(BAD, "odd.txt")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = command("audit", tmp_path, "--format", "jsonl")
    assert result.status == 1
    assert {row["report_id"] for row in rows_of(result.text)} == {"good", "odd"}
    assert "broken.pdf" in result.err


def test_a_folder_with_an_unreadable_report_and_no_finding_could_not_run(command, report, tmp_path):
    report(GOOD, "good.txt")
    (tmp_path / "empty.txt").write_bytes(b"")
    result = command("audit", tmp_path, "--format", "jsonl")
    assert result.status == 2
    assert rows_of(result.text)


def test_no_such_file_could_not_run(command, tmp_path):
    result = command("audit", tmp_path / "none.txt")
    assert result.status == 2
    assert result.out == b""


@pytest.mark.parametrize(("rounding", "status"), [("half-up", 1), ("truncate", 0), ("either", 0)])
def test_rounding_decides_what_a_rate_may_be(command, report, rounding, status):
    path = report("需求300人，成功媒合200人，媒合率達66%。")
    assert command("audit", path, "--rounding", rounding).status == status
