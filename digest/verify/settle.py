"""One claim text against its sources: a check for every figure, date, name and contradiction."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from digest.model import Check, Evidence
from digest.verify import (
    alignment,
    amounts,
    belongs,
    called,
    changed,
    context,
    contrary,
    counts,
    credit,
    days,
    derive,
    doubts,
    edited,
    lookup,
    ranks,
    scaled,
    series,
    statements,
    tuples,
)
from digest.verify.alignment import words
from digest.verify.case import Case
from digest.verify.literal import literal, loose, multiple
from digest.verify.operands import Operand
from digest.verify.reading import Mark, Reading
from digest.verify.tuples import Difference

_BELONGING = (
    ("swap", "subject", tuples.swapped),
    ("swap", "subject", belongs.place),
    ("swap", "subject", belongs.elsewhere),
    ("swap", "subject", belongs.unnamed_before),
    ("swap", "subject", belongs.head),
    ("swap", "subject", belongs.parallel_subject),
    ("segment", "qualifier", belongs.narrowed),
    ("bound", "qualifier", belongs.at_most),
    ("segment", "qualifier", belongs.unqualified),
    ("rate", "qualifier", belongs.other_rate),
    ("period", "date", belongs.carried_year),
    ("voice", "credit", belongs.voice),
    ("modality", "qualifier", belongs.paid),
    ("swap", "qualifier", ranks.other_ranking),
    ("direction", "qualifier", changed.worsened),
    ("level", "qualifier", changed.by_for_to),
    ("swap", "figure", changed.refuted),
    ("swap", "subject", changed.consensus),
    ("members", "qualifier", changed.inclusive),
    ("voice", "credit", changed.estimated),
)
#: no report states one amount more often, or has more figures that could enter arithmetic
_PLACES, _OPERANDS = 60, 250
#: what arithmetic can't make good: the figure stands there, in another sense
_NOT_RESCUED = frozenset("members base stage segment swap direction compare level basis pace".split())


def settle(case: Case) -> list[Check]:
    """Every check of a claim text, in order of place; none for a text with nothing to check."""
    claim, sources = case.claim, case.sources
    figures = _figures(case)
    dates = [c for c in _dates(case) if not (c.verdict == "absent" and days.implied(case, c, figures))]
    checks = [*figures, *dates, *loose(case), *called.names(case), *called.places(case), *called.quotes(case)]
    if any(n not in case.copied for n in range(claim.sentence_at(case.since), len(claim.sentences))):
        found = [
            *edited.instead(claim, list(edited.findings(case)), statements.findings(case)),
            *credit.speaker(claim, sources, case.since),
            *credit.deputy(claim, sources),
            *case.strangers,
        ]
        known = [f for f in found if claim.sentence_at(f.start) not in case.copied]
        checks = [c for c in checks if not any(edited.tells(f, c) for f in known)] + [case.absent(f) for f in known]
    return [c for c in checks if c.start >= case.since]


# ---------------------------------------------------------------------------------------------------------------- figures
def _figures(case: Case) -> list[Check]:
    """Stated figures first: a derived one may rest on them."""
    done: list[Check] = []
    settled: list[Operand] = []
    late: list[Mark] = []
    for mark in case.marks:
        if counts.article(mark) and not _candidates(case, mark):
            continue
        check = (
            _copy(case, mark)
            or edited.figure(case, mark)
            or _sized(case, mark)
            or _order(case, mark)
            or _stated(case, mark)
            or multiple(case, mark)
            or _ends(case, mark)
            or _told(case, mark)
            or scaled.price(case, mark)
            or contrary.approximated(case, mark)
            or contrary.points(case, mark)
        )
        if check is None:
            late.append(mark)
            continue
        done.append(check)
        settled.append(Operand(mark.figure, case.claim, mark, -1, own=True, stated=True))
    for mark in sorted(late, key=counts.small):  # a count may rest on a sum
        check = _counted(case, mark, done) or scaled.quantity(case, mark, done) or _derived(case, mark, settled)
        if check.verdict == "derived":
            settled.append(Operand(mark.figure, case.claim, mark, -1, own=True))
        done.append(check)
    return done


def _counted(case: Case, mark: Mark, done: list[Check]) -> Check | None:
    """A small count that stands nowhere, not even in another sense, from what is listed or summed."""
    printed = (m.figure for n in case.allowed[mark.sentence] for m in case.sources[n].marks)
    if not counts.small(mark) or any(f.value == mark.figure.value and f.unit == mark.figure.unit for f in printed):
        return None
    return counts.counted(case, mark, done)


def _sized(case: Case, mark: Mark) -> Check | None:
    """The parameters that a model's name tells: 480B-A28B has 480 billion, 28 of them active."""
    if mark.figure.unit not in ("param", "") or _candidates(case, mark):
        return None
    active = "params_active" in context.of(case.claim, mark).metric
    for n in case.allowed[mark.sentence]:
        for m in _sizes(case.sources[n]):
            told = m[2] if active else m[1]
            if told and amounts.number(mark.figure.value) == (amounts.number(told) or amounts.ZERO) * 10**9:
                return case.of_figure(mark.figure, "supported", [case.span(n, m.start(), m.end())])
    return None


@lru_cache(maxsize=512)
def _sizes(source: Reading) -> tuple[re.Match[str], ...]:
    return tuple(_SIZE.finditer(source.plain))


_SIZE = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d)?)B(?:-A(\d{1,3}(?:\.\d)?)B)?(?![A-Za-z])")
_LEVEL = re.compile(
    r"(?:高于|低于|多于|少于|大于|小于|不及|超过|above|below|exceed\w*|more than|less than)[^，。；]{0,16}$", re.I
)


def _order(case: Case, mark: Mark) -> Check | None:
    """Whether a claim's comparison holds of its own figures; and a place in a list that is told in order."""
    if amounts.is_rank(mark.figure):
        return None if ranks.pointing(case.claim, mark) else ranks.listed(case, mark) or ranks.dealt(case, mark)
    told = context.of(case.claim, mark).compare if _LEVEL.search(case.claim.plain, *mark.before) else frozenset()
    before = [m for m in case.claim.marks if m.sentence == mark.sentence and m.figure.end <= mark.figure.start]
    if len(told) != 1 or not before or before[-1].clause < mark.clause - 1:
        return None
    a, b = amounts.bounds(before[-1].figure), amounts.bounds(mark.figure)
    one_unit = (before[-1].figure.unit, before[-1].figure.currency) == (mark.figure.unit, mark.figure.currency)
    if not one_unit or amounts.is_points(mark.figure) or a is None or b is None:
        return None
    if (told == {"below"} and a[0] > b[1]) or (told == {"above"} and a[1] < b[0]):
        raw = before[-1].figure.raw.strip()
        return case.check(
            "qualifier",
            mark.figure.start,
            mark.figure.end,
            "absent",
            [],
            f"比较方向与数值不符：{raw}与{mark.figure.raw.strip()}",
        )
    return None


def _told(case: Case, mark: Mark) -> Check | None:
    """A place in an order that no source prints as such, in other words."""
    return ranks.told(case, mark) if amounts.is_rank(mark.figure) and not _candidates(case, mark) else None


def _dates(case: Case) -> list[Check]:
    found = (
        _copy(case, mark) or edited.figure(case, mark) or days.date(case, mark)
        for mark in case.claim.dates
        if mark.figure.start >= case.since
    )
    return [c for c in found if c]


def _copy(case: Case, mark: Mark) -> Check | None:
    if mark.sentence not in case.copied:
        return None
    source, at = case.copied[mark.sentence]
    start = at + mark.figure.start - case.claim.sentences[mark.sentence][0]
    end = start + mark.figure.end - mark.figure.start
    return case.of_figure(mark.figure, "supported", [case.span(source, start, end)])


def _stated(case: Case, mark: Mark) -> Check | None:
    """Supported where a source figure of the same amount means the same; None where no source states it so."""
    places = sorted(_candidates(case, mark), key=lambda x: -case.likeness(mark, *x))
    if places and _same_clause(case, mark, *places[0]) and not _differences(case, mark, *places[0]):
        n, m = places[0]
        return doubts.other_stage(case, mark, [(n, m)]) or case.of_figure(mark.figure, "supported", [case.of(n, m.figure)])
    found = [(n, m, _differences(case, mark, n, m)) for n, m in places]
    fits = [(n, m) for n, m, wrong in found if not wrong]
    contrary = [(n, m, wrong) for n, m, wrong in found if wrong]
    if not fits or doubts.overruled(case, mark, contrary, fits) or doubts.anothers(case, mark, contrary, fits):
        return None if found else literal(case, mark)
    fits.sort(key=lambda x: -case.likeness(mark, *x))
    told = doubts.told_otherwise(case, mark, fits)
    if told:
        note = f"原文同一句话里是「{told.quote}」"
        return case.of_figure(mark.figure, "absent", [told], note)
    return doubts.other_stage(case, mark, fits) or case.of_figure(
        mark.figure, "supported", [case.of(n, m.figure) for n, m in fits[:3]]
    )


#: the part of a clause's words from which another is as good as the same clause
_SAME = 0.8


def _same_clause(case: Case, mark: Mark, n: int, m: Mark) -> bool:
    """Whether a source tells a figure in nearly the claim's own words, no headline, which leaves out what its text makes clear."""
    return m.figure.start >= len(case.articles[n].title) and case.likeness(mark, n, m) >= _SAME


def _ends(case: Case, mark: Mark) -> Check | None:
    """A range whose ends a source prints one after the other (一万元以上十万元以下; 不低于3亿元，不高于5亿元), or an end of one."""
    low, high = amounts.number(mark.figure.low), amounts.number(mark.figure.high)
    for n in case.allowed[mark.sentence] if amounts.is_range(mark.figure) else ():
        marks = case.sources[n].marks
        for a, b in itertools.pairwise(marks):
            ends = (amounts.number(a.figure.value), amounts.number(b.figure.value))
            one = (a.clause == b.clause or _bounds(case.sources[n], a, b)) and amounts.same_class(a.figure, b.figure)
            if ends == (low, high) and one and not series.origin(case.claim, mark, case.sources[n], a):
                return case.of_figure(mark.figure, "supported", [case.span(n, a.figure.start, b.figure.end)])
    return _end(case, mark)


_AT_LEAST = re.compile(r"(?:不低于|不少于|至少|最低|下限为?|以上)\s?$")
_AT_MOST = re.compile(r"(?:不[超逾]过?|不高于|不多于|至多|最高|上限为?)\s?$")


def _bounds(source: Reading, a: Mark, b: Mark) -> bool:
    """不低于3亿元，不高于5亿元: the two ends of one range."""
    return b.clause == a.clause + 1 and bool(
        _AT_LEAST.search(source.plain, *a.before) and _AT_MOST.search(source.plain, *b.before)
    )


def _end(case: Case, mark: Mark) -> Check | None:
    """不低于3亿元, where the source has 3亿元至5亿元."""
    side = (
        0 if _AT_LEAST.search(case.claim.plain, *mark.before) else 1 if _AT_MOST.search(case.claim.plain, *mark.before) else -1
    )
    for n in case.allowed[mark.sentence] if side >= 0 and mark.figure.value else ():
        for m in case.sources[n].marks:
            ends = amounts.bounds(m.figure) if amounts.is_range(m.figure) and m.figure.approx != "vague" else None
            if ends and ends[side] == amounts.number(mark.figure.value) and m.figure.unit == mark.figure.unit:
                return case.of_figure(mark.figure, "supported", [case.of(n, m.figure)])
    return None


def _candidates(case: Case, mark: Mark) -> list[tuple[int, Mark]]:
    everywhere = ((n, m) for n in case.allowed[mark.sentence] for m in lookup.equal(mark.figure, case.sources[n]))
    found = itertools.islice(everywhere, _PLACES)
    if not amounts.is_rank(mark.figure) or ranks.pointing(case.claim, mark):
        return list(found)
    return [(n, m) for n, m in found if ranks.held(case.claim, mark, case.sources[n], m)]


def _differences(case: Case, mark: Mark, n: int, m: Mark) -> list[Difference]:
    if amounts.is_rank(mark.figure) and ranks.pointing(case.claim, mark):
        return []
    source = case.sources[n]
    found = list(tuples.differences(case.claim, mark, source, m))
    few = counts.small(mark) and mark.figure.raw[:1] in "一二两三四五六七八九十"  # 前两批 counts what the sentence speaks of
    few = few or series.begins(case.claim, mark) or series.one_noun(case.claim, mark, source, m)
    for axis, kind, rule in _BELONGING if not found and not few else ():
        note = rule(case.claim, mark, source, m)
        if note:
            return [(axis, kind, note)]
    return found


def _derived(case: Case, mark: Mark, settled: list[Operand]) -> Check:
    candidates = _candidates(case, mark)
    marks = ((n, m) for n in case.allowed[mark.sentence] for m in case.sources[n].marks[:_OPERANDS] if not m.per)
    pool = [Operand(m.figure, case.sources[n], m, n) for n, m in marks]
    own = [o for o in settled if o.mark.sentence == mark.sentence and o.figure is not mark.figure]
    found = derive.explain(case.claim, mark, pool + own)
    start, end = mark.figure.start, mark.figure.end
    if found and not _contradicted(case, mark, candidates):
        evidence = [case.of(o.article, o.figure) for o in found.operands if not o.own]
        return case.check("sum", start, end, "derived", evidence, f"推算：{found.formula}")
    if candidates:
        return _misplaced(case, mark, candidates)
    near = _nearest(case, mark)
    note = f"原文没有这个数，相近处为「{near[0].quote}」" if near else "原文没有这个数"
    return case.of_figure(mark.figure, "absent", near, note)


def _contradicted(case: Case, mark: Mark, candidates: list[tuple[int, Mark]]) -> bool:
    """A figure that stands in a source in another meaning is not rescued by arithmetic, a total of other parties least of all."""
    return any(
        axis in _NOT_RESCUED or (axis != "share" and case.likeness(mark, n, m) >= 0.4)
        for n, m in candidates
        if not (mark.figure.approx and m.figure.value != mark.figure.value)  # 约50% is not 51% by chance
        for axis, *_ in _differences(case, mark, n, m)
    )


def _misplaced(case: Case, mark: Mark, candidates: list[tuple[int, Mark]]) -> Check:
    """The likeliest of the places where the same amount means something else, and what differs there."""
    found = [(_differences(case, mark, n, m), n, m) for n, m in candidates]
    wrong = sorted((x for x in found if x[0]), key=lambda x: (len(x[0]), -case.likeness(mark, x[1], x[2])))
    differences, n, m = wrong[0]
    _, kind, note = differences[0]
    return case.check(kind, mark.figure.start, mark.figure.end, "absent", [case.of(n, m.figure)], note)


def _nearest(case: Case, mark: Mark) -> list[Evidence]:
    """The source figure of the same class that the clause most resembles: what was perhaps meant."""
    rivals = [
        (case.likeness(mark, n, m), n, m)
        for n in case.allowed[mark.sentence]
        for m in case.sources[n].marks
        if amounts.same_class(mark.figure, m.figure)
    ]
    best = max(rivals, key=lambda x: x[0], default=None)
    return [case.of(best[1], best[2].figure)] if best and best[0] >= 0.4 else []


def nothing_to_check(case: Case) -> Check:
    """The check of a text with nothing to check by itself: whether the sources speak of the same thing at all."""
    mine, end = words(case.claim.plain), len(case.claim.text)
    foreign = any(s.lang != case.claim.lang and "en" in (s.lang, case.claim.lang) for s in case.sources)
    top = alignment.best_sentences(mine, list(case.sources), 0.0)
    best = max((alignment.cover(mine, words(s.plain)) for s in case.sources), default=0.0)
    if case.sources and (best >= 0.25 or foreign or not mine):
        n, i, _ = top[0] if top else (0, 0, 0.0)
        return case.check("subject", 0, end, "supported", [case.span(n, *case.sources[n].sentences[i])])
    return case.check("subject", 0, end, "absent", [], "原文没有相关内容")
