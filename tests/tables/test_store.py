"""Files hold exactly what the frames hold, and the same frame gives the same bytes."""

import csv
import json
import subprocess
import sys
from datetime import datetime
from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from frictionless import Package

from nstp_extract.tables.database import write_duckdb
from nstp_extract.tables.dictionary import describe_package
from nstp_extract.tables.frames import extraction_to_frames
from nstp_extract.tables.jsonl import rows_to_jsonl
from nstp_extract.tables.rows import Edition
from nstp_extract.tables.schema import FIGURES, TABLES, arrow_schema
from nstp_extract.tables.select import extraction_to_rows
from nstp_extract.tables.store import (
    BOM,
    frame_to_parquet,
    frame_to_table,
    open_csv,
    open_parquet,
    read_parquet,
    table_to_frame,
)

LARGE = Decimal("10000000000000000.123456")


@pytest.fixture
def frames(extraction, lexicon):
    edition = Edition(seen_at=datetime(2026, 11, 24, 1, 2, 3))  # noqa: DTZ001  (UTC, as stored)
    made = extraction_to_frames(extraction, lexicon=lexicon, edition=edition)
    figures = made["figures"]
    figures.loc[figures["figure_id"] == "f4", "value"] = LARGE
    return made


@pytest.fixture
def folder(frames, tmp_path):
    """A folder with every table as Parquet, CSV and a database."""
    for name, schema in TABLES.items():
        with (
            open_parquet(tmp_path / f"{name}.parquet", schema) as parquet,
            open_csv(tmp_path / f"{name}.csv", schema) as text,
        ):
            for sink in (parquet, text):
                sink.write(frame_to_table(frames[name], schema))
    files = {name: tmp_path / f"{name}.parquet" for name in TABLES}
    write_duckdb(tmp_path / "nstp.duckdb", files)
    return tmp_path


@pytest.mark.parametrize("name", TABLES)
def test_parquet_gives_the_frame_back(frames, name):
    content = frame_to_parquet(frames[name], TABLES[name])
    back = table_to_frame(read_parquet(content, TABLES[name]))
    pd.testing.assert_frame_equal(back, frames[name])


@pytest.mark.parametrize("name", TABLES)
def test_equal_frames_give_equal_bytes(frames, name):
    again = frames[name].copy()
    assert frame_to_parquet(frames[name], TABLES[name]) == frame_to_parquet(again, TABLES[name])


def test_parquet_holds_the_types_of_the_schema_and_no_frame_metadata(folder):
    stored = pyarrow.parquet.read_schema(folder / "figures.parquet")
    assert stored.names == arrow_schema(FIGURES).names
    assert stored.field("value").type == pa.decimal128(38, 9)
    assert not any(pa.types.is_floating(field.type) for field in stored)
    assert b"pandas" not in (stored.metadata or {})


def test_parquet_holds_large_decimals_exactly(folder):
    values = pyarrow.parquet.read_table(folder / "figures.parquet")["value"].to_pylist()
    assert LARGE in values


def test_an_older_file_gets_the_columns_that_it_lacks(frames):
    older = frame_to_table(frames["figures"], FIGURES).drop_columns(["boxes", "corrected_by"])
    buffer = pa.BufferOutputStream()
    pyarrow.parquet.write_table(older.append_column("gone", pa.nulls(len(older))), buffer)
    table = read_parquet(buffer.getvalue().to_pybytes(), FIGURES)
    assert table.schema == arrow_schema(FIGURES)
    assert table["boxes"].null_count == len(older)


def test_an_older_file_without_a_column_that_must_be_there_is_refused(frames):
    older = frame_to_table(frames["figures"], FIGURES).drop_columns(["sentence"])
    buffer = pa.BufferOutputStream()
    pyarrow.parquet.write_table(older, buffer)
    with pytest.raises(ValueError, match="sentence"):
        read_parquet(buffer.getvalue().to_pybytes(), FIGURES)


def read_csv(folder, name):
    content = (folder / f"{name}.csv").read_bytes()
    assert content.startswith(BOM)
    found = csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True))
    return {row.get("figure_id", row["report_id"]): row for row in found}


def test_csv_is_exact_plain_text(folder):
    found = read_csv(folder, "figures")
    assert found["f4"]["value"] == "10000000000000000.123456"
    assert found["f2"]["value"] == "10"
    assert found["f1"]["value"] == ""
    assert found["f4"]["period_start"] == "2017-01-01"
    assert json.loads(found["f4"]["pieces"]) == [
        [int(found["f4"]["start"]), int(found["f4"]["end"])]
    ]
    assert json.loads(found["f4"]["heading_path"]) == ["目標一、創新"]
    assert "目標一、創新" in found["f4"]["heading_path"]
    outcome = read_csv(folder, "outcomes")["f4"]
    assert (outcome["value_yi"], outcome["restated"]) == ("1.3", "false")
    assert read_csv(folder, "reports")["sample"]["seen_at"] == "2026-11-24T01:02:03Z"


def test_the_database_has_keys_types_and_meanings(folder):
    with duckdb.connect(folder / "nstp.duckdb", read_only=True) as connection:

        def ask(statement):
            return connection.execute(statement).fetchall()

        assert ask("SELECT value FROM figures WHERE figure_id = 'f4'") == [(LARGE,)]
        assert ask("SELECT typeof(value) FROM figures LIMIT 1") == [("DECIMAL(38,9)",)]
        assert ask("SELECT typeof(pieces) FROM figures LIMIT 1") == [("BIGINT[][]",)]
        keys = ask(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
            "WHERE constraint_type = 'PRIMARY KEY'"
        )
        assert dict(keys)["figures"] == ["report_id", "version", "figure_id"]
        assert {name for name, _ in keys} == set(TABLES)
        comments = ask("SELECT comment FROM duckdb_columns() WHERE internal = false")
        assert all(comment for (comment,) in comments)


def test_sums_over_outcomes_are_decimal_and_leave_out_what_is_restated(folder):
    query = (
        "SELECT goal, sum(value_yi), typeof(sum(value_yi)) FROM outcomes "
        "WHERE role='result' AND value_yi IS NOT NULL AND NOT restated GROUP BY 1"
    )
    with duckdb.connect(folder / "nstp.duckdb", read_only=True) as connection:
        ((goal, total, dtype),) = connection.execute(query).fetchall()
    assert (goal, total, dtype) == ("創新", Decimal("1.3"), "DECIMAL(38,17)")


def test_the_data_package_describes_the_csv_files(folder):
    (folder / "datapackage.json").write_text(describe_package(), encoding="utf-8")
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])


def test_the_data_package_finds_a_wrong_code(folder):
    (folder / "datapackage.json").write_text(describe_package(), encoding="utf-8")
    path = folder / "figures.csv"
    path.write_text(path.read_text("utf-8").replace('"amount"', '"weight"'), encoding="utf-8")
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_a_failed_write_leaves_the_old_file_and_nothing_else(folder, frames):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    table = frame_to_table(frames["figures"], FIGURES)
    with (
        pytest.raises(ValueError, match="arrays"),
        open_csv(folder / "figures.csv", FIGURES) as sink,
    ):
        sink.write(table.drop_columns(["text"]))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_lines_of_json_have_integers_text_and_null(extraction, lexicon):
    found = extraction_to_rows(extraction, "figures", lexicon=lexicon)
    lines = [json.loads(line) for line in rows_to_jsonl(found)]
    assert [line["figure_id"] for line in lines] == ["f4", "f3", "f2", "f1", "f0"]
    first = lines[0]
    assert first["value"] == "130000000"
    assert isinstance(first["start"], int)
    assert first["pieces"] == [[first["start"], first["end"]]]
    assert (first["period_start"], first["period_end"]) == ("2017-01-01", "2020-12-31")
    assert (first["page"], first["strategy_no"], first["low"]) == (None, None, None)
    assert (lines[3]["value"], lines[3]["low"], lines[3]["high"]) == (None, "3", "5")


def test_lines_of_json_are_readable_and_one_a_row(extraction, lexicon):
    lines = list(rows_to_jsonl(extraction_to_rows(extraction, "figures", lexicon=lexicon)))
    assert all("\n" not in line for line in lines)
    assert "億元" in lines[0]


def test_lines_of_json_need_no_table_library():
    program = (
        "import sys; import nstp_extract.tables.select, nstp_extract.tables.jsonl;"
        "sys.exit(' '.join({'pandas', 'pandera', 'pyarrow', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )
    assert done.stderr.strip() == ""
