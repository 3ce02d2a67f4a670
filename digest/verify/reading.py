"""A text as the checks see it: sentences, clauses, figures in their places, cue words and names. Offsets are the text's own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from digest.model import Figure
from digest.text import fold_width, language, sentences, simplified
from digest.verify import cues, mentions, quantities
from digest.verify.cues import Cue
from digest.verify.mentions import Mention, Names
from digest.verify.quantities import REACH, WHEN
from digest.weeks import BEIJING

Span = tuple[int, int]
_MARKS = re.compile(r"([，；：！？（）])")
#: a plain comma or colon that is no part of a number or a time, and the marks that a Chinese text means by them
_PLAIN_MARK = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|;|(?<!\d):|:(?!\d)|[!?()]")
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_CLAUSE_END = re.compile(
    r"[，；：。！？\n]|——|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])|(?<!\d),|,(?!\d{3}(?!\d))|[;!?]|(?<!\d):|:(?!\d)|\.(?=\s|$)"
)
#: a remark in brackets (1100亿美元（约合7544亿元人民币）新投资): no clause of its own
_BRACKETS = re.compile(r"[（(][^（）()\n]{1,60}[）)]")
_PER = re.compile(r"(?:每|\bper )\s?$")
_LIST_END = re.compile(r"[、，；。！？（）\n]|和(?![平谐解])|(?<!\d),|,(?!\d{3}(?!\d))|;| and | while |而|并")


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A figure with the numbers of its sentence and clause, and the text that belongs to it alone before and after.

    `per` marks the unit of a price (每百万Token 8元), which is no amount by itself.
    """

    figure: Figure
    sentence: int
    clause: int
    before: Span
    after: Span
    per: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One text, read once. `plain` is folded (width, script, punctuation) and has the length of `text`."""

    text: str
    plain: str
    lang: str
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    marks: tuple[Mark, ...]
    dates: tuple[Mark, ...]
    cues: tuple[Cue, ...]
    names: tuple[Mention, ...]
    day: date | None
    cue_starts: tuple[int, ...]
    name_starts: tuple[int, ...]
    mark_starts: tuple[int, ...]
    date_starts: tuple[int, ...]

    def sentence_at(self, at: int) -> int:
        """Number of the sentence that holds an offset, or the last one that begins before it."""
        return max(bisect_right(self.sentences, (at, len(self.text) + 1)) - 1, 0)

    def clause_at(self, at: int) -> int:
        """Number of the clause that holds an offset."""
        return max(bisect_right(self.clauses, (at, len(self.text) + 1)) - 1, 0)

    def cues_in(self, start: int, end: int, axis: str = "") -> list[Cue]:
        """The cues that begin within a span, of one axis or of all."""
        low, high = bisect_left(self.cue_starts, start), bisect_left(self.cue_starts, end)
        return [c for c in self.cues[low:high] if axis in ("", c.axis)]

    def names_in(self, start: int, end: int) -> list[Mention]:
        """The names that begin within a span, places excepted."""
        return [n for n in self._mentions(start, end) if not n.place]

    def places_in(self, start: int, end: int) -> list[Mention]:
        """The places that are named within a span."""
        return [n for n in self._mentions(start, end) if n.place]

    def _mentions(self, start: int, end: int) -> tuple[Mention, ...]:
        return self.names[bisect_left(self.name_starts, start) : bisect_left(self.name_starts, end)]

    def marks_in(self, start: int, end: int) -> tuple[Mark, ...]:
        """The figures that begin within a span."""
        return self.marks[bisect_left(self.mark_starts, start) : bisect_left(self.mark_starts, end)]

    def marks_of(self, sentence: int) -> tuple[Mark, ...]:
        """The figures of a sentence."""
        return self.marks_in(*self.sentences[sentence])

    def marks_beside(self, mark: Mark) -> tuple[Mark, ...]:
        """The other figures of a mark's sentence, and those of the sentences before and after it."""
        low = self.sentences[max(mark.sentence - 1, 0)][0]
        high = self.sentences[min(mark.sentence + 1, len(self.sentences) - 1)][1]
        return tuple(m for m in self.marks_in(low, high) if m is not mark)

    def marks_near(self, mark: Mark) -> tuple[Mark, ...]:
        """The figures that stand no further from one than any paragraph is long."""
        return self.marks_in(mark.figure.start - 2 * _LONGEST, mark.figure.start + 2 * _LONGEST)

    def dates_in(self, start: int, end: int) -> tuple[Mark, ...]:
        """The dates that begin within a span."""
        return self.dates[bisect_left(self.date_starts, start) : bisect_left(self.date_starts, end)]

    def clauses_of(self, sentence: int) -> range:
        """Numbers of the clauses of a sentence."""
        start, end = self.sentences[sentence]
        return range(self.clause_at(start), self.clause_at(max(end - 1, start)) + 1)

    def paragraph(self, at: int) -> Span:
        """The span of the line that holds an offset."""
        end = self.plain.find("\n", at)
        return self.plain.rfind("\n", 0, at) + 1, end if end >= 0 else len(self.plain)


#: what the other shore calls a thing, where its word has as many characters
_TERMS = {
    "奈米": "纳米", "伺服器": "服务器", "晶片": "芯片", "软体": "软件", "硬体": "硬件", "网路": "网络", "行动": "移动", "营运": "运营",
    "资讯": "信息", "品质": "质量", "智慧型": "智能型", "人工智慧": "人工智能", "记忆体": "存储器", "法人": "机构", "机台": "设备",
}  # fmt: skip
_TERM = re.compile("|".join(_TERMS))


@lru_cache(maxsize=1024)
def folded(text: str, lang: str) -> str:
    """Width and script folded, character for character; a Chinese text has its punctuation in full width throughout."""
    if lang == "en":
        return fold_width(text)
    kept = "".join(part if _MARKS.fullmatch(part) else simplified(fold_width(part)) for part in _MARKS.split(text))
    kept = _PLAIN_MARK.sub(lambda m: _WIDE[m.group()], kept)
    return _TERM.sub(lambda m: _TERMS[m.group()], kept) if lang == "zh-Hant" else kept


#: U.S. Commerce Department is listed as US Commerce Department; the length stays
_ABBREVIATED = re.compile(r"\bU\.([SK])\.(?= )")


#: abbreviations whose point ends no sentence
_DOTTED = re.compile(
    r"\b(?:U\.[SKN]\.|Inc\.|Corp\.|Co\.|Ltd\.|Mr\.|Ms\.|Mrs\.|Dr\.|No\.|vs\.|St\.|Jr\.|Sen\.|Gov\.|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.)"
)


def _listed(text: str, names: Names | None) -> list[tuple[int, int, str]]:
    if names is None:
        return []
    return [(at + s, at + e, key) for at, piece in cues.pieces(text) for s, e, key in _named(piece, names)]


@lru_cache(maxsize=4096)
def _named(piece: str, names: Names) -> tuple[tuple[int, int, str], ...]:
    found = names.find(_ABBREVIATED.sub(_spelled, piece))
    return tuple((s - 2 if piece.startswith("U.", s - 2) else s, e, key) for s, e, key in found)


def _spelled(m: re.Match[str]) -> str:
    return f"  U{m[1]}"


def read(text: str, published: datetime | None, names: Names | None, lang: str = "") -> Reading:
    """The reading of a text, in the language that it has as a whole; kept: every draft of a story asks for its articles again."""
    return _read(text, published, names, lang)


def sentence_spans(text: str, lang: str) -> tuple[Span, ...]:
    """Where the sentences of a text begin and end; the whole text where it has none."""
    return _spans(folded(text, lang))


def axes_of(text: str, lang: str) -> frozenset[str]:
    """The axes of the cue words of a text."""
    return cues.axes(folded(text, lang), lang)


def _spans(plain: str) -> tuple[Span, ...]:
    return tuple(_cut(sentences(_DOTTED.sub(lambda m: m.group().replace(".", "_"), plain)))) or ((0, len(plain)),)


@lru_cache(maxsize=512)
def _read(text: str, published: datetime | None, names: Names | None, lang: str) -> Reading:
    lang = lang or language(text)
    plain = folded(text, lang)
    spans = _spans(plain)
    clauses = tuple(_clauses(plain, spans))
    found = quantities.find(text, plain, published, lang)
    marks = _marks(plain, found, spans, clauses)
    said = cues.find(plain, lang)
    named = mentions.find(plain, _listed(text, names), names, lang)
    return Reading(
        text=text,
        plain=plain,
        lang="zh-Hans" if lang == "zh-Hant" else lang,  # the script is folded away: one language from here on
        sentences=spans,
        clauses=clauses,
        marks=tuple(m for m in marks if m.figure.kind not in WHEN),
        dates=tuple(m for m in marks if m.figure.kind in WHEN),
        cues=said,
        names=named,
        day=published.astimezone(BEIJING).date() if published else None,
        cue_starts=tuple(c.start for c in said),
        name_starts=tuple(n.start for n in named),
        mark_starts=tuple(m.figure.start for m in marks if m.figure.kind not in WHEN),
        date_starts=tuple(m.figure.start for m in marks if m.figure.kind in WHEN),
    )


_LONGEST = 1000


def _cut(spans: Iterable[Span]) -> Iterator[Span]:
    """Sentences; what goes on for longer than any sentence does, in pieces, so that no rule has to hold all of it together."""
    for start, end in spans:
        yield from ((at, min(at + _LONGEST, end)) for at in range(start, end, _LONGEST))


def _clauses(plain: str, spans: tuple[Span, ...]) -> list[Span]:
    out = []
    for start, end in spans:
        at = start
        closed = [m.span() for m in _BRACKETS.finditer(plain, start, end)]
        for m in _CLAUSE_END.finditer(plain, start, end):
            if m.end() - at > 1 and not any(a < m.start() < b for a, b in closed):
                out.append((at, m.end()))
                at = m.end()
        if at < end:
            out.append((at, end))
    return out


def _marks(plain: str, found: list[Figure], spans: tuple[Span, ...], clauses: tuple[Span, ...]) -> list[Mark]:
    amounts = [
        f for f in found if f.kind not in WHEN and f.kind != "ordinal" and not _PER.search(plain, max(0, f.start - 5), f.start)
    ]
    starts, ends = [f.start for f in amounts], [f.end for f in amounts]
    out = []
    for f in found:
        sentence = max(bisect_right(spans, (f.start, len(plain) + 1)) - 1, 0)
        clause = max(bisect_right(clauses, (f.start, len(plain) + 1)) - 1, 0)
        low, high = clauses[clause] if clauses else (0, len(plain))
        aside = _BRACKETS.match(plain, f.end, high)
        begin = aside.end() if aside else f.end
        before, behind = bisect_right(ends, f.start) - 1, bisect_left(starts, begin)
        previous = ends[before] if before >= 0 else 0
        following = max(min(starts[behind] if behind < len(starts) else len(plain), high, begin + REACH), begin)
        stop = _LIST_END.search(plain, begin, following)
        tail = stop.start() if stop else following
        per = bool(_PER.search(plain, max(0, f.start - 5), f.start))
        out.append(Mark(f, sentence, clause, (max(low, previous), f.start), (begin, tail), per))
    return out
