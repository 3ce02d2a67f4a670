"""`make bench`: every benchmark of this folder, one after the other, each a script of its own.

python -m benchmarks                all
python -m benchmarks figures verify some of them
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Runs the scripts; the worst exit code is ours."""
    found = {p.stem.removeprefix("bench_"): p for p in sorted(HERE.glob("bench_*.py"))}
    wanted = sys.argv[1:] or list(found)
    if unknown := [name for name in wanted if name not in found]:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    worst = 0
    for name in wanted:
        print(f"== {name}", flush=True)
        worst = max(
            worst,
            subprocess.run([sys.executable, "-m", f"benchmarks.{found[name].stem}"], cwd=HERE.parent, check=False).returncode,
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())
