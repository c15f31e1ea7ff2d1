"""The page as a file: what it may hold, what it says of itself, and that it is always the same."""

import hashlib
import re
from base64 import b64encode
from importlib import resources

import pytest

import nstp_extract.view
from nstp_extract.core import vocabulary
from nstp_extract.view.data import _is_heading
from nstp_extract.view.page import LIBRARIES, PROGRAM, build_page, load_labels, to_script_json

GROUPS = {
    "kind": vocabulary.Kind,
    "role": vocabulary.Role,
    "basis": vocabulary.Basis,
    "bound": vocabulary.Bound,
    "level": vocabulary.Level,
    "reason": vocabulary.Reason,
    "relation": vocabulary.RelationType,
    "grade": vocabulary.Grade,
    "page_reason": vocabulary.PageReason,
    "check": vocabulary.CheckCode,
    "result": vocabulary.CheckResult,
    "verdict": vocabulary.Judgement,
    "ground": vocabulary.Ground,
    "slip": vocabulary.Slip,
}
ROOT = resources.files(nstp_extract.view)


def scripts(page):
    return re.findall(r"<script>(.*?)</script>", page, re.DOTALL)


def test_text_of_a_report_stays_data(page, data, read_data):
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u2028" not in page
    assert len(scripts(page)) == len(LIBRARIES) + 1
    assert read_data(page) == [data]


def test_a_lone_surrogate_does_not_stop_the_page():
    assert to_script_json("\ud800") == '"\\ud800"'


def test_only_the_scripts_of_the_page_may_run(page):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    digests = [b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts(page)]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert f"script-src {allowed};" in policy
    assert policy.startswith("default-src 'none'")


def test_nothing_is_loaded_from_elsewhere(page):
    shell = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"(?:src|href)\s*=|url\(|@import", shell) == []


def test_a_library_could_not_end_its_block():
    for name in LIBRARIES:
        assert "</script" not in (ROOT / "vendor" / name).read_text("utf-8").lower()


def test_every_file_of_the_program_is_in_it():
    files = {entry.name for entry in (ROOT / "app").iterdir() if entry.name.endswith(".js")}
    assert files == {f"{name}.js" for name in PROGRAM}


def test_equal_data_gives_an_equal_page(data):
    assert build_page([data], source="v1") == build_page([data], source="v1")


@pytest.mark.parametrize("group", GROUPS)
def test_every_code_has_its_words(group):
    codes = {str(code) for code in GROUPS[group]}
    assert codes <= set(load_labels()[group])


def test_every_word_is_in_both_languages():
    for group, entries in load_labels().items():
        for key, entry in entries.items():
            assert set(entry) == {"zh", "en"}, f"{group}.{key}"


def test_every_word_that_the_program_says_is_there():
    program = "".join((ROOT / "app" / f"{name}.js").read_text("utf-8") for name in PROGRAM)
    said = set(re.findall(r'\bt\("(\w+)"', program))
    assert said - set(load_labels()["ui"]) == set()


def test_every_library_has_its_licence():
    for name in LIBRARIES:
        assert (ROOT / "vendor" / f"{name.partition('.')[0]}.LICENSE").is_file()


def test_amounts_are_exact_in_units_of_a_hundred_million(data):
    at = data["figures"]["text"].index("4,965.09億元")
    assert data["figures"]["yi"][at] == "4965.09"
    assert data["figures"]["value"][at] == "496509000000"


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("目標一、創新再造 經濟動能", True),
        ("- **創新再造經濟動能**", True),
        ("一、創新再造經濟動能：經濟部於106年培訓28,874人次。", False),
    ],
)
def test_a_heading_is_a_title_with_marks_around_it(text, is_heading):
    assert _is_heading(text, {"title": "創新再造經濟動能"}) == is_heading
