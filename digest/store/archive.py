"""Pages as they came, so that evidence outlives the site."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from digest.model import Page
from digest.text import digest_of


class Archive:
    """Content-addressed page bytes, their headers, and the validators of the copy that is held."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, page: Page, source: str, at: datetime) -> int:
        """Store a page and return its capture's id. The same bytes of the same address are one capture."""
        name = digest_of(page.body)
        rows = list(self._db.query("select id, blob from captures where url = ? order by id desc limit 1", [page.url]))
        if rows and rows[0]["blob"] == name:
            return int(rows[0]["id"])
        packed = zlib.compress(page.body, 6)
        self._db.execute("insert or ignore into blobs (hash, size, body) values (?, ?, ?)", [name, len(page.body), packed])
        cursor = self._db.execute(
            "insert into captures (url, final_url, source, headers, fetched_at, blob) values (?, ?, ?, ?, ?, ?)",
            [page.url, page.final_url, source, json.dumps(page.headers, ensure_ascii=False), at.isoformat(), name],
        )
        return int(cursor.lastrowid or 0)

    def page(self, capture: int) -> Page:
        """The archived page of a capture, as it came. Raises KeyError for an id that doesn't exist."""
        sql = "select url, final_url, headers, fetched_at, body from captures join blobs on blob = hash where id = ?"
        for row in self._db.query(sql, [capture]):
            headers = tuple((str(k), str(v)) for k, v in json.loads(row["headers"]))
            at = datetime.fromisoformat(row["fetched_at"])
            return Page(row["url"], row["final_url"], 200, headers, zlib.decompress(row["body"]), at)
        raise KeyError(capture)

    def of_article(self, article: str) -> Page | None:
        """The archived page that an article was read from, or None."""
        for row in self._db.query("select capture from articles where id = ? and capture is not null", [article]):
            return self.page(row["capture"])
        return None

    def remember(self, page: Page, source: str, capture: int) -> None:
        """Note the validators of an answer for the next conditional request."""
        row = [page.url, source, page.header("etag")[:500], page.header("last-modified")[:100], capture]
        sql = """
            insert into validators (url, source, etag, last_modified, capture) values (?, ?, ?, ?, ?)
            on conflict (url) do update set source = excluded.source, etag = excluded.etag,
                last_modified = excluded.last_modified, capture = excluded.capture
        """
        self._db.execute(sql, row)

    def held(self, url: str) -> tuple[int, Page] | None:
        """The capture and page of the copy whose validators are noted, or None."""
        for row in self._db.query("select capture from validators where url = ?", [url]):
            return row["capture"], self.page(row["capture"])
        return None

    def validators(self, url: str) -> Mapping[str, str]:
        """`etag` and `last_modified` of the copy held of an address, empty strings when there is none."""
        for row in self._db.query("select etag, last_modified from validators where url = ?", [url]):
            return {"etag": row["etag"], "last_modified": row["last_modified"]}
        return {"etag": "", "last_modified": ""}
