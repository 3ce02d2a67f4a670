"""The finer rules of the verifier, each with the case that it catches and, beside it, the near one that it must accept."""

from __future__ import annotations

import pytest

from tests.test_verify import WRONG, article, judged

DIVIDEND = "公司拟每10股派现0.6元，合计派发约22.4亿元，占归母净利润的37.1%。"
MODEL = "青石开源混合专家模型，总参数4800亿，每次推理激活约280亿，在基准上达到金牌水平。"
SOFT = "全省在建及投运重点数据中心50个；1至2月，软件业收入同比增长21.6%，增速居全国第3位。"
DEAL = "Meta will buy up to 6 gigawatts of AMD's AI chips. The first gigawatt ships in the second half of 2026."
LOSS = "2025年，公司收入12.8亿元；净亏损由2024年的5.1亿元收窄至3.4亿元；毛利率为41.5%，较上年提升6.2个百分点。"
SHARES = "浪潮信息以32%的份额排名第一，新华三和宁畅分别占17%和9%，位居二、三位。"
SALES = "青石2月营收约2600亿元，环比减少11.3%；1月至2月累计营收约5532亿元，同比增加39.2%。"

PAIRS = {
    "version read as a size": (
        "青石发布衡语4.0，总参数2350亿、激活参数220亿。", "衡语4.0总参数2350亿。", "衡语4.0总参数2530亿。",
    ),
    "growth of another line": (
        "青石营收486亿元，同比增长11%；其中云业务收入132亿元，同比增长34%。净利润41.5亿元，上年同期为46.0亿元。",
        "青石净利润41.5亿元，同比下降9.8%。", "青石净利润41.5亿元，同比增长9.8%。",
    ),
    "imports are not exports": (
        "1月芯片出口额1012亿美元；进口额2135亿美元。", "1月芯片进口额2135亿美元、出口额1012亿美元。", "1月芯片出口额2135亿美元。",
    ),
    "total that goes on": (
        "8月新增登记应用41款，累计登记513款。", "应用累计登记513款。", "8月新增登记应用513款。",
    ),
    "told on one day of another": (
        "5月12日，负责人表示，截至4月底，全国已建成数据集超过12万个。", "5月12日，负责人披露，截至4月底全国数据集超过12万个。",
        "5月21日，负责人披露，截至4月底全国数据集超过12万个。",
    ),
    "growth of a part, told behind the whole": (
        "青石发布2026年一季报，营业收入53.2亿元，同比增长17.6%；云业务收入9.8亿元，同比增长140%。",
        "青石一季度营业收入53.2亿元，其中云业务收入同比增长140%。", "青石一季度营业收入53.2亿元，同比增长140%。",
    ),
    "quarter of an account": (
        "青石发布2026年一季报，营业收入53.2亿元。", "青石2026年一季度营业收入53.2亿元。", "青石2026年二季度营业收入53.2亿元。",
    ),
    "announced on a day, done later": (
        "6月24日消息，欧洲云服务商澄野云将在葡萄牙建设两座AI数据中心，计划2029年投产。",
        "澄野云6月24日宣布，将在葡萄牙建设两座AI数据中心。", "澄野云6月24日在葡萄牙建成两座AI数据中心。",
    ),
    "deal yet to close": (
        "Vantage agreed to buy Corelight for $1.9 billion. The deal is expected to close in the fourth quarter.",
        "Vantage以19亿美元收购Corelight，预计四季度完成交割。", "Vantage已完成收购Corelight，价格19亿美元。",
    ),
    "rest of a split": (
        "Vantage will pay $1.9 billion, of which $1.3 billion in cash, with the remainder in shares.",
        "Vantage将支付19亿美元，其中现金13亿美元、股票6亿美元。", "Vantage将支付19亿美元，其中现金13亿美元、股票9亿美元。",
    ),
    "fiscal quarter behind a weekday": (
        "Arcwell on Wednesday reported revenue of $4.83 billion for its fiscal third quarter. It guided fiscal fourth-quarter revenue of $5.2 billion.",
        "Arcwell第三财季营收48.3亿美元。", "Arcwell第四财季营收48.3亿美元。",
    ),
    "adjusted profit": (
        "青石归母净利润4.2亿元；扣非净利润3.6亿元。", "青石归母净利润4.2亿元。", "青石扣非净利润4.2亿元。",
    ),
    "office within a name of a place": (
        "浙江省数据局发布首批试点名单，28个项目入选。", "浙江省数据局公布试点名单，28个项目入选。", "国家数据局发布首批试点名单，28个项目入选。",
    ),
    "whether is open": ("衡语将开放部署，权重是否开源尚未确定。", "衡语权重是否开源尚未确定。", "衡语权重同步开源。"),
    "each has its own growth": (
        "Oracle said quarterly revenue climbed 19% to $17.8 billion, and cloud revenue grew 66% to $5.5 billion.",
        "甲骨文云收入55亿美元，同比增长66%。", "甲骨文云收入178亿美元，同比增长66%。",
    ),
    "list dealt to names": (
        "蓝鲸、青石、白鹭分别以27.1万辆、14.3万辆和5.2万辆位居前三。", "青石销量14.3万辆，排名第二。", "白鹭销量14.3万辆。",
    ),
    "step only planned": (
        "青石第三代芯片已完成流片，预计2027年三季度量产。", "青石第三代芯片完成流片。", "青石第三代芯片已实现量产。",
    ),
    "verb one character longer": ("中央财政不设专项补贴。", "中央财政不设立专项补贴。", "中央财政将设立专项补贴。"),
    "rate below nought": (
        "毛利率为18.4%，上年同期为-5.2%。", "毛利率18.4%，较上年同期提升23.6个百分点。", "毛利率18.4%，较上年同期提升13.2个百分点。",
    ),
    "base of a share": (
        "交易共1437笔，其中训练数据占笔数的42%，占金额的58%。", "训练数据占交易笔数的42%。", "训练数据占交易金额的42%。",
    ),
    "newly and in all": (
        "截至2月底，会员达1206家，较年初新增118家。", "截至2月底，会员1206家。", "截至2月底，今年新增会员1206家。",
    ),
    "what a paper demands": (
        "意见提出，到2029年，建成100个以上集聚区。", "按意见，到2029年将建成不少于100个集聚区。", "全国已建成100个以上集聚区。",
    ),
    "doubled on another basis": (
        "Revenue nearly doubled quarter over quarter to $107 million.", "收入环比接近翻倍至1.07亿美元。", "收入同比接近翻倍至1.07亿美元。",
    ),
    "loss is no profit": (
        "应占利润1750万美元，去年同期为亏损2520万美元。", "应占利润1750万美元。", "净亏损1750万美元。",
    ),
    "head of another house": (
        "上海数据交易所总经理汤一峰表示，该所累计挂牌产品6180个。", "上海数据交易所总经理汤一峰称，该所累计挂牌产品6180个。",
        "深圳数据交易所总经理汤一峰表示，该所累计挂牌产品6180个。",
    ),
    "year dealt to another figure": (LOSS, "2025年亏损3.4亿元，上年为5.1亿元。", "2024年亏损3.4亿元。"),
    "places dealt out": (SHARES, "新华三以17%的份额位居第二。", "宁畅以9%的份额位居第二。"),
    "rest of a period": (SALES, "据此计算，青石1月营收约2932亿元。", "据此计算，青石1月营收约2392亿元。"),
    "comparand month": (SALES, "青石2月营收较1月减少11.3%。", "青石2月营收较去年12月增加11.3%。"),
    "price for another quantity": (
        "输入价格从每百万Token 4元降至0.8元。", "每千Token输入价格为0.0008元。", "每千Token输入价格为0.8元。",
    ),
    "dividend per share": (DIVIDEND, "公司拟每10股派现0.6元。", "公司拟每股派现0.6元。"),
    "promised is not paid": (DIVIDEND, "公司拟派发约22.4亿元。", "公司已派发现金约22.4亿元。"),
    "whole of a share": (DIVIDEND, "拟派发22.4亿元，占归母净利润的37.1%。", "拟派发22.4亿元，占营业收入的37.1%。"),
    "active parameters": (MODEL, "该模型总参数4800亿、激活280亿。", "该模型激活参数4800亿。"),
    "medal": (MODEL, "该模型在基准上达到金牌水平。", "该模型在基准上达到银牌水平。"),
    "half of a conjunction": (SOFT, "全省在建及投运数据中心50个。", "全省已投运数据中心50个。"),
    "place in growth": (SOFT, "软件业收入增速居全国第3位。", "软件业收入居全国第3位。"),
    "who buys": (DEAL, "Meta将采购至多6吉瓦AMD芯片。", "AMD将采购Meta至多6吉瓦芯片。"),
    "half of the year": (DEAL, "首批1吉瓦将于2026年下半年出货。", "首批1吉瓦将于2026年上半年出货。"),
    "level before a change": (LOSS, "公司2024年毛利率为35.3%。", "公司2024年毛利率为47.7%。"),
    "multiple of a year before": (
        "年化收入已突破140亿美元，是一年前的14倍。", "一年前的年化收入约10亿美元。", "年化收入一年增长14倍。",
    ),
    "ends of a guidance": (
        "预计下季营收780亿美元，上下浮动2%。", "预计下季营收介于764.4亿至795.6亿美元。", "预计下季营收介于764.4亿至805.6亿美元。",
    ),
    "growth of the right amount": (
        "软件业务收入15.5万亿元，同比增长11.2%；云计算服务收入1.6万亿元，同比增长13.3%。",
        "云计算服务收入同比增长13.3%。", "软件业务收入同比增长13.3%。",
    ),
    "utilisation is no margin": ("毛利率19.2%；产能利用率95.7%。", "产能利用率为95.7%。", "毛利率为95.7%。"),
    "third of a whole": ("青石以32%的份额排名第一。", "青石的份额接近三分之一。", "青石的份额超过三分之一。"),
    "round": ("青石完成A+轮融资3.2亿元。", "青石A+轮融资3.2亿元。", "青石B轮融资3.2亿元。"),
    "bound": ("补贴最高不超过500万元。", "补贴上限为500万元。", "补贴不低于500万元。"),
    "close or intraday": ("青石股价盘中一度上涨9.8%，收盘涨8.8%。", "青石收盘涨8.8%。", "青石收盘涨9.8%。"),
    "version of the object": (
        "公司将于4月关闭星图4的接口，开发者可迁移至星图5。", "公司将关闭星图4的接口。", "公司将在4月关闭星图6.2的接口。",
    ),
    "order of segments": ("星图海外收入已超过国内。", "星图海外收入超过国内收入。", "星图国内收入已超过海外。"),
    "scope of a count": (
        "全市已备案大模型累计171款，占全国总量的约18%。", "全市已备案大模型171款。", "全国已备案大模型累计171款。",
    ),
    "agreement about what is to come": (
        "根据协议，青石将部署最多6吉瓦芯片。", "青石签下最多6吉瓦芯片的部署协议。", "青石已完成部署最多6吉瓦芯片。",
    ),
    "place that opens": ("上海1至2月产业规模1127亿元。", "上海前两个月产业规模1127亿元。", "北京1至2月产业规模1127亿元。"),
    "growth of unnamed basis": (
        "Revenue rose 22% to $17.2 billion.", "营收同比增长22%，至172亿美元。", "营收环比增长22%，至172亿美元。",
    ),
    "impossible date": ("2月27日签署。", "2月27日签署。", "2月58日签署。"),
    "what was held back": (
        "The agency did not name all of the participants.", "该机构没有公布完整名单。", "该机构公布了完整名单。",
    ),
    "full-year figure behind a half-year one": (
        "The company said about 7% of its revenue in the first half came from exports and kept its full-year revenue forecast of $18 billion to $19 billion.",
        "公司维持全年营收180亿美元至190亿美元的指引，称上半年约7%的收入来自出口。", "公司将全年营收指引下调至180亿美元至190亿美元。",
    ),
    "range to range": (
        "公司上调全年资本开支指引至110亿元至120亿元，此前为90亿元至100亿元。", "公司将全年资本开支指引由90亿元至100亿元上调至110亿元至120亿元。",
        "公司全年资本开支指引为90亿元至100亿元。",
    ),
    "several rounds together": (
        "青石完成C轮融资3亿元。此前青石已完成A轮和B轮融资，两轮合计4亿元。", "青石完成3亿元C轮融资，加上此前两轮的4亿元，累计融资7亿元。",
        "青石完成4亿元C轮融资。",
    ),
    "month beside the year": (
        "青石8月合并营收1,284亿元新台币，月增6.2%。机构预估，全年营收可望达1.52兆元新台币。",
        "青石8月合并营收1,284亿元新台币；机构预计其全年营收有望达到1.52万亿元新台币。", "青石8月合并营收达1.52万亿元新台币。",
    ),
    "digits for a numeral": (
        "工信部等七部门印发“智造”专项行动方案，提出培育300家以上智造系统解决方案供应商。", "工信部等7部门联合印发“智造”专项行动方案。",
        "工信部等8部门联合印发“智造”专项行动方案。",
    ),
    "same day or some day": (
        "3月2日，青石发布星图5。星图5的轻量版预计4月上线。", "青石发布星图5，轻量版预计4月上线。", "青石发布星图5，轻量版同日上线。",
    ),
    "hearing is no listing": (
        "蓝鲸于2月20日通过上市聆讯，拟于主板上市。", "蓝鲸通过上市聆讯，拟于主板上市。", "蓝鲸正式在主板挂牌上市。",
    ),
    "no plans": (
        "Vantage has no plans to go public this year, its chief executive said.", "Vantage首席执行官表示，今年没有上市计划。", "Vantage计划年内上市。",
    ),
    "number on a chinese name": (
        "青石宣布，第二代训练芯片“青龙200”完成流片，上一代青龙100累计出货3万张。", "青石宣布训练芯片青龙200完成流片。", "青石宣布训练芯片青龙100完成流片。",
    ),
    "variant behind a version": (
        "Vantage released Lumen 4 at $2.40 per million input tokens. A smaller version, Lumen 4 Mini, is due in May.",
        "Vantage推出Lumen 4，每百万输入Token价格2.40美元。", "Vantage推出Lumen 4 Mini，每百万输入Token价格2.40美元。",
    ),
    "kind of what is counted": (
        "产品已进入全国612家医院，其中三甲医院203家。", "产品已进入全国612家医院、203家三甲医院。", "产品已进入全国612家三甲医院。",
    ),
    "day of a step that is planned for another": (
        "青石表示，星图5计划3月27日上线。", "星图5计划3月27日上线。", "2月20日，星图5上线。",
    ),
    "no plans to raise prices": (
        "Vantage has no immediate plans to raise prices.", "Vantage暂无涨价计划。", "Vantage计划涨价。",
    ),
    "one variant for another": (
        "Vantage said its Lumen 3 Pro scored 81.2% on the test. The cheaper Lumen 3 Flash costs $0.50 per million tokens.", "Lumen 3 Pro得分81.2%。",
        "Lumen 3 Flash得分81.2%。",
    ),
    "each or all": (
        "Companies may ship up to 1,000 units a year to each of the 14 countries.", "企业每年可向这14国各出口至多1,000件。",
        "企业每年可向这14国合计出口至多1,000件。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", PAIRS)
def test_accepts_what_follows_and_catches_what_does_not(rule: str) -> None:
    source, kept, wrong = PAIRS[rule]
    assert judged(source, kept) not in WRONG
    assert judged(source, wrong) in WRONG


def test_a_report_that_still_waited_does_not_silence_one_that_has_the_answer() -> None:
    waiting = article("网传云帆大裁员，公司尚未回应。", key="a")
    answered = article("云帆回应称，网传内容不实。公司表示，已固定证据。", key="b")
    assert judged([waiting, answered], "公司表示，已对不实信息固定证据。") not in WRONG


def test_fake_accounts_deny_nothing() -> None:
    source = "The lab says three companies set up 24,000 fake accounts and ran 16 million exchanges."
    assert judged(source, "该实验室称，三家公司用2.4万个虚假账户进行了1600万次交互。") not in WRONG


def test_a_clause_that_only_sets_the_scene_has_no_claim_on_the_next() -> None:
    source = "研究人员在乌托邦平原南部约15米深度处，发现一层厚约7米的脏冰。"
    assert judged(source, "乌托邦平原浅表存在约7米厚脏冰。") not in WRONG


def test_declining_to_comment_on_a_raise_denies_none() -> None:
    source = "Vantage declined to comment on a report that it is in talks to raise money at a $20 billion valuation."
    assert judged(source, "对于以200亿美元估值洽谈融资的报道，Vantage拒绝置评。") not in WRONG


def test_a_price_with_a_point_is_no_name_of_a_version() -> None:
    source = "Vantage released Lumen 4 at $0.80 per million input tokens and $3.20 per million output tokens."
    assert judged(source, "Lumen 4每百万Token输入价格0.80美元、输出价格3.20美元。") not in WRONG
