"""Text → element tree → blocks of text, the form in which every other part of this package sees a page. Pure; owns lxml.

A block is one paragraph as a reader sees it, with its text exactly as written (white space folded, references that a site
escaped twice read once more).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from digest.extract.references import dereferenced
from digest.text import clean, one_line

#: more bytes than any article needs; a page that long is refused before a parser sees it
MAX_BYTES = 8 * 1024 * 1024
#: stands for a character that could not be decoded: dropping it could turn 1?0亿 into 10亿
UNREADABLE = "□"
_MAX_ATTRIBUTES = 3000  # in one tag: the parser takes minutes for 100,000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{6000,}")
_SKIP = frozenset(
    "script style noscript template iframe svg math head object embed audio video canvas select option button textarea input "
    "map link meta datalist dialog source track".split()
)
_BLOCK = frozenset(
    "p div section article main ul ol li dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre table thead tbody tfoot tr caption hr br "
    "form fieldset address figure figcaption header footer nav aside center body html details summary td th".split()
)
_OWNS = _BLOCK - {"br"}
_PAGE = frozenset(("html", "body"))
_CELL = frozenset(("td", "th"))
_CODE = frozenset(("pre", "code", "kbd", "samp", "tt"))
_HIDDEN = re.compile(
    r"display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0(?![.\d])|opacity\s?:\s?0(?![.\d])|(?:left|top|text-indent)\s?:\s?-\d{4}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its text, the element it stands in, how many of its characters are links, and its place in the page."""

    text: str
    node: html.HtmlElement
    linked: int
    index: int

    @property
    def free(self) -> int:
        """How many characters stand in no link."""
        return len(self.text) - self.linked


def too_heavy(markup: str) -> str:
    """Why this page must not be given to a parser, in Chinese, or an empty string. A cheap scan, linear in the length."""
    if len(markup) > MAX_BYTES:
        return f"页面超过 {MAX_BYTES // 2**20} MiB"
    for tag in _LONG_TAG.finditer(markup):
        if len(tag[0].split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES:
            return "一个标签带有上千个属性"
    return ""


def tree(markup: str) -> html.HtmlElement | None:
    """The page's root element, or None when there is nothing to parse."""
    safe = clean(markup.replace("\ufffd", UNREADABLE))
    if not safe.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(safe.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root


def hidden(node: html.HtmlElement) -> bool:
    """Whether a browser would not show the element. WeChat serves its text hidden and shows it by script: that is visible."""
    if node.tag in _PAGE:
        return False  # hidden until a script shows the whole page
    if "hidden" in node.attrib or node.get("aria-hidden") == "true":
        return True
    style = node.get("style")
    return bool(style and _HIDDEN.search(style) and node.get("id") != "js_content")


def blocks(root: html.HtmlElement) -> list[Block]:
    """The visible paragraphs under `root` in reading order, without scripts, forms' controls and hidden elements."""
    walk = _Walk()
    walk.visit(root, root, visible=True)
    walk.flush(root)
    return walk.out


class _Walk:
    """The state of one pass over a tree: the words of the open block and whether they stand in a link."""

    def __init__(self) -> None:
        self.out: list[Block] = []
        self.parts: list[str] = []
        self.linked = self.in_link = self.in_code = 0
        self.code = False

    def visit(self, node: html.HtmlElement, owner: html.HtmlElement, *, visible: bool = False) -> None:
        """Reads an element, which belongs to the block of `owner`. The parser nests no deeper than 256 levels."""
        tag = node.tag
        if not isinstance(tag, str) or tag in _SKIP or (node.attrib and not visible and hidden(node)):
            return
        inner = node if tag in _OWNS else owner
        if tag in _CELL and self.parts:
            self.parts.append(" ")
        elif tag in _BLOCK:
            self.flush(owner)
        self.in_link += tag == "a"
        self.in_code += tag in _CODE
        self.text(node.text)
        for child in node:
            self.visit(child, inner)
            self.text(child.tail)
        self.in_link -= tag == "a"
        self.in_code -= tag in _CODE
        if tag in _BLOCK and tag not in _CELL:
            self.flush(inner)

    def text(self, words: str | None) -> None:
        """Adds words to the open block."""
        if words:
            self.parts.append(words)
            self.code = self.code or self.in_code > 0
            if self.in_link:
                self.linked += len(words.strip())

    def flush(self, owner: html.HtmlElement) -> None:
        """Ends the open block."""
        if self.parts:
            text = one_line("".join(self.parts))
            if "&" in text and not self.code:
                text = one_line(dereferenced(text))
            if text:
                self.out.append(Block(text, owner, min(self.linked, len(text)), len(self.out)))
            self.parts, self.linked, self.code = [], 0, False


def words(node: html.HtmlElement) -> str:
    """All visible text of an element on one line."""
    return " ".join(b.text for b in blocks(node))
