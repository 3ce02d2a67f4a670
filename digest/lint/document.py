"""A report as blocks: paragraphs unwrapped, furniture dropped, front page told from body, each character with its place."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from digest.lint.page import Line, cells, lines, plain_form, width

Zone = Literal["head", "front", "contents", "body", "tail"]

#: 要闻摘要, 本期核心观点, 一页速览: a short title that says the page is a summary
_FRONT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}?)(?:观点|要点|摘要|提要|导读|概要|速览|看点|提示|综述|速递|结论|一览)(?:与[^，。]{2,8})?"
)
_NO_FRONT = re.compile(r"风险|免责|评级|重要提示|特别提示|阅读提示|分析师")
_CONTENTS = re.compile(r"(?:正文|内容|图表|图|表|报告)?目[录次]|[Cc]ontents|CONTENTS|(?:图|表|图表)索引")
_TAIL = re.compile(
    r"(?:行业|公司|股票|投资)?(?:投资)?(?:评级|评级标准|评级体系)(?:说明|定义|标准|的?说明)?|(?:免责|法律|重要|特别|风险)(?:声明|提示及免责声明)|分析师(?:声明|承诺|简介)|(?:投资)?评级说明"
)
_NUMBERED = re.compile(
    r"(?:[【〔\[](?:[一二三四五六七八九十]{1,3}|\d{1,2})[】〕\]]|第[一二三四五六七八九十]{1,3}[章节部分篇]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}(?:\.\d{1,2}){0,2}[、.]?(?!\d))"
)
_CHAPTER = re.compile(r"回顾|行情|动态|要闻|跟踪|数据|公告|市场|概览|资讯|新闻|事件")
_SUMMARY = 120  # characters that a summary without a title has at least
_WRAPPED = 110  # columns; no printed line of a hard-wrapped text is longer
_TRIM = re.compile(r"[.…·\s]+\d*$")
_HEAD_STRIP = "*#【】[]<>《》■●◆：:-—|· "


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item, heading or caption as one line of plain text. `rows`/`columns` place every character of it."""

    kind: str
    zone: Zone
    text: str
    rows: array[int]
    columns: array[int]
    heading: str = ""

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """1-based line and columns of a span; of a span over several lines, the part on the line that holds most of it."""
        rows = self.rows[start:end]
        line = max(dict.fromkeys(rows), key=rows.count)
        held = [self.columns[i] for i in range(start, end) if self.rows[i] == line]
        return line, held[0], held[-1] + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its plain text and its place."""

    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells that stand together, the zone and the heading they stand under, and the block before and after."""

    rows: tuple[tuple[Cell, ...], ...]
    zone: Zone
    heading: str
    after: int


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report."""

    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    zones: tuple[Zone, ...] = field(default=())

    def in_zone(self, *zones: Zone) -> Iterator[Block]:
        """The blocks of some zones, in order."""
        return (b for b in self.blocks if b.zone in zones)


def document(text: str) -> Document:
    """The report's structure. Any string is a report; an empty one has no blocks."""
    found = lines(text)
    found = tuple(_wrapped_items(found))
    zones = _zones(found)
    if "front" in zones and "body" not in zones:
        zones = _zones(found, unnumbered=True)
    if "front" not in zones:
        zones = _untitled_front(found, zones)
    blocks, tables = _assemble(found, zones)
    return Document(found, blocks, tables, zones)


def _wrapped_items(found: Sequence[Line]) -> Iterator[Line]:
    """A numbered line that the next line goes on with is the beginning of an item, not a heading."""
    full = _full_width(found)
    for line, following in zip(found, [*found[1:], None], strict=True):
        goes_on = following is not None and following.kind == "prose" and _is_cut(line, full)
        if line.kind == "heading" and not line.level and goes_on:
            yield Line(line.number, line.raw, line.text, line.columns, "item", 0, True)
        else:
            yield line


def _full_width(found: Sequence[Line]) -> int:
    """Columns of a full line where the text is hard-wrapped, 0 where paragraphs are lines."""
    widths = sorted(width(line.raw) for line in found if line.kind in ("prose", "item"))
    usual = widths[len(widths) * 9 // 10] if widths else 0
    return usual if usual <= _WRAPPED else 0


def _is_cut(line: Line, full: int) -> bool:
    """Whether a line looks cut by the margin rather than ended."""
    columns = width(line.raw)
    said = "，" in line.text or "：" in line.text
    return said and (columns >= 56 or 0 < 0.85 * full <= columns)


# ------------------------------------------------------------------------------------------------------------------ zones
def _zones(found: Sequence[Line], *, unnumbered: bool = False) -> tuple[Zone, ...]:
    """The zone of every line; `unnumbered` lets the usual titles of chapters open the body where no number does."""
    has_front = any(_is_front(line) for line in found)
    zone: Zone = "head"
    level = 0
    seen: set[str] = set()
    dotted = False
    out: list[Zone] = []
    for line in found:
        bare = line.text.strip(_HEAD_STRIP)
        if zone in ("head", "front", "contents") and line.kind != "row" and _CONTENTS.fullmatch(bare):
            zone, seen, dotted = "contents", seen if zone == "contents" else set(), False
        elif zone == "head" and _is_front(line):
            zone, level = "front", line.level
        elif (zone in ("head", "front") and _opens_body(line, level, zone == "head" and has_front)) or (
            unnumbered and zone == "front" and line.kind == "heading" and _CHAPTER.search(bare)
        ):
            zone = "body"
        elif zone == "contents":
            entry = _TRIM.sub("", line.text)
            if _leaves_contents(line, entry, seen, dotted):
                zone = "body"
            dotted = dotted or line.kind == "toc"
            seen.add(entry)
        elif zone == "body" and len(bare) <= 16 and _TAIL.fullmatch(bare):
            zone = "tail"
        out.append(zone)
    return tuple(out)


def _untitled_front(found: Sequence[Line], zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """The zones of a report whose summary has no title: the paragraphs before its first chapter, where they say enough."""
    chapters = [at for at, line in enumerate(found) if line.kind == "heading" and _is_chapter(line)]
    if len(chapters) < 2 or "contents" in zones:
        return zones
    first = chapters[0]
    told = [at for at in range(first) if _says(found[at])]
    if sum(len(found[at].text) for at in told) < _SUMMARY:
        return zones
    front: list[Zone] = ["front"] * (first - told[0])
    body: list[Zone] = ["body" if zone == "head" else zone for zone in zones[first:]]
    return (*zones[: told[0]], *front, *body)


def _says(line: Line) -> bool:
    return line.kind == "item" or (line.kind == "prose" and line.closed)


def _is_chapter(line: Line) -> bool:
    """Whether a heading opens a chapter of the body: numbered, or of a level below the title's."""
    return line.level in (2, 3) or bool(_NUMBERED.match(line.text.strip("* ")))


def _is_front(line: Line) -> bool:
    bare = line.text.strip(_HEAD_STRIP)
    if len(bare) > 12 or line.kind == "toc" or _NUMBERED.match(bare) or _NO_FRONT.search(bare):
        return False
    return bool(_FRONT.fullmatch(bare))


def _opens_body(line: Line, level: int, waiting: bool) -> bool:
    if waiting or line.kind != "heading":
        return False
    if line.level:
        return not level or line.level <= level
    return bool(_NUMBERED.match(line.text.strip("* ")))


def _leaves_contents(line: Line, entry: str, seen: set[str], dotted: bool) -> bool:
    if line.kind == "heading":
        return entry in seen or (dotted and bool(_NUMBERED.match(entry)))
    return line.kind in ("prose", "item") and line.closed and len(line.text) > 20


# ----------------------------------------------------------------------------------------------------------------- blocks
def _assemble(found: Sequence[Line], zones: Sequence[Zone]) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
    blocks: list[Block] = []
    tables: list[Table] = []
    held: list[Line] = []
    rows: list[Line] = []
    heading = ""
    gap = False

    def close() -> None:
        if held:
            blocks.append(_block(held, zones[held[0].number - 1], heading))
            held.clear()
        if rows:
            tables.append(_table(rows, zones[rows[0].number - 1], heading, len(blocks)))
            rows.clear()

    for line, zone in zip(found, zones, strict=True):
        if line.kind in ("blank", "furniture"):
            gap = True
            continue
        if line.kind == "row":
            if not rows:
                close()
            rows.append(line)
        elif line.kind == "prose" and held and not rows and _goes_on(held, line, zones[held[-1].number - 1] == zone, gap):
            held.append(line)
        else:
            close()
            if line.kind == "heading":
                heading = line.text
            held.append(line)
            if line.kind not in ("prose", "item", "source"):
                close()
        gap = False
    close()
    return tuple(blocks), tuple(tables)


def _goes_on(held: Sequence[Line], line: Line, same_zone: bool, gap: bool) -> bool:
    """Whether a line goes on with the paragraph above: hard-wrapped, or broken by a page."""
    last = held[-1]
    if not same_zone or last.kind not in ("prose", "item"):
        return False
    if gap:
        return not last.closed and len(last.text) >= 30 and "。" in last.text and not line.text.startswith(("-", "—", "("))
    columns = width(last.raw)
    if not last.closed:
        return columns >= 40
    return 40 <= columns <= 120 and columns >= 0.9 * max(width(h.raw) for h in held[-3:]) and len(held) > 1


def _block(held: Sequence[Line], zone: Zone, heading: str) -> Block:
    text: list[str] = []
    rows, columns = array("L"), array("L")
    for line in held:
        if text and line.text and (text[-1] + line.text[0]).isascii() and text[-1].isalnum() and line.text[0].isalnum():
            text.append(" ")
            rows.append(rows[-1])
            columns.append(columns[-1])
        text += line.text
        rows.extend([line.number] * len(line.text))
        columns.extend(line.columns)
    kind = held[0].kind
    return Block(kind, zone, "".join(text), rows, columns, "" if kind == "heading" else heading)


def _table(rows: Sequence[Line], zone: Zone, heading: str, after: int) -> Table:
    return Table(tuple(tuple(_cells(r)) for r in rows if r.text.strip("|-: ")), zone, heading, after)


def _cells(line: Line) -> Iterable[Cell]:
    for cell, at in cells(line.raw):
        left = len(cell) - len(cell.lstrip())
        text = plain_form(cell)[0]
        yield Cell(text, line.number, at + left, at + len(cell.rstrip()) if cell.strip() else at + left)
