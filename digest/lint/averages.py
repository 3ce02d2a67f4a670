"""Averages against the list they are taken of: none lies outside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.arithmetic import Interval
from digest.lint.finding import Finding, Remark
from digest.lint.reading import AMOUNT, ANY, Passage, Quantity
from digest.lint.report import on
from digest.lint.roles import Term, terms

_AMOUNTS = ANY[1:-1]
_AVERAGE = re.compile(
    rf"(?:(?P<simple>算术平均|简单平均)|平均值?|均值为|(?:综合|整体|总体)(?=[^，。；：{_AMOUNTS}]{{0,6}}[率比]))"
    rf"(?:[^，。；：{_AMOUNTS}]{{0,10}}?)(?P<a>{ANY})"
)
_FALLS = re.compile(r"下跌|下降|(?<!涨)跌幅|(?<!升)降幅|(?<!涨)跌|(?<!升)降")
_BREAK = re.compile(r"[。；]|上年|去年|同比|环比")


def find(passage: Passage) -> Iterator[Finding]:
    """Every average outside the range of its parts; a plain mean that isn't theirs."""
    for start, end in passage.sentences:
        matches = list(_AVERAGE.finditer(passage.masked, start, end))
        found = terms(passage, start, end) if matches else ()
        for m in matches:
            average = passage.quantity(m.start("a"))
            if average and average.high is None and not _is_multiple(passage, m, average):
                yield from _average(passage, m, average, _listed(passage, found, m.start(), average))


def _is_multiple(passage: Passage, m: re.Match[str], average: Quantity) -> bool:
    """平均的1.3倍 is no average."""
    return average.unit == "times" and passage.masked[m.end() : m.end() + 1] == "的"


def _average(passage: Passage, m: re.Match[str], average: Quantity, run: Sequence[Term]) -> Iterator[Finding]:
    if len(run) < 2 or len({t.quantity.unit for t in run}) > 1:
        return
    values = [t.quantity.value for t in run]
    steps = [t.quantity.step for t in run]
    mean = sum(values, Decimal(0)) / len(values)
    size = arithmetic.of(average).magnitude  # 平均下跌0.77% of a list with signs, 平均0.77% of a list of falls
    outside = all(i.high < min(values) or i.low > max(values) for i in (size, Interval(-size.high, -size.low)))
    if outside or (m["simple"] and abs(abs(mean) - abs(average.value)) > max(average.step, *steps)):
        expected = arithmetic.said(mean, min(steps))
        message = f"{'、'.join(t.quantity.raw for t in run)}的平均是 {expected}，不会是 {average.raw}。"
        yield on(passage, m.start(), m.start("a") + 1, Remark("average_range", message, expected))


def _listed(passage: Passage, found: Sequence[Term], at: int, average: Quantity) -> list[Term]:
    """The list of like amounts before an average."""
    run: list[Term] = []
    edge = at
    for term in reversed([t for t in found if t.at < at]):
        between = passage.masked[term.at + 1 : edge]
        if not _like(passage, term, average) or len(between) > (14 if run else 26) or _BREAK.search(between):
            break
        if run and _FALLS.search(term.left) and not _FALLS.search(run[-1].left + between):
            break
        run.append(term)
        edge = term.at
    return run[::-1]


def _like(passage: Passage, term: Term, average: Quantity) -> bool:
    if term.base or term.quantity.high is not None:
        return False
    bare = "" in (term.quantity.unit, average.unit) and passage.masked[term.at] == AMOUNT
    return term.quantity.unit == average.unit or (bare and average.unit not in ("percent", "point", "times"))
