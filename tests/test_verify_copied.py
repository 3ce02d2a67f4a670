"""A sentence that stands in a source word for word is supported by it, whatever the source's script and width."""

from __future__ import annotations

from datetime import datetime

import pytest

from digest import verify
from digest.model import Article, Moment
from digest.text import language
from digest.weeks import BEIJING

SIMPLE = "北岑光电与南栖精密3月10日签署长期协议，采购金额预计为12亿元，交货期至2027年底。"
GUIDANCE = "公司预计2027财年第一财季营收780亿美元，上下浮动2%。"
GUIDANCE_TRADITIONAL = "公司預計2027財年第一財季營收780億美元，上下浮動2%。"
TRADITIONAL = "北岑光電與南棲精密3月10日簽署長期協議，採購金額預計為12億元，交貨期至2027年底。"


def article(text: str) -> Article:
    moment = Moment(datetime(2026, 3, 11, 9, tzinfo=BEIJING), "minute")
    return Article("a", "", "", "", "", text, language(text), moment)


@pytest.mark.parametrize("source", [SIMPLE, TRADITIONAL, SIMPLE.replace("，", ","), TRADITIONAL.replace("12", "１２")])
@pytest.mark.parametrize("claim", [SIMPLE, TRADITIONAL])
def test_a_traditional_source_told_in_simplified_script_raises_no_doubt(source: str, claim: str) -> None:
    checks = verify.sentence(claim, [article("港股市場動態。" + source + "公司未披露其他條款。")])
    assert verify.verdict(checks) == "supported"
    assert [c.note for c in checks if c.verdict in ("absent", "conflicting")] == []


def test_a_fiscal_year_of_a_traditional_source_is_found() -> None:
    checks = verify.sentence(GUIDANCE, [article("港股市場動態。" + GUIDANCE_TRADITIONAL)])
    assert [c.note for c in checks if c.verdict != "supported"] == []


def test_the_evidence_of_a_copied_sentence_is_the_source_in_its_own_script() -> None:
    source = article("港股市場動態。" + TRADITIONAL)
    spans = [e for c in verify.sentence(SIMPLE, [source]) for e in c.evidence]
    assert spans
    assert all(source.document[e.start : e.end] == e.quote for e in spans)
    assert "12億元" in {e.quote for e in spans}
