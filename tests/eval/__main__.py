"""`make eval`: every score of the shipped code, beside its floor and its baseline.

A baseline is never lowered silently: a score below it fails, and `--update` refuses to lower one without
`--allow-regression`. Another fingerprint (other rows) is another baseline, and says so.

    python -m tests.eval                 all scores
    python -m tests.eval figures reports some of them
    python -m tests.eval --all           those without a floor too: by kind, language, trap
    python -m tests.eval --misses        one line per miss, all of them
    python -m tests.eval --corpus PATH   stories and sections of any corpus folder of the sample week's shape
    python -m tests.eval --page FILE     the tables behind the scores too: by language and trap, confusions, every mistake
    python -m tests.eval --baseline FILE a baseline of your own, for a corpus of your own
    python -m tests.eval --json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.eval.common import Metric
from tests.eval.page import page

BASELINE = Path(__file__).parent / "baseline.json"
SCORES = ("figures", "faithfulness", "edits", "reports", "stories", "sections", "extraction", "recovery")
#: the most that one score may lie under its baseline: two of a thousand rows, for a library's release that moves a rounding
EPSILON = 0.002


def main() -> int:
    """Prints the scores; exit 1 when a floor or a baseline is missed."""
    options = _options()
    metrics = list(_corpus(options.corpus) if options.corpus else _measured(options.scores or SCORES))
    baseline = options.baseline or (None if options.corpus else BASELINE)
    known = json.loads(baseline.read_text(encoding="utf-8")) if baseline and baseline.exists() else {}
    if options.page:
        title = f"Digest on {options.corpus.resolve().name if options.corpus else 'its own tables and the sample week'}"
        options.page.write_text(page(title, metrics, known), encoding="utf-8")
    if options.json:
        print(json.dumps([asdict(m) for m in metrics], ensure_ascii=False, indent=1))
    else:
        shown = (
            metrics if options.everything or options.misses else [m for m in metrics if m.floor is not None or below(m, known)]
        )
        _table(shown, known, everything=options.misses)
        _tables(options.scores)
    if options.update:
        if baseline is None:
            print("a corpus of your own needs a baseline of its own: --baseline FILE", file=sys.stderr)
            return 2
        return _update(metrics, known, baseline, allow=options.allow_regression)
    return int(any(m.fails or below(m, known) for m in metrics))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.eval")
    parser.add_argument("scores", nargs="*", metavar="score")
    parser.add_argument("--all", action="store_true", dest="everything")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--baseline", type=Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    return parser.parse_args()


def _measured(wanted: list[str] | tuple[str, ...]) -> Iterator[Metric]:
    for name in wanted:
        yield from import_module(f"tests.eval.{name}").run()


def _tables(named: list[str]) -> None:
    """The tables of the scores that were asked for by name, where they have one."""
    for name in named:
        if hasattr(module := import_module(f"tests.eval.{name}"), "table"):
            print("\n".join(["", *module.table()]))


def _corpus(path: Path) -> Iterator[Metric]:
    for name in ("stories", "sections"):
        yield from import_module(f"tests.eval.{name}").score(path)


def below(metric: Metric, known: dict[str, dict[str, object]]) -> bool:
    """Whether a score lies under the baseline of the same rows."""
    old = known.get(metric.name)
    if not old or old["fingerprint"] != metric.fingerprint:
        return False
    gap = (float(str(old["value"])) - metric.value) * (1 if metric.more_is_better else -1)
    return gap > EPSILON


def _table(metrics: list[Metric], known: dict[str, dict[str, object]], *, everything: bool) -> None:
    for m in metrics:
        old = known.get(m.name)
        same = old and old["fingerprint"] == m.fingerprint
        base = f"baseline {float(str(old['value'])):.3f}" if same and old else "no baseline of these rows"
        floor = "" if m.floor is None else f"floor {m.floor:g}"
        mark = "FAILS" if m.fails else "BELOW" if below(m, known) else ""
        print(f"{m.name:<56} {m.value:8.4f}  n={m.rows:<6} {floor:<12} {base:<26} {mark}")
        for line in _counts(m) if everything else ():
            print(f"    {line}")
        shown = list(m.misses) if everything else list(m.misses)[:3]
        for line in shown:
            print(f"    {line}")
        if len(m.misses) > len(shown):
            print(f"    … {len(m.misses) - len(shown)} more: --misses")


def _counts(metric: Metric) -> Iterator[str]:
    """The table behind a score, a line a row."""
    if metric.table:
        yield f"{'labelled ↓ said →':<20}" + "".join(f"{column:>14}" for column in next(iter(metric.table.values())))
    for label, row in metric.table.items():
        yield f"{label:<20}" + "".join(f"{n:>14}" for n in row.values())


def _update(metrics: list[Metric], known: dict[str, dict[str, object]], baseline: Path, *, allow: bool) -> int:
    lower = [m.name for m in metrics if below(m, known)]
    if lower and not allow:
        print(f"not lowered without --allow-regression: {', '.join(lower)}", file=sys.stderr)
        return 1
    known |= {m.name: {"value": round(m.value, 6), "rows": m.rows, "fingerprint": m.fingerprint} for m in metrics}
    baseline.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(metrics)} scores recorded in {baseline.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
