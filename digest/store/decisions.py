"""The log of decisions: a chain that only grows, with every cell that an act changed, so that it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from digest import decide
from digest.decide import Act, Cells, Entry, Seen
from digest.draft import bind
from digest.errors import StaleDraft
from digest.model import Draft

#: by which column a table's rows are found
_KEYS = {"drafts": "id", "checks": "draft", "stories": "id", "articles": "id", "pins": "article"}
_ARTICLE = "id, story, role, score, joined, fate, fate_reason"
#: what must not have moved since an act if it's to be taken back; the rest is worked out anew by the next run
_GUARDED = {"articles": {"story"}, "stories": set[str](), "checks": set[str]()}


class Decisions:
    """Who decided what about which text."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # ------------------------------------------------------------------------------------------------------------- to write
    def cells(self, keys: Iterable[tuple[str, str]]) -> Cells:
        """The rows of these tables and keys as they are now; an empty list where there's none."""
        return {(table, key): self._rows(table, key) for table, key in keys}

    def append(self, entries: Sequence[Entry], before: Cells) -> int:
        """Add an act to the log, with what changed since `before`; returns its id.

        Ids, hashes and how the drafts stand now are set here.
        """
        count, head = self.head()
        act, change = count + 1, json.dumps(_difference(before, self.cells(before)), ensure_ascii=False)
        for number, entry in enumerate(entries):
            section, status = self._stands(entry.draft)
            given = replace(entry, id=act + number, act=act, change="[]" if number else change, section=section, status=status)
            done = decide.sealed(given, head)
            self._db.table("decisions").insert(asdict(done))
            head = done.hash
        self._db.execute("update decisions_head set count = ?, hash = ?", [count + len(entries), head])
        return act

    def _stands(self, draft: str) -> tuple[str, str]:
        row = self._db.execute("select section, status from drafts where id = ?", [draft]).fetchone()
        return (str(row[0]), str(row[1])) if row else ("", "")

    def revert(self, act: int, *, again: bool = False) -> Cells:
        """Undo an act (or do it again); returns the rows as they were. Raises StaleDraft when they have moved since."""
        changes = json.loads(self._db.execute("select change from decisions where id = ?", [act]).fetchone()[0])
        before = self.cells((table, key) for table, key, _, _ in changes)
        for table, key, old, new in changes:
            was, wanted = (old, new) if again else (new, old)
            if not _agree(table, before[table, key], was):
                raise StaleDraft("之后又有变化, 这一步已不能撤销或重做 —— 看过现在的样子再决定")
            self._set(table, key, wanted)
        return before

    def _rows(self, table: str, key: str) -> list[dict[str, Any]]:
        columns = _ARTICLE if table == "articles" else "*"
        sql = f"select {columns} from {table} where {_KEYS[table]} = ? order by rowid"  # noqa: S608 - our tables
        return list(self._db.query(sql, [key]))

    def _set(self, table: str, key: str, rows: list[dict[str, Any]]) -> None:
        where = f"where {_KEYS[table]} = ?"
        if len(rows) == 1 and _KEYS[table] not in rows[0]:
            sets = ", ".join(f'"{k}" = ?' for k in rows[0])
            self._db.execute(f"update {table} set {sets} {where}", [*rows[0].values(), key])  # noqa: S608 - our tables
            return
        self._db.execute("pragma defer_foreign_keys = on").fetchone()
        self._db.execute(f"delete from {table} {where}", [key])  # noqa: S608 - our tables
        for row in rows:
            self._db.table(table).insert(row)

    # -------------------------------------------------------------------------------------------------------------- to read
    def head(self) -> tuple[int, str]:
        """How many entries there are, and the last one's hash."""
        count, head = self._db.execute("select count, hash from decisions_head").fetchone()
        return int(count), str(head)

    def entries(self, draft: str | None = None) -> Iterator[Entry]:
        """The whole log, or what was decided about one draft, in order."""
        where, values = ("where draft = ?", [draft]) if draft else ("", [])
        yield from (Entry(**r) for r in self._db.query(f"select * from decisions {where} order by id", values))  # noqa: S608

    def seen(self, draft: Draft, hashes: Mapping[str, str]) -> Seen:
        """What somebody sees who looks at this draft now; `hashes` are those of the documents that are its evidence."""
        last = self.latest(draft.id)
        return Seen(draft.revision, last.id if last else 0, bind(draft, hashes))

    def latest(self, draft: str) -> Entry | None:
        """The last entry about a draft."""
        rows = self._db.query("select * from decisions where draft = ? order by id desc limit 1", [draft])
        return next((Entry(**r) for r in rows), None)

    def acts(self) -> list[Act]:
        """The log as undo sees it."""
        sql = 'select id, action, "by", undoes from decisions where id = act order by id'
        return [Act(**r) for r in self._db.query(sql)]

    def of_act(self, act: int) -> list[Entry]:
        """The entries of an act."""
        return [Entry(**r) for r in self._db.query("select * from decisions where act = ? order by id", [act])]

    def times(self, by: str, since: datetime) -> list[datetime]:
        """When this person decided since then, in order."""
        sql = 'select distinct at from decisions where "by" = ? and at >= ? order by at'
        return [datetime.fromisoformat(r["at"]) for r in self._db.query(sql, [by, since.isoformat()])]

    def guarded(self) -> bool:
        """Whether the database itself still forbids to change or drop an entry."""
        sql = "select count(*) from sqlite_master where type = 'trigger' and tbl_name = 'decisions'"
        return bool(self._db.execute(sql).fetchone()[0] == 2)

    def contradictions(self) -> list[str]:
        """Drafts whose state isn't what the log says, in Chinese. An approval that the program voided is none."""
        sql = """
            select d.id, d.status, d.approved_by, coalesce(l.status, 'pending') as logged, exists (
                select 1 from decisions a where a.draft = d.id and a.action = 'approve' and a."by" = d.approved_by
                and a.text_hash = d.approved_hash) as known
            from drafts d left join decisions l on l.id = (select max(id) from decisions where draft = d.id)
        """
        found = []
        for row in self._db.query(sql):
            stands = "approved" if row["status"] == "void" else row["status"]
            if stands != row["logged"]:
                found.append(f"稿件 {row['id']}: 状态是 {row['status']}, 日志里是 {row['logged']}")
            elif row["status"] == "approved" and not row["known"]:
                found.append(f"稿件 {row['id']}: 批准人 {row['approved_by']} 和所批准的文本与日志不符")
        return found

    def taught(self, most: int | None = None) -> list[dict[str, Any]]:
        """What the desk decided about sections, all or the latest so many: `title` and `text` of the story's lead, `section`
        (None: not wanted), `at`.

        One row a story, its latest decision that stands, in order of time: an approval or a move says the section, a
        rejection counts where its reason says that the desk wants no such news.
        """
        hold = {a.id for a in decide.standing(self.acts())}
        latest: dict[str, dict[str, Any]] = {}
        sql = "select id, act, draft, action, section, reason, at from decisions where action in ('approve', 'move', 'reject')"
        for row in self._db.query(f"{sql} order by id"):
            if row["act"] in hold and (row["action"] != "reject" or decide.teaches_none(row["reason"])):
                latest[row["draft"]] = row
        rows = [self._lesson(row) for row in sorted(latest.values(), key=lambda row: row["id"])[-(most or 0) :]]
        return [r for r in rows if r]

    def _lesson(self, row: Mapping[str, Any]) -> dict[str, Any]:
        sql = """select t.title, t.text from drafts d join stories s on s.id = d.story join texts t on t.article = s.lead
                 where d.id = ?"""
        section = None if row["action"] == "reject" else row["section"]
        return next(({**r, "section": section, "at": row["at"]} for r in self._db.query(sql, [row["draft"]])), {})


# -------------------------------------------------------------------------------------------------------------- differences
def _difference(before: Cells, after: Cells) -> list[list[Any]]:
    """[table, key, rows before, rows after] of what changed; of a single row only the columns that did."""
    changed = [(place, old, after[place]) for place, old in before.items() if old != after[place]]
    return [[*place, *_narrowed(old, new)] for place, old, new in changed]


def _narrowed(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if not len(old) == len(new) == 1:
        return old, new
    columns = [c for c in old[0] if old[0][c] != new[0][c]]
    return [{c: old[0][c] for c in columns}], [{c: new[0][c] for c in columns}]


def _agree(table: str, now: list[dict[str, Any]], was: list[dict[str, Any]]) -> bool:
    guarded = _GUARDED.get(table)
    if len(now) != len(was) and guarded is None:
        return False
    return all(_same(row, old, guarded) for row, old in zip(now, was, strict=False))


def _same(now: Mapping[str, Any], was: Mapping[str, Any], guarded: set[str] | None) -> bool:
    return all(now.get(c) == v for c, v in was.items() if guarded is None or c in guarded)
