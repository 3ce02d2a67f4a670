"""A file as iFinD, Wind or a spreadsheet wrote it → rows of text, the footer apart."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from digest.errors import UsageError

#: more than any export of indices needs
_LARGEST, _ROWS = 20_000_000, 20_000
_FOOTER = re.compile(r"\s*(数据来源|资料来源|来源|source|注|备注|说明)\s*[:：]", re.I)
_MISSING = {"", "-", "--", "---", "—", "——", "n/a", "na", "nan", "null", "none", "#n/a"}
_DATE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows, header first, and where its footer says the data comes from. `percents`: cells that said so themselves."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    origin: str = ""
    percents: bool = False


def read(name: str, data: bytes) -> Sheet:
    """The rows of a CSV or XLSX file. Raises UsageError, in one line, for anything else."""
    if len(data) > _LARGEST:
        raise UsageError(f"{name}: 有 {len(data):,} 字节, 不像行情导出")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError(f"{name}: 是旧式 .xls —— 另存为 .xlsx 或 CSV")
    rows, percents = _workbook(name, data) if data.startswith(b"PK") else (_csv(name, data), False)
    body = [r for r in rows if any(c for c in r) and not _FOOTER.match(_first(r))]
    if len(body) < 2:
        raise UsageError(f"{name}: 没有表头和数据行")
    footers = [_first(r) for r in rows if _FOOTER.match(_first(r))]
    return Sheet(name, tuple(tuple(r) for r in body), _origin(footers), percents)


def _first(row: Sequence[str]) -> str:
    return next((c for c in row if c), "")


def _csv(name: str, data: bytes) -> list[list[str]]:
    text = _decoded(name, data)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=head.count)
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        return [[_cell(c) for c in row] for row, _ in zip(reader, range(_ROWS), strict=False)]
    except csv.Error as error:
        raise UsageError(f"{name}: 不是合规的 CSV ({error})") from None


def _decoded(name: str, data: bytes) -> str:
    codecs = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError(f"{name}: 不是 CSV 或 XLSX —— 从终端重新导出")


def _workbook(name: str, data: bytes) -> tuple[list[list[str]], bool]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise UsageError(f"{name}: 读 XLSX 要先安装附加组件: pip install 'digest[market]', 或另存为 CSV") from None
    percents = False
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows: list[list[str]] = []
        for row in book.worksheets[0].iter_rows(max_row=_ROWS, max_col=500):
            done = [_value(c) for c in row]
            percents = percents or any(shown for _, shown in done)
            rows.append([text for text, _ in done])
        book.close()
    except Exception as error:  # openpyxl and zipfile raise many kinds for a broken file
        raise UsageError(f"{name}: XLSX 读不了 ({type(error).__name__}) —— 用 Excel 打开另存一次") from None
    return rows, percents


def _value(cell: Any) -> tuple[str, bool]:
    """A cell's text, and whether it is a fraction that Excel shows as a percentage (then it's multiplied out)."""
    value = cell.value
    if isinstance(value, datetime | date):
        return value.isoformat()[:10], False
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return str(Decimal(repr(value)) * 100), True
    return _cell("" if value is None else repr(value) if isinstance(value, float) else str(value)), False


def _cell(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("\u200b", "")).strip()


def _origin(footers: Sequence[str]) -> str:
    text = " ".join(footers)
    if re.search("ifind|同花顺", text, re.I):
        return "iFinD"
    if re.search("wind|万得", text, re.I):
        return "Wind"
    found = re.search(r"来源\s*[:：]\s*([^\s,，;；(（]{1,20})", text)
    return found[1] if found else ""


# ----------------------------------------------------------------------------------------------------------------- cells
def number(text: str) -> Decimal | None:
    """The number in a cell: `1,234.5`, `0.62%`, `(1.2)`; None for `--` and words."""
    plain = text.replace(",", "").replace(" ", "").removesuffix("%").replace("−", "-")
    if plain.casefold() in _MISSING or len(plain) > 40:
        return None
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def day(text: str) -> date | None:
    """The day in a cell: `2026-02-27`, `2026/2/27`, `20260227`, `2026年2月27日`."""
    match = _DATE.fullmatch(text.strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def days(text: str) -> list[date]:
    """The days that a heading names, in order."""
    found = (day(m[0]) for m in re.finditer(r"(?<!\d)\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?(?!\d)", text))
    return [d for d in found if d]
