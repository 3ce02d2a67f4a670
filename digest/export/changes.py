"""What changed between two editions of a week, for those who have read the first."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digest.export.blocks import Block, section, set_in
from digest.export.layout import Layout
from digest.model import Draft, Edition
from digest.text import one_line, sentences

What = Literal["new", "changed", "gone"]
MARKS: Mapping[What, str] = {"new": "【新增】", "changed": "【有改动】", "gone": "【撤下】"}


@dataclass(frozen=True, slots=True)
class Change:
    """One item's change; `pairs` are sentences as they stood and as they stand, "" for none."""

    what: What
    draft: Draft
    pairs: tuple[tuple[str, str], ...] = ()


def changes(before: Edition, after: Edition) -> list[Change]:
    """The changes in print order, what is gone at the end."""
    known = {d.id: d for d in before.items}
    found = [change for d in after.items if (change := _change(known.get(d.id), d))]
    here = {d.id for d in after.items}
    return [*found, *(Change("gone", d) for d in before.items if d.id not in here)]


def _change(old: Draft | None, new: Draft) -> Change | None:
    if old is None:
        return Change("new", new)
    pairs = tuple(_pairs(_printed(old), _printed(new)))
    return Change("changed", new, pairs) if pairs else None


def _printed(item: Draft) -> list[str]:
    body = [item.body[a:b].strip() for a, b in sentences(item.body)]
    return [item.section, one_line(item.headline), *body, one_line(item.lead_paragraph), "、".join(item.credits)]


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield " ".join(old[a:b]), " ".join(new[c:d])


def marked(found: Sequence[Change], after: Edition, layout: Layout) -> list[Block]:
    """The section with a mark before each headline that is new or changed, then the changes sentence by sentence."""
    marks = {c.draft.id: MARKS[c.what] for c in found if c.what != "gone"}
    listed = [Block("heading", "与上一次导出相比", 1)]
    for change in found:
        listed.append(Block("heading", f"{MARKS[change.what]}{one_line(change.draft.headline)}", 2))
        listed += [Block("text", f"原: {old or '(无)'} → 今: {new or '(无)'}") for old, new in change.pairs]
    if not found:
        listed.append(Block("text", "没有变化。"))
    return [*section(after, layout, lambda d: marks.get(d.id, "")), *set_in(layout, listed)]
