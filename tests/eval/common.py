"""What every score has in common: a metric, its floor, its misses, and the baseline that is never lowered silently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = Path(__file__).parent / "tables"
WEEK = ROOT / "examples" / "week"
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Metric:
    """One score: `value` between 0 and 1 (or a count), how many rows it rests on, the floor it must reach, one line per miss.

    `fingerprint` names the rows it was measured on: another table is another baseline. `more_is_better` is False for counts
    of mistakes.
    """

    name: str
    value: float
    rows: int
    floor: float | None = None
    misses: Sequence[str] = field(default=())
    fingerprint: str = ""
    more_is_better: bool = True

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
