"""The front page and the headlines against the body: another value, unit, period or direction, a qualifier lost, no support."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.lint.beside import EXCESS, differences, line_of, say
from digest.lint.facts import Fact, Index, Match, derived, equal, facts, kin, mantissa
from digest.lint.finding import Finding, Remark
from digest.lint.implied import implied_move, implied_share, size_of_ranking, span_of_move
from digest.lint.reading import Quantity
from digest.lint.report import Report

_SAME_WORDS, _SAME_SENTENCE = 0.6, 0.3  # how far metric and sentence must agree before two values are called one fact
_TOGETHER = re.compile(r"合计|共计|之和|总共|共")
_SOME = re.compile(r"[前其]?[两二三四五六七八九十\d]+[家个款项者]")
_NUMBER = re.compile(r"(?<![\u4e00-\u9fffA-Za-z\d.])-?\d[\d,]*(?:\.\d+)?")
_LENGTHS = frozenset({"month", "day", "hour", "minute", "second", "inch", "nanometre"})
_OVER = re.compile(r"(?:的?分位)?(?:以上|之上|多|余|有余)")
_UNDER = re.compile(r"(?:的?分位)?(?:以下|以内|之内)")
_RATIO = re.compile(r"的(?:约|近)?$")
_SIZE = re.compile(r"\d[\d.]*[BKMTbkmt](?![A-Za-z])")  # 7B, as a model's size is printed
_OR_SO = re.compile(r"左右|上下|附近|前后")


def find(report: Report) -> Iterator[Finding]:
    """Every figure of the front page and of the headlines that the body tells otherwise, or not at all."""
    if not report.body:
        return
    told = [fact for p in report.body for fact in facts(p, p.block.heading)]
    index, printed = Index(told), _printed_in_tables(report)
    for passage in report.front:
        yield from _passage(facts(passage), index, printed, alone=True)
    for passage in report.headings:
        own = [f for f in told if f.passage.block.heading == passage.block.text]
        if own:
            yield from _passage(facts(passage), Index(own), printed, alone=False)


def _printed_in_tables(report: Report) -> frozenset[str]:
    """The numbers of the body's tables, without sign and separators."""
    return frozenset(
        n.group().replace(",", "").lstrip("-")
        for table in report.document.tables
        if table.zone == "body"
        for row in table.rows
        for cell in row
        for n in _NUMBER.finditer(cell.text)
    )


def _passage(found: Sequence[Fact], index: Index, printed: frozenset[str], *, alone: bool) -> Iterator[Finding]:
    seen: set[tuple[object, ...]] = set()
    for fact in found:
        if fact.quantity.unit == "" or fact.role == "base":
            continue
        matches = index.matches(fact)
        same = [m for m in matches if equal(fact.quantity, m.fact.quantity) or _about(fact, m.fact) or _fallen(fact, m.fact)]
        if same and (same[0].scope >= 0.12 or same[0].metric >= 0.5):
            for item in differences(fact, same, alone=alone):
                once = item.rule in ("weekly_as_monthly", "period_mismatch")
                key = (item.rule, fact.sentence) if once else (item.rule, item.line, item.start)
                if key not in seen:
                    seen.add(key)
                    yield item
        elif not _computed_here(fact, found) and not index.ends(fact.quantity):
            in_table = mantissa(fact.quantity) in printed
            slips = [m for m in matches if mantissa(m.fact.quantity) == mantissa(fact.quantity) and m.metric >= _SAME_WORDS]
            yield from _unlike(fact, slips if in_table else matches, found, index if alone and not in_table else None)


def _fallen(a: Fact, b: Fact) -> bool:
    """Whether -0.66% here is 下跌0.66% there."""
    if a.quantity.unit != "percent" or a.quantity.value != -b.quantity.value:
        return False
    signed, worded = (a, b) if a.quantity.value < 0 else (b, a)
    return worded.rising is False and signed.rising is not True


def _about(fact: Fact, other: Fact) -> bool:
    """Whether a round number with a word that opens it (超40亿元、70%分位以上) tells the exact one: 42.6亿元, 72.4%."""
    a, b = fact.quantity.value, other.quantity.value
    if other.quantity.high is not None and "中" in fact.clause and fact.quantity.unit == other.quantity.unit:
        return a * 2 == b + other.quantity.high  # 指引中值190亿元 of 180亿-200亿元
    if fact.quantity.unit != other.quantity.unit or not a or not 0 < b / a < 2:
        return False
    near = abs(b - a) * 4 <= abs(a)
    over = fact.quantity.approx == "over" or _OVER.match(fact.after)
    under = fact.quantity.approx in ("under", "near") or _UNDER.match(fact.after)
    return near and bool((over and abs(b) >= abs(a)) or (under and abs(b) <= abs(a)) or (_OR_SO.match(fact.after) and near))


# ------------------------------------------------------------------------------------------------------------ other values
def _unlike(fact: Fact, matches: Sequence[Match], found: Sequence[Fact], index: Index | None) -> Iterator[Finding]:
    rival = next((m for m in matches if _rivals(fact, m, found)), None)
    if rival is None:
        if (
            index
            and not {mantissa(fact.quantity), _size(fact.quantity)} & index.numbers
            and _specific(fact, found, index)
            and not any(_computed_there(fact, told) for told in index.about(fact))
            and not _follows(fact, found, index)
            and not implied_move(fact, index)
            and not implied_share(fact, found, index)
        ):
            yield say(
                fact,
                Remark("unsupported_summary", f"正文没有 {fact.quantity.raw} 这个数。", "删去，或在正文补上依据", "warning"),
            )
        return
    other = rival.fact.quantity
    summed = _TOGETHER.search(fact.clause) is not None
    if summed and _TOGETHER.search(rival.fact.clause) and not _SOME.search(fact.clause):
        summed = False  # both tell the whole
    if (summed or fact.kind != rival.fact.kind) and _computed_there(fact, rival.fact):
        return
    rule, word = _difference(fact.quantity, other)
    message = f"此处 {fact.quantity.raw}，正文第 {line_of(rival.fact)} 行为 {other.raw}，{word}。"
    yield say(fact, Remark(rule, message, other.raw))


def _size(quantity: Quantity) -> str:
    """The size as it is printed in Latin letters (7B), "" where it has none."""
    m = _SIZE.match(quantity.raw)
    return m.group() if m else ""


def _follows(fact: Fact, found: Sequence[Fact], index: Index) -> bool:
    """Whether 升至65%，提高13个百分点 follows from what the body says beside the first figure: 占65.0%，上轮占52.0%."""
    if fact.quantity.unit != "point":
        return False
    beside = [f for f in found if f is not fact and f.sentence == fact.sentence and len(mantissa(f.quantity)) >= 2]
    same = (m.fact for f in beside for m in index.matches(f)[:3] if equal(f.quantity, m.fact.quantity))
    spans = ((b.passage, b.passage.sentence_at(b.at)) for b in same)
    return any(derived(fact.quantity, [q for _, q in p.within(*span)]) for p, span in spans)


def _rivals(fact: Fact, match: Match, found: Sequence[Fact]) -> bool:
    """Whether a body figure tells the same fact with another value."""
    other = match.fact
    digits = mantissa(fact.quantity)
    slip = digits == mantissa(other.quantity) and len(digits) >= 2
    # three digits that agree are no chance, whatever the words between them
    wanted = 0.0 if slip and len(digits.replace(".", "")) >= 3 else 0.3 if slip else _SAME_WORDS
    if match.scope < _SAME_SENTENCE or match.metric < wanted:
        return False
    excess = [EXCESS.search(f.clause) for f in (fact, other)]
    if any(excess) and not (all(excess) and fact.period and other.period and len({e["name"] for e in excess if e}) == 1):
        return False  # 跑输沪深300 here, 跑赢 without a name or another span there
    if fact.quantity.unit == "times" and bool(_RATIO.search(fact.clause)) != bool(_RATIO.search(other.clause)):
        return False  # 均值的1.3倍 is no price-earnings ratio
    kinds = {fact.kind, other.kind} - {""}
    spans = {span_of_move(fact), span_of_move(other)} - {""}
    if len(spans) > 1:
        return False  # the week's move here, the year's there
    if not slip and (other.role != fact.role or other.rising != fact.rising or len(kinds) > 1 or not _same_period(fact, other)):
        return False
    return not any(equal(f.quantity, other.quantity) and f is not fact and f.sentence == fact.sentence for f in found)


def _same_period(a: Fact, b: Fact) -> bool:
    if a.period is None or b.period is None or a.period.grain != b.period.grain:
        return True
    return (a.period.low, a.period.high) == (b.period.low, b.period.high)


def _difference(a: Quantity, b: Quantity) -> tuple[str, str]:
    """The rule and the words for two values of one fact."""
    if mantissa(a) == mantissa(b) and kin(a) == kin(b):
        return "unit_slip", "单位不同"
    if a.unit.startswith("count"):
        return "count", "数目不同"
    return "two_values", "同一事实两个数"


def _computed_here(fact: Fact, found: Sequence[Fact]) -> bool:
    """Whether a difference in 百分点 follows from the sentence itself."""
    return fact.quantity.unit == "point" and derived(fact.quantity, [f.quantity for f in found])


def _computed_there(fact: Fact, rival: Fact) -> bool:
    """Whether a change or a share follows from the values that the body's sentence gives."""
    start, end = rival.passage.sentence_at(rival.at)
    told = [q for _, q in rival.passage.within(start, end)]
    if fact.quantity.unit == "percent":
        return derived(fact.quantity, [q for q in told if q.unit not in ("percent", "point", "times")])
    return (fact.role == "change" or _TOGETHER.search(fact.clause) is not None) and derived(
        fact.quantity, [q for q in told if q is not rival.quantity or fact.quantity.unit == q.unit]
    )


def _specific(fact: Fact, found: Sequence[Fact], index: Index) -> bool:
    """Whether a figure is worth a word when the body lacks it: no small count, nothing computed from its own sentence."""
    q = fact.quantity
    if (q.unit.startswith("count") and q.value < 10) or (q.unit in ("times", "rank") and q.value < 10) or q.unit in _LENGTHS:
        return False
    if size_of_ranking(fact):
        return False  # 31个一级行业中排第3位
    if q.unit == "point" and EXCESS.search(fact.clause):
        return False  # what follows from two moves is checked against them
    if q.unit.startswith("count") and any(f.quantity.value == q.value and f.role != "rank" for f in index.all):
        return False  # 1.2万卡 of 12,000张
    others = [f.quantity for f in found if f.sentence == fact.sentence]
    return not derived(q, others)
