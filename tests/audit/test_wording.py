"""What the lexicon knows of wordings, each entry by its example."""

import pytest

from nstp_extract.audit.claims.compare import compile_comparer, find_direction
from nstp_extract.audit.wording import compile_wordings
from nstp_extract.lexicon import load_lexicon

LEXICON = load_lexicon()


def each(*uses):
    return [pytest.param(t, id=t.key) for t in LEXICON.terms if t.use in uses]


@pytest.mark.parametrize("entry", each("synonym"))
def test_a_synonym_is_compared_as_the_first_of_its_group(entry):
    wordings = compile_wordings(LEXICON)
    assert any(surface in entry.example.text for surface in entry.surfaces)
    assert entry.example.expect == entry.surfaces[0]
    first = wordings.features(f"，{entry.surfaces[0]}，")
    for surface in entry.surfaces:
        assert wordings.features(f"，{surface}，") == first, surface


@pytest.mark.parametrize("entry", each("rise_word", "fall_word"))
def test_a_word_tells_which_way_a_change_goes(entry):
    comparer = compile_comparer(LEXICON)
    rises = entry.example.expect == "rise"
    assert find_direction(entry.example.text, comparer) is rises
    for surface in entry.surfaces:
        assert find_direction(surface, comparer) is rises, surface


@pytest.mark.parametrize(
    "entry",
    each(
        *("same_classifier", "any_classifier", "thing_classifier", "not_any_classifier"),
        *("yearly_word", "reached_word"),
    ),
)
def test_an_example_holds_what_it_is_of(entry):
    assert entry.example.expect in entry.surfaces
    assert entry.example.expect in entry.example.text


def test_a_filler_tells_nothing():
    assert compile_wordings(LEXICON).features("報告指出，累計達到") == frozenset()
