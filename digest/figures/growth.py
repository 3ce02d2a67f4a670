"""Whether a percentage or a multiple tells a change, and which way: 下降12.5% is −12.5, 增长1.3倍 +130, 增长至1.3倍 +30."""

from __future__ import annotations

import re
from decimal import Decimal

from digest.figures.units import Unit

_UP = (
    r"增长|增加|上涨|上升|上浮|上调|提升|提高|扩大|攀升|激增|猛增|大增|剧增|陡增|骤增|飙升|急升|飙涨|大涨|暴涨|狂涨|收涨|领涨|高开|升值|跃升|"
    r"回升|拉升|抬升|走高|走强|反弹|成长|提价|涨价|涨|增|升"
)
_DOWN = (
    r"下降|下滑|下跌|下调|下挫|下浮|降低|回落|减少|减小|缩减|削减|缩水|缩小|缩短|收窄|萎缩|锐减|骤降|骤减|大降|大跌|暴跌|大减|收跌|"
    r"领跌|低开|走低|走弱|贬值|滑落|跌去|滑坡|重挫|跳水|衰退|降价|减价|精简|降|跌|减"
)
_FILLER = (
    r"(?:了|约|大约|近|超过?|逾|达到?|幅度|高达|多达|接近|将近|不到|不足|至少|至多|最多|又|一度|过|为|在|整整|大概|逼近|突破"
    r"|分别|最高)"
)
_VERB = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_FILLER}{{0,3}}\s?[-+]?$")
_NOUN = re.compile(
    r"(?:(?P<up>增速|增幅|涨幅|升幅|增长率|增长幅度|上涨幅度)|(?P<down>降幅|(?<!涨)跌幅|减幅|下降幅度|下跌幅度))"
    rf"(?:均|也|已|最高)?{_FILLER}{{0,3}}\s?[-+]?$"
)
_LEVEL = re.compile(
    rf"(?:{_UP}|{_DOWN})(?:至|到|为|成)(?:了|约|近|不到|超过?|原来的?|原先的?|此前的?|之前的?|(?:去年|上年)(?:同期)?的?|同期的?){{0,3}}\s?$"
)
_UP_EN = (
    r"up|rose|rises?|rising|risen|grew|grows?|growing|grown|increas(?:ed|es|e|ing)|climb(?:ed|s|ing)?|jump(?:ed|s|ing)?|gain(?:ed|s|ing)?|"
    r"surg(?:ed|es|ing|e)|soar(?:ed|s|ing)?|advanc(?:ed|es)|expand(?:ed|s|ing)?|rall(?:ied|ies)|higher"
)
_DOWN_EN = (
    r"down|fell|falls?|falling|fallen|dropp?(?:ed|s|ing)?|declin(?:ed|es|ing|e)|decreas(?:ed|es|ing|e)|slid|slides?|slipp?(?:ed|s|ing)?|"
    r"plung(?:ed|es|ing)|lost|shrank|shr(?:ink|unk)s?|sank|tumbl(?:ed|es|ing)|plummet(?:ed|s)|lower|reduc(?:ed|es|ing)|cut"
)
_VERB_EN = re.compile(
    rf"\b(?:(?P<up>{_UP_EN})|(?P<down>{_DOWN_EN}))"
    r"(?: (?:by|about|around|roughly|nearly|almost|more than|over|an?|some|another|as much as|at least|approximately"
    r"|less than)){0,3}"
    r" ?[-+]?$",
    re.I,
)
_AFTER = re.compile(
    r"\s?(?:以上|左右)?的?(?:年均|年复合|同比|环比)?"
    r"(?:(?P<up>增长|增幅|涨幅|升幅|增速|上涨|提升)|(?P<down>降幅|跌幅|下滑|下降|下跌|降价|缩减))(?![至到为])"
    r"|[\s-](?:(?:annual|annualized|year-on-year|year-over-year|yoy|sequential|revenue|sales|price)\s)?"
    r"(?:(?P<up2>growth|increase|rise|jump|gain|surge|higher|more)"
    r"|(?P<down2>decline|decrease|drop|fall|slump|reduction|lower|cut|less|discount))(?![A-Za-z])",
    re.I,
)
_BASIS = re.compile(r"(?:[同环]比|涨跌幅[为达]?)\s?[-+]?$")
_SHARE_OF = re.compile(r"(?:占比|比重|份额|比例|率|利率)[^，。；,;]{0,14}$")
_MULTIPLE_OF = re.compile(r"\s(?:the|their|its|his|her|your|our|as|that|what|this|last)\b")
_HUNDRED = Decimal(100)


def direction(text: str, start: int, end: int) -> int:
    """+1 or −1 where a word of change governs the span, else 0."""
    before = text[max(0, start - 30) : start]
    m = _VERB.search(before[-14:]) or _NOUN.search(before[-16:]) or _VERB_EN.search(before)
    if m:
        return 1 if m["up"] else -1
    m = _AFTER.match(text, end)
    return 0 if m is None else 1 if m["up"] or m["up2"] else -1


def levelled(text: str, start: int) -> bool:
    """Whether the amount is where a change ended (增长至), not how large it was."""
    return bool(_LEVEL.search(text[max(0, start - 18) : start]))


def is_step(text: str, start: int) -> bool:
    """Whether 提升9%至41.3% tells a step and the level it led to: the share or rate of something is said to change."""
    return direction(text, start, start) != 0 and bool(_SHARE_OF.search(text[max(0, start - 24) : start]))


def read(text: str, start: int, end: int, unit: Unit, value: Decimal) -> tuple[str, str, Decimal]:
    """Kind, unit and value of an amount, once the words around it have had their say."""
    if unit.unit == "percent":
        return _percent(text, start, end, value)
    if unit.unit == "times":
        if levelled(text, start):
            return "growth", "percent_change", (value - 1) * _HUNDRED
        if direction(text, start, start) > 0 and not _MULTIPLE_OF.match(text, end):
            return "growth", "percent_change", value * _HUNDRED
    return unit.kind, unit.unit, value


def _percent(text: str, start: int, end: int, value: Decimal) -> tuple[str, str, Decimal]:
    sign = 0 if levelled(text, start) else direction(text, start, end)
    if sign:
        return "growth", "percent_change", abs(value) * sign
    signed = value < 0 or text[max(0, start - 1) : start] in ("+", "幅")
    if signed and _BASIS.search(text[max(0, start - 6) : start]):
        return "growth", "percent_change", value
    return "percent", "percent", value


def read_range(text: str, start: int, end: int, unit: Unit, ends: tuple[Decimal, Decimal]) -> tuple[str, Decimal, Decimal]:
    """Unit and ends of a range; a range of falls runs from the greater fall to the lesser."""
    low, high = ends
    if unit.unit not in ("percent", "times") or levelled(text, start):
        return unit.unit, low, high
    sign = direction(text, start, end if unit.unit == "percent" else start)
    if unit.unit == "percent" and sign:
        return ("percent_change", low, high) if sign > 0 else ("percent_change", -high, -low)
    if unit.unit == "times" and sign > 0:
        return "percent_change", low * _HUNDRED, high * _HUNDRED
    return unit.unit, low, high
