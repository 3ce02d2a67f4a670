"""Sentences of the front page beside the sentence of the body that tells the same: a count dropped, a character exchanged,
another day or year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from digest.lint.facts import grams
from digest.lint.finding import Finding, Remark
from digest.lint.lexicon import is_slip, other_word
from digest.lint.reading import AMOUNT, Passage, Period
from digest.lint.report import Report, on
from digest.lint.sayings import Saying, Sayings, sayings

_IDLE = re.compile(r"[\ue000-\uf8ff，。；：、()“”《》\"' ！？|]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOUN = 6  # characters that must agree word for word
_COUNTED = re.compile(rf"{AMOUNT}(?P<noun>[\u4e00-\u9fff、]{{{_NOUN},16}})")


# ------------------------------------------------------------------------------------------------------------ count dropped
def dropped_counts(report: Report) -> Iterator[Finding]:
    """72家…链主单位正式签署 in the body, the same words without 72家 on the front page."""
    begins = _openings(report.front)
    seen: set[tuple[int, int]] = set()
    for passage in report.body:
        for m in _COUNTED.finditer(passage.masked):
            quantity = passage.quantity(m.start())
            if quantity is None or not quantity.unit.startswith("count"):
                continue
            for copy, at in begins.get(m["noun"][:_NOUN], ()):
                if (id(copy), at) in seen or quantity.raw in copy.block.text or not copy.masked.startswith(m["noun"][:12], at):
                    continue
                seen.add((id(copy), at))
                line = passage.block.place(quantity.start, quantity.end)[0]
                message = f"正文第 {line} 行为“{quantity.raw}{m['noun'][:8]}”，此处丢了数目。"
                yield on(copy, at, at + _NOUN, Remark("count", message, quantity.raw + m["noun"], "warning"))


def _openings(passages: Sequence[Passage]) -> dict[str, list[tuple[Passage, int]]]:
    """Every six characters of the front page that no amount stands before, and where."""
    out: dict[str, list[tuple[Passage, int]]] = defaultdict(list)
    for passage in passages:
        for at in range(len(passage.masked) - _NOUN + 1):
            if AMOUNT not in passage.masked[max(0, at - 3) : at]:
                out[passage.masked[at : at + _NOUN]].append((passage, at))
    return out


# ------------------------------------------------------------------------------------------------------ one character other


def exchanged(report: Report) -> Iterator[Finding]:
    """Two sentences that are one but for a character: 活动现象 for 活动现场."""
    body = Sayings(report.body)
    for passage in report.front:
        for m in re.finditer(r"[^。；！？]+", passage.masked):
            words = grams(m.group())
            if len(words) < 6:
                continue
            for _, saying in body.like(words, 0.55)[:3]:
                yield from _one_other(passage, m.start(), m.group(), saying)


def _one_other(passage: Passage, start: int, text: str, saying: Saying) -> Iterator[Finding]:
    a, where = _letters(text)
    b, _ = _letters(saying.text)
    if len(a) > 600 or len(b) > 600:
        return
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    for one, two in pairwise(blocks):
        i, j = one.a + one.size, one.b + one.size
        if two.a - i != 1 or two.b - j != 1 or one.size < 2 or two.size < 2 or one.size + two.size < 6:
            continue
        if other_word(a, i, b, j) or not (is_slip(a[i], b[j]) and _HAN.match(a[i]) and _HAN.match(b[j])):
            continue
        line = saying.passage.block.place(*saying.passage.span(saying.start, saying.start + 1))[0]
        right = b[j - 2 : j + 2]
        low, high = start + where[i - 2], start + where[min(i + 1, len(where) - 1)] + 1
        message = f"此处“{a[i - 2 : i + 2]}”，正文第 {line} 行作“{right}”，一字之差。"
        yield on(passage, low, high, Remark("entity_name", message, right))


def _letters(text: str) -> tuple[str, list[int]]:
    """The text without figures, blanks and punctuation, and where each character stood."""
    where = [i for i, ch in enumerate(text) if not _IDLE.match(ch)]
    return "".join(text[i] for i in where), where


# ------------------------------------------------------------------------------------------------------------- other periods
_GRAINS = ("day", "month", "quarter", "half", "year")


def other_periods(report: Report) -> Iterator[Finding]:
    """One event with another day, one target with another year than the body's."""
    body = Sayings(report.body)
    known = {sign for q in report.body for p in q.periods for sign in (_sign(p), _without_year(p))}
    for passage in report.front:
        for saying in sayings(passage):
            for at in range(saying.start, saying.end):
                item = passage.items.get(at)
                if isinstance(item, Period) and item.grain in _GRAINS and _sign(item) not in known:
                    yield from _other_period(passage, at, item, saying, body)


def _sign(period: Period) -> tuple[int, ...]:
    """What tells a period from another: its days, without the year where none is printed."""
    years = (period.low.year, period.high.year) if period.explicit else ()
    return (*years, period.low.month, period.low.day, period.high.month, period.high.day)


def _without_year(period: Period) -> tuple[int, ...]:
    return period.low.month, period.low.day, period.high.month, period.high.day


def _other_period(passage: Passage, at: int, own: Period, saying: Saying, body: Sayings) -> Iterator[Finding]:
    context = grams(passage.masked[at + 1 : at + 16])
    for _, told in body.like(saying.words, 0.5)[:1]:
        items = {i: told.passage.items.get(i) for i in range(told.start, told.end)}
        others = [
            (len(context & grams(told.passage.masked[i + 1 : i + 24])), p)
            for i, p in items.items()
            if isinstance(p, Period) and p.grain == own.grain
        ]
        best = max(others, key=lambda o: o[0], default=None)
        if best and best[0] >= max(2, len(context) // 2):
            other = best[1]
            line = told.passage.block.place(other.start, other.end)[0]
            message = f"同一件事，此处为{own.raw}，正文第 {line} 行为{other.raw}。"
            yield on(passage, at, at + 1, Remark("period_mismatch", message, other.raw))
