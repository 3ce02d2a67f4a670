"""What part an amount plays in its sentence: the level told, or the base it is compared with, and for which period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from digest.lint.reading import ANY, WHEN, Passage, Period, Quantity

Base = Literal["", "year", "step", "when", "other"]

CLAUSE_START = re.compile(r"[，。；：()！？、]")
_FILL = r"(?:的|为|是|约|则为|则|仅为|仅|数为|数|报|约为|同期|当周|这周|当月|单周|单月|全年|全月|水平|末|底)"
_LABEL = (
    rf"(?P<year>上年同期|去年同期|上年同月|(?:上|去)年{WHEN}?|同期)"
    r"|(?P<step>上月|上个月|上季度?|上一季度|前一季度|上周|前一周|上一周|前周|上期|上年末|去年末|去年底|年初|期初|上一?代|前代|前值|前次|上次|此前"
    r"|一(?:个月|周|年)前)"
    rf"|(?P<when>{WHEN})"
)
_BASE_LABEL = re.compile(_LABEL)
#: the same behind other words, where a word of comparison opens it: 该均价较上年同期的
_BASE_AT_END = re.compile(rf"(?:较|相比于?|对比)(?:其|公司)?(?:{_LABEL}){_FILL}{{0,4}}(?:净?亏损)?的?$")
_BASE = re.compile(
    r"(?:而|但|同期|其)?(?:较|比|相比于?|对比|高于|低于|超过|不及|多于|少于|相对|与|由|从|自)?(?:其|公司)?(?:"
    + _LABEL
    + rf"){_FILL}{{0,4}}(?:净?亏损)?(?:约|为|约为|的)?"
)
#: with the metric named again: 上年同期渗透率31.9%
_BASE_NAMED = re.compile(
    rf"(?:而|但)?(?:(?P<year>(?:上|去)年同期|上年同月|(?:上|去)年{WHEN})|(?P<step>上一季度|前一季度|前一周|前值|[上前]一?代))"
    rf"(?:的|其|公司)?(?P<noun>(?:(?!新增|[增降升跌涨减多少累])[\u4e00-\u9fff]){{2,6}}?)(?:仅?为|约为)?"
)
_COMPARED = re.compile(rf"(?:较|比|相比于?|对比|由|从|自){WHEN}")
_ONLY_FILL = re.compile(rf"{_FILL}{{0,2}}")
_LISTED = re.compile(r"[/、和及与]|以及")
_NOT_LEVEL = re.compile(
    r"(?:均值|均线|中枢|中位数|预期|目标|区间|此前预计|曾预计|上限|下限|降幅|涨幅|跌幅|增幅|增速|幅度)[^，。；]{0,8}$"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One amount in its place: masked offset, whether and how it is a base, its period, the words of its clause before it."""

    at: int
    quantity: Quantity
    base: Base
    period: Period | None
    left: str

    @property
    def level(self) -> bool:
        """Whether the amount is what the sentence tells, not what it is compared with."""
        return not self.base and not _NOT_LEVEL.search(self.left)


def terms(passage: Passage, start: int, end: int) -> tuple[Term, ...]:
    """The amounts of a masked span in order, ranks left out."""
    out: list[Term] = []
    for at, quantity in passage.within(start, end)[:80]:
        if quantity.unit == "rank":
            continue
        clause = _clause_start(passage.masked, start, at)
        left = _without_aside(passage.masked, start, clause, at)
        listed = out and out[-1].base and _LISTED.fullmatch(passage.masked[out[-1].at + 1 : at])
        base = out[-1].base if listed else _base(left) or _repeated(left, out)
        out.append(Term(at, quantity, base, _period(passage, start, clause, at, base), left))
    return tuple(out)


def _without_aside(masked: str, start: int, clause: int, at: int) -> str:
    """The words of a clause before an amount; 前一周(8月25日-31日)为 is 前一周为."""
    left = masked[clause:at]
    if masked[clause - 1 : clause] != ")" or not _ONLY_FILL.fullmatch(left):
        return left
    opening = masked.rfind("(", max(start, clause - 30), clause)
    return left if opening < 0 else masked[_clause_start(masked, start, opening) : opening] + left


def _clause_start(masked: str, start: int, at: int) -> int:
    for i in range(at - 1, max(start, at - 120) - 1, -1):
        if CLAUSE_START.match(masked[i]):
            return i + 1
    return max(start, at - 120)


def _base(left: str) -> Base:
    m = _BASE.fullmatch(left) or _BASE_AT_END.search(left) or _BASE_NAMED.fullmatch(left)
    if m is None:
        return ""
    return "year" if m["year"] else "step" if m["step"] else "when"


def _repeated(left: str, told: Sequence[Term]) -> Base:
    """The base that repeats the verb of the value before it: 2月交付1.32万辆，1月交付1.58万辆."""
    m = _BASE_LABEL.match(left)
    word = left[m.end() :] if m else ""
    if m is None or not 1 <= len(word) <= 4 or not told or not told[-1].left.endswith(word):
        return ""
    return "year" if m["year"] else "step" if m["step"] else "when"


def named_metric(left: str) -> str:
    """What a base names again, "" where it's only a label: 渗透率 of 上年同期渗透率."""
    m = _BASE_NAMED.fullmatch(left)
    return m["noun"] if m else ""


def is_base(left: str) -> bool:
    """Whether a clause names nothing but another period or base before its amount: 2024年为, 上年同期."""
    return bool(_base(left))


def _period(passage: Passage, start: int, clause: int, at: int, base: Base) -> Period | None:
    """The nearest period before an amount: of its own clause, else the last one that the sentence goes on with."""
    for i in range(at - 1, clause - 1, -1):
        item = passage.items.get(i)
        if isinstance(item, Period) and (base or not _COMPARED.search(passage.masked[max(clause, i - 6) : i + 1])):
            return item
    if base:
        return None
    for i in range(clause - 1, max(start, clause - 160) - 1, -1):
        item = passage.items.get(i)
        if isinstance(item, Period) and not _labels_a_base(passage.masked, start, i):
            return item
    return None


def _labels_a_base(masked: str, start: int, at: int) -> bool:
    """Whether a period only names the base of a comparison: 较2025年末, 2024年为8.0亿元."""
    clause = _clause_start(masked, start, at)
    if _COMPARED.search(masked[max(clause, at - 6) : at + 1]):
        return True
    return clause == at and re.match(rf"{_FILL}{{0,4}}约?{ANY}", masked[at + 1 : at + 12]) is not None and at > start


# ------------------------------------------------------------------------------------------------------------------- pairs
def compatible(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts may be set against each other. A bare number takes any unit but percent."""
    if a.unit == b.unit:
        return True
    return "" in (a.unit, b.unit) and not {a.unit, b.unit} & {"percent", "point", "times", "rank"}


def a_year_before(base: Term, current: Term) -> bool:
    """Whether the base is the same period of the year before."""
    if base.base == "year":
        return _same_months(base.period, current.period)
    if not base.period or not current.period or base.period.grain != current.period.grain:
        return False
    if base.period.raw[:2] in ("上年", "去年"):  # of the year that the sentence tells, which may not be the report's
        return base.period.low.month == current.period.low.month
    return (base.period.low.month, base.period.low.year + 1) == (current.period.low.month, current.period.low.year)


def _same_months(a: Period | None, b: Period | None) -> bool:
    """Whether two periods cover the same months; of one that isn't told, so much is taken for granted."""
    return a is None or b is None or (a.grain == b.grain and a.low.month == b.low.month)


def a_step_before(base: Term, current: Term) -> bool:
    """Whether the base is the period right before: last month, last quarter, last week."""
    if base.base == "step":
        return True
    if not base.period or not current.period or base.period.grain != current.period.grain:
        return False
    if base.period.grain == "day" and _month_ends(base.period) and _month_ends(current.period):
        return _months(current.period) - _months(base.period) == 1  # 截至7月末…，6月末为
    step = {"month": 1, "quarter": 3}.get(base.period.grain)
    if step and not base.period.explicit:
        return (current.period.low.month - base.period.low.month) % 12 == step
    gap = current.period.low - base.period.high
    return timedelta(0) < gap <= timedelta(days=4 if base.period.grain == "week" else 1)


def _month_ends(period: Period) -> bool:
    return (period.high + timedelta(days=1)).day == 1


def _months(period: Period) -> int:
    return period.high.year * 12 + period.high.month


def before(found: Sequence[Term], at: int) -> Iterator[Term]:
    """The terms before a masked offset, the nearest first."""
    return (t for t in reversed(found) if t.at < at)
