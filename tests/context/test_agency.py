"""Who did it: which agencies of a sentence act, and which of them a figure takes."""

import pytest

from nstp_extract.context.agency import Doer, choose_doer, compile_agencies, find_doers
from nstp_extract.lexicon import load_lexicon

GRAMMAR = compile_agencies(load_lexicon())


def doers(text, issuer=None):
    return [doer.name for doer in find_doers(text, GRAMMAR, issuer=issuer)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("經濟部完成建置。", ["經濟部"]),
        ("由科技部負責進度追蹤。", ["科技部"]),
        ("經濟部偕同交通部完成建置。", ["經濟部"]),
        ("經濟部、農委會及教育部共同推動。", ["經濟部"]),
        ("經濟部核定35案，農委會核定12案。", ["經濟部", "農委會"]),
        ("並符合科技部之規定。", []),
        ("依據行政院核定之計畫辦理。", []),
        ("「經濟部產業升級條例」修正。", []),
        ("《教育部施政報告》指出。", []),
        ("竹科、中科、南科管理局核准廠商。", ["竹科、中科、南科管理局"]),
        ("新竹科學園區管理局(以下稱竹科管理局)累計核准。", ["竹科管理局"]),
        ("本期持續推動。", []),
    ],
)
def test_an_agency_acts_where_it_opens_its_clause(text, names):
    assert doers(text) == names


def test_self_references_are_the_issuer():
    assert doers("本部推動產學合作。", issuer="勞動部") == ["勞動部"]
    assert doers("本部推動產學合作。") == []
    assert doers("經濟部核定5案，本部核定3案。", issuer="勞動部") == ["經濟部", "勞動部"]


def test_a_former_body_leads_to_the_one_of_today():
    (former,) = find_doers("科技部核定5案。", GRAMMAR)
    (today,) = find_doers("國科會核定5案。", GRAMMAR)
    assert former.agency_id == today.agency_id
    assert (former.name, today.name) == ("科技部", "國科會")


def test_the_last_doer_before_a_figure_is_its_own():
    first, second = Doer(0, "經濟部", "moea"), Doer(20, "農委會", "moa")
    assert choose_doer([first, second], 30, inherited=None) is second
    assert choose_doer([first, second], 10, inherited=None) is first
    assert choose_doer([second], 10, inherited=first) is first
    assert choose_doer([second], 10, inherited=None) is second
    assert choose_doer([], 10, inherited=None) is None


def agencies(extract, text, **known):
    return [(f.mention.surface, f.agency) for f in extract(text, **known).figures]


def test_a_paragraph_goes_on_with_its_doer(extract):
    text = "經濟部核定35案。另輔導12家業者。\n農委會輔導8家。"
    assert agencies(extract, text) == [("35案", "經濟部"), ("12家", "經濟部"), ("8家", "農委會")]


def test_a_section_s_opening_gives_its_doer(extract):
    text = "一、產業\n經濟部推動轉型。\n核定35案。\n二、教育\n核定12案。"
    assert agencies(extract, text) == [("35案", "經濟部"), ("12案", None)]


def test_the_report_s_agency_is_what_it_calls_itself(extract):
    assert agencies(extract, "本部核定35案。", agency="勞動部") == [("35案", "勞動部")]
