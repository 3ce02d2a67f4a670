"""Story → Brief; Reply → Draft; what an approval is bound to. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from digest.draft.credit import credited
from digest.draft.headline import restored
from digest.model import Article, Brief, Check, Draft, Judgement, Reply, Story
from digest.text import HAN, digest_of, short_id


def brief(story: Story, articles: Mapping[str, Article], judgement: Judgement) -> Brief:
    """All that an engine may know of a story. Raises KeyError when a member's article is missing."""
    members = [m for m in story.members if m.article in articles]
    lead = articles[story.lead]
    others = tuple(articles[m.article] for m in members if m.article != story.lead)
    return Brief(
        story.id,
        judgement.section or "",
        judgement.importance,
        lead,
        others,
        {m.article: m.role for m in members},
    )


def fingerprint(engine: str, members_hash: str, section: str, importance: int) -> str:
    """What a draft is made from: the same fingerprint need not be written again."""
    return digest_of(engine, members_hash, section, str(importance))


def compose(given: Brief, reply: Reply, week: str, publishers: Sequence[str]) -> Draft:
    """A draft without checks: the reply's words, its headline with the qualifiers of its body, the record's credits."""
    paragraphs = paragraphs_of([s.text for s in reply.sentences])
    return Draft(
        id=draft_id(given.story),
        story=given.story,
        section=given.section,
        headline=restored(reply.headline, paragraphs),
        body="\n".join(paragraphs),
        lead_paragraph=reply.lead_sentence,
        credits=credited(given, publishers),
        importance=given.importance,
        week=week,
        engine=reply.engine,
        model=reply.model,
        prompt_id=reply.prompt_id,
        notes=reply.notes,
    )


def draft_id(story: str) -> str:
    """A story's draft: the same letters behind a d, so that the one leads to the other."""
    return "d" + story[1:] if story[:1] == "s" else short_id("d", story)


def paragraphs_of(texts: Sequence[str], longest: int = 220, shortest: int = 60) -> list[str]:
    """Sentences as one or more paragraphs: a new one begins where the next sentence would make it too long to read, unless
    what is left would be a paragraph of a few words."""
    paragraphs, left = [""], sum(map(len, texts))
    for text in texts:
        if paragraphs[-1] and len(paragraphs[-1]) + len(text) > longest and left >= shortest:
            paragraphs.append("")
        left -= len(text)
        joint = " " if paragraphs[-1] and not re.search(f"[{HAN}。！？；”]$", paragraphs[-1]) else ""
        paragraphs[-1] += joint + text
    return [p for p in paragraphs if p]


# ------------------------------------------------------------------------------------------------------------- binding
def bind(draft: Draft, hashes: Mapping[str, str]) -> str:
    """The hash that an approval is bound to: text, section, credits, and every article that is evidence (by text hash).

    Any change of text, evidence or sources changes it.
    """
    evidence = sorted({e.article for c in draft.checks for e in c.evidence})
    return digest_of(
        draft.section,
        draft.headline,
        draft.body,
        draft.lead_paragraph,
        *draft.credits,
        *(part for c in draft.checks for part in _check_parts(c)),
        *(part for a in evidence for part in (a, hashes.get(a, "missing"))),
    )


def _check_parts(check: Check) -> list[str]:
    spans = [f"{e.article}:{e.start}-{e.end}:{e.quote}" for e in check.evidence]
    return [check.kind, check.field, str(check.start), str(check.end), check.verdict, *spans]


def checked(draft: Draft, checks: Sequence[Check], conflicts: Sequence[Mapping[str, object]]) -> Draft:
    """The draft with what the verifier said of it."""
    return replace(draft, checks=tuple(checks), conflicts=tuple(conflicts))
