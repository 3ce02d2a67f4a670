"""An item that passed its form as a Reply: the model's words, the record's opening, the article's own words as quotes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from digest import figures
from digest.engines import form, injection
from digest.engines.numbered import Sheet
from digest.engines.opening import dateline
from digest.engines.shape import Disagreement, Item, Sentence, section_of
from digest.model import Quoted, Reply
from digest.text import one_line

#: disagreements that are passed on, and their characters
_SHOWN, _LONGEST = 3, 120


class Named(Protocol):
    """A section's id, number and title."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102


def reply(item: Item, page: Sheet, headings: Sequence[Named]) -> Reply:
    """The reply; section, importance and relevance stay behind as a remark where they differ from the rules' judgement."""
    texts = [_closed(s.text) for s in item.body]
    opening = dateline(page.brief.lead, texts[0])
    sentences = tuple(_quoted(f"{opening if n == 0 else ''}{texts[n]}", s, page) for n, s in enumerate(item.body))
    return Reply(
        headline=one_line(item.headline).rstrip("。."),
        sentences=sentences,
        lead_sentence=_closed(item.front.text),
        notes=(*_remarks(item, page, headings), *_disagreements(item.disagreements, page), *warnings(page)),
    )


def _closed(text: str) -> str:
    said = one_line(text)
    return said if said[-1:] in "。！？!?”）)" else said.rstrip("，,；;：:、.") + "。"


def _quoted(text: str, sentence: Sentence, page: Sheet) -> Quoted:
    found = form.place(sentence, page)
    assert found is not None, "the form is checked before"
    line, start, end = found
    return Quoted(text, line.article, page.articles[line.article].document[start:end])


def _remarks(item: Item, page: Sheet, headings: Sequence[Named]) -> Iterator[str]:
    titles = {h.id: f"{h.number} {h.title}" for h in headings}
    names = {h.id: (h.title, f"{h.number} {h.title}", h.number) for h in headings}
    meant = section_of(item.section, {**names, "none": ()})
    if not item.relevant or meant == "none":
        yield "模型认为这不是本组要登的新闻（只作参考，小节由规则和编辑决定）"
    elif meant != page.brief.section:
        yield f"模型建议归入 {titles[meant]}（只作参考，小节由规则和编辑决定）"


def _disagreements(found: Sequence[Disagreement], page: Sheet) -> Iterator[str]:
    """What the model says the reports disagree on, where every figure it names stands in the sentences it cites."""
    shown = 0
    for one in found:
        cited = [page.by_id[i] for i in one.ids if i in page.by_id]
        if shown < _SHOWN and cited and len(cited) == len(one.ids) and len(one.text) <= _LONGEST and _grounded(one, page):
            shown += 1
            yield f"模型指出的分歧：{_with_credits(one_line(one.text), page)}"


def _grounded(one: Disagreement, page: Sheet) -> bool:
    said = {(f.value, f.low) for f in figures.find(one.text)}
    told = {(f.value, f.low) for i in one.ids for f in figures.find(page.said(page.by_id[i]))}
    return said <= told and not any(injection.carried(one.text, page.instructions, list(page.articles.values())))


def _with_credits(text: str, page: Sheet) -> str:
    for line in reversed(page.lines):
        text = text.replace(line.id.partition(".")[0] + " ", page.articles[line.article].credit)
    return text


def warnings(page: Sheet) -> Iterator[str]:
    """What an analyst should know of the articles themselves."""
    if page.instructions:
        shown = "；".join(injection.shown(i) for i in page.instructions[:2])
        yield f"来源文章里有写给程序的指令，没有给模型看，也没有照做：{shown}"
