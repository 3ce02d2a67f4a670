"""How many speak: reprints of one origin are one voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.model import Article
from digest.text import fold, shingles

_SHINGLE = 8
#: the part of the shorter text's shingles that stand in the other when one was copied; less where the page says so itself
_COPIED, _AVOWED = 0.5, 0.2
#: two flashes of a line or two are alike by nature: there only the same text is a copy
_SHORT, _SAME = 60, 0.95


def voices(articles: Sequence[Article], roles: Mapping[str, str]) -> list[int]:
    """For each article the number of the first one that speaks with the same voice."""
    out = list(range(len(articles)))
    grams = [shingles(a.text, _SHINGLE) for a in articles]
    for n, article in enumerate(articles):
        for m in range(n):
            least = min(len(grams[m]), len(grams[n]))
            share = len(grams[m] & grams[n]) / max(least, 1)
            copied = _COPIED if least >= _SHORT else _SAME
            if share >= (_AVOWED if _avowed(articles[m], article, roles) else copied):
                out[n] = out[m]
                break
    return out


def _avowed(a: Article, b: Article, roles: Mapping[str, str]) -> bool:
    """Whether one of two articles is known to be a reprint, or names the other's outlet as its origin."""
    origins = {fold(a.origin), fold(b.origin)} - {""}
    return "reprint" in (roles.get(a.id), roles.get(b.id)) or bool(origins & {fold(a.credit), fold(b.credit)})
