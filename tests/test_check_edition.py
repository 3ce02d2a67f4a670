"""The report against its approved items, where a paragraph says nearly what the one before it says."""

from __future__ import annotations

from digest import export, lint
from tests.test_export import LAYOUT, draft, edition, markdown

FIRST = "甲公司公布第四财季业绩，营收681.3亿美元，同比增长73%、环比增长20%；其中数据中心业务营收623亿美元，同比增长75%。"
LAST = "游戏业务当季营收37亿美元，同比增长47%，环比下降13%。"


def test_a_last_paragraph_that_repeats_the_words_of_the_first_is_not_missed_there() -> None:
    item = draft(headline="甲公司公布第四财季业绩", body=f"{FIRST}\n{LAST}")
    text = markdown(edition(item))
    assert lint.against([item], text) == []
    changed = lint.against([item], text.replace("37亿", "38亿"))
    assert [(f.rule, f.found, f.expected) for f in changed] == [("edition_figure", "38", "37")]


def test_paragraphs_that_were_set_as_one_are_compared_as_one() -> None:
    item = draft(headline="甲公司公布第四财季业绩", body=f"{FIRST}\n{LAST}")
    assert lint.against([item], markdown(edition(item)).replace(f"{FIRST}\n\n{LAST}", f"{FIRST}{LAST}")) == []


def test_a_picture_is_no_exclamation() -> None:
    style = lint.style({"words": [{"pattern": "[!！]", "instead": "。", "why": "不用叹号"}]})
    text = export.markdown([*export.section(edition(draft()), LAYOUT), export.Block("picture", "2026-W09-market-1.png")])
    assert "![](2026-W09-market-1.png)" in text
    assert [f for f in lint.check(text, style=style) if f.rule == "house_style"] == []
    assert [f.found for f in lint.check(text.replace("第一段。", "第一段！"), style=style) if f.rule == "house_style"] == ["！"]
