"""What waits for the next run: articles to be joined, stories to be written. Triggers fill both (`digest/triggers.py`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

_PUBLISHED = "coalesce(a.published_at, a.first_seen)"  # the index articles_by_time


class Queues:
    """Read at the beginning of a step, emptied in the transaction that stores what became of it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def unjoined(self) -> dict[str, bool]:
        """Articles that are new, or changed since they were joined, and whether they can be joined: read, and no mere data."""
        sql = """
            select u.article, coalesce(a.problem = '' and a.role is not 'data', 0) as fit
            from unjoined u left join articles a on a.id = u.article order by u.article
        """
        return {r["article"]: bool(r["fit"]) for r in self._db.query(sql)}

    def joined(self, articles: Collection[str]) -> None:
        """Take these articles off the list."""
        self._drop("unjoined", "article", articles)

    def unwritten(self) -> set[str]:
        """Stories that changed, or whose draft did, since they were written."""
        return {r["story"] for r in self._db.query("select story from unwritten")}

    def written(self, stories: Collection[str]) -> None:
        """Take these stories off the list."""
        self._drop("unwritten", "story", stories)

    def _drop(self, table: str, column: str, values: Collection[str]) -> None:
        for marks, part in chunks(sorted(values)):
            self._db.execute(f"delete from {table} where {column} in ({marks})", part)  # noqa: S608 - our tables

    def stories_since(self, since: datetime) -> dict[str, dict[str, Any]]:
        """Stories with an article published (or, without a time, first seen) since then: `members_hash` and `judged`."""
        sql = f"""
            select s.id, s.members_hash, s.judged from stories s
            where s.id in (select a.story from articles a where {_PUBLISHED} >= ? and a.story is not null) order by s.id
        """  # noqa: S608 - constant
        return {r["id"]: r for r in self._db.query(sql, [since.astimezone(UTC).isoformat()])}


def chunks(values: Sequence[str], size: int = 500) -> Iterator[tuple[str, list[str]]]:
    """Marks and values for `in (…)`, a bounded number at a time."""
    for at in range(0, len(values), size):
        part = list(values[at : at + size])
        yield ",".join("?" * len(part)), part
