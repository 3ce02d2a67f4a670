"""Drafts → the report's text: layout, house style, escaping, the same bytes twice."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digest import export
from digest.errors import ConfigError
from digest.export import Chapter, Dossier, House, Item, Layout, Part, as_json, escape, from_json
from digest.model import Check, Draft, Edition, Evidence
from digest.text import fold, one_line
from tests.conftest import ROOT, WEEK

PARTS = (Part("ai_model", "3.1", "AI模型"), Part("ai_industry", "3.2", "AI产业"), Part("data_element", "3.3", "数据要素"))
LAYOUT = Layout(PARTS)


def draft(**fields: object) -> Draft:
    plain = {
        "id": "d1", "story": "s1", "section": "ai_industry", "headline": "甲公司完成融资", "body": "第一段。\n第二段。", "lead_paragraph": "甲公司完成融资。",
        "credits": ("某报", "某局"), "importance": 2, "week": "2026-W09", "status": "approved",
    }  # fmt: skip
    return Draft(**{**plain, **fields})  # type: ignore[arg-type]


def edition(*items: Draft, preview: bool = False) -> Edition:
    return Edition("2026-W09", items, preview)


def markdown(given: Edition, layout: Layout = LAYOUT) -> str:
    return export.markdown(export.section(given, layout))


def front(given: Edition, layout: Layout = LAYOUT) -> str:
    return export.markdown(export.front(given, layout))


def dossier(*items: Draft, **fields: object) -> Dossier:
    return Dossier("2026-W09", tuple(Item(d) for d in items), LAYOUT, **fields)  # type: ignore[arg-type]


def test_the_lead_item_names_its_sub_section_and_the_credit_line_ends_the_item() -> None:
    got = markdown(edition(draft(), draft(id="d2", headline="乙公司发布产品")))
    assert got == (
        "## 3 产业动态\n\n### 3.1 AI模型\n\n本周无已审定条目。\n\n### 3.2 AI产业: 甲公司完成融资\n\n第一段。\n\n第二段。(资料来源: 某报、某局)\n\n"
        "#### 乙公司发布产品\n\n第一段。\n\n第二段。(资料来源: 某报、某局)\n\n### 3.3 数据要素\n\n本周无已审定条目。\n"
    )


def test_the_first_page_takes_the_lead_of_each_sub_section() -> None:
    one = draft(lead_paragraph="其中乙公司出资5亿元。")
    got = front(edition(one, draft(id="d2", headline="乙"), draft(section="data_element", headline="某局开会")))
    assert got.startswith(
        "产业动态: (1) AI 产业: 甲公司完成融资。其中乙公司出资5亿元。(2) 数据要素: 某局开会。甲公司完成融资。"
    )
    assert "正文目录\n\n3.2 AI 产业: 甲公司完成融资\n\n3.3 数据要素: 某局开会\n" in got


def test_the_first_page_says_nothing_twice() -> None:
    given = draft(
        section="data_element",
        headline="某局组织召开数据集任务书签署活动",
        lead_paragraph="2月27日，某局在京组织召开数据集任务书签署活动。会议强调质量。",
    )
    assert front(edition(given)).startswith(
        "产业动态: (1) 数据要素: 2月27日，某局在京组织召开数据集任务书签署活动。会议强调质量。\n"
    )
    waiting = replace(given, status="pending")
    assert "(1) 数据要素: 【待审】2月27日，" in front(edition(waiting, preview=True))


def test_the_numbers_of_the_first_page_are_set_alike() -> None:
    full = replace(LAYOUT, house=House("全角", "full", "none"))
    three = [draft(section=p.id, id=p.id, headline="OpenAI融资", lead_paragraph="甲。") for p in PARTS]
    assert re.findall(r"[（(]\d[）)]", front(edition(*three), full)) == ["（1）", "（2）", "（3）"]


def test_what_is_not_approved_is_marked_wherever_it_stands() -> None:
    waiting = edition(draft(status="pending"), preview=True)
    assert "### 3.2 AI产业: 【待审】甲公司完成融资" in markdown(waiting)
    assert front(waiting).count("【待审】") == 2


def test_foreign_text_is_text_everywhere() -> None:
    nasty = draft(
        headline="# 假标题 | <script>alert(1)</script>",
        body="## 3.2 假小节\n(资料来源: 假)\n> 引用\n- 项\n1. 项\n```code```\n[链接](http://x)\n![图](x)\n=cmd|'/c calc'!A0\n../../etc",
        credits=("某*报*",),
    )
    got = markdown(edition(nasty))
    lines = got.splitlines()
    assert len([line for line in lines if re.match(r"#{1,6} ", line)]) == 4
    assert not any(re.match(r"\s*(>|[-+=]|\d+[.)] |```)", line) for line in lines)
    assert "<script>" not in got.replace("\\<script>", "")
    assert "\\*报\\*" in got
    assert not re.search(r"(?<!\\)\[链接\]\(", got)


@given(st.text(max_size=80))
def test_an_escaped_line_stays_one_line_and_opens_no_block(text: str) -> None:
    got = escape(text)
    assert "\n" not in got
    assert not re.match(r"\s*(#|>|[-+]\s|\d{1,9}[.)]\s|~~~|```)", got)


def test_plain_report_text_is_not_touched() -> None:
    plain = "OpenAI 宣布 1100 亿美元新融资: 估值 7300 亿美元, 同比增长 12.5% (投前), M2.5-A3B & GPT_4o"
    assert escape(plain) == plain


def test_the_record_for_programs_holds_every_item_and_comes_back_the_same() -> None:
    check = Check("figure", "5%", 3, 5, "body", "supported", (Evidence("a1", 4, 6, "5%"),), "说明")
    one = dossier(
        draft(checks=(check,), conflicts=({"kind": "value"},), notes=("n",)),
        draft(id="d2"),
        number=3,
        at="2026-03-02T01:00:00+00:00",
    )
    assert [i["id"] for i in json.loads(as_json(one))["items"]] == ["d1", "d2"]
    assert as_json(from_json(as_json(one))) == as_json(one)
    assert from_json(as_json(one)) == one


def test_the_fingerprint_is_of_what_is_printed_not_of_who_printed_it() -> None:
    one = dossier(draft(), number=1, at="2026-03-02T01:00:00+00:00", by="甲")
    assert one.fingerprint == replace(one, number=2, at="2026-03-03T01:00:00+00:00", by="乙").fingerprint
    assert one.fingerprint != dossier(draft(body="别的。")).fingerprint


# ------------------------------------------------------------------------------------------------------------ the layout
def test_the_reference_section_of_the_sample_week_comes_out_byte_for_byte() -> None:
    reference = re.sub(r"<!--.*?-->\n?", "", (WEEK / "reference_section3.md").read_text(encoding="utf-8"), flags=re.S)
    items = [d for part, d in zip(PARTS, reference_items(), strict=True) if part.id == d.section]
    assert len(items) == 3
    assert markdown(edition(*items)) == reference.strip() + "\n"


def reference_items() -> list[Draft]:
    """The lead items of the reference section as drafts."""
    text = re.sub(r"<!--.*?-->\n?", "", (WEEK / "reference_section3.md").read_text(encoding="utf-8"), flags=re.S)
    found = []
    for part, block in zip(PARTS, re.split(r"^### ", text, flags=re.M)[1:], strict=True):
        head, *paragraphs = [line for line in block.splitlines() if line.strip()]
        body, named = re.fullmatch(r"(?s)(.*)\(资料来源: (.*)\)", "\n".join(paragraphs)).groups()  # type: ignore[union-attr]
        headline = head.partition(": ")[2]
        found.append(
            draft(
                id=part.id, section=part.id, headline=headline, body=body, credits=tuple(named.split("、")), lead_paragraph=""
            )
        )
    return found


@pytest.mark.parametrize(
    ("follow", "expected"),
    [
        ("heading", "#### 乙公司发布产品\n\n第一段。"),
        ("numbered", "#### 3.2.2 乙公司发布产品\n\n第一段。"),
        ("run-in", "乙公司发布产品。第一段。\n"),
    ],
)
def test_further_items_follow_as_the_layout_says(follow: str, expected: str) -> None:
    got = markdown(edition(draft(), draft(id="d2", headline="乙公司发布产品")), replace(LAYOUT, follow=follow))  # type: ignore[arg-type]
    assert expected in got
    assert got.count("(资料来源: ") == 2


def test_under_another_chapter_number_the_sub_sections_follow() -> None:
    got = markdown(edition(draft()), LAYOUT.numbered("5"))
    assert got.startswith("## 5 产业动态\n")
    assert "### 5.2 AI产业: 甲公司完成融资" in got
    assert "### AI产业: 甲公司完成融资" in markdown(edition(draft()), LAYOUT.numbered(""))


def test_the_plain_twin_has_the_same_words_and_no_markup() -> None:
    nasty = draft(headline="*一* <b>二</b> #三", body="[链](http://x) `码`")
    plain = export.plain(export.section(edition(nasty), LAYOUT))
    assert "3.2 AI产业: *一* <b>二</b> #三\n\n[链](http://x) `码`(资料来源: 某报、某局)" in plain
    assert "\\" not in plain
    assert not re.search(r"^#", plain, flags=re.M)


def test_a_headline_that_ends_in_number_signs_keeps_them() -> None:
    assert markdown(edition(draft(headline="甲 C ##"))).splitlines()[6] == "### 3.2 AI产业: 甲 C \\##"


def test_the_file_that_comes_with_the_program_is_sound() -> None:
    data = yaml.safe_load((ROOT / "prompts" / "layout.yaml").read_text(encoding="utf-8"))
    found = export.layout(data, PARTS)
    assert found.chapter == Chapter("3", "产业动态")
    assert found.house.set("甲,乙: 3") == "甲,乙: 3"
    for name in data["styles"]:
        assert export.layout({**data, "style": name}, PARTS).house.name == name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"style": "没有"}, "style"), ({"follow": "side"}, "follow"), ({"titel": "x"}, "titel"), ({"evidence": 1}, "evidence"),
        ({"chapter": {"number": True}}, "chapter.number"), ({"styles": {"原样": {"punctuation": "wide"}}}, "styles.原样.punctuation"),
        ({"report": {"benchmarks": "沪深300"}}, "report.benchmarks"), ({"report": {"views": {"title": ""}}}, "report.views.title"),
    ],
)  # fmt: skip
def test_a_slip_in_the_layout_names_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(ConfigError) as caught:
        export.layout(change, PARTS)
    assert caught.value.field == field
    assert caught.value.mend


def test_a_layout_that_is_no_mapping_is_told_so() -> None:
    with pytest.raises(ConfigError):
        export.layout(["x"], PARTS)


# -------------------------------------------------------------------------------------------------------- the house style
FULL, HALF = House("全角", "full", "none"), House("半角", "half", "none")
AROUND = House("全角空格", "full", "around")


@pytest.mark.parametrize(
    ("given_text", "house", "expected"),
    [
        ("3.2 AI产业: OpenAI宣布1,100亿美元融资, 估值(投前)7300亿", FULL, "3.2 AI产业：OpenAI宣布1,100亿美元融资，估值（投前）7300亿"),
        ("IT之家 2 月 27 日 12:30 消息, M2.5 (a, b) 发布", FULL, "IT之家2月27日12:30消息，M2.5（a, b）发布"),
        ("甲，乙：丙；（丁）", HALF, "甲, 乙: 丙; (丁)"),
        ("OpenAI宣布1100亿美元融资", AROUND, "OpenAI 宣布 1100 亿美元融资"),
        ("http://a.example/x?y=1, and 4:1、1:8", FULL, "http://a.example/x?y=1, and 4:1、1:8"),
        ("(资料来源: IT之家、OpenRouter)", FULL, "（资料来源：IT之家、OpenRouter）"),
    ],
)  # fmt: skip
def test_the_house_sets_marks_and_blanks(given_text: str, house: House, expected: str) -> None:
    assert house.set(given_text) == expected


TEXT = st.text(alphabet=st.sampled_from("中文《》“”，：；。（）,:;?!() aB1.%4、"), max_size=30) | st.text(max_size=30)


@given(TEXT, st.sampled_from([FULL, HALF, AROUND, House()]))
def test_setting_changes_no_word_and_twice_is_once(text: str, house: House) -> None:
    line = one_line(text)
    once = house.set(line)
    assert fold(once) == fold(line)
    assert house.set(once) == once


def test_hostile_lines_are_set_in_no_time() -> None:
    for line in ("中" + "," * 200_000, "(" * 200_000, "中( " * 70_000, "中a" * 100_000, "，" * 200_000):
        for house in (FULL, HALF, AROUND):
            assert fold(house.set(line)) == fold(line)


def test_one_style_sets_headings_bodies_credits_and_the_front_page() -> None:
    full = replace(LAYOUT, house=FULL)
    whole = markdown(edition(draft(body="甲, 乙。")), full) + front(edition(draft()), full)
    assert "### 3.2 AI产业：甲公司完成融资" in whole
    assert "甲，乙。（资料来源：某报、某局）" in whole
    assert "产业动态：" in whole
    assert not re.search(r"[\u4e00-\u9fff][,:;]", whole)


# ------------------------------------------------------------------------------------------------------------ since last
def test_changes_tell_new_changed_and_gone_sentence_by_sentence() -> None:
    before = edition(draft(body="营收5亿元。增长一成。"), draft(id="d2", headline="乙"))
    after = edition(draft(body="营收6亿元。增长一成。"), draft(id="d3", headline="丙"))
    found = export.changes(before, after)
    assert [(c.what, c.draft.id) for c in found] == [("changed", "d1"), ("new", "d3"), ("gone", "d2")]
    assert found[0].pairs == (("营收5亿元。", "营收6亿元。"),)
    text = export.markdown(export.marked(found, after, LAYOUT))
    assert "### 3.2 AI产业: 【有改动】甲公司完成融资" in text
    assert "#### 【新增】丙" in text
    assert "原: 营收5亿元。 → 今: 营收6亿元。" in text
    assert "【撤下】乙" in text
    assert export.changes(after, after) == []


def test_the_page_template_is_made_by_its_script_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("docx", reason="python-docx isn't installed (extra docx)")
    from benchmarks import word_template

    kept = word_template.TARGET
    monkeypatch.setattr(word_template, "TARGET", tmp_path / "template.docx")
    word_template.main()
    made, stored = (zipfile.ZipFile(p).read("word/document.xml") for p in (tmp_path / "template.docx", kept))
    assert made == stored
