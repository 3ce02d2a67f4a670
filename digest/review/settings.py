"""What a home says of the review room: its keys (`prompts/keys.yaml`) and the sections' names."""

from __future__ import annotations

from digest.config import Home, load_yaml, located
from digest.review import keys


def load_keys(home: Home) -> dict[str, tuple[str, ...]]:
    """Action → keys, the home's own or those that come with the package. Raises ConfigError."""
    path = home.prompt("keys.yaml")
    data, _ = load_yaml(path)
    return keys.keymap(data, str(path))


def load_sections(home: Home) -> dict[str, str]:
    """Section id → number and title, in the report's order. Raises ConfigError.

    Only the names are read: a list of drafts need not wait for thousands of cue words.
    """
    import yaml

    path = home.prompt("sections.yaml")
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        rows = yaml.load(path.read_bytes(), fast)["sections"]  # noqa: S506 - both are safe loaders
        return {str(row["id"]): f"{row['number']} {row['title']}" for row in rows}
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return _explained(home)


def _explained(home: Home) -> dict[str, str]:
    """The same by the careful way, which says what is wrong, in which line."""
    from digest import sections

    path = home.prompt("sections.yaml")
    data, node = load_yaml(path)
    with located(path, node):
        return {s.id: f"{s.number} {s.title}" for s in sections.guide(data).sections}
