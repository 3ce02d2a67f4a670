"""Stories, and drafts with their checks and every revision they had."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from digest.errors import NotFound
from digest.model import Check, Draft, Evidence, Judgement, Story
from digest.store.queues import chunks

_JSON = ("credits", "notes", "conflicts")
#: columns that are the store's own business
_INNER = ("brief_hash", "created_at", "approved_at", "approved_hash", "touched")
_QUEUE = """
    select d.id, d.story, d.status, d.section, d.importance, d.headline, d.body, d.revision, d.touched, d.approved_by,
           json_array_length(d.conflicts) as disputes, a.credit, a.published_at,
           coalesce(l.id, 0) as decision, l."by", l.at, l.action,
           count(c.n) as checks, coalesce(sum(c.verdict = 'absent'), 0) as absent,
           coalesce(sum(c.verdict = 'conflicting'), 0) as conflicting, coalesce(sum(c.verdict = 'derived'), 0) as derived
    from drafts d join stories s on s.id = d.story left join articles a on a.id = s.lead
    left join checks c on c.draft = d.id left join decisions l on l.id = (select max(id) from decisions where draft = d.id)
    where d.week = ? group by d.id
    order by instr('ai_model ai_industry data_element', d.section), d.importance desc, s.score desc, a.published_at, d.id
"""


class Drafts:
    """One draft a story. `touched` drafts carry a person's decision: only a person rewrites those."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # ------------------------------------------------------------------------------------------------------------- stories
    def story_rows(self, stories: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
        """Stories by id, all or these: lead, section, importance, reasons (list), fate_reason, members_hash, judged."""
        rows = self._of("select * from stories", "id", stories)
        return {r["id"]: {**r, "reasons": json.loads(r["reasons"])} for r in rows}

    def _of(self, sql: str, column: str, values: Collection[str] | None) -> Iterator[dict[str, Any]]:
        """Rows of a query without `where`: all, or those of these values, by the column's index."""
        if values is None:
            yield from self._db.query(sql)
            return
        for marks, part in chunks(sorted(values)):
            yield from self._db.query(f"{sql} where {column} in ({marks})", part)

    def reasons(self, story: str) -> tuple[str, ...]:
        """Why a story is in its section and how much it matters."""
        sql = "select reasons from stories where id = ?"
        return next((tuple(json.loads(r["reasons"])) for r in self._db.query(sql, [story])), ())

    def save_story(self, story: Story, judgement: Judgement, members_hash: str, judged: str = "") -> None:
        """Store a story and what was judged of it; `judged` is the fingerprint of all that the judgement rests on."""
        row = {
            "id": story.id,
            "lead": story.lead,
            "section": judgement.section,
            "importance": judgement.importance,
            "score": judgement.score,
            "reasons": json.dumps(judgement.reasons, ensure_ascii=False),
            "fate_reason": judgement.fate_reason,
            "members_hash": members_hash,
            "judged": judged,
        }
        self._db.table("stories").upsert(row, pk="id")

    def learned(self) -> tuple[str, str] | None:
        """The stored model of the sections: the fingerprint of what it rests on, and the model as `sections.dump` wrote it."""
        return next(((r["ground"], r["model"]) for r in self._db.query("select ground, model from learned")), None)

    def keep_learned(self, ground: str, model: str) -> None:
        """Store the model in place of the one before."""
        self._db.table("learned").upsert({"one": 1, "ground": ground, "model": model}, pk="one")

    def tidy(self, stories: Collection[str]) -> None:
        """Of these stories, forget those that have no articles, and the undecided drafts of those and of irrelevant ones."""
        for marks, part in chunks(sorted(stories)):
            empty = "not exists (select 1 from articles a where a.story = stories.id)"
            gone = f"select id from stories where id in ({marks}) and (section is null or {empty})"  # noqa: S608 - marks
            undecided = f"select id from drafts where story in ({gone}) and touched = 0"  # noqa: S608
            self._db.execute(f"delete from checks where draft in ({undecided})", part)  # noqa: S608
            self._db.execute(f"delete from drafts where id in ({undecided})", part)  # noqa: S608
            drafted = "exists (select 1 from drafts d where d.story = stories.id)"
            self._db.execute(f"delete from stories where id in ({marks}) and {empty} and not {drafted}", part)  # noqa: S608

    def pin(self, article: str, story: str, by: str, now: datetime) -> None:
        """Fix an article's story: no later run joins it elsewhere."""
        self._db.table("pins").upsert({"article": article, "story": story, "by": by, "at": now.isoformat()}, pk="article")

    def pins(self, articles: Collection[str] | None = None) -> dict[str, str]:
        """Article → the story that a person put it in, of all or of these."""
        return {r["article"]: r["story"] for r in self._of("select article, story from pins", "article", articles)}

    def held(self, stories: Collection[str]) -> dict[str, str]:
        """Of these stories, story → the section that a person left its draft in."""
        rows = self._of("select story, section, status, touched from drafts", "story", stories)
        return {r["story"]: r["section"] for r in rows if r["touched"] and r["status"] != "rejected"}

    def waiting(self) -> list[tuple[str, str, str]]:
        """(draft, story, hash of the brief) of those that wait again after a person's decision."""
        sql = "select id, story, brief_hash from drafts where status = 'pending' and touched = 1 order by id"
        return [(r["id"], r["story"], r["brief_hash"]) for r in self._db.query(sql)]

    # -------------------------------------------------------------------------------------------------------------- drafts
    def save(self, draft: Draft, brief_hash: str, now: datetime, by: str = "") -> int:
        """Store a draft and its checks, replacing what was there of the same id, and keep it as a revision.

        `by` is the person whose words they are, empty for an engine's. Returns the revision's number: the draft's own or,
        where another text bears that number already, the next free one.
        """
        draft = replace(draft, revision=self._free(draft))
        row = {k: v for k, v in asdict(draft).items() if k != "checks"}
        row |= {k: json.dumps(row[k], ensure_ascii=False) for k in _JSON}
        row["approved_at"] = draft.approved_at.isoformat() if draft.approved_at else None
        row |= {"brief_hash": brief_hash, "created_at": now.isoformat()}
        self._db.table("drafts").upsert(row, pk="id")
        self._keep(draft, row, now, by)
        self._db.execute("delete from checks where draft = ?", [draft.id])
        for n, check in enumerate(draft.checks):
            values = {**asdict(check), "evidence": json.dumps([asdict(e) for e in check.evidence], ensure_ascii=False)}
            self._db.table("checks").insert({"draft": draft.id, "n": n, **values})
        return draft.revision

    def _free(self, draft: Draft) -> int:
        sql = "select revision, text_hash from revisions where draft = ? and revision >= ? order by revision"
        taken = {r["revision"]: r["text_hash"] for r in self._db.query(sql, [draft.id, draft.revision])}
        return draft.revision if taken.get(draft.revision, draft.text_hash) == draft.text_hash else max(taken) + 1

    def _keep(self, draft: Draft, row: Mapping[str, Any], now: datetime, by: str) -> None:
        columns = ("revision", "headline", "body", "lead_paragraph", "credits", "conflicts", "engine", "model", "text_hash")
        checks = json.dumps([asdict(c) for c in draft.checks], ensure_ascii=False)
        kept = {"draft": draft.id, **{c: row[c] for c in columns}, "checks": checks, "by": by, "at": now.isoformat()}
        self._db.table("revisions").upsert(kept, pk=("draft", "revision"))

    def revisions(self, draft: str) -> list[dict[str, Any]]:
        """Every text a draft had, in order: its words, credits (list), checks (as JSON objects), by whom and when."""
        rows = self._db.query("select * from revisions where draft = ? order by revision", [draft])
        return [{**r, **{k: json.loads(r[k]) for k in ("credits", "checks", "conflicts")}} for r in rows]

    def briefs(self, stories: Collection[str] | None = None) -> dict[str, tuple[str, str, int]]:
        """Draft id → (hash of the brief it was written from, status, revision), of all or of these stories; `touched` is the
        status of those that wait again after a person's decision."""
        status = "iif(touched = 1 and status = 'pending', 'touched', status) as status"
        rows = self._of(f"select id, brief_hash, {status}, revision from drafts", "story", stories)  # noqa: S608 - constant
        return {r["id"]: (r["brief_hash"], r["status"], r["revision"]) for r in rows}

    def find(self, prefix: str) -> str:
        """The draft id that begins so. Raises NotFound when none or several do."""
        clean = "".join(ch for ch in prefix if ch.isalnum())
        found = (
            [r["id"] for r in self._db.query("select id from drafts where id glob ? limit 2", [clean + "*"])] if clean else []
        )
        if len(found) != 1:
            raise NotFound(f"{'没有' if not found else '不止一条'}以 {prefix} 开头的稿件 —— digest list 列出全部")
        return str(found[0])

    def get(self, draft: str) -> Draft:
        """A draft with its checks. Raises NotFound."""
        for row in self._db.query("select * from drafts where id = ?", [draft]):
            return _draft(row, self._checks(draft))
        raise NotFound(f"没有稿件 {draft} —— digest list 列出全部")

    def select(self, week: str | None = None, statuses: Sequence[str] = ()) -> list[Draft]:
        """Drafts in print order: section, importance, time of the lead; with their checks."""
        where, values = ["1"], list[str]()
        if week:
            where.append("d.week = ?")
            values.append(week)
        if statuses:
            where.append(f"d.status in ({','.join('?' * len(statuses))})")
            values += statuses
        sql = f"""
            select d.* from drafts d join stories s on s.id = d.story left join articles a on a.id = s.lead
            where {" and ".join(where)}
            order by d.week, instr('ai_model ai_industry data_element', d.section),
                     d.importance desc, s.score desc, a.published_at, d.id
        """  # noqa: S608 - constants and marks
        return [_draft(row, self._checks(row["id"])) for row in self._db.query(sql, values)]

    def _checks(self, draft: str) -> tuple[Check, ...]:
        rows = self._db.query("select * from checks where draft = ? order by n", [draft])
        return tuple(_check(r) for r in rows)

    def weeks(self) -> dict[str, dict[str, int]]:
        """Week → status → number of drafts."""
        table: dict[str, dict[str, int]] = {}
        for r in self._db.query("select week, status, count(*) as n from drafts group by week, status order by week"):
            table.setdefault(r["week"], {})[r["status"]] = r["n"]
        return table

    def queue(self, week: str) -> list[dict[str, Any]]:
        """A week's drafts as the review lists them, by section, importance and time.

        Each has the words, how many checks of each verdict and `disputes` of its articles, the lead's credit and time, and
        the last decision (`decision`, `by`, `at`, `action`).
        """
        return list(self._db.query(_QUEUE, [week]))

    def brief_hash(self, draft: str) -> str:
        """The hash of the brief that a draft was written from."""
        sql = "select brief_hash from drafts where id = ?"
        return next((str(r["brief_hash"]) for r in self._db.query(sql, [draft])), "")

    def regrounded(self, draft: str, brief_hash: str, importance: int) -> None:
        """Note that a draft still holds on changed sources, and what it weighs now."""
        self._db.execute("update drafts set brief_hash = ?, importance = ? where id = ?", [brief_hash, importance, draft])

    # ----------------------------------------------------------------------------------------------------------- decisions
    def settle(
        self, draft: str, status: str, *, by: str = "", at: datetime | None = None, note: str = "", bound: str = ""
    ) -> None:
        """Set a draft's status by a person's decision; the rest says who approved which text, and why."""
        self._db.execute(
            "update drafts set status = ?, approved_by = ?, approved_at = ?, approval_note = ?, approved_hash = ?, touched = 1 "
            "where id = ?",
            [status, by, at.isoformat() if at else None, note, bound, draft],
        )

    def relocate(self, draft: Draft, section: str, text_hash: str) -> None:
        """Put a draft and its story in another section."""
        self._db.execute("update drafts set section = ?, text_hash = ? where id = ?", [section, text_hash, draft.id])
        self._db.execute("update stories set section = ? where id = ?", [section, draft.story])

    def void(self, draft: str, reason: str) -> None:
        """Take an approval back because its ground moved."""
        self._db.execute("update drafts set status = 'void', approval_note = ? where id = ?", [reason, draft])

    def approved_hash(self, draft: str) -> str:
        """The hash that the approval is bound to, or ""."""
        sql = "select approved_hash from drafts where id = ?"
        return next((str(r["approved_hash"]) for r in self._db.query(sql, [draft])), "")


def _check(row: Mapping[str, Any]) -> Check:
    evidence = tuple(Evidence(**e) for e in json.loads(row["evidence"]))
    fields = {k: row[k] for k in ("kind", "claim", "start", "end", "field", "verdict", "note")}
    return Check(**fields, evidence=evidence)


def _draft(row: Mapping[str, Any], checks: tuple[Check, ...]) -> Draft:
    fields = {k: row[k] for k in row if k not in (*_INNER, *_JSON)}
    fields |= {k: tuple(json.loads(row[k])) for k in _JSON}
    at = datetime.fromisoformat(row["approved_at"]) if row["approved_at"] else None
    for key in ("approved_by", "approval_note"):
        fields[key] = fields[key] or ""
    return Draft(**fields, approved_at=at, checks=checks)
