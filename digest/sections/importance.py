"""How much a story matters, 0–3, and why. Pure.

Points are added: independent origins, the kind of event and who acts (cues of the guide), the size of what is counted. The
guide's `levels` turn points into 2 and 3; a story that belongs to a section has at least 1. The points themselves order the
stories of a section.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from digest.figures import find
from digest.model import Article, Figure
from digest.sections.cues import LEAD_CHARS, TITLE_CHARS, Hit, Reading, found, read
from digest.sections.guide import Guide

#: points for money by its size in yuan: an announcement of that order is news of its section by itself
_SIZES = ((1e11, 2.5, "千亿元级"), (1e10, 1.8, "百亿元级"), (1e9, 1.0, "十亿元级"), (1e8, 0.4, "亿元级"))
#: rough rates: the order of magnitude is all that counts here
_YUAN = {"CNY": 1.0, "USD": 7.0, "HKD": 0.9, "EUR": 8.0, "GBP": 9.0, "TWD": 0.22, "JPY": 0.047, "KRW": 0.005}
#: from where on a number of that unit is of national or world scale, and its points
_SCALES = {"token": 1e12, "watt": 1e9, "person": 1e8, "count": 1e8, "": 1e8}
_SCALE_POINTS = 0.8
#: what doubling the independent origins is worth
_SPREAD = 1.5
#: a word that a third of the tellers use belongs to the story, not to one writer
_SHARED = 3
_MOST_TELLERS = 12
_NO_TELLERS = ("reprint", "roundup")


def tellers(members: Sequence[Article], roles: Mapping[str, str]) -> list[Article]:
    """The lead and the members that tell the story in words of their own, a dozen at most; reprints and roundups don't."""
    others = (a for a in members[1:] if roles.get(a.id) not in _NO_TELLERS)
    return [members[0], *(a for a, _ in zip(others, range(_MOST_TELLERS - 1), strict=False))]


def weigh(members: Sequence[Article], roles: Mapping[str, str], guide: Guide) -> tuple[int, float, tuple[str, ...]]:
    """(importance 1–3, points, reasons in Chinese) of a story that belongs to a section; `members[0]` is the lead."""
    origins = independent(members, roles)
    spread = round(_SPREAD * math.log2(origins), 2)
    hits = _shared_hits(guide, [read(a) for a in tellers(members, roles)])
    size, largest = _size(members[0])
    points = round(spread + size + sum(hit.points for hit in hits), 2)
    level = 1 + sum(points >= least for least in guide.levels)
    told = [f"{origins} 个独立来源{spread:+.1f}"] + [f"{largest}{size:+.1f}"] * bool(size)
    told += [str(hit) for hit in sorted(hits, key=lambda h: -h.points)]
    return level, points, (f"重要性 {level}（{points:g} 分）：{'；'.join(told)}",)


def independent(members: Sequence[Article], roles: Mapping[str, str]) -> int:
    """How many origins tell the story: distinct credits, a reprint counting for whom it reprints and a roundup for nobody."""
    told = {(a.origin or a.credit or a.source) for a in members if roles.get(a.id) not in _NO_TELLERS}
    return max(1, len(told))


def _shared_hits(guide: Guide, readings: Sequence[Reading]) -> list[Hit]:
    """Each cue once, at its best place: those of the lead, and those that a third of the tellers share."""
    by_why: dict[str, list[tuple[int, Hit]]] = defaultdict(list)
    for number, reading in enumerate(readings):
        for hit in found(guide.importance, reading):
            by_why[hit.why].append((number, hit))
    shared = [told for told in by_why.values() if told[0][0] == 0 or len(told) * _SHARED >= len(readings)]
    return [max((hit for _, hit in told), key=lambda hit: abs(hit.points)) for told in shared]


def _size(article: Article) -> tuple[float, str]:
    """Points for the largest thing that title or opening count, and what it is."""
    sized = [s for f in find(f"{article.title[:TITLE_CHARS]}\n{article.text[:LEAD_CHARS]}") for s in _scaled(f)]
    return max(sized, default=(0.0, ""))


def _scaled(figure: Figure) -> Iterator[tuple[float, str]]:
    value = _number(figure.value)
    if figure.kind == "money":
        yuan = value * _YUAN.get(figure.currency, 1.0)
        yield from ((points, f"“{figure.raw}”（{word}）") for least, points, word in _SIZES if yuan >= least)
    elif figure.kind == "number" and value >= _SCALES.get(figure.unit, math.inf):
        yield _SCALE_POINTS, f"“{figure.raw}”（规模）"


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0.0
