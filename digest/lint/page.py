"""The lines of a report as text extractors leave them, each with its plain form and its kind. Pure.

The plain form has one width, one kind of punctuation and no blanks but those between two Latin words; `columns` leads every
character of it back to its place in the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import east_asian_width

from digest.text import fold_width

Kind = Literal["blank", "furniture", "toc", "row", "caption", "source", "heading", "item", "prose"]

_BULLETS = "-*+•●■□◆◇▪·➢✓▶►▷➤◎★☆✦◉○⚫➔→√"
_MARKER = re.compile(
    r"[ \t\u3000\ufeff]*(?:>[ \t]*){0,3}(?P<hash>#{1,6}(?=\s))?[ \t]*"
    rf"(?P<bullet>[{re.escape(_BULLETS)}](?=[\s\u4e00-\u9fffA-Za-z【]))?"
)
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}[章节部分篇][：、]?|[一二三四五六七八九十]{1,3}[、.．]|[(（](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]"
    r"|[【〔\[](?:[一二三四五六七八九十]{1,3}|\d{1,2})[】〕\]]|\d{1,2}(?:\.\d{1,2}){0,3}[、.)）]?(?=[\s\u4e00-\u9fffA-Za-z])|[①-⑳])"
)
_UNIT_AFTER = re.compile(r"\s?(?:[万亿千百个家倍元年月日%％点位名条项款只台辆吨股人次天周]|美元)")
_FURNITURE = re.compile(
    r"(?:请务必|请仔细|敬请|请阅读|务请)[^。]{0,30}(?:条款|声明|披露|说明|部分|页)|第\s?\d{1,4}\s?页|^\s*-?\s*\d{1,4}\s*-?\s*$|^\s*\d{1,4}\s?/\s?\d{1,4}\s*$"
    r"|^\s*[Pp]age\s?\d|^\s*证券研究报告\s*$|^\s*!\[[^\]]*\]\([^)]*\)\s*$"
)
_LEADERS = re.compile(r"(?:\.{3,}|…{2,}|·{4,}|(?:\. ){4,})\s?\d{1,4}\s*$|[\u4e00-\u9fff)）]\t+\d{1,3}\s*$")
_CAPTION = re.compile(r"[*_\s]{0,4}(?P<kind>图表|图|表)\s?(?P<number>\d{1,3})(?!\d|[.\-]\d)(?=\s{0,4}[：:、.|\s]|[*_]{1,2})")
_SOURCE = re.compile(r"[*_\s(（]{0,4}(?:资料|数据|信息|图表|图片)?来源\s{0,2}[：:]|[*_\s]{0,4}(?:备?注|说明)\s{0,2}[：:]")
_CREDIT = re.compile(r"\([^()]{0,6}来源：[^()]{0,80}\)$")
_CELL_GAP = re.compile(r"[ \u3000]{2,}|\t+|\s?[｜|]\s?")
_NUMERIC_CELL = re.compile(r"\s*(?:[-+−－]?\d|[-—–/]+\s*$|减亏|扩亏|扭亏|由盈|由亏|持平|N\.?A)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SENTENCE = 12  # Chinese characters of a cell that may say something
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_SAID = re.compile(r"[，；。,;]")
_BOX = re.compile(r"\s*\*{0,2}[【〖][^【】〖〗。，]{2,16}[】〗]\*{0,2}\s*")
_BOXED = 7  # a title in a box of its own counts as a heading below all others
_ENDS = "。！？!?；;"
_INNER_STOP = re.compile(r"[。！？；]|，[^，]{0,200}，")
_DASHES = frozenset("—–－~～〜−‐‑‒―")
_CIRCLED = frozenset(map(chr, range(0x2460, 0x2474)))
_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its 1-based number, the raw text, the plain text, where each plain character stands, and what the line is."""

    number: int
    raw: str
    text: str
    columns: tuple[int, ...]
    kind: Kind
    level: int = 0
    marked: bool = False

    @property
    def closed(self) -> bool:
        """Whether the line ends where a sentence ends."""
        return not self.text or self.text.rstrip("”’」』)]*\"'")[-1:] in _ENDS or bool(_CREDIT.search(self.text))


def lines(text: str) -> tuple[Line, ...]:
    """Every line of the report, split at newline characters."""
    raws = text.split("\n")
    repeated = _running_heads(raws)
    found: list[Line] = []
    for number, raw in enumerate(raws, 1):
        found.append(_line(number, raw, repeated, found[-1] if found else None))
    return tuple(_tables(found))


def width(text: str) -> int:
    """Columns that a text takes in print, a Chinese character counting two."""
    return sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text)


def _running_heads(raws: list[str]) -> frozenset[str]:
    """Short lines without figures that a page prints again and again: running heads, not text."""
    counts = Counter(s for r in raws if 2 < len(s := r.strip()) < 40 and not any(ch.isdigit() for ch in s))
    return frozenset(s for s, n in counts.items() if n >= 4 and not _SOURCE.match(s) and s[-1] not in _ENDS and "|" not in s)


def _line(number: int, raw: str, repeated: frozenset[str], previous: Line | None) -> Line:
    marker = _MARKER.match(raw)
    begin = marker.end() if marker else 0
    level = len(marker["hash"]) if marker and marker["hash"] else _BOXED if _BOX.fullmatch(raw) else 0
    plain, columns = plain_form(raw, begin)
    if _told_in_cells(raw):
        plain, columns = _joined_cells(plain, columns)
        return Line(number, raw, plain, columns, "item", 0, True)
    marked = bool(marker and (marker["hash"] or marker["bullet"]))
    if raw.strip() in repeated:
        kind: Kind = "furniture"
    else:
        kind = _kind(raw, begin, plain) or _textual(raw[begin:], plain, level, marked, previous)
    return Line(number, raw, plain, columns, kind, level, marked or kind == "item")


def _kind(raw: str, begin: int, plain: str) -> Kind | None:
    """The kind of a line that its own form gives away; None for text."""
    body = raw[begin:]
    if not plain.strip("*_-=|：: —"):
        return "row" if raw.count("|") > 1 else "blank"
    if len(raw) < 120 and _FURNITURE.search(raw):
        return "furniture"
    if len(body) < 200 and _LEADERS.search(body):
        return "toc"
    if len(plain) < 120 and _CAPTION.match(body):
        return "caption"
    if _SOURCE.match(body):
        return "source"
    barred = raw.strip().startswith("|") and raw.strip().endswith("|")
    return "row" if len(cells(raw)) >= (2 if barred else 3) else None


def _textual(body: str, plain: str, level: int, marked: bool, previous: Line | None) -> Kind:
    number = _NUMBER.match(body.lstrip("*_ "))
    if number and _UNIT_AFTER.match(body.lstrip("*_ "), number.end()) and number.group()[-1] not in "、)）":
        number = None
    if number and previous and previous.kind in ("prose", "item") and not previous.closed and number.group()[0].isdigit():
        number = None  # a hard-wrapped line that happens to begin with a figure
    short = len(plain) <= 60 and plain.rstrip("*")[-1:] not in _ENDS and not _INNER_STOP.search(plain)
    if level or ((number or marked) and short and not _sentence_like(plain)):
        return "heading"
    if number or marked:
        return "item"
    bare = plain.strip("*#【】[]:：-—")
    return (
        "heading"
        if len(bare) <= 14 and short and not (previous and previous.kind in ("prose", "item") and not previous.closed)
        else "prose"
    )


def _sentence_like(plain: str) -> bool:
    """A label and a long text behind it is an item that was not ended with a stop, unless it's a sub-section's headline."""
    head, colon, rest = plain.partition("：")
    return bool(colon) and len(rest) > 24 and "，" in rest and not re.match(r"\d\.\d|[(（][一二三四五六七八九十]", head)


# ------------------------------------------------------------------------------------------------------------ plain form
def plain_form(raw: str, begin: int = 0) -> tuple[str, tuple[int, ...]]:
    """The line in one width and punctuation without idle blanks, and the column of each of its characters."""
    folded = _PRIVATE.sub("\ufffd", fold_width(raw))
    out: list[str] = []
    columns: list[int] = []
    gap = False
    for at in range(begin, len(raw)):
        ch = folded[at]
        if ch.isspace() or ch in _HIDDEN:
            gap = True
            continue
        if ch in "*`" and _emphasis(folded, at):
            continue
        if gap and out and _wordy(out[-1]) and _wordy(ch):
            out.append(" ")
            columns.append(at - 1)
        gap = False
        out.append(raw[at] if raw[at] in _CIRCLED else _mark(ch, folded, at))
        columns.append(at)
    return "".join(out), tuple(columns)


def _wordy(ch: str) -> bool:
    return (ch.isascii() and ch.isalnum()) or ch == "%"


def _emphasis(text: str, at: int) -> bool:
    return (
        text[at] == "`"
        or text[at + 1 : at + 2] == "*"
        or (at > 0 and text[at - 1] == "*")
        or not text[at + 1 :].strip()
        or not text[:at].strip()
    )


def _mark(ch: str, text: str, at: int) -> str:
    """One sign for each job: the comma of a number stays ASCII, the comma of a sentence is Chinese."""
    if ch in ",:;":
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 4]
        if ch == "," and before.isdigit() and len(after) == 3 and after.isdigit() and after.isascii():
            return ","
        if ch == ":" and before.isdigit() and after[:1].isdigit():
            return ":"
        return {",": "，", ":": "：", ";": "；"}[ch]
    if ch == "." and at and "\u4e00" <= text[at - 1] <= "\u9fff" and not text[at + 1 : at + 2].strip():
        return "。"
    if ch in _DASHES:
        return "-" if text[at - 1 : at] not in _DASHES and text[at + 1 : at + 2] not in _DASHES else "—"
    return {"!": "！", "?": "？", "｜": "|"}.get(ch, ch)


# ----------------------------------------------------------------------------------------------------------------- tables
def cells(raw: str) -> tuple[tuple[str, int], ...]:
    """The cells of a table row with their columns: between bars, tabs or wide gaps. One cell means that it's no row."""
    out = []
    at = 0
    for gap in _CELL_GAP.finditer(raw):
        out.append((raw[at : gap.start()], at))
        at = gap.end()
    out.append((raw[at:], at))
    if len(out) > 1 and not out[0][0].strip():
        out = out[1:]
    if len(out) > 1 and not out[-1][0].strip():
        out = out[:-1]
    return tuple((cell, start) for cell, start in out)


def _told_in_cells(raw: str) -> bool:
    """Whether a row of a markdown table holds sentences: a summary that is set as a table."""
    if not raw.lstrip().startswith("|"):
        return False
    said = (_IN_BRACKETS.sub("", cell) for cell, _ in cells(raw)[1:])
    return any(len(_HAN.findall(cell)) >= _SENTENCE and _SAID.search(cell) for cell in said)


def _joined_cells(plain: str, columns: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """The cells as one text: what the first names, and then what the others say."""
    kept = [(ch, column) for ch, column in zip(plain, columns, strict=True)]
    while kept and kept[0][0] == "|":
        kept.pop(0)
    while kept and kept[-1][0] == "|":
        kept.pop()
    first = next((i for i, (ch, _) in enumerate(kept) if ch == "|"), -1)
    text = "".join("：" if i == first else "；" if ch == "|" else ch for i, (ch, _) in enumerate(kept))
    return text, tuple(column for _, column in kept)


def _tables(found: list[Line]) -> Iterator[Line]:
    """Rows stand together or hold numbers; a lone line of words with wide gaps is prose of a title page."""
    for at, line in enumerate(found):
        kind = line.kind
        if kind == "row":
            numeric = sum(bool(_NUMERIC_CELL.match(c)) for c, _ in cells(line.raw)) + line.raw.count("｜")
            beside = any(0 <= i < len(found) and found[i].kind == "row" for i in (at - 1, at + 1))
            if not (beside or numeric >= 2) or width(line.raw) > 400:
                kind = "item" if line.marked else "prose"
        yield line if kind == line.kind else Line(line.number, line.raw, line.text, line.columns, kind, line.level, line.marked)
