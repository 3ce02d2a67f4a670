"""The text of a PDF that an analyst hands in: lines joined to paragraphs, running heads and page numbers left out.

Runs in a worker that may be killed: a PDF is a program of strangers too. Reading is pypdf's (extra `pdf`).
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from digest.text import one_line

#: pages that are read: an annual report is no news
MOST_PAGES = 200
_NUMBER = re.compile(r"^\W*(?:第\s*)?\d{1,4}(?:\s*[页頁]?\s*[/共of]+\s*\d{1,4})?\s*[页頁]?\W*$")
_ENDED = re.compile(r"[。！？：；.!?:;…][”’」』）)\]】]*$")
#: a line that is shorter than this share of a full one ends its paragraph
_SHORT = 0.75


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text, its first line the title and each further line a paragraph, or in `problem` why there is none."""

    text: str = ""
    problem: str = ""


def pdf_text(body: bytes) -> PdfText:
    """What a PDF says. Never raises on hostile bytes, but may take long: run it where it can be killed."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, FileNotDecryptedError
    except ImportError:
        return PdfText(problem="读 PDF 要装 pypdf —— pip install 'digest[pdf]', 或把文字复制成 .txt")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(body))
        pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
    except (FileNotDecryptedError, DependencyError):
        return PdfText(problem="PDF 有密码 —— 在阅读器里打开, 打印成新的 PDF 再交来, 或把文字复制成 .txt")
    except Exception as error:  # whatever a broken file makes the parser raise
        return PdfText(problem=f"PDF 损坏, 读不了 ({type(error).__name__}) —— 重新下载, 或把文字复制成 .txt")
    text = "\n".join(paragraphs([page.splitlines() for page in pages]))
    return PdfText(text) if text else PdfText(problem="PDF 里没有文字, 是扫描件或图片 —— 把文字录成 .txt 再交来")


def paragraphs(pages: Sequence[Iterable[str]]) -> list[str]:
    """The title line, then the paragraphs of pages of printed lines."""
    printed = [[line.rstrip() for line in page if one_line(line)] for page in pages]
    running = Counter(one_line(line) for page in printed for line in {one_line(line): line for line in page}.values())
    repeated = {line for line, n in running.items() if len(printed) > 2 and n * 2 > len(printed)}
    lines = [line for page in printed for line in page if one_line(line) not in repeated and not _NUMBER.match(line)]
    if len(lines) < 2:
        return [one_line(line) for line in lines]
    return [one_line(lines[0]), *_joined(lines[1:])]


def _joined(lines: Sequence[str]) -> list[str]:
    full = sorted(map(_cells, lines))[int(len(lines) * 0.9)]
    chinese = sum(ch > "\u2e7f" for line in lines for ch in line) * 4 > sum(map(len, lines))
    found, open_ = list[str](), False
    for line in lines:
        if open_ and not line.startswith(("\u3000", "    ")):
            found[-1] = _glued(found[-1], one_line(line), chinese)
        else:
            found.append(one_line(line))
        open_ = not _ENDED.search(line) and _cells(line) >= _SHORT * full
    return found


def _glued(before: str, line: str, chinese: bool) -> str:
    """Two printed lines as one: a space between words, none between Chinese characters or within a number broken in two."""
    latin = before[-1:].isascii() and line[:1].isascii()
    number = chinese and before[-1:].isdecimal() and line[:1].isdecimal()
    return f"{before} {line}" if latin and not number else before + line


def _cells(line: str) -> int:
    return sum(2 if ch > "\u2e7f" else 1 for ch in one_line(line))
