"""What stands around a figure: its metric, basis, stage, direction, modality, span of time. One reading for both sides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.model import Figure
from digest.verify import amounts, labels, modality, periods
from digest.verify.cues import Cue
from digest.verify.reading import Mark, Reading

#: what may stand between a verb and its figure
_TAIL = re.compile(
    r"(?:每[百千万]{0,2}\s?个?\s?[Tt]okens?|约合?|大约|近|超过?|逾|突破|高达|多达|不足|不到|至少|至多|最多|最高|最低|仅|[+＋\-$¥￥\s]|about|roughly|nearly|just under|just over|almost|under|over|more than|HK|US|RMB|"
    r"人民币|新台币|港币)+$",
    re.I,
)
_TO = re.compile(r"(?:至|到|为|成|达|\bto|\bat)$", re.I)
#: 降至前代的60%, 为同规模模型的六成, 是去年同期的2.3倍: a level told as a part of another
_OF = re.compile(
    r"(?:至|到|为|是|成|达|相当于|仅)[^，。；！？]{1,20}的$|(?:至|到|为|是|相当于)[^，。；！？]{0,8}(?:同期|前代|上一代|原来|原先|此前|上年|去年)$"
)
_CHANGE_IS = re.compile(r"(?:增|降|涨|跌|升)幅(?:约|已|则|进一步)?(?:为|达到?|有|是|高达)?$")
_BY = re.compile(
    r"(?:了|\bby|压缩|缩短|减少|增加|下降|上升|低|高|提高|提升|下调|上调|增长|扩大|缩减|减轻|延长|降低|降幅|增幅|涨幅|跌幅|成长|年增|年减|月增|月减|降|涨|跌|升)$",
    re.I,
)
_TOP = re.compile(
    r"前\s?([一二三四五六七八九十]{1,3}|\d{1,3})(?!个月|个?季|年|周|月|日|天|后|期|代|轮|述|提|者|沿|景)|\btop[- ](\w+)",
    re.I,
)
_PARTIES = re.compile(r"(?<!第)([两二三四五六七八九十]|\d{1,2})\s?(?:家|者|款|方|项|大|位|地|类|省|市|批|轮|个(?!月|百分))")
_ENGLISH_PARTIES = re.compile(r"\b(both|two|three|four|five)\b", re.I)
#: the closest cue after a figure belongs to it when no more than this stands between (1100亿美元的新投资; $110B in new investment)
_NEAR_HAN, _NEAR_LATIN = 6, 22
NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {
    "两": 2, "both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """The answers for one figure; an empty set means that the text does not say."""

    metric: frozenset[str]
    basis: frozenset[str]
    measure: frozenset[str]
    stage: frozenset[str]
    direction: frozenset[str]
    pace: frozenset[str]
    compare: frozenset[str]
    session: frozenset[str]
    level: str
    modality: str
    rate: frozenset[str]
    span: frozenset[str]
    segment: frozenset[str]
    bound: frozenset[str]
    round: frozenset[str]
    version: frozenset[str]
    tops: frozenset[int]
    parties: frozenset[int]


@lru_cache(maxsize=32768)
def of(reading: Reading, mark: Mark) -> Context:
    """The context of one figure of a reading."""
    low, high = reading.clauses[mark.clause]
    return Context(
        metric=_dealt(reading, mark) or _bound(reading, mark, "metric", carry=True),
        basis=_bound(reading, mark, "basis", carry=False),
        measure=_values(reading.cues_in(low, mark.figure.start, "measure")[-1:]),
        stage=_bound(reading, mark, "stage", carry=False) or _values(reading.cues_in(low, high, "stage")),
        direction=_verb(reading, mark, "direction"),
        pace=_verb(reading, mark, "pace"),
        compare=_verb(reading, mark, "compare"),
        session=_values(reading.cues_in(*mark.before, "session")[-1:] or reading.cues_in(*mark.after, "session")[:1]),
        level=_level(reading.plain, mark),
        modality=modality.of_figure(reading, mark),
        rate=_values(reading.cues_in(low, high, "rate")) or _values(reading.cues_in(*mark.before, "total")),
        span=_spans(reading, mark),
        segment=_values(reading.cues_in(max(low, mark.before[0]), mark.after[1], "segment")),
        bound=_values(reading.cues_in(mark.before[0], mark.figure.start, "bound")),
        round=_about(reading, mark, "round"),
        version=_about(reading, mark, "version"),
        tops=frozenset(tops(reading.plain, mark.before[0], mark.after[1])),
        parties=frozenset(parties(reading.plain, low, high)),
    )


def _dealt(reading: Reading, mark: Mark) -> frozenset[str]:
    """The metric of what a list deals a figure to."""
    item = labels.dealt(reading, mark)
    return _values(reading.cues_in(*item, "metric")[-1:]) if item else frozenset()


def _values(found: list[Cue]) -> frozenset[str]:
    return frozenset(c.value for c in found)


def _bound(reading: Reading, mark: Mark, axis: str, *, carry: bool) -> frozenset[str]:
    """The cue right behind the figure, else the nearest before it in its clause, else (carried) in the clauses before.

    A figure in brackets behind another (1100亿美元（约合7544亿元）) is the same amount again.
    """
    mark = _outside(reading, mark)
    after = [c for c in reading.cues_in(*mark.after, axis) if not _OF_NEXT.match(reading.plain, c.end)]
    base = _share_of(reading, mark)
    reach = _NEAR_LATIN if reading.lang == "en" else _NEAR_HAN
    low = reading.clauses[mark.clause][0]
    before = reading.cues_in(low, base, axis)
    if axis == "metric" and "param" in mark.figure.raw.casefold():
        return frozenset({"params_active" if before[-1:] and before[-1].value == "params_active" else "params"})
    touching = before[-1:] and _TOUCHING.fullmatch(reading.plain, before[-1].end, mark.figure.start)
    if touching and after and not _TOUCHING.fullmatch(reading.plain, mark.after[0], after[0].start):
        return frozenset({before[-1].value})  # 以投后估值88亿元完成B轮融资
    if after and after[0].start - mark.after[0] <= reach:
        active = after[0].value == "params" and before[-1:] and before[-1].value == "params_active"
        return frozenset({before[-1].value if active else after[0].value})
    free = [c for c in before if c.start < mark.before[0] or not _OF_PREVIOUS.fullmatch(reading.plain, mark.before[0], c.start)]
    free = before if mark.before[0] == low else free
    for found in (free[-1:], after[:1], before[-1:]):
        if found:
            return frozenset({found[0].value})
    return _carried(reading, mark, axis) if carry else frozenset()


_TOUCHING = re.compile(r"(?:的|为|达|约|近|超|逾|至|约为|高达|超过|新)?\s?")
#: $16 billion at a valuation of $126 billion: a word that belongs to the figure behind it
_OF_NEXT = re.compile(
    r"\sof\s(?:about |over |nearly |more than |roughly |around |approximately |some |up to |at least )?[$€£¥\d]", re.I
)
#: 7300亿美元的投前估值: a cue that belongs to the figure before it
_OF_PREVIOUS = re.compile(r"的[^，。；]{0,3}|")
_ASIDE = re.compile(r"[（(][^（）()]{0,20}$")


def _outside(reading: Reading, mark: Mark) -> Mark:
    """The figure that a bracket with this one stands right behind, or the figure itself."""
    m = _ASIDE.search(reading.plain, mark.before[0], mark.figure.start)
    if m is None or m.start() > mark.before[0] + 1:
        return mark
    return next(
        (x for x in reading.marks_in(max(0, mark.before[0] - 40), mark.before[0]) if x.figure.end == mark.before[0]), mark
    )


def _share_of(reading: Reading, mark: Mark) -> int:
    """Where the words begin that only tell what a share is a share of (占员工总数约18%); else where the figure begins."""
    at = reading.plain.rfind("占", mark.before[0], mark.figure.start) if amounts.is_share(mark.figure) else -1
    return at if at >= 0 and not reading.plain.startswith("占比", at) else mark.figure.start


def _carried(reading: Reading, mark: Mark, axis: str) -> frozenset[str]:
    low = reading.clauses[mark.clause][0]
    owner = reading.names_in(low, low + 1)
    if owner and reading.plain[owner[0].end : owner[0].end + 1] == "的":
        return frozenset()  # 投前估值7300亿，亚马逊的500亿: another's amount
    first = reading.clauses_of(mark.sentence).start
    for clause in range(mark.clause - 1, first - 1, -1):
        found = [c.value for c in reading.cues_in(*reading.clauses[clause], axis)]
        if found:
            return frozenset({"params_active" if found[-2:] == ["params_active", "params"] else found[-1]})
    return frozenset()


#: 此前三轮的7.2亿元, 累计融资: more than the one that was named before
_SEVERAL = re.compile(r"[两二三四五六七八九十多几各历数2-9][轮代]")


_LAST_ROUND = re.compile(r"(?:上一?|前一?|此前一?)轮|上次|前次")


def _about(reading: Reading, mark: Mark, axis: str) -> frozenset[str]:
    """Which one of a series a figure is about: as the clause, the clauses before it, or the sentence before say."""
    first = reading.clauses_of(mark.sentence).start
    span = reading.clauses[mark.clause]
    if (
        axis == "round"
        and _LAST_ROUND.search(reading.plain, span[0], mark.figure.start)
        and not reading.cues_in(*span, "round")
    ):
        return frozenset()  # 上一轮投后43亿美元
    several = bool(_SEVERAL.search(reading.plain, *span) or reading.cues_in(*span, "total"))
    for clause in range(mark.clause, first - 1, -1):
        found = _values(reading.cues_in(*reading.clauses[clause], axis))
        if found:
            return found if clause == mark.clause or not several or len(found) > 1 else frozenset()
    if several:
        return frozenset()
    paragraph = reading.paragraph(mark.figure.start)[0]
    before = reading.sentences[mark.sentence - 1] if mark.sentence else (0, 0)
    return _values(reading.cues_in(*before, axis)[-1:]) if before[0] >= paragraph else frozenset()


def _verb(reading: Reading, mark: Mark, axis: str) -> frozenset[str]:
    """The verb that governs the figure: nearest before it since the previous figure, else right behind it (73% growth)."""
    before = reading.cues_in(*mark.before, axis)
    if before:
        return frozenset({before[-1].value})
    after = [c for c in reading.cues_in(*mark.after, axis) if c.start - mark.figure.end <= _NEAR_HAN]
    own = reading.cues_in(mark.figure.start, mark.figure.end, axis)  # 翻了一番
    return frozenset({(own or after)[0].value}) if own or after else frozenset()


def _level(plain: str, mark: Mark) -> str:
    """`to` for 降至60, `of` for 降至原来的60%, `by` for 下降60, empty where the text does not decide."""
    lead = _TAIL.sub("", plain[max(mark.before[0], mark.figure.start - 30) : mark.figure.start])
    if amounts.is_share(mark.figure) and _OF.search(lead):
        return "of"
    if _CHANGE_IS.search(lead):
        return "by"  # 增幅达到127%
    return "to" if _TO.search(lead) else "by" if _BY.search(lead) else ""


def _spans(reading: Reading, mark: Mark) -> frozenset[str]:
    """The length of time of a figure's clause, else of the nearest before it; a bare 累计 takes that of a date before it."""
    first = reading.clauses_of(mark.sentence).start
    total: frozenset[str] = frozenset()
    for clause in range(mark.clause, first - 1, -1):
        found = _own_span(reading, mark) if clause == mark.clause else frozenset()
        found = found or spans_in(reading, *reading.clauses[clause], mark)
        if not found and clause == mark.clause and _CAUSE.match(reading.plain, *reading.clauses[clause]):
            return found  # 全年净利润下降，主要受162亿元减值影响: the cause may be one quarter's
        if found == {"total"} and clause == mark.clause and _ends_there(reading, clause):
            return found  # 截至10月累计1,700万单
        if found == {"total"} and clause != mark.clause and _has_amount(reading, clause, mark):
            continue  # 累计投资646亿美元，其中本轮300亿美元
        if found and found != {"total"} and (not total or found <= _STRETCHES):
            return found
        total = total or found
    return total


def _has_amount(reading: Reading, clause: int, mark: Mark) -> bool:
    """Whether a clause tells an amount of money for its own total."""
    own = amounts.is_money(mark.figure)
    return own and any(amounts.is_money(m.figure) for m in reading.marks_in(*reading.clauses[clause]))


_CAUSE = re.compile(r"\s*(?:主要|部分)?(?:是?受|因为?|由于|系因?|源于|归因于)")


def _own_span(reading: Reading, mark: Mark) -> frozenset[str]:
    """The length of time right before a figure, where its clause gave another one to a figure before it."""
    low = reading.clauses[mark.clause][0]
    if not reading.marks_in(low, mark.before[0]):
        return frozenset()
    told = [c for c in reading.cues_in(*mark.before, "span") if c.value in _ORDER]
    if len({c.value for c in told}) < 2 or _ORDER.index(told[-1].value) < max(_ORDER.index(c.value) for c in told):
        return frozenset()
    return frozenset({told[-1].value})


def _ends_there(reading: Reading, clause: int) -> bool:
    """Whether a clause says up to when it counts."""
    return any(periods.until(reading.plain, d.figure) for d in reading.dates_in(*reading.clauses[clause]))


#: what a total may be one of
_STRETCHES = frozenset({"quarter", "half"})


_FROM_TO = re.compile(r"[由从自][^，。；]{0,12}\d[^，。；]{0,16}(?:至|到)")
_DURING = re.compile(r"\s?(?:内|里|间|以来|来|累计|合计|总计|共|平均|大?涨|大?增|增长|成长|上升|提升|下降|大?跌)")
_DURING_EN = re.compile(r"\b(?:over|in|within|past|last|next)\s(?:the\s)?(?:past\s|next\s|last\s|first\s)?$", re.I)


def _stretch(plain: str, figure: Figure) -> bool:
    """Whether a length of time is what an amount accrued over (三周大涨, over 18 months), not an age (上线两周)."""
    if figure.start and plain[figure.start - 1] in "较比与" and re.match(r"前(?!的)", plain[figure.end : figure.end + 2]):
        return True  # 较三周前增长
    return bool(_DURING.match(plain, figure.end) or _DURING_EN.search(plain, max(0, figure.start - 16), figure.start)) or (
        figure.approx == "over" and figure.raw.isascii()
    )


#: three months are a quarter
_AS_LONG = {"3month": "quarter", "6month": "half", "12month": "year"}
LASTING = frozenset({"day", "week", "month", "quarter", "year"})
_ORDER = ("day", "week", "2month", "month", "quarter", "half", "9month", "holiday", "year", "years", "total")


def spans_in(reading: Reading, low: int, high: int, mark: Mark | None = None) -> frozenset[str]:
    """The length of time that a stretch of text is about: its finest of day, week, month … total, or a count (3week)."""
    lasting = [m.figure for m in reading.marks_in(low, high) if m.figure.unit in LASTING and m is not mark]
    if mark is not None and not amounts.is_share(mark.figure) and _FROM_TO.search(reading.plain, low, high):
        lasting = []  # 两周内由4.12万亿升至5.16万亿: how long the change took
    counted = frozenset(f"{f.value}{f.unit}" for f in lasting if f.value and _stretch(reading.plain, f))
    counted = frozenset(_AS_LONG.get(v, v) for v in counted)
    if counted:
        return counted if mark is None or reading.clause_at(low) == mark.clause else frozenset()
    found = {c.value for c in reading.cues_in(low, high, "span")}
    for d in reading.dates_in(low, high):
        if reading.plain[d.figure.start - 1 : d.figure.start] in ("比", "较"):
            continue
        if not periods.dateline(reading, d.figure) and not periods.until(reading.plain, d.figure):
            found |= {periods.length_of(d.figure)} - {""}
    return frozenset([v for v in _ORDER if v in found][:1]) or frozenset(found)


def tops(plain: str, low: int, high: int) -> list[int]:
    """The N of every 前N / top N in a stretch."""
    return [n for m in _TOP.finditer(plain, low, high) if (n := count(m.group(1) or m.group(2) or ""))]


def parties(plain: str, low: int, high: int) -> list[int]:
    """The N of every 两家, 三款, both … in a stretch, small numbers only."""
    found = (*_PARTIES.finditer(plain, low, high), *_ENGLISH_PARTIES.finditer(plain, low, high))
    return [n for m in found if (n := count(m.group(1)))]


def count(word: str) -> int:
    """A small number in digits, Chinese numerals or English; 0 for none."""
    if word.isdecimal():
        return int(word)
    if word.startswith("十"):
        return 10 + NUMERALS.get(word[1:], 0)
    return NUMERALS.get(word.casefold(), 0)


#: 占总收入的比重由63.7%升至77.4%: where the whole is told
_BASE_END = re.compile(r"的?(?:比重|比例|份额)|由|从|\d")
_OF_WHAT = re.compile(r"(?:占(?!比|有率)|相当于)([^占]*)$")


def share_base(reading: Reading, mark: Mark) -> str:
    """The words between 占 and the share: what it is a share of; empty when the text does not say."""
    if not amounts.is_share(mark.figure):
        return ""
    low = reading.clauses[mark.clause][0]
    stretch = reading.plain[low : mark.figure.start]
    found = list(_OF_WHAT.finditer(stretch))
    return _TAIL.sub("", _BASE_END.split(found[-1][1])[0]).rstrip("的 约") if found else ""
