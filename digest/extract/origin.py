"""Whom a page names as source of its text and as its author: 来源, 稿源, 转自, meta tags, datelines, 据…报道, JSON-LD. Pure.

A label stands in a short line near the headline or right behind the text. A value ends at the next label, at a wide gap,
or at the end of its element; names may contain blanks only between Latin words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import html

from digest.extract.dom import Block, words
from digest.extract.head import Head, variable
from digest.text import HAN, fold, fold_width, one_line

_LABEL = re.compile(
    r"(?:消息|信息|文章|新闻|新聞|稿件|资料|資料|内容|內容|本文)?(?:来源|來源|来自|來自|稿源|信源|转自|轉自|转载自|轉載自|出处|出處|摘自|原载|原載|供稿)"
    r"(?:于|於)?\s?[:：丨|/]\s{0,4}|(?:发文|发布)(?:机关|单位|机构)\s?[:：]\s{0,4}|本文(?:来源|來源)于\s?|(?<![a-z])(?:source|via)\s?:\s{0,3}",
    re.I,
)
_AUTHOR = re.compile(
    r"(?:作者|撰文|撰稿|记者|記者|文)\s?[:：丨|/]\s{0,4}|(?<![a-z])(?:author|written by)\s?:?\s{0,3}|^by\s(?=[A-Z])", re.I
)
#: a cell of a line under the headline, parted by bars, whose label needs no colon
_CELL = re.compile(r"(?:^|[|｜])\s{0,3}(?:来源|來源|稿源)\s?([^\s|｜:：丨/]{2,14})\s{0,3}(?=[|｜]|$)")
_META = (
    "contentsource",
    "source",
    "article:source",
    "og:article:source",
    "mediaid",
    "media",
    "copyrightowner",
    "dc.source",
    "artsource",
)
_META_AUTHOR = (
    "author",
    "article:author_name",
    "og:article:author",
    "dc.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
    "article:author",
)
_CLASSED = re.compile(r"(?:^|[-_ ])(?:source|laiyuan|from|ly|media|copyfrom|come)(?:$|[-_ ])|source|laiyuan", re.I)
_HINTS = ("ource", "laiyuan", "from", "ly", "media", "come")
_MAYBE_CLASSED = "//*[" + " or ".join(f"contains(@{a}, '{w}')" for a in ("class", "id") for w in _HINTS) + "]"
_NOT_CLASSED = re.compile(r"comment|related|resource|list|share|hot|footer|nav|datasource", re.I)
_NEXT_LABEL = re.compile(
    r"\s*(?:作者|编辑(?!部)|編輯(?!部)|成文日期|发文字号|主题分类|索引号|责编|責編|责任编辑|責任編輯|记者|記者|时间|時間|日期|发布|發布|發佈|更新|字号|字號|字体|字體|浏览|瀏覽|阅读|閱讀|点击|點擊|评论|"
    r"評論|打印|分享|收藏|举报|舉報|关注|關注|查看|参与|參與|人气|次数|原标题|版权|扫一扫|我要|纠错|来源|來源|通讯员|摄影|校对|审核|大中小|[【\[(（]?\s?(?:大|小)\s|"
    r"(?:19|20)\d\d\s?[-/.年]|\d{1,2}:\d\d|[|｜;；。，,!！?？<>《》【】\[\]]|https?://).*",
    re.S,
)
_FILLER = re.compile(
    r"^(?:本报|本報|本社|本刊|本站|本网|本網|互联网|互聯網|网络|網絡|未知|不详|无|網路|admin|administrator|--?|null|none|undefined|佚名|匿名|原创|转载|微信公众平台|首页|正文|新闻|详情)$",
    re.I,
)
_REPORTED = re.compile(
    r"(?:据|據|综合|綜合|援引|引述)\s?[《“「]?(?P<name>[^\s，。,、；：:“”《》「」（）()]{2,14}?)[》”」]?(?:\s?(?:\d{1,2}月)?\s?\d{1,2}\s?日)?\s?"
    r"(?:独家|獨家|援引|引述|最新)?(?:报道|報道|報導|消息|披露|讯|訊)"
)
_VAGUE = re.compile(
    r"^(?:外媒|媒体|媒體|多家|此前|相关|相關|知情|最新|国外|國外|海外|境外|本报|本報|记者|記者|公司|官方|有关|市场|业内|多方|当地|内部|网络|了解|悉)|统计|数据|公告"
)
#: what names of Chinese outlets and offices end in
_OUTLET = (
    r"(?:社|报|報|日报|日報|网|網|网站|新闻|新聞|电视台|電視台|卫视|广播|周刊|週刊|周报|杂志|雜誌|客户端|通讯社|通訊社|在线|新闻云|传媒|頭條|头条|公众号|微信|"
    r"局|委|部|厅|院|办公室|财经|科技|观察|之家|号|通|氪)"
)
_SHORT = re.compile(rf"[{HAN}A-Za-z0-9·]{{0,14}}{_OUTLET}")
_BESIDE_OUTLET = re.compile(rf"(?P<name>[{HAN}·]{{2,10}})\s?[/／╱]\s?[{HAN}A-Za-z0-9·]{{1,14}}{_OUTLET}")
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?P<name>[{HAN}A-Za-z0-9·]{{1,12}}?(?:社|报|報|网|網|之家|通讯社|财经|新闻|客户端|氪))(?:[{HAN}]{{2,6}}?)?\s?(?:\d{{1,2}}\s?月)?\s?\d{{1,2}}\s?日"
    r"\s?(?:电|電|讯|訊|消息|报道|報道|報導)|^\s?[【\[（(〔](?P<tag>[^】\]）)〕\s]{2,14}?)(?:讯|訊|专讯|專訊|报道|報導|消息)[】\]）)〕]"
)
_REPORTER = re.compile(rf"(?:记者|記者)\s?(?P<name>[{HAN}·]{{2,4}})\s?(?:[／/╱]|$)")
_CLOCK = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}:\d\d(?::\d\d)?|星期.|[上下]午")
_LIMIT = 40
_MOST_NODES = 400  # elements looked at for a hint in their names


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page where a source may be named: around the headline down to the first paragraphs (`opening`), between
    headline and text (`byline`), the first paragraph, and those behind the text."""

    opening: Sequence[Block] = ()
    byline: Sequence[Block] = ()
    first: str = ""
    ending: Sequence[Block] = ()


def page_origins(root: html.HtmlElement, head: Head, lines: Lines) -> tuple[str, ...]:
    """The sources that a page names, the most explicit first, normalised; the publisher itself only where no other is named."""
    told = _names(_labelled_on(root, head, lines)) or _names(_hinted(root, head, lines))
    return tuple(dict.fromkeys([*told, *_names(_cited(lines.first))])) or tuple(_names([_publisher(head)]))


def _names(values: Iterable[str]) -> list[str]:
    return list(filter(None, map(normalised, values)))


def _labelled_on(root: html.HtmlElement, head: Head, lines: Lines) -> Iterator[str]:
    for node in root.xpath("//*[@id='source_baidu' or @id='source' or @id='js_name' or @itemprop='isBasedOn']")[:3]:
        yield words(node)
    for block in lines.opening:
        yield from labelled(block.text, 160)
        yield from (m[1] for m in _CELL.finditer(block.text) if len(block.text) <= 160)
    yield head.meta(*_META)


def _hinted(root: html.HtmlElement, head: Head, lines: Lines) -> Iterator[str]:
    for block in lines.byline:
        yield from _outlets(block.text) if block.linked * 2 <= len(block.text) else ()
    yield from _classed(root, " ".join(b.text for b in (*lines.opening, *lines.ending)))
    yield variable(head, r"__\$source", "source", "newsSource", "sourceName", "mediaName")
    for block in lines.ending:
        yield from labelled(block.text, 120)
    yield head.meta("article:author") if head.meta("mediaid") else ""


def labelled(text: str, limit: int, label: re.Pattern[str] = _LABEL) -> Iterator[str]:
    """What stands behind a label in a short line; long lines are prose."""
    if len(text) <= limit:
        for m in label.finditer(text):
            yield text[m.end() : m.end() + _LIMIT * 2]


def _classed(root: html.HtmlElement, around: str) -> Iterator[str]:
    """Elements around the text that call themselves a source and hold a short name."""
    for node in root.xpath(_MAYBE_CLASSED)[:_MOST_NODES]:
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(name) > 2 and _CLASSED.search(name) and not _NOT_CLASSED.search(name) and len(node) < 8:
            text = words(node)
            if 2 <= len(text) <= 60 and text in around and not re.search(r"[。！？?!]", text):
                yield text


def _outlets(text: str) -> Iterator[str]:
    """The parts of a line under a headline that are named as outlets and offices are."""
    if len(text) <= 60:
        for part in re.split(r"[\s/／╱|｜丨,，]+", _CLOCK.sub(" ", fold_width(text))):
            if len(part) >= 3 and _SHORT.fullmatch(part):
                yield part


def _cited(first: str) -> Iterator[str]:
    """The agency or outlet that the first paragraph opens with, or that it reports from."""
    line = _DATELINE.search(first[:60])
    if line:
        yield line["name"] or line["tag"]
    reported = _REPORTED.search(first[:160])
    if reported and not _VAGUE.search(reported["name"]):
        yield reported["name"]


def _publisher(head: Head) -> str:
    """Who runs the site: JSON-LD publisher, og:site_name, or what the title element ends in."""
    told = head.record("publisher") or head.meta("og:site_name", "sitename", "application-name")
    tail = re.split(r"[-_|｜—–]+", head.title)[-1].strip()
    named = len(tail) > 2 and (_SHORT.fullmatch(tail) or tail.isascii())
    return told or (tail if named and tail != head.title else "")


def page_author(head: Head, lines: Lines) -> str:
    """The named author, or an empty string."""
    told = [value for block in lines.opening for value in labelled(block.text, 160, _AUTHOR)]
    told += [m["name"] for block in lines.byline if (m := _BESIDE_OUTLET.fullmatch(block.text))]
    told += [m["name"] for block in lines.byline if len(block.text) <= 80 and (m := _REPORTER.search(block.text))]
    for value in (*told, head.record("author"), head.meta(*_META_AUTHOR)):
        reporter = _REPORTER.search(value)
        name = normalised(reporter["name"] if reporter else value)
        if name and not name.startswith("@"):
            return name
    return ""


def normalised(value: str) -> str:
    """A name without label, date, neighbours and quotation marks; "" for fillers such as 本站 and 互联网."""
    name = fold_width(one_line(value))
    label = _LABEL.match(name)
    name = name[label.end() :] if label else name
    name = _NEXT_LABEL.sub("", name)
    name = re.split(r"\s{2,}|\u3000|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", name)[0]
    name = name.strip(" \t-—_·:/\\\"'“”‘’「」<>").removeprefix("(")
    name = name.removesuffix(")") if "(" not in name else name
    name = name[:-1] if "、" in name and name.endswith("等") else name
    if _FILLER.match(name) or not (2 <= len(name) <= _LIMIT) or name.isdecimal() or name.startswith(("http", "www.")):
        return ""
    return name


def known_name(name: str, aliases: Mapping[str, str]) -> str:
    """The name as the desk prints it; the name itself where the list of spellings doesn't have it."""
    if not name or name in aliases:
        return aliases.get(name, name)
    folded = fold(name)
    return next((printed for spelling, printed in aliases.items() if fold(spelling) == folded), name)
