"""The sample report against what people read in it.

The floors lie a little below what was reached: a change that loses figures fails here. The gold is
never written by a program.
"""

import pytest

PLAN = ("goal", "strategy", "measure")
RANKS = ("part", *PLAN)

# --- the scorer's measures ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def scored(scorer, gold_figures, rows):
    """Measures, matched pairs, missed and extra figures of the labelled half."""
    inside = [r for r in rows if any(low <= r["start"] < high for low, high in scorer.DEV)]
    for row in inside:
        ends = row["period_start"], row["period_end"]
        row["period"] = f"{ends[0] or ''}/{ends[1] or ''}" if any(ends) else None
    assert inside
    return scorer.score(gold_figures, inside)


def show(rows, *keys):
    """Some of the rows that are wrong, for the message of a failed floor."""
    shown = [" ".join(str(row.get(key)) for key in ("start", "text", *keys)) for row in rows[:15]]
    return "\n".join([f"{len(rows)} rows", *shown])


def differing(pairs, *keys):
    """The pairs that differ in a key, gold -> read."""
    return "\n".join(
        f"{gold['start']} {gold['text']}: "
        + ", ".join(f"{k} {gold[k]} -> {read.get(k)}" for k in keys if gold[k] != read.get(k))
        for gold, read in pairs
        if any(gold[key] != read.get(key) for key in keys)
    )


def test_figures_are_found(scored):
    measures, _, missed, extra, _ = scored
    message = f"missed: {show(missed, 'kind')}\nextra: {show(extra, 'kind', 'role')}"
    assert measures["detection"][2] >= 0.99, message


@pytest.mark.parametrize("kind", ["amount", "count", "percent", "measure", "date"])
def test_figures_of_each_kind_are_found(scored, kind):
    measures, pairs, *_ = scored
    assert measures[f"  {kind}"][2] >= 0.97, differing(pairs, "kind")


def test_values_are_right(scored):
    measures, pairs, *_ = scored
    assert measures["value"][2] >= 0.985, differing(pairs, "kind", "value", "low", "high")


def test_figures_are_exact(scored):
    measures, pairs, *_, exact = scored
    wrong = [pair for pair in pairs if not exact(*pair)]
    assert measures["exact"][2] >= 0.98, differing(wrong, "value", "low", "high", "unit", "bound")


def test_roles_other_than_result_are_told(scored):
    measures, pairs, *_ = scored
    assert measures["role, not result"][2] >= 0.85, differing(pairs, "role")


def test_agencies_are_right(scored):
    measures, pairs, *_ = scored
    assert measures["agency accuracy"][0] >= 0.98, differing(pairs, "agency")


def test_periods_are_right(scored):
    measures, pairs, *_ = scored
    assert measures["period accuracy"][0] >= 0.97, differing(pairs, "period")


def test_indicators_are_right(scored, scorer):
    measures, pairs, *_ = scored
    wrong = [
        (gold, read)
        for gold, read in pairs
        if gold["indicator"] and scorer.char_f1(gold["indicator"], read["indicator"]) < 0.6
    ]
    assert measures["indicator F1>=.6"][0] >= 0.88, differing(wrong, "indicator")


def test_the_scorer_sees_a_lost_figure(scorer, gold_figures, rows):
    inside = [r for r in rows if any(low <= r["start"] < high for low, high in scorer.DEV)]
    lost = [row for row in inside if row["kind"] != "amount"]
    measures, *_ = scorer.score(gold_figures, [row | {"period": None} for row in lost])
    assert measures["detection"][1] < 0.95


def test_gold_surfaces_are_those_of_the_text(gold_figures, sample):
    """A gold figure of one piece is a slice of the file, so the offsets are those of its text."""
    text = sample.document.text
    for gold in gold_figures:
        slice_ = "".join(text[gold["start"] : gold["end"]].split())
        assert gold["text"].replace(" ", "").startswith(slice_), gold


# --- the outline ----------------------------------------------------------------------------------


def test_outline_is_the_gold_outline(gold_outline, sample):
    gold = [(g["start"], g["level"], g["number"], g["title"]) for g in gold_outline]
    read = [
        (s.span.start, str(s.level), "" if s.level == "bullet" else s.number, s.title)
        for s in sample.sections
    ]
    missed = sorted(set(gold) - set(read))
    extra = sorted(set(read) - set(gold))
    assert (missed, extra) == ([], [])


def walk_outline(outline):
    """The open part, goal, strategy and measure from each heading on, outermost first."""
    state, found = {}, []
    for heading in outline:
        if heading["level"] in RANKS:
            rank = RANKS.index(heading["level"])
            state = {k: v for k, v in state.items() if RANKS.index(k) < rank}
            state[heading["level"]] = heading["number"], heading["title"]
        found.append((heading["start"], state))
    return found


def plan_at(walked, at):
    return next((state for start, state in reversed(walked) if start <= at), {})


def wrong_places(rows, walked, part, ranks):
    return [
        f"{row['start']} {row['text']}: {rank} {gold.get(rank)} -> {row[f'{rank}_no'], row[rank]}"
        for row in rows
        if (gold := plan_at(walked, row["start"])).get("part", ("",))[0] == part
        for rank in ranks
        if gold.get(rank, (None, None)) != (row[f"{rank}_no"], row[rank])
    ]


def test_every_figure_of_part_four_stands_under_its_goal_strategy_and_measure(rows, gold_outline):
    walked = walk_outline(gold_outline)
    assert sum(plan_at(walked, row["start"])["part"][0] == "肆" for row in rows[50:]) > 300
    assert wrong_places(rows, walked, "肆", PLAN) == []


def test_every_figure_of_part_three_stands_under_its_goal(rows, gold_outline):
    assert wrong_places(rows, walk_outline(gold_outline), "參", ["goal"]) == []


@pytest.mark.parametrize("part", ["壹", "貳"])
def test_no_figure_before_the_goals_stands_under_one(rows, gold_outline, part):
    assert wrong_places(rows, walk_outline(gold_outline), part, PLAN) == []


# --- what page ends and footnotes break -----------------------------------------------------------


def find_rows(rows, sample, lead):
    """The rows whose first piece stands right behind a phrase of the text."""
    text = sample.document.text
    return [r for r in rows if text[max(0, r["start"] - len(lead)) : r["start"]] == lead]


def test_an_amount_across_a_page_end_is_one_figure(rows, sample):
    (row,) = find_rows(rows, sample, "資本額達")
    assert row["text"] == "1.3億元"
    assert (row["value"], row["unit"], row["kind"]) == ("130000000", "TWD", "amount")
    inside = sample.document.text[row["start"] : row["end"]]
    assert "".join(inside.split()) == "1.3億元"
    assert "\n" in inside
    assert row["pieces"] == [[row["start"], row["end"]]]


def test_an_amount_beside_a_page_end_keeps_its_bound(rows):
    (row,) = [r for r in rows if r["text"] == "23.7億元"]
    assert (row["value"], row["bound"], row["indicator"]) == ("2370000000", "~", "投資金額")


def test_a_count_over_a_footnote_has_two_pieces(rows, sample):
    row, _ = find_rows(rows, sample, "新創團隊")
    text = sample.document.text
    assert (row["text"], row["value"], row["unit"]) == ("22隊", "22", "隊")
    assert [text[start:end] for start, end in row["pieces"]] == ["22", "隊"]
    assert [row["start"], row["end"]] == row["pieces"][0]
    assert "MOOCs" in text[row["pieces"][0][1] : row["pieces"][1][0]]


def test_a_share_with_a_footnote_mark_keeps_its_value(rows, sample):
    text = sample.document.text
    (row,) = [r for r in rows if r["text"] == "81.5%" and text[r["end"]] == "⁵"]
    assert (row["value"], row["unit"], row["kind"]) == ("81.5", "%", "percent")
