"""Folding, sentences, addresses and ids: the laws that every other room relies on."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import text

ANY = st.text(max_size=200)


@given(ANY)
def test_folding_keeps_every_offset(s: str) -> None:
    assert len(text.fold_width(s)) == len(s)
    assert len(text.simplified(s)) == len(s)


@given(ANY)
def test_cleaned_text_has_nothing_a_terminal_obeys(s: str) -> None:
    cleaned = text.clean(s)
    assert not any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) <= 0x9F for c in cleaned)
    assert text.clean(cleaned) == cleaned
    assert "\n" not in text.one_line(s)


@given(ANY)
def test_sentences_cover_the_text_in_order(s: str) -> None:
    spans = list(text.sentences(s))
    assert all(0 <= a < b <= len(s) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    covered = "".join(s[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join("".join(s.split()))


def test_a_sentence_ends_at_its_stop_and_not_inside_a_number() -> None:
    said = "OpenAI 融资 1.1 亿美元。估值 7,300 亿！OK? Yes. 2.5 版发布"
    assert [said[a:b].strip() for a, b in text.sentences(said)] == [
        "OpenAI 融资 1.1 亿美元。",
        "估值 7,300 亿！",
        "OK?",
        "Yes.",
        "2.5 版发布",
    ]


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("HTTPS://WWW.Example.com:443/a/b?utm_source=x&id=3#top", "https://www.example.com/a/b?id=3"),
        ("https://36kr.com/p/123?f=rss", "https://36kr.com/p/123"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("https://mp.weixin.qq.com/s/AbC?scene=1&x=2", "https://mp.weixin.qq.com/s/AbC"),
        (
            "https://mp.weixin.qq.com/s?__biz=M&amp;mid=1&amp;idx=1&amp;sn=f&amp;chksm=9#wechat_redirect",
            "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=1&sn=f",
        ),
        ("https://etnet.example/news.php?id=20&lang=tc", "https://etnet.example/news.php?id=20&lang=tc"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_an_address_without_what_does_not_change_the_page(given_url: str, canonical: str) -> None:
    assert text.canonical_url(given_url) == canonical


@given(st.text(max_size=80))
def test_canonical_addresses_stay_what_they_are(s: str) -> None:
    once = text.canonical_url(f"https://example.com/{s}")
    assert text.canonical_url(once) == once


def test_hashes_tell_parts_apart() -> None:
    assert text.digest_of("ab", "c") != text.digest_of("a", "bc")
    assert text.digest_of("ab") == text.digest_of(b"ab")
    assert len(text.short_id("a", "x")) == 11


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("国家数据局在京组织召开活动", "zh-Hans"),
        ("國家數據局在京組織召開活動，發布數據", "zh-Hant"),
        ("OpenAI raised $110 billion in a new round", "en"),
        ("OpenAI 与 Amazon 签署合作协议，融资 1100 亿美元", "zh-Hans"),
        ("これは日本語の記事です", "und"),
        ("12345", "und"),
    ],
)
def test_languages_by_their_characters(words: str, lang: str) -> None:
    assert text.language(words) == lang


def test_both_scripts_fold_alike() -> None:
    assert text.simplified("輝達與軟銀") == "辉达与软银"
    assert text.fold("ＯｐｅｎＡＩ　１１００ 亿") == text.fold("openai 1100亿")
