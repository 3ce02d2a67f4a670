"""What two well-kept libraries take for the text of a page: asked where the reader of this package is in doubt. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from digest.extract.dom import Block, blocks, tree
from digest.text import clean, fold

_CHANCE = 12  # shorter blocks may stand in a text by chance


def opinions(markup: str, page: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks of the page that readability would keep, then those that trafilatura would; [] where one fails."""
    safe = clean(markup)
    for read in (_readability, _trafilatura):
        yield _named(page, read(safe))


def _named(page: Sequence[Block], text: str) -> list[Block]:
    whole, lines = fold(text), set(map(fold, text.split("\n")))
    return [b for b in page if fold(b.text) in lines or (len(b.text) > _CHANCE and fold(b.text) in whole)]


def _readability(markup: str) -> str:
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)  # it tells each page's troubles to stderr
    try:
        root = tree(Document(markup).summary(html_partial=True))
    except Exception:  # a library that stumbles over a page has no opinion of it
        return ""
    return "\n".join(b.text for b in blocks(root)) if root is not None else ""


def _trafilatura(markup: str) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return trafilatura.extract(markup, include_comments=False, include_tables=True) or ""
    except Exception:  # as above
        return ""
