"""What a source's own selectors find on a page, believed only as far as it looks like an article. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree, html

from digest.extract.dom import Block, blocks, words
from digest.model import Selectors

#: WeChat's page is one for all accounts, so nobody should have to write these
_WECHAT = Selectors(detail_title="#activity-name", detail_date="#publish_time", detail_source="#js_name", body="#js_content")
_MOST_NODES = 20


@dataclass(frozen=True, slots=True)
class Ruled:
    """The findings of the selectors, each empty where its selector names nothing; `body` also where it fails a check.

    `account` is the name of a WeChat account, `unlike` what `must_contain` asks for and the page doesn't have.
    """

    title: str = ""
    date: str = ""
    source: str = ""
    account: str = ""
    unlike: str = ""
    body: Sequence[Block] = field(default=())


def ruled(root: html.HtmlElement, selectors: Selectors | None, *, min_chars: int = 0, must_contain: str = "") -> Ruled:
    """What the selectors find. The body must have `min_chars` characters and must not be a list of links; `must_contain` is
    a word of the text or a selector that the page must know."""
    account = next((words(node) for node in root.xpath("//*[@id='js_name']")[:1]), "")
    rules = _rules(root, selectors)
    found = by_selector(root, rules.body)
    has = not must_contain or any(must_contain in b.text for b in found) or bool(_select(root, must_contain))
    return Ruled(
        title=_first(root, rules.detail_title),
        date=_first(root, rules.detail_date, ("datetime", "content")),
        source=_first(root, rules.detail_source),
        account=account,
        unlike="" if has or must_contain in "".join(root.itertext()) else must_contain,
        body=found if has and is_text(found, min_chars) else (),
    )


def _rules(root: html.HtmlElement, selectors: Selectors | None) -> Selectors:
    if selectors and selectors.body:
        return selectors
    return _WECHAT if root.xpath("//*[@id='js_content']") else selectors or Selectors()


def is_text(found: Sequence[Block], min_chars: int) -> bool:
    """Whether blocks are long enough and more text than links."""
    length = sum(len(b.text) for b in found)
    return length >= max(min_chars, 1) and sum(b.linked for b in found) * 2 <= length


def by_selector(root: html.HtmlElement, selector: str) -> list[Block]:
    """The blocks of the elements that a CSS selector names, an element inside another one counted once; [] for none."""
    nodes = _select(root, selector)[:_MOST_NODES]
    chosen = set(nodes)
    outermost = [node for node in nodes if not any(above in chosen for above in node.iterancestors())]
    return [b for node in outermost for b in blocks(node)]


def _select(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    try:
        return list(root.xpath(_path(selector))) if selector and _path(selector) else []
    except (ValueError, etree.XPathError):  # characters that XML doesn't know, functions that XPath doesn't
        return []


@lru_cache(maxsize=512)
def _path(selector: str) -> str:
    """A CSS selector as XPath; "" for what is none."""
    from cssselect import HTMLTranslator, SelectorError

    try:
        return HTMLTranslator().css_to_xpath(selector)
    except (SelectorError, ValueError):
        return ""


def _first(root: html.HtmlElement, selector: str, attributes: Sequence[str] = ()) -> str:
    """The first non-empty text, or attribute before it, of the elements that a selector names."""
    for node in _select(root, selector)[:_MOST_NODES]:
        value = next((v for name in attributes if (v := node.get(name))), "") or words(node)
        if value:
            return value
    return ""
