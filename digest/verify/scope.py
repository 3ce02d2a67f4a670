"""Who and how many a statement is about: breadth (全国, 全部), roles (领投, 跟投), superlatives, the one spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify import alignment, amounts, labels
from digest.verify.alignment import Place, words
from digest.verify.clause import Clause, Finding
from digest.verify.mentions import Mention, comparable, related
from digest.verify.reading import Reading, Span

_SAME_SCOPE = {
    "全国": "全国|我国|国内|中国|各省|nationwide|china", "全球": "全球|世界|国际上|国际市场|global|worldwide|world", "所有": "所有|全部|各(?![自地级方界部])|(?<!平)均(?!分|值|价|线|衡)|都|任何|全体|每(?![年月日周季天次])|all|every",
    "全部": "全部|所有|各(?![自地级方界部])|(?<!平)均(?!分|值|价|线|衡)|都|全数|悉数|100%|全资|整体|\\ball\\b|every|entire|whole|full", "全体": "全体|全部|所有|全员", "全平台": "全平台|整个平台|平台总|全部", "任何": "任何|所有|一切|any|all",
}  # fmt: skip
_MOST = re.compile(r"最(?:大|多|高|小|低|快|强|早|新|便宜|贵)")


def breadth(c: Clause) -> Iterator[Finding]:
    """A word of breadth (全国, 所有, 全平台) that no source sentence about the same thing has."""
    held = _about(c)
    for cue in c.claim.cues_in(*c.span, "population"):
        word = c.claim.plain[cue.start : cue.end]
        same = re.compile(_SAME_SCOPE.get(word, re.escape(word)), re.I)
        times = c.said.count(word)
        if not any(len(same.findall(t)) >= times for t in held):
            yield Finding("qualifier", cue.start, cue.end, f"范围扩大：原文没有「{word}」")
            return


def _about(c: Clause) -> list[str]:
    """The source sentences that may speak of the same thing: those that share most words, and all in another language."""
    mine = words(c.said)
    near = {(n, i) for n, i, _ in alignment.best_sentences(mine, c.sources, 0.2, 0.15)}
    return [
        s.plain[a:b]
        for n, s in enumerate(c.sources)
        for i, (a, b) in enumerate(s.sentences)
        if s.lang != c.claim.lang or (n, i) in near
    ]


def distinction(c: Clause) -> Iterator[Finding]:
    """首次, 新高, 唯一: a claim of distinction that no source makes in any words."""
    for cue in c.claim.cues_in(*c.span, "first"):
        if not any(x.axis == "first" and x.value == cue.value for s in c.sources for x in s.cues) and not any(
            _RANK_ONE.search(s.plain) for s in c.sources if cue.value == "record"
        ):
            word = c.claim.text[cue.start : cue.end]
            yield Finding("qualifier", cue.start, cue.end, f"原文没有「{word}」这一说法")
            return


_EVERY = re.compile(r"(?:均|全部|全都|都)(?:为|是|属于?|来自)([\u4e00-\u9fff]{2,8})")


def universal(c: Clause) -> Iterator[Finding]:
    """均为中小企业, where the source says 占九成."""
    m = _EVERY.search(c.said)
    if m is None:
        return
    mine = words(m[1])
    for number, source in enumerate(c.sources):
        for mark in source.marks:
            share = amounts.as_percent(mark.figure) if amounts.is_share(mark.figure) else None
            low = source.clauses[mark.clause][0]
            if share is not None and 0 < share < 100 and mine <= words(source.plain[low : mark.figure.start]):
                note = f"范围扩大：原文为{mark.figure.raw.strip()}"
                yield Finding(
                    "qualifier", c.span[0] + m.start(), c.span[0] + m.end(), note, number, source.clauses[mark.clause]
                )
                return


_RANK_ONE = re.compile(r"最[大高多快强]|第一|居首")


def superlative(c: Clause) -> Iterator[Finding]:
    """「X 是最大的」 must be said of X in the source, where the source says of somebody that it is the most."""
    m = _MOST.search(c.said)
    if not m or c.claim.lang == "en" or "是" not in c.said[: m.start()]:
        return
    mine = words(c.said[: m.start()].split("是")[0])
    seen = [
        (n, _most_of(s, hit.start())) for n, s in enumerate(c.sources) for hit in re.finditer(re.escape(m.group()), s.plain)
    ]
    if not mine or not seen or any(mine & words(c.sources[n].plain[a:b]) for n, (a, b) in seen):
        return
    number, at = seen[0]
    end = c.span[0] + m.end()
    note = f"「{m.group()}」的主体不同：原文为「{_quote(c.sources[number], at)}」"
    yield Finding("subject", c.span[0], end, note, number, at)


def _most_of(source: Reading, at: int) -> Span:
    """The clause of a superlative, with the one before where it begins with it."""
    index = source.clause_at(at)
    low, high = source.clauses[index]
    return (source.clauses[index - 1][0] if index and not words(source.plain[low:at]) else low), high


def subject(c: Clause) -> Iterator[Finding]:
    """What a clause without figures says of a name must be said of that name."""
    if any(m.clause == c.number for m in c.claim.marks):
        return
    own = [n for n in c.claim.names_in(*c.span) if not labels.attributed(c.claim, n)]
    bare = words("".join(c.claim.plain[a:b] for a, b in _between(c.span, own)))
    mine = own or _carried(c)
    if not mine or len(bare) < 3:
        return
    near = [p for p in alignment.places(bare, c.sources, 0.6) if c.sources[p.source].lang != "en"]
    if not near or any(related(mine, _names_about(c.sources[p.source], p)) for p in near):
        return
    about = [_names_about(c.sources[p.source], p) for p in near]
    outright = all(_opening(c.sources[p.source], p) for p in near)
    if outright or (not own and near[0].cover >= 0.8 and all(names and comparable(mine, names) for names in about)):
        yield c.against(near[0], "subject", "主体不同：原文说的是另一方")


def _opening(source: Reading, place: Place) -> list[Mention]:
    """The names that open a source clause: its subject."""
    low = source.clauses[place.clause][0]
    return source.names_in(low, low + 3)


def _carried(c: Clause) -> list[Mention]:
    """The name that opens the nearest clause before, where this one goes on without any."""
    first = c.claim.clauses_of(c.claim.sentence_at(c.span[0])).start
    for number in range(c.number - 1, first - 1, -1):
        low = c.claim.clauses[number][0]
        head = next((m.figure.start for m in c.claim.marks if m.clause == number), low + 3)  # its subject
        opening = [n for n in c.claim.names_in(low, head) if not labels.attributed(c.claim, n)]
        if opening:
            return opening[:2]
    return []


def _names_about(source: Reading, place: Place) -> list[Mention]:
    start, end = source.sentences[place.sentence]
    before = source.sentences[max(place.sentence - 1, 0)][0]
    return source.names_in(start, end) or source.names_in(before, start) + source.names_in(*source.sentences[0])


def _between(span: Span, names: list[Mention]) -> Iterator[Span]:
    at = span[0]
    for n in names:
        yield at, n.start
        at = n.end
    yield at, span[1]


def _quote(source: Reading, at: Span) -> str:
    return source.text[slice(*at)].strip()
