"""Which drafts are listed, in which order, and how long the rest will take. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from digest.text import fold, shingles

#: seconds for a draft while too little was decided today to tell
ASSUMED = 20.0
#: a longer pause between two decisions was no reading
PAUSE = timedelta(minutes=5)

STATUSES = {"pending": "待审", "approved": "已批准", "rejected": "已拒绝", "void": "批准失效"}


@dataclass(frozen=True, slots=True)
class Row:
    """A draft as the list shows it: `absent` and `conflicting` checks, `disputes` between its articles; `decision`, `by`, `at`
    and `action` tell of the last decision about it."""

    id: str
    status: str
    section: str
    importance: int
    headline: str
    body: str
    revision: int
    credit: str
    published_at: str
    checks: int
    absent: int
    conflicting: int
    disputes: int
    decision: int
    by: str
    at: str
    action: str

    @property
    def waits(self) -> bool:
        """Whether somebody still has to decide."""
        return self.status in ("pending", "void")

    @property
    def unsettled(self) -> bool:
        """Whether a check needs a person."""
        return bool(self.absent or self.conflicting)

    @property
    def doubtful(self) -> bool:
        """Whether a check needs a person, or the articles disagree."""
        return bool(self.unsettled or self.disputes)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to: statuses, only what is in doubt, one section."""

    label: str
    statuses: tuple[str, ...] = ()
    doubtful: bool = False
    section: str = ""


FILTERS = (
    Filter("全部"),
    Filter("待审", ("pending", "void")),
    Filter("有冲突、无据或分歧", doubtful=True),
    Filter("已批准", ("approved",)),
    Filter("已拒绝", ("rejected",)),
)


def row(given: Mapping[str, Any]) -> Row:
    """A row of the store's queue."""
    texts = {"credit", "published_at", "by", "at", "action"}
    values: dict[str, Any] = {f.name: given[f.name] for f in fields(Row)}
    return Row(**values | {name: str(values[name] or "") for name in texts})


def ordered(rows: Sequence[Row], sections: Sequence[str]) -> list[Row]:
    """By section; in each what waits first: conflicts before all, then what else is in doubt, then by importance and time."""
    place = {name: n for n, name in enumerate(sections)}
    return sorted(
        rows,
        key=lambda r: (
            place.get(r.section, len(place)),
            not r.waits,
            not (r.waits and r.conflicting),
            not (r.waits and r.doubtful),
            -r.importance,
            r.published_at,
            r.id,
        ),
    )


def kept_in_place(fresh: Sequence[Row], before: Sequence[str]) -> list[Row]:
    """The rows in the order that the reviewer has before his eyes; what is new comes behind its neighbour."""
    place = {name: n for n, name in enumerate(before)}
    last, keyed = -1, []
    for number, item in enumerate(fresh):
        last = place.get(item.id, last)
        keyed.append((last, item.id not in place, number, item))
    return [k[3] for k in sorted(keyed, key=lambda k: k[:3])]


def narrowed(rows: Sequence[Row], chosen: Filter, words: str = "") -> list[Row]:
    """The rows that a filter and a search leave; every word must stand in id, headline, body or credit."""
    wanted = [fold(w) for w in words.split()]
    return [
        r for r in rows if _passes(r, chosen) and all(w in fold(f"{r.id} {r.headline} {r.body} {r.credit}") for w in wanted)
    ]


def _passes(item: Row, chosen: Filter) -> bool:
    if chosen.statuses and item.status not in chosen.statuses:
        return False
    if chosen.doubtful and not item.doubtful:
        return False
    return chosen.section in ("", item.section)


def step(rows: Sequence[Row], at: str, by: int, *, waiting: bool) -> str | None:
    """The id of the next (or with -1 the previous) row from `at`, only those that wait when asked so; goes round once."""
    ids = [r.id for r in rows]
    start = ids.index(at) if at in ids else (-1 if by > 0 else 0)
    for distance in range(1, len(rows) + 1):
        item = rows[(start + by * distance) % len(rows)]
        if item.id != at and (item.waits or not waiting):
            return item.id
    return None


def fully_supported(rows: Sequence[Row]) -> list[Row]:
    """Those that wait, whose every check found its ground and whose articles agree."""
    return [r for r in rows if r.status == "pending" and r.checks and not r.doubtful]


def minutes_left(times: Sequence[datetime], waiting: int) -> int:
    """Minutes for what waits, by the pace of today's decisions; pauses don't count."""
    gaps = [b - a for a, b in pairwise(times) if timedelta(0) < b - a <= PAUSE]
    seconds = median(g.total_seconds() for g in gaps) if len(gaps) >= 3 else ASSUMED
    return -int(-waiting * seconds // 60)


def likely_same(rows: Sequence[Row], at: str) -> list[Row]:
    """The other rows, those first whose headline and opening share most with the one at hand."""
    here = next((r for r in rows if r.id == at), None)
    if here is None:
        return list(rows)
    mine = shingles(f"{here.headline}{here.body[:80]}", 2)
    others = [r for r in rows if r.id != at]
    return sorted(others, key=lambda r: (r.status == "rejected", -len(mine & shingles(f"{r.headline}{r.body[:80]}", 2)), r.id))
