"""How each source fared, and what its host's robots.txt says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from digest.health import Seen, State

#: how long a robots.txt may be kept (RFC 9309 2.4: no longer than a day); a closed door is tried again sooner
ROBOTS_KEPT, CLOSED_KEPT = timedelta(hours=24), timedelta(hours=1)


class Sources:
    """One row a source, one row a robots.txt."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def state(self, source: str) -> State:
        """What is known of a source; of one that was never asked, nothing."""
        for row in self._db.query("select * from sources where id = ?", [source]):
            return State(
                last_try=_time(row["last_try"]),
                last_ok=_time(row["last_ok"]),
                failures=row["failures"],
                not_before=_time(row["not_before"]),
                error=row["error"],
                kind=row["kind"],
                redirected=row["redirected"],
                note=row["note"],
            )
        return State()

    def well(self, source: str, now: datetime, *, redirected: str = "", note: str = "") -> None:
        """Note that a source answered."""
        at = now.isoformat()
        self._save(
            source, last_try=at, last_ok=at, failures=0, not_before=None, error="", kind="", redirected=redirected, note=note
        )

    def ill(self, source: str, now: datetime, kind: str, error: str, not_before: datetime | None) -> None:
        """Note that a source failed, once more in a row."""
        before = self.state(source)
        self._save(
            source, last_try=now.isoformat(), last_ok=before.last_ok.isoformat() if before.last_ok else None,
            failures=before.failures + 1, not_before=not_before.isoformat() if not_before else None, error=error, kind=kind,
            redirected=before.redirected, note="",
        )  # fmt: skip

    def seen(self, since: datetime, lately: datetime) -> dict[str, Seen]:
        """Source → its items since then, and what could not be read of those since `lately`."""
        sql = """
            select source, coalesce(published_at, first_seen) as at, fate, decode_errors, flags like '%"charset:%' as guessed,
                case when instr(problem, ':') then substr(problem, 1, instr(problem, ':') - 1) else 'missed' end as trouble
            from articles where coalesce(published_at, first_seen) >= ? and role is not 'data'
        """
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in self._db.query(sql, [since.isoformat()]):
            rows.setdefault(row["source"], []).append({**row, "at": datetime.fromisoformat(row["at"])})
        return {source: _seen(found, [r for r in found if r["at"] >= lately]) for source, found in rows.items()}

    def _save(self, source: str, **row: Any) -> None:
        self._db.table("sources").upsert({"id": source, **row}, pk="id")

    def robots(self, address: str, now: datetime) -> tuple[str, str] | None:
        """`text` and `closed` of a robots.txt that was read lately, or None."""
        for row in self._db.query("select text, closed, at from robots where address = ?", [address]):
            if now - datetime.fromisoformat(row["at"]) < (CLOSED_KEPT if row["closed"] else ROBOTS_KEPT):
                return row["text"], row["closed"]
        return None

    def keep_robots(self, address: str, text: str, closed: str, now: datetime) -> None:
        """Keep a robots.txt for a day."""
        row = {"address": address, "text": text, "closed": closed, "at": now.isoformat()}
        self._db.table("robots").upsert(row, pk="address")


def _seen(rows: Sequence[Mapping[str, Any]], lately: Sequence[Mapping[str, Any]]) -> Seen:
    return Seen(
        tuple(r["at"] for r in rows),
        len(lately),
        Counter(r["trouble"] for r in lately if r["fate"] == "unreadable"),
        sum(bool(r["decode_errors"]) for r in lately if r["fate"] != "unreadable"),
        sum(bool(r["guessed"]) for r in lately if r["fate"] != "unreadable"),
    )


def _time(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
