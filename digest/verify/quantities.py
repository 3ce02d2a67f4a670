"""The figures of a text as the checks need them: versions and weekdays left out, years and currencies taken from before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from digest import figures
from digest.model import Figure
from digest.verify import cues

#: kinds of figure that say when, not how much
WHEN = frozenset({"date", "daterange", "fiscal"})


def find(text: str, plain: str, published: datetime | None, lang: str) -> list[Figure]:
    """The figures of a text, in order of place; `plain` is the text folded."""
    spelled = _BRACKETED.sub(lambda m: f"  {m[1]}日 ", text.replace("奈米", "纳米"))
    told = _told(_LETTER_BEFORE.sub("某", spelled), published, lang)
    found = [
        _bounded(plain, _computing(plain, _year(f)))
        for f in told
        if 0 <= f.start < f.end <= len(text) and not _no_date(plain, f) and not _no_size(f)
    ]
    if lang == "zh-Hant":
        found = _local(plain, found)
    elif lang != "en":
        found = _goes_on_in(plain, found)
    return _inherited(plain, _anchored(plain, found)) if lang == "en" else _anchored(plain, found)


def _told(text: str, published: datetime | None, lang: str) -> list[Figure]:
    out: list[Figure] = []
    for at, piece in cues.pieces(text):
        found = _figures(piece, published, lang)
        out += [replace(f, start=f.start + at, end=f.end + at) for f in found] if at else found
    return out


@lru_cache(maxsize=8192)
def _figures(piece: str, published: datetime | None, lang: str) -> tuple[Figure, ...]:
    return tuple(figures.find(piece, published, lang))


#: no sentence's parts stand further apart than this
REACH = 300


#: 董事长昨（10）日表示
_BRACKETED = re.compile(r"[今昨明前][（(](\d{1,2})[）)]日")
#: ASML二季度: a letter before a quarter hides it
_LETTER_BEFORE = re.compile(r"[A-Za-z](?=第?[一二三四]财?季度?)")


_A_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")


_BARE = re.compile(r"[\d.,]+ (?:thousand|million|billion|trillion)")


_NO_NOUN = re.compile(r"\s(?:in|from|a|to|and|for|last|at|on|the|as|or)\b|[.,;)]", re.I)


def _year(figure: Figure) -> Figure:
    """A bare number that can only be a year (2026 sales)."""
    if figure.kind in WHEN or figure.unit not in ("", "count") or not _A_YEAR.fullmatch(figure.raw):
        return figure
    return replace(figure, kind="daterange", value="", low=f"{figure.raw}-01-01", high=f"{figure.raw}-12-31", unit="date")


def _inherited(plain: str, found: list[Figure]) -> list[Figure]:
    """fell to 7.1 billion euros from 13.2 billion: the second amount is money too."""
    out: list[Figure] = []
    money: Figure | None = None
    for f in found:
        near = money is not None and f.start - money.end < 40 and "." not in plain[money.end : f.start].replace("U.S.", "")
        if near and money and f.unit in ("", "count") and _BARE.fullmatch(f.raw) and _NO_NOUN.match(plain, f.end):
            out.append(replace(f, kind="money", unit="money", currency=money.currency))
        else:
            out.append(f)
        money = f if f.unit == "money" else money
    return out


_LOCAL = frozenset({"TWD", "HKD"})


#: 6,248億元（新台幣，下同）
_BELOW = (("TWD", re.compile(r"(?:新台币|台币)[，,]?下同")), ("HKD", re.compile(r"(?:港币|港元)[，,]?下同")))


def _local(plain: str, found: list[Figure]) -> list[Figure]:
    """A bare 元 beside amounts in 新台幣 is one of those: 營收1兆2,883億元 of a text that began with 6,134億元新台幣."""
    named = {f.currency for f in found} & _LOCAL
    named |= {code for code, told in _BELOW if told.search(plain)}
    bare = [f.currency == "CNY" and f.raw.endswith("元") and "人民" not in f.raw for f in found]
    if len(named) != 1 or not any(bare):
        return found
    return [replace(f, currency=next(iter(named))) if b else f for f, b in zip(found, bare, strict=True)]


def _goes_on_in(plain: str, found: list[Figure]) -> list[Figure]:
    """营收1.96万亿元新台币，超过去年的1.78万亿元: a bare 元 of the same sentence, where it names no other money."""
    out: list[Figure] = []
    local: Figure | None = None
    for f in found:
        if local and re.search(r"[。！？；;\n]", plain[local.end : f.start]):
            local = None
        bare = f.currency == "CNY" and f.raw.endswith("元") and "人民" not in f.raw
        if f.unit == "money" and f.currency in _LOCAL:
            local = f
        elif f.unit == "money" and not bare:
            local = None
        out.append(replace(f, currency=local.currency) if local and bare else f)
    return out


_YEAR_BEFORE = re.compile(r"(?:上|前)一?年(?:度|同期)?")


def _anchored(plain: str, found: list[Figure]) -> list[Figure]:
    """上年 behind a printed year is the year before that, not the one before publication."""
    out: list[Figure] = []
    told: Figure | None = None
    for f in found:
        near = told is not None and f.start - told.end < REACH and not re.search(r"[。！？\n]", plain[told.end : f.start])
        if near and told and f.kind in WHEN and _YEAR_BEFORE.fullmatch(f.raw):
            year = int(told.raw[:4]) - 1
            out.append(replace(f, low=f"{year}-01-01", high=f"{year}-12-31", value=""))
        else:
            out.append(f)
        told = f if f.kind in WHEN and re.match(r"(?:19|20)\d\d", f.raw) else told
    return out


_AT_MOST = re.compile(
    r"(?:最多|至多|不[超逾]过?|不高于|不多于|最高|up to|as many as|as much as|no more than)[^，。；,.;]{0,8}$", re.I
)


def _bounded(plain: str, figure: Figure) -> Figure:
    """最多14张 names 14 itself, as 不到14张 does not."""
    most = figure.approx == "under" and (
        _AT_MOST.search(plain, max(0, figure.start - 14), figure.start) or plain.startswith(("以内", "之内"), figure.end)
    )
    return replace(figure, approx="") if most else figure


_FLOPS = re.compile(r"\s?(giga|tera|peta|exa)flops", re.I)
_POWERS = {"giga": 9, "tera": 12, "peta": 15, "exa": 18}


def _computing(plain: str, figure: Figure) -> Figure:
    """32,000 PetaFLOPS, the prefix in full."""
    m = _FLOPS.match(plain, figure.end) if figure.value and figure.unit in ("", "count") else None
    if m is None:
        return figure
    value = format(Decimal(figure.value).scaleb(_POWERS[m[1].lower()]), "f")
    return replace(figure, raw=plain[figure.start : m.end()], end=m.end(), value=value, unit="flops")


def _no_size(figure: Figure) -> bool:
    """衡语4.0总参数2350亿: no model has four parameters."""
    return figure.unit == "param" and _VERSION.match(figure.raw) is not None


_VERSION = re.compile(r"\d{1,2}\.\d{1,2}\s?(?=总?参数)")


def _no_date(plain: str, figure: Figure) -> bool:
    """拿下月度第一 names no month, 三个月前日均 no day."""
    if figure.raw == "前日" and plain[figure.end : figure.end + 1] in ("均", "活", "志"):
        return True
    return (
        figure.kind in WHEN
        and plain.startswith("度", figure.end)
        and not figure.raw[:1].isdigit()
        and figure.raw.endswith("月")
    )
