"""The archive as a run sees it: signatures of earlier runs, made anew where they are missing or made by other names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from digest import cluster
from digest.cluster import Signature
from digest.model import Article
from digest.pipeline.shared import Desk

#: days that signatures are kept: a new article was published at most two weeks ago and looks `cluster.HORIZON` days further
DAYS = 45
#: the oldest that one run drops at most: a desk that was away for a year doesn't wait for it
DROPPED = 2_000
#: articles signed in one go
PORTION = 500


class Kept:
    """A `cluster.Archive` over a desk's store. `placed` is the story of every article it told of, `made` what it signed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.scheme = cluster.scheme(desk.names)
        self.placed: dict[str, str] = {}
        self.made: dict[str, Signature] = {}
        self._places: dict[str, str] = {}
        self._recent: dict[int, list[Signature]] = {}

    def sign(self, articles: Iterable[Article]) -> list[Signature]:
        """The signatures of these articles, noted to be stored."""
        signed = [cluster.sign(article, self._desk.names) for article in articles]
        self.made.update((one.id, one) for one in signed)
        return signed

    def refresh(self) -> None:
        """Sign the articles of the last weeks that lack such a signature: after an upgrade, or a change of the alias file."""
        store, names = self._desk.store, self._desk.names
        lacking = store.signatures.lacking(self._desk.now - timedelta(days=DAYS), self.scheme)
        for at in range(0, len(lacking), PORTION):
            signed = [cluster.sign(a, names) for a in store.articles.get(lacking[at : at + PORTION]).values()]
            with store.write():
                store.signatures.keep(signed, self.scheme)

    def store(self) -> None:
        """Store what was signed and drop what is too old to be of use; inside a write."""
        self._desk.store.signatures.keep(self.made.values(), self.scheme)
        self._desk.store.signatures.forget(self._desk.now - timedelta(days=DAYS), DROPPED)

    def holders(self, keys: Collection[str], since: float, until: float) -> Iterator[tuple[str, str]]:
        """See cluster.Archive."""
        found = list(self._desk.store.signatures.holders(keys, since, until))
        unknown = {article for _, article in found} - self._places.keys()
        self._places |= dict.fromkeys(unknown, "") | self._desk.store.signatures.places(unknown)
        yield from ((key, story) for key, article in found if (story := self._places[article]))

    def members(self, stories: Collection[str]) -> Iterator[tuple[Signature, str]]:
        """See cluster.Archive. A member that is older than what is kept is signed again: a story is judged whole."""
        rows = list(self._desk.store.signatures.members(stories, self.scheme))
        lost = self._desk.store.articles.get([article for article, _, one in rows if one is None])
        signed = {one.id: one for one in self.sign(lost.values())}
        for article, story, one in rows:
            told = one or signed.get(article)
            if told is not None:
                self.placed[article] = story
                yield told, story

    def recent(self, count: int) -> Iterator[Signature]:
        """See cluster.Archive."""
        if count not in self._recent:
            self._recent[count] = list(self._desk.store.signatures.recent(count, self.scheme))
        yield from self._recent[count]
