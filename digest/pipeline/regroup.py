"""Merging and splitting stories by hand: what a person put together or apart, no later run changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digest import cluster, decide, draft
from digest.decide import Entry, Seen
from digest.engines import Engine
from digest.errors import Refused, UsageError
from digest.model import Article, Draft, Judgement, Member, Story
from digest.pipeline.decide import author, check_seen, entry, person, revise, seen_of
from digest.pipeline.desk import judge, judged_by, members_hash
from digest.pipeline.shared import Desk
from digest.pipeline.write import composed, rechecked, reply_of
from digest.text import short_id


@dataclass(frozen=True, slots=True)
class _Made:
    """A story put together by hand, and the draft of it."""

    story: Story
    judgement: Judgement
    members_hash: str
    brief_hash: str
    draft: Draft


def merge(desk: Desk, engine: Engine, prefixes: Sequence[str], by: str, seen: Mapping[str, Seen] | None = None) -> Draft:
    """Join the stories of these drafts into the first one's, which is drafted again; the others are rejected as merged.

    A draft that a person wrote keeps its words and is only checked again. Raises UsageError, Refused, StaleDraft.
    """
    by = person(by)
    drafts = [desk.store.drafts.get(i) for i in dict.fromkeys(desk.store.drafts.find(p) for p in prefixes)]
    if len(drafts) < 2:
        raise UsageError("合并至少要两条稿件")
    views = {d.id: (seen or {}).get(d.id) or seen_of(desk, d) for d in drafts}
    first, others = drafts[0], drafts[1:]
    groups = [[a for a, _ in desk.store.articles.of_story(d.story)] for d in drafts]
    if empty := next((d for d, group in zip(drafts, groups, strict=True) if not group), None):
        raise Refused(f"{empty.id}: 它的报道已并入别的稿件 —— 合并那一条, 或 digest undo")
    articles = [a for group in groups for a in group]
    made = _made(desk, engine, first.story, articles, first)
    with desk.store.write():
        for given in drafts:
            check_seen(desk, given, views[given.id])
        cells = [("drafts", d.id) for d in drafts] + [("checks", first.id), ("stories", first.story)]
        before = desk.store.decisions.cells([*cells, *_places(articles)])
        _settle(desk, made, by)
        revise(desk, first, made.draft, author(desk, first), made.brief_hash)
        for other in others:
            desk.store.drafts.settle(other.id, "rejected")
        why = f"并入 {first.id}"
        rows = [entry(d, "merge", by, desk, views[d.id], why=why if d is not first else "") for d in drafts]
        desk.store.decisions.append(rows, before)
    return desk.store.drafts.get(first.id)


def split(
    desk: Desk, engine: Engine, prefix: str, leaving: Sequence[str], by: str, *, seen: Seen | None = None
) -> tuple[Draft, Draft]:
    """Make a story of its own of some articles of a draft's; returns the old draft and the new one, both drafted again.

    A draft that a person wrote keeps its words and is only checked again. Raises UsageError, NotFound, StaleDraft.
    """
    by = person(by)
    given = desk.store.drafts.get(desk.store.drafts.find(prefix))
    view = seen or seen_of(desk, given)
    members = [a for a, _ in desk.store.articles.of_story(given.story)]
    stay, leave = decide.split_off(members, [desk.store.articles.find(a) for a in leaving])
    old = _made(desk, engine, given.story, stay, given)
    new = _made(desk, engine, _fresh(desk, leave), leave, replace(given, revision=1), fresh=True)
    with desk.store.write():
        check_seen(desk, given, view)
        cells = [(table, d.id) for d in (given, new.draft) for table in ("drafts", "checks")]
        cells += [("stories", given.story), ("stories", new.story.id), *_places(members)]
        before = desk.store.decisions.cells(cells)
        _settle(desk, new, by)
        desk.store.drafts.save(new.draft, new.brief_hash, desk.now)
        desk.store.drafts.settle(new.draft.id, "pending")
        _settle(desk, old, by)
        revise(desk, given, old.draft, author(desk, given), old.brief_hash)
        rows = [entry(given, "split", by, desk, view), _born(desk, new.draft, by, given.id)]
        desk.store.decisions.append(rows, before)
    return desk.store.drafts.get(given.id), desk.store.drafts.get(new.draft.id)


def _born(desk: Desk, new: Draft, by: str, parent: str) -> Entry:
    return entry(new, "split", by, desk, Seen(1, 0, new.text_hash), why=f"自 {parent} 拆出")


def _made(desk: Desk, engine: Engine, name: str, articles: Sequence[Article], given: Draft, *, fresh: bool = False) -> _Made:
    """The story of these articles and its draft; the section stays what the desk last thought of it."""
    by_id = {a.id: a for a in articles}
    members = _members(desk, name, articles)
    story = Story(name, members)
    judged = judge(desk, [by_id[m.article] for m in members], story)
    judgement = replace(judged, section=given.section, importance=max(judged.importance, 1), fate_reason="")
    hashed = members_hash(story, by_id)
    if fresh or not author(desk, given):
        brief = draft.brief(story, by_id, judgement)
        done = replace(composed(desk, brief, reply_of(desk, engine, brief)), week=given.week, revision=given.revision)
    else:
        words = replace(given, importance=judgement.importance, checks=(), conflicts=())
        done = rechecked(desk, words, [by_id[m.article] for m in members], {m.article: m.role for m in members})
    ground = draft.fingerprint("", hashed, given.section, judgement.importance)
    return _Made(story, judgement, hashed, f"{engine.name} {ground}", done)


def _members(desk: Desk, name: str, articles: Sequence[Article]) -> tuple[Member, ...]:
    """The articles with their roles, the lead first: judged by themselves, as one story."""
    stories = cluster.stories(articles, known={a.id: name for a in articles}, names=desk.names)
    return tuple(member for story in stories for member in story.members)


def _settle(desk: Desk, made: _Made, by: str) -> None:
    """Put the story and its articles where a person wants them."""
    desk.store.drafts.save_story(made.story, made.judgement, made.members_hash, judged_by(desk, made.members_hash))
    for member in made.story.members:
        desk.store.articles.place(member, made.story.id)
        desk.store.drafts.pin(member.article, made.story.id, by, desk.now)
        leads = member.article == made.story.lead
        fate = ("drafted", f"稿件 {made.draft.id}") if leads else ("duplicate", f"并入 {made.story.lead}: 人工归并")
        desk.store.articles.fate(member.article, *fate)


def _places(articles: Sequence[Article]) -> list[tuple[str, str]]:
    return [(table, a.id) for a in articles for table in ("articles", "pins")]


def _fresh(desk: Desk, leaving: Sequence[Article]) -> str:
    """An id that no story has."""
    parts = ["split", *(a.id for a in leaving)]
    while desk.store.drafts.story_rows([name := short_id("s", *parts)]):
        parts.append(name)
    return name
