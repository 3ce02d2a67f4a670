"""The moves of indices and sectors that a sentence tells: 申万通信上涨3.18%, 沪深300(-1.2%), 甲、乙分别上涨1.2%和0.8%."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.arithmetic import Interval
from digest.lint.reading import ANY, PERCENT, RANK, WHEN, Passage, Period, Quantity

_AMOUNTS = ANY[1:-1]
_EACH = re.compile(
    rf"(?P<names>[^，。；：()（{_AMOUNTS}{WHEN}{RANK}]{{5,60}}?)分别(?P<verb>上涨|下跌|收涨|收跌|涨|跌|回调)(?:了|约)?"
    rf"(?P<list>{PERCENT}(?:(?:[、和及与]|以及){PERCENT}){{1,7}})"
)
_AND = re.compile(r"[、和及与]|以及")
MOVE = re.compile(
    rf"(?P<name>[^，。；、：()（{_AMOUNTS}{WHEN}{RANK}]{{2,24}}?)(?:\((?:申万|中信|SW)[^()]{{0,6}}\)(?:指数|板块|行业)?)?(?P<verb>上涨|下跌|收涨|收跌|微涨|微跌|大涨|大跌|上升|下降|回调|回落|反弹|涨幅|跌幅|涨跌幅|涨|跌)"
    rf"(?:了|约|达|为|幅度为)?(?P<z>{PERCENT})"
)
_ASIDE = re.compile(
    rf"(?P<name>[^，。；、：()（{_AMOUNTS}{WHEN}{RANK}]{{2,24}})\((?P<verb>上涨|下跌|涨|跌|涨幅|跌幅|[+＋])?(?:了|约|为)?(?P<z>{PERCENT})\)"
)
_FALLING = re.compile(r"跌(?!幅)|跌幅|下降|回调|回落")
NOISE = re.compile(
    r"指数|行业|板块|累计|同期|全周|期间|整体|合计|分别|则|虽然?(?:上?涨|下?跌)?|但|略|明显|显著|仍|均|大幅|小幅|上周|本周|其中|而|年初以来|年初至今|申万(?:一级)?|中信(?:一级)?|\(.*?\)|\s"
)
_SPAN = re.compile(
    rf"(?P<year>年初|今年|年内|年以来|全年)|(?P<month>月初|本月|当月|上月|月以来|{WHEN}以来)|(?P<week>上周|本周|当周|周内|一周|周度|周涨|周跌)"
)
#: what a sector is measured against, so never the sector itself
MARKET = re.compile(
    r"沪深300|上证|深证|创业板|科创(?:板|50|综)|中证\d|中证全指|万得全A|Wind全A|全A|恒生|纳斯达克|纳指|标普|道琼斯|道指|日经|北证|大盘|基准|市场"
)


@dataclass(frozen=True, slots=True)
class Move:
    """What the text says of one index: its name, its signed change in percent, its place, and over which span ("" unknown)."""

    name: str
    value: Decimal
    quantity: Quantity
    at: int
    when: str

    @property
    def market(self) -> bool:
        """Whether it's an index that sectors are measured against."""
        return bool(MARKET.search(self.name))

    @property
    def interval(self) -> Interval:
        """What the printed change may stand for."""
        printed = arithmetic.of(self.quantity).magnitude
        return printed if self.value >= 0 else Interval(-printed.high, -printed.low)


class Spans:
    """Over which span a sentence tells its moves: since new year, a month, a week, or the dates themselves."""

    def __init__(self, passage: Passage, start: int, end: int) -> None:
        marks = [(m.end(), str(m.lastgroup)) for m in _SPAN.finditer(passage.masked, start, end)]
        marks += [(i + 1, _span(p)) for i in range(start, end) if isinstance(p := passage.items.get(i), Period)]
        known = sorted((at, name) for at, name in marks if name)
        self._at, self._names = [at for at, _ in known], [name for _, name in known]

    def before(self, at: int) -> str:
        """The last span named before an offset, "" where none is."""
        number = bisect_right(self._at, at)
        return self._names[number - 1] if number else ""


def _span(period: Period) -> str:
    if period.grain == "day":
        return ""  # 截至3月13日 is no span
    if period.grain == "span" and (period.low.month, period.low.day) == (1, 1):
        return "year"
    return period.grain if period.grain in ("week", "month") else f"{period.low}/{period.high}"


def same_span(a: str, b: str) -> bool:
    """Whether two spans may be one: equal, or one of them untold."""
    return a == b or "" in (a, b)


def moves(passage: Passage, start: int, end: int) -> Iterator[Move]:
    """The moves of indices and sectors that a masked span tells."""
    spans = Spans(passage, start, end)
    yield from _each(passage, start, end, spans)
    for m in MOVE.finditer(passage.masked, start, end):
        quantity = passage.quantity(m.start("z"))
        name = NOISE.sub("", m["name"])
        if m["name"].endswith(("分别", "转为", "转", "由", "从")):
            continue  # the first of a list belongs to the first name of a list
        if quantity and name and quantity.high is None and not re.search(r"跑[赢输]|占比|同比|环比", m["name"]):
            down = bool(_FALLING.search(m["verb"])) and m["verb"] != "涨跌幅"
            yield Move(
                name, -abs(quantity.value) if down else quantity.value, quantity, m.start("z"), spans.before(m.start("z"))
            )


def _each(passage: Passage, start: int, end: int, spans: Spans) -> Iterator[Move]:
    """甲、乙和丙分别上涨1.2%、0.8%和0.3%: to each name its own, where there are as many of both."""
    for m in _EACH.finditer(passage.masked, start, end):
        names = [NOISE.sub("", part) for part in _AND.split(m["names"])]
        places = [i for i in range(m.start("list"), m.end("list")) if passage.quantity(i)]
        if len(names) != len(places) or not all(names):
            continue
        for name, at in zip(names, places, strict=True):
            if quantity := passage.quantity(at):
                down = _FALLING.search(m["verb"]) is not None
                yield Move(name, -abs(quantity.value) if down else quantity.value, quantity, at, spans.before(at))


def asides(passage: Passage, start: int, end: int) -> Iterator[Move]:
    """沪深300(上涨4.1%)、创业板指(-1.92%): the move beside the name."""
    spans = Spans(passage, start, end)
    for m in _ASIDE.finditer(passage.masked, start, end):
        quantity = passage.quantity(m.start("z"))
        name = NOISE.sub("", re.split("跑[赢输]|领先|落后|[和及与]", m["name"])[-1])
        against = re.search("跑[赢输]|领先|落后", m["name"])
        if quantity and len(name) >= 2 and (against or MARKET.search(name)):
            down = bool(m["verb"] and _FALLING.search(m["verb"]))
            yield Move(
                name, -abs(quantity.value) if down else quantity.value, quantity, m.start("z"), spans.before(m.start("z"))
            )
