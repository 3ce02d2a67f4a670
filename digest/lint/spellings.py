"""Names and titles written in two ways: 《…协议》 and 《…协义》, 云泽3.0 and 云择3.0."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from digest.lint.facts import grams, mantissa
from digest.lint.finding import Finding, Remark
from digest.lint.lexicon import ORGANISATION, PARTICLES, SYNONYMS, other_word, usual_word
from digest.lint.reading import Passage, Period
from digest.lint.report import Report, finding
from digest.lint.sayings import Sayings

#: a word in quotation marks may be any word, a longer phrase is a name
_TITLE = re.compile(r"《([^《》]{4,60})》|“([^“”，。；]{6,20})”")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_VERSION = re.compile(r"(?<=[\u4e00-\u9fff])-?[A-Za-z]?\d[\d.]*")
_COMPANY = re.compile(
    r"(?:科技|智能|股份|集团|电子|精密|光电|传媒|互娱|生物|新材|数科|铜业|锂业|矿业|铝业|重工|机器人|资本|药业|药服|制药|信息|软件|装备|半导体)$"
)
_ALIKE = 0.15  # share of the words around two spellings of one name
_MEANS = SYNONYMS - frozenset("和与及等其于")  # in a name these are characters like others
_SPEAKER = re.compile(
    r"(?:^|[，。；：、晚间日前])(?P<name>[\u4e00-\u9fff]{4,6}?)(?=\d{1,2}月|晚间?公告|公告|宣布|表示|披露|发布|称|介绍|提示|签署|中标|拟|预计|与)"
)
_SPEAKERS = 400  # looked at; no report quotes more
_LIMIT = 4000  # names of one report; beyond it's no report


@dataclass(frozen=True, slots=True)
class Named:
    """One name in its place in the block's text."""

    text: str
    passage: Passage
    start: int
    end: int


def find(report: Report) -> Iterator[Finding]:
    """Names and titles that differ from another by one character."""
    passages = [p for p in report.passages if p.block.zone != "head"]
    titles = [n for p in passages for n in _titles(p)]
    organisations = [n for p in passages for n in _organisations(p)]
    text = "\n".join(p.block.text for p in passages)
    yield from _pairs(titles, text, lengths=(0, 1), organisations=False)
    yield from _pairs(organisations, text, lengths=(0,), organisations=True)
    yield from _odd_ones(report)
    yield from _windows(report)


def _titles(passage: Passage) -> Iterator[Named]:
    for m in _TITLE.finditer(passage.block.text):
        yield Named(m[1] or m[2], passage, *m.span())


def _organisations(passage: Passage) -> Iterator[Named]:
    """What ends like the name of a company; not 自己的科技, whose second character joins two words."""
    for m in ORGANISATION.finditer(passage.block.text):
        if not PARTICLES.intersection(m.group()[:2]):
            yield Named(m.group(), passage, *m.span())


def _pairs(found: Sequence[Named], text: str, lengths: tuple[int, ...], *, organisations: bool) -> Iterator[Finding]:
    first: dict[str, Named] = {}
    for one in found[:_LIMIT]:
        first.setdefault(one.text, one)
    by_gap: dict[str, list[str]] = defaultdict(list)
    for name in first:
        for i in range(len(name)):
            by_gap[f"{name[:i]}\0{name[i + 1 :]}"].append(name)
        if 1 in lengths:
            for i in range(len(name) + 1):
                by_gap[f"{name[:i]}\0{name[i:]}"].append(name)
    seen: set[frozenset[str]] = set()
    for group in by_gap.values():
        for a in group[:8]:
            for b in group[:8]:
                if a != b and frozenset((a, b)) not in seen and _one_apart(a, b):
                    seen.add(frozenset((a, b)))
                    yield from _spelled_twice(first[a], first[b], text, organisations=organisations)


def _one_apart(a: str, b: str) -> bool:
    """Whether the one difference is a character that makes no other thing of the name."""
    if len(a) == len(b):
        unlike = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(unlike) == 1 and all(_HAN.match(ch) and ch not in SYNONYMS for ch in unlike[0])
    long, short = (a, b) if len(a) > len(b) else (b, a)
    extra = next((ch for i, ch in enumerate(long) if short[i : i + 1] != ch), "")
    return len(long) >= 6 and bool(_HAN.match(extra)) and extra not in SYNONYMS


def _spelled_twice(a: Named, b: Named, text: str, *, organisations: bool) -> Iterator[Finding]:
    weights = [_weight(one, other, text) for one, other in ((a, b), (b, a))]
    rare, common = (a, b) if weights[0] < weights[1] else (b, a)
    if weights[0] == weights[1] and a.passage.block.zone == "front":  # as usual: the front page is the copy
        rare, common = a, b
    if text.count(rare.text) > 2 or _together(rare, common) or (organisations and not _same_one(rare, common, text)):
        return
    line = common.passage.block.place(common.start, common.end)[0]
    message = f"此处作“{rare.text}”，第 {line} 行作“{common.text}”，一字之差。"
    yield finding(rare.passage, (rare.start, rare.end), Remark("entity_name", message, common.text))


def _weight(name: Named, other: Named, text: str) -> tuple[int, int]:
    """How usual a spelling is in the report: the whole name, then the pair of characters that sets it apart."""
    at = next((i for i, ch in enumerate(name.text) if other.text[i : i + 1] != ch), 0)
    return text.count(name.text), text.count(name.text[max(0, at - 1) : at + 1])


def _together(a: Named, b: Named) -> bool:
    """Whether one sentence names both: then they are two."""
    sentences = (s for text in (a.passage.block.text, b.passage.block.text) for s in text.split("。"))
    return any(a.text in s and b.text in s for s in sentences)


def _same_one(rare: Named, common: Named, text: str) -> bool:
    """Whether two spellings are of one company: both tell one figure, or the report otherwise has the one only.

    燃油期货 and 豆油期货 stand in like sentences too, so likeness alone says nothing, nor does what ends like a trade.
    """
    if _overlap(rare, common) < _ALIKE:
        return False
    if _figures(rare) & _figures(common) or _named_after(rare, common) or _named_after(common, rare):
        return True
    if text.count(rare.text) != 1 or text.count(common.text) < 3 or not _COMPANY.search(rare.text):
        return False
    return _opens(rare) if common.text in rare.passage.block.text else _begins(rare)


def _opens(name: Named) -> bool:
    """Whether a sentence goes on with the name, as of somebody already told: 衡谷科技完成融资。恒谷科技2025年营业收入…"""
    return name.start > 0 and name.passage.block.text[name.start - 1] == "。"


def _named_after(a: Named, b: Named) -> bool:
    """Whether the sentence of one spelling has a product that is called like the other: 蓝星科技发布澜星-X2."""
    text, stem = a.passage.block.text, re.escape(b.text[:2])
    sentence = text[text.rfind("。", 0, a.start) + 1 : text.find("。", a.end) + 1 or len(text)]
    return re.search(rf"{stem}(?:-|[A-Za-z\d])", sentence) is not None


def _figures(name: Named) -> frozenset[object]:
    """The amounts and days of the half-sentence that names somebody."""
    passage = name.passage
    at = bisect_left(passage.origins, name.start)
    start, end = passage.sentence_at(at)
    start = max(start, passage.masked.rfind("；", start, at) + 1)
    stop = passage.masked.find("；", at, end)
    end = stop if stop >= 0 else end
    amounts = {
        (q.value, q.unit) for _, q in passage.within(start, end) if len(mantissa(q)) >= (4 if q.unit == "percent" else 2)
    }
    days = {p.low for i in range(start, end) if isinstance(p := passage.items.get(i), Period) and p.grain == "day"}
    return frozenset([*amounts, *days])


def _begins(name: Named) -> bool:
    """Whether no other word runs into the name: 棕榈油期货 is no 榈油期货."""
    before = name.passage.block.text[max(0, name.start - 1) : name.start]
    return not before or not _HAN.match(before) or before in PARTICLES


def _overlap(a: Named, b: Named) -> float:
    one, two = (grams(n.passage.block.text[max(0, n.start - 60) : n.end + 60].replace(n.text, "，")) for n in (a, b))
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


# ------------------------------------------------------------------------------------------------------- one of many names
def _odd_ones(report: Report) -> Iterator[Finding]:
    """盘谷传动公告, where the report otherwise writes 磐谷传动."""
    passages = [p for p in report.passages if p.block.zone != "head"]
    text = "\n".join(p.block.text for p in passages)
    speakers = islice(((p, m) for p in passages for m in _SPEAKER.finditer(p.block.text)), _SPEAKERS)
    for passage, m in speakers:
        name = m["name"]
        plain = not PARTICLES.intersection(name)
        usual = next(_usual(name, text), None) if plain and text.count(name) == 1 else None
        if usual and usual not in passage.block.text[max(0, m.start() - 12) : m.end() + 12]:
            message = f"此处作“{name}”，别处都作“{usual}”，一字之差。"
            yield finding(passage, m.span("name"), Remark("entity_name", message, usual))


def _usual(name: str, text: str) -> Iterator[str]:
    """The spellings one character away that the report uses at least twice."""
    for i, ch in enumerate(name):
        pattern = re.escape(name[:i]) + "([\u4e00-\u9fff])" + re.escape(name[i + 1 :])
        others = Counter(m.group() for m in re.finditer(pattern, text) if m[1] != ch)
        for other, count in others.most_common(1):
            if count >= 2 and ch not in _MEANS and other[i] not in _MEANS:
                yield other


# ----------------------------------------------------------------------------------------------------------- any other name
_SIZE = 4  # characters of a window, three of which must agree


@dataclass(frozen=True, slots=True)
class Telling:
    """All letters of the front page and of the body, and the body's windows by what stands around one character."""

    front: str
    body: str
    around: dict[tuple[int, str], set[str]]
    counts: Counter[str]


def _windows(report: Report) -> Iterator[Finding]:
    """Four characters of the front page that the body of the same event writes with one other."""
    passages = [*report.body, *report.headings]
    telling = _telling([_letters(p) for p in report.front], [_letters(p) for p in passages])
    sayings = Sayings(passages)
    for passage in report.front:
        for m in re.finditer(r"[^。；！？]+", passage.masked):
            near = sayings.like(grams(m.group()), 0.3)[:4]
            if near:
                letters = "\0".join(dict.fromkeys(_letters(s.passage) + "\0" + s.passage.block.heading for _, s in near))
                yield from _variants(passage, m, letters, telling)


def _telling(front: Sequence[str], body: Sequence[str]) -> Telling:
    around: dict[tuple[int, str], set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for text in body:
        for run in _RUN.finditer(text):
            for at in range(run.start(), run.end() - _SIZE + 1):
                window = text[at : at + _SIZE]
                counts[window] += 1
                for i in range(_SIZE):
                    around[i, window[:i] + window[i + 1 :]].add(window[i])
    return Telling("\0".join(front), "\0".join(body), around, counts)


def _letters(passage: Passage) -> str:
    """The text without version numbers, so that 云泽3.0大模型 is 云泽大模型; punctuation and other figures part."""
    return _with_places(passage, 0, len(passage.masked))[0]


def _variants(passage: Passage, sentence: re.Match[str], near: str, telling: Telling) -> Iterator[Finding]:
    text, where = _with_places(passage, *sentence.span())
    end = -1
    for run in _RUN.finditer(text):
        for i in range(run.start(), run.end()):
            if where[i] <= end or text[i] in _MEANS:
                continue
            for at, other in _variants_at(text, run, i, telling):
                versioned = where[at + _SIZE - 1] - where[at] >= _SIZE
                if other not in near or not (telling.counts[other] >= 2 or versioned or _is_organisation(run, i, text)):
                    continue
                end = where[at + _SIZE - 1]
                span = passage.span(sentence.start() + where[at], sentence.start() + end + 1)
                message = f"此处作“{text[at : at + _SIZE]}”，正文作“{other}”，一字之差。"
                yield finding(passage, span, Remark("entity_name", message, other))
                break


def _with_places(passage: Passage, start: int, end: int) -> tuple[str, list[int]]:
    text = passage.masked[start:end]
    gone = {i for m in _VERSION.finditer(text) for i in range(*m.span())}
    gone |= {at - start for at, quantity in passage.within(start, end) if quantity.unit == ""}
    where = [i for i in range(len(text)) if i not in gone]
    return "".join(text[i] for i in where), where


def _variants_at(text: str, run: re.Match[str], i: int, telling: Telling) -> Iterator[tuple[int, str]]:
    """The windows around a character that the body knows only with another: where they begin, how the body has them."""
    pairs = (text[max(run.start(), i - 1) : i + 1], text[i : min(i + 2, run.end())])
    if any(len(pair) == 2 and pair in telling.body for pair in pairs):
        return
    for at in range(max(run.start(), i - _SIZE + 1), min(i, run.end() - _SIZE) + 1):
        window, gap = text[at : at + _SIZE], i - at
        for ch in sorted(telling.around.get((gap, window[:gap] + window[gap + 1 :]), ())):
            other = window[:gap] + ch + window[gap + 1 :]
            theirs = [other[k : k + 2] for k in (gap - 1, gap) if 0 <= k <= _SIZE - 2]
            if ch in _MEANS or any(pair in telling.front for pair in theirs):
                continue
            before = text[max(0, i - 1) : i]
            if gap == 0 and usual_word(before + text[i]):
                continue  # 启动|数据 beside 首批|数据: the window begins within another word
            here, there = before + text[i : i + 2], before + ch + text[i + 1 : i + 2]
            if not other_word(here, len(before), there, len(before)):
                yield at, other


def _is_organisation(run: re.Match[str], i: int, text: str) -> bool:
    return any(m.start() <= i < m.end() for m in ORGANISATION.finditer(text, run.start(), run.end()))
