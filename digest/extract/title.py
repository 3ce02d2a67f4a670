"""The headline of a page, without the site's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from digest.extract.dom import hidden, words
from digest.extract.head import Head
from digest.text import fold, one_line, shingles

_SEPARATOR = re.compile(r"\s*(?:[|｜_»«\u2013\u2014]|--+|\s-\s|-(?=[^-]{2,20}$)|\s[·•:]\s)\s*")
_TITLED = re.compile(r"(?:^|[-_ ])(?:title|headline|tit|biaoti|bt)(?:$|[-_ ])|title|headline", re.I)
_NOT_TITLE = re.compile(
    r"sub-?title|site-?title|blog-?title|related|recommend|sidebar|comment|logo|nav|menu|footer|hot|list|video", re.I
)
#: a column that stands between the headline and the site's name
_COLUMN = re.compile(r"(?<=\S{6})\s?[-_|]\s?\S{2,6}(?:频道|頻道|新闻|新聞|网|網|中心|栏目|欄目|专题|專題)$")
_KIND = re.compile(r"^[\[【][^\]】]{1,8}[\]】]\s*")
_LIMIT = 300


def page_title(root: html.HtmlElement, head: Head) -> str:
    """The headline by agreement: what stands on the page and also opens the title element or og:title is the headline."""
    metas = head.meta("og:title", "articletitle", "contenttitle", "twitter:title")
    told = [t for t in (head.record("headline"), metas, head.title) if t]
    bare = [without_site(t, head, told) for t in told]
    shown = [_without_kind(t, bare) for t in _shown(root) if 4 <= len(t) <= _LIMIT]
    folded = [*map(fold, told), *map(fold, bare)]
    agreeing = [t for t in shown if any(_opens(fold(t), f) or _completes(fold(t), f) for f in folded)]
    if agreeing:
        return max(agreeing[:6], key=lambda t: (any(fold(t) == f for f in folded), len(t)))
    return ((bare[0] if bare else "") or (shown[0] if shown else ""))[:_LIMIT]


def _without_kind(shown: str, told: list[str]) -> str:
    """A shown text without the kind in brackets that stands before it and that the page's own title doesn't have."""
    kind = _KIND.match(shown)
    rest = shown[kind.end() :] if kind else ""
    return rest if rest and any(fold(rest) == fold(t) for t in told) else shown


def _opens(shown: str, told: str) -> bool:
    """Whether a shown text is the told one or its beginning; a short word of it is a column's or the site's name."""
    return (told.startswith(shown) and len(shown) * 5 >= len(told)) or (shown in told and len(shown) * 2 >= len(told))


def _completes(shown: str, told: str) -> bool:
    """Whether a shown text is the told one and more behind it; a path of columns has it at its end."""
    whole = told.rstrip("….")
    return len(told) > 8 and (shown.startswith(whole) or (whole in shown and len(shown) * 5 <= len(whole) * 6))


def agree(a: str, b: str) -> bool:
    """Whether two titles are of one article: the same but for additions, or sharing a good part of their words."""
    x, y = (fold(re.sub(r"[\W_]+", "", t)) for t in (a, b))
    if not x or not y or x in y or y in x:
        return True
    one, two = shingles(x, 2), shingles(y, 2)
    return len(one & two) * 4 >= min(len(one), len(two))


def _shown(root: html.HtmlElement) -> Iterator[str]:
    """The texts of heading elements, best kind first."""
    for node in (*root.iter("h1"), *root.iter("h2", "h3", "h4"), *_classed(root)):
        if not hidden(node):
            text = words(node)
            if text:
                yield text


def _classed(root: html.HtmlElement) -> list[html.HtmlElement]:
    found = []
    for node in root.iter("div", "span", "p", "td", "strong", "b", "font"):
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(name) > 3 and _TITLED.search(name) and not _NOT_TITLE.search(name) and len(node) < 6:
            found.append(node)
    return found[:40]


def without_site(title: str, head: Head, told: list[str]) -> str:
    """A title element's text cut at the first separator whose tail names the site or a column."""
    title = one_line(title)
    site = fold(head.meta("og:site_name", "sitename", "application-name"))
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    for other in told:
        if fold(other) != fold(title) and len(other) >= 6 and fold(title).startswith(fold(other)):
            return other
    at = len(title)
    for m in reversed(list(_SEPARATOR.finditer(title))):
        tail = title[m.end() : at]
        if not (site and fold(tail) in site) and (len(tail) > 24 or m.start() < 6 or m.start() < len(tail)):
            break
        at = m.start()
    return _COLUMN.sub("", title[:at].strip()) if at < len(title) else title
