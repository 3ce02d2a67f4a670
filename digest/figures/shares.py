"""Shares and changes in words: 百分之三, 三分之一, 七成五, 打八折, 一半, 翻两番, 减半, 腰斩, 5:1."""

from __future__ import annotations

import re
from decimal import Decimal

from digest.figures import approx, growth
from digest.figures.numerals import EXACT, number_at, plain
from digest.figures.units import Unit
from digest.model import Figure

_HAN = "零〇一二两三四五六七八九十百千万"
_NUMBER = rf"(?:[0-9]{{1,6}}(?:\.[0-9]{{1,6}})?|[{_HAN}]{{1,8}}(?:点[零〇一二三四五六七八九]{{1,8}})?)"
_PARTS = re.compile(
    rf"(?P<n>{_NUMBER})分之(?P<m>{_NUMBER})(?!决赛)(?:\s?[-~至到]\s?(?:(?P=n)分之)?(?P<m2>{_NUMBER})(?![%倍成]))?"
)
_TENTH = r"[0-9](?:\.[0-9])?|[一二两三四五六七八九十]"
_NO_TENTH = r"(?![立为员本功果交长都型品就人绩熟效份分语双套群色像因片王])"
_TENTHS = re.compile(
    rf"(?:(?P<low>{_TENTH})\s?(?:成(?P<low5>半)?)?\s?[-~至到]?\s?)?(?P<n>{_TENTH})\s?成{_NO_TENTH}"
    r"(?:(?P<half>半)|(?P<one>[一二三四五六七八九])(?![成家个款项名位年月])|(?P<many>多))?"
)
_DISCOUNT = re.compile(r"(?P<n>[0-9]{1,2}(?:\.[0-9])?|[一二三四五六七八九]{1,2}|对)\s?折(?![合算叠旧腾损射现价线返扣桥页纸])")
_HALVES = re.compile(r"一半|半数|过半(?!导)|近半(?![年月导])|大半(?![导年夜])")
_FOLD = re.compile(
    r"翻(?:了|上)?(?P<hint>近|约|超|逾|超过)?(?:(?P<n>[一两二三四五六七八九]|[0-9]{1,2})?番(?![茄号])|(?P<once>一?倍)"
    r"|(?P<t>[两二三四五六七八九十]|[0-9]{1,3}(?:\.[0-9])?)倍)(?P<many>多)?"
)
_CUT = re.compile(r"减半|腰斩|折半|砍半")
_RATIO = re.compile(
    r"(?P<a>[0-9]{1,4}(?:\.[0-9]{1,4})?)\s?(?::|比(?=\s?[0-9]{1,2}(?![0-9.]|\s?[年月日%个家])))\s?"
    r"(?P<b>[0-9]{1,4}(?:\.[0-9]{1,4})?)(?![0-9:%万亿年月]|\.[0-9])"
)
_SLASHED = re.compile(r"(?P<a>[1-9])/(?P<b>[2-9]|10)(?![0-9/.A-Za-z年月日])")
_PLACES = Decimal("0.0000000001")
_PERCENT = Unit("percent", "percent")
_HINTS = {"过": "over", "大": "over", "近": "near", "约": "about", "超": "over", "逾": "over"}


def share_at(text: str, at: int) -> Figure | None:
    """The share, discount, multiplication or halving in words that begins at an offset."""
    for pattern, reader in _READERS:
        if (m := pattern.match(text, at)) and (found := reader(m)):
            return found
    return None


def _amount(word: str) -> Decimal | None:
    number = number_at(word, 0)
    return number.low if number and number.end == len(word) and number.single else None


def _parts(m: re.Match[str]) -> Figure | None:
    base, top = _amount(m["n"]), _amount(m["m"])
    if not base or top is None:
        return None
    if m["n"] not in ("百", "千", "万"):
        return (
            _made(m, "ratio", plain(EXACT.divide(top, base).quantize(_PLACES)), "ratio") if top < base and not m["m2"] else None
        )
    last = _amount(m["m2"]) if m["m2"] else None
    return _percent(m, top * 100 / base) if last is None else _percent_range(m, top * 100 / base, last * 100 / base)


def _percent(m: re.Match[str], value: Decimal, hint: str = "") -> Figure:
    kind, unit, signed = growth.read(m.string, m.start(), m.end(), _PERCENT, value)
    return _made(m, kind, plain(signed), unit, hint)


def _percent_range(m: re.Match[str], low: Decimal, high: Decimal) -> Figure | None:
    unit, first, last = growth.read_range(m.string, m.start(), m.end(), _PERCENT, (low, high))
    hint = approx.around(m.string, m.start(), m.end())
    return (
        Figure(m.group(), m.start(), m.end(), "range", "", plain(first), plain(last), unit, "", hint) if first < last else None
    )


def _made(m: re.Match[str], kind: str, value: str, unit: str, hint: str = "") -> Figure:
    return Figure(
        m.group(), m.start(), m.end(), kind, value, "", "", unit, "", hint or approx.around(m.string, m.start(), m.end())
    )


def _tenths(m: re.Match[str]) -> Figure | None:
    value = _amount(m["n"])
    if value is None or value > 10:
        return None
    ones = Decimal(5) if m["half"] else _amount(m["one"]) if m["one"] else Decimal(0)
    whole = value * 10 + (ones or 0)
    low = _amount(m["low"]) if m["low"] else None
    if low is None:
        return _percent(m, whole, "over" if m["many"] else "")
    return _percent_range(m, low * 10 + (5 if m["low5"] else 0), whole)


def _discount(m: re.Match[str]) -> Figure | None:
    word = m["n"]
    value = Decimal(5) if word == "对" else _amount(word) if word[0].isdigit() or len(word) == 1 else _two_digits(word)
    if not value:
        return None
    return _made(m, "percent", plain(value * 10 if value < 10 else value), "percent")


def _two_digits(word: str) -> Decimal | None:
    tens, ones = _amount(word[0]), _amount(word[1])
    return tens + ones / 10 if tens is not None and ones is not None else None


def _half(m: re.Match[str]) -> Figure:
    hint = _HINTS.get(m.group()[0], "")
    if (
        m.group() == "一半"
        and growth.direction(m.string, m.start(), m.start()) < 0
        and not growth.levelled(m.string, m.start())
    ):
        return _made(m, "growth", "-50", "percent_change", hint)
    return _made(m, "ratio", "0.5", "ratio", hint)


def _fold(m: re.Match[str]) -> Figure:
    hint = _HINTS.get((m["hint"] or " ")[0], "over" if m["many"] else "")
    if m["t"]:
        return _made(m, "times", plain(_amount(m["t"]) or Decimal(1)), "times", hint)
    count = 1 if m["once"] or not m["n"] else int(_amount(m["n"]) or 1)
    return _made(m, "growth", plain(Decimal(2**count - 1) * 100), "percent_change", hint)


def _cut(m: re.Match[str]) -> Figure:
    return _made(m, "growth", "-50", "percent_change")


def _ratio(m: re.Match[str]) -> Figure | None:
    a, b = Decimal(m["a"]), Decimal(m["b"])
    before = m.string[max(0, m.start() - 1) : m.start()]
    if not b or (before.isascii() and before.isalnum()):
        return None
    return _made(m, "ratio", plain(EXACT.divide(a, b).quantize(_PLACES)), "ratio")


def _slashed(m: re.Match[str]) -> Figure | None:
    """1/3 is a share; 27/28, 3/1 and a/2 are something else."""
    before, a, b = m.string[max(0, m.start() - 1) : m.start()], int(m["a"]), int(m["b"])
    if a >= b or (before.isascii() and (before.isalnum() or before in ("/", ".", "-"))):
        return None
    return _made(m, "ratio", plain(EXACT.divide(Decimal(a), Decimal(b)).quantize(_PLACES)), "ratio")


_READERS = (
    (_PARTS, _parts), (_TENTHS, _tenths), (_DISCOUNT, _discount), (_HALVES, _half), (_FOLD, _fold), (_CUT, _cut),
    (_RATIO, _ratio), (_SLASHED, _slashed),
)  # fmt: skip
