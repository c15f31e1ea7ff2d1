"""Sentences and words: where a passage parts, and that figures stay whole."""

import pytest

from nstp_extract.core.figure import Report
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read import read_text
from nstp_extract.structure.sentences import split_sentences
from nstp_extract.structure.words import load_segmenter, segment_document


@pytest.fixture(scope="module")
def segmenter():
    return load_segmenter(load_lexicon())


def words(text):
    extraction = extract_document(read_text(text), report=Report("text"), lexicon=load_lexicon())
    return list(segment_document(extraction))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("完成5件。另2案。", ["完成5件。", "另2案。"]),
        ("完成5件", ["完成5件"]),
        ("促成「3家。」另2案", ["促成「3家。」", "另2案"]),
        ("（達成率95%。）其餘未達。", ["（達成率95%。）", "其餘未達。"]),
        ("是否達標？是！", ["是否達標？", "是！"]),
        ("達4.5億元；另3億元。", ["達4.5億元；另3億元。"]),
        ("", []),
        ("。。。", ["。。。"]),
    ],
)
def test_sentences(text, parts):
    assert [text[s.start : s.end] for s in split_sentences(text)] == parts


def test_a_figure_is_one_word():
    found = [word.text for word in words("核定經費4億8,388萬7千元及7千元。")]
    assert "4億8,388萬7千元" in found
    assert "7千元" in found


def test_names_of_the_lexicon_are_one_word():
    found = [word.text for word in words("農委會與衛福部共同推動智慧農業。")]
    assert {"農委會", "衛福部"} <= set(found)


def test_words_are_in_the_characters_of_the_text(segmenter):
    text = "臺灣為強化資訊發展後盾"
    pieces = segmenter.cut(text)
    assert "".join(text[start:end] for start, end in pieces) == text
    assert "臺灣" in [text[start:end] for start, end in pieces]


def test_a_word_over_a_page_end_has_two_pieces():
    text = "本期計畫輔導業者進駐園區並取得各項資源協助其拓展國際市場與資本額達1.3\n\n億元。"
    (word,) = [word for word in words(text) if word.text == "1.3億元"]
    assert [text[p.start : p.end] for p in word.pieces] == ["1.3", "億元"]
    assert text[word.span.start : word.span.end] == "1.3\n\n億元"


def test_stop_words_and_sections_are_told():
    found = words("一、經濟\n完成的工作。")
    assert {word.section_id for word in found} == {"s0001"}
    assert [word.is_stop for word in found if word.text == "的"] == [True]
    assert [word.is_stop for word in found if word.text == "工作"] == [False]


def test_sentences_are_counted_over_passages():
    assert sorted({w.sentence_id for w in words("一、經濟\n甲完成。乙完成。")}) == [1, 2, 3]


def test_furniture_has_no_words():
    text = "\f".join(
        f"施政報告\n推動{name}業務並持續精進。\n{n}\n" for n, name in enumerate("甲乙丙丁", 1)
    )
    assert "施政報告" not in "".join(word.text for word in words(text))


def test_a_doc_keeps_blanks_and_protected_words(segmenter):
    text = "核定 4,500 萬元　經費"
    doc = segmenter.make_doc(text, [(3, 11)])
    assert doc.text == text
    assert "4,500 萬元" in [token.text for token in doc]


def test_traditional_characters_are_mapped_one_to_one(segmenter):
    assert segmenter.simplify("臺灣發展與後續") == "台湾发展与后续"
