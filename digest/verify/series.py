"""Which of several a figure is for: 首批 or 第二批, all batches or one, the start of a change or its end, one of a group."""

from __future__ import annotations

import re

from digest.verify import amounts, context, counts, labels
from digest.verify.alignment import words
from digest.verify.reading import Mark, Reading

_UNITS = "批次?|期|轮|季|阶段|梯队|档|笔"
_ORDINAL = re.compile(rf"(首|第?[一二三四五六七八九十](?![档笔])|第[一二三四五六七八九十]|第\d{{1,2}})({_UNITS})(?!度)")
_SEVERAL = re.compile(rf"([两二三四五六七八九十])({_UNITS})(?!度)|前([两二三四五])({_UNITS})")


def ordinal(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """第二批70个, where the source has 首批70个 or 两批共70个."""
    mine, theirs = (_ordinal(r, m) for r, m in ((claim, c), (source, s)))
    if mine is None:
        return ""
    several = _SEVERAL.search(source.plain, source.clauses[s.clause][0], s.figure.start)
    if several and theirs is None and (several[2] or several[4]) == mine[1] and not _SEVERAL.search(claim.plain):
        return f"范围不同：原文为{several.group()}，此处为其中之一"
    if theirs is None and mine[1] == "笔":
        return _of_another(c, source, s, mine[0])
    if theirs is None or theirs[1] != mine[1] or theirs[0] == mine[0]:
        return ""
    return "次序不同：原文此数属于另一" + mine[1]


_ENGLISH_ORDINALS = {1: r"\b(?:first|initial)\b", 2: r"\bsecond\b", 3: r"\bthird\b"}


def _of_another(c: Mark, source: Reading, s: Mark, place: int) -> str:
    """首笔300亿美元, where the first of the payments is $10 billion."""
    words_of = re.compile(f"{_ENGLISH_ORDINALS.get(place, '$^')}[^.,;]{{0,16}}$", re.I)
    for other in source.marks_of(s.sentence):
        rival = amounts.same_class(other.figure, s.figure) and not amounts.equal(c.figure, other.figure)
        there = _ordinal(source, other)
        if rival and (there == (place, "笔") or (source.lang == "en" and words_of.search(source.plain, *other.before))):
            return f"次序不同：原文这一笔为{other.figure.raw.strip()}"
    return ""


def _ordinal(reading: Reading, mark: Mark) -> tuple[int, str] | None:
    """The place in its series that is told before a figure."""
    found = list(_ORDINAL.finditer(reading.plain, reading.clauses[mark.clause][0], mark.figure.start))
    if not found:
        return None
    m = found[-1]
    return (1 if m[1] == "首" else context.count(m[1].removeprefix("第"))), m[2]


def counted(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """三部门, where the source has 五部门 and three of something else."""
    mine = amounts.noun(c.figure)
    if c.figure.unit != "count" or len(mine) < 2 or amounts.noun(s.figure) == mine or claim.lang == "en":
        return ""
    other = next((m for m in source.marks if m.figure.unit == "count" and amounts.noun(m.figure) == mine), None)
    return f"数量不同：原文为{other.figure.raw.strip()}" if other and not amounts.equal(c.figure, other.figure) else ""


def one_noun(claim: Reading, c: Mark, source: Reading, s: Mark) -> bool:
    """Whether both count one noun that the source counts but once (7部门, 七部门): whoever is named, it is that count."""
    noun = amounts.noun(c.figure)
    if not counts.small(c) or len(noun) < 2 or claim.lang == "en" or noun != amounts.noun(s.figure):
        return False
    return all(amounts.equal(c.figure, m.figure) for m in source.marks if amounts.noun(m.figure) == noun)


_FROM = re.compile(r"(?:由|从|自)[^，。；]{0,10}$|\bfrom\s$", re.I)
_ONWARD = re.compile(r"[^，。；]{0,16}?(?:至|到|为|成)")


def origin(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """扩展至600, where the source has 由600扩展至3000."""
    low = s.before[0]
    started = _FROM.search(source.plain, low, s.figure.start) and (
        source.lang == "en" or _ONWARD.match(source.plain, s.figure.end)
    )
    if not started or context.of(claim, c).level != "to" or claim.lang == "en" or _FROM.search(claim.plain, *c.before):
        return ""
    return "「由」与「至」不同：原文此数是变化前的水平" if _TO.search(claim.plain, *c.before) else ""


def begins(reading: Reading, mark: Mark) -> bool:
    """Whether a figure is the start of a change whose end stands behind it (由3.5元降至2元): what it is of is told of both."""
    return bool(_FROM.search(reading.plain, *mark.before) and _ONWARD.match(reading.plain, mark.figure.end))


_FORMER = re.compile(
    r"(?:此前|原先|原来|原本|早前|之前)(?:的)?(?:指引|目标|预期|价格)?(?:为|是)?\s?(?:约|近|逾|超)?\s?$|\bpreviously\s$", re.I
)
_ONCE = re.compile(r"此前|原|早前|之前|先前|前次|曾|由|从|自|较|比|上次|过去|当时|previous|former|from|earlier|prior", re.I)


def former(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """指引为90亿元, where the source has 上调至110亿元，此前为90亿元."""
    if not _FORMER.search(source.plain, *s.before) or _ONCE.search(claim.plain, *claim.sentences[c.sentence]):
        return ""
    newer = [m for m in source.marks_of(s.sentence) if m.figure.end <= s.figure.start and s.clause - m.clause < 2]
    if not newer or not amounts.same_class(newer[-1].figure, s.figure) or context.of(source, newer[-1]).level != "to":
        return ""
    return f"时间不同：原文此数是此前的，后来为{newer[-1].figure.raw.strip()}"


_TO = re.compile(r"[至到]\s?(?:约|近|逾|超|超过)?\s?$")


def dealt(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """丙14.3万辆, where 甲、乙、丙分别 have 27.1, 14.3 and 5.2: another item of the list that the source deals to."""
    item = labels.dealt(source, s)
    if item is None or claim.lang != source.lang:
        return ""
    own = labels.dealt(claim, c) or (claim.sentences[c.sentence][0], c.figure.start)
    said, mine = claim.plain[slice(*own)], source.plain[slice(*item)].strip()
    for other in source.marks_of(s.sentence):
        span = labels.dealt(source, other)
        theirs = source.plain[slice(*span)].strip() if span and span != item else ""
        if (
            len(theirs) > 1
            and theirs in said
            and not words(mine) & words(claim.plain)
            and not amounts.equal(c.figure, other.figure)
        ):
            return f"主体不同：「{theirs}」在原文中对应{other.figure.raw.strip()}"
    return ""


_GROUP = re.compile(r"[^，。；、]{2,}(?:、|和|与)[^，。；、]{2,}?等(?:多家|\d+家)?(?:企业|公司|机构|厂商|单位|平台|品牌)")


def of_group(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """What several companies have together is not one's: 甲、乙等企业累计5000万公里."""
    if not labels.of(claim, c).names:
        return ""
    low = source.clauses[s.clause][0]
    group = _GROUP.search(source.plain, low, s.figure.start) if "等" in source.plain[low : s.figure.start] else None
    if group is None:
        return ""
    total = re.search(r"累计|合计|总|共", source.plain[low : s.figure.start])
    said = claim.plain[claim.sentences[c.sentence][0] : c.figure.start]
    if total is None or re.search(r"等|、|和|与|及|共|各|合计", said):
        return ""
    return f"范围不同：原文为{group.group()[-12:]}，此处写成一方"


_NEWLY = re.compile(r"(?:新增|净增|增加了?)[^，。；\d]{0,6}$")


def newly(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """新增1206家, where the source has 达1,206家，新增118家."""
    if claim.lang == "en" or not _NEWLY.search(claim.plain, *c.before) or _NEWLY.search(source.plain, *s.before):
        return ""
    for other in source.marks_of(s.sentence):
        rival = amounts.same_class(other.figure, s.figure) and not amounts.equal(c.figure, other.figure)
        if rival and other is not s and _NEWLY.search(source.plain, *other.before):
            return f"「至」与「幅度」不同：原文新增的是{other.figure.raw.strip()}"
    return ""


_UP_TO = re.compile(r"\s?(?:to|[，,]?(?:达到?|升至|增至|降至)|至|到)\s?(?:about |roughly |nearly |约|近|逾|超)?\s?")


def paired(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """178亿，增长66%, where the source has 178亿 with 19% and 66% with another amount."""
    level = _level_of(claim, c) if _growth(claim, c) and not labels.dealt(claim, c) else None
    theirs = _level_of(source, s) if level else None
    if level is None or theirs is None or amounts.equal(level.figure, theirs.figure):
        return ""
    held = [m for m in source.marks if amounts.equal(level.figure, m.figure)]
    grown = [[x for x in source.marks_of(m.sentence) if _growth(source, x) and _level_of(source, x) is m] for m in held]
    apart = not any(grown) and all(m.sentence != s.sentence for m in held) and amounts.same_class(level.figure, theirs.figure)
    if not held or not (all(grown) or apart) or any(amounts.equal(c.figure, x.figure) for found in grown for x in found):
        return ""
    return f"主体不同：原文中这个增幅属于{theirs.figure.raw.strip()}，不属于{level.figure.raw.strip()}"


def _growth(reading: Reading, mark: Mark) -> bool:
    return mark.figure.unit == "percent_change" or (
        mark.figure.unit == "percent" and bool(context.of(reading, mark).direction & {"up", "down"})
    )


def _level_of(reading: Reading, mark: Mark) -> Mark | None:
    """The amount whose growth a figure is: the one it led to (rose 66% to $5.5 billion), else the last before it."""
    marks = [m for m in reading.marks_of(mark.sentence) if not amounts.is_share(m.figure) and not amounts.is_points(m.figure)]
    behind = next((m for m in marks if m.figure.start >= mark.figure.end), None)
    between = [
        m.figure for m in reading.marks_of(mark.sentence) if behind and mark.figure.end <= m.figure.start < behind.figure.start
    ]
    told = between and not reading.cues_in(mark.figure.end, between[-1].start, "metric")
    last = between[-1].end if told and all(f.unit in ("percent", "percent_change") for f in between) else mark.figure.end
    if behind and _UP_TO.fullmatch(reading.plain, last, behind.figure.start):
        return behind
    before = [m for m in marks if m.figure.end <= mark.figure.start]
    reach = 3 if reading.lang == "en" else 2  # January 25, 2026, up 20%
    near = before and mark.clause - before[-1].clause < reach and not amounts.is_rank(before[-1].figure)
    # 营收53.2亿元，其中云收入增长140%: a clause with a subject of its own grows by itself
    own = near and before[-1].clause != mark.clause and labels.of(reading, mark).own
    return before[-1] if near and not own else None
