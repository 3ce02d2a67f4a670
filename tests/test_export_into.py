"""The section put into a report that exists: what stands outside of it stays, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import export
from digest.errors import UsageError
from digest.export import Block
from digest.export.into import BEGIN, END, splice

TITLE = "产业动态"


def chapter(number: str) -> list[Block]:
    name = f"{number}.1" if number else ""
    return [Block("heading", TITLE, 1, number), Block("heading", "AI模型: 甲", 2, name), Block("text", "乙。")]


def put(text: str | bytes, codec: str = "utf-8") -> str:
    data = text if isinstance(text, bytes) else text.encode(codec)
    done = splice(data, TITLE, chapter)
    assert splice(done, TITLE, chapter) == done
    return done.decode(codec)


def test_the_chapter_is_replaced_and_the_rest_stays() -> None:
    got = put("# 周报\n\n前文\n\n## 3 产业动态\n\n旧\n\n### 3.1 旧\n\n旧\n\n## 4 风险提示\n\n后文  \n\n\n尾")
    assert got == "# 周报\n\n前文\n\n## 3 产业动态\n\n### 3.1 AI模型: 甲\n\n乙。\n\n## 4 风险提示\n\n后文  \n\n\n尾"


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    got = splice(b"\xef\xbb\xbf" + "## 3 产业动态\r\n旧\r\n## 4 尾\r\n文\r\n".encode(), TITLE, chapter)
    assert got == b"\xef\xbb\xbf" + "## 3 产业动态\r\n\r\n### 3.1 AI模型: 甲\r\n\r\n乙。\r\n\r\n## 4 尾\r\n文\r\n".encode()
    assert splice(got, TITLE, chapter) == got


def test_a_gbk_report_stays_gbk() -> None:
    assert "### 3.1 AI模型: 甲" in put("# 周报\n\n## 3 产业动态\n\n旧\n\n## 4 风险提示\n", "gb18030")


def test_what_is_outside_is_never_decoded() -> None:
    # \xa2\xe3 is a euro sign in some GBK code pages and nothing in others
    old = "## 3 产业动态\n旧\n".encode("gb18030")
    tail = b"## 4 \xa2\xe3\n"
    try:
        got = splice(old + tail, TITLE, chapter)
    except UsageError:
        return
    assert got.endswith(tail)


@pytest.mark.parametrize(
    ("heading", "sub"),
    [
        ("## 3 产业动态", "### 3.1 AI模型"), ("# 5、产业动态", "## 5.1 AI模型"), ("## 四、产业动态", "### 4.1 AI模型"),
        ("## 十二、产业动态", "### 12.1 AI模型"), ("### 产业动态 ###", "#### AI模型"), ("## 产业动态", "### AI模型"),
    ],
)  # fmt: skip
def test_numbers_and_levels_fit_the_heading(heading: str, sub: str) -> None:
    got = put(f"{heading}\n旧\n")
    assert got.startswith(heading + "\n")
    assert f"\n{sub}: 甲\n" in got


def test_code_and_comments_hold_no_headings() -> None:
    text = "```\n## 3 产业动态\n```\n<!--\n## 3 产业动态\n-->\n## 3 产业动态\n旧\n```\n## 9 不是标题\n```\n## 4 尾\n"
    got = put(text)
    assert got.startswith("```\n## 3 产业动态\n```\n<!--\n## 3 产业动态\n-->\n## 3 产业动态\n\n### 3.1")
    assert got.endswith("乙。\n\n## 4 尾\n")


def test_an_underlined_heading_ends_the_chapter_too() -> None:
    assert put("## 3 产业动态\n旧\n\n风险提示\n========\n\n尾\n").endswith("乙。\n\n风险提示\n========\n\n尾\n")
    assert put("产业动态\n----\n旧\n\n风险提示\n----\n\n尾\n").endswith("风险提示\n----\n\n尾\n")


def test_markers_hold_the_place() -> None:
    got = put(f"前\n{BEGIN}\n旧\n{END}\n后\n")
    assert got == f"前\n{BEGIN}\n## 3 产业动态\n\n### 3.1 AI模型: 甲\n\n乙。\n{END}\n后\n"
    under = put(f"## 6 产业动态\n\n导语\n\n{BEGIN}\n{END}\n\n## 7 尾\n")
    assert under == f"## 6 产业动态\n\n导语\n\n{BEGIN}\n### 6.1 AI模型: 甲\n\n乙。\n{END}\n\n## 7 尾\n"


def test_a_plain_text_report_gets_plain_text() -> None:
    got = put("周报\n\n3 产业动态.....5\n\n2 市场行情回顾\n\n3 产业动态\n\n3.1 旧\n\n2026 年以来共有\n\n4 风险提示\n\n尾\n")
    assert got == "周报\n\n3 产业动态.....5\n\n2 市场行情回顾\n\n3 产业动态\n\n3.1 AI模型: 甲\n\n乙。\n\n4 风险提示\n\n尾\n"


@pytest.mark.parametrize(
    "text",
    [
        "# 周报\n", "", "## 3 产业动态\n\n## 3 产业动态\n", "3 产业动态\n\n文\n", "3 产业动态\n\n4 尾\n\n3 产业动态\n\n4 尾\n",
        f"{BEGIN}\n旧\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{BEGIN}\n{END}\n", "## 3 产业动态与展望\n",
    ],
)  # fmt: skip
def test_a_place_that_is_not_plain_is_an_error_in_one_line(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        splice(text.encode(), TITLE, chapter)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0", "## 3 产业动态\n".encode("utf-16"), b"\xff\x80\xff\n"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError):
        splice(data, TITLE, chapter)


LINE = st.text(alphabet=st.sampled_from("# -=`<>!产业动态34.、文\r\t\u2028\x0b"), max_size=12)


@given(st.lists(LINE, max_size=8), st.lists(LINE, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_outside_nothing_moves_and_twice_is_once(before: list[str], after: list[str], end: str) -> None:
    text = end.join([*before, "", "## 3 产业动态", "旧", "", "# 尾", *after]).encode()
    try:
        done = splice(text, TITLE, chapter)
    except UsageError:
        return
    assert splice(done, TITLE, chapter) == done
    head = text[: text.index("## 3 产业动态".encode())]
    if not any(BEGIN in line for line in before):
        assert done.startswith(head) or "产业动态" in "".join(before)
        assert (
            done.endswith(end.join(["# 尾", *after]).encode())
            or "产业动态" in "".join([*before, *after])
            or "`" in "".join(before)
        )


def test_blocks_of_foreign_text_open_no_chapter() -> None:
    def nasty(number: str) -> list[Block]:
        return [Block("heading", TITLE, 1, number), Block("text", "## 4 风险提示"), Block("text", END), Block("text", "```")]

    old = "## 3 产业动态\n\n旧\n\n## 4 风险提示\n".encode()
    done = splice(old, TITLE, nasty)
    assert splice(done, TITLE, nasty) == done
    assert done.endswith("\n\n## 4 风险提示\n".encode())
    assert export.markdown(nasty("3")).count("\\") >= 3
