"""A whole sell-side weekly, read before it is signed: arithmetic, ranks, dates, and one fact told in two ways.

`check` answers with findings in order of place. An error is wrong by the report's own figures or calendar; a warning is for a
person to decide (a qualifier that the front page lost, a claim without support); an info is style.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from digest.lint import (
    aligned,
    averages,
    calendar,
    captions,
    change,
    claims,
    compare,
    edited,
    excess,
    lists,
    months,
    points,
    ranks,
    retold,
    shares,
    spellings,
    sums,
    tables,
    wording,
)
from digest.lint.document import document
from digest.lint.edition import against
from digest.lint.finding import Finding, Severity
from digest.lint.report import Report
from digest.lint.wording import Style, style
from digest.verify.mentions import Names

__all__ = ["Finding", "Severity", "Style", "against", "check", "report_date", "style"]

_IN_A_PASSAGE = (
    excess.find,
    lists.find,
    ranks.find,
    change.find,
    points.find,
    compare.find,
    sums.find,
    shares.find,
    averages.find,
    averages.a_month,
)
_ACROSS = (
    retold.find,
    aligned.dropped_counts,
    aligned.exchanged,
    aligned.other_periods,
    claims.find,
    claims.counts,
    claims.other_counts,
    months.find,
    spellings.find,
)
_LOUD = {"error": 0, "warning": 1, "info": 2}


def check(text: str, *, published: date | None = None, style: Style | None = None, names: Names | None = None) -> list[Finding]:
    """Everything in a report that contradicts itself, its calendar or the house style, in order of place.

    `published` is the report's day where the caller knows it, else the one its title page prints; `names` is the list of
    aliases, where there is one. Lines are split at newline characters; spans count code points in their line. Any string is
    read; none raises.
    """
    read = document(text)
    report = Report(read, published or calendar.report_date(read.lines))
    found = [*_arithmetic(report), *_calendar(report), *_renderings(report), *_style(report, style or Style())]
    found += [f for f in edited.find(report, names) if not any(_overlap(f, other) for other in found)]
    return _without_echoes(found)


def _overlap(a: Finding, b: Finding) -> bool:
    return a.line == b.line and a.start < b.end and b.start < a.end


def report_date(text: str) -> date | None:
    """The day that a report's title page is dated, or None."""
    return calendar.report_date(document(text).lines)


def _arithmetic(report: Report) -> Iterator[Finding]:
    for passage in report.prose:
        for rule in _IN_A_PASSAGE:
            yield from rule(passage)
    yield from tables.find(report)


def _calendar(report: Report) -> Iterator[Finding]:
    for block in report.document.in_zone("head", "front", "body"):
        yield from calendar.find(block, report.published)
    yield from captions.find(report.document.blocks)


def _renderings(report: Report) -> Iterator[Finding]:
    for rule in _ACROSS:
        yield from rule(report)


def _style(report: Report, style: Style) -> Iterator[Finding]:
    for passage in report.prose:
        yield from wording.negations(passage)
        yield from wording.broken(passage)
    if style.punctuation:
        yield from wording.punctuation(report.document)
    yield from wording.house_words(report.document, style)


def _without_echoes(found: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and place; of several rules on one span, the one that says most."""
    kept: list[Finding] = []
    order = sorted(dict.fromkeys(found), key=lambda f: (f.line, f.start, _LOUD[f.severity], f.end))
    for finding in order:
        twin = next(
            (k for k in reversed(kept[-4:]) if (k.line, k.rule) == (finding.line, finding.rule) and finding.start < k.end), None
        )
        if twin is None:
            kept.append(finding)
    return kept
