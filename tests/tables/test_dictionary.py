"""The data dictionary says what the schemas say."""

from pathlib import Path

from nstp_extract.tables.columns import shape_of
from nstp_extract.tables.dictionary import describe_tables
from nstp_extract.tables.schema import TABLES

PUBLISHED = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_published_dictionary_is_made_from_the_schemas():
    again = f"python -m nstp_extract.tables.dictionary {PUBLISHED.relative_to(Path.cwd())}"
    assert PUBLISHED.read_text("utf-8") == describe_tables(), f"make it again: {again}"


def test_every_column_has_a_meaning():
    for schema in TABLES.values():
        assert schema.description
        for name, column in schema.columns.items():
            assert (column.description or "").endswith("."), f"{schema.name}.{name}"


def test_references_name_a_column_that_exists():
    for schema in TABLES.values():
        for column in schema.columns.values():
            table, _, target = shape_of(column).refers_to.partition(".")
            if table:
                assert table in TABLES
                assert not target or target in TABLES[table].columns
