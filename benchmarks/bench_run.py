"""A daily run of 200 new articles in a home of 100,000 over the same run in an empty one, side by side in one process.

The archive is what a year of runs leaves: articles with texts in the full-text index, stories, drafts with checks and
revisions, decisions of the desk, and the signatures of the last weeks. Its articles are variants of the sample week's: they
keep names and phrases, so that they are found by many keys, and have figures of their own. The new ones are the sample week's
articles, filed as a crawl files them; a run then joins and writes them. Reading pages costs the same in both and is left out.

    python -m benchmarks.bench_run [articles in the archive]
"""

from __future__ import annotations

import json
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.bench_cluster import ARCHIVE, DAYS, MEGABYTE, week
from digest import cluster, draft, pipeline
from digest.config import Home
from digest.engines import Extractive
from digest.model import Article, Entry, Member, Moment, Source, Story
from digest.pipeline import Desk, open_desk
from digest.pipeline.desk import judged_by, members_hash
from digest.pipeline.kept import DAYS as KEPT_DAYS
from digest.weeks import week_of

ROUNDS = 3
_SPAWN = multiprocessing.get_context("spawn")
#: the most that the archive may multiply the time of a run by, and the most memory in megabytes
DEAREST, LARGEST = 2.0, 500.0
#: of the archive's stories, one in so many is news of the desk and has a draft; of those, one in so many was decided on
DRAFTED, DECIDED = 3, 8
NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
#: share of characters and terms that an article of the archive keeps of the one that it varies
SAME = 0.1


def home(root: Path) -> Home:
    """A home with the shipped prompts."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "sources.yaml").write_text("sources: []\n", encoding="utf-8")
    return Home(root)


# -------------------------------------------------------------------------------------------------------------- the archive
def build(root: Path, count: int) -> None:
    """Fill a home with so many articles of the year before, in bulk, as its runs would have left them."""
    with open_desk(home(root), NOW, create=True) as desk:
        desk.store.db.execute("pragma synchronous = off").fetchone()
        scheme, recent = cluster.scheme(desk.names), NOW - timedelta(days=KEPT_DAYS)
        bases = {a.id: cluster.sign(a, desk.names) for a in week()} if count else {}
        told = made_up(count)
        while portion := list(islice(told, 1_000)):
            with desk.store.write():
                _insert(desk, [_rows(desk, number, article) for number, _, article in portion])
                dated = [(n, base, a) for n, base, a in portion if _at(a) >= recent]
                desk.store.signatures.keep([_signed(bases[base], a, n) for n, base, a in dated], scheme)
                desk.store.queues.joined([a.id for _, _, a in portion])
                desk.store.queues.written(desk.store.queues.unwritten())
        desk.store.db.execute("pragma wal_checkpoint(truncate)").fetchone()


def made_up(count: int) -> Iterator[tuple[int, str, Article]]:
    """(number, the article of the week that it varies, article), the same every time."""
    chance, bases = random.Random(20260302), week()
    for number in range(count):
        base = chance.choice(bases)
        at = NOW - timedelta(days=1 + chance.random() * DAYS)
        told = replace(
            base, id=f"a{number:012x}", source="s", url=f"https://archive.example.com/{number}", published=Moment(at, "minute"),
            title=_varied(base.title, chance), text=_varied(base.text[:400], chance),
        )  # fmt: skip
        yield number, base.id, told


def _varied(text: str, chance: random.Random) -> str:
    """Other figures, and other characters for most: the news of another week."""
    return "".join(_other(c, chance) for c in text)


def _other(letter: str, chance: random.Random) -> str:
    if letter.isascii():
        return str(chance.randrange(10)) if letter.isdigit() else letter
    return chr(chance.randrange(0x4E00, 0x9000)) if letter.isalpha() and chance.random() > SAME else letter


def _signed(base: cluster.Signature, article: Article, number: int) -> cluster.Signature:
    """A third of the names stays and few of the other terms: found by many keys, and yet another event."""
    chance = random.Random(number)
    views = {
        view: {t if chance.random() < (1 / 3 if view == "names" else SAME) else f"{t}{number}": p for t, p in terms.items()}
        for view, terms in base.views.items()
    }
    grams = frozenset(chance.getrandbits(32) for _ in base.grams)
    at = _at(article).timestamp() / 86_400
    return replace(base, id=article.id, at=at, views=views, grams=grams, same=article.id, facets={}, makers=())


def _at(article: Article) -> datetime:
    return article.published.at if article.published else NOW


def _rows(desk: Desk, number: int, article: Article) -> dict[str, tuple[object, ...]]:
    """The rows of one article: a story of its own and, for one in three, a draft."""
    at, story, ours = _at(article).isoformat(), f"s{number:012x}", number % DRAFTED == 0
    section, name = ("ai_industry" if ours else None), draft.draft_id(story)
    hashed = members_hash(Story(story, (Member(article.id, "original"),)), {article.id: article})
    fate = ("drafted", f"稿件 {name}") if ours else ("irrelevant", "不属于任何一节")
    rows: dict[str, tuple[object, ...]] = {
        "articles (id, source, url, credit, title, lang, published_at, precision, date_flag, first_seen, listed, read_at, "
        "text_hash, story, role, score, joined, fate, fate_reason)": (
            article.id, "s", article.url, article.credit, article.title, article.lang, at, "minute", "", at, "{}", at, "", story,
            "original", 1.0, "主稿", *fate,
        ),
        "texts (article, title, text)": (article.id, article.title, article.text),
        "stories (id, lead, section, importance, score, reasons, fate_reason, members_hash, judged)": (
            story, article.id, section, int(ours), 1.0, "[]", "", hashed, judged_by(desk, hashed),
        ),
    }  # fmt: skip
    return rows | (_drafted(article, story, name, hashed, number // DRAFTED % DECIDED == 0) if ours else {})


def _drafted(article: Article, story: str, name: str, hashed: str, decided: bool) -> dict[str, tuple[object, ...]]:
    at, body, credit = _at(article).isoformat(), article.text[:200], json.dumps([article.credit], ensure_ascii=False)
    evidence = json.dumps([{"article": article.id, "start": 0, "end": 4, "quote": body[:4]}], ensure_ascii=False)
    ground = f"extractive x {draft.fingerprint('', hashed, 'ai_industry', 1)}"
    return {
        "drafts (id, story, status, section, headline, body, lead_paragraph, credits, importance, week, revision, engine, model, "
        "prompt_id, notes, conflicts, brief_hash, text_hash, created_at, touched)": (
            name, story, "rejected" if decided else "pending", "ai_industry", article.title, body, body[:60], credit, 1,
            week_of(_at(article)), 1, "extractive", "", "", "[]", "[]", ground, "", at, int(decided),
        ),
        'checks (draft, n, kind, claim, start, "end", field, verdict, evidence, note)': (
            name, 0, "figure", body[:4], 0, 4, "body", "supported", evidence, "",
        ),
        'revisions (draft, revision, headline, body, lead_paragraph, credits, checks, conflicts, engine, model, text_hash, "by", at)': (
            name, 1, article.title, body, body[:60], credit, "[]", "[]", "extractive", "", "", "", at,
        ),
    }  # fmt: skip


def _insert(desk: Desk, rows: Sequence[dict[str, tuple[object, ...]]]) -> None:
    tables = dict.fromkeys(table for row in rows for table in row)
    for table in tables:
        values = [row[table] for row in rows if table in row]
        marks = ", ".join("?" * len(values[0]))
        desk.store.db.conn.executemany(f"insert into {table} values ({marks})", values)


# --------------------------------------------------------------------------------------------------------------- the new ones
def crawled(desk: Desk, articles: Sequence[Article]) -> None:
    """File articles as a crawl does: listed, then read."""
    for article in articles:
        source = Source(article.source, article.credit, "feed", "https://feed.example.com/")
        url = f"https://new.example.com/{article.id}"
        with desk.store.write():
            desk.store.articles.listed(source, [Entry(url, article.title, article.published)], NOW, NOW - timedelta(days=14))
            name = next(iter(desk.store.db.execute("select id from articles where url = ?", [url]).fetchone()))
            desk.store.articles.read(name, replace(article, id=name, url=url), NOW)


def timed(root: Path) -> tuple[float, int, float]:
    """CPU seconds of one run over 200 new articles, the drafts that it wrote, and the megabytes that the process had at most."""
    _warm(root.with_name(root.name + "-warm"))
    with open_desk(home(root), NOW) as desk:
        crawled(desk, week())
        start = time.process_time()
        outcome = pipeline.run(desk, Extractive(), ("join", "write"))
        seconds = time.process_time() - start
    return seconds, outcome.drafts, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def _warm(root: Path) -> None:
    """A run over other articles, which loads what is loaded once."""
    with open_desk(home(root), NOW, create=True) as desk:
        crawled(desk, [article for _, _, article in made_up(12)])
        pipeline.run(desk, Extractive(), ("join", "write"))


def run(count: int = ARCHIVE) -> dict[str, float]:
    """CPU seconds of the run in an empty home and in a full one, their ratio, the drafts written, and memory at most."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, _SPAWN, max_tasks_per_child=1) as fresh:
        roots = [Path(folder) / name for name in ("empty", "full")]
        started = time.monotonic()
        for root, size in zip(roots, (0, count), strict=True):
            fresh.submit(build, root, size).result()
        built = time.monotonic() - started
        rows = [[fresh.submit(_once, root, Path(folder) / f"copy{n}").result() for root in roots] for n in range(ROUNDS)]
        size = (roots[1] / "db" / "digest.db").stat().st_size
    empty, full = (median(seconds for seconds, _, _ in column) for column in zip(*rows, strict=True))
    return {
        "articles in the archive": count,
        "seconds to build it": built,
        "MB of its database": size / 1e6,
        "drafts, empty archive": rows[0][0][1],
        "drafts, full archive": rows[0][1][1],
        "seconds, empty archive": empty,
        "seconds, full archive": full,
        "ratio": full / empty,
        "MB at most": max(memory for row in rows for _, _, memory in row),
    }


def _once(root: Path, copy: Path) -> tuple[float, int, float]:
    """A run in a copy of the home: each round begins from the same archive, in a process of its own."""
    shutil.copytree(root, copy)
    try:
        return timed(copy)
    finally:
        shutil.rmtree(copy)


def main() -> int:
    """Prints what was measured; exit 1 when a run costs more than it may."""
    measured = run(int(sys.argv[1]) if len(sys.argv) > 1 else ARCHIVE)
    for name, value in measured.items():
        print(f"run: {name:<26} {value:10.2f}")
    return int(measured["ratio"] > DEAREST or measured["MB at most"] > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
