"""The section put into a report that exists: bytes in, bytes out. What stands outside of it is never decoded and encoded again.

The place is what stands between the chapter's heading and the next heading of its level, or between two marker lines
`<!-- digest:begin -->` and `<!-- digest:end -->`. The heading itself stays as its author wrote it; its number is the
sub-sections' number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digest.errors import UsageError
from digest.export.blocks import Block
from digest.export.markdown import markdown, plain

BEGIN, END = "<!-- digest:begin -->", "<!-- digest:end -->"
#: the chapter as blocks, under a chapter number ("" for none)
Chapter = Callable[[str], Sequence[Block]]
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_NUMBER = r"(?:(?P<arabic>\d{1,2})|(?P<han>[一二三四五六七八九十]{1,3}))?[ \t、.．)）]*"
_PLAIN = re.compile(r"(\d{1,2})[ \t]+(\S[^\n]{0,30})$")
_HAN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    level: int
    text: str
    lines: int = 1


def splice(report: bytes, title: str, chapter: Chapter) -> bytes:
    """The report with the chapter of this title made new. Doing it twice is doing it once.

    Raises UsageError when the heading isn't there, stands there twice, or the file is no text.
    """
    codec, start = _codec(report)
    newline = b"\r\n" if report.count(b"\r\n") * 2 > report.count(b"\n") else b"\n"
    lines = [report[:start], *report[start:].splitlines(keepends=True)] if b"\n" not in report else _lines(report, start)
    texts = [line.decode(codec, "replace").rstrip("\r\n") for line in lines]
    first, last, body = _place(texts, title, chapter)
    block = newline.join(line.encode(codec) for line in body.rstrip("\n").split("\n"))
    before = b"".join(lines[:first])
    before += b"" if not before or before.endswith((b"\n", b"\r")) else newline
    after = b"".join(lines[last:])
    marked = texts[last].strip() == END if last < len(texts) else False
    gap = b"" if marked else newline
    head = b"" if marked and not texts[first - 1].lstrip().startswith("#") else newline
    return before + (head + block + newline if block else b"") + (gap + after if after else b"")


def _codec(report: bytes) -> tuple[str, int]:
    if report.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in report:
        raise UsageError("不是 UTF-8 或 GBK 的文本文件 —— Word 文件用 --format docx, 文本另存为 UTF-8")
    start = 3 if report.startswith(b"\xef\xbb\xbf") else 0
    for codec in ("utf-8", "gb18030"):
        try:
            report[start:].decode(codec)
        except UnicodeDecodeError:
            continue
        return codec, start
    raise UsageError("既不是 UTF-8 也不是 GBK —— 另存为 UTF-8 再来")


def _lines(report: bytes, start: int) -> list[bytes]:
    # a newline byte is never half of a character in UTF-8 or GB 18030; other line separators are left in peace
    return [report[:start], *re.findall(rb"[^\n]*\n|[^\n]+$", report[start:])]


def _place(texts: Sequence[str], title: str, chapter: Chapter) -> tuple[int, int, str]:
    """First and last line (exclusive) of what is replaced, and what comes there."""
    headings = _headings(texts)
    named = re.compile(rf"{_NUMBER}{re.escape(title)}[ \t]*")
    found = [h for h in headings if named.fullmatch(h.text)]
    if any(t.strip() == BEGIN for t in texts):
        return _marked(texts, found, named, chapter)
    if len(found) > 1:
        raise UsageError(
            f"有 {len(found)} 个“{title}”标题 (第 {'、'.join(str(h.line) for h in found)} 行) —— 留一个, 或用标记行 {BEGIN}"
        )
    if found:
        at = found[0]
        end = next((h.line for h in headings if h.line > at.line and h.level <= at.level), len(texts))
        return at.line + at.lines, end, markdown(list(chapter(_number(named, at.text)))[1:], at.level)
    return _in_plain(texts, title, chapter)


def _marked(texts: Sequence[str], found: Sequence[_Heading], named: re.Pattern[str], chapter: Chapter) -> tuple[int, int, str]:
    begins = [n for n, t in enumerate(texts) if t.strip() == BEGIN]
    ends = [n for n, t in enumerate(texts) if t.strip() == END]
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise UsageError(f"标记行要恰好一对: {BEGIN} 在前, {END} 在后")
    above = [h for h in found if h.line < begins[0]]
    if not above:
        return begins[0] + 1, ends[0], markdown(chapter("3" if not found else _number(named, found[0].text)))
    return begins[0] + 1, ends[0], markdown(list(chapter(_number(named, above[-1].text)))[1:], above[-1].level)


def _in_plain(texts: Sequence[str], title: str, chapter: Chapter) -> tuple[int, int, str]:
    """The place in a report without markdown headings: `3 产业动态` alone on its line, to the line `4 …`."""
    numbered = [(n, m[1], m[2].strip()) for n, t in enumerate(texts) if (m := _PLAIN.match(t.strip()))]
    found = [(n, number) for n, number, text in numbered if text == title]
    if len(found) != 1:
        much = "没有" if not found else f"有 {len(found)} 个"
        raise UsageError(f"{much}“{title}”标题 —— 要恰好一行“## 3 {title}”, 或在要放的地方写标记行 {BEGIN} 和 {END}")
    line, number = found[0]
    ends = [
        n for n, other, text in numbered if n > line and int(other) == int(number) + 1 and not re.search(r"[。，；\d]$", text)
    ]
    if not ends:
        raise UsageError(f"“{number} {title}”后面没有下一章的标题, 看不出哪里结束 —— 写上标记行 {BEGIN} 和 {END}")
    return line + 1, ends[0], plain(list(chapter(number))[1:])


def _number(named: re.Pattern[str], text: str) -> str:
    match = named.fullmatch(text)
    if not match or not (match["arabic"] or match["han"]):
        return ""
    return match["arabic"] or str(_value(match["han"]))


def _value(han: str) -> int:
    tens, _, ones = han.rpartition("十") if "十" in han else ("", "", han)
    base = 10 * (_HAN.index(tens) + 1 if tens else 1) if "十" in han else 0
    return base + (_HAN.index(ones[0]) + 1 if ones else 0)


def _headings(texts: Sequence[str]) -> list[_Heading]:
    """The markdown headings, those in code and in comments left out."""
    found: list[_Heading] = []
    fence, comment = "", False
    for n, text in enumerate(texts):
        mark = _FENCE.match(text)
        if comment:
            comment = "-->" not in text
        elif fence:
            fence = "" if mark and mark[1].startswith(fence) and not text.strip(" `~") else fence
        elif mark:
            fence = mark[1]
        elif text.lstrip().startswith("<!--"):
            comment = "-->" not in text
        elif atx := _ATX.match(text):
            found.append(_Heading(n, len(atx[1]), atx[2].strip()))
        elif n and _UNDERLINE.match(text) and _may_be_title(texts[n - 1]):
            found.append(_Heading(n - 1, 1 if "=" in text else 2, texts[n - 1].strip(), 2))
    return found


def _may_be_title(text: str) -> bool:
    return bool(text.strip()) and not re.match(r" {0,3}([#>|<]|[-*+] |```)", text)
