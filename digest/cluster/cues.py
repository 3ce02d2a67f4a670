"""Words by which an article says what it is: a roundup, a denial, a rumour, a correction, a comment. Pure."""

from __future__ import annotations

import re

from digest.model import Article
from digest.text import HAN

#: English words that stand in every story
STOP_WORDS = frozenset(
    """the an of to in for on and or with by at from as is are was were be been it its that this which who said says say will
    has have had not but than more over up after into about their they he she his her our we you can could would may new also
    one two three first second year years most when what how your if all out so no such only other some any there now just
    while before under between per via during day days month months week weeks time today made make makes making many much
    very still even according told including where these those then them both each every through against around off down back
    own like last next since until them too use used well did does do being because another same few far set get got go going
    come take takes put part long based working work way jan feb mar apr jun jul aug sep oct nov dec january february march
    april june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday""".split()
)
_ROUNDUP = re.compile(
    r"[早晚午](?:报|知道|餐|参|茶|读|间新闻|新闻)|晨(?:报|会|读|讯)|晚间?新闻|新闻联播|大事记|[日周月]报|周刊|周记|盘点|回顾|速览|要闻|快讯|汇总|"
    r"(?:新闻|要闻|资讯|快讯|热点|头条|融资|政策)(?:精选|速递|合集|集锦|摘要|一览)|[0-9]{1,2}点\s?[0-9]\s?\S{1,3}$|"
    r"(?:一|本|上|每)[周月天日](?:.{0,6}(?:大事|热点|资讯|新闻)|$)|"
    r"\b(?:week in|(?:daily|weekly|morning|evening) (?:digest|round-?up|wrap|brief(?:ing)?|news)|newsletter|round-?up|"
    r"news in brief|headlines|top stories|what (?:we|you) missed)\b",
    re.I,
)
#: a column's name stands before or behind a mark, or is the whole headline
_MARK = re.compile(r"[:：|｜丨•]|[ \d.年月日]{8,}")
_ITEM = re.compile(
    r"^\s?(?:\d{1,2}\s?[、.．:)）]|[【\[][^】\]\n]{1,12}[】\]]|[①-⑳•●■◆▶◎·]|[一二三四五六七八九十]{1,2}、|#\d)", re.M
)
_KINDS = {
    "denial": r"辟谣|否认|不实(?!际)|澄清|谣言|子虚乌有|并非事实|不属实|纯属(?:虚构|捏造)|"
    r"\b(?:den(?:y|ies|ied)|refutes?|rejects? (?:report|claim)s?|debunk(?:s|ed)?|hoax)\b",
    "rumour": r"网传|疯传|传闻|传言|坊间|据传|疑似|爆料|小道消息|\b(?:rumou?rs?|rumou?red|unconfirmed)\b",
    "correction": r"更正|勘误|纠正|订正|致歉声明|补(?:充|一个)(?:说明|日期|更正)|"
    r"\b(?:correction|corrected|clarification|retraction)\b",
    "followup": r"深度|独家|复盘|幕后|怎样读懂|意味着什么|启示|之后|后续|回应|联合声明|进展|"
    r"\b(?:exclusive|analysis|explain(?:ed|er)|what .{1,30} means?|inside|behind|follow-?up)\b",
    "opinion": r"评论|观点|时评|社论|专栏|随手记|手记|随笔|杂谈|深度[|:]|(?:我|小编)(?:看|认为|觉得)|"
    r"\b(?:opinion|column|editorial|commentary|notes on|field guide|my take)\b",
}
_PATTERNS = {kind: re.compile(words, re.I) for kind, words in _KINDS.items()}
#: platforms where anybody publishes under a name of his own
_SELF_PUBLISHED = re.compile(
    r"(?:网易|搜狐|百家|头条|企鹅|大鱼|大风|一点|视频|快传)号|博客|自媒体|雪球|知乎|豆瓣|贴吧|论坛|小红书|微博|"
    r"\b(?:blog|medium|substack|reddit)\b",
    re.I,
)


def cues_of(article: Article, title: str, text: str) -> frozenset[str]:
    """Which kinds an article belongs to, by its headline; whether it's complete, dated and an outlet's own."""
    found = {kind for kind, pattern in _PATTERNS.items() if pattern.search(title)}
    if is_roundup(title, text):
        found.add("roundup")
    if _SELF_PUBLISHED.search(article.credit):
        found.add("self-published")
    if article.problem or len(text) < 60:
        found.add("stub")
    if article.published is None or article.published.flag:
        found.add("undated")
    return frozenset(found)


def is_roundup(title: str, text: str) -> bool:
    """Whether an article lists several events: it calls itself so and holds a list, or it is little but a list of news."""
    items = len(_ITEM.findall(text))
    lines = text.count("\n") + 1
    if any(_ROUNDUP.search(name) for name in _column(title)):
        return items >= 3 or lines >= 4 or len(text) >= 1500 or not text
    return items >= 5 and items * 4 >= lines * 3 and len(re.split(r"[;；/]|(?<=\S)\s\|\s", title)) >= 3


def _column(title: str) -> list[str]:
    """What may be the name of a column: the short first and last part of a headline."""
    parts = [part.strip("【】[]《》 ") for part in _MARK.split(title)]
    ends = (part for part in (parts[0], parts[-1]) if not re.search(r"[,，?？!！。]", part))
    return [part for part in ends if 0 < len(part) <= (20 if re.search(f"[{HAN}]", part) else 32)]


def stem(word: str) -> str:
    """An English plural as its singular."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
