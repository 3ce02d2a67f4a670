"""Cue words: the small language of `prompts/sections.yaml`, and where its words stand in an article. Pure.

A cue is a piece of text as it may stand in a headline. `…` is at most 40 characters of one sentence, `<名单>` any word of
that list, `#` a number, `*` behind a Latin word any ending. Latin words match whole words, in any case; Chinese ones in
either script and either width.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.model import Article
from digest.text import clean, fold_width, sentences, simplified

#: how much of an article is read: more tells nothing new, and the bound keeps the work linear in the number of articles
TITLE_CHARS, LEAD_CHARS, BODY_CHARS = 200, 240, 600
#: what a word is worth by its place: a headline says what the news is, the opening repeats it, the rest is background
PLACES = {"title": 1.0, "lead": 0.6, "body": 0.2}
PLACE_NAMES = {"title": "标题", "lead": "导语", "body": "正文"}
GAP = r"[^。!?;\n]{0,40}?"
NUMBER = r"\d[\d,.]{0,20}"
_TOKEN = re.compile(r"<([^<>]{1,30})>|(…)|(#)|([^<>…#]+)")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say the same thing, with a weight and, in Chinese, what they say.

    `needs` and `unless` look at title and opening: the cue counts only where the first is found, and not where the second is.
    `only` names the one place where the words mean it ("" for all).
    """

    why: str
    weight: float
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    only: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that was found: the words, the place (title, lead, body) and what they are worth there."""

    why: str
    word: str
    place: str
    points: float

    def __str__(self) -> str:
        return f"{PLACE_NAMES[self.place]}“{self.word}”（{self.why}）{self.points:+.1f}"


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the cues see it: folded title, opening and the beginning of the rest."""

    title: str
    lead: str
    body: str

    @property
    def front(self) -> str:
        """Title and opening: what the news is about."""
        return f"{self.title}\n{self.lead}"

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """The named parts, the weightiest first."""
        return ("title", self.title), ("lead", self.lead), ("body", self.body)


def read(article: Article) -> Reading:
    """Title, opening (whole sentences, 60 characters at least where there are as many) and what follows, folded."""
    text = folded(article.text[: 4 * BODY_CHARS])
    end = 0
    for _, stop in sentences(text[: 2 * LEAD_CHARS]):
        end = stop
        if end >= 60:
            break
    end = min(end, LEAD_CHARS)
    return Reading(folded(article.title[:TITLE_CHARS]), text[:end], text[end : end + BODY_CHARS])


def folded(text: str) -> str:
    """One width, one script, one case; quotation marks and blanks between Chinese and Latin letters don't part words."""
    plain = simplified(fold_width(clean(text))).lower()
    plain = re.sub(r"[“”「」『』《》【】\"]", "", plain)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[a-z0-9])|(?<=[a-z0-9%]) (?=[\u4e00-\u9fff])", "", plain)


def found(cues: Sequence[Cue], reading: Reading) -> list[Hit]:
    """Every cue that is found, once each, at its weightiest place."""
    hits = [_hit(cue, reading) for cue in cues if _applies(cue, reading.front)]
    return [hit for hit in hits if hit]


def _applies(cue: Cue, front: str) -> bool:
    if cue.needs and not cue.needs.search(front):
        return False
    return not (cue.unless and cue.unless.search(front))


def _hit(cue: Cue, reading: Reading) -> Hit | None:
    for place, text in reading.places:
        match = cue.pattern.search(text) if cue.only in ("", place) else None
        if match:
            return Hit(cue.why, match[0].strip()[:24], place, round(cue.weight * PLACES[place], 2))
    return None


def compiled(words: Sequence[str], lists: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One pattern of all words. Raises as `piece` does."""
    return _regex("|".join(piece(word, lists) for word in words))


@lru_cache(maxsize=512)
def _regex(pattern: str) -> re.Pattern[str]:
    """Long alternatives take milliseconds to compile, and a guide has some hundred and fifty of them."""
    return re.compile(pattern)


def piece(word: str, lists: Mapping[str, Sequence[str]]) -> str:
    """A cue as a regular expression. Raises KeyError with the name of a missing list, ValueError for an unreadable cue."""
    tokens = list(_TOKEN.finditer(word))
    if "".join(t[0] for t in tokens) != word:
        raise ValueError("“<” 和 “>” 要成对")
    if sum(bool(t[2]) for t in tokens) > 2 or not any(t[1] or t[3] or t[4] for t in tokens):
        raise ValueError("一个线索里最多两个 “…”, 还要有别的字")
    return "".join(_token(t, lists) for t in tokens)


def _token(token: re.Match[str], lists: Mapping[str, Sequence[str]]) -> str:
    if token[1]:
        return f"(?:{'|'.join(_literal(w) for w in sorted(lists[token[1]], key=len, reverse=True))})"
    if token[2]:
        return GAP
    return NUMBER if token[3] else _literal(token[4])


def _literal(word: str) -> str:
    text = folded(word)
    open_ended = text.endswith("*")
    text = text.rstrip("*")
    pattern = re.escape(text)
    if re.match(r"[a-z]", text):
        pattern = r"(?<![a-z])" + pattern
    if open_ended:
        return pattern + r"[a-z]{0,12}"
    return pattern + r"(?![a-z])" if re.search(r"[a-z]$", text) else pattern
