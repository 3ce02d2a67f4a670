"""A clause that says the opposite of the clause it was made from: up for down, above for below, monthly for quarterly, A for B."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify import labels, lookup, tellers
from digest.verify.alignment import Place, cover, words
from digest.verify.clause import Clause, Finding
from digest.verify.mentions import Mention, comparable, related, same_version
from digest.verify.metrics import named
from digest.verify.reading import Reading, Span

_AXES = {
    "direction": "方向",
    "pace": "快慢",
    "compare": "比较方向",
    "rate": "频次",
    "span": "期间",
    "timing": "早晚",
    "bound": "上下限",
}
#: periods that a clause may name beside each other without being about the finer one
_LIKE = 0.5


def axes(c: Clause) -> Iterator[Finding]:
    """One axis, two values: the clauses that share most of its words all say another."""
    least = _LIKE if len(words(c.said)) > 8 else 0.4
    same = [p for p in c.near if c.sources[p.source].lang == "en" or c.claim.lang == "en" or p.cover]
    strong = [
        p
        for p in same
        if (p.cover >= least or p.back >= _LIKE) and (c.sources[p.source].lang == "en") == (c.claim.lang == "en")
    ]
    top = max((max(p.cover, p.back) for p in strong), default=0.0)
    strong = [p for p in strong if max(p.cover, p.back) >= top - 0.15 and _shares_a_topic(c, p)]
    strong = [p for p in strong if _may_be_it(c, p)]
    for axis, label in _AXES.items():
        mine = {x.value for x in c.claim.cues_in(*c.span, axis)}
        theirs = [_values(c, p, axis) for p in strong]
        if not mine or not theirs or not all(t and _excludes(mine, t) for t in theirs):
            continue
        if axis != "compare" or _same_head(c, strong[0]):
            told = f"{label}不同：原文为{named(frozenset(theirs[0] - mine))}，此处为{named(frozenset(mine - theirs[0]))}"
            yield c.against(strong[0], "qualifier", told)
            return


def _may_be_it(c: Clause, place: Place) -> bool:
    """Whether a source clause states one of the clause's figures, where another clause does: that one is what it was made from."""
    mine = [m.figure for m in c.claim.marks_in(*c.span)]
    places = {(n, m.clause) for n, s in enumerate(c.sources) for f in mine for m in lookup.equal(f, s)}
    return not places or (place.source, place.clause) in places


def _shares_a_topic(c: Clause, place: Place) -> bool:
    """Whether two clauses share more than cue words (同比下降9.8% and 同比增长11% share but 同比)."""
    source = c.sources[place.source]
    theirs = source.clauses[place.clause]
    if (source.lang == "en") != (c.claim.lang == "en"):
        return True
    return bool(_beside_cues(c.claim, c.span) & _beside_cues(source, theirs))


def _beside_cues(reading: Reading, span: Span) -> frozenset[str]:
    """The words of a stretch, without those that only tell a basis, a direction or a period."""
    at, out = span[0], []
    for cue in reading.cues_in(*span):
        if cue.axis in _AXES or cue.axis == "basis":
            out.append(reading.plain[at : cue.start])
            at = max(at, cue.end)
    return words("，".join([*out, reading.plain[at : span[1]]]))


def _values(c: Clause, place: Place, axis: str) -> set[str]:
    source = c.sources[place.source]
    return {x.value for x in source.cues_in(*source.clauses[place.clause], axis)}


def _excludes(mine: set[str], theirs: set[str]) -> bool:
    """Each side says something that the other does not: half and year against half and quarter."""
    return bool(mine - theirs) and bool(theirs - mine)


def _same_head(c: Clause, place: Place) -> bool:
    """Whether both comparisons begin with the same thing: A高于B is no contradiction of B低于A."""
    source = c.sources[place.source]
    start, end = source.clauses[place.clause]
    mine = c.claim.cues_in(*c.span, "compare")[0].start
    theirs = source.cues_in(start, end, "compare")[0].start
    names = c.claim.names_in(c.span[0], mine), source.names_in(start, theirs)
    if all(names):
        return related(*names)
    a, b = words(c.claim.plain[c.span[0] : mine]), words(source.plain[start:theirs])
    return cover(a, b) >= 0.3 or not a or not b


# -------------------------------------------------------------------------------------------------------- who to whom
_TRANSITIVE = re.compile(
    r"收购|并购|入股|投资|起诉|指控|控告|状告|诉|高于|低于|超过|超越|反超|领先|落后|击败|取代|授权|供应|"
    r"acqui\w+|takeover|buy(?:s|ing)?\b|bought|purchas\w+|invest\w*|sue[sd]?\b|su(?:es|ing)\b|accus\w+|ahead of|behind|above|below",
    re.I,
)
_PASSIVE = re.compile(r"被|由|遭|获|\b(?:was|were|been|is|are|be|being)\s(?:\w+\s)?\w+(?:ed|ught|old)\b[^.;]{0,20}\bby\b")


def reversed_roles(c: Clause) -> Iterator[Finding]:
    """A收购B told as B收购A: the same two names around the same sort of verb, the other way round in every source."""
    m = _TRANSITIVE.search(c.said)
    if not m or _PASSIVE.search(c.said):
        return
    at = c.span[0] + m.start()
    first, second = _sides(c.claim, c.span, at)
    if not first or not second or related(first[-1:], second[:1]):
        return
    found = [(n, i, order) for n, s in enumerate(c.sources) for i, order in _orders(s, first[-1], second[0])]
    if found and not any(order for *_, order in found):
        n, i, _ = found[0]
        yield Finding("subject", *c.span, "主客关系颠倒：原文中两者的先后相反", n, c.sources[n].sentences[i])


def reversed_words(c: Clause) -> Iterator[Finding]:
    """甲收购乙 told as 乙收购甲, where no list knows either: what stands before the verb here stands behind it there."""
    m = _ACQUIRES.search(c.said)
    if not m or _PASSIVE.search(c.said) or c.claim.lang == "en":
        return
    before, behind = _around_verb(c.claim, c.span, c.span[0] + m.start(), c.span[0] + m.end())
    found: list[tuple[int, Span, bool]] = []
    for n, source in enumerate(c.sources):
        for hit in _ACQUIRES.finditer(source.plain) if source.lang != "en" else ():
            span = source.clauses[source.clause_at(hit.start())]
            head, tail = _around_verb(source, span, hit.start(), hit.end())
            crossed = len(before & tail) >= 2 and not before & head and (len(behind & head) >= 2 or not behind & tail)
            straight = bool(before & head) or bool(behind & tail and not before & tail)
            if crossed or straight:
                found.append((n, span, crossed))
    if found and all(crossed for *_, crossed in found):
        n, span, _ = found[0]
        yield Finding("subject", *c.span, "主客关系颠倒：原文中两者的先后相反", n, span)


_ACQUIRES = re.compile(r"收购|并购|入股|起诉|吞并|控股")


def _around_verb(reading: Reading, span: Span, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """The words before a verb (of the clause, else of the one before) and behind it, its figures left out."""
    before = labels.content(reading, (span[0], start))
    number = reading.clause_at(span[0])
    if not before and number:
        before = labels.content(reading, reading.clauses[number - 1])
    return before, labels.content(reading, (end, span[1]))


def _sides(reading: Reading, span: Span, at: int) -> tuple[list[Mention], list[Mention]]:
    named = [n for n in reading.names_in(*span) if not tellers.attributed(reading, n)]
    return [n for n in named if n.end <= at], [n for n in named if n.start >= at]


_BUYS = re.compile(
    r"采购|购买|购入|订购|租用|买入|\bbuy(?:s|ing)?\b|\bbought\b|\bpurchas\w+|\brent(?:s|ed|ing)?\b|\bleas(?:e|es|ed|ing)\b|\border(?:s|ed)?\b",
    re.I,
)
_TOWARDS = re.compile(r"(?:向|从|给|对|与|和)\s?$")


def buyer_and_seller(c: Clause) -> Iterator[Finding]:
    """AMD采购Meta的芯片, where Meta is the one who buys."""
    mine = _deal(c.claim, c.span) or (
        _deal(c.claim, c.claim.sentences[c.claim.sentence_at(c.span[0])]) if _BUYS.search(c.said) else None
    )
    if mine is None or c.claim.cues_in(*c.span, "hearsay"):
        return
    found = [(n, span, deal) for n, s in enumerate(c.sources) for span in s.sentences if (deal := _deal(s, span))]
    crossed = [(n, span) for n, span, (a, b) in found if related([a], [mine[1]]) and related([b], [mine[0]])]
    straight = any(related([a], [mine[0]]) and related([b], [mine[1]]) for _, _, (a, b) in found)
    if crossed and not straight:
        yield Finding("subject", *c.span, "主客关系颠倒：原文中买方与卖方相反", crossed[0][0], crossed[0][1])


def _deal(reading: Reading, span: Span) -> tuple[Mention, Mention] | None:
    """Who buys from whom by a stretch of text."""
    m = _BUYS.search(reading.plain, *span)
    if m is None or _PASSIVE.search(reading.plain, span[0], m.start()):
        return None
    named = [n for n in reading.names_in(*span) if not tellers.attributed(reading, n)]
    before, behind = [n for n in named if n.end <= m.start()], [n for n in named if n.start >= m.end()]
    towards = [n for n in before if _TOWARDS.search(reading.plain, max(span[0], n.start - 2), n.start)]
    buyers = [n for n in before if n not in towards]
    sellers = [*towards, *behind]
    return (buyers[-1], sellers[0]) if buyers and sellers and not related(buyers[-1:], sellers[:1]) else None


def _orders(source: Reading, a: Mention, b: Mention) -> Iterator[tuple[int, bool]]:
    """The sentences with both names and such a verb between or behind them, and whether the first stands first."""
    for i, (start, end) in enumerate(source.sentences):
        named = source.names_in(start, end)
        x = next((n for n in named if related([n], [a])), None)
        y = next((n for n in named if related([n], [b])), None)
        if (
            x
            and y
            and x is not y
            and _TRANSITIVE.search(source.plain, start, end)
            and not _PASSIVE.search(source.plain, start, end)
        ):
            yield i, x.start < y.start


_SEGMENTS = ({"overseas", "domestic"}, {"online", "offline"}, {"consumer", "business"})
_EXCEEDS = re.compile(r"高于|低于|超过|超越|反超|领先|落后|多于|少于|不及|逊于")


def reversed_segments(c: Clause) -> Iterator[Finding]:
    """国内收入超过海外, where the source has 海外收入超过国内."""
    mine = _around_exceeds(c.claim, c.span)
    strong = [p for p in c.near if mine and (p.cover >= _LIKE or p.back >= _LIKE) and c.sources[p.source].lang == c.claim.lang]
    told = [(p, _around_exceeds(c.sources[p.source], c.sources[p.source].clauses[p.clause])) for p in strong]
    crossed = [p for p, pair in told if mine and pair == (mine[0], mine[2], mine[1])]
    if crossed and not any(pair == mine for _, pair in told):
        yield c.against(crossed[0], "subject", "主客关系颠倒：原文中两者的先后相反")


def _around_exceeds(reading: Reading, span: Span) -> tuple[str, str, str] | None:
    """A comparing verb and the parts of a whole before and behind it."""
    m = _EXCEEDS.search(reading.plain, *span)
    before = reading.cues_in(span[0], m.start(), "segment") if m else []
    behind = reading.cues_in(m.end(), span[1], "segment") if m else []
    if m is None or not before or not behind:
        return None
    pair = {before[-1].value, behind[0].value}
    return (m.group(), before[-1].value, behind[0].value) if pair in _SEGMENTS else None


_MORE = re.compile(r"超过|超出|高于|优于|领先于?|强于|胜过|击败|反超|超越|好于|跑赢")
_LESS = re.compile(r"不及|低于|落后于?|弱于|逊于|逊色于|不如|不敌|跑输")


def over_or_under(c: Clause) -> Iterator[Finding]:
    """不及甲, where the source has 超过甲."""
    mine = _beaten(c.claim, c.span)
    if mine is None:
        return
    told = [(n, span, there) for n, s in enumerate(c.sources) for span in s.clauses if (there := _beaten(s, span))]
    same = [
        (n, span, more) for n, span, (more, name) in told if related([name], [mine[1]]) and not _versions_apart(name, mine[1])
    ]
    if same and all(more != mine[0] for *_, more in same):
        n, span, _ = same[0]
        yield Finding("qualifier", *c.span, "比较方向不同：原文高低相反", n, span)


def _beaten(reading: Reading, span: Span) -> tuple[bool, Mention] | None:
    """Whether a clause puts its subject above another, and that other, where it opens with the comparison."""
    start = span[0] + len(reading.plain[slice(*span)]) - len(reading.plain[slice(*span)].lstrip())
    m = _MORE.match(reading.plain, start) or _LESS.match(reading.plain, start)
    behind = reading.names_in(m.end(), m.end() + 2) if m else []
    return (bool(_MORE.match(reading.plain, start)), behind[0]) if behind else None


def _versions_apart(a: Mention, b: Mention) -> bool:
    x, y = ({k for k in n.keys if any(ch.isdigit() for ch in k)} for n in (a, b))
    return bool(x and y) and not any(same_version(k, j) for k in x for j in y)


_JOINTLY = re.compile(r"各|均|都|共同|合计|双方|一起|分别")
_WITH = re.compile(r"(?:与|和|同|跟|向|携手|联手|联合|由|被|从)\s?$")


def counterpart(c: Clause) -> Iterator[Finding]:
    """与X签署 told as 与Y签署: the partner of an act is another in the clauses that speak of it."""
    mine = _partners(c.claim, c.span)
    strong = [p for p in c.near if c.sources[p.source].lang == c.claim.lang]
    told = [(p, _partners(c.sources[p.source], c.sources[p.source].clauses[p.clause])) for p in strong]
    told = [(p, names) for p, names in told if names]
    if not mine or not told or any(related(mine, names) for _, names in told):
        return
    if _JOINTLY.search(c.said) and any(
        related(mine, c.sources[p.source].names_in(*c.sources[p.source].clauses[p.clause])) for p, _ in told
    ):
        return  # 甲与乙各出300亿 for 乙与甲各出300亿
    place, theirs = told[0]
    if place.cover >= 0.3 and comparable(mine, theirs):
        names = "、".join(c.sources[place.source].text[n.start : n.end] for n in theirs)
        yield c.against(place, "subject", f"对方不同：原文为{names}")


def _partners(reading: Reading, span: Span) -> list[Mention]:
    named = (n for n in reading.names_in(*span) if not tellers.attributed(reading, n))
    return [n for n in named if _WITH.search(reading.plain, max(span[0], n.start - 3), n.start)]
