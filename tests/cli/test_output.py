"""Forms: each holds the same rows, exactly; a file is replaced whole or not at all."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet
import pytest

from nstp_extract import extract
from nstp_extract.cli.output import choose_destination, open_destination, rows_to_csv
from nstp_extract.core.errors import NstpError
from nstp_extract.lexicon import load_lexicon
from nstp_extract.tables.frames import extraction_to_frames
from nstp_extract.tables.schema import TABLES
from nstp_extract.tables.store import frame_to_table, open_csv


def read_csv(text):
    return list(csv.reader(io.StringIO(text)))


def test_csv_tells_null_from_empty_and_keeps_values_exact():
    row = {
        "text": '達"1,3"\n億',
        "empty": "",
        "null": None,
        "value": Decimal("1.50"),
        "large": Decimal("1E+12"),
        "flag": True,
        "day": date(2017, 1, 1),
        "list": ["一", "二"],
    }
    header, line = rows_to_csv([row], row, bom=False)
    assert line == ('"達""1,3""\n億","",,1.5,1000000000000,true,2017-01-01,"[""一"", ""二""]"\n')
    assert read_csv(header)[0] == list(row)


def test_csv_begins_with_a_mark_only_if_asked():
    assert next(iter(rows_to_csv([], ["a"], bom=True))).startswith("\ufeff")
    assert next(iter(rows_to_csv([], ["a"], bom=False))) == '"a"\n'


@pytest.mark.parametrize("table", ["figures", "outcomes", "rejections", "sections", "words"])
def test_csv_holds_what_the_published_file_holds(table, report, tmp_path, command):
    frames = extraction_to_frames(extract(report), lexicon=load_lexicon())
    published = tmp_path / "published.csv"
    with open_csv(published, TABLES[table]) as sink:
        sink.write(frame_to_table(frames[table], TABLES[table]))
    command("extract", report, "--table", table, "-o", tmp_path / "own.csv")
    own = (tmp_path / "own.csv").read_text("utf-8-sig")
    expected = read_csv(published.read_text("utf-8-sig"))
    assert len(expected) > 1
    assert sorted(read_csv(own)) == sorted(expected)
    assert read_csv(own)[0] == expected[0]


def test_parquet_has_the_types_of_the_schema(report, tmp_path, command):
    target = tmp_path / "figures.parquet"
    assert command("extract", report, "-o", target).status == 0
    table = pyarrow.parquet.read_table(target)
    assert str(table.schema.field("value").type) == "decimal128(38, 9)"
    assert Decimal("496509000000") in table["value"].to_pylist()


def test_parquet_goes_to_a_redirection_too(report, process):
    outcome = process("extract", report, "--format", "parquet")
    assert outcome.status == 0
    assert pyarrow.parquet.read_table(io.BytesIO(outcome.out)).num_rows > 0


@pytest.mark.parametrize(
    ("path", "stated", "form"),
    [
        (None, None, "table"),
        ("a.csv", None, "csv"),
        ("a.JSONL", None, "jsonl"),
        ("a.parquet", None, "parquet"),
        ("a.txt", None, "table"),
        ("a", None, "table"),
        ("a.csv", "csv", "csv"),
        ("a.txt", "csv", "csv"),
        ("a.json", "jsonl", "jsonl"),
        ("a", "parquet", "parquet"),
    ],
)
def test_the_suffix_names_the_form_unless_it_is_stated(path, stated, form, tmp_path):
    target = tmp_path / path if path else None
    assert choose_destination(target, stated, source=None).format == form


@pytest.mark.parametrize("name", ["a.xlsx", "a.json", "a.tsv", "a.2024"])
def test_a_suffix_of_no_format_is_refused_with_those_there_are(name, tmp_path, report, command):
    outcome = command("extract", report, "-o", tmp_path / name)
    assert outcome.status == 2
    assert f"no format has the suffix .{name.partition('.')[2]}\n" in outcome.err
    assert ".txt, .csv, .jsonl, .parquet" in outcome.err
    assert not (tmp_path / name).exists()


def test_a_command_without_parquet_refuses_its_suffix(tmp_path, report, command):
    outcome = command("diff", report, report, "-o", tmp_path / "a.parquet")
    assert (outcome.status, list(tmp_path.iterdir())) == (2, [report])
    assert ".txt, .csv, .jsonl, or" in outcome.err


def test_a_suffix_that_names_another_format_than_is_stated_is_refused(tmp_path):
    with pytest.raises(NstpError, match=r"suffix is that of csv, and the format is jsonl"):
        choose_destination(tmp_path / "a.csv", "jsonl", source=None)


def test_parquet_is_refused_on_a_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(NstpError, match="no text for a terminal"):
        choose_destination(None, "parquet", source=None)


def test_a_file_is_left_alone_if_writing_fails(tmp_path):
    target = tmp_path / "figures.csv"
    target.write_text("old")
    destination = choose_destination(target, None, source=None)

    def write_half():
        with open_destination(destination) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_extraction_leaves_no_file(tmp_path, command):
    source = tmp_path / "empty.txt"
    source.touch()
    assert command("extract", source, "-o", tmp_path / "out.csv").status == 19
    assert list(tmp_path.iterdir()) == [source]


def test_a_file_is_written_through_a_link(report, tmp_path, command):
    target = tmp_path / "real.jsonl"
    target.write_text("old")
    link = tmp_path / "link.jsonl"
    link.symlink_to(target)
    assert command("extract", report, "-o", link).status == 0
    assert link.is_symlink()
    assert json.loads(target.read_text("utf-8").splitlines()[0])["report_id"] == "sample"


def test_a_device_is_written_to_and_not_replaced(report, command):
    assert command("extract", report, "--format", "csv", "-o", "/dev/null").status == 0
    assert Path("/dev/null").is_char_device()
