"""The SQLite file: exact, with keys, and found by words of two characters, in a real Datasette."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest

from nstp_extract.core.figure import Quantity
from nstp_extract.core.vocabulary import Kind
from nstp_extract.tables.frames import extraction_to_frames
from nstp_extract.tables.schema import TABLES
from nstp_extract.tables.sqlite import LEFT_OUT, describe_datasette, write_sqlite
from nstp_extract.tables.store import frame_to_parquet

DATASETTE = Path(sys.executable).with_name("datasette")


EXACT = "10000000000000000.123456"


@pytest.fixture
def database(extraction, lexicon, tmp_path):
    amount = Quantity(Kind.AMOUNT, Decimal(EXACT), unit="TWD")
    first, *others = extraction.figures
    extraction = replace(extraction, figures=(replace(first, quantity=amount), *others))
    frames = extraction_to_frames(extraction, lexicon=lexicon)
    files = {name: tmp_path / f"{name}.parquet" for name in TABLES}
    for name, file in files.items():
        file.write_bytes(frame_to_parquet(frames[name], TABLES[name]))
    path = tmp_path / "nstp.sqlite"
    write_sqlite(path, files)
    (tmp_path / "metadata.json").write_text(describe_datasette("nstp"), "utf-8")
    return path


@pytest.fixture
def ask(database):
    with closing(sqlite3.connect(database)) as connection:
        yield lambda statement, *values: connection.execute(statement, values).fetchall()


def test_every_table_but_words_is_there_with_its_key(ask):
    names = {name for (name,) in ask("SELECT name FROM pragma_table_list WHERE schema = 'main'")}
    assert set(TABLES) - LEFT_OUT <= names
    key = ask("SELECT name FROM pragma_table_info('figures') WHERE pk > 0 ORDER BY pk")
    assert [name for (name,) in key] == ["report_id", "version", "figure_id"]


def test_decimals_lists_and_dates_are_exact_text(ask):
    rows = ask("SELECT value, pieces, start, end, period_start FROM figures WHERE value LIKE '%.%'")
    ((value, pieces, start, end, period_start),) = rows
    assert value == EXACT
    assert json.loads(pieces) == [[start, end]]
    assert period_start == "2017-01-01"


@pytest.mark.parametrize("word", ["投資", "提升至", "目標", "經濟部"])
def test_words_of_two_characters_are_found(ask, word):
    found = ask(
        "SELECT sentence || coalesce(indicator, '') FROM figures WHERE rowid IN "
        "(SELECT rowid FROM figures_search WHERE figures_search MATCH ?)",
        f'"{word}"',
    )
    everything = ask(
        "SELECT sentence || coalesce(indicator, '') FROM figures "
        "WHERE sentence || '\n' || coalesce(indicator, '') LIKE ?",
        f"%{word}%",
    )
    assert sorted(found) == sorted(everything) != []


@pytest.mark.slow
def test_datasette_answers_a_facet_and_a_search(database, ask):
    ((sentence,),) = ask("SELECT sentence FROM figures WHERE figure_id = 'f4'")
    word = next(sentence[at : at + 2] for at in range(len(sentence)) if "投" in sentence[at])
    url = f"/nstp/figures.json?_search={quote(word)}&_facet=kind&_shape=objects"
    done = subprocess.run(
        [DATASETTE, database, "--metadata", database.with_name("metadata.json"), "--get", url],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["rows"]
    assert all(word in row["sentence"] for row in answer["rows"])
    facets = answer["facet_results"]
    assert facets["kind"]["results"]
