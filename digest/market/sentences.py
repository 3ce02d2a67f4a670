"""The market of a week → the paragraphs of 市场行情回顾 and 行业估值, as the trade writes them.

Differences are taken between the figures as printed, so that a reader who subtracts gets what stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from digest.errors import UsageError
from digest.market.figures import Market, Mover, Period, Valuation
from digest.market.reading import ranked

_CENT = Decimal("0.01")
_PLACES = ("上游", "中上游", "中游", "中下游", "下游")
#: how far from its mean a valuation is called high or low
_FAR = Decimal("0.1")
_WORDS = {1: "跑赢", -1: "跑输", 0: "持平"}


@dataclass(frozen=True, slots=True)
class Section:
    """A paragraph, the caption of its figure and the figure's data: bars by name, or a line by day with its mean.

    `short` is what the front page says of it.
    """

    text: str
    caption: str
    bars: tuple[tuple[str, Decimal], ...] = ()
    line: tuple[tuple[date, Decimal], ...] = ()
    mean: Decimal | None = None
    mean_name: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Section 2: week, year to date, valuation, those that the files told of; `source` is who the data is from."""

    week: Section | None
    ytd: Section | None
    valuation: Section | None
    source: str
    notes: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that there are, in order."""
        return tuple(s for s in (self.week, self.ytd, self.valuation) if s)


def review(
    market: Market, industry: str = "计算机", family: str = "申万", benchmarks: Sequence[str] = ("沪深300", "创业板指")
) -> Review:
    """The sections for one industry held against these indices. Raises UsageError when the files lack it or an index."""
    names = {m.name: m for m in market.movers}
    if market.movers and (missing := [n for n in (industry, *benchmarks) if n not in names]):
        raise UsageError(f"行情文件里没有 {'、'.join(missing)} —— 看名称列, 或改 layout.yaml 的 report")
    subject = f"{family}{industry}行业"
    week = ytd = None
    if market.movers:
        against = [names[b] for b in benchmarks]
        week = _week(market, names[industry], against, subject, family)
        ytd = _ytd(market, names[industry], against, subject, family)
    value = next((v for v in market.valuations if v.name == industry), None)
    return Review(week, ytd, _valuation(value, subject) if value else None, "、".join(market.origins), market.notes)


def _week(market: Market, own: Mover, against: Sequence[Mover], subject: str, family: str) -> Section | None:
    if any(m.week is None for m in (own, *against)):
        return None
    values, mine = [(m.name, _cents(m.week)) for m in against], _cents(own.week)
    rank, place = _rank(market, own, "week", family)
    moves = _moves(values, mine, subject)
    beat = _beat(values, mine)
    opening = f"上周，{subject}{_outcome(values, mine)}{f'，周涨跌幅位于{place}' if place else ''}。"
    body = f"{moves}，{beat}{f'，{rank}' if rank else ''}。"
    caption = f"{_subjects(against, family, market)}涨跌幅(%) (上周)"
    return Section(opening + "上周" + body, caption, _bars(market, "week"), short=f"上周，{body}")


def _ytd(market: Market, own: Mover, against: Sequence[Mover], subject: str, family: str) -> Section | None:
    if any(m.ytd is None for m in (own, *against)) or market.ytd is None:
        return None
    values, mine = [(m.name, _cents(m.ytd)) for m in against], _cents(own.ytd)
    rank, place = _rank(market, own, "ytd", family)
    span = _since_new_year(market.ytd)
    opening = f"{subject}{span}累计{_moved(mine)}{f'，位于{place}' if place else ''}。"
    body = f"{span}，{_moves(values, mine, subject)}，{_beat(values, mine)}{f'，{rank}' if rank else ''}。"
    end = market.ytd.end
    caption = f"{_subjects(against, family, market)}涨跌幅(%) ({end.year}年初至{end.year}年{end.month}月{end.day}日)"
    return Section(opening + body, caption, _bars(market, "ytd"), short=opening)


def _valuation(value: Valuation, subject: str) -> Section:
    now, day = _cents(value.value), value.day
    told = f"从估值情况来看，{subject}{day.year}年{day.month}月{day.day}日PE-TTM为{now}倍"
    line = value.history if len(value.history) > 1 else ()
    bars = ((f"{day.year}年{day.month}月{day.day}日", now),)
    if value.mean is None:
        return Section(f"{told}。", _pe_caption(subject), bars, line, short=f"{told}。")
    mean, name = _cents(value.mean), f"{value.years}年均值"
    side = "高于" if now > mean else "低于" if now < mean else "等于"
    level = {"高于": "较高", "低于": "较低"}[side] if abs(now - mean) > mean * _FAR else ""
    opening = f"行业估值水平{level}且{side}历史中枢水平。" if level else f"行业估值水平{side}历史中枢水平。"
    body = f"{told}，{f'处于{level}水平，且' if level else ''}{side}{value.years}年历史PE-TTM的均值{mean}倍。"
    return Section(opening + body, _pe_caption(subject), (*bars, (name, mean)), line, mean, name, body)


def _pe_caption(subject: str) -> str:
    return f"{subject}估值情况(PE-TTM, 单位: 倍)"


# ------------------------------------------------------------------------------------------------------------------ phrases
def _cents(value: Decimal | None) -> Decimal:
    assert value is not None
    done = value.quantize(_CENT, ROUND_HALF_UP)
    return done if done else Decimal("0.00")


def _moved(value: Decimal) -> str:
    return f"上涨{value}%" if value > 0 else f"下跌{-value}%" if value < 0 else "持平"


def _moves(values: Sequence[tuple[str, Decimal]], mine: Decimal, subject: str) -> str:
    return "，".join([*(f"{name}{_moved(v)}" for name, v in values), f"{subject}指数{_moved(mine)}"])


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _outcome(values: Sequence[tuple[str, Decimal]], mine: Decimal) -> str:
    """`跑输沪深300及创业板指`; where they differ, each on its own."""
    signs = {_sign(mine - v) for _, v in values}
    if len(signs) == 1 and 0 not in signs:
        return f"{_WORDS[signs.pop()]}{'及'.join(n for n, _ in values)}"
    return "、".join(f"与{n}持平" if mine == v else f"{_WORDS[_sign(mine - v)]}{n}" for n, v in values)


def _beat(values: Sequence[tuple[str, Decimal]], mine: Decimal) -> str:
    """By how many percentage points, as printed figures differ."""
    signs = {_sign(mine - v) for _, v in values}
    if len(signs) == 1 and 0 not in signs:
        each = "分别" if len(values) > 1 else ""
        points = "和".join(str(abs(mine - v)) for _, v in values)
        return f"{each}{_WORDS[signs.pop()]}{'和'.join(n for n, _ in values)}{'' if len(values) > 1 else ' '}{points}个百分点"
    return "，".join(
        f"与{n}持平" if mine == v else f"相对{n}{_WORDS[_sign(mine - v)]}{abs(mine - v)}个百分点" for n, v in values
    )


def _rank(market: Market, own: Mover, span: str, family: str) -> tuple[str, str]:
    """`在申万各一级行业中排名第23位` and `申万31个一级行业中下游`; nothing where industries are missing."""
    ranks = ranked(market.movers, span)
    rank, many = ranks.get(own.name), len(ranks)
    if rank is None or many < 2:
        return "", ""
    place = _PLACES[-(-rank * len(_PLACES) // many) - 1]
    return f"在{family}各一级行业中排名第{rank}位", f"{family}{many}个一级行业{'中' if len(place) > 2 else ''}{place}"


def _since_new_year(period: Period) -> str:
    return f"{period.end.year}年初至{period.end.month}月{period.end.day}日"


def _subjects(against: Sequence[Mover], family: str, market: Market) -> str:
    rest = [f"{family}一级行业指数"] if any(m.industry for m in market.movers) else []
    return "、".join([*(m.name for m in against), *rest])


def _bars(market: Market, span: str) -> tuple[tuple[str, Decimal], ...]:
    values = [(m.name, getattr(m, span)) for m in market.movers if getattr(m, span) is not None]
    return tuple(sorted(values, key=lambda v: -v[1]))
