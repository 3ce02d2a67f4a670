"""Which articles tell of one event: B³, wrong joins and wrong splits by kind, reprints left alone, on labelled weeks.

The sample week decides; three weeks of our own texts (`tables/stories`) are full of look-alikes: two rounds of one company,
one template filled by two companies, two meetings of one day, a forecast and its result, two versions of one model.
An article without an event is an event of its own. A reprint counts as found when it shares the story of its source.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from digest import cluster
from digest.config import Home
from digest.model import Article, Entry, Source, Story
from digest.names import Names, names
from digest.pipeline import Desk, join, open_desk
from digest.weeks import beijing
from tests.eval.common import ROOT, SHARED, TABLES, WEEK, Metric, article_of, fingerprint, rows_of

FLOOR = 0.90
FOREIGN_PAIRS = SHARED / "data" / "dedup"


@dataclass(frozen=True, slots=True)
class Row:
    """An article and its labels."""

    article: Article
    event: str
    role: str
    trap: str
    reprint_of: str

    @property
    def language(self) -> str:
        return self.article.lang


def run() -> list[Metric]:
    """The sample week, our own weeks, the week fed day by day, and foreign pairs where they are at hand."""
    weeks = sorted(path.parent for path in (TABLES / "stories").glob("*/articles.jsonl"))
    own = [m for week in weeks for m in _whole(week, f"stories, own {week.name}")]
    return [*score(WEEK), *own, *_daily(WEEK), *_in_a_home(WEEK), *_pairs()]


def score(corpus: Path) -> list[Metric]:
    """Stories of a corpus folder with `articles.jsonl` of the sample week's shape."""
    return list(_whole(corpus, "stories"))


def _whole(corpus: Path, name: str) -> Iterator[Metric]:
    rows = load(corpus)
    mark = _mark(rows)
    told = story_of(cluster.stories([r.article for r in rows], names=shipped()))
    yield from _b3(name, rows, told, mark)
    yield from _mistakes(name, rows, told, mark)
    yield _reprints(name, rows, told, mark)
    if corpus == WEEK or not corpus.is_relative_to(TABLES):
        for kind, group in (("language", lambda r: r.language), ("trap", lambda r: r.trap)):
            yield from _by_group(name, kind, group, rows, told, mark)


def load(corpus: Path) -> list[Row]:
    """The rows of a corpus, in its order."""
    return [_row(data) for data in rows_of(corpus / "articles.jsonl")]


def _row(data: dict[str, Any]) -> Row:
    label, article = data["label"], article_of(data)
    event = label.get("event_id") or article.id
    return Row(article, event, label.get("role") or "", label.get("trap") or "", label.get("reprint_of") or "")


@lru_cache(maxsize=1)
def shipped() -> Names:
    """The alias file as the program loads it."""
    import yaml

    return names(yaml.safe_load((ROOT / "prompts" / "aliases.yaml").read_text(encoding="utf-8")))


def story_of(stories: Iterable[Story]) -> dict[str, str]:
    """Article id → story id."""
    return {m.article: s.id for s in stories for m in s.members}


def _mark(rows: Sequence[Row]) -> str:
    return fingerprint(f"{r.article.id} {r.event} {r.reprint_of} {r.article.document}" for r in rows)


# -------------------------------------------------------------------------------------------------------------------- B³
def b3(found: Sequence[str], right: Sequence[str]) -> tuple[float, float, float]:
    """B³ precision, recall and F1 of two labellings of the same items."""
    return _mean(_items(found, right))


def _items(found: Sequence[str], right: Sequence[str]) -> list[tuple[float, float]]:
    """Precision and recall of each item."""
    both, mine, theirs = Counter(zip(found, right, strict=True)), Counter(found), Counter(right)
    return [(both[f, r] / mine[f], both[f, r] / theirs[r]) for f, r in zip(found, right, strict=True)]


def _mean(items: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    precision, recall = (sum(side) / len(items) for side in zip(*items, strict=True))
    return precision, recall, 2 * precision * recall / (precision + recall)


def _by_group(
    name: str, kind: str, group: Callable[[Row], str], rows: Sequence[Row], told: Mapping[str, str], mark: str
) -> Iterator[Metric]:
    """B³ F1 of the articles of one language, or of one trap, among all others."""
    items = _items([told[r.article.id] for r in rows], [r.event for r in rows])
    for value in sorted({group(r) for r in rows} - {""}):
        chosen = [item for item, r in zip(items, rows, strict=True) if group(r) == value]
        yield Metric(f"{name}: B³ F1, {kind} {value}", _mean(chosen)[2], len(chosen), fingerprint=mark)


def _b3(name: str, rows: Sequence[Row], told: Mapping[str, str], mark: str) -> Iterator[Metric]:
    precision, recall, f1 = b3([told[r.article.id] for r in rows], [r.event for r in rows])
    yield Metric(f"{name}: B³ F1", f1, len(rows), FLOOR, list(_told(rows, told)), mark)
    yield Metric(f"{name}: B³ precision", precision, len(rows), fingerprint=mark)
    yield Metric(f"{name}: B³ recall", recall, len(rows), fingerprint=mark)


def _told(rows: Sequence[Row], told: Mapping[str, str]) -> Iterator[str]:
    """One line for each story of several events and each event in several stories."""
    for kind, group, apart in (("joined", told, _event), ("split", None, lambda r: told[r.article.id])):
        groups: dict[str, list[Row]] = {}
        for r in rows:
            groups.setdefault(group[r.article.id] if group else r.event, []).append(r)
        for members in groups.values():
            parts: dict[str, list[str]] = {}
            for r in members:
                parts.setdefault(apart(r), []).append(f"{r.article.id} {r.article.title[:24]}")
            if len(parts) > 1:
                yield f"{kind}: " + " | ".join(f"{ids[0]}{f' +{len(ids) - 1}' if ids[1:] else ''}" for ids in parts.values())


def _event(row: Row) -> str:
    return row.event


# ----------------------------------------------------------------------------------------------- pairs, by kind of mistake
def _mistakes(name: str, rows: Sequence[Row], told: Mapping[str, str], mark: str) -> Iterator[Metric]:
    """Pairs wrongly joined and wrongly split, counted by language, role and trap of the two, then one by one."""
    joined = list[tuple[Row, Row]]()
    split = list[tuple[Row, Row]]()
    for a, b in combinations(rows, 2):
        same = told[a.article.id] == told[b.article.id]
        if same != (a.event == b.event):
            (joined if same else split).append((a, b))
    for kind, pairs in (("wrongly joined", joined), ("wrongly split", split)):
        lines = [f"{a.article.id} {a.article.title[:28]} ~ {b.article.id} {b.article.title[:28]}" for a, b in pairs]
        told_lines = [*_by_kind(pairs), *lines]
        yield Metric(f"{name}: pairs {kind}", len(pairs), len(rows), None, told_lines, mark, more_is_better=False)


def _by_kind(pairs: Sequence[tuple[Row, Row]]) -> Iterator[str]:
    for by, key in _KINDS.items():
        counts = Counter(filter(None, (key(*pair) for pair in pairs)))
        if counts:
            yield f"by {by}: " + ", ".join(f"{value} {n}" for value, n in counts.most_common())


_KINDS: Mapping[str, Callable[[Row, Row], str]] = {
    "language": lambda a, b: "–".join(sorted((a.language, b.language))),
    "role": lambda a, b: "–".join(sorted((a.role, b.role))),
    "trap": lambda a, b: a.trap or b.trap,
}


def _reprints(name: str, rows: Sequence[Row], told: Mapping[str, str], mark: str) -> Metric:
    by_id = {r.article.id: r for r in rows}
    planted = [r for r in rows if r.reprint_of in by_id]
    left = [r for r in planted if told[r.article.id] != told[r.reprint_of]]
    lines = [f"{r.article.id} {r.article.title[:40]} of {r.reprint_of}" for r in left]
    return Metric(f"{name}: planted reprints left alone", len(left), len(planted), 0.0, lines, mark, more_is_better=False)


# ------------------------------------------------------------------------------------------------------------ day by day
def _daily(corpus: Path) -> Iterator[Metric]:
    """The week as it comes: a run a day that only sees what is new and an archive of what it has placed."""
    rows = load(corpus)
    archive, told = cluster.Index(), dict[str, str]()
    for day in _days(rows):
        told |= story_of(cluster.stories([r.article for r in day], names=shipped(), archive=archive))
        for r in day:
            archive.add(cluster.sign(r.article, shipped()), told[r.article.id])
    f1 = b3([told[r.article.id] for r in rows], [r.event for r in rows])[2]
    yield Metric("stories: B³ F1, a run a day", f1, len(rows), FLOOR, list(_told(rows, told)), _mark(rows))


def _in_a_home(corpus: Path) -> Iterator[Metric]:
    """The same by the corridor: filed in a database day by day, each day joined by a run of its own."""
    rows = load(corpus)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for day in _days(rows):
            now = max(r.article.published.at for r in day if r.article.published) + timedelta(hours=1)
            with open_desk(home, now, create=True) as desk:
                _file(desk, [r.article for r in day])
                join(desk)
                told = desk.store.articles.stories_of([r.article.id for r in rows])
    f1 = b3([told[r.article.id] for r in rows], [r.event for r in rows])[2]
    yield Metric("stories: B³ F1, a run a day in a home", f1, len(rows), FLOOR, list(_told(rows, told)), _mark(rows))


def _file(desk: Desk, articles: Sequence[Article]) -> None:
    """File articles under their own ids, as if they had been crawled and read."""
    for a in articles:
        source = Source(a.source, a.credit, "feed", "https://feed.example/")
        with desk.store.write():
            desk.store.articles.listed(source, [Entry(a.url, a.title, a.published)], desk.now, desk.now - timedelta(days=14))
            desk.store.db.execute("update articles set id = ? where url = ?", [a.id, a.url])
            desk.store.articles.read(a.id, a, desk.now)


def _days(rows: Sequence[Row]) -> list[list[Row]]:
    days: dict[str, list[Row]] = {}
    for r in rows:
        at = r.article.published.at if r.article.published else datetime.fromtimestamp(0).astimezone() + timedelta(days=1)
        days.setdefault(beijing(at).date().isoformat(), []).append(r)
    return [days[day] for day in sorted(days)]


# -------------------------------------------------------------------------------------------- pairs of another genre
def _pairs() -> Iterator[Metric]:
    """Same event or not, on foreign pairs that are measured where they lie: the threshold of one half judges the other."""
    for path in sorted(FOREIGN_PAIRS.glob("*.jsonl")) if FOREIGN_PAIRS.exists() else ():
        rows = rows_of(path)
        scores, right = [_alike(str(r["a"]), str(r["b"])) for r in rows], [bool(r["same_event"]) for r in rows]
        half = len(rows) // 2
        crossed = [_f1(scores[half:], right[half:], _best(scores[:half], right[:half]))]
        crossed.append(_f1(scores[:half], right[:half], _best(scores[half:], right[half:])))
        mark = fingerprint(f"{r['id']} {r['same_event']}" for r in rows)
        yield Metric(f"stories: same-event F1, {path.stem}", sum(crossed) / 2, len(rows), fingerprint=mark)


def _alike(a: str, b: str) -> float:
    """The likeness that decides about two texts without headlines."""
    one, other = (Article(n, "", "", "", "", text, "zh-Hans", None) for n, text in (("a", a), ("b", b)))
    return cluster.alike(cluster.sign(one, shipped()), cluster.sign(other, shipped()))


def _f1(scores: Sequence[float], right: Sequence[bool], threshold: float) -> float:
    hits = sum(r for s, r in zip(scores, right, strict=True) if s >= threshold)
    said = sum(s >= threshold for s in scores)
    return 2 * hits / (said + sum(right)) if said + sum(right) else 0.0


def _best(scores: Sequence[float], right: Sequence[bool]) -> float:
    return max(sorted(set(scores)), key=lambda t: _f1(scores, right, t))
