"""Whether a figure means the same on both sides: the same metric, basis, stage, direction, modality, period, set and subject.

Each rule answers with a Chinese note of what differs, or with nothing. Silence of either side is never a difference: only two
statements can contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from digest.verify import amounts, changed, context, counts, labels, members, periods, series, standing, versions
from digest.verify.context import Context
from digest.verify.mentions import Mention, comparable, related, same_version
from digest.verify.metrics import differ, named
from digest.verify.reading import Mark, Reading

Difference = tuple[str, str, str]


def differences(claim: Reading, c: Mark, source: Reading, s: Mark) -> Iterator[Difference]:
    """Each way in which two figures of one amount mean different things, as (axis, kind of check, note)."""
    mine, theirs = context.of(claim, c), context.of(source, s)
    for axis, rule in _RULES:
        note = rule(mine, theirs, c, s)
        if note:
            yield axis, "qualifier", note
    for axis, kind, compare in _WIDER:
        note = compare(claim, c, source, s)
        if note:
            yield axis, kind, note


def states(axis: str, reading: Reading, mark: Mark) -> bool:
    """Whether a text says outright what a figure is on an axis."""
    return bool(context.share_base(reading, mark) if axis == "base" else getattr(context.of(reading, mark), axis))


def _metric(a: Context, b: Context, c: Mark, _s: Mark) -> str:
    if amounts.is_rank(c.figure) or not differ(a.metric, b.metric):
        return ""
    return f"指标不同：原文为{named(b.metric)}，此处为{named(a.metric)}"


def _simple(axis: str, label: str) -> Callable[[Context, Context, Mark, Mark], str]:
    def rule(a: Context, b: Context, _c: Mark, _s: Mark) -> str:
        mine, theirs = getattr(a, axis), getattr(b, axis)
        if not mine or not theirs or mine & theirs:
            return ""
        return f"{label}不同：原文为{named(theirs)}，此处为{named(mine)}"

    return rule


def _basis(a: Context, b: Context, c: Mark, _s: Mark) -> str:
    growth = amounts.is_share(c.figure) or amounts.is_points(c.figure)
    if (
        growth
        and a.basis
        and not b.basis
        and any(v[0].isdigit() and v[1:] in ("week", "month") and v[0] != "1" for v in b.span - a.span)
    ):
        return f"比较基准不同：原文为{named(b.span)}的增幅，此处为{named(a.basis)}"
    if not growth or not a.basis or not b.basis or a.basis & b.basis:
        return ""
    return f"比较基准不同：原文为{named(b.basis)}，此处为{named(a.basis)}"


def _stage(a: Context, b: Context, c: Mark, _s: Mark) -> str:
    if not amounts.is_money(c.figure) or not a.stage or not b.stage or a.stage & b.stage:
        return ""
    return f"口径不同：原文为{named(b.stage)}，此处为{named(a.stage)}"


_MULTIPLES = frozenset({"times", "ratio"})


def _level(a: Context, b: Context, c: Mark, s: Mark) -> str:
    """降至60 is not 下降60; and a part of a thing (降至原来的60%) is no change by that part."""
    told = {a.level, b.level}
    if (
        b.level == "by"
        and b.direction
        and not a.level
        and a.rate == {"total"}
        and not a.direction
        and not amounts.is_share(c.figure)
    ):
        return "「至」与「幅度」不同：原文为变化幅度，此处写成总数"
    share = amounts.is_share(c.figure)
    if share and "倍" in c.figure.raw and "倍" in s.figure.raw:
        return ""  # 增长4倍 and 增至原来的5倍: read as one growth, else they were not equal
    if share and (c.figure.unit in _MULTIPLES) != (s.figure.unit in _MULTIPLES):
        return ""  # 2.3倍 told as 增长130%: the change of form is the change of level
    if "by" not in told or not (told & {"to", "of"}) or (not share and "to" not in told):
        return ""
    moves = a.direction | b.direction
    if not (len(moves) == 1 and moves != {"flat"}) and not (share and "of" in told):
        return ""
    wrong = "原文为变化后的水平，此处为变化幅度" if a.level == "by" else "原文为变化幅度，此处为变化后的水平"
    return f"「至」与「幅度」不同：{wrong}"


def _modality(a: Context, b: Context, _c: Mark, s: Mark) -> str:
    if a.modality in ("fact", "done") and b.modality == "plan":
        return "语气不同：原文为预计、计划或洽谈，此处写成既成事实"
    if a.modality == "done" and b.modality in ("asked", "ongoing"):
        return "语气不同：原文为要求、目标或进行之中，此处写成既成事实"
    if a.modality == "done" and b.modality == "carried" and amounts.is_money(s.figure) and not b.span:
        return "语气不同：原文为预计、计划或洽谈，此处写成既成事实"
    if a.modality == "plan" and b.modality == "done":
        return "语气不同：原文为既成事实，此处写成预计或计划"
    return ""


#: a stretch of days excludes those longer and shorter; a holiday only the single day
_LENGTHS = frozenset({"day", "week", "month", "quarter", "half", "year", "total"})
_LONG = frozenset({"month", "quarter", "half", "year"})


#: numbers of people, whose metric tells the length of time by itself
_STOCKS = frozenset({"dau", "wau", "mau", "paying", "registered"})


def _span(a: Context, b: Context, c: Mark, _s: Mark) -> str:
    if a.metric & b.metric & _STOCKS:
        return ""  # the month is when they were counted
    mine, theirs = a.span, b.span
    if c.figure.unit in context.LASTING:
        return ""  # how long is not over how long
    if c.figure.unit == "count" and c.figure.raw[:1] in "一二两三四五六七八九十":
        return ""  # 两家 are two whenever they are counted
    if {*mine, *theirs} - _LENGTHS not in (set(), {"holiday"}) and not any(v[0].isdigit() for v in {*mine, *theirs}):
        return ""  # which of several years is for the period rule to tell
    if "holiday" in {*mine, *theirs} and "day" not in {*mine, *theirs}:
        return ""
    if not mine or not theirs or mine & theirs or (amounts.is_rank(c.figure) and not (mine & _LONG or theirs & _LONG)):
        return ""
    if "total" in {*mine, *theirs} and any(v[0].isdigit() for v in {*mine, *theirs}):
        return ""  # a total may say since when
    return f"期间不同：原文为{named(theirs)}，此处为{named(mine)}"


_RULES: tuple[tuple[str, Callable[[Context, Context, Mark, Mark], str]], ...] = (
    ("metric", _metric),
    ("basis", _basis),
    ("measure", _simple("measure", "口径")),
    ("stage", _stage),
    ("direction", _simple("direction", "方向")),
    ("pace", _simple("pace", "快慢")),
    ("compare", _simple("compare", "比较方向")),
    ("session", _simple("session", "盘中与收盘")),
    ("level", _level),
    ("modality", _modality),
    ("rate", _simple("rate", "频次")),
    ("span", _span),
    ("bound", _simple("bound", "上下限")),
    ("round", _simple("round", "轮次")),
    ("version", _simple("version", "代次")),
)


# ----------------------------------------------------------------------------------------------------------------- period
def period(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """Two stated periods that do not meet are a difference; a day beside a quarter is not (the day is that of the report)."""
    mine, theirs = standing.stated(claim, c), standing.stated(source, s)
    if mine is None:
        return ""
    year = labels.year_of(source, s)
    if year:
        said = periods.of(mine).year
        return (
            f"时间不同：原文为{year}年，此处为{mine.raw}" if said and int(said) != year and not periods.years_of(mine) else ""
        )
    if theirs is None:
        other = standing.of_neighbour(source, s, mine)
        return (
            f"时间不同：{mine.raw}在原文中对应{other.figure.raw.strip()}"
            if other and not amounts.equal(c.figure, other.figure)
            else ""
        )
    if not periods.disjoint(mine, theirs):
        return ""
    return f"时间不同：原文为{theirs.raw}，此处为{mine.raw}"


# ---------------------------------------------------------------------------------------------------------------- subject
def subject(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """The one named beside the claim's figure must be named beside the source's, unless that names nobody."""
    mine, theirs = labels.of(claim, c), labels.of(source, s)
    part = not mine.names and claim.plain.startswith("其中", claim.clauses[c.clause][0])  # of the one carried along
    if not mine.who or not theirs.who or part or c.figure.raw.startswith("前"):
        return ""
    if related(mine.who, theirs.who):
        return _versions(mine.who, theirs.who) or _whole_family(claim, mine.who, source, s)
    if (
        _passing(source, theirs.who)
        or not comparable(mine.who, theirs.who)
        or (related(mine.carried_names, theirs.who) and not bound_elsewhere(source, s, mine.names))
    ):
        return ""
    start = source.sentences[s.sentence][0]
    there = source.marks_of(s.sentence)
    if related(mine.who, source.names_in(start, s.figure.start)) and not _bound(source, s, mine.who, there):
        return ""  # both are named before it, and nothing else there is the claim's
    if theirs.names and (mine.names or not related(mine.who, source.names_in(*source.sentences[s.sentence]))):
        return _other(claim, mine.who, source, theirs.who)
    beside = mine.names or theirs.names  # where both are only carried along, one must be nowhere near
    if (beside and bound_elsewhere(source, s, mine.who)) or not related(mine.who, _around(source, s)):
        return _other(claim, mine.who, source, theirs.who)
    return ""


def _passing(source: Reading, who: tuple[Mention, ...]) -> bool:
    """Whether an English text names them once and in passing (the San Jose company)."""
    return source.lang == "en" and not any(n.sure or source.plain.count(source.plain[n.start : n.end]) > 1 for n in who)


def _other(claim: Reading, mine: tuple[Mention, ...], source: Reading, theirs: tuple[Mention, ...]) -> str:
    return f"主体不同：原文属于{_show(source, theirs)}，此处属于{_show(claim, mine)}"


def _around(reading: Reading, mark: Mark) -> list[Mention]:
    """Names of the sentence, of the one before it and of the title: those that a figure without a name may belong to."""
    low = reading.sentences[max(mark.sentence - 1, 0)][0]
    return reading.names_in(low, reading.sentences[mark.sentence][1]) + reading.names_in(*reading.sentences[0])


def bound_elsewhere(reading: Reading, mark: Mark, mine: tuple[Mention, ...]) -> bool:
    """Whether the claim's name stands beside another figure of the same class in that sentence or the next ones."""
    return _bound(reading, mark, mine, reading.marks_of(mark.sentence) if counts.small(mark) else reading.marks_beside(mark))


def _bound(reading: Reading, mark: Mark, mine: tuple[Mention, ...], rivals: Iterable[Mark]) -> bool:
    return any(amounts.same_class(m.figure, mark.figure) and related(mine, labels.of(reading, m).names) for m in rivals)


def _whole_family(claim: Reading, mine: tuple[Mention, ...], source: Reading, s: Mark) -> str:
    """昇腾910C产量160万, where that is the whole 昇腾 line's and another figure beside it is the 910C's."""
    versions = _numbered(mine)
    if not versions or _numbered(labels.of(source, s).who):
        return ""
    for other in source.marks_beside(s):
        rival = amounts.same_class(other.figure, s.figure) and not amounts.equal(other.figure, s.figure)
        theirs = _numbered(labels.of(source, other).who) if rival else set()
        if any(same_version(x, y) for x in versions for y in theirs):
            return _other(claim, mine, source, labels.of(source, s).who)
    return ""


def _numbered(names: tuple[Mention, ...]) -> set[str]:
    return {k for n in names for k in n.keys if any(ch.isdigit() for ch in k)}


def _versions(mine: tuple[Mention, ...], theirs: tuple[Mention, ...]) -> str:
    """Models of one family: where both sides give a version, one of them must be shared."""
    a, b = _numbered(mine), _numbered(theirs)
    if not a or not b or any(same_version(x, y) for x in a for y in b):
        return ""
    return f"型号不同：原文为{'、'.join(sorted(b))}，此处为{'、'.join(sorted(a))}"


def _show(reading: Reading, found: tuple[Mention, ...]) -> str:
    return "、".join(dict.fromkeys(reading.text[n.start : n.end] for n in found[:3]))


# ------------------------------------------------------------------------------------------------------------------- swap
def swapped(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """The claim's words stand beside another figure of the source, not beside this one (企业类 for 行业类, 前者 for 后者)."""
    mine, here = labels.of(claim, c), labels.of(source, s)
    said = labels.grown(claim, c) | (mine.carried if amounts.is_rank(c.figure) else frozenset())
    if not said:
        return ""
    share = amounts.is_share(s.figure) and _GOES_ON.match(source.plain, source.clauses[s.clause][0])
    goes_on = bool(share) or amounts.is_points(s.figure)
    own = labels.grown(source, s) | (labels.taken(source, s) if goes_on else frozenset())
    ours = own | frozenset(w for w in here.carried if not own or w[0] == "@")
    low, high = source.paragraph(s.figure.start)
    topic = labels.topic(source, low)

    def told(other: Mark) -> bool:
        return any(amounts.equal(m.figure, other.figure) for m in claim.marks_of(c.sentence))

    for other in source.marks_near(s):
        if other is s or not low <= other.figure.start < high or amounts.equal(c.figure, other.figure):
            continue
        if (
            not (amounts.same_class(other.figure, s.figure) or (share and amounts.is_money(other.figure) and not told(other)))
            or _one_change(source, s, other)
            or (_HAN_NUMERAL.match(other.figure.raw) and not amounts.is_share(other.figure))
            or labels.sets_scene(source, other, s)
            or labels.per_piece(source, other)
            or _goes_on(source, other, s)
        ):
            continue
        there = labels.grown(source, other)
        shared = there | frozenset(w for w in labels.of(source, other).carried if w[0] == "@")
        same = other.sentence == s.sentence
        common, kept = said & (there - ours - (frozenset() if same else topic)), said & (ours - shared)
        if not kept and len(common) >= (1 if same else 2) and (same or own or len(common) > 2):
            words = "、".join(w.removeprefix("@") for w in sorted(common)[:3])
            return f"主体不同：「{words}」在原文中对应{other.figure.raw}"
    return ""


def _goes_on(source: Reading, other: Mark, s: Mark) -> bool:
    """新增登记应用41款，累计登记513款: a figure with no word but a verb of the clause before counts what that one counts."""
    after = other.sentence == s.sentence and other.clause == s.clause - 1
    return after and labels.of(source, s).own <= labels.of(source, other).own


#: a clause that begins so has the subject of the one before
_GOES_ON = re.compile(r"\s*(?:约|仅|已|并)?占")
_HAN_NUMERAL = re.compile(r"[一二两三四五六七八九十]")


def _one_change(source: Reading, s: Mark, other: Mark) -> bool:
    """由112个减至74个: two figures of one thing."""
    later = max(s, other, key=lambda m: m.figure.start)
    return s.clause == other.clause and context.of(source, later).level == "to"


_WIDER: tuple[tuple[str, str, Callable[[Reading, Mark, Reading, Mark], str]], ...] = (
    ("share", "qualifier", members.share),
    ("base", "qualifier", members.base),
    ("members", "qualifier", members.members),
    ("members", "qualifier", members.halved),
    ("metric", "qualifier", members.rate_name),
    ("metric", "qualifier", members.other_head),
    ("members", "qualifier", members.of_all),
    ("members", "qualifier", members.of_so_many),
    ("members", "qualifier", members.state),
    ("unit", "figure", members.per_share),
    ("basis", "qualifier", members.basis_unsaid),
    ("added", "qualifier", members.added),
    ("swap", "subject", series.ordinal),
    ("swap", "subject", series.dealt),
    ("swap", "subject", series.paired),
    ("level", "qualifier", series.newly),
    ("level", "qualifier", series.origin),
    ("level", "qualifier", series.former),
    ("swap", "figure", series.counted),
    ("swap", "figure", changed.retracted),
    ("members", "qualifier", series.of_group),
    ("members", "qualifier", members.each),
    ("members", "qualifier", members.kind),
    ("subject", "subject", versions.narrower),
    ("period", "date", period),
    ("subject", "subject", subject),
)
