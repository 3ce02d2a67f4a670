"""How fast the review room opens and answers: a week of 300 drafts over an archive of 100,000 articles.

Prints seconds of the program's own work, from the import to the first painted screen, and of single keys while a crawl
writes into the same file.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ARTICLES, DRAFTS, CHECKS = 100_000, 300, 20
NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
BODY = "某公司2月27日宣布完成{n}亿元融资，由远山资本领投，本轮融资后估值为200亿元。公司表示资金将用于算力建设。" * 4
SECTIONS = ("ai_model", "ai_industry", "data_element")
FLOOR = 1.0


def build(root: Path) -> None:
    """The archive and the week, written straight into the tables."""
    from digest.config import Home
    from digest.store import open_store

    (root / "sources.yaml").write_text("sources: []\n", encoding="utf-8")
    with open_store(Home(root).database, create=True) as store, store.write():
        for table, rows in (
            ("articles", articles()),
            ("texts", texts()),
            ("stories", stories()),
            ("drafts", drafts()),
            ("checks", checks()),
        ):
            first = next(rows)
            names = ", ".join(f'"{k}"' for k in first)
            marks = ", ".join("?" * len(first))
            sql = f"insert into {table} ({names}) values ({marks})"
            store.db.conn.execute(sql, list(first.values()))
            store.db.conn.executemany(sql, (list(r.values()) for r in rows))


def at(n: int) -> str:
    """Articles come every six minutes, the last ones in this week."""
    return (NOW - timedelta(minutes=6 * (ARTICLES - n))).isoformat()


def articles() -> Iterator[dict[str, Any]]:
    for n in range(ARTICLES):
        story = n - ARTICLES + DRAFTS * 3
        yield {
            "id": f"a{n}", "source": "s", "url": f"https://example.com/{n}", "credit": "IT之家", "title": f"某公司完成{n}亿元融资",
            "lang": "zh-Hans", "published_at": at(n), "precision": "minute", "problem": "", "first_seen": at(n), "listed": "{}",
            "fate": "drafted", "fate_reason": "", "story": f"s{story // 3}" if story >= 0 else None, "role": "original",
            "score": 1.0, "joined": "",
        }  # fmt: skip


def texts() -> Iterator[dict[str, Any]]:
    for n in range(ARTICLES):
        yield {"article": f"a{n}", "title": f"某公司完成{n}亿元融资", "text": BODY.format(n=n)}


def stories() -> Iterator[dict[str, Any]]:
    for n in range(DRAFTS):
        lead = f"a{ARTICLES - DRAFTS * 3 + n * 3}"
        yield {
            "id": f"s{n}",
            "lead": lead,
            "section": SECTIONS[n % 3],
            "importance": n % 4,
            "reasons": '["线索词"]',
            "fate_reason": "",
            "members_hash": "",
        }


def drafts() -> Iterator[dict[str, Any]]:
    for n in range(DRAFTS):
        text = BODY.format(n=n)[:240]
        empty = dict.fromkeys(("engine", "model", "prompt_id", "brief_hash", "text_hash"), "")
        yield {
            "id": f"d{n}", "story": f"s{n}", "status": "pending", "section": SECTIONS[n % 3], "headline": f"某公司完成{n}亿元融资",
            "body": text, "lead_paragraph": text[:60], "credits": '["IT之家"]', "importance": n % 4, "week": "2026-W09",
            "revision": 1, "notes": "[]", "conflicts": "[]", "approval_note": "", "approved_by": "", "approved_at": None, **empty,
        }  # fmt: skip


def checks() -> Iterator[dict[str, Any]]:
    for n in range(DRAFTS):
        lead = f"a{ARTICLES - DRAFTS * 3 + n * 3}"
        for k in range(CHECKS):
            evidence = [{"article": lead, "start": k * 4, "end": k * 4 + 3, "quote": "x"}]
            verdict = "absent" if n % 7 == 0 and k == 3 else "supported"
            yield {
                "draft": f"d{n}",
                "n": k,
                "kind": "figure",
                "claim": "亿元融",
                "start": k * 4,
                "end": k * 4 + 3,
                "field": "body",
                "verdict": verdict,
                "evidence": json.dumps(evidence),
                "note": "",
            }


def writer(root: Path, stop: threading.Event) -> None:
    """A crawl that never rests: short transactions, one after the other."""
    from digest.config import Home
    from digest.store import open_store

    with open_store(Home(root).database) as store:
        n = 0
        while not stop.is_set():
            with store.write():
                store.db.execute("update articles set tries = tries + 1 where id = ?", [f"a{n % ARTICLES}"])
            n += 1
            time.sleep(0.005)


async def use(root: Path) -> dict[str, float]:
    """Seconds of the processor until the first screen, and of the clock for each key (median)."""
    from digest.config import Home
    from digest.review.app import Review
    from digest.review.session import Session
    from digest.review.settings import load_keys
    from digest.store import open_store

    with open_store(Home(root).database) as store:
        session = Session(Home(root), store, "张三", clock=lambda: NOW)
        warm, session.warm = session.warm, lambda: None  # measured by itself
        app = Review(session, load_keys(Home(root)))
        async with app.run_test(size=(100, 30)) as pilot:
            while "某公司" not in "".join("".join(p.text for p in line) for line in app.room.page("draft").lines):
                await pilot.pause(0)
            seconds = {"opened": time.process_time()}
            warm()
            seconds["warm"] = time.process_time() - seconds["opened"]
            stop = threading.Event()
            rival = threading.Thread(target=writer, args=(root, stop))
            rival.start()
            for name in ("next", "next_claim", "approve", "undo"):
                times = []
                for _ in range(15):
                    begin = time.perf_counter()
                    app.room.action_do(name)
                    await pilot.pause()
                    times.append(time.perf_counter() - begin)
                seconds[name] = statistics.median(times)
            stop.set()
            rival.join()
    return seconds


def main() -> int:
    """Builds, measures in a fresh process, prints."""
    if len(sys.argv) == 2:
        print(json.dumps(asyncio.run(use(Path(sys.argv[1])))))
        return 0
    with tempfile.TemporaryDirectory() as name:
        begin = time.perf_counter()
        build(Path(name))
        print(f"built {ARTICLES:,} articles, {DRAFTS} drafts with {CHECKS} checks each in {time.perf_counter() - begin:.1f} s")
        words = [sys.executable, "-m", "benchmarks.bench_review", name]
        runs = [json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout) for _ in range(3)]
    best = {key: min(r[key] for r in runs) for key in runs[0]}
    print(f"opens, imports and first screen included   {best['opened']:.2f} s of own work (floor {FLOOR:.1f})")
    print(f"loads the checks meanwhile, aside          {best['warm']:.2f} s")
    for key, label in (
        ("next", "next draft"),
        ("next_claim", "next claim"),
        ("approve", "approve, stored"),
        ("undo", "undo, stored"),
    ):
        print(f"{label:<18} beside a writing crawl  {best[key] * 1000:6.0f} ms")
    return 0 if best["opened"] < FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
