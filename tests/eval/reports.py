"""`digest check` on whole reports: what it finds by kind, what it cries wolf at, and the example report by name."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from digest import lint
from tests.eval.common import TABLES, Metric, fingerprint, rows_of

REPORTS = TABLES / "reports"
CASES = TABLES / "lint_cases.jsonl"
EXAMPLE = TABLES / "example_report.txt"
#: what is really wrong in the example report: rule, line, the words that a finding must touch
EXAMPLE_ERRORS: tuple[tuple[str, int, str, str], ...] = (
    ("difference", 61, "6.86", "8.61 − 3.04 = 5.57"),
    ("qualifier_lost", 15, "估值 7300 亿美元", "投前估值 in the body"),
    ("qualifier_lost", 87, "估值 7300 亿美元", "投前估值 in the body"),
    ("entity_name", 15, "活动现象", "活动现场"),
    ("count", 15, "行业高质量数据集建设链主单位正式签署链主工作任务书", "72家 dropped"),
    ("weekly_as_monthly", 11, "国产 AI 大模型 2 月的月度使用量首超美国", "two weeks told as February"),
    ("weekly_as_monthly", 15, "中国 AI 模型 2 月全球 token 用量首超美国", "two weeks told as February"),
    ("weekly_as_monthly", 46, "国产AI大模型2月的月度使用量首超美国", "two weeks told as February"),
    ("weekly_as_monthly", 79, "中国 AI 模型 2月全球 token 用量首超美国", "two weeks told as February"),
    ("unit_slip", 81, "4.12万亿的调用量", "Token missing"),
    ("unsupported_summary", 15, "MiniMax 等四款大模型", "no list and no count of four in the body"),
    ("unsupported_summary", 79, "MiniMax 等四款大模型", "no list and no count of four in the body"),
)


def run() -> list[Metric]:
    """Recall by kind, false alarms, and the example report."""
    paths = sorted(p for p in REPORTS.iterdir() if p.suffix in (".txt", ".md"))
    given = [p for p in paths if not p.name.startswith("own")]
    own = [p for p in paths if p.name.startswith("own")]
    return [*_measured("reports", given), *_measured("own reports", own), *_cases(), *_example()]


def _measured(name: str, paths: Sequence[Path]) -> Iterator[Metric]:
    found: dict[str, list[bool]] = defaultdict(list)
    missed: list[str] = []
    alarms: list[str] = []
    on_negatives: list[str] = []
    on_clean: list[str] = []
    for path in paths:
        labels = json.loads(path.with_suffix(".labels.json").read_text(encoding="utf-8"))
        text = path.read_text(encoding="utf-8")
        findings = lint.check(text)
        places = _Places(text)
        for error in labels["errors"]:
            hit = any(places.touches(f, side) for f in findings for side in (error, *error["also"]))
            found[error["kind"]].append(hit)
            if not hit:
                missed.append(f"{path.name}:{error['line']} {error['kind']}: {error['quote']} ({error['why']})")
        for alarm in _alarms(findings, labels, places):
            line = f"{path.name}:{alarm.line} {alarm.rule} “{alarm.found}”: {alarm.message}"
            alarms.append(line)
            if any(places.touches(alarm, quote) for quote in labels["hard_negatives"]):
                on_negatives.append(line)
            if not labels["errors"]:
                on_clean.append(line)
    mark = fingerprint(p.read_bytes() for path in paths for p in (path, path.with_suffix(".labels.json")))
    hits = [h for kind in found.values() for h in kind]
    yield Metric(f"{name}: errors found", sum(hits) / len(hits), len(hits), 0.85, missed, mark)
    for kind, kept in sorted(found.items()):
        yield Metric(f"{name}: found, {kind}", sum(kept) / len(kept), len(kept), None, (), mark)
    count = len(alarms) / len(paths)
    yield Metric(f"{name}: false alarms a report", count, len(paths), 0.5, alarms, mark, more_is_better=False)
    yield Metric(
        f"{name}: false alarms on hard negatives", len(on_negatives), len(paths), 0, on_negatives, mark, more_is_better=False
    )
    yield Metric(f"{name}: false alarms in clean reports", len(on_clean), len(paths), 0, on_clean, mark, more_is_better=False)


class _Places:
    """The lines of a report, and whether a finding touches a quote."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def touches(self, finding: lint.Finding, quote: Mapping[str, Any]) -> bool:
        """Whether a finding overlaps a labelled quote on its line."""
        if finding.line != quote["line"]:
            return False
        start = self._lines[finding.line - 1].index(quote["quote"])
        return finding.start < start + len(quote["quote"]) and start < finding.end


def _alarms(findings: Sequence[lint.Finding], labels: Mapping[str, Any], places: _Places) -> Iterator[lint.Finding]:
    """Errors and warnings that touch nothing labelled as wrong."""
    wrong = [side for error in labels["errors"] for side in (error, *error["also"])]
    for finding in findings:
        if finding.severity != "info" and not any(places.touches(finding, side) for side in wrong):
            yield finding


def text_of(case: Mapping[str, object]) -> str:
    """A row of the cases as a report: its front page, if it has one, and its body."""
    front = f"要点\n\n{case['front']}\n\n" if case["front"] else ""
    return f"{front}一、行业动态\n\n{case['body']}\n"


def read_case(case: Mapping[str, object]) -> list[lint.Finding]:
    """The errors and warnings of one row."""
    findings = lint.check(text_of(case), published=date.fromisoformat(str(case["published"])))
    return [f for f in findings if f.severity != "info"]


def touches(case: Mapping[str, object], finding: lint.Finding) -> bool:
    """Whether a finding overlaps the words of a row that are wrong."""
    line, wrong = text_of(case).split("\n")[finding.line - 1], str(case["wrong"])
    start = line.find(wrong)
    return start >= 0 and finding.start < start + len(wrong) and start < finding.end


def _cases() -> Iterator[Metric]:
    rows = rows_of(CASES)
    missed, alarms = [], []
    for row in rows:
        findings, wrong = read_case(row), str(row["wrong"] or "")
        if wrong and not any(touches(row, f) for f in findings):
            missed.append(f"{row['id']} {row['kind']}: {wrong}")
        elif not wrong:
            alarms += [f"{row['id']} {row['kind']}: {f.rule} “{f.found}” {f.message}" for f in findings]
    wrongs = sum(bool(row["wrong"]) for row in rows)
    mark = fingerprint([CASES.read_bytes()])
    yield Metric("cases: errors found", 1 - len(missed) / wrongs, wrongs, 0.85, missed, mark)
    yield Metric("cases: false alarms", len(alarms), len(rows) - wrongs, 0, alarms, mark, more_is_better=False)


def _example() -> Iterator[Metric]:
    text = EXAMPLE.read_text(encoding="utf-8")
    findings = [f for f in lint.check(text) if f.severity != "info"]
    lines = text.split("\n")
    real = [(rule, line, at := lines[line - 1].index(words), at + len(words), why) for rule, line, words, why in EXAMPLE_ERRORS]
    missed = [
        f"{EXAMPLE.name}:{line} {rule}: {why}"
        for rule, line, a, b, why in real
        if not any(_is(f, rule, line, a, b) for f in findings)
    ]
    alarms = [
        f"{EXAMPLE.name}:{f.line} {f.rule} “{f.found}”: {f.message}"
        for f in findings
        if not any(f.line == line and f.start < b and a < f.end for _, line, a, b, _ in real)
    ]
    mark = fingerprint([text])
    yield Metric("example report: real errors found", 1 - len(missed) / len(real), len(real), 1.0, missed, mark)
    yield Metric("example report: false alarms", len(alarms), 1, 0, alarms, mark, more_is_better=False)


def _is(finding: lint.Finding, rule: str, line: int, start: int, end: int) -> bool:
    return finding.rule == rule and finding.line == line and finding.start < end and start < finding.end
