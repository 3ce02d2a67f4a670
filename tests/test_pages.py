"""Pair files: a page or feed item of our own making beside what should be read from it.

After a change that is meant, `python -m tests.test_pages` writes the readings anew: look at the difference before keeping it.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from digest import extract
from digest.model import Article, Entry, Moment, Selectors, Source
from digest.weeks import BEIJING

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=BEIJING)
PAIRS = sorted(path.stem for path in PAGES.glob("*.json"))


def reading_of(name: str) -> dict[str, Any]:
    """What is read from a page or feed item, empty values left out."""
    pair = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    found = _of_entry(pair["entry"]) if "entry" in pair else _of_page(name, pair)
    return {key: value for key, value in found.items() if value}


def _of_page(name: str, pair: dict[str, Any]) -> dict[str, Any]:
    got = extract.read(
        (PAGES / f"{name}.html").read_bytes(), url=pair["url"], content_type=pair["content_type"], now=NOW,
        selectors=Selectors(**pair.get("selectors", {})), timezone=pair.get("timezone", "Asia/Shanghai"),
    )  # fmt: skip
    parts = [got.text[p.start : p.end].split("\n") for p in got.parts]
    return {
        "title": got.title, **_time(got.published), "source": got.source, "origins": list(got.origins[1:]), "author": got.author,
        "account": got.account, "lang": got.lang, "text": got.text.split("\n") if got.text else [], "evidence": list(got.evidence),
        "next_url": got.next_url, "parts": parts, "problem": got.problem, "decode_errors": got.decode_errors,
    }  # fmt: skip


def _of_entry(told: dict[str, str]) -> dict[str, Any]:
    published = Moment(datetime.fromisoformat(told["published"]), "second")
    entry = Entry(
        told["url"], told["title"], published, told.get("author", ""), told.get("summary", ""), told.get("content", "")
    )
    got: Article = extract.from_feed(entry, Source("s", "某网", "feed", "https://site.example/feed"), NOW)
    return {
        "title": got.title, **_time(got.published), "author": got.author, "lang": got.lang, "text": got.text.split("\n"),
        "problem": got.problem,
    }  # fmt: skip


def _time(moment: Moment | None) -> dict[str, str]:
    if moment is None:
        return {}
    return {"published_at": moment.at.isoformat(), "precision": moment.precision, "flag": moment.flag}


@pytest.mark.parametrize("name", PAIRS)
def test_a_page_is_read_as_its_pair_says(name: str) -> None:
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))["expected"]
    assert expected, "no expectation yet: python -m tests.test_pages"
    assert reading_of(name) == expected


def regenerate() -> None:
    """Writes what is read now as what is expected."""
    for name in PAIRS:
        path = PAGES / f"{name}.json"
        pair = json.loads(path.read_text(encoding="utf-8"))
        pair["expected"] = reading_of(name)
        path.write_text(json.dumps(pair, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    regenerate()
