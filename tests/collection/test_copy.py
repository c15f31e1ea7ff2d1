"""A copy on a real PostgreSQL server: equal to Parquet, only what changed is sent, whole or not."""

import json
from decimal import Decimal

import psycopg
import pyarrow.parquet
import pytest

from nstp_extract.collection.copy import copy_collection
from nstp_extract.core.errors import PublishError
from nstp_extract.tables.schema import TABLES, key_of

pytestmark = pytest.mark.postgres


def published(collection, name):
    return pyarrow.parquet.read_table(
        collection.curated / "current" / f"{name}.parquet"
    ).to_pylist()


def ask(url, statement):
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        return connection.execute(statement).fetchall()


def sort(rows, name):
    return sorted(rows, key=lambda row: tuple(str(row[column]) for column in key_of(TABLES[name])))


def test_every_table_comes_back_as_it_was_published(collection, postgres_url):
    collection.run()
    copied = copy_collection(collection.curated, postgres_url)
    assert copied.sent == ("first", "second")
    for name in TABLES:
        rows = ask(postgres_url, f"SELECT * FROM newest_{name}")  # noqa: S608
        expected = published(collection, name)
        assert sort(rows, name) == sort(expected, name), name
    values = [row["value"] for row in ask(postgres_url, "SELECT value FROM figures")]
    assert Decimal("130000000.000000000") in values
    assert not any(isinstance(value, float) for value in values)


def test_a_second_copy_sends_nothing_and_a_changed_report_goes_alone(collection, postgres_url):
    collection.run()
    copy_collection(collection.curated, postgres_url)
    assert copy_collection(collection.curated, postgres_url).sent == ()
    collection.put("first.txt", "經濟部於106年投資9.9億元。")
    collection.run()
    assert copy_collection(collection.curated, postgres_url).sent == ("first",)
    versions = ask(postgres_url, "SELECT version, value FROM figures WHERE value > 100000000")
    assert {(row["version"], row["value"]) for row in versions} >= {(1, 130000000), (2, 990000000)}
    newest = ask(postgres_url, "SELECT DISTINCT report_id, version FROM newest_figures ORDER BY 1")
    assert [tuple(row.values()) for row in newest] == [("first", 2), ("second", 1)]


def test_a_removed_report_leaves_the_server(collection, postgres_url):
    collection.run()
    copy_collection(collection.curated, postgres_url)
    (collection.raw / "first.txt").unlink()
    collection.run()
    assert copy_collection(collection.curated, postgres_url).removed == ("first",)
    assert ask(postgres_url, "SELECT DISTINCT report_id FROM figures") == [{"report_id": "second"}]


def test_a_report_that_cannot_be_written_leaves_its_old_rows(collection, postgres_url):
    collection.run()
    copy_collection(collection.curated, postgres_url)
    before = ask(postgres_url, "SELECT * FROM figures ORDER BY report_id, figure_id")
    with psycopg.connect(postgres_url) as connection:
        connection.execute("ALTER TABLE outcomes ADD CHECK (value < 500000000)")
    collection.put("first.txt", "經濟部於106年投資9.9億元。")
    collection.run()
    with pytest.raises(PublishError, match="PostgreSQL"):
        copy_collection(collection.curated, postgres_url)
    assert ask(postgres_url, "SELECT * FROM figures ORDER BY report_id, figure_id") == before


def test_every_column_says_what_it_means(collection, postgres_url):
    collection.run()
    copy_collection(collection.curated, postgres_url)
    (row,) = ask(postgres_url, "SELECT col_description('figures'::regclass, 1) AS meaning")
    assert row["meaning"].startswith("The report")


def test_lists_of_lists_are_json(collection, postgres_url):
    collection.run()
    copy_collection(collection.curated, postgres_url)
    rows = ask(postgres_url, 'SELECT pieces, start, "end" FROM figures')
    assert all(
        json.loads(json.dumps(row["pieces"])) == [[row["start"], row["end"]]] for row in rows
    )


def test_no_server_is_told(collection, tmp_path):
    collection.run()
    with pytest.raises(PublishError, match="PostgreSQL") as caught:
        copy_collection(collection.curated, f"postgresql://postgres@/none?host={tmp_path}")
    assert caught.value.hint
