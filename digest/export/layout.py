"""`prompts/layout.yaml`: what the report's headings say, how further items follow, and which house style sets the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from digest.errors import ConfigError
from digest.export.house import PUNCTUATIONS, SPACINGS, House

Follow = Literal["heading", "numbered", "run-in"]
FOLLOWS: tuple[Follow, ...] = ("heading", "numbered", "run-in")


@dataclass(frozen=True, slots=True)
class Part:
    """One sub-section of the layout: its id, its number (`3.1`) and its title as printed."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered chapter of the whole report."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What the draft of a whole report says beside the news: its chapters, its industry and what that is held against."""

    title: str = "计算机行业跟踪报告"
    industry: str = "计算机"
    family: str = "申万"
    benchmarks: tuple[str, ...] = ("沪深300", "创业板指")
    publisher: str = ""
    house: House = field(default_factory=House)
    views: Chapter = Chapter("1", "行业周观点")
    market: Chapter = Chapter("2", "市场行情回顾")
    risk: Chapter = Chapter("4", "风险提示")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the report is laid out. `evidence` is "full" or "excerpt": how much of a cited page the evidence holds."""

    parts: tuple[Part, ...] = ()
    chapter: Chapter = Chapter("3", "产业动态")
    follow: Follow = "heading"
    empty: str = "本周无已审定条目。"
    house: House = field(default_factory=House)
    evidence: str = "full"
    whole: Whole = field(default_factory=Whole)

    def numbered(self, number: str) -> Layout:
        """The same layout under another chapter number: `3.1` becomes `4.1`; without a number the parts have none."""
        parts = tuple(Part(p.id, _renumbered(p.number, number), p.title) for p in self.parts)
        return replace(self, parts=parts, chapter=Chapter(number, self.chapter.title))


def _renumbered(old: str, number: str) -> str:
    return f"{number}.{old.rpartition('.')[2]}" if number else ""


def layout(data: object, parts: Sequence[Part]) -> Layout:
    """What `layout.yaml` holds. Raises ConfigError with the field, in Chinese."""
    rows = _mapping(data, "", ("chapter", "follow", "empty", "style", "styles", "evidence", "report"))
    plain = Layout()
    follow = _one_of(rows, "follow", FOLLOWS, plain.follow)
    evidence = _one_of(rows, "evidence", ("full", "excerpt"), plain.evidence)
    chapter = _chapter(rows.get("chapter"), "chapter", plain.chapter)
    found = Layout(
        tuple(parts), chapter, follow, _word(rows, "empty", "", plain.empty), _house(rows, rows), evidence, _whole(rows)
    )
    return found.numbered(chapter.number)


def _house(rows: Mapping[str, Any], named: Mapping[str, Any], above: str = "") -> House:
    """The style that `named` chooses among all that the file describes."""
    styles = _mapping(rows.get("styles") or {"原样": {}}, "styles")
    name = _word(named, "style", above, "原样")
    if name not in styles:
        raise ConfigError(
            f"没有叫“{name}”的样式", field=f"{above}.style".lstrip("."), mend=f"可用: {', '.join(map(str, styles))}"
        )
    where = f"styles.{name}"
    row = _mapping(styles[name] or {}, where, ("punctuation", "spacing"))
    return House(
        name,
        _one_of(row, "punctuation", PUNCTUATIONS, "keep", where),
        _one_of(row, "spacing", SPACINGS, "keep", where),
    )


def _whole(file: Mapping[str, Any]) -> Whole:
    plain, known = Whole(), ("title", "industry", "family", "benchmarks", "publisher", "style", "views", "market", "risk")
    rows = _mapping(file.get("report") or {}, "report", known)
    house = _house(file, rows if "style" in rows else file, "report" if "style" in rows else "")
    benchmarks = rows.get("benchmarks", list(plain.benchmarks))
    if not isinstance(benchmarks, list) or not all(isinstance(b, str) and b.strip() for b in benchmarks):
        raise ConfigError("要是一列指数名", field="report.benchmarks", mend="例如 [沪深300, 创业板指]")
    words = {k: _word(rows, k, "report", getattr(plain, k)) for k in ("title", "industry", "family")}
    chapters = {k: _chapter(rows.get(k), f"report.{k}", getattr(plain, k)) for k in ("views", "market", "risk")}
    return replace(
        plain,
        benchmarks=tuple(b.strip() for b in benchmarks),
        publisher=str(rows.get("publisher") or "").strip(),
        house=house,
        title=words["title"],
        industry=words["industry"],
        family=words["family"],
        views=chapters["views"],
        market=chapters["market"],
        risk=chapters["risk"],
    )


def _chapter(data: object, where: str, plain: Chapter) -> Chapter:
    if data is None:
        return plain
    row = _mapping(data, where, ("number", "title"))
    number = row.get("number", plain.number)
    if isinstance(number, bool) or not isinstance(number, int | str) or not str(number).strip().isdecimal():
        raise ConfigError("要是章号", field=f"{where}.number", mend="例如 3")
    return Chapter(str(number).strip(), _word(row, "title", where, plain.title))


def _mapping(data: object, where: str, known: Sequence[str] = ()) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise ConfigError("要是一组 “名: 值”", field=where, mend="看随程序来的 layout.yaml")
    if unknown := [k for k in data if known and k not in known]:
        raise ConfigError("没有这个字段", field=f"{where}.{unknown[0]}".lstrip("."), mend=f"可用: {', '.join(known)}")
    return data


def _word(rows: Mapping[str, Any], key: str, where: str, plain: str) -> str:
    value = rows.get(key, plain)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError("要是文字", field=f"{where}.{key}".lstrip("."), mend=f"例如 {plain}")
    return value.strip()


def _one_of(rows: Mapping[str, Any], key: str, known: Sequence[Any], plain: Any, where: str = "") -> Any:
    value = rows.get(key, plain)
    if value not in known:
        raise ConfigError(f"不能是“{value}”", field=f"{where}.{key}".lstrip("."), mend=f"可用: {', '.join(known)}")
    return value
