"""Whose figure it is, where names and list items don't settle it: places, neighbours, parts of a whole, who says so."""

from __future__ import annotations

import re

from digest.verify import amounts, context, labels, periods, standing, tellers
from digest.verify.mentions import Mention, related
from digest.verify.metrics import named
from digest.verify.reading import Mark, Reading, Span


def place(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """东部 is not 西部: places beside the figure on both sides, or the claim's beside a rival figure."""
    mine, theirs = _keys(_places(claim, c)), _keys(_places(source, s))
    mine, theirs = mine - theirs, theirs - mine
    if not mine or not theirs:
        return ""
    own = claim.places_in(c.before[0], c.figure.start) and source.places_in(s.before[0], s.figure.start)
    rivals = (m for m in source.marks_of(s.sentence) if m is not s and amounts.same_class(m.figure, s.figure))
    if own or any(mine & _keys(source.places_in(m.before[0], m.figure.start)) for m in rivals):
        return f"地区不同：原文为{'、'.join(sorted(theirs))}，此处为{'、'.join(sorted(mine))}"
    return ""


def _places(reading: Reading, mark: Mark) -> list[Mention]:
    """The places of a figure's clause before it, else of the nearest clause with any; in English those right behind first."""
    if reading.lang == "en" and (behind := [n for n in reading.places_in(*mark.after) if labels.belongs_to(reading, mark, n)]):
        return behind
    found = reading.places_in(reading.clauses[mark.clause][0], mark.figure.start)
    first = reading.clauses_of(mark.sentence).start
    for clause in range(mark.clause - 1, first - 1, -1):
        found = found or reading.places_in(*reading.clauses[clause])
    return found


def _keys(found: list[Mention]) -> set[str]:
    return {k for n in found for k in n.keys}


def elsewhere(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """北美以外 is not 北美."""
    mine, theirs = (_OUTSIDE.search(r.plain, *r.clauses[m.clause]) for r, m in ((claim, c), (source, s)))
    places = claim.places_in(*claim.clauses[c.clause]), source.places_in(*source.clauses[s.clause])
    if bool(mine) != bool(theirs) and all(places) and _keys(places[0]) & _keys(places[1]):
        return f"地区不同：原文为「{source.text[slice(*source.clauses[s.clause])].strip()}」"
    return ""


_OUTSIDE = re.compile(r"以外|之外|\boutside\b|\bexcluding\b|\bexcept\b", re.I)


def unnamed_before(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """A subject comes before its figure: one whom the source names only later is not the one it speaks of."""
    mine, theirs = labels.of(claim, c), labels.of(source, s)
    named = [n for n in mine.names if n.sure and n.end <= c.figure.start]
    if not named or theirs.who or source.lang == "en" or amounts.is_rank(c.figure):
        return ""
    paragraph = source.paragraph(s.figure.start)[0]
    before = source.names_in(0, source.sentences[0][1]) + source.names_in(paragraph, s.figure.start)
    behind = source.names_in(s.figure.start, source.sentences[s.sentence][1])
    if related(named, behind) and not related(named, before) and not related(named, source.names_in(0, s.figure.start)):
        return f"主体不同：原文中此数不属于{claim.text[named[0].start : named[0].end]}"
    return ""


def parallel_subject(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """A figure goes on from the clause before, which another name opened than the claim's, whose clause stands further off."""
    mine, theirs = labels.of(claim, c).names, labels.of(source, s)
    opener = _opener(source, s)
    if theirs.names or not mine or opener is None or related(mine, [opener]):
        return ""
    first = source.clauses_of(s.sentence).start
    earlier = [source.clauses[n] for n in range(first, source.clause_at(opener.start))]
    if any(related(mine, _opening(source, span)) and not related([opener], source.names_in(*span)) for span in earlier):
        return f"主体不同：原文属于{source.text[opener.start : opener.end]}，此处属于{claim.text[mine[0].start : mine[0].end]}"
    return ""


def _opener(source: Reading, s: Mark) -> Mention | None:
    """The name that opens the nearest clause before a figure."""
    first = source.clauses_of(s.sentence).start
    for clause in range(s.clause - 1, first - 1, -1):
        found = _opening(source, source.clauses[clause])
        if source.names_in(*source.clauses[clause]):
            return found[0] if found else None
    return None


_LEAD = re.compile(r"\s*(?:而|但|其中|同时|另外|此外)?\s*")


def _opening(source: Reading, span: Span) -> list[Mention]:
    m = _LEAD.match(source.plain, *span)
    start = m.end() if m else span[0]
    return [n for n in source.names_in(start, start + 1) if not tellers.attributed(source, n)]


# ------------------------------------------------------------------------------------------------------------ part of it


def narrowed(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """海外交付1320台, where the source gives 1320 for all and speaks of 海外 beside another figure."""
    mine = frozenset() if amounts.is_share(c.figure) else context.of(claim, c).segment
    start, _end = source.sentences[s.sentence]
    near = {x.value for x in source.cues_in(max(source.clauses[s.clause][0], start), source.clauses[s.clause][1], "segment")}
    lost = mine - near - {"paid", "business", "consumer"}
    beside = {x.value for x in source.cues_in(*source.paragraph(s.figure.start), "segment")}
    if lost and lost & beside and not any(x.value in lost for x in source.cues_in(start, s.figure.start, "segment")):
        return f"范围不同：原文此数不限于{named(lost)}"
    return ""


def unqualified(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """营收同比增长12%, where the source has 营收127亿美元，与上年持平, and the 12% with 数据中心业务收入46亿美元."""
    if not amounts.is_share(c.figure) or labels.grown(claim, c) - _names_of(claim, c) or claim.lang != source.lang:
        return ""
    metric = context.of(claim, c).metric
    theirs = frozenset(w for w in labels.grown(source, s) if w[0] != "@")
    said = labels.content(claim, claim.sentences[c.sentence])
    if not metric or not claim.cues_in(*c.before, "metric") or len(theirs) < 2 or theirs & said:
        return ""
    for other in source.marks_near(s):
        bare = not frozenset(w for w in labels.grown(source, other) if w[0] != "@") and amounts.is_money(other.figure)
        if bare and other.figure.start < s.figure.start and context.of(source, other).metric == metric:
            return f"范围不同：原文此数限于「{'、'.join(sorted(theirs)[:2])}」"
    return ""


def _names_of(reading: Reading, mark: Mark) -> frozenset[str]:
    return frozenset(w for w in labels.grown(reading, mark) if w[0] == "@")


def other_rate(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """日均 told of a figure that the source gives without, while the next figure of its kind has it."""
    told = {x.value for x in claim.cues_in(*c.before, "rate")}
    for other in source.marks_near(s) if told and not context.of(source, s).rate else ():
        goes_on = other.sentence == s.sentence and other.figure.start < s.figure.start and not labels.of(source, s).own
        rival = not goes_on and abs(other.sentence - s.sentence) <= 1 and amounts.same_class(other.figure, s.figure)
        if rival and not amounts.equal(c.figure, other.figure) and told & context.of(source, other).rate:
            return f"「{named(frozenset(told))}均」在原文中对应{other.figure.raw.strip()}"
    return ""


def head(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """实际核销1.5亿 for 发放1.5亿: the word right before the claim's figure stands right before another of its kind."""
    if not labels.of(source, s).own:
        return ""  # it goes on from the clause before
    mine, here = _head(claim, c), labels.content(source, source.clauses[s.clause])
    low, high = source.paragraph(s.figure.start)
    for other in source.marks_near(s) if mine and not mine & here else ():
        rival = low <= other.figure.start < high and amounts.same_class(other.figure, s.figure)
        if (
            rival
            and not labels.per_piece(source, other)
            and other is not s
            and not amounts.equal(c.figure, other.figure)
            and mine & _head(source, other)
        ):
            return f"主体不同：「{'、'.join(sorted(mine)[:2])}」在原文中对应{other.figure.raw.strip()}"
    return ""


def _head(reading: Reading, mark: Mark) -> frozenset[str]:
    """The last word before a figure."""
    low, end = mark.before
    start = max(low, end - 7)
    found = labels.content(reading, (start, end))
    last = reading.plain[start:end].rstrip("了为达约近超逾过共 ")[-3:]
    return frozenset(w for w in found if w in last and w[0] != "@")


_EACH = re.compile(r"每[个家名位项款台人]|均(?!价|值|分)|都|各(?!地|类)|全部|所有|全面|一律|统一")


def at_most(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """最高可获得500万元 is not what each one gets."""
    if context.of(source, s).bound != {"most"} or context.of(claim, c).bound:
        return ""
    low = claim.clauses[c.clause][0]
    each = _EACH.search(claim.plain, low, c.figure.start)
    return "上下限不同：原文为至多，此处写成均有" if each else ""


def carried_year(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """A figure without a date of its own counts for the year that its paragraph or title told last."""
    mine = standing.stated(claim, c)
    if mine is None or not periods.of(mine).year or standing.stated(source, s) is not None or labels.year_of(source, s):
        return ""
    start = source.sentences[s.sentence][0]
    told = [
        d.figure
        for d in source.dates
        if d.figure.end <= start and periods.of(d.figure).year and not periods.dateline(source, d.figure)
    ]
    years = {periods.of(f).year for f in told}
    near = told[-1:]
    low, high = source.paragraph(s.figure.start)
    if len(years) != 1 or periods.of(mine).year in years | {periods.of(d.figure).year for d in source.dates_in(low, high)}:
        return ""
    return f"时间不同：原文为{near[0].raw}，此处为{mine.raw}"


_SECOND_HAND = re.compile(r"据报|据.{1,10}报道|报道称|引述|\breported\b|\bsaid to\b|\bciting\b|\bis said\b")
_OFFICIAL = re.compile(r"公告|声明|宣布|官方|证实|确认|披露")


def voice(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """What people familiar with the matter say is not what the company announced."""
    start, end = claim.sentences[c.sentence]
    said = _OFFICIAL.search(claim.plain, start, c.figure.start)
    low, high = source.sentences[s.sentence]
    second = source.cues_in(low, high, "hearsay") or _SECOND_HAND.search(source.plain, low, high)
    if not said or claim.cues_in(start, end, "hearsay") or not second or _SECOND_HAND.search(claim.plain, start, end):
        return ""
    if _OFFICIAL.search(source.plain, low, high) or source.cues_in(low, high, "affirm"):
        return ""
    who = claim.names_in(start, said.start())
    if not who or any(tellers.attributed(claim, n) for n in who):
        return ""
    return f"消息来源不同：原文为知情人士或传闻，此处写成「{said.group()}」"


_PAID_OUT = re.compile(r"已.{0,12}(?:支付|付款|打款|付清|到账|派发|发放|拨付)|(?:支付|付清|缴付)了")


def paid(claim: Reading, c: Mark, source: Reading, s: Mark) -> str:
    """Money promised is not money paid: 已支付500亿 needs a word of payment beside that amount."""
    if not amounts.is_money(c.figure) or not _PAID_OUT.search(claim.plain, *claim.clauses[c.clause]):
        return ""
    return "" if source.cues_in(*source.clauses[s.clause], "pay") else "语气不同：原文没有说这笔款项已经支付"
