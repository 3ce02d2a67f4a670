"""Bytes → text: every codec under right, wrong and missing labels, and what a broken byte costs."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.extract import decode
from tests.conftest import SHARED

TITLE = "示例公司完成3.2亿美元融资，估值27亿美元"
SENTENCE = "据测试通讯社消息，该公司将新增1.5万张加速卡，预计2026年第三季度投产，同比增长127%。"
RARE = "镕囍喆堃䶮𠮷"
HANT = "雲端支出創高，四大業者今年資本支出上看5.2兆元；電源與散熱供應鏈受惠最深。"
MATRIX = SHARED / "data" / "robustness" / "encodings" / "zh-matrix"


def page(declared: str, title: str = TITLE) -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>{title}</title></head><body><p>{SENTENCE}</p></body></html>"


@pytest.mark.parametrize("header", ["", "utf-8", "gbk", "iso-8859-1", "x-unknown"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_the_text_is_exact_whatever_the_labels_say(codec: str, declared: str, header: str) -> None:
    title = TITLE if codec == "gbk" else TITLE + RARE
    got = decode(page(declared, title).encode(codec), f"text/html; charset={header}" if header else "text/html")
    assert got.text == page(declared, title)
    assert got.errors == 0


@pytest.mark.parametrize("declared", ["", "big5", "gb2312", "utf-8"])
def test_traditional_chinese_in_big5_is_exact(declared: str) -> None:
    assert decode(page(declared, HANT).replace(SENTENCE, HANT).encode("big5")).text.count(HANT) == 2


@pytest.mark.parametrize("codec", ["cp1252", "windows-1251", "shift_jis", "euc-kr"])
def test_a_declared_foreign_codec_is_believed(codec: str) -> None:
    text = {
        "cp1252": "Élysée: un café à 3 € — déjà vu",
        "windows-1251": "Новости о рынке микросхем и моделях",
        "shift_jis": "新しいモデルの発表について、会社は詳細を明らかにしていません。",
        "euc-kr": "회사는 새로운 모델을 발표했다고 밝혔다.",
    }[codec]
    assert decode(f'<meta charset="{codec}"><p>{text}</p>'.encode(codec)).text.count(text) == 1


def test_text_that_was_encoded_twice_is_read() -> None:
    twice = page("utf-8").encode().decode("latin-1").encode()
    assert decode(twice).text == page("utf-8")


@pytest.mark.skipif(not MATRIX.is_dir(), reason="the encoding matrix is not here")
def test_the_encoding_matrix_is_read_exactly() -> None:
    cases = json.loads((MATRIX / "cases.json").read_text(encoding="utf-8"))
    texts = {c["file"]: decode((MATRIX / c["file"]).read_bytes(), c["content_type"] or "").text for c in cases}
    assert [c["file"] for c in cases if c["title"] not in texts[c["file"]] or c["sentence"] not in texts[c["file"]]] == []


# ---------------------------------------------------------------------------------------------------------- broken bytes
LONG = "".join(f"<p>{n}. {SENTENCE}{HANT}</p>" for n in range(8))


def lost(want: str, got: str) -> int:
    """How many two-character shingles are gone."""
    return sum((Counter(pairwise(want)) - Counter(pairwise(got))).values())


@pytest.mark.parametrize("how", ["replaced", "dropped", "inserted", "made ASCII"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_a_broken_byte_costs_its_characters_and_not_its_line(codec: str, how: str) -> None:
    text = LONG if codec != "big5" else LONG.replace(SENTENCE, HANT)
    body = text.encode(codec)
    places = [n for n, byte in enumerate(body) if byte > 0x7F]
    worst = 0
    for place in places[11 : len(places) : len(places) // 24]:
        head, tail = body[:place], body[place:]
        broken = {"replaced": head + b"\xff" + tail[1:], "dropped": head + tail[1:], "inserted": head + b"\xff" + tail}
        worst = max(worst, lost(text, decode(broken.get(how, head + b"?" + tail[1:])).text))
    assert worst <= 12


def test_one_broken_byte_does_not_turn_the_quotes_of_an_english_page_into_others() -> None:
    text = '<meta charset="utf-8"><p>“We ship in June,” he said — and it’s true.</p>'
    body = text.encode()
    place = body.index("’".encode())
    assert decode(body[:place] + b"\xff" + body[place + 1 :]).text.startswith(
        '<meta charset="utf-8"><p>“We ship in June,” he said — and it'
    )


def test_unreadable_characters_are_counted() -> None:
    body = page("utf-8").encode()
    assert decode(body[:80] + b"\xff" + body[80:]).errors == 1


def test_a_private_space_of_old_pages_is_a_space() -> None:
    assert decode("　".encode("gb18030") + b"\xa3\xa0" + SENTENCE.encode("gb18030")).text == "　　" + SENTENCE


@settings(deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["", "text/html; charset=gbk", "x; charset=\udcff", "text/html; charset=utf-7"])
)
def test_any_bytes_are_read_without_an_exception(body: bytes, content_type: str) -> None:
    got = decode(body, content_type)
    assert got.errors == got.text.count("\ufffd")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_whole_utf8_is_never_read_as_anything_else(text: str) -> None:
    body = ("<p>" + SENTENCE + "</p>" + text).encode()
    assert decode(body, "text/html; charset=gb2312").text == SENTENCE.join(("<p>", "</p>")) + text


def test_eight_megabytes_of_noise_are_read_in_seconds(tmp_path: Path) -> None:
    import random
    import time

    noise = random.Random(7).randbytes(4 << 20)
    start = time.process_time()
    for body in (noise, b"\xd6\xd0" * (2 << 20) + b"\xd6", b"\xff" * (4 << 20), (b"\xa1" * 20001 + b" ") * 100):
        decode(body)
    assert time.process_time() - start < 15
