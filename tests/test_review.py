"""The review room driven by its keys: what a reviewer presses, what the store says afterwards, and what the screen shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from digest import pipeline
from digest.config import Home
from digest.engines import Extractive
from digest.pipeline import Desk, open_desk
from digest.review import keys
from digest.review.app import Review, light_terminal
from digest.review.dialogs import Ask, Choose, Confirm, Help, Write
from digest.review.room import Room
from digest.review.session import Session
from tests.test_decide import NOW, add_article, desk, file_story, log, prepared, small_home, state

__all__ = ["desk", "prepared", "small_home"]

Script = Callable[["Reviewer"], Awaitable[None]]


class Reviewer:
    """Somebody at the keyboard."""

    def __init__(self, app: Review, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def room(self) -> Room:
        return self.app.room

    async def press(self, *pressed: str) -> None:
        """Press keys, one after the other, and wait for what they do."""
        for key in pressed:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Put words into the field at hand, as an input method or a paste does."""
        field = self.app.focused
        assert isinstance(field, Input | TextArea)
        field.insert_text_at_cursor(text) if isinstance(field, Input) else field.insert(text)
        await self.pilot.pause()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for work that another thread does."""
        for _ in range(200):
            await self.pilot.pause(0.05)
            if true():
                return
        raise AssertionError(self.screen())

    def screen(self) -> str:
        """What stands on the screen."""
        return "\n".join("".join(s.text for s in strip) for strip in self.app.screen._compositor.render_strips())

    def pane(self, name: str) -> str:
        """All lines of a pane, those out of sight too."""
        return "\n".join("".join(p.text for p in line) for line in self.room.page(name).lines)

    def lit(self, name: str) -> str:
        """What is lit in a pane."""
        return "".join(p.text for line in self.room.page(name).lines for p in line if "lit" in p.styles)


def session_of(desk: Desk, by: str = "张三") -> Session:
    return Session(desk.home, desk.store, by, clock=lambda: NOW)


def play(desk: Desk, script: Script, *, size: tuple[int, int] = (100, 30), by: str = "张三", **options: Any) -> None:
    """Run the real app without a terminal and let somebody use it."""

    async def run() -> None:
        app = Review(session_of(desk, by), **options)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(Reviewer(app, pilot))

    asyncio.run(run())


def statuses(desk: Desk) -> dict[str, str]:
    return {d.id: d.status for d in desk.store.drafts.select()}


# --------------------------------------------------------------------------------------------------------------- decisions
def test_a_approves_and_goes_on_to_the_next_that_waits(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        assert reviewer.room.session.at == "done"
        await reviewer.press("a")
        assert statuses(desk) == {"done": "approved", "dtwo": "pending", "dthree": "pending"}
        assert reviewer.room.session.at == "dtwo"
        assert "已批准" in reviewer.pane("said")
        await reviewer.press("a")
        assert reviewer.room.session.at == "dthree"

    play(desk, script)
    assert [(e.action, e.by, e.text_hash == desk.store.drafts.get(e.draft).text_hash) for e in log(desk)] == [
        ("approve", "张三", True)
    ] * 2


def test_a_on_an_approved_draft_says_who_approved_it(desk: Desk) -> None:
    pipeline.approve(desk, ["done"], "李四")

    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("K", "a")
        assert "李四 已经批准过" in reviewer.pane("said")

    play(desk, script)
    assert len(log(desk)) == 1


def test_enter_asks_before_it_approves(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("enter")
        assert isinstance(reviewer.app.screen, Confirm)
        await reviewer.press("escape")
        assert statuses(desk)["done"] == "pending"
        await reviewer.press("enter", "enter")
        assert statuses(desk)["done"] == "approved"

    play(desk, script)


@pytest.mark.parametrize(("number", "label"), [("1", "重复"), ("3", "不相关"), ("5", "来源不足")])
def test_x_rejects_for_a_numbered_reason(desk: Desk, number: str, label: str) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("x")
        assert label in reviewer.screen()
        await reviewer.press(number)

    play(desk, script)
    assert statuses(desk)["done"] == "rejected"
    assert log(desk)[-1].reason == label


def test_a_rejection_in_ones_own_words(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("delete", "7")
        await reviewer.write("下周一起写")
        await reviewer.press("enter")

    play(desk, script)
    assert log(desk)[-1].reason == "下周一起写"


def test_escape_decides_nothing(desk: Desk) -> None:
    before = state(desk)

    async def script(reviewer: Reviewer) -> None:
        for opening in ("x", "m", "i", "+", "s", "f", "slash", "A", "enter", "question_mark", "colon"):
            await reviewer.press(opening, "escape")
            assert isinstance(reviewer.app.screen, Room), opening

    play(desk, script)
    assert (state(desk), log(desk)) == (before, [])


def test_a_draft_with_absent_checks_asks_for_a_note(desk: Desk) -> None:
    pipeline.edit(desk, "done", "李四", headline="星河发布星河X1，参数 9999 亿")

    async def script(reviewer: Reviewer) -> None:
        assert "9999" in reviewer.lit("draft")
        await reviewer.press("a")
        assert isinstance(reviewer.app.screen, Ask)
        assert "9999" in reviewer.screen()
        await reviewer.press("enter")  # an empty note is none
        assert statuses(desk)["done"] == "pending"
        await reviewer.press("a")
        await reviewer.write("向公司核实过")
        await reviewer.press("enter")

    play(desk, script)
    done = desk.store.drafts.get("done")
    assert (done.status, done.approval_note) == ("approved", "向公司核实过")


def test_i_edits_on_the_screen_and_the_new_words_are_checked_at_once(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("i")
        assert isinstance(reviewer.app.screen, Write)
        field = reviewer.app.focused
        assert isinstance(field, TextArea)
        field.move_cursor(field.document.end)
        await reviewer.write("公司还有员工 8888 人。")
        await reviewer.press("ctrl+s")
        assert "第 2 版" in reviewer.pane("said")
        assert "无据" in reviewer.pane("said")
        assert "8888" in reviewer.lit("draft")
        assert "{+公司还有员工8888人。+}" in "".join(reviewer.pane("draft").split())

    play(desk, script)
    done = desk.store.drafts.get("done")
    assert done.body.endswith("公司还有员工 8888 人。")
    assert [(e.action, e.revision) for e in log(desk)] == [("edit", 1)]


def test_words_not_saved_are_given_up_at_the_second_escape_only(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("f2")
        await reviewer.write("草")
        await reviewer.press("escape")
        assert isinstance(reviewer.app.screen, Write)
        await reviewer.press("escape")
        assert isinstance(reviewer.app.screen, Room)

    play(desk, script)
    assert log(desk) == []


def test_m_moves_to_another_section(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("m", "3")
        assert "3.3 数据要素" in reviewer.pane("said")

    play(desk, script)
    assert desk.store.drafts.get("done").section == "data_element"


def test_plus_merges_and_u_takes_the_stories_apart_again(desk: Desk) -> None:
    before = state(desk)

    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("plus")
        assert isinstance(reviewer.app.screen, Choose)
        await reviewer.press("space", "enter")
        await reviewer.until(lambda: len(log(desk)) == 2)
        await reviewer.until(lambda: "已合并" in reviewer.pane("said"))
        assert len(desk.store.articles.of_story("sone")) == 4
        await reviewer.press("u")
        assert "已撤销 2 条" in reviewer.pane("said")

    play(desk, script)
    assert state(desk) == before


def test_s_splits_an_article_off(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("s")
        assert "融资" in reviewer.screen()
        await reviewer.press("3", "enter")
        await reviewer.until(lambda: len(statuses(desk)) == 4)
        await reviewer.until(lambda: "已拆分" in reviewer.pane("said"))

    play(desk, script)
    assert len(desk.store.articles.of_story("sone")) == 2


def test_undo_and_redo_go_to_the_draft_they_are_about(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("a", "x", "1")
        assert reviewer.room.session.at == "dthree"
        await reviewer.press("u")
        assert (reviewer.room.session.at, statuses(desk)["dtwo"]) == ("dtwo", "pending")
        await reviewer.press("ctrl+z")
        assert set(statuses(desk).values()) == {"pending"}
        await reviewer.press("u")
        assert "没有可以撤销" in reviewer.pane("said")
        await reviewer.press("U", "ctrl+y")
        assert statuses(desk) == {"done": "approved", "dtwo": "rejected", "dthree": "pending"}

    play(desk, script)


def test_capital_a_approves_all_fully_supported_after_one_question(desk: Desk) -> None:
    pipeline.edit(desk, "dtwo", "李四", headline="远山云投资 77 亿元")

    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("A")
        assert isinstance(reviewer.app.screen, Confirm)
        assert "这 2 条" in reviewer.screen()
        await reviewer.press("n")
        assert "approved" not in statuses(desk).values()
        await reviewer.press("A", "y")

    play(desk, script)
    assert statuses(desk) == {"done": "approved", "dtwo": "pending", "dthree": "approved"}
    assert len({e.act for e in log(desk) if e.action == "approve"}) == 1


def test_a_refusal_is_said_on_the_screen_and_nothing_is_stored(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        with desk.store.write():
            desk.store.db.execute("update texts set text = '改写了。'")
        await reviewer.press("a")
        assert "变了" in reviewer.pane("said")

    play(desk, script)
    assert log(desk) == []


def test_r_checks_again_after_the_source_changed(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        with desk.store.write():
            desk.store.db.execute("update texts set text = replace(text, '1200亿', '1300亿')")
        await reviewer.press("r")
        assert "第 2 版" in reviewer.pane("said")
        await reviewer.press("r")
        assert "没有变化" in reviewer.pane("said")

    play(desk, script)


def test_a_long_paste_decides_nothing(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        from textual.events import Paste

        reviewer.app.post_message(Paste("a x 1 A y \r\n" * 900))
        await reviewer.pilot.pause()
        assert isinstance(reviewer.app.screen, Room)

    play(desk, script)
    assert log(desk) == []


# ---------------------------------------------------------------------------------------------------------- two at once
def test_the_second_reviewer_sees_that_the_first_decided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Room, "POLL", 3600.0)  # the key comes before the room has looked

    async def script(reviewer: Reviewer) -> None:
        with open_desk(desk.home, NOW + timedelta(minutes=1)) as other:
            pipeline.reject(other, ["done"], "李四", "过时")
        await reviewer.press("a")
        assert "李四" in reviewer.pane("said")
        assert statuses(desk)["done"] == "rejected"
        assert "拒" in reviewer.pane("queue")

    play(desk, script)
    assert [e.by for e in log(desk)] == ["李四"]


def test_what_another_decides_appears_by_itself(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        with open_desk(desk.home, NOW + timedelta(minutes=1)) as other:
            pipeline.approve(other, ["done"], "李四")
        await reviewer.until(lambda: "李四" in reviewer.pane("said"))
        assert "李四" in reviewer.pane("draft")

    play(desk, script)


def test_a_crawl_may_write_meanwhile(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        with open_desk(desk.home, NOW) as other:
            for n in range(5):
                add_article(other, f"new{n}", "财联社", f"新文章 {n}", "正文。")
                await reviewer.press("tab")
            extra = add_article(other, "more", "财联社", "星河X1参数1300亿", "财联社2月27日电，星河X1参数为1300亿。", 5)
            file_story(other, "sone", "ai_model", [*(a for a, _ in other.store.articles.of_story("sone")), extra])
            pipeline.write(other, Extractive())
        await reviewer.until(lambda: "第 2 版" in reviewer.pane("draft"))
        await reviewer.press("a")

    play(desk, script)
    assert statuses(desk)["done"] in ("approved", "pending")


# ------------------------------------------------------------------------------------------------------------- to look at
def test_the_claim_and_its_evidence_light_up_together(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        seen = set()
        for _ in range(30):
            view = reviewer.room.session.view
            assert view is not None
            from digest.review.view import claims

            check = claims(view.draft)[reviewer.room.claim]
            assert check.claim in reviewer.lit("draft")
            shown = [e for e in check.evidence if e.article == reviewer.room.article]
            assert all(e.quote.replace("\n", "") in reviewer.lit("evidence") for e in shown)
            seen.add(reviewer.room.claim)
            await reviewer.press("tab")
        assert seen == set(range(len(claims(view.draft))))

    play(desk, script)


def test_the_draft_pane_says_why_and_from_whom(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        text = reviewer.pane("draft")
        assert "测试" in text
        assert "首发 IT之家" in text
        assert "https://a.example.com/sone0" in text
        assert "(资料来源: IT之家)" in text

    play(desk, script)


def test_the_head_tells_week_counts_and_minutes(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        head = reviewer.pane("head")
        assert all(part in head for part in ("2026-W09", "待审 3", "约 1 分钟", "张三"))
        await reviewer.press("a")
        assert "已批准 1" in reviewer.pane("head")

    play(desk, script)


def test_arrows_and_letters_walk_the_list(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        at = []
        for key in ("down", "j", "j", "up", "k", "a", "J", "K", "shift+down", "shift+up"):
            await reviewer.press(key)
            at.append(reviewer.room.session.at)
        assert at == ["dtwo", "dthree", "done", "dthree", "dtwo", "dthree", "done", "dthree", "done", "dthree"]

    play(desk, script)


def test_search_and_filter_narrow_the_list(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("slash")
        await reviewer.write("数据交易所")
        await reviewer.press("enter")
        assert [r.id for r in reviewer.room.session.rows] == ["dthree"]
        await reviewer.press("f3", "delete", "enter")
        await reviewer.press("a", "f", "4")
        assert [r.id for r in reviewer.room.session.rows] == [reviewer.room.session.rows[0].id]
        assert reviewer.room.session.rows[0].status == "approved"
        await reviewer.press("f5", "7")
        assert [r.section for r in reviewer.room.session.rows] == ["ai_industry"]

    play(desk, script)


def test_the_mouse_picks_drafts_and_claims(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.pilot.click("#queue", offset=(20, 3))
        await reviewer.pilot.pause()
        assert reviewer.room.session.at == "dtwo"
        lines = reviewer.room.page("draft").lines
        row = next(n for n, line in enumerate(lines) if any(p.claim > 1 for p in line))
        piece = next(p for p in lines[row] if p.claim > 1)
        column = sum(cell_len(p.text) for p in lines[row][: lines[row].index(piece)]) + 1
        await reviewer.pilot.click("#draft", offset=(column + 1, row))
        await reviewer.pilot.pause()
        assert reviewer.room.claim == piece.claim
        assert piece.text in reviewer.lit("draft")

    play(desk, script)


def test_source_and_archive_need_no_browser(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("o")
        assert "https://a.example.com/sone0" in reviewer.pane("said")
        await reviewer.press("O")
        assert "没有存档" in reviewer.pane("said")

    play(desk, script)


def test_a_home_without_drafts_says_so(desk: Desk) -> None:
    desk.store.db.execute("delete from checks")
    desk.store.db.execute("delete from drafts")

    async def script(reviewer: Reviewer) -> None:
        assert "没有稿件" in reviewer.screen()
        for key in ("a", "x", "j", "tab", "e", "i", "m", "plus", "s", "u", "r", "o", "O", "right"):
            await reviewer.press(key)
            if not isinstance(reviewer.app.screen, Room):
                await reviewer.press("escape")

    play(desk, script)


def test_who_has_no_name_is_asked_first(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        assert isinstance(reviewer.app.screen, Ask)
        await reviewer.write("王五")
        await reviewer.press("enter", "a")

    play(desk, script, by="")
    assert log(desk)[0].by == "王五"


# ------------------------------------------------------------------------------------------------------------------- keys
def test_every_action_has_a_key_that_no_input_method_swallows() -> None:
    for action in keys.ACTIONS:
        if action.name == "approve":
            assert any(a.name == "confirm_approve" and "enter" in a.keys for a in keys.ACTIONS)
        assert any(len(k) > 1 and not k.startswith(("fullwidth", "ideographic")) for k in action.keys), action.name


def test_no_key_does_two_things() -> None:
    pressed = [k for a in keys.ACTIONS for k in a.keys]
    assert len(pressed) == len(set(pressed))


def test_every_action_is_done_by_the_room_and_stands_in_help_and_palette(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("f1")
        assert isinstance(reviewer.app.screen, Help)
        from digest.review.widgets import Page

        page = reviewer.app.screen.query_one("#page", Page)
        told = "".join("".join(p.text for p in line).strip() for line in page.lines)
        for action in keys.ACTIONS:
            assert callable(getattr(reviewer.room, f"do_{action.name}"))
            assert action.label.replace(" ", "") in told.replace(" ", "")
        await reviewer.press("q")
        await reviewer.press("ctrl+p")
        assert isinstance(reviewer.app.screen, CommandPalette)
        await reviewer.until(lambda: "批准这一条" in reviewer.screen())
        await reviewer.write("换一节")
        await reviewer.until(lambda: "换一节" in reviewer.screen())
        await reviewer.press("enter")
        await reviewer.until(lambda: isinstance(reviewer.app.screen, Choose))

    play(desk, script)


def test_the_shipped_key_file_says_the_default_keys() -> None:
    from digest.config import load_yaml

    path = Path(__file__).resolve().parent.parent / "prompts" / "keys.yaml"
    data, _ = load_yaml(path)
    assert {name: tuple(chosen) for name, chosen in data.items()} == {a.name: a.keys for a in keys.ACTIONS}


def test_a_home_may_bind_other_keys(desk: Desk, small_home: Path) -> None:
    from digest.review.settings import load_keys

    (small_home / "prompts").mkdir()
    (small_home / "prompts" / "keys.yaml").write_text("approve: [y, ctrl+g]\nnext: n\n", encoding="utf-8")
    keymap = load_keys(Home(small_home))
    assert (keymap["approve"], keymap["next"], keymap["reject"]) == (("y", "ctrl+g"), ("n",), ("x", "delete"))

    async def script(reviewer: Reviewer) -> None:
        await reviewer.press("a")
        assert log(desk) == []
        await reviewer.press("n")
        assert reviewer.room.session.at == "dtwo"
        await reviewer.press("y")
        assert statuses(desk)["dtwo"] == "approved"
        assert " y" in reviewer.pane("hints")

    play(desk, script, keymap=keymap)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("aprove: a", "没有动作"),
        ("approve: a b", "不是键名"),
        ("approve: z\nreject: z", "给了两个动作"),
        ("approve: [tab]", "没有剩下的键"),
        ("- approve", "动作: 键"),
    ],
)
def test_a_wrong_key_file_is_explained(small_home: Path, text: str, said: str) -> None:
    from digest.errors import ConfigError
    from digest.review.settings import load_keys

    (small_home / "prompts").mkdir()
    (small_home / "prompts" / "keys.yaml").write_text(text, encoding="utf-8")
    if said == "没有剩下的键":
        (small_home / "prompts" / "keys.yaml").write_text("approve: tab\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load_keys(Home(small_home))


# --------------------------------------------------------------------------------------------------- every terminal there is
@contextmanager
def hostile(desk: Desk) -> Iterator[None]:
    """Titles and texts that would move the cursor, set the clipboard, or break a box."""
    bad = "\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\u202e坏\u0301标题\r\x08[red]x[/] 😀👨‍👩‍👧 ﷽\t"
    with desk.store.write():
        desk.store.db.execute("update drafts set headline = ? || headline, body = body || ?", [bad, "\n" + bad * 4])
        desk.store.db.execute("update articles set title = ? || title, credit = ? || credit", [bad, bad])
        desk.store.db.execute("update stories set reasons = ?", [f'["{"[b]原因" * 40}"]'])
    yield


@pytest.mark.parametrize("size", [(100, 30), (60, 20), (90, 24), (40, 12), (200, 60), (20, 6)])
def test_every_line_fits_and_nothing_reaches_the_terminal_that_it_would_obey(desk: Desk, size: tuple[int, int]) -> None:
    async def script(reviewer: Reviewer) -> None:
        for pressed in (
            (),
            ("tab",),
            ("j",),
            ("x", "escape"),
            ("plus", "escape"),
            ("s", "escape"),
            ("right",),
            ("A", "escape"),
            ("i",),
        ):
            await reviewer.press(*pressed)
            lines = reviewer.screen().split("\n")
            assert len(lines) == size[1]
            assert {cell_len(line) for line in lines} == {size[0]}
            assert not any(ch < " " or "\x7f" <= ch <= "\x9f" or ch in "\u202e\u200d" for line in lines for ch in line)

    with hostile(desk):
        play(desk, script, size=size)


def test_narrow_screens_stack_and_wide_ones_stand_side_by_side(desk: Desk) -> None:
    async def wide(reviewer: Reviewer) -> None:
        draft, right = reviewer.room.query_one("#draft").region, reviewer.room.query_one("#right").region
        assert draft.y == right.y
        assert draft.right <= right.x
        await reviewer.pilot.resize_terminal(60, 20)
        await reviewer.pilot.pause()
        draft, right = reviewer.room.query_one("#draft").region, reviewer.room.query_one("#right").region
        assert draft.x == right.x
        assert draft.bottom <= right.y
        assert min(draft.height, right.height) >= 5
        assert "星河" in reviewer.pane("draft")

    play(desk, wide)


def test_without_colour_every_verdict_is_still_told_in_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(reviewer: Reviewer) -> None:
        assert reviewer.app.no_color
        assert "有据" in reviewer.pane("claim")
        strips = reviewer.app.screen._compositor.render_strips()
        for style in (s.style for strip in strips for s in strip if s.style):
            for colour in (style.color, style.bgcolor):
                if colour and colour.triplet:
                    assert max(colour.triplet) - min(colour.triplet) <= 2, colour

    play(desk, script)


def test_dark_and_light(desk: Desk) -> None:
    async def script(reviewer: Reviewer) -> None:
        assert reviewer.app.current_theme.dark
        await reviewer.press("ctrl+t")
        assert not reviewer.app.current_theme.dark

    play(desk, script)
    assert light_terminal({"COLORFGBG": "0;15"})
    assert not light_terminal({"COLORFGBG": "15;0"})
    assert not light_terminal({"COLORFGBG": "0;15", "DIGEST_THEME": "dark"})
    assert not light_terminal({})
