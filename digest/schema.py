"""The tables of `db/digest.db`, as migrations that sqlite-utils applies once each, in a transaction.

    blobs ← captures ← validators            pages as they came, and what a conditional request needs
    articles ── texts (full-text index)      every item seen, with its one fate
    further                                  captures of the further pages of paged articles
    stories ← drafts ← checks                what was made of them
    revisions                                every text a draft ever had
    decisions, decisions_head                who decided what: a chain that only grows
    pins                                     articles whose story a person fixed
    runs                                     what each run did, source by source
    llm_calls                                every request to a model, what it cost and what came back
    token_rows, token_answers                OpenRouter's rows by day, restatements kept by as-of
    editions ← edition_items, edition_files  what was printed, as it was printed
    unjoined, unwritten                      what waits for the next run, filled by triggers
    signatures ← signature_keys              how new articles find the stories of the last weeks

All tables are strict. Times are ISO 8601 in UTC. A change of shape is a new migration at the end, never an edit.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table
from sqlite_utils.migrations import Migrations

from digest import decide, triggers

#: "Dgst": tells our file from any other SQLite file
APPLICATION_ID = 0x44677374

migrations = Migrations("digest")


def _table(db: Database, name: str, columns: dict[str, Any], **options: Any) -> Table:
    return db.table(name).create(columns, strict=True, **options)


@migrations()
def archive(db: Database) -> None:
    """Pages as they came: content-addressed bytes, one capture a fetch that brought something new."""
    _table(db, "blobs", {"hash": str, "size": int, "body": bytes}, pk="hash", not_null={"size", "body"})
    _table(
        db,
        "captures",
        {"id": int, "url": str, "final_url": str, "source": str, "headers": str, "fetched_at": str, "blob": str},
        pk="id",
        not_null={"url", "final_url", "source", "headers", "fetched_at", "blob"},
        foreign_keys=[("blob", "blobs", "hash")],
    ).create_index(["url"])
    _table(
        db,
        "validators",
        {"url": str, "source": str, "etag": str, "last_modified": str, "capture": int},
        pk="url",
        not_null={"source", "etag", "last_modified", "capture"},
        foreign_keys=[("capture", "captures", "id")],
    )


@migrations()
def articles(db: Database) -> None:
    """Every item seen. `listed` is the entry as the list told it (JSON), `tries` and `retry_at` are for pages not read yet."""
    _table(
        db,
        "articles",
        {
            "id": str, "source": str, "url": str, "credit": str, "title": str, "lang": str, "published_at": str,
            "precision": str, "date_flag": str, "author": str, "origin": str, "problem": str, "decode_errors": int,
            "text_hash": str, "capture": int, "listed": str, "first_seen": str, "read_at": str, "tries": int,
            "retry_at": str, "looked_at": str, "story": str, "role": str, "score": float, "joined": str, "fate": str,
            "fate_reason": str,
        },
        pk="id",
        not_null={"source", "url", "credit", "title", "lang", "problem", "first_seen", "listed", "fate", "fate_reason"},
        defaults={"tries": 0, "decode_errors": 0, "lang": "", "problem": "", "fate": "pending", "fate_reason": ""},
        foreign_keys=[("capture", "captures", "id")],
    )  # fmt: skip
    for columns in (["url"], ["source", "fate"], ["story"], ["published_at"], ["fate"]):
        db.table("articles").create_index(columns)
    db.execute("create index articles_by_time on articles (coalesce(published_at, first_seen))")
    _table(db, "texts", {"article": str, "title": str, "text": str}, pk="article", foreign_keys=[("article", "articles", "id")])
    # the default tokenizer finds no Chinese word; trigrams find any three characters
    db.table("texts").enable_fts(["title", "text"], tokenize="trigram", create_triggers=True)


@migrations()
def desk(db: Database) -> None:
    """Stories, their drafts with every check, and the log of decisions."""
    _table(
        db,
        "stories",
        {"id": str, "lead": str, "section": str, "importance": int, "score": float, "reasons": str, "fate_reason": str,
         "members_hash": str, "judged": str},
        pk="id",
        not_null={"lead", "importance", "score", "reasons", "fate_reason", "members_hash", "judged"},
        defaults={"score": 0.0, "judged": ""},
    )  # fmt: skip
    _table(
        db,
        "drafts",
        {
            "id": str, "story": str, "status": str, "section": str, "headline": str, "body": str, "lead_paragraph": str,
            "credits": str, "importance": int, "week": str, "revision": int, "engine": str, "model": str, "prompt_id": str,
            "notes": str, "conflicts": str, "brief_hash": str, "text_hash": str, "approved_by": str, "approved_at": str,
            "approval_note": str, "created_at": str,
        },
        pk="id",
        not_null={"story", "status", "section", "headline", "body", "lead_paragraph", "credits", "importance", "week",
                  "revision", "engine", "model", "prompt_id", "notes", "conflicts", "brief_hash", "text_hash"},
        foreign_keys=[("story", "stories", "id")],
    ).create_index(["week", "status"])  # fmt: skip
    _table(
        db,
        "checks",
        {"draft": str, "n": int, "kind": str, "claim": str, "start": int, "end": int, "field": str, "verdict": str,
         "evidence": str, "note": str},
        pk=("draft", "n"),
        not_null={"kind", "claim", "start", "end", "field", "verdict", "evidence", "note"},
        foreign_keys=[("draft", "drafts", "id")],
    )  # fmt: skip
    _table(
        db,
        "decisions",
        {"id": int, "draft": str, "revision": int, "action": str, "by": str, "at": str, "text_hash": str, "note": str,
         "reason": str},
        pk="id",
        not_null={"draft", "revision", "action", "by", "at", "text_hash", "note", "reason"},
        foreign_keys=[("draft", "drafts", "id")],
    ).create_index(["draft"])  # fmt: skip


@migrations()
def runs(db: Database) -> None:
    """What each run did; `sources` is a JSON list of {id, status, seen, new, error}."""
    _table(
        db,
        "runs",
        {"id": str, "command": str, "engine": str, "now": str, "started_at": str, "seconds": float, "status": str,
         "articles": int, "stories": int, "drafts": int, "sources": str, "llm": str},
        pk="id",
        not_null={"command", "engine", "now", "started_at", "status", "sources", "llm"},
    )  # fmt: skip


@migrations()
def tokens(db: Database) -> None:
    """OpenRouter's rows. A restated value is a further row with its own as-of; nothing is overwritten."""
    _table(
        db,
        "token_answers",
        {"as_of": str, "start_date": str, "end_date": str, "version": str, "capture": int},
        pk="as_of",
        not_null={"start_date", "end_date", "version"},
        foreign_keys=[("capture", "captures", "id")],
    )
    _table(
        db,
        "token_rows",
        {"day": str, "model": str, "as_of": str, "tokens": int},
        pk=("day", "model", "as_of"),
        not_null={"tokens"},
        foreign_keys=[("as_of", "token_answers", "as_of")],
    )


@migrations()
def review(db: Database) -> None:
    """Revisions of every draft, places a person fixed, and the log of decisions as a chain that only grows.

    `drafts.touched` is 1 where a person's decision stands: no machine rewrites that draft. The log outlives the drafts it
    speaks of, so it has no foreign key to them.
    """
    for column in ("approved_hash text not null default ''", "touched integer not null default 0"):
        db.execute(f"alter table drafts add column {column}")
    _table(
        db,
        "revisions",
        {"draft": str, "revision": int, "headline": str, "body": str, "lead_paragraph": str, "credits": str, "checks": str,
         "conflicts": str, "engine": str, "model": str, "text_hash": str, "by": str, "at": str},
        pk=("draft", "revision"),
        not_null={"headline", "body", "lead_paragraph", "credits", "checks", "conflicts", "engine", "model", "text_hash", "by",
                  "at"},
    )  # fmt: skip
    _table(db, "pins", {"article": str, "story": str, "by": str, "at": str}, pk="article", not_null={"story", "by", "at"})
    old = list(db.query("select * from decisions order by id"))
    db.table("decisions").drop()
    _table(
        db,
        "decisions",
        {"id": int, "act": int, "draft": str, "revision": int, "action": str, "by": str, "at": str, "text_hash": str,
         "section": str, "status": str, "note": str, "reason": str, "undoes": int, "change": str, "prev": str, "hash": str},
        pk="id",
        not_null={"act", "draft", "revision", "action", "by", "at", "text_hash", "section", "status", "note", "reason",
                  "undoes", "change", "prev", "hash"},
    ).create_index(["draft"])  # fmt: skip
    _table(db, "decisions_head", {"one": int, "count": int, "hash": str}, pk="one", not_null={"count", "hash"})
    head = _chained(db, old)
    db.table("decisions_head").insert({"one": 1, "count": len(old), "hash": head})
    for event in ("update", "delete"):
        db.execute(
            f"create trigger decisions_no_{event} before {event} on decisions "
            "begin select raise(abort, 'the log of decisions only grows'); end"
        )


def _chained(db: Database, rows: list[dict[str, Any]]) -> str:
    """File the decisions of an older version as a chain; returns its last hash."""
    head = ""
    for number, row in enumerate(rows, 1):
        status = {"approve": "approved", "reject": "rejected"}.get(row["action"], "pending")
        entry = decide.sealed(decide.Entry(**{**row, "id": number, "act": number, "status": status}), head)
        db.table("decisions").insert(asdict(entry))
        head = entry.hash
        if row["action"] == "approve":
            db.execute(
                "update drafts set approved_hash = ?, touched = 1 where id = ? and status = 'approved'",
                [row["text_hash"], row["draft"]],
            )
        else:
            db.execute("update drafts set touched = 1 where id = ?", [row["draft"]])
    return head


@migrations()
def llm_calls(db: Database) -> None:
    """Every request to a model; `key` is the fingerprint of the question, `micros` are millionths of a US dollar."""
    _table(
        db,
        "llm_calls",
        {"id": int, "at": str, "story": str, "purpose": str, "via": str, "prompt_id": str, "key": str, "model": str,
         "characters": int, "input_tokens": int, "cached_tokens": int, "output_tokens": int, "estimated": int, "micros": int,
         "milliseconds": int, "reply": str, "error": str},
        pk="id",
        not_null={"at", "story", "purpose", "via", "prompt_id", "key", "model", "characters", "input_tokens", "cached_tokens",
                  "output_tokens", "estimated", "micros", "milliseconds", "reply", "error"},
    ).create_index(["key"])  # fmt: skip
    for column in ("at", "story"):
        db.table("llm_calls").create_index([column])


@migrations()
def sources(db: Database) -> None:
    """How each source fared (its list, not its pages), what publishers changed afterwards, robots.txt as last read."""
    _table(
        db,
        "sources",
        {"id": str, "last_try": str, "last_ok": str, "failures": int, "not_before": str, "error": str, "kind": str,
         "redirected": str, "note": str},
        pk="id",
        not_null={"failures", "error", "kind", "redirected", "note"},
    )  # fmt: skip
    _table(
        db,
        "corrections",
        {"id": int, "article": str, "at": str, "kind": str, "old_capture": int, "new_capture": int, "old": str, "new": str},
        pk="id",
        not_null={"article", "at", "kind", "old", "new"},
        foreign_keys=[("article", "articles", "id")],
    ).create_index(["article"])
    _table(
        db,
        "robots",
        {"address": str, "text": str, "closed": str, "at": str},
        pk="address",
        not_null={"text", "closed", "at"},
    )


@migrations()
def learned(db: Database) -> None:
    """What the sections learned from the desk: one model, and the fingerprint of the decisions and the guide it rests on."""
    _table(db, "learned", {"one": int, "ground": str, "model": str}, pk="one", not_null={"ground", "model"})


@migrations()
def editions(db: Database) -> None:
    """What was printed: the whole record as compressed JSON, its drafts, and the bytes of every file. Rows are only added."""
    _table(
        db,
        "editions",
        {"number": int, "week": str, "at": str, "by": str, "fingerprint": str, "record": bytes},
        pk="number",
        not_null={"week", "at", "by", "fingerprint", "record"},
    ).create_index(["week"])
    _table(
        db,
        "edition_items",
        {"edition": int, "place": int, "draft": str, "story": str, "text_hash": str},
        pk=("edition", "place"),
        not_null={"draft", "story", "text_hash"},
        foreign_keys=[("edition", "editions", "number")],
    ).create_index(["draft"])
    _table(
        db,
        "edition_files",
        {"edition": int, "name": str, "sha256": str, "size": int, "body": bytes},
        pk=("edition", "name"),
        not_null={"sha256", "size", "body"},
        foreign_keys=[("edition", "editions", "number")],
    )


@migrations()
def pieces(db: Database) -> None:
    """What an article has besides its text: `flags` and headed items (`parts`) as JSON, and captures of its further pages."""
    for column in ("flags text not null default '[]'", "parts text not null default '[]'"):
        db.execute(f"alter table articles add column {column}")
    _table(
        db,
        "further",
        {"article": str, "n": int, "capture": int},
        pk=("article", "n"),
        not_null={"capture"},
        foreign_keys=[("article", "articles", "id"), ("capture", "captures", "id")],
    )


@migrations()
def queues(db: Database) -> None:
    """What waits for the next run, told by the database itself, so that no step looks through what it has done before.

    `unjoined`: articles whose text or place changed since they were joined. `unwritten`: stories that changed, or whose draft
    did, since they were written. Whoever does the work empties them in the transaction that stores its outcome.
    `signatures` are those by which new articles find the stories of the last weeks; `made` says by which names and rules,
    `keys` what `signature_keys` holds of them. Older databases have theirs made by the next run.
    """
    for statement in (*triggers.TABLES, *triggers.TRIGGERS):
        db.execute(statement)
    db.execute("insert into unjoined select t.article from texts t join articles a on a.id = t.article where a.story is null")
    db.execute("insert into unwritten select id from stories where section is not null")
