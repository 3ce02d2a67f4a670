"""A review in progress, without any screen: where the reviewer is, what he sees, and his decisions.

The full screen and the line loop are two skins of this. Every decision goes through the corridor with what was seen, and
is stored before the next key is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from digest import decide
from digest.config import Home
from digest.decide import ACTIONS
from digest.errors import DigestError, NotFound
from digest.model import Draft
from digest.review import queue
from digest.review.queue import FILTERS, Filter, Row
from digest.review.settings import load_sections
from digest.review.view import View
from digest.review.words import Words, verdict_counts
from digest.store import Store
from digest.text import digest_of, one_line
from digest.weeks import beijing, week_of

if TYPE_CHECKING:
    from digest.pipeline import Desk


class Session:
    """One reviewer's pass through a week; `clock` tells the time of a decision.

    The corridor and its checks are loaded for the first decision, not for the first look (`warm` does it ahead).
    """

    def __init__(
        self, home: Home, store: Store, by: str, *, clock: Callable[[], datetime], week: str = "", engine: str | None = None
    ) -> None:
        self.home, self.store, self.by, self.clock, self.engine = home, store, by, clock, engine
        self.sections = load_sections(home)
        self.week = week or _latest_week(store, clock())
        self._desk: Desk | None = None
        self.chosen: Filter = FILTERS[0]
        self.words = ""
        self.all: list[Row] = []
        self.rows: list[Row] = []
        self.at = ""
        self.view: View | None = None
        self.reload()
        waiting = next((r.id for r in self.rows if r.waits), None)
        self.go(waiting or (self.rows[0].id if self.rows else ""))

    @property
    def desk(self) -> Desk:
        """The corridor's desk over this session's store, at this moment."""
        if self._desk is None:
            from digest.pipeline import Desk

            self._desk = Desk(self.home, self.store, self.clock())
        self._desk.now = self.clock()
        return self._desk

    def warm(self) -> None:
        """Load what the first decision will need; touches no database, so that another thread may do it."""
        with suppress(DigestError):  # said when it's decided, not while it's read
            desk = self.desk
            assert desk.guide.sections
            assert desk.names is not None

    def elsewhere(self) -> AbstractContextManager[Desk]:
        """A desk with a connection of its own, for work in another thread."""
        from digest.pipeline import open_desk

        return open_desk(self.home, self.clock())

    # ------------------------------------------------------------------------------------------------------------ to look
    def reload(self) -> None:
        """Read the list anew; what the reviewer has before his eyes keeps its place."""
        fresh = queue.ordered([queue.row(r) for r in self.store.drafts.queue(self.week)], list(self.sections))
        self.all = queue.kept_in_place(fresh, [r.id for r in self.all]) if self.all else fresh
        self._narrow()

    def _narrow(self) -> None:
        """The list that is shown; the draft at hand stays in it until the reviewer leaves it."""
        left = {r.id for r in queue.narrowed(self.all, self.chosen, self.words)}
        self.rows = [r for r in self.all if r.id in left or r.id == self.at]

    def go(self, draft: str) -> None:
        """Look at a draft."""
        self.at, self.view = draft, self._look(draft) if draft else None

    def refresh(self) -> str:
        """Read everything anew; returns a word when somebody else decided about the draft at hand meanwhile."""
        before = self.view
        self.reload()
        if self.at not in {r.id for r in self.all}:
            self.go(self.rows[0].id if self.rows else "")
            return "这一条已不在本周的列表里"
        self.go(self.at)
        if before is None or self.view is None or before.draft.id != self.view.draft.id or before.seen == self.view.seen:
            return ""
        last = self.view.history[-1] if self.view.history else None
        if last and last.id != before.seen.decision and last.by != self.by:
            return f"{last.by} 刚刚{ACTIONS.get(last.action, '改动')}了这一条"
        return "这一条的原文或稿件刚刚变了"

    def _look(self, name: str) -> View:
        store = self.store
        draft = store.drafts.get(name)
        members = tuple(store.articles.of_story(draft.story))
        known = {a.id for a, _ in members}
        wanted = [e.article for c in draft.checks for e in c.evidence if e.article not in known]
        others = tuple(store.articles.get(wanted).values())
        hashes = {a.id: digest_of(a.document) for a in (*(a for a, _ in members), *others)}
        return View(
            draft,
            store.decisions.seen(draft, hashes),
            members,
            others,
            store.drafts.reasons(draft.story),
            tuple(store.drafts.revisions(name)),
            tuple(store.decisions.entries(name)),
        )

    def step(self, by: int, *, waiting: bool) -> bool:
        """Go to the next or previous draft; whether there was one."""
        target = queue.step(self.rows, self.at, by, waiting=waiting)
        if target is None:
            return False
        self.go(target)
        self._narrow()
        return True

    def narrow(self, chosen: Filter | None = None, words: str | None = None) -> None:
        """Filter and search the list; goes to the first row when the draft at hand is left out."""
        self.chosen = self.chosen if chosen is None else chosen
        self.words = self.words if words is None else words
        left = queue.narrowed(self.all, self.chosen, self.words)
        if left and self.at not in {r.id for r in left}:
            self.go(next((r for r in left if r.waits), left[0]).id)
        self._narrow()

    def counts(self) -> dict[str, int]:
        """Numbers for the head: waiting, conflicting, absent (of what waits), approved, rejected, minutes."""
        waiting = [r for r in self.all if r.waits]
        midnight = beijing(self.clock()).replace(hour=0, minute=0, second=0, microsecond=0)
        times = self.store.decisions.times(self.by, midnight)
        return {
            "waiting": len(waiting),
            "conflicting": sum(bool(r.conflicting) for r in waiting),
            "absent": sum(bool(r.absent) for r in waiting),
            "approved": sum(r.status == "approved" for r in self.all),
            "rejected": sum(r.status == "rejected" for r in self.all),
            "minutes": queue.minutes_left(times, len(waiting)),
        }

    # ---------------------------------------------------------------------------------------------------------- to decide
    def approve(self, note: str = "") -> str:
        """Approve the draft at hand and go on. Raises Refused, StaleDraft."""
        from digest.pipeline import approve

        view = self._now()
        if view.draft.status == "approved":
            return f"{one_line(view.draft.approved_by)} 已经批准过这一条"
        approve(self.desk, [view.draft.id], self.by, note, {view.draft.id: view.seen})
        return self._on(f"已批准: {view.draft.headline}")

    def approve_all(self, rows: Sequence[Row]) -> str:
        """Approve these drafts as they stand in the list. Raises StaleDraft; then none is approved."""
        from digest.pipeline import approve, seen_of

        seen = {}
        for item in rows:
            bound = seen_of(self.desk, self.store.drafts.get(item.id)).bound
            seen[item.id] = decide.Seen(item.revision, item.decision, bound)
        approve(self.desk, [r.id for r in rows], self.by, "", seen)
        return self._on(f"已批准 {len(rows)} 条")

    def reject(self, reason: str) -> str:
        """Reject the draft at hand and go on. Raises UsageError, StaleDraft."""
        from digest.pipeline import reject

        view = self._now()
        reject(self.desk, [view.draft.id], self.by, reason, {view.draft.id: view.seen})
        return self._on(f"已拒绝 ({decide.reason(reason)}): {view.draft.headline}")

    def edit(self, words: Words, view: View) -> str:
        """New words for the draft of a view. Raises UsageError, StaleDraft when it has changed since."""
        from digest.pipeline import edit

        done = edit(
            self.desk, view.draft.id, self.by, headline=words.headline, body=words.body,
            lead_paragraph=words.lead_paragraph, credits=words.credits, seen=view.seen,
        )  # fmt: skip
        self._stay(done.id)
        if done.revision == view.draft.revision:
            return "没有改动"
        return f"第 {done.revision} 版, 已重新核对: {verdict_counts(done)}"

    def recheck(self) -> str:
        """Check the draft at hand again. Raises StaleDraft."""
        view = self._now()
        return self.edit(Words(None, None, None), view).replace("没有改动", "重新核对过, 没有变化")

    def move(self, section: str) -> str:
        """Put the draft at hand in another section. Raises UsageError, StaleDraft."""
        from digest.pipeline import move

        view = self._now()
        move(self.desk, [view.draft.id], section, self.by, {view.draft.id: view.seen})
        self._stay(view.draft.id)
        return f"已移到 {self.sections.get(section, section)}" + (", 要重新批准" if view.draft.status == "approved" else "")

    def merge(self, others: Sequence[str], desk: Desk | None = None) -> Draft:
        """Join other drafts into the one at hand, on a desk of its own where one is given. Raises UsageError, StaleDraft."""
        from digest.pipeline import merge, open_engine

        view, where = self._now(), desk or self.desk
        writer = open_engine(where.home, self.engine)
        return merge(where, writer, [view.draft.id, *others], self.by, {view.draft.id: view.seen})

    def split(self, leaving: Sequence[str], desk: Desk | None = None) -> Draft:
        """Make a draft of its own of some articles; returns the new one. Raises UsageError, StaleDraft."""
        from digest.pipeline import open_engine, split

        view, where = self._now(), desk or self.desk
        writer = open_engine(where.home, self.engine)
        return split(where, writer, view.draft.id, leaving, self.by, seen=view.seen)[1]

    def undo(self) -> str:
        """Take back this reviewer's latest decision and go to its draft. Raises UsageError, StaleDraft."""
        from digest.pipeline import undo

        return self._turn("已撤销", undo)

    def redo(self) -> str:
        """Do again what this reviewer undid last. Raises UsageError, StaleDraft."""
        from digest.pipeline import redo

        return self._turn("已重做", redo)

    def _turn(self, said: str, turn: Callable[..., list[decide.Entry]]) -> str:
        entries = turn(self.desk, self.by, of=self.by)
        first = entries[0]
        self._stay(first.draft)
        many = f" {len(entries)} 条" if len(entries) > 1 else ""
        return f"{said}{many}: {ACTIONS.get(first.action, first.action)} {self.headline(first.draft)}"

    # ------------------------------------------------------------------------------------------------------------- pieces
    def headline(self, draft: str) -> str:
        """A draft's headline in one line, or its id when it's gone."""
        return next((one_line(r.headline) for r in self.all if r.id == draft), draft)

    def settled(self, draft: str) -> None:
        """Show a draft after work that another thread did."""
        self._stay(draft)

    def _now(self) -> View:
        if self.view is None:
            raise NotFound("没有选中的稿件")
        return self.view

    def _on(self, said: str) -> str:
        """After a decision: the list anew, and on to the next draft that waits."""
        self.reload()
        if not self.step(1, waiting=True):
            self.go(self.at)
        return one_line(said)

    def _stay(self, draft: str) -> None:
        self.reload()
        known = {r.id for r in self.all}
        self.go(draft if draft in known else self.at if self.at in known else self.rows[0].id if self.rows else "")
        self._narrow()


def _latest_week(store: Store, now: datetime) -> str:
    """The latest week with something that waits, else the latest with drafts, else this week."""
    weeks = store.drafts.weeks()
    waiting = [w for w, counts in weeks.items() if counts.get("pending") or counts.get("void")]
    return max(waiting or list(weeks) or [week_of(now)])


def told(error: DigestError) -> str:
    """An error for a status line: without the command-line options that a screen has other keys for."""
    return one_line(str(error)).replace("用 --note 写明理由再批准", "写明理由再批准")
