"""Editions as they were printed: what, when, by whom, and the bytes of every file."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from digest.errors import NotFound


@dataclass(frozen=True, slots=True)
class Printed:
    """A row of the editions: `record` is the dossier as JSON."""

    number: int
    week: str
    at: str
    by: str
    fingerprint: str
    record: str


class Editions:
    """Nothing is ever changed here: another text is another edition."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def next_number(self) -> int:
        """The number that the next edition will have."""
        return int(self._db.execute("select coalesce(max(number), 0) + 1 from editions").fetchone()[0])

    def add(self, printed: Printed, drafts: Iterable[tuple[str, str, str]]) -> None:
        """Store an edition with its drafts' (id, story, text hash)."""
        row = [printed.number, printed.week, printed.at, printed.by, printed.fingerprint]
        packed = zlib.compress(printed.record.encode(), 6)
        self._db.execute("insert into editions values (?, ?, ?, ?, ?, ?)", [*row, packed])
        rows = [(printed.number, place, *draft) for place, draft in enumerate(drafts)]
        self._db.conn.executemany("insert into edition_items values (?, ?, ?, ?, ?)", rows)

    def get(self, number: int) -> Printed:
        """An edition by its number. Raises NotFound."""
        for row in self._db.query("select * from editions where number = ?", [number]):
            return _printed(row)
        raise NotFound(f"没有第 {number} 号导出 —— digest export --list 列出全部")

    def latest(self, week: str, before: int | None = None) -> Printed | None:
        """The latest edition of a week (older than a number), or None."""
        sql = "select * from editions where week = ? and number < ? order by number desc limit 1"
        return next((_printed(r) for r in self._db.query(sql, [week, before or 2**62])), None)

    def rows(self, week: str = "") -> list[dict[str, Any]]:
        """Number, week, at, by, items and files (name, sha256, size) of the editions, oldest first."""
        sql = """
            select number, week, at, "by", (select count(*) from edition_items i where i.edition = number) as items
            from editions where week = ? or ? = '' order by number
        """
        return [{**row, "files": self.files(row["number"])} for row in self._db.query(sql, [week, week])]

    def keep(self, number: int, name: str, content: bytes) -> str:
        """Store a file of an edition, unless one of that name is stored; returns the sha256 of its bytes."""
        name_of = hashlib.sha256(content).hexdigest()
        row = [number, name, name_of, len(content), zlib.compress(content, 6)]
        self._db.execute("insert or ignore into edition_files values (?, ?, ?, ?, ?)", row)
        return name_of

    def files(self, number: int) -> list[dict[str, Any]]:
        """Name, sha256 and size of an edition's files."""
        sql = "select name, sha256, size from edition_files where edition = ? order by name"
        return list(self._db.query(sql, [number]))

    def file(self, number: int, name: str) -> bytes | None:
        """The bytes of a file as they were written, or None."""
        sql = "select body from edition_files where edition = ? and name = ?"
        return next((zlib.decompress(r["body"]) for r in self._db.query(sql, [number, name])), None)

    def before(self, week: str) -> dict[str, str]:
        """Story → the latest earlier week in whose last edition it stood."""
        sql = """
            select i.story, max(e.week) as week from edition_items i join editions e on e.number = i.edition
            where e.week < ? and e.number = (select max(number) from editions o where o.week = e.week) group by i.story
        """
        return {r["story"]: r["week"] for r in self._db.query(sql, [week])}

    def holding(self, draft: str) -> list[dict[str, Any]]:
        """The editions (number, week, at) that printed a draft, oldest first."""
        sql = "select number, week, at from edition_items join editions on number = edition where draft = ? order by number"
        return list(self._db.query(sql, [draft]))


def _printed(row: dict[str, Any]) -> Printed:
    fields = {k: row[k] for k in ("number", "week", "at", "by", "fingerprint")}
    return Printed(**fields, record=zlib.decompress(row["record"]).decode())
