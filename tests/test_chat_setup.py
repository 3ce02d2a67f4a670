"""What a user writes for the model engine: providers, prompts, keys; and what `digest doctor` says of it all."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import honest_llm
import pytest
import yaml
from chaos_llm import ChaosLLM

from digest import cli
from digest.config import open_home
from digest.config.keys import variables
from digest.engines.ladder import NEEDED, Chat
from digest.engines.prompts import prompt
from digest.engines.providers import Providers, providers
from digest.engines.purse import Ceilings, Price, Purse, Spent, tokens_of
from digest.errors import ConfigError
from digest.pipeline.writers import open_engine
from tests.conftest import ROOT, command

KEY = "sk-canary-9d1e77"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DIGEST_ENGINE", "DIGEST_SECOND_OPINION", "OPENAI_BASE_URL", "OPENAI_API_KEY", "DEEPSEEK_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(cli._ROOMS, "doctor", "doctor")


def known(**changes: Any) -> Providers:
    data = yaml.safe_load((ROOT / "prompts" / "providers.yaml").read_text(encoding="utf-8"))
    for path, value in changes.items():
        node = data
        *way, last = path.split("__")
        for step in way:
            node = node[step]
        node[last] = value
    return providers(data)


def keys(**values: str) -> Any:
    return lambda name: values.get(name, "")


# ---------------------------------------------------------------------------------------------------------------- providers
def test_every_preset_resolves_and_costs_what_its_model_says() -> None:
    spec = known().spec
    assert {"openai", "deepseek", "dashscope", "zhipu", "moonshot", "doubao", "minimax", "openrouter", "ollama", "vllm", "custom"} <= set(spec.providers)  # fmt: skip
    for name, provider in spec.providers.items():
        have = keys(**{provider.key: KEY, provider.base_url_env: "http://localhost:1/v1"})
        for model in [*provider.models, "any/model:free@1"]:
            at = known().endpoint(f"chat:{name}/{model}", have)
            assert at.model == model
            assert at.base_url.startswith("http")
            assert at.structured in ("schema", "object", "tool", "prompt")
            assert at.deadline > 0 < at.attempts
            assert (at.price is not None) == (model in provider.models and provider.models[model].price is not None)


def test_a_models_own_ways_stand_before_its_providers_and_those_before_the_defaults() -> None:
    spec = known(providers__deepseek__models={"m": {"structured": "tool", "deadline": 7}})
    at = spec.endpoint("chat:deepseek/m", keys(DEEPSEEK_API_KEY=KEY))
    other = spec.endpoint("chat:deepseek/n", keys(DEEPSEEK_API_KEY=KEY))
    assert (at.structured, at.deadline, at.extra) == ("tool", 7, {"thinking": {"type": "disabled"}})
    assert (other.structured, other.deadline, other.longest) == ("object", 120, 4000)


def test_custom_takes_its_address_from_the_environment() -> None:
    at = known().endpoint("chat:custom/x", keys(OPENAI_BASE_URL="http://127.0.0.1:9/v1/"))
    assert (at.base_url, at.key) == ("http://127.0.0.1:9/v1", "")


@pytest.mark.parametrize(
    ("name", "have", "said"),
    [
        ("chat:deepsek/x", {}, "是不是 deepseek"), ("chat:nobody/x", {}, "其他服务用 custom"), ("chat:deepseek", {}, "chat:服务/模型"),
        ("chat:deepseek/x", {}, "DEEPSEEK_API_KEY"), ("chat:custom/x", {}, "OPENAI_BASE_URL"),
        ("chat:deepseek/x", {"DEEPSEEK_API_KEY": "sk 1\n"}, "空格、换行"), ("chat:custom/x", {"OPENAI_BASE_URL": "localhost"}, "没有服务地址"),
    ],
)  # fmt: skip
def test_a_wrong_name_or_a_missing_key_says_what_to_do(name: str, have: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)):
        known().endpoint(name, keys(**have))


def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    text = (ROOT / "prompts" / "providers.yaml").read_text(encoding="utf-8").replace("structured: prompt", "structured: magic")
    (tmp_path / "prompts" / "providers.yaml").write_text(text, encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "magic" in row)
    with pytest.raises(ConfigError) as told:
        open_engine(open_home(str(tmp_path)), "chat:ollama/qwen3")
    assert (told.value.field, told.value.line) == ("providers.minimax.structured", line)
    assert told.value.exit_code == 2


# -------------------------------------------------------------------------------------------------------------------- keys
def test_a_key_may_stand_in_the_env_file_of_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("# 注释\nexport A='x y'\nB = plain # remark\nC=\"q\"\nbroken line\nD=\nE=a=b#c\n", encoding="utf-8")
    look = variables(file)
    assert [look(n) for n in "ABCDEF"] == ["x y", "plain", "q", "", "a=b#c", ""]
    monkeypatch.setenv("B", "环境优先")
    assert look("B") == "环境优先"
    assert variables(tmp_path / "none")("A") == ""


def test_the_engine_may_be_named_in_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"DIGEST_ENGINE=chat:deepseek/deepseek-v4-flash\nDEEPSEEK_API_KEY={KEY}\nDIGEST_SECOND_OPINION=chat:ollama/qwen3\n",
        encoding="utf-8",
    )
    engine = open_engine(open_home(str(tmp_path)))
    assert isinstance(engine, Chat)
    assert engine.name == "chat:deepseek/deepseek-v4-flash"
    assert engine.second is not None
    assert list(engine.endpoints) == ["chat:deepseek/deepseek-v4-flash", "chat:ollama/qwen3"]
    assert KEY not in repr(engine)
    assert KEY not in engine.mark
    assert open_engine(open_home(str(tmp_path)), "extractive").name == "extractive"


# ------------------------------------------------------------------------------------------------------------------ prompts
@pytest.mark.parametrize("kind", sorted(NEEDED))
def test_the_prompts_that_come_with_the_program_are_whole(kind: str) -> None:
    text = (ROOT / "prompts" / f"{kind}.md").read_text(encoding="utf-8")
    made = prompt(text, kind, NEEDED[kind])
    assert re.fullmatch(rf"{kind}-\d+-[0-9a-f]{{8}}", made.id)
    assert set(yaml.safe_load(text.split("---")[1])["variables"]) == NEEDED[kind]
    filled = made.fill({name: f"<{name}>" for name in NEEDED[kind]})
    assert "{{" not in "".join(text for _, text in filled)


GOOD = "---\nid: x\nvariables: [a]\n---\n# system\n规则\n# user\n{{a}}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("没有开头", "---"), ("---\nid: x\nvariables: [a]\n---\n# user\n没有变量\n", "缺少变量 {{a}}"),
        ("---\nid: x\nvariables: [a]\n---\n# user\n{{a}} {{b}}\n", "没有变量 b"), ("---\nid: x\nvariables: [a, c]\n---\n# user\n{{a}}\n", "没有变量 c"),
        ("---\nvariables: [a]\n---\n# user\n{{a}}\n", "id"), ("---\nid: x\nvariables: [a]\n---\n# system\n{{a}}\n", "# user"),
        ("---\nid: [\n---\n# user\n{{a}}\n", "YAML"),
    ],
)  # fmt: skip
def test_a_broken_prompt_fails_at_the_start_and_says_where(text: str, said: str) -> None:
    assert prompt(GOOD, "p", frozenset("a")).fill({"a": "{{a}}"}) == (("system", "规则"), ("user", "{{a}}"))
    with pytest.raises(ConfigError, match=re.escape(said)) as told:
        prompt(text, "prompts/x.md", frozenset("a"))
    assert told.value.path == "prompts/x.md"


def test_a_broken_prompt_stops_a_run_before_anything_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "draft.md").write_text("---\nid: draft\nvariables: []\n---\n# user\n写\n", encoding="utf-8")
    (tmp_path / "sources.yaml").write_text("sources: []\n", encoding="utf-8")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    answer = command("run", "--engine", "chat:custom/m", home=tmp_path)
    assert answer.code == 2
    assert "draft.md" in answer.err
    assert not (tmp_path / "db").exists()


# -------------------------------------------------------------------------------------------------------------------- purse
def test_a_purse_holds_back_what_is_on_its_way() -> None:
    purse = Purse(Ceilings(10, 1000, 1.0, 60, 10, 10_000, 5.0))
    assert purse.hold(Spent(1, 600, 0)) == ""
    assert "token 已到上限" in purse.hold(Spent(1, 600, 0))
    purse.settle(Spent(1, 600, 0), Spent(1, 200, 0))
    assert purse.hold(Spent(1, 600, 0)) == ""
    assert purse.run == Spent(1, 200, 0)


@pytest.mark.parametrize(
    ("estimate", "today", "seconds", "said"),
    [
        (Spent(11, 0, 0), Spent(), 0, "本次请求"), (Spent(1, 0, 1_000_001), Spent(), 0, "本次费用"), (Spent(1, 1, 1), Spent(), 61, "时限"),
        (Spent(1, 0, 0), Spent(10, 0, 0), 0, "当日请求"), (Spent(1, 1, 0), Spent(0, 10_000, 0), 0, "当日 token"),
        (Spent(1, 0, 1), Spent(0, 0, 5_000_000), 0, "当日费用"),
    ],
)  # fmt: skip
def test_each_ceiling_says_which_it_is(estimate: Spent, today: Spent, seconds: float, said: str) -> None:
    clock = iter([0.0, seconds])
    purse = Purse(Ceilings(10, 1000, 1.0, 60, 10, 10_000, 5.0), today, lambda: next(clock))
    assert said in purse.hold(estimate)


def test_what_a_provider_has_cached_costs_its_own_price() -> None:
    price = Price(1.0, 0.1, 2.0)
    assert price.micros(1000, 0, 100) == 1200
    assert price.micros(1000, 900, 100) == 390
    assert Price(0.3, 0.006, 1.2).micros(1, 0, 0) == 1


def test_tokens_are_estimated_by_the_script() -> None:
    assert tokens_of("人工智能" * 100) == 300
    assert tokens_of("artificial " * 100) == 352
    assert tokens_of("") == 0


# ------------------------------------------------------------------------------------------------------------------- doctor
@pytest.fixture
def llm(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with ChaosLLM(replies=honest_llm.honest) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url("/v1"))
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield server


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(
        "sources:\n  - {id: a, name: 某报, kind: feed, url: 'http://a.example/feed'}\n", encoding="utf-8"
    )
    return tmp_path


def test_a_healthy_home_has_nothing_wrong(place: Path) -> None:
    answer = command("doctor", home=place)
    assert answer.code == 0, answer.out
    *found, last = answer.out.splitlines()
    assert [line for line in found if not line.startswith("✓ ")] == []
    assert (len(found), last.startswith("都好")) == (10, True)
    for name in ("Python", "SQLite", "磁盘", "时钟", "家", "数据库", "来源", "提示词", "可选功能", "引擎"):
        assert name in answer.out
    rows = command("doctor", "--json", home=place).json()
    assert {frozenset(r) for r in rows} == {frozenset({"name", "ok", "said", "mend"})}
    assert all(r["ok"] for r in rows)


def test_the_doctor_says_which_way_of_asking_for_json_works(place: Path, llm: Any) -> None:
    answer = command("doctor", "--engine", "chat:custom/chaos-ok", home=place)
    assert answer.code == 0, answer.out
    assert "schema 行 · object 行" in answer.out
    assert "现在用 object" in answer.out
    assert KEY not in answer.out + answer.err
    assert len(llm.calls()) == 4


def test_the_doctor_finds_a_mode_that_brings_nothing(place: Path, llm: Any) -> None:
    answer = command("doctor", "--engine", "chat:custom/chaos-prose", home=place)
    assert answer.code == 0  # words around the object are taken off
    answer = command("doctor", "--engine", "chat:custom/chaos-invalid-json", home=place)
    assert answer.code == 1
    assert "object 不行" in answer.out
    assert "换一个模型" in answer.out


@pytest.mark.parametrize(("mode", "said"), [("401", "invalid_api_key"), ("402", "Insufficient"), ("404", "does not exist")])
def test_the_doctor_stops_at_what_is_wrong_with_the_account(mode: str, said: str, place: Path, llm: Any) -> None:
    answer = command("doctor", "--engine", f"chat:custom/chaos-{mode}", home=place)
    assert answer.code == 1
    assert said in answer.out
    assert len(llm.calls()) == 1


def test_the_doctor_names_what_is_missing(place: Path) -> None:
    (place / "sources.yaml").write_text("sources: 3\n", encoding="utf-8")
    answer = command("doctor", "--engine", "chat:deepseek/x", home=place)
    assert answer.code == 1
    assert "✗ 来源" in answer.out
    assert "DEEPSEEK_API_KEY" in answer.out


def test_the_doctor_refuses_a_file_that_is_no_database(place: Path) -> None:
    (place / "db").mkdir()
    (place / "db" / "digest.db").write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    answer = command("doctor", home=place)
    assert answer.code == 1
    assert "✗ 数据库" in answer.out
    assert "Traceback" not in answer.out + answer.err


def test_the_doctor_sees_a_clock_that_went_back(place: Path) -> None:
    from digest.store import open_store

    with open_store(place / "db" / "digest.db", create=True):
        pass
    with sqlite3.connect(place / "db" / "digest.db") as db:
        db.execute("insert into runs (id, command, engine, now, started_at, status, sources, llm) values ('r','','','','2099-01-01T00:00:00+00:00','ok','[]','{}')")  # fmt: skip
    db.close()
    answer = command("doctor", home=place)
    assert answer.code == 1
    assert "✗ 时钟" in answer.out
