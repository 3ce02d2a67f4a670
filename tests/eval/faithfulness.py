"""Whether the verifier catches what is wrong and keeps what is right, by kind of error.

Four tables: pairs of a short source and a sentence, sentences over whole articles of the sample week, our own hard rows
over invented companies, and batches that were scored before anybody tuned for them. A row is caught when its verdict is absent or conflicting, kept otherwise.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from digest import verify
from digest.model import Article, Check, Moment
from digest.names import Names
from digest.names import names as names_of
from digest.text import language
from digest.weeks import BEIJING
from tests.eval.common import ROOT, TABLES, WEEK, Metric, fingerprint, rows_of

#: kinds whose slip is in a number, a unit, a date: none of these may pass
NUMERIC = frozenset(
    "digit digit_changed unit unit_changed currency currency_changed date date_shifted fiscal_period_changed percent_pp "
    "pre_post_money pre_vs_post_money invented_sum sum_invented approx_flipped times_vs_increase yoy_vs_qoq".split()
)
WRONG = frozenset({"absent", "conflicting"})


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled sentence with its sources."""

    id: str
    sources: tuple[Article, ...]
    sentence: str
    published: datetime | None
    good: bool
    kind: str


@lru_cache(maxsize=1)
def alias_list() -> Names:
    """The names of the field as the program loads them."""
    import yaml

    return names_of(yaml.safe_load((ROOT / "prompts" / "aliases.yaml").read_text(encoding="utf-8")))


def run() -> list[Metric]:
    """Three metrics a table: balanced accuracy, numeric kinds caught, good kept; then the score of each kind."""
    return [m for name, table in TABLES_OF.items() for m in score(name, list(table()))]


def score(name: str, rows: list[Row]) -> list[Metric]:
    """The metrics of one table."""
    checked = [(row, checks, verify.verdict(checks) in WRONG) for row, checks in ((r, checks_of(r)) for r in rows)]
    bad = [x for x in checked if not x[0].good]
    good = [x for x in checked if x[0].good]
    caught, kept = [x for x in bad if x[2]], [x for x in good if not x[2]]
    missed, cried = [x for x in bad if not x[2]], [x for x in good if x[2]]
    numeric = [x for x in bad if x[0].kind in NUMERIC]
    mark = fingerprint(f"{r.id} {r.sentence} {r.good} {r.kind}" for r in rows)
    balanced = (len(caught) / max(len(bad), 1) + len(kept) / max(len(good), 1)) / 2
    numeric_missed = [x for x in numeric if not x[2]]
    metrics = [
        Metric(f"faithfulness {name}: balanced accuracy", balanced, len(rows), 0.85, _lines([*missed, *cried]), mark),
        Metric(
            f"faithfulness {name}: numeric kinds caught",
            1 - len(numeric_missed) / max(len(numeric), 1), len(numeric), 1.0, _lines(numeric_missed), mark,
        ),
        Metric(f"faithfulness {name}: good kept", len(kept) / max(len(good), 1), len(good), 0.95, _lines(cried), mark),
    ]  # fmt: skip
    return metrics + _by_kind(name, checked, mark)


def _by_kind(name: str, checked: list[tuple[Row, list[Check], bool]], mark: str) -> list[Metric]:
    """The confusion: for each kind of error how many were caught, for each kind of support how many were kept."""
    kinds: defaultdict[tuple[bool, str], list[bool]] = defaultdict(list)
    for row, _, wrong in checked:
        kinds[row.good, row.kind].append(wrong != row.good)
    return [
        Metric(
            f"faithfulness {name}: {'kept' if good else 'caught'} {kind}", sum(right) / len(right), len(right), fingerprint=mark
        )
        for (good, kind), right in sorted(kinds.items())
    ]


def _lines(missed: list[tuple[Row, list[Check], bool]]) -> list[str]:
    return [_line(row, checks) for row, checks, _ in missed]


def _line(row: Row, checks: list[Check]) -> str:
    notes = "; ".join(f"{c.claim}: {c.note}" for c in checks if c.verdict in WRONG)
    derived = "; ".join(c.note for c in checks if c.verdict == "derived")
    return f"{row.id} {'kept-not' if row.good else 'missed'} {row.kind}: {row.sentence} | {notes or derived}"


def checks_of(row: Row) -> list[Check]:
    """The verifier's checks of a row."""
    return verify.sentence(row.sentence, row.sources, names=alias_list(), published=row.published)


# ----------------------------------------------------------------------------------------------------------------- tables
def _moment(value: str) -> datetime:
    at = datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(hour=12, tzinfo=BEIJING)


def _article(key: str, text: str, *, title: str = "", at: str = "", credit: str = "", lang: str = "") -> Article:
    moment = Moment(_moment(at), "minute") if at else None
    return Article(key, "", "", credit, title, text, lang or language(text), moment)


def pairs() -> Iterator[Row]:
    """Short sources and one sentence each (own table)."""
    for row in rows_of(TABLES / "faithfulness_pairs.jsonl"):
        at = str(row["published"])
        source = _article("source", str(row["source"]), at=at)
        yield Row(str(row["id"]), (source,), str(row["summary"]), _moment(at), row["label"] == "supported", str(row["kind"]))


def week() -> Iterator[Row]:
    """Report sentences over whole articles of the sample week."""
    articles = {a.id: a for a in week_articles()}
    for row in rows_of(WEEK / "faithfulness.jsonl"):
        sources = tuple(articles[str(key)] for key in list(row["sources"]))  # type: ignore[call-overload]
        yield Row(str(row["id"]), sources, str(row["summary_sentence"]), None, row["label"] == "supported", str(row["error"]))


def week_articles() -> list[Article]:
    """The articles of the sample week, their labels left out."""
    return [
        _article(
            str(row["id"]), "\n".join(row["paragraphs"]), title=str(row["title"]), at=str(row["published_at"]),  # type: ignore[arg-type]
            credit=str(row["source_name"]), lang=str(row["lang"]),
        )
        for row in rows_of(WEEK / "articles.jsonl")
    ]  # fmt: skip


def own(name: str = "faithfulness_own.jsonl") -> Iterator[Row]:
    """Our own hard rows: every kind of both tables over invented companies, and paraphrases that must be kept."""
    for line in (TABLES / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sources = tuple(
            _article(s["id"], s["text"], title=s["title"], at=s["published_at"], credit=s["credit"]) for s in row["sources"]
        )
        yield Row(row["id"], sources, row["sentence"], None, row["label"] == "supported", row["kind"])


def fresh() -> Iterator[Row]:
    """Batches written by readers who knew the rules of truth and not the code; each was scored blind before it was learned from."""
    for path in sorted(TABLES.glob("faithfulness_fresh*.jsonl")):
        yield from own(path.name)


TABLES_OF = {"pairs": pairs, "week": week, "own": own, "fresh": fresh}
