"""Which of several a figure is for: 首批 or 第二批, all batches or one, the start of a change or its end, one of a group."""

from __future__ import annotations

import re

from digest.verify import amounts, context, labels
from digest.verify.reading import Mark, Reading

_UNITS = "批次?|期|轮|季|阶段|梯队|档"
_ORDINAL = re.compile(rf"(首|第?[一二三四五六七八九十]|第\d{{1,2}})({_UNITS})(?!度)")
_SEVERAL = re.compile(rf"([两二三四五六七八九十])({_UNITS})(?!度)|前([两二三四五])({_UNITS})")


def ordinal(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """第二批70个, where the source has 首批70个 or 两批共70个."""
    mine, theirs = (_ordinal(r, m) for r, m in ((claim, c), (source, s)))
    if mine is None:
        return ""
    several = _SEVERAL.search(source.plain, source.clauses[s.clause][0], s.figure.start)
    if several and theirs is None and (several[2] or several[4]) == mine[1] and not _SEVERAL.search(claim.plain):
        return f"范围不同：原文为{several.group()}，此处为其中之一"
    if theirs is None or theirs[1] != mine[1] or theirs[0] == mine[0]:
        return ""
    return "次序不同：原文此数属于另一" + mine[1]


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


_TO = re.compile(r"[至到]\s?(?:约|近|逾|超|超过)?\s?$")
_GROUP = re.compile(r"[^，。；、]{2,}(?:、|和|与)[^，。；、]{2,}?等(?:多家|\d+家)?(?:企业|公司|机构|厂商|单位|平台|品牌)")


def of_group(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """What several companies have together is not one's: 小马、百度等企业累计5000万公里."""
    low = source.clauses[s.clause][0]
    group = _GROUP.search(source.plain, low, s.figure.start)
    total = re.search(r"累计|合计|总|共", source.plain[low : s.figure.start])
    said = claim.plain[claim.sentences[c.sentence][0] : c.figure.start]
    if group is None or total is None or not labels.of(claim, c).names or re.search(r"等|、|和|与|及|共|各|合计", said):
        return ""
    return f"范围不同：原文为{group.group()[-12:]}，此处写成一方"


def opener(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """中央企业不超过15个, where the source has 每个省份不超过15个，中央企业不超过3个: who opens the clause."""
    if claim.lang == "en" or source.lang == "en" or amounts.is_rank(c.figure):
        return ""
    mine, here = _opening(claim, c), _opening(source, s)
    if not mine or not here or mine & labels.of(source, s).own or here & labels.content(claim, claim.sentences[c.sentence]):
        return ""
    for other in source.marks_of(s.sentence):
        apart = other.clause != s.clause and not labels.sets_scene(source, other, s)
        rival = apart and amounts.same_class(other.figure, s.figure)
        if (
            rival
            and not amounts.equal(c.figure, other.figure)
            and mine <= _opening(source, other) | labels.of(source, other).own
        ):
            return f"主体不同：「{'、'.join(sorted(mine)[:2])}」在原文中对应{other.figure.raw.strip()}"
    return ""


def _opening(reading: Reading, mark: Mark) -> frozenset[str]:
    """The words that open the clause of a figure."""
    low = reading.clauses[mark.clause][0]
    return labels.content(reading, (low, min(low + 5, mark.figure.start)))
