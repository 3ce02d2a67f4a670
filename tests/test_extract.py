"""Extraction on the sample week's pages as the newsroom serves them over HTTP, with and without the source's selectors."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.request import urlopen

import pytest

from digest import extract
from digest.config import load_sources
from digest.model import Article, Entry, Moment, Page, Selectors, Source
from digest.weeks import BEIJING
from tests.eval.extraction import right_source, right_text, right_time

NOW = datetime(2026, 3, 1, 23, 59, tzinfo=BEIJING)
SOURCE = Source("s", "某报", "listing", "https://site.example/")


def page_of(
    body: bytes | str, url: str = "https://site.example/a.html", content_type: str = "text/html; charset=utf-8"
) -> Page:
    data = body.encode() if isinstance(body, str) else body
    return Page(url, url, 200, (("Content-Type", content_type),), data, NOW)


def article_of(body: str, source: Source = SOURCE, entry: Entry | None = None, **more: Any) -> Article:
    return extract.article(page_of(body), source, entry, NOW, **more)


# ------------------------------------------------------------------------------------------------------ the sample week
@pytest.fixture(scope="module")
def week() -> Any:
    """Every article page of the sample week: what it prints and the answer to a GET."""
    from newsroom import Newsroom

    from tests.conftest import WEEK

    room = Newsroom(WEEK, now=NOW.isoformat(), spread=False)
    with room as base:
        yield room, {a.id: (a, *_get(base + a.link)) for items in room.articles.values() for a in items}


def _get(url: str) -> tuple[str, str, bytes]:
    with urlopen(url, timeout=10) as answer:
        return url, answer.headers["Content-Type"], answer.read()


@pytest.fixture(scope="module")
def sources(week: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    path = tmp_path_factory.mktemp("week") / "sources.yaml"
    path.write_text(week[0].sources_yaml(), encoding="utf-8")
    return {s.id: s for s in load_sources(path)}


@pytest.mark.parametrize("with_selectors", [True, False])
def test_the_sample_weeks_pages_are_read_whole(week: Any, sources: dict[str, Source], with_selectors: bool) -> None:
    room, pages = week
    wrong: dict[str, list[str]] = {"title": [], "time": [], "text": [], "source": [], "problem": []}
    for printed, url, content_type, body in pages.values():
        source = sources[printed.source_id] if with_selectors else replace(sources[printed.source_id], selectors=Selectors())
        got = extract.article(Page(url, url, 200, (("content-type", content_type),), body, NOW), source, None, NOW)
        alone = extract.read(
            body, url=url, content_type=content_type, now=NOW, selectors=source.selectors, timezone=source.timezone
        )
        if printed.blocked:
            wrong["problem"] += [] if got.problem.startswith(("captcha:", "paywall:")) else [printed.id]
            continue
        text = "\n".join(room._rewrite(p) for p in printed.text(NOW))
        checks = {
            "title": got.title == html.unescape(printed.headline(NOW)),  # one page escapes its text twice
            "time": right_time(got, printed.local),
            "text": right_text(got, html.unescape(text)),
            "source": right_source(alone.origins, printed.source),
            "problem": got.problem == "" or got.problem.startswith("paywall:"),
        }
        for name, right in checks.items():
            wrong[name] += [] if right else [printed.id]
    assert [wrong["title"], wrong["time"], wrong["source"], wrong["problem"]] == [[], [], [], []]
    # without selectors the reader leaves out 来源 lines and disclaimers at the edges, which these articles print as text
    assert len(wrong["text"]) <= (1 if with_selectors else 10), wrong["text"]


# ---------------------------------------------------------------------------------------------------- selectors and checks
TEXT = [
    "北岸智能今日宣布完成 3.2 亿元 B 轮融资，由青禾资本领投，老股东远山创投跟投。",
    "公司成立于 2021 年，产品包括面向车机和摄像头的推理模组，今年第一季度出货量超过 40 万片。",
    "行业机构测算，国内端侧芯片市场规模约 480 亿元，竞争者已超过 20 家，价格战提前到来。",
]
LINKS = "".join(f'<li><a href="/a/{n}">另一条新闻的标题，和本文没有关系</a></li>' for n in range(12))
PAGE = f"""<html><head><title>北岸智能完成融资 - 某某网</title></head><body><div class="hd"><b class="t">北岸智能完成融资</b>
<i class="d">2026-02-27 09:05</i><u class="o">来源：财新</u></div><div class="text">{"".join(f"<p>{p}</p>" for p in TEXT)}</div>
<div class="short"><p>一句话。</p></div><div class="links"><ul>{LINKS}</ul></div></body></html>"""


def with_rules(**rules: str) -> Source:
    return replace(SOURCE, selectors=Selectors(**rules))


def test_what_the_sources_own_selectors_name_is_believed() -> None:
    rules = with_rules(detail_title="b.t", detail_date="i.d", detail_source="u.o", body="div.text")
    got = article_of(PAGE, rules)
    assert (got.title, got.text, got.origin) == ("北岸智能完成融资", "\n".join(TEXT), "财新")
    assert got.published == Moment(datetime(2026, 2, 27, 9, 5, tzinfo=got.published.at.tzinfo), "minute")  # type: ignore[union-attr]


@pytest.mark.parametrize("body", ["div.gone", "div.links", "div.text >", ":::", "div.short"])
def test_a_body_selector_that_finds_no_text_gives_way_to_the_reader(body: str) -> None:
    assert article_of(PAGE, replace(with_rules(body=body), min_chars=60)).text == "\n".join(TEXT)


def test_a_body_without_what_it_must_contain_gives_way_to_the_reader() -> None:
    source = replace(with_rules(body="div.short"), must_contain="端侧芯片")
    assert article_of(PAGE, source).text == "\n".join(TEXT)


def test_must_contain_may_be_a_selector() -> None:
    assert article_of(PAGE, replace(with_rules(body="div.text"), must_contain="u.o")).problem == ""
    assert article_of(PAGE, replace(with_rules(body="div.text"), must_contain="div.nowhere")).problem.startswith("unexpected:")


def test_a_text_shorter_than_its_source_promises_is_a_problem() -> None:
    assert (
        article_of(PAGE, replace(SOURCE, min_chars=2000)).problem
        == f"short: 正文 {len(chr(10).join(TEXT))} 字，少于 min_chars 2000"
    )


def test_nested_matches_of_a_selector_do_not_double_the_text() -> None:
    page = f'<div class="detail"><div class="article"><p>{TEXT[0]}</p></div></div>'
    assert article_of(page, with_rules(body="div.article, div.detail")).text == TEXT[0]


def test_a_declaration_inside_the_selected_element_is_left_out() -> None:
    page = f'<div id="p"><p>{TEXT[0]}</p><p>广告声明：文内含有的对外跳转链接，结果仅供参考。</p><p>责任编辑：某某</p></div>'
    assert article_of(page, with_rules(body="#p")).text == TEXT[0]


# ------------------------------------------------------------------------------------------------------ names of sources
def test_a_source_is_named_as_the_desk_prints_it() -> None:
    page = PAGE.replace("来源：财新", "来源：36Kr")
    assert article_of(page, aliases={"36Kr": "36氪", "36氪": "36氪"}).origin == "36氪"
    assert article_of(page, aliases={"36KR": "36氪"}).origin == "36氪"


def test_the_origin_is_whom_the_page_relays_not_the_publisher_himself() -> None:
    page = PAGE.replace("来源：财新", "来源：某报").replace(TEXT[0], f"据央视财经报道，{TEXT[0]}")
    assert article_of(page).origin == "央视财经"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("来源：金融时报　作者：李明", "金融时报"),
        ("2026年02月27日 08:12 稿源：中国新闻网 编辑：王小二", "中国新闻网"),
        ("转自：上海证券报", "上海证券报"),
        ("信源：国家数据局", "国家数据局"),
        ("本文来源于财新网 2026年2月27日", "财新网"),
        ("經濟日報 記者林其樺／台北報導 2026-02-27 10:00", "經濟日報"),
        ("石佳/中国青年报", "中国青年报"),
        ("来源：互联网", ""),
    ],
)
def test_source_lines_in_their_common_forms(line: str, name: str) -> None:
    page = f"<html><head><title>北岸智能完成融资</title></head><body><h1>北岸智能完成融资</h1><div>{line}</div>"
    assert article_of(page + "".join(f"<p>{p}</p>" for p in TEXT)).origin == name


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("新华社北京2月27日电（记者 方澄）", "新华社"),
        ("财联社2月27日电，", "财联社"),
        ("【通信产业网讯】", "通信产业网"),
        ("据第一财经报道，", "第一财经"),
        ("据知情人士消息，", ""),
    ],
)
def test_an_agency_line_names_the_source_where_no_label_does(opening: str, name: str) -> None:
    page = f"<html><body><h1>北岸智能完成融资</h1><p>{opening}{TEXT[0]}</p><p>{TEXT[1]}</p></body></html>"
    assert article_of(page).origin == name


# ----------------------------------------------------------------------------------------------------------------- times
def timed(line: str, head: str = "", url: str = "https://site.example/a.html") -> Moment | None:
    page = f"<html><head>{head}</head><body><h1>北岸智能完成融资</h1><div>{line}</div>{''.join(f'<p>{p}</p>' for p in TEXT)}</body></html>"
    return extract.read(page.encode(), url=url, now=NOW).published


@pytest.mark.parametrize(
    ("line", "when", "precision"),
    [
        ("2026年2月27日 9:05", "2026-02-27T09:05:00+08:00", "minute"),
        ("发布时间：2026.02.27", "2026-02-27T00:00:00+08:00", "day"),
        ("2026/2/27 9:05:12", "2026-02-27T09:05:12+08:00", "second"),
        ("二〇二六年二月二十七日", "2026-02-27T00:00:00+08:00", "day"),
        ("民國115年2月27日", "2026-02-27T00:00:00+08:00", "day"),
        ("发布于 2026-02-27 上午9:05 更新于 2026-02-28 10:00", "2026-02-27T09:05:00+08:00", "minute"),
    ],
)
def test_times_under_the_headline(line: str, when: str, precision: str) -> None:
    got = timed(line)
    assert got == Moment(datetime.fromisoformat(when), precision, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "when", "flag"),
    [
        ("2月27日 09:05", "2026-02-27T09:05:00+08:00", "guessed-year"),
        ("02-27 09:05 某某网", "2026-02-27T09:05:00+08:00", "guessed-year"),
        ("昨天 09:05", "2026-02-28T09:05:00+08:00", ""),
        ("3小时前", "2026-03-01T20:59:00+08:00", "approximate"),
    ],
)
def test_times_that_say_no_year_or_how_long_ago(line: str, when: str, flag: str) -> None:
    got = timed(line)
    assert got is not None
    assert (got.at, got.flag) == (datetime.fromisoformat(when), flag)


def test_a_page_without_a_time_has_none_and_never_the_present() -> None:
    assert timed("某某网记者") is None


def test_a_doubtful_time_carries_its_reason() -> None:
    future, address = timed("2027-02-27 09:05"), timed("", url="https://site.example/2026/02/27/a.html")
    assert future is not None
    assert future.flag == "future"
    assert address == Moment(datetime(2026, 2, 27, tzinfo=address.at.tzinfo), "day", "from-url")  # type: ignore[union-attr]


def test_a_machine_time_of_the_same_day_makes_a_printed_day_exact() -> None:
    got = timed("2026-02-27", '<meta property="article:published_time" content="2026-02-27T01:05:00Z">')
    assert got is not None
    assert (got.at.isoformat(), got.precision) == ("2026-02-27T01:05:00+00:00", "second")


# ---------------------------------------------------------------------------------------------------------- feed and page
WHOLE = "".join(f"<p>{p}</p>" for p in TEXT)
CAPTCHA = "<html><head><title>安全验证</title></head><body><p>请完成下方滑块验证后继续访问</p></body></html>"


def entry_of(
    content: str = "", title: str = "北岸智能完成融资", when: datetime = datetime(2026, 2, 27, 9, 5, tzinfo=BEIJING)
) -> Entry:
    return Entry("https://site.example/a.html", title, Moment(when, "minute"), "", "", content)


def test_the_feeds_whole_text_stands_in_for_a_page_that_is_none() -> None:
    got = article_of(CAPTCHA, entry=entry_of(WHOLE))
    assert (got.text, got.problem, got.title) == ("\n".join(TEXT), "", "北岸智能完成融资")


def test_an_excerpt_does_not_stand_in_for_a_page_that_is_none() -> None:
    got = article_of(CAPTCHA, entry=entry_of(f"<p>{TEXT[0]}</p><p>阅读全文</p>"))
    assert got.problem.startswith("captcha:")


def test_the_feed_does_not_bring_back_what_was_withdrawn() -> None:
    got = article_of("<html><body><h2>该内容已被发布者删除</h2></body></html>", entry=entry_of(WHOLE))
    assert got.problem.startswith("deleted:")


def test_the_feeds_text_is_used_where_the_page_shows_only_its_beginning() -> None:
    page = f"<html><body><h1>北岸智能完成融资</h1><p>{TEXT[0]}</p></body></html>"
    assert article_of(page, entry=entry_of(WHOLE)).text == "\n".join(TEXT)


@pytest.mark.parametrize(
    "content", [f"<p>{TEXT[0][:30]}……</p>", "<p>一句话新闻。</p>", f"<p>{TEXT[0]} [&#8230;]</p>", f"{TEXT[0]}查看全文"]
)
def test_excerpts_are_not_mistaken_for_articles(content: str) -> None:
    assert extract.from_feed(entry_of(content), SOURCE, NOW).problem.startswith("excerpt:")


def test_an_entry_without_content_has_no_text() -> None:
    assert extract.from_feed(entry_of(), SOURCE, NOW).problem.startswith("empty:")


def test_what_feed_software_appends_is_no_text() -> None:
    got = extract.from_feed(entry_of(WHOLE + "<p>The post 北岸智能完成融资 appeared first on 某某网.</p>"), SOURCE, NOW)
    assert (got.text, got.problem) == ("\n".join(TEXT), "")


def flag_of(entry: Entry) -> str:
    got = article_of(PAGE, with_rules(detail_date="i.d", body="div.text"), entry)
    assert got.published is not None
    return got.published.flag


def test_feed_and_page_that_disagree_are_flagged() -> None:
    assert flag_of(entry_of()) == ""
    assert flag_of(entry_of(when=datetime(2026, 2, 27, 1, 5, tzinfo=BEIJING))) == "feed-page-disagree"
    assert flag_of(entry_of(title="某地春节旅游收入创下新高")) == "feed-page-title"
    assert flag_of(entry_of(title="北岸智能完成…")) == ""
    assert flag_of(entry_of(title="（更新）北岸智能完成融资 投后估值三十亿元")) == ""


# --------------------------------------------------------------------------------------------------- pages that are none
def test_news_about_captchas_is_news() -> None:
    page = f"<html><body><h1>某平台上线滑块验证 应对异常流量</h1>{'<p>平台称，滑块验证将拦截异常请求，人机验证的通过率为 99%。</p>' * 12}</body></html>"
    assert article_of(page).problem == ""


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('{"code": 40301, "msg": "访问受限", "data": null}', "error"),
        ("<html><head><title>用户登录</title></head><body><form><input></form></body></html>", "login"),
        ("<html><body><p>抱歉，您访问的页面不存在或已被删除。</p></body></html>", "soft404"),
        (f"<html><body><h1>独家</h1><p>{TEXT[0][:30]}……</p><p>登录后阅读全文</p></body></html>", "paywall"),
        ("", "empty"),
        ("<html><body><h1>北岸智能完成融资</h1></body></html>", "empty"),
    ],
)
def test_a_page_that_is_no_article_says_why(body: str, word: str) -> None:
    assert article_of(body).problem.partition(":")[0] == word


def test_a_text_full_of_unreadable_characters_is_a_problem() -> None:
    page = f"<html><body><h1>北岸智能完成融资</h1>{''.join(f'<p>{p}</p>' for p in TEXT)}</body></html>".encode()
    broken = page.replace("的".encode(), b"\xe7\x9a").replace("，".encode(), b"\xef\xbc")
    assert extract.read(broken, now=NOW).problem.startswith("garbled:")


# --------------------------------------------------------------------------------------------------- around the article
def test_comments_links_and_declarations_around_the_text_are_left_out() -> None:
    page = f"""<html><head><title>北岸智能完成融资_某某网</title></head><body><div id="nav"><a href="/">首页</a></div>
    <div class="path">当前位置：首页 &gt; 科技 &gt; 北岸智能完成融资</div><h1>北岸智能完成融资</h1><div>2026-02-27 09:05 来源：财新</div>
    {WHOLE}<p>（责任编辑：张三）</p><p>更多精彩内容，请关注公众号</p><h3>相关阅读</h3><ul>{LINKS}</ul>
    <div class="pinglun"><p>网友甲：又是一轮价格战，最后剩下三家就不错了。</p><p>网友乙：希望能把功耗降下来，现在发热太厉害了。</p></div>
    <p>版权声明：凡本网注明来源的作品，未经授权不得转载。</p><p>京ICP备00000000号</p></body></html>"""
    got = extract.read(page.encode(), now=NOW)
    assert got.text.split("\n")[:3] == TEXT
    assert "网友" not in got.text
    assert "版权" not in got.text
    assert "另一条" not in got.text
    assert got.evidence[0] == "2026-02-27 09:05 来源：财新"


@pytest.mark.parametrize(
    "line",
    [
        "用户扫描二维码即可在三秒内完成身份核验。",
        "名称：北岸端侧推理芯片二代",
        "公司提示，登录后查看账单的用户占比升至七成。",
        "发布会的最后，他说：“点赞不如下单。”",
        "The End of Moore's Law is not the end of progress, he said.",
    ],
)
def test_sentences_that_only_sound_like_buttons_are_text(line: str) -> None:
    page = f"<h1>北岸智能完成融资</h1><div>{WHOLE}<p>{line}</p>{WHOLE}</div>"
    assert line in extract.read(page.encode(), now=NOW).text.split("\n")


@pytest.mark.parametrize(
    "line",
    [
        "您需要 登录 才可以下载或查看，没有账号？立即注册",
        "点击上方蓝字，关注“某某观察”",
        "索 引 号： 000014349/2026-00021 主题分类： 科技、教育",
        "题图来源：视觉中国",
        "新闻热线：010-00000000",
        "（请继续阅读本文）",
        "— END —",
    ],
)
def test_lines_around_a_text_that_are_no_text(line: str) -> None:
    page = f"<h1>北岸智能完成融资</h1><div>{WHOLE}<p>{line}</p>{WHOLE}</div>"
    assert line not in extract.read(page.encode(), now=NOW).text.split("\n")


@pytest.mark.parametrize(
    "behind",
    [
        "<h3>猜你喜欢</h3><div><h4><a href='/b'>另一条</a></h4><p>{other}</p></div>",
        "<h1 class='t'>另一篇文章的标题</h1><p>{other}</p>",
        "<h3>相关电报</h3><div><a href='/b'>{other}</a></div>",
    ],
)
def test_another_story_behind_a_short_one_is_left_out(behind: str) -> None:
    other = "某地春节旅游收入创下新高，接待游客超过1200万人次，同比增长两成，酒店入住率达到九成，景区门票收入增长三成。" * 4
    page = f"<h1 class='t'>北岸智能完成融资</h1><div>{WHOLE}<div>{behind.format(other=other)}</div></div>"
    assert extract.read(page.encode(), now=NOW).text == "\n".join(TEXT)


def test_what_stands_above_the_headline_inside_the_text_is_left_out() -> None:
    page = f"<div><p>某网推出手机报，发送短信即可订阅，每天早晚两次。</p><h1>北岸智能完成融资</h1>{WHOLE}</div>"
    assert extract.read(page.encode(), now=NOW).text == "\n".join(TEXT)


def test_the_next_page_is_the_same_articles() -> None:
    def next_of(href: str, label: str = "下一页") -> str:
        page = f'<h1>北岸智能完成融资</h1>{WHOLE}<a href="{href}">{label}</a>'
        return extract.read(page.encode(), url="https://site.example/2026/1001.html", now=NOW).next_url

    assert next_of("1001_2.html") == "https://site.example/2026/1001_2.html"
    assert next_of("?page=2") == "https://site.example/2026/1001.html?page=2"
    assert [next_of("1002.html"), next_of("1001_2.html", "下一篇"), next_of("//else.example/2026/1001_2.html")] == ["", "", ""]
    assert next_of("javascript:void(0)") == ""


def test_the_items_of_a_roundup_are_spans_of_its_text() -> None:
    items = "".join(f"<h2>第{n}条新闻的标题</h2><p>{p}</p>" for n, p in enumerate(TEXT, 1))
    got = extract.read(f"<h1>早报：三件事</h1><div>{items}</div>".encode(), now=NOW)
    assert [got.text[p.start : p.end] for p in got.parts] == [f"第{n}条新闻的标题\n{p}" for n, p in enumerate(TEXT, 1)]
    assert [p.title for p in got.parts] == [f"第{n}条新闻的标题" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("mark", "title"),
    [
        ("<p>【第{n}条新闻的标题】{p}</p>", "第{n}条新闻的标题"),
        ("<p>▍第{n}条新闻的标题</p><p>{p}</p>", "▍第{n}条新闻的标题"),
        ("<p>{n}. {p}</p>", "{n}. {p}"),
        ("<p><strong>第{n}条新闻的标题</strong></p><p>{p}</p>", "第{n}条新闻的标题"),
    ],
)
def test_the_items_of_a_roundup_in_their_common_forms(mark: str, title: str) -> None:
    items = "".join(mark.format(n=n, p=p) for n, p in enumerate(TEXT, 1))
    got = extract.read(
        f"<h1>早报：三件事</h1><div><p>大家早上好，今天是2月27日，以下是要闻。</p>{items}</div>".encode(), now=NOW
    )
    assert [p.title for p in got.parts] == [title.format(n=n, p=p) for n, p in enumerate(TEXT, 1)]
    assert all(p in got.text[part.start : part.end] for p, part in zip(TEXT, got.parts, strict=True))


def test_an_ordinary_article_has_no_parts() -> None:
    assert extract.read(PAGE.encode(), now=NOW).parts == ()


def test_a_text_that_only_the_pages_data_holds_is_read() -> None:
    markup = json.dumps("".join(f"<p>{p * 2}</p>" for p in TEXT)).replace("<", "\\u003c")
    page = f"""<html><head><title>北岸智能完成融资</title></head><body><div id="app"></div>
    <script>window.initialState={{"detail":{{"title":"x","content":{markup},"ads":"{"0" * 500}"}}}}</script></body></html>"""
    got = article_of(page)
    assert (got.text, got.problem) == ("\n".join(p * 2 for p in TEXT), "")


def test_a_page_that_is_hidden_until_a_script_shows_it_is_read() -> None:
    assert article_of(f'<html><body style="display:none"><h1>北岸智能完成融资</h1>{WHOLE}</body></html>').text == "\n".join(
        TEXT
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("获得&amp;#49;&amp;#49;00&amp;#20159;美元投资", "获得1100亿美元投资"),
        ("投前估值7300&amp;nbsp;亿美元", "投前估值7300 亿美元"),
        ("该公司称&amp;ldquo;没有影响&amp;rdquo;，标普&amp;amp;全球评级维持不变", "该公司称“没有影响”，标普&全球评级维持不变"),
        ("OpenAI&amp;#8217;s revenue doubled", "OpenAI’s revenue doubled"),
        ("在 HTML 里 &amp;nbsp; 是一个空格", "在 HTML 里 &nbsp; 是一个空格"),
        ("要写空格时用“&amp;nbsp;”即可", "要写空格时用“&nbsp;”即可"),
        ("这个字要转义成 &amp;#20159; 才能显示", "这个字要转义成 &#20159; 才能显示"),
        ("在模板里写<code>&amp;nbsp;</code>即可", "在模板里写&nbsp;即可"),
        ("AT&amp;T 和 R&amp;D; 的投入", "AT&T 和 R&D; 的投入"),
        ("脚本 &amp;lt;script&amp;gt; 被拦下", "脚本 &lt;script&gt; 被拦下"),
        ("非法 &amp;#0; 字符", "非法 &#0; 字符"),
        ("Write &amp;nbsp; between the words", "Write &nbsp; between the words"),
    ],
)
def test_references_that_were_escaped_twice_are_read_as_meant(written: str, meant: str) -> None:
    more = "and then some more words, which fill the paragraph as they do in any news article of this kind."
    got = extract.read(f"<h1>北岸智能完成融资</h1>{WHOLE}<p>{written}, {more}</p>{WHOLE}".encode(), now=NOW)
    assert got.text.split("\n")[3] == f"{meant}, {more}"


def test_a_headline_that_was_escaped_twice_is_read_as_meant() -> None:
    page = f"<title>OpenAI获&amp;#49;&amp;#49;00&amp;#20159;美元新投资</title><h1>OpenAI获&amp;#49;&amp;#49;00&amp;#20159;美元新投资</h1>{WHOLE}"
    assert extract.read(page.encode(), now=NOW).title == "OpenAI获1100亿美元新投资"


def test_a_page_saved_as_mhtml_is_read_as_the_page_it_holds() -> None:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related")
    message["From"], message["Snapshot-Content-Location"] = "<Saved by Blink>", "https://mp.weixin.example/s/AbC"
    part = MIMEText(PAGE.replace("</head>", '<link rel="canonical" href="/s/AbC"></head>'), "html", "utf-8")
    part["Content-Location"] = "https://mp.weixin.example/s/AbC"
    message.attach(part)
    message.attach(MIMEText("p {}", "css", "utf-8"))
    got = extract.read(message.as_bytes(), now=NOW)
    assert (got.title, got.text, got.canonical) == ("北岸智能完成融资", "\n".join(TEXT), "https://mp.weixin.example/s/AbC")


def test_a_library_that_is_not_installed_is_left_out_of_the_comparison_and_named() -> None:
    from tests.eval.extraction import libraries

    readers, missing = libraries()
    assert {"digest", "trafilatura", "readability"} <= readers.keys()
    assert ("newspaper" in readers) != ("newspaper" in missing)
    assert readers.keys() | set(missing) == {"digest", "trafilatura", "readability", "newspaper"}
