"""How an engine writes: its items beside those an editor wrote for the labelled week, and what they cost.

    python -m tests.eval engine --all                          the offline engine
    make eval ENGINE=chat:deepseek/deepseek-v4-flash           a model; its key from the environment

Events are the labelled ones, so that only the writing is measured. Headline and body are scored by characters in order (LCS,
F1) against the editor's; a claim counts as supported when the checks find it so or derive it.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from digest import cluster, draft
from digest.config import open_home
from digest.engines.records import Result
from digest.model import Article, Brief, Draft, Judgement, Story
from digest.pipeline import open_desk, open_engine
from digest.pipeline.shared import Desk
from digest.pipeline.write import composed, reply_of
from digest.text import fold
from tests.eval import stories
from tests.eval.common import WEEK, Metric, fingerprint, rows_of

LABELS = ("ai_model", "ai_industry", "data_element")


def run() -> list[Metric]:
    """The scores of the engine that ENGINE names, else of the offline one."""
    return list(score(WEEK, os.environ.get("ENGINE") or "extractive"))


def score(corpus: Path, name: str = "extractive") -> Iterator[Metric]:
    """The scores of an engine on a corpus folder with `articles.jsonl` of the sample week's shape."""
    references = _references(corpus)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        outlets = sorted({r.article.credit for r in stories.load(corpus)})
        lines = [f"  - {{id: s{n}, name: '{c}', kind: import, url: ''}}" for n, c in enumerate(outlets)]
        (home / "sources.yaml").write_text("sources:\n" + "\n".join(lines) + "\n", encoding="utf-8")
        engine = open_engine(open_home(folder), name)
        with open_desk(open_home(folder), datetime.now(UTC), create=True) as desk:
            made = {event: _written(desk, engine, given) for event, given in _briefs(corpus, references).items()}
            calls = desk.store.calls.rows()
    yield from _scores(name, references, made, fingerprint([(corpus / "articles.jsonl").read_bytes()]))
    yield from _costs(name, len(made), calls)


def _references(corpus: Path) -> dict[str, tuple[str, str]]:
    """Event → the editor's headline and body."""
    rows: list[Any] = rows_of(corpus / "articles.jsonl")
    told = [r["label"] for r in rows if r["label"].get("summary_zh") and r["label"]["section"] in LABELS]
    return {x["event_id"]: (x["headline_zh"], x["summary_zh"].rpartition("(资料来源")[0] or x["summary_zh"]) for x in told}


def _briefs(corpus: Path, references: Mapping[str, object]) -> dict[str, Brief]:
    members = defaultdict[str, list[Article]](list)
    for row in stories.load(corpus):
        if row.event in references:
            members[row.event].append(row.article)
    return {event: _brief(event, found) for event, found in members.items()}


def _brief(event: str, articles: Sequence[Article]) -> Brief:
    (story,) = cluster.stories(articles, known={a.id: event for a in articles}, names=stories.shipped())
    return draft.brief(Story("s" + event, story.members), {a.id: a for a in articles}, Judgement("ai_model", 2))


def _written(desk: Desk, engine: Any, given: Brief) -> tuple[Draft, Result]:
    result = reply_of(desk, engine, given)
    return composed(desk, given, result), result


def _scores(
    name: str, references: Mapping[str, tuple[str, str]], made: Mapping[str, tuple[Draft, Result]], mark: str
) -> Iterator[Metric]:
    drafts = {event: d for event, (d, _) in made.items()}
    heads = {e: _alike(d.headline, references[e][0]) for e, d in drafts.items()}
    bodies = {e: _alike(d.body, references[e][1]) for e, d in drafts.items()}
    yield _mean(f"engine {name}: headline", heads, drafts, mark)
    yield _mean(f"engine {name}: body", bodies, drafts, mark)
    checks = [c for d in drafts.values() for c in d.checks if c.kind not in ("credit", "injection")]
    good = [c for c in checks if c.verdict in ("supported", "derived")]
    open_ones = [f"{d.id} {c.verdict} {c.field} “{c.claim}” {c.note}" for d in drafts.values() for c in d.unsettled]
    yield Metric(f"engine {name}: claims supported", len(good) / len(checks), len(checks), None, open_ones, mark)
    clean = sum(not any(c.verdict == "absent" for c in d.checks) for d in drafts.values())
    yield Metric(f"engine {name}: items without a groundless claim", clean / len(drafts), len(drafts), None, (), mark)
    own = {e: d for e, d in drafts.items() if d.engine == name}
    fell = [f"{e} {' '.join(d.notes)}" for e, d in drafts.items() if e not in own]
    yield Metric(f"engine {name}: items of its own", len(own) / len(drafts), len(drafts), None, fell, mark)


def _alike(mine: str, theirs: str) -> float:
    a, b = fold(mine), fold(theirs)
    common = int(LCSseq.similarity(a, b))
    return 2 * common / (len(a) + len(b)) if a or b else 0.0


def _mean(name: str, scores: Mapping[str, float], drafts: Mapping[str, Draft], mark: str) -> Metric:
    low = sorted(scores, key=lambda e: scores[e])
    shown = [f"{scores[e]:.2f} {e} {drafts[e].headline}" for e in low]
    return Metric(name, sum(scores.values()) / len(scores), len(scores), None, shown, mark)


def _costs(name: str, items: int, calls: Sequence[Mapping[str, Any]]) -> Iterator[Metric]:
    sums = {k: sum(r[k] for r in calls) for k in ("input_tokens", "output_tokens", "micros")}
    rows = (
        ("calls an item", len(calls) / items), ("tokens in an item", sums["input_tokens"] / items),
        ("tokens out an item", sums["output_tokens"] / items), ("dollars an item", sums["micros"] / 1e6 / items),
    )  # fmt: skip
    for what, value in rows:
        yield Metric(f"engine {name}: {what}", value, items, None, (), "", more_is_better=False)
