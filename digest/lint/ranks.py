"""Ranks: 第33位 of 31, and the words for a rank (前列、中游、下游) against its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.lint.finding import Finding, Remark
from digest.lint.reading import AMOUNT, PERCENT, POINT, RANK, WHEN, Passage, Period, Quantity
from digest.lint.report import on

_INDUSTRIES = 31  # 申万一级行业
_OF_MANY = re.compile(
    rf"(?P<m>{AMOUNT})[^，。；{AMOUNT}{RANK}]{{0,14}}?(?:中|里|内)?，?[^，。；{AMOUNT}{RANK}]{{0,10}}?(?:排名|排在|位列|位居|列|居|排|位|名列)(?:全国|行业)?(?P<r>{RANK})"
)
_OF_INDUSTRIES = re.compile(rf"申万[^，。；]{{0,6}}一级(?:行业|子行业)[^，。；{RANK}]{{0,14}}(?P<r>{RANK})")
_INDUSTRY = re.compile(r"一级行业")
#: a rank told beside a move of the same industry, without its field: it's the field named before
_BARE_RANK = re.compile(rf"(?:[{PERCENT}{POINT}])，(?:涨跌?幅|表现)?(?:排名|排在|位列|位居|列|居)(?P<r>{RANK})")
#: label → the share of the field it may stand for; wide by two places of 31, because readers differ
_LABELS: tuple[tuple[str, float, float], ...] = (
    ("中上游", 0.13, 0.46),
    ("中下游", 0.53, 0.88),
    *((word, 0.32, 0.68) for word in ("中游", "居中")),
    *((word, 0.0, 0.36) for word in ("前列", "居前", "靠前", "上游")),
    *((word, 0.64, 1.0) for word in ("靠后", "居后")),
    *((word, 0.9, 1.0) for word in ("末位", "垫底")),
    ("下游", 0.7, 1.0),
)
_LABEL = re.compile(
    r"(?:位于|处于|位居|位列|属于?|处在|居|处|排名|表现|涨幅|跌幅|行业|业中|整体|仍|在)[^，。；\ue000-\ue005]{0,8}?(?P<label>"
    + "|".join(word for word, _, _ in _LABELS)
    + r")(?=$|[，。；)、]|水平|位置|区间|的位置)"
)
_CHAIN = re.compile(r"产业链|供应链|环节|材料|厂商|企业")


def find(passage: Passage) -> Iterator[Finding]:
    """Ranks beyond the field and labels that contradict their rank."""
    yield from _beyond(passage)
    for number, (start, end) in enumerate(passage.sentences):
        for m in _LABEL.finditer(passage.masked, start, end):
            if not _CHAIN.search(passage.masked[max(start, m.start() - 8) : m.end()]):
                yield from _label(passage, m, number)


def _beyond(passage: Passage) -> Iterator[Finding]:
    seen = set()
    for pattern in (_OF_MANY, _OF_INDUSTRIES):
        for m in pattern.finditer(passage.masked):
            rank = passage.quantity(m.start("r"))
            field = passage.quantity(m.start("m")) if "m" in m.groupdict() else None
            if field and not field.unit.startswith("count"):
                continue
            many = int(field.value) if field else _INDUSTRIES
            if rank and rank.value > many and rank.start not in seen:
                seen.add(rank.start)
                yield _too_far(passage, m.start("r"), rank, many)
    if _INDUSTRY.search(passage.masked):
        for m in _BARE_RANK.finditer(passage.masked):
            rank = passage.quantity(m.start("r"))
            if rank and rank.value > _INDUSTRIES and rank.start not in seen:
                yield _too_far(passage, m.start("r"), rank, _INDUSTRIES)


def _too_far(passage: Passage, at: int, rank: Quantity, many: int) -> Finding:
    return on(passage, at, at + 1, Remark("rank", f"只有 {many} 个，不会有{rank.raw}。", f"不超过第{many}"))


def _label(passage: Passage, m: re.Match[str], number: int) -> Iterator[Finding]:
    at = _rank_of(passage, m, number)
    rank = passage.quantity(at) if at is not None else None
    if rank is None or at is None:
        return
    many = _field(passage, m, at)
    if many is None or not 0 < rank.value <= many:
        return
    low, high = next((a, b) for word, a, b in _LABELS if word == m["label"])
    share = float(rank.value) / many
    if not low <= share <= high:
        expected = _words_for(share)
        message = f"{many} 个中的{rank.raw}不能称“{m['label']}”。"
        yield on(passage, m.start("label"), m.end("label"), Remark("rank", message, expected))


def _rank_of(passage: Passage, m: re.Match[str], number: int) -> int | None:
    """The rank that a label stands for: of its own half-sentence, or of the next sentence on the same period."""
    start, end = passage.sentences[number]
    low = max(start, passage.masked.rfind("；", start, m.start()) + 1)
    high = passage.masked.find("；", m.end(), end)
    high = end if high < 0 else high
    here = [i for i in range(low, high) if passage.masked[i] == RANK]
    if here:
        return min(here, key=lambda i: abs(i - m.start()))
    if any(passage.masked[i] == RANK for i in range(start, end)) or number + 1 >= len(passage.sentences):
        return None
    following = passage.sentences[number + 1]
    if _period(passage, start, m.start()) != _period(passage, *following):
        return None
    return next((i for i in range(*following) if passage.masked[i] == RANK), None)


def _period(passage: Passage, start: int, end: int) -> str:
    """What the first period of a stretch ends with, or its relative word."""
    for i in range(start, end):
        item = passage.items.get(i)
        if isinstance(item, Period):
            return item.high.isoformat()
    word = re.search(r"上周|本周|本月|上月|今年以来|年初至今|年初以来", passage.masked[start:end])
    return word.group() if word else WHEN


def _field(passage: Passage, m: re.Match[str], at: int) -> int | None:
    """How many are ranked: the number printed beside, 31 for 申万 industries."""
    low, high = min(m.start(), at), max(m.end(), at)
    sentence = passage.sentence_at(low)
    stretch = passage.masked[sentence[0] : max(high, sentence[1])]
    for i, quantity in passage.within(max(sentence[0], low - 24), high):
        if quantity.unit.startswith("count") and re.match(r"[^，。；]{0,8}(?:行业|板块)", passage.masked[i + 1 : i + 12]):
            return int(quantity.value)
    return _INDUSTRIES if "申万" in stretch or "一级行业" in stretch or "行业" in stretch else None


def _words_for(share: float) -> str:
    for word, limit in (("前列", 0.2), ("中上游", 0.4), ("中游", 0.6), ("中下游", 0.82)):
        if share <= limit:
            return word
    return "下游"
