"""Which column of an export is what: by its heading, in Chinese or English, whatever the order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digest.market.figures import Period
from digest.market.table import days

_PLAIN: Mapping[str, re.Pattern[str]] = {
    "code": re.compile(r"(证券|指数|行业|股票)?代码|code|ticker|symbol|wind代码|同花顺代码", re.I),
    "name": re.compile(r"(证券|指数|行业|股票)?(名称|简称)|行业|指数|name|index|industry|security", re.I),
    "kind": re.compile(r"类型|类别|分类|级别|type|category|class", re.I),
    "date": re.compile(r"(交易)?(日期|时间)|date|day|trade_?date|日期/区间", re.I),
    "close": re.compile(r"收盘(价|点位|指数)?(\(.{0,6}\))?|最新价|点位|close|last|px_last", re.I),
    "item": re.compile(r"指标(名称)?|项目|indicator|item|metric", re.I),
    "value": re.compile(r"数值(\(.{0,6}\))?|值|value", re.I),
}
_PE = re.compile(r"(pe|市盈率).{0,4}ttm|滚动市盈率|ttm.{0,4}(pe|市盈率)", re.I)
_CHANGE = re.compile(r"涨跌幅|涨幅|pct_?ch(an)?g|change|return|收益率", re.I)
_RANK = re.compile(r"排名|名次|rank", re.I)
_WEEK = re.compile(r"周|week|\b5d\b|wtd|1w", re.I)
_YEAR = re.compile(r"年初至今|年初以来|今年以来|本年|年初|ytd|year.?to.?date", re.I)


def named(headings: Sequence[str]) -> dict[str, int]:
    """Role → column, each heading taken once: code, name, kind, date, close, item, value, pe, change (of one day),
    week, ytd, week_rank, ytd_rank."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        role = _role(re.sub(r"\s+", "", heading))
        if role and role not in found:
            found[role] = place
    return found


def _role(heading: str) -> str:
    plain = next((role for role, pattern in _PLAIN.items() if pattern.fullmatch(heading)), "")
    if plain:
        return plain
    if _PE.search(heading):
        return "pe"
    span = _span(heading)
    if _RANK.search(heading):
        return f"{span}_rank" if span else ""
    return (span or "change") if _CHANGE.search(heading) else ""


def _span(heading: str) -> str:
    period = period_of(heading)
    if period:
        length = (period.end - period.start).days
        return "week" if length <= 9 else "ytd" if begins_year(period) else ""
    return "ytd" if _YEAR.search(heading) else "week" if _WEEK.search(heading) else ""


def period_of(heading: str) -> Period | None:
    """The period that a heading names with two days."""
    found = days(heading)
    return Period(found[0], found[1]) if len(found) == 2 and found[0] <= found[1] else None


def begins_year(period: Period) -> bool:
    """Whether a period begins with its year: on 1 January, or at the close before it."""
    return (period.start.month, period.start.day) in ((1, 1), (12, 31)) or (period.start.month == 1 and period.start.day <= 5)


def is_pe(text: str) -> bool:
    """Whether a heading or an indicator is PE-TTM."""
    return bool(_PE.search(text))
