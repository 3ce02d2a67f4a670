"""YAML as plain data and as nodes that know their lines, so that every mistake can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from digest.errors import ConfigError

#: libyaml where PyYAML was built with it: ten times faster, and each command reads several files
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: Path, mend: str = "") -> tuple[Any, yaml.Node | None]:
    """A YAML file as plain data and as nodes, which know their lines. Raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError("没有这个文件", path=str(path), mend=mend) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"读不了: {error}", path=str(path), mend="要是 UTF-8 文本文件") from None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return (loader.construct_document(node) if node else None), node
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(
            f"不是合规的 YAML: {reason}", path=str(path), line=mark.line + 1 if mark else 0, mend="看这一行的缩进、冒号和引号"
        ) from None
    except ValueError as error:  # an impossible date, for example
        raise ConfigError(f"不是合规的 YAML: {error}", path=str(path), mend="给日期样的文字加上引号") from None


def line_of(node: yaml.Node | None, where: Sequence[str | int]) -> int:
    """1-based line of a place in the document; of the nearest parent that exists."""
    line = node.start_mark.line + 1 if node else 0
    for step in where:
        child: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    line, child = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            child = node.value[step]
            line = child.start_mark.line + 1
        if child is None:
            break
        node = child
    return line


@contextmanager
def located(path: Path, node: yaml.Node | None) -> Iterator[None]:
    """Gives a ConfigError that knows only its field (`sections[1].cues`) the file and the line."""
    try:
        yield
    except ConfigError as error:
        where: list[str | int] = [int(p) if p.isdecimal() else p for p in re.findall(r"[^.\[\]]+", error.field)]
        line = line_of(node, where)
        raise ConfigError(error.message, path=str(path), line=line, field=error.field, mend=error.mend) from None
