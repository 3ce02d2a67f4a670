"""The vocabulary of the cue words: axis → ((class, Chinese pattern, English pattern), …). Patterns may span lines.

They run over width-folded, simplified text, case ignored; groups are not captured.
"""

from __future__ import annotations

import re

Classes = tuple[tuple[str, str, str], ...]

_METRIC: Classes = (
    ("backlog", r"(?:在手|积压|未交付|储备|累计未完成)(?:的)?订单|订单(?:积压|储备|余额)|剩余履约义务",
     r"backlog|remaining performance obligations?"),
    ("arr", r"(?:年度|年化|年)?经常性收入|年化收入|\bARR\b", r"(?:annual(?:i[sz]ed)? )?recurring revenue|\bARR\b|annuali[sz]ed revenue"),
    ("gross_margin", r"毛利率", r"gross margin"),
    ("net_margin", r"净利率|净利润率", r"net margin"),
    ("op_margin", r"(?:经营|营业|营运)(?:利润|利益)率", r"operating margin"),
    ("gross_profit", r"毛利(?!率)", r"gross profit"),
    ("net_profit", r"归母净利润?|归属于.{0,10}净利润|扣非.{0,4}净利润?|净利润?|纯利", r"net (?:income|profit|earnings)"),
    ("op_profit", r"(?:经营|营业|营运)(?:利润|溢利|利益)(?!率)", r"operating (?:income|profit)"),
    ("net_loss", r"净亏损?|亏损|净损", r"(?:net |operating )?loss(?:es)?\b"),
    ("profit", r"利润(?!率)|盈利|溢利|获利", r"\bprofits?\b|\bearnings\b"),
    ("revenue", r"营业总收入|营业收入|总营收|营收|总收入|收入|销售额|营业额", r"\brevenues?\b|\bsales\b|turnover"),
    ("capex", r"资本(?:性)?(?:开支|支出)|\bcapex\b", r"capex|capital (?:expenditures?|spending|expenses?)"),
    ("rnd", r"研发(?:费用|投入|支出|开支)", r"R&D (?:spending|expenses?)|research and development (?:spending|expenses?)"),
    ("dividend", r"分红|派息|股息", r"dividends?"),
    ("buyback", r"回购", r"buy(?:ing)?[ -]?backs?|repurchas\w+"),
    ("valuation", r"估值|估价|作价", r"valuation|valued at|\bvalu(?:es|ing)\b"),
    ("market_cap", r"市值", r"market (?:cap(?:italization)?|value)"),
    ("share_price", r"股价", r"(?:share|stock) price|\bshares (?:rose|fell|jumped|slid|gained|dropped|were)"),
    ("cash", r"现金(?!流)", r"\bcash\b(?! flow)"),
    ("cash_flow", r"现金流", r"cash flow"),
    ("contract", r"合同(?:总)?(?:额|金额|价值)|中标(?:金额)?|订单(?:总)?(?:额|金额)", r"contract (?:value|worth)"),
    ("deal", r"成交(?:总)?(?:额|量|规模|金额)?|交易(?:总)?(?:额|规模|金额)", r"transaction (?:value|volume)"),
    ("listed", r"挂牌|上架", r"\blisted\b"),
    ("signed", r"签约(?:量|数)?", ""),
    ("funding", r"融资(?!完成后|后|前|时)|募资|筹资|集资|注资|投资(?!前|后|者|方|人|机构|额)|出资|筹集|募集",
     r"\brais(?:e|es|ed|ing)\b|funding|financing|\brounds?\b|\binvest(?:ed|s|ment|ments|ing)?\b"),
    ("user_registered", r"注册(?:企业|个人)?(?:客户|商户|机构)", ""),
    ("user_paying", r"付费(?:企业|个人|机构)(?:客户|用户)|付费(?:客户|商户|机构)", ""),
    ("user_active", r"活跃(?:企业|个人)?(?:客户|商户|机构)", ""),
    ("user_trial", r"试用(?:企业|个人)?(?:客户|用户|商户)", ""),
    ("dau", r"日活|日均活跃|每日活跃|每天活跃|\bDAU\b", r"daily (?:active )?users?|\bDAUs?\b"),
    ("wau", r"周活|每周活跃|周均活跃|周度活跃|\bWAU\b", r"weekly (?:active )?users?|\bWAUs?\b"),
    ("mau", r"月活|每月活跃|月均活跃|月度活跃|\bMAU\b", r"monthly (?:active )?users?|\bMAUs?\b"),
    ("registered", r"注册(?:用户|开发者|会员|账户|人数)", r"registered (?:users?|developers?)"),
    ("paying", r"付费(?:个人)?(?:订阅|会员|用户|订户)|订阅用户|订户", r"subscribers?|paying (?:users?|customers?)"),
    ("business", r"(?:付费)?(?:商业|企业)(?:付费)?(?:用户|客户)", r"business (?:users?|customers?)|enterprise (?:users?|customers?)"),
    ("downloads", r"下载", r"downloads?|downloaded"),
    ("params_active", r"激活(?:了|参数)?", r"\bactiv(?:e|ated|ates|ating)(?: \w+)? ?param\w*"),
    ("params", r"(?:总)?参数(?:量|规模|总量)?", r"parameters?"),
    ("context", r"上下文", r"context (?:window|length)"),
    ("price_in", r"输入(?:价格|价|Token|(?=[降涨升每为约从由则]))", r"input (?:price|tokens?)"),
    ("price_out", r"输出(?:价格|价|Token|(?=[降涨升每为约从由则]))", r"output (?:price|tokens?)"),
    ("usage", r"调用量|使用量|用量|消耗量|消耗|调用", r"usage|token use|consum\w+|processed"),
    ("layoffs", r"裁员|裁减|裁撤|裁掉|离职|砍掉",
     r"lay(?:ing)?[ -]?offs?|laid off|job cuts?|\bcut(?:ting|s)?\b[\w ,%]{0,24}\b(?:jobs|staff|positions|roles|workforce|employees)"),
    ("hiring", r"招聘|新增员工|扩招", r"\bhir(?:e|es|ed|ing)\b"),
    ("headcount", r"员工(?:总)?(?:人)?数|员工总数|雇员|在职员工|员工规模|剩余.{0,6}员工|有员工", r"headcount|\bemploys\b"),
    ("shipment", r"出货(?:量)?", r"shipments?|shipped"),
    ("capacity", r"产能", r"production capacity"),
    ("output", r"产量|产出", ""),
    ("sold", r"销量|售出|卖出", r"\bsold\b"),
    ("delivered", r"交付", r"\bdeliver(?:ed|ies|y)\b"),
    ("stars", r"星标(?:数)?", r"\bstars\b"),
    ("score", r"得分|分数|评分", r"\bscor(?:e|es|ed|ing)\b"),
    ("interactions", r"互动(?:总)?(?:次数|量)?|交互(?:次数)?", r"exchanges|interactions"),
    ("accounts", r"(?:虚假)?(?:账户|账号|帐户|帐号)", r"accounts"),
    ("output_value", r"产值|增加值|产业规模", r"output value"),
    ("cost", r"成本|费用率", r"\bcosts?\b"),
    ("volume", r"总体量|体量|数据量|总规模|存储量", ""),
    ("labelled", r"标注(?:总)?(?:量|规模)", ""),
)  # fmt: skip

_DOWN_ZH = (
    r"下降|下滑|下跌|下调|下挫|压[至到减降]|回落|滑落|跌至|跌到|降至|降到|降低|降为|降幅|跌幅|减少|减至|减为|减到|缩减|缩短|缩小|压缩|精简|"
    r"走低|收窄|萎缩|骤降|锐减|大减|腰斩|减半|跌去|减亏|减轻|调低|削减|砍|跌|降(?!临|落伞|噪)|[年季月]减"
)
_UP_ZH = (
    r"增长|增至|增到|增加|增幅|新增|上升|上涨|上调|涨至|涨到|涨幅|大涨|急升|升至|升到|升为|提升|提高|扩大|攀升|走高|走强|反弹|"
    r"激增|猛增|大增|飙升|翻番|翻倍|翻[一两三四]番|调高|延长|延到|增[至到]|涨|(?<!提)升(?!级)|(?<!新)增(?!值|强|资|持|发|设|添|补|速|收|量)"
)
_DOWN_EN = (
    r"\bfell\b|\bfall(?:s|en|ing)?\b|\bdown\b|\bdropp?(?:ed|s|ing)?\b|\bdeclin(?:ed|es|ing|e)\b(?! to comment)|\bslipp?(?:ed|s)?\b|"
    r"\bslid\b|\bsank\b|\breduc\w+|\bshr[aiu]nk\w*|\blower(?:ed|ing)?\b(?! than)|\bdecreas\w+|\bnarrow\w*|\bcut\b|\bshed\b|\btumbl\w+"
)
_UP_EN = (
    r"\brose\b|\bris(?:e|es|en|ing)\b|\bincreas\w+|\bgr[eo]w(?:s|n|th|ing)?\b|\bjump(?:ed|s)?\b|\bclimb(?:ed|s|ing)?\b|\bgain(?:ed|s)?\b|"
    r"\bsurg(?:ed|es|e|ing)\b|\bsoar(?:ed|s|ing)?\b|\bup\b(?! to| front)|\bdoubl(?:ed|es|ing)|\btripl(?:ed|es|ing)|\bwiden\w*|\braised\b"
)
_PLAN_ZH = (
    r"预计|预期|预测|预估|预告|料将|料(?=可|于|在|达)|计划|拟(?!人|合|真|态|定|议|订)|洽谈|洽购|商谈|磋商|谈判|有望|可望|或将|料(?=[\u4e00-\u9fff])|目标是|"
    r"或(?=达|为|超|于|在)|可能|可达|可[获得](?!得|知|见)|可(?=节省|节约|减少|降低|提升|提高|增加|带来|创造|新增|拉动)|首期|先行|"
    r"(?<![即还也仍便并料或可已会曾须])将(?=于|在(?!线)|从|由|有(?!道)|为|达|超|升|降|增|减|推|发(?!言)|继续|进|会(?!员|议)|是|再|获|与|向|对(?!话|手)|把|"
    r"首|上(?!述|海|市公司)|成(?!本|果)|投(?!资者)|出|采|面|同|加|建|组|支|提|接|引|率|携|不|依|基|按|全面|全力|追|取|陆|逐|先|分|探|部署|重(?!点放)|主(?!要)|共|以|"
    r"新增|新设|新建|扩|举|召|迎|登|参(?!数)|联|协(?!议)|启|打|持|免|停|调|裁|招|优先|受|影响|正式|通过|带|帮|覆|突|聚|用于|被|可|需(?!求)|要|能|使|让|令|给|"
    r"送|搭|配|募|花|耗|占|至|挂|退|转|变|改|换|更|暂|延|缩|涨|跌|放|完|结|实|落|执|运|研发|量产|交付|创|制定|拓|深|强|着|努|尽|最|迈|步|应|因|负|担|任|卖|"
    r"买|售|购|并|合作|合并|签|申|递|赴|前往|回|走|下调|下降|下线|适|整|融|形|构|确|保|维|供|额外|另|还|也|仍|有望|直接|必须|很快)|即将|还将|也将|仍将|便将|并将|将会|"
    r"后续将|指引|展望|目标|力争|争取|至多|有意|考虑|承诺|意向|寻求|在即|筹备|规划(?!局|院|司|部|纲要)|"
    r"待(?=条件|审批|批准|定)|尚待|须满足|下一步|上看|征求意见|草案"
)
_PLAN_EN = (
    r"expects?\b|expected\b|expecting|\bplans?\b|planned\b|planning|\bwill\b|\bwould\b|\bmay\b(?! \d)|\bmight\b|\bcould\b|forecasts?\b|"
    r"guidance\b|outlook\b|targets?\b|in talks|consider(?:s|ing)?\b|weigh(?:s|ing)?\b|mull(?:s|ing)?\b|eye(?:s|ing)\b|explor(?:es|ing)\b|\baims?\b|intends?\b|agreed to|\bset to\b|seek(?:s|ing)?\b|proposed?\b|"
    r"projected|likely|hopes? to|on track to|ask(?:s|ed|ing)? .{0,24}\bto\b|seek(?:s|ing)? to|wants? to|in the process of"
)
_SPEECH_ZH = (
    r"援引|引述|报道(?:称|说)?|消息称|公告(?:称)?|表示|指出|认为|透露|披露|宣布|强调|回应(?:称)?|介绍(?:称|说)?|声明(?:称)?|坦言|"
    r"测算|统计显示|数据显示|刊文|专讯|通报|提到|"
    r"(?<!名|简|号|职|人|声|对|据|俗|堪|著|匀|被|自|可|统|宣)称(?!为|号|之|作|霸|赞|谓|重)"
)

_ROUNDS = (
    ("angel", r"天使\+?轮", r"angel round"),
    ("seed", r"种子轮", r"seed (?:round|funding)"),
    *((f"pre-{x}", rf"Pre-?{x}\+?轮", rf"pre-series {x}\b") for x in "abcd"),
    *(
        (f"{x}{p}", rf"(?<![A-Za-z-]){x}{re.escape(p)}轮", rf"series {x}{re.escape(p)}(?![\w+])")
        for x in "abcdefgh"
        for p in ("+", "")
    ),
)

TABLES: dict[str, Classes] = {
    "metric": _METRIC,
    "basis": (
        ("yoy", r"同比|按年|年增|年减|较上年(?:同期|(?!\d|[年]?[底末初]))|比上年(?:同期|(?!\d|[年]?[底末初]))|较去年(?:同期|(?!\d|[年]?[底末初]))|比去年(?:同期|(?!\d|[年]?[底末初]))|上年同期|去年同期",
         r"year[- ](?:on|over)[- ]year|\byoy\b|\by/y\b|(?:from|than) a year (?:earlier|ago)|a year (?:earlier|ago)|annually"),
        ("qoq", r"环比|按季|按月|季增|季减|月增|月减|较(?:上|前)(?:一)?(?:个)?(?:月|季度?|周|财季)|比(?:上|前)(?:一)?(?:个)?(?:月|季度?|周)",
         r"(?:quarter|month|week)[- ](?:on|over)[- ](?:quarter|month|week)|\b[qm]oq\b|\bmom\b|\bq/q\b|sequential(?:ly)?|"
         r"from the (?:previous|prior|preceding) (?:quarter|month|week)"),
    ),
    "stage": (
        ("post", r"投后|投资后|(?:融资|交易|注资)(?:完成|结束|过)?(?:之)?后|(?:本|此|这)轮(?:融资)?(?:过|完成)?(?:之)?后|"
         r"(?:计入|包括|包含|含)(?:新|本轮|此轮|本次|今次|这笔)(?:资金|融资|投资)?(?!.{0,4}[之以]?前)",
         r"post[- ]money|including the new (?:money|funds|investment|capital)|after the (?:round|deal|financing|investment)"),
        ("pre", r"投前|投资前|融资前|注资前|(?:不|未)(?:计入?|含|包括|包含).{0,4}(?:资金|融资|投资)|计入.{0,6}(?:之|以)前|"
         r"(?:本|此|这)轮(?:融资)?(?:之)?前",
         r"pre[- ]money|before (?:the )?(?:new )?(?:money|funds|investment|round)|excluding the new (?:money|funds)"),
    ),
    "direction": (
        ("flat", r"维持|保持不变|不变|持平|没有变化|未变", r"unchanged|\bflat\b|held steady|maintained"),
        ("down", _DOWN_ZH, _DOWN_EN),
        ("up", _UP_ZH, _UP_EN),
    ),
    "pace": (
        ("slower", r"放缓|减速|趋缓|放慢", r"slow(?:s|ed|ing|er)?\b|decelerat\w+"),
        ("faster", r"加快|提速|加速(?!卡|器|计算|芯片|引擎)", r"accelerat\w+|speed(?:s|ed|ing)? up|faster"),
    ),
    "compare": (
        ("below", r"低于|少于|不及|不如|跑输|落后(?:于)?|逊于|逊色|小于|弱于|慢于|[低慢](?=\d|约|了|近|逾|超|出)", r"\bbelow\b|less than|lower than|fewer than|behind|missed"),
        ("above", r"高于|多于|高出|超出|超过预期|反超|超越|首超|首次超过|超过同期|跑赢|领先|优于|胜过|大于|逾越|好于|快于|强于|[高快](?=\d|约|了|近|逾|超)",
         r"\babove\b|higher than|exceed(?:ed|s|ing)? (?:the|that|those|US)|overt[ao]ok|surpass\w*|ahead of|topp(?:ed|ing) (?:estimates|expectations)"),
    ),
    "modality": (("plan", _PLAN_ZH, _PLAN_EN),),
    "done": (
        ("done", r"(?<!业|而|不|早|自|得|知|从)已(?!知|有|故)|已经|实现(?!路径)|落地|正式|建成|投产|完成(?!后)|签署了|达成了|发布了|启动了|"
         r"开始(?!前)",
         r"has (?:been )?\w+ed\b|have (?:been )?\w+ed\b|completed|closed"),
    ),
    "prospective": (
        ("ask", r"索赔|索要|若|如果|假如|假设|按.{1,12}计|要求|提出|申请|建议|倡议|应当|须|需(?!求|要求)|旨在|用于|投向|目标|规划|首期|先行|招标|募集配套", r"demand\w*|request\w*|call(?:s|ed|ing) for"),
    ),
    "session": (
        ("close", r"收盘|收报|收涨|收跌|收于", r"clos(?:e|ed|ing)\b"),
        ("intraday", r"盘中|一度", r"intraday|as much as|at one point"),
        ("after", r"盘后", r"after[- ]hours|extended trading|after the bell"),
        ("before", r"盘前", r"pre-?market|before the bell"),
    ),
    "hearsay": (
        ("hearsay", r"据称|外传|外界传|市场传|网传|传闻|传言|传(?=出|在)|疯传|网帖|爆料|网友|发帖|知情人士|知情者|消息人士|消息称|据传|疑似|声称|自称|"
         r"有消息|截图|曝光|据悉|接近.{1,8}的?(?:人士|消息)",
         r"reportedly|rumou?r\w*|people (?:familiar|briefed|with knowledge|close|who)|sources? (?:said|say|familiar)|person familiar|alleg\w+|claim(?:s|ed)\b|purported\w*"),
    ),
    "denial": (
        ("denial", r"否认|不实|不属实|不准确|不正确|失实|有误|并非事实|子虚乌有|伪造|造假的?截图|辟谣|谣言|假消息|谣传",
         r"den(?:y|ies|ied|ying)\b|\bfalse\b|\bfabricated\b|\bfake\b|untrue|refut\w+"),
    ),
    "silence": (
        ("silence", r"拒绝(?:置评|评论|回应)|不予(?:置评|评论|回应)|不(?:作|便|做)(?:评论|回应)|不评论|无可奉告|未予?(?:置评|回应|回复)|没有(?:置评|回应|回复)|尚未回应|暂未回应|未作回应",
         r"declin\w+ to comment|did not (?:immediately )?respond|no comment|not immediately (?:available|respond)"),
    ),
    "affirm": (("affirm", r"证实|确认|承认|属实(?<!不属实)|坐实", r"confirm\w*|acknowledg\w*|admit\w*"),),
    "speech": (("speech", _SPEECH_ZH, r"\bsaid\b|\bsays\b|\btold\b|reported\b|according to|announced\b|wrote\b|argues?\b|noted\b"),),
    "population": (
        ("all", r"全平台|整个平台|全行业|全部(?!门)|所有(?!权|者)|全体|整体市场|全网|全球|全世界|全国(?!人大|政协|统一|性|碳|首[个家款])|全市(?!场)|"
         r"全省|全公司|全集团|各地|任何",
         r"entire|\ball\b|worldwide|global(?:ly)?|nationwide"),
    ),
    "rate": (
        ("day", r"日均|每日|每天|人均每天", r"daily|per day|a day"),
        ("week", r"周均|每周", r"weekly|per week|a week"),
        ("month", r"月均|每月|月费", r"monthly|per month|a month"),
        ("quarter", r"季均|每季度?", r"quarterly(?! revenue| result| report)|per quarter"),
        ("year", r"年均|每年|年费", r"per year|a year(?! earlier| ago)|annual(?:ly)?"),
    ),
    "total": (("total", r"累计|合计|总计|共计", r"cumulative(?:ly)?|in total"),),
    "span": (
        ("day", r"单日|当日|当天|一天内|(?<=\d)日内|除夕", r"single[- ]day|one day"),
        ("week", r"单周|当周|周度|周榜|这一?周|该周|一周(?!年)|本周|上周|周(?=调用|用量|活|消耗)", r"(?<!\d )(?<!\w-)\bweeks?\b(?!s)|weekly"),
        ("month", r"单月|当月|月度|月榜|全月|整月|本月|上月|月(?=调用|用量|活|消耗)", r"(?<!\d )(?<!\w-)\bmonths?\b|monthly"),
        ("quarter", r"[一二三四](?:财)?季度?(?!节)|第[一二三四1-4](?:财)?季度?|当季|单季|本季|该季|上一?季度?|下一?(?:财)?季度?|财季|季度|Q[1-4](?!\d)",
         r"quarter(?:ly)?|Q[1-4](?!\d)"),
        ("half", r"上半年|下半年|半年|H[12](?!\d)", r"first half|second half"),
        ("year", r"全年|年度(?!经常性)|整年|财年(?!第)",
         r"full[- ]year|for the year|fiscal year|in (?:fiscal )?20\d\d"),
        ("holiday", r"春节(?:假期|期间)|假期|国庆", r"holiday"),
        ("total", r"累计|历史累计|历年", r"cumulative(?:ly)?|to date|in total since"),
    ),
    "segment": (
        ("overseas", r"海外|境外|国外|出口", r"overseas|abroad|international"),
        ("online", r"线上", r"online"),
        ("offline", r"线下|门店", r"offline|in stores?"),
        ("domestic", r"国内|境内|本土|内地", r"domestic"),
        ("paid", r"付费", r"paid\b|paying"),
        ("consumer", r"个人用户|C端|消费级|消费者", r"consumers?"),
        ("business", r"企业(?:用户|客户|版)|B端|企业级", r"enterprise|business customers?"),
        ("core", r"核心业务|主营业务|一般性业务", r"core business"),
    ),
    "timing": (
        ("earlier", r"提前|提早|早于", r"ahead of schedule|earlier than planned|brought forward"),
        ("later", r"推迟|延期|延迟|延后|推后|晚于", r"delay\w*|postpon\w*|pushed back|later than planned"),
    ),
    "bound": (
        ("most", r"至多|最多|最高|最长|不超过|不高于|不多于|上限", r"up to|at most|as (?:much|many) as|no more than|maximum"),
        ("least", r"至少|最少|最低|最短|不低于|不少于|不少于|下限|不短于", r"at least|no less than|no fewer than|minimum"),
    ),
    "round": tuple((name, zh, en) for name, zh, en in _ROUNDS),
    "version": (
        ("1", r"第一代|首代|初代|首款|首个产品|一代(?!表|理)", r"first[- ]generation"),
        ("2", r"第二代|二代", r"second[- ]generation"),
        ("3", r"第三代|三代", r"third[- ]generation"),
        ("4", r"第四代|四代", r"fourth[- ]generation"),
        ("5", r"第五代|五代", r"fifth[- ]generation"),
    ),
    "role": (
        ("lead", r"领投", r"\bled by\b|co-?led|lead investors?"),
        ("follow", r"跟投|参投", r"followed by|participat\w+"),
    ),
    "first": (
        ("first", r"首次|首度|首个|首家|首款|首例|第一次|第一[个家款]|首批|首超", r"\bfirst\b|never before|debut"),
        ("alltime", r"历史(?:新高|新低|最[高低大多]|之最)|史上最|创纪录|纪录", r"record|all-time|ever\b|in history"),
        ("record", r"新高|新低", r"record|all-time|highest|lowest|ever\b"),
        ("only", r"唯一|独家", r"\bonly\b|\bsole\b|exclusive\w*"),
    ),
    "pay": (("paid", r"支付|到账|付清|实缴|打款|付款|缴付|先付|到位", r"\bpa(?:y|id|ys|yment)\b|up front|tranche"),),
}  # fmt: skip

#: place → how Chinese and English texts name it; what stands beside a figure tells whose it is (中国模型, US models)
PLACES: dict[str, str] = {
    "中国": r"中国(?!移动|电信|联通|信通院|信息通信|证券|人民银行|政府网|新闻|科学院|银行|铁塔|石油|石化|平安|人寿|电子|工商)|我国|国产|大陆|全国(?!人大|政协)|"
            r"\bChin(?:a|ese)\b",
    "美国": r"美国|美方|\bU\.?S\.?(?![\w$])|\bAmericans?\b|\bUnited States\b",
    "北美": r"北美|\bNorth America\b",
    "欧洲": r"欧洲|欧盟(?!委员会)|\bEurope(?:an)?\b|\bEU\b",
    "日本": r"日本(?!经济新闻)|\bJapan(?:ese)?\b", "韩国": r"韩国|\bSouth Korean?\b|\bKorean?\b", "英国": r"英国|\bBritain\b|\bBritish\b|\bU\.?K\.?(?!\w)",
    "印度": r"印度(?!尼)|\bIndian?\b", "德国": r"德国|\bGerman[y]?\b", "法国": r"法国|\bFrance\b|\bFrench\b", "台湾": r"台湾|\bTaiwan(?:ese)?\b",
    "香港": r"香港|\bHong Kong\b", "新加坡": r"新加坡|\bSingapore\b", "东南亚": r"东南亚|\bSoutheast Asia\b", "中东": r"中东|\bMiddle East\b", "全球": r"全球|全世界|\bglobal(?:ly)?\b|\bworldwide\b",
    "华东": "华东", "华南": "华南", "华北": "华北", "华中": "华中", "西南": "西南", "西北": "西北", "东北": "东北", "东部": "东部", "中部": "中部", "西部": "西部",
    "北京": "北京", "上海": "上海", "天津": "天津", "重庆": "重庆", "广东": "广东", "深圳": "深圳", "广州": "广州", "江苏": "江苏", "浙江": "浙江", "杭州": "杭州",
    "山东": "山东", "四川": "四川", "成都": "成都", "湖北": "湖北", "武汉": "武汉", "湖南": "湖南", "河南": "河南", "河北": "河北", "福建": "福建", "安徽": "安徽",
    "合肥": "合肥", "贵州": "贵州", "贵阳": "贵阳", "陕西": "陕西", "西安": "西安", "辽宁": "辽宁", "吉林": "吉林", "黑龙江": "黑龙江", "内蒙古": "内蒙古",
    "新疆": "新疆", "西藏": "西藏", "青海": "青海", "甘肃": "甘肃", "宁夏": "宁夏", "云南": "云南", "广西": "广西", "海南": "海南", "山西": "山西", "江西": "江西",
}  # fmt: skip
