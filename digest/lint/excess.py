"""跑赢、跑输 against the two printed moves, and rank labels (前列、中游、下游) against the printed rank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.arithmetic import Interval
from digest.lint.finding import Finding, Remark
from digest.lint.reading import ANY, PERCENT, POINT, RANK, WHEN, Passage, Period, Quantity
from digest.lint.report import on

_AMOUNTS = ANY[1:-1]
_BETTER = r"跑赢|领先|强于|超越"
_WORSE = r"跑输|落后|弱于"
_EXCESS = re.compile(
    rf"(?:(?P<up>{_BETTER})|(?P<down>{_WORSE}))(?P<names>[^，。；()（{_AMOUNTS}{WHEN}]{{0,40}}?(?:\([^()]{{1,8}}\)(?:[、和及与][^，。；()（{_AMOUNTS}]{{2,12}}\([^()]{{1,8}}\)){{0,2}})?)"
    rf"(?:分别)?(?:达到?|约|近|为|了|共)?"
    rf"(?P<list>[{PERCENT}{POINT}](?:(?:[、和及与]|以及)[{PERCENT}{POINT}]){{0,4}})"
)
_BARE_EXCESS = re.compile(rf"(?:(?P<up>{_BETTER})|(?P<down>{_WORSE}))(?P<names>[^，。；()（{_AMOUNTS}{WHEN}]{{2,30}})[，。；]")
_MOVE = re.compile(
    rf"(?P<name>[^，。；、：()（{_AMOUNTS}{WHEN}{RANK}]{{2,24}}?)(?:\((?:申万|中信|SW)[^()]{{0,6}}\))?(?P<verb>上涨|下跌|收涨|收跌|微涨|微跌|大涨|大跌|上升|下降|回调|回落|反弹|涨幅|跌幅|涨跌幅|涨|跌)"
    rf"(?:了|约|达|为|幅度为)?(?P<z>{PERCENT})"
)
_ASIDE = re.compile(
    rf"(?P<name>[^，。；、：()（{_AMOUNTS}{WHEN}{RANK}]{{2,24}})\((?P<verb>上涨|下跌|涨|跌|涨幅|跌幅|[+＋])?(?:了|约|为)?(?P<z>{PERCENT})\)"
)
_SURPLUS = re.compile(
    rf"(?:(?:相对|较|对)(?P<names>[^，。；()（{_AMOUNTS}{WHEN}]{{2,30}}?)的?)?超额收益率?(?:分别)?(?:达到?|约|为)?"
    rf"(?P<list>[{PERCENT}{POINT}](?:(?:[、和及与]|以及)[{PERCENT}{POINT}]){{0,4}})"
)
_FALLING = re.compile(r"跌(?!幅)|跌幅|下降|回调|回落")
_SPLIT = re.compile(r"[、和及与]|以及")
_NOISE = re.compile(
    r"指数|行业|板块|累计|同期|全周|期间|整体|合计|分别|则|虽然?|仍|均|大幅|小幅|上周|本周|其中|而|年初以来|年初至今|申万(?:一级)?|中信(?:一级)?|\(.*?\)|\s"
)
#: what a sector is measured against, so never the sector itself
_MARKET = re.compile(
    r"沪深300|上证|深证|创业板|科创(?:板|50|综)|中证\d|中证全指|万得全A|Wind全A|全A|恒生|纳斯达克|纳指|标普|道琼斯|道指|日经|北证|大盘|基准|市场"
)
_PAREN = re.compile(r"\([^()]*\)")
_ANY_MARKET = re.compile(r"大盘|市场|基准|同期市场")


@dataclass(frozen=True, slots=True)
class Move:
    """What the text says of one index: its name, its signed change in percent, its place."""

    name: str
    value: Decimal
    quantity: Quantity
    at: int

    @property
    def market(self) -> bool:
        """Whether it's an index that sectors are measured against."""
        return bool(_MARKET.search(self.name))

    @property
    def interval(self) -> Interval:
        """What the printed change may stand for."""
        printed = arithmetic.of(self.quantity).magnitude
        return printed if self.value >= 0 else Interval(-printed.high, -printed.low)


def find(passage: Passage) -> Iterator[Finding]:
    """Wrong differences, wrong directions and % for 百分点 in sentences of relative performance."""
    told: dict[tuple[int, int], list[Move]] = {}
    for number, (start, end) in enumerate(passage.sentences):
        listed = told[start, end] = [*moves(passage, start, end), *_asides(passage, start, end)]
        matches = [*_EXCESS.finditer(passage.masked, start, end), *_SURPLUS.finditer(passage.masked, start, end)]
        scope = listed
        opens = any(isinstance(passage.items.get(i), Period) for i in range(start, min(end, start + 8)))
        if not listed and number and not opens:
            scope = told[passage.sentences[number - 1]]
        for m in matches:
            yield from _excess(passage, m, scope, start)
        if not matches and number + 1 < len(passage.sentences):
            yield from _claimed(passage, start, end, listed or list(moves(passage, *passage.sentences[number + 1])))


def moves(passage: Passage, start: int, end: int) -> Iterator[Move]:
    """The moves of indices and sectors that a masked span tells."""
    for m in _MOVE.finditer(passage.masked, start, end):
        quantity = passage.quantity(m.start("z"))
        name = _NOISE.sub("", m["name"])
        if quantity and name and quantity.high is None and not re.search(r"跑[赢输]|占比|同比|环比", m["name"]):
            down = bool(_FALLING.search(m["verb"])) and m["verb"] != "涨跌幅"
            yield Move(name, -abs(quantity.value) if down else quantity.value, quantity, m.start("z"))


def _asides(passage: Passage, start: int, end: int) -> Iterator[Move]:
    """沪深300(上涨4.1%)、创业板指(-1.92%): the move beside the name."""
    for m in _ASIDE.finditer(passage.masked, start, end):
        quantity = passage.quantity(m.start("z"))
        name = _NOISE.sub("", re.split("跑[赢输]|领先|落后|[和及与]", m["name"])[-1])
        if quantity and len(name) >= 2 and _MARKET.search(name):
            down = bool(m["verb"] and _FALLING.search(m["verb"]))
            yield Move(name, -abs(quantity.value) if down else quantity.value, quantity, m.start("z"))


def _excess(passage: Passage, m: re.Match[str], moves: Sequence[Move], start: int) -> Iterator[Finding]:
    names = _names(_PAREN.sub("", m["names"] or ""))
    marks = [i for i in range(m.start("list"), m.end("list")) if passage.quantity(i)]
    own = _own(passage, m.start(), moves, names, start)
    if own is None:
        return
    if not names:
        others = [x for x in moves if x is not own and x.market]
        benchmarks: list[Move | None] = [*others] if len(others) == len(marks) else []
    else:
        benchmarks = [_named(n, moves) for n in names]
    if len(benchmarks) != len(marks):
        return
    for at, benchmark in zip(marks, benchmarks, strict=True):
        quantity = passage.quantity(at)
        if benchmark and quantity and benchmark is not own:
            yield from _compare(passage, m, at, own, benchmark)


def _names(words: str) -> list[str]:
    return [n for n in (_NOISE.sub("", part) for part in _SPLIT.split(words)) if n]


def _compare(passage: Passage, m: re.Match[str], at: int, own: Move, benchmark: Move) -> Iterator[Finding]:
    printed = passage.quantity(at)
    if printed is None:
        return
    difference = own.interval - benchmark.interval
    base = f"({benchmark.value})" if benchmark.value < 0 else str(benchmark.value)
    formula = f"{own.value} − {base} = {own.value - benchmark.value}"
    if not difference.magnitude.meets(arithmetic.of(printed).magnitude):
        expected = f"{abs(own.value - benchmark.value)}个百分点"
        yield on(passage, at, at + 1, Remark("difference", f"{formula}，印作 {printed.raw}。", expected))
    elif _turned(m, difference, printed):
        word = "跑赢" if difference.low > 0 else "跑输"
        yield on(passage, m.start(), m.start() + 2, Remark("direction", f"{formula}，应为{word}。", word))
    elif printed.unit == "percent":
        expected = f"{printed.raw.rstrip('%')}个百分点"
        message = f"两个涨跌幅之差应写 {expected}，不写 {printed.raw}。"
        yield on(passage, at, at + 1, Remark("percent_pp", message, expected, "warning"))


def _turned(m: re.Match[str], difference: Interval, printed: Quantity) -> bool:
    """Whether the text says better where the figures say worse, or the reverse."""
    words = m.groupdict()
    better = bool(words["up"]) if "up" in words else printed.value > 0
    return difference.high < 0 if better else difference.low > 0


def _own(passage: Passage, at: int, moves: Sequence[Move], names: Sequence[str], start: int) -> Move | None:
    """Whose performance is told: the subject of the clause, else the last move before it that is no benchmark's."""
    clause = max(passage.masked.rfind(mark, start, at) for mark in "，；：。") + 1
    subject = _NOISE.sub("", passage.masked[max(clause, start) : at])
    free = [x for x in moves if not any(_alike(x.name, n) for n in names)]
    sectors = [x for x in free if not x.market] or free
    if len(subject) >= 2:
        return next((x for x in sectors if x.name == subject), None) or next(
            (x for x in sectors if _alike(x.name, subject)), None
        )
    prior = [x for x in sectors if x.at < at]
    return prior[-1] if prior else None


def _named(name: str, moves: Sequence[Move]) -> Move | None:
    if _ANY_MARKET.fullmatch(name):
        markets = [x for x in moves if x.market]
        return markets[0] if len(markets) == 1 else None
    exact = [x for x in moves if x.name == name]
    return next(iter(exact or [x for x in moves if _alike(x.name, name)]), None)


def _alike(a: str, b: str) -> bool:
    return len(a) >= 2 and len(b) >= 2 and (a in b or b in a)


def _claimed(passage: Passage, start: int, end: int, moves: Sequence[Move]) -> Iterator[Finding]:
    """跑赢沪深300 without a figure, right before the figures."""
    for m in _BARE_EXCESS.finditer(passage.masked, start, end):
        names = _names(m["names"])
        own = _own(passage, m.start(), moves, names, start)
        benchmarks = [_named(n, moves) for n in names]
        if own is None or not benchmarks or None in benchmarks:
            continue
        signs = {own.value > b.value for b in benchmarks if b and b.value != own.value}
        if signs == {not m["up"]}:
            word = "跑输" if m["up"] else "跑赢"
            yield on(passage, m.start(), m.start() + 2, Remark("direction", f"按后文的涨跌幅应为{word}。", word))
