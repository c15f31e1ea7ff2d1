"""What a Python user has: four names, cheap to import, frozen results."""

import dataclasses
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import nstp_extract
from nstp_extract import extract, extract_text, to_frame
from nstp_extract.core.errors import NstpError, ReadError
from nstp_extract.core.figure import Extraction
from nstp_extract.lexicon import load_lexicon

ROOT = Path(__file__).parent.parent
TEXT = "科技部於107年輔導21家廠商，投資金額達1.3億元，第十次辦理。"


def test_importing_loads_nothing_but_the_standard_library():
    code = (
        "import sys; import nstp_extract; "
        "print(sorted(m for m in sys.modules if m.startswith('nstp_extract.')), "
        "[m for m in ('pandas', 'spacy', 'jieba', 'importlib.metadata') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True,
                          check=True, env={"PYTHONPATH": str(ROOT / "src")})  # fmt: skip
    assert done.stdout.strip() == "[] []"


def test_every_public_name_is_there():
    assert all(hasattr(nstp_extract, name) for name in nstp_extract.__all__)
    assert not hasattr(nstp_extract, "nothing")


@pytest.mark.parametrize("as_path", [str, Path])
def test_a_file_is_read_with_what_stands_beside_it(as_path):
    extraction = extract(as_path(ROOT / "raw" / "nstp-106-109.txt"))
    assert extraction.report.report_id == "nstp-106-109"
    assert extraction.report.agency == "科技部"
    assert len(extraction.figures) > 900


def test_a_text_has_offsets_of_its_own():
    extraction = extract_text(TEXT, report_id="note")
    assert extraction.report.report_id == "note"
    surfaces = [f.mention.surface for f in extraction.figures]
    assert surfaces == ["107年", "21家", "1.3億元"]
    assert [TEXT[f.mention.span.start : f.mention.span.end] for f in extraction.figures] == surfaces
    assert [r.text for r in extraction.rejections] == ["十"]


def test_an_extraction_cannot_be_changed():
    extraction = extract_text(TEXT)
    assert isinstance(extraction, Extraction)
    with pytest.raises(dataclasses.FrozenInstanceError):
        extraction.figures[0].role = "target"  # type: ignore[misc]


def test_a_frame_holds_exact_values_in_text_order():
    frame = to_frame(extract_text(TEXT))
    assert frame["text"].tolist() == ["107年", "21家", "1.3億元"]
    assert frame["value"].tolist()[1:] == [Decimal(21), Decimal(130000000)]


def test_a_text_without_figures_is_an_empty_frame():
    frame = to_frame(extract_text("本報告說明計畫的緣起。"))
    assert len(frame) == 0
    assert "value" in frame


def test_an_encoding_is_used(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("big5"))
    with pytest.raises(ReadError, match="big5") as caught:
        extract(path)
    assert caught.value.code == "encoding"
    assert len(extract(path, encoding="big5").figures) == 3


def test_a_lexicon_is_used(tmp_path):
    (tmp_path / "own.toml").write_text(
        '[classifiers.chang]\nsurfaces = ["鬯"]\nsource = "here"\n'
        'example = { text = "35鬯", expect = "count 35 鬯" }\n',
        "utf-8",
    )
    report = tmp_path / "a.txt"
    report.write_text("本年產出35鬯香酒。", "utf-8")
    assert extract(report).figures == ()
    (figure,) = extract(report, lexicon=load_lexicon(tmp_path)).figures
    assert figure.quantity.unit == "鬯"


def test_a_missing_file_is_an_error_that_a_person_understands(tmp_path):
    with pytest.raises(NstpError, match="no such file"):
        extract(tmp_path / "none.txt")
