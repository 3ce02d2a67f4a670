"""What publishers did to their pages after they were read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from digest.model import Article, Entry
from digest.store.articles import stored_entry
from digest.store.pieces import columns
from digest.text import digest_of


@dataclass(frozen=True, slots=True)
class Seen:
    """An article that was read, with the capture it was read from."""

    id: str
    url: str
    capture: int
    entry: Entry


class Corrections:
    """Pages to be looked at again, and what was found."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def recent(self, source: str, since: datetime, before: datetime) -> list[Seen]:
        """Read pages of a source that undecided or approved drafts of recent stories rest on, not looked at since `before`."""
        sql = """
            select a.id, a.url, a.capture, a.listed from articles a join drafts d on d.story = a.story
            where a.source = ? and a.problem = '' and a.capture is not null and d.status in ('pending', 'approved')
                and a.published_at >= ? and coalesce(a.looked_at, a.read_at) < ?
            order by a.published_at, a.id
        """
        rows = self._db.query(sql, [source, since.isoformat(), before.isoformat()])
        return [Seen(r["id"], r["url"], r["capture"], stored_entry(r["listed"])) for r in rows]

    def looked(self, article: str, now: datetime) -> None:
        """Note that a page was looked at again."""
        self._db.execute("update articles set looked_at = ? where id = ?", [now.isoformat(), article])

    def add(self, article: str, now: datetime, kind: str, captures: tuple[int, int | None], texts: tuple[str, str]) -> None:
        """File what a publisher did to a page afterwards: `changed` (old and new document) or `deleted` (why)."""
        row = [article, now.isoformat(), kind, *captures, *texts]
        sql = "insert into corrections (article, at, kind, old_capture, new_capture, old, new) values (?, ?, ?, ?, ?, ?, ?)"
        self._db.execute(sql, row)

    def was_deleted(self, article: str) -> bool:
        """Whether a deletion of that page is filed already."""
        sql = "select 1 from corrections where article = ? and kind = 'deleted'"
        return any(True for _ in self._db.query(sql, [article]))

    def reread(self, item: str, article: Article) -> None:
        """Replace an article's title and text by what its publisher made of it; its place in a story stays."""
        row = {"title": article.title, "text_hash": digest_of(article.document), **columns(article)}
        sets = ", ".join(f"{k} = ?" for k in row)
        self._db.execute(f"update articles set {sets} where id = ?", [*row.values(), item])  # noqa: S608 - our columns
        self._db.execute("update texts set title = ?, text = ? where article = ?", [article.title, article.text, item])

    def since(self, since: datetime) -> list[dict[str, Any]]:
        """Corrections since then, with the article and the drafts of its story."""
        sql = """
            select c.*, a.title, a.url, a.credit, a.story, d.id as draft, d.status, d.headline from corrections c
            join articles a on a.id = c.article left join drafts d on d.story = a.story where c.at >= ? order by c.id
        """
        return list(self._db.query(sql, [since.isoformat()]))

    def deleted(self) -> set[str]:
        """Articles whose pages their publishers took away."""
        return {r["article"] for r in self._db.query("select distinct article from corrections where kind = 'deleted'")}

    def deleted_before(self, articles: set[str], moment: datetime) -> bool:
        """Whether all these deletions were filed by then."""
        sql = "select article, at from corrections where kind = 'deleted'"
        late = {r["article"] for r in self._db.query(sql) if datetime.fromisoformat(r["at"]) > moment}
        return not articles & late
