"""Who told it first, who repeated it, and which article is best to draft from. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from digest.cluster.copies import contained
from digest.cluster.likeness import MOST, VIEWS, Comparison
from digest.cluster.signature import Signature
from digest.model import Member, Role, Story
from digest.text import fold, short_id

#: days after the first report from which on a report is a follow-up
LATE = 3.0
_ORDER: Mapping[Role, int] = {
    "original": 0,
    "rewrite": 1,
    "correction": 2,
    "denial": 3,
    "followup": 4,
    "reprint": 5,
    "roundup": 6,
}
_VIEW_NAMES = dict(zip(VIEWS, ("用词", "标题", "数字", "名称", "事物"), strict=True))


def story_of(
    copies: Sequence[Sequence[Signature]], known: Mapping[str, str], taken: frozenset[str], comparison: Comparison
) -> Story:
    """A story of groups of one text: its members with their roles, the lead first."""
    cast = _Cast(copies)
    lead = min(cast.members, key=cast.unfitness)
    rest = sorted((s for s in cast.members if s is not lead), key=lambda s: (_ORDER[cast.roles[s.id]], s.order))
    told = [_member(s, lead, cast.roles[s.id], cast.copied.get(s.id), comparison) for s in rest]
    return Story(_name(cast.members, known, taken), (Member(lead.id, cast.roles[lead.id], 1.0, "主稿"), *told))


class _Cast:
    """The reports of one story, in order of time, and who plays which part."""

    def __init__(self, copies: Sequence[Sequence[Signature]]) -> None:
        self.members = sorted((s for group in copies for s in group), key=lambda s: s.order)
        self.copied = {s.id: group[0] for group in copies for s in group[1:]}
        first = self._first()
        self.roles = {s.id: _role(s, first, s.id in self.copied) for s in self.members}
        told = Counter(figure for s in self.members for figure in s.views["figures"])
        self._agreed = [figure for figure, n in told.items() if n > 1]
        self._hearsay = all(s.cues & {"rumour", "denial", "roundup"} for s in self.members)

    def _first(self) -> Signature:
        """Whose report it is: the earliest that is no copy and doesn't cite another member."""
        outlets = {fold(s.credit) for s in self.members}
        own = [s for s in self.members if s.id not in self.copied and not s.cues & {"roundup", "denial"}]
        uncited = [s for s in own if not s.origin or fold(s.origin) == fold(s.credit) or fold(s.origin) not in outlets]
        return next(iter(uncited or own or self.members))

    def unfitness(self, one: Signature) -> tuple[object, ...]:
        """Sorts the best article to draft from first: sound, Chinese, no comment, an outlet's own, no copy, the original,
        then the most complete and the earliest. Where all is hearsay, the denial knows more than the rumour."""
        role = self.roles[one.id]
        source = self.copied.get(one.id, one)
        return (
            role == "roundup",
            "stub" in one.cues,
            role != "denial" if self._hearsay else role == "denial",
            one.script != "han",
            "undated" in one.cues or "opinion" in one.cues | source.cues,
            "self-published" in one.cues,
            one.id in self.copied,
            ("original", "rewrite").index(role) if role in ("original", "rewrite") else 2,
            -self._completeness(one),
            one.order,
        )

    def _completeness(self, one: Signature) -> float:
        """Which share of the figures that several reports tell this one tells, in fifths."""
        if not self._agreed:
            return 0.0
        return round(5 * sum(f in one.views["figures"] for f in self._agreed) / len(self._agreed)) / 5


def _role(one: Signature, first: Signature, copied: bool) -> Role:
    if "roundup" in one.cues:
        return "roundup"
    if one is first:
        return "denial" if "denial" in one.cues else "original"
    if copied:
        return "reprint"
    if "denial" in one.cues:
        return "denial"
    if "correction" in one.cues:
        return "correction"
    late = one.at is not None and first.at is not None and one.at - first.at >= LATE
    return "followup" if late or "followup" in one.cues else "rewrite"


def _member(one: Signature, lead: Signature, role: Role, copy_of: Signature | None, comparison: Comparison) -> Member:
    """A place in the story with its reason, in Chinese."""
    if copy_of is not None:
        share = contained(one, copy_of) if one.same != copy_of.same else 1.0
        return Member(one.id, role, round(share, 2), f"正文 {share:.0%} 同《{copy_of.title[:30]}》（{copy_of.credit}）")
    found = comparison.likeness(one, lead)
    return Member(one.id, role, round(found.score / MOST, 2), _reason(one, lead, found.views, comparison))


def _reason(one: Signature, lead: Signature, views: Sequence[float], comparison: Comparison) -> str:
    """What the two have in common: names and figures by word, the views that are strong by number."""
    words = {q.key: q.raw for q in (*lead.headline, *lead.lead)} | {name: name for name in lead.views["names"]}
    shared = [
        (-comparison.rarity.weight(view, term), words[term])
        for view in ("figures", "names")
        for term in one.views[view].keys() & lead.views[view].keys() & words.keys()
    ]
    told = "、".join(dict.fromkeys(word for _, word in sorted(shared)[:4]))
    strong = "、".join(f"{_VIEW_NAMES[v]} {x / MOST:.2f}" for v, x in zip(VIEWS, views, strict=False) if x >= MOST / 2)
    parts = (f"同有 {told}" if told else "", f"相近：{strong}" if strong else "")
    return "；".join(filter(None, parts)) or "与同一事件的其他报道相近"


def _name(members: Sequence[Signature], known: Mapping[str, str], taken: frozenset[str]) -> str:
    """The story's id of earlier runs, or a new one from its first report that no other story bears."""
    for one in members:
        if one.id in known:
            return known[one.id]
    parts = [members[0].id]
    while (name := short_id("s", *parts)) in taken:
        parts.append(name)
    return name
