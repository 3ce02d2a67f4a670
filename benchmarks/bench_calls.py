"""What a model would cost on the sample week: our one call a story beside three calls an article.

    python -m benchmarks calls

The seven daily runs of the week over loopback HTTP with the scripted honest model, then the last run again. The comparison is
a pipeline that asks three times about every readable article (is it relevant, write it, check it) each time with the whole
text and a prompt of six hundred characters, and asks again on every run about what it saw in the window of a week. Characters
are those sent; dollars are at the price of a small model (0.3 in, 0.006 cached, 1.2 out a million tokens).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "servers"), str(ROOT / "examples" / "week" / "server")]

PROMPT, CALLS = 600, 3


def main() -> int:
    """Prints the table."""
    import honest_llm
    from chaos_llm import ChaosLLM
    from newsroom import Newsroom

    from tests.conftest import FIRST_EVENING, WEEK

    os.environ.setdefault("OPENROUTER_API_KEY", "none")
    room = Newsroom(WEEK, now=FIRST_EVENING, spread=True)
    with tempfile.TemporaryDirectory() as folder, room, ChaosLLM(replies=honest_llm.honest) as llm:
        home = Path(folder)
        (home / "sources.yaml").write_text(room.sources_yaml(), encoding="utf-8")
        os.environ |= {"OPENAI_BASE_URL": llm.url("/v1"), "OPENAI_API_KEY": "none"}
        rows = []
        for day in range(8):
            room.now = FIRST_EVENING + timedelta(days=min(day, 6))
            before = len(llm.calls())
            rows.append(_run(home, room.now, llm, before))
        texts = _texts(home)
        kept = len(_json("list", "--week", "2026-W09", "--json", home=home, now=room.now))
    _table(rows, texts, kept)
    return 0


def _json(*words: str, home: Path, now: Any) -> Any:
    from tests.conftest import command

    answer = command(*words, home=home, now=now)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def _run(home: Path, now: Any, llm: Any, before: int) -> dict[str, Any]:
    with contextlib.redirect_stderr(io.StringIO()):
        outcome = _json("run", "--engine", "chat:custom/chaos-ok", "--json", home=home, now=now)
    sent = [sum(len(m["content"]) for m in b["messages"]) for b in llm.calls()[before:]]
    return {**outcome["llm"], "drafts": outcome["drafts"], "characters": sum(sent), "day": now}


def _texts(home: Path) -> list[int]:
    """Characters of every readable article."""
    from digest.config import open_home
    from digest.store import open_store

    with open_store(open_home(str(home)).database) as store:
        return [len(a.document) for a in store.articles.get([r["id"] for r in store.articles.rows()]).values()]


def _table(rows: list[dict[str, Any]], texts: list[int], kept: int) -> None:
    print(f"{'run':<12}{'drafts':>8}{'calls':>8}{'remembered':>12}{'characters':>12}{'tokens in':>11}{'tokens out':>12}")
    for row in rows:
        name = f"{row['day']:%m-%d}" if row is not rows[-1] else "again"
        counts = (row["drafts"], row["calls"], row["cached"], row["characters"], row["input_tokens"], row["output_tokens"])
        print(f"{name:<12}" + "".join(f"{n:>{w},}" for n, w in zip(counts, (8, 8, 12, 12, 11, 12), strict=True)))
    calls, sent = sum(r["calls"] for r in rows), sum(r["characters"] for r in rows)
    theirs, told = CALLS * len(texts), CALLS * (sum(texts) + PROMPT * len(texts))
    print(f"\nkept stories {kept}; calls a kept story over the whole week {calls / kept:.2f}")
    print(f"one call a story:       {calls:6,} calls  {sent:10,} characters")
    print(f"three calls an article: {theirs:6,} calls  {told:10,} characters (once), and as many again on every run")


if __name__ == "__main__":
    sys.exit(main())
