"""The report's manner for words that were taken from a page: no rubric, no cry, no byline, simplified characters. Pure.

`lang` is the page's language: of a page in 繁體 the characters are simplified and a few terms
are the mainland's, of any other none is touched.

Figures, names and the order of words are never touched; what an item quotes from the page stays as the page has it.
"""

from __future__ import annotations

import re

from digest.text import HAN, language, one_line, simplified

_RUBRIC = re.compile(
    r"^[【\[](?:快讯|独家|要闻|早报|晚报|公告|图解|更新|异动股|重磅|最新|科技|财经|产业|公司|国际|港股|美股|[A-Z]{2,4})[】\]]\s*"
    r"|[|｜_—-]\s*[^|｜_—-]{2,8}(?:网|报|社)$"
)
_CRY = re.compile(r"^(?:刚刚|突发|重磅|快讯|官宣|定了|炸了|震惊|大消息|最新消息|独家|太突然了?)\s*[！!，,：:|｜]+\s*")
_BANG = re.compile(rf"\s*！+\s*|(?<=[{HAN}”》])!+\s*|!+(?=[{HAN}])")
_LAST, _SHOUTED = re.compile(r"[！!]+(?=[”’）]*\s*$)"), re.compile(r"！+(?=[”’）])")
_PHRASES = re.compile(rf"(?<=[{HAN}”》）%]) +(?=[{HAN}“《])")
#: where Latin or digits meet Chinese: with and without a blank
_SEAM = re.compile(rf"(?<=[{HAN}])(?P<gap> *)(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?P<other> *)(?=[{HAN}])")
#: how long the parts on both sides of such a comma are at least: 微软 Azure is one name
_PIECE = 6
_QUOTES = str.maketrans("「」『』", "“”‘’")
#: 证券时报记者 方野 …, 《某通讯社25日专讯》…
_BYLINE = re.compile(
    rf"^[{HAN}]{{2,10}}(?:记者|通讯员)\s+(?:[{HAN}]{{2,4}}\s+){{1,4}}|^[《(（][^》)）]{{2,14}}日[专特]?[讯电][》)）]\s*"
)
_TELEGRAM = re.compile(rf"^([{HAN}\w]{{2,20}}[讯电])\s+(?=[{HAN}])")
_RATE = re.compile(r"[（(][^（()）]{0,10}注\s*[:：]\s*(?:按|以)?(?:现|当前|目前|今日|最新)?汇率[^（()）]*[）)]")


#: characters that simplified names keep: 华为昇腾
_KEPT = frozenset("昇甦邨堃喆")
#: what the other shore calls a thing that has one name here
_TERMS = {"晶片": "芯片", "伺服器": "服务器", "软体": "软件", "硬体": "硬件", "网路": "网络", "奈米": "纳米"}
_TERM = re.compile("|".join(_TERMS))


def headline(title: str, lang: str = "") -> str:
    """A title as the report prints it: without rubric, cry, site name and a pair of brackets around the whole."""
    if language(title) == "en":
        return _bare(_RUBRIC.sub("", title)) or title
    text = _phrased(_bare(_RUBRIC.sub("", one_line(_mainland(title, lang)))))
    while cry := _CRY.match(text):
        text = text[cry.end() :]
    text = _calm(text.translate(_QUOTES), "")
    return text.strip(" ，。；") or title


def _bare(title: str) -> str:
    text = title.strip()
    whole = re.fullmatch(r"[【「\[](.+)[】」\]]", text)
    return whole[1] if whole and not re.search(r"[【】「」]", whole[1]) else text


def _phrased(title: str) -> str:
    """Blanks that stand for a comma as commas: between Chinese, and beside Latin where the title sets none there."""
    text = _PHRASES.sub("，", title)
    seams = [m["gap"] if m["gap"] is not None else m["other"] for m in _SEAM.finditer(text)]
    if all(seams):
        return text
    return _SEAM.sub(lambda m: "，" if m[0] and min(m.start(), len(text) - m.end()) >= _PIECE else m[0], text)


def sentence(text: str, lang: str = "") -> str:
    """A sentence as the report prints it: simplified, without byline, exclamation marks and a site's sums of exchange."""
    if language(text) == "en":
        return text
    plain = _BYLINE.sub("", _RATE.sub("", _mainland(text, lang))).translate(_QUOTES)
    return _calm(_TELEGRAM.sub(r"\1，", plain)).strip()


def _mainland(text: str, lang: str) -> str:
    """Traditional characters as simplified ones, where the page is written in them."""
    if lang != "zh-Hant":
        return text
    plain = "".join(a if a in _KEPT else b for a, b in zip(text, simplified(text), strict=True))
    return _TERM.sub(lambda m: _TERMS[m[0]], plain)


def _calm(text: str, end: str = "。") -> str:
    """Exclamation marks as the stops that they stand for: `end` at the end, nothing inside a closing quote, else a comma."""
    return _BANG.sub("，", _SHOUTED.sub("", _LAST.sub(end, text)))
