"""Pair files of the connectors: `tests/lists/NAME.*` is an answer as such a site gives it (written for these tests), and
`NAME.expected.json` what is read from it. `python -m tests.test_lists` writes the expected files again: read the difference."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest import connectors
from digest.connectors import Listing
from digest.model import JsonPaths, Page, Selectors, Source, TokenRows

HERE = Path(__file__).parent / "lists"
NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
GOVERNMENT = Selectors(item=".u-list > li", link="a", title="a", date="span")
SOURCES = {
    "ithome.xml": Source("ithome", "IT之家", "feed", "https://www.ithome.com/rss/"),
    "kr36.xml": Source("kr36", "36氪", "feed", "https://36kr.com/feed"),
    "wechat.atom": Source("w", "某某观察微信公众号", "wechat", "http://127.0.0.1:4000/feeds/all.atom"),
    "feed.json": Source("j", "某站", "feed", "https://news.example.com/feed.json"),
    "nda.html": Source(
        "nda",
        "国家数据局",
        "listing",
        "https://www.nda.gov.cn/sjj/swdt/list/index_pc_1.html",
        selectors=GOVERNMENT,
        date_formats=("%Y.%m.%d",),
    ),
    "trs.html": Source(
        "trs",
        "某部",
        "listing",
        "https://www.bureau.gov.cn/zwgk/index.html",
        selectors=Selectors(item="ul.list_01 > li", link="a", title="a", date="span.date"),
    ),
    "yearless.html": Source(
        "stcn",
        "某报",
        "listing",
        "https://www.daily.example.cn/list/ct.html",
        selectors=Selectors(item="ul.news-list > li", link="a", title="a", date="span"),
    ),
    "govcn.json": Source(
        "gov",
        "中国政府网",
        "json",
        "https://www.gov.cn/zhengce/zuixin/ZUIXINZHENGCE.json",
        paths=JsonPaths("$", "URL", "TITLE", "DOCRELPUBTIME"),
    ),
    "cls.json": Source(
        "cls",
        "财联社",
        "json",
        "https://www.cls.cn/v1/roll/get_roll_list",
        paths=JsonPaths("data.roll_data", "shareurl", "title", "ctime", content="content"),
    ),
    "openrouter.json": Source("openrouter", "OpenRouter", "openrouter", "https://openrouter.ai/api/v1/datasets/rankings-daily"),
}


def told(name: str) -> dict[str, Any]:
    source = SOURCES[name]
    kind = {"html": "text/html", "json": "application/json"}.get(name.rsplit(".", 1)[1], "text/xml")
    page = Page(source.url, source.url, 200, (("Content-Type", kind),), (HERE / name).read_bytes(), NOW)
    read = connectors.read(source, page, NOW)
    assert isinstance(read, Listing | TokenRows), read
    if isinstance(read, TokenRows):
        return {"rows": [list(r) for r in read.rows], "as_of": read.as_of, "days": [read.start_date, read.end_date]}
    rows = []
    for entry in read.entries:
        row = {k: v for k, v in asdict(entry).items() if v and k != "published"}
        if entry.published:
            row["published"] = [entry.published.at.isoformat(), entry.published.precision, entry.published.flag]
        rows.append(row)
    return {"entries": rows, "next": read.next_url, "note": read.note}


@pytest.mark.parametrize("name", list(SOURCES))
def test_a_saved_answer_reads_as_expected(name: str) -> None:
    assert told(name) == json.loads((HERE / f"{name}.expected.json").read_text(encoding="utf-8"))


def test_every_saved_answer_has_its_pair() -> None:
    assert {p.name for p in HERE.iterdir() if ".expected." not in p.name} == set(SOURCES)


if __name__ == "__main__":
    for file in SOURCES:
        (HERE / f"{file}.expected.json").write_text(
            json.dumps(told(file), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
