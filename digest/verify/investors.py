"""Who led a round and who followed: 领投 and 跟投 must belong to the same investors on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.verify.alignment import words
from digest.verify.clause import Clause, Finding
from digest.verify.cues import Cue
from digest.verify.mentions import Mention, comparable, related
from digest.verify.reading import Reading, Span

_ITEM_END = re.compile(r"、|和|与|及|以及|等|联合|共同|，|, | and ")
_BY = re.compile(r"由|[，。；：]|老股东|股东|投资方")
_BEHIND = re.compile(r"[^.;()]{2,90}?(?= with |, with | at an? | that |, which|, valuing|, alongside|\.|;|$)", re.S)
#: words that name no investor
_EMPTY = frozenset(
    "资本 投资 基金 创投 产投 领投 跟投 参投 参与 轮融 融资 股东 机构 集团 科技 风投 战投 联合 共同 本轮 此轮".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Investor:
    """One investor of a list: its words, the names in it, and its place."""

    words: frozenset[str]
    names: tuple[Mention, ...]
    span: Span

    def same(self, other: Investor) -> bool:
        """Whether two may be one."""
        return bool(self.words & other.words) or related(self.names, other.names)


def role(c: Clause) -> Iterator[Finding]:
    """An investor whose role is another one's in the sources."""
    for cue in c.claim.cues_in(*c.span, "role"):
        held = [(n, x, who) for n, s in enumerate(c.sources) for x in s.cues if x.axis == "role" for who in _listed(s, x)]
        same = [(n, x, who) for n, x, who in held if x.value == cue.value]
        for mine in _listed(c.claim, cue):
            listed = bool(same) and all(c.sources[n].lang != "en" for n, *_ in held) and any(n.sure for n in mine.names)
            if any(mine.same(who) for *_, who in same) or not (listed or _known(mine, [who for *_, who in held])):
                continue
            if not same and not any(mine.same(who) for *_, who in held):
                continue
            number, x, _ = (same or held)[0]
            at = c.sources[number].clauses[c.sources[number].clause_at(x.start)]
            quote = c.sources[number].text[slice(*at)].strip()
            yield Finding("subject", *mine.span, f"角色不同：原文为「{quote}」", number, at)
            return


_JOINS_IN = re.compile(r"参与|参投|跟投|领投|出资|入股|投资(?!者|方|人)")
_EARLIER = re.compile(r"此前|曾|上一?轮|早前|previous|earlier|existing", re.I)


def earlier(c: Clause) -> Iterator[Finding]:
    """软银、英伟达参与本轮, where the source has 软银 among the investors of an earlier round only."""
    if c.claim.lang == "en" or not _JOINS_IN.search(c.claim.plain, *c.claim.sentences[c.claim.sentence_at(c.span[0])]):
        return
    mine = [n for n in c.claim.names_in(*c.span) if n.sure]
    if len(mine) < 2 or _EARLIER.search(c.said):
        return
    for name in mine:
        told = [
            (n, s.sentences[s.sentence_at(x.start)]) for n, s in enumerate(c.sources) for x in s.names if related([name], [x])
        ]
        past = [
            (n, at) for n, at in told if _EARLIER.search(c.sources[n].plain, *at) and _INVESTED.search(c.sources[n].plain, *at)
        ]
        others = [m for m in mine if m is not name]
        apart = all(not related(others, c.sources[n].names_in(*at)) for n, at in past)
        if told and len(past) == len(told) and apart:
            n, at = past[0]
            yield Finding(
                "subject", name.start, name.end, f"范围不同：原文为「{c.sources[n].text[slice(*at)].strip()}」", n, at
            )
            return


_INVESTED = re.compile(r"投资|融资|入股|注资|invest|fund|back", re.I)


def _known(mine: Investor, others: list[Investor]) -> bool:
    """Whether the sources could be expected to print that investor in letters we can compare."""
    return any(mine.same(who) for who in others) or any(
        comparable(mine.names, who.names) if mine.names and who.names else bool(mine.words and who.words) for who in others
    )


def _listed(reading: Reading, cue: Cue) -> list[Investor]:
    """The investors of one role: those before 领投, those behind led by."""
    if reading.lang == "en":
        m = _BEHIND.match(reading.plain, cue.end)
        span = m.span() if m and reading.plain[cue.start : cue.end].lower().endswith("by") else _until(reading, cue)
    else:
        span = _until(reading, cue)
    out, at = [], span[0]
    for end in [*_ITEM_END.finditer(reading.plain, *span), None]:
        stop = end.start() if end else span[1]
        out.append(_investor(reading, (at, stop)))
        at = end.end() if end else stop
    return [i for i in out if i.words or i.names]


def _until(reading: Reading, cue: Cue) -> Span:
    """The stretch of the clause before a role word, from its 由 or the role word before it."""
    low = reading.clauses[reading.clause_at(cue.start)][0]
    before = [c.end for c in reading.cues_in(low, cue.start, "role")]
    start = max([low, *before])
    for m in _BY.finditer(reading.plain, start, cue.start):
        start = m.end()
    return start, cue.start


def _investor(reading: Reading, span: Span) -> Investor:
    han = frozenset() if reading.lang == "en" else words(reading.plain[slice(*span)]) - _EMPTY
    return Investor(han, tuple(reading.names_in(*span)), span)
