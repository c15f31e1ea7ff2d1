"""Which date governs a figure: comparisons, changes, plans, deadlines, budgets, what is unknown."""

import pytest


def years(extract, text, **known):
    """The period of each figure that is no date, whole years and ends of months short."""
    found = [f.period for f in extract(text, **known).figures if f.quantity.kind != "date"]
    return [shorten(str(period)) if period is not None else None for period in found]


def shorten(period):
    start, end = period.split("/")
    whole = start.endswith("01-01") and end.endswith("12-31") and start[:4] == end[:4]
    return start[:4] if whole else f"{start}/{end}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what others are compared with
        ("112年度決算58億元，較111年度決算49億元增加9億元。", ["2023", "2022", "2023"]),
        ("113年出口8萬公噸，較112年減少1萬公噸。", ["2024", "2024"]),
        (
            "112年底員工9,120人，較上年底8,950人增加170人。",
            ["2023-12-31/2023-12-31", "2022-12-31/2022-12-31", "2023-12-31/2023-12-31"],
        ),
        (
            "113年1至6月受理95件，較112年同期81件增加14件。",
            ["2024-01-01/2024-06-30", "2023-01-01/2023-06-30", "2024-01-01/2024-06-30"],
        ),
        (
            "113年度編列8億元，與110及111年度決算平均數5億元相比，增幅60%。",
            ["2024", "2021-01-01/2022-12-31", "2024"],
        ),
        (
            "114年度編列9億元，較113年度增列「設備等經費」2億元。另核定3案。",
            ["2025", "2025", "2025"],
        ),
        # changes
        ("逃漏稅由110年的9件降至113年的4件，關務由8件降至2件。", ["2021", "2024", "2021", "2024"]),
        ("108至112年度虧損由2億元擴大至7億元。", ["2019", "2023"]),
        ("112年案件由111年之50件增至62件，占比3%。", ["2022", "2023", "2023"]),
        (
            "收入將自115年度2億元成長到120年度5億元，各年度成長率9%。",
            ["2026", "2031", "2026-01-01/2031-12-31"],
        ),
        # dates that count and dates that tell of something else
        ("112年底列管85處，面積9公頃。", ["2023-12-31/2023-12-31"] * 2),
        ("112年8月1日公告修正，列管85處。", [None]),
        ("113年迄今查獲4件。", ["2024-01-01/"]),
        ("113年截至9月底查獲4件。", ["2024-01-01/2024-09-30"]),
        ("發電達3GW，為2030年9GW目標的33%。", [None, "2030", None]),
        ("目標在115年以前由9處增至12處；輔導最高3萬元。", [None, "/2026-12-31", None]),
        # plans and budgets
        ("推動「護岸改善計畫（113至116年）」，總經費9億元。", ["2024-01-01/2027-12-31"]),
        ("計畫經費9億元，執行期間自113年3月至113年12月。", ["2024-03-01/2024-12-31"]),
        ("114年度編列9億元，預計補助120案。", ["2025", "2025"]),
        ("114年度預算案編列9億元。惟查不符規定者達12件。", ["2025", None]),
        ("核定35案(112年)，輔導8校(113年)。", ["2023", "2024"]),
        # what nothing tells
        ("113年核定35案。近5年補助12億元。", ["2024", None, None]),
        ("113年死亡35人，每年約減少4人。", ["2024", None]),
        ("112年核定35案，今年核定8案。", ["2023", None]),
    ],
)
def test_each_figure_is_of_its_own_time(extract, text, expected):
    assert years(extract, text) == expected


def test_a_stock_s_date_is_no_day_of_publication(extract):
    assert years(extract, "112年底列管85處。去年改善9處。") == ["2023-12-31/2023-12-31", None]
