"""OpenRouter's rows by UTC day."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from digest.model import TokenRows


class Tokens:
    """Rows as they were stated, a restated value beside the former one."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def days(self) -> frozenset[date]:
        """The UTC days of which rows are stored."""
        return frozenset(date.fromisoformat(r["day"]) for r in self._db.query("select distinct day from token_rows"))

    def add(self, answer: TokenRows, capture: int) -> int:
        """Store what is new or restated in an answer; returns how many rows that were."""
        head = [answer.as_of, answer.start_date, answer.end_date, answer.version, capture]
        self._db.execute("insert or ignore into token_answers values (?, ?, ?, ?, ?)", head)
        latest = self.latest(answer.start_date, answer.end_date)
        fresh = [(d, m, answer.as_of, n) for d, m, n in answer.rows if latest.get((d, m)) != n]
        self._db.conn.executemany("insert or replace into token_rows values (?, ?, ?, ?)", fresh)
        return len(fresh)

    def latest(self, start: str, end: str) -> dict[tuple[str, str], int]:
        """Tokens by (day, model) between two ISO days inclusive, as last stated."""
        sql = "select day, model, tokens from token_rows where day between ? and ? order by as_of"
        return {(r["day"], r["model"]): r["tokens"] for r in self._db.query(sql, [start, end])}

    def as_of(self, start: str, end: str) -> str:
        """When the latest answer that told of these days was made; "" when none did."""
        sql = "select max(as_of) as at from token_rows where day between ? and ?"
        return next((r["at"] or "" for r in self._db.query(sql, [start, end])), "")
