"""The words that decide what a figure or a statement means: axis by axis.

Each table lists (class, Chinese alternatives, English alternatives) in order of precedence. Alternatives are regular expressions
apart by blanks; an underscore is a blank. They run over width-folded, simplified text, case ignored, and capture nothing.
"""

from __future__ import annotations

import re

from digest.verify.vocabulary_metrics import METRIC

Classes = tuple[tuple[str, str, str], ...]

_BASIS = (
    ("yoy",
     r"""同比 按年 年增 年减 较上年(?:同期|(?!\d|[年]?[底末初])) 比上年(?:同期|(?!\d|[年]?[底末初]))
     较去年(?:同期|(?!\d|[年]?[底末初])) 比去年(?:同期|(?!\d|[年]?[底末初])) 上年同期 去年同期""",
     r"""year[-_](?:on|over)[-_]year \byoy\b \by/y\b (?:from|than)_a_year_(?:earlier|ago) a_year_(?:earlier|ago) annually"""),
    ("qoq",
     r"""环比 按季 按月 季增 季减 月增 月减 较(?:上|前)(?:一)?(?:个)?(?:月|季度?|周|财季) 比(?:上|前)(?:一)?(?:个)?(?:月|季度?|周)""",
     r"""(?:quarter|month|week)[-_](?:on|over)[-_](?:quarter|month|week) \b[qm]oq\b \bmom\b \bq/q\b sequential(?:ly)?
     from_the_(?:previous|prior|preceding)_(?:quarter|month|week)"""),
)  # fmt: skip
_MEASURE = (
    ("adjusted", r"扣非 扣除非经常性? 经调整 非公认会计 (?<![A-Za-z])non-?GAAP", r"adjusted non-GAAP excluding_(?:one-time|special)_items"),
    ("reported", r"归母 归属于 归属", r"(?<!non-)GAAP"),
)  # fmt: skip
_STAGE = (
    ("post",
     r"""投后 投资后 (?:融资|交易|注资)(?:完成|结束|过)?(?:之)?后 (?:本|此|这)轮(?:融资)?(?:过|完成)?(?:之)?后
     (?:计入|包括|包含|含)(?:新|本轮|此轮|本次|今次|这笔)(?:资金|融资|投资)?(?!.{0,4}[之以]?前)""",
     r"""post[-_]money including_the_new_(?:money|funds|investment|capital) after_the_(?:round|deal|financing|investment)"""),
    ("pre",
     r"""投前 投资前 融资前 注资前 (?:不|未)(?:计入?|含|包括|包含).{0,4}(?:资金|融资|投资) 计入.{0,6}(?:之|以)前 (?:本|此|这)轮(?:融资)?(?:之)?前""",
     r"pre[-_]money before_(?:the_)?(?:new_)?(?:money|funds|investment|round) excluding_the_new_(?:money|funds)"),
)  # fmt: skip
_DIRECTION = (
    ("flat", r"维持 保持不变 不变 持平 没有变化 未变 仍预[计期] 重申", r"unchanged \bflat\b held_steady maintain(?:s|ed|ing)? \bke(?:pt|eps?|eping)_(?:its|their)_(?!promise|word) still_expects? reiterat\w+ reaffirm\w+"),
    ("down",
     r"""下降 下滑 下跌 下调 下挫 压[至到减降] 回落 滑落 跌至 跌到 降至 降到 降低 降为 降幅 跌幅 减少 减至 减为 减到 缩减
     缩短 缩小 压缩 精简 走低 收窄 萎缩 骤降 锐减 大减 腰斩 减半 跌去 减亏 减轻 调低 削减 砍 跌 降(?!临|落伞|噪)
     [年季月]减""",
     r"""\bfell\b \bfall(?:s|en|ing)?\b \bdown\b \bdropp?(?:ed|s|ing)?\b \bdeclin(?:ed|es|ing|e)\b(?!_to_comment)
     \bslipp?(?:ed|s)?\b \bslid\b \bsank\b \breduc\w+ \bshr[aiu]nk\w* \blower(?:ed|ing)?\b(?!_than) \bdecreas\w+
     \bnarrow\w* \bcut(?:s|ting)?\b \bshed\b \btumbl\w+"""),
    ("up",
     r"""增长 增至 增到 增加 增幅 新增 上升 上涨 上调 涨至 涨到 涨幅 大涨 急升 升至 升到 升为 提升 提高 扩大 攀升 走高
     走强 反弹 激增 猛增 大增 飙升 翻番 翻倍 倍增 翻了?[一两三四]番 调高 延长 延到 增[至到] 涨 (?<!提)升(?!级)
     (?<!新)增(?!值|强|资|持|发|设|添|补|速|收|量)""",
     r"""\brose\b \bris(?:e|es|en|ing)\b \bincreas\w+ \bgr[eo]w(?:s|n|th|ing)?\b \bjump(?:ed|s)?\b \bclimb(?:ed|s|ing)?\b
     \bgain(?:ed|s)?\b \bsurg(?:ed|es|e|ing)\b \bsoar(?:ed|s|ing)?\b \bup\b(?!_to|_front) \bdoubl(?:ed|es|ing)
     \btripl(?:ed|es|ing) \bwiden\w* \braised\b"""),
)  # fmt: skip
_PACE = (
    ("slower", r"放缓 减速 趋缓 放慢", r"slow(?:s|ed|ing|er)?\b decelerat\w+"),
    ("faster", r"加快 提速 加速(?!卡|器|计算|芯片|引擎)", r"accelerat\w+ speed(?:s|ed|ing)?_up faster"),
)  # fmt: skip
_COMPARE = (
    ("below",
     r"低于 少于 不及 不如 跑输 落后(?:于)? 逊于 逊色 小于 弱于 慢于 [低慢](?=\d|约|了|近|逾|超|出)",
     r"\bbelow\b less_than lower_than fewer_than behind missed"),
    ("above",
     r"""高于 多于 高出 超出 超过预期 反超 超越 首超 首次超过 超过同期 跑赢 领先 优于 胜过 大于 逾越 好于 快于 强于 [高快](?=\d|约|了|近|逾|超)""",
     r"""\babove\b higher_than exceed(?:ed|s|ing)?_(?:the|that|those|US) overt[ao]ok surpass\w* ahead_of
     topp(?:ed|ing)_(?:estimates|expectations) \bbeat(?:s|ing)?\b"""),
)  # fmt: skip
_MODALITY = (
    ("plan",
     r"""预计 预期 预测 预估 预告 原定 原拟 料将 料(?=可|于|在|达) 计划 拟(?!人|合|真|态|定|议|订) 洽谈 洽购 商谈 磋商 谈判 有望
     可望 或将 料(?=[\u4e00-\u9fff]) 目标是 或(?=达|为|超|于|在) 可能 可达 可[获得领](?!得|知|见|导|先)
     可(?=节省|节约|减少|降低|提升|提高|增加|带来|创造|新增|拉动)
     (?<![即还也仍便并料或可已会曾须])将(?=于|在(?!线)|从|由|有(?!道)|为|达|超|升|降|增|减|推|发(?!言)|继续|进|会(?!员|议)|是|再|获|与|向|对(?!话|手)|把|首|上(?!述|海|市公司)|成(?!本|果)|投(?!资者)|出|采|面|同|加|建|组|支|提|接|引|率|环|携|不|依|基|按|全面|全力|追|取|陆|逐|先|分|探|部署|重(?!点放)|主(?!要)|共|以|新增|新设|新建|扩|举|召|迎|登|参(?!数)|联|协(?!议)|启|打|持|免|停|调|裁|招|优先|受|影响|正式|通过|带|帮|覆|突|聚|用于|被|可|需(?!求)|要|能|使|让|令|给|送|搭|配|募|花|耗|占|至|挂|退|转|变|改|换|更|暂|延|缩|涨|跌|放|完|结|实|落|执|运|研发|量产|交付|创|制定|拓|深|强|着|努|尽|最|迈|步|应|因|负|担|任|卖|买|售|购|并|合作|合并|签|申|递|赴|前往|回|走|下调|下降|下线|适|整|融|形|构|确|保|维|供|额外|另|还|也|仍|有望|直接|必须|很快)
     未来(?:[一二三四五六七八九十两几数\d]{1,3})个?(?:年|月|周|天|日|季|财年)
     (?<![不需主重只还若想务紧首必])要(?=[花投建砸推裁开招])
     即将 先投 先付 要等 年内(?=分|完成|上线|推出|付|交付|启动|建成|投产|落地|实现|发布|开工|支付) 还将 也将 仍将 便将 并将 将会 后续将 指引 展望 目标 力争 争取 至多 有意 考虑 承诺 意向 寻求 在即 筹备
     规划(?!局|院|司|部|纲要) 待(?=条件|审批|批准|定) 尚待 须满足 下一步 上看 征求意见 草案""",
     r"""expects?\b expected\b expecting \bplans?\b planned\b planning \bwill\b(?!_(?:hold|own)_) \bwould\b \bmay\b(?!_\d) \bmight\b
     \bcould\b forecasts?\b guidance\b outlook\b targets?\b in_talks consider(?:s|ing)?\b weigh(?:s|ing)?\b
     mull(?:s|ing)?\b eye(?:s|ing)\b explor(?:es|ing)\b \baims?\b intends?\b \bset_to\b seek(?:s|ing)?\b
     proposed?\b projected likely hopes?_to commit(?:s|ted|ting)?_to pledge[sd]?\b on_track_to ask(?:s|ed|ing)?_.{0,24}\bto\b seek(?:s|ing)?_to wants?_to
     in_the_process_of
     (?-i:\b[A-Z]\w+)_to_(?:deploy|buy|acquire|invest|build|spend|launch|sell|supply|open|issue|cut|lay|add|expand|rent|lease|develop|unveil|release)\b"""),
)  # fmt: skip
_DONE = (
    ("done",
     r"""(?<!业|而|不|早|自|得|知|从)已(?!知|有|故) 已经 实现(?!路径) 落地 正式 建成 投产 完成(?!后) 签署了 达成了 发布了 启动了 开始(?!前)""",
     r"has_(?:been_)?(?!agreed|committed|pledged)\w+ed\b have_(?:been_)?(?!agreed|committed|pledged)\w+ed\b completed closed"),
)  # fmt: skip
_PROSPECTIVE = (
    ("ongoing", r"正(?=在|以|就|与|和|同|寻|考|筹|推)", r"\bis_in\b agreed_to"),
    ("deal", r"协议 协定 合约 意向书 备忘录", r"agreement \bdeal\b \bpact\b memorandum"),
    ("ask",
     r"""索赔 索要 若 如果 假如 假设 按.{1,12}计 还剩 倒计时 距.{1,12}(?:还有|仅剩) 要求 提出 申请 建议 倡议 应当 须 需(?!求|要求) 旨在 用于 投向 目标 规划 首期 先行 招标 募集配套""",
     r"demand\w* request\w* call(?:s|ed|ing)_for"),
)  # fmt: skip
_SESSION = (
    ("close", r"收盘 收报 收涨 收跌 收于", r"clos(?:e|ed|ing)\b"),
    ("intraday", r"盘中 一度", r"intraday as_much_as at_one_point"),
    ("after", r"盘后", r"after[-_]hours extended_trading after_the_bell"),
    ("before", r"盘前", r"pre-?market before_the_bell"),
)  # fmt: skip
_HEARSAY = (
    ("hearsay",
     r"""据称 外传 外界传 市场传 网传 传闻 传言 传(?=出|在) 疯传 网帖 爆料 网友 发帖 知情人士 知情者 消息人士 消息称 据传 疑似 声称 自称 有消息 据报(?!道) 截图 曝光 据悉 接近.{1,8}的?(?:人士|消息)""",
     r"""reportedly rumou?r\w* people_(?:familiar|briefed|with_knowledge|close|who) sources?_(?:said|say|familiar)
     person_familiar alleg\w+ claim(?:s|ed)\b purported\w*"""),
)  # fmt: skip
_DENIAL = (
    ("denial",
     r"否认 不实 不属实 不准确 不正确 失实 有误 并非事实 子虚乌有 伪造(?!.{0,2}(?:账|身份|证件)) 造假的?截图 辟谣 谣言 假消息 谣传",
     r"""den(?:y|ies|ied|ying)\b (?:is|was|are|were|as|be|not)_(?:completely_|entirely_|simply_)?(?:false|fabricated|fake|forged)\b
     \b(?:false|fabricated|fake|forged)_(?:claims?|reports?|rumou?rs?|information|news|screenshots?|letters?|documents?|notices?|announcements?|posts?)\b
     untrue refut\w+ baseless unfounded groundless without_merit"""),
)  # fmt: skip
_SILENCE = (
    ("silence",
     r"""拒绝(?:置评|评论|回应) 不予(?:置评|评论|回应) 不(?:作|便|做)(?:评论|回应) 不评论 无可奉告 未予?(?:置评|回应|回复) 没有(?:置评|回应|回复) 尚未回应 暂未回应 未作回应""",
     r"declin\w+_to_comment did_not_(?:immediately_)?respond no_comment not_immediately_(?:available|respond)"),
)  # fmt: skip
_AFFIRM = (
    ("affirm", r"证实 确认 承认 属实(?<!不属实) 坐实", r"confirm\w* acknowledg\w* admit\w*"),
)  # fmt: skip
_SPEECH = (
    ("speech",
     r"""援引 引述 报道(?:称|说)? 消息称 公告(?:称)? 表示 指出 认为 透露 披露 宣布 强调 回应(?:称)? 介绍(?:称|说)?
     声明(?:称)? 坦言 测算 统计显示 数据显示 刊文 专讯 通报 提到
     (?<!名|简|号|职|人|声|对|据|俗|堪|著|匀|被|自|可|统|宣)称(?!为|号|之|作|霸|赞|谓|重)""",
     r"\bsaid\b \bsays\b \btold\b reported\b according_to announced\b wrote\b argues?\b noted\b"),
)  # fmt: skip
_POPULATION = (
    ("all",
     r"""全平台 整个平台 全行业 全部(?!门) 所有(?!权|者) 全体 整体市场 全网 全球 全世界 全国(?!人大|政协|统一|性|碳|首[个家款]) 全市(?!场) 全省 全公司 全集团 各地 任何""",
     r"entire \ball\b(?!_(?:two|three|four|five|of_them)) worldwide global(?:ly)? nationwide"),
)  # fmt: skip
_RATE = (
    ("day", r"日均 每日 每天 人均每天", r"daily per_day a_day"),
    ("week", r"周均 每周", r"weekly per_week a_week"),
    ("month", r"月均 每月 月费 (?<![\d个本上下当每全单])月(?=产[量能]|销[量售]|出货量)", r"monthly per_month a_month"),
    ("quarter", r"季均 每季度?", r"quarterly(?!_revenue|_result|_report) per_quarter"),
    ("year", r"年均 每年 年费 (?<![\d今去前明本全每上当整多])年(?=产[量能]|销[量售]|出货量)", r"per_year a_year(?!_earlier|_ago) annual(?:ly)?"),
)  # fmt: skip
_TOTAL = (
    ("total", r"累计 合计 总计 共计", r"cumulative(?:ly)? in_total"),
)  # fmt: skip
_SPAN = (
    ("day", r"单日 当日 当天 一天内 (?<=\d)日内 除夕", r"single[-_]day one_day"),
    ("week",
     r"单周 当周 周度 周榜 这一?周 该周 一周(?!年) 本周 上周 周(?=调用|用量|活|消耗)",
     r"(?<!\d_)(?<!\w-)\bweeks?\b(?!s) weekly"),
    ("month", r"单月 当月 月度 月榜 全月 整月 本月 上月 月(?=调用|用量|活|消耗)", r"(?<!\d_)(?<!two_)(?<!three_)(?<!four_)(?<!five_)(?<!six_)(?<!seven_)(?<!eight_)(?<!nine_)(?<!ten_)(?<!\w-)\bmonths?\b monthly"),
    ("2month", r"前[两二2]个?月(?!前)", r"first_two_months"),
    ("9month", r"前三个?季度?", r"first_nine_months"),
    ("quarter",
     r"""(?<!前)[一二三四](?:财)?季度?(?!节) 第[一二三四1-4](?:财)?季度? 当季 单季 本季 该季 上一?季度? 下一?(?:财)?季度? 财季 季度 Q[1-4](?!\d)""",
     r"quarter(?:ly)? Q[1-4](?!\d)"),
    ("half", r"上半年 下半年 半年 H[12](?!\d)", r"first_half second_half"),
    ("year", r"全年 年度(?!经常性) 整年 财年(?!第)", r"full[-_]year for_the_year fiscal_year in_(?:fiscal_)?20\d\d"),
    ("holiday", r"春节(?:假期|期间) 假期 国庆", r"holiday"),
    ("total", r"累计 历史累计 历年", r"cumulative(?:ly)? to_date in_total_since"),
)  # fmt: skip
_SEGMENT = (
    ("overseas", r"海外 境外 国外 出口", r"overseas abroad international"),
    ("online", r"线上", r"online"),
    ("offline", r"线下 门店", r"offline in_stores?"),
    ("domestic", r"国内 境内 本土 内地", r"domestic"),
    ("paid", r"付费", r"paid\b paying"),
    ("consumer", r"个人用户 C端 消费级 消费者", r"consumers?"),
    ("business", r"企业(?:用户|客户|版) B端 企业级", r"enterprise business_customers?"),
    ("core", r"核心业务 主营业务 一般性业务", r"core_business"),
)  # fmt: skip
_TIMING = (
    ("earlier", r"提前 提早 早于", r"ahead_of_schedule earlier_than_planned brought_forward"),
    ("later", r"推迟 延期 延迟 延后 推后 晚于", r"delay\w* postpon\w* pushed_back later_than_planned"),
)  # fmt: skip
_BOUND = (
    ("most", r"至多 最多 最高 最长 不[超逾]过? 不高于 不多于 上限", r"up_to at_most as_(?:much|many)_as no_more_than maximum"),
    ("least", r"至少 最少 最低 最短 不低于 不少于 不少于 下限 不短于", r"at_least no_less_than no_fewer_than minimum"),
)  # fmt: skip
_VERSION = (
    ("1", r"第一代 首代 初代 首款 首个产品 一代(?!表|理)", r"first[-_]generation"),
    ("2", r"第二代 二代", r"second[-_]generation"),
    ("3", r"第三代 三代", r"third[-_]generation"),
    ("4", r"第四代 四代", r"fourth[-_]generation"),
    ("5", r"第五代 五代", r"fifth[-_]generation"),
)  # fmt: skip
_ROLE = (
    ("lead", r"领投", r"\bled_by\b co-?led lead_investors?"),
    ("follow", r"跟投 参投", r"followed_by participat\w+"),
)  # fmt: skip
_FIRST = (
    ("first", r"首次 首度 首个 首家 首款 首例 第一次 第一[个家款] 首批 首超", r"\bfirst\b never_before debut"),
    ("alltime", r"历史(?:新高|新低|最[高低大多]|之最) 史上最 创纪录 纪录", r"record all-time ever\b in_history"),
    ("record", r"新高 新低", r"record all-time highest lowest ever\b"),
    ("only", r"唯一 独家", r"\bonly\b \bsole\b exclusive\w*"),
)  # fmt: skip
_PAY = (
    ("paid", r"支付 到账 付清 实缴 打款 付款 派发 发放 拨付 缴付 先付 到位", r"\bpa(?:y|id|ys|yment)\b up_front tranche"),
)  # fmt: skip
_ROUND = (
    ("angel", r"天使\+?轮", r"angel_round"),
    ("seed", r"种子轮", r"seed_(?:round|funding)"),
    *((f"pre-{x}", rf"Pre-?{x}\+?轮", rf"pre-series_{x}\b") for x in "abcd"),
    *(
        (f"{x}{p}", rf"(?<![A-Za-z-]){x}{re.escape(p)}轮", rf"series_{x}{re.escape(p)}(?![\w+])")
        for x in "abcdefghijkl"
        for p in ("+", "")
    ),
)

#: axis → its classes
TABLES: dict[str, Classes] = {
    "metric": METRIC, "basis": _BASIS, "measure": _MEASURE, "stage": _STAGE, "direction": _DIRECTION, "pace": _PACE, "compare": _COMPARE,
    "modality": _MODALITY, "done": _DONE, "prospective": _PROSPECTIVE, "session": _SESSION, "hearsay": _HEARSAY,
    "denial": _DENIAL, "silence": _SILENCE, "affirm": _AFFIRM, "speech": _SPEECH, "population": _POPULATION, "rate": _RATE,
    "total": _TOTAL, "span": _SPAN, "segment": _SEGMENT, "timing": _TIMING, "bound": _BOUND, "round": _ROUND,
    "version": _VERSION, "role": _ROLE, "first": _FIRST, "pay": _PAY,
}  # fmt: skip
