"""The one database of a home: `with open_store(path) as store`. All SQL is in this package.

SQLite has one writer, the corridor. Every write goes through `with store.write():`, which takes the write lock at once
(BEGIN IMMEDIATE): a deferred transaction that turns from reading to writing would fail under a second process without
waiting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from digest import schema
from digest.errors import StoreError
from digest.store.archive import Archive
from digest.store.articles import Articles
from digest.store.calls import Calls
from digest.store.corrections import Corrections
from digest.store.decisions import Decisions
from digest.store.drafts import Drafts
from digest.store.editions import Editions
from digest.store.pieces import Pieces
from digest.store.queues import Queues
from digest.store.runs import Runs
from digest.store.signatures import Signatures
from digest.store.sources import Sources
from digest.store.tokens import Tokens

__all__ = ["Store", "open_store"]


class Store:
    """The rooms of the database (`archive`, `articles`, `drafts`, `decisions`, `runs`, `tokens`, `calls`,
    `sources`, `corrections`, `editions`, `pieces`, `queues`, `signatures`) over one connection."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db, self.path = db, path
        self.archive, self.articles, self.drafts = Archive(db), Articles(db), Drafts(db)
        self.decisions, self.runs, self.tokens = Decisions(db), Runs(db), Tokens(db)
        self.calls, self.sources, self.corrections = Calls(db), Sources(db), Corrections(db)
        self.editions, self.pieces = Editions(db), Pieces(db)
        self.queues, self.signatures = Queues(db), Signatures(db)

    @contextmanager
    def write(self) -> Iterator[None]:
        """A write transaction: all of it, or nothing. Raises StoreError when the disk is full or the file is locked."""
        try:
            self.db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self.db.rollback()
                raise
            self.db.commit()
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self.path}: 写不进去: {error} —— 看磁盘空间和权限, 或等另一个程序写完再试") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.db.close()


def open_store(path: Path, *, create: bool = False) -> Store:
    """The store at `path`, migrated to this version. Raises StoreError with advice for anything that's not ours to use."""
    if not path.is_file() and not create:
        raise StoreError(f"{path}: 还没有数据库 —— 先运行 digest run")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        db = Database(path)
        _pragmas(db)
        _check(db, path)
        if schema.migrations.pending(db):
            schema.migrations.apply(db)
            db.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: 打不开: {error} —— 从备份恢复, 或把它移走后重新运行 digest run") from error
    return Store(db, path)


def _pragmas(db: Database) -> None:
    if db.journal_mode != "wal":
        db.enable_wal()
    for pragma in ("busy_timeout = 10000", "foreign_keys = on", "synchronous = full"):
        db.execute(f"pragma {pragma}").fetchone()


def _check(db: Database, path: Path) -> None:
    mine = db.execute("pragma application_id").fetchone()[0] == schema.APPLICATION_ID
    tables = set(db.table_names())
    if tables and not mine and "_sqlite_migrations" not in tables:
        raise StoreError(f"{path}: 不是 Digest 的数据库 —— 把它移走, 或用 --home 指向别处")
    known = {m.name for m in schema.migrations.pending(db)} | {m.name for m in schema.migrations.applied(db)}
    newer = known - {m.name for m in schema.migrations._migrations}
    if newer:
        raise StoreError(f"{path}: 由更新的版本写成 ({', '.join(sorted(newer))}) —— 升级 Digest 后再用")
