"""articles, list, show, search, status: looking at what is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from digest.cli.common import Settings, common, say, say_json
from digest.cli.views import article_json, day, draft_json, draft_lines, flags_of, minute, width
from digest.text import one_line

if TYPE_CHECKING:
    from digest.model import Draft

_SECTIONS = {"ai_model": "AI模型", "ai_industry": "AI产业", "data_element": "数据要素", None: "—"}
FATES = {
    "drafted": "已起草",
    "duplicate": "并入他篇",
    "irrelevant": "不相关",
    "stale": "过时",
    "unreadable": "读不了",
    "pending": "待处理",
}
STATUSES = {"pending": "待审", "approved": "已批准", "rejected": "已拒绝", "void": "批准失效"}


@click.command("articles", short_help="每篇文章及其去向")
@click.option("--week", metavar="周", help="只看一周, 例如 2026-W09")
@common
def articles_command(settings: Settings, week: str | None) -> None:
    """每篇见过的文章和它唯一的去向。"""
    from digest.weeks import bounds, parse_week

    span = bounds(parse_week(week)) if week else (None, None)
    with settings.desk() as desk:
        rows = desk.store.articles.rows(*span)
    if settings.as_json:
        say_json([article_json(r) for r in rows])
        return
    for row in rows:
        fate = f"{FATES[row['fate']]} {row['fate_reason']}"
        say(f"{row['id']}  {minute(row['published_at'])}  {row['credit']}  {row['title']}")
        say(f"             {_SECTIONS.get(row['section'], '—')} · {fate}")
        for flag in flags_of(row):
            say(f"             ⚑ {one_line(flag)}")
    counts = Counter(row["fate"] for row in rows)
    say(f"共 {len(rows)} 篇: " + ", ".join(f"{FATES[f]} {n}" for f, n in counts.most_common()))


@click.command("list", short_help="稿件")
@click.option("--week", metavar="周", help="只看一周, 例如 2026-W09")
@click.option("--status", type=click.Choice(list(STATUSES)), help="只看一种状态")
@common
def list_command(settings: Settings, week: str | None, status: str | None) -> None:
    """稿件, 按印刷次序: 小节、重要性、时间。"""
    from digest.weeks import parse_week

    with settings.desk() as desk:
        drafts = desk.store.drafts.select(parse_week(week) if week else None, [status] if status else [])
        if settings.as_json:
            say_json([draft_json(desk.store, d) for d in drafts])
            return
    if not drafts:
        say("没有稿件。先运行 digest run。")
    for item in drafts:
        say(_row(item))


def _row(item: Draft) -> str:
    flags = f"  ⚑ {len(item.unsettled)} 处待核" if item.unsettled else ""
    section = width(_SECTIONS.get(item.section, item.section), 8)
    return f"{item.id}  {width(STATUSES[item.status], 8)}  {section}  {'★' * item.importance:<3}  {item.headline}{flags}"


@click.command("show", short_help="一条稿件, 连同证据和核对")
@click.argument("draft_id", metavar="编号")
@common
def show_command(settings: Settings, draft_id: str) -> None:
    """一条稿件, 连同证据和核对。编号写开头几位就够。"""
    with settings.desk() as desk:
        item = desk.store.drafts.get(desk.store.drafts.find(draft_id))
        story = desk.store.drafts.story_rows().get(item.story, {})
        document = draft_json(desk.store, item)
    if settings.as_json:
        say_json({**document, "reasons": story.get("reasons", [])})
        return
    say("\n".join(draft_lines(item, document, story.get("reasons", []))))


@click.command("search", short_help="全文检索")
@click.argument("query", nargs=-1, required=True, metavar="词…")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@common
def search_command(settings: Settings, query: tuple[str, ...], limit: int) -> None:
    """在存档的正文中检索, 中文词也行; 几个词之间是“并且”。"""
    words = " ".join(query)
    with settings.desk() as desk:
        rows = desk.store.articles.search(words, limit) if words.strip() else []
    if settings.as_json:
        say_json([{**article_json(r), "excerpt": _excerpt(r["text"], words)} for r in rows])
        return
    for row in rows:
        say(f"{row['id']}  {day(row['published_at'])}  {row['credit']}  {row['title']}")
        say(f"             {_excerpt(row['text'], words)}")
    say(f"{len(rows)} 篇" + (f" (只列前 {limit} 篇)" if len(rows) == limit else ""))


def _excerpt(text: str, words: str) -> str:
    found = [at for w in words.split() if (at := text.lower().find(w.lower())) >= 0]
    start = max(0, min(found, default=0) - 20)
    return ("…" if start else "") + text[start : start + 70].replace("\n", " ") + "…"
