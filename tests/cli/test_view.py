"""The command ``view``: what it writes, where, and what it refuses."""

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection


def test_a_file_gives_a_page_beside_the_reader(report, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    outcome = command("view", report)
    assert outcome.status == 0
    assert outcome.out == b""
    assert outcome.err == "page   sample.html\n"
    assert "4,965.09億元" in (tmp_path / "sample.html").read_text("utf-8")


def test_a_folder_gives_the_page_of_what_is_published(report, tmp_path, command):
    raw = tmp_path / "raw"
    raw.mkdir()
    report.rename(raw / "sample.txt")
    refresh_collection(raw, tmp_path / "curated", engine=Engine(EngineKind.INLINE))
    outcome = command("view", tmp_path / "curated", "--lang", "zh")
    assert outcome.status == 0
    assert outcome.err == f"頁面　{tmp_path / 'curated' / 'evidence.html'}\n"
    refused = command("view", tmp_path / "curated", "--report", "other", "-o", tmp_path / "p.html")
    assert refused.status == 2
    assert "no report other" in refused.err
    assert "reports are: sample" in refused.err


def test_a_folder_of_raw_reports_is_no_publication(report, command):
    outcome = command("view", report.parent)
    assert outcome.status == 2
    assert "nstp-extract run" in outcome.err


def test_the_report_itself_is_never_overwritten(report, command):
    outcome = command("view", report, "-o", report)
    assert outcome.status == 2
    assert report.read_text("utf-8").startswith("壹")
