"""What stands beside a report, and what is refused there."""

from datetime import date

import pytest

from nstp_extract.core.errors import NstpError
from nstp_extract.core.figure import Report
from nstp_extract.read import read_sidecar


@pytest.fixture
def read(tmp_path):
    def run(content=None):
        if content is not None:
            (tmp_path / "report-1.toml").write_text(content, "utf-8")
        return read_sidecar(tmp_path / "report-1.txt")

    return run


def test_a_report_without_one_has_its_name_only(read):
    assert read() == Report(report_id="report-1")


def test_every_key_is_taken(read):
    report = read(
        'title = "施政報告"\nagency = "勞動部"\ndocument_no = "勞動字第1號"\n'
        'published_on = 2025-02-24\nurl = "https://example.org"\nlicence = "OGDL"\n'
        'language = "zh-Hant-TW"\ncurrency = "USD"\nperiod = "2024-01-01/2024-12-31"\n'
        '[headings]\nstrategy = "一、"\nmeasure = "(一)"\n'
    )
    assert (report.title, report.agency, report.document_no) == (
        "施政報告",
        "勞動部",
        "勞動字第1號",
    )
    assert report.published_on == date(2025, 2, 24)
    assert (str(report.period), report.currency) == ("2024-01-01/2024-12-31", "USD")
    assert report.headings == (("strategy", "一、"), ("measure", "(一)"))


@pytest.mark.parametrize(("period", "said"), [("/2020-12-31", "/2020-12-31"), ("2020-03-01/",) * 2])
def test_a_period_may_be_open(read, period, said):
    assert str(read(f'period = "{period}"').period) == said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("title = ", "not TOML"),
        ('titel = "施政報告"', "unknown key 'titel'"),
        ("title = 3", "title is no text: 3"),
        ('published_on = "2025-02-24"', "published_on is no date"),
        ("published_on = 2025-02-24T10:00:00", "published_on is no date"),
        ('period = "2024"', "period is no start/end"),
        ('period = "2024-13-01/2024-12-31"', "month must be in 1..12"),
        ('[headings]\nchapter = "一、"', "'chapter' is none of"),
        ("[headings]\nstrategy = 1", "headings.strategy is no text"),
    ],
)
def test_what_is_wrong_is_told_with_the_file(read, content, why):
    with pytest.raises(NstpError) as caught:
        read(content)
    assert why in caught.value.message
    assert "report-1.toml" in caught.value.message
    assert caught.value.hint


def test_bytes_that_are_no_utf8_are_told(read, tmp_path):
    (tmp_path / "report-1.toml").write_bytes('title = "施政"'.encode("big5"))
    with pytest.raises(NstpError, match="not TOML"):
        read()
