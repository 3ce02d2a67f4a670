"""Figures in Chinese (简/繁) and English news: amounts, shares, changes, ranks, dates and periods, with exact places.

`find` answers with `Figure`s whose kinds and units are:

========== ======================================= ==================================================================
kind       unit                                    value
========== ======================================= ==================================================================
money      `money`, with `currency` (ISO 4217)     amount in the currency's main unit: 8毛 → 0.8 CNY
number     `token param card count person share    amount in base units: 400PB → 4e17 byte, 6吉瓦 → 6e9 watt, 200毫秒 →
           score index byte flops watt …`, ""      0.2 second; lengths of time from a minute up keep the printed unit
           where none is printed or implied
percent    `percent` · `percentage_point`          12.5% → 12.5, 千分之三 → 0.3, 三成 → 30, 八折 → 80 · 25个基点 → 0.25
growth     `percent_change`                        下降12.5% → -12.5, 增长1.3倍 → 130, 增长至1.3倍 → 30, 翻两番 → 300
times      `times`                                 2.3倍 → 2.3
ratio      `ratio`                                 三分之一 → 0.3333333333, 5:1 → 5
ordinal    `rank`                                  第23位 → 23, 前五 → 5, 首个 → 1
range      unit of its ends                        "" with `low` and `high`; a fall of 20–30 % runs from -30 to -20
vague      unit, as a number's                     "" with `low` and `high`: 数亿元 is 1e8 to 1e9
date       `date`                                  ISO date
daterange  `date`                                  "" with first and last day in `low` and `high`
fiscal     `date`                                  a label that equals no calendar date: FY2026 (`low` FY2026Q1, `high`
                                                   FY2026Q4), FY2026Q4, FYQ4 without a year; "" for 下一财季
========== ======================================= ==================================================================

A table that writes the currency as the unit of money reads `figure.currency or figure.unit`. The span is the number with its
unit; words of approximation and of direction stay outside of it and speak through `approx` ("", about, over, under, near,
vague) and through the sign. Percentage points carry no sign. Names that hold numerals, codes and times of day are no figures.
"""

from __future__ import annotations

from datetime import datetime

from digest.figures.amounts import Setting
from digest.figures.days import day_of
from digest.figures.folding import fold, is_mainland
from digest.figures.scan import inherit, scan
from digest.model import Figure

__all__ = ["find"]


def find(text: str, published: datetime | None = None, lang: str = "") -> list[Figure]:
    """The figures of a text in order of place, without overlaps; `text[f.start:f.end] == f.raw`.

    `published` (aware, or naive in Beijing time) resolves 昨日, 27日 and 本周三; without it such dates have no value. `lang`
    (`zh-Hans`, `zh-Hant`, `en`) settles 兆; the script of the text does where it is empty. Never raises for any string.
    """
    folded = fold(text)
    setting = Setting(mega="兆" in folded and is_mainland(text, folded, lang))
    return inherit(list(scan(folded, text, day_of(published), setting)), folded)
