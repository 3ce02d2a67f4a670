"""What every score has in common: a metric, its floor, its misses, and the baseline that is never lowered silently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from digest.model import Article, Moment
from digest.text import language

ROOT = Path(__file__).resolve().parents[2]
TABLES = Path(__file__).parent / "tables"
WEEK = ROOT / "examples" / "week"
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Metric:
    """One score: `value` between 0 and 1 (or a count), how many rows it rests on, the floor it must reach, one line per miss.

    `fingerprint` names the rows it was measured on: another table is another baseline. `more_is_better` is False for counts
    of mistakes. `table` is what the score sums up, where that is a table: row → column → count.
    """

    name: str
    value: float
    rows: int
    floor: float | None = None
    misses: Sequence[str] = field(default=())
    fingerprint: str = ""
    more_is_better: bool = True
    table: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def fails(self) -> bool:
        """Whether the floor is missed."""
        if self.floor is None:
            return False
        return self.value < self.floor if self.more_is_better else self.value > self.floor


def fingerprint(parts: Iterable[bytes | str]) -> str:
    """Twelve hex digits of the measured data: files or rows, in order."""
    h = hashlib.sha256()
    for part in parts:
        h.update(part.encode() if isinstance(part, str) else part)
        h.update(b"\0")
    return h.hexdigest()[:12]


def rows_of(path: Path) -> list[dict[str, object]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def article_of(data: Mapping[str, Any]) -> Article:
    """An article of a corpus folder; language and time may be missing."""
    text = "\n".join(data["paragraphs"])
    published = Moment(datetime.fromisoformat(data["published_at"]), "minute") if data.get("published_at") else None
    lang = data.get("lang") or language(data["title"] + text)
    return Article(data["id"], data["source_id"], data["url"], data["source_name"], data["title"], text, lang, published)
