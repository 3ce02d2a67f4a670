"""The scores as one page of Markdown: what was measured on which rows, the tables behind it, and the mistakes one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.eval.common import Metric

#: scores that are one line each of a table: what stands between the score's name and the group's
_GROUPS = ("language", "trap")
#: mistakes of one score that are printed
_SHOWN = 40


def page(title: str, metrics: Sequence[Metric], known: Mapping[str, Mapping[str, object]]) -> str:
    """The page; `known` is the baseline by name of score."""
    single = [m for m in metrics if _group(m) is None]
    lines = [f"# {title}", "", *_scores(single, known)]
    for kind in _GROUPS:
        lines += _grouped(kind, [m for m in metrics if (g := _group(m)) and g[1] == kind])
    for metric in metrics:
        lines += [*_table(metric), *_mistakes(metric)]
    return "\n".join(lines) + "\n"


def _scores(metrics: Sequence[Metric], known: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    yield "| score | value | rows | floor | baseline of the same rows | fingerprint |"
    yield "|---|---|---|---|---|---|"
    for m in metrics:
        old = known.get(m.name, {})
        base = _number(float(str(old["value"]))) if old.get("fingerprint") == m.fingerprint else ""
        floor = "" if m.floor is None else f"{m.floor:g}{' missed' if m.fails else ''}"
        yield f"| {_cell(m.name)} | {_number(m.value)} | {m.rows} | {floor} | {base} | `{m.fingerprint}` |"


def _group(metric: Metric) -> tuple[str, str, str] | None:
    """(score, language or trap, which) of a score by group."""
    for kind in _GROUPS:
        name, found, group = metric.name.partition(f", {kind} ")
        if found:
            return name, kind, group
    return None


def _grouped(kind: str, metrics: Sequence[Metric]) -> Iterator[str]:
    """One row a group, one column a score."""
    cells: dict[str, dict[str, Metric]] = {}
    for m in metrics:
        score, _, group = _group(m) or ("", "", "")
        cells.setdefault(group, {})[score] = m
    scores = list(dict.fromkeys(score for row in cells.values() for score in row))
    if scores:
        yield from [
            "",
            f"## By {kind}",
            "",
            f"| {kind} | rows | {' | '.join(map(_cell, scores))} |",
            "|---" * (len(scores) + 2) + "|",
        ]
    for group, row in sorted(cells.items()):
        values = [_number(row[s].value) if s in row else "" for s in scores]
        yield f"| {_cell(group)} | {max(m.rows for m in row.values())} | {' | '.join(values)} |"


def _table(metric: Metric) -> Iterator[str]:
    if metric.table:
        columns = list(next(iter(metric.table.values())))
        yield from [
            "",
            f"## {metric.name}: labelled ↓, said →",
            "",
            f"| | {' | '.join(columns)} |",
            "|---" * (len(columns) + 1) + "|",
        ]
    for label, row in metric.table.items():
        yield f"| {label} | {' | '.join(str(n) for n in row.values())} |"


def _mistakes(metric: Metric) -> Iterator[str]:
    if metric.misses:
        yield from ["", f"## {metric.name}: {_number(metric.value)}, and where it errs", ""]
        yield from (f"- {_cell(line)}" for line in metric.misses[:_SHOWN])
    if len(metric.misses) > _SHOWN:
        yield f"- … {len(metric.misses) - _SHOWN} more"


def _number(value: float) -> str:
    return f"{value:.3f}" if value != int(value) or value <= 1 else f"{value:.0f}"


def _cell(text: str) -> str:
    """What may stand in a table or list: headlines are other people's words."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "'").replace("\n", " ")
