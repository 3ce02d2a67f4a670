"""The figures of a week: OpenRouter's usage by country and model, and the market's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from digest import usage
from digest.errors import NotFound
from digest.export import Charted, charts
from digest.market import Review, Section
from digest.pipeline.shared import Desk
from digest.weeks import beijing

#: how many weeks the figure of countries shows, and how many models the ranking
WEEKS, MODELS = 8, 10
UNIT, LICENCE = "万亿 Token", "CC BY 4.0"
BASIS = "口径: API 每日前 50 个具名模型, UTC 周一至周日; 各家分词器不同"
TOKEN_FIGURES = ("tokens.png", "tokens.svg", "models.png", "models.svg")
#: a permaslug ends in the day the model was listed; a variant (`:free`) follows it
_DATED = re.compile(r"-20\d{6}(?=$|:)")
_COUNTRIES = {"CN": "中国", "US": "美国"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Figures as files by name, and what each of them is."""

    files: Mapping[str, bytes]
    charts: tuple[Charted, ...]


def token_figures(desk: Desk, week: str, stem: str = "") -> Drawn:
    """`tokens.png`, `tokens.svg`, `models.png`, `models.svg` up to a week, `stem` before each name. A week that lacks days is
    left out: beside whole ones it would look like a fall. Raises NotFound without data, UsageError without the extra."""
    start, end = usage.week_days(week)
    first = start - timedelta(weeks=WEEKS - 1)
    rows = desk.store.tokens.latest(first.isoformat(), end.isoformat())
    as_of = desk.store.tokens.as_of(first.isoformat(), end.isoformat())
    tables = [usage.table(rows, desk.vendors, a, a + timedelta(days=6), as_of=as_of) for a in _mondays(first, start)]
    tables = [t for t in tables if t.complete]
    if not tables:
        raise NotFound(
            f"{week}: 到这一周为止没有一整周的 OpenRouter 数据, 画不了图 —— 设置 OPENROUTER_API_KEY 后运行 digest crawl"
        )
    below = (f"资料来源: OpenRouter (openrouter.ai/rankings), 截至 {_minute(as_of)}; 许可: {LICENCE}", BASIS)
    last = tables[-1]
    labels = [f"{t.start.month}.{t.start.day}-{t.end.month}.{t.end.day}" for t in tables]
    series = {"中国模型": [t.cn / 1e12 for t in tables], "美国模型": [t.us / 1e12 for t in tables]}
    bars = [_bar(m) for m in last.models[:MODELS]]
    countries = charts.Chart("OpenRouter 周 Token 用量: 中国与美国模型", UNIT, below)
    title = f"OpenRouter 用量前 {len(bars)} 的模型 ({_span(last.start, last.end)}, 红色为中国模型)"
    models = charts.Chart(title, UNIT, below)
    drawn = {"tokens": charts.groups(countries, labels, series), "models": charts.ranking(models, bars)}
    named = {name: _named(f"{stem}{name}", files) for name, files in drawn.items()}
    told = {"tokens": countries, "models": models}
    listed = tuple(_charted(name, told[name], as_of, files) for name, files in named.items())
    return Drawn({n: content for files in named.values() for n, content in files.items()}, listed)


def _bar(model: usage.Model) -> tuple[str, float, bool]:
    name = _DATED.sub("", model.slug.split("/")[-1])
    return f"{name} ({_COUNTRIES.get(model.country, '其他')})", model.tokens / 1e12, model.country == "CN"


def _charted(name: str, chart: charts.Chart, as_of: str, files: Mapping[str, bytes]) -> Charted:
    source, basis = chart.below
    hashes = {n: hashlib.sha256(content).hexdigest() for n, content in files.items()}
    return Charted(name, chart.title, chart.unit, source, basis, as_of, LICENCE, hashes)


def _minute(as_of: str) -> str:
    try:
        return f"{beijing(datetime.fromisoformat(as_of)):%Y-%m-%d %H:%M} (北京时间)"
    except ValueError:
        return as_of


def _mondays(first: date, last: date) -> list[date]:
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]


def _span(start: date, end: date) -> str:
    return f"{start.year}年{start.month}月{start.day}日-{end.month}月{end.day}日"


def market_figures(review: Review, own: str, source: str, *, bare: bool = False) -> dict[str, bytes]:
    """`market-1.png`, `market-1.svg`, … of the sections; `bare` without title and source, for a page that prints them."""
    done: dict[str, bytes] = {}
    for number, section in enumerate(review.sections, 1):
        words = ("", ()) if bare else (section.caption, (f"资料来源: {source}",) if source else ())
        done |= _named(f"market-{number}", _market_figure(section, own, *words))
    return done


def _market_figure(section: Section, own: str, title: str, below: tuple[str, ...]) -> Mapping[str, bytes]:
    if section.line:
        chart, mean = charts.Chart(title, "倍", below), section.mean
        points = [(d, float(v)) for d, v in section.line]
        return charts.line(chart, points, float(mean) if mean is not None else None, section.mean_name)
    if section.mean is not None or len(section.bars) == 1:
        return charts.ranking(
            charts.Chart(title, "倍", below), [(n, float(v), n != section.mean_name) for n, v in section.bars]
        )
    return charts.columns(charts.Chart(title, "%", below), [(n, float(v), n == own) for n, v in section.bars])


def _named(stem: str, drawn: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{stem}.{kind}": content for kind, content in drawn.items()}
