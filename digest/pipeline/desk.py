"""Articles → stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest import cluster, sections
from digest.model import Article, Judgement, Story
from digest.pipeline.decide import follow
from digest.pipeline.kept import Kept
from digest.pipeline.roundups import point
from digest.pipeline.shared import Desk, Event
from digest.text import digest_of

#: days before now whose stories are judged again when the desk's taste has changed
WINDOW_DAYS = 10


@dataclass(frozen=True, slots=True)
class _Judged:
    """A story that is due to be stored, with what its judgement rests on."""

    story: Story
    lead: Article
    judgement: Judgement
    members_hash: str


def join(desk: Desk) -> int:
    """Join the articles that are new or changed into stories, judge what that touched, and give every article its fate.

    Stories of the last days are judged again when the desk's taste has changed. Returns how many stories the window has.
    """
    waiting, kept = desk.store.queues.unjoined(), Kept(desk)
    new = desk.store.articles.get([article for article, fit in waiting.items() if fit])
    desk.tell(Event("join", f"归并 {len(new)} 篇文章"))
    kept.refresh()
    places = desk.store.articles.stories_of(list(new))
    stories = cluster.stories_of(kept.sign(new.values()), known=places | desk.store.drafts.pins(new), archive=kept)
    articles = new | desk.store.articles.get([m.article for s in stories for m in s.members if m.article not in new])
    changed, aged = _changed(desk, stories, articles), _aged(desk, {s.id for s in stories})
    places |= kept.placed | {m.article: item.story.id for item in aged for m in item.story.members}
    with desk.store.write():
        moved = _moved(desk, [*stories, *(item.story for item in aged)], places)
        due = [item for item in (*changed, *aged) if item.story.id not in moved]
        held = desk.store.drafts.held([item.story.id for item in due])
        for item in due:
            _place(desk, replace(item, judgement=_kept(item.judgement, held.get(item.story.id, ""))))
        desk.store.drafts.tidy([item.story.id for item in due])
        kept.store()
        left = {m.article for s in stories if s.id in moved for m in s.members}
        desk.store.queues.joined({*waiting, *articles} - left)
    follow(desk)
    if waiting or due:
        point(desk, _since(desk))
    return len(desk.store.queues.stories_since(_since(desk)))


def _changed(desk: Desk, stories: Sequence[Story], articles: Mapping[str, Article]) -> list[_Judged]:
    """The stories whose articles are not those that they were judged by."""
    before = desk.store.drafts.story_rows([s.id for s in stories])
    hashed = [(s, members_hash(s, articles)) for s in stories]
    return [
        _Judged(s, articles[s.lead], judge(desk, [articles[m.article] for m in s.members], s), h)
        for s, h in hashed
        if before.get(s.id, {}).get("judged") != judged_by(desk, h)
    ]


def _aged(desk: Desk, told: set[str]) -> list[_Judged]:
    """The other stories of the window that were judged by another taste than the desk's of now."""
    found = []
    for row in desk.store.queues.stories_since(_since(desk)).values():
        if row["id"] not in told and row["judged"] != judged_by(desk, row["members_hash"]):
            pairs = desk.store.articles.of_story(row["id"])
            story = Story(row["id"], tuple(m for _, m in pairs))
            found.append(_Judged(story, pairs[0][0], judge(desk, [a for a, _ in pairs], story), row["members_hash"]))
    return found


def _since(desk: Desk) -> datetime:
    return desk.now - timedelta(days=WINDOW_DAYS)


def _moved(desk: Desk, stories: Sequence[Story], places: Mapping[str, str]) -> set[str]:
    """The stories of which a person moved an article while they were worked out: they stay as they are, for the next run."""
    now = desk.store.articles.stories_of([m.article for s in stories for m in s.members])
    return {s.id for s in stories if any(now.get(m.article) != places.get(m.article) for m in s.members)}


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


def _place(desk: Desk, item: _Judged) -> None:
    story, lead = item.story, item.lead
    desk.store.drafts.save_story(story, item.judgement, item.members_hash, judged_by(desk, item.members_hash))
    for member in story.members:
        desk.store.articles.place(member, story.id)
        fate, reason = _fate(story, member.article, member.reason, item.judgement, lead)
        desk.store.articles.fate(member.article, fate, reason)


def _fate(story: Story, article: str, joined: str, judgement: Judgement, lead: Article) -> tuple[str, str]:
    if judgement.section is None:
        stale = judgement.fate_reason.startswith("stale")
        return "stale" if stale else "irrelevant", judgement.fate_reason or "不属于任何一节"
    if article != story.lead:
        return "duplicate", f"并入 {lead.id} “{lead.title[:40]}”: {joined}"
    return "pending", "等待起草"
