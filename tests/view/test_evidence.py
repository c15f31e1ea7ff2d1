"""The page of a publication: the same as of the file, left alone when nothing changed, bounded."""

from datetime import date, datetime, timedelta

import pyarrow.parquet
import pytest

from nstp_extract import extract
from nstp_extract.audit.checks import with_checks
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection
from nstp_extract.core.errors import NstpError
from nstp_extract.view import evidence
from nstp_extract.view.evidence import write_publication_page
from nstp_extract.view.single import write_extraction_page
from nstp_extract.view.source import list_reports

REPORTS = {
    "first": "目標一、創新\n經濟部於106年投資1.3億元，輔導21家廠商，第一次辦理。",
    "second": "科技部於107年投資2.6億元，媒合率由17%提升至76.48%。",
}


@pytest.fixture(scope="module")
def curated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("collection")
    (folder / "raw").mkdir()
    for name, text in REPORTS.items():
        (folder / "raw" / f"{name}.txt").write_text(text, "utf-8")
    refresh_collection(folder / "raw", folder / "curated", engine=Engine(EngineKind.INLINE))
    return folder / "curated"


def test_a_publication_shows_what_the_file_gives(curated, tmp_path, lexicon, read_data):
    path = tmp_path / "first.html"
    extraction = with_checks(extract(curated.parent / "raw" / "first.txt"))
    write_extraction_page(extraction, path, lexicon=lexicon)
    write_publication_page(curated, tmp_path / "both.html")
    (alone,) = read_data(path.read_text("utf-8"))
    reports = read_data((tmp_path / "both.html").read_text("utf-8"))
    together = sorted(reports, key=lambda report: report["report"]["report_id"])
    assert [report["report"]["report_id"] for report in together] == ["first", "second"]
    of_the_run = ("source_path", "extracted_by")
    for data in (alone, together[0]):
        data["report"] = {k: v for k, v in data["report"].items() if k not in of_the_run}
    assert alone == together[0]


def test_what_came_in_last_is_shown_first(tmp_path):
    early, late = map(datetime.fromisoformat, ("2025-01-01T08:00", "2026-01-01T08:00"))
    rows = [
        ("old", 1, late, date(2020, 1, 1)),
        ("new", 1, late, date(2024, 1, 1)),
        ("undated", 1, late, None),
        ("again", 1, early, None),
        ("again", 2, late + timedelta(days=1), None),
        ("before", 1, early, date(2025, 1, 1)),
    ]
    names = ("report_id", "version", "seen_at", "published_on")
    table = pyarrow.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])
    titles = table.append_column("title", table["report_id"])
    pyarrow.parquet.write_table(titles, tmp_path / "reports.parquet")
    assert list(list_reports(tmp_path)) == ["again", "new", "old", "undated", "before"]


def test_a_page_of_the_same_publication_is_left_alone(curated, tmp_path):
    path = tmp_path / "page.html"
    assert write_publication_page(curated, path).is_new
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert not write_publication_page(curated, path).is_new
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    path.unlink()
    write_publication_page(curated, path)
    assert path.read_bytes() == before[0]


def test_a_choice_of_reports_is_another_page(curated, tmp_path, read_data):
    path = tmp_path / "page.html"
    write_publication_page(curated, path)
    write_publication_page(curated, path, only=["second"])
    (data,) = read_data(path.read_text("utf-8"))
    assert data["report"]["report_id"] == "second"


def test_a_report_that_is_not_there_is_refused(curated, tmp_path):
    with pytest.raises(NstpError, match="no report third") as refused:
        write_publication_page(curated, tmp_path / "page.html", only=["third"])
    assert refused.value.hint == "reports are: first, second"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_publication_is_refused(tmp_path):
    with pytest.raises(NstpError, match="no publication there"):
        write_publication_page(tmp_path)


def test_reports_without_room_are_named(curated, tmp_path, monkeypatch, read_data):
    monkeypatch.setattr(evidence, "MAX_BYTES", 100)
    page = write_publication_page(curated, tmp_path / "page.html")
    assert page.left_out == ("second",)
    html = page.path.read_text("utf-8")
    assert len(read_data(html)) == 1
    assert '"report_id":"second"' in html


def test_each_table_is_gone_through_once_for_many_reports(curated, tmp_path, monkeypatch):
    read, opened = pyarrow.parquet.read_table, []

    def count(path, **options):
        opened.append(path.stem)
        return read(path, **options)

    monkeypatch.setattr(pyarrow.parquet, "read_table", count)
    write_publication_page(curated, tmp_path / "page.html")
    assert opened.count("passages") == opened.count("figures") == 1
