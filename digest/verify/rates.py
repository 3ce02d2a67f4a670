"""Ratios, shares, growths, multiples, products and averages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from digest.verify import amounts, context, labels, operands, periods, standing
from digest.verify.asked import Asked, Derivation, near, pairs, plain
from digest.verify.metrics import RATIOS
from digest.verify.operands import Operand

_RATIO = re.compile(r"倍|相当于|times", re.I)
_SHARE = re.compile(r"占|贡献|份额|比重|比例|相当于|[\u4e00-\u9fff]率|share|percent of|成", re.I)
_RATE = re.compile(r"[\u4e00-\u9fff]率")
_GROWTH = re.compile(
    r"增长|增幅|增速|涨|升|增|提高|高出|降|跌|减|下滑|缩|扩大|收窄|溢价|打.{1,3}折|折|rose|up|fell|down|grew|较", re.I
)
_AVERAGE = re.compile(r"人均|平均|均|每人|每家|每个|单个|\bper\b|average", re.I)
_WHOLE = re.compile(r"推算|测算|估算|折算|倒推|据此|总数|总额|全部|原有|总量|之前|前.{0,4}(?:总|共)|营业?收入|整体")
_PRICED = re.compile(r"以.{1,16}[计算]|按.{1,16}[计算]|折合|相当于|销售额|总价|市值")


# ----------------------------------------------------------------------------------------------------------------- shares
def shares(asked: Asked) -> Iterator[Derivation]:
    """Derivations of a percentage, a growth, a ratio or a multiple."""
    figure = asked.figure
    part = figure.unit == "ratio" and asked.target < 100 and asked.says(_GROWTH)  # 增长约三分之一
    told = figure.unit in ("ratio", "times") or figure.kind in ("ratio", "times")
    multiple = told and asked.target >= 100
    growing = figure.unit == "percent_change" or figure.kind == "growth" or asked.says(_GROWTH)
    ratio = (told and not part) or asked.says(_SHARE) or asked.says(_RATIO)
    for a, b in pairs([o for o in asked.amounts if asked.concerns(o)]):
        low, high = (a, b) if a.value <= b.value else (b, a)
        ratios = list(_ratio(asked, low, high, multiple=multiple)) if ratio and figure.unit != "percent_change" else []
        grown = [*_growth(asked, low, high), *_growth_of(asked, low, high)] if growing and not multiple else []
        if not (ratios or grown) or not asked.rests(a, b):
            continue
        if ratios and _told(asked, a, b) and asked.about(a, b) and _two(asked, a, b):
            yield from ratios
        if operands.one_metric(a, b) and asked.direction_fits(a, b):
            yield from grown
    if multiple and asked.says(_RATIO):
        for a, b in pairs([o for o in asked.shares if o.figure.unit in ("percent", "ratio")]):
            low, high = (a, b) if a.value <= b.value else (b, a)
            if asked.concerns(a) and asked.concerns(b) and operands.one_metric(a, b):
                yield from _ratio(asked, low, high, multiple=True)
    if ratio and not multiple and asked.says(_TOGETHER):
        yield from _summed_share(asked)
    if asked.told(_MIDDLE):
        yield from _end_ratio(asked, multiple=multiple)
    yield from _complements(asked)
    yield from _others(asked)
    yield from _rest_of_all(asked)
    if growing or ratio:
        yield from _as_multiple(asked)


_TOGETHER = re.compile(r"合计|共计|总共|加起来|两者|二者|together|combined", re.I)
_LOW, _HIGH = ("下限", "低端", "下沿"), ("上限", "高端", "上沿")
_MIDDLE = re.compile(rf"中值|中位|中点|{'|'.join((*_LOW, *_HIGH))}", re.I)
_APIECE = re.compile(r"(?:各|均|分别)(?:出资?|投资?|认购|占|获|为|有)?(?:了|约)?\s?$")


def _summed_share(asked: Asked) -> Iterator[Derivation]:
    """甲、乙各出300亿，两家合计超过总额的一半: what the sentence adds up of its own, as a part of a whole."""
    own = [o for o in asked.amounts if o.own and o.figure.end <= asked.figure.start]
    for whole in own:
        parts = [
            o
            for o in own
            if o is not whole and amounts.same_class(o.figure, whole.figure) and operands.alike(o.figure, whole.figure)
        ]
        each = [o for o in parts if _APIECE.search(o.reading.plain, *o.mark.before)]
        counted = operands.counted(asked.claim, asked.mark) or {2}
        sums: list[tuple[str, Decimal, tuple[Operand, ...]]] = [
            (f"{n} × {o.raw}", o.value * n, (o,)) for o in each for n in counted
        ]
        if len(parts) > 1 and not each:
            sums.append((" + ".join(o.raw for o in parts), sum((o.value for o in parts), amounts.ZERO), tuple(parts)))
        for formula, total, used in sums:
            if 0 < total < whole.value and asked.hit(total / whole.value * 100):
                yield Derivation(f"({formula}) ÷ {whole.raw} = {plain(total / whole.value * 100)}%", (*used, whole))


def _end_ratio(asked: Asked, *, multiple: bool) -> Iterator[Derivation]:
    """300亿至350亿 by its middle over 149亿 as 2.2倍; by the end that the sentence says."""
    named = _MIDDLE.search(asked.around)
    for o in asked.pool if named else ():
        ends = amounts.bounds(o.figure) if amounts.is_range(o.figure) and not amounts.is_share(o.figure) else None
        for b in asked.amounts if ends else ():
            if (
                ends is None
                or named is None
                or amounts.is_range(b.figure)
                or not operands.alike(o.figure, b.figure)
                or b.value <= 0
            ):
                continue
            end = ends[0] if named[0] in _LOW else ends[1] if named[0] in _HIGH else (ends[0] + ends[1]) / 2
            got = end / b.value * 100
            if (got >= 100) == multiple and asked.hit(got):
                yield Derivation(f"({o.raw}) 的{named[0]} ÷ {b.raw} = {plain(got / 100)}", (o, b))


_NARROW = Decimal("1.4")


def between(asked: Asked) -> Iterator[Derivation]:
    """约为最低档的九到十倍, 平均每家四到五个: a ratio that lies in so narrow a range."""
    ends = amounts.bounds(asked.figure)
    times = asked.figure.unit in ("times", "ratio") and asked.says(_RATIO)
    if ends is None or ends[0] <= 0 or ends[1] > ends[0] * _NARROW or not (times or asked.says(_AVERAGE)):
        return
    for a, b in pairs(asked.amounts):
        high, low = (a, b) if a.value >= b.value else (b, a)
        one = operands.one_metric(a, b) if times else near(a, b)
        if low.value > 0 and one and asked.concerns(high) and ends[0] <= high.value / low.value <= ends[1]:
            yield Derivation(f"{high.raw} ÷ {low.raw} = {plain(high.value / low.value)}", (high, low))


_LATTER = re.compile(r"后者|前者|对方")


def _two(asked: Asked, a: Operand, b: Operand) -> bool:
    """约为后者的1.4倍 compares two, not one with itself."""
    if not asked.says(_LATTER):
        return True
    x, y = (frozenset(w for w in labels.of(o.reading, o.mark).all if w[0] == "@") for o in (a, b))
    return not x or not y or x != y


def _told(asked: Asked, a: Operand, b: Operand) -> bool:
    """Two metrics make a ratio only where the claim names both, or the rate that is made of them."""
    if operands.one_metric(a, b):
        return True
    x, y = (context.of(o.reading, o.mark).metric for o in (a, b))
    if asked.says(_RATE) and any((x | y) == pair for pair in RATIOS):
        return True
    told = {c.value for c in asked.claim.cues_in(*asked.claim.sentences[asked.mark.sentence], "metric")}
    return bool(x & told) and bool(y & told)


def _ratio(asked: Asked, low: Operand, high: Operand, *, multiple: bool) -> Iterator[Derivation]:
    for first, second in ((high, low), (low, high)):
        got = first.value / second.value * 100
        if (got >= 100) == multiple and asked.hit(got):
            shown = plain(got / 100) if multiple else f"{plain(got)}%"
            yield Derivation(f"{first.raw} ÷ {second.raw} = {shown}", (first, second))


def _growth(asked: Asked, low: Operand, high: Operand) -> Iterator[Derivation]:
    told = context.of(asked.claim, asked.mark).direction
    for base in (low,) if told == {"up"} else (high,) if told == {"down"} else (low, high):
        yield from asked.answer(
            f"({high.raw} − {low.raw}) ÷ {base.raw}", (high.value - low.value) / base.value * 100, high, low
        )


def _growth_of(asked: Asked, change: Operand, level: Operand) -> Iterator[Derivation]:
    """A level and by how much it rose: 28.4亿元，同比增加9.6亿元."""
    told = context.of(change.reading, change.mark)
    if told.level == "by" and told.direction in ({"up"}, {"down"}) and change.article == level.article:
        before = level.value - change.value if "up" in told.direction else level.value + change.value
        if before > 0:
            yield from asked.answer(f"{change.raw} ÷ ({level.raw} ∓ {change.raw})", change.value / before * 100, change, level)


def _complements(asked: Asked) -> Iterator[Derivation]:
    for o in asked.shares:
        if o.value < 100 and asked.concerns(o) and ((asked.says(_REST) and _rest_of(asked, o)) or _inverse(asked, o)):
            yield from asked.answer(f"100% − {o.raw}", 100 - o.value, o)


_OTHERS = re.compile(r"其余|其他|其它|剩余|余下|除.{1,12}外")


def _others(asked: Asked) -> Iterator[Derivation]:
    """前五大占78.3%，第一大占41.2%: the other four."""
    if not asked.told(_OTHERS):
        return
    for a, b in pairs(asked.shares):
        if near(a, b) and asked.concerns(a) and asked.concerns(b):
            high, low = (a, b) if a.value >= b.value else (b, a)
            yield from asked.answer(f"{high.raw} − {low.raw}", high.value - low.value, high, low)


def _rest_of_all(asked: Asked) -> Iterator[Derivation]:
    """甲持股27%，乙26%，其余股东合计47%: what several shares of one sentence or its own leave of a whole."""
    if not asked.told(_REST):
        return
    for a, b in pairs(asked.shares):
        if near(a, b) and a.value + b.value < 100 and not {"up", "down"} & (_moved(a) | _moved(b)):
            yield from asked.answer(f"100% − {a.raw} − {b.raw}", 100 - a.value - b.value, a, b)


def _moved(o: Operand) -> frozenset[str]:
    return context.of(o.reading, o.mark).direction


_REST = re.compile(
    r"流失|失败|空置|未通过|非(?=[\u4e00-\u9fff])|其余|其他|其它|剩余|剩下|余下|另外|境内|境外|国内|海外|线上|线下|打.{1,3}折"
)


def _rest_of(asked: Asked, o: Operand) -> bool:
    """Whether the share is that of another part than the claim's."""
    mine, part = (context.of(r, m).segment for r, m in ((asked.claim, asked.mark), (o.reading, o.mark)))
    return not mine & part


def _inverse(asked: Asked, o: Operand) -> bool:
    """降低68% and 降至32%: one level told as the change, or the change as the level."""
    levels = {context.of(asked.claim, asked.mark).level, context.of(o.reading, o.mark).level}
    growing = [context.of(r, m).basis for r, m in ((asked.claim, asked.mark), (o.reading, o.mark))]
    return "by" in levels and bool(levels & {"of", "to"}) and not any(growing)


def _as_multiple(asked: Asked) -> Iterator[Derivation]:
    """A growth as a multiple and the reverse: 增长210% is 3.1倍, 是1.6倍 is 增长60%; cut by 10 times leaves 十分之一."""
    wanted = asked.figure.unit
    for o in asked.shares:
        cut = wanted == "ratio" and o.figure.unit == "times" and o.value > 100 and _moved(o) == {"down"}
        if cut and asked.hit(10000 / o.value):
            yield Derivation(f"1 ÷ {o.raw}", (o,))
        if wanted == "times" and o.figure.unit in ("percent_change", "percent") and asked.hit(100 + o.value):
            yield Derivation(f"1 + {o.raw} = {plain((100 + o.value) / 100)}倍", (o,))
        falling = context.of(asked.claim, asked.mark).direction == {"down"}
        rises = wanted in ("percent", "percent_change") and o.figure.unit == "times" and o.value > 100 and not falling
        if rises and asked.hit(o.value - 100):
            yield Derivation(f"{o.raw} − 1 = {plain(o.value - 100)}%", (o,))


# --------------------------------------------------------------------------------------------------------------- products
def amounts_of(asked: Asked) -> Iterator[Derivation]:
    """Derivations of an amount from shares, prices and counts."""
    yield from _parts(asked)
    if asked.told(_REACHED):
        yield from _projected(asked)
    if asked.told(_WHOLE):
        yield from _wholes(asked)
    if asked.says(_AVERAGE):
        yield from _averages(asked)
        yield from _per_month(asked)
    if asked.told(_PRICED) and amounts.is_money(asked.figure):
        yield from _priced(asked)


def _beside(asked: Asked, o: Operand) -> Iterator[Operand]:
    """The shares of an amount's own neighbourhood, growths excepted."""
    for p in asked.shares:
        grown = p.figure.unit in ("percent_change", "times") or p.figure.kind == "growth"
        if not grown and near(o, p) and 0 < p.value < 100:
            yield p


def _parts(asked: Asked) -> Iterator[Derivation]:
    """A share of a whole, where the claim speaks of the part as the share does (文字互动占六成, 海外用户约63万)."""
    mine = labels.of(asked.claim, asked.mark).own
    announced = asked.told(_BY_SHARE)
    for o in asked.of_class:
        for p in _beside(asked, o):
            label = labels.of(p.reading, p.mark)
            part = label.all if announced else label.own
            foreign = p.reading.lang == "en" and (asked.says(_SHARE) or asked.figure.approx == "about" or mine & part)
            if not foreign and not (mine & part) and not _follows_share(asked, p):
                continue
            yield from asked.answer(f"{o.raw} × {p.raw}", o.value * p.value / 100, o, p)


#: 按占比推算
_BY_SHARE = re.compile(
    r"(?:按|据|依)[^，。；]{0,8}(?:占比|比例|比重|份额)[^，。；]{0,4}(?:推算|测算|估算|折算|计算|计)|推算|折算|换算"
)


def _follows_share(asked: Asked, p: Operand) -> bool:
    """研发人员占比85%，约51人: an amount right behind the share that it is."""
    before = [o for o in asked.pool if o.own and o.figure.end <= asked.figure.start]
    last = max(before, key=lambda o: o.figure.start, default=None)
    return last is not None and amounts.is_share(last.figure) and last.value == p.value


_REACHED = re.compile(r"若|如果|假如|按.{1,16}[计算]|以.{1,16}[计算]|据此|推算|测算|估算|目标|将达")


def _projected(asked: Asked) -> Iterator[Derivation]:
    """120亿元，今年力争再增五成: 180亿元, if so."""
    for o in asked.of_class:
        for p in asked.shares:
            told = _moved(p)
            if near(o, p) and told in ({"up"}, {"down"}) and p.value < 100:
                rate = p.value if "up" in told else -p.value
                sign = "+" if "up" in told else "−"
                yield from asked.answer(f"{o.raw} × (1 {sign} {p.raw})", o.value * (100 + rate) / 100, o, p)


def _wholes(asked: Asked) -> Iterator[Derivation]:
    for o in asked.of_class:
        for p in _beside(asked, o):
            yield from asked.answer(f"{o.raw} ÷ {p.raw}", o.value / p.value * 100, o, p)


def _per(asked: Asked, o: Operand) -> bool:
    """Whether an operand counts what the average is per (每单, 61.3亿单)."""
    m = _EACH.search(asked.around)
    return bool(m) and o.raw.endswith((m[1], "人" if m[1] == "名" else m[1])) if m else False


_EACH = re.compile(r"每一?([\u4e00-\u9fff])")


def _averages(asked: Asked) -> Iterator[Derivation]:
    found = [o for o in asked.amounts if asked.concerns(o) or _per(asked, o)]
    for a in found:
        for b in found:
            if near(a, b) and b.value:
                yield from asked.answer(f"{a.raw} ÷ {b.raw}", a.value / b.value, a, b)


_MONTHS = {"quarter": 3, "half": 6, "year": 12}


def _per_month(asked: Asked) -> Iterator[Derivation]:
    """月均 of what a quarter or a year had."""
    for o in asked.of_class if asked.says(_MONTHLY) else ():
        stated = standing.stated(o.reading, o.mark)
        months = _MONTHS.get(periods.length_of(stated), 0) if stated else 0
        if months and asked.concerns(o):
            yield from asked.answer(f"{o.raw} ÷ {months}", o.value / months, o)


_MONTHLY = re.compile(r"月均|每月平均|平均每月")
_SOLD = frozenset({"sold", "shipment", "delivered", "output"})


def _priced(asked: Asked) -> Iterator[Derivation]:
    """A price and how many were sold at it."""
    found = [o for o in asked.amounts if asked.concerns(o) or context.of(o.reading, o.mark).metric & _SOLD]
    for price in (o for o in found if amounts.is_money(o.figure) and o.figure.currency == asked.figure.currency):
        for count in (o for o in found if not amounts.is_money(o.figure) and o.article in (price.article, -1)):
            yield from asked.answer(f"{price.raw} × {count.raw}", price.value * count.value, price, count)
