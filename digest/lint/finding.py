"""What the reading of a report hands out: a finding, its place and its one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at before signing. `line` is 1-based, `start`/`end` count code points in that line, end exclusive.

    `message` is one Chinese sentence, `expected` what would be right, `found` what is printed.
    """

    rule: str
    severity: Severity
    line: int
    start: int
    end: int
    message: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong, before its place is known: rule, the Chinese sentence, what would be right, how loud."""

    rule: str
    message: str
    expected: str
    severity: Severity = "error"

    def at(self, place: tuple[int, int, int], found: str) -> Finding:
        """The finding at a line and its columns."""
        return Finding(self.rule, self.severity, *place, self.message, self.expected, found)
