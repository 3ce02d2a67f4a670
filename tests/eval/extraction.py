"""Extraction scored: the sample week's pages always, the labelled third-party pages where they are present.

    python -m tests.eval.extraction     the table, beside those of the well-known libraries, with CPU seconds a page

Third-party pages are only ever read from where they lie. `half A` is what rules were tuned on, `half B` what confirms them
(halves by a hash of the page's id).
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from digest import extract
from digest.config import load_sources
from digest.model import Article, Page, Selectors
from digest.text import HAN
from digest.weeks import BEIJING
from tests.eval.common import SHARED, WEEK, Metric, fingerprint
from tests.eval.scoring import Overlap, overlap, same_title

CORPORA = SHARED / "data" / "extraction"
NOW = datetime(2026, 11, 22, tzinfo=BEIJING)
WEEK_NOW = "2026-03-01T23:59:00+08:00"
Reader = Callable[[bytes, str], "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a reader found on a page; libraries leave most of it empty."""

    text: str = ""
    title: str = ""
    day: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A third-party page and what a person says it says; empty where nobody said it."""

    corpus: str
    id: str
    lang: str
    half: str
    url: str
    body: bytes
    text: str
    title: str
    day: str
    source: str


def run() -> list[Metric]:
    """The metrics with their floors: of the sample week, and of the labelled pages when they are there."""
    found = [*week_metrics(with_selectors=True), *week_metrics(with_selectors=False)]
    return [*found, *corpus_metrics()] if CORPORA.is_dir() else found


# ----------------------------------------------------------------------------------------------------- the sample week
@dataclass(frozen=True, slots=True)
class Printed:
    """An article of the sample week as its page prints it, and what was read from that page."""

    id: str
    title: str
    text: str
    published: datetime
    outlet: str
    article: Article
    names: tuple[str, ...]


def week_pages(with_selectors: bool) -> Iterator[Printed]:
    """Every article page that is no block page, read as the crawl reads it."""
    room = _newsroom()
    sources = {s.id: s for s in _sources(room)}
    for sid, items in room.articles.items():
        source = sources[sid] if with_selectors else replace(sources[sid], selectors=Selectors())
        for item in items:
            reply = room.answer(item.link, {})
            url = f"{room.origin(sid)}{item.link}"
            page = Page(url, url, reply.status, (("content-type", reply.content_type),), reply.body, room.now)
            if not item.blocked:
                text = "\n".join(room._rewrite(p) for p in item.text(room.now))
                found = extract.article(page, source, None, room.now)
                alone = extract.read(
                    page.body,
                    url=url,
                    content_type=reply.content_type,
                    now=room.now,
                    selectors=source.selectors,
                    timezone=source.timezone,
                )
                told = (html.unescape(item.headline(room.now)), html.unescape(text))  # one page escapes its text twice
                yield Printed(item.id, *told, item.local, item.source, found, alone.origins[:1])


@lru_cache(maxsize=1)
def _newsroom() -> Any:
    sys.path[:0] = [str(WEEK / "server")]
    from newsroom import Newsroom

    return Newsroom(WEEK, now=WEEK_NOW)


def _sources(room: Any) -> Sequence[Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sources.yaml"
        path.write_text(room.sources_yaml(), encoding="utf-8")
        return load_sources(path)


def right_time(article: Article, published: datetime) -> bool:
    """To the minute where the page prints it, the right day where it prints no more, and no doubt about it."""
    got = article.published
    if got is None or got.flag:
        return False
    if got.precision == "day":
        return got.at.date() == published.date()
    return got.at.replace(second=0) == published.replace(second=0)


def right_source(names: Sequence[str], outlet: str) -> bool:
    """The outlet's own name first; the name of an account is its outlet's."""
    return names[:1] in ((outlet,), (outlet.removesuffix("微信公众号"),))


def right_text(article: Article, text: str) -> bool:
    """All of the text and nothing else, but for white space and invisible characters."""
    return _visible(article.text) == _visible(text)


def _visible(text: str) -> str:
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def week_metrics(*, with_selectors: bool) -> list[Metric]:
    """Title, time, text and source over the sample week. Lines that the reader leaves out on purpose count as misses."""
    printed = list(week_pages(with_selectors))
    mark = fingerprint((WEEK / "articles.jsonl").read_bytes().splitlines())
    name, floor = ("selectors", 0.99) if with_selectors else ("unknown page", 0.95)
    checks: dict[str, Callable[[Printed], bool]] = {
        "title": lambda p: p.article.title == p.title,
        "time": lambda p: right_time(p.article, p.published),
        "text": lambda p: right_text(p.article, p.text),
        "source": lambda p: right_source(p.names, p.outlet),
    }
    out = []
    for what, check in checks.items():
        misses = [p.id for p in printed if not check(p)]
        least = floor if what == "text" else 0.99
        out.append(Metric(f"extraction.week.{name}.{what}", 1 - len(misses) / len(printed), len(printed), least, misses, mark))
    return out


# ----------------------------------------------------------------------------------------------------- labelled pages
def labelled(corpora: Iterable[str] = ("daniel", "gne", "magic_html", "aeb")) -> Iterator[Labelled]:
    """The pages whose reference text stands on them."""
    for corpus in corpora:
        lines = (CORPORA / corpus / "truth.jsonl").read_text(encoding="utf-8").split("\n")
        for row in map(json.loads, filter(str.strip, lines)):
            if row["page_ok"]:
                yield _labelled(corpus, row)


def _labelled(corpus: str, row: dict[str, Any]) -> Labelled:
    even = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2 == 0
    body = gzip.decompress((CORPORA / corpus / "pages" / f"{row['id']}.html.gz").read_bytes())
    lang = row["lang"] if row["lang"] in ("zh", "en") else "other"
    told = {k: row[k] or "" for k in ("url", "text", "title", "source")}
    return Labelled(corpus, row["id"], lang, "A" if even else "B", body=body, day=(row["date"] or "")[:10], **told)


def ours(body: bytes, url: str) -> Result:
    """The reader of this project, on a page of an unknown site."""
    got = extract.read(body, url=url, now=NOW)
    return Result(got.text, got.title, got.published.at.date().isoformat() if got.published else "", got.source)


@dataclass(frozen=True, slots=True)
class Scored:
    """A page, what was read and how the texts overlap."""

    page: Labelled
    result: Result
    body: Overlap


def scored(pages: Iterable[Labelled], reader: Reader) -> tuple[list[Scored], float]:
    """Scores and the CPU seconds that the reader took."""
    out, spent = [], 0.0
    for page in pages:
        start = time.process_time()
        result = reader(page.body, page.url)
        spent += time.process_time() - start
        out.append(Scored(page, result, overlap(result.text, page.text, page.lang, page.title or result.title)))
    return out, spent


def broken(page: Labelled, encoding: str = "") -> Labelled:
    """The page with one byte of its middle made unreadable; with an encoding, after being written in that one."""
    body = page.body.decode("utf-8", "replace").encode(encoding, "xmlcharrefreplace") if encoding else page.body
    middle = len(body) // 2
    place = next((i for i in [*range(middle, len(body)), *range(middle)] if body[i] > 0x7F), middle)
    return replace(page, body=body[:place] + b"\xff" + body[place + 1 :])


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0


_FLOORS = {"zh": 0.93, "en.aeb": 0.955}


def corpus_metrics() -> list[Metric]:
    """Body, title, date and source of the labelled pages, and what one broken byte costs."""
    results, _ = scored(labelled(), ours)
    groups: dict[str, list[Scored]] = {}
    for s in results:
        for name in (s.page.lang, f"{s.page.lang}.half {s.page.half}", f"{s.page.lang}.{s.page.corpus}"):
            groups.setdefault(name, []).append(s)
    out = [_body_metric(name, group) for name, group in sorted(groups.items())]
    for half in ("", "A", "B"):
        group = [s for s in groups["zh"] if half in ("", s.page.half)]
        out += _told_metrics(f"zh.half {half}" if half else "zh", group, floors=not half)
    return [*out, *_damage(groups["zh"], "zh"), *_damage(groups["en.aeb"], "en.aeb")]


def _body_metric(name: str, group: Sequence[Scored]) -> Metric:
    misses = [f"{s.page.id}: P {s.body.precision:.2f} R {s.body.recall:.2f}" for s in group if s.body.f1 < 0.8]
    return Metric(
        f"extraction.body.{name}", _mean(s.body.f1 for s in group), len(group), _FLOORS.get(name), misses, _mark(group)
    )


def _told_metrics(name: str, group: Sequence[Scored], *, floors: bool) -> list[Metric]:
    checks: dict[str, tuple[float, Callable[[Scored], bool], Callable[[Scored], str]]] = {
        "title": (0.95, lambda s: same_title(s.result.title, s.page.title), lambda s: s.page.title),
        "date": (0.98, lambda s: s.result.day == s.page.day, lambda s: s.page.day),
        "source": (0.80, lambda s: same_title(s.result.source, s.page.source), lambda s: s.page.source),
    }
    out = []
    for what, (floor, right, truth) in checks.items():
        told = [s for s in group if truth(s)]
        misses = [f"{s.page.id}: {getattr(s.result, 'day' if what == 'date' else what)!r}" for s in told if not right(s)]
        value = 1 - len(misses) / len(told) if told else 0.0
        out.append(Metric(f"extraction.{what}.{name}", value, len(told), floor if floors else None, misses, _mark(told)))
    return out


def _damage(group: Sequence[Scored], name: str) -> list[Metric]:
    out = []
    for encoding in ("", "gb18030") if name == "zh" else ("",):
        again, _ = scored([broken(s.page, encoding) for s in group], ours)
        loss = _mean(a.body.f1 - b.body.f1 for a, b in zip(group, again, strict=True))
        misses = [a.page.id for a, b in zip(group, again, strict=True) if a.body.f1 - b.body.f1 > 0.05]
        label = f"extraction.broken byte.{name}{' ' + encoding if encoding else ''}"
        out.append(Metric(label, max(0.0, loss), len(group), 0.01, misses, _mark(group), more_is_better=False))
    return out


def _mark(group: Sequence[Scored]) -> str:
    return fingerprint(part for s in group for part in (s.page.id, s.page.text, s.page.title))


# ---------------------------------------------------------------------------------------------------------- the table
def libraries() -> tuple[dict[str, Reader], list[str]]:
    """The readers to compare with, and the names of those that are not installed."""
    named = {"trafilatura": _trafilatura, "readability": _readability, "newspaper": _newspaper}
    missing = [name for name in ("jieba", *named) if find_spec(name) is None]  # newspaper reads no Chinese without jieba
    lacking = {"newspaper" if name == "jieba" else name for name in missing}
    return {"digest": ours} | {n: _patient(r) for n, r in named.items() if n not in lacking}, sorted(lacking)


def _patient(reader: Reader) -> Reader:
    """A library that stumbles over a page has read nothing of it."""

    def read(body: bytes, url: str) -> Result:
        try:
            return reader(body, url)
        except Exception:
            return Result()

    return read


def _trafilatura(body: bytes, url: str) -> Result:
    import trafilatura

    got = trafilatura.bare_extraction(extract.decode(body).text, url=url or None, include_comments=False, with_metadata=True)
    return Result(got.text or "", got.title or "", got.date or "", got.sitename or "") if got else Result()


def _readability(body: bytes, _url: str) -> Result:
    from readability import Document

    from digest.extract.dom import blocks, tree  # its answer is markup: made text as ours is

    page = Document(extract.decode(body).text)
    root = tree(page.summary(html_partial=True))
    return Result("\n".join(b.text for b in blocks(root)) if root is not None else "", page.short_title())


def _newspaper(body: bytes, url: str) -> Result:
    from newspaper import Article as Newspaper

    markup = extract.decode(body).text
    tongue = "zh" if len(re.findall(f"[{HAN}]", markup)) > 100 else "en"  # it must be told, and counts Chinese as one word else
    page = Newspaper(url or "http://site.example/", language=tongue)
    page.fetch_images = lambda: None  # it would ask the network for the size of each picture
    page.download(input_html=markup)
    page.parse()
    day = page.publish_date.date().isoformat() if page.publish_date else ""
    return Result(page.text, page.title, day)


def _line(name: str, group: Sequence[Scored]) -> str:
    p, r, f = (_mean(getattr(s.body, k) for s in group) for k in ("precision", "recall", "f1"))
    bad = sum(s.body.f1 < 0.5 for s in group)
    return f"  {name:18} {len(group):4} pages  P {p:.3f}  R {r:.3f}  F1 {f:.4f}  below 0.5: {bad}"


def main() -> None:
    """Prints the table of every reader, then our own metrics with their misses."""
    import logging

    logging.disable(logging.CRITICAL)
    if CORPORA.is_dir():
        pages = list(labelled())
        readers, missing = libraries()
        for name in missing:
            print(f"{name}: not installed, left out (pip install -c constraints.txt '.[bench]')")
        for name, reader in readers.items():
            results, spent = scored(pages, reader)
            print(f"{name}: {1000 * spent / len(pages):.1f} ms CPU a page")
            for group in sorted({(s.page.lang, s.page.corpus) for s in results}):
                print(_line(".".join(group), [s for s in results if (s.page.lang, s.page.corpus) == group]))
            zh = [s for s in results if s.page.lang == "zh"]
            print(_line("zh", zh))
            for metric in _told_metrics("zh", zh, floors=True):
                print(f"  {metric.name}: {metric.value:.3f} of {metric.rows}")
    for metric in run():
        floor = "" if metric.floor is None else f" (floor {metric.floor})"
        print(f"{'FAILS ' if metric.fails else ''}{metric.name}: {metric.value:.4f} of {metric.rows}{floor}")
        for miss in metric.misses:
            print(f"    {miss}")


if __name__ == "__main__":
    main()
