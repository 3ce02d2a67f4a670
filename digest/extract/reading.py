"""One page by itself: title, time, source, text, or the reason why it is no article. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import html

from digest.extract.body import article_blocks
from digest.extract.charset import Decoded, decode
from digest.extract.dom import Block, blocks, too_heavy, tree
from digest.extract.embedded import Embedded, embedded
from digest.extract.furniture import credit_line, stamp
from digest.extract.head import Head, read_head
from digest.extract.mhtml import saved_page
from digest.extract.origin import Lines, normalised, page_author, page_origins
from digest.extract.parts import next_page, parts_of
from digest.extract.problem import Looks, problem_of
from digest.extract.published import Setting, page_time
from digest.extract.ruled import Ruled, ruled
from digest.extract.title import page_title
from digest.extract.trim import trimmed
from digest.extract.weigh import headline, said
from digest.model import Moment, Part, Selectors
from digest.text import canonical_url, fold, language

_LITTLE = 40.0  # Chinese characters: less makes us look for the text in the page's data
_SHORT = 200.0  # with less than that, data that has the page's title beside a longer text is believed rather
_AROUND = 12  # blocks before and behind the text where its time and source are told


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says. `source` is the origin that the page names, `problem` why it is no article.

    `origins` are all the sources named, the first one `source`; `account` the name of a WeChat account; `evidence` the lines
    around the text that tell its time, source and author; `next_url` the next page of a paged article; `parts` the items of
    a roundup, as spans of `text`; `charset` is the codec that was guessed, empty where a label names it.
    """

    title: str = ""
    published: Moment | None = None
    source: str = ""
    author: str = ""
    text: str = ""
    lang: str = "und"
    problem: str = ""
    decode_errors: int = 0
    account: str = ""
    canonical: str = ""
    origins: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    next_url: str = ""
    parts: tuple[Part, ...] = ()
    charset: str = ""


def read(
    body: bytes,
    *,
    url: str = "",
    content_type: str = "",
    now: datetime,
    selectors: Selectors | None = None,
    timezone: str = "Asia/Shanghai",
    min_chars: int = 0,
    must_contain: str = "",
) -> Reading:
    """Reads a page by itself. Never raises on hostile bytes; what can't be read is said in `problem`.

    What `selectors` find is believed as far as it passes the checks of `min_chars` and `must_contain`. A page that a browser
    saved as MHTML is read as the page it holds.
    """
    saved = saved_page(body)
    if saved:
        body, content_type, url = saved.body, saved.content_type, url or saved.url
    decoded = decode(body, content_type)
    heavy = too_heavy(decoded.text)
    root = None if heavy else tree(decoded.text)
    if root is None:
        return Reading(problem=f"too heavy: {heavy}" if heavy else "empty: 页面没有内容", decode_errors=decoded.errors)
    rules = ruled(root, selectors or Selectors(), min_chars=min_chars, must_contain=must_contain)
    got = _read(root, decoded, rules, Setting(url, now, timezone))
    return got if got.problem else replace(got, problem=_unlike(got.text, rules.unlike, min_chars))


def _read(root: html.HtmlElement, decoded: Decoded, rules: Ruled, setting: Setting) -> Reading:
    head = read_head(root)
    everything = blocks(root)
    title = rules.title or page_title(root, head)
    chosen = trimmed(rules.body) if rules.body else article_blocks(everything, title, decoded.text)
    if fold("".join(b.text for b in chosen)) == fold(title):
        chosen = []
    data = _data(head, title, chosen)
    chosen = list(data.blocks) or chosen
    lines = _lines(everything, chosen, title)
    told = filter(None, map(normalised, (rules.source, data.source)))
    origins = tuple(dict.fromkeys([*told, *page_origins(root, head, lines)]))
    published = page_time(root, head, lines.opening, setting, rules.date or data.published)
    text = "\n".join(b.text for b in chosen)
    whole = "\n".join(b.text for b in everything)
    looks = Looks(title, text, whole, sum(b.linked for b in everything), decoded.text, _is_dated(published))
    return Reading(
        title=title,
        published=published,
        source=origins[0] if origins else "",
        author=page_author(head, lines) or normalised(data.author),
        text=text,
        lang=language(text or title),
        problem=problem_of(looks),
        decode_errors=decoded.errors,
        account=rules.account,
        canonical=canonical_url(head.canonical, setting.url),
        origins=origins,
        evidence=tuple(_evidence(lines)),
        next_url=next_page(root, setting.url),
        parts=parts_of(chosen),
        charset=decoded.encoding if decoded.guessed else "",
    )


def _data(head: Head, title: str, chosen: Sequence[Block]) -> Embedded:
    """The text that the page carries as data, where the visible one is hardly the article: a banner, some comments."""
    seen = sum(said(b.text) for b in chosen)
    data = embedded(head, title) if seen < _SHORT else Embedded()
    more = data.titled and sum(said(b.text) for b in data.blocks) > 1.2 * seen
    return data if seen < _LITTLE or more else Embedded()


def _is_dated(published: Moment | None) -> bool:
    return published is not None and published.flag != "from-url"


def _unlike(text: str, unlike: str, min_chars: int) -> str:
    """What the source list expects of every article of a source, and this page doesn't keep."""
    if unlike:
        return f"unexpected: 页面里没有 {unlike} (must_contain)"
    return f"short: 正文 {len(text)} 字，少于 min_chars {min_chars}" if len(text) < min_chars else ""


def _lines(everything: Sequence[Block], chosen: Sequence[Block], title: str) -> Lines:
    """The lines around the text: from the headline to the first paragraphs, and those that were left out within and behind."""
    if not chosen:
        return Lines(opening=everything[:40])
    first, last = chosen[0].text, chosen[-1].text
    start = next((i for i, b in enumerate(everything) if b.text == first), 0)
    end = next((i for i in range(len(everything) - 1, -1, -1) if everything[i].text == last), start)
    kept = {b.text for b in chosen}
    head = headline(everything, title)
    near = min(head, start - _AROUND) if 0 < start - head < 5 * _AROUND else start - _AROUND
    return Lines(
        opening=everything[max(0, near) : start + 2],
        byline=everything[max(head + 1, near) : start],
        first=first,
        ending=[b for b in everything[start : end + _AROUND] if b.text not in kept],
    )


def _evidence(lines: Lines) -> list[str]:
    """The lines that tell time, source and author, as printed."""
    around = [*lines.byline, *lines.ending]
    return [b.text for b in around if b.linked * 2 <= len(b.text) and (stamp(b.text) or credit_line(b.text))][:8]
