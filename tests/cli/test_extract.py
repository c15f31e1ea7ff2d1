"""What ``extract`` prints, where, and with which status."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest

from nstp_extract import extract, extract_guarded
from nstp_extract.audit import find_violations
from nstp_extract.cli import main
from nstp_extract.core.errors import READ_CODES, GuardError
from nstp_extract.core.vocabulary import Bound, Kind, Role

NULLABLE = str | None
CONTRACT = {
    "report_id": str,
    "figure_id": str,
    "start": int,
    "end": int,
    "text": str,
    "kind": str,
    "value": NULLABLE,
    "low": NULLABLE,
    "high": NULLABLE,
    "unit": NULLABLE,
    "bound": str,
    "role": str,
    "indicator": NULLABLE,
    "agency": NULLABLE,
    "period_start": NULLABLE,
    "period_end": NULLABLE,
    "goal_no": NULLABLE,
    "goal": NULLABLE,
    "strategy_no": NULLABLE,
    "strategy": NULLABLE,
    "measure_no": NULLABLE,
    "measure": NULLABLE,
    "heading_path": list,
    "pieces": list,
    "page": int | None,
    "sentence": str,
}


def figures(outcome):
    return [json.loads(line) for line in outcome.lines]


# --- rows -------------------------------------------------------------------------------------


def test_jsonl_is_the_contract(report, command):
    outcome = command("extract", report, "--format", "jsonl")
    rows = figures(outcome)
    text = report.read_text("utf-8")
    assert outcome.status == 0
    assert rows
    for row in rows:
        assert set(CONTRACT) <= set(row)
        assert {
            key: row[key] for key, kind in CONTRACT.items() if not isinstance(row[key], kind)
        } == {}
        assert type(row["start"]) is int
        assert "".join(text[a:b] for a, b in row["pieces"]) == row["text"]
        assert [row["start"], row["end"]] in row["pieces"]
        assert row["kind"] in set(Kind)
        assert row["bound"] in set(Bound)
        assert row["role"] in set(Role)
        assert row["period_start"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", row["period_start"])
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    assert "\\u" not in outcome.text
    assert all(line.endswith("}") for line in outcome.lines)


def test_jsonl_holds_exact_values(report, command):
    rows = {row["text"]: row for row in figures(command("extract", report, "--format", "jsonl"))}
    amount = rows["4,965.09億元"]
    assert (amount["value"], amount["unit"], amount["page"]) == ("496509000000", "TWD", None)
    assert (rows["76.48%"]["value"], rows["76.48%"]["unit"]) == ("76.48", "%")
    assert rows["17秒"]["role"] == "baseline"


def test_csv_gives_the_values_back(report, command):
    outcome = command("extract", report, "--format", "csv")
    assert not outcome.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(outcome.text)))
    extraction = extract(report)
    assert [row["text"] for row in rows] == [f.mention.surface for f in extraction.figures]
    values = [Decimal(row["value"]) if row["value"] else None for row in rows]
    assert values == [f.quantity.value for f in extraction.figures]


def test_the_table_is_what_comes_without_asking(report, command):
    header, *lines = command("extract", report).lines
    assert header.split()[:2] == ["goal", "strategy"]
    assert len(lines) == len(extract(report).figures)
    assert any("TWD 496.509bn" in line for line in lines)


@pytest.mark.parametrize(
    "table",
    ["figures", "outcomes", "rejections", "sections", "relations", "passages", "words"],
)
def test_every_table_comes_in_every_form(table, report, command):
    shown = command("extract", report, "--table", table)
    lines = command("extract", report, "--table", table, "--format", "jsonl")
    frame = command("extract", report, "--table", table, "--format", "csv")
    assert shown.status == lines.status == frame.status == 0
    assert len(shown.lines) - 1 == len(lines.lines) == len(frame.lines) - 1 > 0


def test_standard_input_is_read_as_bytes(report, command):
    outcome = command("extract", "-", "--format", "jsonl", stdin=report.read_bytes())
    assert {row["report_id"] for row in figures(outcome)} == {"stdin"}
    assert len(outcome.lines) == len(extract(report).figures)


@pytest.mark.parametrize("encoding", ["big5", "utf-16"])
def test_another_encoding_is_read_when_it_is_named(encoding, report, tmp_path, command):
    other = tmp_path / "other.txt"
    other.write_bytes(report.read_text("utf-8").encode(encoding))
    outcome = command("extract", other, "--encoding", encoding, "--format", "jsonl")
    original = command("extract", report, "--format", "jsonl")
    assert outcome.status == 0
    assert outcome.text.replace('"other"', '"sample"') == original.text


def test_what_stands_beside_the_file_is_used(report, command):
    report.with_suffix(".toml").write_text('agency = "農委會"\n', "utf-8")
    extraction = extract(report)
    assert extraction.report.agency == "農委會"
    assert command("extract", report).status == 0
    report.with_suffix(".toml").write_text("colour = 'red'\n")
    assert "unknown key 'colour'" in command("extract", report).err


def test_a_lexicon_of_ones_own_is_added(tmp_path, command):
    source = tmp_path / "a.txt"
    source.write_text("本年產出35鬯香酒。\n", "utf-8")
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "own.toml").write_text(
        '[classifiers.chang]\nsurfaces = ["鬯"]\nsource = "here"\n'
        'example = { text = "35鬯", expect = "count 35 鬯" }\n',
        "utf-8",
    )
    assert figures(command("extract", source, "--format", "jsonl", "--quiet")) == []
    outcome = command("extract", source, "--format", "jsonl", "--lexicon", folder)
    assert [row["text"] for row in figures(outcome)] == ["35鬯"]


# --- nothing there ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "expected"), [("table", 1), ("csv", 1), ("jsonl", 0)], ids=["table", "csv", "jsonl"]
)
def test_a_report_without_one_figure_is_a_warning(form, expected, tmp_path, command):
    source = tmp_path / "plain.txt"
    source.write_text("本報告說明計畫的緣起與目的。\n", "utf-8")
    outcome = command("extract", source, "--format", form)
    assert outcome.status == 0
    assert len(outcome.lines) == expected
    assert outcome.err == f"warning: {source}: not one figure\n"


def test_a_parquet_file_without_rows_has_its_columns(tmp_path, command):
    source = tmp_path / "plain.txt"
    source.write_text("本報告說明計畫的緣起與目的。\n", "utf-8")
    target = tmp_path / "figures.parquet"
    assert command("extract", source, "-o", target).status == 0
    assert target.read_bytes().startswith(b"PAR1")


# --- what cannot be read ----------------------------------------------------------------------

BIG5 = "國家科學技術發展計畫的執行成果，投資金額達三億元。".encode("big5")

UNREADABLE = {
    "empty": (b"", "empty", "no text"),
    "blank": (b" \n\t\n", "empty", "no text"),
    "big5": (BIG5, "encoding", "looks like big5"),
    "utf-16": ("成果達3億元".encode("utf-16"), "encoding", "looks like utf-16"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "truncated", "damaged"),
    "docx": (b"PK\x03\x04" + bytes(40), "unsupported-format", "ZIP"),
    "binary": (bytes(range(256)) * 8, "unsupported-format", "binary"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_says_why_and_ends_with_its_code(name, language, tmp_path, command):
    content, code, words = UNREADABLE[name]
    source = tmp_path / "report.txt"
    source.write_bytes(content)
    outcome = command("--lang", language, "extract", source)
    assert outcome.status == READ_CODES[code]
    assert outcome.out == b""
    first, *_, last = outcome.err.splitlines()
    assert last.endswith(f"[{code}]")
    assert len(outcome.err.splitlines()) == 2
    if language == "en":
        assert first.startswith(f"error: {source}: ")
        assert words in first
    else:
        assert first.startswith(f"錯誤：{source}：")
        message, hint = first.removeprefix(f"錯誤：{source}："), last.removeprefix("建議：")
        assert re.search("[\u4e00-\u9fff]", message)
        assert re.search("[\u4e00-\u9fff]", hint)


def test_standard_input_is_named_in_errors(command):
    assert "standard input: not UTF-8" in command("extract", "-", stdin=BIG5).err
    assert "標準輸入：不是 UTF-8" in command("extract", "-", "--lang", "zh", stdin=BIG5).err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract", "missing.txt"], "missing.txt: no such file"),
        (["extract", "{folder}"], "is a folder"),
        (["extract", "{report}", "--table", "graphs"], "invalid choice: 'graphs'"),
        (["extract", "{report}", "--format", "xml"], "invalid choice: 'xml'"),
        (["extract", "{report}", "--encoding", "klingon"], "no such encoding: klingon"),
        (["extract", "{report}", "--lexicon", "missing"], "no such folder"),
        (["extract", "{report}", "-o", "{folder}"], "a folder, not a file"),
        (["extract", "{report}", "-o", "{folder}/none/out.csv"], "no folder"),
        (["extract", "{report}", "-o", "{report}"], "the report itself"),
        (["extract"], "required: FILE"),
        (["extract", "{report}", "--tab", "words"], "unrecognized arguments"),
        (["audition", "{report}"], "invalid choice: 'audition'"),
        (["--lang", "fr", "extract", "{report}"], "invalid choice: 'fr'"),
        ([], "required: COMMAND"),
    ],
)
def test_what_cannot_run_says_so_with_status_two(arguments, words, report, command):
    filled = [part.format(report=report, folder=report.parent) for part in arguments]
    outcome = command(*filled)
    assert (outcome.status, outcome.out) == (2, b"")
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    translated = command("--lang", "zh", *filled) if "fr" not in filled else outcome
    assert translated.status == 2
    assert words not in translated.err or "fr" in filled
    assert report.read_text("utf-8").startswith("壹、")


def test_a_wrong_encoding_is_told(report, command):
    outcome = command("extract", report, "--encoding", "ascii")
    assert outcome.status == READ_CODES["encoding"]
    assert outcome.err.splitlines()[-1] == "hint: check --encoding [encoding]"


def test_a_row_that_breaks_the_guard_is_shown_and_nothing_printed(report, command, monkeypatch):
    problems = tuple(f"figure f{n} at {n}: its edge stands inside a number" for n in range(7))
    monkeypatch.setattr("nstp_extract.audit.find_violations", lambda *_, **__: problems)
    outcome = command("extract", report)
    assert (outcome.status, outcome.out) == (2, b"")
    assert [f"f{n} at" in outcome.err for n in range(7)] == [True] * 5 + [False] * 2
    assert outcome.err.splitlines()[-1].strip() == "and 2 more"


def test_the_guard_is_the_one_of_the_library(report, monkeypatch):
    monkeypatch.setattr("nstp_extract.audit.find_violations", lambda *_, **__: ("broken",))
    with pytest.raises(GuardError, match="broken"):
        extract(report)
    monkeypatch.undo()
    extraction = extract(report)
    assert find_violations(extraction) == ()
    assert extract_guarded(extraction.document, extraction.report).figures == extraction.figures


def test_a_failing_disk_is_no_traceback(report, command, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device", "out.csv")

    monkeypatch.setattr("nstp_extract.cli.emit.open_destination", fail)
    outcome = command("extract", report)
    assert (outcome.status, outcome.err) == (2, "error: out.csv: No space left on device\n")


def test_an_interruption_is_clean(report, capsys, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("nstp_extract.cli.reading.read_document", interrupt)
    assert main(["extract", str(report)]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_pages_that_cannot_be_trusted_are_named(tmp_path, command):
    # A PDF that lacks its end: both engines read it, and more may have stood there.
    objects = (
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n"
        "4 0 obj<</Length 36>>stream\nBT /F1 12 Tf 72 700 Td (12 kg) Tj ET\nendstream\nendobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
        "trailer<</Root 1 0 R>>\n"
    )
    report = tmp_path / "cut.pdf"
    report.write_text(f"%PDF-1.4\n{objects}")
    outcome = command("extract", report)
    assert outcome.status == 0
    assert f"{report}: pages whose numbers may be wrong: 1 (truncated)" in outcome.err
    assert "12kg" in outcome.out.decode().replace(" ", "")


# --- locked files and pages -------------------------------------------------------------------


@pytest.fixture
def locked(tmp_path, locked_pdf):
    """A locked report, its password, and a file that holds it."""
    content, secret = locked_pdf
    path, file = tmp_path / "locked.pdf", tmp_path / "secret.txt"
    path.write_bytes(content)
    file.write_bytes(secret.encode() + b"\r\nnot this line\n")
    return path, secret, file


def test_a_password_opens_a_pdf(locked, command):
    path, secret, file = locked
    for option in (["--password", secret], ["--password-file", file]):
        outcome = command("extract", path, *option, "--format", "jsonl")
        assert [(row["text"], row["page"]) for row in figures(outcome)] == [("12kg", 1)]
        assert secret not in outcome.err


@pytest.mark.parametrize(("password", "words"), [("", "needs a password"), ("x", "is wrong")])
def test_without_the_right_password_a_pdf_stays_locked(password, words, locked, command):
    outcome = command("extract", locked[0], "--password", password)
    assert outcome.status == READ_CODES["encrypted"]
    assert words in outcome.err
    assert outcome.err.rstrip().endswith("[encrypted]")
