"""Dates of a claim: the same days in a source, or the day on which the source was published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digest.model import Check, Figure
from digest.verify import context, events, periods, standing
from digest.verify.case import Case
from digest.verify.literal import literal
from digest.verify.metrics import named
from digest.verify.reading import Mark, Reading
from digest.weeks import BEIJING


def date(case: Case, mark: Mark) -> Check | None:
    """The check of one date; None for one that names no day of its own (当周, 下一财季)."""
    figure, hits = mark.figure, _hits(case, mark)
    if hits:
        return _placed(case, mark, hits)
    for rule in (literal, _apart, _english_year, _published, _joined, _business_year, _month_before, _account, _vague):
        found = rule(case, mark)
        if found:
            return found
    return (
        None
        if periods.relative(case.claim, figure) or _YEAR_BEFORE.fullmatch(figure.raw)
        else case.of_figure(figure, "absent", [], "原文没有这个日期")
    )


_YEAR_BEFORE = re.compile(r"(?:上|前)一?年(?:度|同期)?")


def _hits(case: Case, mark: Mark) -> list[tuple[int, Mark]]:
    """The dates of the sources that may be the claim's."""
    figure, allowed = mark.figure, case.allowed[mark.sentence]
    found = [(n, d) for n in allowed for d in case.sources[n].dates]
    hits = [
        (n, d)
        for n, d in found
        if periods.covers(figure, d.figure) or periods.opens_month(figure, d.figure) or _this_year(case, figure, n, d)
    ]
    if periods.length_of(figure) in ("quarter", "half"):
        hits = [(n, d) for n, d in hits if not _FLEETING.fullmatch(d.figure.raw.strip())]
    if periods.length_of(figure) == "year" and _ACCOUNTS.match(case.claim.plain, figure.end):  # a year's accounts are no day's
        hits = [(n, d) for n, d in hits if not periods.single(d.figure) or _CLOSE.search(d.figure.raw)]
    if periods.length_of(figure) in ("quarter", "half", "year") and case.claim.cues_in(
        *case.claim.clauses[mark.clause], "modality"
    ):
        hits = [(n, d) for n, d in hits if not _gone(case, n, d)]
    told = any(True for n in allowed for _ in events.days(case.sources[n]))
    if not periods.dateline(case.claim, figure) and (
        told or not periods.single(figure)
    ):  # the day of the wire is not the event's
        hits = [(n, d) for n, d in hits if not periods.dateline(case.sources[n], d.figure)]
    return _both_ends(hits) if periods.two_days(figure) else hits


def _both_ends(hits: list[tuple[int, Mark]]) -> list[tuple[int, Mark]]:
    """The stretch itself; else its two days, where one passage of a source prints both."""
    whole = [(n, d) for n, d in hits if not periods.single(d.figure)]
    ends = [(n, d, periods.of(d.figure).first) for n, d in hits if periods.single(d.figure)]
    for n, d, first in () if whole else ends:
        if any(k == n and abs(x.sentence - d.sentence) <= 1 and other != first for k, x, other in ends):
            return hits
    return whole


def _gone(case: Case, n: int, d: Mark) -> bool:
    """Whether a day lies before its report: no plan is for it."""
    first, day = periods.of(d.figure).first, case.sources[n].day
    return periods.single(d.figure) and first is not None and day is not None and first <= day


def _placed(case: Case, mark: Mark, hits: list[tuple[int, Mark]]) -> Check:
    """The check of a date that stands in a source: right, or another's, or told of something else."""
    figure = mark.figure
    wrong = events.noted_day(case, mark, hits) or events.other_noun(case, mark, hits) or events.other_day(case, mark, hits)
    if wrong:
        n, d = wrong
        return case.of_figure(figure, "absent", [case.of(n, d.figure)], f"日期不同：原文为{d.figure.raw}")
    note = _only_planned(case, mark, hits) or _other_timing(case, mark, hits) or _other_start(case, mark, hits)
    if note:
        n, d = hits[0]
        return case.of_figure(figure, "absent", [case.of(n, d.figure)], note)
    hits.sort(key=lambda x: -case.likeness(mark, *x))
    return case.of_figure(figure, "supported", [case.of(n, d.figure) for n, d in hits[:2]])


def _published(case: Case, mark: Mark) -> Check | None:
    """The day on which a source was published."""
    wired = _wired(case, mark)
    if wired is None:
        return None
    end = len(case.articles[wired].title) or len(case.sources[wired].text)
    return case.of_figure(mark.figure, "supported", [case.span(wired, 0, end)], "报道的发布日期")


def _english_year(case: Case, mark: Mark) -> Check | None:
    """2026年 for 2026 capital spending."""
    year = periods.of(mark.figure).year
    for n in case.allowed[mark.sentence] if year and periods.length_of(mark.figure) == "year" else ():
        m = re.search(rf"\b{year}\b", case.sources[n].plain) if case.sources[n].lang == "en" else None
        if m:
            return case.of_figure(mark.figure, "supported", [case.span(n, *m.span())])
    return None


_DAYS = re.compile(r"([一二两三四五六七八九十]|\d{1,2})[天日](?:之|以)?[前后]")
_NUMERALS = "zero one two three four five six seven eight nine ten".split()


def _apart(case: Case, mark: Mark) -> Check | None:
    """两天前 for two days after: how far apart a source puts two events."""
    m = _DAYS.fullmatch(mark.figure.raw.strip())
    number = context.count(m[1]) if m else 0
    if not 0 < number < len(_NUMERALS):
        return None
    told = re.compile(
        rf"\b(?:{number}|{_NUMERALS[number]}) days? (?:after|before|earlier|later|ago)|(?:{number}|{'两' if number == 2 else '零一二三四五六七八九十'[number]})[天日](?:之|以)?[前后]",
        re.I,
    )
    for n in case.allowed[mark.sentence]:
        found = told.search(case.sources[n].plain)
        if found:
            return case.of_figure(mark.figure, "supported", [case.span(n, *found.span())])
    return None


_LAST_QUARTER = re.compile(r"第四财?季度?|全年|fourth[- ]quarter|full[- ]year|Q4", re.I)


def _business_year(case: Case, mark: Mark) -> Check | None:
    """2026财年 for the year of a 第四财季 that ended in 2026."""
    p = periods.of(mark.figure)
    for n in case.allowed[mark.sentence] if p.fiscal and p.year and not p.quarter else ():
        source = case.sources[n]
        for d in source.dates:
            at = source.sentences[d.sentence]
            ended = periods.single(d.figure) and periods.of(d.figure).year == p.year and not periods.dateline(source, d.figure)
            if ended and _LAST_QUARTER.search(source.plain, *at):
                return case.of_figure(mark.figure, "supported", [case.of(n, d.figure)])
    return None


_COMPARED = re.compile(r"(?:较|比|from|than|compared with|on)\s?$", re.I)


def _month_before(case: Case, mark: Mark) -> Check | None:
    """较1月下降 for 2月环比下降: what the sources call the period before."""
    if not _COMPARED.search(case.claim.plain, max(0, mark.figure.start - 14), mark.figure.start):
        return None
    for n in case.allowed[mark.sentence]:
        source = case.sources[n]
        for cue in source.cues:
            at = source.sentences[source.sentence_at(cue.start)]
            dated = list(source.dates_in(at[0], cue.start)) if cue.value == "qoq" else []
            if dated and periods.adjoining(mark.figure, dated[-1].figure):
                return case.of_figure(mark.figure, "supported", [case.span(n, dated[-1].figure.start, cue.end)])
    return None


#: a day that only tells when something was said: no quarter is named for it
_FLEETING = re.compile(r"[今昨明前]?[日天晚早]|(?:本|上|下)?(?:周|星期)[一二三四五六日天]|(?:\w+ )?\w+day", re.I)


_ACCOUNTS = re.compile(r"\s?(?:全年|年度)?(?:财报|年报|业绩|营业?收入?|净利|归母|销量|出货|交付|总收入)")
_CLOSE = re.compile(r"[底末终]|31日|30日")


#: what an account is of, as (first month, last month): 2026年一季报 tells of the first quarter
_ACCOUNT = re.compile(r"(?:(?P<year>20\d\d)\s?年?)?(?P<name>一季报|半年报|中报|三季报|年报)")
_ACCOUNTED = {"一季报": ((1, 3),), "半年报": ((1, 6),), "中报": ((1, 6),), "三季报": ((7, 9), (1, 9)), "年报": ((1, 12),)}


def _account(case: Case, mark: Mark) -> Check | None:
    """The quarter, half or year whose account a source speaks of."""
    p = periods.of(mark.figure)
    if p.first is None or p.last is None or periods.length_of(mark.figure) not in ("quarter", "half", "year"):
        return None
    for n in case.allowed[mark.sentence]:
        for m in _ACCOUNT.finditer(case.sources[n].plain):
            same_year = m["year"] is None or int(m["year"]) == p.first.year
            if same_year and (p.first.month, p.last.month) in _ACCOUNTED[m["name"]]:
                return case.of_figure(mark.figure, "supported", [case.span(n, *m.span())])
    return None


def _joined(case: Case, mark: Mark) -> Check | None:
    """A stretch of days that two stretches of a source make together (9日至15日, 16日至22日)."""
    p = periods.of(mark.figure)
    for n in case.allowed[mark.sentence]:
        dates = [d for d in case.sources[n].dates if not periods.single(d.figure)]
        one = next((d for d in dates if periods.of(d.figure).first == p.first), None)
        other = next((d for d in dates if periods.of(d.figure).last == p.last), None)
        if p.first and one and other and one is not other:
            return case.of_figure(mark.figure, "supported", [case.of(n, one.figure), case.of(n, other.figure)])
    return None


def _this_year(case: Case, claim: Figure, n: int, d: Mark) -> bool:
    """A 今年 that lies ahead of its article was copied from an older text: the day may be right, the year is not known."""
    at, last = case.articles[n].published, periods.of(d.figure).last
    stale = d.figure.raw.startswith("今年") and at is not None and last is not None and last > at.at.date()
    return stale and periods.covers(replace(claim, raw=_A_YEAR.sub("", claim.raw)), d.figure)


_A_YEAR = re.compile(r"(?:19|20)\d\d\s?年|[今去前]年")


_ENGLISH = (
    (re.compile(r"年[底末终]"), re.compile(r"(?:end of|close of|by) (?:the |this )?year|year[- ]end|end of 20\d\d", re.I)),
    (re.compile(r"上旬|月初"), re.compile(r"early (?:in )?[A-Z][a-z]+")),
    (re.compile(r"中旬"), re.compile(r"mid[- ][A-Z][a-z]+")),
    (re.compile(r"下旬|月[底末]"), re.compile(r"late (?:in )?[A-Z][a-z]+|end of [A-Z][a-z]+")),
)


_MONTHS = "january february march april may june july august september october november december".split()


def _one_month(figure: Figure, told: str) -> bool:
    """Whether the month that an English text names is the claim's; a text of the year's end names none."""
    named = [n for n, month in enumerate(_MONTHS, 1) if re.search(rf"\b{month[:3]}", told, re.I)]
    first = periods.of(figure).first
    return not named or (first is not None and first.month in named)


def _vague(case: Case, mark: Mark) -> Check | None:
    """年底 and 中旬 in the words of an English source."""
    for han, latin in _ENGLISH:
        for n in case.allowed[mark.sentence] if han.search(mark.figure.raw) else ():
            m = latin.search(case.sources[n].text) if case.sources[n].lang == "en" else None
            if m and _one_month(mark.figure, m.group()):
                return case.of_figure(mark.figure, "supported", [case.span(n, m.start(), m.end())])
    return None


def _only_planned(case: Case, mark: Mark, hits: Sequence[tuple[int, Mark]]) -> str:
    """A claim tells as done what its sources expect on that date."""
    span = case.claim.clauses[mark.clause]
    if not case.claim.cues_in(*span, "done") or case.claim.cues_in(*span, "modality"):
        return ""
    planned = all(case.sources[n].cues_in(*case.sources[n].clauses[d.clause], "modality") for n, d in hits)
    return "语气不同：原文为预计或计划在此时，此处写成已经发生" if planned else ""


def _other_timing(case: Case, mark: Mark, hits: Sequence[tuple[int, Mark]]) -> str:
    """提前至 is not 推迟至."""
    mine = {c.value for c in case.claim.cues_in(*case.claim.clauses[mark.clause], "timing")}
    theirs = [{c.value for c in case.sources[n].cues_in(*case.sources[n].clauses[d.clause], "timing")} for n, d in hits]
    if mine and all(t and not t & mine for t in theirs):
        return f"早晚不同：原文为{named(frozenset(theirs[0]))}，此处为{named(frozenset(mine))}"
    return ""


_FROM = re.compile(r"\s?(?:零时|0时)?\s?(?:起(?!诉|草|步|来)|开始(?:生效|实施|执行)|生效|施行)")
_FROM_EN = re.compile(r"\b(?:from|starting|effective|beginning|as of|take effect)\s(?:on\s)?$", re.I)


def _other_start(case: Case, mark: Mark, hits: Sequence[tuple[int, Mark]]) -> str:
    """自X起: the day on which something takes effect, where the sources give another for that."""
    if not _FROM.match(case.claim.plain, mark.figure.end):
        return ""
    allowed = case.allowed[mark.sentence]
    starts = [(n, d) for n in allowed for d in case.sources[n].dates if _starts(case.sources[n], d)]
    if not starts or any(_starts(case.sources[n], d) for n, d in hits):
        return ""
    return f"日期不同：原文的起始日为{starts[0][1].figure.raw}"


def _starts(source: Reading, d: Mark) -> bool:
    before = source.plain[max(0, d.figure.start - 16) : d.figure.start]
    return bool(_FROM.match(source.plain, d.figure.end) or (source.lang == "en" and _FROM_EN.search(before)))


def implied(case: Case, check: Check, figures: Sequence[Check]) -> bool:
    """Whether a period that no source prints is the one before that of a level from which its clause's figures were worked out."""
    mark = next(m for m in case.claim.dates if m.figure.start == check.start)
    low, high = case.claim.clauses[mark.clause]
    inside = [c for c in figures if low <= c.start < high]
    if not inside or any(c.verdict != "derived" for c in inside) or periods.single(mark.figure):
        return False
    article = {a.id: n for n, a in enumerate(case.articles)}
    stated = (_level_period(case.sources[article[e.article]], e.start) for c in inside for e in c.evidence)
    return any(p is not None and (periods.precedes(mark.figure, p) or periods.year_before(mark.figure, p)) for p in stated)


def _level_period(source: Reading, at: int) -> Figure | None:
    """The period of a level: the one it stands under, else the last that its paragraph named before it."""
    mark = next((m for m in source.marks if m.figure.start == at), None)
    told = standing.stated(source, mark) if mark else None
    low = source.paragraph(at)[0]
    before = [d.figure for d in source.dates_in(low, at)]
    named = [f for f in before if not (periods.single(f) or periods.dateline(source, f) or periods.relative(source, f))]
    return told or (named[-1] if named else None)


def _wired(case: Case, mark: Mark) -> int | None:
    """The source that was published on that day: a date that only tells when the news came, or where no source gives a day."""
    told = any(True for n in case.allowed[mark.sentence] for _ in events.days(case.sources[n]))
    for n in case.allowed[mark.sentence]:
        moment = case.articles[n].published
        if (
            moment
            and mark.figure.value[:10]
            in {
                moment.at.date().isoformat(),
                moment.at.astimezone(BEIJING).date().isoformat(),
            }
            and (periods.dateline(case.claim, mark.figure) or not told)
        ):
            return n
    return None
