"""The front page and the headlines against the body: another value, unit, period or direction, a qualifier lost, no support."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.lint.facts import Fact, Index, Match, derived, equal, facts, kin, mantissa
from digest.lint.finding import Finding, Remark
from digest.lint.reading import ANY, WHEN, Period, Quantity
from digest.lint.report import Report, finding, on

_SAME_WORDS, _SAME_SENTENCE = 0.6, 0.3  # how far metric and sentence must agree before two values are called one fact
_TOGETHER = re.compile(r"合计|共计|之和|总共|共")
_AMOUNT = re.compile(ANY)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
#: name · what the body says beside the figure · what keeps it on the front page · roles it belongs to
_QUALIFIERS: tuple[tuple[str, re.Pattern[str], re.Pattern[str], str], ...] = (
    ("投前", re.compile(r"投前(?:估值)?[为约达]?\||\|的?投前"), re.compile("投前"), "level"),
    (
        "预计",
        re.compile(r"预计|预期|有望|拟|计划|预测|指引|预告"),
        re.compile(rf"预计|预期|预测|有望|拟|计划|目标|将|指引|预告|预算|或|估计|测算|展望|规划|力争|到{WHEN}"),
        "level change share",
    ),
    ("同比", re.compile("同比"), re.compile(rf"同比|[较比](?:上|去|{WHEN})|上年同期|去年同期|按年"), "change"),
    ("环比", re.compile("环比"), re.compile(rf"环比|[较比](?:上|前|{WHEN})|按月|一周|一个月|周"), "change"),
    (
        "口径",
        re.compile(r"扣非|扣除|剔除|经调整|调整后|[Nn]on-?GAAP|备考|可比口径|同口径|不变汇率|年化|税后|税前|加回"),
        re.compile(r"扣非|扣除|剔除|经?调整|[Nn]on-?GAAP|备考|可比|同口径|不变汇率|年化|税后|税前|加回"),
        "level change share",
    ),
    ("最高", re.compile(r"最高|不超过|至多|最多|上限|潜在"), re.compile(r"最高|不超过|至多|最多|上限|潜在|以内|或"), "level"),
    ("至少", re.compile(r"不低于|不少于|至少"), re.compile(r"不低于|不少于|至少|以上|超|逾"), "level"),
    ("意向", re.compile(r"意向|框架"), re.compile(r"意向|框架"), "level"),
    ("日均", re.compile(r"日均|月均|年均|户均|人均"), re.compile(r"日均|月均|年均|户均|人均|平均"), "level"),
)
_LENGTHS = frozenset({"month", "day", "hour", "minute", "second", "inch", "nanometre"})
_MONTHLY = re.compile(r"月度|单月|当月|全月|整月")
_WEEKLY = re.compile(r"[这当单本一首]周|周度|周均|周内|一周")


def find(report: Report) -> Iterator[Finding]:
    """Every figure of the front page and of the headlines that the body tells otherwise, or not at all."""
    if not report.body:
        return
    told = [fact for p in report.body for fact in facts(p, p.block.heading)]
    index, printed = Index(told), _printed_in_tables(report)
    for passage in report.front:
        yield from _passage(facts(passage), index, printed, alone=True)
    for passage in report.headings:
        own = [f for f in told if f.passage.block.heading == passage.block.text]
        if own:
            yield from _passage(facts(passage), Index(own), printed, alone=False)


def _printed_in_tables(report: Report) -> frozenset[str]:
    """The numbers of the body's tables, without sign and separators."""
    return frozenset(
        n.group().replace(",", "").lstrip("-")
        for table in report.document.tables
        if table.zone == "body"
        for row in table.rows
        for cell in row
        for n in _NUMBER.finditer(cell.text)
    )


def _passage(found: Sequence[Fact], index: Index, printed: frozenset[str], *, alone: bool) -> Iterator[Finding]:
    seen: set[tuple[object, ...]] = set()
    for fact in found:
        if fact.quantity.unit == "" or fact.role == "base":
            continue
        matches = index.matches(fact)
        same = [m for m in matches if equal(fact.quantity, m.fact.quantity)]
        if same and (same[0].scope >= 0.12 or same[0].metric >= 0.5):
            for item in _attributes(fact, same):
                once = item.rule in ("weekly_as_monthly", "period_mismatch")
                key = (item.rule, fact.sentence) if once else (item.rule, item.line, item.start)
                if key not in seen:
                    seen.add(key)
                    yield item
        elif mantissa(fact.quantity) not in printed and not _computed_here(fact, found):
            yield from _unlike(fact, matches, found, index if alone else None)


# ------------------------------------------------------------------------------------------------------------ other values
def _unlike(fact: Fact, matches: Sequence[Match], found: Sequence[Fact], index: Index | None) -> Iterator[Finding]:
    rival = next((m for m in matches if _rivals(fact, m, found)), None)
    if rival is None:
        if index and _specific(fact, found) and not any(_computed_there(fact, told) for told in index.about(fact)):
            yield _say(
                fact,
                Remark("unsupported_summary", f"正文没有 {fact.quantity.raw} 这个数。", "删去，或在正文补上依据", "warning"),
            )
        return
    other = rival.fact.quantity
    summed = _TOGETHER.search(fact.clause) is not None
    if (summed or fact.kind != rival.fact.kind) and _computed_there(fact, rival.fact):
        return
    rule, word = _difference(fact.quantity, other)
    message = f"此处 {fact.quantity.raw}，正文第 {_line(rival.fact)} 行为 {other.raw}，{word}。"
    yield _say(fact, Remark(rule, message, other.raw))


def _rivals(fact: Fact, match: Match, found: Sequence[Fact]) -> bool:
    """Whether a body figure tells the same fact with another value."""
    other = match.fact
    slip = mantissa(fact.quantity) == mantissa(other.quantity) and len(mantissa(other.quantity)) >= 2
    if match.scope < _SAME_SENTENCE or match.metric < (0.3 if slip else _SAME_WORDS):
        return False
    kinds = {fact.kind, other.kind} - {""}
    if not slip and (other.role != fact.role or other.rising != fact.rising or len(kinds) > 1 or not _same_period(fact, other)):
        return False
    return not any(equal(f.quantity, other.quantity) and f is not fact and f.sentence == fact.sentence for f in found)


def _same_period(a: Fact, b: Fact) -> bool:
    if a.period is None or b.period is None or a.period.grain != b.period.grain:
        return True
    return (a.period.low, a.period.high) == (b.period.low, b.period.high)


def _difference(a: Quantity, b: Quantity) -> tuple[str, str]:
    """The rule and the words for two values of one fact."""
    if mantissa(a) == mantissa(b) and kin(a) == kin(b):
        return "unit_slip", "单位不同"
    if a.unit.startswith("count"):
        return "count", "数目不同"
    return "two_values", "同一事实两个数"


def _computed_here(fact: Fact, found: Sequence[Fact]) -> bool:
    """Whether a difference in 百分点 follows from the sentence itself."""
    return fact.quantity.unit == "point" and derived(fact.quantity, [f.quantity for f in found if f.sentence == fact.sentence])


def _computed_there(fact: Fact, rival: Fact) -> bool:
    """Whether a change or a share follows from the values that the body's sentence gives."""
    start, end = rival.passage.sentence_at(rival.at)
    told = [q for _, q in rival.passage.within(start, end)]
    if fact.quantity.unit == "percent":
        return derived(fact.quantity, [q for q in told if q.unit not in ("percent", "point", "times")])
    return (fact.role == "change" or _TOGETHER.search(fact.clause) is not None) and derived(
        fact.quantity, [q for q in told if q is not rival.quantity or fact.quantity.unit == q.unit]
    )


def _specific(fact: Fact, found: Sequence[Fact]) -> bool:
    """Whether a figure is worth a word when the body lacks it: no small count, nothing computed from its own sentence."""
    q = fact.quantity
    if (q.unit.startswith("count") and q.value < 10) or (q.unit in ("times", "rank") and q.value < 10) or q.unit in _LENGTHS:
        return False
    others = [f.quantity for f in found if f.sentence == fact.sentence]
    return not derived(q, others)


# -------------------------------------------------------------------------------------------------------------- attributes
def _attributes(fact: Fact, same: Sequence[Match]) -> Iterator[Finding]:
    """What the body says beside the same value and the front page does not, or says otherwise."""
    good = [m.fact for m in same if m.score >= same[0].score - 0.35]
    yield from _qualifiers(fact, good)
    yield from _periods(fact, good)
    yield from _directions(fact, good)
    yield from _weekly(fact, good)
    yield from _unit_lost(fact, good)


def _qualifiers(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    for name, carried, kept, roles in _QUALIFIERS:
        if fact.role not in roles.split() or kept.search(fact.sentence):
            continue
        words = [carried.search(_beside(b, name)) for b in good]
        if all(words) and words[0]:
            word = words[0].group().strip("|的")
            message = f"正文第 {_line(good[0])} 行为“{word}”，此处丢了这一限定。"
            yield _say(fact, Remark("qualifier_lost", message, f"{word}…{fact.quantity.raw}", "warning"))


def _beside(fact: Fact, name: str) -> str:
    near = _AMOUNT.split(fact.clause)[-1] + "|" + fact.after
    return fact.lead + "，" + near if name == "口径" else near


def _periods(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    own = fact.period
    if own is None or own.grain in ("day", "week"):
        return
    others = [b.period for b in good]
    if not all(
        p and p.grain not in ("day", "week") and _unlike_periods(fact, b, own, p) for b, p in zip(good, others, strict=True)
    ):
        return
    other = others[0]
    if other:
        message = f"同一数字，此处为{own.raw}，正文第 {_line(good[0])} 行为{other.raw}。"
        yield finding(fact.passage, (own.start, own.end), Remark("period_mismatch", message, other.raw))


def _unlike_periods(fact: Fact, other: Fact, a: Period, b: Period) -> bool:
    """Whether two periods differ: by year where both print one, by months; of unlike length only right beside their figures."""
    if a.grain != b.grain or a.grain == "span":
        beside = WHEN in fact.clause and WHEN in other.clause
        return beside and (a.low.month, a.high.month) != (b.low.month, b.high.month)
    years = a.explicit and b.explicit
    return (a.low.year, a.low.month) != (b.low.year, b.low.month) if years else a.low.month != b.low.month


def _directions(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    if fact.rising is None or fact.quantity.value < 0:
        return
    if all(b.rising is (not fact.rising) and b.quantity.value > 0 for b in good):
        word = "上升" if good[0].rising else "下降"
        message = f"正文第 {_line(good[0])} 行写{word} {good[0].quantity.raw}，方向相反。"
        yield _say(fact, Remark("direction", message, f"{word} {good[0].quantity.raw}"))


def _weekly(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    if _WEEKLY.search(fact.sentence) or not _is_monthly(fact):
        return
    if all(_is_weekly(b) for b in good):
        week = good[0].period.raw if good[0].period and good[0].period.grain == "week" else "一周"
        message = f"正文第 {_line(good[0])} 行是{week}的数，此处写成月度。"
        yield _say(fact, Remark("weekly_as_monthly", message, week))


def _is_monthly(fact: Fact) -> bool:
    return bool(fact.period and fact.period.grain == "month") or bool(_MONTHLY.search(fact.clause))


def _is_weekly(fact: Fact) -> bool:
    if (fact.period and fact.period.grain == "month") or _MONTHLY.search(fact.clause):
        return False
    return bool(fact.period and fact.period.grain == "week") or bool(_WEEKLY.search(fact.clause))


def _unit_lost(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    """4.12万亿的调用量 in one place, 4.12万亿Token的调用量 in the other."""
    for bare, full in ((b, fact) for b in good if b.quantity.unit == "" and fact.quantity.unit):
        if bare.after.startswith("的") and bare.quantity.raw[-1] in "万亿":
            message = f"“{bare.quantity.raw}”后少了单位，另一处为 {full.quantity.raw}。"
            yield _say(bare, Remark("unit_slip", message, full.quantity.raw, "warning"))


def _say(fact: Fact, remark: Remark) -> Finding:
    start = fact.at - len(fact.clause.rpartition("，")[2][-6:]) if fact.role == "change" else fact.at
    return on(fact.passage, max(0, start), fact.at + 1, remark)


def _line(fact: Fact) -> int:
    return fact.passage.block.place(fact.quantity.start, fact.quantity.end)[0]
