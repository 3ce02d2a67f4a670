"""Lengths of time with a half: 半年, 半小时, 一年半, 两个半月."""

from __future__ import annotations

import re
from decimal import Decimal

from digest.figures import approx
from digest.figures.numerals import EXACT, Number, plain
from digest.model import Figure

_HALF = Decimal("0.5")
_ALONE = re.compile(r"(?<![上下前后])半(?:个)?(?P<u>年(?!度?报|度)|小时|钟头|天|月(?!刊|板|谈)|世纪)")
_AND_HALF = re.compile(r"(?P<u>年|天|小时|周)半(?![导径夜决])|个半(?P<v>小时|钟头|月|星期|世纪)")
_UNITS = {
    "年": "year",
    "小时": "hour",
    "钟头": "hour",
    "天": "day",
    "月": "month",
    "周": "week",
    "星期": "week",
    "世纪": "century",
}


def half_at(text: str, at: int) -> Figure | None:
    """The half year, hour, day or month that begins at an offset."""
    m = _ALONE.match(text, at)
    return _made(text, at, m.end(), _HALF, m["u"]) if m else None


def with_half(text: str, number: Number) -> Figure | None:
    """A number of years, hours, days or months and a half, if that is what stands behind it."""
    m = _AND_HALF.match(text, number.end)
    if m is None or not number.single or number.scale:
        return None
    return _made(text, number.start, m.end(), EXACT.add(number.low, _HALF), m["u"] or m["v"])


def _made(text: str, start: int, end: int, value: Decimal, word: str) -> Figure:
    hint = approx.around(text, start, end, time=True)
    return Figure(text[start:end], start, end, "number", plain(value), "", "", _UNITS[word], "", hint)
