"""What an article has besides its one page and text: further pages, the items of a roundup, flags."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from digest.model import Article, Part

_BEHIND = "；分条: "  # parts the reason of a fate from what its items point to


class Pieces:
    """Rows beside the article's own."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def further(self, article: str, captures: Sequence[int]) -> None:
        """Note the archived further pages of a paged article, in order."""
        self._db.execute("delete from further where article = ?", [article])
        for n, capture in enumerate(captures, 2):
            self._db.execute("insert into further (article, n, capture) values (?, ?, ?)", [article, n, capture])

    def captures(self, article: str) -> list[int]:
        """The archived pages that an article was read from, in order; [] for what was never fetched."""
        sql = """
            select capture from (select capture, 1 as n from articles where id = ? and capture is not null
                union all select capture, n from further where article = ?) order by n
        """
        return [r["capture"] for r in self._db.query(sql, [article, article])]

    def is_paged(self, article: str) -> bool:
        """Whether an article was read from several pages, or from fewer than it has."""
        sql = "select 1 from articles where id = ? and (flags like '%\"incomplete:%' or id in (select article from further))"
        return any(True for _ in self._db.query(sql, [article]))

    def roundups(self, since: datetime) -> list[str]:
        """The roundups since then that are made of items."""
        sql = """
            select id from articles where coalesce(published_at, first_seen) >= ? and role = 'roundup' and parts != '[]'
            order by +id
        """
        return [r["id"] for r in self._db.query(sql, [since.isoformat()])]

    def point(self, article: str, parts: Sequence[Part], says: str) -> None:
        """Note which stories the items of a roundup point to, and say so behind the reason of its fate."""
        told = _parts_json(parts)
        self._db.execute("update articles set parts = ? where id = ? and parts != ?", [told, article, told])
        bare = "iif(instr(fate_reason, ?), substr(fate_reason, 1, instr(fate_reason, ?) - 1), fate_reason)"
        sql = f"update articles set fate_reason = {bare} || ? where id = ? and fate = 'irrelevant'"  # noqa: S608 - constant
        self._db.execute(sql, [_BEHIND, _BEHIND, _BEHIND + says, article])


def columns(article: Article) -> dict[str, str]:
    """What an article has besides its text, as columns of its row."""
    return {"flags": json.dumps(article.flags, ensure_ascii=False), "parts": _parts_json(article.parts)}


def besides(row: Mapping[str, Any]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Parts and flags of a row."""
    return tuple(Part(*p) for p in json.loads(row["parts"])), tuple(json.loads(row["flags"]))


def _parts_json(parts: Iterable[Part]) -> str:
    return json.dumps([astuple(p) for p in parts], ensure_ascii=False)
