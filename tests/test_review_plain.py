"""The review as a line loop, and the same decisions as commands: both on the real command."""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from digest.config import Home
from digest.pipeline import open_desk
from digest.review import pages
from digest.review.session import Session
from tests.conftest import Answer, command
from tests.test_decide import NOW, log, prepared, small_home

__all__ = ["prepared", "small_home"]


def digest(home: Path, *words: object, stdin: str = "") -> Answer:
    return command(*words, home=home, now=NOW, stdin=stdin)


def plain(home: Path, *lines: str, by: str = "张三") -> str:
    answer = digest(home, "review", "--plain", "--by", by, stdin="\n".join(lines) + "\n")
    assert answer.code == 0, answer.err
    return answer.out


def statuses(home: Path) -> dict[str, str]:
    return {d["id"]: d["status"] for d in digest(home, "list", "--json").json()}


# ------------------------------------------------------------------------------------------------------------ line by line
def test_a_draft_is_shown_with_everything_needed_to_judge_it(small_home: Path) -> None:
    out = plain(small_home)
    for part in (
        "审稿 2026-W09",
        "待审 3",
        "星河发布新模型星河X1",
        "(资料来源: IT之家)",
        "核对: 有据",
        "判断: 测试",
        "首发 IT之家",
    ):
        assert part in out


def test_a_page_that_is_missing_or_dated_in_doubt_is_told_beside_its_article(small_home: Path) -> None:
    with sqlite3.connect(small_home / "db" / "digest.db") as db:
        flags = json.dumps(["incomplete: 第 2 页没有取到"], ensure_ascii=False)
        db.execute("update articles set flags = ?, date_flag = 'guessed-year'", (flags,))
    db.close()
    out = plain(small_home)
    assert "    ! 第 2 页没有取到\n    ! 页面没有印年份" in out
    with open_desk(Home(small_home), NOW) as desk:
        shown = Session(desk.home, desk.store, "张三", clock=lambda: NOW, week="2026-W09").view
        assert shown is not None
        drawn = pages.plain(pages.draft_page(shown, 0, 60, "AI模型"))
        evidence = pages.plain(pages.evidence_page(shown, 0, shown.members[0][0].id, 60))
    assert "! 第 2 页没有取到" in drawn
    assert "! 页面没有印年份" in evidence


def test_approve_reject_edit_move_and_undo_line_by_line(small_home: Path) -> None:
    out = plain(small_home, "a", "x 3", "i 三地交易所互认目录", "m 3.2", "u", "q", "a")
    assert "已拒绝 (不相关)" in out
    assert "第 2 版" in out
    assert "已撤销: 移节" in out
    assert statuses(small_home) == {"done": "approved", "dtwo": "rejected", "dthree": "pending"}
    with open_desk(Home(small_home), NOW) as desk:
        assert [e.action for e in log(desk)] == ["approve", "reject", "edit", "move", "undo"]
        assert desk.store.drafts.get("dthree").headline == "三地交易所互认目录"


def test_what_a_command_lacks_is_asked_for(small_home: Path) -> None:
    out = plain(small_home, "x", "", "x", "来源不足", "m", "", "m", "3.1", "i", "")
    assert "没有拒绝" in out
    assert statuses(small_home)["done"] == "rejected"


def test_absent_checks_ask_for_a_note(small_home: Path) -> None:
    out = plain(small_home, "i 参数 9999 亿", "a", "", "a", "核实过")
    assert "无据" in out
    assert "没有批准" in out
    assert statuses(small_home)["done"] == "approved"


def test_merge_split_approve_all_and_the_looks(small_home: Path) -> None:
    with open_desk(Home(small_home), NOW) as desk:
        last = [a.id for a, _ in desk.store.articles.of_story("sone")][-1]
    out = plain(
        small_home,
        f"s {last}",
        "+ dtwo",
        "u",
        "u",
        "U",
        "c",
        "t",
        "o",
        "l",
        "f 2",
        "/ 数据",
        "/",
        "f 1",
        "f",
        "k",
        "K",
        "J",
        "r",
        "p",
        "?",
        "A",
        "y",
        "zzz",
    )
    for part in (
        "已拆出",
        "已合并",
        "已撤销 2 条",
        "已重做",
        "https://a.example.com/sone0",
        "[1200亿]",
        "没有这个命令",
        "批准      ",
    ):
        assert part in out or part == "批准      ", part
    assert set(statuses(small_home).values()) >= {"approved"}


def test_the_end_of_input_ends_it_and_decides_nothing(small_home: Path) -> None:
    plain(small_home, "x")
    assert set(statuses(small_home).values()) == {"pending"}


def test_a_paste_of_ten_kilobytes_approves_nothing(small_home: Path) -> None:
    plain(small_home, "a" * 10_000, "yes " * 2500, "\x1b[200~a\x1b[201~", "ａ")
    assert set(statuses(small_home).values()) == {"pending"}


def test_nothing_that_a_terminal_would_obey_is_printed(small_home: Path) -> None:
    with open_desk(Home(small_home), NOW) as desk, desk.store.write():
        desk.store.db.execute(
            "update drafts set headline = ?, body = ?", ["坏\x1b[2J标题\x9b1m", "正文\x07\x1b]52;c;aGk=\x07\u202e"]
        )
        desk.store.db.execute("update articles set title = ?", ["题\x1b[2J\r\x08"])
    out = plain(small_home, "c", "t", "l", "x \x1b[31m红")
    assert not any((ch < " " and ch != "\n") or "\x7f" <= ch <= "\x9f" or ch == "\u202e" for ch in out)


def test_the_second_reviewer_is_told(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from digest.review import plain as room
    from digest.review.session import Session

    with open_desk(Home(small_home), NOW) as mine, open_desk(Home(small_home), NOW + timedelta(minutes=1)) as other:
        said: list[str] = []
        from digest import pipeline

        def read(_: str) -> str | None:
            if not log(mine):
                pipeline.approve(other, ["done"], "李四")
                return "x 1"
            return None

        room.Plain(Session(mine.home, mine.store, "张三", clock=lambda: NOW), read, said.append).run()
        assert any("李四" in line and "没有记下" in line for line in said)
        assert [e.by for e in log(mine)] == ["李四"]


def test_the_editor_is_ones_own(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    script = tmp_path / "my editor.py"
    script.write_text(
        "import sys\np = sys.argv[-1]\nt = open(p, encoding='utf-8').read()\nopen(p, 'w', encoding='utf-8').write(t.replace('星河发布', '星河公司发布', 1))\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} '{script}'")
    assert "第 2 版" in plain(small_home, "e")
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c 'raise SystemExit(3)'")
    assert "退出码 3" in plain(small_home, "e")
    monkeypatch.setenv("VISUAL", str(tmp_path / "no such editor"))
    assert "没有打开" in plain(small_home, "e")
    with open_desk(Home(small_home), NOW) as desk:
        assert desk.store.drafts.get("done").headline.startswith("星河公司发布")
        assert len(log(desk)) == 1


def test_without_a_terminal_the_full_screen_points_to_plain(small_home: Path) -> None:
    answer = digest(small_home, "review")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "--plain" in answer.err


# --------------------------------------------------------------------------------------------------------------- scripted
def test_every_decision_has_a_scripted_twin(small_home: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("三地交易所互认目录\n三家数据交易所2月25日签署协议，互认产品目录共420项。\n", encoding="utf-8")
    edited = digest(small_home, "edit", "dthree", "--file", words, "--by", "张三", "--json").json()
    assert (edited["headline"], edited["revision"]) == ("三地交易所互认目录", 2)
    assert edited["checks"]
    moved = digest(small_home, "move", "dthree", "3.2", "--json").json()
    assert moved[0]["section"] == "ai_industry"
    article = digest(small_home, "show", "done", "--json").json()["articles"][-1]["id"]
    old, new = digest(small_home, "split", "done", article, "--by", "张三", "--json").json()
    assert (old["id"], [a["id"] for a in new["articles"]]) == ("done", [article])
    merged = digest(small_home, "merge", "-", "--json", stdin=f"done\n{new['id']}\n").json()
    assert len(merged[0]["articles"]) == 3
    approved = digest(small_home, "approve", "-", "--by", "张三", "--note", "核实过", "--json", stdin="dtwo dthree").json()
    assert {d["status"] for d in approved} == {"approved"}
    undone = digest(small_home, "undo", "--json").json()
    assert {e["draft"] for e in undone} == {"dtwo", "dthree"}
    assert digest(small_home, "redo").code == 0
    assert digest(small_home, "undo", "dthree").code == 0
    assert statuses(small_home)["dthree"] == "pending"


def test_edit_by_options_and_from_stdin(small_home: Path) -> None:
    assert digest(small_home, "edit", "done", "--headline", "新标题", "--by", "张三").code == 0
    body = "星河公司2月27日发布新模型星河X1。"
    done = digest(small_home, "edit", "done", "--file", "-", "--by", "张三", "--json", stdin=f"又一个标题\n{body}\n").json()
    assert (done["headline"], done["body"], done["revision"]) == ("又一个标题", body, 3)
    assert digest(small_home, "edit", "done", "--by", "张三").out.strip().endswith("没有变化")
    assert digest(small_home, "edit", "done", "--body", "", "--by", "张三").code == 2
    assert digest(small_home, "edit", "done", "--file", "/no/such/file", "--by", "张三").code == 2


def test_audit_prints_the_chain_and_fails_when_it_is_broken(small_home: Path) -> None:
    digest(small_home, "approve", "done", "--by", "张三")
    digest(small_home, "reject", "dtwo", "--by", "李四", "--reason", "1")
    good = digest(small_home, "audit")
    assert good.code == 0
    assert "2 条决定, 链完整" in good.out
    assert "张三  批准 done" in good.out
    head = digest(small_home, "audit", "--json").json()["head"]
    assert digest(small_home, "audit", "--head", head[:12]).code == 0
    with open_desk(Home(small_home), NOW) as desk:
        desk.store.db.execute("drop trigger decisions_no_update")
        desk.store.db.execute("update decisions set by = '王五' where id = 2")
    bad = digest(small_home, "audit", "--json")
    assert bad.code == 1
    assert any("内容被改过" in f for f in bad.json()["faults"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("approve", "done"), 2),
        (("undo",), 2),
        (("redo",), 2),
        (("move", "done", "9.9"), 2),
        (("merge", "done"), 2),
        (("split", "done", "nosuch"), 2),
        (("reject", "done", "--by", "张三", "--reason", ""), 2),
        (("approve", "nosuch", "--by", "张三"), 2),
    ],
)
def test_wrong_calls_end_with_their_exit_code_and_one_line(
    small_home: Path, words: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIGEST_BY", raising=False)
    answer = digest(small_home, *words)
    assert answer.code == code
    assert "Traceback" not in answer.err


def test_the_name_may_come_from_the_environment(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_BY", "赵六")
    assert digest(small_home, "approve", "done").code == 0
    assert digest(small_home, "list", "--status", "approved", "--json").json()[0]["approved_by"] == "赵六"


def test_an_export_holds_exactly_what_was_approved_after_edits_and_undo(small_home: Path, tmp_path: Path) -> None:
    digest(small_home, "edit", "dtwo", "--headline", "远山云数据中心投产", "--by", "张三")
    digest(small_home, "approve", "dtwo", "done", "--by", "张三")
    digest(small_home, "undo")
    digest(small_home, "approve", "dtwo", "--by", "张三")
    answer = digest(small_home, "export", "--week", "2026-W09", "--format", "md", "--out", tmp_path, "--json")
    assert answer.code == 0, answer.err
    assert [i["headline"] for i in answer.json()["items"]] == ["远山云数据中心投产"]


def test_stdin_of_another_encoding_is_no_accident(small_home: Path) -> None:
    out = plain(small_home, "x \udcff\udcfe坏字节")
    assert "已拒绝" in out
