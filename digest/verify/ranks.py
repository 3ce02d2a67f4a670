"""Places in an order: 居首 for 最快, 次之 for followed by; a place in one ranking is none in another."""

from __future__ import annotations

import re

from digest.model import Check
from digest.verify import amounts, context, labels
from digest.verify.alignment import words
from digest.verify.case import Case
from digest.verify.mentions import related
from digest.verify.reading import Mark, Reading

_AS = {
    1: re.compile(r"最[大高多快强好]|居首|首位|榜首|冠军|头名|领先|登顶|称霸|头把交椅|\bled\b|\bleads?\b|\bleading\b|\btop(?:s|ped)?\b|\blargest\b|\bmost\b|\bbiggest\b|No\. ?1", re.I),
    2: re.compile(r"次席|居次|次之|其次|仅次于|紧随其后|紧追其后|亚军|\bsecond\b|followed by|runner-up", re.I),
    3: re.compile(r"季军|第三|\bthird\b", re.I),
}  # fmt: skip


def top(mark: Mark) -> bool:
    """Whether a rank names a set (前五, top ten), not a place."""
    return mark.figure.raw.lstrip().startswith(("前", "top", "Top", "TOP"))


def _place(mark: Mark) -> bool:
    """Whether a figure is a place in a ranking: no set, no 首款."""
    return amounts.is_rank(mark.figure) and not top(mark) and not _FIRST_OF.search(mark.figure.raw)


def pointing(claim: Reading, mark: Mark) -> bool:
    """Whether a place only stands for the one who holds it (较榜首少0.53万亿, 仅次于第一名)."""
    return bool(_POINTING.search(claim.plain, max(0, mark.figure.start - 4), mark.figure.start))


def held(claim: Reading, c: Mark, source: Reading, s: Mark) -> bool:
    """Whether a source's place may be the claim's: 领先第二名 says who is not the second, 领先第二名的乙 that 乙 is."""
    if not pointing(source, s):
        return True
    behind = source.names_in(s.figure.end, s.figure.end + 3)
    return bool(behind) and related(labels.of(claim, c).who, behind)


_POINTING = re.compile(r"(?:较|比|距|与|次于|追平|超过|领先|落后|对|高出|高于|低于|优于|多于|少于)$")


_FIRST_OF = re.compile(r"首[个家款批次例套台条座届期只艘颗枚部场]|首超|首度")
_FIRST = re.compile(r"首|第一|\bfirst\b|\binitial\b", re.I)


_ORDER = re.compile(r"依次(?:为|是|：)?|(?:前.{1,3}名|前.{1,2}位|排名前.{1,2}的?)(?:分别)?(?:为|是)")


def listed(case: Case, mark: Mark) -> Check | None:
    """A place in a list that the source gives in order (前三名依次为甲、乙和丙): the right one, or another; None for no list."""
    value = int(amounts.number(mark.figure.value) or 0)
    who = labels.of(case.claim, mark).who or tuple(case.claim.names_in(*case.claim.clauses[mark.clause]))
    for n in case.allowed[mark.sentence] if who and _place(mark) else ():
        source = case.sources[n]
        for m in _ORDER.finditer(source.plain):
            low, end = source.clauses[source.clause_at(m.start())]
            if not labels.content(case.claim, case.claim.clauses[mark.clause]) & labels.content(source, (low, m.start())):
                continue  # another ranking
            items = [source.names_in(a, b) for a, b in _items(source, m.end(), end)]
            place = next((i for i, names in enumerate(items, 1) if related(who, names)), 0)
            if place and len(items) > 1:
                evidence = [case.span(n, m.start(), end)]
                note = "" if place == value else f"名次不同：原文列在第{place}"
                return case.of_figure(mark.figure, "supported" if place == value else "absent", evidence, note)
    return None


_TOP = re.compile(r"(?:位居|位列|分列|排名|居|列)[^，。；]{0,10}前([三四五六七八九十])")


def _by_order(case: Case, mark: Mark, n: int) -> tuple[int, tuple[int, int]] | None:
    """The place of one of a list that is dealt falling figures and the first places (甲、乙、丙分别以27、14和5位居前三)."""
    source = case.sources[n]
    for m in _TOP.finditer(source.plain):
        told = [
            x for x in source.marks_of(source.sentence_at(m.start())) if labels.dealt(source, x) and x.figure.start < m.start()
        ]
        sizes = [amounts.number(x.figure.value) or amounts.ZERO for x in told]
        if len(told) != context.count(m[1]) or sizes != sorted(sizes, reverse=True):
            continue
        said = case.claim.plain[case.claim.sentences[mark.sentence][0] : mark.figure.start]
        items = [source.plain[slice(*span)].strip() for x in told if (span := labels.dealt(source, x))]
        place = next((i for i, item in enumerate(items, 1) if item and item in said), 0)
        if place:
            return place, m.span()
    return None


_PLACES = re.compile(
    r"(?:位居|位列|分列|分居|列|居|排名?)第?([一二三四五六七八九十\d](?:(?:、|和|与|及)第?[一二三四五六七八九十\d])+)(?:位|名)?"
)


def dealt(case: Case, mark: Mark) -> Check | None:
    """甲和乙分别占17%和9%，位居二、三位: places dealt out to what the sentence lists; None for none."""
    value = int(amounts.number(mark.figure.value) or 0)
    mine = labels.content(case.claim, (case.claim.sentences[mark.sentence][0], mark.figure.start))
    for n in case.allowed[mark.sentence] if _place(mark) else ():
        source = case.sources[n]
        if found := _by_order(case, mark, n):
            note = "" if found[0] == value else f"名次不同：原文列在第{found[0]}"
            return case.of_figure(mark.figure, "supported" if found[0] == value else "absent", [case.span(n, *found[1])], note)
        for m in _PLACES.finditer(source.plain):
            order = [context.count(w) for w in re.split(r"、|和|与|及", m[1].replace("第", ""))]
            at = source.sentence_at(m.start())
            items = labels.items(source, source.sentences[at][0], m.start(), len(order))
            told = [labels.content(source, item) for item in items]
            place = next((place for place, words in zip(order, told, strict=False) if mine & words), 0)
            if place:
                note = "" if place == value else f"名次不同：原文列在第{place}"
                return case.of_figure(mark.figure, "supported" if place == value else "absent", [case.span(n, *m.span())], note)
    return None


def _items(source: Reading, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    for m in re.finditer(r"、|和|与|及|以及", source.plain[start:end]):
        out.append((at, start + m.start()))
        at = start + m.end()
    return [*out, (at, end)]


def told(case: Case, mark: Mark) -> Check | None:
    """A place that a source tells in other words (增速最快 for 增速居首), of the same one; None for none."""
    value = int(amounts.number(mark.figure.value) or 0)
    first_of = _FIRST_OF.search(mark.figure.raw)
    for n in case.allowed[mark.sentence] if first_of else ():
        if m := _FIRST.search(case.sources[n].plain):
            return case.of_figure(mark.figure, "supported", [case.span(n, *m.span())])
    pattern = _top_of(value) if top(mark) else _AS.get(value)
    if not top(mark) and any(_after(place) not in (0, value) for s in case.sources for place in _AFTER.finditer(s.plain)):
        pattern = None  # 仅次于甲和乙 is the third
    for n in case.allowed[mark.sentence] if pattern else ():
        source = case.sources[n]
        for m in pattern.finditer(source.plain) if pattern else ():
            if top(mark) or _same_one(case.claim, mark, source, m.start()):
                return case.of_figure(mark.figure, "supported", [case.span(n, m.start(), m.end())])
    return None


_AFTER = re.compile(r"仅次于([^，。；]{1,40})")


def _after(m: re.Match[str]) -> int:
    """The place of one who comes right after so many that are named."""
    return len(re.findall(r"、|和|与|及", m[1])) + 2


def _top_of(value: int) -> re.Pattern[str]:
    """前三 in other words: 最高的三个领域."""
    han = "零一二三四五六七八九十"[value] if value <= 10 else str(value)
    return re.compile(
        rf"最[高大多快强][^，。；]{{0,2}}(?:{value}|{han})\s?[个家名款大项]|(?:top|largest|biggest) (?:{value}|three|five|ten)\b",
        re.I,
    )


def _same_one(claim: Reading, mark: Mark, source: Reading, at: int) -> bool:
    sentence = source.sentences[source.sentence_at(at)]
    who = labels.of(claim, mark).who
    if who:
        return related(who, source.names_in(*sentence))
    label = labels.of(claim, mark)
    start, end = claim.clauses[mark.clause]
    if (label.own or label.carried) & labels.content(source, source.clauses[source.clause_at(at)]):
        return True
    return len(words(claim.plain[start:end]) & words(source.plain[slice(*sentence)])) >= 2


_GROWN = re.compile(r"增速|增幅|涨幅|降幅|增长率|增长|提升幅度")


def other_ranking(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """总榜第一 is not 单项第一: a word of the claim's ranking stands beside another place of the source, not in this one's sentence."""
    if not _place(c) or source.lang != claim.lang:
        return ""
    grown, told = (_GROWN.search(r.plain, r.clauses[m.clause][0], m.figure.start) for r, m in ((source, s), (claim, c)))
    if grown and not told and not _GROWN.search(claim.plain, *claim.clauses[c.clause]):
        return f"名次的范围不同：原文是{grown.group()}的名次"
    mine = labels.content(claim, claim.clauses[c.clause])
    here = labels.content(source, source.sentences[s.sentence])
    for other in source.marks:
        if other is s or not _place(other):
            continue
        lost = (mine & labels.content(source, source.sentences[other.sentence])) - here
        if lost and other.sentence != s.sentence:
            return f"名次的范围不同：「{'、'.join(sorted(lost)[:2])}」在原文中对应{other.figure.raw.strip()}"
    return ""
