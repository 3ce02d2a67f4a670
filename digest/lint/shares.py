"""Shares against part and whole, and percentages that can't exceed 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.arithmetic import Interval
from digest.lint.finding import Finding, Remark
from digest.lint.reading import ANY, PERCENT, Passage, Quantity
from digest.lint.report import on
from digest.lint.roles import Term, terms

_AMOUNTS = ANY[1:-1]
_SHARE = re.compile(
    rf"(?:占比|占(?P<whole>[^，。；：{_AMOUNTS}]{{0,18}}?)(?:的(?:比[重例])?)?|(?:比重|份额|比例)(?:为|达|约)?)(?:仅?为|达到?|约|近|超过?|逾)?"
    rf"(?P<s>{PERCENT})"
)
_CAPPED = re.compile(
    r"(?:占比|渗透率|毛利率|市占率|市场份额|份额|分位|合格率|达标率|付费率|中签率|中选率|连锁化率|国产化率|良率|上座率|股权比例|持股比例)"
    rf"(?:[^，。；：{_AMOUNTS}]{{0,6}}?)(?P<p>{PERCENT})|(?P<q>{PERCENT})(?:的?分位)"
)
_RATE = re.compile(rf"(?P<x>[\u4e00-\u9fff]{{2,4}}?)率(?:仅?为|达到?|约)?(?P<s>{PERCENT})")
_CHANGED = re.compile(r"提升|提高|下降|增|升|降|减|同比|环比|变动|回落|完成")
_NOT_A_PART = ("percent", "point", "times", "rank")
_NOWHERE = Interval(Decimal(-1), Decimal(-1))


def find(passage: Passage) -> Iterator[Finding]:
    """Every share that is not part over whole, and every percentage that can't be."""
    for start, end in passage.sentences:
        found = terms(passage, start, end)
        for m in _SHARE.finditer(passage.masked, start, end):
            yield from _share(passage, m, start, found)
        for m in _RATE.finditer(passage.masked, start, end):
            yield from _rate(passage, m, found)
        for m in _CAPPED.finditer(passage.masked, start, end):
            yield from _beyond(passage, m)


def _share(passage: Passage, m: re.Match[str], start: int, found: Sequence[Term]) -> Iterator[Finding]:
    share = passage.quantity(m.start("s"))
    clause = max(start, *(passage.masked.rfind(mark, start, m.start()) + 1 for mark in "，；。"))
    if share is None or share.high is not None or _CHANGED.search(passage.masked[clause : m.start()]):
        return
    part = _part(passage, found, m.start())
    whole = _whole(passage, found, m, part) if part else None
    if part is None or whole is None or _explained(passage, share, part, m):
        return
    computed = arithmetic.ratio(part, whole)
    if computed and not computed.meets(arithmetic.of(share)):
        right = arithmetic.said(computed.middle, min(share.step, Decimal(1))) + "%"
        message = f"{part.raw} 占 {whole.raw} 的 {right}，印作 {share.raw}。"
        yield on(passage, m.start(), m.start("s") + 1, Remark("share", message, right))


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
        and not _explained(passage, rate, part, m)
    ):
        right = arithmetic.said(computed.middle, min(rate.step, Decimal(1))) + "%"
        message = f"{part.raw} 占 {whole.raw} 的 {right}，印作 {rate.raw}。"
        yield on(passage, m.start(), m.start("s") + 1, Remark("share", message, right))


def _part(passage: Passage, found: Sequence[Term], at: int) -> Quantity | None:
    """The amount whose share is told: right before, in the same clause or the one before."""
    prior = [t for t in found if t.at < at and t.quantity.unit not in _NOT_A_PART]
    if not prior or passage.masked.count("，", prior[-1].at, at) > 1 or re.search("[；。]", passage.masked[prior[-1].at : at]):
        return None
    listed = passage.masked.rfind("分别", prior[0].at, prior[-1].at)
    if listed > 0 and not re.search("[；。]", passage.masked[listed : prior[-1].at]):
        prior = [t for t in prior if t.at < listed] or prior  # 合计20.3亿元，分别为…，占: the share is the total's
    return prior[-1].quantity if not prior[-1].base else None


def _whole(passage: Passage, found: Sequence[Term], m: re.Match[str], part: Quantity) -> Quantity | None:
    """The whole: the only amount that bears the printed name (占营业收入的), or the one before 其中."""
    named = (m["whole"] or "").strip("其该全部总年度")
    if len(named) >= 2:
        low, high = max(0, m.start() - 400), m.end() + 100
        told = [t.quantity for t in terms(passage, low, high) if named[:2] in t.left and named[-2:] in t.left and not t.base]
        told = [q for q in told if q.unit == part.unit and q is not part]
        return told[0] if len(told) == 1 else None
    which = passage.masked.rfind("其中", passage.sentence_at(m.start())[0], m.start())
    if which < 0:
        return None
    whole = next((t for t in reversed(found) if t.at < which and t.level and t.quantity.unit == part.unit), None)
    return whole.quantity if whole else None


def _explained(passage: Passage, share: Quantity, part: Quantity, m: re.Match[str]) -> bool:
    """Whether some amount of the paragraph, or two that are the whole together, make the printed share."""
    near = [q for _, q in passage.within(max(0, m.start() - 500), m.end() + 200) if q.unit == part.unit][:24]
    printed = arithmetic.of(share)
    shares = [s for q in near if q is not part for s in (arithmetic.ratio(part, q), _of_both(part, q)) if s]
    return any(s.meets(printed) for s in shares)


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
