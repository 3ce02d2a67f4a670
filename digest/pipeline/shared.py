"""What every step of the corridor needs: the home, its store, its sources, its guides, the clock and someone to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from digest import health, sections, usage
from digest import names as names_room
from digest.config import Home, load_sources, load_yaml, located
from digest.errors import LockHeld
from digest.fetch.robots import Robots
from digest.model import Article, Source
from digest.names import Names
from digest.sections import Guide, Learned
from digest.store import Store, open_store
from digest.text import digest_of, language
from digest.usage import Vendor


@dataclass(frozen=True, slots=True)
class Event:
    """Something worth showing while it happens: `step` is crawl, join or write; `done` of `total` so far."""

    step: str
    text: str
    done: int = 0
    total: int = 0


def _silent(_: Event) -> None:
    return None


class Desk:
    """One home at one moment. Files are read when they're first needed."""

    def __init__(self, home: Home, store: Store, now: datetime, tell: Callable[[Event], None] = _silent) -> None:
        self.home, self.store, self.now, self.tell = home, store, now, tell
        self.robots: dict[str, Robots] = {}
        self.scheduler = ""  # of the Dask cluster that reads the pages; "" is this machine

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The enabled sources. Raises ConfigError."""
        return tuple(s for s in load_sources(self.home.sources) if s.enabled)

    @cached_property
    def guide(self) -> Guide:
        """The desk's sections (`prompts/sections.yaml`). Raises ConfigError."""
        path = self.home.prompt("sections.yaml")
        data, node = load_yaml(path)
        with located(path, node):
            return sections.guide(data)

    @cached_property
    def taste(self) -> str:
        """A fingerprint of the guide and of the decisions that the sections learned from."""
        guide = self.home.prompt("sections.yaml").read_bytes()
        lessons = self.store.decisions.taught(sections.LATEST)
        return (
            digest_of(guide, *(f"{row['at']} {row['section']}" for row in lessons))
            if len(lessons) >= sections.ENOUGH
            else digest_of(guide)
        )

    @cached_property
    def learned(self) -> Learned | None:
        """What the sections learned from the desk's decisions; None while there are too few. Kept until the next decision."""
        held = self.store.drafts.learned()
        if held and held[0] == self.taste:
            return sections.load(held[1])
        lessons = self.store.decisions.taught(sections.LATEST)
        if len(lessons) < sections.ENOUGH:
            return None
        model = sections.learn([(_lesson(row), row["section"]) for row in lessons], self.guide)
        with self.store.write():
            self.store.drafts.keep_learned(self.taste, sections.dump(model))
        return model

    @cached_property
    def names(self) -> Names:
        """The names of the field. Raises ConfigError."""
        return load_names(self.home)

    @property
    def findings(self) -> dict[str, list[health.Finding]]:
        """What looks wrong with each enabled source: id → findings, only of those that have some."""
        seen = self.seen
        found = {
            s.id: health.findings(s, self.store.sources.state(s.id), seen.get(s.id, health.Seen()), self.now)
            for s in self.sources
        }
        return {source: told for source, told in found.items() if told}

    @property
    def seen(self) -> dict[str, health.Seen]:
        """Source → its items of the last weeks, and what could not be read of them."""
        days = (timedelta(days=health.HISTORY), timedelta(days=health.LATELY))
        return self.store.sources.seen(*(self.now - d for d in days))

    @cached_property
    def outlets(self) -> dict[str, str]:
        """Spellings of outlets → the name as the desk prints it."""
        return self.names.aliases_of("outlet")

    @cached_property
    def vendors(self) -> tuple[Vendor, ...]:
        """Whose a model is (`prompts/vendors.yaml`). Raises ConfigError."""
        path = self.home.prompt("vendors.yaml")
        data, node = load_yaml(path)
        with located(path, node):
            return usage.vendors(data)

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """Names that may be credited: the source list's, and the outlets of the alias file."""
        listed = [s.name for s in load_sources(self.home.sources)]
        return tuple(dict.fromkeys([*listed, *self.names.of_kind("outlet")]))


def _lesson(row: Mapping[str, Any]) -> Article:
    return Article("", "", "", "", row["title"], row["text"], language(row["text"]), None)


def load_names(home: Home) -> Names:
    """The names of the field (`prompts/aliases.yaml`). Raises ConfigError."""
    path = home.prompt("aliases.yaml")
    data, node = load_yaml(path)
    with located(path, node):
        return names_room.names(data)


@contextmanager
def open_desk(
    home: Home, now: datetime, *, create: bool = False, lock: bool = False, tell: Callable[[Event], None] = _silent
) -> Iterator[Desk]:
    """A desk over the home's store. With `lock` no other run may work in this home meanwhile: LockHeld if one does."""
    from filelock import FileLock, Timeout

    if not lock:
        with open_store(home.database, create=create) as store:
            yield Desk(home, store, now, tell)
        return
    home.database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home.database.with_suffix(".lock"), timeout=0), open_store(home.database, create=create) as store:
            yield Desk(home, store, now, tell)
    except Timeout:
        raise LockHeld(f"{home.database}: 另一个 digest 正在运行 —— 等它结束再来") from None
