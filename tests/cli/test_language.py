"""The catalogue is whole in both languages, and the locale chooses."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from nstp_extract import cli
from nstp_extract.cli.arguments import COMMANDS
from nstp_extract.cli.language import Language, choose_language, load_messages
from nstp_extract.collection.summary import Status
from nstp_extract.core.vocabulary import ChangeKind
from nstp_extract.versions.judge import HEADINGS, ORDER, SENTENCE, TEXT

PACKAGE = Path(cli.__file__).parent
CATALOGUE = tomllib.loads((PACKAGE / "messages.toml").read_text("utf-8"))
ERRORS = CATALOGUE["errors"]
ENTRIES = {
    f"{section}.{key}": entry
    for section, entries in CATALOGUE.items()
    if section != "errors"
    for key, entry in entries.items()
}
SAID = re.compile(r"""say\(\s*"([a-z_.]+)\"""")
FIELDS = ("value", "unit", "bound", "role", "period", ORDER, HEADINGS, TEXT, SENTENCE)
COLUMN = re.compile(r"""Column\(\s*"([a-z_]+)\"""")


SAVE_IT = "save it as UTF-8, or extract it alone with --encoding big5"
SAVE_IT_ZH = "請另存為 UTF-8，或以 extract --encoding big5 單獨讀取"


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("entry", [*ENTRIES.values(), *ERRORS], ids=[*ENTRIES, *map(str, ERRORS)])
def test_an_entry_says_the_same_in_both_languages(entry):
    assert set(entry) == set(Language)
    assert placeholders(entry["zh"]) == placeholders(entry["en"])
    assert re.search("[\u4e00-\u9fff]|{", entry["zh"])
    assert not re.search("[\u4e00-\u9fff]", entry["en"])


def test_every_text_is_asked_for_and_every_text_asked_for_is_there():
    source = "".join(path.read_text("utf-8") for path in sorted(PACKAGE.glob("*.py")))
    asked = set(SAID.findall(source)) | {f"column.{name}" for name in COLUMN.findall(source)}
    asked |= {f"run.{status}" for status in Status}
    asked |= {f"{group}.{kind}" for group in ("diff", "change") for kind in ChangeKind}
    asked |= {f"field.{field}" for field in FIELDS}
    asked |= {
        f"{name}.{part}" for name in COMMANDS for part in ("summary", "description", "epilog")
    }
    assert asked == set(ENTRIES)


def test_no_wording_hides_the_one_behind_it():
    patterns = load_messages(Language.ZH)
    for error in ERRORS:
        values = dict.fromkeys(placeholders(error["en"]), "x")
        assert patterns.translate(error["en"].format(**values)) == error["zh"].format(**values)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            f"a.txt: not UTF-8; it looks like big5; {SAVE_IT}",
            f"a.txt：不是 UTF-8，看起來是 big5；{SAVE_IT_ZH}",
        ),
        (
            "raw/a.txt: changed while it was read; the next run reads it again",
            "raw/a.txt：讀取時檔案有變動；下次執行會重讀",
        ),
        (
            "raw/a.csv: none of .pdf, .txt; save it as DOCX, ODT or PDF",
            "raw/a.csv：副檔名不是 .pdf, .txt 之一；請另存為 DOCX、ODT 或 PDF",
        ),
        ("a.pdf, page 3: the PDF is damaged", "a.pdf，第 3 頁：PDF 已損壞"),
    ],
)
def test_a_line_with_its_hint_is_told_in_one_language(line, told, zh, en):
    assert zh.translate_line(line) == told
    assert en.translate_line(line) == line


def test_places_and_problems_within_a_message_are_translated_too(zh):
    message = "c.csv, row 18, column claim_text: neither text nor value"
    assert zh.translate(message) == "c.csv，第 18 列，claim_text 欄：沒有文字，也沒有數值"
    assert zh.translate("c.csv, row 1: stands twice in the header").startswith("c.csv，第 1 列：")
    message = "own.toml, entry 'x': empty source"
    assert zh.translate(message) == "own.toml，詞條 'x'：source 是空的"


def test_an_unknown_wording_stays_as_it_is(zh):
    assert zh.translate("the moon is full") == "the moon is full"


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_TW.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_TW.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh"),
        ([], {"LANG": "zh_TW.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "zh_TW.UTF-8", "LC_ALL": ""}, "zh"),
        (["--lang", "zh", "extract"], {}, "zh"),
        (["extract", "x", "--lang=en"], {"LANG": "zh_TW.UTF-8"}, "en"),
        (["--lang", "en", "--lang", "zh"], {}, "zh"),
        (["extract", "--", "--lang", "zh"], {}, "en"),
        (["--lang"], {}, "en"),
        (["--lang", "fr"], {"LANG": "zh_TW"}, "zh"),
    ],
)
def test_the_command_line_decides_before_the_locale(arguments, environment, expected):
    assert choose_language(arguments, environment) == expected
