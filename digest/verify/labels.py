"""Whose a figure is: the words, names and places that stand beside it, also where a list deals them out (分别为).

A figure with words of its own (企业类22个) is told apart by them; one without (进一步升至5.16万亿) takes those of the clauses
before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.verify import amounts, periods, tellers
from digest.verify.alignment import words
from digest.verify.mentions import Mention
from digest.verify.reading import Mark, Reading, Span

#: cue words of these axes name nothing
_VERBS = frozenset("metric stage direction pace compare modality done basis span rate speech hearsay affirm".split())
_FILLER = re.compile(
    r"令?该?公司|相关|有关|进一步|继续|分别|大约|约合|约为|其中|此外|目前|当前|平均|合计|共计|总计|总数|总量|达到|达|已|仅|还|也|则|为|超过|突破|高达|多达|不足|逾|"
    r"近|约|同时|另外|包括|以及|位居|位列|排名|获得|出现|首次|同期|当周|截至|截止|到|至|了|的|以|从|由|在|于|和|与|及|有|是|在京"
)
_RESPECTIVELY = re.compile(r"分别|依次|各为|respectively", re.I)
_ITEM_END = re.compile(r"、|和|与|及|以及|,? and |, ")


@dataclass(frozen=True, slots=True)
class Label:
    """What is counted: words and name keys beside the figure itself, and those that it takes from before."""

    own: frozenset[str]
    carried: frozenset[str]
    names: tuple[Mention, ...]
    carried_names: tuple[Mention, ...]

    @property
    def all(self) -> frozenset[str]:
        """Own words, else the carried ones as well."""
        return self.own | self.carried

    @property
    def who(self) -> tuple[Mention, ...]:
        """Names beside the figure, else those that opened the nearest clause with names."""
        return self.names or self.carried_names


@lru_cache(maxsize=32768)
def of(reading: Reading, mark: Mark) -> Label:
    """The label of one figure of a reading."""
    item = dealt(reading, mark)
    before, after = item or behind_speaker(reading, mark.before), mark.after
    noun = content(reading, _noun(reading, after))
    others = bool(noun) and not item and before[0] > reading.clauses[mark.clause][0] and _JOINS.search(reading.plain, *before)
    own = noun if others else content(reading, _without_comparand(reading, before)) | noun
    behind = [] if item else _behind(reading, mark)
    if reading.lang == "en":
        names = [*behind, *(_subjects(reading, before) if _GIVEN.match(reading.plain, mark.figure.end) or not behind else [])]
    else:
        names = _names(reading, before) or behind
    if not names and not item and reading.lang != "en":
        names = _names(reading, (reading.clauses[mark.clause][0], mark.before[0]))
    own = own or content(reading, (reading.clauses[mark.clause][0], mark.before[0]))
    if reading.lang == "en":
        own = frozenset(f"@{k}" for n in names for k in n.keys) | frozenset(w for w in own if w[0] == "@" and not names)
    carried, given = _carried(reading, mark, item)
    if _COMPARED_WITH.search(reading.plain, *mark.before):
        given = []
    return Label(own, carried, tuple(names), tuple(given))


#: 3GW推理与2GW训练: what stands between two figures is the first one's
_JOINS = re.compile(r"(?:与|和|及|以及|、)\s?$")
#: 略低于官方的84.1%: another's figure, whoever opened the sentence
_COMPARED_WITH = re.compile(
    r"(?:低于|高于|不及|超过|少于|多于|快于|慢于|优于|逊于|好于|对比|相比|比|较)(?:官方|公司|厂商|原作者|开发者|对手|竞品|同行|市场|行业|业内|分析师|机构|后者|前者|其他)[^，。；]{0,10}$"
)


def behind_speaker(reading: Reading, span: Span) -> Span:
    """A stretch without who says or expects it (报告预计2026年出货量突破1500万副)."""
    said = [c.end for c in reading.cues_in(*span) if reading.plain[c.start : c.end] in _EXPECTS]
    return (said[-1], span[1]) if said else span


_EXPECTS = frozenset("预计 预期 预测 预估 估计".split())


def grown(reading: Reading, mark: Mark) -> frozenset[str]:
    """The words beside a figure; those of the amount right before it, where it is that one's growth (收入1.6万亿元，同比增长13.3%)
    and not that of a metric which its own clause names (全年收入增长15%)."""
    own = of(reading, mark).own
    goes_on = amounts.is_share(mark.figure) and not reading.cues_in(*mark.before, "metric")
    return own or (taken(reading, mark) if goes_on else own)


def taken(reading: Reading, mark: Mark) -> frozenset[str]:
    """The words beside the amount before a figure, in its clause or those right before; its other shares may stand between."""
    clause = mark.clause
    for m in reversed([m for m in reading.marks_of(mark.sentence) if m.figure.end <= mark.figure.start]):
        if clause - m.clause > 1:
            break
        own = of(reading, m).own
        if own or not amounts.is_share(m.figure):
            return own
        clause = m.clause
    return frozenset()


@lru_cache(maxsize=32768)
def content(reading: Reading, span: Span) -> frozenset[str]:
    """The words of a stretch without dates, verbs and fillers, with the keys of its names and places."""
    low, high = span
    if low >= high:
        return frozenset()
    text = list(reading.plain[low:high])
    holes = [(c.start, c.end) for c in reading.cues_in(low, high) if c.axis in _VERBS]
    holes += [(n.start, n.end) for n in (*reading.places_in(low, high), *reading.names_in(low, high)) if n.place or n.sure]
    holes += [(d.figure.start, d.figure.end) for d in (*reading.dates_in(low, high), *reading.marks_in(low, high))]
    for a, b in holes:
        text[a - low : min(b, high) - low] = "|" * (min(b, high) - a)
    plain = _FILLER.sub("|", "".join(text))
    found = words(plain)
    named = (*reading.names_in(low, high), *reading.places_in(low, high))
    keys = {k for n in named if not tellers.attributed(reading, n) for k in n.keys}
    return frozenset(w for w in found if w not in keys) | {f"@{k}" for k in keys}


_NOUN_END = re.compile(
    r"[\d，。；]|首次|首度|超|高于|低于|位|居|排|列|斩|夺|获|拿|占|增|降|升|跌|涨|为|是|达|被|将|已|并|由|在|于|向|对|和|与|及|同比|环比|约合|较|比"
)


_GOES_TO = re.compile(r"\s?(?:将)?(?:用于|来自|投向|流向|面向|集中在|集中于|属于)(?:了)?")


def _noun(reading: Reading, span: Span) -> Span:
    """The noun right behind a figure (63个可信数据空间试点), no further than its first verb."""
    goes_to = _GOES_TO.match(reading.plain, *span)
    start = goes_to.end() if goes_to else span[0] + (reading.plain[span[0] : span[0] + 1] in ("的", " ", "为", "是"))
    m = _NOUN_END.search(reading.plain, start, span[1])
    return start, max(m.start() if m else span[1], start)


def _names(reading: Reading, span: Span) -> list[Mention]:
    return [n for n in reading.names_in(*span) if not tellers.attributed(reading, n) and not _compared(reading, n)]


_COMPARAND = re.compile(r"(?:比|较(?!大|多|高|低|快|慢|好|强|为)|相比|对比)")


def _without_comparand(reading: Reading, span: Span) -> Span:
    """A stretch without what a figure is compared with at its end (比上一代旗舰高)."""
    found = list(_COMPARAND.finditer(reading.plain, *span))
    return (span[0], found[-1].start()) if found else span


_IN = re.compile(r"(?:在|于|\bon|\bin)\s?$", re.I)
_INSIDE = re.compile(r"\s?(?:上|中|里|内|测试|榜单|基准)")
_THAN = re.compile(r"(?:比|较|对比|相比|不及|than|versus|vs\.?)\s?$", re.I)


def _compared(reading: Reading, name: Mention) -> bool:
    """Whether a name is only what something is compared with, or where it was measured (比甲高7.2分, 在榜单甲上)."""
    before = max(0, name.start - 7)
    venue = _IN.search(reading.plain, before, name.start) and _INSIDE.match(reading.plain, name.end)
    return bool(venue or _THAN.search(reading.plain, before, name.start))


#: what comes from somebody belongs to both: Wayve raises $1.2B from Nvidia
_GIVEN = re.compile(r"[^.;,]{0,24}?\bfrom\b", re.I)
_OBJECT = re.compile(r"\b(?:on|with|to|at|by|of|via|through|against)\s(?:the\s)?$", re.I)


def _subjects(reading: Reading, span: Span) -> list[Mention]:
    """The names of an English stretch, without the objects that belong to the figure before it."""
    held = _names(reading, span)
    return [n for n in held if span[0] == n.start or not _OBJECT.search(reading.plain, max(0, n.start - 14), n.start)]


_FROM_WHOM = re.compile(r"\s*(?:in \w+ )?(?:from|for|at|by)\s", re.I)
_OF_WHOM = re.compile(r"\s?的(?:来自|属于)?\s?|\s?(?:来自|属于)\s?")


def _behind(reading: Reading, mark: Mark) -> list[Mention]:
    """The names right behind a figure: $15 billion from Amazon, 4.12万亿的中国模型."""
    found = reading.names_in(*mark.after)
    if reading.lang == "en":
        return [n for n in found if belongs_to(reading, mark, n)]
    return [n for n in found if _OF_WHOM.fullmatch(reading.plain, mark.figure.end, n.start)]


def belongs_to(reading: Reading, mark: Mark, name: Mention) -> bool:
    """Whether an English figure is said to be from, for, at or by whom stands behind it."""
    return bool(_FROM_WHOM.match(reading.plain[mark.figure.end : name.start + 1]))


def _carried(reading: Reading, mark: Mark, item: Span | None) -> tuple[frozenset[str], list[Mention]]:
    """Words and names from earlier in the clause, the clauses before it, and the opening of the sentence before."""
    low = reading.clauses[mark.clause][0]
    taken = content(reading, (low, mark.before[0]))
    names = _names(reading, (low, mark.before[0])) if not item else []
    first = reading.clauses_of(mark.sentence).start
    for clause in range(mark.clause - 1, first - 1, -1):
        span = reading.clauses[clause]
        taken |= content(reading, span)
        names = names or ([] if _APPOSED.match(reading.plain, *span) else _names(reading, span))
    paragraph = reading.paragraph(mark.figure.start)[0]
    opening = reading.sentences[mark.sentence - 1] if mark.sentence else None
    if opening and opening[0] >= paragraph:
        taken |= content(reading, _until_figure(reading, opening))
    return taken, names


#: MatX, founded by ex-Google engineers, raises: what stands between commas is about the name before
_APPOSED = re.compile(
    r"\s*(?-i:founded|led|backed|owned|run|known|based|formerly|which|who|whose|a|an|the|citing|according|including)\b(?=[^.;\n]*,\s?$)"
)


def _until_figure(reading: Reading, span: Span) -> Span:
    """A sentence up to its first figure: its subject."""
    return span[0], next((m.figure.start for m in reading.marks_in(*span)), span[1])


def topic(reading: Reading, at: int) -> frozenset[str]:
    """What a whole paragraph is about: its words up to the date, the verb or the speaker that stand before its first figure."""
    low, high = _until_figure(reading, reading.paragraph(at))
    ends = [d.figure.start for d in reading.dates_in(low, high)]
    ends += [c.start for c in reading.cues_in(low, high) if c.axis in ("done", "modality", "speech")]
    return content(reading, (low, min(ends))) if ends else frozenset()


# ------------------------------------------------------------------------------------------------------------------ dealt
def dealt(reading: Reading, mark: Mark) -> Span | None:
    """The item of a list that a figure belongs to where the sentence deals them out: A、B分别以19%和13%的份额位列第二、第三."""
    return _deal(reading, mark.sentence).get(mark.figure.start)


@lru_cache(maxsize=8192)
def _deal(reading: Reading, sentence: int) -> dict[int, Span]:
    low, high = reading.sentences[sentence]
    cues = list(_RESPECTIVELY.finditer(reading.plain, low, high))
    out: dict[int, Span] = {}
    for group in _groups(reading, sentence, cues[0].start()) if cues else ():
        m = [x for x in cues if x.start() < group[0].figure.start][-1] if reading.lang != "en" else cues[0]
        items = _items(reading, low, m.start(), len(group)) or _levels(reading, sentence, m.start(), group)
        out |= {mark.figure.start: item for mark, item in zip(group, items, strict=False)} if len(items) == len(group) else {}
    return out


def _levels(reading: Reading, sentence: int, at: int, group: list[Mark]) -> list[Span]:
    """The amounts before 分别 whose growths it deals out: 收入4573亿元，净利润392亿元，分别增长25%和44%."""
    held = [m for m in reading.marks_of(sentence) if m.figure.end <= at and not amounts.is_share(m.figure)]
    if not all(amounts.is_share(m.figure) for m in group) or len(held) < len(group):
        return []
    return [(m.before[0], m.figure.end) for m in held[-len(group) :]]


def _groups(reading: Reading, sentence: int, at: int) -> list[list[Mark]]:
    """Runs of figures of one class behind 分别, joined by 、 and 和 alone; in English before respectively."""
    marks = [m for m in reading.marks_of(sentence) if (m.figure.start > at or reading.lang == "en")]
    groups: list[list[Mark]] = []
    for mark in marks:
        last = groups[-1][-1] if groups else None
        joined = last and _joined(reading.plain[last.figure.end : mark.figure.start])
        if last and joined and amounts.same_class(last.figure, mark.figure):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [g for g in groups if len(g) > 1]


def _joined(between: str) -> bool:
    return len(between) <= 6 and bool(
        re.fullmatch(
            r"\s?(?:的?[^\s，。；]{0,2})?(?:、|和|与|及|以及|,? and |, |，)\s?(?:同比|环比)?(?:增长|下降|上升|减少|提高|增加|下滑|降低)?\s?(?:约|超|逾|近)?\s?",
            between,
        )
    )


def items(reading: Reading, low: int, at: int, count: int) -> list[Span]:
    """The items of the list that 分别 deals with before an offset; none where they are not so many."""
    m = _RESPECTIVELY.search(reading.plain, low, at)
    return _items(reading, low, m.start(), count) if m else []


def _items(reading: Reading, low: int, at: int, count: int) -> list[Span]:
    """The last so many items of the list that stands before 分别."""
    start = low
    for m in re.finditer(r"[，。；：]", reading.plain[low:at]):
        if not _ITEM_END.search(reading.plain[low + m.end() : at]):
            break
        start = low + m.end()
    parts, begin = [], start
    for m in _ITEM_END.finditer(reading.plain, start, at):
        parts.append((begin, m.start()))
        begin = m.end()
    head = _IS.search(reading.plain, *parts[0]) if parts else None
    if head and parts[0][1] - head.end() > 1:
        parts[0] = (head.end(), parts[0][1])
    comma = reading.plain.find("，", begin, at)
    parts.append((begin, comma if comma > begin + 1 else at))
    kept = [p for p in parts if p[1] - p[0] > 1]
    return kept[-count:] if len(kept) >= count else []


_IS = re.compile(r"(?:为|是|包括|：|即|有)(?=[^为是]*$)")


def year_of(reading: Reading, mark: Mark) -> int:
    """The year that a list of years deals to a figure (2023年至2025年，收入分别为3.2亿元、7.9亿元和15.6亿元); 0 for none."""
    low, high = reading.sentences[mark.sentence]
    if not _RESPECTIVELY.search(reading.plain, low, high):
        return 0
    at = _RESPECTIVELY.search(reading.plain, low, high)
    for group in _groups(reading, mark.sentence, at.start() if at else low):
        ranges = [d.figure for d in reading.dates_in(low, group[0].figure.start)]
        for figure in ranges:
            first = periods.of(figure).first
            if first and mark in group and periods.years_of(figure) == len(group):
                return first.year + group.index(mark)
    return 0


_PER_PIECE = re.compile(r"每.{0,4}[股台辆人份件GB]")


def per_piece(reading: Reading, mark: Mark) -> bool:
    """Whether an amount is one for each piece (每10股派现0.6元)."""
    return bool(_PER_PIECE.search(reading.plain, reading.clauses[mark.clause][0], mark.figure.start))


_SETTING = re.compile(r"(?:处|时|后|前|中|上|下|里|内|间)\s?，?$")


def sets_scene(reading: Reading, other: Mark, mark: Mark) -> bool:
    """Whether the clause before only says where or when (在平原南部约15米深度处，发现厚约7米的冰层)."""
    return other.clause == mark.clause - 1 and bool(_SETTING.search(reading.plain, *reading.clauses[other.clause]))
