"""How long a check takes: a 300-character draft against ten articles, cold and warm, and each article's first reading.

python benchmarks/bench_verify.py
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digest import verify
from digest.model import Article, Draft
from digest.text import sentences
from tests.eval.faithfulness import alias_list, week_articles

ROUNDS = 30


def sample() -> tuple[Draft, list[Article]]:
    """A draft of three hundred characters, figure upon figure, and the ten longest related articles of the sample week."""
    related = [a for a in week_articles() if "Token" in a.text or "token" in a.text]
    ten = sorted(related, key=lambda a: -len(a.text))[:10]
    lead = next(a for a in ten if a.lang == "zh-Hans")  # drafts are written in Chinese
    told = sorted(_sentences(lead.text), key=lambda s: -sum(ch.isdigit() for ch in s))
    body = "".join(s for s in _sentences(lead.text) if s in told[:8])[:300]
    return Draft("d1", "s1", "ai_model", lead.title, body, body[:80], (lead.credit,), 2, "2026-W09"), ten


def _sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text)]


def main() -> None:
    names = alias_list()
    draft, articles = sample()
    start = time.perf_counter()
    for article in articles:
        verify.sentence("", [article], names=names)
    cold = (time.perf_counter() - start) * 1000 / len(articles)
    chars = sum(len(a.document) for a in articles)
    verify.draft(draft, articles, names=names)
    times = []
    for n in range(ROUNDS):  # an edit each time, now here, now there: the text as it stands was never checked before
        at = n * 7 % len(draft.body)
        edited = replace(draft, body=f"{draft.body[:at]}某{draft.body[at + 1 :]}")
        start = time.perf_counter()
        verify.draft(edited, articles, names=names)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"verify: cold article  {cold:8.2f} ms each ({chars} characters in {len(articles)} articles)")
    print(f"verify: edited draft  {times[len(times) // 2]:8.2f} ms median, {times[-1]:.2f} ms worst of {ROUNDS}")


if __name__ == "__main__":
    main()
