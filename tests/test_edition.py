"""The edition over the crawled sample week: records, refusals, the reference section, Word, the evidence page, the whole draft."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from digest import cli
from digest.model import Draft
from tests.conftest import WEEK, Week
from tests.test_export import reference_items

pytestmark = pytest.mark.xdist_group("week")
NAME = "2026-W09"


def drafts(week: Week) -> list[dict[str, Any]]:
    return list(week.digest("list", "--week", NAME, "--json").json())


def settled(week: Week) -> list[dict[str, Any]]:
    return [d for d in drafts(week) if not any(c["verdict"] in ("absent", "conflicting") for c in d["checks"])]


def approve(week: Week, *ids: str, note: str = "") -> None:
    answer = week.digest("approve", *ids, "--by", "张三", *(["--note", note] if note else []))
    assert answer.code == 0, answer.err


def export(week: Week, out: Path, *words: object) -> dict[str, Any]:
    answer = week.digest("export", "--week", NAME, "--out", out, "--by", "李四", "--json", *words)
    assert answer.code == 0, answer.err
    return dict(answer.json())


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def with_reference_texts(week: Week) -> None:
    """The lead items of the week get the example report's words and credits, and are approved with a note."""
    by_section: dict[str, Any] = {}
    for d in drafts(week):
        by_section.setdefault(d["section"], d)
    for item in reference_items():
        given = by_section[item.section]
        lead = item.body.split("。")[0] + "。"
        words = ["--headline", item.headline, "--body", item.body, "--lead", lead]
        names = [word for name in item.credits for word in ("--credit", name)]
        done = week.digest("edit", given["id"], *words, *names, "--by", "张三")
        assert done.code == 0, done.err
        approve(week, given["id"], note="与报告原文核对过")


# ----------------------------------------------------------------------------------------------------------- the whole way
@pytest.mark.usefixtures("can_draw")
def test_the_sample_week_becomes_an_edition_and_a_whole_draft_without_a_finding(week: Week, tmp_path: Path) -> None:
    """The real program, after the seven runs of the week: approvals, four formats, the whole report, the check."""
    pytest.importorskip("docxtpl", reason="docxtpl isn't installed (extra docx)")

    def digest(*words: object, stdin: str = "", code: int = 0) -> str:
        line = [sys.executable, "-m", "digest", "--home", week.home, "--now", "2026-03-02T08:30:00+08:00", *words]
        done = subprocess.run(
            [str(w) for w in line], input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=300
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    rows = json.loads(digest("list", "--week", NAME, "--json"))
    open_ones = [d["id"] for d in rows if any(c["verdict"] in ("absent", "conflicting") for c in d["checks"])]
    sound = [d["id"] for d in rows if d["id"] not in open_ones]
    assert len(sound) > 30
    digest("approve", "-", "--by", "张三", stdin="\n".join(sound))
    if open_ones:
        digest("approve", *open_ones, "--by", "张三", code=6)
        digest("approve", *open_ones, "--by", "张三", "--note", "与存档原文核对过")
    digest("export", "--week", NAME, "--format", "md,docx,html,json", "--out", tmp_path, "--by", "张三")
    assert {f"{NAME}.{kind}" for kind in ("md", "docx", "html", "json")} <= {p.name for p in tmp_path.iterdir()}
    assert len(json.loads((tmp_path / f"{NAME}.json").read_text(encoding="utf-8"))["items"]) == len(rows)
    files = [w for n in ("market.csv", "market_pe.csv") for w in ("--market", WEEK / n)]
    told = json.loads(digest("report", "--week", NAME, *files, "--format", "md,docx", "--out", tmp_path, "--json"))
    assert told["findings"] == []
    report = tmp_path / f"{NAME}-report.md"
    assert json.loads(digest("check", report, "--json")) == []
    assert json.loads(digest("check", report, "--week", NAME, "--json")) == []
    assert json.loads(digest("check", tmp_path / f"{NAME}-report.txt", "--json")) == []


# ------------------------------------------------------------------------------------------------------------- credit lines
def several(week: Week) -> dict[str, Any]:
    """A settled draft whose story has more outlets than its credit line shows."""
    return next(d for d in settled(week) if len({a["credit"] for a in d["articles"]} - set(d["credits"])) > 1)


def test_a_credit_is_set_from_the_record_and_voids_the_approval(week: Week, tmp_path: Path) -> None:
    given = several(week)
    approve(week, given["id"])
    other = sorted({a["credit"] for a in given["articles"]} - set(given["credits"]))[0]
    done = week.digest("edit", given["id"], "--credit", other, "--credit", given["credits"][0], "--by", "李四")
    assert done.code == 0, done.err
    assert f"(资料来源: {other}、{given['credits'][0]})" in done.out
    now = week.digest("show", given["id"], "--json").json()
    assert now["credits"] == [other, given["credits"][0]]
    assert (now["status"], now["revision"], now["body"]) == ("pending", given["revision"] + 1, given["body"])
    assert [c["claim"] for c in now["checks"] if c["kind"] == "credit"] == now["credits"]
    entries = week.digest("audit", "--json").json()["entries"]
    assert [(e["action"], e["by"]) for e in entries if e["draft"] == given["id"]] == [("approve", "张三"), ("edit", "李四")]
    assert export(week, tmp_path)["items"] == []
    approve(week, given["id"])
    export(week, tmp_path, "--format", "md")
    assert f"(资料来源: {other}、{given['credits'][0]})" in (tmp_path / f"{NAME}.md").read_text(encoding="utf-8")
    for _ in range(2):
        assert week.digest("undo", given["id"], "--by", "李四").code == 0
    back = week.digest("show", given["id"], "--json").json()
    assert (back["credits"], back["status"]) == (given["credits"], "approved")


def test_a_credit_that_is_not_on_record_is_refused_and_the_choices_are_named(week: Week) -> None:
    given = several(week)
    for name in ("某某日报", "", "(资料来源: 某报)"):
        answer = week.digest("edit", given["id"], "--credit", name, "--by", "李四")
        assert answer.code == 2
        assert len(answer.err.strip().splitlines()) == 1
        assert all(a["credit"].split("(")[0] in answer.err for a in given["articles"])
    assert week.digest("show", given["id"], "--json").json()["credits"] == given["credits"]
    same = week.digest("edit", given["id"], *[w for n in given["credits"] for w in ("--credit", n)], "--by", "李四")
    assert "没有变化" in same.out


def test_a_data_owner_that_the_page_cites_may_be_credited(week: Week) -> None:
    given = next(d for d in drafts(week) if "OpenRouter" in d["credits"])
    outlet = given["credits"][0]
    assert week.digest("edit", given["id"], "--credit", outlet, "--by", "李四").code == 0
    for words in (["--credit", outlet, "--credit", "openrouter"], ["--credit", f"{outlet}、OpenRouter"]):
        done = week.digest("edit", given["id"], *words, "--by", "李四", "--json")
        assert done.json()["credits"] == [outlet, "OpenRouter"]


def test_the_editor_s_file_takes_credits_too(week: Week, tmp_path: Path) -> None:
    from digest.review.words import as_file

    given = several(week)
    other = sorted({a["credit"] for a in given["articles"]} - set(given["credits"]))[0]
    text = as_file(Draft(**{k: given[k] for k in WORDS}, credits=tuple(given["credits"])))
    file = tmp_path / "改.txt"
    file.write_text(text.replace(f"【资料来源】\n{'、'.join(given['credits'])}", f"【资料来源】\n{other}"), encoding="utf-8")
    done = week.digest("edit", given["id"], "--file", file, "--by", "李四", "--json")
    assert (done.json()["credits"], done.json()["headline"]) == ([other], given["headline"])


WORDS = ("id", "story", "section", "headline", "body", "lead_paragraph", "importance", "week")


# -------------------------------------------------------------------------------------------------------------- the record
def test_the_approved_reference_texts_come_out_as_the_reference_section(week: Week, tmp_path: Path) -> None:
    with_reference_texts(week)
    export(week, tmp_path)
    reference = re.sub(r"<!--.*?-->\n?", "", (WEEK / "reference_section3.md").read_text(encoding="utf-8"), flags=re.S)
    assert (tmp_path / f"{NAME}.md").read_text(encoding="utf-8") == reference.strip() + "\n"
    plain = (tmp_path / f"{NAME}.txt").read_text(encoding="utf-8")
    assert plain == re.sub(r"^#+ ", "", reference.strip() + "\n", flags=re.M)


def test_the_same_content_is_the_same_edition_and_another_is_a_new_one(week: Week, tmp_path: Path) -> None:
    one, two, *_ = [d["id"] for d in settled(week)]
    approve(week, one)
    first = export(week, tmp_path / "a", "--format", "md,html,json")
    again = export(week, tmp_path / "b", "--format", "md,html,json")
    assert first["edition"] == again["edition"] == 1
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert first["hashes"] == {n: hashlib.sha256(c).hexdigest() for n, c in content(tmp_path / "a").items()}
    approve(week, two)
    assert export(week, tmp_path / "c")["edition"] == 2
    listed = week.digest("export", "--list", "--json").json()
    assert [(r["number"], r["by"], r["items"]) for r in listed] == [(1, "李四", 1), (2, "李四", 2)]


def test_an_old_edition_comes_out_identically_after_everything_changed(week: Week, tmp_path: Path) -> None:
    one = settled(week)[0]["id"]
    approve(week, one)
    export(week, tmp_path / "a", "--format", "md,html,json")
    assert week.digest("edit", one, "--headline", "别的标题", "--by", "王五").code == 0
    approve(week, one, note="改过标题")
    assert export(week, tmp_path / "b")["edition"] == 2
    assert week.digest("export", "--edition", 1, "--out", tmp_path / "c", "--format", "md,html,json").code == 0
    assert content(tmp_path / "c") == content(tmp_path / "a")
    # a format that nobody asked for at the time comes from the record
    again = week.digest("export", "--edition", 2, "--out", tmp_path / "d", "--format", "html", "--json").json()
    assert again["edition"] == 2
    assert "别的标题" in (tmp_path / "d" / f"{NAME}.html").read_text(encoding="utf-8")
    assert week.digest("export", "--edition", 9).code == 2


def test_a_preview_and_an_empty_week_are_no_editions(week: Week, tmp_path: Path) -> None:
    assert export(week, tmp_path / "a", "--preview")["edition"] is None
    empty = export(week, tmp_path / "b")
    assert (empty["edition"], empty["items"]) == (None, [])
    assert (tmp_path / "b" / f"{NAME}.md").read_text(encoding="utf-8").count("本周无已审定条目") == 3
    assert week.digest("export", "--list", "--json").json() == []


def void(week: Week, draft: str) -> None:
    """The ground of an approval moves: an article that is evidence is read anew with other words."""
    with sqlite3.connect(week.home / "db" / "digest.db") as db:
        article = next(
            json.loads(e)[0]["article"]
            for (e,) in db.execute("select evidence from checks where draft = ?", [draft])
            if e != "[]"
        )
        db.execute("update texts set text = text || '（更正）' where article = ?", [article])
    db.close()


def test_a_voided_approval_refuses_says_which_and_why_and_may_be_skipped(week: Week, tmp_path: Path) -> None:
    one, two, *_ = [d["id"] for d in settled(week)]
    approve(week, one, two)
    void(week, one)
    answer = week.digest("export", "--week", NAME, "--out", tmp_path / "out")
    assert answer.code == 6
    assert one in answer.err
    assert "正文、证据或来源变了" in answer.err
    assert not (tmp_path / "out").exists()
    skipped = export(week, tmp_path, "--skip-void", "--format", "md,html,json")
    assert [s["id"] for s in skipped["skipped"]] == [one]
    assert [i["id"] for i in skipped["items"]] == [two]
    assert one in (tmp_path / f"{NAME}.html").read_text(encoding="utf-8")
    assert one in week.digest("export", "--week", NAME, "--out", tmp_path, "--skip-void").err


def test_since_last_marks_what_is_new_changed_and_gone(week: Week, tmp_path: Path) -> None:
    one, two, three, *_ = [d["id"] for d in settled(week)]
    approve(week, one, two)
    export(week, tmp_path)
    clean = (tmp_path / f"{NAME}.md").read_bytes()
    assert export(week, tmp_path, "--since-last")["edition"] == 1
    assert week.digest("edit", one, "--headline", "换了的标题", "--by", "张三").code == 0
    approve(week, one, three, note="改过标题")
    assert week.digest("reject", two, "--reason", "重复", "--by", "张三").code == 0
    got = export(week, tmp_path, "--since-last")
    assert {c["id"]: c["what"] for c in got["changes"]} == {one: "changed", two: "gone", three: "new"}
    marked = (tmp_path / f"{NAME}-changes.md").read_text(encoding="utf-8")
    assert "【有改动】换了的标题" in marked
    assert "【新增】" in marked
    assert "【撤下】" in marked
    assert "【" not in (tmp_path / f"{NAME}.md").read_text(encoding="utf-8").split("换了的标题")[0].split("\n")[-1]
    assert (tmp_path / f"{NAME}.md").read_bytes() != clean


def test_a_story_of_an_earlier_edition_is_marked_as_continued(week: Week, tmp_path: Path) -> None:
    one = settled(week)[0]["id"]
    approve(week, one)
    export(week, tmp_path)
    with sqlite3.connect(week.home / "db" / "digest.db") as db:
        db.execute("update editions set week = '2026-W08'")
    db.close()
    got = export(week, tmp_path, "--format", "html")
    assert [i["continues"] for i in got["items"]] == ["2026-W08"]
    assert "接续 2026-W08" in (tmp_path / f"{NAME}.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------------- --into
def test_into_replaces_the_chapter_keeps_a_copy_and_settles(week: Week, tmp_path: Path) -> None:
    approve(week, settled(week)[0]["id"])
    report = tmp_path / "周报.md"
    old = "# 周报\r\n\r\n## 5 产业动态\r\n\r\n旧\r\n\r\n## 6 风险提示\r\n".encode("gb18030")
    report.write_bytes(old)
    report.chmod(0o640)
    shown = week.digest("export", "--week", NAME, "--into", report, "--diff")
    assert shown.code == 0
    assert "-旧" in shown.out
    assert report.read_bytes() == old
    assert week.digest("export", "--list", "--json").json() == []
    assert week.digest("export", "--week", NAME, "--into", report).code == 0
    new = report.read_bytes()
    assert (tmp_path / "周报.md.bak").read_bytes() == old
    assert report.stat().st_mode & 0o777 == 0o640
    assert "### 5.1 AI模型".encode("gb18030") in new
    assert new.endswith("\r\n\r\n## 6 风险提示\r\n".encode("gb18030"))
    again = week.digest("export", "--week", NAME, "--into", report, "--json").json()
    assert again["changed"] is False
    assert report.read_bytes() == new
    assert (tmp_path / "周报.md.bak").read_bytes() == old
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["周报.md", "周报.md.bak"]


@pytest.mark.parametrize(
    ("name", "text", "prepare", "code"),
    [
        ("r.md", "# 没有那一章\n", None, 2), ("r.md", "## 3 产业动态\n\n## 3 产业动态\n", None, 2),
        ("r.md", "## 3 产业动态\n", "read-only", 1), ("r.md", "## 3 产业动态\n", "open", 1), ("r.docx", "PK", None, 2),
        ("none.md", None, None, 2), ("r.md", "## 3 产业动态\r\n\r\n## 3 产业动态\r\n", None, 2),
        ("r.txt", "没有那一章\r\n", "gbk", 2), ("r.md", "## 3 产业动态\r\n\r\n# 四、产业动态\r\n", "gbk", 2),
    ],
)  # fmt: skip
def test_a_report_that_cannot_take_it_is_left_alone(
    week: Week, tmp_path: Path, name: str, text: str | None, prepare: str | None, code: int
) -> None:
    approve(week, settled(week)[0]["id"])
    report = tmp_path / name
    data = (text or "").encode("gb18030" if prepare == "gbk" else "utf-8")
    if text is not None:
        report.write_bytes(data)
    if prepare == "read-only":
        report.chmod(0o444)
    if prepare == "open":
        (tmp_path / f"~${name}").write_bytes(b"")
    answer = week.digest("export", "--week", NAME, "--into", report)
    assert answer.code == code
    assert len(answer.err.strip().splitlines()) == 1
    assert name in answer.err
    assert not report.exists() if text is None else report.read_bytes() == data
    assert not (tmp_path / f"{name}.bak").exists()
    assert week.digest("export", "--list", "--json").json() == []


# --------------------------------------------------------------------------------------------------------- evidence, json
NASTY = "# 假标题 | <script>alert(1)</script> =cmd|' /C calc'!A0 ../../etc/passwd \x1b[31m & <s> {{7*7}}"


def nasty(week: Week, tmp_path: Path, *formats: str) -> str:
    one = settled(week)[0]["id"]
    assert week.digest("edit", one, "--headline", NASTY, "--body", f"甲。\n## 3.9 假\n{NASTY}", "--by", "<i>甲</i>").code == 0
    approve(week, one, note="<u>核对过</u>")
    export(week, tmp_path, "--format", ",".join(formats))
    return one


def test_each_claim_of_the_evidence_page_leads_to_its_quote_in_the_archived_text(week: Week, tmp_path: Path) -> None:
    from lxml import html

    items = settled(week)[:4]
    approve(week, *(d["id"] for d in items))
    export(week, tmp_path, "--format", "html,json")
    page = html.parse(str(tmp_path / f"{NAME}.html"), html.HTMLParser(encoding="utf-8")).getroot()
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    inner = [e.get("href")[1:] for e in page.iter("a") if (e.get("href") or "").startswith("#")]
    assert inner
    assert set(inner) <= set(ids)
    record = json.loads((tmp_path / f"{NAME}.json").read_text(encoding="utf-8"))
    for number, item in enumerate(record["items"], 1):
        pages = {a["id"]: a for a in item["articles"]}
        for n, check in enumerate(item["checks"]):
            row = page.get_element_by_id(f"i{number}c{n}")
            assert check["claim"] in row.text_content()
            for e in check["evidence"]:
                assert pages[e["article"]]["document"][e["start"] : e["end"]] == e["quote"]
                assert f"q{e['article']}-{e['start']}" in ids
        for a in item["articles"]:
            if a["document"]:
                assert hashlib.sha256(a["document"].encode()).hexdigest() == a["text_sha256"]
                assert len(a["page_sha256"]) == 64
                assert a["page_sha256"] in page.text_content()
    assert "张三" in page.text_content()


def test_the_page_holds_no_script_loads_nothing_and_escapes_what_is_foreign(week: Week, tmp_path: Path) -> None:
    nasty(week, tmp_path, "html", "md", "json")
    text = (tmp_path / f"{NAME}.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<s>|<i>|<u>|\son\w+=|<img|<link|<iframe|@import|url\(", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "\x1b" not in text
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [f"{NAME}-front.md", f"{NAME}-front.txt", f"{NAME}.html", f"{NAME}.json", f"{NAME}.md", f"{NAME}.txt"]  # fmt: skip
    report = (tmp_path / f"{NAME}.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^#{1,6} ", report, flags=re.M)) == 4


def test_foreign_words_open_nothing_in_a_report_they_are_put_into(week: Week, tmp_path: Path) -> None:
    nasty(week, tmp_path / "out", "md")
    report = tmp_path / "周报.md"
    old = "# 周报\r\n\r\n## 3 产业动态\r\n\r\n旧\r\n\r\n## 4 风险提示\r\n\r\n尾\r\n".encode("gb18030")
    report.write_bytes(old)
    for _ in range(2):
        assert week.digest("export", "--week", NAME, "--into", report).code == 0
    text = report.read_bytes().decode("gb18030")
    heads = re.findall(r"^#{1,6} (.*?)\r$", text, flags=re.M)
    assert [h[:3] for h in heads] == ["周报", "3 产", "3.1", "3.2", "3.3", "4 风"]
    assert text.endswith("\r\n\r\n## 4 风险提示\r\n\r\n尾\r\n")
    assert not re.search(r"(?<!\\)<script>|^\s*=cmd|(?<!\\)\|", text, flags=re.M)


def test_foreign_words_are_text_in_the_whole_draft_and_name_no_file(
    week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docx = pytest.importorskip("docx", reason="python-docx isn't installed (extra docx)")
    monkeypatch.setitem(cli._ROOMS, "report", "report")
    nasty(week, tmp_path / "a", "md")
    market = tmp_path / "=cmd.csv"
    names = (WEEK / "market.csv").read_text(encoding="utf-8-sig").replace("传媒", "=cmd|'/C calc'!A0 <b>")
    market.write_text(names + "\n数据来源：## <script>x</script> | =cmd\n", encoding="utf-8")
    out = tmp_path / "b"
    done = week.digest("report", "--week", NAME, "--market", market, "--format", "md,docx", "--no-charts", "--out", out)
    assert done.code == 0, done.err
    assert sorted(p.name for p in out.iterdir()) == [f"{NAME}-report.docx", f"{NAME}-report.md", f"{NAME}-report.txt"]
    text = (out / f"{NAME}-report.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^#{1,6} ", text, flags=re.M)) == 8
    assert not re.search(r"(?<!\\)<(?:script|s|b)>", text)
    paragraphs = docx.Document(str(out / f"{NAME}-report.docx")).paragraphs
    heads = [p.text for p in paragraphs if p.style.name.startswith("Heading")]
    assert len(heads) == 7
    assert any("<script>alert(1)</script>" in h and "{{7*7}}" in h for h in heads)


@pytest.mark.parametrize("name", ["../../etc", "2026-W09/../x", "=cmd", "#", "2026-W99"])
def test_a_week_that_is_none_names_no_file(week: Week, tmp_path: Path, name: str) -> None:
    answer = week.digest("export", "--week", name, "--out", tmp_path / "out")
    assert (answer.code, len(answer.err.strip().splitlines())) == (2, 1)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_takes_no_file_is_told_in_one_line(week: Week, tmp_path: Path) -> None:
    approve(week, settled(week)[0]["id"])
    (tmp_path / "file").write_bytes(b"mine")
    answer = week.digest("export", "--week", NAME, "--out", tmp_path / "file" / "out")
    assert (answer.code, len(answer.err.strip().splitlines())) == (1, 1)
    assert (tmp_path / "file").read_bytes() == b"mine"


def browser() -> str:
    found = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    return found or pytest.skip("no Chromium on this machine")


def test_a_browser_shows_the_page_without_a_complaint(week: Week, tmp_path: Path) -> None:
    program = browser()
    nasty(week, tmp_path, "html")
    words = [
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        f"--user-data-dir={tmp_path / 'p'}",
    ]
    done = subprocess.run(
        [*words, "--dump-dom", f"file://{tmp_path / f'{NAME}.html'}"], capture_output=True, text=True, timeout=120
    )
    assert "<h1>产业动态依据 2026-W09</h1>" in done.stdout
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line or "Content Security Policy" in line]
    assert complaints == []


def test_an_excerpt_shows_the_quoted_paragraphs_alone(week: Week, tmp_path: Path) -> None:
    shutil.copytree(WEEK.parent.parent / "prompts", week.home / "prompts")
    layout = week.home / "prompts" / "layout.yaml"
    approve(week, *(d["id"] for d in settled(week)[:12]))
    export(week, tmp_path, "--format", "html")
    full = (tmp_path / f"{NAME}.html").read_text(encoding="utf-8")
    layout.write_text(layout.read_text(encoding="utf-8").replace("evidence: full", "evidence: excerpt"), encoding="utf-8")
    assert export(week, tmp_path, "--format", "html")["edition"] == 2
    short = (tmp_path / f"{NAME}.html").read_text(encoding="utf-8")
    assert "[……]" in short
    assert "[……]" not in full
    assert len(short) < len(full)
    assert short.count("<mark>") == full.count("<mark>")


# -------------------------------------------------------------------------------------------------------------------- Word
def test_the_word_file_holds_the_words_in_chinese_fonts_and_is_the_same_twice(week: Week, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="python-docx isn't installed (extra docx)")
    pytest.importorskip("docxtpl", reason="docxtpl isn't installed (extra docx)")
    nasty(week, tmp_path / "a", "docx")
    export(week, tmp_path / "b", "--format", "docx")
    assert content(tmp_path / "a") == content(tmp_path / "b")
    path = tmp_path / "a" / f"{NAME}.docx"
    document = docx.Document(str(path))
    words = [p.text for p in document.paragraphs]
    shown = re.sub(r"\x1b", "", NASTY)
    assert any(shown in w for w in words)
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["3 产业动态"]
    assert len([p for p in document.paragraphs if p.style.name == "Heading 2"]) == 3
    assert not any("{" in w and "%" in w for w in words)
    with zipfile.ZipFile(path) as archive:
        styles = archive.read("word/styles.xml").decode()
        assert all(i.date_time == (2000, 1, 1, 0, 0, 0) for i in archive.infolist())
    assert 'w:eastAsia="zh-CN"' in styles
    assert re.search(r'w:rFonts [^>]*w:eastAsia="宋体"', styles)


def test_the_contents_show_the_page_of_their_heading(week: Week, tmp_path: Path) -> None:
    pytest.importorskip("docxtpl", reason="docxtpl isn't installed (extra docx)")
    approve(week, *(d["id"] for d in settled(week)[:6]))
    files = [w for n in ("market.csv", "market_pe.csv") for w in ("--market", WEEK / n)]
    done = week.digest("report", "--week", NAME, *files, "--no-charts", "--format", "docx", "--out", tmp_path)
    assert done.code == 0, done.err
    export(week, tmp_path, "--format", "docx")
    for name, lines in ((f"{NAME}-report.docx", ("1 行业周观点", "3.1", "图表3")), (f"{NAME}.docx", ("3.1",))):
        with zipfile.ZipFile(tmp_path / name) as archive:
            text, settings = (archive.read(f"word/{part}.xml").decode() for part in ("document", "settings"))
        asked = re.findall(r"PAGEREF (\w+) \\h", text)
        marks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"/>', text)
        assert asked
        assert set(asked) <= {name for _, name in marks}
        assert len(marks) == len(dict(marks))
        assert 'w:updateFields w:val="true"' in settings
        for line in lines:
            paragraph = next(p for p in re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", text) if "PAGEREF" in p and line in p)
            mark = re.search(r"PAGEREF (\w+)", paragraph)
            assert mark
            heading = next(p for p in re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", text) if f'w:name="{mark[1]}"' in p)
            assert line in heading


def test_a_house_template_that_cannot_be_filled_is_told_so(week: Week, tmp_path: Path) -> None:
    pytest.importorskip("docxtpl", reason="docxtpl isn't installed (extra docx)")
    (week.home / "prompts").mkdir()
    (week.home / "prompts" / "template.docx").write_bytes(b"no zip")
    approve(week, settled(week)[0]["id"])
    answer = week.digest("export", "--week", NAME, "--format", "docx", "--out", tmp_path)
    assert answer.code == 2
    assert "template.docx" in answer.err


# -------------------------------------------------------------------------------------------------------- the whole draft
@pytest.mark.usefixtures("can_draw")
def test_the_whole_draft_of_sound_items_is_clean_to_the_lint(
    week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cli._ROOMS, "report", "report")
    sound = [d["id"] for d in settled(week) if not re.search("估值|融资", d["headline"])][:3]
    approve(week, *sound)
    files = [w for n in ("market.csv", "market_pe.csv") for w in ("--market", WEEK / n)]
    answer = week.digest("report", "--week", NAME, *files, "--out", tmp_path, "--json")
    assert answer.code == 0, answer.err
    got = answer.json()
    assert [f for f in got["findings"] if f["severity"] == "error"] == []
    text = (tmp_path / f"{NAME}-report.md").read_text(encoding="utf-8")
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == ["## 1 行业周观点", "## 2 市场行情回顾", "## 3 产业动态", "## 4 风险提示"]
    assert "分别跑赢沪深300和创业板指5.57和5.27个百分点" in text
    assert "图表3：" in text
    assert text.rstrip().endswith("应用落地不及预期。")
    assert week.digest("export", "--list", "--json").json() == []


def test_the_draft_without_market_files_says_what_is_missing(
    week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cli._ROOMS, "report", "report")
    approve(week, settled(week)[0]["id"])
    risk = tmp_path / "risk.md"
    risk.write_text("# 注释\n行业竞争加剧；\n技术进展不及预期。\n", encoding="utf-8")
    answer = week.digest("report", "--week", NAME, "--risk", risk, "--date", "2026-03-03", "--out", tmp_path)
    assert answer.code == 0, answer.err
    text = (tmp_path / f"{NAME}-report.md").read_text(encoding="utf-8")
    assert "【未提供行情文件】" in text
    assert "2026年3月3日" in text
    assert "## 4 风险提示\n\n行业竞争加剧；技术进展不及预期。\n" in text
    risk.write_text("\n", encoding="utf-8")
    assert week.digest("report", "--week", NAME, "--risk", risk, "--out", tmp_path).code == 2
