"""Quotations of reports that the extractor was not made on, against what an annotator read in them.

The floors are below what was reached when they were set. They hold that quality does not fall; how
far it is from what is wanted is in ``docs/quality.md``.
"""

import pytest


@pytest.fixture(scope="session")
def quotes(scorer):
    return scorer.read_labels()


@pytest.fixture(scope="session")
def score(scorer, quotes):
    return scorer.score_quotes(quotes)


def test_labels_are_the_text_of_their_quotations(quotes):
    assert sum(len(quote["figures"]) for quote in quotes) >= 150
    for quote in quotes:
        for label in quote["figures"]:
            surface = quote["quote"][label["start"] : label["end"]]
            assert "".join(surface.split()) == label["text"]


def test_figures_are_found(score):
    assert score.f1 >= 0.97, "\n".join(score.errors)


@pytest.mark.parametrize(
    ("measure", "floor"),
    [("value", 0.98), ("unit", 0.98), ("bound", 0.98), ("role", 0.80), ("indicator", 0.76)],
)
def test_what_a_figure_says_is_read(score, measure, floor):
    wrong = [line for line in score.errors if line.startswith(measure)]
    assert score.share(measure) >= floor, "\n".join(wrong)


def test_a_wrong_label_lowers_the_score(scorer, quotes):
    quote = next(quote for quote in quotes if quote["figures"])
    label = {**quote["figures"][0], "value": "123456789"}
    score = scorer.score_quotes([{**quote, "figures": [label]}])
    assert score.right["value"] == 0
    assert score.extra == len(quote["figures"]) - 1


def test_a_quotation_is_found_in_its_report_across_line_ends(scorer):
    assert scorer.find_places("達 5 億", "甲達 5\n億元") == [1, 3, 3, 5, 5]
