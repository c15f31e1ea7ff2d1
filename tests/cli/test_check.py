"""The command ``check``: rows, exit status, and what is told on the way."""

import json

import pytest

HEADER = "claim_id,claim_text\n"
TRUE = 'a,"吸引投資近5,000億元"\n'
FALSE = "b,媒合率為67.48%\n"
KEYS = [
    "claim_id", "verdict", "reason", "pattern", "figure_ids", "start", "end", "quote", "page",
    "heading_path", "claimed_low", "claimed_high", "source_low", "source_high", "message_zh",
    "message_en",
]  # fmt: skip


@pytest.fixture
def claims(tmp_path):
    def write(text, name="claims.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def test_every_claim_supported_is_status_0(command, claims, report):
    outcome = command("check", claims(HEADER + TRUE), "--source", report, "--format", "jsonl")
    (row,) = map(json.loads, outcome.lines)
    assert outcome.status == 0
    assert set(KEYS) <= set(row)
    assert (row["verdict"], row["reason"], row["pattern"]) == ("supported", "hedged", None)
    text = report.read_text("utf-8")
    assert text[row["start"] : row["end"]] == "4,965.09億元"
    assert row["source_high"] == "496510000000"
    assert row["heading_path"] == ["壹、成果"]


def test_a_claim_that_is_not_supported_is_status_1_and_one_row(command, claims, report):
    path = claims(HEADER + FALSE + TRUE)
    outcome = command("check", path, "--source", report, "--format", "csv")
    assert outcome.status == 1
    header, first, second = outcome.lines
    assert header.startswith('"report_id","version","claim_id","verdict"')
    assert '"b","contradicted","value","digit_swap"' in first
    assert '"a","supported"' in second


def test_the_table_speaks_the_language_asked_for(command, claims, report):
    path = claims(HEADER + FALSE)
    outcome = command("check", path, "--source", report, "--lang", "zh")
    assert "主張「67.48%」，原文" in outcome.text
    assert "the claim says 67.48%" in command("check", path, "--source", report).text


def test_a_folder_finds_the_report_that_has_it(command, claims, report, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "ours.txt").write_bytes(report.read_bytes())
    (folder / "other.txt").write_text("交通部完成鐵路改善12公里。", "utf-8")
    path = claims(HEADER + TRUE + "c,鐵路改善12公里\n")
    outcome = command("check", path, "--source", folder, "--format", "jsonl")
    rows = [json.loads(line) for line in outcome.lines]
    assert [row["report_id"] for row in rows] == ["ours", "other"]
    assert outcome.status == 0


def test_nothing_is_absent_while_a_report_cannot_be_read(command, claims, report, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "ours.txt").write_bytes(report.read_bytes())
    (folder / "bad.pdf").write_bytes(b"no pdf")
    path = claims(HEADER + 'c,"外匯存底5,432億美元"\n')
    outcome = command("check", path, "--source", folder, "--format", "jsonl")
    (row,) = map(json.loads, outcome.lines)
    assert (row["verdict"], row["reason"]) == ("not_checked", "unreadable_page")
    assert "bad" in row["message_en"]
    assert "warning: " in outcome.err
    assert outcome.status == 1


def test_a_second_document_claims_its_figures(command, claims, report):
    path = claims("新聞稿：審查時間由17秒縮短至10秒，媒合率高達86.48%。", "news.txt")
    outcome = command("check", path, "--source", report, "--format", "jsonl")
    rows = [json.loads(line) for line in outcome.lines]
    assert [row["verdict"] for row in rows] == ["supported", "supported", "contradicted"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER, "no claim there"),
        ("claim_id\na\n", "neither claim_text nor value in the header"),
        (HEADER + "a,投資5,000億元\n", "row 2: more cells than the header"),
    ],
)
def test_claims_that_cannot_be_used_are_status_2(command, claims, text, said):
    outcome = command("check", claims(text), "--source", "report.txt")
    assert (outcome.status, outcome.out) == (2, b"")
    assert said in outcome.err
    chinese = command("check", claims(text), "--source", "report.txt", "--lang", "zh").err
    assert said not in chinese


def test_a_row_with_an_id_alone_is_not_checked_and_the_others_are(command, claims, report):
    outcome = command(
        "check", claims(HEADER + "a,\nb,媒合率達76.48%\n"), "--source", report, "--format", "jsonl"
    )
    rows = [json.loads(line) for line in outcome.lines]
    assert [(row["verdict"], row["reason"]) for row in rows] == [
        ("not_checked", "no_number"),
        ("supported", "exact"),
    ]
    assert outcome.status == 1


def test_unknown_columns_are_reported(command, claims, report):
    path = claims("claim_text,paper\n媒合率達76.48%,報\n")
    outcome = command("check", path, "--source", report)
    assert outcome.status == 0
    assert "columns that mean nothing here: paper" in outcome.err
