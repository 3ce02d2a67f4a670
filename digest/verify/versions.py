"""Which of several versions a thing is said of: 甲100 for 甲200, 4.0 Mini for 4.0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify import alignment, labels
from digest.verify.alignment import words
from digest.verify.clause import Clause, Finding
from digest.verify.mentions import Mention
from digest.verify.reading import Mark, Reading, Span

#: a number that hangs on a Chinese name and is no amount
_NUMBERED = re.compile(r"([\u4e00-\u9fff]{2})(\d{1,4}(?:\.\d{1,2})?[A-Z]?)(?![\d.,%％A-Za-z])")
#: the shares of words from which two clauses say the same
_COVER, _BACK = 0.5, 0.6


def of_series(c: Clause) -> Iterator[Finding]:
    """甲100完成流片, where every clause that says so has 甲200, and the source knows both."""
    for stem, number, span in _numbered(c.claim, c.span):
        known = {n for s in c.sources for a, n, _ in _numbered(s, (0, len(s.plain))) if a == stem}
        if number not in known or len(known) < 2:
            continue
        bare = words(f"{c.claim.plain[c.span[0] : span[0]]}，{c.claim.plain[span[1] : c.span[1]]}")
        near = alignment.places(bare, c.sources, 0.34) if len(bare) > 2 else []
        near = [p for p in near if p.cover >= _COVER or p.back >= _BACK]
        near = [p for p in near if p.cover >= near[0].cover - 0.15]
        told = [{n for a, n, _ in _numbered(c.sources[p.source], _span(c, p)) if a == stem} for p in near]
        if told and all(found and number not in found for found in told):
            yield c.against(near[0], "subject", f"型号不同：原文为{stem}{min(told[0])}，此处为{stem}{number}")
            return


def _span(c: Clause, place: alignment.Place) -> Span:
    return c.sources[place.source].clauses[place.clause]


def _numbered(reading: Reading, span: Span) -> list[tuple[str, str, Span]]:
    """(name's last two characters, number, place) of what a stretch numbers, its figures and dates left out."""
    taken = [(m.figure.start, m.figure.end) for m in (*reading.marks_in(*span), *reading.dates_in(*span))]
    return [
        (m[1], m[2], m.span())
        for m in _NUMBERED.finditer(reading.plain, *span)
        if not any(a < m.end() and m.start(2) < b for a, b in taken)
    ]


#: 4.0 Mini, 3 Flash: what stands behind a version makes another product of it
_VARIANT = re.compile(r"[ \-][A-Z][A-Za-z]{2,}(?![A-Za-z])")


def narrower(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """4.0 Mini at $0.80, where that is the price of 4.0 and the source names the Mini beside it."""
    for name in labels.of(claim, c).who:
        base, full = claim.plain[name.start : name.end], _full(claim, name)
        if full == base or not any(ch.isdigit() for ch in base) or full.casefold() not in source.plain.casefold():
            continue
        theirs = [n for n in labels.of(source, s).who if source.plain[n.start : n.end].casefold() == base.casefold()]
        told = [_full(source, n) for n in theirs]
        if told and all(other.casefold() != full.casefold() for other in told):
            return f"型号不同：原文为{told[0]}，此处为{full}"
    return ""


def _full(reading: Reading, name: Mention) -> str:
    """A name with the variant behind its version."""
    m = _VARIANT.match(reading.plain, name.end)
    return reading.plain[name.start : m.end() if m else name.end]
