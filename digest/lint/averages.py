"""Averages against the list they are taken of: none lies outside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.arithmetic import Interval
from digest.lint.facts import grams
from digest.lint.finding import Finding, Remark
from digest.lint.reading import AMOUNT, ANY, WHEN, Passage, Period, Quantity
from digest.lint.report import on
from digest.lint.roles import Term, terms

_AMOUNTS = ANY[1:-1]
_AVERAGE = re.compile(
    rf"(?:(?P<simple>算术平均|简单平均)|平均值?|均值为|(?:综合|整体|总体)(?=[^，。；：{_AMOUNTS}]{{0,6}}[率比]))"
    rf"(?:[^，。；：{_AMOUNTS}]{{0,10}}?)(?P<a>{ANY})"
)
_MEAN = re.compile(r"平均|均值")
_FALLS = re.compile(r"下跌|下降|(?<!涨)跌幅|(?<!升)降幅|(?<!涨)跌|(?<!升)降")
_BREAK = re.compile(r"[。；]|[上去前]年|上[一个]?[代期轮次批月季周版]|前[一期代值次轮]|同期|此前|同比|环比")
#: what the mean of others is of, whoever they are
_OTHERS = re.compile(
    r"行业|同业|同行|可比|全国|全球|全市|全省|市场|大盘|历史|近[一二三四五六七八九十两\d]+[年月季周]"
    rf"|剩余|其余|其他|其它|另外|{WHEN}"
)
#: words between a list and its mean that name nobody else
_ITS = re.compile(
    r"(?:上述|以上|这|其|该|它们)?(?:[两二三四五六七八九十\d\ue003][\u4e00-\u9fff]{0,5}?)?(?:的|合计|加权|算术|简单|各项|各家|合并|则|整体|综合|总体|测评|评测|得分|成绩|分数|均|单)*"
)
#: 二季度合计64.4亿元，月均21.5亿元: a total of a stated span, and right behind it what a month had of it
_A_MONTH = re.compile(
    rf"(?P<span>{WHEN})(?:[^，。；：{_AMOUNTS}{WHEN}]{{0,10}}?)(?:合计|总计|共计|累计|总额|总量|共)(?:约|为|达|近)?(?P<t>{ANY})"
    rf"(?:[，,]|，?即)(?:月均|平均每月|每月平均)[^，。；：{_AMOUNTS}{WHEN}]{{0,4}}?(?P<a>{ANY})"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def find(passage: Passage) -> Iterator[Finding]:
    """Every average outside the range of its parts; a plain mean that isn't theirs."""
    for start, end in passage.sentences:
        matches = list(_AVERAGE.finditer(passage.masked, start, end))
        found = terms(passage, start, end) if matches else ()
        for m in matches:
            average = passage.quantity(m.start("a"))
            if average and average.high is None and not _is_multiple(passage, m, average):
                others = {x.start("a") for x in matches}
                parts = [t for t in found if t.at < m.start()]
                if not parts or parts[-1].at not in others:  # right behind a mean no list is left
                    yield from _average(passage, m, average, _listed(passage, parts, m.start(), average))


def a_month(passage: Passage) -> Iterator[Finding]:
    """Every monthly mean that isn't the total right before it over the months of its span."""
    for m in _A_MONTH.finditer(passage.masked):
        total, mean, span = passage.quantity(m.start("t")), passage.quantity(m.start("a")), passage.items.get(m.start("span"))
        months = _whole_months(span) if isinstance(span, Period) else 0
        if not total or not mean or months < 2 or total.unit != mean.unit or total.high is not None or mean.high is not None:
            continue
        whole, part = arithmetic.of(total), arithmetic.of(mean)
        if not Interval(part.low * months, part.high * months).meets(whole):
            expected = arithmetic.like(mean, total.value / months)
            message = f"合计 {total.raw}，{months} 个月平均是 {expected}，不会是 {mean.raw}。"
            yield on(passage, m.start("span"), m.start("a") + 1, Remark("average_range", message, expected))


def _whole_months(span: Period) -> int:
    """How many calendar months a span is made of; 0 when it begins or ends within one."""
    whole = span.low.day == 1 and (span.high + timedelta(days=1)).day == 1
    return (span.high.year - span.low.year) * 12 + span.high.month - span.low.month + 1 if whole else 0


def _is_multiple(passage: Passage, m: re.Match[str], average: Quantity) -> bool:
    """平均的1.3倍 is no average of the list, nor is 平均每公里0.42元."""
    return "每" in m.group() or (average.unit == "times" and passage.masked[m.end() : m.end() + 1] == "的")


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
    for term in reversed(found):
        between = passage.masked[term.at + 1 : edge]
        if (_MEAN.search(term.left) and not run) or (not run and not _its_own(passage, term, between)):
            break
        if not _like(passage, term, average) or len(between) > (14 if run else 26) or _BREAK.search(between):
            break
        if run and _FALLS.search(term.left) and not _FALLS.search(run[-1].left + between):
            break
        run.append(term)
        edge = term.at
    return run[::-1]


def _its_own(passage: Passage, last: Term, between: str) -> bool:
    """Whether the words between a list and an average name nobody but the list: 三项平均, not 行业平均 or 上一代平均."""
    words = _IN_BRACKETS.sub("", between)
    if _OTHERS.search(words):
        return False
    _, comma, subject = words.rpartition("，")
    if not comma or _ITS.fullmatch(subject):
        return True
    told = passage.masked[passage.sentence_at(last.at)[0] : last.at]
    return all(w in grams(told) for w in grams(subject))


def _like(passage: Passage, term: Term, average: Quantity) -> bool:
    if term.base or term.quantity.high is not None:
        return False
    bare = "" in (term.quantity.unit, average.unit) and passage.masked[term.at] == AMOUNT
    return term.quantity.unit == average.unit or (bare and average.unit not in ("percent", "point", "times"))
