"""What a clause says beyond its figures: every rule held against every clause.

Each rule compares a clause of the claim with the source clauses that share its words, and answers with a finding or nothing.
Only a contradiction that can be pointed at counts; words that merely differ are paraphrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.verify import (
    antonyms,
    clause,
    grades,
    hearsay,
    invented,
    investors,
    leave,
    modality,
    negation,
    opposed,
    periods,
    reversals,
    scope,
    versions,
)
from digest.verify.case import Case
from digest.verify.clause import Clause, Finding
from digest.verify.reading import Reading

_FUTURE = re.compile(r"(?:将于|将在|即将|拟|计划|预计|有望)[^，。；：]{2}")


def findings(case: Case) -> Iterator[Finding]:
    """Every contradiction between the clauses of a claim and the sources."""
    for c in clause.of(case.claim, list(case.sources), case.since, case.told):
        for rule in _RULES:
            yield from rule(c)


def told(c: Clause) -> Iterator[Finding]:
    """Expected, planned or negotiated on one side, done on the other."""
    strong = [p for p in c.near if p.cover >= 0.5 and c.sources[p.source].lang != "en"]
    strong = [p for p in strong if p.cover >= strong[0].cover - 0.15]
    if not strong:
        return
    happened = any(_happened(c.sources[p.source], p.clause) for p in strong)
    mine = modality.of_clause(c.claim, c.number, c.span[1])
    theirs = {modality.of_clause(c.sources[p.source], p.clause, c.sources[p.source].clauses[p.clause][1]) for p in strong}
    done = c.claim.cues_in(*c.span, "done") or "了" in c.said or _SAME_DAY.search(c.said) or _dated_past(c)
    done = done and not _SAYS.search(c.said)
    if mine in ("fact", "done") and done and theirs <= {"plan", "ongoing"} and not c.claim.cues_in(*c.span, "hearsay"):
        yield c.against(strong[0], "qualifier", "语气不同：原文为预计、计划或洽谈，此处写成既成事实")
    elif mine == "plan" and not _dated_ahead(c) and _FUTURE.search(c.said) and theirs <= {"fact", "done"} and happened:
        yield c.against(strong[0], "qualifier", "语气不同：原文为既成事实，此处写成预计或计划")


#: 公司6月23日宣布，将在四年内投资: what happened that day was the saying
_SAYS = re.compile(r"(?:宣布|表示|透露|公告|披露|指出|介绍|强调|[说称])[，：,:\s]*$")


#: 轻量版同日上线: on the day that was told before
_SAME_DAY = re.compile(r"同日|当日|当天|即日|现已")


def _dated_ahead(c: Clause) -> bool:
    """Whether the clause names a day to come."""
    days = (periods.of(d.figure).first for d in c.claim.dates_in(*c.span))
    return c.claim.day is not None and any(day is not None and day > c.claim.day for day in days)


def _dated_past(c: Clause) -> bool:
    """Whether the clause says on which day it happened."""
    days = (
        periods.of(d.figure).last
        for d in c.claim.dates_in(*c.span)
        if periods.single(d.figure) and not periods.dateline(c.claim, d.figure)
    )
    return c.claim.day is not None and any(day is not None and day <= c.claim.day for day in days)


def _happened(source: Reading, number: int) -> bool:
    """Whether a source clause tells something done, not what takes effect some day (自3月1日起施行)."""
    low, high = source.clauses[number]
    if source.cues_in(low, high, "done") or "了" in source.plain[low:high]:
        return True
    days = (periods.of(d.figure).last for d in source.dates_in(low, high) if periods.single(d.figure))
    return source.day is not None and any(day is not None and day <= source.day for day in days)


_RULES = (
    negation.negation, leave.without_leave, leave.voluntary, leave.undecided, negation.acts, negation.refused, negation.unmentioned, negation.only_planned, negation.ahead, hearsay.denial, hearsay.silence, hearsay.unfounded_denial, hearsay.rumour, told,
    scope.breadth, scope.distinction, scope.universal, scope.only, investors.role, scope.superlative, scope.subject, scope.other_company, scope.version, scope.other_name, grades.titles,
    opposed.axes, antonyms.antonyms, grades.grades, opposed.reversed_roles, opposed.reversed_words, opposed.buyer_and_seller, opposed.over_or_under, opposed.reversed_segments,
    opposed.counterpart, versions.of_series,
    reversals.agent, reversals.left_out, reversals.no_longer, reversals.only_talked, reversals.achieved, investors.earlier, reversals.both, reversals.agreement, invented.event,
)  # fmt: skip
