"""Story → Brief; Reply → Draft; the credit line. Pure.

The credit line is never an engine's prose: it's computed from the record, the relay first and then who owns the data
(editorial rules: `(资料来源: IT之家、OpenRouter)`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from digest.model import Article, Brief, Check, Draft, Judgement, Reply, Story
from digest.text import HAN, digest_of, fold, sentences, short_id

#: how many sentences of an article may tell where its news comes from
_OPENING = 4
_BEFORE = re.compile(r"(据|根据|援引|引述|来自|转自|according to|citing|cited by)[^，。；,;.]{0,14}$", re.I)
_AFTER = re.compile(
    r"^[^，。；,;.]{0,8}?(报道|報道|報導|消息|援引|引述|披露|数据|數據|统计|統計|榜单|排行|周榜|月榜|reported|reports|said|data|rankings?)",
    re.I,
)
_ABOUT_ITSELF = re.compile(r"(注意到|讯|注)")


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
    """A draft without checks: the reply's words, the record's credits."""
    paragraphs = paragraphs_of([s.text for s in reply.sentences])
    return Draft(
        id=draft_id(given.story),
        story=given.story,
        section=given.section,
        headline=reply.headline,
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


def paragraphs_of(texts: Sequence[str], longest: int = 220) -> list[str]:
    """Sentences as one or more paragraphs: a new one begins where the next sentence would make it too long to read."""
    paragraphs = [""]
    for text in texts:
        if paragraphs[-1] and len(paragraphs[-1]) + len(text) > longest:
            paragraphs.append("")
        joint = " " if paragraphs[-1] and not re.search(f"[{HAN}。！？；”]$", paragraphs[-1]) else ""
        paragraphs[-1] += joint + text
    return [p for p in paragraphs if p]


# ------------------------------------------------------------------------------------------------------------- credits
def credited(given: Brief, publishers: Sequence[str]) -> tuple[str, ...]:
    """Who is credited: the lead's outlet, then the outlet or data owner that it cites, where the desk knows that name.

    `publishers` are the names that may be credited: the source list's and the outlets of the alias file.
    """
    found = [given.lead.credit]
    known = {fold(name): name for name in publishers}
    if given.lead.origin and fold(given.lead.origin) in known:
        found.append(known[fold(given.lead.origin)])
    found += _cited(given.lead, publishers)
    return tuple(dict.fromkeys(_printed(name) for name in found if not _same(name, given.lead.credit) or name == found[0]))


def _printed(name: str) -> str:
    """A credit as the report prints it: remarks in brackets are the source list's own."""
    return re.sub(r"[（(].{1,12}[）)]$", "", name).strip() or name


def _same(a: str, b: str) -> bool:
    x, y = fold(_printed(a)), fold(_printed(b))
    return x == y or (min(len(x), len(y)) >= 3 and (x in y or y in x))


def _cited(lead: Article, publishers: Sequence[str]) -> list[str]:
    """Publishers that the opening sentences name as where the news or the data comes from, in order of appearance."""
    opening = lead.text[: next((b for n, (_, b) in enumerate(sentences(lead.text), 1) if n == _OPENING), len(lead.text))]
    found: dict[str, int] = {}
    for name in publishers:
        short = _printed(name)
        for match in re.finditer(re.escape(short), opening) if len(short) > 1 else ():
            before, after = opening[: match.start()], opening[match.end() : match.end() + 24]
            if (_BEFORE.search(before[-24:]) or _AFTER.match(after)) and not _ABOUT_ITSELF.match(after.lstrip()):
                found.setdefault(name, match.start())
                break
    return sorted(found, key=lambda name: found[name])


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
