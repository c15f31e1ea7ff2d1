"""A new version of a report: ids that stay, changes that are published, the old still readable."""

import pickle

import pyarrow.parquet
import pytest

from nstp_extract.collection import stale
from nstp_extract.collection.parts import version_folder
from nstp_extract.collection.tasks import Earlier

OLD = """\
壹、成果
(一)輔導廠商
經濟部於106年輔導廠商21家，投資金額達1.3億元。
經濟部另協助創業者培育人才300人。
"""
NEW = """\
壹、成果
前言：本年度共召開5次會議。
(二)輔導廠商
經濟部於106年輔導廠商23家，投資金額達1.3億元。
"""


def rows(folder, table):
    return pyarrow.parquet.read_table(folder / f"{table}.parquet").to_pylist()


def ids(folder):
    return {row["text"]: row["figure_id"] for row in rows(folder, "figures")}


@pytest.fixture
def revised(collection):
    """The first report in two versions, and the ids of the first."""
    collection.put("first.txt", OLD)
    collection.run()
    before = ids(collection.part("first"))
    collection.put("first.txt", NEW)
    collection.run()
    return before


def test_a_figure_keeps_its_id_in_every_table(collection, revised):
    now = ids(collection.part("first"))
    assert (now["23家"], now["1.3億元"], now["106年"]) == (
        revised["21家"],
        revised["1.3億元"],
        revised["106年"],
    )
    assert now["5次"] not in revised.values()
    outcomes = {row["text"]: row["figure_id"] for row in rows(collection.part("first"), "outcomes")}
    assert outcomes.items() <= now.items()
    assert outcomes


def test_changes_are_published_for_the_newest_version(collection, revised):
    found = rows(collection.curated / "current", "changes")
    assert {row["report_id"] for row in found} == {"first"}
    assert {row["version"] for row in found} == {2}
    told = {(r["change"], r["field"], r["old_text"], r["new_text"]) for r in found}
    assert told == {
        ("added", None, None, "5次"),
        ("revised", "value", "21家", "23家"),
        ("dropped", None, "300人", None),
    }
    by_id = {row["figure_id"]: row for row in found}
    assert by_id[revised["21家"]]["new_text"] == "23家"
    assert by_id[revised["300人"]]["change"] == "dropped"


def test_the_figures_and_the_text_of_the_earlier_version_stay_readable(collection, revised):
    kept = version_folder(collection.part("first"), 1)
    assert ids(kept) == revised
    text = {}
    for passage in rows(kept, "passages"):
        at = 0
        for start, end in passage["pieces"]:
            text |= dict(zip(range(start, end), passage["text"][at:], strict=False))
            at += end - start
    for row in rows(kept, "figures"):
        assert "".join(text[at] for at in range(row["start"], row["end"])) == row["text"]


@pytest.mark.usefixtures("revised")
def test_another_extractor_gives_the_same_ids_and_changes(collection, monkeypatch):
    part = collection.part("first")
    before = rows(part, "figures"), rows(part, "changes")
    monkeypatch.setattr(stale, "code_version", lambda _directory=None: "another")
    collection.run()
    assert (rows(part, "figures"), rows(part, "changes")) == before


def test_a_first_version_has_no_changes(collection):
    collection.run()
    assert rows(collection.curated / "current", "changes") == []


def test_an_earlier_extraction_travels_as_bytes(collection):
    collection.run()
    earlier = Earlier.find(collection.part("first"))
    sent = pickle.dumps(earlier)
    content = dict(earlier.read())
    (collection.part("first") / "figures.parquet").unlink()
    assert pickle.loads(sent).read() == content  # noqa: S301  (as a process pool does)
    assert Earlier.find(collection.part("first")) is None
