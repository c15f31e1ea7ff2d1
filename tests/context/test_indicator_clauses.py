"""What a figure measures where its clause does not say it, or says more than a noun."""

import pytest


def indicators(extract, text):
    """What each figure that is no date measures, in order."""
    return [f.indicator for f in extract(text).figures if f.quantity.kind != "date"]


# --- words between a noun and its number ----------------------------------------------------------


@pytest.mark.parametrize(
    "between", ["將會接近", "已逐漸降到", "約略增為", "僅剩", "微幅上揚至", "遽降為", "大致均為"]
)
def test_adverbs_and_verbs_of_change_are_no_part_of_what_is_measured(extract, between):
    assert indicators(extract, f"水庫蓄水率{between}62%。") == ["水庫蓄水率"]


def test_ascii_stops_part_clauses_as_wide_ones_do(extract):
    text = "全國圖書館藏書量6,120萬冊,借閱率達71.5%;讀者滿意度88%。"
    assert indicators(extract, text) == ["全國圖書館藏書量", "借閱率", "讀者滿意度"]


def test_a_month_without_a_year_is_no_noun(extract):
    assert indicators(extract, "淨水場日供水量於6月底增至5萬噸。") == ["淨水場日供水量"]


def test_a_gloss_between_noun_and_number_is_stepped_over(extract):
    assert indicators(extract, "獎助經費約新臺幣（以下同）3.2億元。") == ["獎助經費"]


def test_behind_the_doer_stands_what_the_clause_begins_with(extract):
    text = "災後復建預算經濟部主管共編列12億元，其中水利署8億元、能源署4億元。"
    assert indicators(extract, text) == ["災後復建預算"] * 3


# --- differences ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "difference",
    ["年減4.1%", "較上年底減少2萬人", "比前一年度少了2萬人", "較113年同期少2萬人", "減幅4.1%"],
)
def test_a_difference_measures_what_changed(extract, difference):
    text = f"國家公園遊客數48萬人，{difference}。"
    assert indicators(extract, text) == ["國家公園遊客數"] * 2


def test_a_difference_is_not_of_what_it_is_compared_with(extract):
    text = "「離島醫療計畫」編列9億元，較113年度法定預算7億元增加2億元，增幅28.6%。"
    assert indicators(extract, text) == [
        "離島醫療計畫",
        "法定預算",
        "離島醫療計畫",
        "離島醫療計畫",
    ]


def test_points_are_a_difference_without_a_word_of_change(extract):
    text = "畢業生就業率76.3%，高於原訂目標1.3個百分點。"
    assert indicators(extract, text) == ["畢業生就業率"] * 2


def test_what_is_compared_tells_the_measure_where_nothing_before_does(extract):
    assert indicators(extract, "較112年下半年渡輪運量成長6%。") == ["渡輪運量"]


# --- brackets -------------------------------------------------------------------------------------


def test_a_part_in_a_bracket_keeps_its_name(extract):
    text = "再生水供水量3萬噸（鳳山廠2萬噸、臨海廠1萬噸），較上年2萬噸增加1萬噸。"
    assert indicators(extract, text) == [
        "再生水供水量",
        "鳳山廠",
        "臨海廠",
        "再生水供水量",
        "再生水供水量",
    ]


def test_a_place_in_a_bracket_is_a_part_of_the_whole(extract):
    assert indicators(extract, "設立15處海外商務中心（日本9處、越南6處）。") == ["海外商務中心"] * 3


def test_a_bracket_tells_of_the_noun_before_it(extract):
    text = "共3間實驗教室(90名)；道路工程(12項中修正5項)。"
    assert indicators(extract, text)[1:] == ["實驗教室", "道路工程", "道路工程"]


def test_a_sum_in_a_bracket_is_of_what_stands_outside(extract):
    assert indicators(extract, "綠色債券發行27檔（金額達81億元）。") == ["綠色債券發行"] * 2


# --- shares ---------------------------------------------------------------------------------------


def test_a_share_that_opens_its_clause_keeps_its_name(extract):
    text = "社福支出7,200億元，占總預算比率由24.1%增為26.5%。"
    assert indicators(extract, text) == ["社福支出", "占總預算比率", "占總預算比率"]


# --- figures that go back to another --------------------------------------------------------------


def test_a_change_in_per_cent_is_of_the_last_level_whatever_its_unit(extract):
    text = "進口值331億美元，年增7.1%，出口值418億美元，年增18.9%。"
    assert indicators(extract, text) == ["進口值", "進口值", "出口值", "出口值"]


def test_what_a_change_came_to_is_no_change(extract):
    text = "館藏借閱率由61%增至70%，館藏冊數12萬冊，增為15萬冊。"
    assert indicators(extract, text) == ["館藏借閱率", "館藏借閱率", "館藏冊數", "館藏冊數"]


def test_a_base_of_comparison_is_nothing_that_others_go_back_to(extract):
    text = "「航道疏浚」編列5億元，較111年度決算2億元增加3億元，增幅150%。"
    assert indicators(extract, text) == ["航道疏浚", "決算", "航道疏浚", "航道疏浚"]


def test_a_bare_verb_goes_on_with_the_object_before(extract):
    assert indicators(extract, "查獲走私漁船120艘，扣留35艘。") == ["走私漁船"] * 2


def test_a_bare_verb_behind_another_measure_is_its_own(extract):
    assert indicators(extract, "門診120萬人，住院3萬人。") == ["門診", "住院"]


def test_a_place_goes_on_with_the_measure_before(extract):
    assert indicators(extract, "自來水普及率95.2%，惟花蓮縣僅87%。") == ["自來水普及率"] * 2


def test_a_counted_noun_stands_for_itself_where_nothing_else_does(extract):
    assert indicators(extract, "全臺22縣市均已參加。") == ["縣市"]


def test_a_pointed_out_doer_is_no_part_of_what_is_measured(extract):
    assert indicators(extract, "該廠每日焚化垃圾900公噸。") == ["垃圾"]


def test_lists_go_back_to_lists_in_turn(extract):
    text = "規劃改善橋梁50座及步道40座，已完成43座及29座。"
    assert indicators(extract, text) == ["橋梁", "步道", "橋梁", "步道"]
    text = "旅館住用率58%，平均房價3,120元，分別增加2%及4%。"
    assert indicators(extract, text) == ["旅館住用率", "平均房價"] * 2


def test_figures_of_one_list_share_what_opens_it(extract):
    assert indicators(extract, "協會獎助3,200件、1.6億元。") == ["協會獎助"] * 2


def test_a_share_that_opens_its_clause_is_of_the_clause_before(extract):
    text = "食物浪費量13萬公噸，約占總產量三成。"
    assert indicators(extract, text) == ["食物浪費量"] * 2


def test_a_unit_that_is_counted_by_is_no_noun(extract):
    assert indicators(extract, "懸浮微粒年平均濃度為每立方公尺12.8微克。") == ["懸浮微粒年平均濃度"]


def test_a_ratio_to_another_number_is_of_the_figure_before(extract):
    text = "工程撥付數21億元，僅及核定數34億元的62%。"
    assert indicators(extract, text) == ["工程撥付數", "核定數", "工程撥付數"]


def test_an_act_in_the_clause_between_is_no_noun(extract):
    text = "工程達成率69%，各機關應確實遵守，務期達成90%以上。"
    assert indicators(extract, text) == ["工程達成率"] * 2


def test_what_tells_when_is_not_what_is_measured(extract):
    text = "河道疏濬量600萬方，中度颱風後增加500萬方。"
    assert indicators(extract, text) == ["河道疏濬量"] * 2


def test_people_are_counted_whatever_they_do(extract):
    assert indicators(extract, "有七成民眾擔心物價。") == ["民眾"]


def test_an_ordinal_of_a_period_is_no_noun(extract):
    assert indicators(extract, "雨水下水道計畫第1期至第2期計有56項。") == ["雨水下水道計畫"]


def test_those_who_are_counted_are_told_by_what_they_do_where_units_differ(extract):
    assert indicators(extract, "舉辦國家考試19次，報名24萬人。") == ["國家考試", "報名"]


def test_how_far_a_change_goes_is_of_what_was_changed(extract):
    assert indicators(extract, "歲出刪減276億元，刪減幅度0.97%。") == ["歲出", "歲出"]


def test_origins_go_on_with_the_number_of_people(extract):
    text = "新住民人數59萬8,000人，其中越南籍11萬7,000人。"
    assert indicators(extract, text) == ["新住民人數"] * 2
