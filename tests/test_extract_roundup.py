"""A roundup through the whole program: one article, evidence for nothing, its items pointers to stories or leads for the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import command
from tests.test_extract_paged import Site

NOW = datetime.fromisoformat("2026-02-27T12:00:00+08:00")
EVENTS = {
    "北溟智能发布旗舰模型Heron 3，输入价每百万Token 2元": (
        "北溟智能27日发布旗舰模型Heron 3，上下文窗口200万Token，输入价格为每百万Token 2元，较上一代下调60%。"
        "公司表示，新模型在长文档理解上的得分为71.4%，即日起向所有企业客户开放。"
    ),
    "国家数据局启动可信数据空间试点，首批支持60个项目": (
        "国家数据局26日启动2026年可信数据空间创新发展试点，全国择优支持60个左右项目，单个项目建设周期不超过24个月。"
        "试点分为城市、行业和企业三类，3月20日前由省级数据管理部门推荐申报。"
    ),
    "云岭数据签下18.6亿元算力服务合同": (
        "云岭数据26日晚间公告，与某互联网公司签订五年期算力服务合同，总金额18.6亿元，占公司上年营业收入的47%。"
        "公告称，首批2000台服务器将于6月底前交付。"
    ),
    "远山芯片宣布二代端侧芯片6月量产，功耗下降35%": (
        "远山芯片27日宣布，第二代端侧推理芯片将于6月量产，功耗比上一代下降35%，首批客户为三家家电企业。"
        "公司预计全年出货量超过160万片。"
    ),
}
HEADLINE = "早报｜北溟智能发布Heron 3；可信数据空间试点启动；云岭数据签下大单"


def page(title: str, body: str, clock: str) -> str:
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><article><h1>{title}</h1><p>2026-02-27 {clock}</p>{body}</article></body></html>"


def feed(site: Site, path: str, items: dict[str, str]) -> None:
    rows = "".join(
        f"<item><title>{title}</title><link>{site.url}{link}</link><pubDate>Fri, 27 Feb 2026 {9 + n:02}:05:00 +0800</pubDate></item>"
        for n, (link, title) in enumerate(items.items())
    )
    site.pages[path] = f'<rss version="2.0"><channel><title>某网</title>{rows}</channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.close()


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Path:
    titles = list(EVENTS)
    body = "".join(f"<h2>{n}、{title}</h2><p>{text}</p>" for n, (title, text) in enumerate(EVENTS.items(), 1))
    site.pages["/p/100.html"] = page(HEADLINE, body, "07:30")
    feed(site, "/early", {"/p/100.html": HEADLINE})
    for n in (0, 1):
        more = "".join(
            f"<p>{p}</p>" for p in (EVENTS[titles[n]], "业内人士认为，这将影响下半年的采购节奏，相关企业已经开始准备。")
        )
        site.pages[f"/n/{n}.html"] = page(titles[n], more, "10:05")
    feed(site, "/feed", {f"/n/{n}.html": titles[n] for n in (0, 1)})
    rows = [f"- {{id: {i}, name: {name}, kind: feed, url: '{site.url}{path}'}}" for i, name, path in ROWS]
    (tmp_path / "sources.yaml").write_text("sources:\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


ROWS = [("early", "某某早报", "/early"), ("net", "某某网", "/feed")]


def articles(home: Path, now: datetime = NOW) -> dict[str, dict[str, Any]]:
    return {a["title"]: a for a in command("articles", "--json", home=home, now=now).json()}


def test_the_items_of_a_roundup_point_to_their_stories_and_the_others_are_leads(home: Path) -> None:
    answer = command("run", home=home, now=NOW)
    assert answer.code == 0, answer.err
    rows, titles = articles(home), list(EVENTS)
    roundup = rows[HEADLINE]
    assert [part["title"] for part in roundup["parts"]] == [f"{n}、{title}" for n, title in enumerate(titles, 1)]
    assert [part["story"] for part in roundup["parts"]] == [rows[titles[0]]["story"], rows[titles[1]]["story"], None, None]
    assert roundup["fate"] == "irrelevant"
    assert "只作线索" in roundup["fate_reason"]
    assert f"4 条中 2 条另有报道，未见他处报道: 《{titles[2]}》、《{titles[3]}》" in roundup["fate_reason"]
    assert len(rows) == 3
    assert sum(row["fate"] in ("drafted", "irrelevant") for row in rows.values()) == 3


def test_a_roundup_is_no_evidence_for_a_draft(home: Path) -> None:
    assert command("run", home=home, now=NOW).code == 0
    drafts = command("list", "--json", home=home, now=NOW).json()
    assert len(drafts) == 2
    named = {article["title"] for draft in drafts for article in draft["articles"]}
    assert named == set(list(EVENTS)[:2])


def test_an_item_finds_its_story_when_somebody_reports_it_later(site: Site, home: Path) -> None:
    assert command("run", home=home, now=NOW).code == 0
    title = list(EVENTS)[2]
    site.pages["/n/2.html"] = page(title, f"<p>{EVENTS[title]}</p><p>公司股价次日高开6%，成交额放大。</p>", "11:05")
    feed(site, "/feed", {f"/n/{n}.html": list(EVENTS)[n] for n in (0, 1, 2)})
    later = NOW + timedelta(hours=5)
    assert command("run", home=home, now=later).code == 0
    rows = articles(home, later)
    assert rows[HEADLINE]["parts"][2]["story"] == rows[title]["story"]
    assert "4 条中 3 条另有报道" in rows[HEADLINE]["fate_reason"]
    assert rows[HEADLINE]["fate_reason"].count("分条") == 1


def test_extract_shows_the_items_of_a_roundup(site: Site, home: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(site.pages["/p/100.html"], encoding="utf-8")
    [row] = command("extract", saved, "--json", home=home, now=NOW).json()
    assert [row["text"][p["start"] : p["end"]] for p in row["parts"]] == [
        f"{n}、{title}\n{text}" for n, (title, text) in enumerate(EVENTS.items(), 1)
    ]
