"""Articles → stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from digest import cluster, sections
from digest.model import Article, Judgement, Story
from digest.pipeline.decide import follow
from digest.pipeline.shared import Desk, Event
from digest.text import digest_of

#: days before now whose articles may still be joined
WINDOW_DAYS = 10


def join(desk: Desk) -> int:
    """Join the articles of the window into stories, judge each, and give every article its fate. Returns the stories."""
    articles = {a.id: a for a in desk.store.articles.window(desk.now - timedelta(days=WINDOW_DAYS))}
    known = desk.store.articles.stories_of(list(articles)) | desk.store.drafts.pins()
    desk.tell(Event("join", f"归并 {len(articles)} 篇文章"))
    stories = cluster.stories(list(articles.values()), known=known, names=desk.names)
    before = desk.store.drafts.story_rows()
    hashed = [(s, members_hash(s, articles)) for s in stories]
    due = [(s, h) for s, h in hashed if before.get(s.id, {}).get("judged") != judged_by(desk, h)]
    placed = [(s, h, judge(desk, [articles[m.article] for m in s.members], s)) for s, h in due]
    held = desk.store.drafts.held()
    with desk.store.write():
        for story, members, judgement in placed:
            _place(desk, story, articles, members, _kept(judgement, held.get(story.id, "")))
        desk.store.drafts.tidy()
    follow(desk)
    return len(stories)


def members_hash(story: Story, articles: Mapping[str, Article]) -> str:
    """What a story's judgement depends on: the same hash need not be judged again."""
    return digest_of(*(f"{m.article} {m.role} {digest_of(articles[m.article].document)}" for m in story.members))


def judged_by(desk: Desk, members: str) -> str:
    """What a judgement rests on: the story's articles and the desk's taste of this moment."""
    return digest_of(members, desk.taste)


def judge(desk: Desk, members: Sequence[Article], story: Story) -> Judgement:
    """Where a story belongs and how much it matters, by the guide and by what the desk decided before."""
    return sections.judge(members, {m.article: m.role for m in story.members}, desk.guide, learned=desk.learned)


def _kept(judgement: Judgement, held: str) -> Judgement:
    """The judgement, but in the section that a person left the story in, which no rule overrules."""
    if not held:
        return judgement
    return replace(judgement, section=held, importance=max(judgement.importance, 1), fate_reason="")


def _place(desk: Desk, story: Story, articles: Mapping[str, Article], members: str, judgement: Judgement) -> None:
    desk.store.drafts.save_story(story, judgement, members, judged_by(desk, members))
    lead = articles[story.lead]
    for member in story.members:
        desk.store.articles.place(member, story.id)
        fate, reason = _fate(story, member.article, member.reason, judgement, lead)
        desk.store.articles.fate(member.article, fate, reason)


def _fate(story: Story, article: str, joined: str, judgement: Judgement, lead: Article) -> tuple[str, str]:
    if judgement.section is None:
        stale = judgement.fate_reason.startswith("stale")
        return "stale" if stale else "irrelevant", judgement.fate_reason or "不属于任何一节"
    if article != story.lead:
        return "duplicate", f"并入 {lead.id} “{lead.title[:40]}”: {joined}"
    return "pending", "等待起草"
