"""The alias file: who is meant, and what is wrong with a broken list."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import ConfigError
from digest.names import names
from tests.conftest import ROOT

SHIPPED = names(yaml.safe_load((ROOT / "prompts" / "aliases.yaml").read_text(encoding="utf-8")))


def found(text: str) -> list[tuple[str, str]]:
    return [(text[a:b], name) for a, b, name in SHIPPED.find(text)]


def test_other_spellings_are_the_same_name() -> None:
    assert found("Moonshot AI（月之暗面）的Kimi") == [("Moonshot AI", "月之暗面"), ("月之暗面", "月之暗面"), ("Kimi", "Kimi")]
    assert found("輝達與ＯｐｅｎＡＩ") == [("輝達", "英伟达"), ("ＯｐｅｎＡＩ", "OpenAI")]
    assert SHIPPED.maker("Kimi") == "月之暗面"
    assert SHIPPED.canonical("无名公司") == "无名公司"


def test_a_latin_name_is_a_whole_word_and_may_carry_a_version() -> None:
    assert found("Qwen3.5 和 qwen-max") == [("Qwen", "通义千问"), ("qwen", "通义千问")]
    assert found("Metaverse, ARMS, claudette") == []


def test_a_rate_per_second_is_no_office() -> None:
    assert found("40 tokens/sec, the SEC said") == [("SEC", "美国证监会")]


@given(st.text(max_size=150))
def test_spans_are_spans_of_the_text(s: str) -> None:
    spans = SHIPPED.find(s)
    assert all(0 <= a < b <= len(s) for a, b, _ in spans)
    assert list(spans) == sorted(spans)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "names"),
        ({"names": ["x"]}, "names[0]"),
        ({"names": [{"kind": "company"}]}, "names[0].name"),
        ({"names": [{"name": 36, "kind": "company"}]}, "names[0].name"),
        ({"names": [{"name": "甲", "kind": "firm"}]}, "names[0].kind"),
        ({"names": [{"name": "甲", "kind": "company", "alias": ["乙"]}]}, "names[0].alias"),
        ({"names": [{"name": "甲", "kind": "company", "aliases": "乙"}]}, "names[0].aliases"),
        ({"names": [{"name": "甲", "kind": "company"}, {"name": "乙", "kind": "company", "aliases": ["甲"]}]}, "names[1]"),
    ],
)
def test_a_broken_list_names_its_field(data: Any, field: str) -> None:
    with pytest.raises(ConfigError) as caught:
        names(data)
    assert caught.value.field == field
    assert caught.value.mend
