"""Prompt files: front matter, then a `# system` and a `# user` part with {{named}} variables.

A file that lacks a variable its use needs, or names one that nobody fills, fails when it is read, not in the middle of a run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from digest.errors import ConfigError
from digest.text import digest_of

_PART = re.compile(r"^# (system|user)[ \t]*\n", re.M)
_VARIABLE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A validated prompt. `id` names its text exactly: name, version and the first letters of its fingerprint."""

    id: str
    system: str
    user: str
    fingerprint: str

    def fill(self, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """(role, text) of its parts with the variables filled in one pass, so that what is filled in is never filled again."""
        parts = (("system", self.system), ("user", self.user))
        return tuple((role, _VARIABLE.sub(lambda m: values[m[1]], text)) for role, text in parts if text)


def prompt(text: str, path: str, needed: frozenset[str]) -> Prompt:
    """The prompt of a file's text; `needed` are the variables that the program fills. Raises ConfigError."""
    matter, body, first = _split(text, path)
    stated = matter.get("variables", [])
    if not isinstance(matter.get("id"), str) or not isinstance(stated, list):
        raise ConfigError("开头缺少 id 或 variables", path=path, line=1, mend="写 id: draft 和 variables: [story, …]")
    used = set(_VARIABLE.findall(body))
    if missing := sorted(needed - used):
        raise ConfigError(
            f"缺少变量 {{{{{missing[0]}}}}}", path=path, line=first, mend="没有它, 模型看不到这一部分; 把它放回去"
        )
    if unknown := sorted((used | set(map(str, stated))) - needed):
        line = _line(text, unknown[0])
        raise ConfigError(f"没有变量 {unknown[0]}", path=path, line=line, mend=f"可用: {', '.join(sorted(needed))}")
    parts = _parts(body, path, first)
    mark = digest_of(text)
    name = f"{matter['id']}-{matter.get('version', 1)}-{mark[:8]}"
    return Prompt(name, parts.get("system", ""), parts["user"], mark)


def _split(text: str, path: str) -> tuple[dict[str, object], str, int]:
    text = text.replace("\r\n", "\n")
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not mark:
        raise ConfigError("开头没有 --- 之间的说明", path=path, line=1, mend="写 id、version、variables")
    try:
        matter = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise ConfigError(f"开头不是合规的 YAML: {str(error).splitlines()[0]}", path=path, line=2) from None
    return matter if isinstance(matter, dict) else {}, body, head.count("\n") + 4


def _parts(body: str, path: str, first: int) -> dict[str, str]:
    found = _PART.split(body)
    parts = {role: text.strip() for role, text in zip(found[1::2], found[2::2], strict=True)}
    if not parts.get("user"):
        raise ConfigError("没有 # user 一节", path=path, line=first, mend="至少写一节 # user")
    return parts


def _line(text: str, word: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if word in line), 1)
