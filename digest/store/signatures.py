"""The signatures of the last weeks, and what they are found by: a new article is compared with a few stories, not with all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from digest import cluster
from digest.cluster import Signature
from digest.store.queues import chunks

_DAY = 86_400


class Signatures:
    """One row an article, with the story that the article is in now: who moves an article moves its signature."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # -------------------------------------------------------------------------------------------------------------- to find
    def holders(self, keys: Collection[str], since: float, until: float) -> Iterator[tuple[str, str]]:
        """(key, article) of those that hold a key between two times (days since 1970), a bounded number a key."""
        sql = f"select article from signature_keys where key = ? and at between ? and ? limit {cluster.CROWD_HELD + 1}"  # noqa: S608
        for key in keys:
            for (article,) in self._db.execute(sql, [key, since, until]):
                yield key, article

    def places(self, articles: Collection[str]) -> dict[str, str]:
        """Article → the story it is in now."""
        found: dict[str, str] = {}
        for marks, part in chunks(sorted(articles)):
            sql = f"select id, story from articles where story is not null and id in ({marks})"  # noqa: S608 - marks
            found.update(self._db.execute(sql, part).fetchall())
        return found

    def members(self, stories: Collection[str], made: str) -> Iterator[tuple[str, str, Signature | None]]:
        """(article, story, signature) of all readable articles of these stories; None where none was made so."""
        for marks, part in chunks(sorted(stories)):
            sql = f"""
                select a.id, a.story, s.packed from articles a left join signatures s on s.article = a.id and s.made = ?
                where a.story in ({marks}) and a.problem = '' and a.role is not 'data' order by a.story, a.id
            """  # noqa: S608 - marks
            for article, story, packed in self._db.execute(sql, [made, *part]):
                yield article, story, cluster.unpack(packed) if packed else None

    def recent(self, count: int, made: str) -> Iterator[Signature]:
        """The latest signatures, at most so many."""
        sql = "select packed from signatures where made = ? order by at desc, article desc limit ?"
        for (packed,) in self._db.execute(sql, [made, count]):
            yield cluster.unpack(packed)

    def lacking(self, since: datetime, made: str) -> list[str]:
        """Joined articles published (or first seen) since then whose signature is not there or was made otherwise."""
        sql = """
            select a.id from articles a left join signatures s on s.article = a.id
            where coalesce(a.published_at, a.first_seen) >= ? and a.story is not null and a.problem = ''
                and a.role is not 'data' and s.made is not ? order by +a.id
        """  # a plus: by the index of times, not through all articles in order
        return [article for (article,) in self._db.execute(sql, [since.astimezone(UTC).isoformat(), made])]

    # -------------------------------------------------------------------------------------------------------------- to keep
    def keep(self, signatures: Iterable[Signature], made: str) -> None:
        """Store signatures of articles that are filed, in place of those they had. An article without a trustworthy date is
        found by when it was first seen."""
        for one in signatures:
            self._forget(one.id)
            keys, at = sorted(set(cluster.keys(one))), self._at(one)
            row: list[Any] = [one.id, at, made, "\n".join(keys), cluster.pack(one)]
            self._db.execute("insert into signatures (article, at, made, keys, packed) values (?, ?, ?, ?, ?)", row)
            self._db.conn.executemany("insert into signature_keys values (?, ?, ?)", [(key, at, one.id) for key in keys])

    def _at(self, one: Signature) -> float:
        if one.at is not None:
            return one.at
        (seen,) = self._db.execute("select first_seen from articles where id = ?", [one.id]).fetchone()
        return datetime.fromisoformat(seen).timestamp() / _DAY

    def forget(self, before: datetime, limit: int) -> None:
        """Drop the oldest signatures from before then, at most so many: no new article looks that far back."""
        sql = "select article from signatures where at < ? order by at limit ?"
        for (article,) in self._db.execute(sql, [before.timestamp() / _DAY, limit]).fetchall():
            self._forget(article)

    def _forget(self, article: str) -> None:
        for at, keys in self._db.execute("select at, keys from signatures where article = ?", [article]).fetchall():
            rows = [(key, at, article) for key in keys.split("\n")]
            self._db.conn.executemany("delete from signature_keys where key = ? and at = ? and article = ?", rows)
            self._db.execute("delete from signatures where article = ?", [article])
