"""`sources.yaml`, validated: a mistake names file, line, field and the mend."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from digest.config.files import line_of, load_yaml
from digest.config.keys import variables
from digest.errors import ConfigError
from digest.model import JsonPaths, Selectors, Source
from digest.text import canonical_url


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _SelectorsSpec(_Strict):
    item: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    next: str = ""
    summary: str = ""
    detail_title: str = ""
    detail_date: str = ""
    detail_source: str = ""
    body: str = ""

    @field_validator("*")
    @classmethod
    def _compiles(cls, value: str, info: ValidationInfo) -> str:
        """List pages are read by soupsieve, article pages by cssselect: each must know its selectors."""
        from cssselect import SelectorError, parse
        from soupsieve import SelectorSyntaxError
        from soupsieve import compile as compile_css

        try:
            if value and str(info.field_name).startswith(("detail_", "body")):
                parse(value)
            elif value:
                compile_css(value)
        except (SelectorError, SelectorSyntaxError) as error:
            raise ValueError(f"不是合规的 CSS 选择器: {str(error).splitlines()[0]}") from error
        return value


class _PathsSpec(_Strict):
    items: str = "$"
    link: str
    title: str
    date: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""


class _SourceSpec(_Strict):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=64)
    name: str = Field(min_length=1, max_length=80)
    kind: Literal["feed", "listing", "json", "openrouter", "wechat", "import"]
    url: str = ""
    lang: Literal["", "zh-Hans", "zh-Hant", "en"] = ""
    selectors: _SelectorsSpec = Field(default_factory=_SelectorsSpec)
    alternates: list[str] = []
    enabled: bool = True
    timezone: str = "Asia/Shanghai"
    max_pages: int = Field(20, ge=1, le=500)
    lookback_days: int = Field(14, ge=1, le=3650)
    min_interval: float = Field(2.0, ge=0, le=600)
    min_chars: int = Field(0, ge=0)
    must_contain: str = ""
    section: Literal["", "ai_model", "ai_industry", "data_element"] = ""
    paths: _PathsSpec | None = None
    date_formats: list[str] = []
    headers: dict[str, str] = {}
    drop_url: list[str] = []
    feed_text: Literal["auto", "only"] = "auto"
    cadence_hours: float = Field(0, ge=0, le=24 * 31)
    timeout: float = Field(20.0, ge=0.5, le=300)
    note: str = ""

    @field_validator("url", "alternates")
    @classmethod
    def _addresses(cls, value: str | list[str]) -> str | list[str]:
        for url in [value] if isinstance(value, str) else value:
            if url and "${" not in url and not canonical_url(url):
                raise ValueError("要写完整的 http:// 或 https:// 地址")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("不是时区名, 例如 Asia/Shanghai、America/New_York") from error
        return value

    @field_validator("headers")
    @classmethod
    def _no_keys(cls, value: dict[str, str]) -> dict[str, str]:
        if bad := [k for k in value if k.lower() in ("authorization", "cookie", "proxy-authorization", "x-api-key")]:
            raise ValueError(f"{bad[0]} 是密钥, 不写在这里: 密钥只从环境变量读")
        return value

    def source(self) -> Source:
        """The record that flows."""
        fields = self.model_dump(exclude={"selectors", "alternates", "paths", "date_formats", "headers", "drop_url"})
        return Source(
            **fields,
            selectors=Selectors(**self.selectors.model_dump()),
            alternates=tuple(self.alternates),
            paths=JsonPaths(**self.paths.model_dump()) if self.paths else JsonPaths(),
            date_formats=tuple(self.date_formats),
            headers=tuple(self.headers.items()),
            drop_url=tuple(self.drop_url),
        )


class _SourcesFile(_Strict):
    sources: list[_SourceSpec]


def load_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a `sources.yaml`, in its order, disabled ones included. Raises ConfigError.

    A `sources.local.yaml` beside it changes them without touching the shipped list: a row of a known id is laid over it, a
    row of a new id is added. `${NAME}` in an address stands for a variable of the environment or of the `.env` beside the file.
    """
    rows, node = _rows(path)
    specs = _validated(rows, path, node)
    local = path.with_name("sources.local.yaml")
    if local.is_file():
        specs = _overlaid(rows, specs, local)
    value = variables(path.with_name(".env"))
    return tuple(_with_variables(spec, value) for spec in specs)


def _rows(path: Path) -> tuple[list[Any], yaml.Node | None]:
    data, node = load_yaml(path, mend="digest sources init 放一份现成的, 再按自己的需要改")
    if not isinstance(data, dict) or not isinstance(data.get("sources"), list):
        raise ConfigError("最上层要有列表 sources", path=str(path), line=1, mend="sources: 下面每行一个 “- id: …”")
    try:
        if extra := [k for k in data if k != "sources"]:
            _SourcesFile.model_validate({"sources": [], extra[0]: 1})
    except ValidationError as error:
        raise _explain(error, path, node) from None
    return data["sources"], node


def _validated(rows: list[Any], path: Path, node: yaml.Node | None) -> list[Source]:
    try:
        specs = _SourcesFile.model_validate({"sources": rows}).sources
    except ValidationError as error:
        raise _explain(error, path, node) from None
    _distinct([spec.id for spec in specs], path, node)
    for number, spec in enumerate(specs):
        _complete(spec, number, path, node)
    return [spec.source() for spec in specs]


def _overlaid(rows: list[Any], specs: list[Source], local: Path) -> list[Source]:
    changes, node = _rows(local)
    known = {s.id: n for n, s in enumerate(specs)}
    _distinct([str(c.get("id")) if isinstance(c, dict) else "" for c in changes], local, node)
    merged = [_laid_over(rows[known[c["id"]]], c) if isinstance(c, dict) and c.get("id") in known else c for c in changes]
    result = list(specs)
    for spec in _validated(merged, local, node):
        if spec.id in known:
            result[known[spec.id]] = spec
        else:
            result.append(spec)
    return result


def _laid_over(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    def both(key: str) -> bool:
        return isinstance(base.get(key), dict) and isinstance(change[key], dict)

    return base | {key: base[key] | change[key] if both(key) else change[key] for key in change}


_VARIABLE = re.compile(r"\$\{(\w+)\}")


def _with_variables(spec: Source, value: Callable[[str], str]) -> Source:
    others = [_filled(url, value) for url in spec.alternates]
    return replace(spec, url=_filled(spec.url, value), alternates=tuple(url for url in others if not _VARIABLE.search(url)))


def _filled(url: str, value: Callable[[str], str]) -> str:
    """An address with its variables; a variable that isn't set stays as it is written, so that the source says so."""
    return _VARIABLE.sub(lambda m: value(m[1]) or m[0], url)


def _distinct(ids: Sequence[str], path: Path, node: yaml.Node | None) -> None:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            line = line_of(node, ("sources", number, "id"))
            raise ConfigError(f"“{name}” 用了两次", path=str(path), line=line, field=f"sources[{number}].id", mend="换一个 id")


def _complete(spec: _SourceSpec, number: int, path: Path, node: yaml.Node | None) -> None:
    if spec.kind != "import" and not spec.url:
        raise ConfigError(
            "缺少地址", path=str(path), line=line_of(node, ("sources", number)), field=f"{spec.id}.url", mend="加上 url:"
        )
    if spec.kind == "listing" and not (spec.selectors.item and spec.selectors.link):
        raise ConfigError(
            "listing 要有选择器 item 和 link",
            path=str(path),
            line=line_of(node, ("sources", number)),
            field=f"{spec.id}.selectors",
            mend='例如 selectors: {item: "ul.list > li", link: a, title: a, date: span}',
        )
    if spec.kind == "json" and not spec.paths:
        raise ConfigError(
            "json 要写明条目在哪里",
            path=str(path),
            line=line_of(node, ("sources", number)),
            field=f"{spec.id}.paths",
            mend="例如 paths: {items: data.list, link: url, title: title, date: time}",
        )


_SAYS = {
    "missing": ("缺少这一项", "补上它"),
    "string_type": ("要是文字", "给它加上引号"),
    "literal_error": ("没有这个选项", ""),
    "int_parsing": ("要是整数", ""),
    "float_parsing": ("要是数", ""),
    "bool_parsing": ("要是 true 或 false", ""),
    "list_type": ("要是列表", "每项一行, 以 “- ” 开头"),
    "string_pattern_mismatch": ("只能用字母、数字、_ . -", ""),
    "model_type": ("要是一组 “名: 值”", ""),
}


_BOUNDS = {
    "greater_than_equal": ("小", "至少"),
    "less_than_equal": ("大", "至多"),
    "string_too_long": ("长", "至多几个字:"),
    "string_too_short": ("短", "至少几个字:"),
}


def _explain(error: ValidationError, path: Path, node: yaml.Node | None) -> ConfigError:
    first = error.errors()[0]
    where, kind = first["loc"], first["type"]
    field = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in where).lstrip(".")
    if kind == "extra_forbidden":
        parent = str(where[-2]) if len(where) > 1 else ""
        fields = {"selectors": _SelectorsSpec.model_fields, "paths": _PathsSpec.model_fields}
        known = list(fields.get(parent, _SourceSpec.model_fields)) if parent else ["sources"]
        near = difflib.get_close_matches(str(where[-1]), known, n=1)
        message, mend = "没有这个字段", f"是不是 {near[0]}?" if near else f"可用: {', '.join(known)}"
    elif kind == "literal_error":
        message, mend = f"“{first['input']}” 不在选项之中", f"可用: {first['ctx']['expected']}"
    elif kind in _BOUNDS:
        message, mend = f"{first['input']} 太{_BOUNDS[kind][0]}", f"{_BOUNDS[kind][1]} {next(iter(first['ctx'].values()))}"
    elif kind == "string_type" and isinstance(first["input"], bool):
        message, mend = "要是文字, 而 YAML 把 on、off、yes、no 读成真假", "给它加上引号"
    elif kind == "value_error":
        message, mend = str(first["ctx"]["error"]), f"现在是 {str(first['input'])[:80]!r}"
    else:
        message, mend = _SAYS.get(kind, (first["msg"], ""))
    return ConfigError(message, path=str(path), line=line_of(node, where), field=field, mend=mend)
