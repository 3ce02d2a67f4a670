"""What holds of the verifier for every text: no exception, honest spans, word for word is supported, a changed digit is not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digest import figures, verify
from digest.model import Article, Check, Draft, Figure
from digest.names import Names
from digest.verify import cues, reading
from digest.verify.vocabulary import TABLES
from tests.eval import faithfulness
from tests.test_verify import NAMES, WRONG, article

PUBLISHED = "报道的发布日期"  # a date that stands in no text, but on it
PIECES = st.sampled_from(
    "青石半导体 英伟达 月之暗面 国家数据局 2月27日 2026年第四季度 昨日 去年同期 营收 净利润 4.12万亿Token 681亿美元 $68.1 billion 30% "
    "9个百分点 2.3倍 第一 前十 约 近 超 预计 已 否认 不属实 同比增长 降至 合计 其中 分别为 、 ， 。 ； ： （ ） “ ” \n said will not first "
    "Nvidia revenue rose to from 每百万Token 8元 投前估值 领投 据路透社报道， 全国 都 最高 比 高于 1月至2月 \t \u3000 \u200b 😀 𠮷 ½ ٣ ．".split(
        " "
    )
)
TEXTS = st.one_of(st.lists(PIECES, max_size=24).map("".join), st.text(max_size=80))


def sound(found: list[Check], texts: dict[str, str], sources: list[Article]) -> None:
    """Every check counts in its field, every evidence in its document."""
    documents = {a.id: a.document for a in sources}
    for c in found:
        assert texts[c.field][c.start : c.end] == c.claim
        assert c.start < c.end or not texts[c.field]
        assert c.verdict in ("supported", "derived", "absent", "conflicting")
        assert c.verdict not in WRONG or c.note
        for e in c.evidence:
            assert documents[e.article][e.start : e.end] == e.quote


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3))
def test_any_text_is_checked_without_an_exception_and_with_honest_spans(text: str, told: list[tuple[str, str]]) -> None:
    sources = [article(body, key=f"a{n}", title=title) for n, (title, body) in enumerate(told)]
    sound(verify.sentence(text, sources, names=NAMES), {"sentence": text}, sources)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3), st.lists(TEXTS, max_size=2))
def test_any_draft_is_checked_without_an_exception(
    headline: str, body: str, told: list[tuple[str, str]], credited: list[str]
) -> None:
    sources = [article(text, key=f"a{n}", title=title, credit=title[:8]) for n, (title, text) in enumerate(told)]
    given_draft = Draft("d", "s", "ai_model", headline, body, "", tuple(credited), 2, "2026-W09")
    found, conflicts = verify.draft(given_draft, sources, names=NAMES)
    texts = {"headline": headline, "body": body, "lead_paragraph": "", "credits": "、".join(credited)}
    sound(found, texts, sources)
    for conflict in conflicts:
        assert {"kind", "claim", "subject", "note", "sides"} <= set(conflict)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.text(max_size=20))
def test_the_same_question_has_the_same_answer(text: str, other: str) -> None:
    sources = [article(f"{other}。{text}")]
    assert verify.sentence(text, sources, names=NAMES) == verify.sentence(text, sources, names=NAMES)


# ------------------------------------------------------------------------------------------------ sentences of real reports
def week_sentences() -> list[tuple[Article, str]]:
    """The sentences with figures of a part of the sample week's articles."""
    out = []
    for a in faithfulness.week_articles()[::7]:
        read = reading.read(a.document, a.published.at if a.published else None, None)
        for start, end in read.sentences:
            text = a.document[start:end].strip()
            if len(text) >= 8 and any(start <= m.figure.start < end for m in read.marks):
                out.append((a, text))
    return out


SENTENCES = week_sentences()


def names() -> Names:
    return faithfulness.alias_list()


@pytest.mark.parametrize("number", range(0, len(SENTENCES), 3))
def test_a_sentence_copied_from_a_source_is_supported(number: int) -> None:
    source, text = SENTENCES[number]
    at = source.published.at if source.published else None
    found = verify.sentence(text, [source], names=names(), published=at)
    assert verify.verdict(found) == "supported", [c for c in found if c.verdict != "supported"]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SENTENCES), st.data())
def test_a_changed_digit_is_not_supported_unless_the_new_value_stands_elsewhere(
    told: tuple[Article, str], data: st.DataObject
) -> None:
    source, text = told
    at = source.published.at if source.published else None
    marks = [f for f in figures.find(text, at, source.lang) if any(ch.isdecimal() and ch.isascii() for ch in f.raw)]
    assume(marks)
    figure = data.draw(st.sampled_from(marks))
    places = [i for i in range(figure.start, figure.end) if text[i].isdecimal() and text[i].isascii()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    changed = text[:place] + digit + text[place + 1 :]
    now = [f for f in figures.find(changed, at, source.lang) if f.start <= place < f.end]
    assume(now)
    stands = {(f.value, f.low, f.high) for f in figures.find(source.document, at, source.lang)}
    assume((now[0].value, now[0].low, now[0].high) not in stands and not elsewhere(now[0].raw, source.document))
    assume(not any(now[0].low and now[0].low <= day[:10] <= now[0].high for told_day in stands for day in told_day if day))
    found = verify.sentence(changed, [source], names=names(), published=at)
    assert verify.verdict(found) != "supported" or rounded(now[0], changed) or any(c.note == PUBLISHED for c in found)


def elsewhere(raw: str, document: str) -> bool:
    """Whether the digits of a figure stand in the document."""
    return any(d in document for d in re.findall(r"\d[\d.,]*", raw) if len(d) > 1)


def rounded(figure: Figure, text: str) -> bool:
    """Whether the new figure is said to be only about right: its neighbours may then be the source's."""
    return bool(figure.approx) or bool(
        re.search(
            r"[约近超逾余多]|突破|不足|about|over|nearly|more than|up to", text[max(0, figure.start - 4) : figure.end + 1]
        )
    )


# ------------------------------------------------------------------------------------------------------------------ patterns
def test_no_pattern_of_the_vocabulary_captures() -> None:
    for axis, classes in TABLES.items():
        for value, han, latin in classes:
            for column in (han, latin):
                if column.strip():
                    assert re.compile(cues.alternatives(column), re.I).groups == 0, (axis, value)


HOSTILE = (
    "每百万" * 40_000, "约" * 120_000, "1" * 120_000, "、甲" * 60_000, "较上年" * 40_000, "A-1" * 40_000, "（" * 120_000, "“" * 120_000,
    "为甲和乙分别" * 20_000, "not " * 40_000, "据报道" * 40_000, "2月" * 60_000, "第一" * 60_000, " " * 120_000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[t[:6].strip() or "blank" for t in HOSTILE])
def test_a_hostile_article_takes_time_in_proportion_to_its_length(text: str) -> None:
    start = time.perf_counter()
    verify.sentence("青石半导体营收681亿美元，同比增长73%。", [article(text)], names=NAMES)
    assert time.perf_counter() - start < 20  # 120,000 characters and more; a quadratic pattern takes minutes


def test_a_draft_is_checked_in_milliseconds_once_its_articles_were_read() -> None:
    sources = faithfulness.week_articles()[:10]
    body = "".join(a.text[:30] for a in sources)

    def check(text: str) -> float:
        start = time.perf_counter()
        verify.draft(Draft("d", "s", "ai_model", "标题", text, "", (), 2, "2026-W09"), sources, names=names())
        return time.perf_counter() - start

    check(body)
    assert min(check(f"{body}{n}。") for n in range(5)) < 0.25
