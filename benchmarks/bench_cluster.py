"""Two hundred new articles against an archive of 100,000 over the same against an empty one, side by side in one run.

The archive is made of signatures drawn from the sample week's vocabulary: every article keeps its names and a third of its
other terms, so that it is found by many keys, and holds terms of its own. It is kept in SQLite as the store would keep it.

    python -m benchmarks.bench_cluster [articles in the archive]
"""

from __future__ import annotations

import json
import multiprocessing
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import median

from digest import cluster
from digest.model import Article, Moment
from digest.names import Names, names

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE, NEW, ROUNDS = 100_000, 200, 5
#: the archive's articles are spread over so many days, the new ones over its last week
DAYS = 365
MEGABYTE = 1024
#: the most that the archive may multiply the time by, and the most memory in megabytes
DEAREST, LARGEST = 2.0, 500.0


class SqliteArchive:
    """A `cluster.Archive` in two tables."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)

    @staticmethod
    def create(path: Path, rows: Iterator[tuple[cluster.Signature, str]]) -> None:
        """Write an archive of signatures with their stories."""
        db = sqlite3.connect(path)
        db.executescript("""
            create table signatures (article text primary key, story text not null, at real, packed text not null);
            create table signature_keys (key text not null, at real, story text not null);
        """)
        for one, story in rows:
            db.execute("insert into signatures values (?, ?, ?, ?)", (one.id, story, one.at, cluster.pack(one)))
            db.executemany("insert into signature_keys values (?, ?, ?)", ((key, one.at, story) for key in cluster.keys(one)))
        db.executescript("""
            create index by_story on signatures (story);
            create index by_time on signatures (at);
            create index by_key on signature_keys (key, at, story);
        """)
        db.commit()
        db.close()

    def holders(self, keys: Collection[str], since: float, until: float) -> Iterator[tuple[str, str]]:
        """See Archive."""
        sql = f"select key, story from signature_keys where key = ? and at between ? and ? limit {cluster.CROWD_HELD + 1}"
        for key in keys:
            yield from self._db.execute(sql, (key, since, until))

    def members(self, stories: Collection[str]) -> Iterator[tuple[cluster.Signature, str]]:
        """See Archive."""
        for story in stories:
            for (packed,) in self._db.execute("select packed from signatures where story = ?", (story,)):
                yield cluster.unpack(packed), story

    def recent(self, count: int) -> Iterator[cluster.Signature]:
        """See Archive."""
        for (packed,) in self._db.execute("select packed from signatures order by at desc limit ?", (count,)):
            yield cluster.unpack(packed)


def shipped() -> Names:
    """The alias file."""
    import yaml

    return names(yaml.safe_load((ROOT / "prompts" / "aliases.yaml").read_text(encoding="utf-8")))


def week() -> list[Article]:
    """The sample week's articles."""
    lines = (ROOT / "examples" / "week" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [_article(json.loads(line)) for line in lines][:NEW]


def _article(row: dict[str, object]) -> Article:
    text = "\n".join(str(p) for p in row["paragraphs"])  # type: ignore[attr-defined]
    moment = Moment(datetime.fromisoformat(str(row["published_at"])), "minute")
    return Article(
        str(row["id"]), str(row["source_id"]), "", str(row["source_name"]), str(row["title"]), text, str(row["lang"]), moment
    )


def made_up(count: int) -> Iterator[tuple[cluster.Signature, str]]:
    """An archive that ends with the sample week: one article a story, the same every time."""
    chance, known = random.Random(20260301), shipped()
    bases = [cluster.sign(article, known) for article in week()]
    last = max(one.at for one in bases if one.at is not None)
    for number in range(count):
        yield _variant(chance.choice(bases), number, last - chance.random() * DAYS, chance), f"s{number}"


def _variant(base: cluster.Signature, number: int, at: float, chance: random.Random) -> cluster.Signature:
    views = {
        view: {t if view == "names" or chance.random() < 1 / 3 else f"{t}{number}": place for t, place in terms.items()}
        for view, terms in base.views.items()
    }
    grams = frozenset(chance.getrandbits(32) for _ in base.grams)
    return replace(base, id=f"x{number}", at=at, views=views, grams=grams, same=f"x{number}", facets={}, makers=())


def _build(path: Path, count: int) -> None:
    SqliteArchive.create(path, made_up(count))


def run(count: int = ARCHIVE) -> dict[str, float]:
    """CPU seconds with and without the archive, their ratio, and the megabytes that the process needed at most."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder) / "full.db", Path(folder) / "empty.db"
        for path, size in ((full, count), (empty, 0)):
            maker = multiprocessing.get_context("spawn").Process(target=_build, args=(path, size))
            maker.start()
            maker.join()
        articles, known = week(), shipped()
        cluster.stories(articles[:20], names=known)  # loads the tables of the text room
        archives = SqliteArchive(empty), SqliteArchive(full)
        timed = [[_seconds(articles, known, archive) for archive in archives] for _ in range(ROUNDS)]
    without, with_archive = (median(column) for column in zip(*timed, strict=True))
    return {
        "articles in the archive": count,
        "seconds, empty archive": without,
        "seconds, full archive": with_archive,
        "ratio": with_archive / without,
        "MB at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
    }


def _seconds(articles: Sequence[Article], known: Names, archive: SqliteArchive) -> float:
    start = time.process_time()
    cluster.stories(articles, names=known, archive=archive)
    return time.process_time() - start


def main() -> int:
    """Prints what was measured; exit 1 when it costs more than it may."""
    measured = run(int(sys.argv[1]) if len(sys.argv) > 1 else ARCHIVE)
    for name, value in measured.items():
        print(f"cluster: {name:<26} {value:10.2f}")
    return int(measured["ratio"] > DEAREST or measured["MB at most"] > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
