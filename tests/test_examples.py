"""The examples answer what they say, on the sample report."""

import runpy
import sys
from pathlib import Path

import pytest

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def publication(tmp_path_factory):
    curated = tmp_path_factory.mktemp("curated")
    refresh_collection(ROOT / "raw", curated, engine=Engine(EngineKind.INLINE))
    return curated / "current"


def run(name, *arguments, monkeypatch):
    monkeypatch.setattr(sys, "argv", [name, *map(str, arguments)])
    return runpy.run_path(str(EXAMPLES / name), run_name="__main__")


def test_three_questions_have_answers_with_their_places(publication, monkeypatch, capsys):
    answer = run("three_questions.py", publication, monkeypatch=monkeypatch)["answer"]
    largest, improved, by_agency = answer(publication).values()
    amounts = largest.set_index("原文")
    assert amounts.loc["4,965.09億元", "億元"] == pytest.approx(4965.09)
    text = (ROOT / "raw" / "nstp-106-109.txt").read_bytes().decode("utf-8")
    for surface, start in zip(largest["原文"], largest["位置"], strict=True):
        assert text[start:].replace(" ", "").startswith(surface)
    warning = improved[improved["現在"] == "10秒"].iloc[0]
    assert (warning["原來"], round(warning["變動 %"], 1)) == ("17秒", -41.2)
    rows = by_agency.drop("All")
    assert by_agency.loc["All", "All"] == rows["All"].sum() > 500
    assert "4,965.09億元" in capsys.readouterr().out


def test_amounts_by_goal_are_summed_with_their_places(monkeypatch, capsys):
    run("amounts_by_goal.py", ROOT / "raw" / "nstp-106-109.txt", monkeypatch=monkeypatch)
    shown = capsys.readouterr().out
    assert "創新再造經濟動能" in shown
    assert "4,965.09億元" in shown


def test_amounts_by_goal_without_a_report_says_how_it_is_used(monkeypatch):
    with pytest.raises(SystemExit, match=r"^usage: .*amounts_by_goal\.py FILE$"):
        run("amounts_by_goal.py", monkeypatch=monkeypatch)
