"""What can be said of an item without the verifier: ids that exist, quotes that stand, plain Chinese of the right length.

`problems` answers in Chinese sentences that can be told to the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from digest.engines import injection
from digest.engines.numbered import Line, Sheet
from digest.engines.shape import Item, Sentence, section_of
from digest.model import Article
from digest.text import fold, language, shingles, simplified

#: characters: headline, one sentence, the whole body, the first-page sentence
HEADLINE, SENTENCE, BODY, FRONT = (6, 60), (6, 200), (40, 420), (12, 160)
SHORTEST_QUOTE = 6
#: the part of a sentence's character pairs that a Chinese source has: an editor's own summaries have 0.38 and more (53 of 54
#: sentences), a sentence about something else at most 0.29
SHARED = 1 / 3
_MARKUP = re.compile(
    r"https?://|www\.|!?\[[^\]\n]{0,80}\]\(|</?[a-z!][^>\n]{0,80}>|^\s{0,3}#{1,6}\s|\*\*|```|\|\s?-{3}|[\n\r\t\x1b]|资料来源|\[A\d+\.S\d+\]",
    re.I | re.M,
)
_ADVICE = re.compile(r"强烈(推荐|建议)|建议(买入|增持|关注|卖出)|(买入|增持|减持)评级|目标价|逢低|值得(买入|配置)")


def problems(item: Item, page: Sheet, sections: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with an item, the most basic first; empty when nothing is."""
    return [*_fields(item, sections), *_evidence(item, page), *_texts(item, page)]


def _fields(item: Item, sections: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if section_of(item.section, {**sections, "none": ()}) == "":
        yield f"section 写了“{item.section[:20]}”，只能是 {', '.join([*sections, 'none'])} 之一"
    if item.importance not in (0, 1, 2, 3):
        yield "importance 只能是 0、1、2、3"
    sizes = [("headline", len(item.headline), HEADLINE), ("front", len(item.front.text), FRONT)]
    sizes += [(f"body 第 {n} 句", len(s.text), SENTENCE) for n, s in enumerate(item.body, 1)]
    sizes += [("body 合计", sum(len(s.text) for s in item.body), BODY)]
    for name, size, (least, most) in sizes:
        if not least <= size <= most:
            yield f"{name} 有 {size} 个字，应在 {least} 至 {most} 之间"


def _evidence(item: Item, page: Sheet) -> Iterator[str]:
    for name, sentence in named(item):
        unknown = [i for i in sentence.ids if i not in page.by_id]
        if unknown or not sentence.ids:
            yield f"{name} 的 ids 有误: {', '.join(unknown) if unknown else '空着'}"
        elif place(sentence, page) is None:
            yield f"{name} 的 quote “{sentence.quote[:30]}” 不是从 {', '.join(sentence.ids)} 逐字抄下的"


def _texts(item: Item, page: Sheet) -> Iterator[str]:
    articles = list(page.articles.values())
    told = "\n".join(a.document for a in articles)
    for name, text in (("headline", item.headline), *((n, s.text) for n, s in named(item))):
        if found := _MARKUP.search(text):
            yield f"{name} 里不能有链接、标记、换行或资料来源: “{found[0].strip() or '换行'}”"
        if language(text) != "zh-Hans":
            yield f"{name} 要用简体中文写"
        if (found := _ADVICE.search(text)) and found[0] not in told:
            yield f"{name} 里不能有投资建议: “{found[0]}”"
        for start, end, _ in injection.carried(text, page.instructions, articles):
            yield f"{name} 里的“{text[start:end]}”来自材料里的指令，不是新闻"
    yield from _groundless(item, page, articles)


def _groundless(item: Item, page: Sheet, articles: Sequence[Article]) -> Iterator[str]:
    """Sentences that share too few words with Chinese reports to be about what they tell; of English ones no one can say so."""
    known = frozenset[str]().union(*(shingles(simplified(a.document), 2) for a in articles if a.lang.startswith("zh")))
    foreign = {a.id for a in articles if not a.lang.startswith("zh")}
    said = [(n, s.text, {page.by_id[i].article for i in s.ids if i in page.by_id}) for n, s in named(item)]
    for name, text, cited in [*said, ("headline", item.headline, {a.id for a in articles})]:
        pieces = shingles(simplified(text), 2)
        if not cited & foreign and len(pieces & known) < len(pieces) * SHARED:
            yield f"{name} 说的事在材料里找不到: “{text[:30]}”"


def named(item: Item) -> Iterator[tuple[str, Sentence]]:
    """Every sentence with evidence, by the name it has in the answer."""
    yield from ((f"body 第 {n} 句", s) for n, s in enumerate(item.body, 1))
    yield "front", item.front


# --------------------------------------------------------------------------------------------------------------- quotes
def place(sentence: Sentence, page: Sheet) -> tuple[Line, int, int] | None:
    """Where a sentence's quote stands, exact but for width and blanks: a cited line and the span in its article's document.

    A quote may run on from the cited sentence, but not into one that was never shown.
    """
    wanted = "".join(map(fold, sentence.quote))
    if len(wanted) < SHORTEST_QUOTE:
        return None
    for line in (page.by_id[i] for i in sentence.ids if i in page.by_id):
        document = page.articles[line.article].document
        end = _shown_until(line, page)
        found = locate(wanted, document[line.start : end])
        if found and found[0] < line.end - line.start:
            return line, line.start + found[0], line.start + found[1]
    return None


def _shown_until(line: Line, page: Sheet) -> int:
    """The end of the sentences that were shown one after the other from a line on."""
    end = line.end
    for other in page.lines:
        gap = page.articles[line.article].document[end : other.start] if other.article == line.article else "x"
        if other.start >= end and not gap.strip():
            end = other.end
    return end


def locate(wanted: str, text: str) -> tuple[int, int] | None:
    """Where a folded string stands in a text, as a span of the text."""
    pairs = [(f, n) for n, ch in enumerate(text) for f in fold(ch)]
    at = "".join(f for f, _ in pairs).find(wanted)
    return (pairs[at][1], pairs[at + len(wanted) - 1][1] + 1) if at >= 0 and wanted else None
