"""Whatever is a number with or without a unit: money, counts, tokens, bytes, percentages, multiples, lengths of time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from digest.figures import approx, currencies, decoys, growth, halves
from digest.figures.numerals import EXACT, Number, number_at, plain, times_ten
from digest.figures.units import Unit, unit_at
from digest.model import Figure

_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
_SCALE = re.compile(
    r"(?:[\s-]?(?P<word>thousand|million|billion|trillion|lakh|crore|bn|mln|mn|tn|trn)(?![A-Za-z])|\s?(?P<letter>[KkMmBbTt])(?![A-Za-z0-9_+]|-(?!token|param|context)[A-Za-z]))",
    re.I,
)
_POWERS = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "bn": 9,
    "mln": 6,
    "mn": 6,
    "tn": 12,
    "trn": 12,
    "lakh": 5,
    "crore": 7,
    "k": 3,
    "m": 6,
    "b": 9,
    "t": 12,
}
_JOIN = re.compile(r"\s?(?:-{1,2}|~|至|到|to\b|and\b|[和与])\s?")
_BETWEEN = re.compile(r"(?:between|from|介于|在)\s?\S{0,3}$", re.I)
_FROM = re.compile(r"(?:[从由自]|from\s)[约近]?\S?$")
#: 由90亿元至100亿元上调至110亿元至120亿元: what moves on behind a pair makes the pair a range
_FURTHER = re.compile(
    r"(?:区间|范围)?(?:上调|下调|调[高低整升降]|提[高升]|[上下]修|[上下]升|下降|增加?|减少?|升|降|修[订改正]|改|扩[大充]|收窄|缩[小减])"
    r"(?:至|到|为)\s?(?:约|近)?\s?[$€£¥]?[0-9]"
)
_NETWORK = re.compile(r"宽带|带宽|网速|提速|光纤|下行|上行|套餐|流量|网络")
_NOUN = re.compile(
    r"\+?[\s-](?:[a-z][a-z-]{1,14}\s){0,2}(?!(?:this|is|was|has|as|its|us|plus|versus|less|times|basis|percentage)\b)[a-z]{2,15}[a-rt-z]s\b|\s(?:people|staff|jobs)\b"
)
_GAP = re.compile(r"\s{0,2}(?:of\s)?")
_METRIC = re.compile(
    r"(?P<param>参数(?:总?量|规模|数)?|[Pp]arameters?)|(?P<token>[Tt]okens?|上下文(?:窗口|长度)?|[Cc]ontext (?:window|length))"
)
_CONTEXT = re.compile(r"[\s-]?(?:的?(?:超长)?上下文|(?:token\s)?context)", re.I)
_METRIC_GAP = re.compile(r"[^，。；,;、\n0-9%元$]{0,6}$")
#: 两百多杯, but not 多模态
_MANY = re.compile(r"[多余](?=[一-鿿])(?![多余][模元样边媒语端云核轮场智额])")
_INSIDE = {"多": "over", "余": "over", "来": "about"}
_PLAIN_UNIT = Unit("number", "")
_COUNTED = Unit("number", "count")
_TEN = Decimal(10)
_SCREENS = frozenset(map(Decimal, (2, 4, 8, 16)))
_TAKES_SCALE = ("token", "上下文", "context", "个", "张", "gpu", "param", "参数")
_MARKETS = ("端", "业务", "市场", "客户", "模式", "领域", "企业", "场景", "产品")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what belongs to it: the span with unit and sign, and the unit; `named` where a unit word is printed."""

    start: int
    end: int
    number: Number
    unit: Unit
    named: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole text: whether 兆 is the mainland's mega."""

    mega: bool = False


def amount_at(text: str, at: int, start: int, setting: Setting, currency: str = "") -> Figure | None:
    """The figure whose number begins at `at`; `start` is where its span begins (a currency may stand before the number)."""
    number = scaled_at(text, at, currency)
    if number is None:
        return None
    if half := halves.with_half(text, number):
        return half
    one = measured(text, start, number, setting, currency)
    ranged = range_from(text, one, setting, currency)
    if ranged:
        return ranged
    if not one.named and decoys.is_label(text, one.start, one.end, one.number, one.unit):
        return None
    return figure_of(text, one)


def scaled_at(text: str, at: int, currency: str = "") -> Number | None:
    """The number at an offset with its magnitude, an English one (billion, bn, K, B) too."""
    number = number_at(text, at)
    if number is None or number.scale or number.han:
        return number
    m = _SCALE.match(text, number.end)
    if m is None or (
        m["letter"] and not _is_scale(m["letter"], m.group()[0] == " ", number, text[m.end() : m.end() + 12], currency)
    ):
        return number
    power = _POWERS[(m["word"] or m["letter"]).lower()]
    value = times_ten(number.low, power)
    return replace(number, end=m.end(), low=value, high=value, scale=power)


def _is_scale(letter: str, apart: bool, number: Number, rest: str, currency: str) -> bool:
    """5m is metres unless it is money, 4K a screen and 2B a kind of customer unless something countable follows."""
    rest = rest.lstrip().lower()
    if apart or letter in "mbt":
        return bool(currency) and not apart
    if letter in "Kk" and number.low in _SCREENS:
        return bool(currency) or rest.startswith(_TAKES_SCALE)
    return not (letter == "B" and number.low == 2 and not currency and rest.startswith(_MARKETS))


# ------------------------------------------------------------------------------------------------------------------ units
def measured(text: str, start: int, number: Number, setting: Setting, currency: str = "") -> Amount:
    """The number with the unit behind it, or with that of the currency before it."""
    number, found = _unit_behind(text, number)
    if currency:
        code = found[1].currency if found and found[1].kind == "money" and found[1].currency != "CNY" else currency
        end = found[0] if found and found[1].kind == "money" else number.end
        return Amount(start, end, number, Unit("money", "money", Decimal(1), code), named=True)
    if text[number.end - 1] == "B" and _MODEL.match(text, number.end):  # 7B模型 has as many parameters; nobody counts models so
        return Amount(start, number.end, number, Unit("number", "param"), named=True)
    mega = setting.mega and text[number.end - 1] == "兆"
    if found and decoys.fits(number, found[1], text, found[0]) and not (mega and found[1].weak):
        return _coins(text, Amount(start, found[0], number, found[1], named=True))
    if mega:
        return _mega(text, start, number)
    return Amount(start, number.end, number, _implied(text, start, number), named=False)


_MODEL = re.compile(r"\s?(?:(?:开源|端侧|稠密|级|大|小|大语言|语言|推理|基座|MoE|dense|open)\s?){0,3}(?:模型|models?\b)")


def _unit_behind(text: str, number: Number) -> tuple[Number, tuple[int, Unit] | None]:
    """The unit word right behind a number, 多 or 余 between them read as such."""
    end = number.end
    if text[end : end + 1] in _INSIDE and _is_round(number):
        found = unit_at(text, end + 1)
        return (replace(number, approx=_INSIDE[text[end]]), found) if found else (number, None)
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isascii():
        found = unit_at(text, end + 1)
        return number, found if found and found[1].unit != "percent" and text[found[0] - 1].isalpha() and found[
            0
        ] > end + 2 else None
    at = end
    if text[end : end + 1].isspace() and (gap := _GAP.match(text, end)):
        at = gap.end()
    found = unit_at(text, at)
    if found and at > end and found[0] - at == 1 and text[at] in "xX卡点分":
        return number, None
    if found and found[1].unit == "percentage_point" and text[at:].startswith("pct", 0, 3) and at > end:
        return number, (found[0], Unit("percent", "percent"))
    return number, found


def _is_round(number: Number) -> bool:
    return number.low == number.low.to_integral_value() and not EXACT.remainder(number.low, _TEN)


def _coins(text: str, one: Amount) -> Amount:
    """2块5 is two and a half."""
    m = _BLOCKS.match(text, one.number.end)
    if one.unit.currency != "CNY" or m is None:
        return one
    tail = number_at(m[1], 0)
    value = EXACT.add(one.number.low, times_ten(tail.low, -1)) if tail else one.number.low
    return replace(one, end=m.end(), number=replace(one.number, low=value, high=value))


_BLOCKS = re.compile(r"块([1-9一二三四五六七八九])毛?(?![0-9.十百千万亿个家])")


def _mega(text: str, start: int, number: Number) -> Amount:
    """兆 of the mainland: a million, of bits a second where the text speaks of networks."""
    value = times_ten(number.low, -6)
    network = _NETWORK.search(text, max(0, start - 20), min(len(text), number.end + 20))
    unit = Unit("number", "bit_per_second") if network else _PLAIN_UNIT
    return Amount(start, number.end, replace(number, low=value, high=value), unit, named=True)


def _implied(text: str, start: int, number: Number) -> Unit:
    """The unit of a bare number: that of the metric before it (参数量高达10万亿), a count before an English noun, else none."""
    if number.scale:
        before = text[max(0, start - 22) : start]
        for m in reversed(list(_METRIC.finditer(before))[-1:]):
            if _METRIC_GAP.match(before, m.end()):
                return Unit("number", m.lastgroup or "")
        if _CONTEXT.match(text, number.end):
            return Unit("number", "token")
    return _COUNTED if _NOUN.match(text, number.end) else _PLAIN_UNIT


# ----------------------------------------------------------------------------------------------------------------- ranges
def range_from(text: str, one: Amount, setting: Setting, currency: str = "") -> Figure | None:
    """The range that an amount begins (1.7-2.3亿元, $100 to $120 billion), if what follows is its other end."""
    m = _JOIN.match(text, one.end)
    if m is None or not one.number.single:
        return None
    word = m.group().strip()
    if word in ("and", "和", "与") and not _BETWEEN.search(text[max(0, one.start - 12) : one.start]):
        return None
    two = _other_end(text, m.end(), setting, currency)
    if two is None or (word in ("到", "至", "to") and one.named and _moves(text, one) and not _FURTHER.match(text, two.end)):
        return None
    low, unit = _shared(one, two)
    if unit is None or not low < two.number.low or not (one.named or two.named or _two_numbers(one, two, word, text)):
        return None
    return _range(text, one, two, low, unit)


def _other_end(text: str, at: int, setting: Setting, currency: str) -> Amount | None:
    start = at
    sign = currencies.sign_before(text, at) if at < len(text) else None
    if sign:
        at, currency = sign
    if at >= len(text):
        return None
    number = scaled_at(text, at, currency)
    return measured(text, start, number, setting, currency) if number and number.single else None


def _moves(text: str, one: Amount) -> bool:
    """从3%到5% tells a change; 占比提升9%至41.3% and 跌0.05点至1203.40点 a step and a level: two amounts, no range."""
    if _FROM.search(text[max(0, one.start - 6) : one.start]):
        return True
    return growth.is_step(text, one.start) if one.unit.unit == "percent" else growth.direction(text, one.start, one.start) != 0


def _shared(one: Amount, two: Amount) -> tuple[Decimal, Unit | None]:
    """The lower end under the magnitude and unit of the upper; no unit where the two contradict each other."""
    low, high = one.number.low, two.number.low
    if not one.number.scale and two.number.scale and times_ten(low, two.number.scale) < high:
        low = times_ten(low, two.number.scale)
    if one.named and two.named:
        same = one.unit.unit == two.unit.unit and one.unit.currency == two.unit.currency and one.unit.factor == two.unit.factor
        return low, two.unit if same else None
    if one.named and not two.number.scale:
        return low, None
    return low, one.unit if one.named else two.unit


def _two_numbers(one: Amount, two: Amount, word: str, text: str) -> bool:
    if decoys.is_label(text, one.start, one.end, one.number, one.unit):
        return False
    return word != "-" or bool(two.number.scale)


def _range(text: str, one: Amount, two: Amount, low: Decimal, unit: Unit) -> Figure:
    ends = EXACT.multiply(low, unit.factor), EXACT.multiply(two.number.low, unit.factor)
    name, first, last = growth.read_range(text, one.start, two.end, unit, ends)
    hint = approx.around(text, one.start, two.end, time=unit.unit in _TIMES) or two.number.approx
    return Figure(
        text[one.start : two.end], one.start, two.end, "range", "", plain(first), plain(last), name, unit.currency, hint
    )


# ----------------------------------------------------------------------------------------------------------------- figures
def _negates(before: str) -> bool:
    """Whether a dash behind that character is a sign and joins nothing."""
    return not before or not (before in ".)]%" or (before.isascii() and before.isalnum()))


def figure_of(text: str, one: Amount) -> Figure:
    """The figure of one amount: change and level told apart, approximation read, value in base units."""
    number, unit, start = one.number, one.unit, one.start
    hint = number.approx or approx.around(text, start, one.end, time=unit.unit in _TIMES)
    if not one.named and _is_round(number) and _MANY.match(text, one.end):
        hint = "over"
    low, high = EXACT.multiply(number.low, unit.factor), EXACT.multiply(number.high, unit.factor)
    if not number.single:
        kind = "vague" if number.approx == "vague" else "range"
        return Figure(text[start : one.end], start, one.end, kind, "", plain(low), plain(high), unit.unit, unit.currency, hint)
    if start and text[start - 1] == "-" and _negates(text[start - 2 : start - 1]):
        low, start = -low, start - 1
    kind, name, value = growth.read(text, start, one.end, unit, low)
    return Figure(text[start : one.end], start, one.end, kind, plain(value), "", "", name, unit.currency, hint)
