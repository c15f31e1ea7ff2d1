"""Columns of a terminal: Han characters take two, and lines break where Chinese may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nstp_extract.cli.width import clip, display_width, pad, wrap

TEXTS = st.text(st.sampled_from("億元abc 1，。「」（）é\u0301%-"), max_size=40)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("億元", 4), ("76.48%", 6), ("e\u0301", 1), ("（）", 4)],
)
def test_width(text, width):
    assert display_width(text) == width


def test_padding_stands_on_either_side():
    assert pad("億元", 6) == "億元  "
    assert pad("億元", 6, right=True) == "  億元"


@given(TEXTS, st.integers(1, 30))
def test_what_is_clipped_fits_and_says_so(text, columns):
    clipped = clip(text, columns)
    assert display_width(clipped) <= columns
    assert clipped == text or clipped.endswith("…")


@given(TEXTS, st.integers(20, 60))
def test_wrapping_loses_nothing_but_blanks(text, columns):
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_line_neither_begins_with_a_stop_nor_ends_with_a_bracket():
    lines = wrap("列出「每一個」數字，（以及）它的出處。" * 5, 11)
    assert all(line[0] not in "，。」）" and line[-1] not in "「（" for line in lines)
    assert max(map(display_width, lines)) <= 12


def test_latin_words_stay_whole():
    assert wrap("用 --encoding big5 讀取", 12) == ["用", "--encoding", "big5 讀取"]
