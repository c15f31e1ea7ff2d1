"""A publication made from the last one is the one that the parts alone would make."""

import shutil
import sqlite3
from contextlib import closing

import pyarrow as pa
import pyarrow.parquet
import pytest

from nstp_extract.collection import compose
from nstp_extract.core.errors import PublishError

TEXTS = {
    f"r{number}": f"壹、成果\n經濟部於106年投資{number + 1}.5億元，輔導{number + 20}家廠商。\n"
    for number in range(6)
}


@pytest.fixture(scope="module")
def template(open_collection, tmp_path_factory):
    """Six reports that were published once."""
    made = open_collection(tmp_path_factory.mktemp("template"))
    for report_id, text in TEXTS.items():
        made.put(f"{report_id}.txt", text)
    made.run()
    return made


@pytest.fixture
def published(template, open_collection, disk, monkeypatch):
    """A copy of them; what is published next is in batches so small that reports straddle them."""
    monkeypatch.setattr(compose, "_BATCH_ROWS", 3)
    shutil.copytree(template.raw.parent, disk, symlinks=True, dirs_exist_ok=True)
    return open_collection(disk)


def read_database(publication):
    """Every row of the tables, sorted, and the figures that a search finds."""
    with closing(sqlite3.connect(publication / "nstp.sqlite")) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if "_search" not in name
        ]
        rows = {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608  (our own names)
            for name in names
        }
        found = {
            word: sorted(
                connection.execute(
                    "SELECT report_id, text FROM figures WHERE rowid IN "
                    "(SELECT rowid FROM figures_search WHERE figures_search MATCH ?)",
                    [f'"{word}"'],
                )
            )
            for word in ("投資", "輔導", "培育", "經濟部")
        }
        entries = connection.execute("SELECT count(*) FROM figures_search_docsize").fetchone()
    return rows, found, entries


def rebuild(collection):
    """Publish the same parts again from nothing, and return where."""
    (collection.curated / "current").unlink()
    collection.run()
    return (collection.curated / "current").resolve()


def change(collection):
    collection.put("r1.txt", "壹、成果\n科技部培育7人，投資3億元，輔導9家廠商。\n")


def add(collection):
    collection.put("a0.txt", TEXTS["r5"])
    collection.put("r11.txt", TEXTS["r1"])
    collection.put("z9.txt", TEXTS["r2"])


def remove(collection):
    (collection.raw / "r0.txt").unlink()
    (collection.raw / "r3.txt").unlink()


def empty(collection):
    for path in list(collection.raw.iterdir())[1:]:
        path.unlink()


def everything(collection):
    change(collection)
    add(collection)
    remove(collection)


@pytest.mark.parametrize("alter", [change, add, remove, empty, everything])
def test_it_is_the_one_that_the_parts_alone_make(published, alter):
    alter(published)
    published.run()
    merged = (published.curated / "current").resolve()
    whole = rebuild(published)
    assert merged != whole
    for file in sorted(merged.iterdir()):
        if file.suffix in (".parquet", ".csv"):
            assert file.read_bytes() == (whole / file.name).read_bytes(), file.name
    assert read_database(merged) == read_database(whole)


def test_only_what_has_changed_is_read_from_the_parts(published, monkeypatch):
    read = []

    def read_parquet(file, schema, real=compose.read_parquet):
        read.append(file.relative_to(published.curated / "parts").parts[0])
        return real(file, schema)

    monkeypatch.setattr(compose, "read_parquet", read_parquet)
    change(published)
    published.run()
    assert set(read) == {"r1"}


def test_of_a_publication_with_other_columns_nothing_is_taken(published):
    file = published.curated / "current" / "figures.parquet"
    table = pyarrow.parquet.read_table(file).drop_columns(["unit"])
    pyarrow.parquet.write_table(table, file)
    change(published)
    published.run()
    new = pyarrow.parquet.read_table(published.curated / "current" / "figures.parquet")
    assert pa.compute.sum(new["unit"].is_valid()).as_py()


def test_a_database_that_is_gone_is_made_anew(published):
    (published.curated / "current" / "nstp.sqlite").unlink()
    change(published)
    published.run()
    merged = (published.curated / "current").resolve()
    assert read_database(merged) == read_database(rebuild(published))


def test_a_table_that_cannot_be_read_is_told_with_what_to_do(published):
    file = (published.curated / "current").resolve() / "words.parquet"
    content = bytearray(file.read_bytes())
    content[4:60] = b"?" * 56
    file.write_bytes(content)
    change(published)
    with pytest.raises(PublishError, match=r"words\.parquet") as raised:
        published.run()
    assert "current" in raised.value.hint
    assert read_database(rebuild(published))
