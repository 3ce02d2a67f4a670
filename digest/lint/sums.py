"""Wholes and their parts: 其中…, …合计, 投前 plus the money raised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from digest.lint import arithmetic
from digest.lint.facts import grams
from digest.lint.finding import Finding, Remark
from digest.lint.lexicon import DOWN, UP
from digest.lint.reading import AMOUNT, ANY, PERCENT, Passage, Quantity
from digest.lint.report import on
from digest.lint.roles import Term, terms

_AMOUNTS = ANY[1:-1]
_WHICH = re.compile(r"其中|分别为|[中里]，|中(?=上涨|下跌)|由(?=[^。；]{4,60}(?:构成|组成))")
_STOP = re.compile(r"[。；]|其中")
_SHARED_PART = re.compile(rf"，占(?:比|[^，。；]{{0,8}}的)?{PERCENT}$")
_ONE_SHARE = re.compile(rf"[^，。；{_AMOUNTS}]{{1,12}}{AMOUNT}，占(?:比|[^，。；]{{0,8}}的)?{PERCENT}")
_OPEN = re.compile(r"等|约|超|近|左右|以上|主要|前[三五十]|部分|包括|之一|不完全|至少|为主|居前|分别[同环]比")
_CLOSED = re.compile(r"无其[他它余]|没有其[他它余]|之外(?:没有|无|再无)|仅此|全部来自|构成|组成")
_ALL = re.compile(r"合计|共计|总计|总共|一共|共")
_REST = re.compile(r"其[他它余]|余下|剩余")
#: names of parts that together leave nothing over
_EXHAUSTIVE = tuple(
    frozenset(words.split())
    for words in (
        "上涨 下跌 持平; 线上 线下; 国内 海外; 国内 国外; 境内 境外; 国产 进口; 国产 海外; 东部 中部 西部; 公共 企业; 男 女;"
        "城镇 农村; 城市 农村; 内销 外销; 内销 出口; 央企 地方; 自营 加盟; 直营 加盟; 新建 改造; 一期 二期; 上半年 下半年;"
        "自主 合资; 公募 私募; 纯电 插混; 陆上 海上; 对公 零售; 个人 企业; 民用 军用"
    ).split(";")
)
_MOVED = re.compile(rf"(?<![净新])(?:{UP}|{DOWN})(?:了|约|近|超过?|达)*$")
_AWAY = re.compile(r"关闭|关停|减少|退出|注销|流出|卖出|偿还")
_TOTAL = re.compile(
    rf"(?:(?P<n>[两二三四五六七八九十]|\d{{1,2}})[者家部类项个款地省市种大方块条]?[^，。；：{_AMOUNTS}]{{0,10}}?)?"
    rf"(?:合计|共计|总计|加总|总和)[^占，。；：{_AMOUNTS}]{{0,14}}(?P<t>{ANY})"  # 合计占总额58亿元的81% tells no sum
)
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NOT_SUMMED = frozenset({"percent", "point", "times", "rank", "score", "celsius", "index"})
_VALUED = re.compile(r"(?:估值|市值)[为达至到约]*\||\|的?(?:投前|投后)?估值")
_PRICE = re.compile(r"价|均|率|周期|倍|得分|评分|天数|系数|每|单月|单日|增速|涨|跌|降幅|平均")
_NESTED = re.compile(r"其中|同比|环比|上年|去年|较|此前|增长|下降|合计|折合|相当|估值")
_LISTED = re.compile(r"[、和及与/]|以及")
_LONG_NOUN = 8  # characters behind a count that are more than what is counted
_GAP = re.compile(r"[^。；！？]{0,18}")
_VALUATION = {
    "before": re.compile(r"投前[^|]{0,6}\||\|的?投前"),
    "raised": re.compile(r"(?:增资|融资|募资|出资|投资|筹得|完成)[^|]{0,4}\||\|[^，。]{0,2}(?:轮|融资)"),
    "after": re.compile(r"投后[^|]{0,6}\||\|的?投后"),
}


def find(passage: Passage) -> Iterator[Finding]:
    """Every total that its own parts do not make."""
    for start, end in passage.sentences:
        if len(passage.within(start, end)) >= 2:
            found = terms(passage, start, end)
            yield from _which(passage, start, end, found)
            yield from _totals(passage, start, end, found)
            yield from _post_money(passage, found)


# ------------------------------------------------------------------------------------------------- total, then its parts
def _which(passage: Passage, start: int, end: int, found: Sequence[Term]) -> Iterator[Finding]:
    """A total, then 其中 and its parts."""
    for m in _WHICH.finditer(passage.masked, start, end):
        totals = _totals_before(passage, found, m.start(), start)
        if not totals:
            continue
        whole = totals[-1]
        stop = _stop(passage.masked, m.end(), end)
        parts = _parts(passage, found, m.end(), stop, whole.quantity)
        enough = len(parts) >= (3 if m.group() == "分别为" else 2)
        if enough and not _of_something_else(passage, totals, parts):
            text = passage.masked[m.end() : stop]
            closed = m.group() == "分别为" and _ALL.search(whole.left) is not None
            yield from _add_up(passage, whole, parts, text + ("构成" if closed else ""))


def _stop(masked: str, at: int, end: int) -> int:
    """Where the list of parts ends: a stop, or a semicolon behind which no further part has its share."""
    for m in _STOP.finditer(masked, at, end):
        if m.group() != "；" or not (_SHARED_PART.search(masked[at : m.start()]) and _ONE_SHARE.match(masked, m.end())):
            return m.start()
    return end


def _totals_before(passage: Passage, found: Sequence[Term], at: int, start: int) -> list[Term]:
    """The totals before 其中, the nearest last; where a sentence begins with it, those of the sentence before."""
    prior = [t for t in found if t.at < at and _is_total(passage, t)]
    if prior and not re.search("[；。]", passage.masked[prior[-1].at : at]):
        return prior
    if at - start <= 1 and start:
        return [t for t in terms(passage, *passage.sentence_at(start - 1)) if _is_total(passage, t)]
    return []


def _is_total(passage: Passage, term: Term) -> bool:
    """Whether an amount may have parts: no change, no rate, no valuation."""
    if term.quantity.unit in _NOT_SUMMED or not term.level or _MOVED.search(term.left):
        return False
    return not _VALUED.search(f"{term.left[-12:]}|{passage.masked[term.at + 1 : term.at + 7]}")


def _of_something_else(passage: Passage, totals: Sequence[Term], parts: Sequence[Term]) -> bool:
    """Whether the parts may split more than the total before them, or overlap, or split one that stands further off."""
    return _of_two_metrics(passage, totals, parts) or _overlapping(passage, parts) or _makes_another(totals, parts)


def _of_two_metrics(passage: Passage, totals: Sequence[Term], parts: Sequence[Term]) -> bool:
    """Whether the parts split another total too: 结汇…售汇…，其中银行结汇…售汇…, or one of two that are told as a pair."""
    whole = totals[-1]
    others = [t for t in totals[:-1] if t.quantity.unit == whole.quantity.unit]
    if others and _LISTED.fullmatch(passage.masked[others[-1].at + 1 : whole.at]):
        return True
    named = frozenset(w for t in others for w in grams(t.left)) - grams(whole.left)
    return any(named & grams(t.left) for t in parts)


def _makes_another(totals: Sequence[Term], parts: Sequence[Term]) -> bool:
    """Whether the parts are those of a total that stands further off."""
    total = _sum(parts)
    return any(t.quantity.unit == parts[0].quantity.unit and _rounds_to(total, parts, t.quantity) for t in totals)


def _overlapping(passage: Passage, parts: Sequence[Term]) -> bool:
    """Whether counts are told with what each does, so that one may stand in two: 23个…要求…，16个…限制…."""
    if not parts[0].quantity.unit.startswith("count"):
        return False
    gaps = (passage.masked[a.at + 1 : b.at] for a, b in pairwise(parts))
    return any(len(re.split("[，、；]", gap)[0]) > _LONG_NOUN for gap in gaps)


def _parts(passage: Passage, found: Sequence[Term], at: int, stop: int, whole: Quantity) -> list[Term]:
    out: list[Term] = []
    rest = False
    for term in found:
        if not at <= term.at < stop or term.quantity.unit in ("percent", "point"):
            continue
        nested = _NESTED.search(term.left.rpartition("其中")[2])
        if term.quantity.unit != whole.unit or term.base or term.quantity.high is not None or nested:
            break
        if out and term.quantity.value > whole.value and "，" in passage.masked[out[-1].at : term.at]:
            break  # no part exceeds its whole: something else is told behind the comma
        if rest and "，" in passage.masked[out[-1].at : term.at]:
            break  # 其余为甲410台和乙130台 is a list; what comes behind a comma is not
        out.append(term)
        rest = rest or bool(_REST.search(term.left))
    return out


def _add_up(passage: Passage, whole: Term, parts: Sequence[Term], text: str) -> Iterator[Finding]:
    w = whole.quantity
    if w.loose or _PRICE.search(whole.left) or any(_PRICE.search(t.left) or t.quantity.value < 0 for t in parts):
        return
    total = _sum(parts)
    net = sum((-t.quantity.value if _AWAY.search(t.left) else t.quantity.value for t in parts), Decimal(0))
    if _rounds_to(total, parts, w) or _rounds_to(net, parts, w) or _nested(parts) or _ends_earlier(parts, w):
        return
    if parts[0].quantity.value > w.value and not (len(parts) > 2 or _covers(parts) or _CLOSED.search(text)):
        return
    if total > w.value or _nothing_left(parts, text, total, w):
        yield _wrong(passage, whole, parts, total)


def _nested(parts: Sequence[Term]) -> bool:
    """Whether one part is split in turn: 500亿，首期150亿，其余350亿."""
    values = [t.quantity.value for t in parts]
    return any(a == b + c for a, b, c in zip(values, values[1:], values[2:], strict=False))


def _ends_earlier(parts: Sequence[Term], whole: Quantity) -> bool:
    """Whether the first few already make the total, and what follows is told of something else."""
    sums = list(accumulate(t.quantity.value for t in parts))
    return any(abs(s - whole.value) <= whole.step / 2 for s in sums[1:-1])


def _nothing_left(parts: Sequence[Term], text: str, total: Decimal, whole: Quantity) -> bool:
    """Whether parts that fall short of the total claim to be all of it."""
    if _CLOSED.search(text) or any(_REST.search(t.left) for t in parts):
        return True
    return not (_OPEN.search(text) or _REST.search(text)) and (_covers(parts) or _exchanged(total, whole))


def _covers(parts: Sequence[Term]) -> bool:
    return any(len(words) == len(parts) and all(any(w in t.left for t in parts) for w in words) for words in _EXHAUSTIVE)


def _exchanged(total: Decimal, whole: Quantity) -> bool:
    """Whether sum and total are one number with two digits exchanged."""
    a, b = (str(int(v / whole.step)) for v in (total, whole.value))
    unlike = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    one = len(a) == len(b) >= 3 and len(unlike) == 2 and unlike[0] == unlike[1][::-1]
    return one and abs(total - whole.value) * 20 < whole.value


# ------------------------------------------------------------------------------------------------------ parts, then 合计
def _totals(passage: Passage, start: int, end: int, found: Sequence[Term]) -> Iterator[Finding]:
    for m in _TOTAL.finditer(passage.masked, start, end):
        whole = next((t for t in found if t.at == m.start("t")), None)
        if whole is None or whole.quantity.unit in _NOT_SUMMED or whole.quantity.loose or _PRICE.search(whole.left):
            continue
        parts = _counted(passage, m, start, found, whole.quantity)
        if len(parts) < 2 or any(_PRICE.search(t.left) for t in parts):
            continue
        total = _sum(parts)
        if not _rounds_to(total, parts, whole.quantity) and not _longer_run(found, whole):
            yield _wrong(passage, whole, parts, total)


def _longer_run(found: Sequence[Term], whole: Term) -> bool:
    """Whether the last few like amounts of the sentence make the total, however far apart they stand."""
    q = whole.quantity
    like = [t for t in reversed(found) if t.at < whole.at and t.quantity.unit == q.unit][:24]
    return any(n >= 2 and _rounds_to(_sum(like[:n]), like[:n], q) for n in range(2, len(like) + 1))


def _counted(passage: Passage, m: re.Match[str], start: int, found: Sequence[Term], whole: Quantity) -> list[Term]:
    """The parts of a total: the list right before it, or as many values told before as the text counts (三家合计)."""
    parts = _run_before(passage, found, m.start(), whole)
    count = int(m["n"]) if m["n"] and m["n"].isdigit() else _NUMERALS.get(m["n"] or "")
    if count is None or len(parts) == count:
        return parts
    told = terms(passage, max(0, start - 400), m.start())
    parts = [t for t in told if t.level and t.quantity.unit == whole.unit and not _NESTED.search(t.left)]
    return parts if len(parts) == count else []


def _run_before(passage: Passage, found: Sequence[Term], at: int, whole: Quantity) -> list[Term]:
    run: list[Term] = []
    edge = at
    for term in reversed([t for t in found if t.at < at]):
        between = passage.masked[term.at + 1 : edge]
        if term.quantity.unit != whole.unit or not _GAP.fullmatch(between) or term.base or _NESTED.search(between):
            break
        run.append(term)
        edge = term.at
    return run[::-1]


# ----------------------------------------------------------------------------------------------------------- valuations
def _post_money(passage: Passage, found: Sequence[Term]) -> Iterator[Finding]:
    """投前 plus the money raised is 投后."""
    money = [t for t in found if t.quantity.unit.startswith("money") and not t.base and t.quantity.high is None]
    named = [_only(passage, money, pattern) for pattern in _VALUATION.values()]
    before, raised, after = named
    if before is None or raised is None or after is None or len({t.at for t in (before, raised, after)}) < 3:
        return
    parts = (before, raised)
    if all(t.quantity.unit == after.quantity.unit for t in parts) and not _rounds_to(_sum(parts), parts, after.quantity):
        yield _wrong(passage, after, parts, _sum(parts))


def _only(passage: Passage, money: Sequence[Term], pattern: re.Pattern[str]) -> Term | None:
    fits = [t for t in money if pattern.search(t.left[-12:] + "|" + passage.masked[t.at + 1 : t.at + 6])]
    return fits[0] if len(fits) == 1 else None


# ----------------------------------------------------------------------------------------------------------- arithmetic
def _sum(parts: Sequence[Term]) -> Decimal:
    return sum((t.quantity.value for t in parts), Decimal(0))


def _rounds_to(total: Decimal, parts: Sequence[Term], whole: Quantity) -> bool:
    """Whether rounding of the printed parts explains what is between their sum and the total."""
    whole_numbers = not any("." in t.quantity.raw for t in parts) and "." not in whole.raw
    exact = not whole.approx and not any(t.quantity.approx for t in parts)
    if whole_numbers and exact and (whole.step == 1 or len(parts) < 4):
        return total == whole.value  # nobody rounds 18, 7 and 6 to make 30
    if whole_numbers and exact and len(parts) == 4 and {t.quantity.step for t in parts} == {whole.step}:
        return abs(total - whole.value) <= whole.step  # four roundings of half a unit seldom add up to two
    slack = sum((t.quantity.step for t in parts), Decimal(0)) / 2
    return abs(total - whole.value) <= max(slack, whole.step)


def _wrong(passage: Passage, whole: Term, parts: Sequence[Term], total: Decimal) -> Finding:
    expected = arithmetic.like(whole.quantity, total)
    formula = " + ".join(t.quantity.raw for t in parts)
    message = f"{formula} = {expected}，合计印作 {whole.quantity.raw}。"
    return on(passage, whole.at, whole.at + 1, Remark("sum", message, expected))
