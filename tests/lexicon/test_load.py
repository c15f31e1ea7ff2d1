"""The gate: what it refuses, and what it says when it does."""

import re
from dataclasses import FrozenInstanceError

import pytest

from nstp_extract.core.errors import LexiconError
from nstp_extract.lexicon import load_lexicon
from nstp_extract.lexicon.load import compile_surfaces

SOURCE = 'source = "a report"'
EXAMPLE = 'example = { text = "完成3件", expect = "3件|3|件" }'


@pytest.fixture
def load(tmp_path):
    """Text of a TOML file of a user's folder to the lexicon with its entries."""

    def run(content, name="own.toml"):
        (tmp_path / name).write_text(content, "utf-8")
        return load_lexicon(tmp_path)

    return run


def entry(table, key, *lines):
    return "\n".join([f"[{table}.{key}]", *lines, ""])


@pytest.mark.parametrize(
    ("content", "named", "why"),
    [
        (entry("colours", "red", SOURCE, EXAMPLE), "colours", "unknown table"),
        (
            entry("classifiers", "boats", 'surfaces = ["船次"]', "hue = 1", SOURCE, EXAMPLE),
            "boats",
            "unknown key 'hue'",
        ),
        (entry("classifiers", "boats", 'surfaces = ["船次"]', EXAMPLE), "boats", "'source'"),
        (entry("classifiers", "boats", 'surfaces = ["船次"]', SOURCE), "boats", "'example'"),
        (
            entry("classifiers", "boats", 'surfaces = ["船次"]', 'source = " "', EXAMPLE),
            "boats",
            "empty source",
        ),
        (
            entry(
                *("classifiers", "boats", 'surfaces = ["船次"]', SOURCE),
                'example = { text = "", expect = "" }',
            ),
            "boats",
            "empty example",
        ),
        (
            entry(
                *("classifiers", "boats", 'surfaces = ["船次"]', SOURCE),
                'example = { text = "3船次" }',
            ),
            "boats",
            "bad example",
        ),
        (entry("classifiers", "boats", "surfaces = []", SOURCE, EXAMPLE), "boats", "surfaces"),
        (entry("classifiers", "boats", 'surfaces = "船次"', SOURCE, EXAMPLE), "boats", "a list"),
        (
            entry("fixed_expressions", "odd", "pattern = '('", 'reason = "word"', SOURCE, EXAMPLE),
            "odd",
            "bad pattern",
        ),
        (
            entry(
                *("fixed_expressions", "odd", 'surfaces = ["三不管"]', 'reason = "whim"'),
                *(SOURCE, EXAMPLE),
            ),
            "odd",
            "'whim' is not a valid Reason",
        ),
        (
            entry(
                *("bounds", "odd", 'surfaces = ["直逼"]', 'place = "before"', 'bound = "?"'),
                *(SOURCE, EXAMPLE),
            ),
            "odd",
            "'?' is not a valid Bound",
        ),
        (
            entry("units", "odd", 'surfaces = ["掬"]', 'kind = "colour"', SOURCE, EXAMPLE),
            "odd",
            "'colour' is not a valid Kind",
        ),
        (
            entry(
                *("units", "odd", 'surfaces = ["掬"]', 'kind = "measure"', 'factor = "ten"'),
                *(SOURCE, EXAMPLE),
            ),
            "odd",
            "bad factor",
        ),
        (
            entry("agencies", "odd", 'surfaces = ["掬部"]', "name = 1", SOURCE, EXAMPLE),
            "odd",
            "bad name",
        ),
        ('[classifiers]\nboats = "船次"\n', "boats", "expected a table"),
        ("[classifiers.boats\n", "", "not TOML"),
    ],
)
def test_a_bad_entry_is_refused_by_file_and_name(load, content, named, why):
    with pytest.raises(LexiconError) as caught:
        load(content)
    assert (caught.value.file, caught.value.entry) == ("own.toml", named)
    assert why in caught.value.message
    assert "own.toml" in caught.value.message
    assert named in caught.value.message


def test_a_surface_has_one_owner(load):
    content = entry("classifiers", "rivals", 'surfaces = ["家"]', SOURCE, EXAMPLE)
    with pytest.raises(LexiconError, match="owned by 'firms'") as caught:
        load(content)
    assert caught.value.entry == "rivals"


def test_an_empty_surface_is_refused(load):
    content = entry("classifiers", "boats", 'surfaces = [""]', SOURCE, EXAMPLE)
    with pytest.raises(LexiconError, match="'boats': empty surface"):
        load(content)


def test_a_shared_surface_is_refused_by_its_file(load):
    content = entry("classifiers", "rivals", 'surfaces = ["家"]', SOURCE, EXAMPLE)
    with pytest.raises(LexiconError) as caught:
        load(content)
    assert caught.value.file == "own.toml"


def test_a_key_has_one_entry(load):
    content = entry("classifiers", "firms", 'surfaces = ["船次"]', SOURCE, EXAMPLE)
    with pytest.raises(LexiconError, match="key used twice"):
        load(content)


def test_before_and_behind_a_number_a_surface_may_differ(load):
    lines = ('surfaces = ["以上"]', 'place = "before"', 'bound = ">"', SOURCE, EXAMPLE)
    lexicon = load(entry("bounds", "odder", *lines))
    assert [q.place for q in lexicon.bounds if "以上" in q.surfaces] == ["after", "before"]


def test_a_user_s_entries_are_added(load, extract):
    content = entry("classifiers", "boats", 'surfaces = ["舢舨次"]', SOURCE, EXAMPLE)
    lexicon = load(content)
    assert len(lexicon.classifiers) == len(load_lexicon().classifiers) + 1
    assert extract("出海1,250舢舨次。").figures == ()
    (figure,) = extract("出海1,250舢舨次。", using=lexicon).figures
    assert (figure.quantity.value, figure.quantity.unit) == (1250, "舢舨次")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(LexiconError, match="no such folder"):
        load_lexicon(tmp_path / "none")


def test_the_same_folder_gives_the_same_lexicon():
    assert load_lexicon() is load_lexicon()


def test_a_lexicon_cannot_be_changed(lexicon):
    with pytest.raises(FrozenInstanceError):
        lexicon.units = ()


def test_surfaces_of_a_use_come_longest_first(lexicon):
    surfaces = lexicon.surfaces("until_mark")
    assert list(surfaces) == sorted(surfaces, key=lambda s: (-len(s), s))
    with pytest.raises(KeyError):
        lexicon.surfaces("no such use")
    with pytest.raises(KeyError):
        lexicon.pattern("no such pattern")


def test_surfaces_are_escaped_and_the_longest_is_found():
    pattern = re.compile(compile_surfaces(["(a)", "家", "家次", "家數次"]))
    text = "(a)家次家數家數次aa"
    assert pattern.findall(text) == ["(a)", "家次", "家", "家數次"]
    assert pattern.groups == 0
