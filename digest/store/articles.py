"""Every item seen, with its one fate, and the texts that were read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from digest.errors import NotFound
from digest.model import Article, Entry, Failure, Member, Moment, Source
from digest.store.pieces import besides, columns
from digest.store.queues import chunks
from digest.text import digest_of, one_line, short_id

_COLUMNS = """
    a.id, a.source, a.url, a.credit, a.title, a.published_at, a.precision, a.date_flag, a.lang, a.author, a.origin,
    a.problem, a.decode_errors, a.text_hash, a.flags, a.parts
"""
#: a story of the window may hold articles that were published before it
_LISTED = """
    select a.id, a.url, a.source, a.credit, a.title, a.published_at, a.lang, a.story, s.section,
           coalesce(s.importance, 0) as importance, a.fate, a.fate_reason, a.first_seen, a.origin, a.role, a.joined,
           a.date_flag, a.flags, a.parts
    from articles a left join stories s on s.id = a.story
"""


@dataclass(frozen=True, slots=True)
class Unread:
    """An item whose page has not been read yet; `capture` is set when the page is already archived."""

    id: str
    entry: Entry
    tries: int
    capture: int | None


class Articles:
    """One row an item, keyed by its canonical address."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # ------------------------------------------------------------------------------------------------- seen, to be read
    def listed(self, source: Source, entries: Iterable[Entry], now: datetime, oldest: datetime) -> int:
        """File items that weren't known; returns how many. What was published before `oldest` is stale and never fetched."""
        new = 0
        for entry in entries:
            fate, reason = _first_fate(entry, source, oldest)
            row = {
                "id": short_id("a", entry.url),
                "source": source.id,
                "url": entry.url,
                "credit": source.name,
                "title": entry.title,
                "first_seen": now.isoformat(),
                "listed": _entry_json(entry),
                "fate": fate,
                "fate_reason": reason,
                **_moment_columns(entry.published),
            }
            new += self._db.execute(_insert_or_ignore(row), list(row.values())).rowcount
        return new

    def known(self, urls: Sequence[str]) -> set[str]:
        """Which of these canonical addresses are filed already."""
        found: set[str] = set()
        for marks, part in chunks(urls):
            found |= {r["url"] for r in self._db.query(f"select url from articles where url in ({marks})", part)}  # noqa: S608
        return found

    def unread(self, source: str, now: datetime) -> list[Unread]:
        """Items of a source whose page is still to be read and whose time to try has come, oldest first."""
        sql = """
            select id, listed, tries, capture from articles
            where source = ? and read_at is null and fate in ('pending', 'unreadable') and (retry_at is null or retry_at <= ?)
            order by first_seen, published_at, id
        """
        rows = self._db.query(sql, [source, now.isoformat()])
        return [Unread(r["id"], stored_entry(r["listed"]), r["tries"], r["capture"]) for r in rows]

    def fetched(self, article: str, capture: int) -> None:
        """Note that an item's page is archived."""
        self._db.execute("update articles set capture = ? where id = ?", [capture, article])

    def missed(self, article: str, failure: Failure, retry_at: datetime | None) -> None:
        """Note that an item's page couldn't be had; without `retry_at` it is given up."""
        reason = f"{failure.message}{'' if retry_at else ', 不再重试'}"
        sets = "tries = tries + 1, fate = 'unreadable', fate_reason = ?, retry_at = ?, read_at = ?"
        self._db.execute(
            f"update articles set {sets} where id = ?",  # noqa: S608 - constant
            [reason, retry_at.isoformat() if retry_at else None, None if retry_at else "", article],
        )

    def read(self, item: str, article: Article, now: datetime, retry_at: datetime | None = None) -> None:
        """File what was read from an item's page. With `retry_at` (a captcha may go away) the page is asked for again then."""
        row: dict[str, Any] = {
            "credit": article.credit,
            "lang": article.lang,
            "author": article.author,
            "origin": article.origin,
            "problem": article.problem,
            "decode_errors": article.decode_errors,
            "text_hash": digest_of(article.document),
            **columns(article),
            "read_at": None if retry_at else now.isoformat(),
            "retry_at": retry_at.isoformat() if retry_at else None,
            "fate": "unreadable" if article.problem else "pending",
            "fate_reason": article.problem or "尚未归并",
        }
        if retry_at:
            row["capture"] = None
        if article.title and not article.problem:
            row["title"] = article.title
        if article.published:
            row |= _moment_columns(article.published)
        sets = ", ".join(f"{k} = ?" for k in row)
        self._db.execute(f"update articles set {sets}, tries = tries + 1 where id = ?", [*row.values(), item])  # noqa: S608
        if not article.problem:
            self._db.execute(
                "insert into texts (article, title, text) values (?, ?, ?) on conflict (article) do update "
                "set title = excluded.title, text = excluded.text",
                [item, article.title, article.text],
            )

    # ------------------------------------------------------------------------------------------------------- to be joined
    def of_story(self, story: str) -> list[tuple[Article, Member]]:
        """A story's articles with their places, the lead first."""
        sql = f"""
            select {_COLUMNS}, t.text, a.role, a.score, a.joined from articles a join texts t on t.article = a.id
            left join stories s on s.id = a.story where a.story = ?
            order by a.id = s.lead desc, a.published_at, a.id
        """  # noqa: S608 - constant
        return [(_article(r), Member(r["id"], r["role"], r["score"], r["joined"])) for r in self._db.query(sql, [story])]

    def stories_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Article id → story id, for those that have one."""
        found: dict[str, str] = {}
        for marks, part in chunks(ids):
            sql = f"select id, story from articles where story is not null and id in ({marks})"  # noqa: S608
            found |= {r["id"]: r["story"] for r in self._db.query(sql, part)}
        return found

    def place(self, member: Member, story: str) -> None:
        """Put an article in its story."""
        place = (story, member.role, member.score, member.reason)
        self._db.execute(
            "update articles set story = ?, role = ?, score = ?, joined = ? where id = ? and "
            "(story is not ? or role is not ? or score is not ? or joined is not ?)",
            [*place, member.article, *place],
        )

    def data(self, article: str, reason: str) -> None:
        """Mark an article as data: it is evidence to be looked up, and no report of an event."""
        sql = "update articles set role = 'data', fate = 'irrelevant', fate_reason = ? where id = ?"
        self._db.execute(sql, [reason, article])

    def fate(self, article: str, fate: str, reason: str) -> None:
        """Set the one fate of an article."""
        self._db.execute(
            "update articles set fate = ?, fate_reason = ? where id = ? and (fate != ? or fate_reason != ?)",
            [fate, reason, article, fate, reason],
        )

    def mark_drafted(self) -> None:
        """The fate of every lead whose story has a draft."""
        self._db.execute("""
            update articles set fate = 'drafted', fate_reason = '稿件 ' || d.id
            from stories s join drafts d on d.story = s.id
            where s.id = articles.story and articles.id = s.lead and articles.fate = 'pending' and s.section is not null
        """)

    # ---------------------------------------------------------------------------------------------------------- to be shown
    def rows(self, start: datetime | None = None, end: datetime | None = None) -> list[dict[str, Any]]:
        """Rows for `digest articles`: all, or those published (or first seen) in [start, end)."""
        if start is None or end is None:
            return list(self._db.query(f"{_LISTED} order by coalesce(a.published_at, a.first_seen), a.id"))
        where = "where coalesce(a.published_at, a.first_seen) >= ? and coalesce(a.published_at, a.first_seen) < ?"
        sql = f"{_LISTED} {where} order by coalesce(a.published_at, a.first_seen), a.id"
        return list(self._db.query(sql, [start.isoformat(), end.isoformat()]))

    def get(self, ids: Sequence[str]) -> dict[str, Article]:
        """Readable articles by id."""
        found: dict[str, Article] = {}
        for marks, part in chunks(list(dict.fromkeys(ids))):
            sql = f"select {_COLUMNS}, t.text from articles a join texts t on t.article = a.id where a.id in ({marks})"  # noqa: S608
            found |= {r["id"]: _article(r) for r in self._db.query(sql, part)}
        return {name: found[name] for name in dict.fromkeys(ids) if name in found}

    def rows_of(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Rows as `rows` gives them, by id."""
        return {name: r for name in dict.fromkeys(ids) for r in self._db.query(f"{_LISTED} where a.id = ?", [name])}

    def find(self, prefix: str) -> str:
        """The id that begins so. Raises NotFound when none or several do."""
        found = [r["id"] for r in self._db.query("select id from articles where id glob ? limit 2", [_glob(prefix)])]
        if len(found) != 1:
            raise NotFound(f"{'没有' if not found else '不止一篇'}以 {prefix} 开头的文章 —— digest articles 列出全部")
        return str(found[0])

    def search(self, query: str, limit: int) -> list[dict[str, Any]]:
        """Articles that contain every word of the query, the best first; words under three characters are looked for one by
        one, because a trigram index can't know them."""
        words = one_line(query).split()
        if not words:
            return []
        long = [w for w in words if len(w) >= 3]
        clauses, values = [], []
        if long:
            clauses.append("t.rowid in (select rowid from texts_fts where texts_fts match ?)")
            values.append(" ".join('"' + w.replace('"', '""') + '"' for w in long))
        for word in (w for w in words if len(w) < 3):
            clauses.append("(t.title || char(10) || t.text) like ? escape '\\'")
            values.append("%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
        title_hits = " + ".join("(instr(lower(t.title), lower(?)) > 0)" for _ in words)
        sql = f"""
            {_LISTED.replace("a.joined", "a.joined, t.text")} join texts t on t.article = a.id
            where {" and ".join(clauses)} order by {title_hits} desc, a.published_at desc limit ?
        """
        return list(self._db.query(sql, [*values, *words, limit]))

    def count(self) -> int:
        """How many items were ever seen."""
        return int(self._db.execute("select count(*) from articles").fetchone()[0])

    def fates(self) -> dict[str, int]:
        """How many articles met each fate."""
        return {r["fate"]: r["n"] for r in self._db.query("select fate, count(*) as n from articles group by fate")}


def _first_fate(entry: Entry, source: Source, oldest: datetime) -> tuple[str, str]:
    if part := next((p for p in source.drop_url if p in entry.url), ""):
        return "irrelevant", f"地址含 “{part}”, 来源表中写明不采"
    if entry.published is not None and entry.published.at < oldest:
        return "stale", f"早于回看期限 {oldest.date()}"
    return "pending", "尚未读取"


def _glob(prefix: str) -> str:
    return "".join(ch if ch.isalnum() else f"[{ch}]" for ch in prefix) + "*"


def _insert_or_ignore(row: Mapping[str, object]) -> str:
    return f"insert or ignore into articles ({', '.join(row)}) values ({', '.join('?' * len(row))})"  # noqa: S608 - our columns


def _moment_columns(moment: Moment | None) -> dict[str, str | None]:
    if moment is None:
        return {"published_at": None, "precision": "none", "date_flag": ""}
    return {
        "published_at": moment.at.astimezone(UTC).isoformat(),
        "precision": moment.precision,
        "date_flag": moment.flag,
    }


def _entry_json(entry: Entry) -> str:
    data = asdict(entry)
    if entry.published:
        data["published"] = [entry.published.at.isoformat(), entry.published.precision, entry.published.flag]
    return json.dumps(data, ensure_ascii=False)


def stored_entry(stored: str) -> Entry:
    """The entry as its list told it (column `listed`)."""
    data = json.loads(stored)
    if at := data.pop("published"):
        data["published"] = Moment(datetime.fromisoformat(at[0]), at[1], at[2])
    return Entry(**data)


def _article(row: Mapping[str, Any]) -> Article:
    published = None
    if row["published_at"]:
        published = Moment(datetime.fromisoformat(row["published_at"]), row["precision"], row["date_flag"] or "")
    keys = ("id", "source", "url", "credit", "title", "text", "lang", "author", "origin", "problem", "decode_errors")
    parts, flags = besides(row)
    told = {k: row[k] or "" for k in keys if k != "decode_errors"}
    return Article(**told, decode_errors=row["decode_errors"], published=published, parts=parts, flags=flags)
