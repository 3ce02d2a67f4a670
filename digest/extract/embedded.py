"""Texts that a page carries as data for its scripts: JSON-LD and the state of single-page sites. Pure.

Sites that are built by script often serve their article inside an inline script: as `articleBody`, or as markup in one long
string of a JSON object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice

from digest.extract.dom import Block, blocks, tree
from digest.extract.head import Head
from digest.extract.weigh import said, weigh

_STRING = re.compile(r'"((?:[^"\\]|\\.){400,})"', re.S)
_MARKUP = re.compile(r"(?:<|\\u003[cC])(?:p|div|section|br)\b")
_MOST = 2_000_000  # characters of script that are looked through
_LEAST = 150.0  # Chinese characters of prose that make a text


def embedded_blocks(head: Head) -> Sequence[Block]:
    """The paragraphs of the longest text in the page's data, or nothing."""
    found = [_prose(markup) for markup in _candidates(head)]
    best = max(found, key=lambda kept: sum(said(b.text) for b in kept), default=[])
    return best if sum(said(b.text) for b in best) >= _LEAST else []


def _candidates(head: Head) -> list[str]:
    strings = (m[1] for script in head.scripts for m in _STRING.finditer(script[:_MOST]))
    markup = (_unquoted(s) for s in strings if _MARKUP.search(s))
    return [body for body in (head.record("articleBody"), *islice(markup, 20)) if body]


def _unquoted(literal: str) -> str:
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return ""


def _prose(markup: str) -> list[Block]:
    root = tree(markup)
    return [w.block for w in weigh(blocks(root), "") if w.kept] if root is not None else []
