"""Every entry's example is read by the real extractor, and says what the entry claims."""

import re
from pathlib import Path

import pytest

import nstp_extract
from nstp_extract.audit.checks import audit_extraction
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import Bound, Kind, Reason, Role
from nstp_extract.lexicon import load_lexicon
from nstp_extract.lexicon.patterns import compile_patterns
from nstp_extract.read import read_text
from nstp_extract.structure.plan import find_plan_rows
from nstp_extract.tables.jsonl import decimal_to_text

LEXICON = load_lexicon()
# Something that is done, for an example that names only who does it, or when.
DEED = "，共完成3件。"
FOUR_YEARS = "2017-01-01/2020-12-31"


def each(*tables):
    """Parameters of a test over the entries of tables, named table.key."""
    return [
        pytest.param(entry, id=f"{table}.{entry.key}")
        for table in tables
        for entry in getattr(LEXICON, table)
    ]


def listed(wrong):
    """What is wrong, a line each, for the message of a failed test."""
    return "\n".join(["", *(str(each) for each in wrong)])


# --- what makes a number a figure -----------------------------------------------------------------


@pytest.mark.parametrize("entry", each("units", "classifiers", "currencies"))
def test_a_unit_reads_its_example(extract, entry):
    text, value, unit = entry.example.expect.rsplit("|", 2)
    found = [
        (f.mention.surface, decimal_to_text(f.quantity.value), f.quantity.unit)
        for f in extract(entry.example.text).figures
        if f.quantity.value is not None
    ]
    assert ("".join(text.split()), value, unit) in found


@pytest.mark.parametrize("entry", each("bounds"))
def test_a_qualifier_reads_its_example(extract, entry):
    (figure,) = extract(entry.example.text).figures
    assert figure.quantity.bound == entry.example.expect == entry.bound
    assert f"bounds.{entry.key}" in figure.evidence


def test_every_qualifier_bounds_the_number_beside_it(extract, lexicon):
    wrong = []
    for entry in lexicon.bounds:
        unit = "天" if entry.kinds else "件"
        for surface in entry.surfaces:
            lead = surface + " " * surface[-1].isalpha() * surface.isascii()
            number = entry.only_before[:1] or "25"
            text = (
                f"有{lead}{number}{unit}。" if entry.place == "before" else f"有25{unit}{surface}。"
            )
            bounds = [str(f.quantity.bound) for f in extract(text).figures]
            if bounds != [entry.bound]:
                wrong.append((text, str(entry.bound), bounds))
    assert wrong == [], listed(wrong)


@pytest.mark.parametrize("multiplied", [False, True])
def test_every_surface_of_a_unit_is_read(extract, lexicon, multiplied):
    """Apart: names that begin like a multiplier, as in 2,545.5千瓦 and 1.2百分點."""
    wrong = []
    for entry in (*lexicon.units, *lexicon.classifiers):
        number = "2,545.5" if entry.table == "units" else "2,545"
        for surface in entry.surfaces:
            if (surface[0] in "十百千仟萬億") is not multiplied:
                continue
            found = [f.quantity.unit for f in extract(f"合計有{number}{surface}。").figures]
            unit = getattr(entry, "symbol", "") or surface.replace(" ", "")
            if found != [unit]:
                wrong.append((f"{number}{surface}", unit, found))
    assert wrong == [], listed(wrong)


def test_every_currency_is_read(extract, lexicon):
    wrong = []
    for entry in lexicon.currencies:
        for surface in entry.surfaces:
            behind = entry.place == "after"
            lead = surface + " " * surface.isascii()
            text = f"貸款計500萬{surface}。" if behind else f"貸款計{lead}500萬元。"
            found = [(f.quantity.kind, f.quantity.unit) for f in extract(text).figures]
            if found != [(Kind.AMOUNT, entry.iso)]:
                wrong.append((text, entry.iso, found))
    assert wrong == [], listed(wrong)


# --- what is no figure ----------------------------------------------------------------------------


@pytest.mark.parametrize("entry", each("fixed_expressions"))
def test_a_fixed_expression_rejects_its_example(extract, entry):
    found = {(str(r.reason), r.rule) for r in extract(entry.example.text).rejections}
    assert (entry.example.expect, f"fixed_expressions.{entry.key}") in found
    assert entry.reason == entry.example.expect


def test_every_fixed_word_is_rejected(extract, lexicon):
    """A word is no figure wherever it stands; its reason is that of its entry."""
    wrong = []
    for entry in lexicon.fixed_expressions:
        for surface in entry.surfaces:
            extraction = extract(f"有關{surface}，")
            reasons = {str(rejection.reason) for rejection in extraction.rejections}
            if extraction.figures or reasons - {str(entry.reason)}:
                wrong.append((surface, [f.mention.surface for f in extraction.figures], reasons))
    assert wrong == [], listed(wrong)


# --- headings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", each("headings"))
def test_a_heading_style_reads_its_example(entry):
    mark = compile_patterns(LEXICON).match_mark(fold(entry.example.text))
    assert (mark.style.key, mark.number) == (entry.key, entry.example.expect)


# --- roles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", each("roles"))
def test_a_role_cue_reads_its_example(extract, entry):
    figures = [f for f in extract(entry.example.text).figures if f.role is not Role.PERIOD]
    if ";" in entry.example.expect:
        said = "; ".join(f"{f.mention.surface} {f.role}" for f in figures)
        assert said == entry.example.expect
    else:
        assert [str(f.role) for f in figures] == [entry.example.expect]
    assert f"roles.{entry.key}" in {rule for f in figures for rule in f.evidence}


# --- agencies -------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", each("agencies"))
def test_an_agency_reads_its_example(extract, entry):
    name, agency_id = entry.example.expect.split("|")
    assert name in entry.surfaces
    figure = extract(entry.example.text.rstrip("。") + DEED).figures[-1]
    assert (figure.agency, figure.agency_id) == (name, agency_id)


def test_every_name_of_an_agency_is_a_doer(extract, lexicon):
    wrong = []
    for entry in lexicon.agencies:
        for surface in entry.surfaces:
            (figure,) = extract(f"{surface}已完成3件。").figures
            if figure.agency != surface or not figure.agency_id:
                wrong.append((surface, figure.agency, figure.agency_id))
    assert wrong == [], listed(wrong)


def test_successors_are_entries(lexicon):
    keys = {entry.key for entry in lexicon.agencies}
    assert {e.successor for e in lexicon.agencies if e.successor} <= keys


# --- patterns and terms ---------------------------------------------------------------------------


def periods(figures):
    return [str(figure.period) for figure in figures]


def says(expect, extraction):
    """Whether an extraction says what an example expects, or None where words describe it."""
    figures = extraction.figures
    done = [figure for figure in figures if figure.role is not Role.PERIOD]
    answers = {
        **{str(role): any(f.role is role for f in figures) for role in Role},
        **{str(bound): any(f.quantity.bound is bound for f in done) for bound in Bound},
        **{str(kind): any(f.quantity.kind is kind for f in figures) for kind in Kind},
        **{str(why): any(r.reason is why for r in extraction.rejections) for why in Reason},
    }
    if expect in answers:
        return answers[expect]
    if re.fullmatch("[A-Z]{3}", expect):
        return any(figure.quantity.unit == expect for figure in figures)
    if "/" in expect and "; " in expect:
        return periods(done) == expect.split("; ")
    if re.fullmatch(r"[0-9]+ [0-9]+", expect):
        return any(f"{f.quantity.low} {f.quantity.high}" == expect for f in figures)
    if re.fullmatch(r"[0-9-]*/[0-9-]*", expect):
        return expect in periods(done or figures)
    return None


@pytest.mark.parametrize("entry", each("patterns"))
def test_a_pattern_reads_its_example(extract, entry):
    text, expect = entry.example.text, entry.example.expect
    if not expect:
        assert extract(text.rstrip("。") + DEED).figures[-1].agency is None
        return
    extraction = extract(text)
    done = [figure for figure in extraction.figures if figure.role is not Role.PERIOD]
    said = says(expect, extraction)
    if said is None:
        words = {word for f in done for word in (f.indicator, f.mention.surface, f.agency)}
        said = expect in words or expect == "; ".join(str(f.role) for f in done)
    assert said, extraction.figures


@pytest.mark.parametrize("entry", each("audits"))
def test_an_audit_pattern_reads_its_example(extract, entry):
    checks = audit_extraction(extract(entry.example.text))
    assert entry.example.expect in {f"{check.code} {check.result}" for check in checks}


# What stands around an example that says how a sentence takes its period: a section of four years
# whose last sentence spoke of one of them, or the section's opening alone.
AFTER_A_YEAR = "一、推動情形\n自106至109年度之主要成果列舉如下。107年度核定5件。{}"
AT_THE_OPENING = "一、推動情形\n自106至109年度之主要成果列舉如下。{}"
PERIOD_FRAMES = {
    "fresh_start": AFTER_A_YEAR,
    "summing_word": AFTER_A_YEAR,
    "except_open": AT_THE_OPENING,
    "scope_lead": "一、推動情形\n{}。\n輔導3家。",
}
PLAN_USES = ("plan_column", "agency_column")

INDICATOR_USES = (
    "predicate_verb",
    "object_verb",
    "indicator_gap",
    "indicator_edge",
    "indicator_adverb",
    "actor_noun",
    "linking_verb",
    "relative_opener",
    "indicator_noun",
    "people_counter",
    "purpose_opener",
    "comparative",
    "describer",
    "aspect",
    "place",
)
DOER_USES = (
    *("doer_lead", "joint_doer", "abbreviation_mark", "not_doer_follow", "told_by", "told"),
    *("office_city", "office_place", "office_noun", "office_tail", "local_office"),
    *("back_reference", "third_party", "auditor"),
)


@pytest.mark.parametrize("entry", [p for p in each("terms") if p.values[0].use in INDICATOR_USES])
def test_a_word_around_an_indicator_reads_its_example(extract, entry):
    found = {f.indicator for f in extract(entry.example.text).figures}
    assert found == {entry.example.expect}


@pytest.mark.parametrize("entry", [p for p in each("terms") if p.values[0].use in DOER_USES])
def test_a_word_beside_an_agency_reads_its_example(extract, entry):
    figure = extract(entry.example.text.rstrip("，。") + DEED).figures[-1]
    assert figure.agency == (entry.example.expect or None)


@pytest.mark.parametrize("entry", [p for p in each("terms") if p.values[0].use in PERIOD_FRAMES])
def test_a_word_around_a_period_reads_its_example(extract, entry):
    frame = PERIOD_FRAMES[entry.use]
    text = frame.format(entry.example.text)
    figures = extract(text).figures
    if all(f.role is Role.PERIOD for f in extract(entry.example.text).figures):
        figures = extract(text + DEED).figures
    assert figures[-1].role is not Role.PERIOD
    assert str(figures[-1].period) == FOUR_YEARS


# Wordings of claims, which no figure of a report is read by: tests/audit/claims/test_wording.py.
CLAIM_USES = {
    *("synonym", "claim_filler", "rise_word", "fall_word", "yearly_word", "reached_word"),
    *("same_classifier", "any_classifier", "thing_classifier", "not_any_classifier"),
}
READ_APART = {
    *CLAIM_USES,
    *INDICATOR_USES,
    *DOER_USES,
    *PERIOD_FRAMES,
    *PLAN_USES,
    *("self_reference", "since_mark", "respectively", "after_han", "not_classifier"),
}


@pytest.mark.parametrize("entry", [p for p in each("terms") if p.values[0].use not in READ_APART])
def test_a_term_reads_its_example(extract, entry):
    assert says(entry.example.expect, extract(entry.example.text)) is True


def test_what_the_report_calls_itself_is_its_agency(extract, lexicon):
    (entry,) = [term for term in lexicon.terms if term.use == "self_reference"]
    for surface in entry.surfaces:
        figure = extract(f"{surface}已完成3件。", agency="勞動部").figures[-1]
        assert figure.agency == "勞動部", surface
    assert extract(entry.example.text + DEED).figures[-1].agency is None


def test_since_opens_the_end_of_a_period(extract, lexicon):
    (entry,) = [term for term in lexicon.terms if term.use == "since_mark"]
    assert periods(extract(entry.example.text + DEED).figures)[-1] == entry.example.expect


def test_respectively_gives_each_figure_its_year(extract, lexicon):
    (entry,) = [term for term in lexicon.terms if term.use == "respectively"]
    done = [f for f in extract(entry.example.text).figures if f.role is not Role.PERIOD]
    assert [str(f.period.end.year) for f in done] == entry.example.expect.split(", ")


def test_a_noun_after_a_han_numeral_is_counted(extract, lexicon):
    (entry,) = [term for term in lexicon.terms if term.use == "after_han"]
    surfaces = [figure.mention.surface for figure in extract(entry.example.text).figures]
    assert surfaces == [entry.example.expect]


def test_a_word_that_begins_like_a_classifier_is_none(extract, lexicon):
    (entry,) = [term for term in lexicon.terms if term.use == "not_classifier"]
    owned = {s for e in (*lexicon.units, *lexicon.classifiers) for s in e.surfaces}
    wrong = [
        (surface, [f.mention.surface for f in figures])
        for surface in entry.surfaces
        if surface not in owned and (figures := extract(f"如附件3{surface}，").figures)
    ]
    assert wrong == [], listed(wrong)


def test_a_plan_s_table_is_told_by_its_columns(lexicon):
    text = "目標\t策略\t主辦機關\n目標一\t策略一、健全法規\t經濟部、交通部\n"
    assert {t.example.text for t in lexicon.terms if t.use in PLAN_USES} == {text.splitlines()[0]}
    (row,) = find_plan_rows(read_text(text, lexicon=lexicon), lexicon=lexicon)
    assert (row.title, row.agencies) == ("健全法規", ("經濟部", "交通部"))
    other = read_text(text.replace("策略", "項目"), lexicon=lexicon)
    assert find_plan_rows(other, lexicon=lexicon) == ()


def test_every_use_of_a_term_is_asked_for(lexicon):
    """A use that no rule names is knowledge that nothing reads."""
    source = Path(nstp_extract.__file__).parent
    code = "".join(path.read_text("utf-8") for path in source.rglob("*.py")).replace("'", '"')
    unused = {term.use for term in lexicon.terms if f'"{term.use}"' not in code}
    assert unused - {"year_duration"} == set()


def test_every_pattern_is_asked_for(lexicon):
    source = Path(nstp_extract.__file__).parent
    code = "".join(path.read_text("utf-8") for path in source.rglob("*.py")).replace("'", '"')
    patterns = (*lexicon.patterns, *lexicon.audits)
    assert {p.key for p in patterns if f'"{p.key}"' not in code} == set()
