"""Roles in sentences of many agencies' style, by class of construction.

In a text `[62座|forecast]` marks a figure and the role it must have; what is not marked is not
looked at. Positive and negative sentences of a class stand together.
"""

import re

import pytest

MARK = re.compile(r"\[([^\[\]|]+)\|([a-z]+)\]")


def roles_of(extract, marked):
    """The surface and role of each marked figure: as marked, and as read."""
    text, wanted, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        wanted.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    text += marked[at:]
    found = [(f.mention.span, str(f.role)) for f in extract(text).figures]
    read = [
        next((role for span, role in found if span.start < end and start < span.end), None)
        for start, end, _ in wanted
    ]
    surfaces = [text[start:end] for start, end, _ in wanted]
    roles = [role for _, _, role in wanted]
    return list(zip(surfaces, roles, strict=True)), list(zip(surfaces, read, strict=True))


CHANGES = [
    "托育公共化涵蓋率達[38.7%|result]，較112年底的[34.2%|baseline]提高[4.5個百分點|result]。",
    "準點率由[91.2%|baseline]上升至[94.8%|result]。",
    "檢驗時間從原本[14天|baseline]縮短為[3天|result]。",
    "預算編列[12億元|result]，較上年度預算數[10億元|baseline]增列[2億元|result]。",
    "查扣所得[65億元|result]，與前一年度[43億元|baseline]相比，成長逾[5成|result]。",
    "平均結案日數[112.4日|result]，較前一年[118.9日|baseline]縮短[6.5日|result]。",
    "失業率[3.32%|result]，低於美國[4.3%|baseline]及加拿大[7.1%|baseline]。",
    "收益率[9.8%|result]，優於去年同期[7.2%|baseline]。",
    "服務旅客量將由現行[3,700萬人次|baseline]增為[8,200萬人次|forecast]。",
    "把備用容量率目標值從[16%|baseline]下修為[15%|target]。",
    "事故件數自104年[12件|baseline]減少至113年[4件|result]。",
    "預定進度[47.2%|baseline]，實際進度[45.8%|result]。",
    "無收益水率[18.4%|result]，較東京[3.6%|baseline]、首爾[4.7%|baseline]為高。",
    "每人所得[3.4萬美元|result]，首度超越韓國（[3.3萬美元|baseline]）。",
    "遊客[2,380萬人次|result]，高於疫情前（108年）[2,150萬人次|baseline]。",
    "國小學生[118萬人|result]，較10年前的[129萬人|baseline]減少[8.4%|result]。",
    "上網率[88.2%|result]，非偏鄉則為[91.4%|baseline]。",
    "核定[1,035案|result]，重建前戶數為[4.8萬戶|baseline]。",
    "遊客為108年[2,150萬人次|baseline]的[1.1倍|result]。",
    "收入成長率[2%|result]，不及支出成長率[8%|baseline]。",
    "原定經費[12億元|baseline]，歷經[4次|result]修正已增至[31億元|result]。",
    "審查時間[14天|baseline]→[3天|result]。",
    "盈餘[18億元|result]，較法定預算[15億元|baseline]超繳[3億元|result]。",
    "排放標準由每公里[113公克|baseline]加嚴至[95公克|result]。",
    "市占率[11.2%|result]，較110年高峰[24.2%|baseline]大幅下滑。",
    "較上年度減列音響設備等經費[1,000千元|result]，增列主機[3,000千元|result]。",
    # what was reached, or how much it changed, is no baseline
    "查獲逾期停留人口[2萬3,410人|result]，較112年增加[1,205人|result]，增幅[5.4%|result]。",
    "緝獲重量相較去年同期增幅達[170%|result]。",
    "工程進度較預定落後[1.75個百分點|result]。",
    "由[12家|result]廠商提供設備至[3校|result]。",
    "發明專利占比[49.6%|result]最高，其次為新型專利[9.5%|result]。",
    "碳排放占總量[35%|result]以上，獲得[3項|result]肯定。",
]

FORECASTS = [
    "114年預定完成橋梁補強[62座|forecast]，屆時可降低[3成|forecast]封橋風險。",
    "完工後每日可處理[2萬公噸|forecast]污水。",
    "中央銀行預測經濟成長率為[3.05%|forecast]，CPI年增率為[1.81%|forecast]。",
    "推估至2040年，勞動人口將較2024年減少[240萬人|forecast]。",
    "上修全年經濟成長率至[4.45%|forecast]，較上次預測增加[1.35個百分點|forecast]。",
    "預計核給軍官[807人|forecast]、士官兵[1萬51人|forecast]，並辦理退休俸給[18萬人|forecast]。",
    "本年度將辦理[12場|forecast]說明會，另補助[22縣市|forecast]推動防災。",
    "政府未來8年再投入[807.7億元|forecast]改善漏水。",
    "本會擬新增[3處|forecast]據點。",
    "通車後行車時間由現行[64分鐘|baseline]縮短為[19分鐘|forecast]。",
    "預期達成：（一）新增病房[1,200床|forecast]；（二）涵蓋率達[90%|forecast]。",
    "據研究院預測，2025年經濟成長率[3.05%|forecast]，民間消費成長[2.1%|forecast]。",
    "經費將分3年投入[6億元|forecast]，並將優先補助[12縣市|forecast]。",
    "全年物價預測上漲[1.67%|forecast]，上月為[1.2%|baseline]。",
    "培育計畫5年內培育公費生[2,000人|result]。",
    "訂定培育計畫，5年內培育公費生[2,000人|forecast]。",
    "園區可引進產值[500億元|forecast]。",
    "登機廊廳將先行啟用，增加[8個|forecast]登機門。",
    "編列收購經費[112億元|result]，計畫收購稻穀[40萬公噸|forecast]。",
    # a fact ends it; so does a word that only looks like a cue
    "預計培訓[500人|forecast]，目前已有[320人|result]結訓。",
    "預計113年漏水率降為[12%|forecast]，112年已降至[12.54%|result]。",
    "經測試設備可節省人力，速度快近[2倍|result]。",
    "開發水稻產量預測模式[3套|result]。",
    "資料可用率達[85%|result]。",
    "線上看展人次達[3萬人次|result]。",
    "降雨預測準確度達[85%|result]。",
    "實際進度89.84%，比預計落後[0.16個百分點|result]。",
    "研擬[3項|result]方案，並草擬[2案|result]。",
]

TARGETS = [
    "旅客人次以[1,000萬人次|target]為目標，1至9月已達[618萬人次|result]。",
    "準點率為[94.8%|result]，優於目標值[93%|target]。",
    "施打率[61.3%|result]，距離目標[75%|target]仍有差距。",
    "接種率[49.8%|result]，接近目標接種率的[52.5%|target]。",
    "餘額達[4兆元|result]，已達到2030年[6兆元|target]目標的[78%|result]。",
    "發證[32萬張|result]，合格率[58.7%|result]，均超過年度目標（[30萬張|target]、[55%|target]）。",
    "訂定資安人才培訓目標[4,000人次|target]，實際完成[4,612人次|result]。",
    "期望於115年將再生能源占比提升至[20%|target]，目前占比為[12.9%|result]。",
    "督導各機關把握時間，務期達成[90%|target]以上。",
    "設定細懸浮微粒濃度於116年達成[13公克|target]。",
    "會議要求擴增僑外生生源[3倍|target]以上量能。",
    "省道規劃[5,000處|target]路口改善，截至10月底已完成[4,345處|result]。",
    "原訂[1萬5,650公頃|target]，迄113年3月底已達[1萬6,252公頃|result]。",
    "長照涵蓋率要在115年達到[86%|target]。",
    "宣示2026年國防預算占GDP達[3.32%|target]。",
    "目標訂為經濟成長率[3.8%|target]、失業率[4.1%|target]，物價上漲率不超過[2%|target]。",
    "投保率[48.6%|result]，已提前達成目標[45%|target]。",
    "目標118年市售比[35%|target]，119年達[70%|target]。",
    "編現比為[78%|result]，未達部頒所訂[85%|target]。",
    "規劃地熱發電裝置容量達[1.2GW|target]，已併網[7.49MW|result]。",
    "期盼年底前再吸引[20家|target]業者進駐。",
    "點值保障至少每點[0.9元|target]，編列經費[9,286億元|result]。",
    "致力推動國防預算達GDP之[3%|target]。",
    "114年度應完成教育訓練[120場|target]，截至第3季已辦理[98場|result]。",
    "完成疏濬[5,200萬噸|result]，為年度計畫量[4,800萬噸|target]的[108%|result]。",
    "目標達成率[108%|result]。",
    "力拚3年內培育[20萬人次|target]，已完訓[2萬人次|result]。",
    "綱要計畫訂下114年死亡減少[7%|target]。",
    "裝卸量[1,467萬噸|result]，115年挑戰[1,550萬噸|target]。",
    "規劃發射[8枚|target]衛星。",
    "施政目標：完成農村再生[850個|target]、輔導農業區[104處|target]，並提升滿意度至[85%|target]。",
    "要求本國銀行於115年底前，設置率達[100%|target]，目前為[92%|result]。",
    "目標市占率由[70%|baseline]提升至[80%|target]。",
    "使用[1,280萬次|result]，較年度目標值[1,200萬次|target]成長[6.7%|result]。",
    "滿意度[96%|result]，較原訂[90%|target]為高。",
    # how near one came to a target is none
    "年度目標達成率為[76%|result]。",
    "已達成年度目標[80%|result]。",
    "低於目標[0.65個百分點|result]。",
    "挹注國庫[98億元|result]，達年度目標[85億元|target]的[115%|result]。",
    "商業服務使用達[6,887萬人次|result]。",
    "協助弱勢者提升能力求職[32人|result]。",
    "完成都市計畫整體規劃[3處|result]。",
]

CONTEXTS = [
    "僱用勞工[50人|context]以上之事業單位應設置人員。",
    "總經費[10億元|context]以上的公共建設計畫計有[56項|result]。",
    "年排放量達[2.5萬公噸|context]的製造業應申報，計[550家|result]。",
    "未達[8成|context]的工作計畫有[90項|result]。",
    "家庭年所得[114萬元|context]以下之學生，每學期可減免[1萬5,000元|context]。",
    "違者處[3萬元|context]以上[30萬元|context]以下罰鍰，114年計裁處[1,215件|result]。",
    "事業未依期限辦理者，將面臨[10萬元|context]以上罰鍰。",
    "每輛補助[3,000元|context]，累計核定[12萬8,000輛|result]。",
    "以每戶[4口|context]計算，每日用水[282公升|result]。",
    "按年成長率[2%|context]推算。",
    "平均處理天數[6.2天|result]，低於規定之[30天|context]。",
    "計畫期程[5年|context]，總經費[45億元|result]。",
    "該計畫[6年|context]總經費[18億元|result]。",
    "颱風造成[23萬戶|context]停電。",
    "全球每年約有[70萬人|context]死於抗藥性感染。",
    "收購價格每公斤[26元|context]，收購[42萬公噸|result]。",
    "年滿[65歲|context]以上長者施打率達[61.3%|result]。",
    "標準扣除額單身者[13萬元|context]，稅收[3億元|result]。",
    "高度達[2公尺|context]以上之高處作業應設護欄。",
    "大用戶須設置契約容量[10%|context]之再生能源。",
    "緊急保護令應於[4小時|context]內核發，全年核發[36件|result]。",
    "受惠學校[2,430校|result]，每餐補助[10元|context]，全年經費[6億元|result]。",
    "在[95%|context]信心水準下，有效樣本[1,068份|result]。",
    "贈與超過[2,811萬元|context]部分課稅。",
    "補助參訓勞工訓練費用[80%|context]，訓練[8萬人次|result]。",
    "負荷量為[168案|result]，高於標準[150案|context]。",
    "每[100名|context]兒童有[3名|result]接受治療。",
    "陽性率若超過[5%|context]即啟動噴藥，本週[2.3%|result]。",
    "債務比率[41.2%|result]，低於公共債務法所定[50%|context]。",
    "業者均高於[3%|context]的最低要求。",
    "開始執行[70MeV|context]中型迴旋加速器建置。",
    "被保險人自付[60%|context]，每月保費[1,246元|context]，納保人數[270萬人|result]。",
    "提撥上限由每年[1萬元|baseline]調高為[3萬元|context]，開戶率[57.8%|result]。",
    "每人提供[3次|context]免費諮商，服務[5萬人次|result]。",
    "每部輔導金最高[2,000萬元|context]，核定[32部|result]。",
    "每公斤收購價[26元|context]。",
    "以[1,300萬名|context]勞工計算，平均每人分紅約[5萬元|result]。",
    "合格標準為[70分|context]，及格率[95.4%|result]。",
    # what was done, given or reached is a result
    "裁處違規節目[36件|result]，罰鍰計[1,850萬元|result]。",
    "完成[4處|result]至少[40公頃|result]之崩塌地觀測，事務處編列[3億元|result]。",
    "應收罰金罰鍰尚有[3,174萬元|result]。",
    "創造[10億元|result]以上產值。",
    "提供[500個|result]以上的就業機會。",
    "輔導[100家|result]以上業者。",
    "有就業需求之學生就業率達[82%|result]，應屆畢業生[300人|result]。",
    "每人次補貼成本為[268元|result]，所需經費達[3億元|result]。",
    "首艘[600噸|result]級巡防艦交船。",
    "持股比率[18%|result]，若干縣市補助[3案|result]。",
    "減少碳排放達[35.8%|result]。",
    "產品壽命達[20年|result]，已連續[4年|result]獲獎。",
    "縮短回收年限至小於[2年|result]。",
    "獎勵人數每年提高[5%|result]。",
]

GOALS = [
    # a list behind the noun for a goal is of goals, with or without a verb
    "縣府設定的長照目標，為涵蓋率平均[80%至85%|target]、滿意度[90%|target]。",
    "各類場館興建目標，118年游泳池要[30座|target]、體育館[12座|target]，加上公園等要達[60座|target]。",
    "運量最具潛力，要比目前成長[3倍|target]。",
    "本計畫目標預計至118年將完成[300個|target]社區改造，吸引[1,200名|target]青年留鄉。",
    "預計120年興建校舍共[80棟|target]、補強校舍[40棟|target]目標。",
    "以進館[1,200萬人次|target]為目標，因疫情下修至[900萬人次|target]，最終只有[700萬人次|result]。",
    "交通局目標114年[500輛|target]電動公車、實際達成[460輛|result]。",
    "減少廢棄物[38%|target]的國家循環新目標。",
    # what is told of those that met one, or of a part of it, is a result
    "使用率未達目標的場館數依序為[12座|result]、[9座|result]及[7座|result]。",
    "預算執行未達目標者更高，占[41%|result]。",
    "就診人次未達預期的診所有[15家|result]。",
    "造林面積只有設定目標的將近[一半|result]。",
    "只要看診滿[3次|result]，主要比去年成長[5%|result]。",
    "每年可用水量僅[30萬噸|result]。",
]

PLANS = [
    # a plan without a number of its own goes on over verbs without a subject
    "預期完成溪流魚類調查，舉辦講習[4場次|forecast]、製作手冊[2冊|forecast]。",
    "預計整修碼頭，新增船席[6席|forecast]，改善照明[30處|forecast]。",
    "預期完成溪流魚類調查，本季講習計[4場次|result]。",
    "預期完成溪流魚類調查，目前辦理講習[4場次|result]。",
    "預測今年收穫面積[1,200公頃|forecast]，較上年減少[5%|forecast]，總產量為[8,000公噸|forecast]。",
    "改良預測系統[3套|result]。",
]

LEVELS = [
    # the other value of a comparison
    "農會存款增[8%|result]，成長幅度遠超過全體金融機構[4%|baseline]的成長率。",
    "占比升至[30%|result]，首次超過日本與南韓的[26%|baseline]。",
    "發卡達[120萬張|result]，比起2022年底僅[40萬張|baseline]，3年間成長[2倍|result]。",
    "補助比率107年度尚有[12%|baseline]，110年度預計降到[8%|forecast]。",
    "空屋率曾經高達[19%|baseline]，經過多年整頓，目前空屋率已降至[12%|result]。",
    "逾放比在7月底來到[4.9%|baseline]之後，在8月略升至[5.1%|result]。",
    "較去年5月受理[820件|baseline]、財損[12億元|baseline]，分別減少[26%|result]與[53%|result]。",
    # a share, a count passed or the change itself is none
    "較去年減少[3件|result]、成長[5%|result]。",
    "參加人數超過[300人|result]，滿意度[90%|result]。",
    "合格率[95%|result]，答對者超過受訪者的[80%|result]。",
    "急診百分比達[10%|result]，接近上週。",
]

MEASURED = [
    # bases, classes and sizes of nature
    "每投入[百萬元|context]經費，受益人數由[18人|baseline]降為[9人|result]。",
    "規劃建造[2,000噸|context]級艦艇[12艘|target]、[300噸|context]級[14艘|target]。",
    "該蛾體長約[3毫米|context]，捕獲[520隻|result]。",
    "就診百分比[9%|result]，低於流行閾值[11%|context]。",
    "102年至106年連續[5年|context]獲獎，之後連[3年|result]落榜。",
    "洪水襲捲沿岸，[320人|context]因此喪生。",
    "採收[600噸|result]，漁船[12艘|result]返港。",
    "育成新品種，產值每年[3億元|result]。",
]


@pytest.mark.parametrize(
    "marked",
    [*CHANGES, *FORECASTS, *TARGETS, *CONTEXTS, *GOALS, *PLANS, *LEVELS, *MEASURED],
)
def test_a_construction_gives_its_role(extract, marked):
    wanted, read = roles_of(extract, marked)
    assert read == wanted
    assert wanted


@pytest.mark.parametrize("fact", ["目前已培訓320人", "惟僅培訓320人", "截至9月培訓320人"])
def test_a_plan_ends_where_a_clause_tells_a_fact(extract, fact):
    figures = extract(f"預計辦理12場，{fact}。").figures
    assert [str(f.role) for f in figures if f.quantity.kind != "date"] == ["forecast", "result"]


@pytest.mark.parametrize("plan", ["預計辦理12場", "目標為12場", "力拚達12場"])
def test_a_plan_goes_on_over_the_clauses_behind_it(extract, plan):
    first, second, third = (f.role for f in extract(f"{plan}，培訓320人，並輔導5家。").figures)
    assert first is second is third


def test_a_plan_without_a_number_of_its_own_does_not_go_on(extract):
    (figure,) = extract("為期達成永續，提升量能，輔導5家。").figures
    assert figure.role == "result"
