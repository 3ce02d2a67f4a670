"""`prompts/providers.yaml` as data: who serves models, how each wants to be asked, what it costs, and where spending stops.

`endpoint` resolves `chat:deepseek/deepseek-v4-flash` to everything a request needs. Mistakes are ConfigErrors that name their
field; the reader of the file adds path and line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from digest.engines.purse import Ceilings, Price
from digest.errors import ConfigError

Structured = Literal["schema", "object", "tool", "prompt"]
MODES: tuple[Structured, ...] = ("schema", "object", "tool", "prompt")
_NAME = re.compile(r"chat:(?P<provider>[A-Za-z0-9_-]+)/(?P<model>[^\s\x00-\x1f]+)")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Ways(_Strict):
    """How a model wants to be asked; None means: as the provider, or as the defaults say."""

    structured: Structured | None = None
    limit: Literal["max_tokens", "max_completion_tokens"] | None = None
    longest: int | None = Field(None, ge=64, le=200_000)
    deadline: float | None = Field(None, gt=0, le=3600)
    patience: float | None = Field(None, ge=0, le=3600)
    attempts: int | None = Field(None, ge=1, le=10)
    concurrency: int | None = Field(None, ge=1, le=64)
    temperature: float | None = Field(None, ge=0, le=2)
    extra: dict[str, Any] | None = None


class _Model(_Ways):
    price: tuple[float, float, float] | None = None


class _Provider(_Ways):
    base_url: str = ""
    base_url_env: str = ""
    key: str = ""
    key_optional: bool = False
    models: dict[str, _Model] = {}


class _Limits(_Strict):
    calls: int = Field(ge=0)
    tokens: int = Field(ge=0)
    cost_usd: float = Field(ge=0)
    minutes: float = Field(24 * 60, gt=0)


class _Ceilings(_Strict):
    run: _Limits
    day: _Limits


class _File(_Strict):
    ceilings: _Ceilings
    defaults: _Ways
    providers: dict[str, _Provider]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model at one address. The key is never shown, compared or stored."""

    name: str
    base_url: str
    model: str
    structured: Structured
    limit: str
    longest: int
    deadline: float
    patience: float
    attempts: int
    concurrency: int
    temperature: float | None
    extra: Mapping[str, Any]
    price: Price | None
    key: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Providers:
    """The whole file, validated."""

    spec: _File

    def ceilings(self) -> Ceilings:
        """Where spending stops."""
        run, day = self.spec.ceilings.run, self.spec.ceilings.day
        return Ceilings(run.calls, run.tokens, run.cost_usd, run.minutes * 60, day.calls, day.tokens, day.cost_usd)

    def endpoint(self, name: str, variable: Callable[[str], str], *, mode: Structured | None = None) -> Endpoint:
        """The endpoint of `chat:PROVIDER/MODEL`; `variable` looks up environment and `.env`. Raises ConfigError."""
        found = _NAME.fullmatch(name)
        if not found:
            raise ConfigError(f"没有引擎 “{name}”", field="--engine", mend="可用: extractive, 或 chat:服务/模型")
        provider = self._provider(found["provider"])
        ways = self._ways(provider, found["model"])
        model = provider.models.get(found["model"])
        return Endpoint(
            name=name,
            base_url=_address(provider, found["provider"], variable),
            model=found["model"],
            structured=mode or ways["structured"],
            price=Price(*model.price) if model and model.price else None,
            key=_key(provider, variable),
            **{k: v for k, v in ways.items() if k != "structured"},
        )

    def _provider(self, name: str) -> _Provider:
        if name not in self.spec.providers:
            near = difflib.get_close_matches(name, self.spec.providers, n=1)
            mend = f"是不是 {near[0]}?" if near else f"可用: {', '.join(self.spec.providers)}; 其他服务用 custom"
            raise ConfigError(f"没有模型服务 “{name}”", field="--engine", mend=mend)
        return self.spec.providers[name]

    def _ways(self, provider: _Provider, model: str) -> dict[str, Any]:
        layers: list[_Ways] = [w for w in (self.spec.defaults, provider, provider.models.get(model)) if w]
        merged: dict[str, Any] = {}
        for name in _Ways.model_fields:
            stated = [v for layer in layers if (v := getattr(layer, name)) is not None]
            merged[name] = stated[-1] if stated else None
        missing = [k for k, v in merged.items() if v is None and k not in ("temperature", "extra")]
        if missing:
            raise ConfigError("缺少默认值", field=f"defaults.{missing[0]}", mend="补上它")
        return {**merged, "extra": merged["extra"] or {}}


def providers(data: object) -> Providers:
    """The providers that plain data (as YAML gives it) describes. Raises ConfigError with `field`."""
    try:
        return Providers(_File.model_validate(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in first["loc"]).lstrip(".")
        said = {"missing": "缺少这一项", "extra_forbidden": "没有这个字段", "literal_error": "没有这个选项"}
        raise ConfigError(said.get(first["type"], first["msg"]), field=where, mend="照随程序来的 providers.yaml 改") from None


def _address(provider: _Provider, name: str, variable: Callable[[str], str]) -> str:
    given = variable(provider.base_url_env) if provider.base_url_env else ""
    url = (given or provider.base_url).rstrip("/")
    if not re.match(r"https?://[^\s/]+", url):
        mend = (
            f"设环境变量 {provider.base_url_env}, 例如 http://localhost:8000/v1"
            if provider.base_url_env
            else "写完整的 https:// 地址"
        )
        raise ConfigError("没有服务地址", field=f"providers.{name}.base_url", mend=mend)
    return url


def _key(provider: _Provider, variable: Callable[[str], str]) -> str:
    if not provider.key:
        return ""
    key = variable(provider.key).strip()
    if not key and not provider.key_optional:
        raise ConfigError("没有密钥", field=provider.key, mend=f"设环境变量 {provider.key}, 或写进 .env: {provider.key}=…")
    if not re.fullmatch(r"[\x21-\x7e]*", key):
        raise ConfigError("密钥里有空格、换行或非 ASCII 字符", field=provider.key, mend="重新复制一遍")
    return key
