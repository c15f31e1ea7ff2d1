"""Explanations: every rule that decides is told, and what is no numeral is refused."""

import json
import re
from pathlib import Path

import pytest

from nstp_extract import extract, extract_text
from nstp_extract.audit.explain import explain_place, load_rules
from nstp_extract.cli import main
from nstp_extract.core.errors import NstpError
from nstp_extract.lexicon import load_lexicon

RAW = Path(__file__).parents[2] / "raw" / "nstp-106-109.txt"
SOURCE = RAW.parents[1] / "src" / "nstp_extract"
TEXT = "經濟部輔導業者逾3家，落實5G應用。"


@pytest.fixture(scope="module")
def report():
    return extract(RAW)


def test_every_rule_that_the_sample_needs_is_told(report) -> None:
    lexicon = load_lexicon()
    entries = {f"{entry.table}.{entry.key}" for entry in lexicon.entries()}
    used = {rule for figure in report.figures for rule in figure.evidence}
    used |= {rejection.rule for rejection in report.rejections}
    assert used - entries - set(load_rules()) == set()


def test_every_rule_that_the_code_names_is_told() -> None:
    code = "".join(path.read_text("utf-8") for path in SOURCE.glob("context/*.py"))
    named = set(re.findall(r'"((?:agency|indicator|period|role)\.[a-z_]+)"', code))
    assert len(named) > 40
    assert named - set(load_rules()) == set()


def test_every_rule_is_told_in_both_languages() -> None:
    for rule, said in load_rules().items():
        assert re.search("[\u4e00-\u9fff]", said["zh"]), rule
        assert said["en"].strip(), rule


def test_a_figure_is_explained_by_its_rules_and_their_sources() -> None:
    readings = explain_place(extract_text(TEXT), TEXT.index("3"), lexicon=load_lexicon())
    told = {reading.rule: reading for reading in readings}
    assert told["classifiers.firms"].value == "3家 = count 3 家"
    assert told["classifiers.firms"].source
    assert told["bounds.over"].value == ">"
    assert "逾" in told["bounds.over"].surfaces
    assert told["agency"].value == "經濟部"


def test_a_rejection_is_explained_by_its_reason() -> None:
    (reading,) = explain_place(extract_text(TEXT), TEXT.index("5"), lexicon=load_lexicon())
    assert reading.value == "5: name"
    assert reading.rule.startswith("fixed_expressions.")


@pytest.mark.parametrize("offset", [0, len(TEXT), -1])
def test_where_no_numeral_stands_there_is_nothing_to_explain(offset) -> None:
    with pytest.raises(NstpError, match=r"no numeral|no character"):
        explain_place(extract_text(TEXT), offset, lexicon=load_lexicon())


def test_the_command_prints_the_same_in_lines_and_in_json(tmp_path, capsys) -> None:
    report = tmp_path / "text.txt"
    report.write_text(TEXT, encoding="utf-8")
    offset = str(TEXT.index("3"))
    assert main(["--lang", "zh", "explain", str(report), offset]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert main(["explain", str(report), offset, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["rule"] for row in rows] == [
        next(rule for rule in (row["rule"],) if rule in line)
        for row, line in zip(rows, lines, strict=True)
    ]


def test_the_command_refuses_an_offset_without_a_numeral(tmp_path, capsys) -> None:
    report = tmp_path / "text.txt"
    report.write_text(TEXT, encoding="utf-8")
    assert main(["explain", str(report), "0"]) == 2
    assert "no numeral at 0" in capsys.readouterr().err
