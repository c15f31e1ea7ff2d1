"""What README shows is what comes out: its rows, its query's result and its Python.

``--update-golden`` writes rows and result again; the diff is read before it is committed.
"""

import doctest
import re
from pathlib import Path

import duckdb
import pytest

from nstp_extract import extract
from nstp_extract.audit.checks import with_checks
from nstp_extract.audit.claims import check_claims, load_claims
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.run import refresh_collection
from nstp_extract.core.figure import Extraction
from nstp_extract.lexicon import load_lexicon
from nstp_extract.tables.jsonl import decimal_to_text
from nstp_extract.tables.rows import Edition, check_rows, figure_rows
from nstp_extract.tables.schema import TABLES

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
REPORT = ROOT / "raw" / "nstp-106-109.txt"
SURFACES = ("4,965.09億元", "17秒", "10秒", "76.48%", "22隊")
COLUMNS = (
    *("text", "value", "unit", "role", "indicator", "agency"),
    *("period_start", "period_end", "goal_no", "strategy_no", "start", "end"),
)


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(REPORT)


def draw(header, lines):
    """Return a Markdown table."""
    table = [header, ["---"] * len(header), *lines]
    return "\n".join(f"| {' | '.join(map(show, line))} |" for line in table)


def show(value):
    if value is None:
        return ""
    return decimal_to_text(value) if hasattr(value, "as_tuple") else str(value)


def hold(name, block, *, update):
    """Compare a block of README with what it should be, or write it."""
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    page = README.read_text("utf-8")
    expected = marked.sub(lambda match: f"{match[1]}\n{block}\n\n{match[2]}", page)
    if update:
        README.write_text(expected, "utf-8")
    assert marked.search(page)
    assert page == expected or update


def test_the_rows_are_real(extraction, update_golden):
    rows = {}
    for row in figure_rows(extraction, Edition(), load_lexicon()):
        if row["text"] in SURFACES:
            rows.setdefault(row["text"], row)
    block = draw(COLUMNS, [[rows[text][column] for column in COLUMNS] for text in SURFACES])
    hold("rows", block, update=update_golden)


def test_the_finding_is_real(extraction, update_golden):
    columns = ("code", "result", "severity", "formula", "message_en")
    rows = list(check_rows(with_checks(extraction), Edition()))
    found = [row for row in rows if row["result"] == "fail" and "84.89%" in row["formula"]]
    assert len(found) == 1
    block = draw(columns, [[row[column] for column in columns] for row in found])
    hold("audit", block, update=update_golden)


def test_the_query_gives_that_result(tmp_path, update_golden):
    refresh_collection(REPORT.parent, tmp_path, engine=Engine(EngineKind.INLINE))
    (query,) = re.findall(r"```sql\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (place,) = re.findall(r"`curated/(current/\S+\.duckdb)`", README.read_text("utf-8"))
    with duckdb.connect(str(tmp_path / place), read_only=True) as database:
        result = database.execute(query)
        header = [column[0] for column in result.description]
        lines = result.fetchall()
    assert len(lines) == 5
    lines.sort(key=lambda line: -line[-1])
    hold("query", draw(header, lines), update=update_golden)


def test_the_python_works(monkeypatch):
    monkeypatch.chdir(ROOT)
    # Markdown's fence is no part of the last expected line.
    text = README.read_text("utf-8").replace("```", "")
    test = doctest.DocTestParser().get_doctest(text, {}, "README", str(README), 0)
    assert test.examples
    found = doctest.DocTestRunner().run(test)
    assert found.failed == 0


def test_every_link_leads_somewhere():
    targets = re.findall(r"\]\(([^)#]+)\)", README.read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_tables_listed_are_those_that_come_out():
    listed = re.findall(r"^\| `([a-z]+)` \| ", README.read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(TABLES)


CLAIMED = ("match-108", "sensors", "solar", "rail")


def test_the_verdicts_shown_are_those_given(extraction, update_golden):
    lexicon = load_lexicon()
    book = load_claims(ROOT / "examples" / "claims.csv", lexicon=lexicon)
    given = check_claims(book.claims, [extraction], lexicon=lexicon)
    lines = [
        (v.claim_id, v.judgement, v.ground, v.slip, v.span and v.span.start, v.message_zh)
        for v in given
        if v.claim_id in CLAIMED
    ]
    header = ("claim_id", "verdict", "reason", "pattern", "start", "message_zh")
    hold("verdicts", draw(header, lines), update=update_golden)
