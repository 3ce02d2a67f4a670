"""Words of approximation around a number: about, over, under, near. They stay outside of the figure's own span."""

from __future__ import annotations

import re

_ZH = re.compile(
    r"(?:(?P<under>不足|不到|不满|未满|未到|低于|少于|小于|不[超逾]过?|不高于|不多于|至多|最多)"
    r"|(?P<near>接近|将近|逼近|直逼|临近|几近|趋近|(?<![附最靠相邻临])近)"
    r"|(?P<over>超过?|逾越?|突破|(?<![打攻])破|高于|多于|大于|不低于|不少于|不小于|不下|不止|至少|起码|冲破|越过|(?<![通透度])过)"
    r"|(?P<about>大约|约合?|大概|大致|差不多|~|≈))"
    r"(?:了|为|达到?|人民币|美元)?\s?$"
)
_EN = re.compile(
    r"\b(?:(?P<under>less than|fewer than|under|below|up to|at most|no more than|not more than|lower than|as much as"
    r"|as many as)"
    r"|(?P<near>nearly|almost|close to|approaching|nearing|just shy of)"
    r"|(?P<over>more than|greater than|over|above|at least|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp?(?:s|ed|ing)"
    r"|pass(?:es|ed)|upwards? of|north of|no fewer than|no less than|not less than|beyond|cross(?:es|ed))"
    r"|(?P<about>about|around|roughly|approximately|approx\.?|some|circa|estimated))"
    r"(?: an?| the)?\s?$",
    re.I,
)
_AFTER = re.compile(
    r"\s?(?:的?分位数?)?(?:(?P<about>左右|上下(?![文游班级线架午限])|前后|级(?!别)|or so\b)"
    r"|(?P<over>以上|之上|还多|有余|余(?![额下热量地温名])|出头|不止|\+(?![0-9A-Za-z])|or more\b|plus\b)"
    r"|(?P<under>以下|之下|以内|之内|or less\b|or fewer\b))|(?P<many>[多余])(?=[，。；、,;）)\s]|$)"
)
_FAR = 24
_SILENT = frozenset("，。、；：,;:()（）0123456789\n ")


def around(text: str, start: int, end: int, *, time: bool = False) -> str:
    """The approximation that stands right before or right behind a number, or an empty string.

    近 before a length of time (近三周) says when, not how much, and is no approximation then.
    """
    if m := _AFTER.match(text, end):
        return "over" if m.lastgroup == "many" else m.lastgroup or ""
    last = text[start - 1 : start]
    if last == " ":
        last = text[start - 2 : start - 1]
    if not last or last in _SILENT:
        return ""
    if last == "上" and text[start] in "十百千万亿":
        return "over"
    m = (
        _EN.search(text[max(0, start - _FAR) : start])
        if last.isascii() and last.isalpha()
        else _ZH.search(text[max(0, start - 8) : start])
    )
    if m is None or (time and m.lastgroup == "near"):
        return ""
    return m.lastgroup or ""
