"""One of a scale for another of which the sources speak: 银牌 for 金牌, 创业板 for 科创板, 首席执行官 for 首席财务官."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify.clause import Clause, Finding

#: grades of one scale: no text calls one by the other's name
_GRADES = tuple(
    frozenset(g.split())
    for g in (
        "金牌 银牌 铜牌",
        "一等奖 二等奖 三等奖",
        "本科 硕士 博士",
        "春季 夏季 秋季 冬季",
        "DRAM NAND HBM",
        "CPU GPU NPU TPU",
    )
)


def grades(c: Clause) -> Iterator[Finding]:
    """银牌 for 金牌: a grade of which no source has a word, where they have another of its scale."""
    for scale in _GRADES:
        for word in (w for w in scale if w in c.said and not any(w in s.plain for s in c.sources)):
            other = next(((n, w, s.plain.find(w)) for n, s in enumerate(c.sources) for w in scale if w in s.plain), None)
            if other:
                n, named_there, at = other
                start = c.span[0] + c.said.find(word)
                note = f"原文为「{named_there}」，此处为「{word}」"
                yield Finding("qualifier", start, start + len(word), note, n, c.sources[n].clauses[c.sources[n].clause_at(at)])
                return


_TITLES = (
    ("首席执行官", r"首席执行官|CEO|执行长|chief executive"),
    ("首席财务官", r"首席财务官|CFO|财务长|财务总监|chief financial|finance chief"),
    ("首席技术官", r"首席技术官|CTO|技术长|chief technology"),
    ("首席运营官", r"首席运营官|COO|营运长|chief operating"),
    ("首席科学家", r"首席科学家|chief scientist"),
    ("董事长", r"董事长|董事会主席|chair(?:man|woman)?\b"),
    ("总裁", r"总裁|(?<!vice )president(?! (?:Donald|Trump|Joe|Biden|Xi|Emmanuel|Vladimir|of the))"),
    ("总经理", r"总经理|general manager"),
    ("创始人", r"创始人|创办人|founder"),
    ("发言人", r"发言人|spokes\w+"),
)


_MARKETS = (
    ("科创板", r"科创板|STAR Market"),
    ("创业板", r"创业板|ChiNext"),
    ("北交所", r"北交所|北京证券交易所"),
    ("港股", r"港股|港交所|联交所|香港|H股|Hong Kong"),
    ("美股", r"美股|纳斯达克|纽交所|美国上市|Nasdaq|NYSE"),
)


def titles(c: Clause) -> Iterator[Finding]:
    """首席执行官 for 首席财务官, 港股 for 科创板: one of which no source has a word, where they have another."""
    for table, what in ((_TITLES, "职务"), (_MARKETS, "上市地")):
        for title, known in table:
            told = re.search(known, c.said)
            if told is None or any(re.search(known, s.plain, re.I) for s in c.sources):
                continue
            for other, pattern in table:
                n, m = next(((n, m) for n, s in enumerate(c.sources) if (m := re.search(pattern, s.plain, re.I))), (0, None))
                if m:
                    span = c.sources[n].clauses[c.sources[n].clause_at(m.start())]
                    start, end = (c.span[0] + at for at in told.span())
                    yield Finding("subject", start, end, f"{what}不同：原文为{other}，此处为{title}", n, span)
                    return
