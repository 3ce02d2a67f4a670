"""The week's token statistics as an article of their own, so that a draft can rest on OpenRouter itself. Pure.

Every figure is printed with its basis; the rows that it is summed from are the archived answer of the API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from digest import figures
from digest.model import Article, Moment
from digest.text import short_id
from digest.usage import Model, Table

#: relative difference up to which a printed figure and a sum are the same: half of the last digit of 2.70万亿
_CLOSE = 0.005
_BASES = {"top50": "每日前50名具名模型合计", "top9": "前9大模型合计"}


def address(end: date) -> str:
    """Where a week's bulletin lives: the public rankings page, told apart by the week."""
    year, week, _ = end.isocalendar()
    return f"https://openrouter.ai/rankings?week={year}-W{week:02d}"


def bulletin(tables: Sequence[Table], source: str, credit: str) -> Article:
    """The article of a week: `tables` are that week under each basis, the API's own first. Its time is the rows' as-of."""
    table = tables[0]
    url = address(table.end)
    first = f"{table.start.month}月{table.start.day}日-{_until(table.start, table.end)}"
    title = f"OpenRouter周度Token用量: {first}中国模型{amount(table.cn)}, 美国模型{amount(table.us)}"
    text = "\n".join([_totals(table, first), *(_other_basis(t) for t in tables[1:]), _leaders(table), _note(table)])
    at = datetime.fromisoformat(table.as_of.replace("Z", "+00:00"))
    return Article(short_id("a", url), source, url, credit, title, text, "zh-Hans", Moment(at, "minute"))


def _until(start: date, end: date) -> str:
    return f"{end.day}日" if start.month == end.month else f"{end.month}月{end.day}日"


def _totals(table: Table, first: str) -> str:
    lead = "高于" if table.cn > table.us else "低于"
    rest = f"其他国家模型为{amount(table.other)}Token, 来源未确认的模型为{amount(table.unknown)}Token"
    return (
        f"{table.start.year}年{first}当周, 按OpenRouter API{_BASES[table.basis]}, 中国模型用量为{amount(table.cn)}Token, "
        f"{lead}同期美国模型的{amount(table.us)}Token; {rest}。"
    )


def _other_basis(table: Table) -> str:
    return f"若只计{_BASES[table.basis]}, 中国模型为{amount(table.cn)}Token, 美国模型为{amount(table.us)}Token。"


def _leaders(table: Table) -> str:
    return "用量前五的模型依次为" + "、".join(_leader(m) for m in table.models[:5]) + "。"


def _leader(m: Model) -> str:
    change = m.change
    against = "上周未上榜" if change is None else f"较上周{'增长' if change >= 0 else '下降'}{abs(change):.1f}%"
    return f"{name(m.slug)}（{m.vendor}, {amount(m.tokens)}Token, {against}）"


def _note(table: Table) -> str:
    return f"数据截至{table.as_of}, 为UTC自然周; 各模型以各自的分词器计数, 不同厂商之间不能直接相比。"


def name(slug: str) -> str:
    """A model as people call it, from its slug: `minimax/minimax-m2.5-20260212:free` → `minimax-m2.5:free`."""
    return re.sub(r"-20\d{6}(?=$|:)", "", slug.split("/", 1)[-1])


def amount(tokens: int) -> str:
    """`4.12万亿`, `9870亿`: as the report prints it."""
    return f"{tokens / 1e12:.2f}万亿" if tokens >= 1e12 else f"{tokens / 1e8:.0f}亿"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A figure of the press held against the rows: `verdict` is agrees, another-basis or disagrees; `note` says how."""

    verdict: str
    note: str


def held_against(tokens: float, country: str, tables: Sequence[Table]) -> Agreement:
    """Whether a week's total that the press prints for CN or US is ours: under the API's own basis, another one, or none."""
    sums = [(t, t.cn if country == "CN" else t.us) for t in tables]
    for place, (table, total) in enumerate(sums):
        if total and abs(tokens - total) <= _CLOSE * total:
            basis = _BASES[table.basis]
            return Agreement("agrees" if place == 0 else "another-basis", f"与OpenRouter数据一致 ({basis} {amount(total)})")
    shown = ", ".join(f"{_BASES[t.basis]} {amount(total)}" for t, total in sums)
    return Agreement("disagrees", f"与OpenRouter数据不符: {shown}")


_COUNTRY = re.compile(r"(中国|国产|我国|中國|國產)|(美国|美國|同期美)")
#: what every note of a press figure opens with
PRESS = "OpenRouter核对: "


def press_notes(text: str, published: datetime | None, tables: Callable[[date, date], Sequence[Table]]) -> list[str]:
    """What the rows say to each weekly total of Chinese or American models in a text; nothing where the week isn't stored.

    The week is the Monday-to-Sunday range named last before the figure, the country the one named last in its sentence.
    `tables` gives a period under each basis.
    """
    if "openrouter" not in text.casefold():
        return []
    notes, week = [], None
    for figure in figures.find(text, published):
        if figure.kind == "daterange" and figure.low and figure.high:
            week = _full_week(figure.low, figure.high)
        elif figure.unit == "token" and figure.value and week:
            country = _country(text, figure.start)
            found = tables(*week) if country else []
            if found and found[0].complete:
                notes.append(f"{PRESS}{figure.raw} {held_against(float(figure.value), country, found).note}")
    return list(dict.fromkeys(notes))


def _full_week(low: str, high: str) -> tuple[date, date] | None:
    start, end = date.fromisoformat(low[:10]), date.fromisoformat(high[:10])
    return (start, end) if start.weekday() == 0 and (end - start).days == 6 else None


def _country(text: str, at: int) -> str:
    """CN or US by the last such word between the sentence's begin and the figure, "" where there is none."""
    begin = max(text.rfind(mark, 0, at) for mark in "。！？\n") + 1
    found = list(_COUNTRY.finditer(text, begin, at))
    return "" if not found else "CN" if found[-1][1] else "US"
