"""Numbers as printed: 5.16 万亿, 1亿2000万, 1,100, 1.1e11, 四点一二万亿, 廿四, 十余, 数百, 三四十. Values are exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

EXACT = Context(prec=90)
SMALL = "零〇一二两三四五六七八九"
HAN_NUMERALS = SMALL + "十百千万亿兆廿卅"
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 1, "百": 2, "千": 3}
_GROUPS = {"兆": 12, "亿": 8, "万": 4}
_POWER = _TENS | _GROUPS

_PLAIN_DIGITS = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,7}(?![0-9])(?:\.[0-9]{1,12})?|[0-9]{1,4}\.\s[0-9]{1,4}(?=%)|[0-9]{1,24}(?:\.[0-9]{1,12})?"
)
#: 千瓦, 兆赫 … are units of their own, 百分之 begins another number
_OWN_UNIT = (
    r"(?![瓦赫伏焦帕卡升]|米(?![^\W\d_])|克(?!拉|隆|服)|字节|比特|分[之点]|兆|宽[带频]|带宽|光纤|网速|流量|内存|文件|硬盘)"
)
_MAGNITUDE = rf"(?:[十百千](?:万亿|亿|万)|万亿|万万|亿|万|兆{_OWN_UNIT}|[百千]{_OWN_UNIT})"
_SCALED = re.compile(
    rf"(?P<d>{_PLAIN_DIGITS})(?P<a>[多余来几])?\s?(?P<m>{_MAGNITUDE})"
    rf"(?P<rest>(?:\s?[0-9]{{1,4}}(?:,[0-9]{{3}})?(?:\.[0-9]{{1,6}})?\s?{_MAGNITUDE}){{0,3}})"
)
_PART = re.compile(rf"\s?([0-9.,]+)\s?({_MAGNITUDE})")
_PLAIN = re.compile(_PLAIN_DIGITS)
_SCIENTIFIC = re.compile(r"(?P<d>[0-9]{1,6}(?:\.[0-9]{1,12})?)(?:[eE]\+?|\s?[×xX*]\s?10\^)(?P<p>[0-9]{1,2})(?![0-9A-Za-z.])")
_HAN = re.compile(
    rf"(?P<vague>数|好几|几)?(?P<n>[{HAN_NUMERALS}]{{1,28}})"
    rf"(?:点(?P<f>[{SMALL}]{{1,12}})(?P<fm>[十百千万亿兆]{{0,3}})|(?P<infix>[几多余来])(?P<im>[百千万亿兆]{{0,2}}))?"
)
_SO_MANY = re.compile(r"数以(?P<n>[十百千]?[万亿]|[百千])计")
_COMPOUND = re.compile(r"[十百千]?(?:万亿|亿|万|兆)|[十百千]")
_NEIGHBOURS = re.compile(
    rf"(?P<head>十?)(?P<x>[一二两三四五六七八])(?P<y>[二两三四五六七八九])(?P<m>[十百千万亿]{{0,3}})(?![{HAN_NUMERALS}]|点)"
)
_SEQUENCE = re.compile(f"[{SMALL}]{{2,}}")
#: numerals of cheques: 伍佰万元整. Alone they are other words (大陆, 队伍)
_FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,24}")
_INFORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_TOO_MUCH = 10**40
_INFIX = {"多": "over", "余": "over", "来": "about", "几": "over", "": ""}


@dataclass(frozen=True, slots=True)
class Number:
    """A number at its place. `scale` is the power of ten that it prints (亿 → 8), 0 where a unit to the right may lend one.

    `low` and `high` differ for what names no one value (数百, 三四十); `approx` is what stands inside it (多, 余, 几).
    `han` is True for Chinese numerals, `bare` for a magnitude without a number before it (千亿).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    scale: int = 0
    approx: str = ""
    han: bool = False
    bare: bool = False

    @property
    def single(self) -> bool:
        """Whether it names one value."""
        return self.low == self.high


def times_ten(value: Decimal, power: int) -> Decimal:
    """The value times a power of ten, exactly."""
    return value.scaleb(power, EXACT)


def plain(value: Decimal) -> str:
    """A decimal as the contract prints it: no exponent, no trailing zeros."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_at(text: str, at: int) -> Number | None:
    """The number in digits or Chinese numerals that begins at an offset."""
    return digits_at(text, at) if text[at].isascii() else han_at(text, at)


def digits_at(text: str, at: int) -> Number | None:
    """The number that begins with a digit at an offset."""
    if m := _SCALED.match(text, at):
        return _scaled(m)
    if m := _SCIENTIFIC.match(text, at):
        value = times_ten(Decimal(m["d"]), min(int(m["p"]), 36))
        return Number(at, m.end(), value, value, int(m["p"]))
    if m := _PLAIN.match(text, at):
        value = Decimal(m.group().replace(",", "").replace(" ", ""))
        return Number(at, m.end(), value, value)
    return None


def _scaled(m: re.Match[str]) -> Number:
    power = last = _power(m["m"])
    value = times_ten(Decimal(m["d"].replace(",", "")), power)
    end = m.end("m")
    for part in _PART.finditer(m.string, *m.span("rest")):
        if _power(part[2]) >= last:
            break
        last, end = _power(part[2]), part.end()
        value = EXACT.add(value, times_ten(Decimal(part[1].replace(",", "")), last))
    return Number(m.start(), end, value, value, power, _INFIX[m["a"] or ""])


def _power(word: str) -> int:
    return sum(_POWER[c] for c in word)


def han_at(text: str, at: int) -> Number | None:
    """The number in Chinese numerals that begins at an offset: 一千一百亿, 十余, 数百, 三四十."""
    if m := _SO_MANY.match(text, at):
        return _vague(m)
    if m := _FORMAL.match(text, at):
        value = integer(m.group().translate(_INFORMAL))
        return Number(at, m.end(), value, value, 1, han=True) if value is not None else None
    if m := _NEIGHBOURS.match(text, at):
        return _neighbours(m)
    m = _HAN.match(text, at)
    if m is None:
        return None
    if m["vague"]:
        return _vague(m)
    value = integer(m["n"])
    if value is None:
        return None
    return _fraction(m, value) if m["f"] else _with_infix(m, value)


def _neighbours(m: re.Match[str]) -> Number | None:
    """三四十, 七八百, 两三: two numerals in a row are a span; 二五 is none."""
    x, y = _DIGIT[m["x"]], _DIGIT[m["y"]]
    if y != x + 1 and (x, y) != (3, 5):
        return None
    power = _power(m["m"])
    low, high = (times_ten(Decimal(n + (10 if m["head"] else 0)), power) for n in (x, y))
    return Number(m.start(), m.end(), low, high, power, "about", han=True)


def _vague(m: re.Match[str]) -> Number | None:
    """数亿, 几十万: from one to ten of that magnitude."""
    if not _COMPOUND.fullmatch(m["n"]):
        return None
    power = _power(m["n"])
    end = m.end() if m.re is _SO_MANY else m.end("n")
    return Number(m.start(), end, times_ten(Decimal(1), power), times_ten(Decimal(1), power + 1), power, "vague", han=True)


def _fraction(m: re.Match[str], whole: Decimal) -> Number:
    digits = "".join(str(_DIGIT[c]) for c in m["f"])
    power = _power(m["fm"])
    value = times_ten(Decimal(f"{whole}.{digits}"), power)
    return Number(m.start(), m.end("fm"), value, value, power, han=True)


def _with_infix(m: re.Match[str], value: Decimal) -> Number:
    word, infix, power = m["n"], m["infix"] or "", _power(m["im"] or "")
    if infix == "几" and word[-1] in "十廿卅":
        return Number(m.start(), m.end(), times_ten(value, power), times_ten(value + 10, power), power, "vague", han=True)
    if infix and m["im"] and infix != "几" and not EXACT.remainder(value, Decimal(10)):
        value = times_ten(value, power)
        return Number(m.start(), m.end(), value, value, power, _INFIX[infix], han=True)
    bare = word != "十" and bool(_COMPOUND.fullmatch(word))
    return Number(m.start(), m.end("n"), value, value, _POWER.get(word[-1], 0), han=True, bare=bare)


@lru_cache(maxsize=4096)
def integer(word: str) -> Decimal | None:
    """The value of a run of Chinese numerals; None where the run is no number (二五八, 万一, 零一万)."""
    word = word.replace("廿", "二十").replace("卅", "三十")
    if _SEQUENCE.fullmatch(word):
        spelt = len(word) == 4 or "零" in word[1:] or "〇" in word[1:]
        return Decimal("".join(str(_DIGIT[c]) for c in word)) if spelt else None
    if len(word) > 1 and (word[0] in "零〇" or (word[0] in _POWER and word[0] != "十" and not _COMPOUND.fullmatch(word))):
        return None
    total = _groups(word)
    return None if total is None or total >= _TOO_MUCH else Decimal(total)


def _groups(word: str) -> int | None:
    """A number by its greatest magnitude: what stands before it times that, plus what stands behind."""
    for unit, power in _GROUPS.items():
        at = word.rfind(unit)
        if at < 0:
            continue
        above = _groups(word[:at]) if at else 1
        below = _below(word[at + 1 :], power)
        return None if not above or below is None else above * int(10**power) + below
    return _thousands(word)


def _below(right: str, power: int) -> int | None:
    """What follows 万 or 亿: 一万二 is 12 000, 一万零二 10 002."""
    if not right:
        return 0
    if len(right) == 1 and right in _DIGIT:
        return _DIGIT[right] * int(10 ** (power - 1))
    value = _groups(right.lstrip("零〇") or "零")
    return value if value is not None and value < 10**power else None


_THOUSANDS = re.compile(
    rf"(?:(?P<k>[{SMALL}])?千)?零?(?:(?P<h>[{SMALL}])?百)?[零〇]?(?:(?P<t>[{SMALL}])?十)?[零〇]?(?P<o>[{SMALL}])?"
)


def _thousands(word: str) -> int | None:
    """A number below ten thousand. The last digit of 三千五 counts hundreds, that of 三千零五 ones."""
    m = _THOUSANDS.fullmatch(word)
    if m is None:
        return None
    total, last = 0, 0
    for name, power, sign in (("k", 3, "千"), ("h", 2, "百"), ("t", 1, "十")):
        if sign in word:
            total += (_DIGIT[m[name]] if m[name] else 1) * 10**power
            last = power
    ones = _DIGIT[m["o"]] if m["o"] else 0
    loose = last > 1 and len(word) > 1 and word[-2] not in "零〇"
    return total + ones * (10 ** (last - 1) if loose else 1)
