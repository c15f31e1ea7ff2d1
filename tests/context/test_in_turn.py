"""Lists whose n-th number goes with the n-th noun, and what is no indicator or agency at all."""

import pytest

from nstp_extract import extract_text


def _told(text: str) -> list[tuple[str | None, str | None]]:
    return [
        (figure.indicator, figure.agency)
        for figure in extract_text(text).figures
        if figure.role.value not in ("period", "structural")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("批發、運輸營業額分別達3兆元、1兆元", ["批發", "運輸營業額"]),
        ("一氧化碳(CO)及臭氧(O3)則分別下降12%及8%", ["一氧化碳", "臭氧"]),
        ("受理檢舉與申訴，分別增加5%與7%", ["受理檢舉", "申訴"]),
        ("112年及113年產值依序為5億元及6億元", ["產值", "產值"]),  # dates are no items
        ("路口照明改善率分別為51%及42%", ["路口照明改善率"] * 2),
    ],
)
def test_a_list_gives_each_of_its_nouns_in_turn(text: str, expected: list[str]) -> None:
    assert [indicator for indicator, _ in _told(text)] == expected


def test_an_ordinal_is_no_indicator() -> None:
    assert _told("第48項　種苗改良繁殖場35萬元，照列。")[0][0] == "種苗改良繁殖場"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("「漁港改建計畫」決算21億元", ["決算"]),
        ("實支數占分配數91%，占全年預算64%", ["實支數", "實支數"]),
        ("合格場數依序為52%、61%及70%", ["合格場數"] * 3),
    ],
)
def test_what_is_measured_is_named_once(text: str, expected: list[str]) -> None:
    assert [indicator for indicator, _ in _told(text)] == expected


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("依有關行政處罰規定，處5萬元罰鍰。", None),
        ("【本報臺南訊】農業部發布，年產量減少3%。", "農業部"),
        ("台灣經濟部表示，列管工程共12件。", "經濟部"),
        ("農業部農產試驗所開發機具3台。", "農業部農產試驗所"),
    ],
)
def test_a_name_is_no_beginning_of_a_longer_word(text: str, agency: str | None) -> None:
    assert _told(text)[0][1] == agency
