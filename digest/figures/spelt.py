"""Amounts in English words: two million, twenty-five, dozens, hundreds of millions, two-thirds, half of, doubled."""

from __future__ import annotations

import re
from decimal import Decimal

from digest.figures import amounts, approx
from digest.figures.amounts import Setting
from digest.figures.numerals import EXACT, Number, plain
from digest.model import Figure

_ONES = {w: n for n, w in enumerate((
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split())}  # fmt: skip
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_WORDS = _ONES | _TENS | {"dozen": 12, "a": 1, "per": 1}
_POWERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SCALES = "|".join(_POWERS)
_NUMBER = re.compile(
    rf"(?P<n>{'|'.join(sorted(_ONES | _TENS, key=len, reverse=True))}|a(?=\s(?:{_SCALES}|dozen)))"
    r"(?:-(?P<o>one|two|three|four|five|six|seven|eight|nine))?"
    rf"(?:[\s-](?P<s>{_SCALES}|dozen)(?:\s(?P<s2>thousand|million|billion|trillion))?)?(?:(?=fold\b)|(?![A-Za-z]))",
    re.I,
)
_RATE = re.compile(rf"(?P<s>{_SCALES})(?=\s(?:input |output |cached )?tokens)", re.I)
_PER = re.compile(r"(?:\b(?:per|a|every|each)\s|/\s?)$", re.I)
_VAGUE = re.compile(
    r"(?P<n>tens|dozens|hundreds|thousands|millions|billions|trillions)(?:\sof\s(?P<m>thousands|millions|billions|trillions))?\b",
    re.I,
)
_VAGUE_POWERS = {"tens": 1, "dozens": 1} | {f"{w}s": n for w, n in _POWERS.items()}
_FRACTION = re.compile(
    r"(?P<n>a|one|two|three|four)[\s-](?P<d>third|quarter|fourth|fifth|tenth)s?\b(?=(?P<of>\sof\b)?)"
    r"|(?P<half>half)\b(?=\s(?:of|its|the|their|a|that|all)\b|[.,;]|$)",
    re.I,
)
_NO_HALF = re.compile(r"\b(?:and a|top|upper|lower|bottom|first|second|other|latter)\s$", re.I)
_SHARE_BEFORE = re.compile(r"\b(?:by|nearly|about|around|than|roughly|almost|over|to|only|some)\s$", re.I)
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_CHANGE = re.compile(
    r"(?<!-)(?P<c>doubl|tripl|quadrupl|halv)(?:(?:ed|ing)\b(?![-\s](?:down|up)\b|-)|es\b(?=\s(?:to|its|the|in|from|as)\b))",
    re.I,
)
_CHANGES = {"doubl": "100", "tripl": "200", "quadrupl": "300", "halv": "-50"}
#: first words of what the readers know
WORDS = (
    frozenset(_WORDS) | frozenset(_VAGUE_POWERS) | frozenset(_POWERS) | {"half"} | {f"{word}fold" for word in (*_ONES, *_TENS)}
)


def amount_at(text: str, at: int, setting: Setting) -> Figure | None:
    """The amount in English words that begins at an offset. A lone one is an article and no amount."""
    if m := _FRACTION.match(text, at):
        return _fraction(m)
    if m := _CHANGE.match(text, at):
        hint = approx.around(text, at, m.end())
        return Figure(m.group(), at, m.end(), "growth", _CHANGES[m["c"].lower()], "", "", "percent_change", "", hint)
    number = _vague(text, at) or _number(text, at)
    if number is None:
        return None
    one = amounts.measured(text, at, number, setting)
    ranged = _range(text, one, setting)
    if ranged:
        return ranged
    return amounts.figure_of(text, one) if one.named or one.unit.unit or number.scale else None


def _range(text: str, one: amounts.Amount, setting: Setting) -> Figure | None:
    m = re.compile(r"\s?(?:to|-)\s?").match(text, one.end)
    number = _number(text, m.end()) if m and not one.named else None
    if number is None or not one.number.low < number.low or not one.number.single:
        return None
    two = amounts.measured(text, one.start, number, setting)
    span = Number(one.start, number.end, one.number.low, number.low, 0, "span")
    found = amounts.figure_of(text, amounts.Amount(one.start, two.end, span, two.unit, two.named))
    return (
        Figure(found.raw, found.start, found.end, "range", "", found.low, found.high, found.unit, found.currency)
        if two.named
        else None
    )


def _number(text: str, at: int) -> Number | None:
    if (m := _RATE.match(text, at)) and _PER.search(text[max(0, at - 8) : at]):
        power = _POWERS[m["s"].lower()]
        return Number(at, m.end(), Decimal(1).scaleb(power), Decimal(1).scaleb(power), power)
    m = _NUMBER.match(text, at)
    if m is None:
        return None
    value = Decimal(_WORDS[m["n"].lower()] + (_ONES[m["o"].lower()] if m["o"] else 0))
    scale = (m["s"] or "").lower()
    power = _POWERS.get(scale, 0) + (_POWERS[m["s2"].lower()] if m["s2"] else 0)
    value = (value * 12 if scale == "dozen" else value).scaleb(power, EXACT)
    return Number(at, m.end(), value, value, power) if value >= 2 else None


def _vague(text: str, at: int) -> Number | None:
    m = _VAGUE.match(text, at)
    if m is None:
        return None
    power = _VAGUE_POWERS[m["n"].lower()] + (_VAGUE_POWERS[m["m"].lower()] if m["m"] else 0)
    return Number(at, m.end(), Decimal(1).scaleb(power), Decimal(1).scaleb(power + 1), power, "vague")


def _fraction(m: re.Match[str]) -> Figure | None:
    before = m.string[max(0, m.start() - 12) : m.start()]
    if m["half"] and _NO_HALF.search(before):
        return None
    if m["n"] and not (m["of"] or "-" in m.group() or _SHARE_BEFORE.search(before) or m.group() == m.string):
        return None
    top = 1 if m["half"] else _WORDS[m["n"].lower()]
    base = 2 if m["half"] else _PARTS[m["d"].lower()]
    if top >= base or (base == 4 and not m.string.startswith(" of", m.end())):
        return None
    value = plain(EXACT.divide(Decimal(top), Decimal(base)).quantize(Decimal("0.0000000001")))
    return Figure(
        m.group(), m.start(), m.end(), "ratio", value, "", "", "ratio", "", approx.around(m.string, m.start(), m.end())
    )
