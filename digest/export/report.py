"""The draft of a whole report: front page, 目录, the four chapters. What is the analyst's to say is left open and says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from digest.export.blocks import Block, Kind, front, of, section, sentence, set_in, spaced, waiting
from digest.export.dossier import Dossier
from digest.export.layout import Chapter, Layout
from digest.model import Draft
from digest.text import one_line

#: what nobody but the analyst can write
OPEN = "【观点待分析师填写】"
NO_MARKET = "【未提供行情文件】"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of section 2: the text, its short form for the front page, its figure's caption, and the figure's file."""

    text: str
    short: str
    caption: str = ""
    picture: str = ""


def report(
    dossier: Dossier,
    published: date,
    risk: str,
    *,
    market: Sequence[Passage] = (),
    valuation: Passage | None = None,
    source: str = "",
) -> list[Block]:
    """The whole draft as lines in print order; `market` are week and year to date, `source` is whom its data is from."""
    layout = replace(dossier.layout, house=dossier.layout.whole.house)
    dossier = replace(dossier, layout=layout)
    passages = [*market, *([valuation] if valuation else [])]
    figures = [(n, p) for n, p in enumerate((p for p in passages if p.caption), 1)]
    own = [
        *_front_page(dossier, published, risk, market, valuation),
        *_contents(dossier, figures),
        *_views(dossier),
        *_market(layout, passages, figures, source),
    ]
    return [*set_in(layout, own), *section(dossier.edition, layout), *set_in(layout, _risk(layout.whole.risk, risk))]


def _leads(dossier: Dossier) -> list[tuple[str, Draft]]:
    return [(part.title, found[0]) for part in dossier.layout.parts if (found := of(dossier.edition, part))]


def _told(dossier: Dossier) -> str:
    """`AI模型方面，…。AI产业方面，…。` from the lead items' headlines."""
    return "".join(f"{title}方面，{waiting(item)}{sentence(one_line(item.headline))}" for title, item in _leads(dossier))


def _front_page(
    dossier: Dossier, published: date, risk: str, market: Sequence[Passage], valuation: Passage | None
) -> list[Block]:
    layout = dossier.layout
    views = "".join(p.short for p in market) + _told(dossier) + OPEN
    points = [front(dossier.edition, layout)[0].text]
    points += [f"行业估值: {valuation.short}"] if valuation else []
    return [
        Block("title", layout.whole.title),
        Block("text", f"{published.year}年{published.month}月{published.day}日"),
        Block("label", "行业核心观点:"),
        Block("text", views),
        Block("label", "投资要点:"),
        *(Block("text", line) for line in [*points, f"{layout.whole.risk.title}: {risk}"]),
    ]


def _contents(dossier: Dossier, figures: Sequence[tuple[int, Passage]]) -> list[Block]:
    layout = dossier.layout
    whole, parts = layout.whole, list[Block]()
    for part in layout.parts:
        found = of(dossier.edition, part)
        head = f": {waiting(found[0])}{one_line(found[0].headline)}" if found else ""
        parts.append(Block("contents", f"{spaced(part.title)}{head}", 2, part.number))
    chapters = [_named(c, "contents") for c in (whole.views, whole.market, layout.chapter)]
    lines = [Block("contents", f"图表{n}: {p.caption}") for n, p in figures]
    return [Block("label", "正文目录"), *chapters, *parts, _named(whole.risk, "contents"), *lines]


def _named(chapter: Chapter, kind: Kind = "heading") -> Block:
    return Block(kind, chapter.title, 1, chapter.number)


def _views(dossier: Dossier) -> list[Block]:
    told = _told(dossier)
    lines = [f"上周，{told}" if told else dossier.layout.empty, OPEN]
    return [_named(dossier.layout.whole.views), *(Block("text", line) for line in lines)]


def _market(layout: Layout, passages: Sequence[Passage], figures: Sequence[tuple[int, Passage]], source: str) -> list[Block]:
    found = [_named(layout.whole.market)]
    numbers = {p.caption: n for n, p in figures}
    credit = ", ".join(filter(None, (source, layout.whole.publisher)))
    for passage in passages:
        found.append(Block("text", passage.text))
        if passage.caption:
            found.append(Block("caption", f"图表{numbers[passage.caption]}: {passage.caption}"))
            found += [Block("picture", passage.picture)] if passage.picture else []
            found += [Block("source", f"资料来源: {credit}")] if credit else []
    return found if passages else [*found, Block("text", NO_MARKET)]


def _risk(chapter: Chapter, risk: str) -> list[Block]:
    return [_named(chapter), Block("text", risk)]
