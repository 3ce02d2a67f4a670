"""Articles → stories: which articles tell of one event, who told it first, and which is best to draft from. Pure.

Three steps: copies of one text are grouped by the shingles they share; the groups are compared in five views (text, headline,
figures, names, things) with the candidates an index gives; the most alike are joined until none is alike enough, unless
their headlines contradict one another. `docs/design.md` tells what else was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digest.cluster import candidates, copies, linkage
from digest.cluster.candidates import CROWD_HELD, Archive, Index, keys
from digest.cluster.likeness import HORIZON, MOST, Comparison, Rarity
from digest.cluster.roles import story_of
from digest.cluster.signature import Signature, pack, scheme, sign, unpack
from digest.model import Article, Story
from digest.names import Names

__all__ = [
    "CROWD_HELD",
    "HORIZON",
    "Archive",
    "Index",
    "Signature",
    "alike",
    "keys",
    "pack",
    "scheme",
    "sign",
    "stories",
    "stories_of",
    "unpack",
]

#: articles of the archive by which rarity is judged
SAMPLE = 200


def stories(
    articles: Sequence[Article],
    *,
    known: Mapping[str, str] = {},
    names: Names | None = None,
    archive: Archive | None = None,
) -> list[Story]:
    """The articles as stories, one for each event, in order of their ids.

    `known` maps an article's id to its story of earlier runs: a story keeps its id and its articles, two of them never join,
    and new reports join them. With an `archive` only the new articles need be given: the stories that they may belong to
    are looked up, and those that took one in are returned whole. The same articles give the same stories in any order.
    """
    return stories_of([sign(a, names) for a in articles], known=known, archive=archive)


def stories_of(
    signatures: Iterable[Signature], *, known: Mapping[str, str] = {}, archive: Archive | None = None
) -> list[Story]:
    """The same for articles that are signed already."""
    fresh = {one.id: one for one in signatures}
    held: dict[str, Signature] = {}
    settled = dict(known)
    sample = list(fresh.values())
    if archive is not None and fresh:
        near = {*candidates.stories_near(fresh.values(), archive), *(known[name] for name in fresh if name in known)}
        for one, story in archive.members(sorted(near)):
            if one.id not in fresh:
                held[one.id] = one
            settled.setdefault(one.id, story)
        sample += [one for one in archive.recent(SAMPLE) if one.id not in fresh]
    groups = copies.groups([*fresh.values(), *held.values()], settled)
    comparison = Comparison(Rarity(sample))
    clusters = _clusters(groups, settled, comparison)
    taken = frozenset(settled.values())
    found = [[groups[at] for at in cluster] for cluster in clusters]
    touched = [c for c in found if any(s.id in fresh for group in c for s in group)]
    return sorted((story_of(c, settled, taken, comparison) for c in touched), key=lambda s: s.id)


def alike(a: Signature, b: Signature) -> float:
    """How alike two articles are by themselves, 0–1, before anything is known of what is common these days."""
    return Comparison(Rarity(())).likeness(a, b).score / MOST


def _clusters(groups: Sequence[Sequence[Signature]], known: Mapping[str, str], comparison: Comparison) -> list[list[int]]:
    firsts = [group[0] for group in groups]
    stories_of = [next((known[s.id] for s in group if s.id in known), "") for group in groups]
    pairs = candidates.pairs(firsts, [not story for story in stories_of])
    one_event = [(a, b) for a, b in pairs if not copies.formula(firsts[a], firsts[b])]
    scores = {(a, b): comparison.likeness(firsts[a], firsts[b]).score for a, b in one_event}
    return linkage.joined(groups, scores, stories_of)
