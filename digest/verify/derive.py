"""Arithmetic that a sentence announces: sums, differences, ratios, shares, growth, averages. Never a free search.

A derivation needs its word in the sentence (合计, 多, 占, 增长, 人均 …), operands of one class that stand near each other or in the
sentence itself, and where the sentence lists whom it sums, operands that belong to those. Unrestricted search explains wrong
claims as readily as right ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, combinations, product

from digest.verify import amounts, belongs, context, labels, operands, periods, rates, standing, undo
from digest.verify.asked import Asked, Derivation, near, pairs, plain
from digest.verify.operands import Operand
from digest.verify.reading import Mark, Reading

_SUM = re.compile(
    r"合计|总计|共计|共(?!享|同|识|建|和|性|有制)|总共|累计|加起来|之和|总额|总和|总数|总量|一共|together|combined|in total",
    re.I,
)
_DIFFERENCE = re.compile(
    r"(?<![最许众大诸好])多(?!家|个|款|名|项|数|种|年|位|模|少|次|元|轮|方)|少(?!数|量)|高出|高于|低于|超过?(?=[\u4e00-\u9fffA-Za-z])(?!约|近|逾|[一二三四五六七八九十百千万亿])|高(?!端|质量|频|层|效|校|新|速|级)|低(?!端|价|功)|相差|差额|"
    r"差距|跑赢|跑输|领先|落后|增加|减少|减轻|提高|提升|上升|下降|下调|上调|减(?!持|值)|增(?!长|值|速|持)|轻|延长|缩短|回落|非(?![常洲凡])|其余|其他|其它|剩余|余下|另外|净增|新增|差|还需|尚需|仍需|尚缺|"
    r"落选|落榜|未入选|未获|淘汰|境内|境外|国内|海外|线上|线下|部分|more|fewer|less|gap",
    re.I,
)
#: what moves on from the period that was told before
_LATER = re.compile(
    r"[一两二三四]个?[周月年季](?:之)?后|随后|其后|此后|次[周月年日季]|下一?[周月季年]|(?:前|上|此前)一?[周月季年]"
)
_BACKWARDS = re.compile(r"倒推|反推|倒算|扣除|减去|推知|可知")
_MIDDLE = re.compile(r"中值|中位|中点|区间中|midpoint", re.I)


def explain(claim: Reading, mark: Mark, pool: Sequence[Operand]) -> Derivation | None:
    """The first announced derivation of a claim's figure from the operands, or None."""
    start, end = claim.sentences[mark.sentence]
    asked = Asked(claim, mark, claim.plain[start:end], pool)
    if amounts.is_range(mark.figure):
        return next(chain(_spread(asked), _multiples(asked), rates.between(asked)), None)
    if amounts.number(mark.figure.value) is None or amounts.is_rank(mark.figure):
        return None
    for found in _candidates(asked):
        summed = " + " in found.formula
        if _sound(asked, found) and _in_time(asked, found) and (summed or operands.owned(claim, mark, found.operands)):
            return found
    return next((found for found in undo.before_change(asked) if _sound(asked, found)), None)


def _sound(asked: Asked, found: Derivation) -> bool:
    """Whether the operands count alike, on the basis that the claim states."""
    return _one_basis(found, asked.pool) and _same_basis(asked, found)


def _same_basis(asked: Asked, found: Derivation) -> bool:
    """同比 stays 同比: what the operands' sentences say of it is what the claim says."""
    mine = context.of(asked.claim, asked.mark).basis
    said = {
        c.value for o in found.operands if not o.own for c in o.reading.cues_in(*o.reading.sentences[o.mark.sentence], "basis")
    }
    dealt = any(labels.year_of(o.reading, o.mark) for o in found.operands)
    return not mine or not (said or dealt) or bool(mine & (said | ({"yoy"} if dealt else set())))


def _in_time(asked: Asked, found: Derivation) -> bool:
    """Whether the newest operand may belong to the period that the claim names."""
    mine = standing.stated(asked.claim, asked.mark)
    if mine is None or any(o.own for o in found.operands) or asked.says(_LATER):
        return True
    years = [labels.year_of(o.reading, o.mark) for o in found.operands]
    if all(years):
        return not periods.of(mine).year or int(periods.of(mine).year) == max(years)
    if any(belongs.carried_year(asked.claim, asked.mark, o.reading, o.mark) for o in found.operands):
        return False
    theirs = [standing.stated(o.reading, o.mark) for o in found.operands]
    return any(t is None or not periods.disjoint(mine, t) for t in theirs)


def _one_basis(found: Derivation, pool: Sequence[Operand]) -> bool:
    """Whether the operands can be taken from sources that count alike."""
    places = [operands.origins(o, pool)[:4] for o in found.operands[:4]]
    return any(operands.one_basis(chosen) for chosen in product(*places))


def _candidates(asked: Asked) -> Iterator[Derivation]:
    if asked.says(_SUM) and not amounts.is_points(asked.figure):
        yield from _sums(asked)
        yield from _added(asked)
    if amounts.is_points(asked.figure):
        yield from _points(asked)
    elif amounts.is_share(asked.figure):
        yield from rates.shares(asked)
    else:
        if asked.says(_DIFFERENCE) or asked.told(_BACKWARDS):
            yield from _differences(asked)
            yield from _remainders(asked)
        yield from _split(asked)
        yield from _unsplit(asked)
        yield from _rest_of_period(asked)
        yield from _deducted(asked)
        yield from rates.amounts_of(asked)
        yield from _money(asked)
    if asked.told(_MIDDLE):
        yield from _middles(asked)


# ------------------------------------------------------------------------------------------------------------------- sums
def _sums(asked: Asked) -> Iterator[Derivation]:
    """What the claim lists, or so many as it counts, or all that one sentence gives."""
    items = operands.parts(asked.claim, asked.mark)
    # 新增7个…总数17个: the seven are a term, no count of terms
    terms_told = {o.value for o in asked.of_class if o.own and o.raw[-1:] == asked.figure.raw.strip()[-1:]}
    sizes = {len(items)} if items else operands.counted(asked.claim, asked.mark) - terms_told
    for group in operands.windows(asked.of_class):
        chosen = operands.distinct(group, 10)
        for size in sorted(sizes or {len(chosen)}, reverse=True) if len(chosen) > 1 else ():
            for terms in combinations(chosen, size):
                total = sum((o.value for o in terms), amounts.ZERO)
                if asked.hit(total) and operands.one_metric(*terms) and (not items or operands.dealt(items, terms)):
                    yield from asked.answer(" + ".join(o.raw for o in terms), total, *terms)


_PLUS = re.compile(r"加上|连同|算上|加之|\bplus\b|\btogether with\b", re.I)


def _added(asked: Asked) -> Iterator[Derivation]:
    """融资5亿元；加上此前三轮的7.2亿元，累计12.2亿元: what the claim itself adds to the amount that it told before."""
    for b in (o for o in asked.of_class if o.own and o.figure.end <= asked.figure.start):
        before = [m for m in asked.claim.marks if m.figure.end <= b.figure.start and amounts.same_class(m.figure, b.figure)]
        if not before or not _PLUS.search(asked.claim.plain, before[-1].figure.end, b.figure.start):
            continue
        for a in (o for o in asked.of_class if amounts.equal(before[-1].figure, o.figure)):
            if operands.one_metric(a, b):
                yield from asked.answer(f"{a.raw} + {b.raw}", a.value + b.value, a, b)


def _money(asked: Asked) -> Iterator[Derivation]:
    """Valuation after the money is the one before it and the money, and the reverse."""
    stage = context.of(asked.claim, asked.mark).stage
    same = asked.of_class if stage else []
    raised = [o for o in same if "funding" in context.of(o.reading, o.mark).metric]
    for a in (o for o in same if "valuation" in context.of(o.reading, o.mark).metric):
        told = context.of(a.reading, a.mark).stage
        for b in raised if told and told != stage else ():
            if a is not b and stage == {"post"}:
                yield from asked.answer(f"{a.raw} + {b.raw}", a.value + b.value, a, b)
            elif a is not b:
                yield from asked.answer(f"{a.raw} − {b.raw}", a.value - b.value, a, b)


# ------------------------------------------------------------------------------------------------------------ differences
def _differences(asked: Asked) -> Iterator[Derivation]:
    for a, b in pairs(asked.of_class):
        high, low = (a, b) if a.value >= b.value else (b, a)
        if not asked.hit(high.value - low.value):
            continue
        if operands.one_metric(a, b) and asked.direction_fits(a, b) and (asked.concerns(a) or asked.concerns(b)):
            yield from asked.answer(f"{high.raw} − {low.raw}", high.value - low.value, high, low)


_WHEREOF = re.compile(r"其中|包括|分为|由[^，。；]{1,20}组成")


def _split(asked: Asked) -> Iterator[Derivation]:
    """19亿美元，其中现金13亿美元、股票6亿美元: what is left of a whole that the sentence itself splits."""
    own = [o for o in asked.of_class if o.own and o.figure.end <= asked.figure.start]
    if len(own) > 1 and _WHEREOF.search(asked.claim.plain, own[0].figure.end, own[1].figure.start):
        whole, parts = own[0], own[1:]
        rest = whole.value - sum((o.value for o in parts), amounts.ZERO)
        yield from asked.answer(" − ".join(o.raw for o in own), rest, *own)


def _unsplit(asked: Asked) -> Iterator[Derivation]:
    """42.5亿元用于甲（28.0亿元）、乙（8.3亿元）以及丙: what a sentence of a source leaves for the one without a figure."""
    places: dict[tuple[int, int], list[Operand]] = {}
    for o in asked.of_class:
        if not o.own:
            places.setdefault((o.article, o.mark.sentence), []).append(o)
    for found in places.values():
        whole, parts = found[0], found[1:]
        rest = whole.value - sum((o.value for o in parts), amounts.ZERO)
        if len(parts) > 1 and rest > 0 and asked.concerns(whole) and all(o.value < whole.value for o in parts):
            yield from asked.answer(" − ".join(o.raw for o in found), rest, *found)


_OTHER_HALF = {"overseas": "domestic", "domestic": "overseas", "online": "offline", "offline": "online"}


def _remainders(asked: Asked) -> Iterator[Derivation]:
    """境内收入 is all 收入 without 境外收入, wherever the article gives the two."""
    wanted = {_OTHER_HALF[v] for v in context.of(asked.claim, asked.mark).segment if v in _OTHER_HALF}
    same = asked.of_class if wanted else []
    for part in (o for o in same if wanted & context.of(o.reading, o.mark).segment):
        for whole in (o for o in same if o.article == part.article and not context.of(o.reading, o.mark).segment):
            if context.of(whole.reading, whole.mark).metric == context.of(part.reading, part.mark).metric:
                yield from asked.answer(f"{whole.raw} − {part.raw}", whole.value - part.value, whole, part)


def _rest_of_period(asked: Asked) -> Iterator[Derivation]:
    """1月 is 1月至2月 without 2月."""
    mine = standing.stated(asked.claim, asked.mark)
    same = asked.of_class if mine and not asked.mark.per else []
    dated = [(o, standing.stated(o.reading, o.mark)) for o in same if not o.own]
    for whole, all_of in dated:
        for part, some in dated:
            whole_and_part = (
                mine and all_of and some and whole.article == part.article and periods.completes(mine, some, all_of)
            )
            if whole_and_part and context.of(whole.reading, whole.mark).metric == context.of(part.reading, part.mark).metric:
                yield from asked.answer(f"{whole.raw} − {part.raw}", whole.value - part.value, whole, part)


_DEDUCTED = re.compile(r"(?:扣除|减去|扣掉)([\u4e00-\u9fff]{2,8})(?:之)?后")


def _deducted(asked: Asked) -> Iterator[Derivation]:
    """募资总额19.93亿元，扣除发行费用后净额18.7亿元: what was taken off."""
    for net in asked.of_class:
        m = _DEDUCTED.search(net.reading.plain, net.reading.clauses[net.mark.clause][0], net.figure.start)
        if m is None or m[1] not in asked.around:
            continue
        before = [o for o in asked.of_class if near(o, net) and o.figure.end <= m.start()]
        for gross in before[-1:]:
            yield from asked.answer(f"{gross.raw} − {net.raw}", gross.value - net.value, gross, net)


def _points(asked: Asked) -> Iterator[Derivation]:
    for a, b in pairs(asked.shares):
        gap = abs(_signed(a) - _signed(b))
        if gap and asked.hit(gap) and asked.direction_fits(a, b) and asked.rests(a, b):
            yield Derivation(f"|{a.raw} − {b.raw}| = {plain(gap)} 个百分点", (a, b))


def _signed(o: Operand) -> Decimal:
    """A rate below nought: 由-5.2%升至18.4%."""
    return -o.value if o.figure.unit == "percent" and o.raw[:1] in "-−－负" else o.value


_GIVE_OR_TAKE = re.compile(r"(?:浮动|±|正负|plus or minus)[^，。；]{0,4}$", re.I)


def _spread(asked: Asked) -> Iterator[Derivation]:
    """780亿美元，上下浮动2% as its two ends."""
    ends = amounts.bounds(asked.figure)
    for o in asked.pool:
        p = next(
            (p for p in asked.shares if near(o, p) and p.mark.sentence == o.mark.sentence and p.figure.start > o.figure.end),
            None,
        )
        low = p.reading.clauses[p.mark.clause][0] if p else 0
        if p is None or ends is None or not amounts.same_class(asked.figure, o.figure):
            continue
        if _GIVE_OR_TAKE.search(p.reading.plain, low, p.figure.start):
            found = [o.value * (100 - p.value) / 100, o.value * (100 + p.value) / 100]
            if amounts.same_ends(asked.figure, found):
                yield Derivation(f"{o.raw} ± {p.raw}", (o, p))


def _multiples(asked: Asked) -> Iterator[Derivation]:
    """32亿元至35亿元 over 11.6亿元 as 2.8至3倍, or as a growth of 176%至202%."""
    if not amounts.is_share(asked.figure):
        return
    for o in asked.pool:
        ends = amounts.bounds(o.figure) if amounts.is_range(o.figure) and not amounts.is_share(o.figure) else None
        for b in asked.pool if ends else ():
            if ends is None or amounts.is_range(b.figure) or not near(o, b) or not amounts.same_class(o.figure, b.figure):
                continue
            if b.value <= 0 or not operands.alike(o.figure, b.figure) or not operands.one_metric(o, b):
                continue
            grown = asked.figure.unit == "percent_change" or asked.figure.kind == "growth"
            times = asked.figure.unit in ("times", "ratio")
            found = [(end / b.value - (1 if grown else 0)) * (1 if times else 100) for end in ends]
            if amounts.same_ends(asked.figure, found):
                yield Derivation(f"({o.raw}) ÷ {b.raw}", (o, b))


def _middles(asked: Asked) -> Iterator[Derivation]:
    for o in asked.pool:
        ends = amounts.bounds(o.figure)
        if ends and amounts.is_range(o.figure) and ends[0] + ends[1] == 2 * asked.target:
            yield Derivation(f"({o.raw}) 的中值 = {plain(asked.target)}", (o,))
