"""CPU of a page: crawl, extraction and storage together over bare `trafilatura.extract` of the same bytes, in one run.

    selectors      the sample week's sources as they are
    unknown        the same without selectors of article pages, so that every page is a stranger's
    labelled       Chinese pages of other people's sites where they are present, without selectors: pages of ordinary size
    reading        extraction alone, in this process

The sites are served from a process of their own, which is not counted; our worker processes are, with their start.
Floors: at most 1 with selectors, at most 4 on unknown pages.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WEEK = ROOT / "examples" / "week"
CORPORA = ROOT.parent / "shared" / "data" / "extraction"
NOW = datetime.fromisoformat("2026-03-01T23:30:00+08:00")
ROUNDS = 3


def main() -> None:
    os.environ.setdefault("OPENROUTER_API_KEY", "bench")
    measure(newsroom, {"selectors": (True, 1), "unknown": (False, 4)})
    if CORPORA.is_dir():
        measure(labelled, {"labelled": (False, 4)})


def measure(site: Callable[[Connection], None], runs: dict[str, tuple[bool, int]]) -> None:
    """Crawls a site that is served from another process, and prints a line for each way of reading it with its floor."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=site, args=(theirs,), daemon=True)
    server.start()
    sources: str = ours.recv()
    try:
        rounds = {name: [crawl(sources, known=known) for _ in range(ROUNDS)] for name, (known, _) in runs.items()}
    finally:
        ours.send("stop")
        server.join(10)
    crawled = {name: min(found, key=lambda one: one[1]) for name, found in rounds.items()}
    pages = next(iter(crawled.values()))[0]
    bare = best(lambda: trafilatura_all(pages))
    size = sum(len(page.body) for page, _ in pages) / len(pages) / 1024
    print(f"{len(pages)} pages of {size:.0f} KiB; bare trafilatura {1000 * bare / len(pages):.1f} ms CPU a page")
    for name, (known, floor) in runs.items():
        reading, spent = best(lambda known=known: read_all(pages, known)), crawled[name][1]  # type: ignore[misc]
        told = f"crawl, extraction and storage {1000 * spent / len(pages):.1f} ms: ratio {spent / bare:.2f} (floor {floor})"
        print(f"{name:10} {told}; reading alone {1000 * reading / len(pages):.1f} ms: ratio {reading / bare:.2f}")


def newsroom(pipe: Connection) -> None:
    """The sample week, until told to stop."""
    sys.path[:0] = [str(WEEK / "server")]
    from newsroom import Newsroom

    room = Newsroom(WEEK, now=NOW, spread=True)
    with room:
        pipe.send(room.sources_yaml())
        pipe.recv()


def labelled(pipe: Connection) -> None:
    """A feed of the labelled Chinese pages, until told to stop."""
    from tests.eval.extraction import labelled as rows

    pages = {f"/{n}.html": row.body for n, row in enumerate(rows()) if row.lang == "zh"}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.server.pages.get(self.path, b"")  # type: ignore[attr-defined]
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    date = NOW.strftime("%a, %d %b %Y %H:%M:%S +0800")
    items = "".join(f"<item><title>{p}</title><link>{url}{p}</link><pubDate>{date}</pubDate></item>" for p in pages)
    pages["/feed"] = f'<rss version="2.0"><channel><title>pages</title>{items}</channel></rss>'.encode()
    server.pages = pages  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    pipe.send(f"sources:\n- {{id: pages, name: 某网, kind: feed, url: '{url}/feed'}}\n")
    pipe.recv()


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(r.ru_utime + r.ru_stime for r in both)


def crawl(sources: str, *, known: bool) -> tuple[list[tuple[Any, Any]], float]:
    """The article pages with their sources as archived by a crawl into an empty home, and the CPU seconds that it took."""
    from digest.config import open_home
    from digest.model import Selectors
    from digest.pipeline import crawl as crawling
    from digest.pipeline import open_desk

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources.yaml").write_text(sources, encoding="utf-8")
        with open_desk(open_home(folder), NOW, create=True) as desk:
            chosen = [s if known else stranger(s, Selectors) for s in desk.sources]
            start = cpu()
            crawling(desk, chosen)
            spent = cpu() - start
            by_id = {s.id: s for s in desk.sources}
            rows = desk.store.db.query(
                "select source, capture from articles where capture is not null and source != 'openrouter'"
            )
            return [(desk.store.archive.page(r["capture"]), by_id[r["source"]]) for r in rows], spent


def stranger(source: Any, selectors: type) -> Any:
    """The source without what it says of its article pages."""
    kept = ("item", "link", "title", "date", "next", "summary")
    return replace(source, selectors=selectors(**{k: getattr(source.selectors, k) for k in kept}))


def best(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def trafilatura_all(pages: Sequence[tuple[Any, Any]]) -> None:
    import trafilatura

    for page, _ in pages:
        trafilatura.extract(page.body)


def read_all(pages: Sequence[tuple[Any, Any]], known: bool) -> None:
    from digest import extract
    from digest.model import Selectors

    for page, source in pages:
        extract.article(page, source if known else stranger(source, Selectors), None, NOW)


if __name__ == "__main__":
    main()
