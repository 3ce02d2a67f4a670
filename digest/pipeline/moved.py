"""Approvals whose ground moved: text, evidence or sources are no longer what a person approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from digest.model import Draft
from digest.pipeline.decide import bound_now
from digest.pipeline.shared import Desk
from digest.weeks import week_of

#: how many weeks back a daily run looks for approvals whose ground moved
WEEKS = 3


def void_moved(desk: Desk, drafts: Iterable[Draft] | None = None) -> list[Draft]:
    """Void the approved drafts (those given, or of the last weeks) whose ground moved; returns them as they are now.

    Older ones are looked at when they are exported: their pages are no longer looked at either.
    """
    moved = []
    for given in _recent(desk) if drafts is None else drafts:
        reason = _moved(desk, given)
        if reason:
            with desk.store.write():
                desk.store.drafts.void(given.id, reason)
            moved.append(replace(given, status="void", approval_note=reason))
    return moved


def _recent(desk: Desk) -> list[Draft]:
    weeks = [week_of(desk.now - timedelta(weeks=n)) for n in range(WEEKS)]
    return [d for week in weeks for d in desk.store.drafts.select(week, ["approved"])]


def _moved(desk: Desk, given: Draft) -> str:
    if bound_now(desk, given) != desk.store.drafts.approved_hash(given.id):
        return "批准之后正文、证据或来源变了"
    gone = {e.article for c in given.checks for e in c.evidence} & desk.store.corrections.deleted()
    # a note that was written after the deletion speaks of it
    if gone and not (given.approved_at and desk.store.corrections.deleted_before(gone, given.approved_at)):
        return "证据所在的页面被发布方删除"
    return ""
