"""The panes of the review room: the list above, the draft on one side, the evidence on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from digest.review import keys, pages, queue
from digest.review.layout import Line, Piece, cells, fit
from digest.review.queue import FILTERS
from digest.review.session import Session
from digest.review.view import claims, first_claim
from digest.review.widgets import Page


class Panes(Screen[None], inherit_bindings=False):
    """What a reviewer sees; it follows the session and never decides anything."""

    #: seconds between two looks whether somebody else wrote
    POLL = 2.0
    DEFAULT_CSS = """
    Panes { layout: vertical; }
    Panes #head, Panes #said, Panes #hints { height: 1; }
    Panes #queue { height: 27%; min-height: 4; background: $surface; }
    Panes #desk { height: 1fr; layout: horizontal; }
    Panes #draft { width: 1fr; height: 1fr; padding: 0 1; background: $background; }
    Panes #right { width: 1fr; height: 1fr; layout: vertical; background: $surface; }
    Panes #claim { height: auto; max-height: 60%; padding: 0 1; background: $panel; }
    Panes #evidence { height: 1fr; padding: 0 1; background: $surface; }
    Panes.-narrow #desk { layout: vertical; }
    Panes.-narrow #draft { height: 55%; }
    Panes.-narrow #right { height: 45%; }
    Panes.-narrow #claim { max-height: 50%; }
    Panes.-mono #right { border-left: ascii; }
    Panes.-mono.-narrow #right { border-left: none; border-top: ascii; }
    """

    def __init__(self, session: Session, keymap: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.session, self.keymap = session, keymap
        self.claim, self.article = -1, ""
        self.said: tuple[str, str] = ("", "done")
        self.version = 0

    def compose(self) -> ComposeResult:
        """The panes."""
        yield Page(id="head", bare=True)
        yield Page(id="queue")
        with Container(id="desk"):
            yield Page(id="draft")
            with Container(id="right"):
                yield Page(id="claim", bare=True)
                yield Page(id="evidence")
        yield Page(id="said", bare=True)
        yield Page(id="hints", bare=True)

    def on_mount(self) -> None:
        """Show the first draft, and look now and then whether somebody else wrote."""
        self.set_class(self.app.no_color, "-mono")
        self.version = self.data_version()
        self.call_after_refresh(self.fresh_draft)  # panes have their sizes then
        self.set_interval(self.POLL, self._poll)

    # ------------------------------------------------------------------------------------------------------------ to show
    def page(self, name: str) -> Page:
        """A pane by its name."""
        return self.query_one(f"#{name}", Page)

    def fresh_draft(self, said: str = "", kind: str = "done") -> None:
        """Show the draft at hand from its top, at the claim that needs a look most."""
        self.said = (said, kind)
        view = self.session.view
        self.claim = first_claim(claims(view.draft)) if view else -1
        self.article = pages.shown_article(view, self.claim) if view else ""
        self.draw(top=True)

    def draw(self, *, top: bool = False) -> None:
        """Lay every pane anew, `top` from the first line of the draft."""
        self.page("head").show(self._head_lines)
        rows = self.session.rows
        heads, at = self._queue_places()
        self.page("queue").show(partial(self._queue_lines, rows, heads), cursor=at)
        view = self.session.view
        if view is None:
            for name in ("draft", "claim", "evidence"):
                self.page(name).show(lambda _: [(Piece(" 没有稿件。", ("dim",)),)])
        else:
            section = self.session.sections.get(view.draft.section, view.draft.section)
            self.page("draft").show(lambda width: pages.draft_page(view, self.claim, width, section), top=top)
            self.draw_evidence()
        self.draw_foot()

    def draw_evidence(self) -> None:
        """Lay the claim at hand and the article that it rests on."""
        view = self.session.view
        if view is None:
            return
        claim, evidence = self.page("claim"), self.page("evidence")
        claim.show(lambda width: pages.claim_page(view, self.claim, self.article, width))
        evidence.show(lambda width: pages.evidence_page(view, self.claim, self.article, width), top=True)
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        """Bring what is lit into sight in both panes."""
        evidence, draft = self.page("evidence"), self.page("draft")
        line = pages.lit_line(evidence.lines)
        if line >= 0:
            evidence.reveal(line, above=max(1, evidence.size.height // 3))
        line = pages.lit_line(draft.lines)
        if line >= 0:
            draft.reveal(line)

    def draw_foot(self) -> None:
        """Lay what was said last, and the keys."""
        text, kind = self.said
        self.page("said").show(lambda width: [(Piece(fit(f" {text}", width), (kind,)),)])
        self.page("hints").show(self._hint_lines)

    def _head_lines(self, width: int) -> list[Line]:
        s, n = self.session, self.session.counts()
        filtered = "" if s.chosen is FILTERS[0] and not s.words else f"只列 {s.chosen.label} {s.words}".rstrip()
        parts = [
            f" 审稿 {s.week}",
            f"待审 {n['waiting']}",
            f"冲突 {n['conflicting']} 无据 {n['absent']}",
            f"约 {n['minutes']} 分钟",
        ]
        more = [f"已批准 {n['approved']} 已拒绝 {n['rejected']}", s.by]
        text = " | ".join(filter(None, [*parts[:3], *more[:1], *parts[3:], *more[1:], filtered]))
        if cells(text) > width:
            text = " | ".join(filter(None, [parts[0][3:], *parts[1:], filtered or s.by]))
        return [(Piece(fit(text, width), ("head",)),)]

    def _queue_places(self) -> tuple[dict[int, str], int]:
        """At which lines the heads of sections stand, and at which the draft at hand."""
        heads, at, line, last = dict[int, str](), -1, 0, None
        for item in self.session.rows:
            if item.section != last:
                heads[line] = last = item.section
                line += 1
            at = line if item.id == self.session.at else at
            line += 1
        return heads, at

    def _queue_lines(self, rows: Sequence[queue.Row], heads: Mapping[int, str], width: int) -> list[Line]:
        lines: list[Line] = []
        for item in rows:
            if len(lines) in heads:
                of_section = [r for r in self.session.all if r.section == item.section]
                lines.append(pages.section_line(self.session.sections.get(item.section, item.section), of_section, width))
            lines.append(pages.queue_line(item, width))
        return lines or [(Piece(" 没有符合的稿件", ("dim",)),)]

    def _hint_lines(self, width: int) -> list[Line]:
        line: list[Piece] = []
        actions = {a.name: a for a in keys.ACTIONS}
        for name in keys.HINTS:
            action = actions[name]
            piece = [Piece(f" {keys.shown(self.keymap[name][0])}", ("key",)), Piece(f" {action.hint} ")]
            if cells("".join(p.text for p in (*line, *piece))) > width:
                break
            line += piece
        return [tuple(line)]

    # ---------------------------------------------------------------------------------------------------------- to be told
    def data_version(self) -> int:
        """Changes when another connection has written."""
        return int(self.session.store.db.execute("pragma data_version").fetchone()[0])

    def _poll(self) -> None:
        """Somebody else wrote to the database: read anew, and say when it was about this draft."""
        version = self.data_version()
        if version == self.version or not self.is_current:
            return
        self.version = version
        before = self.session.view
        said = self.session.refresh()
        if said:
            self.fresh_draft(said, "error")
        elif before != self.session.view:
            self.fresh_draft(*self.said)
        else:
            self.draw()

    def on_page_clicked(self, event: Page.Clicked) -> None:
        """The mouse picks a draft in the list or a claim in a text."""
        if event.control.id == "queue":
            heads, _ = self._queue_places()
            rows = self.session.rows
            number = event.line - sum(1 for line in heads if line <= event.line)
            if event.line not in heads and 0 <= number < len(rows):
                self.session.go(rows[number].id)
                self.fresh_draft()
        elif event.claim >= 0:
            self.select(event.claim)

    def select(self, number: int) -> None:
        """Light a claim in both panes."""
        view = self.session.view
        if view is None or not claims(view.draft):
            return
        self.claim = number % len(claims(view.draft))
        self.article = pages.shown_article(view, self.claim)
        self.page("draft").again()
        self.draw_evidence()
