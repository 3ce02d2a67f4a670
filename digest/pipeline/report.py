"""The draft of a whole report: approved items, the market's files, the risk line; read by the lint before anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from digest import export, lint, market, usage
from digest.errors import UsageError
from digest.export import Passage
from digest.lint import Finding
from digest.market import Review, Section
from digest.pipeline.figures import market_figures
from digest.pipeline.publish import made, write_bytes
from digest.pipeline.shared import Desk
from digest.text import one_line
from digest.weeks import beijing

FORMATS = ("md", "docx")


@dataclass(frozen=True, slots=True)
class Drafted:
    """The files of a draft, what the lint says of it, and doubts about the market's files."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def draft_report(
    desk: Desk,
    week: str,
    folder: Path,
    *,
    files: Sequence[Path] = (),
    risk: Path | None = None,
    published: date | None = None,
    formats: Sequence[str] = ("md",),
    fractions: bool | None = None,
    figures: bool = True,
    preview: bool = False,
    skip_void: bool = False,
) -> Drafted:
    """Write the draft of a week's report. Raises Refused over a voided approval, UsageError for files that can't be read."""
    dossier, _ = made(desk, week, preview=preview, skip_void=skip_void, file=False)
    whole, stem = dossier.layout.whole, f"{week}-report"
    found = market_of(files, week, dossier, fractions) if files else None
    drawn = (
        {f"{stem}-{k}": v for k, v in market_figures(found, whole.industry, "", bare=True).items()} if found and figures else {}
    )
    passages = _passages(found, drawn, stem)
    day = published or _day(desk, week)
    valuation = passages.pop() if found and found.valuation else None
    line, source = _risk_line(risk or desk.home.prompt("risk.md")), found.source if found else ""
    blocks = export.report(dossier, day, line, market=passages, valuation=valuation, source=source)
    text = export.markdown(blocks)
    contents = dict(drawn)
    if "md" in formats:
        contents |= {f"{stem}.md": text.encode(), f"{stem}.txt": export.plain(blocks).encode()}
    if "docx" in formats:
        pictures = {name: content for name, content in drawn.items() if name.endswith(".png")}
        template = desk.home.prompt("template.docx").read_bytes()
        more = {"week": week, "front": "", "parts": [], "title": ""}
        contents[f"{stem}.docx"] = export.fill(template, blocks, more, pictures)
    written = tuple(write_bytes(folder / name, content) for name, content in contents.items())
    return Drafted(written, tuple(lint.check(text, published=day, names=desk.names)), found.notes if found else ())


def market_of(
    files: Sequence[Path], week: str, layout: export.Dossier | export.Layout, fractions: bool | None = None
) -> Review:
    """Section 2 of a week from the market's files. Raises UsageError."""
    whole = (layout.layout if isinstance(layout, export.Dossier) else layout).whole
    sheets = [market.read(path.name, _bytes(path)) for path in files]
    collected = market.collect(sheets, market.Period(*usage.week_days(week)), fractions=fractions)
    return market.review(collected, whole.industry, whole.family, whole.benchmarks)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: 读不了: {error.strerror or error}") from None


def _passages(found: Review | None, drawn: dict[str, bytes], stem: str) -> list[Passage]:
    if not found:
        return []
    names = [f"{stem}-market-{n}.png" for n in range(1, len(found.sections) + 1)]
    return [_passage(s, name if name in drawn else "") for s, name in zip(found.sections, names, strict=True)]


def _passage(section: Section, picture: str) -> Passage:
    return Passage(section.text, section.short, section.caption, picture)


def _risk_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: 读不了 ({error}) —— 要 UTF-8 文本文件") from None
    words = [one_line(line) for line in lines if line.strip() and not line.lstrip().startswith(("#", "<!--"))]
    if not words:
        raise UsageError(f"{path}: 没有风险提示 —— 写一行, 用；分开")
    return "".join(words)


def _day(desk: Desk, week: str) -> date:
    """The report's day: today where that's in the week after, else that week's Monday."""
    monday = usage.week_days(week)[1] + timedelta(days=1)
    today = beijing(desk.now).date()
    return today if monday <= today < monday + timedelta(days=7) else monday
