"""What the daily crawl recovers of the sample week: its sources over loopback HTTP, crawled every evening, source by source.

    python -m tests.eval recovery     the table by source, one line per miss, and the sums with their floors

The newsroom serves each source on an address of its own and shows what is out by then; the crawl is the program's own, into
a home that is thrown away. An article is judged as its page read on the evening it was first listed. A block page and the stub
of a paywall have to end as unreadable with that reason: then they are recovered as far as anyone can.
"""

from __future__ import annotations

import html
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest.model import Article, Moment, Source
from tests.eval.common import WEEK, Metric, fingerprint, rows_of
from tests.eval.extraction import right_text

FIRST_EVENING = datetime.fromisoformat("2026-02-23T23:30:00+08:00")
#: the Monday after: OpenRouter's last day of the week is complete at 08:00 in Beijing
MORNING_AFTER = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
CHECKS = ("once", "title", "credit", "time", "text")
FLOOR = 0.99
#: doors that are shut, as the labels name them: what the fate's reason has to say
SHUT = {"captcha_page": "captcha", "paywall_stub": "paywall"}


@dataclass(frozen=True, slots=True)
class Recovered:
    """One article of the week: what was asked for and which of the CHECKS it passes, with a line for each that it fails."""

    source: str
    id: str
    passed: frozenset[str]
    asked: tuple[str, ...]
    misses: tuple[str, ...]


def run() -> list[Metric]:
    """The share of the week's articles that came once, with title, credit, time and text; strangers filed; OpenRouter's weeks."""
    rows, strangers, weeks = crawled()
    mark = fingerprint((WEEK / "articles.jsonl").read_bytes().splitlines())
    found = [_share(check, rows, mark) for check in CHECKS]
    found += [_whole(source, [r for r in rows if r.source == source], mark) for source in sorted({r.source for r in rows})]
    found.append(Metric("recovery.strangers", len(strangers), len(rows), 0, strangers, mark, more_is_better=False))
    right = sum(not w for w in weeks.values())
    misses = [f"{week}: {line}" for week, lines in weeks.items() for line in lines]
    ground = fingerprint([(WEEK / "openrouter_expected.json").read_bytes()])
    return [*found, Metric("recovery.openrouter weeks", right / len(weeks), len(weeks), 1.0, misses, ground)]


def _share(check: str, rows: Sequence[Recovered], mark: str) -> Metric:
    asked = [r for r in rows if check in r.asked]
    missed = [line for r in asked for line in r.misses if line.startswith(f"{r.source} {r.id} {check}:")]
    return Metric(f"recovery.{check}", 1 - len(missed) / len(asked), len(asked), FLOOR, missed, mark)


def _whole(source: str, rows: Sequence[Recovered], mark: str) -> Metric:
    missed = [line for r in rows for line in r.misses]
    asked = sum(len(r.asked) for r in rows)
    return Metric(f"recovery.source.{source}", 1 - len(missed) / asked, len(rows), None, missed, mark)


def table() -> list[str]:
    """The counts by source under one another, then one line per miss."""
    rows, strangers, _ = crawled()
    lines = [f"{'source':<14}{'articles':>9}" + "".join(f"{c:>9}" for c in CHECKS)]
    for source in [*sorted({r.source for r in rows}), ""]:
        mine = [r for r in rows if source in ("", r.source)]
        counts = [f"{sum(c in r.passed for r in mine)}/{sum(c in r.asked for r in mine)}" for c in CHECKS]
        lines.append(f"{source or 'all':<14}{len(mine):>9}" + "".join(f"{c:>9}" for c in counts))
    return [*lines, *(line for r in rows for line in r.misses), *strangers]


# ------------------------------------------------------------------------------------------------------------- the crawl
@lru_cache(maxsize=1)
def crawled() -> tuple[list[Recovered], list[str], dict[str, list[str]]]:
    """Every article of the week with what became of it; what was filed beside them; OpenRouter's weeks with their misses."""
    from digest.config import open_home
    from digest.pipeline import crawl, open_desk

    with _newsroom() as room, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources.yaml").write_text(room.sources_yaml(), encoding="utf-8")
        for now in [*(FIRST_EVENING + timedelta(days=n) for n in range(7)), MORNING_AFTER]:
            room.now = now
            with open_desk(open_home(folder), now, create=True) as desk:
                crawl(desk, None if now != MORNING_AFTER else [s for s in desk.sources if s.kind == "openrouter"])
        with open_desk(open_home(folder), MORNING_AFTER) as desk:
            return *_judged(room, desk), _weeks(desk)


@contextmanager
def _newsroom() -> Iterator[Any]:
    sys.path[:0] = [str(WEEK / "server")]
    from newsroom import Newsroom

    held = os.environ.get("OPENROUTER_API_KEY")
    os.environ["OPENROUTER_API_KEY"] = held or "any"
    room = Newsroom(WEEK, now=FIRST_EVENING, spread=True)
    try:
        with room:
            yield room
    finally:
        if held is None:
            del os.environ["OPENROUTER_API_KEY"]


def _judged(room: Any, desk: Any) -> tuple[list[Recovered], list[str]]:
    filed = {row["url"]: row for row in desk.store.articles.rows() if row["role"] != "data"}
    sources = {s.id: s for s in desk.sources}
    labels: Any = rows_of(WEEK / "articles.jsonl")
    shut = {row["id"]: SHUT.get((row["label"] or {}).get("trap"), "") for row in labels}
    rows, known = [], set[str]()
    for source, items in room.articles.items():
        for item in items:
            urls = {room.origin(source) + link for link in (item.link, item.alias) if link}
            mine = [filed[u] for u in urls if u in filed]
            known |= urls
            read = desk.store.articles.get([row["id"] for row in mine])
            rows.append(_article(item, shut[item.id], sources[source], mine, read.get(mine[0]["id"]) if mine else None))
    strangers = [f"{row['source']}: {row['url']} is no article of the week" for url, row in filed.items() if url not in known]
    return rows, strangers


def _article(item: Any, shut: str, source: Source, filed: Sequence[dict[str, Any]], read: Article | None) -> Recovered:
    evening = next(e for n in range(8) if (e := FIRST_EVENING + timedelta(days=n)) >= item.published)
    title, text = (html.unescape(t) for t in (item.headline(evening), "\n".join(item.text(evening))))
    row = filed[0] if filed else {"title": "", "credit": "", "fate": "", "fate_reason": "never came"}
    told = not shut or (row["fate"], row["fate_reason"].partition(":")[0]) == ("unreadable", shut)
    published, got = read.published if read else None, read.text if read else ""
    checks = {
        "once": (len(filed) == 1 and told, f"filed {len(filed)} times, {row['fate']} {row['fate_reason']}"),
        "title": (row["title"] == " ".join(title.split()), f"{row['title']!r}, printed {title!r}"),
        "credit": (row["credit"] == source.name, f"{row['credit']!r}, printed {source.name!r}"),
        "time": (_right_time(published, item.local, source), f"{published}, printed {item.local.isoformat()}"),
        "text": (read is not None and right_text(read, text), f"{len(got)} of {len(text)} characters, {row['fate_reason']}"),
    }
    asked = tuple(c for c in CHECKS if not shut or c in ("once", "title", "credit"))
    passed = frozenset(c for c in asked if checks[c][0])
    misses = tuple(f"{source.id} {item.id} {c}: {checks[c][1]}" for c in asked if c not in passed)
    return Recovered(source.id, item.id, passed, asked, misses)


def _right_time(got: Moment | None, printed: datetime, source: Source) -> bool:
    """To the minute where the page prints it, the right day where it prints no more, and no doubt about it."""
    if got is None or got.flag:
        return False
    if got.precision == "day":
        return got.at.astimezone(ZoneInfo(source.timezone)).date() == printed.date()
    return got.at.astimezone(printed.tzinfo).replace(second=0) == printed.replace(second=0)


# ------------------------------------------------------------------------------------------------------------ OpenRouter
def _weeks(desk: Any) -> dict[str, list[str]]:
    """Week → what differs from the expected figures: tokens by country, the tail, the whole."""
    from digest.pipeline.crawl.tokens import tables

    expected = json.loads((WEEK / "openrouter_expected.json").read_text(encoding="utf-8"))
    found = {}
    for week in expected["weeks"]:
        table = next(t for t in tables(desk, *(date.fromisoformat(week[k]) for k in ("start", "end"))) if t.basis == "top50")
        got = {"CN": table.cn, "US": table.us, "OTHER": table.other, "UNIDENTIFIED": table.unknown, "other_row": table.rest,
               "total": table.named + table.rest}  # fmt: skip
        found[week["start"]] = [f"{k}: {n}, expected {week[k]}" for k, n in got.items() if n != week[k]]
        found[week["start"]] += [] if table.complete else [f"only {table.days} days"]
    return found


if __name__ == "__main__":
    print("\n".join(table()))
