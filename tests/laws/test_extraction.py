"""What holds of the extraction of any text whatever."""

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nstp_extract.audit import find_violations
from nstp_extract.audit.checks import with_checks
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import CheckCode
from nstp_extract.lexicon import load_lexicon
from nstp_extract.quantity.numeral import find_runs
from nstp_extract.read import read_text
from nstp_extract.structure.sentences import split_sentences
from nstp_extract.structure.words import load_segmenter, segment_document

SAMPLE = Path(__file__).parent.parent.parent / "raw" / "nstp-106-109.txt"

NUMERALS = (
    *"0123456789０９〇零○一二兩三四五六七八九十百千萬億兆廿卅半雙數幾餘多壹貳參",
    *("1,234", "1.5", "99", "106", "109", "2018", "4億8,388萬7千", "十二", "三點五", "二〇一八"),
)
MARKS = (
    *"，。、；：！？!?,.()（）「」-~－～．至到與及和或/|:+%％‰●⁵¹*",
    *(" ", "\u3000", "\t", "\n", "\n\n", "\r\n", "\f", "\ufeff", "……"),
)
WORDS = (
    *("分之", "點", "由", "從", "自", "提升至", "縮短至", "約", "逾", "達", "共", "計", "其中"),
    *(
        "年",
        "年度",
        "學年度",
        "學年第",
        "學期",
        "月",
        "日",
        "底",
        "第",
        "季",
        "截至",
        "民國",
        "為止",
    ),
    *(
        "上半年",
        "下旬",
        "以上",
        "以下",
        "內",
        "左右",
        "大",
        "目標",
        "策略",
        "目標一、",
        "一、",
        "(一)",
    ),
    *("1.", "壹、", "甲、", "第一章 ", "圖3-1", "表1-1 ", "註1：", "字第", "號", "條", "路", "台"),
    *(
        "經濟部",
        "科技部",
        "本部",
        "分別",
        "未來",
        "預計",
        "目標值",
        "原",
        "累計",
        "投資金額",
        "媒合率",
    ),
    *("A", "PM", "G", "k", "R²", "COVID-19", "\u2f00", "\uf98e", "𠀋", "国"),
)
LEXICON = load_lexicon()
SURFACES = sorted(
    {
        surface
        for table in (LEXICON.units, LEXICON.classifiers, LEXICON.currencies, LEXICON.bounds)
        for entry in table
        for surface in entry.surfaces
    }
    | {surface for entry in LEXICON.fixed_expressions for surface in entry.surfaces}
)
EXAMPLES = sorted({entry.example.text for entry in LEXICON.entries()})

NUMERAL = st.sampled_from(NUMERALS)
TOKEN = NUMERAL | NUMERAL | st.sampled_from(SURFACES) | st.sampled_from(MARKS)
SCRAPS = st.lists(TOKEN | st.sampled_from(WORDS), max_size=16).map("".join)
BROKEN = st.builds(
    lambda left, cut, scraps, right: (
        left[: cut % len(left)] + scraps + left[cut % len(left) :] + right
    ),
    st.sampled_from(EXAMPLES),
    st.integers(0, 60),
    SCRAPS,
    st.sampled_from(EXAMPLES),
)
TEXTS = SCRAPS | BROKEN
ROW = st.lists(TEXTS.map(lambda text: text.replace("\n", "")), min_size=2, max_size=4)
TABLE = st.lists(ROW.map("\t".join), min_size=2, max_size=5).map("\n".join)
REPORTS = st.lists(TEXTS | TABLE, min_size=1, max_size=3).map("\n".join)


@settings(max_examples=500)
@given(TEXTS)
def test_guard_and_ledger_are_clean(extract, text):
    assert find_violations(extract(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        *("一,3", "約三.5", "六,02018一", "七四．99零", "半第1,234μm：櫃"),
        *(
            "貸款計USD 500萬元。",
            "人民幣2,000萬元",
            "2至3千瓦",
            "1.2百分點",
            "2千，３百元",
            "一一○年",
        ),
        *(
            "○\u3000兆5m",
            "６+10MB",
            "９和2仟伏安",
            "約7、8成民眾滿意。",
            "9噸CO23家",
            "千 十0家",
            "5、9成",
            "列管工廠約81,234年",
            "106,107年度",
        ),
    ],
)
def test_texts_that_once_broke_a_law(extract, text):
    """They were found by the law above, or by reading; each ended the extraction or its guard."""
    assert find_violations(extract(text)) == ()


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_characters_are_read(extract, text):
    assert find_violations(extract(text)) == ()


@settings(max_examples=300)
@given(TEXTS)
def test_every_numeral_run_is_in_figures_or_in_one_rejection(extract, text):
    """The ledger, told without the guard: by the code points that rows hold."""
    extraction = extract(text)
    figures = {at for f in extraction.figures for p in f.mention.pieces for at in range(*ends(p))}
    rejected = Counter(at for r in extraction.rejections for at in range(*ends(r.span)))
    assert set(rejected.values()) <= {1}
    for start, end in find_runs(text):
        run = set(range(start, end))
        assert bool(run & figures) != bool(run & set(rejected)), text[start:end]


def ends(span):
    return span.start, span.end


@settings(max_examples=300)
@given(TEXTS)
def test_surface_is_the_slices_of_its_pieces(extract, text):
    for figure in extract(text).figures:
        mention = figure.mention
        slices = [text[piece.start : piece.end] for piece in mention.pieces]
        assert "".join("".join(slices).split()) == mention.surface
        assert all(piece.strip() for piece in slices)
        assert mention.span in mention.pieces


@settings(max_examples=300)
@given(TEXTS)
def test_figures_are_sorted_and_disjoint(extract, text):
    figures = extract(text).figures
    assert [f.mention.span for f in figures] == sorted(f.mention.span for f in figures)
    pieces = sorted(piece for figure in figures for piece in figure.mention.pieces)
    assert all(left.end <= right.start for left, right in pairwise(pieces))


@settings(max_examples=200)
@given(TEXTS)
def test_rows_point_at_what_exists(extract, text):
    extraction = extract(text)
    ids = [figure.figure_id for figure in extraction.figures]
    assert len(set(ids)) == len(ids)
    for relation in extraction.relations:
        assert {relation.from_id, relation.to_id} <= set(ids)
    for section in extraction.sections:
        assert section.span.end <= len(text)
        if section.parent is not None:
            assert section.parent.span.contains(section.span)
    for rejection in extraction.rejections:
        assert text[rejection.span.start : rejection.span.end] == rejection.text
    for figure in extraction.figures:
        assert figure.sentence.endswith(figure.suffix) or figure.suffix in figure.sentence


@settings(max_examples=300)
@given(TEXTS | st.text(max_size=60))
def test_passages_cover_every_character_once(text):
    held = Counter(
        at for passage in read_text(text).passages for p in passage.pieces for at in range(*ends(p))
    )
    assert set(held.values()) <= {1}
    missing = [text[at] for at in range(len(text)) if at not in held]
    assert [char for char in missing if not char.isspace() and char not in "\ufeff|"] == []


@settings(max_examples=200)
@given(TEXTS)
def test_sentences_are_the_whole_of_a_passage(text):
    for passage in read_text(text).passages:
        sentences = split_sentences(passage.text)
        assert "".join(passage.text[s.start : s.end] for s in sentences) == passage.text


@settings(max_examples=100)
@given(TEXTS)
def test_words_are_slices_and_keep_figures_whole(extract, text):
    extraction = extract(text)
    words = list(segment_document(extraction))
    for word in words:
        joined = "".join(text[piece.start : piece.end] for piece in word.pieces)
        assert "".join(joined.split()) == "".join(word.text.split())
    places = {word.pieces[0].start: word for word in words}
    for figure in extraction.figures:
        first = figure.mention.pieces[0].start
        assert first in places
        assert "".join(places[first].text.split()) == figure.mention.surface


@settings(max_examples=100)
@given(TEXTS)
def test_line_ends_of_another_system_change_no_value(extract, text):
    plain = text.replace("\r\n", "\n")
    said = [said_by(figure) for figure in extract(plain).figures]
    assert [said_by(figure) for figure in extract(plain.replace("\n", "\r\n")).figures] == said


def said_by(figure):
    quantity = figure.quantity
    return quantity.kind, quantity.value, quantity.low, quantity.high, quantity.bound, figure.role


@settings(max_examples=150)
@given(TEXTS)
def test_full_width_digits_change_no_value(extract, text):
    """A full-width point between full-width digits is left alone: it may be a list mark."""
    wide = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    narrow = fold(wide)
    assert len(narrow) == len(text)
    said = [said_by(figure) for figure in extract(narrow).figures]
    assert [said_by(figure) for figure in extract(wide).figures] == said


@settings(max_examples=100)
@given(TEXTS)
def test_the_same_text_gives_the_same_rows(extract, text):
    first, second = extract(text), extract(text)
    assert (first.figures, first.rejections) == (second.figures, second.rejections)


@given(st.text())
def test_fold_keeps_length(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text() | SCRAPS)
def test_simplified_characters_keep_length(text):
    assert len(load_segmenter(LEXICON).simplify(text)) == len(text)


@given(SCRAPS | st.text())
def test_words_of_spacy_give_the_text_back(text):
    assert load_segmenter(LEXICON).make_doc(text).text == text


PRINT_ROWS = """
import sys
from pathlib import Path
from nstp_extract import extract
from nstp_extract.lexicon import load_lexicon
from nstp_extract.structure.words import segment_document
from nstp_extract.tables.jsonl import rows_to_jsonl
from nstp_extract.tables import rows

extraction, edition, lexicon = extract(Path(sys.argv[1])), rows.Edition(), load_lexicon()
words = segment_document(extraction, lexicon=lexicon)
for table in (
    rows.figure_rows(extraction, edition, lexicon),
    rows.section_rows(extraction, edition),
    rows.rejection_rows(extraction, edition),
    rows.relation_rows(extraction, edition),
    rows.word_rows(extraction, edition, words),
):
    for line in rows_to_jsonl(table):
        print(line)
"""


@pytest.mark.slow
def test_two_hash_seeds_give_the_same_bytes():
    printing = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PRINT_ROWS, str(SAMPLE)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    first, second = (process.communicate()[0] for process in printing)
    assert [process.returncode for process in printing] == [0, 0]
    assert first == second
    assert first.count(b"\n") > 10_000


@settings(max_examples=80)
@given(REPORTS)
def test_any_text_is_audited_and_every_place_lies_in_it(extract, text):
    """Each check names figures that there are, and each place of its messages is one of its own."""
    extraction = with_checks(extract(text))
    figures = {figure.figure_id: figure for figure in extraction.figures}
    for check in extraction.checks:
        assert all(0 <= span.start < span.end <= len(text) for span in check.spans)
        assert set(check.figure_ids) <= figures.keys()
        assert {figures[each].mention.span for each in check.figure_ids} <= set(check.spans)
        for span in check.spans:
            assert f"位移{span.start}" in check.message_zh
            assert f"offset {span.start}" in check.message_en
        assert check.spans or check.code is CheckCode.GUARD


@settings(max_examples=30)
@given(REPORTS)
def test_an_audit_is_the_same_each_time(extract, text):
    extraction = with_checks(extract(text))
    assert with_checks(extraction).checks == extraction.checks
    ids = [check.check_id for check in extraction.checks]
    assert len(set(ids)) == len(ids)
