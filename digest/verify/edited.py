"""A sentence that a source has nearly word for word: what was edited in it.

A figure may stand in the sources in a hundred places; where the words around it are a source's own, only the figure of that very
place counts. So slips that no meaning of words tells are caught: 近300只 told as 超过300只, 0.65% as 0.65个百分点, 环比 as 同比.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from digest.figures import approx
from digest.model import Check
from digest.verify import alignment, amounts, periods
from digest.verify.alignment import words
from digest.verify.case import Case
from digest.verify.clause import Finding
from digest.verify.mentions import Mention
from digest.verify.quantities import WHEN
from digest.verify.reading import Mark, Reading, Span

#: the part of a sentence's characters that a source's sentence must have in their order, and the shortest run that counts
_NEARLY, _RUN = 0.75, 2
#: characters on both sides of an edit that must be the source's, and the longest edit that is one
_AROUND, _LONGEST = 4, 16
_EDGE = re.compile(r"[，；：。！？;]|,(?!\d)")
#: characters of the longest sentence that is compared: the cost grows with the product of both
_LONG = 1000
#: how many source sentences are worth the comparison, and the least part of the words that they share
_TRIES, _SHARED = 3, 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Twin:
    """A claim's sentence beside a source's: (claim offset, source offset, length) of the runs that they share."""

    source: int
    said: str
    told: str
    mine: Span
    theirs: Span
    runs: tuple[tuple[int, int, int], ...]

    def opposite(self, start: int, end: int) -> Span | None:
        """The source's stretch in the place of the claim's, where enough on both sides of it is the same."""
        left = max((r for r in self.runs if r[0] < start), default=None)
        right = min((r for r in self.runs if r[0] + r[2] > end), default=None)
        before = 0 if left is None else min(left[0] + left[2], start) - left[0]
        after = 0 if right is None else right[0] + right[2] - max(right[0], end)
        low = self.theirs[0] if left is None else left[1] + before
        high = self.theirs[1] if right is None else right[1] + right[2] - after
        gaps = (
            start - (left[0] + before if left else self.mine[0]),
            (right[0] + right[2] - after if right else self.mine[1]) - end,
        )
        opened = left is None or bool(_EDGE.match(self.said, left[0] + before - 1))
        cut = max((m.end() for m in _EDGE.finditer(self.told, low, high)), default=low) if opened else low
        near = self._shared(start - 2 * _AROUND, start), self._shared(end, end + 2 * _AROUND)
        sides = _AROUND if start - self.mine[0] <= 1 or cut > low else near[0], _AROUND if self.mine[1] - end <= 1 else near[1]
        enough = sum(min(side, _AROUND) for side in sides) >= _AROUND + 2
        return (cut, high) if enough and max(gaps) <= 3 and 0 <= high - cut <= _LONGEST + end - start else None

    def _shared(self, low: int, high: int) -> int:
        """How many of the claim's characters there are the source's."""
        return sum(max(0, min(high, a + size) - max(low, a)) for a, _, size in self.runs)


def twins(case: Case, sentence: int) -> tuple[Twin, ...]:
    """The sentences of the sources that have nearly all of a claim's sentence, the likest first."""
    return _twins(case.claim, tuple(case.sources), tuple(case.allowed[sentence]), sentence)


@lru_cache(maxsize=256)
def _twins(claim: Reading, sources: tuple[Reading, ...], allowed: tuple[int, ...], sentence: int) -> tuple[Twin, ...]:
    start, end = claim.sentences[sentence]
    if not 2 * _AROUND <= end - start <= _LONG:
        return ()
    best = alignment.best_sentences(words(claim.plain[start:end]), list(sources), _SHARED)
    found = []
    for n, i, _ in [x for x in best if x[0] in allowed and (sources[x[0]].lang == "en") == (claim.lang == "en")][:_TRIES]:
        low, high = sources[n].sentences[i]
        if high - low > _LONG:
            continue
        blocks = SequenceMatcher(None, claim.plain[start:end], sources[n].plain[low:high], autojunk=False).get_matching_blocks()
        runs = tuple((start + a, low + b, size) for a, b, size in blocks if size >= _RUN)
        same = sum(size for *_, size in runs)
        if same >= _NEARLY * (end - start - (_letters(claim, runs, start, end) if claim.lang != "en" else 0)):
            found.append((same, Twin(n, claim.plain, sources[n].plain, (start, end), (low, high), runs)))
    return tuple(twin for _, twin in sorted(found, key=lambda x: -x[0]))


def _letters(claim: Reading, runs: tuple[tuple[int, int, int], ...], start: int, end: int) -> int:
    """Letters of the claim's Latin names between the runs: a name of six letters is one word, as one of two characters is."""
    edges = [start, *(x for a, _, size in runs for x in (a, a + size)), end]
    apart = (_LATIN.findall(claim.plain[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return sum(len(word) - 2 for found in apart for word in found)


_LATIN = re.compile(r"[A-Za-z][A-Za-z.\-]{2,}")


# ------------------------------------------------------------------------------------------------------------------ words
def findings(case: Case) -> Iterator[Finding]:
    """Words that make another statement of a source's sentence: an expectation left out, 环比 for 同比, a negation gone."""
    for number, (start, _) in enumerate(case.claim.sentences):
        if start >= case.since and number not in case.copied:
            for twin in twins(case, number)[:1]:
                yield from _names(case, twin)
                for edit in _edits(twin, _WORDS if case.claim.lang == "en" else _WORD):
                    yield from _turned_word(case, twin, *edit)


def instead(claim: Reading, edits: list[Finding], others: Iterable[Finding]) -> list[Finding]:
    """The edits, and of the other findings those that don't say the same less precisely: of the clause that was edited, or of
    the sentence whose subject was."""
    subjects = {claim.sentence_at(e.start) for e in edits if e.kind == "subject"}

    def same(f: Finding) -> bool:
        of_subject = f.kind == "subject" and claim.sentence_at(f.start) in subjects
        return of_subject or any(e.kind == f.kind and f.start <= e.start and e.end <= f.end for e in edits)

    return [*edits, *(f for f in others if not same(f))]


def tells(edit: Finding, check: Check) -> bool:
    """Whether a name that stands in no source is the one that was put into another's place."""
    return check.kind == "name" and check.verdict == "absent" and (check.start, check.end) == (edit.start, edit.end)


def _edits(twin: Twin, longest: int) -> Iterator[tuple[Span, Span]]:
    """The stretches between two runs, of the claim and of the source, where both runs are long enough to show the place."""
    ends = [(twin.mine[0], twin.theirs[0], 0), *twin.runs, (twin.mine[1], twin.theirs[1], 0)]
    for a, b in itertools.pairwise(ends):
        before = _AROUND if a[0] == twin.mine[0] else min(a[2], _AROUND)
        after = _AROUND if twin.mine[1] - b[0] <= 1 else min(b[2], _AROUND)
        mine, theirs = (a[0] + a[2], b[0]), (a[1] + a[2], b[1])
        if before + after >= _AROUND + 2 and max(mine[1] - mine[0], theirs[1] - theirs[0]) <= longest:
            yield mine, theirs


#: the longest edit that changes one word, in Chinese and in English
_WORD, _WORDS = 6, 14
_EXPECTED = re.compile(r"预计将?|预期|预测|有望|计划(?![的书、，])|拟(?![人定订议])|可能|或将")
_NOT = re.compile(r"尚未|未能|并未|未(?![来知])|没有|没能|不能|不会|不再|并非|不是|无法|\bnot\b", re.I)
_AHEAD = re.compile(r"将(?!军|领|士)|预计|计划|有望|拟|\bwill\b", re.I)
_DONE = re.compile(r"已经?|\bha(?:s|ve)\b", re.I)
_STRETCH_OF = re.compile(r"[日周月季年]|季度")
_WHICH = frozenset("当本上单每该")
_AXES = frozenset("basis stage direction pace compare session".split())


_VERSION = re.compile(r"[A-Za-z]{0,8}[\d.]{0,6}[A-Za-z]?")


def _names(case: Case, twin: Twin) -> Iterator[Finding]:
    """Another organisation, person, product or place where the source's own sentence names one."""
    claim, source = case.claim, case.sources[twin.source]
    for n in [*claim.names_in(*twin.mine), *claim.places_in(*twin.mine)]:
        at = twin.opposite(n.start, n.end)
        span = _named(source, at, n) if at else None
        if span is None:
            continue
        said, told = claim.plain[n.start : n.end], source.plain[slice(*span)]
        if said not in told and told not in said:
            yield Finding("subject", n.start, n.end, f"原文此处为「{source.text[slice(*span)]}」", twin.source, span)


def _named(source: Reading, at: Span, mine: Mention) -> Span | None:
    """The one other name in a stretch, nothing but filling beside it; else an unknown company that fills it."""
    there = list(source.places_in(*at) if mine.place else source.names_in(*at))
    if not there and not mine.place:
        return at if _NOUN.fullmatch(source.plain, *at) else None
    if len(there) != 1 or there[0].end > at[1] or mine.keys & there[0].keys:
        return None
    rest = source.plain[at[0] : there[0].start] + source.plain[there[0].end : at[1]]
    return None if _VERSION.sub("", _FILLING.sub("", rest)) else (there[0].start, there[0].end)


#: a company that no list knows, by its last word
_NOUN = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:投资|资本|创投|基金|科技|智能|智算|股份|集团|银行|证券|数据|电子|软件|网络|信息|机器人|汽车|半导体|光学|光电|能源|云)"
)


def _turned_word(case: Case, twin: Twin, mine: Span, theirs: Span) -> Iterator[Finding]:
    claim, source = case.claim, case.sources[twin.source]
    said, told = claim.plain[slice(*mine)], source.plain[slice(*theirs)]
    low, high = claim.clauses[claim.clause_at(mine[0])]

    def found(kind: str, note: str) -> Finding:
        return Finding(kind, low, high, note, twin.source, source.clauses[source.clause_at(theirs[0])])

    if _EDGE.search(told) or claim.plain[low:high].rstrip("，；：。！？") in source.plain:
        return  # a clause that was left out, or that stands elsewhere as it is
    expected = _EXPECTED.search(told)
    if expected and not said.strip() and not claim.cues_in(twin.mine[0], high, "modality"):
        yield found("qualifier", f"语气不同：原文有「{expected.group()}」，此处没有")
    if _AHEAD.search(told) and _DONE.search(said):
        yield found("qualifier", f"语气不同：原文为「{told.strip()}」，此处写成「{said.strip()}」")
    if _STRETCH_OF.fullmatch(said) and _STRETCH_OF.fullmatch(told) and claim.plain[mine[0] - 1 : mine[0]] in _WHICH:
        yield found(
            "date", f"期间不同：原文为{source.text[theirs[0] - 1 : theirs[1]]}，此处为{claim.text[mine[0] - 1 : mine[1]]}"
        )
    if len(said) <= 4 and bool(_NOT.search(said)) != bool(_NOT.search(told)):
        yield found("qualifier", "否定不同：原文" + ("有否定词，此处没有" if _NOT.search(told) else "没有否定词"))
    for axis in _AXES:
        a, b = (
            [c.value for c in r.cues_in(s[0] - 3, s[1], axis) if c.end > s[0]] for r, s in ((claim, mine), (source, theirs))
        )
        if len(a) == len(b) == 1 and a != b:
            yield found("qualifier", f"说法不同：原文此处为「{source.text[theirs[0] - 2 : theirs[1] + 2].strip()}」")


# ---------------------------------------------------------------------------------------------------------------- figures
def figure(case: Case, mark: Mark) -> Check | None:
    """The check of a figure or a date that a source has otherwise in that very place; None where none has."""
    wrong: tuple[Twin, Mark] | None = None
    dated = mark.figure.kind in WHEN
    for twin in twins(case, mark.sentence):
        other = _dealt(case, mark, twin) or _opposite(case, mark, twin)
        if other is None:
            continue
        if dated and mark.figure.raw == other.figure.raw:  # 12日 behind 将于 and behind 于 is read as another month's
            return case.of_figure(mark.figure, "supported", [case.of(twin.source, other.figure)])
        if not _differs(mark, other) and not _turned(case.claim, mark, case.sources[twin.source], other):
            return None
        if _stands_better(case, mark, twin, other):
            return None
        wrong = wrong or (twin, other)
    if wrong is None:
        return None
    twin, other = wrong
    return case.of_figure(
        mark.figure, "absent", [case.of(twin.source, other.figure)], f"原文此处为「{other.figure.raw.strip()}」"
    )


def _opposite(case: Case, mark: Mark, twin: Twin) -> Mark | None:
    """The one source figure (or date) in the place of the claim's."""
    at = twin.opposite(mark.figure.start, mark.figure.end)
    if at is None:
        return None
    source, is_date = case.sources[twin.source], mark in case.claim.dates
    near = source.dates_in(at[0] - 3, at[1]) if is_date else source.marks_in(at[0] - 3, at[1])
    there = [m for m in near if m.figure.end > at[0] and m.figure.end <= at[1] + 3]
    if len(there) != 1:
        return None
    rest = source.plain[at[0] : there[0].figure.start] + source.plain[there[0].figure.end : at[1]]
    return None if _FILLING.sub("", rest) else there[0]


def _stands_better(case: Case, mark: Mark, twin: Twin, other: Mark) -> bool:
    """Whether the source's sentence, or what follows its semicolon, has the claim's figure behind more of the claim's words than
    the other one."""
    source = case.sources[twin.source]
    same = [
        m
        for m in source.marks_in(twin.theirs[0], twin.theirs[1] + 5 * _LONGEST)
        if m.figure.raw.strip() == mark.figure.raw.strip()
    ]
    least = _run_up(case.claim, mark, source, other)
    return any(_run_up(case.claim, mark, source, m) > least for m in same)


def _run_up(claim: Reading, mark: Mark, source: Reading, other: Mark) -> int:
    """How many characters right before two figures are the same."""
    pairs = zip(reversed(claim.plain[: mark.figure.start]), reversed(source.plain[: other.figure.start]), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


_EACH = re.compile(r"[^\d。；]{2,6}(?:分别|各)")


def _dealt(case: Case, mark: Mark, twin: Twin) -> Mark | None:
    """沪深两市分别成交6123亿元和4921亿元: behind the same words the figures stand in the source's order."""
    claim, source = case.claim, case.sources[twin.source]
    low, high = claim.clauses[mark.clause]
    told = _EACH.search(claim.plain, max(twin.mine[0], low - 6), mark.figure.start)
    at = source.plain.find(told.group(), *twin.theirs) if told else -1
    if told is None or at < 0:
        return None
    mine = [m for m in claim.marks_in(told.end(), high) if m.clause == mark.clause]
    theirs = list(source.marks_in(at, source.clauses[source.clause_at(at + len(told.group()))][1]))
    a, b = ([m.figure.raw.strip() for m in ms] for ms in (mine, theirs))
    return theirs[mine.index(mark)] if mark in mine and sorted(a) == sorted(b) and len(set(a)) == len(a) > 1 else None


#: what may stand beside a figure in one text and not in the other without making its place another one
_FILLING = re.compile(
    r"[约近超逾达为了到过余多仅共计可据在对向于由从经]|左右|以[上下内]|不[足到及满]|突破|接近|将近|大概|其中|\W"
)


def _turned(claim: Reading, mark: Mark, source: Reading, other: Mark) -> bool:
    """Whether 近 was made 超过, or the reverse, whatever is counted: 近10年 too, which as a figure is ten years."""
    words_of = {approx.around(r.plain, m.figure.start, m.figure.end) for r, m in ((claim, mark), (source, other))}
    return mark.figure.value == other.figure.value and "over" in words_of and bool(words_of & {"under", "near"})


_NUMBER = re.compile(r"\d+")
#: a stretch is told by its ends: 2008至2012年间 lies within 2008至2013年间 and is not it
_STRETCH = re.compile(r"\d\s?[年月日号]?[底初末]?\s?[-–—~～至到]|以来|至今")


def _differs(mark: Mark, other: Mark) -> bool:
    a, b = mark.figure, other.figure
    if a.kind in WHEN or b.kind in WHEN:
        if b.raw.endswith(a.raw) or a.raw.endswith(b.raw):
            return False
        mine, theirs = (sorted(_NUMBER.findall(f.raw)) for f in (a, b))
        stretch = len(mine) == len(theirs) > 0 and not (periods.single(a) and periods.single(b))
        return not periods.covers(a, b) or (stretch and bool(_STRETCH.search(a.raw)) and mine != theirs)
    if a.value.lstrip("-") == b.value.lstrip("-") and amounts.is_points(a) != amounts.is_points(b):
        return True
    if amounts.is_range(b) and amounts.number(a.value) in (amounts.bounds(b) or ()):
        return False  # 最高350亿: an end of it
    bare = (replace(f, approx="") for f in (a, b))  # a word of approximation that is left out or added is not another amount
    return a.unit == b.unit and not (amounts.equal(a, b) or amounts.equal(*bare))
