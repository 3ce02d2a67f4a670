"""Words that several rules ask about: change, organisations, characters whose exchange is no slip. Vocabulary only."""

from __future__ import annotations

import re

#: words of change, longest first
UP = (
    r"增长|增加|上涨|上升|上浮|提升|提高|上调|扩大|攀升|回升|走高|抬升|延长|多增|大增|大涨|激增|扩亏|增亏|高出|放量"
    r"|涨幅|增幅|升幅|增速|涨|升|增"
)
DOWN = (
    r"下降|减少|少增|下跌|下滑|下调|下浮|回落|降低|收窄|缩短|缩小|缩减|减亏|走低|放缓|大降|大跌|锐减|下行|减轻"
    r"|降幅|跌幅|减幅|跌|降|减"
)
#: characters whose exchange makes another statement or another thing, not a misspelling
SYNONYMS = frozenset(
    "的地得为是达了和与及或等将拟已正在于较比共约近超并其该此本上下升降增减涨跌高低大小前后同环一二三四五六七八九十两首末东南西北中日月年周季位名个家款项输赢强弱快慢好坏优劣正负买卖进出多少新旧内外左右男女甲乙丙丁"
)
#: characters that make another word of the same meaning: 发布、公布
_ALIKE = frozenset(
    map(frozenset, "发公 宣公 长加 滑降 跌降 行办 测计 估计 期计 测估 达成 售销 逾超 载装 显明 到达 取得 认为 带推".split())
)


def is_slip(one: str, other: str) -> bool:
    """Whether a character for another is more likely a slip than another word or thing."""
    return one not in SYNONYMS and other not in SYNONYMS and frozenset((one, other)) not in _ALIKE


#: names of companies (two characters before what they make) and of bodies that act
ORGANISATION = re.compile(
    r"[\u4e00-\u9fff]{2}(?:科技|智能|股份|集团|电子|精密|光电|传媒|互娱|医药|生物|能源|材料|新材|通信|软件|数据|网络|汽车|铜业|锂业|矿业|铝业|钢铁|化学|化工|重工"
    r"|重卡|轮胎|乳业|味业|食品|酒业|院线|影业|封测|半导体|机器人|数科|资本|证券|银行|保险|药业|药服|制药|器械|医疗|航空|物流|港口|电力|电气|光伏|储能|电池|装备|家居"
    r"|家电|置业|地产|环保|水务|燃气|信息|安全|航天|船舶|旅游|酒店|百货|超市|农牧|种业|纺织|服饰|铸造|玻璃|水泥|环境|教育|出版|影视|租赁|信托|期货|控股|实业)"
    r"|[\u4e00-\u9fff]{2,6}(?:部|局|委|办|署|院|协会|总局|委员会)(?=[\u4e00-\u9fff]{0,4}(?:召开|印发|发布|部署|公布|联合|举行|组织|要求|提出|等))"
)
