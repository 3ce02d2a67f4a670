"""Small counts and lengths of time that a claim may print of its own accord: 三家 behind three names, 两周 behind two dates."""

from __future__ import annotations

import re

from digest.model import Check, Evidence
from digest.verify import amounts, context, operands, periods
from digest.verify.case import Case
from digest.verify.reading import Mark, Reading

_MOST = 10
_TIME = frozenset({"year", "month", "week", "quarter", "day"})
_COUNTER = re.compile(r"[家款个项名位者方大类地省市种条座部门轮次期批场]")
#: behind a count that points back at what was named: 两家公司, 三者合计
_POINTING = re.compile(
    r"\s?(?:公司|企业|厂商|机构|实验室|模型|产品|业务|数据集?|总量|数字|口径|平台|品牌|团队|单位|国家|地区|部门|合计|共|均|都|之间|之和|分别|中国|国产|AI)"
)


def article(mark: Mark) -> bool:
    """Whether a numeral only says that there is one (一分钟的视频, 一款模型)."""
    return mark.figure.raw.startswith("一") and mark.figure.value == "1" and mark.figure.kind == "number"


def small(mark: Mark) -> bool:
    """Whether a figure is a small count or a length of time."""
    value = amounts.number(mark.figure.value)
    counted = mark.figure.unit in ("count", "person", "") and bool(_COUNTER.search(mark.figure.raw))
    return mark.figure.kind == "number" and value is not None and value <= _MOST and (counted or mark.figure.unit in _TIME)


def counted(case: Case, mark: Mark, derived: list[Check]) -> Check | None:
    """The check of a small count that no source prints: derived from what is listed, None where it can't be told."""
    value = int(amounts.number(mark.figure.value) or 0)
    start, end = mark.figure.start, mark.figure.end
    if _listed(case.claim, mark, value):
        return case.check("sum", start, end, "derived", [], f"此处列举共{value}项")
    summed = next((c for c in derived if c.verdict == "derived" and c.note.count(" + ") == value - 1), None)
    if summed:
        return case.check("sum", start, end, "derived", summed.evidence, f"{value}项相加：{summed.note.removeprefix('推算：')}")
    for n in case.allowed[mark.sentence]:
        source = case.sources[n]
        told = _spelled(mark, value).search(source.plain) if mark.figure.unit in _TIME else None
        if told:
            return case.of_figure(mark.figure, "supported", [case.span(n, told.start(), told.end())])
        spelled = _ENGLISH[value].search(source.plain) if source.lang == "en" and value in _ENGLISH else None
        if spelled:
            return case.of_figure(mark.figure, "supported", [case.span(n, *spelled.span())])
        spans = [d for d in source.dates if periods.years_of(d.figure) == value] if mark.figure.unit == "year" else []
        if spans:
            return case.check("sum", start, end, "derived", [case.of(n, spans[0].figure)], f"起止相距{value}年")
        opened = [d for d in source.dates if _from_new_year(case.claim, mark, value, d)]
        if opened:
            return case.of_figure(mark.figure, "supported", [case.of(n, opened[0].figure)])
    named = _named_together(case, mark, value)
    if named:
        return case.check("sum", start, end, "derived", [named], f"原文此处列举{value}方")
    if _pointing(case.claim, mark) and not any(_rival(case, mark, n) for n in case.allowed[mark.sentence]):
        return case.check("sum", start, end, "derived", [], "指代上文，未见与原文的计数相抵触")
    return None


def _named_together(case: Case, mark: Mark, value: int) -> Evidence | None:
    """三家 for a source sentence that gives three names an amount each."""
    if mark.figure.raw.strip()[-1:] not in "家方者" or value < 2:
        return None
    for n in case.allowed[mark.sentence]:
        source = case.sources[n]
        for i, at in enumerate(source.sentences):
            held = [m for m in source.marks_of(i) if amounts.is_money(m.figure)]
            names = {frozenset(name.keys) for name in source.names_in(*at) if name.sure}
            if len(names) == value and held:
                return case.span(n, *at)
    return None


def _from_new_year(claim: Reading, mark: Mark, value: int, d: Mark) -> bool:
    """前两个月 for 1月至2月."""
    first = periods.of(d.figure).first
    if (
        mark.figure.unit != "month"
        or first is None
        or first.month != 1
        or claim.plain[mark.figure.start - 1 :][:1] not in ("前", "头")
    ):
        return False
    return periods.length_of(d.figure) in (f"{value}month", {3: "quarter", 6: "half"}.get(value, ""))


#: a numeral without its noun: up from three a year ago
_ENGLISH = {n: re.compile(rf"\b{w}\b", re.I) for n, w in enumerate("two three four five six seven eight nine ten".split(), 2)}
_UNITS = {"year": "年", "month": "个月", "week": "个?周", "quarter": "个?季度?", "day": "[天日]"}
_HAN = "零一二三四五六七八九十"


def _spelled(mark: Mark, value: int) -> re.Pattern[str]:
    """A length of time in digits or Chinese numerals: 前2月, 两个月."""
    numeral = "[二两]" if value == 2 else _HAN[value]
    month = rf"|前\s?(?:{value}|{numeral})\s?个?月" if mark.figure.unit == "month" else ""
    return re.compile(rf"(?<![\d一二三四五六七八九十第])(?:{value}|{numeral})\s?{_UNITS[mark.figure.unit]}{month}")


def _listed(claim: Reading, mark: Mark, value: int) -> bool:
    """Whether the sentence lists just so many before or behind the count."""
    before = operands.parts(claim, mark)
    end = claim.sentences[mark.sentence][1]
    behind = re.match(r"[^，。；：]{0,12}[：，](?:即|分别为|分别是|包括)?([^。；]+)", claim.plain[mark.figure.end : end])
    items = len(re.findall(r"、|和|与|及(?!其)", behind[1])) + 1 if behind else 0
    return value > 1 and value in (len(before), items)


def _pointing(claim: Reading, mark: Mark) -> bool:
    return (
        mark.figure.unit not in _TIME
        and not mark.figure.raw[:1].isdigit()
        and bool(_POINTING.match(amounts.noun(mark.figure) + claim.plain[mark.figure.end :]))
    )


def _rival(case: Case, mark: Mark, n: int) -> bool:
    """Whether a source counts the same noun differently."""
    source = case.sources[n]
    noun = case.claim.plain[mark.figure.end : mark.figure.end + 2]
    counted_in = amounts.noun(mark.figure)
    mine = amounts.number(mark.figure.value)
    return any(
        m.figure.unit == mark.figure.unit
        and (
            source.plain[m.figure.end : m.figure.end + 2] == noun
            or (len(counted_in) > 1 and counted_in == amounts.noun(m.figure))
        )
        and amounts.number(m.figure.value) != mine
        and context.count(m.figure.raw[:1])
        for m in source.marks
    )
