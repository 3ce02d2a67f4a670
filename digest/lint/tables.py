"""Tables: totals, shares and growth columns that don't follow from their own rows; averages told of a table's rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from digest.lint import arithmetic
from digest.lint.document import Cell, Table
from digest.lint.finding import Finding, Remark
from digest.lint.reading import ANY, Passage, Quantity
from digest.lint.report import Report, on

_NUMBER = re.compile(r"(?P<word>减亏|增亏|扩亏|亏损)?(?P<n>[-+]?\d[\d,]*(?:\.\d+)?)(?P<unit>%)?(?:[倍亿万元家个辆吨台笔]{0,3})")
_TOTAL = re.compile(r"合计|总计|总和|小计|总额")
_SHARE = re.compile(r"占比|份额|比重|比例")
_GROWTH = re.compile(r"同比|增速|增幅|增长率")
_PRIOR = re.compile(r"上年|去年|同期|前值|上期|(?P<year>20\d\d)")
_NOT_SUMMED = re.compile(r"占比|份额|比重|比例|同比|环比|增速|涨跌|涨幅|幅|率|价|PE|PB|倍|均|排名|%|评级|得分|年份|序号|代码")
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_AVERAGE = re.compile(
    rf"(?P<n>[两二三四五六七八九十]|\d{{1,2}})[个家只类大][^，。；：{ANY[1:-1]}]{{0,10}}?(?:算术|简单)?平均(?P<w>[^，。；：{ANY[1:-1]}]{{0,8}})(?P<a>{ANY})"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A cell with one number: as a quantity, and how its change is worded."""

    cell: Cell
    quantity: Quantity
    word: str


def find(report: Report) -> Iterator[Finding]:
    """Wrong cells, and averages outside the rows they are taken of."""
    for table in report.document.tables:
        if table.zone == "body" and len(table.rows) >= 3 and _is_header(table.rows[0]):
            yield from _columns(table)
    for passage in report.body:
        yield from _averages(passage, report.document.tables)


def _is_header(row: Sequence[Cell]) -> bool:
    return not any(_value(cell) for cell in row[1:])


def _value(cell: Cell) -> Value | None:
    m = _NUMBER.fullmatch(cell.text)
    if m is None:
        return None
    digits = m["n"].replace(",", "")
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    number = Quantity(0, len(cell.text), Decimal(digits), step, "percent" if m["unit"] else "", cell.text)
    return Value(cell, number, m["word"] or "")


def _columns(table: Table) -> Iterator[Finding]:
    header, rows = [c.text for c in table.rows[0]], [r for r in table.rows[1:] if len(r) == len(table.rows[0])]
    grid = [[_value(c) for c in row] for row in rows]
    last = rows[-1][0].text if rows else ""
    total = grid[-1] if _TOTAL.search(last) else None
    for column in range(1, len(header)):
        values = [row[column] for row in grid]
        if total and not _NOT_SUMMED.search(header[column]):
            yield from _sum(values)
        if _SHARE.search(header[column]) and total:
            yield from _shares(grid, column, header)
        if _GROWTH.search(header[column]) and column >= 2:
            yield from _growth(grid, column, header)


def _sum(values: Sequence[Value | None]) -> Iterator[Finding]:
    whole, parts = values[-1], [v for v in values[:-1] if v]
    if whole is None or len(parts) < 2 or len(parts) < len(values) - 1 or whole.quantity.unit == "percent":
        return
    total = sum((v.quantity.value for v in parts), Decimal(0))
    slack = max(sum((v.quantity.step for v in parts), Decimal(0)) / 2, whole.quantity.step)
    if abs(total - whole.quantity.value) > slack:
        yield _wrong(whole, "sum", f"各行相加为 {total}，合计印作 {whole.quantity.raw}。", str(total))


def _shares(grid: Sequence[Sequence[Value | None]], column: int, header: Sequence[str]) -> Iterator[Finding]:
    """Shares of the total of a column to the left, of this year's where there are two."""
    bases = [c for c in range(column - 1, 0, -1) if grid[-1][c] and not _NOT_SUMMED.search(header[c])]
    bases.sort(key=lambda c: bool(_PRIOR.search(header[c])))
    for row in grid[:-1]:
        share = row[column]
        pairs = [(row[c], grid[-1][c]) for c in bases]
        sides = [(part.quantity, whole.quantity) for part, whole in pairs if part and whole]
        if share is None or share.quantity.unit != "percent" or not sides:
            continue
        computed = [arithmetic.ratio(*side) for side in sides]
        if computed[0] and not any(c is None or c.meets(arithmetic.of(share.quantity)) for c in computed):
            right = arithmetic.said(computed[0].middle, share.quantity.step) + "%"
            message = f"{sides[0][0].raw} 占 {sides[0][1].raw} 的 {right}，印作 {share.quantity.raw}。"
            yield _wrong(share, "share", message, right)


def _growth(grid: Sequence[Sequence[Value | None]], column: int, header: Sequence[str]) -> Iterator[Finding]:
    """Value, value of the year before, growth: in this order, or with the two years exchanged."""
    first, second = header[column - 2], header[column - 1]
    if not _PRIOR.search(second) or _GROWTH.search(second) or _GROWTH.search(first):
        return
    years = [m["year"] if (m := _PRIOR.search(h)) else None for h in (first, second)]
    turned = bool(years[0] and years[1] and years[0] < years[1])
    for row in grid:
        current, base = (row[column - 1], row[column - 2]) if turned else (row[column - 2], row[column - 1])
        change = row[column]
        if current and base and change and change.quantity.unit == "percent":
            yield from _grown(current, base, change)


def _grown(current: Value, base: Value, change: Value) -> Iterator[Finding]:
    computed = arithmetic.growth(current.quantity, base.quantity)
    if computed is None:
        return
    printed = arithmetic.of(change.quantity)
    if computed.magnitude.meets(printed.magnitude) and (change.word or current.quantity.value < 0):
        return
    if not computed.meets(printed):
        right = arithmetic.said(computed.middle, change.quantity.step) + "%"
        rule = "direction" if computed.magnitude.meets(printed.magnitude) else "growth"
        message = f"由 {current.quantity.raw} 与 {base.quantity.raw} 算得 {right}，印作 {change.quantity.raw}。"
        yield _wrong(change, rule, message, right)


def _wrong(value: Value, rule: str, message: str, expected: str) -> Finding:
    cell = value.cell
    return Finding(rule, "error", cell.line, cell.start, cell.end, message, expected, cell.text)


# ---------------------------------------------------------------------------------------------------------------- averages
def _averages(passage: Passage, tables: Sequence[Table]) -> Iterator[Finding]:
    """五个板块算术平均下跌2.74%, of a table of five rows under the same heading."""
    for m in _AVERAGE.finditer(passage.masked):
        average = passage.quantity(m.start("a"))
        count = int(m["n"]) if m["n"].isdigit() else _NUMERALS[m["n"]]
        near = [t for t in tables if t.heading == passage.block.heading and _rows(t) == count]
        columns = [c for t in near for c in _numeric_columns(t)]
        if average is None or average.high is not None or not columns:
            continue
        size = abs(average.value)
        fits = [c for c in columns if min(map(abs, c)) <= size <= max(map(abs, c))]
        if not fits:
            numbers = "、".join(map(str, columns[0]))
            mean = arithmetic.said(abs(sum(columns[0], Decimal(0))) / len(columns[0]), average.step)
            message = f"表中各行为 {numbers}，平均是 {mean}，不会是 {average.raw}。"
            yield on(passage, m.start("a"), m.start("a") + 1, Remark("average_range", message, mean))


def _rows(table: Table) -> int:
    rows = table.rows[1:] if table.rows and _is_header(table.rows[0]) else table.rows
    return sum(not _TOTAL.search(r[0].text) for r in rows if r)


def _numeric_columns(table: Table) -> Iterator[list[Decimal]]:
    rows = [r for r in table.rows[1:] if not _TOTAL.search(r[0].text) and len(r) == len(table.rows[0])]
    for column in range(1, len(table.rows[0]) if rows else 0):
        values = [_value(r[column]) for r in rows]
        if all(values):
            yield [v.quantity.value for v in values if v]
