"""What a spaCy user sees: the registered tokenizer and components in a pipeline of their own."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language

TEXT = "經濟部於109年度輔導21件示範案例，帶動流通商品之金額達47.5億元，預計帶動 3 萬人就業。"


@pytest.fixture
def build() -> Callable[[], Language]:
    def make() -> Language:
        tokenizer = {"@tokenizers": "nstp.jieba.v1"}
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
        nlp.add_pipe("nstp_quantities")
        nlp.add_pipe("nstp_context")
        return nlp

    return make


def test_a_blank_pipeline_finds_figures_and_what_they_are_of(
    build: Callable[[], Language],
) -> None:
    doc = build()(TEXT)
    found = [
        (span.text, span.label_, span._.quantity.value, str(span._.figure.role))
        for span in doc.spans["figures"]
    ]
    assert found == [
        ("109年度", "date", None, "period"),
        ("21件", "count", Decimal(21), "result"),
        ("47.5億元", "amount", Decimal("4750000000"), "result"),
        ("3 萬人", "count", Decimal(30000), "forecast"),
    ]
    assert doc.spans["figures"][2]._.figure.indicator == "流通商品之金額"
    assert doc.spans["figures"][2]._.figure.agency == "經濟部"


def test_words_keep_the_text_and_figures_whole(build: Callable[[], Language]) -> None:
    doc = build()(TEXT)
    assert doc.text == TEXT
    words = [token.text for token in doc]
    assert {"47.5億元", "3 萬人", "金額", "經濟部"} <= set(words)


def test_spacys_own_tokenizer_serves_too() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("nstp_quantities")
    doc = nlp("共計47.5億元。")
    assert [span.text for span in doc.spans["figures"]] == ["47.5億元"]


def test_displacy_shows_the_figures(build: Callable[[], Language]) -> None:
    page = displacy.render(build()(TEXT), style="span", options={"spans_key": "figures"})
    assert "47.5億元" in page
    assert "amount" in page


def test_a_saved_pipeline_loads_again(build: Callable[[], Language], tmp_path: Path) -> None:
    build().to_disk(tmp_path / "model")
    doc = spacy.load(tmp_path / "model")(TEXT)
    assert len(doc.spans["figures"]) == 4


def test_an_empty_text_has_no_figures(build: Callable[[], Language]) -> None:
    assert len(build()("").spans["figures"]) == 0


def test_the_agency_of_the_report_stands_for_this_ministry() -> None:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "nstp.jieba.v1"}}})
    nlp.add_pipe("nstp_quantities")
    nlp.add_pipe("nstp_context", config={"agency": "教育部"})
    doc = nlp("本部補助20校。")
    assert doc.spans["figures"][0]._.figure.agency == "教育部"
