"""Places in an order: 第23位, 第三, 前五, 首个, 冠军, 榜首, No. 1, top five, third-largest."""

from __future__ import annotations

import re

from digest.figures.numerals import number_at, plain
from digest.model import Figure

_NUMBER = r"(?P<n>[0-9]{1,5}|[零〇一二三四五六七八九十百千]{1,7})"
_NTH = re.compile(
    rf"第\s?{_NUMBER}(?P<unit>\s?(?:大(?![道街会])|名(?![为义单])|位(?!数|(?![的和与及])[一-鿿])|高(?![中新])|把交椅|席(?![位卡])))?"
    r"(?P<bare>(?=[的，。；、,;:：!！?？)）】」』”\"\s和与及且并]|$))?"
)
_RANKED = re.compile(
    r"(?:排名?|排在|位[列居]|名列|[居列]|跃居|升[至到]|[跌降滑][至到]|全球|全国|世界|行业|市场|国内|中国|亚洲|全省|全市|平台|榜单|[总周月]榜|为|以)\s?$"
)
_FIRST_N = re.compile(
    rf"(?<![此目之以提日年先生盘税投会当眼面事空赛月天周午夕线端幕史融])(?<![^平]台)前(?!一(?![一二三四五六七八九十百千]))\s?{_NUMBER}(?![0-9.点]|\s?[%‰成倍万亿]|分之)"
    r"(?P<unit>\s?(?:大|名|位(?!数)|强(?!劲|势|烈)|款|家|个(?!月|季度|交易|工作|小时|星期|学期)))?"
    r"(?!\s?(?:个?(?:季度?|月|周|星期|天|日|年|小时|分钟|交易日|工作日)|[届次轮期代任者半排述文章场天波批部集节局盘]))"
)
_WORDS = re.compile(
    r"(?P<r1>首[个家款项座台颗枚位名只支例部艘架条张届套所](?![都席])|冠军(?![赛杯])|榜首|居首位?|头名|夺冠(?!军)|夺魁)"
    r"|(?P<r2>亚军)|(?P<r3>季军)"
)
_NO = re.compile(r"(?:No\.\s?|NO\.\s?|№\s?|#)(?P<n>[0-9]{1,3})(?![0-9A-Za-z]|\.[0-9]|-[A-Za-z0-9])")
_TOP = re.compile(
    r"[Tt][Oo][Pp](?:[\s-]?(?P<d>[0-9]{1,2})(?![0-9A-Za-z]|\.[0-9]|\s?(?:%|per))"
    r"|[\s-](?P<w>two|three|four|five|six|seven|eight|nine|ten|twenty)\b)"
)
_ORDINAL = re.compile(
    r"(?:(?P<d>[0-9]{1,3})(?:st|nd|rd|th)|(?P<w>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))\b"
    r"(?P<tail>[\s-](?:place|largest|biggest|highest|lowest|most|best|fastest|spot|position|overall|globally|worldwide"
    r"|in the world)\b|(?=\s(?:out of|among)\b))?",
    re.I,
)
_RANKED_EN = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|placed?|came|coming|finish(?:ed|es)|sits?|stood)(?:\s(?:in|at|the|a))*\s$", re.I
)
_ENGLISH = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)} | {
    w: n for n, w in enumerate("two three four five six seven eight nine ten".split(), 2)
} | {"twenty": 20}  # fmt: skip


def rank_at(text: str, at: int) -> tuple[int, Figure | None]:
    """The end and the rank that begins at an offset with a Chinese word; an ordinal that is no rank (第3次) is an end alone."""
    char = text[at]
    if char == "第":
        return _nth(text, at)
    if char == "前":
        m = _FIRST_N.match(text, at)
        found = _numbered(m, m.end()) if m else None
        return (found.end, found) if found else (at, None)
    m = _WORDS.match(text, at)
    return (m.end(), _made(m, m.end(), (m.lastgroup or "r1")[1:])) if m else (at, None)


def _nth(text: str, at: int) -> tuple[int, Figure | None]:
    m = _NTH.match(text, at)
    if m is None:
        return at, None
    if m["unit"] or m["bare"] is not None or _RANKED.search(text[max(0, at - 4) : at]):
        found = _numbered(m, m.end())
        if found:
            return found.end, found
    return m.end("n"), None


def latin_rank_at(text: str, at: int) -> Figure | None:
    """The rank in Latin letters or with a number sign that begins at an offset."""
    if m := _NO.match(text, at):
        return _made(m, m.end(), m["n"])
    if m := _TOP.match(text, at):
        return _made(m, m.end(), m["d"] or str(_ENGLISH[m["w"].lower()]))
    m = _ORDINAL.match(text, at)
    if m and (m["tail"] is not None or _RANKED_EN.search(text[max(0, at - 24) : at]) or m.end() == len(text)):
        end = m.end("d") + 2 if m["d"] else m.end("w")
        return _made(m, end, m["d"] or str(_ENGLISH[m["w"].lower()]))
    return None


def _numbered(m: re.Match[str], end: int) -> Figure | None:
    number = number_at(m["n"], 0)
    if number is None or number.end != len(m["n"]) or not number.single or not number.low:
        return None
    return _made(m, end, plain(number.low))


def _made(m: re.Match[str], end: int, value: str) -> Figure:
    return Figure(m.string[m.start() : end], m.start(), end, "ordinal", value, "", "", "rank")
