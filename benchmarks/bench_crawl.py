"""The crawl beside its bounds, in one run: the sample week's 25 hosts at 200 ms latency over loopback HTTP.

    slowest chain      requests of the host that has most of them, one after the other, at the newsroom's latency
    sequential loop    feedparser and one request after the other for all sources (what a plain script does)
    scrapy             a spider that asks for the same lists and pages, one request at a time a host, and reads the pages
    second run         what an unchanged web costs

Floors: first run over slowest chain at most 1.5; second run downloads nothing. The newsroom is a process of its own; CPU is
that of the crawling program and its workers.

    python -m benchmarks.bench_crawl                         Scrapy when this Python has it
    SCRAPY_PYTHON=…/bin/python python -m benchmarks.bench_crawl   Scrapy of another environment, which then needs no Digest
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime.fromisoformat("2026-03-01T23:30:00+08:00")
LATENCY = 0.2


def main() -> None:
    import httpx2

    from digest.config import open_home
    from digest.pipeline import crawl, open_desk

    os.environ.setdefault("OPENROUTER_API_KEY", "bench")
    with tempfile.TemporaryDirectory() as folder, newsroom(Path(folder)) as base, httpx2.Client(timeout=20) as client:
        with open_desk(open_home(folder), NOW, create=True) as desk:
            first, cpu = timed(lambda: crawl(desk))
            log = taken(client, base)
            second, again_cpu = timed(lambda: crawl(desk))
            again = taken(client, base)
            sources = [s for s in desk.sources if s.kind != "openrouter"]
        pages = [r["path"] for r in log if r["article_id"]]
        hosts = Counter(r["path"].split("/")[1] for r in log if not r["path"].endswith("robots.txt"))
        slowest = max(hosts.values()) * LATENCY
        print(
            f"first run        {first:6.2f} s  CPU {cpu:5.2f} s  {sum(hosts.values())} requests, {len(hosts)} hosts, {len(pages)} pages"
        )
        print(f"slowest chain    {slowest:6.2f} s  first run over it {first / slowest:.2f} (floor 1.5)")
        statuses = Counter(r["status"] for r in again)
        print(
            f"second run       {second:6.2f} s  CPU {again_cpu:5.2f} s  {dict(statuses)}, {sum(r['bytes'] for r in again)} bytes (floor: 304 alone, 0)"
        )
        loop, loop_cpu = timed(lambda: plain_loop(client, sources, [origin_of(sources, p) + p for p in pages]))
        print(f"sequential loop  {loop:6.2f} s  CPU {loop_cpu:5.2f} s  first run over it {first / loop:.2f}")
        taken(client, base)
        beside_scrapy(Path(folder), sources, first, lambda: taken(client, base))


@contextmanager
def newsroom(folder: Path) -> Iterator[str]:
    """The week's newsroom as a process of its own; writes `sources.yaml`, yields its address."""
    program = ROOT / "examples" / "week" / "server" / "newsroom.py"
    words = [program, program.parents[1], "--now", NOW.isoformat(), "--latency-ms", str(LATENCY * 1000), "--spread"]
    server = subprocess.Popen(
        [sys.executable, *map(str, words), "--write-sources", str(folder / "sources.yaml")], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout
        base = server.stdout.readline().strip()
        text = (folder / "sources.yaml").read_text(encoding="utf-8")
        port = base.rsplit(":", 1)[1]
        (folder / "sources.yaml").write_text(text.replace(":0/", f":{port}/"), encoding="utf-8")  # written before it was known
        yield base
    finally:
        server.terminate()
        server.wait(10)


def taken(client: Any, base: str) -> list[dict[str, Any]]:
    """The newsroom's log since it was last taken."""
    rows = [json.loads(line) for line in client.get(f"{base}/_control/log").text.splitlines()]
    client.post(f"{base}/_control/reset-log")
    return rows


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of CPU, children that have ended included."""
    wall, cpu = time.perf_counter(), spent()
    work()
    return time.perf_counter() - wall, spent() - cpu


def spent() -> float:
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def origin_of(sources: list[Any], path: str) -> str:
    """The address that serves a path: its first part is the source's id."""
    return next("/".join(s.url.split("/")[:3]) for s in sources if s.id == path.split("/")[1])


def plain_loop(client: Any, sources: list[Any], pages: list[str]) -> None:
    """One request after the other, feeds parsed by feedparser and pages by trafilatura, nothing stored."""
    import feedparser
    import trafilatura

    for source in sources:
        answer = client.get(source.url)
        if source.kind in ("feed", "wechat"):
            feedparser.parse(answer.content)
    for url in pages:
        trafilatura.extract(client.get(url).content, with_metadata=True)


def beside_scrapy(folder: Path, sources: list[Any], first: float, log: Callable[[], list[dict[str, Any]]]) -> None:
    """Runs the spider where there is a Scrapy."""
    python = os.environ.get("SCRAPY_PYTHON") or (sys.executable if find_spec("scrapy") else "")
    if not python:
        print("scrapy           not installed: pip install scrapy trafilatura anywhere, and name its Python in SCRAPY_PYTHON")
        return
    asked, items = folder / "sources.json", folder / "items.jsonl"
    asked.write_text(
        json.dumps([{"url": s.url, "kind": s.kind, "selectors": asdict(s.selectors)} for s in sources]), encoding="utf-8"
    )
    spider = str(Path(__file__).with_name("scrapy_spider.py"))
    seconds, cpu = timed(lambda: subprocess.run([python, spider, str(asked), str(items)], check=True, cwd=folder))
    rows = [json.loads(line) for line in items.read_text(encoding="utf-8").splitlines()]
    count = sum(not r["path"].endswith("robots.txt") for r in log())
    print(
        f"scrapy           {seconds:6.2f} s  CPU {cpu:5.2f} s  {count} requests, {len(rows)} pages read; first run over it {first / seconds:.2f}"
    )


if __name__ == "__main__":
    main()
