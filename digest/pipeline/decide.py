"""What a named person says of a draft: approve, reject, edit, move; and what takes any decision back.

Every decision is bound to the exact text and evidence that the person saw: when somebody decided meanwhile, or an article was
read again, nothing is written (StaleDraft). Each is one short transaction together with its entry in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest import decide, draft
from digest.decide import ACTIONS, Entry, Seen
from digest.errors import Refused, StaleDraft, UsageError
from digest.model import Draft
from digest.pipeline.shared import Desk
from digest.pipeline.write import rechecked
from digest.text import digest_of, one_line
from digest.weeks import beijing


# -------------------------------------------------------------------------------------------------------------------- seen
def bound_now(desk: Desk, given: Draft) -> str:
    """The hash of the draft's text, evidence and sources as they are in the database at this moment."""
    return draft.bind(given, _hashes(desk, given))


def seen_of(desk: Desk, given: Draft) -> Seen:
    """What somebody who looks at this draft now sees: give it back with the decision."""
    return desk.store.decisions.seen(given, _hashes(desk, given))


def check_seen(desk: Desk, given: Draft, seen: Seen, *, ground: bool = True) -> None:
    """Raises StaleDraft when the draft is no longer what was seen, and says who was there first.

    Without `ground` the articles may have changed: new words are checked against them as they are.
    """
    now = seen_of(desk, desk.store.drafts.get(given.id))
    if now == seen or (not ground and now == replace(seen, bound=now.bound)):
        return
    last = desk.store.decisions.latest(given.id)
    if last and last.id != seen.decision:
        what = ACTIONS.get(last.action, last.action)
        raise StaleDraft(
            f"{given.id}: {last.by} 已在 {beijing(datetime.fromisoformat(last.at)):%m-%d %H:%M} {what} —— 没有覆盖, 看过再决定"
        )
    raise StaleDraft(f"{given.id}: 稿件或原文刚刚变了, 不再是你看到的样子 —— 没有记下决定, 看过再决定")


def entry(given: Draft, action: str, by: str, desk: Desk, seen: Seen, *, note: str = "", why: str = "") -> Entry:
    """A line for the log about this draft as it was seen."""
    at = desk.now.isoformat()
    return Entry(0, 0, given.id, given.revision, action, by, at, seen.bound, note=note, reason=why)


# ---------------------------------------------------------------------------------------------------------------- decisions
def approve(
    desk: Desk, prefixes: Sequence[str], by: str, note: str = "", seen: Mapping[str, Seen] | None = None
) -> list[Draft]:
    """Approve drafts as they stand: all of them or, when one is refused, none. What is approved already stays as it is.

    Raises Refused when a check is absent or conflicting and no note says why it's right, or when evidence no longer stands
    in its article; StaleDraft when a draft isn't what was seen.
    """
    by, note = person(by), one_line(note)
    views = _views(desk, prefixes, seen)
    for given, view in views:
        check_seen(desk, given, view)
        _may_approve(desk, given, note)
    due = [(given, view) for given, view in views if not _approved_so(desk, given, view)]
    with desk.store.write():
        for given, view in due:
            check_seen(desk, given, view)
        before = desk.store.decisions.cells(("drafts", given.id) for given, _ in due)
        for given, view in due:
            desk.store.drafts.settle(given.id, "approved", by=by, at=desk.now, note=note, bound=view.bound)
        _log(desk, [entry(given, "approve", by, desk, view, note=note) for given, view in due], before)
    return [desk.store.drafts.get(given.id) for given, _ in views]


def reject(desk: Desk, prefixes: Sequence[str], by: str, reason: str, seen: Mapping[str, Seen] | None = None) -> list[Draft]:
    """Reject drafts with a reason; they aren't drafted again. Raises UsageError without a reason, StaleDraft."""
    by, why = person(by), decide.reason(reason)
    views = _views(desk, prefixes, seen)
    with desk.store.write():
        for given, view in views:
            check_seen(desk, given, view)
        before = desk.store.decisions.cells(("drafts", given.id) for given, _ in views)
        for given, _ in views:
            desk.store.drafts.settle(given.id, "rejected")
        _log(desk, [entry(given, "reject", by, desk, view, why=why) for given, view in views], before)
    return [desk.store.drafts.get(given.id) for given, _ in views]


def edit(
    desk: Desk,
    prefix: str,
    by: str,
    *,
    headline: str | None = None,
    body: str | None = None,
    lead_paragraph: str | None = None,
    credits: Sequence[str] = (),
    seen: Seen | None = None,
) -> Draft:
    """Give a draft new words or another credit line (`credits`, names on the story's record): checked at once, kept as a new
    revision, waiting for approval again.

    The same words are only checked again; when that finds nothing new, nothing is written. Raises UsageError for empty
    words and for a credit that isn't on record, StaleDraft.
    """
    by = person(by)
    given = desk.store.drafts.get(desk.store.drafts.find(prefix))
    view = seen or seen_of(desk, given)
    names = draft.chosen(credits, creditable(desk, given)) if credits else None
    words = decide.edited(given, headline, body, lead_paragraph, names)
    done = _checked(desk, words)
    if decide.same_words(given, done) and done.text_hash == given.text_hash:
        return given
    with desk.store.write():
        check_seen(desk, given, view, ground=False)
        before = desk.store.decisions.cells([("drafts", given.id), ("checks", given.id)])
        revise(desk, given, done, by)
        _log(desk, [entry(given, "edit", by, desk, view)], before)
    return desk.store.drafts.get(given.id)


def creditable(desk: Desk, given: Draft) -> tuple[str, ...]:
    """The names that a draft's credit line may show: its outlets and whom they name as their source."""
    return draft.creditable([a for a, _ in desk.store.articles.of_story(given.story)], desk.publishers, given.credits)


def move(desk: Desk, prefixes: Sequence[str], section: str, by: str, seen: Mapping[str, Seen] | None = None) -> list[Draft]:
    """Put drafts in another section; an approval, bound to the old one, is asked for again. Raises UsageError, StaleDraft."""
    by, wanted = person(by), section_of(desk, section)
    views = [(given, view) for given, view in _views(desk, prefixes, seen) if given.section != wanted]
    with desk.store.write():
        for given, view in views:
            check_seen(desk, given, view)
        before = desk.store.decisions.cells(
            cell for given, _ in views for cell in (("drafts", given.id), ("stories", given.story))
        )
        for given, _ in views:
            desk.store.drafts.relocate(given, wanted, bound_now(desk, replace(given, section=wanted)))
            desk.store.drafts.settle(given.id, "pending")
        _log(desk, [entry(given, "move", by, desk, view, why=wanted) for given, view in views], before)
    return [given for given, _ in _views(desk, prefixes, None)]


def section_of(desk: Desk, name: str) -> str:
    """The id of a section given by id, number or title. Raises UsageError."""
    sections = desk.guide.sections
    for known in sections:
        if one_line(name) in (known.id, known.number, known.title):
            return known.id
    offered = ", ".join(f"{s.id} ({s.number} {s.title})" for s in sections)
    raise UsageError(f"没有小节 “{one_line(name)}” —— 可用: {offered}")


# --------------------------------------------------------------------------------------------------------------- undo, redo
def undo(desk: Desk, by: str, *, of: str = "", about: str = "") -> list[Entry]:
    """Take back the latest decision that holds: of this person (`of`) and about this draft (`about`), where they're named.

    Returns the entries of what was taken back. Raises UsageError when there's nothing to undo, StaleDraft when something
    that it changed has changed since.
    """
    return _turn(desk, by, of, about, again=False)


def redo(desk: Desk, by: str, *, of: str = "", about: str = "") -> list[Entry]:
    """Do again what was undone last, unless something else was decided since. Raises as `undo` does."""
    return _turn(desk, by, of, about, again=True)


def _turn(desk: Desk, by: str, of: str, about: str, *, again: bool) -> list[Entry]:
    by, log = person(by), desk.store.decisions
    about = desk.store.drafts.find(about) if about else ""
    with desk.store.write():
        wanted = {e.act for e in log.entries(about)} if about else set[int]()
        acts = [a for a in log.acts() if not about or a.id in wanted]
        target = decide.to_redo(acts, of) if again else decide.to_undo(acts, of)
        if target is None:
            raise UsageError("没有可以重做的决定" if again else "没有可以撤销的决定")
        entries = log.of_act(target.id)
        before = log.revert(target.id, again=again)
        action = "redo" if again else "undo"
        rows = [Entry(0, 0, e.draft, e.revision, action, by, desk.now.isoformat(), undoes=target.id) for e in entries]
        log.append(rows, before)
    return entries


# ------------------------------------------------------------------------------------------------------------------- audit
@dataclass(frozen=True, slots=True)
class Audit:
    """How the log of decisions stands: its entries, its last hash, and what is wrong with it (nothing when it's whole)."""

    entries: tuple[Entry, ...]
    head: str
    faults: tuple[str, ...]


def audit(desk: Desk, head: str = "") -> Audit:
    """The log, its chain verified. `head` is a hash noted down earlier: it must be one of the chain's."""
    log = desk.store.decisions
    entries, (count, last) = tuple(log.entries()), log.head()
    found = [*decide.faults(entries, count, last), *log.contradictions()]
    if not log.guarded():
        found.append("数据库里禁止改动日志的触发器不见了")
    if head and not any(e.hash.startswith(head) for e in entries):
        found.append(f"日志里没有 {head}: 记下它之后, 日志被整个改写过")
    return Audit(entries, last, tuple(found))


# ------------------------------------------------------------------------------------------------------------------ pieces
def person(by: str) -> str:
    """The name of who decides. Raises UsageError without one."""
    name = one_line(by)
    if not name:
        raise UsageError("要写明是谁决定的 —— 加上 --by 姓名")
    return name


def revise(desk: Desk, given: Draft, done: Draft, by: str, brief_hash: str = "") -> None:
    """Store new words and checks of a draft as its next revision, waiting for a decision; inside a write."""
    next_one = replace(done, revision=given.revision + 1, status="pending", approved_by="", approved_at=None, approval_note="")
    desk.store.drafts.save(next_one, brief_hash or desk.store.drafts.brief_hash(given.id), desk.now, by)
    desk.store.drafts.settle(given.id, "pending")


def author(desk: Desk, given: Draft) -> str:
    """Who wrote the words that stand: a person's name, or "" for an engine."""
    kept = {r["revision"]: r["by"] for r in desk.store.drafts.revisions(given.id)}
    return str(kept.get(given.revision, ""))


def follow(desk: Desk) -> int:
    """Check the drafts again that wait after a person's decision and whose sources changed: the words stay, the evidence is
    a new revision. Returns how many changed."""
    waiting, changed = desk.store.drafts.waiting(), 0
    rows = desk.store.drafts.story_rows([story for _, story, _ in waiting])
    for name, story, made_of in waiting:
        row = rows[story]
        ground = draft.fingerprint("", row["members_hash"], row["section"] or "", row["importance"])
        if made_of.endswith(ground):
            continue
        given = desk.store.drafts.get(name)
        done = _checked(desk, replace(given, importance=row["importance"], checks=(), conflicts=()))
        brief_hash = f"{made_of.partition(' ')[0]} {ground}"
        with desk.store.write():
            if done.text_hash == given.text_hash:
                desk.store.drafts.regrounded(given.id, brief_hash, done.importance)
            else:
                revise(desk, given, done, author(desk, given), brief_hash)
                changed += 1
    return changed


def _checked(desk: Desk, words: Draft) -> Draft:
    pairs = desk.store.articles.of_story(words.story)
    return rechecked(desk, words, [a for a, _ in pairs], {m.article: m.role for _, m in pairs})


def _views(desk: Desk, prefixes: Sequence[str], seen: Mapping[str, Seen] | None) -> list[tuple[Draft, Seen]]:
    ids = dict.fromkeys(desk.store.drafts.find(p) for p in prefixes)
    drafts = [desk.store.drafts.get(i) for i in ids]
    return [(given, (seen or {}).get(given.id) or seen_of(desk, given)) for given in drafts]


def _may_approve(desk: Desk, given: Draft, note: str) -> None:
    if given.unsettled and not note:
        said = decide.claims(given.unsettled)
        raise Refused(f"{given.id}: {said} 没有依据或有冲突 —— 核对后用 --note 写明理由再批准")
    if gone := decide.fallen(given, _documents(desk, given)):
        raise Refused(f"{given.id}: {decide.claims(gone)} 的原文变了 —— 先重新核对: digest edit {given.id}")
    if not desk.store.articles.of_story(given.story):
        raise Refused(f"{given.id}: 它的报道已并入别的稿件 —— 批准那一条, 或 digest undo")


def _approved_so(desk: Desk, given: Draft, view: Seen) -> bool:
    return given.status == "approved" and desk.store.drafts.approved_hash(given.id) == view.bound


def _documents(desk: Desk, given: Draft) -> dict[str, str]:
    articles = desk.store.articles.get([e.article for c in given.checks for e in c.evidence])
    return {i: a.document for i, a in articles.items()}


def _hashes(desk: Desk, given: Draft) -> dict[str, str]:
    return {i: digest_of(text) for i, text in _documents(desk, given).items()}


def _log(desk: Desk, entries: Sequence[Entry], before: decide.Cells) -> None:
    if entries:
        desk.store.decisions.append(entries, before)
