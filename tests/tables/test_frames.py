"""Frames hold what the extraction says, and nothing that breaks a schema."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from nstp_extract.core.errors import GuardError
from nstp_extract.core.figure import Quantity, Relation
from nstp_extract.core.vocabulary import Kind, RelationType
from nstp_extract.lexicon.entries import Example, Unit
from nstp_extract.tables.frames import check_frame, extraction_to_frames, to_frame
from nstp_extract.tables.rows import Edition
from nstp_extract.tables.schema import FIGURES, OUTCOMES, TABLES, key_of
from nstp_extract.tables.select import extraction_to_rows

EDITION = Edition(
    version=2,
    source_path="sample.txt",
    extracted_by="0.1+abc",
    seen_at=datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC).replace(tzinfo=None),
)


@pytest.fixture
def frames(extraction, lexicon):
    return extraction_to_frames(extraction, lexicon=lexicon, edition=EDITION)


def row_of(frame: pd.DataFrame, figure_id: str) -> dict:
    (row,) = frame[frame["figure_id"] == figure_id].to_dict("records")
    return row


def test_every_table_has_a_frame_sorted_by_its_key(frames):
    assert list(frames) == list(TABLES)
    for name, frame in frames.items():
        # a plain text has no pages, and of a single version nothing has changed
        assert frame.empty is (name in {"pages", "changes", "verdicts"}), name
        keys = frame[list(key_of(TABLES[name]))].to_records(index=False).tolist()
        assert keys == sorted(keys), name


def test_every_row_maker_names_the_columns_in_the_order_of_the_schema(extraction, lexicon):
    for name, schema in TABLES.items():
        if name in {"pages", "changes", "verdicts"}:
            continue  # a plain text has none; tests/read and tests/versions have some
        first = next(extraction_to_rows(extraction, name, lexicon=lexicon))
        assert list(first) == list(schema.columns), name


def test_a_figure_keeps_value_place_and_outline(frames):
    row = row_of(frames["figures"], "f4")
    assert row["value"] == Decimal(130000000)
    assert row["text"] == "1.3億元"
    assert (row["unit"], row["currency"], row["decimals"]) == ("TWD", "TWD", 1)
    assert (row["goal_no"], row["goal"], row["strategy_no"]) == ("一", "創新", None)
    assert list(row["heading_path"]) == ["目標一、創新"]
    assert [list(piece) for piece in row["pieces"]] == [[row["start"], row["end"]]]
    assert (row["period_start"], row["period_end"]) == (date(2017, 1, 1), date(2020, 12, 31))
    assert (row["page"], row["boxes"], row["cell"], row["corrected_by"]) == (None,) * 4
    assert list(row["evidence"]) == ["quantity.amount", "role.default"]


def test_an_interval_has_no_value_and_an_absent_period_no_days(frames):
    row = row_of(frames["figures"], "f1")
    assert (row["value"], row["low"], row["high"]) == (None, 3, 5)
    assert (row["period_start"], row["period_text"], row["basis"]) == (None, None, None)


def test_a_report_row_says_which_bytes_were_read(frames, extraction):
    (row,) = frames["reports"].to_dict("records")
    assert (row["report_id"], row["version"]) == ("sample", 2)
    assert row["source_sha256"] == extraction.document.sha256
    assert row["characters"] == len(extraction.document.text)
    assert row["seen_at"] == EDITION.seen_at
    assert row["pages"] is None


def test_outcomes_are_results_forecasts_and_targets_only(frames):
    assert set(frames["outcomes"]["figure_id"]) == {"f0", "f1", "f2", "f4"}


def test_an_outcome_in_yi_is_exact_and_in_twd_only(frames):
    assert row_of(frames["outcomes"], "f4")["value_yi"] == Decimal("1.3")
    assert row_of(frames["outcomes"], "f0")["value_yi"] is None


def test_an_outcome_has_its_baseline_and_change(frames):
    row = row_of(frames["outcomes"], "f2")
    assert (row["baseline_value"], row["change"]) == (17, -7)
    assert row_of(frames["outcomes"], "f4")["baseline_value"] is None


def test_a_baseline_in_another_unit_is_not_subtracted(extraction, lexicon):
    relations = (Relation(RelationType.BASELINE_OF, "f3", "f4"),)
    changed = replace(extraction, relations=relations)
    row = row_of(extraction_to_frames(changed, lexicon=lexicon)["outcomes"], "f4")
    assert (row["baseline_value"], row["change"]) == (None, None)


@pytest.mark.parametrize(
    ("relation", "restated"),
    [
        (Relation(RelationType.SAME_AS, "f0", "f4"), {"f0"}),
        (Relation(RelationType.PART_OF_TOTAL, "f4", "f0", exhaustive=True), {"f4"}),
        (Relation(RelationType.SHARE_OF, "f4", "f0"), set()),
    ],
)
def test_a_later_mention_and_a_part_are_restated(extraction, lexicon, relation, restated):
    changed = replace(extraction, relations=(relation,))
    frame = extraction_to_frames(changed, lexicon=lexicon)["outcomes"]
    assert set(frame.loc[frame["restated"], "figure_id"]) == restated


def test_an_outcome_has_years_of_both_calendars(frames):
    row = row_of(frames["outcomes"], "f4")
    assert (row["roc_start"], row["roc_end"]) == (106, 109)
    assert (row["year_start"], row["year_end"]) == (2017, 2020)
    assert row_of(frames["outcomes"], "f1")["roc_start"] is None


def test_unit_codes_come_from_the_lexicon(extraction, lexicon):
    example = Example(text="10秒", expect="10")
    second = Unit(
        key="s", surfaces=("秒", "秒鐘"), source="ISO 80000-3", example=example,
        kind=Kind.MEASURE, ucum="s",
    )  # fmt: skip
    frame = to_frame(extraction, lexicon=replace(lexicon, units=(second,)))
    assert row_of(frame, "f2")["unit_code"] == "s"
    assert row_of(frame, "f0")["unit_code"] is None
    assert row_of(frame, "f4")["unit_code"] is None


def test_to_frame_keeps_text_order(extraction, lexicon):
    frame = to_frame(extraction, lexicon=lexicon)
    assert list(frame["figure_id"]) == ["f4", "f3", "f2", "f1", "f0"]
    assert frame["start"].is_monotonic_increasing


def test_a_report_without_a_figure_has_empty_tables_of_the_right_types(extraction, lexicon):
    bare = replace(extraction, figures=(), relations=())
    frames = extraction_to_frames(bare, lexicon=lexicon)
    assert frames["figures"].empty
    assert frames["figures"].dtypes.to_dict() == to_frame(extraction).dtypes.to_dict()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("kind", "weight", "figure_id f4, column kind: isin.*found 'weight'"),
        ("end", 0, "figure_id f4: start < end$"),
        ("low", Decimal(1), "a value or an interval"),
        ("period_end", date(2000, 1, 1), "period_start <= period_end"),
        ("figure_id", "f0", "figure_id f0: another row has the same key"),
        ("sentence", None, "figure_id f4, column sentence: not_nullable"),
    ],
)
def test_the_schema_refuses_a_wrong_row(frames, column, value, said):
    frame = frames["figures"].copy()
    index = frame.index[frame["figure_id"] == "f4"][0]
    frame.loc[index, column] = value
    with pytest.raises(GuardError, match=said) as caught:
        check_frame(frame, FIGURES, report_id="sample")
    assert caught.value.report_id == "sample"
    assert all(problem.startswith("table figures") for problem in caught.value.problems)


def test_the_schema_refuses_a_missing_and_an_unknown_column(frames):
    with pytest.raises(GuardError, match="restated"):
        check_frame(frames["outcomes"].drop(columns="restated"), OUTCOMES, report_id="sample")
    with pytest.raises(GuardError, match="extra"):
        check_frame(frames["outcomes"].assign(extra=1), OUTCOMES, report_id="sample")


@pytest.mark.parametrize("value", ["1E+30", "1E-10"])
def test_a_value_that_would_lose_digits_is_refused(extraction, lexicon, value):
    figure = replace(extraction.figures[0], quantity=Quantity(Kind.COUNT, Decimal(value)))
    with pytest.raises(GuardError, match="column value"):
        to_frame(replace(extraction, figures=(figure,)), lexicon=lexicon)


def test_the_ends_of_a_check_have_the_places_of_the_tables(frames):
    (row,) = frames["checks"].to_dict("records")
    assert row["left_low"] == Decimal("0.588235294")
    assert pd.isna(row["left_high"])
    assert row["right_high"] == Decimal(5)
