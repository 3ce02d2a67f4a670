"""Which section a story belongs to, whether it is news of the desk at all, and why. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.model import Article, Judgement
from digest.sections.cues import Hit, Reading, found, read
from digest.sections.guide import Guide, Noise, Section
from digest.sections.importance import tellers, weigh
from digest.sections.learned import MOST, NONE, Decided, Learned, train
from digest.sections.stale import doubt

#: how many of the words that spoke are told
_TOLD = 4
#: what a lead of that role makes of its story
_NOT_EVENTS = {"denial": "被否认的传闻，不是已发生的事", "roundup": "多条新闻的汇总，只作线索，不作依据"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the cue words say: points of each section and of each kind of noise, and the words that were found in the lead."""

    points: Mapping[str, float]
    hits: Mapping[str, tuple[Hit, ...]]
    noise_points: Mapping[str, float]
    noise_hits: Mapping[str, tuple[Hit, ...]]

    @property
    def against(self) -> float:
        """Points of the weightiest kind of noise: the kinds explain the same text in different ways, so they don't add."""
        return max(self.noise_points.values(), default=0.0)

    def noise(self, guide: Guide) -> Noise | None:
        """The weightiest kind of noise, None where nothing speaks for any."""
        found_kinds = [n for n in guide.noise if self.noise_points[n.id] > 0]
        return max(found_kinds, key=lambda n: self.noise_points[n.id], default=None)

    def best(self, guide: Guide) -> Section:
        """The section with most points; the first of equals."""
        return max(guide.sections, key=lambda s: self.points[s.id])


def judge(members: Sequence[Article], roles: Mapping[str, str], guide: Guide, *, learned: Learned | None = None) -> Judgement:
    """Section, importance and the reasons of a story; `members[0]` is its lead, `roles` maps article ids to roles.

    A section of None means no news of this desk: `fate_reason` then says why, beginning with "stale" when the story is old.
    `score` orders the stories of a section and a week: the higher, the nearer to the top.
    """
    lead, told_by = members[0], tellers(members, roles)
    old, doubts = _age(told_by)
    if old:
        return Judgement(None, 0, 0.0, doubts, f"stale: {old}")
    if roles.get(lead.id) in _NOT_EVENTS:
        return Judgement(None, 0, 0.0, doubts, _NOT_EVENTS[roles[lead.id]])
    by_rule, verdict, shared = hear(told_by, guide)
    section, reasons = _decide(by_rule, _explained(by_rule, verdict, guide, shared), guide, learned, lead)
    if section is None:
        return Judgement(None, 0, 0.0, (*reasons, *doubts), reasons[0])
    importance, score, why = weigh(members, roles, guide)
    return Judgement(section.id, importance, score, (*reasons, *why, *doubts))


def hear(told_by: Sequence[Article], guide: Guide) -> tuple[Section | None, Verdict, str]:
    """What the cue words say to a story: the section or None by vote of its tellers (the lead has two votes and settles a
    tie), the verdict of the first teller that says so, and how many of several do."""
    said = [ask(read(article), guide) for article in told_by]
    ballots = [_by_rule(verdict, guide) for verdict in said]
    votes = Counter(section.id if section else NONE for section in (ballots[0], *ballots))
    chosen = max(votes, key=lambda name: votes[name])  # the first of equals is the lead's
    agreeing = [n for n, section in enumerate(ballots) if (section.id if section else NONE) == chosen]
    shown = f"（{len(said)} 篇里 {len(agreeing)} 篇如此）" if len(said) > 1 else ""
    return guide.section(chosen), said[agreeing[0]], shown


def ask(reading: Reading, guide: Guide) -> Verdict:
    """What the cue words of the guide say to a reading."""
    hits = {s.id: tuple(found(s.cues, reading)) for s in guide.sections}
    against = {s.id: tuple(found(s.counter, reading)) for s in guide.sections}
    points = {name: _sum(hits[name]) - _sum(against[name]) for name in hits}
    noise = {n.id: tuple(found(n.cues, reading)) for n in guide.noise}
    return Verdict(points, hits, {name: _sum(told) for name, told in noise.items()}, noise)


def _sum(hits: Sequence[Hit]) -> float:
    return round(sum(hit.points for hit in hits), 2)


def learn(decisions: Sequence[tuple[Article, str | None]], guide: Guide) -> Learned:
    """A model of what the desk decided: (lead article, section or None for "not ours"), oldest first; one entry a story."""
    return train([_decided(article, section, guide) for article, section in decisions[-MOST:]])


def _decided(article: Article, section: str | None, guide: Guide) -> Decided:
    verdict = ask(read(article), guide)
    by_rule = _by_rule(verdict, guide)
    return Decided(article.title, article.text, _points(verdict, guide), by_rule.id if by_rule else None, section)


def _by_rule(verdict: Verdict, guide: Guide) -> Section | None:
    best = verdict.best(guide)
    return best if verdict.points[best.id] - verdict.against >= guide.accept else None


def _points(verdict: Verdict, guide: Guide) -> Mapping[str, float]:
    """The points as the desk's own model takes them in: a section's own, and for none what a section would have to beat."""
    return {**verdict.points, NONE: verdict.against + guide.accept}


def _decide(
    by_rule: Section | None, told: tuple[str, ...], guide: Guide, learned: Learned | None, lead: Article
) -> tuple[Section | None, tuple[str, ...]]:
    """The cue words' section, or what the desk's own model says where it may overrule them; with the reasons."""
    if not (learned and learned.speaks and learned.labels):
        return by_rule, told
    opinion = learned.opinion(lead.title, lead.text, _points(ask(read(lead), guide), guide))
    section = guide.section(opinion.section) if opinion.section else None
    own = f"本组过去 {opinion.decisions} 次决定：{_name(section)}（把握 {opinion.sure:.0%}）"
    if section == by_rule:
        return by_rule, (*told, own)
    if opinion.sure < learned.trust.sure:
        return by_rule, (*told, f"{own}，把握不足，仍按线索词")
    return section, (f"{own}，线索词原判{_name(by_rule)}", *told)


def _name(section: Section | None) -> str:
    return f"{section.number} {section.title}" if section else "不收"


def _explained(section: Section | None, verdict: Verdict, guide: Guide, shared: str) -> tuple[str, ...]:
    best, noise = verdict.best(guide), verdict.noise(guide)
    points = verdict.points[best.id]
    said = f"{_name(best)} {points:g} 分{shared}：{_words(verdict.hits[best.id])}"
    against = f"：{_words(verdict.noise_hits[noise.id])}" if noise else ""
    if section:
        return (said, f"不像新闻之处 {verdict.against:g} 分{against}") if noise else (said,)
    if noise and verdict.against >= 1:
        return f"{noise.reason}{against}", said
    return (f"不属于任何一节：最接近的是 {said}" if points > 0 else "不属于任何一节：没有各节的线索词",)


def _words(hits: Sequence[Hit]) -> str:
    told = sorted(hits, key=lambda hit: -hit.points)[:_TOLD]
    return "；".join(map(str, told)) or "没有线索词"


def _age(told_by: Sequence[Article]) -> tuple[str, tuple[str, ...]]:
    """Why the story is old, or "": every report that tells it must be; and what is to be doubted in their dates."""
    doubts = [doubt(article) for article in told_by]
    old = [d.reason for d in doubts if d and d.old]
    told = tuple(dict.fromkeys(d.reason for d in doubts if d))[:3]
    return (old[0] if len(old) == len(doubts) else ""), told
