"""One request: what is sent, what is read out of an envelope, and what each refusal means for the rest of the run."""

from __future__ import annotations

import asyncio
import http.server
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from chaos_llm import FAULTS, ChaosLLM
from hypothesis import given
from hypothesis import strategies as st

from digest.engines import chat
from digest.engines.providers import MODES, Endpoint
from digest.engines.records import AGAIN, FINAL, HALTS, Answer, Ask

KEY = "sk-canary-0123456789"
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
ASK = Ask("draft", "k", "chat:x/y", "draft-1", (("system", "规则 JSON"), ("user", "材料")), SCHEMA)


def endpoint(url: str, model: str = "chaos-ok", **ways: Any) -> Endpoint:
    plain: dict[str, Any] = {
        "name": "chat:x/y", "base_url": url, "model": model, "structured": "object", "limit": "max_tokens", "longest": 900,
        "deadline": 1.0, "patience": 2.0, "attempts": 2, "concurrency": 2, "temperature": None, "extra": {}, "price": None,
        "key": KEY,
    }  # fmt: skip
    return Endpoint(**{**plain, **ways})


def asked(at: Endpoint, ask: Ask = ASK) -> Answer:
    async def go() -> Answer:
        async with chat.open_client(at) as client:
            return await chat.send(client, at, ask)

    return asyncio.run(go())


@pytest.fixture(scope="module")
def llm() -> Iterator[Any]:
    with ChaosLLM(replies={"": {"a": "答"}}) as server:
        yield server


@pytest.mark.parametrize("mode", sorted(set(FAULTS) - {"slow"}))
def test_no_mode_raises_and_every_answer_is_text_or_trouble(mode: str, llm: Any) -> None:
    answer = asked(endpoint(llm.url("/v1"), f"chaos-{mode}{':1' if mode == 'huge' else ''}"))
    assert bool(answer.text) or answer.trouble
    assert answer.trouble in {"", "cut", "empty", *HALTS, *AGAIN, *FINAL}
    assert answer.seconds < 2
    answer.text.encode()  # no lone surrogate is left that a database or a terminal would choke on
    assert KEY not in repr(answer)


@pytest.mark.parametrize(
    ("mode", "trouble"),
    [
        ("401", "key"), ("402", "balance"), ("403", "forbidden"), ("404", "model"), ("quota", "quota"), ("429", "busy"),
        ("500", "server"), ("529", "server"), ("400", "refused"), ("422", "refused"), ("context", "context"),
        ("data-inspection", "filtered"), ("content-filter", "filtered"), ("refusal", "filtered"), ("truncated-json", "cut"),
        ("hang", "timeout"), ("drip", "timeout"), ("disconnect", "connection"), ("reset", "connection"),
        ("cut-body", "connection"), ("200-html", "garbled"), ("200-error", "garbled"), ("empty-body", "garbled"),
        ("bad-utf8", "garbled"), ("no-choices", "garbled"), ("null", "empty"), ("blank", "empty"), ("reasoning-only", "empty"),
        ("502-html", "server"),
    ],
)  # fmt: skip
def test_each_trouble_has_its_name(mode: str, trouble: str, llm: Any) -> None:
    assert asked(endpoint(llm.url("/v1"), f"chaos-{mode}")).trouble == trouble


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_asks_for_json_in_its_own_way(mode: str, llm: Any) -> None:
    llm.journal.reset()
    answer = asked(endpoint(llm.url("/v1"), structured=mode, temperature=0.2, extra={"thinking": {"type": "disabled"}}))
    assert answer.text
    (body,) = llm.calls()
    assert body["stream"] is False
    assert body["max_tokens"] == 900
    assert body["temperature"] == 0.2
    assert body["thinking"] == {"type": "disabled"}
    asks = {"schema": "json_schema", "object": "json_object", "tool": None, "prompt": None}[mode]
    assert (body.get("response_format") or {}).get("type") == asks
    assert ("tools" in body) == (mode == "tool")
    if mode == "schema":
        assert body["response_format"]["json_schema"]["schema"] == SCHEMA


def test_temperature_is_not_sent_where_it_is_pinned(llm: Any) -> None:
    llm.journal.reset()
    asked(endpoint(llm.url("/v1"), limit="max_completion_tokens"))
    assert "temperature" not in llm.calls()[0]
    assert llm.calls()[0]["max_completion_tokens"] == 900


def test_what_the_environment_says_of_another_provider_is_not_sent(llm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-secret")
    llm.journal.reset()
    asked(endpoint(llm.url("/v1")))
    for _ in range(100):  # the journal's row comes after the answer
        rows = [r for r in llm.journal.rows() if r["method"] == "POST"]
        if rows:
            break
        time.sleep(0.02)
    headers = {k.lower(): v for k, v in rows[0]["headers"].items()}
    assert "secret" not in json.dumps(headers)
    assert rows[0]["has_authorization"]
    assert headers["accept-encoding"] == "identity"


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(llm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert asked(endpoint(llm.url("/v1"))).text


class _Odd(http.server.BaseHTTPRequestHandler):
    """Answers by path: a redirect elsewhere, an endless body, the key in an error."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if "redirect" in self.path:
            self.send_response(307)
            self.send_header("Location", "/v1/elsewhere/chat/completions")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif "echo" in self.path:
            said = json.dumps({"error": {"message": f"bad key {self.headers['Authorization']}", "code": "x"}}).encode()
            self.send_response(401)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)
        else:
            self.send_response(200)
            self.end_headers()
            for _ in range(12):
                self.wfile.write(b" " * 2**20)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def odd() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_redirect_is_not_followed_with_the_articles(odd: str) -> None:
    assert asked(endpoint(odd + "/redirect")).trouble == "forbidden"


def test_a_key_that_an_endpoint_echoes_is_blotted_out(odd: str) -> None:
    answer = asked(endpoint(odd + "/echo"))
    assert answer.trouble == "key"
    assert KEY not in answer.message
    assert "***" in answer.message


def test_an_endless_body_is_cut_off(odd: str) -> None:
    answer = asked(endpoint(odd + "/endless", deadline=5.0))
    assert (answer.trouble, answer.message) == ("garbled", "回答超过 4 MiB")


def test_the_key_is_in_no_representation() -> None:
    at = endpoint("http://127.0.0.1/v1")
    assert KEY not in repr(at) + str(at)
    assert at == replace(at, key="another")


# ------------------------------------------------------------------------------------------------------------- envelopes
@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer(raw: bytes) -> None:
    assert chat.envelope(raw).trouble == "garbled"


MESSAGE = st.sampled_from([None, 3, "x", [], {}, {"content": 1}, {"content": [3]}, {"content": {"a": 1}}, {"tool_calls": [{}]}])
CHOICE = st.none() | st.fixed_dictionaries(
    {}, optional={"message": MESSAGE, "finish_reason": st.sampled_from(["stop", 7, None])}
)
ODD = st.sampled_from([None, -1, "x", [1], {"prompt_tokens": "7"}, {"completion_tokens": -2, "prompt_tokens_details": 5}])
ENVELOPE = st.fixed_dictionaries({}, optional={"choices": st.lists(CHOICE, max_size=2) | ODD, "usage": ODD, "model": ODD})


@given(ENVELOPE | ODD, st.booleans())
def test_any_json_is_an_answer(data: Any, tool: bool) -> None:
    answer = chat.envelope(json.dumps(data).encode(), tool=tool)
    assert bool(answer.trouble) != bool(answer.text and not answer.trouble)


def test_tool_arguments_may_come_as_an_object_or_a_string() -> None:
    for arguments in ({"a": "答"}, '{"a": "答"}'):
        message = {"content": None, "tool_calls": [{"function": {"name": "answer", "arguments": arguments}}]}
        data = {"choices": [{"message": message, "finish_reason": "tool_calls"}]}
        answer = chat.envelope(json.dumps(data).encode(), tool=True)
        assert (json.loads(answer.text), answer.trouble) == ({"a": "答"}, "")
        assert chat.envelope(json.dumps(data).encode()).trouble == "garbled"


def test_usage_counts_what_the_providers_cache_gave() -> None:
    choice = [{"message": {"content": "{}"}, "finish_reason": "stop"}]
    for usage in (
        {"prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 80}},
        {"prompt_tokens": 100, "completion_tokens": 20, "prompt_cache_hit_tokens": 80},
    ):
        answer = chat.envelope(json.dumps({"choices": choice, "usage": usage}).encode())
        assert (answer.input_tokens, answer.cached_tokens, answer.output_tokens) == (100, 80, 20)


def test_without_usage_the_tokens_are_estimated_and_marked(llm: Any) -> None:
    answer = asked(endpoint(llm.url("/v1"), "chaos-no-usage"))
    assert answer.estimated
    assert answer.input_tokens > 0


# -------------------------------------------------------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2.0), ({"retry-after": " 1.5 "}, 1.5), ({"retry-after-ms": "300"}, 0.3), ({}, None),
        ({"retry-after": "soon"}, None), ({"retry-after": "-5"}, None), ({"retry-after": "nan"}, None),
        ({"retry-after": "31536000"}, 31536000.0), ({"retry-after": "Thu, 01 Jan 1970 00:00:30 GMT"}, 30.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_milliseconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert chat.retry_after(headers, 0.0) == seconds


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, "400 invalid_request_error This response_format type is unavailable now", "refused"),
        (400, "400 Arrearage Access denied, please make sure your account is in good standing", "balance"),
        (400, "400 Model Not Exist", "model"), (400, "400 Range of input length should be [1, 30720]", "context"),
        (429, "429 您的账户余额不足", "quota"), (429, "429 rate_limit_reached_error", "busy"), (503, "503 busy", "server"),
        (418, "418 teapot", "refused"), (301, "301 Moved", "forbidden"),
    ],
)  # fmt: skip
def test_refusals_as_providers_word_them(status: int, said: str, kind: str) -> None:
    assert chat._kind(status, said) == kind


def test_a_cancelled_request_is_over_at_once(llm: Any) -> None:
    async def go() -> float:
        at = endpoint(llm.url("/v1"), "chaos-hang", deadline=30.0)
        async with chat.open_client(at) as client:
            task = asyncio.create_task(chat.send(client, at, ASK))
            await asyncio.sleep(0.2)
            started = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return time.monotonic() - started

    assert asyncio.run(go()) < 0.5
