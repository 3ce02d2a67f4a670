"""`prompts/sections.yaml` as a Guide: the desk's sections, what is no news of theirs, and what makes a story weighty. Pure.

Every mistake is a ConfigError that names its field; the reader of the file adds path and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from digest.errors import ConfigError
from digest.sections.cues import PLACES, Cue, compiled, piece

_TOP = ("lists", "accept", "sections", "noise", "importance", "levels")
_SECTION = ("id", "number", "title", "definition", "cues", "counter")
_NOISE = ("id", "reason", "cues")
_CUE = ("why", "weight", "words", "with", "unless", "only")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,2}")


@dataclass(frozen=True, slots=True)
class Section:
    """One sub-section of the report: its id, printed number and title, what belongs to it, and the words that speak for and
    against it."""

    id: str
    number: str
    title: str
    definition: str
    cues: tuple[Cue, ...]
    counter: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Noise:
    """A kind of text that is no news of the desk, and the sentence that says so."""

    id: str
    reason: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The desk's taste. A story enters a section that has at least `accept` points more than what speaks for noise.

    `levels` are the points from which a story has importance 2 and 3.
    """

    sections: tuple[Section, ...]
    noise: tuple[Noise, ...] = ()
    importance: tuple[Cue, ...] = ()
    accept: float = 2.4
    levels: tuple[float, float] = (2.4, 6.0)

    def section(self, name: str) -> Section | None:
        """The section of that id."""
        return next((s for s in self.sections if s.id == name), None)


def guide(data: object) -> Guide:
    """The guide that plain data (as YAML gives it) describes. Raises ConfigError with `field` and `mend`."""
    top = _mapping(data, "", _TOP, ("sections",))
    lists = _lists(top.get("lists", {}))
    sections = tuple(_section(row, f"sections[{n}]", lists) for n, row in enumerate(_rows(top, "sections", "")))
    if not sections:
        _wrong("一节也没有", "sections", "至少写一节: id, number, title, definition, cues")
    _distinct([s.id for s in sections], "sections", "id")
    _distinct([s.number for s in sections], "sections", "number")
    noise = tuple(_noise(row, f"noise[{n}]", lists) for n, row in enumerate(_rows(top, "noise", "")))
    _distinct([n.id for n in noise], "noise", "id")
    importance = tuple(_cue(row, f"importance[{n}]", lists, -10) for n, row in enumerate(_rows(top, "importance", "")))
    return Guide(sections, noise, importance, _accept(top.get("accept", 2.4)), _levels(top.get("levels", [2.4, 6.0])))


def _section(row: object, field: str, lists: Mapping[str, Sequence[str]]) -> Section:
    given = _mapping(row, field, _SECTION, ("id", "number", "title", "definition", "cues"))
    number = _text(given["number"], f"{field}.number", "写成带引号的 “3.1”")
    if not _NUMBER.fullmatch(number):
        _wrong(f"“{number}” 不是节号", f"{field}.number", "例如 “3.1”")
    cues = _cues(given, "cues", field, lists)
    if not cues:
        _wrong("没有线索, 这一节就收不到稿件", f"{field}.cues", "至少写一条线索词")
    return Section(
        _identifier(given["id"], f"{field}.id"),
        number,
        _text(given["title"], f"{field}.title", "报告里印出来的标题, 例如 AI模型"),
        _text(given["definition"], f"{field}.definition", "一两句话说明什么归这一节"),
        cues,
        _cues(given, "counter", field, lists),
    )


def _noise(row: object, field: str, lists: Mapping[str, Sequence[str]]) -> Noise:
    given = _mapping(row, field, _NOISE, _NOISE)
    reason = _text(given["reason"], f"{field}.reason", "一句话说明为什么不收")
    return Noise(_identifier(given["id"], f"{field}.id"), reason, _cues(given, "cues", field, lists))


def _cues(given: Mapping[str, object], key: str, field: str, lists: Mapping[str, Sequence[str]]) -> tuple[Cue, ...]:
    return tuple(_cue(row, f"{field}.{key}[{n}]", lists) for n, row in enumerate(_rows(given, key, f"{field}.")))


def _cue(row: object, field: str, lists: Mapping[str, Sequence[str]], least: float = 0.1) -> Cue:
    """A cue as a bare word (weight 1) or as `{why, weight, words, with?, unless?, only?}`; `least` is the smallest weight."""
    if isinstance(row, str):
        return Cue(_text(row, field, "写上线索词"), 1.0, _pattern([row], field, lists))
    given = _mapping(row, field, _CUE, ("weight", "words"))
    words = _words(given["words"], f"{field}.words")
    return Cue(
        _text(given.get("why", words[0]), f"{field}.why", "一个短语, 说明这些词意味着什么"),
        _number(given["weight"], f"{field}.weight", least, 10),
        _pattern(words, f"{field}.words", lists),
        needs=_condition(given, "with", field, lists),
        unless=_condition(given, "unless", field, lists),
        only=_place(given.get("only", ""), f"{field}.only"),
    )


def _place(data: object, field: str) -> str:
    if not isinstance(data, str) or data not in ("", *PLACES):
        _wrong(f"没有 “{data}” 这个位置", field, f"可用: {', '.join(PLACES)}")
    return data


def _condition(given: Mapping[str, object], key: str, field: str, lists: Mapping[str, Sequence[str]]) -> re.Pattern[str] | None:
    return _pattern(_words(given[key], f"{field}.{key}"), f"{field}.{key}", lists) if key in given else None


def _pattern(words: Sequence[str], field: str, lists: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    for number, word in enumerate(words):
        place = f"{field}[{number}]" if len(words) > 1 else field
        try:
            piece(word, lists)
        except KeyError as error:
            known = "、".join(lists) or "还没有名单"
            _wrong(f"没有名单 <{error.args[0]}>", place, f"写进 lists, 或用已有的: {known}")
        except ValueError as error:
            _wrong(f"看不懂线索 “{word}”: {error}", place, "写成 “发布…模型” 或 “<发布>…模型”")
    return compiled(words, lists)


# ------------------------------------------------------------------------------------------------------------ plain data
def _wrong(message: str, field: str, mend: str) -> NoReturn:
    raise ConfigError(message, field=field, mend=mend)


def _mapping(data: object, field: str, known: Sequence[str], required: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(data, dict):
        _wrong("要是一组 “名: 值”", field, f"可用: {', '.join(known)}")
    dot = f"{field}." if field else ""
    for key in data:
        if key not in known:
            _wrong("没有这个字段", f"{dot}{key}", f"可用: {', '.join(known)}")
    for key in required:
        if key not in data:
            _wrong(f"缺少 {key}", f"{dot}{key}", "补上它")
    return data


def _rows(given: Mapping[str, object], key: str, prefix: str) -> list[object]:
    rows = given.get(key, [])
    if not isinstance(rows, list):
        _wrong("要是列表", f"{prefix}{key}", "每项一行, 以 “- ” 开头")
    return rows


def _lists(data: object) -> dict[str, list[str]]:
    if not isinstance(data, dict):
        _wrong("要是一组 “名单: [词, 词]”", "lists", "例如 lists: {发布: [发布, 推出]}")
    for name, words in data.items():
        if not isinstance(name, str) or re.search("[<>…#]", name):
            _wrong("名单的名字要是文字, 不含 < > … #", f"lists.{name}", "例如 发布")
        for number, word in enumerate(_words(words, f"lists.{name}")):
            if re.search("[<>…#]", word):
                _wrong("名单里只写词, 不含 < > … #", f"lists.{name}[{number}]", "把它写进 words")
    return data


def _words(data: object, field: str) -> list[str]:
    words = [data] if isinstance(data, str) else data
    if not isinstance(words, list) or not words:
        _wrong("要是一个词或一串词", field, "例如 [融资, 领投]")
    for number, word in enumerate(words):
        if not isinstance(word, str):
            _wrong(f"“{word}” 不是文字", f"{field}[{number}]", "给它加上引号")
        if not word.strip(" *"):
            _wrong("空的词会匹配一切", f"{field}[{number}]", "删掉它")
    return words


def _text(data: object, field: str, mend: str) -> str:
    if not isinstance(data, str):
        _wrong("要是文字", field, "给它加上引号")
    if not data.strip():
        _wrong("不能为空", field, mend)
    return data.strip()


def _identifier(data: object, field: str) -> str:
    name = _text(data, field, "例如 ai_model")
    if not _ID.fullmatch(name):
        _wrong(f"“{name}” 不是合规的 id", field, "小写字母开头, 只用小写字母、数字和 _")
    return name


def _number(data: object, field: str, low: float, high: float) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float):
        _wrong("要是数", field, f"在 {low:g} 与 {high:g} 之间")
    if not low <= data <= high:
        _wrong(f"{data:g} 超出范围", field, f"在 {low:g} 与 {high:g} 之间")
    return float(data)


def _accept(data: object) -> float:
    return _number(data, "accept", 0.1, 100)


def _levels(data: object) -> tuple[float, float]:
    if not isinstance(data, list) or len(data) != 2:
        _wrong("要是两个数", "levels", "例如 [3, 6]: 几分起算重要、几分起算头条")
    low, high = (_number(value, f"levels[{n}]", 0, 100) for n, value in enumerate(data))
    if low >= high:
        _wrong("第一个数要小于第二个", "levels", "例如 [3, 6]")
    return low, high


def _distinct(values: Sequence[str], rows: str, key: str) -> None:
    for number, value in enumerate(values):
        if value in values[:number]:
            _wrong(f"“{value}” 用了两次", f"{rows}[{number}].{key}", "换一个")
