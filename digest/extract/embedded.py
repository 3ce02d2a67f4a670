"""Texts that a page carries as data for its scripts: JSON-LD and the state of single-page sites. Pure.

Sites that are built by script often serve their article inside an inline script: as `articleBody`, or as markup in one long
string of a JSON object, with its time and author beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from digest.extract.dom import Block, blocks, tree
from digest.extract.furniture import credit_line
from digest.extract.head import Head
from digest.extract.weigh import said, weigh
from digest.text import fold, one_line

_CONTENT = re.compile(r'(?:[^"\\]|\\.)*+', re.S)
_LONG = 120  # characters of a string that may hold an article
_MARKUP = re.compile(r"(?:<|\\u003[cC])(?:p|div|section|br)\b")
_OPENS = re.compile(r"(?:^|=)\s{0,9}(?=[\[{])")
_QUOTED = re.compile(r'JSON\.parse\(\s{0,3}("(?:[^"\\]|\\.){120,2000000}+")\s{0,3}\)')
_UNDEFINED = re.compile(r"(?<=[:,\[])\s{0,3}(?:undefined|void 0)(?=\s{0,3}[,}\]])")
_MOST = 2_000_000  # characters of script that are looked through
_MOST_VALUES = 50_000
_LEAST = 60.0  # Chinese characters of prose that make a text
_TIMES = tuple(
    "publishtime publishedtime publishedat published publishdate pubtime pubdate createtime createdat created ctime".split()
)
_AUTHORS = ("author", "authorname", "byline")
_SOURCES = ("source", "sourcename", "medianame", "media", "origin")
_NAMED = ("name", "nickname", "title")
_ABOVE = 3  # objects around a text that may tell its time


@dataclass(frozen=True, slots=True)
class Embedded:
    """The paragraphs of the longest text in a page's data, and whether the page's title stands beside it there; time, author
    and source as the data tells them beside it, else empty."""

    blocks: Sequence[Block] = ()
    titled: bool = False
    published: str = ""
    author: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    markup: str
    around: tuple[Mapping[str, Any], ...] = ()  # the objects that hold it, the nearest first


def embedded(head: Head, title: str) -> Embedded:
    """The longest text in the page's data, or nothing. `title` is the page's."""
    told = [_Candidate(body) for body in [head.record("articleBody")] if body]
    for candidates in (told, _in_objects(head.scripts), _in_strings(head.scripts)):
        longest = sorted(candidates, key=lambda c: len(c.markup), reverse=True)[:20]
        found = [(c, _prose(c.markup)) for c in longest]
        best = max(found, key=lambda pair: _said(pair[1]), default=None)
        if best and _said(best[1]) >= _LEAST:
            around = best[0].around
            titled = candidates is told or _tells(around, title)
            return Embedded(best[1], titled, *(_first(around, names) for names in (_TIMES, _AUTHORS, _SOURCES)))
    return Embedded()


def _tells(around: Iterable[Mapping[str, Any]], title: str) -> bool:
    """Whether one of the objects around a text has the page's title as a value."""
    values = (v for holder in around for v in islice(holder.values(), 200) if isinstance(v, str) and len(v) < 300)
    return bool(title) and any(fold(v) == fold(title) for v in values)


def _said(found: Sequence[Block]) -> float:
    return sum(said(b.text) for b in found)


def _in_objects(scripts: Iterable[str]) -> list[_Candidate]:
    """The strings of markup in the JSON that inline scripts start from."""
    found: list[_Candidate] = []
    for script in scripts:
        if _MARKUP.search(script):
            for value in _values(script[:_MOST]):
                found += islice(_texts(value), 200)
    return found


def _values(script: str) -> Iterator[Any]:
    """The JSON values that a script is, or assigns."""
    decoder = json.JSONDecoder(strict=False)
    plain = _UNDEFINED.sub("null", script)
    at = 0
    for opening in islice(_OPENS.finditer(plain), 20):
        if opening.end() < at:
            continue  # inside the value before
        try:
            value, at = decoder.raw_decode(plain, opening.end())
        except (ValueError, RecursionError):
            continue
        yield value
    for quoted in islice(_QUOTED.finditer(script), 3):
        try:
            yield json.loads(json.loads(quoted[1], strict=False), strict=False)
        except (ValueError, TypeError, RecursionError):
            continue


def _texts(value: Any) -> Iterator[_Candidate]:
    """The strings of markup in a JSON value, each with the objects that hold it."""
    waiting: list[tuple[Any, tuple[Mapping[str, Any], ...]]] = [(value, ())]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        item, around = waiting.pop()
        if isinstance(item, dict):
            waiting.extend((v, (item, *around)[:_ABOVE]) for v in item.values() if isinstance(v, str | list | dict))
        elif isinstance(item, list):
            waiting.extend((v, around) for v in item if isinstance(v, str | list | dict))
        elif isinstance(item, str) and len(item) >= _LEAST and _MARKUP.search(item):
            yield _Candidate(item, around)


def _in_strings(scripts: Iterable[str]) -> list[_Candidate]:
    """The strings of markup in scripts that are no JSON."""
    strings = (s for script in scripts for s in _strings(script[:_MOST]))
    return [_Candidate(_unquoted(s)) for s in islice((s for s in strings if _MARKUP.search(s)), 20)]


def _strings(script: str) -> Iterator[str]:
    """What stands between two quotation marks, where it is long; a mark that closes a short one may open the next."""
    at = script.find('"')
    while at >= 0:
        content = _CONTENT.match(script, at + 1)
        end = content.end() if content else len(script)
        if end >= len(script) or script[end] != '"':
            return
        if end - at > _LONG:
            yield script[at + 1 : end]
            end = script.find('"', end + 1)
        at = end


def _unquoted(literal: str) -> str:
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return ""


def _first(around: Iterable[Mapping[str, Any]], names: Sequence[str]) -> str:
    """The first of these keys that the nearest object tells, as text; a time may be a number of (milli)seconds."""
    for holder in around:
        folded = {re.sub(r"[_-]", "", str(k)).lower(): v for k, v in islice(holder.items(), 200)}
        for name in names:
            value = folded.get(name)
            if isinstance(value, Mapping):
                value = next((value[k] for k in _NAMED if isinstance(value.get(k), str)), "")
            if (isinstance(value, str) and 0 < len(value) <= 60) or (isinstance(value, int) and value > 10**9):
                return one_line(str(value))
    return ""


def _prose(markup: str) -> list[Block]:
    root = tree(markup)
    found = [w.block for w in weigh(blocks(root), "") if w.kept] if root is not None else []
    return [b for b in found if not credit_line(b.text)]
