"""What the body implies without printing it: an index's move, a share of a printed total, the size of a classification."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.beside import EXCESS
from digest.lint.facts import Fact, Index, equal
from digest.lint.moves import MARKET, Spans, moves
from digest.lint.reading import ANY, RANK, Quantity

_AMOUNTS = ANY[1:-1]
_SETS = r"(?:[\u4e00-\u9fff]{0,6}(?:行业|板块|子板块|指数|类别))"
_PLACE = rf"(?:{RANK}|之?首|之?末|首位|末位|榜首|垫底|前列|[上中下]游|倒数)"
#: 31个申万一级行业第20位, 在31个一级行业中居前列
_RANKED_AMONG = re.compile(rf"{_SETS}(?:指数)?(?:之?[中内里])?(?:涨跌?幅|跌幅)?[^，。；{_AMOUNTS}]{{0,6}}?{_PLACE}")
#: 排名第20位(共31个行业), 第20位，共31个
_AFTER_RANK = re.compile(rf"{RANK}[，/]?[(]?(?:共|全部|总共|/)?(?:申万|中信)?$")
_LOOK = 30  # characters beside a count that may tell what is ranked


def size_of_ranking(fact: Fact) -> bool:
    """Whether a count only tells among how many a sector is ranked: 31个申万一级行业第20位."""
    if not fact.quantity.unit.startswith("count"):
        return False
    masked, at = fact.passage.masked, fact.at
    return bool(_RANKED_AMONG.match(masked, at + 1, at + 1 + _LOOK) or _AFTER_RANK.search(masked, max(0, at - _LOOK), at))


def span_of_move(fact: Fact) -> str:
    """Over which span a rise or fall is told: week, month, year, dates; "" for a level and for 同比 and 环比.

    A move of which no span is told is a weekly report's own: week.
    """
    if fact.role != "change" or fact.kind or fact.quantity.unit != "percent":
        return ""
    start, end = fact.passage.sentence_at(fact.at)
    named = Spans(fact.passage, start, end).before(fact.at)
    return named or ("week" if MARKET.search(_name(fact)) else "")


def implied_move(fact: Fact, index: Index) -> bool:
    """Whether an index's move follows from a sector's and its distance: 申万计算机下跌0.12%，跑赢创业板指0.26个百分点."""
    name = _name(fact)
    if fact.role != "change" or fact.quantity.unit != "percent" or not MARKET.search(name):
        return False
    told = arithmetic.of(fact.quantity).magnitude
    printed = arithmetic.Interval(-told.high, -told.low) if fact.rising is False or fact.quantity.value < 0 else told
    for other in index.all:
        excess = EXCESS.search(other.clause) if other.quantity.unit == "point" else None
        if excess is None or not _same_index(excess["name"], name):
            continue
        distance = arithmetic.of(other.quantity)
        for own in moves(other.passage, *other.passage.sentence_at(other.at)):
            if own.market or own.at > other.at:
                continue
            base = own.interval - distance if excess["word"] != "跑输" else own.interval + distance
            if base.meets(printed):
                return True
    return False


def implied_share(fact: Fact, found: Sequence[Fact], index: Index) -> bool:
    """Whether a share follows from a figure told beside it and a larger one that the body's paragraph tells of it.

    国产模型2.96万亿，占总量的45.7% here; 国产模型2.96万亿…。两者合计6.48万亿 there.
    """
    if fact.role != "share" or fact.quantity.unit != "percent":
        return False
    printed = arithmetic.of(fact.quantity)
    parts = [f for f in found if f.sentence == fact.sentence and f.at < fact.at and f.quantity.unit not in ("percent", "point")]
    for part in parts[-2:]:
        for match in index.matches(part)[:4]:
            if equal(part.quantity, match.fact.quantity) and any(
                _is_share(part.quantity, whole, printed) for whole in _wholes(match.fact)
            ):
                return True
    return False


def _wholes(part: Fact) -> list[Quantity]:
    """The amounts of a paragraph that a part may be measured against: the larger ones of its unit."""
    return [q for q in part.passage.quantities if q.unit == part.quantity.unit and q.value > part.quantity.value > Decimal(0)]


def _is_share(part: Quantity, whole: Quantity, printed: arithmetic.Interval) -> bool:
    share = arithmetic.ratio(part, whole)
    return share is not None and share.meets(printed)


def _name(fact: Fact) -> str:
    """The words before a move; a name with digits (沪深300) may be read as an amount, so the text as printed is asked."""
    start = max(0, fact.quantity.start - 16)
    return re.split(r"[，；。：、()]", fact.passage.block.text[start : fact.quantity.start])[-1]


def _same_index(a: str, b: str) -> bool:
    """Whether two phrases name one index: 沪深300指数 and 沪深300上涨."""
    one, other = MARKET.search(a), MARKET.search(b)
    return one is not None and other is not None and one.group() == other.group()
