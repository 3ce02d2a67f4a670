"""Changes against their base: 同比、环比、较…、由…至…. Growth, direction, % for 百分点, and plain differences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from digest.lint import arithmetic, bases
from digest.lint.arithmetic import Interval
from digest.lint.bases import alike
from digest.lint.changes import Claim, claims
from digest.lint.finding import Finding, Remark
from digest.lint.lexicon import DOWN, UP
from digest.lint.reading import ANY, WHEN, Passage, Quantity
from digest.lint.report import on
from digest.lint.roles import Term, a_step_before, a_year_before, before, compatible, named_metric, terms

_AMOUNTS = ANY[1:-1]
_FROM_TO = re.compile(
    rf"(?:由|从|自)(?P<pre>[^，。；{_AMOUNTS}]{{0,20}})(?P<a>{ANY})(?P<mid>[^，。；{_AMOUNTS}]{{0,14}}?)[至到为成]"
    rf"(?P<post>[^，。；{_AMOUNTS}]{{0,16}})(?P<b>{ANY})"
)
_VERB = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))$")
_INLINE = re.compile(
    rf"(?:相较于?|相比于?|较|(?<![占同环])比|对比)(?P<x>[^，。；{_AMOUNTS}]{{0,24}})(?P<b>{ANY})(?P<y>[^，。；{_AMOUNTS}]{{0,8}})$"
)
_PRIOR_YEAR = re.compile(r"上年|去年")
_BREAK = re.compile(rf"[；。]|{ANY}")
#: a new subject between two values and a change: 由7.4%降至5.7%，良好率也降低
_OTHER_SUBJECT = re.compile(r"，[\u4e00-\u9fff]{2,8}?(?:也|亦|则|却|同样|分别)")
#: the bases that 同比 and 环比 ask for
_ASKED: dict[str, Callable[[Term, Term], bool]] = {
    "同比": a_year_before,
    "按年": a_year_before,
    "环比": a_step_before,
    "按月": a_step_before,
}

Pair = tuple[Quantity, Quantity]


@dataclass(frozen=True, slots=True)
class Course:
    """由a降至b: the two values, the words between them, and where the second stands."""

    first: Quantity
    second: Quantity
    words: str
    label: str
    at: int


def find(passage: Passage) -> Iterator[Finding]:
    """Every change that does not follow from the two values it is printed with."""
    for start, end in passage.sentences:
        if len(passage.within(start, end)) >= 2:
            yield from _sentence(passage, start, end)


def _sentence(passage: Passage, start: int, end: int) -> Iterator[Finding]:
    courses = list(_courses(passage, start, end))
    for course in courses:
        yield from _wrong_way(passage, course)
    said = list(claims(passage, start, end))
    changes = {c.at for c in said}
    told = terms(passage, start, end)
    levels = [t for t in told if t.at not in changes]
    for claim in said:
        # a rate of growth may itself be what grew: 增速较上月的6.6%高0.6个百分点
        pair = _pair(passage, claim, told if claim.amount.unit == "point" else levels, courses, start)
        if pair and not _explained(claim, pair, levels):
            yield from _judge(passage, claim, *pair)


def _courses(passage: Passage, start: int, end: int) -> Iterator[Course]:
    for m in _FROM_TO.finditer(passage.masked, start, end):
        a, b = passage.quantity(m.start("a")), passage.quantity(m.start("b"))
        if a and b and compatible(a, b) and "亏" not in m["pre"] + m["mid"]:
            yield Course(a, b, m["mid"], m["pre"], m.start("b"))


# ------------------------------------------------------------------------------------------------------------------- pairs
def _pair(passage: Passage, claim: Claim, levels: Sequence[Term], courses: Sequence[Course], start: int) -> Pair | None:
    """The value a change is told of and the base it names; None where the text names no base."""
    inline = _INLINE.search(passage.masked, max(start, claim.start - 60), claim.start)
    if inline:
        base = passage.quantity(inline.start("b"))
        current = base and (_current(levels, inline.start(), base) or _dated(levels, inline.start(), base))
        return (current.quantity, base) if base and current else None
    for course in courses:
        between = passage.masked[course.at + 1 : claim.start]
        close = 0 <= claim.start - course.at <= 14 and not _BREAK.search(between) and not _OTHER_SUBJECT.search(between)
        meant = not claim.kind or (
            claim.kind == "同比" and (_PRIOR_YEAR.search(course.label) or _is_plain_difference(claim, course))
        )
        if close and meant:
            return course.second, course.first
    if claim.named:
        return _of_named_period(claim, levels)
    found = bases.in_brackets(passage, claim.at, levels) or _beside(claim, levels) or _of_neighbouring_periods(claim, levels)
    fits = _ASKED.get(claim.kind)
    return found or (bases.told_later(passage, claim.start, levels, fits) if fits else None)


def _is_plain_difference(claim: Claim, course: Course) -> bool:
    """Whether a change in % is exactly the difference of two percentages."""
    z = claim.amount
    return z.unit == course.first.unit == "percent" and abs(course.second.value - course.first.value) == z.value


def _current(levels: Sequence[Term], at: int, base: Quantity, metric: str = "") -> Term | None:
    return next((t for t in before(levels, at) if t.level and alike(t.quantity, base) and metric in t.left), None)


def _dated(levels: Sequence[Term], at: int, base: Quantity) -> Term | None:
    """The value right before, told with nothing but its period: 2月为48.2%，比1月的41.0%提高7.2个百分点."""
    last = next(before(levels, at), None)
    return last if last and last.base == "when" and alike(last.quantity, base) else None


def _of_named_period(claim: Claim, levels: Sequence[Term]) -> Pair | None:
    """较2025年末增长5.6%: the value that the sentence gives for the end of 2025."""
    named = claim.named
    current = next((t for t in before(levels, claim.start) if t.level and t.period != named), None)
    if named is None or current is None:
        return None
    told = [
        t.quantity
        for t in before(levels, current.at)
        if t.period and (t.period.low, t.period.high) == (named.low, named.high) and alike(t.quantity, current.quantity)
    ]
    right = (q for q in told if _agrees(claim, current.quantity, q))
    base = next(right, next(iter(told), None))
    return (current.quantity, base) if base else None


def _beside(claim: Claim, levels: Sequence[Term]) -> Pair | None:
    """The base that stands beside the claim with its own label: 上年同期为…, 2024年为…, 前一周为…."""
    fits = _ASKED.get(claim.kind)
    for base in sorted((t for t in levels if t.base), key=lambda t: abs(t.at - claim.start)):
        low, high = sorted((base.at, claim.start))
        if any(low < t.at < high and t.level and compatible(t.quantity, base.quantity) for t in levels):
            continue
        current = _current(levels, low, base.quantity, named_metric(base.left)[-2:])
        if current is None or any(current.at < t.at < low == claim.start and t.level for t in levels):
            continue  # 营收4.2亿元，净利润0.5亿元(同比-8.5%)；上年同期营收为…: the change is the profit's
        near = 0 < claim.start - base.at <= 12 and not claim.since
        if fits(base, current) if fits else near and (not claim.kind or _same_label(claim.kind, base)):
            return current.quantity, base.quantity
    return None


def _same_label(kind: str, base: Term) -> bool:
    label = base.left.rstrip("的为是约")
    return len(label) >= 2 and label in kind and WHEN not in label


def _of_neighbouring_periods(claim: Claim, levels: Sequence[Term]) -> Pair | None:
    """Two bare values of neighbouring periods: 2025年为1.35万亿元，2024年为1.10万亿元."""
    fits = _ASKED.get(claim.kind)
    if fits is None:
        return None
    prior: list[Term] = []
    for term in before(levels, claim.start):
        prior.append(term)
        if term.level or len(prior) == 4:  # a value that is told begins what the claim is about
            break
    if prior and prior[0].base in ("", "when") and (twin := _twin(levels, prior[0])) and fits(twin, prior[0]):
        return prior[0].quantity, twin.quantity
    for current in prior:
        for base in prior:
            if not base.base or not alike(base.quantity, current.quantity) or not fits(base, current):
                continue
            if base is current or (base.at < current.at and not current.base):
                continue
            low, high = sorted((base.at, current.at))
            if not any(low < t.at < high and t.level and compatible(t.quantity, base.quantity) for t in levels):
                return current.quantity, base.quantity
    return None


def _twin(levels: Sequence[Term], current: Term) -> Term | None:
    """The value right before, told in the same words of another period: 1月装机38.7GWh，2月装机34.9GWh."""
    last = next(before(levels, current.at), None)
    same = last is not None and last.left.replace(WHEN, "") == current.left.replace(WHEN, "") != ""
    return last if last and same and WHEN in last.left and alike(last.quantity, current.quantity) else None


def _explained(claim: Claim, pair: Pair, levels: Sequence[Term]) -> bool:
    """Whether the change follows from the pair, or from another value and a base that the sentence names."""
    if _agrees(claim, *pair) or bases.of_a_sum(levels, pair[1], lambda total: _agrees(claim, total, pair[1])):
        return True
    prior = [t for t in levels if t.at < claim.start or t.base][-12:]
    return any(
        b.base
        and b.at >= claim.half
        and not t.base
        and t.quantity not in pair
        and compatible(t.quantity, b.quantity)
        and _agrees(claim, t.quantity, b.quantity)
        for t in prior
        for b in prior
    )


# --------------------------------------------------------------------------------------------------------------- judgement
def _computed(claim: Claim, current: Quantity, base: Quantity) -> Interval | None:
    """The change that the two values make, in the unit of the claim; None where it can't be said."""
    rates = claim.amount.unit in ("percent", "point") and current.unit == "percent"
    if current.value * base.value < 0 and not rates:
        return None
    if claim.amount.unit == "percent" and current.unit != "percent":
        return arithmetic.growth(current, base)
    change = arithmetic.of(current) - arithmetic.of(base)
    return Interval(-change.high, -change.low) if current.value < 0 and not rates else change


def _agrees(claim: Claim, current: Quantity, base: Quantity) -> bool:
    if claim.amount.unit == "percent" and current.unit == "percent":
        if abs(current.value - base.value) == claim.amount.value:
            return False  # near 100% both readings round alike, and the plain difference is what was meant
        grown = arithmetic.growth(current, base)
        return grown is None or grown.meets(_signed(claim))
    if current.unit == "times" and "倍" in claim.amount.raw and abs(current.value - base.value) * 100 == claim.amount.value:
        return True  # 市盈率由77.1倍提高1.5倍: so many 倍, not so many times
    if current.high is not None and claim.amount.high is not None:
        return _ends_agree(claim, current, base)
    computed = _computed(claim, current, base)
    return computed is None or computed.meets(_signed(claim))


def _ends_agree(claim: Claim, current: Quantity, base: Quantity) -> bool:
    """A range of changes must follow from a range of values end by end."""
    ends = (current.value, current.high or current.value)
    computed = [_computed(claim, replace(current, value=end, high=None), base) for end in ends]
    z = claim.amount
    printed = [arithmetic.of(replace(z, value=end, high=None)).magnitude for end in (z.value, z.high or z.value)]
    if computed[0] is None or computed[1] is None:
        return True
    sizes = sorted((c.magnitude for c in computed if c), key=lambda i: i.low)
    return all(c.meets(p) for c, p in zip(sizes, sorted(printed, key=lambda i: i.low), strict=True))


def _signed(claim: Claim) -> Interval:
    printed = arithmetic.of(claim.amount)
    if claim.rising or (claim.amount.value < 0 and claim.noun):
        return printed
    return Interval(-printed.high, -printed.low)


def _judge(passage: Passage, claim: Claim, current: Quantity, base: Quantity) -> Iterator[Finding]:
    z = claim.amount
    computed = _computed(claim, current, base)
    if computed is None or (z.unit not in ("percent", "point") and not compatible(z, current)):
        return
    values = f"{current.raw} 与 {base.raw}"
    span = (claim.start, claim.at + 1)
    number = z.raw.rstrip("%").removesuffix("个百分点").removesuffix("百分点")
    size = computed.magnitude.meets(arithmetic.of(z).magnitude)
    if z.unit == "point" and current.unit != "percent":
        grown = arithmetic.growth(current, base)
        if grown and grown.magnitude.meets(arithmetic.of(z)):
            yield on(passage, *span, Remark("percent_pp", f"{values}的变动是 {number}%，不是百分点。", f"{number}%"))
        return
    if z.high is not None and current.high is not None:
        yield on(passage, *span, Remark("growth", f"由 {values} 算不出 {z.raw}，区间两端要各自对应。", "核对区间两端"))
    elif size and z.unit == "percent" and current.unit == "percent":
        yield on(passage, *span, Remark("percent_pp", f"{values}之差是 {number} 个百分点，不是 {z.raw}。", f"{number}个百分点"))
    elif size or _opposite(computed, claim):
        word = "下降" if claim.rising else "增长"
        yield on(passage, *span, Remark("direction", f"{values}相比是{word}，方向写反。", f"{word}{_printed(computed, claim)}"))
    else:
        rule = "growth" if z.unit == "percent" and current.unit != "percent" else "difference"
        expected = _printed(computed, claim)
        yield on(passage, *span, Remark(rule, f"由 {values} 算得 {expected}，印作 {z.raw}。", expected))


def _opposite(computed: Interval, claim: Claim) -> bool:
    signed = _signed(claim)
    return computed.low > 0 > signed.high or computed.high < 0 < signed.low


def _printed(computed: Interval, claim: Claim) -> str:
    """The computed change with the digits and the unit of the printed one."""
    value, z = abs(computed.middle), claim.amount
    if z.unit == "percent":
        return arithmetic.said(value, min(z.step, Decimal(1))) + "%"
    return arithmetic.like(z, value)


def _wrong_way(passage: Passage, course: Course) -> Iterator[Finding]:
    """由12%下降至15%: the word says down, the values go up."""
    verb = _VERB.search(course.words)
    first, second = course.first, course.second
    if not verb or first.value == second.value or min(first.value, second.value) < 0 or first.high is not None:
        return
    rising = second.value > first.value
    if rising != bool(verb["up"]):
        says = "上升" if rising else "下降"
        message = f"{first.raw} 到 {second.raw} 是{says}，文中写“{verb.group()}”。"
        yield on(passage, course.at - len(verb.group()) - 1, course.at + 1, Remark("direction", message, says))
