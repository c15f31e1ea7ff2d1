"""A folder in which much is bad: every good report gets its tables, every bad one its reason."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from nstp_extract.collection.passwords import VARIABLE, read_passwords
from nstp_extract.collection.run import refresh_collection
from nstp_extract.collection.summary import Status
from nstp_extract.core.errors import NstpError

PROGRAM = Path(sys.executable).with_name("nstp-extract")
GOOD = "壹、成果\n經濟部於106年投資{number}億元，輔導{number}家廠商。\n"


def make_pdf(*, pages):
    """A PDF of pages on which nothing stands."""
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(200, 200)
    document.save(out)
    return out.getvalue()


def make_zip(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "")
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n\t", "empty"),
    "empty-pdf.pdf": (b"", "empty"),
    "big5.txt": (GOOD.format(number=3).encode("big5") * 3, "encoding"),
    "utf16.txt": (GOOD.encode("utf-16"), "encoding"),
    "gb.txt": ("国家科学技术发展计划的执行成果报告。".encode("gb18030") * 3, "encoding"),
    "binary.txt": (bytes(range(256)) * 8, "unsupported-format"),
    "nul.txt": (b"\0\0\0" * 9, "unsupported-format"),
    "page.pdf": (b"<!DOCTYPE html><html><body>404</body></html>", "not-a-pdf"),
    "pointer.pdf": (b"version https://git-lfs.github.", "not-a-pdf"),
    "text.pdf": (GOOD.encode(), "not-a-pdf"),
    "head.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "truncated"),
    "noise.pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 4, "truncated"),
    "no-pages.pdf": (
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]"
            b"/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        ),
        "no-pages",
    ),
    "no-text.pdf": (make_pdf(pages=2), "no-text-layer"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "unsupported-format"),
    "budget.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "unsupported-format"),
    "sheet.xlsx": (make_zip("xl/workbook.xml"), "unsupported-format"),
    "slides.pptx": (make_zip("ppt/presentation.xml"), "unsupported-format"),
    "letter.rtf": (b"{\\rtf1}", "unsupported-format"),
    "archive.zip": (make_zip("a.txt"), "unsupported-format"),
    "cut.docx": (make_zip("word/document.xml")[:50], "truncated"),
    "cut-odt.odt": (make_zip("content.xml")[:50], "truncated"),
    "image.png": (b"\x89PNG\r\n\x1a\n", "unsupported-format"),
    "no-suffix": (GOOD.encode(), "unsupported-format"),
    "twice.txt": (GOOD.encode(), "two-files"),
}


def fill(raw):
    """Put 70 good reports and 30 bad ones into a folder, and return the reason of each bad one."""
    for number in range(1, 71):
        (raw / f"good{number:02}.txt").write_text(GOOD.format(number=number), "utf-8")
    for name, (content, _) in BAD.items():
        (raw / name).write_bytes(content)
    (raw / "twice.md").write_text("# 成果\n", "utf-8")
    os.mkfifo(raw / "pipe.pdf")
    (raw / "loop.txt").symlink_to(raw / "loop.txt")
    (raw / "gone.pdf").symlink_to(raw / "nowhere.pdf")
    (raw / os.fsdecode(b"\xff\xfe.txt")).write_text(GOOD, "utf-8")
    (raw / "README.md").write_text("no report", "utf-8")
    (raw / "folder").mkdir()
    reasons = {Path(name).stem: reason for name, (_, reason) in BAD.items()}
    return reasons | dict.fromkeys(["pipe", "loop", "gone"], "unreadable")


@pytest.fixture(scope="module")
def bad_run(tmp_path_factory):
    """What `nstp-extract run` says of such a folder."""
    root = tmp_path_factory.mktemp("bad")
    raw = root / "raw"
    raw.mkdir()
    reasons = fill(raw)
    done = subprocess.run(
        [PROGRAM, "--lang", "en", "run", "--raw", raw, "--curated", root / "curated"],
        capture_output=True,
        check=False,
        timeout=240,
    )
    return done, reasons, root


def test_seventy_results_and_thirty_reasons(bad_run):
    done, reasons, _ = bad_run
    said = done.stderr.decode("utf-8", "surrogateescape")
    assert done.returncode == 1
    assert "Traceback" not in said
    assert "70 extracted" in said
    lines = [line for line in said.splitlines() if line.startswith("  failed")]
    assert len(lines) == 30
    for report_id, reason in reasons.items():
        (line,) = [line for line in lines if f" {report_id}:" in line]
        assert line.endswith(f"[{reason}]")


def test_the_good_ones_are_published(bad_run):
    _, _, root = bad_run
    summary = refresh_collection(root / "raw", root / "curated")
    assert len(summary.with_status(Status.UNCHANGED)) == 70
    assert len(summary.with_status(Status.FAILED)) == 30
    assert sum(summary.kinds.values()) == 3 * 70


# --- locked reports ---------------------------------------------------------------------------


def test_a_password_opens_what_was_locked(collection, locked_pdf):
    content, secret = locked_pdf
    collection.put("locked.pdf", content)
    assert collection.statuses(collection.run())["locked"] == "failed"
    file = collection.raw.parent / "passwords.toml"
    file.write_text(f'locked = "{secret}"\n')
    summary = refresh_collection(collection.raw, collection.curated, passwords=read_passwords(file))
    assert collection.statuses(summary)["locked"] == "extracted"
    written = [path for path in collection.curated.rglob("*") if path.is_file()]
    assert not any(secret.encode() in path.read_bytes() for path in written)


def test_the_environment_names_the_file(tmp_path, monkeypatch):
    file = tmp_path / "passwords.toml"
    file.write_text('a = "x"')
    monkeypatch.setenv(VARIABLE, str(file))
    assert read_passwords(None) == {"a": "x"}
    monkeypatch.delenv(VARIABLE)
    assert read_passwords(None) == {}


@pytest.mark.parametrize("content", ["a = secret", "a = 1", "secret", b"\xff"])
def test_a_bad_file_of_passwords_is_not_quoted(content, tmp_path):
    file = tmp_path / "passwords.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(NstpError, match="not a file of passwords") as caught:
        read_passwords(file)
    assert "secret" not in str(caught.value)
