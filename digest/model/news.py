"""Entry → Article, and the figures in it: what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal["second", "minute", "day", "none"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time and how exactly it is known. `at` is aware; with precision `day` it is that day's midnight in the source's zone.

    `flag` says why a reader should doubt it (`future`, `guessed-year` …), empty when there is no reason.
    """

    at: datetime
    precision: Precision
    flag: str = ""


#: what makes a time doubtful, for a person
_DOUBTS = {
    "guessed-year": "页面没有印年份",
    "guessed-day": "页面只印了钟点",
    "ambiguous-day-month": "日和月分不清",
    "approximate": "只知道大约几时",
    "future": "时间在将来",
    "implausible": "时间不可信",
    "from-url": "时间取自网址",
    "feed-page-disagree": "列表和网页的时间不一",
    "feed-page-title": "列表和网页的标题不是一回事",
}


def with_doubt(flags: Sequence[str], doubt: str) -> list[str]:
    """The flags of an article (`code: words`) and the doubt about its time, where they don't tell it already."""
    known = not doubt or any(flag.startswith("feed-page") for flag in flags)
    return [*flags] if known else [*flags, f"{doubt}: {_DOUBTS.get(doubt, '时间可疑')}"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed or list page: where the article is, and what the list already tells of it.

    `content` is HTML that the feed claims to be the text (full or excerpt), empty when it gives none.
    """

    url: str
    title: str
    published: Moment | None = None
    author: str = ""
    summary: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class TokenRows:
    """An answer of OpenRouter's rankings: `rows` of (UTC day, model permaslug, tokens) as of a time; days are ISO dates."""

    rows: tuple[tuple[str, str, int], ...]
    as_of: str
    start_date: str
    end_date: str
    version: str


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a roundup: its heading and the span of heading and text in the article's text. `story` is the story that it
    points to, empty as long as nobody else reports it."""

    title: str
    start: int
    end: int
    story: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What was read from one page, or from the pages of a paged article.

    `text` holds the paragraphs, one a line, without title, dateline furniture or boilerplate. `origin` is the source that
    the page itself names (来源), `problem` why it is no article (then `text` may be empty). `credit` is what the report
    prints. `published` is None when no trustworthy time was found. `next_url` is the page that goes on and wasn't read yet,
    `parts` are the headed items of the text, `flags` what a reader should know of it, as `code: words`.
    """

    id: str
    source: str
    url: str
    credit: str
    title: str
    text: str
    lang: str
    published: Moment | None
    author: str = ""
    origin: str = ""
    problem: str = ""
    decode_errors: int = 0
    next_url: str = ""
    parts: tuple[Part, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """Title and text as one string: the string that evidence spans count in."""
        return f"{self.title}\n{self.text}" if self.text else self.title

    @property
    def doubts(self) -> list[str]:
        """What a reader should know before believing it, in words."""
        told = with_doubt(self.flags, self.published.flag if self.published else "")
        return [flag.partition(": ")[2] or flag for flag in told]


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity or date in a text.

    `value` is a plain decimal string in base units (4.12万亿 → "4120000000000"), an ISO date, or "" for a vague amount;
    ranges, periods and vague amounts have `low` and `high`. `unit` names the class (token, count, percent, …; for money
    "money" with its `currency`), `approx` one of "", about, over, under, near, vague.
    """

    raw: str
    start: int
    end: int
    kind: str
    value: str
    low: str = ""
    high: str = ""
    unit: str = ""
    currency: str = ""
    approx: str = ""
