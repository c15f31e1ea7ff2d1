"""Headings that their type alone tells: what counts as one, and what does not."""

import pytest

from nstp_extract.core.figure import Report
from nstp_extract.lexicon import load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.read.titles import weigh_type

PROSE = "為促進產業升級，各部會共同推動創新研發計畫，並結合地方政府與學研機構之能量，成果豐碩。"
LARGE = "#text(size: 15pt)[{}]"
BOLD = '#text(weight: "bold")[{}]'


def outline(document):
    extraction = extract_document(document, report=Report("a"), lexicon=load_lexicon())
    return [
        (section.title, section.parent and section.parent.title) for section in extraction.sections
    ]


def chapters(style, *titles):
    return "\n\n".join(f"{style.format(title)}\n\n{PROSE * 3}\n\n{PROSE * 2}" for title in titles)


@pytest.mark.parametrize("style", [LARGE, BOLD])
def test_lines_in_heavier_type_set_apart_are_headings(style, read):
    document = read(chapters(style, "產業創新", "人才培育", "永續環境"))
    assert outline(document) == [("產業創新", None), ("人才培育", None), ("永續環境", None)]


def test_smaller_titles_lie_in_larger_ones(read):
    inner = chapters(BOLD, "推動情形", "未來展望")
    document = read(
        "\n\n".join(f"{LARGE.format(t)}\n\n{PROSE}\n\n{inner}" for t in ("創新", "人才"))
    )
    assert outline(document) == [
        ("創新", None), ("推動情形", "創新"), ("未來展望", "創新"),
        ("人才", None), ("推動情形", "人才"), ("未來展望", "人才"),
    ]  # fmt: skip


def test_numbers_in_body_type_nest_under_a_title_and_end_with_it(read):
    parts = (
        f"{LARGE.format(t)}\n\n一、現況\n\n{PROSE}\n\n二、展望\n\n{PROSE}" for t in ("創新", "人才")
    )
    found = outline(read("\n\n".join(parts)))
    assert found == [
        ("創新", None), ("現況", "創新"), ("展望", "創新"),
        ("人才", None), ("現況", "人才"), ("展望", "人才"),
    ]  # fmt: skip


def test_a_title_inside_a_goal_leaves_what_follows_under_the_goal(read):
    body = f"目標一：創新產業\n\n{PROSE}\n\n{chapters(LARGE, '重要成果', '未來展望')}"
    assert outline(read(body))[1:] == [("重要成果", "創新產業"), ("未來展望", "創新產業")]


@pytest.mark.parametrize(
    "body",
    [
        f"{LARGE.format('國家科學技術發展計畫執行成果')}\n\n{PROSE * 9}",  # a report's title
        "\n\n".join(f"{BOLD.format(PROSE)}\n\n{PROSE}" for _ in range(3)),  # sentences
        "\n\n".join(f"{PROSE}{BOLD.format(word)}{PROSE}" for word in ("重要成果", "未來展望")),
        "\n\n".join(f"{LARGE.format(f'成長{n}%')}\n\n{PROSE}" for n in (12, 35, 48)),  # key figures
        "\n\n".join(LARGE.format(line) for line in ("行政院", "國家科學及技術委員會", "編印")),
    ],
)
def test_what_stands_out_without_heading_anything_is_no_heading(body, read):
    assert outline(read(body)) == []


def test_type_weighs_more_the_more_it_stands_out():
    weights = [
        weigh_type(s, bold=b, body=12)
        for s, b in ((12, False), (12, True), (14, False), (14, True))
    ]
    assert weights == sorted(set(weights))
