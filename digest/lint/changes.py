"""The changes that a sentence prints: 同比增长12.1%, 较年初下降0.3个百分点, 同比+31.1%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from digest.lint.lexicon import DOWN, UP
from digest.lint.reading import ANY, Passage, Period, Quantity
from digest.lint.roles import is_base

_AMOUNTS = ANY[1:-1]
_FILL = r"(?:了|约|近|超过?|逾|达到?|至少|高达|不足|大约|接近)"
_CLAIM = re.compile(
    rf"(?:(?P<up>{UP}|(?<=[{_AMOUNTS}仍])[高多])|(?P<down>{DOWN}|(?<=[{_AMOUNTS}仍])[低少]))(?:(?<=[幅速])为)?{_FILL}{{0,3}}(?P<z>{ANY})(?![至到]?{ANY})"
)
_KIND = re.compile(rf"同比|环比|按年|按月|[同环]$|(?:相较于?|相比于?|较|(?<![占同环])比)(?P<x>[^，。；{_AMOUNTS}]{{0,20}})$")
_OTHER_SCALE = re.compile(
    r"相对|复合|年均|CAGR|累计|估算|分别|价差"
    rf"|(?:剔除|扣除|还原|不含|不考虑|可比|同口径|同店|内生|有机|固定汇率|恒定汇率|不变价|模拟口径|备考)[^{_AMOUNTS}]*$"
)
_COMPARED = re.compile(r"较|比|相比|对比")
_NEXT_IN_LIST = re.compile(rf"(?s:.*){ANY}[、和及]")
_SINCE = re.compile(r"年初|月初|季初|至今|以来|年内|累计|区间|期间")
#: 同比+31.1%, YoY-3.1%: the sign is the word of change
_SIGNED = re.compile(rf"(?<=[同环]比)(?:变动|变化)?[为：(]?(?P<plus>\+)?(?P<z>{ANY})(?![至到]?{ANY})")


@dataclass(frozen=True, slots=True)
class Claim:
    """A printed change: where its words begin and where its amount stands, its direction, and the comparison it names.

    `since` tells a change since the beginning of a span; `half` is where its half-sentence begins.
    """

    start: int
    at: int
    rising: bool
    amount: Quantity
    kind: str
    named: Period | None
    noun: bool
    since: bool
    half: int


def claims(passage: Passage, start: int, end: int) -> Iterator[Claim]:
    """The changes of a masked span, in order."""
    matches = [*_CLAIM.finditer(passage.masked, start, end), *_signed(passage, start, end)]
    for m in sorted(matches, key=lambda x: x.start("z")):
        words = m.groupdict()
        amount = passage.quantity(m.start("z"))
        clause = max(passage.masked.rfind(mark, start, m.start()) for mark in "，；：(。") + 1
        clause = max(clause, start)
        listed = _NEXT_IN_LIST.search(passage.masked, max(clause, m.start() - 120), m.start())  # 同比增长56.0%、环比下降2.5%
        clause = listed.end() if listed else clause
        left = passage.masked[clause : m.start()]
        if amount is None or _OTHER_SCALE.search(left) or (is_base(left) and not _COMPARED.match(left)):
            continue
        kind = _KIND.search(left)
        named = [passage.items[i] for i in range(clause + kind.start(), m.start()) if i in passage.items] if kind else []
        period = next((p for p in named if isinstance(p, Period)), None)
        noun = (words.get("up") or words.get("down") or "").endswith(("幅", "速"))
        since = _SINCE.search(left) is not None
        word = kind.group() if kind else ""
        word = word + "比" if word in ("同", "环") else word  # 同增3.0%
        yield Claim(
            m.start(),
            m.start("z"),
            bool(words.get("up") or words.get("plus")),
            replace(amount, value=abs(amount.value)) if "plus" in words else amount,
            word,
            period,
            noun,
            since,
            passage.masked.rfind("；", start, m.start()) + 1,
        )


def _signed(passage: Passage, start: int, end: int) -> Iterator[re.Match[str]]:
    """Changes told by their sign; of losses a minus may mean either way, so none."""
    if "亏" in passage.masked[start:end] or any(q.value < 0 for _, q in passage.within(start, end) if q.unit != "percent"):
        return
    for m in _SIGNED.finditer(passage.masked, start, end):
        quantity = passage.quantity(m.start("z"))
        if m["plus"] or (quantity and quantity.raw.startswith("-")):
            yield m
