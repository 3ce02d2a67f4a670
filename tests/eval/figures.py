"""Quantities: value and unit on two tables of expressions and sentences, decoys, and the labelled figures of the sample week.

A row is right when one of the figures found has its value (both ends of a range) and its unit; for money the unit of the
table is the currency. A row with `at` is a sentence, and the figure must stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from digest import figures
from digest.model import Figure
from tests.eval.common import TABLES, WEEK, Metric, fingerprint, rows_of

GIVEN, OWN, ARTICLES = TABLES / "quantities.jsonl", TABLES / "quantities_own.jsonl", WEEK / "articles.jsonl"
#: the table's words of approximation → ours
APPROX = {"nearly": "near"}
#: the week's labels → our unit and its power of ten to the base unit
UNITS: Mapping[str, tuple[str, int]] = {
    "%": ("percent", 0), "pp": ("percentage_point", 0), "倍": ("times", 0), "GW": ("watt", 9), "W": ("watt", 0), "PB": ("byte", 15),
    "GB": ("byte", 9), "m": ("metre", 0), "m2": ("square_metre", 0), "Mbps": ("bit_per_second", 6), "nm": ("nanometre", 0),
    "ms": ("second", -3), "PFLOPS": ("flops", 15), "mAh": ("milliampere_hour", 0), "unit": ("count", 0), "number": ("", 0),
    "px": ("pixel", 0),
}  # fmt: skip
#: a bare number is no other unit than the label's, and who is counted may be a person or a card
LOOSE = {
    "count": {"count", "person", "card", ""},
    "token": {"token", ""},
    "param": {"param", ""},
    "percent": {"percent", "percent_change"},
}


def run() -> list[Metric]:
    """Both tables, then the sample week."""
    return [*_table("figures", GIVEN), *_table("own figures", OWN), _week()]


def _table(name: str, path: Path) -> Iterable[Metric]:
    rows: Sequence[Mapping[str, Any]] = rows_of(path)
    mark = fingerprint([path.read_bytes()])
    real, decoys = [r for r in rows if r["kind"] != "none"], [r for r in rows if r["kind"] == "none"]
    for what, right, floor in (
        ("value and unit", same_amount, 0.97),
        ("kind", same_kind, None),
        ("approximation", same_hint, None),
    ):
        misses = [_miss(r) for r in real if not any(right(r, f) for f in found_in(r))]
        yield Metric(f"{name}: {what}", 1 - len(misses) / len(real), len(real), floor, misses, mark)
    loud = [_miss(r) for r in decoys if found_in(r)]
    yield Metric(f"{name}: decoys", 1 - len(loud) / len(decoys), len(decoys), 0.95, loud, mark)


def found_in(row: Mapping[str, Any]) -> list[Figure]:
    """The figures of a row's expression that touch the place it asks about."""
    expression = str(row["expr"])
    asked = str(row.get("at", expression))
    start = expression.index(asked)
    found = figures.find(expression, datetime.fromisoformat(str(row["ref_date"])))
    return [f for f in found if f.start < start + len(asked) and start < f.end]


def same_amount(row: Mapping[str, Any], figure: Figure) -> bool:
    """Whether a figure has the row's value and unit."""
    value = str(row["value"])
    ends = (str(row["lo"]), str(row["hi"])) if "lo" in row else tuple(value.split("..")) if ".." in value else ()
    same = (figure.low, figure.high) == ends if ends else figure.value in (value, row.get("alt"))
    return same and (figure.currency or figure.unit) == row["unit"]


def same_kind(row: Mapping[str, Any], figure: Figure) -> bool:
    """The same amount, of the row's kind."""
    return same_amount(row, figure) and figure.kind == row["kind"]


def same_hint(row: Mapping[str, Any], figure: Figure) -> bool:
    """The same amount, approximated as the row says."""
    wanted = str(row.get("approx", ""))
    return same_amount(row, figure) and figure.approx == APPROX.get(wanted, wanted)


def _miss(row: Mapping[str, Any]) -> str:
    got = "; ".join(
        f"{f.kind} {f.value or f'{f.low}..{f.high}'} {f.currency or f.unit} {f.approx}".strip() for f in found_in(row)
    )
    return f"{row['id']} {row['expr']} → {row['value']} {row['unit']}, got {got or 'nothing'}"


def _week() -> Metric:
    """The labelled figures of the sample week's articles that are found at their place with value and unit."""
    misses, total = [], 0
    for article in rows_of(ARTICLES):
        document = "\n".join([str(article["title"]), *article["paragraphs"]])  # type: ignore[misc]
        found = figures.find(document, datetime.fromisoformat(str(article["published_at"])), str(article["lang"]))
        for label in article["label"]["figures"]:  # type: ignore[index]
            total += 1
            if not any(fits(label, f) for f in _touching(found, document, str(label["text"]))):
                misses.append(f"{article['id']} {label['text']} ({label['value']} {label['unit']})")
    mark = fingerprint([ARTICLES.read_bytes()])
    return Metric("figures: recall in the sample week", 1 - len(misses) / total, total, None, misses, mark)


def _touching(found: Iterable[Figure], document: str, text: str) -> list[Figure]:
    places = [i for i in range(len(document)) if document.startswith(text, i)]
    return [f for f in found if any(f.start < at + len(text) and at < f.end for at in places)]


def fits(label: Mapping[str, Any], figure: Figure) -> bool:
    """Whether a figure says what a label of the week says: a number, in some unit, never signed and rounded as a float."""
    unit, power = UNITS.get(str(label["unit"]), (str(label["unit"]), 0))
    value = Decimal(str(label["value"])).scaleb(power)
    amounts = [abs(Decimal(v)) for v in (figure.value, figure.low, figure.high) if _is_number(v)]
    if unit == "times" and figure.unit == "percent_change":  # 急升约1.3倍 is labelled 1.3, and means +130 %
        return any(a == value * 100 for a in amounts)
    same = any(abs(a - value) <= value * Decimal("1e-12") for a in amounts)
    if unit == "money":
        return same and figure.currency == label["currency"]
    return same and figure.unit in LOOSE.get(unit, {unit})


def _is_number(word: str) -> bool:
    return bool(word) and word.lstrip("-").replace(".", "", 1).isdecimal()
