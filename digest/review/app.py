"""The full-screen review: a Textual app around one `Room`."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from digest.review import keys
from digest.review.dialogs import Ask
from digest.review.room import Room
from digest.review.session import Session


class Actions(Provider):
    """Every action of the room for the command palette."""

    async def search(self, query: str) -> Hits:
        """Actions whose label or name matches."""
        matcher = self.matcher(query)
        for action, shown in self._all():
            score = max(matcher.match(shown), matcher.match(action.name))
            if score > 0:
                yield Hit(score, Content(shown), partial(self._do, action.name), text=shown)

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        """All actions."""
        for action, shown in self._all():
            yield DiscoveryHit(Content(shown), partial(self._do, action.name), text=shown)

    def _all(self) -> list[tuple[keys.Action, str]]:
        room = self.screen
        assert isinstance(room, Room)
        return [(a, f"{a.label}   {keys.told(room.keymap[a.name])}") for a in keys.ACTIONS]

    def _do(self, name: str) -> None:
        room = self.screen
        assert isinstance(room, Room)
        room.action_do(name)


class Review(App[None]):
    """`digest review`."""

    TITLE = "审稿"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-wide")]  # noqa: RUF012 - Textual declares them for instances
    VERTICAL_BREAKPOINTS = [(0, "-short"), (26, "-tall")]  # noqa: RUF012
    COMMANDS: ClassVar = {Actions}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False, system=True)]

    def __init__(self, session: Session, keymap: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__()
        self.session = session
        self.keymap_of_room = keymap or {a.name: a.keys for a in keys.ACTIONS}
        self.room = Room(session, self.keymap_of_room)

    async def on_mount(self) -> None:
        """The room; whoever has no name yet is asked for it first."""
        self.theme = "textual-light" if light_terminal(os.environ) else "textual-dark"
        await self.push_screen(self.room)
        threading.Thread(target=self.session.warm, daemon=True).start()
        if not self.session.by:
            self.run_worker(self._ask_name(), exclusive=True)

    async def _ask_name(self) -> None:
        name: str | None = await self.push_screen_wait(Ask("谁在审稿? 每个决定都记下姓名和时间"))
        if name is None:
            self.exit()
            return
        self.session.by = name
        self.room.fresh_draft()

    def action_help_quit(self) -> None:
        """Ctrl-C doesn't leave by accident."""
        self.room.said = ("按 q 退出; 每个决定都已存盘", "done")
        self.room.fresh_draft(*self.room.said)

    def action_command_palette(self) -> None:
        """All actions, searchable."""
        if isinstance(self.screen, Room):
            self.push_screen(CommandPalette(id="--command-palette", placeholder="找动作"))


def light_terminal(environment: Mapping[str, str]) -> bool:
    """Whether the terminal says that it's light: DIGEST_THEME (light or dark), else the background in COLORFGBG."""
    stated = environment.get("DIGEST_THEME", "").lower()
    if stated in ("light", "dark"):
        return stated == "light"
    return environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
