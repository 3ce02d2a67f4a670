"""The review room: what each key does. No rule of the desk is here; what is decided goes through the session."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from digest.decide import REASONS
from digest.errors import DigestError, StaleDraft
from digest.model import Draft
from digest.review import browse, keys, pages, queue
from digest.review.dialogs import Ask, Choose, Confirm, Help, Write
from digest.review.editor import edit_file, kept_file
from digest.review.layout import Line, Piece, cells, fit, visible
from digest.review.panes import Panes
from digest.review.queue import FILTERS, Filter
from digest.review.session import Session, told
from digest.review.words import Words, as_file, check_line, from_file
from digest.text import one_line

if TYPE_CHECKING:
    from digest.pipeline import Desk

_LEGEND = (
    ("画面", "上面是稿件列表, 左边是选中的稿件, 右边是存档的原文"),
    ("颜色", "绿 有据, 蓝 推算, 黄 无据, 红 冲突; 亮底的是选中的一处, 两边一起亮"),
    ("列表", "待审、准 (已批准)、拒 (已拒绝)、失 (批准失效); * 越多越重要; 分歧: 各家报道说法不一"),
    ("按键", "一个动作有几个键; 中文输入法开着时用第二个"),
)


class Room(Panes):
    """One reviewer at work: an action of `keys.ACTIONS` named X is done by `do_X`."""

    def __init__(self, session: Session, keymap: Mapping[str, Sequence[str]]) -> None:
        super().__init__(session, keymap)
        for action in keys.ACTIONS:
            for key in keymap[action.name]:
                self._bindings.bind(key, f"do('{action.name}')", action.label, show=False)

    # -------------------------------------------------------------------------------------------------------------- to act
    def action_do(self, name: str) -> None:
        """Do one of `keys.ACTIONS`; what goes wrong is said, and what is shown is read anew."""
        try:
            done = getattr(self, f"do_{name}")()
        except DigestError as error:
            self._failed(error)
            return
        if isinstance(done, Coroutine):
            self.run_worker(self._guarded(done), group="dialog", exclusive=True)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DigestError as error:
            self._failed(error)

    def _failed(self, error: DigestError) -> None:
        self.session.refresh()
        self.said = (told(error), "error")
        self.draw()

    def _done(self, said: str) -> None:
        self.version = self.data_version()
        self.fresh_draft(said)

    # looking ------------------------------------------------------------------------------------------------------------
    def _step(self, by: int, *, waiting: bool) -> None:
        if self.session.step(by, waiting=waiting):
            self.fresh_draft()
        else:
            self.fresh_draft("没有别的待审稿件了: J 和 K 走遍全部, q 退出" if waiting else "列表里只有这一条")

    def do_next(self) -> None:
        """The next draft that waits."""
        self._step(1, waiting=True)

    def do_previous(self) -> None:
        """The previous draft that waits."""
        self._step(-1, waiting=True)

    def do_next_any(self) -> None:
        """The next draft."""
        self._step(1, waiting=False)

    def do_previous_any(self) -> None:
        """The previous draft."""
        self._step(-1, waiting=False)

    def do_next_claim(self) -> None:
        """The next claim, lit in both panes."""
        self.select(self.claim + 1)

    def do_previous_claim(self) -> None:
        """The previous claim."""
        self.select(self.claim - 1)

    def do_next_article(self, by: int = 1) -> None:
        """Another article of the story on the evidence side."""
        view = self.session.view
        names = [a.id for a in view.articles] if view else []
        if names:
            at = names.index(self.article) if self.article in names else 0
            self.article = names[(at + by) % len(names)]
            self.draw_evidence()

    def do_previous_article(self) -> None:
        """The article before."""
        self.do_next_article(-1)

    def do_page_down(self) -> None:
        """Further down the draft."""
        self.page("draft").page(1)

    def do_page_up(self) -> None:
        """Further up the draft."""
        self.page("draft").page(-1)

    def do_evidence_down(self) -> None:
        """Further down the evidence."""
        self.page("evidence").page(1)

    def do_evidence_up(self) -> None:
        """Further up the evidence."""
        self.page("evidence").page(-1)

    async def do_search(self) -> None:
        """Narrow the list to words."""
        words = await self.ask(Ask("找稿件: 标题、正文或来源里的词; 空行取消", initial=self.session.words))
        self.session.narrow(words=words or "")
        self.fresh_draft(f"找到 {len(self.session.rows)} 条" if words else "")

    async def do_filter(self) -> None:
        """Narrow the list to a state or a section."""
        offered = [*FILTERS, *(Filter(title, section=name) for name, title in self.session.sections.items())]
        at = next((n for n, f in enumerate(offered) if f == self.session.chosen), 0)
        picked = await self.ask(Choose("只列哪些", [f.label for f in offered], at=at))
        if picked:
            self.session.narrow(offered[picked[0]])
            self.fresh_draft(f"{offered[picked[0]].label}: {len(self.session.rows)} 条")

    def do_source(self) -> None:
        """The source's page in the browser, or its address to copy."""
        view = self.session.view
        article = view.article(self.article) if view else None
        if article:
            self._open(article.url, visible(article.url))

    def do_archive(self) -> None:
        """The archived page in the browser, or where it lies."""
        page = self.session.store.archive.of_article(self.article)
        if page is None:
            self._say("这一篇没有存档的网页", "error")
            return
        path = browse.archived_file(page, self.article)
        self._open(path.as_uri(), str(path))

    def _open(self, address: str, shown: str) -> None:
        if browse.opened(address):
            self._say(f"已在浏览器里打开 {shown}")
        else:
            self.app.copy_to_clipboard(shown)
            self._say(f"这里没有浏览器, 地址已送到剪贴板: {shown}")

    def _say(self, text: str, kind: str = "done") -> None:
        self.said = (text, kind)
        self.draw_foot()

    # deciding -----------------------------------------------------------------------------------------------------------
    async def do_approve(self) -> None:
        """Approve; a draft with unsettled checks asks why it's right all the same."""
        view = self.session.view
        if view is None:
            return
        note = ""
        if unsettled := view.draft.unsettled:
            lines = list(dict.fromkeys(map(check_line, unsettled)))[:8]
            note = await self.ask(Ask("有无据或冲突的核对, 写明为什么可以批准:", lines)) or ""
            if not note:
                self._say("没有批准", "error")
                return
        self._done(self.session.approve(note))

    async def do_confirm_approve(self) -> None:
        """Approve after a question: for keys that one may hit by habit."""
        view = self.session.view
        if view is None:
            return
        if view.draft.unsettled or await self.ask(Confirm("批准这一条?", [view.draft.headline])):
            await self.do_approve()

    async def do_reject(self) -> None:
        """Reject for a numbered reason or one's own words."""
        view = self.session.view
        if view is None:
            return
        title = f"为什么拒绝 “{one_line(view.draft.headline)[:40]}”"
        picked = await self.ask(Choose(title, [*(r.label for r in REASONS), "其他 (写一句)"]))
        if not picked:
            return
        own = picked[0] >= len(REASONS)
        reason = await self.ask(Ask("拒绝的理由")) if own else REASONS[picked[0]].label
        if reason:
            self._done(self.session.reject(reason))

    async def do_approve_all(self) -> None:
        """Approve every listed draft whose checks all found their ground."""
        rows = queue.fully_supported(self.session.rows)
        if not rows:
            self._say("列表里没有待审而全部有据的", "error")
            return
        lines = [f"{'*' * r.importance:<3} {one_line(r.headline)}" for r in rows]
        if await self.ask(Confirm(f"批准这 {len(rows)} 条全部有据的?", lines)):
            self._done(self.session.approve_all(rows))

    def do_edit(self) -> None:
        """Edit in the analyst's own editor."""
        view = self.session.view
        if view is None:
            return
        with self.app.suspend():
            text = edit_file(as_file(view.draft))
        try:
            self._done(self.session.edit(from_file(text), view))
        except StaleDraft as error:
            raise StaleDraft(f"{error}; 你写的留在 {kept_file(text)}") from None

    async def do_inline(self) -> None:
        """Edit on the screen; words that can't be stored are offered again."""
        view = self.session.view
        words = Words(view.draft.headline, view.draft.body, view.draft.lead_paragraph) if view else None
        while view is not None and words is not None:
            words = await self.ask(Write(words))
            if words is None:
                return
            try:
                self._done(self.session.edit(words, view))
                return
            except DigestError as error:
                self.session.refresh()
                view = self.session.view if self.session.at == view.draft.id else None
                self.app.notify(f"{told(error)}。你写的还在, 看过再存", severity="error", markup=False)

    async def do_move(self) -> None:
        """Another section."""
        view, sections = self.session.view, self.session.sections
        if view is None:
            return
        names = list(sections)
        at = names.index(view.draft.section) if view.draft.section in names else 0
        picked = await self.ask(Choose("移到哪一节", list(sections.values()), at=at))
        if picked:
            self._done(self.session.move(names[picked[0]]))

    async def do_merge(self) -> None:
        """Other drafts of the same event into this one."""
        view = self.session.view
        others = queue.likely_same(self.session.all, self.session.at)
        if view is None or not others:
            return
        title = f"并入 “{one_line(view.draft.headline)[:30]}”: 哪几条是同一件事?"
        picked = await self.ask(Choose(title, [pages.row_label(r) for r in others], many=True))
        if picked:
            names = [others[n].id for n in picked]
            await self._aside("合并", lambda desk: self.session.merge(names, desk))

    async def do_split(self) -> None:
        """Some articles of this draft into one of their own."""
        view = self.session.view
        if view is None or len(view.members) < 2:
            self._say("只有一篇报道, 没有可拆的", "error")
            return
        labels = [pages.member_label(a, m) for a, m in view.members]
        picked = await self.ask(Choose("哪几篇说的是另一件事?", labels, many=True))
        if picked:
            names = [view.members[n][0].id for n in picked]
            await self._aside("拆分", lambda desk: self.session.split(names, desk))

    async def _aside(self, what: str, work: Callable[[Desk], Draft]) -> None:
        """Work that may ask a model: in a thread, on a connection of its own."""
        self._say(f"正在{what}并重新起草 ..")
        at = self.session.at
        done = await self.run_worker(partial(self._elsewhere, work), thread=True, exit_on_error=False).wait()
        self.session.settled(at)
        self._done(f"已{what}: {done.id} {one_line(done.headline)}")

    def _elsewhere(self, work: Callable[[Desk], Draft]) -> Draft:
        with self.session.elsewhere() as desk:
            return work(desk)

    def do_recheck(self) -> None:
        """Check the draft against its articles again."""
        self._done(self.session.recheck())

    def do_undo(self) -> None:
        """Take back one's latest decision."""
        self._done(self.session.undo())

    def do_redo(self) -> None:
        """Do again what was undone."""
        self._done(self.session.redo())

    # the room -----------------------------------------------------------------------------------------------------------
    async def ask(self, dialog: Any) -> Any:
        """A dialog's answer."""
        return await self.app.push_screen_wait(dialog)

    async def do_help(self) -> None:
        """What stands where, and every action with its keys."""
        width = max(cells(keys.told(self.keymap[a.name])) for a in keys.ACTIONS)
        lines: list[Line] = [(Piece(name), Piece(text)) for name, text in _LEGEND]
        lines += [(Piece(fit(keys.told(self.keymap[a.name]), width)), Piece(a.label)) for a in keys.ACTIONS]
        await self.ask(Help("帮助", lines, "j k 或空格翻页, q 或 Esc 关闭"))

    def do_theme(self) -> None:
        """Dark or light."""
        self.app.theme = "textual-light" if self.app.current_theme.dark else "textual-dark"

    def do_palette(self) -> None:
        """The list of all actions."""
        self.app.action_command_palette()

    def do_quit(self) -> None:
        """Leave; everything is stored."""
        self.app.exit()
