"""Percent and 百分点 confused, as the words alone tell: a rate that moves by so many %, an index that rises by 百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.lint.finding import Finding, Remark
from digest.lint.reading import ANY, PERCENT, POINT, WHEN, Passage
from digest.lint.report import on

#: rates whose changes are told in 百分点; of 换手率 or 转化率 a change in % may be meant
_RATE = (
    r"毛利率|净利率|利润率|费用率|渗透率|市占率|占有率|份额|利用率|开工率|良率|占比|比重|负债率|净资产收益率|失业率|国产化率|国产化比例"
    r"|续费率|持股比例|上座率|覆盖率"
)
_MOVES = r"提升|提高|上升|上行|下降|下滑|下行|回落|回升|降低|上调|下调"
_MOVED = re.compile(
    rf"(?:{_RATE})(?:(?:仅?为|达到?|约为?|至)?{PERCENT}，)?(?:同比|环比|较(?:[^，。；：{ANY[1:-1]}]|{WHEN}){{0,12}})?(?P<word>{_MOVES})(?:了|约)*(?P<z>{PERCENT})(?![至到])"
)


def find(passage: Passage) -> Iterator[Finding]:
    """毛利率39.5%，同比提升18.3%: of a rate one says by how many 百分点."""
    for m in _MOVED.finditer(passage.masked):
        moved = passage.quantity(m.start("z"))
        if moved and moved.value > 0 and moved.high is None:
            right = moved.raw.rstrip("%") + "个百分点"
            message = f"比率的变动一般写百分点，此处写“{m['word']}{moved.raw}”。"
            yield on(passage, m.start("word"), m.start("z") + 1, Remark("percent_pp", message, right, "warning"))
    for m in _ROSE.finditer(passage.masked):
        moved = passage.quantity(m.start("z"))
        if moved:
            message = f"指数的涨跌幅写百分比，此处写“{m['word']}{moved.raw}”。"
            right = moved.raw.replace("个百分点", "%")
            yield on(passage, m.start("word"), m.start("z") + 1, Remark("percent_pp", message, right))


#: an index moves by a percentage; only what it has over another is told in 百分点
_ROSE = re.compile(
    rf"(?:沪深300|创业板指|上证(?:指数|综指)|深证成指|科创50|中证\d{{3,4}}|指数)(?P<word>上涨|下跌|涨|跌)(?P<z>{POINT})"
)
