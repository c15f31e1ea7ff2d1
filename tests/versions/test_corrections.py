"""Reviewed overrides: where they fit, what they set, and what makes one an error."""

from dataclasses import replace
from decimal import Decimal

import pytest

from nstp_extract import extract_text
from nstp_extract.audit import find_violations
from nstp_extract.core.errors import CorrectionError
from nstp_extract.lexicon import load_lexicon
from nstp_extract.versions.corrections import apply_corrections, read_corrections

TEXT = """\
一、創新
經濟部輔導21家廠商，促成投資額達1.3
億元。
二、育才
教育部輔導21家廠商。
"""
GOOD = """
[investment]
quote = "促成投資額達1.3億元"
expect = { value = "130000000", agency = "經濟部" }
set.value = "1300000000"
set.agency = "科技部"
set.period_start = "2017-01-01"
set.period_end = "2017-12-31"
reason = "the printed original says 13億元"
"""


@pytest.fixture(scope="module")
def extraction():
    return extract_text(TEXT)


@pytest.fixture
def correct(extraction, tmp_path):
    def run(toml):
        path = tmp_path / "report.toml"
        path.write_text(toml, "utf-8")
        return apply_corrections(extraction, read_corrections(path), lexicon=load_lexicon())

    return run


def corrected(extraction):
    return [figure for figure in extraction.figures if figure.corrected_by]


def test_a_correction_sets_and_says_so(correct, extraction):
    (figure,) = corrected(made := correct(GOOD))
    assert figure.corrected_by == "investment"
    assert figure.quantity.value == Decimal(1300000000)
    assert (figure.agency, figure.agency_id) == ("科技部", "nstc")
    assert str(figure.period) == "2017-01-01/2017-12-31"
    (before,) = [f for f in extraction.figures if f.figure_id == figure.figure_id]
    assert figure.mention == before.mention
    assert len(made.figures) == len(extraction.figures)


def test_the_guard_lets_a_value_pass_only_if_it_is_marked(correct):
    made = correct(GOOD)
    assert find_violations(made) == ()
    (figure,) = corrected(made)
    unmarked = replace(figure, corrected_by=None)
    figures = tuple(unmarked if f is figure else f for f in made.figures)
    assert find_violations(replace(made, figures=figures)) != ()


def test_a_corrected_context_leaves_the_value_to_the_guard(correct):
    toml = GOOD.replace('set.value = "1300000000"', "")
    (figure,) = corrected(correct(toml))
    assert "corrected_value" not in figure.evidence


def test_a_heading_tells_equal_quotes_apart(correct):
    toml = """
[firms]
quote = "輔導21家廠商"
heading = "育才"
expect = { agency = "教育部" }
set = { role = "target" }
reason = "the plan's table gives it as a target"
"""
    (figure,) = corrected(correct(toml))
    assert (figure.agency, figure.role) == ("教育部", "target")
    with pytest.raises(CorrectionError, match="fits 2 figures"):
        correct(toml.replace('heading = "育才"\n', ""))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("促成投資額達1.3億元", "促成投資額達2.3億元", "its quote is not in the report"),
        ("促成投資額達1.3億元", "促成投資額達", "no figure in its quote fits"),
        ('value = "130000000", agency = "經濟部"', 'agency = "文化部"', "expected agency '文化部'"),
        ("expect", "expected", "unknown key 'expected'"),
        ('reason = "the printed original says 13億元"', "", "missing 'reason'"),
        ('value = "1300000000"', "value = 1.3e9", "is no exact number"),
        ('value = "1300000000"', 'value = "many"', "cannot be set"),
        ('set.value = "1300000000"', 'set.colour = "red"', "unknown column 'colour'"),
        ("[investment]", "[investment", "not TOML"),
    ],
)
def test_a_correction_that_does_not_fit_is_an_error(correct, old, new, said):
    assert old in GOOD
    with pytest.raises(CorrectionError, match=said) as caught:
        correct(GOOD.replace(old, new))
    assert "report.toml" in caught.value.message
