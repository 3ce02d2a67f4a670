"""高于、低于、不及 against the two printed values; with a negation before it, against what the negations add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.lint import arithmetic
from digest.lint.finding import Finding, Remark
from digest.lint.reading import ANY, WHEN, Passage, Quantity
from digest.lint.report import on
from digest.lint.roles import Term, before, compatible, terms

_AMOUNTS = ANY[1:-1]
_MORE = r"高于|大于|多于|超过|超出|优于|好于|强于|快于|长于|领先于"
_LESS = r"低于|小于|少于|不及|不如|不足|弱于|慢于|逊于|落后于|短于"
_NOT = r"并不|并非|并未|并没有|不是|绝非|没有|尚未|仍未|未|不"
_COMPARE = re.compile(
    rf"(?P<not>{_NOT})?(?P<adverb>明显|显著|略|稍|仍|大幅|远|均|也)?(?:(?P<more>{_MORE})|(?P<less>{_LESS}))"
    rf"(?P<what>[^，。；：{_AMOUNTS}]{{0,26}})(?P<b>{ANY})?"
)
_VALUE = re.compile(
    rf"(?:的|均值|均线|均价|中位数|中枢|平均值?|平均水平|水平|目标值?|门槛|线|前值|预期值?|中值|上限|下限|为|报|{WHEN}|年|月|周)(?:约|为)?$"
)
_MEAN = re.compile(r"均值|均线|均价|中位|中枢|平均")
_LABEL = re.compile(r"上年同期|去年同期|上月|上季度?|上周|前一周|年初|上年|去年|均值|前值")
_LISTED = re.compile(rf"(?:[、和及与/]|以及){ANY}")
_MODAL = re.compile(r"若|如果|如|预计|可能|或|要求|应|须|不得|原则上|力争|目标|如何|是否|除非|条件|未必|能否")


def find(passage: Passage) -> Iterator[Finding]:
    """Every comparison that its own two values contradict."""
    for start, end in passage.sentences:
        matches = list(_COMPARE.finditer(passage.masked, start, end))
        if not matches:
            continue
        found = terms(passage, start, end)
        operands = {m.start("b") for m in matches if m["b"]}
        for m in matches:
            yield from _comparison(passage, m, [t for t in found if t.at not in operands], found)


def _comparison(passage: Passage, m: re.Match[str], levels: Sequence[Term], found: Sequence[Term]) -> Iterator[Finding]:
    base = _base(passage, m, found)
    if base is None or _MODAL.search(passage.masked[max(0, m.start() - 8) : m.start()]):
        return
    if m["b"] and _LISTED.match(passage.masked, m.start("b") + 1):
        return  # 超过前一周1136套及506套: which of two values is compared with which is not said
    current = _subject(passage, m, levels, base)
    if current is None or current.high is not None or base.high is not None or _true(m, current, base):
        return
    negated = bool(m["not"])
    rule = "double_negation" if negated and m["less"] else "mean" if _MEAN.search(m["what"]) else "comparison"
    says = "高于" if current.value > base.value else "低于"
    phrase = (m["not"] or "") + (m["adverb"] or "") + (m["more"] or m["less"])
    message = f"{current.raw} {says} {base.raw}，文中写“{phrase}”。"
    yield on(
        passage, m.start(), m.end(), Remark(rule, message, f"{says}{m['what']}{base.raw if m['b'] else ''}".replace(WHEN, ""))
    )


def _base(passage: Passage, m: re.Match[str], found: Sequence[Term]) -> Quantity | None:
    """The value compared with: behind the words, or, for 不及上年同期 without a value, the one labelled so before."""
    if m["b"]:
        base = passage.quantity(m.start("b"))
        return base if base and base.unit not in ("point", "rank") and _VALUE.search(m["what"]) else None
    label = _LABEL.search(m["what"])
    if label is None or not m["what"].rstrip("水平的").endswith(label.group()):
        return None
    return next((t.quantity for t in before(found, m.start()) if label.group() in t.left), None)


def _subject(passage: Passage, m: re.Match[str], levels: Sequence[Term], base: Quantity) -> Quantity | None:
    """The nearest value of the same unit before the comparison, within the half-sentence."""
    low = passage.masked.rfind("；", 0, m.start())
    for term in before(levels, m.start()):
        if term.at < low:
            return None
        if term.quantity is not base and term.quantity.unit == base.unit and (term.level or (not m["b"] and not term.base)):
            return term.quantity
        if compatible(term.quantity, base) and term.base and m["b"]:
            continue
    return None


def _true(m: re.Match[str], current: Quantity, base: Quantity) -> bool:
    a, b = arithmetic.of(current), arithmetic.of(base)
    if a.meets(b) or min(current.value, base.value) * 30 < max(current.value, base.value):
        return True
    wants_more = bool(m["more"]) != bool(m["not"])
    return (current.value > base.value) == wants_more
