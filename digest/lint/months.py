"""A week told as a month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from digest.lint.facts import grams
from digest.lint.finding import Finding, Remark
from digest.lint.reading import WHEN, Passage, Period
from digest.lint.report import Report, on
from digest.lint.sayings import Saying, Sayings

_MONTH_WORD = re.compile(r"月度|单月|全月|整月|月均")
_WEEK_WORD = re.compile(r"[这当单首]周|周度|周内|一周")
_RECORDS = tuple(
    re.compile(words)
    for words in (
        r"首超|首次超[过越]?|超过|反超|超越|高于|领先",
        r"新高|历史最高|纪录|最高",
        r"第一|冠军|登顶|榜首|居首",
        r"新低|最低",
    )
)
_VIEWS = re.compile(r"观点|展望|建议|策略|要点")  # a chapter that repeats the front page proves nothing
_PLAN = re.compile(r"预计|有望|将|目标|计划")


def find(report: Report) -> Iterator[Finding]:
    """A record or a comparison told for a month, for which the body has weeks only; a month that is not over."""
    body = Sayings(report.body)
    for passage in [*report.front, *report.body, *report.headings]:
        for m in re.finditer(r"[^。；！？，]+", passage.masked):
            month = _month(passage, m)
            if month is None or _PLAN.search(m.group()):
                continue
            if report.published and _MONTH_WORD.search(m.group()) and _unfinished(month, report.published):
                message = f"报告日{report.published}，{month.raw}还没有过完，不能说月度。"
                yield on(passage, *_claim_span(m), Remark("weekly_as_monthly", message, "写明是哪一周或截至哪一天"))
            elif not _WEEK_WORD.search(m.group()):
                yield from _only_weeks(passage, m, body)


def _month(passage: Passage, m: re.Match[str]) -> Period | None:
    for i in range(m.start(), m.end()):
        item = passage.items.get(i)
        if isinstance(item, Period):
            return item if item.grain == "month" else None
    return None


def _unfinished(month: Period, published: date) -> bool:
    last = date(month.low.year, month.low.month, calendar.monthrange(month.low.year, month.low.month)[1])
    return published < last and (month.low.year, month.low.month) == (published.year, published.month)


def _claim_span(m: re.Match[str]) -> tuple[int, int]:
    """The claim without the label before it: AI模型：."""
    label = max(m.group().rfind("："), m.group().rfind(")"))
    return m.start() + label + 1, m.end()


def _only_weeks(passage: Passage, m: re.Match[str], body: Sayings) -> Iterator[Finding]:
    record = next((r for r in _RECORDS if r.search(m.group())), None)
    if record is None:
        return
    words = frozenset(w for w in grams(_strip(m.group())) if not record.search(w))
    near = [s for _, s in body.like(words, 0.4) if record.search(s.text) and s.passage is not passage]
    weekly = [s for s in near if _tells_a_week(s)]
    if weekly and not any(_tells_a_month(s) for s in near if not _VIEWS.search(s.passage.block.heading)):
        line = weekly[0].passage.block.place(*weekly[0].passage.span(weekly[0].start, weekly[0].start + 1))[0]
        message = f"正文第 {line} 行只有周度数据，此处写成月度。"
        yield on(passage, *_claim_span(m), Remark("weekly_as_monthly", message, "写明是哪几周"))


def _strip(text: str) -> str:
    return re.sub(rf"{WHEN}的?|月度|单月|全月|整月|首次|首", "，", text)


def _tells_a_week(saying: Saying) -> bool:
    items = [saying.passage.items.get(i) for i in range(saying.start, saying.end)]
    return bool(_WEEK_WORD.search(saying.text)) or any(isinstance(p, Period) and p.grain == "week" for p in items)


def _tells_a_month(saying: Saying) -> bool:
    items = [saying.passage.items.get(i) for i in range(saying.start, saying.end)]
    return bool(_MONTH_WORD.search(saying.text)) or any(isinstance(p, Period) and p.grain == "month" for p in items)
