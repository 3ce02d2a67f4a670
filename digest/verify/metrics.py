"""Metrics and the other values of cue words: which exclude each other, and what they are called in Chinese."""

from __future__ import annotations

#: metrics that exclude each other within a group; across groups nothing follows
_GROUPS = tuple(
    frozenset(group.split())
    for group in (
        (
            "backlog bookings gross_profit net_profit op_profit net_loss profit revenue arr capex rnd dividend buyback valuation market_cap "
            "share_price cash cash_flow contract deal funding cost output_value gross_margin net_margin op_margin"
        ),
        "dau wau mau registered paying business downloads",
        "user_registered user_paying user_active user_trial registered paying",
        "params params_active",
        "price_in price_out",
        "shipment capacity output sold",
        "backlog shipment",
        "layoffs headcount hiring",
        "listed deal signed",
        "issue_price open_price close_price target_price exercise_price",
        "output_value volume labelled",
    )
)
_KIN = tuple(
    frozenset(pair.split())
    for pair in (
        "profit net_profit",
        "net_margin profit_margin",
        "op_margin profit_margin",
        "profit op_profit",
        "profit gross_profit",
        "contract deal",
        "funding cash",
    )
)
#: two metrics whose ratio has a name of its own (净利率, 毛利率, 研发费用率)
RATIOS = tuple(
    frozenset(p.split())
    for p in (
        "profit revenue",
        "net_profit revenue",
        "gross_profit revenue",
        "op_profit revenue",
        "rnd revenue",
        "cost revenue",
    )
)
#: what a margin is made of
MADE_OF = {
    "net_margin": {"net_profit", "revenue"},
    "profit_margin": {"profit", "net_profit", "revenue"},
    "gross_margin": {"gross_profit", "revenue"},
    "op_margin": {"op_profit", "revenue"},
}
_ZH = {
    "backlog": "在手订单", "bookings": "新增订单", "gross_profit": "毛利", "issue_price": "发行价", "open_price": "开盘价", "close_price": "收盘价", "target_price": "目标价", "exercise_price": "行使价", "net_profit": "净利润", "op_profit": "经营利润", "net_loss": "亏损",
    "profit": "利润", "revenue": "收入", "arr": "年度经常性收入", "capex": "资本开支", "rnd": "研发投入", "valuation": "估值",
    "market_cap": "市值", "cash": "现金", "deal": "成交", "funding": "融资", "gross_margin": "毛利率", "op_margin": "经营利润率",
    "dau": "日活", "wau": "周活", "mau": "月活", "listed": "挂牌", "params": "总参数", "params_active": "激活参数",
    "price_in": "输入价格", "price_out": "输出价格", "layoffs": "裁员", "headcount": "员工数", "hiring": "招聘", "shipment": "出货",
    "output": "产量", "capacity": "产能", "signed": "签约", "cost": "成本", "usage": "用量", "yoy": "同比", "qoq": "环比",
    "adjusted": "扣非或经调整", "reported": "归母", "pre": "投前", "post": "投后", "up": "上升", "down": "下降", "flat": "不变", "faster": "加快", "slower": "放缓", "above": "高于",
    "below": "低于", "to": "至", "by": "幅度", "day": "日", "week": "周", "month": "月", "quarter": "季", "half": "半年",
    "year": "年", "years": "多年", "total": "累计", "holiday": "假期", "lead": "领投", "follow": "跟投", "all": "全部",
    "overseas": "海外", "domestic": "国内", "paid": "付费", "consumer": "个人", "business": "企业", "core": "主营业务",
    "registered": "注册", "paying": "付费", "downloads": "下载", "output_value": "产值", "volume": "体量", "labelled": "标注量",
    "buyback": "回购", "dividend": "分红", "contract": "合同额", "score": "得分", "interactions": "互动", "delivered": "交付",
    "sold": "销量", "stars": "星标", "accounts": "账户", "context": "上下文", "net_margin": "净利率", "profit_margin": "利润率", "share_price": "股价",
    "cash_flow": "现金流", "earlier": "提前", "later": "推迟", "most": "至多", "least": "至少", "close": "收盘", "intraday": "盘中", "after": "盘后", "before": "盘前", "online": "线上", "offline": "线下",
}  # fmt: skip


def named(values: frozenset[str]) -> str:
    """Values of an axis in Chinese."""
    return "、".join(sorted(_ZH.get(v, v) for v in values))


def differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of metrics exclude each other."""
    if not a or not b or a & b:
        return False
    if any(frozenset({x, y}) in _KIN for x in a for y in b):
        return False
    return any(x in group and y in group for group in _GROUPS for x in a for y in b)
