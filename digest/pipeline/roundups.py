"""Roundups as pointers: which stories the items of a 早报 tell of, and which of them nobody else reports.

A roundup stays one article with one fate and is evidence for nothing. Each of its items is held against the archive as a new
report would be; what it finds is a pointer, what it doesn't find is a lead for the desk.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from digest import cluster
from digest.model import Article, Part
from digest.pipeline.kept import Kept
from digest.pipeline.shared import Desk
from digest.text import one_line

_NUMBER = re.compile(r"^\W*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[、.．:：)）】\]]\s*|^[\W_]+")
_TOLD = 3  # items that are named in a fate
_MOST = 60  # items of one roundup that are held against the archive


def point(desk: Desk, since: datetime) -> None:
    """Hold the items of the roundups since then against the stories that there are, and say in their fates what was found."""
    found = desk.store.articles.get(desk.store.pieces.roundups(since))
    pointed = [(article, _pointed(desk, article)) for article in found.values()]
    with desk.store.write():
        for article, parts in pointed:
            desk.store.pieces.point(article.id, parts, says(parts))


def says(parts: tuple[Part, ...]) -> str:
    """What became of the items, in Chinese."""
    alone = [_headline(p) for p in parts if not p.story]
    named = "、".join(f"《{title[:30]}》" for title in alone[:_TOLD]) + (f"等 {len(alone)} 条" if len(alone) > _TOLD else "")
    return f"{len(parts)} 条中 {len(parts) - len(alone)} 条另有报道" + (f"，未见他处报道: {named}" if alone else "")


def _pointed(desk: Desk, roundup: Article) -> tuple[Part, ...]:
    items = {f"{roundup.id}#{n}": _item(roundup, f"{roundup.id}#{n}", p) for n, p in enumerate(roundup.parts[:_MOST])}
    signed = [cluster.sign(item, desk.names) for item in items.values()]
    stories: dict[str, str] = {}
    for one in signed:  # each by itself: two items must not be joined by each other
        for story in cluster.stories_of([one], archive=Kept(desk)):
            if any(member.article not in items for member in story.members):
                stories[one.id] = story.id
    return tuple(replace(p, story=stories.get(f"{roundup.id}#{n}", "")) for n, p in enumerate(roundup.parts))


def _item(roundup: Article, name: str, part: Part) -> Article:
    """An item as a report of its own, for comparing only."""
    whole = roundup.text[part.start : part.end]
    text = whole.removeprefix(part.title).strip("\n") or whole
    return replace(roundup, id=name, title=_headline(part), text=text, parts=(), flags=())


def _headline(part: Part) -> str:
    return one_line(_NUMBER.sub("", part.title))
