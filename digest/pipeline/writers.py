"""Opening an engine by its name: the files of `prompts/`, the key, and the sections that the model is told of."""

from __future__ import annotations

from digest.config import Home, load_yaml, located
from digest.config.keys import variables
from digest.engines import DEFAULT, Engine, Extractive, engine_name
from digest.engines.ladder import NEEDED, Chat, Heading
from digest.engines.prompts import Prompt, prompt
from digest.engines.providers import Providers, providers
from digest.errors import ConfigError


def open_engine(home: Home, given: str | None = None) -> Engine:
    """The engine of `--engine`, `DIGEST_ENGINE` (environment or `.env`) or the default.

    Raises ConfigError for an unknown name, a missing key or address, and a prompt that lacks what it needs.
    """
    variable = variables(home.root / ".env")
    name = engine_name(given, variable)
    if name == DEFAULT:
        return Extractive()
    if not name.startswith("chat:"):
        raise ConfigError(f"没有引擎 “{name}”", field="--engine", mend="可用: extractive, 或 chat:服务/模型")
    known = load_providers(home)
    second = variable("DIGEST_SECOND_OPINION")
    return Chat(
        known.endpoint(name, variable),
        {kind: load_prompt(home, kind) for kind in NEEDED},
        headings(home),
        known.ceilings(),
        known.endpoint(second, variable) if second else None,
    )


def load_providers(home: Home) -> Providers:
    """`prompts/providers.yaml`. Raises ConfigError."""
    path = home.prompt("providers.yaml")
    data, node = load_yaml(path)
    with located(path, node):
        return providers(data)


def load_prompt(home: Home, kind: str) -> Prompt:
    """`prompts/KIND.md`. Raises ConfigError."""
    path = home.prompt(f"{kind}.md")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"读不了: {error}", path=str(path), mend="要是 UTF-8 文本文件") from None
    return prompt(text, str(path), NEEDED[kind])


def headings(home: Home) -> tuple[Heading, ...]:
    """The report's sections, without their cues: those are for the rules. Raises ConfigError."""
    path = home.prompt("sections.yaml")
    data, node = load_yaml(path)
    with located(path, node):
        rows = data.get("sections") if isinstance(data, dict) else None
        if not isinstance(rows, list) or not rows:
            raise ConfigError("一节也没有", field="sections", mend="至少写一节: id, number, title, definition")
        return tuple(_heading(row, f"sections[{n}]") for n, row in enumerate(rows))


def _heading(row: object, field: str) -> Heading:
    if not isinstance(row, dict) or not all(row.get(k) for k in ("id", "number", "title", "definition")):
        raise ConfigError("缺少 id、number、title 或 definition", field=field, mend="补上它")
    return Heading(str(row["id"]), str(row["number"]), str(row["title"]), str(row["definition"]))
