"""Whether a text tells something as done, planned, demanded or simply so."""

from __future__ import annotations

import re

from digest.verify import amounts, periods, standing
from digest.verify.reading import Mark, Reading


def of_clause(reading: Reading, clause: int, until: int) -> str:
    """`plan` when the clause speaks before `until` of what is expected or of a time to come, `done` when it says outright that
    it happened, `carried` when an earlier clause of the sentence speaks of plans, `ongoing` for 正在, `asked` behind what a paper
    demands, `maybe` for a demand or a deal; else `fact`."""
    low, high = reading.clauses[clause]
    if reading.cues_in(low, until, "modality"):
        return "plan"
    start = reading.sentences[reading.sentence_at(low)][0]
    done = reading.cues_in(low, high, "done")
    told = "了" in reading.plain[low:high] or any(reading.plain[c.start : c.end] not in _BARE_ACTS for c in done)
    far = _ahead(reading, start, until) or reading.cues_in(start, low, "modality")
    if told or (done and not far):
        return "done"
    if _ahead(reading, low, until):
        return "plan"
    if any(c.value == "ongoing" for c in reading.cues_in(low, high, "prospective")):
        return "ongoing"
    if reading.cues_in(low, high, "prospective") or _SAME.search(reading.plain, low, high):
        return "maybe"
    if reading.cues_in(until, high, "modality") and not reading.cues_in(low, until, "done"):
        return "maybe"
    before = reading.cues_in(start, low, "modality")
    if clause and _AND.match(reading.plain, low, high) and reading.cues_in(*reading.clauses[clause - 1], "modality") and before:
        return "plan"
    if before:  # TrendForce预计，合约价上涨 expects it outright
        return "plan" if reading.plain[before[-1].end : low].strip() in ("，", ",", "：", ":") else "carried"
    if _SUPPOSED.search(reading.plain, start, low):
        return "maybe"
    if _DEMANDS.search(reading.plain, start, low):
        return "asked"
    return "maybe" if any(c.value == "deal" for c in reading.cues_in(start, low, "prospective")) else "fact"


#: 到2027年，建成100个: an act told without 已 is as far off as its date
_BARE_ACTS = frozenset("建成 投产 落地 实现 完成 正式".split())


_SUPPOSED = re.compile(r"(?:若|如果|假如|倘若|一旦)[^，。；]{2,}，|\bif\b[^.;]{4,},", re.I)
#: what a paper demands is not yet so
_DEMANDS = re.compile(r"(?:意见|规划|方案|通知|办法|计划|文件|政策|指南|纲要|措施|部门)[^，。；]{0,8}(?:提出|明确|要求|规定)")


_ATTRIBUTE = re.compile(r"\s?(?:个)?(?:(?:参数|上下文|规模)?的[\u4e00-\u9fffA-Za-z]|参数(?=[A-Z]))")


_DIRECTLY = re.compile(r"(?:预计|将|拟|计划|或|有望|目标)(?:为|达|有|超|突破|至|到|约|近|过|是|用){0,3}\s?$")


#: 预计推出第二代产品，并进入北美市场
_AND = re.compile(r"\s*[并且](?![未不非])")


#: 6GW即6000兆瓦 tells no event
_SAME = re.compile(r"\d\S{0,4}\s?(?:即|等于|也就是)\s?\S{0,2}\d")


_CLOSED = re.compile(r"(?:已|宣布|成功)?完成(?!后|前)[^，。；]{0,20}(?:轮|融资|募资|定增|发行|收购|并购|交割|交易)")


#: what says of a whole sentence that its deal is not closed
_PENDING = re.compile(
    r"(?:预计|有望|将于|计划|预期)[^，。；]{0,14}(?:完成|交割|敲定|落定)|(?:拟|将|预计|计划|有望|将于)[^，。；]{0,14}(?:启用|投产|投运|建成|完工|开工|竣工|投入使用|运营)|尚[需待须]|仍[需待须]|有待|[待须需][^，。；]{0,14}(?:批准|审批|获批|放行)"
)


#: 50亿元的全年目标
_AIM = re.compile(
    r"\s?的?(?:全年|年度|年内|今年|明年|季度|本年|既定|销售|收入|营收|交易|增长|出货|\d{4}年){0,2}(?:目标|指引|计划|预期|预算)"
)


def of_figure(reading: Reading, mark: Mark) -> str:
    """As `modality`; what stands under a period to come is planned too."""
    if _AIM.match(reading.plain, mark.figure.end):
        return "plan"
    told = of_clause(reading, mark.clause, mark.figure.start)
    if (
        told == "plan"
        and _ATTRIBUTE.match(reading.plain, mark.figure.end)
        and not _DIRECTLY.search(reading.plain, *mark.before)
    ):
        return "maybe"  # 将使用一款1.2万亿参数的模型 plans the use, not the size
    if told == "fact" and _PENDING.search(reading.plain, *reading.sentences[mark.sentence]):
        return "maybe"  # 以19亿美元收购甲，预计四季度完成交割
    if told == "plan" and standing.hangs_on_past(reading, mark):
        return "fact"  # 不低于去年的15亿元
    if (
        told == "fact"
        and amounts.is_money(mark.figure)
        and _CLOSED.search(reading.plain, reading.sentences[mark.sentence][0], reading.clauses[mark.clause][0])
    ):
        return "done"  # 完成定增，募集资金42.5亿元
    stated = standing.stated(reading, mark) if told in ("fact", "asked") else None
    if stated is None or periods.until(reading.plain, stated):
        return told
    period = periods.of(stated)
    ahead = period.first is not None and reading.day is not None and period.first > reading.day
    return "plan" if ahead and period.dated else told


def _ahead(reading: Reading, low: int, until: int) -> bool:
    """Whether a stretch names a period that begins after the text was published."""
    days = (periods.of(d.figure) for d in reading.dates_in(low, until) if not periods.until(reading.plain, d.figure))
    return reading.day is not None and any(p.first is not None and p.dated and p.first > reading.day for p in days)
