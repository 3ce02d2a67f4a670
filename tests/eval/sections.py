"""Which section, whether at all, and how important: the shipped cue words and the desk's own model, on labelled rows.

Four tables: the sample week (or any corpus folder of its shape), article by article and story by story as labelled; a small
table of headlines; our own headlines with openings in the register of a daily digest. The learning experiment plays a desk
that decides rows in order and is scored on rows it hasn't decided: the sample week by days, and a desk with a bare guide
(one word a section), which has everything to learn. Its scores are strict.

A row of importance 1 could appear: its own section and none are both right. `strict` scores don't allow that.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from digest.model import Article, Judgement
from digest.sections import Guide, Learned, guide, judge, learn
from digest.text import language
from tests.eval.common import ROOT, TABLES, WEEK, Metric, article_of, fingerprint, rows_of

LABELS = ("ai_model", "ai_industry", "data_element", "none")
FLOOR, FLOOR_LEARNED = 0.85, 0.80


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled article or headline."""

    article: Article
    section: str
    importance: int
    event: str = ""
    role: str = "original"
    trap: str = ""


def run() -> list[Metric]:
    """Every score of this room on the tables that come with the project."""
    return [*score(WEEK), *_headlines(), *_learning()]


def score(corpus: Path) -> list[Metric]:
    """Sections, leads and importance of a corpus folder with `articles.jsonl` of the sample week's shape."""
    rows = week(corpus)
    alone = [judge([r.article], {}, shipped()) for r in rows]
    stories = _stories(rows)
    told = {r.article.id: judgement for members, judgement in stories for r in members}
    joined = [told[r.article.id] for r in rows]
    mark = fingerprint(f"{r.article.id} {r.section} {r.importance} {r.event}" for r in rows)
    return [
        _sections("sections: article by article, macro-F1", rows, alone, mark, floor=FLOOR),
        _sections("sections: story by story, macro-F1", rows, joined, mark, floor=FLOOR),
        _strict("sections: story by story, strict macro-F1", rows, joined, mark),
        *_by_group("language", rows, joined, mark, lambda r: r.article.lang),
        *_by_group("trap", rows, joined, mark, lambda r: r.trap),
        *_importance(stories, mark),
    ]


@lru_cache(maxsize=1)
def shipped() -> Guide:
    """The guide as the program loads it."""
    import yaml

    return guide(yaml.safe_load((ROOT / "prompts" / "sections.yaml").read_text(encoding="utf-8")))


def week(corpus: Path) -> list[Row]:
    """The articles of a corpus folder, in its order (publication)."""
    return [_week_row(data) for data in rows_of(corpus / "articles.jsonl")]


def _week_row(data: dict[str, Any]) -> Row:
    label = data["label"]
    return Row(
        article_of(data),
        label.get("section") or "none",
        int(label.get("importance") or 0),
        label.get("event_id") or "",
        label.get("role") or "original",
        label.get("trap") or "",
    )


def labelled(name: str) -> list[Row]:
    """The headlines of one of our tables; a row without importance is plain news."""
    return [_headline(data) for data in rows_of(TABLES / name)]


def _headline(data: dict[str, Any]) -> Row:
    title, lead = data.get("title") or data["text"], data.get("lead", "")
    article = Article(data["id"], "s", f"http://s.example/{data['id']}", "S", title, lead, language(title + lead), None)
    return Row(article, data.get("section") or data["label"], data.get("importance", 2))


# ----------------------------------------------------------------------------------------------------------------- sections
def _sections(name: str, rows: Sequence[Row], judged: Sequence[Judgement], mark: str, floor: float | None = None) -> Metric:
    said = [_tolerated(r, j.section or "none") for r, j in zip(rows, judged, strict=True)]
    wrong = [
        f"{r.section} → {s}: {r.article.title[:60]} ({(j.fate_reason or j.reasons[0])[:90]})"
        for r, s, j in zip(rows, said, judged, strict=True)
        if r.section != s
    ]
    return Metric(name, macro_f1(rows, said), len(rows), floor, wrong, mark, table=_confusion(rows, judged))


def _strict(name: str, rows: Sequence[Row], judged: Sequence[Judgement], mark: str) -> Metric:
    return Metric(name, macro_f1(rows, [j.section or "none" for j in judged]), len(rows), None, (), mark)


def _tolerated(row: Row, said: str) -> str:
    return row.section if said == "none" and row.importance == 1 else said


def macro_f1(rows: Sequence[Row], said: Sequence[str]) -> float:
    """The mean F1 of the labels that occur."""
    truth = [r.section for r in rows]
    return sum(_f1(label, truth, said) for label in set(truth)) / len(set(truth))


def _f1(label: str, truth: Sequence[str], said: Sequence[str]) -> float:
    right = sum(t == s == label for t, s in zip(truth, said, strict=True))
    return 2 * right / (truth.count(label) + said.count(label))


def _confusion(rows: Sequence[Row], judged: Sequence[Judgement]) -> dict[str, dict[str, int]]:
    """Label → what was said → rows; strict: none for an importance of 1 counts as none."""
    seen = Counter((r.section, j.section or "none") for r, j in zip(rows, judged, strict=True))
    return {label: {said: seen[label, said] for said in LABELS} for label in LABELS}


def _by_group(
    kind: str, rows: Sequence[Row], judged: Sequence[Judgement], mark: str, group: Callable[[Row], str]
) -> Iterator[Metric]:
    """The share of rows right, by group: too few rows each for an F1."""
    right: dict[str, list[bool]] = defaultdict(list)
    for row, judgement in zip(rows, judged, strict=True):
        if group(row):
            right[group(row)].append(row.section == _tolerated(row, judgement.section or "none"))
    for name, marks in sorted(right.items()):
        yield Metric(f"sections: right, {kind} {name}", sum(marks) / len(marks), len(marks), None, (), mark)


# --------------------------------------------------------------------------------------------------------------- importance
def _stories(rows: Sequence[Row]) -> list[tuple[list[Row], Judgement]]:
    """The labelled events, the original first, then by time; and what is judged of each."""
    events: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        events[row.event or row.article.id].append(row)
    stories = [sorted(members, key=lambda r: r.role != "original") for members in events.values()]
    return [(s, judge([r.article for r in s], {r.article.id: r.role for r in s}, shipped())) for s in stories]


def _importance(stories: Sequence[tuple[list[Row], Judgement]], mark: str) -> list[Metric]:
    filed = [(max(r.importance for r in members), members, j) for members, j in stories if j.section]
    near = [f"{label} → {j.importance}: {m[0].article.title[:50]}" for label, m, j in filed if abs(label - j.importance) > 1]
    exact = sum(label == j.importance for label, _, j in filed)
    leads = [(members, j) for members, j in stories if max(r.importance for r in members) == 3]
    lost = [f"{m[0].article.title[:50]}: {_place(j, stories)}" for m, j in leads if _place(j, stories) > 3]
    return [
        Metric("importance: leads in the top three", 1 - len(lost) / max(len(leads), 1), len(leads), 1.0, lost, mark),
        Metric("importance: within one", 1 - len(near) / max(len(filed), 1), len(filed), None, near, mark),
        Metric("importance: equal", exact / max(len(filed), 1), len(filed), None, (), mark),
        Metric("importance: rank correlation", spearman([(a, j.score) for a, _, j in filed]), len(filed), None, (), mark),
    ]


def _place(judgement: Judgement, stories: Sequence[tuple[list[Row], Judgement]]) -> int:
    """A story's place in its section by importance and score, from 1; 99 when it's in none."""
    if judgement.section is None:
        return 99
    rivals = [j for _, j in stories if j.section == judgement.section]
    return 1 + sum((j.importance, j.score) > (judgement.importance, judgement.score) for j in rivals)


def spearman(pairs: Sequence[tuple[float, float]]) -> float:
    """Rank correlation, equal values sharing their mean rank."""
    first, second = (_ranks([pair[side] for pair in pairs]) for side in (0, 1))
    mean = (len(pairs) + 1) / 2
    across = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    spread = math.prod(math.sqrt(sum((r - mean) ** 2 for r in ranks)) for ranks in (first, second))
    return across / spread if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = defaultdict(list)
    for place, value in enumerate(sorted(values), 1):
        places[value].append(place)
    return [sum(places[value]) / len(places[value]) for value in values]


# ---------------------------------------------------------------------------------------------------- headlines and learning
def _headlines() -> Iterator[Metric]:
    names = {
        "headlines.jsonl": "headlines",
        "headlines_own.jsonl": "our own headlines and openings",
        "headlines_blind.jsonl": "headlines first seen blind",
    }
    for name, shown in names.items():
        rows = labelled(name)
        judged = [judge([r.article], {}, shipped()) for r in rows]
        yield _sections(f"sections: {shown}, macro-F1", rows, judged, fingerprint([(TABLES / name).read_bytes()]), floor=FLOOR)


def _learning() -> Iterator[Metric]:
    """The desk decides the first days and is scored on the later ones; and a desk with a bare guide decides 50 to 300 rows."""
    rows = week(WEEK)
    late = next(n for n, r in enumerate(rows) if r.article.published and r.article.published.at.day == 27)
    yield from _curve("the week's last days", rows[:late], rows[late:], (0, 50, late), shipped())
    mixed = [*rows, *labelled("headlines_own.jsonl")]
    random.Random(7).shuffle(mixed)
    yield from _curve("a bare guide", mixed[:300], mixed[300:], (0, 50, 100, 200, 300), bare(), floor=FLOOR_LEARNED)
    yield from _curve("the shipped guide", mixed[:300], mixed[300:], (0, 300), shipped(), floor=FLOOR_LEARNED)


def _curve(
    name: str, before: Sequence[Row], after: Sequence[Row], sizes: Sequence[int], by: Guide, floor: float | None = None
) -> Iterator[Metric]:
    mark = fingerprint(f"{r.article.id} {r.section}" for r in [*before, *after])
    for size in sizes:
        learned = decided(before[:size], by)
        said = [judge([r.article], {}, by, learned=learned).section or "none" for r in after]
        silent = "" if learned.speaks or not size else ", silent"
        notes = [f"own {learned.own_score:.3f}, cue words {learned.rule_score:.3f} on the newer half{silent}"] if size else []
        yield Metric(
            f"learning: {name}, {size} decisions",
            macro_f1(after, said),
            len(after),
            floor if size >= 300 else None,
            notes,
            mark,
        )


def decided(rows: Sequence[Row], by: Guide) -> Learned:
    """What a desk teaches that decides as the labels say."""
    return learn([(r.article, None if r.section == "none" else r.section) for r in rows], by)


def bare() -> Guide:
    """A guide of a desk that wrote one word a section."""
    words = {"ai_model": "模型", "ai_industry": "公司", "data_element": "数据"}
    rows = [
        {"id": name, "number": f"3.{n}", "title": word, "definition": word, "cues": [{"weight": 3, "words": word}]}
        for n, (name, word) in enumerate(words.items(), 1)
    ]
    return guide({"sections": rows})
