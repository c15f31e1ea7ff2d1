"""Numbers of lists, as the formats have them."""

import pytest

from nstp_extract.read.numbering import STYLES, Counter, ListLevel, spell


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        ("taiwaneseCountingThousand", "一 二 十 十一 二十 九十九 一百〇一"),
        ("ideographLegalTraditional", "壹 貳 壹拾 壹拾壹 貳拾 玖拾玖 壹佰零壹"),
        ("ideographTraditional", "甲 乙 癸 11 20 99 101"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ ９９ １０１"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 99 101"),
        ("upperRoman", "I II X XI XX XCIX CI"),
        ("lowerLetter", "a b j k t uuuu wwww"),
        ("decimalZero", "01 02 10 11 20 99 101"),
    ],
)
def test_a_number_is_spelled_in_its_style(style, numbers):
    assert [spell(n, STYLES[style]) for n in (1, 2, 10, 11, 20, 99, 101)] == numbers.split()


def test_a_level_begins_anew_below_the_next_of_a_higher_one():
    levels = {0: ListLevel(template="%1."), 1: ListLevel(template="%1.%2")}
    counter = Counter(levels)
    assert [counter.count(at) for at in (0, 1, 1, 0, 1)] == ["1. ", "1.1 ", "1.2 ", "2. ", "2.1 "]


def test_a_level_may_count_on():
    counter = Counter({1: ListLevel(template="(%2)", restarts=False)})
    assert [counter.count(at) for at in (1, 0, 1)] == ["(1)", "1. ", "(2)"]
