"""The names of the field: who is meant by 月之暗面, Moonshot AI, Kimi's maker. Pure; the list is `prompts/aliases.yaml`.

A name is found longest first. A Latin name matches whole words only (a version may follow) and in any case, an office's
initials in capitals only; a Chinese one in either script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from digest.errors import ConfigError
from digest.text import fold, fold_width, simplified

#: what a name may be: who publishes, who governs, who makes, what is made, who speaks, how it is traded
KINDS = ("outlet", "agency", "company", "product", "person", "market")


@dataclass(frozen=True)
class Name:
    """One entity: its name as the desk prints it, its kind, its other names, and what belongs to it (its products)."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True)
class Names:
    """A list of names that can be looked for in a text. Hashable, so that a reading of a text may be kept."""

    entries: tuple[Name, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.entries)  # once: a check asks for it with every text that it reads

    @cached_property
    def _canonical(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for entry in self.entries:
            for spelling in (entry.name, *entry.aliases):
                found.setdefault(fold(simplified(spelling)), entry.name)
        return found

    @cached_property
    def _by_name(self) -> dict[str, Name]:
        return {entry.name: entry for entry in self.entries}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        spellings = {simplified(fold_width(s)): e.kind for e in self.entries for s in (e.name, *e.aliases)}
        ordered = sorted(spellings, key=lambda s: (-len(s), s))
        return re.compile("|".join(_spelled(s, spellings[s]) for s in ordered), re.IGNORECASE) if ordered else None

    def find(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """(start, end, name as the desk prints it) of every known name, in order of place; offsets of the text as given."""
        if self._pattern is None:
            return ()
        plain = simplified(fold_width(text))
        return tuple((m.start(), m.end(), self.canonical(m[0])) for m in self._pattern.finditer(plain))

    def canonical(self, name: str) -> str:
        """The name as the desk prints it; the name itself where it is not listed."""
        return self._canonical.get(fold(simplified(name)), name)

    def entry(self, name: str) -> Name | None:
        """The entity that answers to a name, or None."""
        return self._by_name.get(self.canonical(name))

    def maker(self, name: str) -> str:
        """Whose product a name is; the name itself, as the desk prints it, where it's nobody's."""
        entry = self.entry(name)
        return entry.of if entry and entry.of else self.canonical(name)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Names of one kind as the desk prints them, in the order of the list."""
        return tuple(entry.name for entry in self.entries if entry.kind == kind)

    def aliases_of(self, kind: str) -> dict[str, str]:
        """Every spelling of the names of one kind → the name as the desk prints it."""
        return {spelling: e.name for e in self.entries if e.kind == kind for spelling in (e.name, *e.aliases)}


def _spelled(spelling: str, kind: str) -> str:
    """A pattern of one spelling: blanks and hyphens may be left out or exchanged, Latin ends are whole words.

    An office's initials are written in capitals: 40 tokens/sec has nothing of the SEC.
    """
    body = r"[\s\-]?".join(re.escape(part) for part in re.split(r"[\s\-]+", spelling) if part)
    body = f"(?-i:{body})" if kind == "agency" and spelling.isascii() and spelling.isupper() else body
    before = r"(?<![A-Za-z0-9])" if spelling[0].isascii() and spelling[0].isalnum() else ""
    before = "(?<!最)" if spelling[0] in "大小高" else before  # the greatest (最大) of something is no 大摩
    after = r"(?![A-Za-z])" if spelling[-1].isascii() and spelling[-1].isalnum() else ""  # Qwen3.5 is Qwen
    return before + body + after


# -------------------------------------------------------------------------------------------------------------- the file
def names(data: object) -> Names:
    """The list that `aliases.yaml` holds. Raises ConfigError with the field, in Chinese."""
    rows = data.get("names") if isinstance(data, Mapping) else None
    if not isinstance(rows, list):
        raise ConfigError("最上层要有列表 names", field="names", mend="names: 下面每行一个 “- {name: …, kind: …}”")
    return Names(tuple(_entries(rows)))


def _entries(rows: Sequence[Any]) -> Iterator[Name]:
    taken: dict[str, str] = {}
    for number, row in enumerate(rows):
        where = f"names[{number}]"
        entry = _entry(row, where)
        for spelling in (entry.name, *entry.aliases):
            owner = taken.setdefault(fold(simplified(spelling)), entry.name)
            if owner != entry.name:
                raise ConfigError(f"“{spelling}” 已经是 “{owner}” 的名字", field=where, mend="一个写法只能属于一个名称")
        yield entry


def _entry(row: object, where: str) -> Name:
    if not isinstance(row, Mapping):
        raise ConfigError("要是一组 “名: 值”", field=where, mend="例如 {name: 月之暗面, kind: company, aliases: [Moonshot AI]}")
    for key in row:
        if key not in ("name", "kind", "aliases", "of"):
            raise ConfigError("没有这个字段", field=f"{where}.{key}", mend="可用: name, kind, aliases, of")
    name, kind, of = _word(row, "name", where), row.get("kind"), row.get("of", "")
    if kind not in KINDS:
        raise ConfigError(f"“{kind}” 不在选项之中", field=f"{where}.kind", mend=f"可用: {', '.join(KINDS)}")
    aliases = row.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(a, str) and a.strip() for a in aliases):
        raise ConfigError("要是文字的列表", field=f"{where}.aliases", mend="例如 [Moonshot AI, Moonshot]; 数字加引号")
    if not isinstance(of, str):
        raise ConfigError("要是文字", field=f"{where}.of", mend="写上它属于谁")
    return Name(name, str(kind), tuple(a.strip() for a in aliases), of.strip())


def _word(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError("缺少这一项" if value is None else "要是文字", field=f"{where}.{key}", mend="补上它, 给数字加引号")
    return value.strip()
