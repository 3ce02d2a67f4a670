"""The text that a feed carries itself, and whether it is the whole text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.extract.dom import blocks, tree
from digest.extract.references import dereferenced
from digest.extract.trim import trimmed
from digest.extract.weigh import said
from digest.model import Entry
from digest.text import one_line

_CUT = re.compile(
    r"(?:…|\.{3,}|\[…\]|\[&hellip;\])\s{0,3}$"
    r"|[\[【(（]?\s?(?:(?:点击|继续|繼續)?(?:阅读|閱讀|查看))(?:全文|更多|原文|詳情|详情)\s?[\]】)）]?\W{0,5}$"
    r"|(?:read (?:more|the full (?:story|article))|continue reading.{0,80})\W{0,5}$",
    re.I,
)
#: what feed software appends
_APPENDED = re.compile(
    r"^(?:The post .{1,200} (?:first )?appeared (?:first )?on .{1,80}|(?:阅读|查看|点击)(?:全文|原文)\W*"
    r"|read more\W*|continue reading.{0,80}|(?:本文)?(?:原文)?(?:链接|地址)\s?[:：].{0,200}|https?://\S{1,300})$",
    re.I,
)
_LEAST = 50  # Chinese characters of a flash that says its whole; a Latin letter counts 0.4


@dataclass(frozen=True, slots=True)
class FeedText:
    """The paragraphs of an entry, one a line; `cut` when they are an excerpt of a longer text."""

    text: str
    cut: bool


def feed_text(entry: Entry) -> FeedText:
    """What the entry's own content says."""
    markup = entry.content or entry.summary
    root = tree(markup) if "<" in markup or "&" in markup else None
    lines = (
        [b.text for b in trimmed(blocks(root))] if root is not None else [one_line(dereferenced(p)) for p in markup.split("\n")]
    )
    pointed = any(_CUT.search(line) for line in lines[-2:])
    kept = [line for line in lines if line and not _APPENDED.match(line)]
    text = "\n".join(kept)
    return FeedText(text, pointed or said(text) < _LEAST)
