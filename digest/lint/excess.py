"""跑赢、跑输 against the two printed moves, and rank labels (前列、中游、下游) against the printed rank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.lint import arithmetic
from digest.lint.arithmetic import Interval
from digest.lint.finding import Finding, Remark
from digest.lint.moves import MARKET, MOVE, NOISE, Move, Spans, asides, moves, same_span
from digest.lint.reading import AMOUNT, ANY, PERCENT, POINT, WHEN, Passage, Period, Quantity
from digest.lint.report import on

_AMOUNTS = ANY[1:-1]
_BETTER = r"跑赢|领先|强于|超越"
_WORSE = r"跑输|落后|弱于"
_EXCESS = re.compile(
    rf"(?:(?P<up>{_BETTER})|(?P<down>{_WORSE}))(?P<names>[^，。；()（{_AMOUNTS}{WHEN}]{{0,40}}?(?:\([^()]{{1,8}}\)(?:[、和及与][^，。；()（{_AMOUNTS}]{{2,12}}\([^()]{{1,8}}\)){{0,2}})?)"
    rf"(?:分别)?(?:达到?|约|近|为|了|共)?"
    rf"(?P<list>[{PERCENT}{POINT}{AMOUNT}](?:(?:[、和及与]|以及)[{PERCENT}{POINT}{AMOUNT}]){{0,4}})"
)
_BARE_EXCESS = re.compile(
    rf"(?:(?P<up>{_BETTER})|(?P<down>{_WORSE}))(?P<names>[^，。；()（{_AMOUNTS}{WHEN}]{{2,30}}?)(?=[，。；]|但|而|[、并且]跑)"
)
_AND_SURPLUS = re.compile(
    rf"(?:{_BETTER})[^，。；{_AMOUNTS}]{{0,24}}，(?:其|相对)?超额收益率?(?:约?为|达)?(?P<z>[{PERCENT}{POINT}])"
)
_SURPLUS = re.compile(
    rf"(?:(?:相对|较|对)(?P<names>[^，。；()（{_AMOUNTS}{WHEN}]{{2,30}}?)的?)?超额收益率?(?:分别)?(?:达到?|约|为)?"
    rf"(?P<list>[{PERCENT}{POINT}](?:(?:[、和及与]|以及)[{PERCENT}{POINT}]){{0,4}})"
)
_VERB = re.compile(rf"(?:但|而|并|也|则|，)?(?:{_BETTER}|{_WORSE})")
_LISTED_BEFORE = re.compile(rf"^.*{ANY}[、和及，]?")
_IS_BETTER = re.compile(_BETTER)
_AGAINST = re.compile(rf"(?:相对于?|相较于?|较|对)(?P<name>[^，。；：()（{_AMOUNTS}{WHEN}]{{2,16}})(?:\([^()]{{0,8}}\))?$")
_SPLIT = re.compile(r"[、和及与]|以及")
_PAREN = re.compile(r"\([^()]*\)")
_ANY_MARKET = re.compile(r"大盘|市场|基准|同期市场")


def find(passage: Passage) -> Iterator[Finding]:
    """Wrong differences, wrong directions and % for 百分点 in sentences of relative performance."""
    told: dict[tuple[int, int], list[Move]] = {}
    for number, (start, end) in enumerate(passage.sentences):
        listed = told[start, end] = [*moves(passage, start, end), *asides(passage, start, end)]
        matches = [*_EXCESS.finditer(passage.masked, start, end), *_SURPLUS.finditer(passage.masked, start, end)]
        scope = listed
        opens = any(isinstance(passage.items.get(i), Period) for i in range(start, min(end, start + 8)))
        if not listed and number and not opens:
            scope = told[passage.sentences[number - 1]]
        elif number and not opens:  # a sector may be named here that moved in the sentence before
            scope = [*(x for x in told[passage.sentences[number - 1]] if not x.market), *listed]
        spans = Spans(passage, start, end)
        for m in matches:
            yield from _excess(passage, m, [x for x in scope if same_span(x.when, spans.before(m.start()))], start)
        following = passage.sentences[number + 1] if number + 1 < len(passage.sentences) else (end, end)
        yield from _claimed(passage, (start, end), listed, list(moves(passage, *following)))
        yield from _negative_surplus(passage, start, end)


def _excess(passage: Passage, m: re.Match[str], moves: Sequence[Move], start: int) -> Iterator[Finding]:
    told = _PAREN.sub("", m["names"] or "")
    names = _names(_VERB.sub("", told)) or _named_before(passage, start, m.start())
    marks = [i for i in range(m.start("list"), m.end("list")) if passage.quantity(i)]
    own = _own(passage, m.start(), moves, names, start)
    if own is None:
        return
    benchmarks = [_named(n, moves) for n in names] if names else _unnamed(passage, m, moves, own, start)
    if len(benchmarks) != len(marks) or not all(_of_a_list(passage, at) for at in marks):
        return
    better = _words_of(m, told, len(marks))
    for at, benchmark, up in zip(marks, benchmarks, better, strict=True):
        quantity = passage.quantity(at)
        if benchmark and quantity and benchmark is not own and same_span(own.when, benchmark.when):
            yield from _compare(passage, m, at, _Pair(own, benchmark, up))


def _of_a_list(passage: Passage, at: int) -> bool:
    """Whether an amount may be one of 2.36个和0.55个百分点."""
    quantity = passage.quantity(at)
    return quantity is not None and (quantity.unit in ("percent", "point") or quantity.raw.endswith("个"))


def _unnamed(passage: Passage, m: re.Match[str], moves: Sequence[Move], own: Move, start: int) -> list[Move | None]:
    """The benchmarks of 跑赢0.92个百分点: all that the sentence moves, else the only one of the half-sentence before."""
    others = [x for x in moves if x is not own and x.market]
    count = sum(passage.quantity(i) is not None for i in range(m.start("list"), m.end("list")))
    if len(others) == count:
        return [*others]
    half = max(start, passage.masked.rfind("；", start, m.start()) + 1)
    near = [x for x in others if half <= x.at < m.start()] or [
        x
        for x in others
        if x.name in passage.masked[half : m.start()]  # 电子与创业板指同为下跌，…跑赢
    ]
    return [*near] if len(near) == count == 1 else []


def _named_before(passage: Passage, start: int, at: int) -> list[str]:
    """The benchmark of 相对沪深300(-0.97%)跑输, which stands before the word."""
    m = _AGAINST.search(passage.masked, max(start, at - 40), at)
    return _names(m["name"]) if m else []


def _words_of(m: re.Match[str], names: str, count: int) -> list[bool | None]:
    """For each figure whether its word says better; 跑赢甲、跑输乙1和2 has a word for each. None: the sign says it."""
    first = bool(m["up"]) if "up" in m.groupdict() else None
    verbs = [_VERB.search(part) for part in _SPLIT.split(names)]
    if first is None or not any(verbs) or len(verbs) != count:
        return [first] * count
    out: list[bool | None] = [first]
    for verb in verbs[1:]:
        out.append(_IS_BETTER.search(verb.group()) is not None if verb else out[-1])
    return out


def _names(words: str) -> list[str]:
    return [n for n in (NOISE.sub("", part) for part in _SPLIT.split(words)) if n]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two moves that a difference is told of, and whether the word says better (None: the sign of the figure does)."""

    own: Move
    benchmark: Move
    better: bool | None

    @property
    def difference(self) -> Interval:
        """What the two printed moves may lie apart."""
        return self.own.interval - self.benchmark.interval

    @property
    def formula(self) -> str:
        """The subtraction, as it is said."""
        base = f"({self.benchmark.value})" if self.benchmark.value < 0 else str(self.benchmark.value)
        return f"{self.own.value} − {base} = {self.own.value - self.benchmark.value}"


def _compare(passage: Passage, m: re.Match[str], at: int, pair: _Pair) -> Iterator[Finding]:
    printed = passage.quantity(at)
    if printed is None:
        return
    if not pair.difference.magnitude.meets(arithmetic.of(printed).magnitude):
        expected = f"{abs(pair.own.value - pair.benchmark.value)}个百分点"
        yield on(passage, at, at + 1, Remark("difference", f"{pair.formula}，印作 {printed.raw}。", expected))
    elif _turned(pair, printed):
        word = "跑赢" if pair.difference.low > 0 else "跑输"
        yield on(passage, m.start(), m.start() + 2, Remark("direction", f"{pair.formula}，应为{word}。", word))
    elif printed.unit == "percent":
        expected = f"{printed.raw.rstrip('%')}个百分点"
        message = f"两个涨跌幅之差应写 {expected}，不写 {printed.raw}。"
        yield on(passage, at, at + 1, Remark("percent_pp", message, expected, "warning"))


def _turned(pair: _Pair, printed: Quantity) -> bool:
    """Whether the text says better where the figures say worse, or the reverse."""
    better = printed.value > 0 if pair.better is None else pair.better
    return pair.difference.high < 0 if better else pair.difference.low > 0


def _own(passage: Passage, at: int, moves: Sequence[Move], names: Sequence[str], start: int) -> Move | None:
    """Whose performance is told: the subject of the clause, else that of the 跑赢 before, else the last sector that moved.

    An index is a subject by being named or by moving in the clause right before, never for want of a sector: the sector may
    stand in the sentence before.
    """
    clause = max(passage.masked.rfind(mark, start, at) for mark in "，；：。") + 1
    subject = _subject(passage.masked[max(clause, start, at - 60) : at]) or _carried(passage, start, clause)
    free = [x for x in moves if not any(_alike(x.name, n) for n in names)]
    sectors = [x for x in free if not x.market] or free
    if len(subject) >= 2:
        return next((x for x in sectors if x.name == subject), None) or next(
            (x for x in sectors if _alike(x.name, subject)), None
        )
    half = max(start, passage.masked.rfind("；", start, at) + 1)
    here = [x for x in free if start <= x.at < at]
    here = [x for x in here if names and x.at >= half] or here
    prior = [x for x in here if not x.market] or here
    known = {x.at for x in moves}
    if not prior or any(q.unit == "percent" and i not in known for i, q in passage.within(prior[-1].at, at)):
        return None  # a rate that was not read may be the subject's own move
    if not prior[-1].market:
        return prior[-1]
    if "板块" in passage.masked[max(clause, start) : at]:
        return None  # 板块跑输 is told of a sector
    alone = not any(half <= x.at < at and x is not prior[-1] for x in moves)
    return prior[-1] if alone and passage.masked.count("，", prior[-1].at, at) <= 1 else None


def _subject(words: str) -> str:
    """Whom the words before 跑赢 name, "" where they name nobody."""
    return NOISE.sub("", _AGAINST.sub("", _LISTED_BEFORE.sub("", words)))


def _carried(passage: Passage, start: int, clause: int) -> str:
    """The subject of the 跑赢 before, where nothing has moved since: 通信跑赢沪深300 2.44个百分点，跑输创业板指…."""
    previous = list(_EXCESS.finditer(passage.masked, start, clause))
    if not previous or MOVE.search(passage.masked, previous[-1].end(), clause):
        return ""
    at = previous[-1].start()
    before = max(start, *(passage.masked.rfind(mark, start, at) + 1 for mark in "，；：。"))
    name = _subject(passage.masked[max(before, at - 60) : at])
    return name if len(name) >= 2 else _carried(passage, start, before) if before > start else ""


def _named(name: str, moves: Sequence[Move]) -> Move | None:
    if _ANY_MARKET.fullmatch(name):
        markets = [x for x in moves if x.market]
        return markets[0] if len(markets) == 1 else None
    exact = [x for x in moves if x.name == name]
    return next(iter(exact or [x for x in moves if _alike(x.name, name)]), None)


def _alike(a: str, b: str) -> bool:
    if len(a) < 2 or len(b) < 2 or not (a in b or b in a):
        return False
    long, short = (a, b) if len(a) > len(b) else (b, a)
    rest = long.rpartition(short)[2]  # 恒生科技 is another index than 恒生, 创业板指 none than 创业板
    return not (MARKET.search(a) and MARKET.search(b)) or rest in ("", "指", "综指", "成指", "综合")


def _claimed(passage: Passage, sentence: tuple[int, int], here: Sequence[Move], behind: Sequence[Move]) -> Iterator[Finding]:
    """跑赢沪深300 without a figure, beside the figures or right before them."""
    start, end = sentence
    spans = Spans(passage, start, end)
    for m in _BARE_EXCESS.finditer(passage.masked, start, end):
        span = spans.before(m.start())
        known = [x for x in here if same_span(x.when, span)]
        known += [x for x in behind if x.when in (span, "") or (not span and x.when == "week")]
        names = _names(_VERB.sub("", m["names"]))
        own = _own(passage, m.start(), known, names, start)
        benchmarks = [_named(n, known) for n in names]
        if own is None or not benchmarks or None in benchmarks:
            continue
        signs = {own.value > b.value for b in benchmarks if b and b.value != own.value}
        if signs == {not m["up"]}:
            word = "跑输" if m["up"] else "跑赢"
            yield on(passage, m.start(), m.start() + 2, Remark("direction", f"按文中的涨跌幅应为{word}。", word))


def _negative_surplus(passage: Passage, start: int, end: int) -> Iterator[Finding]:
    """跑赢沪深300，超额收益为-1.41个百分点."""
    for m in _AND_SURPLUS.finditer(passage.masked, start, end):
        surplus = passage.quantity(m.start("z"))
        if surplus and surplus.value < 0:
            message = f"超额收益为 {surplus.raw}，不是“{m.group()[:2]}”。"
            yield on(passage, m.start(), m.start() + 2, Remark("direction", message, "跑输"))
