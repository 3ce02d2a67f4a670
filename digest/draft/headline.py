"""The qualifiers of the body put back into a headline: 投前, 同比, 最多, 预计 … Pure.

A title is written to be short, a report's headline is signed: `估值7300亿美元` over a body that says 投前估值 is another
statement. A word that stands beside the same figure wherever the body prints it is set into the headline at its place in the
language; where it has none, the clause goes. The checks read the result like any other headline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from digest import figures
from digest.model import Figure
from digest.text import HAN

_BORDER = re.compile(r"[，。；：！？、（）,;:!?()]")
_TIME = ("date", "daterange", "fiscal")
#: how far behind a figure its own words reach, and how short a headline may become
_REACH, _SHORTEST = 12, 8
_ROUND = r"(?:约为?|近|超过?|逾|达到?|高达|为|共计?|总计)"
_ROUNDED = re.compile(rf"{_ROUND}?\s*$")
_VERB = re.compile(
    r"(?:大幅|小幅|显著|明显|继续)?(?:增长|增加|上涨|上升|提升|提高|扩大|攀升|回升|下降|减少|下跌|下滑|回落|降低|收窄|缩减|放缓"
    rf"|增速|增幅|涨幅|升幅|降幅|跌幅|大增|大涨|大降|大跌|激增|锐减|增|涨|升|降|跌)了?{_ROUND}?\s*$"
)
_PROFIT = r"(?:归母|经营|营业)*(?:净利润|净利|利润率|利润|毛利率|每股收益|EBITDA|现金流|营收|收入|ARR)"
_MEASURE = re.compile(
    r"(?:营收|收入|利润|开支|支出|规模|产能|销量|销售额|增速|占比|成本|投资|投入|费用|订单|[量额值价率数])(?:约为?|达到?|为|近|超过?|逾)?\s*$"
)
_PAPER = re.compile(r"(?:合作)?(?:协议|合同|订单|采购)")


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in a line with the words of its clause on both sides, up to the amounts beside it."""

    figure: Figure
    line: str
    before: str
    after: str
    dates: tuple[int, ...] = ()

    @property
    def start(self) -> int:
        """Where the words before it begin."""
        return self.figure.start - len(self.before)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What the body says beside a figure, what in a headline says as much, and where a headline takes it (None: nowhere).

    `far`: all that stands before the figure may say as much. `must`: without it the figure can't be told.
    """

    told: Callable[[Place], str]
    kept: re.Pattern[str]
    put: Callable[[Place], int | None]
    far: bool = False
    must: bool = True

    def said(self, place: Place) -> str:
        """The words of a headline that may hold it: the figure's clause, or all before it too."""
        return (place.line[: place.figure.start] if self.far else place.before) + place.after


def restored(headline: str, body: Sequence[str]) -> str:
    """The headline with the qualifiers that its figures have in the body's paragraphs; unchanged where there are none."""
    told = [place for text in body for place in _places(text)]
    for place in reversed(_places(headline)):
        same = [t for t in told if _equal(place.figure, t.figure)]
        near = [t for t in same if _pairs(place) & _pairs(t)] or same
        headline = _qualified(headline, place, near) if near else headline
    return headline


def _qualified(headline: str, place: Place, same: Sequence[Place]) -> str:
    lost = [(q, words[0]) for q in _QUALIFIERS if all(words := [q.told(t) for t in same]) and not q.kept.search(q.said(place))]
    puts = [(q.put(place), word) for q, word in lost if q.must or q.put(place) is not None]
    for at, word in sorted(((at, word) for at, word in puts if at is not None), reverse=True):
        headline = headline[:at] + word + headline[at:]
    return headline if all(at is not None for at, _ in puts) else _without(headline, place)


def _without(headline: str, place: Place) -> str:
    """The headline without the clause of a figure that can't be told rightly, where it can do without."""
    cuts = [0, *(m.end() for m in re.finditer(r"[，；：,;:]", headline)), len(headline) + 1]
    number = next(n for n, end in enumerate(cuts[1:]) if place.figure.start < end)
    rest = (headline[: cuts[number]] + headline[cuts[number + 1] :]).rstrip("，；：,;: ")
    return rest if number and len(rest) >= _SHORTEST else headline


# ------------------------------------------------------------------------------------------------------------------ places
def _places(line: str) -> list[Place]:
    found = figures.find(line)
    amounts = [f for f in found if f.kind not in _TIME]
    dates = [f.start for f in found if f.kind in _TIME]
    return [_place(line, amounts, n, dates) for n in range(len(amounts))]


def _place(line: str, amounts: Sequence[Figure], n: int, dates: Sequence[int]) -> Place:
    figure = amounts[n]
    low = max([amounts[n - 1].end if n else 0, *(m.end() for m in _BORDER.finditer(line, 0, figure.start))])
    high = min(len(line), figure.end + _REACH, amounts[n + 1].start if n + 1 < len(amounts) else len(line))
    border = _BORDER.search(line, figure.end, high)
    after = line[figure.end : border.start() if border else high]
    return Place(figure, line, line[low : figure.start], after, tuple(d for d in dates if low <= d < figure.start))


def _pairs(place: Place) -> set[str]:
    """The words of a figure's clause, as pairs of neighbouring characters."""
    words = re.sub(r"\s", "", place.before + "，" + place.after)
    return {words[i : i + 2] for i in range(len(words) - 1) if "，" not in words[i : i + 2]}


def _equal(a: Figure, b: Figure) -> bool:
    """Whether two figures print one value, the one perhaps rounded."""
    if _unit(a) != _unit(b) or (a.currency and b.currency and a.currency != b.currency):
        return False
    if a.low or b.low:
        return (a.low, a.high) == (b.low, b.high)
    return bool(a.value) and bool(b.value) and _close(abs(Decimal(a.value)), abs(Decimal(b.value)))


def _unit(figure: Figure) -> str:
    return "percent" if figure.unit.startswith("percent") and figure.unit != "percentage_point" else figure.unit


def _close(a: Decimal, b: Decimal) -> bool:
    digits = min(len(x.normalize().as_tuple().digits) for x in (a, b))
    return a == b or (digits > 1 and f"{a:.{digits - 1}e}" == f"{b:.{digits - 1}e}")


# ------------------------------------------------------------------------------------------------------------ told and put
def _found(before: str, behind: str = "") -> Callable[[Place], str]:
    """The first group of a pattern among the words before a figure (the last one there), else of one behind it."""
    ahead, after = re.compile(before), re.compile(behind) if behind else None

    def told(place: Place) -> str:
        found = list(ahead.finditer(place.before)) or (list(after.finditer(place.after)) if after else [])
        return str(found[-1][1]) if found else ""

    return told


def _before_amount(place: Place) -> int:
    match = _ROUNDED.search(place.before)
    return place.start + (match.start() if match else len(place.before))


def _before_value(place: Place) -> int | None:
    behind, ahead = place.after.find("估值"), place.before.rfind("估值")
    if behind >= 0:
        return place.figure.end + behind
    return place.start + ahead if ahead >= 0 else None


def _before_verb(place: Place) -> int | None:
    match = _VERB.search(place.before)
    return place.start + match.start() if match else None


def _before_profit(place: Place) -> int | None:
    found = list(re.finditer(_PROFIT, place.before))
    return place.start + found[-1].start() if found else None


def _before_paper(place: Place) -> int | None:
    behind, ahead = _PAPER.search(place.after), _PAPER.search(place.before)
    if behind:
        return place.figure.end + behind.start()
    return place.start + ahead.start() if ahead else None


def _before_event(place: Place) -> int | None:
    """Before 要 or the time that it's expected for, else between a measure and its amount."""
    will = re.search(rf"要(?=[{HAN}])(?![求约闻素点])", place.before)
    if will:
        return place.start + will.start()
    if place.dates and place.dates[0] > place.start:
        return place.dates[0]
    return _before_amount(place) if _MEASURE.search(place.before) else None


def _before_towards(place: Place) -> int | None:
    """Between whoever acts and 向 or 对: Meta将向AMD采购."""
    match = re.match(rf"\s*[A-Za-z0-9.\- {HAN}]{{2,12}}?(?=[向对](?![{HAN}]?[外比象]))", place.before)
    return place.start + match.end() if match else None


def _basis(place: Place) -> str:
    """扣非, 经调整: before the measure of a figure, in an earlier clause of its sentence where its own names none."""
    said = place.before if re.search(_PROFIT, place.before) else re.split("[。；]", place.line[: place.figure.start])[-1]
    found = list(_BASIS.finditer(said))
    return str(found[-1][1]) if found else ""


def _expected(place: Place) -> str:
    return {"预期": "预计", "预测": "预计"}.get(word := _EXPECTED(place), word)


_EXPECTED = _found(r"(预计|预期|预测|有望)")
_DRAFT = rf"(意向|框架)(?=性?{_PAPER.pattern})"
_GROWTH = re.compile(r"同比|环比|[较比]|[上去]年|按[年季月]|[年季月]增")
_BASIS = re.compile(rf"(扣非|经调整|调整后|Non-GAAP|年化|可比口径|备考|税[前后])的?{_PROFIT}")
_ADJUSTED = re.compile(r"扣非|扣除|剔除|调整|Non-?GAAP|年化|可比|备考|税[前后]", re.I)
_CAPPED = re.compile(r"最[高多]|至多|不超过|上限|潜在|以内|可达|超|逾|以上")
_OPEN = re.compile(r"预[计期测]|有望|拟|计划|目标|将|指引|预[告算]|估计|测算|展望|规划|力争|或")
_QUALIFIERS = (
    Qualifier(
        _found(rf"(投[前后])(?:估值)?{_ROUND}?\s*$", r"^\s*的?(投[前后])"),
        re.compile(r"投[前后]|[融注]资[前后]"),
        _before_value,
    ),
    Qualifier(_found(r"(同比|环比)[^，。]{0,8}$"), _GROWTH, _before_verb),
    Qualifier(_basis, _ADJUSTED, _before_profit, must=False),
    Qualifier(_found(r"(最多|最高(?![法人检级奖])|至多|不超过)"), _CAPPED, _before_amount),
    Qualifier(_found(r"(不低于|不少于|至少)"), re.compile(r"不低于|不少于|至少|以上|超|逾"), _before_amount),
    Qualifier(_found(r"([日月年周人户]均)"), re.compile(r"[日月年周人户]均|平均"), _before_amount),
    Qualifier(_found(r"(累计)"), re.compile(r"累计|[总合]计|共"), _before_amount),
    Qualifier(_found(_DRAFT, _DRAFT), re.compile("意向|框架"), _before_paper),
    Qualifier(_expected, _OPEN, _before_event, far=True),
    Qualifier(_found(rf"(将)[{HAN}]{{0,6}}\s*$"), _OPEN, _before_towards, far=True, must=False),
)
