"""What each run did."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database


class Runs:
    """The ledger of runs: begun, then finished; one that stays `running` was killed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, run: str, command: str, engine: str, now: datetime, started: datetime) -> None:
        """Note that a run has begun; one that never ended is marked as interrupted."""
        self._db.execute("update runs set status = 'interrupted' where status = 'running'")
        sql = "insert into runs (id, command, engine, now, started_at, status, sources, llm) values (?, ?, ?, ?, ?, ?, ?, ?)"
        self._db.execute(sql, [run, command, engine, now.isoformat(), started.isoformat(), "running", "[]", "{}"])

    def sources(self, run: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Note how the sources fared so far: id, status, seen, new, error."""
        self._db.execute("update runs set sources = ? where id = ?", [json.dumps(rows, ensure_ascii=False), run])

    def finish(self, run: str, status: str, seconds: float, counts: Mapping[str, int], llm: Mapping[str, Any]) -> None:
        """Note how a run ended."""
        self._db.execute(
            "update runs set status = ?, seconds = ?, articles = ?, stories = ?, drafts = ?, llm = ? where id = ?",
            [status, seconds, counts["articles"], counts["stories"], counts["drafts"], json.dumps(llm), run],
        )

    def last(self) -> dict[str, Any] | None:
        """The latest run with its sources as a list, or None."""
        for row in self._db.query("select * from runs order by rowid desc limit 1"):
            return {**row, "sources": json.loads(row["sources"]), "llm": json.loads(row["llm"])}
        return None

    def latest_by_source(self) -> dict[str, dict[str, Any]]:
        """Each source's row of the latest run that asked it; `at` is that run's time, `ok_at` the last one that went well."""
        keys = ", ".join(f"json_extract(value, '$.{k}') as {k}" for k in ("id", "status", "seen", "new", "error"))
        sql = f"select {keys}, now as at from runs, json_each(runs.sources) order by runs.rowid"  # noqa: S608 - constant
        latest: dict[str, dict[str, Any]] = {}
        for row in self._db.query(sql):
            before = latest.get(row["id"], {})
            good = row["at"] if row["status"] in ("ok", "unchanged") else before.get("ok_at")
            latest[row["id"]] = {**row, "ok_at": good}
        return latest
