"""Small questions over the review room: choose, mark, ask, confirm, write, help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, TextArea

from digest.review.layout import Line, Piece, fit, flow, visible
from digest.review.widgets import Page
from digest.review.words import Words

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A box over the room, with a title, a page of lines and a word on how to answer."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > Vertical {
            width: 84%; max-width: 100; height: auto; max-height: 90%;
            background: $panel; padding: 1 2; border: ascii $primary;
        }
        & Page { height: auto; max-height: 16; background: $panel; }
        &.-short Page { max-height: 8; }
        &.-short > Vertical { padding: 0 1; }
        & Label { width: 100%; }
        & #title { text-style: bold; color: $primary; margin-bottom: 1; }
        & #how { color: $foreground 65%; margin-top: 1; }
        & Input, & TextArea { border: ascii $primary 60%; background: $surface; }
        & Input:focus, & TextArea:focus { border: ascii $warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "取消", show=False)]

    def __init__(self, title: str, how: str) -> None:
        super().__init__()
        self._title, self._how = visible(title), how

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical():
            yield Label(self._title, id="title", markup=False)
            yield from self.middle()
            yield Label(self._how, id="how", markup=False)

    def middle(self) -> ComposeResult:
        """What stands between title and answer."""
        yield Page(id="page")

    def action_cancel(self) -> None:
        """No answer."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Up or down in what is to be read."""
        page = self.query_one("#page", Page)
        page.scroll_to(y=page.scroll_y + by, animate=False)


class Choose(Dialog[list[int]]):
    """One of some options, or with `many` any number of them; answers their indices, None for no answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", show=False),
        Binding("k,up", "step(-1)", show=False),
        Binding("pagedown", "step(10)", show=False),
        Binding("pageup", "step(-10)", show=False),
        Binding("space", "mark", show=False),
        Binding("enter", "take", show=False),
        *(Binding(str(n), f"pick({n - 1})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, title: str, options: Sequence[str], *, many: bool = False, at: int = 0) -> None:
        how = "空格标记, 回车确定, Esc 取消" if many else "按数字, 或上下移动后回车; Esc 取消"
        super().__init__(title, how)
        self._options, self._many, self._at, self._marked = list(options), many, at, set[int]()

    def on_mount(self) -> None:
        """Draw."""
        self._draw()

    def _draw(self) -> None:
        self.query_one("#page", Page).show(self._lines, cursor=self._at)

    def _lines(self, width: int) -> list[Line]:
        return [(Piece(fit(self._label(n, text), width)),) for n, text in enumerate(self._options)]

    def _label(self, number: int, text: str) -> str:
        if self._many:
            return f" [{'x' if number in self._marked else ' '}] {text}"
        return f" {number + 1 if number < 9 else ' '} {text}"

    def action_step(self, by: int) -> None:
        """Up or down."""
        self._at = min(max(0, self._at + by), len(self._options) - 1)
        self._draw()

    def action_mark(self) -> None:
        """Mark or unmark the option at hand."""
        if self._many:
            self._marked ^= {self._at}
            self._draw()

    def action_pick(self, number: int) -> None:
        """The option of that number: taken, or marked where several may be."""
        if number >= len(self._options):
            return
        self._at = number
        if self._many:
            self.action_mark()
        else:
            self.dismiss([number])

    def action_take(self) -> None:
        """What is marked, or the option at hand."""
        self.dismiss(sorted(self._marked) or [self._at])

    def on_page_clicked(self, event: Page.Clicked) -> None:
        """The mouse chooses as the keys do."""
        self._at = event.line
        if self._many:
            self.action_mark()
        else:
            self.dismiss([event.line])


class Ask(Dialog[str]):
    """A line of words; answers them, None for no answer or an empty line."""

    def __init__(self, title: str, lines: Sequence[str] = (), initial: str = "") -> None:
        super().__init__(title, "回车确定, Esc 取消")
        self._lines, self._initial = list(lines), initial

    def middle(self) -> ComposeResult:
        """Lines to read, and the line to write."""
        if self._lines:
            yield Page(id="page")
        yield Input(self._initial, id="answer")

    def on_mount(self) -> None:
        """Draw, and be ready to write."""
        if self._lines:
            self.query_one("#page", Page).show(lambda width: [row for text in self._lines for row in flow(text, width)])
        self.query_one("#answer", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The answer."""
        self.dismiss(event.value.strip() or None)


class Confirm(Dialog[bool]):
    """Yes or no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
        Binding("j,down,pagedown,space", "scroll(8)", show=False),
        Binding("k,up,pageup", "scroll(-8)", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str] = ()) -> None:
        super().__init__(title, "回车 (y) 是, Esc (n) 不")
        self._lines = list(lines)

    def on_mount(self) -> None:
        """Draw."""
        self.query_one("#page", Page).show(lambda width: [row for text in self._lines for row in flow(text, width)])

    def action_answer(self, yes: bool) -> None:
        """The answer."""
        self.dismiss(yes)


class Write(Dialog[Words]):
    """New words for a draft."""

    DEFAULT_CSS = """
    Write {
        & > Vertical { width: 96%; max-width: 130; height: 96%; max-height: 96%; }
        & #headline { height: 4; } & #body { height: 1fr; } & #lead { height: 6; }
        &.-short #lead, &.-short #lead-label { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", show=False, priority=True),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, words: Words) -> None:
        super().__init__("就地修改", "Ctrl+S 或 F2 存盘并重新核对, Tab 换一格, Esc 放弃")
        self._words, self._warned = words, False

    def middle(self) -> ComposeResult:
        """Three fields."""
        for name, label, text in (
            ("headline", "标题", self._words.headline),
            ("body", "正文 (一段一行)", self._words.body),
            ("lead", "首页一句 (不改则跟着正文开头走)", self._words.lead_paragraph),
        ):
            yield Label(label, id=f"{name}-label", markup=False)
            yield TextArea(visible(text or ""), id=name, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)

    def on_mount(self) -> None:
        """Ready to write the body."""
        self.query_one("#body", TextArea).focus()

    def _now(self) -> Words:
        headline, body, lead = (self.query_one(f"#{name}", TextArea).text for name in ("headline", "body", "lead"))
        return Words(headline, body, None if lead == self._words.lead_paragraph else lead)

    def action_save(self) -> None:
        """The words."""
        self.dismiss(self._now())

    def action_cancel(self) -> None:
        """Nothing changes; words that were written are given up at the second time only."""
        changed = self._now() != Words(self._words.headline, self._words.body, None)
        if changed and not self._warned:
            self._warned = True
            self.query_one("#how", Label).update("还没有存盘: 再按一次 Esc 放弃, Ctrl+S 存盘")
            return
        self.dismiss(None)


class Help(Dialog[None]):
    """Everything that the room can do."""

    DEFAULT_CSS = """
    Help {
        & > Vertical { width: 96%; height: 96%; max-height: 96%; }
        & Page, &.-short Page { height: 1fr; max-height: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,f1,enter", "cancel", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown", "scroll(8)", show=False),
        Binding("pageup", "scroll(-8)", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[Line], how: str) -> None:
        super().__init__(title, how)
        self._lines = list(lines)

    def on_mount(self) -> None:
        """Draw."""
        self.query_one("#page", Page).show(self._lay)

    def _lay(self, width: int) -> list[Line]:
        from digest.review.layout import hung

        return [row for line in self._lines for row in hung(line[0].text, line[1].text, width, label_style="label")]
