"""Shares against part and whole, and percentages that can't exceed 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.arithmetic import Interval
from digest.lint.finding import Finding, Remark
from digest.lint.reading import AMOUNT, ANY, PERCENT, Passage, Quantity
from digest.lint.report import on
from digest.lint.roles import Term, terms

_AMOUNTS = ANY[1:-1]
_SHARE = re.compile(
    rf"(?:占比|占(?P<whole>[^，。；：{_AMOUNTS}]{{0,18}}?)(?:的(?:比[重例])?)?|(?:比重|份额|比例)(?:为|达|约)?)(?:仅?为|达到?|约|近|超过?|逾)?"
    rf"(?P<s>{PERCENT})"
)
#: with the whole printed again: 占营业收入15.6亿元的15.4%
_SHARE_OF = re.compile(
    rf"占(?P<whole>[^，。；：{_AMOUNTS}]{{0,14}})(?P<w>{AMOUNT})的(?:比[重例])?(?:仅?为|达到?|约|近|超过?|逾)?(?P<s>{PERCENT})"
)
_CAPPED = re.compile(
    r"(?:占比|渗透率|毛利率|市占率|市场份额|份额|分位|合格率|达标率|付费率|中签率|中选率|连锁化率|国产化率|良率|上座率|股权比例|持股比例)"
    rf"(?:[^，。；：{_AMOUNTS}]{{0,6}}?)(?P<p>{PERCENT})|(?P<q>{PERCENT})(?:的?分位)"
)
_RATE = re.compile(rf"(?P<x>[\u4e00-\u9fff]{{2,4}}?)率(?:仅?为|达到?|约)?(?P<s>{PERCENT})")
_CHANGED = re.compile(r"提升|提高|下降|增|升|降|减|同比|环比|变动|回落|完成")
_AMONG = re.compile(
    rf"[^，。；：{_AMOUNTS}]{{0,12}}?(?:调查|调研|样本|问卷|抽样|[中里](?=，|[^，。；：{_AMOUNTS}]{{0,16}}{ANY}))"
)
_TOGETHER = re.compile(r"[二两](?:者|项|类|种|家)?(?:之和|合计|总和|加总)?")
_TOTAL = re.compile(r"总(?:金额|额|量|规模|数|投资|产量|销量|收入|计)[^，。；]{0,4}$")
_NEAR = 20  # characters between two parts of one list
_COUNT_OF = re.compile(r"(?:的)?(?:公司)?(?:家数|数量|个数|数|合计)$")
_SHARES = re.compile(
    rf"(?:占比|占[^，。；：{_AMOUNTS}]{{1,12}}的?比[重例])分别(?:约?为|达)?(?P<list>{PERCENT}(?:(?:[、和及与]|以及){PERCENT}){{1,7}})"
)
_NOT_A_PART = ("percent", "point", "times", "rank")
_NOWHERE = Interval(Decimal(-1), Decimal(-1))


def find(passage: Passage) -> Iterator[Finding]:
    """Every share that is not part over whole, and every percentage that can't be."""
    for start, end in passage.sentences:
        found = terms(passage, start, end)
        for m in _SHARE.finditer(passage.masked, start, end):
            yield from _share(passage, m, start, found)
        for m in _SHARE_OF.finditer(passage.masked, start, end):
            yield from _share(passage, m, start, found)
        for m in _SHARES.finditer(passage.masked, start, end):
            yield from _listed(passage, m, start, found)
        for m in _RATE.finditer(passage.masked, start, end):
            yield from _rate(passage, m, found)
        for m in _CAPPED.finditer(passage.masked, start, end):
            yield from _beyond(passage, m)


def _share(passage: Passage, m: re.Match[str], start: int, found: Sequence[Term]) -> Iterator[Finding]:
    share = passage.quantity(m.start("s"))
    clause = max(start, *(passage.masked.rfind(mark, start, m.start()) + 1 for mark in "，；。"))
    if share is None or share.high is not None or _CHANGED.search(passage.masked[clause : m.start()]):
        return
    part = _part(passage, found, m.start(), passage.masked[clause : m.start()].strip("，、其中"))
    whole = _whole(passage, found, m, part) if part else None
    if part is None or whole is None or _explained(passage, share, (part, whole), m):
        return
    computed = arithmetic.ratio(part, whole)
    if computed and not computed.meets(arithmetic.of(share)):
        right = arithmetic.said(computed.middle, min(share.step, Decimal(1))) + "%"
        message = f"{part.raw} 占 {whole.raw} 的 {right}，印作 {share.raw}。"
        yield on(passage, m.start(), m.start("s") + 1, Remark("share", message, right))


def _listed(passage: Passage, m: re.Match[str], start: int, found: Sequence[Term]) -> Iterator[Finding]:
    """甲22亿元、乙18亿元和丙11亿元，占比分别为43.1%、35.3%和21.6%: each over the sum, where all but one or two are."""
    shares = [(i, q) for i in range(m.start("list"), m.end("list")) if (q := passage.quantity(i))]
    parts = _run(passage, [t for t in found if start <= t.at < m.start()], len(shares))
    if len(parts) != len(shares):
        return
    total = replace(parts[0], value=sum((q.value for q in parts), Decimal(0)), step=sum((q.step for q in parts), Decimal(0)))
    computed = [arithmetic.ratio(q, total) for q in parts]
    wrong = [n for n, (_, q) in enumerate(shares) if (c := computed[n]) and not c.meets(arithmetic.of(q))]
    if not wrong or len(wrong) * 2 > len(shares):
        return  # most don't fit: they are shares of something else
    for n in wrong:
        at, share = shares[n]
        middle = c.middle if (c := computed[n]) else share.value
        right = arithmetic.said(middle, min(share.step, Decimal(1))) + "%"
        message = f"{parts[n].raw} 占合计的 {right}，印作 {share.raw}。"
        yield on(passage, at, at + 1, Remark("share", message, right))


def _run(passage: Passage, prior: Sequence[Term], count: int) -> list[Quantity]:
    """The last few like amounts right before a list of shares, told one behind the other."""
    run: list[Term] = []
    for term in reversed(prior):
        if run and (term.quantity.unit != run[-1].quantity.unit or _far(passage, term.at, run[-1].at)):
            break
        if term.quantity.unit in _NOT_A_PART or term.base:
            break
        run.append(term)
    return [t.quantity for t in reversed(run[:count])]


def _far(passage: Passage, low: int, high: int) -> bool:
    return high - low > _NEAR or re.search("[；。]", passage.masked[low:high]) is not None


def _rate(passage: Passage, m: re.Match[str], found: Sequence[Term]) -> Iterator[Finding]:
    """中选73家，中选率79.3%: the amount of that name over the like amount before it."""
    rate = passage.quantity(m.start("s"))
    prior = [t for t in found if t.at < m.start() and t.quantity.unit.startswith("count") and not t.base]
    if (
        rate is None
        or len(prior) < 2
        or not prior[-1].left.endswith(m["x"])
        or prior[-2].quantity.unit != prior[-1].quantity.unit
    ):
        return
    part, whole = prior[-1].quantity, prior[-2].quantity
    computed = arithmetic.ratio(part, whole)
    if (
        computed
        and part.value <= whole.value
        and not computed.meets(arithmetic.of(rate))
        and not _explained(passage, rate, (part, whole), m)
    ):
        right = arithmetic.said(computed.middle, min(rate.step, Decimal(1))) + "%"
        message = f"{part.raw} 占 {whole.raw} 的 {right}，印作 {rate.raw}。"
        yield on(passage, m.start(), m.start("s") + 1, Remark("share", message, right))


def _part(passage: Passage, found: Sequence[Term], at: int, subject: str) -> Quantity | None:
    """The amount whose share is told: the one that is named, else right before, in the same clause or the one before."""
    if len(subject) >= 2 and not re.search(ANY, subject):
        name = _COUNT_OF.sub("", subject)[:4]
        if not name:
            return None  # 合计占: the share is a sum's
        named = [t for t in found if t.at < at and not t.base and t.quantity.unit not in _NOT_A_PART]
        fits = [t for t in named if name in t.left] or [t for t in named if _counts(passage, t, name)]
        return fits[0].quantity if fits else None
    prior = [t for t in found if t.at < at and t.quantity.unit not in _NOT_A_PART]
    if not prior or passage.masked.count("，", prior[-1].at, at) > 1 or re.search("[；。]", passage.masked[prior[-1].at : at]):
        return None
    listed = passage.masked.rfind("分别", prior[0].at, prior[-1].at)
    if listed > 0 and not re.search("[；。]", passage.masked[listed : prior[-1].at]):
        prior = [t for t in prior if t.at < listed] or prior  # 合计20.3亿元，分别为…，占: the share is the total's
    return prior[-1].quantity if not prior[-1].base else None


def _counts(passage: Passage, term: Term, name: str) -> bool:
    """Whether an amount counts what a name says, in either order: 52家单位签约 are 签约单位, 96家上涨 are 上涨."""
    behind = re.match(rf"[^，。；：、{_AMOUNTS}]{{0,10}}", passage.masked[term.at + 1 : term.at + 12])
    words = (name[:2], name[-2:])
    return behind is not None and all(word in behind.group() for word in words)


def _whole(passage: Passage, found: Sequence[Term], m: re.Match[str], part: Quantity) -> Quantity | None:
    """The whole: the one that is printed again, the only one of the printed name (占营业收入的), or the one before 其中."""
    if "w" in m.groupdict():
        printed = passage.quantity(m.start("w"))
        return printed if printed and printed.unit == part.unit and printed.high is None else None
    named = (m["whole"] or "").strip("其该全部总年度")
    if _TOGETHER.fullmatch(named):
        return _of_two(found, m.start(), part)
    if len(named) >= 2:
        low, high = max(0, m.start() - 400), m.end() + 100
        told = [
            t.quantity
            for t in terms(passage, low, high)
            if not t.base and ((named[:2] in t.left and named[-2:] in t.left) or _counts(passage, t, named))
        ]
        told = [q for q in told if q.unit == part.unit and q is not part]
        return told[0] if len(told) == 1 else None
    which = passage.masked.rfind("其中", passage.sentence_at(m.start())[0], m.start())
    if which < 0:
        return _of_a_total(found, m.start(), part) or _asked(passage, found, m.start(), part) or _added_up(found, part)
    before = found if which > passage.sentence_at(m.start())[0] + 1 else _sentence_before(passage, which)
    whole = next((t for t in reversed(before) if t.at < which and t.level and t.quantity.unit == part.unit), None)
    return whole.quantity if whole else None


def _sentence_before(passage: Passage, at: int) -> Sequence[Term]:
    """The amounts of the sentence before the one that holds an offset: its total may be split here."""
    start = passage.sentence_at(at)[0]
    return terms(passage, *passage.sentence_at(start - 1)) if start else ()


def _of_a_total(found: Sequence[Term], at: int, part: Quantity) -> Quantity | None:
    """The only total before: 总金额186.4亿元，甲中标14.2亿元，占7.6%."""
    totals = [t.quantity for t in found if t.at < at and not t.base and t.quantity.unit == part.unit and _TOTAL.search(t.left)]
    return totals[0] if len(totals) == 1 and totals[0] is not part and totals[0].value > part.value else None


def _of_two(found: Sequence[Term], at: int, part: Quantity) -> Quantity | None:
    """What the two values before the share make together: 占二者合计的."""
    like = [t.quantity for t in found if t.at < at and t.quantity.unit == part.unit and not t.base and t.quantity.high is None]
    if len(like) != 2 or like[0].approx or like[1].approx:
        return None
    return replace(
        like[0], value=like[0].value + like[1].value, step=like[0].step + like[1].step, raw=f"{like[0].raw} + {like[1].raw}"
    )


def _asked(passage: Passage, found: Sequence[Term], at: int, part: Quantity) -> Quantity | None:
    """The only amount that the sentence says it counts among: 对420家企业的调查, 1,200家公司中."""
    prior = [t for t in found if t.at < at and t.quantity.unit == part.unit and t.quantity is not part and not t.base]
    fields = [t.quantity for t in prior if _AMONG.match(passage.masked, t.at + 1)]
    return fields[0] if len(fields) == 1 and fields[0].value > part.value else None


def _added_up(found: Sequence[Term], part: Quantity) -> Quantity | None:
    """The amount that this part and the others behind it make exactly: 90家…已部署38家、正在测试30家、尚无计划22家."""
    like = [t.quantity for t in found if t.quantity.unit == part.unit and not t.base and t.quantity.high is None][:24]
    for at, whole in enumerate(like):
        parts = like[at + 1 :]
        for n in range(2, len(parts) + 1):
            if part in parts[:n] and sum(q.value for q in parts[:n]) == whole.value:
                return whole
    return None


def _explained(passage: Passage, share: Quantity, sides: tuple[Quantity, Quantity], m: re.Match[str]) -> bool:
    """Whether some amount of the paragraph, or another part beside this one, makes the printed share."""
    part, whole = sides
    told = terms(passage, max(0, m.start() - 500), m.end() + 200)
    near = [t.quantity for t in told if t.quantity.unit == part.unit and not t.base and t.quantity is not part][:24]
    printed = arithmetic.of(share)
    if "w" in m.groupdict():  # the whole is printed; only the part may be another, or two together
        others = [q for q in near if q is not whole]
        shares = [arithmetic.ratio(q, whole) for q in [*others, *(_plus(part, q) for q in others)]]
        return any(s is not None and s.meets(printed) for s in shares)
    shares = [arithmetic.ratio(part, q) for q in near] + [_of_both(part, q) for q in near if q.value + part.value < whole.value]
    return any(s is not None and s.meets(printed) for s in [*shares, *_of_the_larger(passage, sides, m)])


def _of_the_larger(passage: Passage, sides: tuple[Quantity, Quantity], m: re.Match[str]) -> Iterator[Interval]:
    """What the part is of a larger whole, of which the sentence tells the share its own whole has: 占净值的52%，其中11亿元."""
    computed = arithmetic.ratio(*sides)
    for _, q in passage.within(passage.sentence_at(m.start())[0], m.start()):
        if computed and q.unit == "percent" and q.value > 0 and q.start > sides[1].start:
            of = arithmetic.of(q)
            yield Interval(computed.low * of.low / 100, computed.high * of.high / 100)


def _plus(a: Quantity, b: Quantity) -> Quantity:
    return replace(a, value=a.value + b.value, step=a.step + b.step)


def _of_both(part: Quantity, other: Quantity) -> Interval:
    whole = arithmetic.of(part) + arithmetic.of(other)
    if whole.low <= 0:
        return _NOWHERE
    return Interval(100 * arithmetic.of(part).low / whole.high, 100 * arithmetic.of(part).high / whole.low)


def _beyond(passage: Passage, m: re.Match[str]) -> Iterator[Finding]:
    at = m.start("p") if m["p"] else m.start("q")
    quantity = passage.quantity(at)
    if quantity and quantity.value > 100 and not _CHANGED.search(passage.masked[m.start() : at]):
        message = f"这里的百分数不会超过 100%，印作 {quantity.raw}。"
        yield on(passage, at, at + 1, Remark("percent_over", message, "不超过100%"))
