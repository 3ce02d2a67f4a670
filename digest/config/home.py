"""The home folder: where one desk keeps its things."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from digest.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Home:
    """Where one desk keeps its things."""

    root: Path

    @property
    def sources(self) -> Path:
        """The source list."""
        return self.root / "sources.yaml"

    @property
    def database(self) -> Path:
        """The one database."""
        return self.root / "db" / "digest.db"

    @property
    def outputs(self) -> Path:
        """Where editions are written."""
        return self.root / "outputs"

    def prompt(self, name: str) -> Path:
        """A file of `prompts/`: the home's own, else the one that comes with the package."""
        here = Path(__file__).resolve().parent.parent
        candidates = [self.root / "prompts" / name, here / "_defaults" / "prompts" / name, here.parent / "prompts" / name]
        for path in candidates:
            if path.is_file():
                return path
        raise ConfigError("找不到文件", path=str(candidates[0]), mend="从项目的 prompts/ 复制一份")


def open_home(given: str | None = None) -> Home:
    """The home of `--home`, `DIGEST_HOME` or the current directory. Raises ConfigError when it's no folder."""
    root = Path(given or os.environ.get("DIGEST_HOME") or ".").expanduser()
    if not root.is_dir():
        raise ConfigError("没有这个文件夹", path=str(root), mend="先建好它, 或用 --home 指向别处")
    return Home(root.resolve())
