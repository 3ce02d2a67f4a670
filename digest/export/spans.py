"""Overlapping spans over one text, as consecutive pieces that each know which spans cover them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """A named stretch of a text, end exclusive."""

    start: int
    end: int
    name: str


def pieces(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, list[str]]]:
    """The text cut wherever a span begins or ends, each piece with the names that cover it, the shortest span last."""
    sound = [s for s in spans if 0 <= s.start < s.end <= len(text)]
    edges = sorted({0, len(text), *(s.start for s in sound), *(s.end for s in sound)})
    ordered = sorted(sound, key=lambda s: s.start - s.end)
    for a, b in pairwise(edges):
        yield text[a:b], [s.name for s in ordered if s.start <= a and b <= s.end]
