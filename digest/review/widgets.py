"""The one widget that draws everything: lines of pieces, scrolled, re-laid when the width changes, clicked by claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from digest.review.layout import Line, cells

STYLES = (
    "supported", "derived", "absent", "conflicting", "lit", "title", "dim", "faded", "label", "section", "weight", "link",
    "added", "removed", "cursor", "head", "error", "done", "key",
)  # fmt: skip


class Page(ScrollView, can_focus=False):
    """Lines of pieces. Give it a builder with `show`; it's asked again whenever the width changes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"page--{name}" for name in STYLES}
    DEFAULT_CSS = """
    Page {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        &.-bare { scrollbar-gutter: auto; overflow-y: hidden; }
        & .page--supported { color: $text-success; text-style: underline; }
        & .page--derived { color: $text-primary; text-style: italic underline; }
        & .page--absent { color: $text-warning; text-style: bold underline; }
        & .page--conflicting { color: $text-error; text-style: bold underline; }
        & .page--lit { background: $warning; color: black; text-style: bold; }
        & .page--title { text-style: bold; }
        & .page--dim { color: $foreground 65%; }
        & .page--faded { color: $foreground 50%; }
        & .page--label { color: $primary; text-style: bold; }
        & .page--section { background: $panel; text-style: bold; }
        & .page--weight { color: $warning; }
        & .page--link { color: $foreground 65%; text-style: underline; }
        & .page--added { color: $text-success; text-style: bold underline; }
        & .page--removed { color: $text-error; text-style: strike; }
        & .page--cursor { background: $primary; color: $background; text-style: bold; }
        & .page--head { background: $primary; color: $background; text-style: bold; }
        & .page--error { color: $text-error; text-style: bold; }
        & .page--done { color: $text-success; text-style: bold; }
        & .page--key { color: $warning; text-style: bold; }
    }
    """

    class Clicked(Message):
        """A line was clicked; `claim` is the claim under the mouse, -1 for none."""

        def __init__(self, page: Page, line: int, claim: int) -> None:
            super().__init__()
            self.page, self.line, self.claim = page, line, claim

        @property
        def control(self) -> Page:
            """The page that was clicked."""
            return self.page

    def __init__(self, *, id: str, bare: bool = False) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, classes="-bare" if bare else "")
        self.lines: list[Line] = []
        self.cursor = -1
        self._build: Callable[[int], Sequence[Line]] = lambda _: ()

    # ------------------------------------------------------------------------------------------------------------ content
    def show(self, build: Callable[[int], Sequence[Line]], *, cursor: int = -1, top: bool = False) -> None:
        """Lay the lines that `build` makes of a width; `cursor` is the line to mark, `top` scrolls back to the first."""
        self._build, self.cursor = build, cursor
        self._lay()
        if top:
            self.scroll_to(y=0, animate=False)
        if cursor >= 0:
            self.call_after_refresh(self.reveal, cursor)

    def again(self) -> None:
        """Ask the builder anew, where the page stands."""
        self._lay()

    def _lay(self) -> None:
        width = max(4, self.scrollable_content_region.width)
        self.lines = list(self._build(width))
        self.virtual_size = Size(width, len(self.lines))
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        """The width changed: the same content, laid anew."""
        if event.size.width:
            self._lay()
            if self.cursor >= 0:
                self.reveal(self.cursor)

    def reveal(self, line: int, *, above: int = 0) -> None:
        """Scroll so that a line is in sight, with so many lines above it where it had to move."""
        height = self.scrollable_content_region.height
        first = round(self.scroll_y)
        if above or not first <= line < first + height:
            keep = above if above else 0 if line < first else height - 1
            self.scroll_to(y=max(0, line - min(keep, max(0, height - 1))), animate=False)

    # ------------------------------------------------------------------------------------------------------------ drawing
    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at = y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        base = self.rich_style
        if not 0 <= at < len(self.lines):
            return Strip.blank(width, base)
        over = self._styled(("cursor",)) if at == self.cursor else Style.null()
        segments = [Segment(p.text, base + self._styled(p.styles) + over) for p in self.lines[at]]
        return Strip(segments).adjust_cell_length(width, base + over)

    def _styled(self, names: Sequence[str]) -> Style:
        return sum((self.get_component_rich_style(f"page--{n}", partial=True) for n in names), Style.null())

    def on_click(self, event: Click) -> None:
        """Tell which line and which claim was clicked."""
        offset = event.get_content_offset(self)
        at = offset.y + round(self.scroll_y) if offset else -1
        if offset is not None and 0 <= at < len(self.lines):
            self.post_message(self.Clicked(self, at, self._claim_at(self.lines[at], offset.x)))

    def _claim_at(self, line: Line, column: int) -> int:
        used = 0
        for piece in line:
            used += cells(piece.text)
            if column < used:
                return piece.claim
        return -1

    def page(self, by: int) -> None:
        """Scroll by a page, two lines of the old one staying in sight."""
        step = max(1, self.scrollable_content_region.height - 2)
        self.scroll_to(y=self.scroll_y + by * step, animate=False)
