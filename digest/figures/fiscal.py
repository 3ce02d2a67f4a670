"""Fiscal years and quarters: 2026财年Q4, 第四财季, FY26, fiscal 2026. Labels of their own, never calendar days."""

from __future__ import annotations

import re

from digest.figures.points import YEAR, small, year_number
from digest.model import Figure

_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_WORD = "first|second|third|fourth"
_ZH = re.compile(
    rf"(?P<y>{YEAR}|[0-9]{{2}})\s?财(?:政年度?|年度?)(?:\s?的?(?:第?(?P<q>[一二三四1-4])(?:财季|季度?)|Q(?P<q2>[1-4])|(?P<h>[上下])半(?:财)?年))?"
    rf"|第?(?P<q3>[一二三四1-4])财季|[上下本前](?:一)?(?:个)?财[季年]|(?:新|当前)财年"
)
_EN = re.compile(
    rf"(?:FY\s?'?(?P<y>20[0-9]{{2}}|[0-9]{{2}})|fiscal(?:\syear)?\s(?P<y2>20[0-9]{{2}})|fiscal(?=\s(?:Q[1-4]|{_WORD})))(?![0-9])"
    rf"(?:['’]s)?(?:\s?Q(?P<q>[1-4])|\s(?P<w>{_WORD})[\s-]quarter|\s?H(?P<h>[12]))?(?![A-Za-z])"
    rf"|(?:(?P<w2>{_WORD})[\s-]quarter|Q(?P<q2>[1-4]))(?:\s(?:of\s)?(?:the\s)?fiscal(?:\syear)?(?:\s(?P<y3>20[0-9]{{2}}))?|\s?FY\s?'?(?P<y4>20[0-9]{{2}}|[0-9]{{2}}))(?![0-9A-Za-z])"
    rf"|(?P<q4>[1-4])Q\s?FY(?P<y5>20[0-9]{{2}}|[0-9]{{2}})(?![0-9])",
    re.I,
)


def fiscal_at(text: str, at: int) -> Figure | None:
    """The fiscal period that begins at an offset. Its value is a label: FY2026, FY2026Q4, FYQ4; "" for 下一财季."""
    if m := _ZH.match(text, at):
        half = {"上": "H1", "下": "H2"}.get(m["h"] or "", "")
        return _made(m, year_number(m["y"]) if m["y"] else 0, small(m["q"] or m["q2"] or m["q3"] or "0"), half)
    if text[at].isascii() and (m := _EN.match(text, at)):
        year = next((m[k] for k in ("y", "y2", "y3", "y4", "y5") if m[k]), "0")
        quarter = next((int(m[k]) for k in ("q", "q2", "q4") if m[k]), 0) or _ORDER.get((m["w"] or m["w2"] or "").lower(), 0)
        return _made(m, int(year), quarter, f"H{m['h']}" if m["h"] else "")
    return None


def _made(m: re.Match[str], year: int, quarter: int, half: str) -> Figure:
    name = f"FY{year if year > 99 else 2000 + year}" if year else "FY"
    part = f"Q{quarter}" if quarter else half
    if name + part == "FY":
        return Figure(m.group(), m.start(), m.end(), "fiscal", "", "", "", "date")
    low, high = {"": ("Q1", "Q4"), "H1": ("Q1", "Q2"), "H2": ("Q3", "Q4")}.get(part, (part, part))
    return Figure(m.group(), m.start(), m.end(), "fiscal", name + part, name + low, name + high, "date")
