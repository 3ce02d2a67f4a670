"""What an analyst hands in: every kind of file there is on a desk, taken in or sent back with a line that says what to do."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LAST_EVENING, ROOT, command

WECHAT = """<html><head><meta property="og:title" content="链主任务书签署活动举行"></head><body>
<h1 id="activity-name">链主任务书签署活动举行</h1><a id="js_name">某某观察</a><script>var ct = "1772190120";</script>
<div id="js_content" style="visibility: hidden"><p>2月27日，国家数据局在京组织召开行业高质量数据集链主任务书签署活动。</p>
<p>活动现场，72家行业高质量数据集建设链主单位正式签署链主工作任务书。部分部委代表、链主单位、模型企业作交流发言。</p></div></body></html>"""


def added(tmp_path: Path, *words: object, stdin: str = "") -> list[dict[str, Any]]:
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    answer = command("add", *words, "--json", home=tmp_path, now=LAST_EVENING, stdin=stdin)
    assert answer.code == 0, answer.err + answer.out
    rows: list[dict[str, Any]] = answer.json()
    return rows


def test_a_saved_wechat_page_is_credited_as_the_report_prints_it(tmp_path: Path) -> None:
    file = tmp_path / "文章.html"
    file.write_text(WECHAT, encoding="utf-8")
    (row,) = added(tmp_path, file)
    assert (row["credit"], row["title"]) == ("某某观察微信公众号", "链主任务书签署活动举行")
    assert row["published_at"] == "2026-02-27T19:02:00+08:00"
    command("run", home=tmp_path, now=LAST_EVENING)
    (draft,) = command("list", "--json", home=tmp_path, now=LAST_EVENING).json()
    assert (draft["section"], draft["credits"]) == ("data_element", ["某某观察微信公众号"])
    assert all(c["verdict"] in ("supported", "derived") for c in draft["checks"])
    again = added(tmp_path, file)[0]
    assert again["known"]


def test_an_mhtml_keeps_its_address(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://mp.weixin.qq.com/s/AbCdEf?scene=1"
    message.set_content(WECHAT, subtype="html", charset="utf-8")
    file = tmp_path / "a.mhtml"
    file.write_bytes(message.as_bytes())
    (row,) = added(tmp_path, file)
    assert row["url"] == "https://mp.weixin.qq.com/s/AbCdEf"


def test_a_text_on_stdin_has_its_title_on_the_first_line(tmp_path: Path) -> None:
    (row,) = added(
        tmp_path,
        "-",
        "--credit",
        "某报",
        "--published",
        "2026-02-27T10:00",
        stdin="甲公司完成10亿元融资\n\n甲公司27日宣布完成10亿元融资。\n投资方为乙资本。\n",
    )
    assert (row["title"], row["credit"]) == ("甲公司完成10亿元融资", "某报")


@pytest.mark.parametrize(
    ("content", "words", "says"),
    [
        ("", [], "是空的"),
        ("只有一行", [], "第一行写标题"),
        ("标题\n正文在此, 有几句话。", [], "--credit"),
        ("标题\n正文在此, 有几句话。", ["--credit", "某报"], "--published"),
        (
            "<html><title>环境异常</title><body>当前环境异常，完成验证后即可继续访问。去验证</body></html>",
            ["--credit", "某报"],
            "通过验证",
        ),
    ],
)
def test_what_cannot_be_taken_says_what_is_missing(tmp_path: Path, content: str, words: list[str], says: str) -> None:
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    file = tmp_path / "a.txt"
    file.write_text(content, encoding="utf-8")
    answer = command("add", file, *words, home=tmp_path, now=LAST_EVENING)
    assert answer.code in (1, 2)
    assert says in answer.err
    assert answer.err.count("\n") == 1
    assert stored(tmp_path) == []


def test_an_address_typed_by_a_person_is_taken_in(tmp_path: Path, newsroom: Any) -> None:
    newsroom.now = LAST_EVENING
    article = newsroom.visible("ithome")[0]
    (row,) = added(tmp_path, newsroom.origin("ithome") + article.link)
    assert row["title"] == " ".join(article.headline(newsroom.now).split())


def stored(home: Path) -> list[tuple[str, str]]:
    """Title and text of everything that was taken in."""
    with closing(sqlite3.connect(home / "db" / "digest.db")) as db:
        return list(db.execute("select title, text from texts order by rowid"))


def refused(home: Path, given: object, *words: object, code: int = 2, stdin: str = "") -> str:
    """The one line with which a thing is sent back; nothing of it is kept."""
    (home / "sources.yaml").write_text("sources: []\n")
    answer = command("add", given, *words, home=home, now=LAST_EVENING, stdin=stdin)
    assert answer.code == code, answer
    assert answer.err.count("\n") == 1
    assert " —— " in answer.err
    assert stored(home) == []
    return answer.err


WHO = ("--credit", "某报", "--published", "2026-02-27T10:00")


# ------------------------------------------------------------------------------------------------------------ saved pages
def test_an_mhtml_with_its_pictures_is_read_as_the_page_it_holds(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://mp.weixin.qq.com/s/AbCdEf"
    message.set_content(WECHAT, subtype="html", charset="utf-8", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png")
    (tmp_path / "文章.mhtml").write_bytes(message.as_bytes())
    (row,) = added(tmp_path, tmp_path / "文章.mhtml")
    assert (row["url"], row["credit"]) == ("https://mp.weixin.qq.com/s/AbCdEf", "某某观察微信公众号")


def test_a_cut_mhtml_is_sent_back(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(b"From: <Saved by Blink>\r\nSubj")
    assert "不是完整的 MHTML" in refused(tmp_path, tmp_path / "a.mhtml")


def test_a_deleted_wechat_page_says_that_its_publisher_took_it_away(tmp_path: Path) -> None:
    said = refused(tmp_path, ROOT / "tests" / "pages" / "wechat_deleted.html", *WHO, code=1)
    assert "内容已被删除 —— 发布方撤下了它" in said


def test_a_page_saved_as_gbk_without_a_label_is_read(tmp_path: Path) -> None:
    text = "<html><body><h1>甲公司完成10亿元融资</h1><p>甲公司2月27日宣布完成10亿元融资，投资方为乙资本，资金用于建设算力中心。</p></body></html>"
    (tmp_path / "a.html").write_bytes(text.encode("gbk"))
    added(tmp_path, tmp_path / "a.html", *WHO)
    ((title, body),) = stored(tmp_path)
    assert (title, "甲公司2月27日宣布完成10亿元融资" in body) == ("甲公司完成10亿元融资", True)


def test_a_file_given_as_the_browser_shows_it_is_found(tmp_path: Path) -> None:
    file = tmp_path / "稿 子.txt"
    file.write_text("甲公司完成10亿元融资\n甲公司27日宣布完成10亿元融资。\n", encoding="gbk")
    (row,) = added(tmp_path, file.as_uri(), *WHO)
    assert row["title"] == "甲公司完成10亿元融资"


def test_what_is_handed_in_twice_is_there_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("甲公司完成10亿元融资\n甲公司27日宣布完成10亿元融资。\n", encoding="utf-8")
    first, again = added(tmp_path, file, *WHO), added(tmp_path, file, *WHO)
    assert [(r["id"], r["known"]) for r in first + again] == [(first[0]["id"], False), (first[0]["id"], True)]
    assert len(stored(tmp_path)) == 1
    assert "早已在库" in command("add", file, *WHO, home=tmp_path, now=LAST_EVENING).out


def test_one_of_several_that_is_sent_back_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    (tmp_path / "a.txt").write_text("甲公司完成10亿元融资\n甲公司27日宣布完成10亿元融资。\n", encoding="utf-8")
    answer = command("add", tmp_path / "a.txt", tmp_path / "没有.txt", *WHO, home=tmp_path, now=LAST_EVENING)
    assert (answer.code, len(stored(tmp_path))) == (3, 1)
    assert "没有.txt: 没有这个文件" in answer.err


# ------------------------------------------------------------------------------------------------------ what is no article
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04" + b"\0" * 200, "是 Word、Excel 或压缩文件"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 200, "是旧式 Word 或 Excel 文件"),
        (b"\x89PNG\r\n" + b"\0" * 200, "是图片"),
        (bytes(range(256)) * 8, "不是网页、文字或 PDF"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "稿件").write_bytes(content)
    assert says in refused(tmp_path, tmp_path / "稿件")


def test_a_folder_a_missing_file_and_a_huge_one_are_sent_back(tmp_path: Path) -> None:
    assert "是文件夹 —— 给出其中的文件" in refused(tmp_path, tmp_path)
    assert "没有这个文件" in refused(tmp_path, tmp_path / "没有.html")
    with (tmp_path / "大.txt").open("wb") as file:
        file.truncate(64 * 2**20)
    assert "超过 32 MiB —— 只交来那一篇文章" in refused(tmp_path, tmp_path / "大.txt")


def test_nothing_on_stdin_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    answer = command("add", "-", home=tmp_path, now=LAST_EVENING)
    assert (answer.code, "标准输入: 是空的" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/soft/captcha", "验证码或访问拦截页，不是文章 —— 通过验证, 在浏览器里打开后另存为网页再交来"),
        ("/soft/login", "只有导语，全文需登录或付费 —— 登录后打开全文"),
        ("/soft/shell", "页面靠脚本生成，没有正文 —— 等正文出来"),
        ("/soft/404", "页面不存在（服务器却答 200） —— 核对网址"),
        ("/status/403", "服务器答 403 (拒绝访问) —— 在浏览器里打开后另存为网页再交来"),
        ("/status/404", "服务器答 404 (没有这个地址) —— "),
        ("/gzip/bomb/50", "解压后超过 8 MiB 上限 —— "),
    ],
)
def test_an_address_that_gives_no_article_says_what_to_do(tmp_path: Path, chaos: Any, path: str, says: str) -> None:
    assert says in refused(tmp_path, chaos.url(path), *WHO, code=1)


# -------------------------------------------------------------------------------------------------------------------- PDF
TITLE = "国家数据局印发行业高质量数据集建设指引"
LINES = [
    "2026年2月27日，国家数据局印发《行业高质量数据集建设指引》，明确到202",
    "7年底建成行业高质量数据集3.5万个，总体量超过400PB，覆盖20个重点行",
    "业。",
    "指引提出，各地要在2026年6月底前公布首批72家链主单位名单，并按季度公",
    "布建设进展。",
]  # fmt: skip


def pdf(*pages: list[str], picture: bool = False) -> bytes:
    """A PDF as printers make them: Chinese by glyph numbers, with a table that tells which character each is."""
    glyphs = {ch: n for n, ch in enumerate(sorted({c for lines in pages for line in lines for c in line}), 1)}
    table = "".join(f"<{n:04X}> <{ch.encode('utf-16-be').hex()}>\n" for ch, n in glyphs.items())
    cmap = (
        f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(glyphs)} beginbfchar {table} endbfchar endcmap"
    )
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects.append("<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[5 0 R]>>")
    objects.append(stream(cmap))
    objects.append(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    kids = []
    for lines in pages:
        words = " 0 -20 Td ".join(f"<{''.join(f'{glyphs[c]:04X}' for c in line)}> Tj" for line in lines)
        objects.append(stream("0 0 100 100 re f" if picture else f"BT /F1 12 Tf 72 720 Td {words} ET"))
        kids.append(f"{len(objects) + 1} 0 R")
        resources = "<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources{resources}/Contents {len(objects)} 0 R>>")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return laid_out(objects)


def stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def laid_out(objects: list[str]) -> bytes:
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for n, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{n} 0 obj\n{content}\nendobj\n".encode("latin-1"))
    start = out.tell()
    rows = "".join(f"{at:010} 00000 n \n" for at in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode())
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def test_a_pdf_is_read_with_its_lines_joined_to_paragraphs(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "指引.pdf").write_bytes(pdf([TITLE, *LINES, "- 1 -"]))
    (row,) = added(tmp_path, tmp_path / "指引.pdf", *WHO)
    ((title, text),) = stored(tmp_path)
    assert (row["title"], title) == (TITLE, TITLE)
    assert text.split("\n") == ["".join(LINES[:3]), "".join(LINES[3:])]


def test_running_heads_and_page_numbers_of_a_pdf_are_no_text(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    pages = [
        ["数据要素周刊", *rows, f"第 {n} 页 共 3 页"]
        for n, rows in enumerate(([TITLE, *LINES[:3]], LINES[3:], ["全文完毕。"]), 1)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(*pages))
    added(tmp_path, tmp_path / "a.pdf", *WHO)
    ((title, text),) = stored(tmp_path)
    assert (title, "周刊" in text, "共" in text) == (TITLE, False, False)


def test_a_pdf_on_stdin_and_behind_an_address_is_one_too(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(pdf([TITLE, *LINES]))

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.handle_request, daemon=True).start()
        (row,) = added(tmp_path, f"http://127.0.0.1:{server.server_port}/notice.pdf", *WHO)
    assert (row["title"], row["url"]) == (TITLE, f"http://127.0.0.1:{server.server_port}/notice.pdf")


def test_a_pdf_with_a_password_is_sent_back(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([TITLE, *LINES])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert "PDF 有密码 —— 在阅读器里打开, 打印成新的 PDF" in refused(tmp_path, tmp_path / "a.pdf", *WHO)


def test_a_scanned_pdf_is_sent_back(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(pdf([TITLE], picture=True))
    assert "PDF 里没有文字, 是扫描件或图片" in refused(tmp_path, tmp_path / "a.pdf", *WHO)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", pdf([TITLE, *LINES])[:300], b"%PDF-1.4\n" + bytes(range(256)) * 40])
def test_a_broken_pdf_is_sent_back(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("pypdf")
    (tmp_path / "a.pdf").write_bytes(content)
    said = refused(tmp_path, tmp_path / "a.pdf", *WHO)
    assert "PDF 损坏, 读不了" in said or "PDF 里没有文字" in said
