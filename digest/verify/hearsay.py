"""What is hearsay, denied or left unsaid in a source, and told as fact or as a statement in a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from digest.verify import alignment
from digest.verify.alignment import words
from digest.verify.clause import Clause, Finding
from digest.verify.mentions import Mention, related
from digest.verify.negation import NEGATION
from digest.verify.reading import Reading, Span

_OF_OTHERS = frozenset({"denial", "hearsay"})
_WHO_SAYS = re.compile(r"^(.{2,24}?)(?:均|都|也|双双)?(?:[\u4e00-\u9fff]{0,2})(证实|确认|承认|表示|称|回应称|指出|透露|宣布)")


def denial(c: Clause) -> Iterator[Finding]:
    """A claim that affirms (属实, 证实) what the source denies (伪造, 不实)."""
    axes = c.axes()
    if not _affirms(c.claim, c.span) or "denial" in axes or "denial" in c.told:
        return
    for number, source in enumerate(c.sources):
        denials = [x for x in source.cues if x.axis == "denial"]
        if denials and not _affirms(source):
            sentence = source.sentences[source.sentence_at(denials[0].start)]
            yield Finding("qualifier", *c.span, "原文否认此事，此处写成证实", number, sentence)
            return


def _affirms(reading: Reading, span: Span | None = None) -> bool:
    """Whether a text, or a stretch of it, says that something is so (not 无法确认)."""
    found = reading.cues_in(*(span or (0, len(reading.plain))), "affirm")
    return any(not NEGATION.search(reading.plain[max(0, x.start - 4) : x.end + 2]) for x in found)


def unfounded_denial(c: Clause) -> Iterator[Finding]:
    """否认, where no source denies anything."""
    cues = c.claim.cues_in(*c.span, "denial")
    if cues and not any(_denies(s) or NEGATION.search(s.plain) for s in c.sources):
        yield Finding("qualifier", cues[0].start, cues[0].end, "原文没有否认")
    elif cues and c.near and not any(x.axis == "denial" for s in c.sources for x in s.cues):
        place = c.near[0]
        if not NEGATION.search(c.text_of(place)) and place.cover >= 0.3:
            yield c.against(place, "qualifier", "原文没有否认，此处写成否认")


_SUPPOSED = re.compile(r"若|如果|假如|假设|如.{1,16}计|按.{1,16}计")


def told(text: str, axes: frozenset[str]) -> frozenset[str]:
    """What a text says somewhere that concerns its other sentences too: it denies, tells hearsay, negates, supposes."""
    words = (("negation", NEGATION), ("supposed", _SUPPOSED))
    return (axes & _OF_OTHERS) | {name for name, pattern in words if pattern.search(text)}


def rumour(c: Clause) -> Iterator[Finding]:
    """A rumour that a source denies, told as fact."""
    if c.told or not any(_denies(s) for s in c.sources):
        return
    best = alignment.best_sentences(words(c.said), c.sources, 0.3, 0.05)
    if best and all(_rumoured(c.sources[n], i) for n, i, _ in best):
        n, i, _ = best[0]
        yield Finding("qualifier", *c.span, "原文为传闻且已被否认，此处写成事实", n, c.sources[n].sentences[i])


@lru_cache(maxsize=512)
def _denies(source: Reading) -> bool:
    return any(c.axis == "denial" for c in source.cues)


def _rumoured(source: Reading, sentence: int) -> bool:
    """Whether a sentence reports hearsay or denies it: by its own words, or because the sentence before is hearsay."""
    start, end = source.sentences[sentence]
    before = source.sentences[max(0, sentence - 1)][0]
    axes = {c.axis for c in source.cues_in(start, end)}
    return bool(axes & {"hearsay", "denial"}) or bool(source.cues_in(before, start, "hearsay"))


def silence(c: Clause) -> Iterator[Finding]:
    """Somebody is quoted who, by the source, declined to comment."""
    m = _WHO_SAYS.search(c.said)
    if not m or {"silence", "denial"} & c.axes():
        return
    low = c.span[0]
    mine = c.claim.names_in(low, low + m.end(1))
    mine = mine[-1:] if "affirm" in c.axes() else mine
    spoken = words(m.group(1))
    axes = {"affirm"} if m.group(2) in ("证实", "确认", "承认") else {"affirm", "speech"}
    for number, source in enumerate(c.sources):
        for cue in source.cues:
            if cue.axis != "silence" or not (
                _silent(source, cue.start, mine, spoken)
                or _refused(c, m, source, cue.start)
                or _unconfirmed(c, mine, axes, source)
            ):
                continue
            anybody = _ANYBODY.fullmatch(m.group(1).strip()) and _answered(c.sources)
            if not anybody and not _speaks(c.sources, mine, spoken, axes):
                sentence = source.sentences[source.sentence_at(cue.start)]
                yield Finding("credit", *c.span, "原文称其拒绝置评或未回应，此处写成其表态", number, sentence)
                return


def _unconfirmed(c: Clause, mine: list[Mention], axes: set[str], source: Reading) -> bool:
    """Whether an English source has somebody decline to comment, and no source has anybody confirm what they now confirm."""
    affirmed = any(x.axis == "affirm" for s in c.sources for x in s.cues)
    return axes == {"affirm"} and source.lang == "en" and not affirmed and related(mine, source.names)


def _refused(c: Clause, m: re.Match[str], source: Reading, at: int) -> bool:
    """Whether an unnamed company declined to comment on the very thing that is now confirmed."""
    if m.group(2) not in ("证实", "确认", "承认"):
        return False
    low, high = source.sentences[source.sentence_at(at)]
    rest = words(c.claim.plain[c.span[0] + m.end() : c.claim.sentences[c.claim.sentence_at(c.span[0])][1]])
    return bool(_NOBODY.search(source.plain, low, at)) and alignment.cover(rest, words(source.plain[low:high])) >= 0.4


_NOBODY = re.compile(r"公司|双方|官方|发言人|各方|对方|企业|相关方|the company|spokes\w+", re.I)


def _silent(source: Reading, at: int, mine: list[Mention], spoken: frozenset[str]) -> bool:
    low = source.clauses[source.clause_at(at)][0]
    return related(mine, source.names_in(low, at)) or bool(spoken & words(source.plain[low:at]))


_ANYBODY = re.compile(r"(?:该?公司|官方|双方|企业|发言人|对方|有关负责人)\s*(?:方面)?")


def _answered(sources: list[Reading]) -> bool:
    """Whether another report has the answer that one report still waited for."""
    for source in sources:
        axes = {c.axis for c in source.cues}
        if "silence" not in axes and axes & {"denial", "affirm"}:
            return True
    return False


def _speaks(sources: list[Reading], mine: list[Mention], spoken: frozenset[str], axes: set[str]) -> bool:
    for source in sources:
        for c in source.cues:
            if c.axis not in axes:
                continue
            low, high = source.clauses[source.clause_at(c.start)]
            if source.cues_in(low, high, "silence"):
                continue
            head = max(low, c.start - 14)
            if spoken & words(source.plain[head : c.start]) or related(mine, source.names_in(head, c.start)):
                return True
    return False
