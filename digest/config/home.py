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
        """A file of `prompts/`: the home's own, else the one that comes with the package. Raises ConfigError."""
        own = self.root / "prompts" / name
        return own if own.is_file() else _shipped(f"prompts/{name}", own)

    def shipped_sources(self) -> Path:
        """The source list that comes with the package. Raises ConfigError."""
        return _shipped("sources.yaml", self.sources)


def _shipped(name: str, wanted: Path) -> Path:
    """A file of the package: beside it in a checkout, inside it when installed."""
    here = Path(__file__).resolve().parent.parent
    for path in (here / "_defaults" / name, here.parent / name):
        if path.is_file():
            return path
    raise ConfigError("找不到文件", path=str(wanted), mend="重新安装 digest, 或从项目复制一份")


def open_home(given: str | None = None) -> Home:
    """The home of `--home`, `DIGEST_HOME` or the current directory. Raises ConfigError when it's no folder."""
    root = Path(given or os.environ.get("DIGEST_HOME") or ".").expanduser()
    if not root.is_dir():
        raise ConfigError("没有这个文件夹", path=str(root), mend="先建好它, 或用 --home 指向别处")
    return Home(root.resolve())
