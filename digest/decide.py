"""What a decision is, before anything is stored: reasons, what needs a note, what an edit makes of a draft, the chain of the
log, and what undo would take back. Pure.

Decisions are an append-only log. One act (a key pressed, a command given) has one entry a draft it touched; undo and redo are
acts themselves. Each entry is sealed with the hash of the one before, so that no entry can be changed, dropped or slipped in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, TypeAlias

from digest.errors import UsageError
from digest.model import Article, Check, Draft
from digest.text import clean, digest_of, one_line, sentences

#: what can be decided, as people call it
ACTIONS = {
    "approve": "批准", "reject": "拒绝", "edit": "修改", "move": "移节", "merge": "合并", "split": "拆分", "undo": "撤销",
    "redo": "重做",
}  # fmt: skip
#: IT之家2月27日消息，
_DATELINE = re.compile(r"[^，。]{1,16}?\d{1,2}\s*月\s*\d{1,2}\s*日(?:消息|[讯电])[，,]\s*")
#: rows by table and key: what a decision may change
Cells: TypeAlias = dict[tuple[str, str], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a draft is rejected. `none` says that the desk wants no such news at all: sections learn that."""

    key: str
    label: str
    none: bool = False


#: numbered 1, 2, 3 … in this order wherever they are offered
REASONS = (
    Reason("duplicate", "重复"),
    Reason("false", "不实"),
    Reason("irrelevant", "不相关", none=True),
    Reason("stale", "过时"),
    Reason("unsourced", "来源不足"),
    Reason("minor", "分量不够", none=True),
)


def reason(text: str) -> str:
    """A reason as it's stored: the Chinese label of a number, key or label, else the words as given. Raises UsageError."""
    given = one_line(text)
    for number, known in enumerate(REASONS, 1):
        if given.lower() in (str(number), known.key, known.label):
            return known.label
    if not given or given.isdecimal():
        offered = " ".join(f"{n} {r.label}" for n, r in enumerate(REASONS, 1))
        raise UsageError(f"拒绝要有理由 —— 加上 --reason, 可用: {offered}, 或一句自己的话")
    return given


def teaches_none(label: str) -> bool:
    """Whether a rejection for this reason says that the desk wants no such news."""
    return any(r.none and r.label == label for r in REASONS)


# ---------------------------------------------------------------------------------------------------------------- approval
@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of a draft: revision, last decision (0: none) and the hash of text, evidence and sources."""

    revision: int
    decision: int
    bound: str


def supported(draft: Draft) -> bool:
    """Whether every check of a draft found its ground, and there was something to check."""
    return bool(draft.checks) and not draft.unsettled


def fallen(draft: Draft, documents: dict[str, str]) -> tuple[Check, ...]:
    """Checks whose evidence no longer stands where it stood: the article was read again and says something else."""
    return tuple(
        c for c in draft.checks if any(documents.get(e.article, "")[e.start : e.end] != e.quote for e in c.evidence if e.quote)
    )


def claims(checks: Sequence[Check]) -> str:
    """The claims of some checks in a line, five at most."""
    words = list(dict.fromkeys(one_line(c.claim) for c in checks))
    return "、".join(f"“{w}”" for w in words[:5]) + (f" 等 {len(words)} 处" if len(words) > 5 else "")


# -------------------------------------------------------------------------------------------------------------------- edit
def edited(
    draft: Draft,
    headline: str | None = None,
    body: str | None = None,
    lead_paragraph: str | None = None,
    credits: Sequence[str] | None = None,
) -> Draft:
    """The draft with new words or credits and without checks; what isn't given stays.

    The first-page sentence follows the body while it is the body's opening. Raises UsageError for an empty text.
    """
    new_body = draft.body if body is None else _paragraphs(body)
    lead = _lead(draft, new_body) if lead_paragraph is None else " ".join(_paragraphs(lead_paragraph).split("\n"))
    done = replace(
        draft,
        headline=draft.headline if headline is None else one_line(headline),
        body=new_body,
        lead_paragraph=lead,
        credits=draft.credits if credits is None else tuple(credits),
        checks=(),
        conflicts=(),
    )
    if not done.headline or not done.body:
        raise UsageError("标题和正文都不能是空的")
    return done


def same_words(a: Draft, b: Draft) -> bool:
    """Whether two drafts say the same and credit the same."""
    return (a.headline, a.body, a.lead_paragraph, a.credits) == (b.headline, b.body, b.lead_paragraph, b.credits)


def _paragraphs(text: str) -> str:
    return "\n".join(filter(None, (one_line(line) for line in clean(text).split("\n"))))


def _lead(draft: Draft, body: str) -> str:
    """The first-page sentence of a new body: as many of its opening sentences; without dateline where it had none."""
    flat = draft.body.replace("\n", "")
    opening = _DATELINE.match(flat)
    bare = bool(opening and draft.lead_paragraph and flat.startswith(draft.lead_paragraph, opening.end()))
    if body == draft.body or not draft.lead_paragraph or not (bare or flat.startswith(draft.lead_paragraph)):
        return draft.lead_paragraph
    count, flat = sum(1 for _ in sentences(draft.lead_paragraph)), body.replace("\n", "")
    if bare and (opening := _DATELINE.match(flat)):
        flat = flat[opening.end() :]
    spans = list(sentences(flat))[:count]
    return flat[: spans[-1][1]] if spans else flat


# ------------------------------------------------------------------------------------------------------------------ pieces
def split_off(members: Sequence[Article], leaving: Sequence[str]) -> tuple[list[Article], list[Article]]:
    """The articles that stay and those that leave. Raises UsageError when either would be none."""
    gone = set(leaving)
    stay, leave = [a for a in members if a.id not in gone], [a for a in members if a.id in gone]
    if not leave:
        raise UsageError("没有说拆出哪几篇 —— digest show 列出这条稿件的报道")
    if not stay:
        raise UsageError("全部拆出就没有剩下的了 —— 至少留一篇")
    return stay, leave


# --------------------------------------------------------------------------------------------------------------------- log
@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log. `act` is the id of the act's first entry, `undoes` the act that an undo or redo is about.

    `revision` and `text_hash` say which text the person saw, `section` and `status` how the draft stood afterwards, `change`
    (JSON, on the act's first entry) every cell that changed, before and after; `prev` and `hash` chain the entries.
    """

    id: int
    act: int
    draft: str
    revision: int
    action: str
    by: str
    at: str
    text_hash: str = ""
    section: str = ""
    status: str = ""
    note: str = ""
    reason: str = ""
    undoes: int = 0
    change: str = "[]"
    prev: str = ""
    hash: str = ""


def sealed(entry: Entry, prev: str) -> Entry:
    """The entry chained to the hash of the one before ("" for the first)."""
    return replace(entry, prev=prev, hash=_seal(replace(entry, prev=prev)))


def _seal(entry: Entry) -> str:
    return digest_of(*map(str, astuple(replace(entry, hash=""))[:-1]))


def faults(entries: Iterable[Entry], count: int, head: str) -> list[str]:
    """What is wrong with a log of `count` entries whose last hash is `head`, in Chinese; nothing when it is whole."""
    found, prev, number = [], "", 0
    for number, entry in enumerate(entries, 1):
        if entry.id != number:
            found.append(f"第 {number} 条: 编号是 {entry.id}, 有条目被删或插入")
            return found
        if entry.prev != prev:
            found.append(f"第 {number} 条: 与上一条接不上")
        if entry.hash != _seal(entry):
            found.append(f"第 {number} 条 ({entry.at} {one_line(entry.by)} {one_line(entry.action)}): 内容被改过")
        prev = entry.hash
    if (number, prev) != (count, head):
        found.append(f"日志止于第 {number} 条, 应有 {count} 条: 末尾被删或添过")
    return found


# -------------------------------------------------------------------------------------------------------------------- undo
@dataclass(frozen=True, slots=True)
class Act:
    """An act as undo sees it."""

    id: int
    action: str
    by: str
    undoes: int = 0


def standing(acts: Sequence[Act]) -> list[Act]:
    """The acts that hold: neither undone, nor undo or redo themselves."""
    undone: set[int] = set()
    for act in acts:
        if act.action == "undo":
            undone.add(act.undoes)
        elif act.action == "redo":
            undone.discard(act.undoes)
    return [a for a in acts if not a.undoes and a.id not in undone]


def to_undo(acts: Sequence[Act], by: str = "") -> Act | None:
    """The act that undo takes back: the latest that holds, of this person where one is named."""
    return next((a for a in reversed(standing(acts)) if by in ("", a.by)), None)


def to_redo(acts: Sequence[Act], by: str = "") -> Act | None:
    """The act that redo repeats: the latest undone, unless something else was decided since."""
    stack: list[int] = []
    for act in acts:
        if by not in ("", act.by):
            continue
        if act.action == "undo":
            stack.append(act.undoes)
        elif act.action == "redo":
            stack = [s for s in stack if s != act.undoes]
        else:
            stack = []
    return next((a for a in acts if stack and a.id == stack[-1]), None)
