"""What ``diff`` prints, and how it ends."""

import json

import pytest

COLUMNS = [
    *("change", "figure_id", "old_text", "new_text", "old_value", "new_value"),
    *("old_start", "old_end", "new_start", "new_end", "field", "heading_path"),
]


@pytest.fixture
def revised(report, tmp_path):
    path = tmp_path / "revised.txt"
    path.write_text(report.read_text("utf-8").replace("76.48%", "67.48%"), "utf-8")
    return path


def test_the_same_file_is_no_difference(report, command):
    outcome = command("diff", report, report, "--format", "jsonl")
    assert (outcome.status, outcome.out, outcome.err) == (0, b"", "")


def test_a_difference_is_a_row_and_status_one(report, revised, command):
    outcome = command("diff", report, revised, "--format", "jsonl")
    assert outcome.status == 1
    (line,) = outcome.lines
    row = json.loads(line)
    assert list(row) == COLUMNS
    start = report.read_text("utf-8").index("76.48%")
    assert (row["change"], row["field"]) == ("revised", "value")
    assert (row["old_value"], row["new_value"]) == ("76.48", "67.48")
    assert (row["old_start"], row["new_end"]) == (start, start + 6)
    assert row["heading_path"] == ["壹、成果"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_says_it_in_the_language(report, revised, command, language):
    outcome = command("--lang", language, "diff", report, revised)
    assert {"zh": "修訂 (數值)", "en": "revised (value)"}[language] in outcome.text
    assert "67.48%" in outcome.text


def test_csv_has_its_header_with_and_without_rows(report, revised, command):
    for new in (report, revised):
        header = command("diff", report, new, "--format", "csv").lines[0]
        assert header == ",".join(f'"{name}"' for name in COLUMNS)


def test_rows_go_to_a_file(report, revised, command, tmp_path):
    out = tmp_path / "changes.jsonl"
    outcome = command("diff", report, revised, "-o", out)
    assert (outcome.status, outcome.out) == (1, b"")
    assert json.loads(out.read_text("utf-8"))["new_text"] == "67.48%"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\xfa"])
def test_a_file_that_cannot_be_read_is_status_two_with_its_reason(
    report, tmp_path, command, content
):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    for pair in ([report, bad], [bad, report]):
        outcome = command("diff", *pair)
        assert (outcome.status, outcome.out) == (2, b"")
        assert outcome.err.rstrip().endswith(("[empty]", "[encoding]"))


def test_no_such_file_is_status_two(report, tmp_path, command):
    assert command("diff", report, tmp_path / "none.txt").status == 2
