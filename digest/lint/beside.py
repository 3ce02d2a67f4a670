"""One value in two places: the qualifier, period, direction or unit beside it that the front page lost or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.lint.facts import Fact, Match
from digest.lint.finding import Finding, Remark
from digest.lint.reading import ANY, WHEN, Period
from digest.lint.report import finding, on

#: of one value in two places: how far the metric, or else the sentence, must agree before the words beside it are compared
_SAME_METRIC, _SAME_EVENT, _SAME_SUBJECT = 0.3, 0.4, 0.5
_AMOUNT = re.compile(ANY)
#: name · what the body says beside the figure · what keeps it on the front page · roles it belongs to
_QUALIFIERS: tuple[tuple[str, re.Pattern[str], re.Pattern[str], str], ...] = (
    ("投前", re.compile(r"投前(?:估值)?[为约达]?\||\|的?投前"), re.compile("投前"), "level"),
    (
        "预计",
        re.compile(r"预计|预期|有望|拟|计划|预测|指引|预告"),
        re.compile(rf"预计|预期|预测|有望|拟|计划|目标|将|指引|预告|预算|或|估计|测算|展望|规划|力争|到{WHEN}"),
        "level change share",
    ),
    ("同比", re.compile("同比"), re.compile(rf"同比|同[增降]|[较比](?:上|去|{WHEN})|上年同期|去年同期|按年"), "change"),
    ("环比", re.compile("环比"), re.compile(rf"环比|环[增降]|[较比](?:上|前|{WHEN})|按月|一周|一个月|周"), "change"),
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
#: what a headline may leave to the text below it
_SHORT_IN_HEADLINES = frozenset({"同比", "环比", "日均", "至少"})
#: words of which one figure bears only one
_EXCLUSIVE = (
    ("投前", "投后"),
    ("同比", "环比"),
    ("累计", "单月", "单季"),
    ("进口", "出口"),
    ("线上", "线下"),
    ("含税", "不含税"),
)
_NOUN = re.compile(r"(?P<word>[\u4e00-\u9fff]{2})[为达至到约]{0,2}$")
#: 跑赢创业板指 right before its figure
EXCESS = re.compile(r"(?P<word>跑赢|跑输|超额收益)(?P<name>[^，。；\ue000-\ue005]{0,20})$")
#: a day or month on which a figure was told, not the period it tells of: 2025年10月给出的指引为340亿美元
_TOLD_THEN = re.compile(rf"{WHEN}[^，。；{ANY[1:-1]}]{{0,4}}?(?:给出|发布|公布|披露|宣布|提出|公告|印发|下达|作出)的")
_MONTHLY = re.compile(r"月度|单月|当月|全月|整月")
_WEEKLY = re.compile(r"[这当单本一首]周|周度|周均|周内|一周")


def differences(fact: Fact, same: Sequence[Match], *, alone: bool) -> Iterator[Finding]:
    """What the body says beside the same value and the front page does not, or says otherwise.

    `same` are the body's facts of that value, the best first; a headline (`alone` false) may leave some words to its text.
    """
    near = [m for m in same if m.score >= same[0].score - 0.35]
    best = [m for m in near if m.fact.role == fact.role] or near
    good = [m.fact for m in best]
    if not any(m.metric >= _SAME_METRIC or m.scope >= _SAME_EVENT or _same_noun(fact, m.fact) for m in best):
        return  # one number, perhaps of two things
    yield from _qualifiers(fact, good, alone=alone)
    yield from _exchanged(fact, good)
    yield from _periods(fact, good)
    if all(m.metric >= _SAME_SUBJECT or (m.metric >= _SAME_METRIC and m.scope >= _SAME_SUBJECT) for m in best):
        yield from _directions(fact, good)
    yield from _weekly(fact, good)
    yield from _unit_lost(fact, good)


def _exchanged(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    """投前估值 here and 投后估值 there beside one value, 同比 here and 环比 there."""
    for words in _EXCLUSIVE:
        own = {w for w in words if w in _beside(fact, "")}
        theirs = [{w for w in words if w in _beside(b, "")} for b in good]
        if len(own) == 1 and all(len(t) == 1 and t != own for t in theirs):
            right = next(iter(theirs[0]))
            message = f"正文第 {line_of(good[0])} 行这个数是“{right}”，此处作“{next(iter(own))}”。"
            yield say(fact, Remark("qualifier_changed", message, right))


def _same_noun(a: Fact, b: Fact) -> bool:
    """Whether the word right before the one figure stands before the other: 估值."""
    noun = _NOUN.search(a.clause)
    return noun is not None and noun["word"] in b.clause


def _qualifiers(fact: Fact, good: Sequence[Fact], *, alone: bool) -> Iterator[Finding]:
    for name, carried, kept, roles in _QUALIFIERS:
        if fact.role not in roles.split() or kept.search(fact.sentence) or (not alone and name in _SHORT_IN_HEADLINES):
            continue
        if name == "同比" and any(f.period and f.period.grain == "year" for f in (fact, *good)):
            continue  # a year grows against the year before
        words = [carried.search(_beside(b, name)) for b in good]
        if all(words) and words[0]:
            word = words[0].group().strip("|的")
            message = f"正文第 {line_of(good[0])} 行为“{word}”，此处丢了这一限定。"
            yield say(fact, Remark("qualifier_lost", message, f"{word}…{fact.quantity.raw}", "warning"))


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
        message = f"同一数字，此处为{own.raw}，正文第 {line_of(good[0])} 行为{other.raw}。"
        yield finding(fact.passage, (own.start, own.end), Remark("period_mismatch", message, other.raw))


def _unlike_periods(fact: Fact, other: Fact, a: Period, b: Period) -> bool:
    """Whether two periods differ: by year where both print one, by months; of unlike length only right beside their figures."""
    if bool(_TOLD_THEN.search(fact.clause)) != bool(_TOLD_THEN.search(other.clause)):
        return False  # when it was told here, of which period it tells there
    if a.explicit and b.explicit and a.low.year != b.low.year and (a.low.month, a.high.month) == (b.low.month, b.high.month):
        return True
    if a.grain != b.grain or a.grain == "span":
        beside = WHEN in fact.clause and WHEN in other.clause
        return beside and (a.low.month, a.high.month) != (b.low.month, b.high.month)
    years = a.explicit and b.explicit
    return (a.low.year, a.low.month) != (b.low.year, b.low.month) if years else a.low.month != b.low.month


def _directions(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    yield from _better_or_worse(fact, good)
    if fact.rising is None or fact.quantity.value < 0:
        return
    if all(b.rising is (not fact.rising) and (b.quantity.value > 0 or b.role != "change") for b in good):
        word = "上升" if good[0].rising else "下降"
        message = f"正文第 {line_of(good[0])} 行写{word} {good[0].quantity.raw}，方向相反。"
        yield say(fact, Remark("direction", message, f"{word} {good[0].quantity.raw}"))


def _better_or_worse(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    """跑赢创业板指1.24个百分点 here, 跑输创业板指1.24个百分点 there."""
    own = EXCESS.search(fact.clause)
    others = [EXCESS.search(b.clause) for b in good]
    if (
        own is None
        or not own["name"]
        or not all(o and _alike(o["name"], own["name"]) and o["word"] != own["word"] for o in others)
    ):
        return
    word = others[0]["word"] if others[0] else ""
    message = f"正文第 {line_of(good[0])} 行写{word}{own['name']}，方向相反。"
    start = fact.at - len(fact.clause) + own.start()
    yield on(fact.passage, start, fact.at + 1, Remark("direction", message, word))


def _alike(a: str, b: str) -> bool:
    """沪深300 and 沪深300指数."""
    return min(len(a), len(b)) >= 2 and (a in b or b in a)


def _weekly(fact: Fact, good: Sequence[Fact]) -> Iterator[Finding]:
    if _WEEKLY.search(fact.sentence) or not _is_monthly(fact):
        return
    if all(_is_weekly(b) for b in good):
        week = good[0].period.raw if good[0].period and good[0].period.grain == "week" else "一周"
        message = f"正文第 {line_of(good[0])} 行是{week}的数，此处写成月度。"
        yield say(fact, Remark("weekly_as_monthly", message, week))


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
            yield say(bare, Remark("unit_slip", message, full.quantity.raw, "warning"))


def say(fact: Fact, remark: Remark) -> Finding:
    """A remark on a fact's amount, with the word of its change."""
    start = fact.at - len(fact.clause.rpartition("，")[2][-6:]) if fact.role == "change" else fact.at
    return on(fact.passage, max(0, start), fact.at + 1, remark)


def line_of(fact: Fact) -> int:
    """The line a fact stands on."""
    return fact.passage.block.place(fact.quantity.start, fact.quantity.end)[0]
