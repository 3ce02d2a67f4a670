"""Who writes a draft. An engine takes a Brief and returns a Reply; what it says is believed only as far as the checks go.

    extractive            the default: neither key nor network, a product feature and not a stand-in
    chat:PROVIDER/MODEL   any OpenAI-compatible endpoint (`ladder.Chat`), asked once a story, nothing believed

An engine never asks or stores anything itself: it yields Asks and is sent Answers, and the corridor does the rest.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol

from digest.engines.extractive import Extractive
from digest.errors import ConfigError
from digest.model import Brief, Reply

__all__ = ["DEFAULT", "Engine", "Extractive", "engine_name", "open_engine"]

DEFAULT = "extractive"


class Engine(Protocol):
    """Writes one story."""

    @property
    def name(self) -> str:
        """As `--engine` takes it."""
        ...

    def write(self, brief: Brief) -> Reply:
        """A reply for a brief, without asking anybody."""
        ...


def engine_name(given: str | None, variable: Callable[[str], str] = lambda name: os.environ.get(name, "")) -> str:
    """The engine of `--engine`, `DIGEST_ENGINE` or the default."""
    return given or variable("DIGEST_ENGINE") or DEFAULT


def open_engine(given: str | None = None) -> Engine:
    """An engine that needs nothing but its name. Raises ConfigError for any other."""
    name = engine_name(given)
    if name == DEFAULT:
        return Extractive()
    raise ConfigError(f"没有引擎 “{name}”", field="--engine", mend="可用: extractive, 或 chat:服务/模型")
