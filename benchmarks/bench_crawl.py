"""The crawl beside its bounds, in one run: the sample week's 25 hosts at 200 ms latency over loopback HTTP.

    slowest chain      requests of the host that has most of them, one after the other, at the newsroom's latency
    sequential loop    feedparser and one request after the other for all sources (what a plain script does)
    second run         what an unchanged web costs

Floors: first run over slowest chain at most 1.5; second run downloads nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "examples" / "week" / "server")]
NOW = datetime.fromisoformat("2026-03-01T23:30:00+08:00")
LATENCY = 0.2


def main() -> None:
    from newsroom import Newsroom

    from digest.config import open_home
    from digest.pipeline import crawl, open_desk

    os.environ.setdefault("OPENROUTER_API_KEY", "bench")
    room = Newsroom(ROOT / "examples" / "week", now=NOW, latency=LATENCY, spread=True)
    with room, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources.yaml").write_text(room.sources_yaml(), encoding="utf-8")
        with open_desk(open_home(folder), NOW, create=True) as desk:
            first, cpu = timed(lambda: crawl(desk))
            log = [r for r in room.log if not r["path"].endswith("robots.txt")]
            hosts = Counter(r["path"].split("/")[1] for r in room.log)
            room.record(None)
            second, _ = timed(lambda: crawl(desk))
            again = list(room.log)
            pages = [(s.url, s.kind) for s in desk.sources if s.kind != "openrouter"]
        room.record(None)
        loop, loop_cpu = timed(lambda: plain_loop(pages, [r["path"] for r in log if r["article_id"]], room))
    slowest = max(hosts.values()) * LATENCY
    print(f"first run {first:.2f} s (CPU of this process {cpu:.2f} s), {sum(hosts.values())} requests, {len(hosts)} hosts")
    print(f"slowest chain {slowest:.2f} s: ratio {first / slowest:.2f} (floor 1.5)")
    print(f"sequential loop {loop:.2f} s (CPU {loop_cpu:.2f} s): ratio {first / loop:.2f}")
    statuses = Counter(r["status"] for r in again)
    print(f"second run {second:.2f} s: {dict(statuses)}, {sum(r['bytes'] for r in again)} bytes (floor: 304 alone, 0 bytes)")


def timed(work: object) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()  # type: ignore[operator]
    return time.perf_counter() - wall, time.process_time() - cpu


def plain_loop(lists: list[tuple[str, str]], paths: list[str], room: object) -> None:
    """One request after the other, feeds parsed by feedparser and pages by trafilatura, nothing stored."""
    import feedparser
    import httpx2
    import trafilatura

    with httpx2.Client(timeout=20) as client:
        for url, kind in lists:
            answer = client.get(url)
            if kind in ("feed", "wechat"):
                feedparser.parse(answer.content)
        for path in paths:
            answer = client.get(room.origin(path.split("/")[1]) + path)  # type: ignore[attr-defined]
            trafilatura.extract(answer.content, with_metadata=True)


if __name__ == "__main__":
    main()
