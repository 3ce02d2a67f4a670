"""A figure's own characters in a source: the fallback for a spelling that can't be read as a figure on the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.model import Check, Evidence
from digest.verify import amounts, context
from digest.verify.case import Case
from digest.verify.reading import Mark

_DIGITS = re.compile(r"\d[\d.,:/\-]*\d|\d")
_LETTER = re.compile(r"[A-Za-z\-]")
_AHEAD, _BEHIND = re.compile(r"[0-9A-Za-z]$|\d[.,]$"), re.compile(r"[0-9A-Za-z%]|[.,]\d")


def literal(case: Case, mark: Mark) -> Check | None:
    """Supported where the figure's characters stand in a source at a place where no figure was read; None otherwise."""
    spelled = _spelled(case, mark) if mark.figure.value and mark.figure.unit in _UNITS else None
    if spelled:
        return spelled
    raw = case.claim.plain[mark.figure.start : mark.figure.end].strip()
    if len(raw) < 3:
        return None
    for n in case.allowed[mark.sentence]:
        source = case.sources[n]
        at = source.plain.find(raw)
        end = at + len(raw)
        if at < 0 or _AHEAD.search(source.plain, max(0, at - 2), at) or _BEHIND.match(source.plain, end):
            continue
        if not any(m.figure.start < end and at < m.figure.end for m in (*source.marks, *source.dates)):
            return case.of_figure(mark.figure, "supported", [case.span(n, at, end)])
    return None


_UNITS = {"watt": "gigawatt"}


def _spelled(case: Case, mark: Mark) -> Check | None:
    """The first gigawatt is one."""
    for n in case.allowed[mark.sentence] if mark.figure.value == "1000000000" else ():
        told = case.sources[n].cues_in(0, len(case.sources[n].plain), "done")
        m = re.search(rf"\b(?:a|one|first|initial|single) {_UNITS[mark.figure.unit]}\b", case.sources[n].plain, re.I)
        if m and (told or not case.claim.cues_in(*case.claim.clauses[mark.clause], "done")):
            return case.of_figure(mark.figure, "supported", [case.span(n, *m.span())])
    return None


#: multiples that a text may tell without a figure: by how many times the level before
_TIMES = {
    2: re.compile(r"\bdoubl\w+|\btwice\b|\btwo-?fold\b|翻倍|倍增|翻番|翻了?一番|[一1]倍|加倍", re.I),
    3: re.compile(r"\btripl\w+|\bthree-?fold\b|\bthree times\b", re.I),
    4: re.compile(r"\bquadrupl\w+|\bfour-?fold\b|\bfour times\b|翻了?两番", re.I),
    10: re.compile(r"\bten-?fold\b|\bten times\b", re.I),
}


def multiple(case: Case, mark: Mark) -> Check | None:
    """两倍 and 翻倍 for double, of the same clause's subject as far as that can be told across two languages."""
    figure = mark.figure
    if figure.unit not in ("times", "percent_change", "ratio") or figure.raw[-1:] == "%":
        return None
    value = amounts.as_percent(figure) or amounts.ZERO
    size = (value + (100 if figure.unit == "percent_change" else 0)) / 100
    for n in case.allowed[mark.sentence] if size in _TIMES else ():
        source = case.sources[n]
        m = _TIMES[int(size)].search(source.plain)
        mine = context.of(case.claim, mark).basis
        told = {c.value for c in source.cues_in(*source.clauses[source.clause_at(m.start())], "basis")} if m else set()
        if m and not (mine and told and not mine & told):
            return case.of_figure(figure, "supported", [case.span(n, *m.span())])
    return None


def loose(case: Case) -> Iterator[Check]:
    """Digits of a claim that are no figure, no date and no name (2月58日): they must stand in a source as they are."""
    claim = case.claim
    taken = bytearray(len(claim.plain))
    for start, end in [(m.figure.start, m.figure.end) for m in (*claim.marks, *claim.dates)] + [
        (n.start, n.end) for n in claim.names
    ]:
        taken[start:end] = b"\1" * (end - start)
    for m in _DIGITS.finditer(claim.plain):
        lettered = _LETTER.match(claim.plain[m.start() - 1 : m.start()]) or _LETTER.match(claim.plain[m.end() : m.end() + 1])
        if (
            lettered
            or _ITEM.match(claim.plain, m.start())
            or any(taken[m.start() : m.end()])
            or claim.sentence_at(m.start()) in case.copied
        ):
            continue
        found = next((f for n in case.allowed[claim.sentence_at(m.start())] if (f := _stands(case, n, m.group()))), None)
        yield case.check(
            "figure",
            m.start(),
            m.end(),
            "supported" if found else "absent",
            [found] if found else [],
            "" if found else "原文没有这个数",
        )


#: （1）, and 1）at the beginning of a line: the number of an item
_ITEM = re.compile(r"(?:(?<=[（(])|(?<![^\n]))\d{1,2}[）)]")


def _stands(case: Case, n: int, digits: str) -> Evidence | None:
    source = case.sources[n]
    pattern = "[,，]?".join(map(re.escape, digits.replace(",", "")))
    for m in re.finditer(pattern, source.plain):
        if not _AHEAD.search(source.plain, max(0, m.start() - 2), m.start()) and not _BEHIND.match(source.plain, m.end()):
            return case.span(n, m.start(), m.end())
    return None
