"""Sheets of any of the known shapes → the week's market.

a row an index, a column a period        iFinD and Wind cross-sections, with or without ranks
a row a day and an index                 date, name or code, close, PE
a row a day, a column an index           time series of closes
a row an indicator                       name, indicator, day or years, value
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from digest.errors import UsageError
from digest.market import columns
from digest.market.figures import Market, Mover, Period, Valuation
from digest.market.table import Sheet, day, number

#: the first level of the classification that the trade reports by
SHENWAN = frozenset(
    (
        "农林牧渔 基础化工 钢铁 有色金属 电子 汽车 家用电器 食品饮料 纺织服饰 轻工制造 医药生物 公用事业 "
        "交通运输 房地产 商贸零售 社会服务 银行 非银金融 综合 建筑材料 建筑装饰 电力设备 机械设备 国防军工 "
        "计算机 传媒 通信 煤炭 石油石化 环保 美容护理"
    ).split()
)
_AFFIX = re.compile(
    r"^(申万(一级)?(行业)?|sw)[-_ ]?|[-_ ]?[(（](申万|sw)[^)）]{0,8}[)）]$|[-_ ]?(申万|sw)$|(行业)?指数$|行业$", re.I
)
_CODE = re.compile(r"801\d{3}\.(SL|SI|SWI)", re.I)
_YEARS = re.compile(r"((?:19|20)\d{2})年?\s*[-–—~至到]\s*((?:19|20)\d{2})年?")
_CENT = Decimal("0.01")
Series = dict[str, dict[date, Decimal]]


def collect(sheets: Sequence[Sheet], week: Period, *, fractions: bool | None = None) -> Market:
    """The market of a week (Monday to Sunday) from all files. Raises UsageError when a file has no known shape.

    `fractions` says whether changes are written as 0.0062 (True) or 0.62 (False) where the numbers alone don't tell.
    """
    found = Market()
    for sheet in sheets:
        found = _merged(found, _market(sheet, week, fractions))
    origins = tuple(dict.fromkeys(s.origin for s in sheets if s.origin))
    return replace(found, origins=origins, notes=(*found.notes, *_rank_notes(found.movers)))


def _market(sheet: Sheet, week: Period, fractions: bool | None) -> Market:
    heads = columns.named(sheet.rows[0])
    if "date" in heads and ({"name", "code"} & set(heads)) and ({"close", "pe"} & set(heads)):
        return _of_series(*_long(sheet, heads), week)
    if {"item", "value"} <= set(heads):
        return Market(valuations=tuple(_indicators(sheet, heads, week)))
    if ({"name", "code"} & set(heads)) and ({"week", "ytd"} & set(heads)):
        return _cross_section(sheet, heads, fractions)
    if day(sheet.rows[-1][0]) or day(sheet.rows[1][0]):
        return _of_series(*_wide(sheet), week)
    raise UsageError(
        f"{sheet.name}: 认不出这张表 —— 要有 名称(代码) 和 涨跌幅 两列, 或 日期、名称、收盘价, 或每列一个指数的时间序列"
    )


def _merged(one: Market, two: Market) -> Market:
    known = {m.name: m for m in one.movers}
    for m in two.movers:
        old = known.get(m.name)
        known[m.name] = _joined(old, m) if old else m
    values = {v.name: v for v in (*one.valuations, *two.valuations)}
    return Market(
        tuple(known.values()), one.week or two.week, one.ytd or two.ytd, tuple(values.values()), (), (*one.notes, *two.notes)
    )


def _joined(old: Mover, new: Mover) -> Mover:
    fields = ("week", "ytd", "week_rank", "ytd_rank")
    kept = {f: getattr(old, f) if getattr(old, f) is not None else getattr(new, f) for f in fields}
    return replace(old, industry=old.industry or new.industry, code=old.code or new.code, **kept)


# ---------------------------------------------------------------------------------------------------------- cross-sections
def _cross_section(sheet: Sheet, heads: dict[str, int], fractions: bool | None) -> Market:
    scale = _scale(sheet, heads, fractions)
    movers = [m for row in sheet.rows[1:] if (m := _mover(row, heads, scale))]
    week, ytd = (columns.period_of(sheet.rows[0][heads[k]]) if k in heads else None for k in ("week", "ytd"))
    return Market(tuple(movers), week, ytd)


def _scale(sheet: Sheet, heads: dict[str, int], fractions: bool | None) -> int:
    """What changes are multiplied by: 0.62 and 0.0062 look alike in a quiet week, so nobody guesses."""
    said = sheet.percents or any(
        "%" in sheet.rows[0][heads[k]] or "百分" in sheet.rows[0][heads[k]] for k in ("week", "ytd") if k in heads
    )
    if fractions is not None:
        return 100 if fractions else 1
    values = [
        abs(v)
        for row in sheet.rows[1:]
        for k in ("week", "ytd")
        if k in heads and (v := number(_at(row, heads, k))) is not None
    ]
    if values and max(values) < Decimal("0.2") and not (said and max(values) >= Decimal("0.05")):
        raise UsageError(f"{sheet.name}: 涨跌幅都小于 0.2, 看不出是百分数还是小数 —— 写明 --unit percent 或 --unit fraction")
    return 1


def _mover(row: Sequence[str], heads: dict[str, int], scale: int) -> Mover | None:
    name, code = plain_name(_at(row, heads, "name")), _at(row, heads, "code")
    week, ytd = number(_at(row, heads, "week")), number(_at(row, heads, "ytd"))
    if not (name or code) or (week is None and ytd is None):
        return None
    ranks = [number(_at(row, heads, k)) for k in ("week_rank", "ytd_rank")]
    return Mover(
        name or code,
        code,
        _is_industry(name, code, _at(row, heads, "kind")),
        week * scale if week is not None else None,
        ytd * scale if ytd is not None else None,
        *(int(r) if r is not None and r == int(r) else None for r in ranks),
    )


def _at(row: Sequence[str], heads: dict[str, int], key: str) -> str:
    place = heads.get(key, -1)
    return row[place] if 0 <= place < len(row) else ""


def plain_name(text: str) -> str:
    """`计算机(申万)`, `申万计算机`, `SW计算机` → `计算机`; `沪深300指数` → `沪深300`."""
    short = _AFFIX.sub("", _AFFIX.sub("", text.strip()))
    return "创业板指" if short == "创业板" and "指数" in text else short or text.strip()


def _is_industry(name: str, code: str, kind: str) -> bool:
    if "一级" in kind:
        return True
    return bool(_CODE.fullmatch(code)) or name in SHENWAN


# ------------------------------------------------------------------------------------------------------------- time series
def _long(sheet: Sheet, heads: dict[str, int]) -> tuple[Series, Series]:
    closes, ratios = Series(), Series()
    for row in sheet.rows[1:]:
        at = day(_at(row, heads, "date"))
        name = plain_name(_at(row, heads, "name")) or _at(row, heads, "code")
        for key, into in (("close", closes), ("pe", ratios)):
            value = number(_at(row, heads, key))
            if at and name and value is not None:
                into.setdefault(name, {})[at] = value
    return closes, ratios


def _wide(sheet: Sheet) -> tuple[Series, Series]:
    head = list(sheet.rows[0])
    above = [r for r in sheet.rows[1:4] if not day(r[0])]
    closes, ratios = Series(), Series()
    for place in range(1, len(head)):
        words = [head[place], *(r[place] for r in above if place < len(r))]
        name = next((w for w in reversed(words) if plain_name(w) in SHENWAN or re.search(r"[\u4e00-\u9fff]", w)), words[0])
        into = ratios if any(columns.is_pe(w) for w in (*words, *(r[0] for r in above))) else closes
        short = plain_name(re.split(r"[:：]", name)[0])
        values = {at: v for r in sheet.rows[1:] if (at := day(r[0])) and place < len(r) and (v := number(r[place])) is not None}
        if short and values:
            into[short] = values
    return closes, ratios


def _of_series(closes: Series, ratios: Series, week: Period) -> Market:
    movers, notes = [], list[str]()
    for name, series in closes.items():
        year = Period(date(week.end.year, 1, 1), week.end)
        changes = [_change(series, p) for p in (week, year)]
        if changes[1] is None and changes[0] is not None:
            notes.append(f"{name}: 没有上一年末的收盘价, 算不出年初至今")
        if changes != [None, None]:
            movers.append(Mover(name, "", _is_industry(name, name, ""), changes[0], changes[1]))
    values = [v for name, series in ratios.items() if (v := _valued(name, series, week))]
    year = Period(date(week.end.year, 1, 1), week.end)
    return Market(tuple(movers), week if movers else None, year if movers else None, tuple(values), (), tuple(notes))


def _change(series: dict[date, Decimal], period: Period) -> Decimal | None:
    """From the last close before the period to its last close, in percent; None when either isn't there."""
    base = _last(series, period.start - timedelta(days=1), 30)
    close = _last(series, period.end, (period.end - period.start).days)
    if base is None or close is None or not base[1]:
        return None
    return (close[1] / base[1] - 1) * 100


def _last(series: dict[date, Decimal], until: date, back: int) -> tuple[date, Decimal] | None:
    days = [d for d in series if until - timedelta(days=back) <= d <= until]
    return (max(days), series[max(days)]) if days else None


def _valued(name: str, series: dict[date, Decimal], week: Period) -> Valuation | None:
    """PE at the week's last close, and its mean over the three whole years before."""
    now = _last(series, week.end, 13)
    if now is None:
        return None
    first, last = week.end.year - 3, week.end.year - 1
    past = [v for d, v in series.items() if first <= d.year <= last]
    # a mean over a part of the years would bear a name that isn't its own
    whole = {(d.year, d.month) for d in series if first <= d.year <= last} >= {
        (y, m) for y in range(first, last + 1) for m in (1, 12)
    }
    mean = (sum(past, Decimal()) / len(past)).quantize(_CENT, ROUND_HALF_UP) if past and whole else None
    return Valuation(name, now[1], now[0], mean, f"{first}-{last}" if mean is not None else "", tuple(sorted(series.items())))


def _indicators(sheet: Sheet, heads: dict[str, int], week: Period) -> list[Valuation]:
    current: dict[str, tuple[date, Decimal]] = {}
    means: dict[str, tuple[str, Decimal]] = {}
    for row in sheet.rows[1:]:
        item, value, when = _at(row, heads, "item"), number(_at(row, heads, "value")), _at(row, heads, "date")
        name = plain_name(_at(row, heads, "name")) or _at(row, heads, "code")
        if value is None or not columns.is_pe(item):
            continue
        if re.search("均值|平均|中枢|mean|average", item, re.I):
            years = _YEARS.search(when) or _YEARS.search(item)
            means[name] = (f"{years[1]}-{years[2]}" if years else when, value)
        elif (at := day(when)) and at <= week.end:
            current[name] = max(current.get(name, (at, value)), (at, value))
    return [
        Valuation(n, v, at, means[n][1] if n in means else None, means[n][0] if n in means else "")
        for n, (at, v) in current.items()
    ]


# ------------------------------------------------------------------------------------------------------------------- doubts
def ranked(movers: Sequence[Mover], span: str) -> dict[str, int]:
    """The industries' ranks by their change, equals sharing one; empty when an industry has no figure."""
    values = [(m.name, getattr(m, span)) for m in movers if m.industry]
    if any(v is None for _, v in values):
        return {}
    return {name: 1 + sum(other > value for _, other in values) for name, value in values}


def _rank_notes(movers: Sequence[Mover]) -> list[str]:
    industries = [m.name for m in movers if m.industry]
    lacking = sorted(SHENWAN - set(industries)) if industries else []
    notes = [f"一级行业 {len(industries)} 个, 缺 {'、'.join(lacking[:5])}: 名次只在表里的行业之间排"] if lacking else []
    for span, said in (("week", "周"), ("ytd", "年初至今")):
        ranks = ranked(movers, span)
        wrong = [m for m in movers if m.name in ranks and getattr(m, f"{span}_rank") not in (None, ranks[m.name])]
        notes += [f"{m.name}: 表里{said}排名 {getattr(m, f'{span}_rank')}, 按涨跌幅算是 {ranks[m.name]}" for m in wrong[:5]]
    return notes
