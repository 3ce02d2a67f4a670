"""One article in other markup: what a page says must not depend on how its builder wraps it, nor on what else stands there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from digest import extract
from digest.text import shingles
from digest.weeks import BEIJING

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=BEIJING)
HEADLINES = (
    "某地召开推进会 部署全年任务",
    "芯片厂商公布新一代产品路线图",
    "多家机构上调行业增速预期",
    "云服务价格再降",
    "大会将于下月开幕",
)
REMARKS = (
    ("春风十里", "说得很有道理，希望这样的政策能够真正落到实处，让更多的企业受益。"),
    ("海边", "这个数据是不是有点高了？去年同期好像没有这么多，求解释一下口径。"),
    ("用户8842", "支持国产！我们单位已经用上了，体验确实比以前好很多，价格也便宜。"),
    ("老张", "又是画大饼，等真正落地再说吧，这种新闻每年都有，看看就好。"),
)
Rewrite = Callable[[BeautifulSoup, Tag], None]


def divided(page: BeautifulSoup, _: Tag) -> None:
    """Paragraphs are anonymous boxes."""
    for p in page.find_all("p"):
        p.name = "div"


def broken(page: BeautifulSoup, _: Tag) -> None:
    """Paragraphs are told apart by line breaks alone."""
    for p in page.find_all("p"):
        p.extend([page.new_tag("br"), page.new_tag("br")])
        p.unwrap()


def related(page: BeautifulSoup, body: Tag) -> None:
    """Links to other articles follow."""
    body.append(
        _markup(
            "<div><div>相关阅读</div><ul>"
            + "".join(f"<li><a href='/a/{n}'>{t}</a></li>" for n, t in enumerate(HEADLINES))
            + "</ul></div>"
        )
    )


def remarked(page: BeautifulSoup, body: Tag) -> None:
    """Readers say more than the article."""
    rows = "".join(f"<div><span>{who}</span><p>{said}</p></div>" for who, said in REMARKS * 2)
    body.append(_markup(f"<div><h3>网友评论（8）</h3>{rows}</div>"))


def consented(page: BeautifulSoup, body: Tag) -> None:
    """A banner asks for consent above everything."""
    body.insert(
        0,
        _markup(
            "<div><p>本网站使用Cookie以改善您的浏览体验，继续使用即表示您同意我们的隐私政策和使用条款，您可以随时更改设置。</p></div>"
        ),
    )


def licensed(page: BeautifulSoup, body: Tag) -> None:
    """A footer of legal words."""
    body.append(
        _markup(
            "<div><p>关于我们 | 广告服务 | 联系方式</p><p>未经授权禁止转载、摘编、复制及建立镜像，违者将依法追究法律责任。</p></div>"
        )
    )


def tabled(page: BeautifulSoup, body: Tag) -> None:
    """The whole page is one cell of a table."""
    table = _markup("<table><tr><td></td></tr></table>")
    cell = table.find("td")
    assert isinstance(cell, Tag)
    for child in list(body.children):
        cell.append(child.extract())
    body.append(table)


def _markup(text: str) -> Tag:
    found = BeautifulSoup(text, "html.parser").find(True)
    assert isinstance(found, Tag)
    return found


#: articles that stand in the page's data alone: what is visible there may say more than they do
IN_DATA = {"column_shell", "parsed_state", "script_state"}
#: a release whose lead is a paragraph of bold words: without <p> nothing tells it from the headline
WITHOUT_P = {"press_wire_en"}
REWRITES: dict[Rewrite, set[str]] = {
    divided: set(), broken: WITHOUT_P, related: set(), remarked: IN_DATA, consented: set(), licensed: set(), tabled: set(),
}  # fmt: skip


def articles() -> list[str]:
    names = sorted(p.stem for p in PAGES.glob("*.html"))
    told = {n: json.loads((PAGES / f"{n}.json").read_text(encoding="utf-8")) for n in names}
    return [n for n in names if told[n]["expected"].get("text") and not told[n]["expected"].get("problem")]


def read(name: str, markup: bytes) -> extract.Reading:
    url = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))["url"]
    return extract.read(markup, url=url, content_type="text/html; charset=utf-8", now=NOW)


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", articles())
def test_the_article_is_the_same_in_other_markup(name: str, rewrite: Rewrite) -> None:
    if name in REWRITES[rewrite]:
        pytest.skip((rewrite.__doc__ or "") + " A known limit for this page.")
    page = BeautifulSoup((PAGES / f"{name}.html").read_bytes(), "lxml")
    assert page.body
    before = read(name, str(page).encode())
    rewrite(page, page.body)
    after = read(name, str(page).encode())
    a, b = shingles(before.text, 4), shingles(after.text, 4)
    assert 2 * len(a & b) / (len(a) + len(b)) > 0.95
    assert after.title == before.title
    assert after.published == before.published
    assert after.source == before.source
