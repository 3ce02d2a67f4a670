"""How long reading quantities takes: a row of the tables, a 300-character text, hostile input; beside Recognizers-Text if present.

    python -m benchmarks.bench_figures

The peer is not a dependency of ours: it needs a pre-release and an emoji library of long ago. In an environment of its own

    pip install --pre 'recognizers-text-suite==1.0.2a2' 'emoji<2' setuptools && pip install -e .

and this script there measures both on the same rows in the same run, and fails where we are less than 20 times faster.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from digest import figures

ROOT = Path(__file__).resolve().parents[1]
TABLES = (ROOT / "tests/eval/tables/quantities.jsonl", ROOT / "tests/eval/tables/quantities_own.jsonl")
WEEK = ROOT / "examples/week/articles.jsonl"
PUBLISHED = datetime(2026, 2, 28, 4, tzinfo=UTC)
FLOOR, ROUNDS = 20.0, 5
HOSTILE = {
    "digits": "1",
    "digits and blanks": "1 ",
    "万": "万",
    "1万": "1万",
    "1亿2000万 ": "1亿2000万 ",
    "2月9日-": "2月9日-",
    "1,": "1,",
}


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def microseconds(work: Callable[[str], object], texts: Sequence[str], rounds: int = ROUNDS) -> float:
    """µs a text of CPU time, the median of several rounds over all of them."""
    for text in texts[:20]:
        work(text)
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            work(text)
        taken.append((time.process_time() - start) / len(texts) * 1e6)
    return median(taken)


def ours(text: str) -> object:
    return figures.find(text, PUBLISHED)


def peer() -> Callable[[str], object] | None:
    """Recognizers-Text doing the same job: numbers, ordinals, percentages, money, dimensions and dates of a text."""
    try:
        from recognizers_suite import (  # type: ignore[import-not-found]
            Culture,
            recognize_currency,
            recognize_datetime,
            recognize_dimension,
            recognize_number,
            recognize_ordinal,
            recognize_percentage,
        )  # fmt: skip
    except ImportError as error:
        print(f"recognizers-text-suite: not measured here ({error}); how to install it stands in this script's first lines")
        return None
    readers = (recognize_currency, recognize_dimension, recognize_number, recognize_ordinal, recognize_percentage)

    def read(text: str) -> object:
        culture = Culture.English if text.isascii() else Culture.Chinese
        return [reader(text, culture) for reader in readers] + [
            recognize_datetime(text, culture, reference=PUBLISHED.replace(tzinfo=None))
        ]

    return read


def main() -> int:
    expressions = [row["expr"] for path in TABLES for row in rows(path)]
    articles = [" ".join([a["title"], *a["paragraphs"]]) for a in rows(WEEK)]
    pieces = [text[:300] for text in articles if len(text) >= 300]
    row_cost = microseconds(ours, expressions)
    print(f"figures: a row of the tables           {row_cost:9.1f} µs  ({len(expressions)} rows)")
    print(f"figures: 300 characters of an article  {microseconds(ours, pieces):9.1f} µs  ({len(pieces)} articles)")
    whole = microseconds(ours, articles)
    print(f"figures: a whole article               {whole:9.1f} µs  ({sum(map(len, articles)) // len(articles)} characters)")
    for name, pattern in HOSTILE.items():
        text = (pattern * 200_000)[:200_000]
        start = time.process_time()
        figures.find(text, PUBLISHED)
        print(f"figures: 200,000 characters of {name!r:22} {(time.process_time() - start) * 1000:7.0f} ms")
    other = peer()
    if other is None:
        return 0
    given = [row["expr"] for row in rows(TABLES[0])]
    mine, theirs = microseconds(ours, given), microseconds(other, given, rounds=1)
    print(
        f"the given rows: we {mine:.1f} µs, recognizers-text {theirs:.0f} µs a row: {theirs / mine:.0f} times faster (floor {FLOOR:.0f})"
    )
    return int(theirs / mine < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
