"""One request to an OpenAI-compatible endpoint, answered with a value whatever happens.

The openai client sends it: no retries of its own, no stream, no redirects. Its read timeout restarts with every byte, and it
hands back strings or raises what isn't its own when an endpoint answers nonsense; so a deadline is kept over the whole
exchange, the size is bounded, and the envelope is read here.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from digest.engines.providers import Endpoint
from digest.engines.purse import tokens_of
from digest.engines.records import Answer, Ask
from digest.text import one_line

if TYPE_CHECKING:
    from openai import AsyncOpenAI

#: bytes of an envelope; an item has a few thousand
LARGEST = 4 * 2**20
_LOOPBACK = re.compile(r"https?://(localhost|127\.[\d.]+|\[::1\])([:/]|$)")
_SURROGATES = re.compile("[\ud800-\udfff]")
_QUOTA = re.compile(r"quota|insufficient.{0,10}(balance|credit|funds)|arrear|余额|欠费|套餐", re.I)
_CONTEXT = re.compile(
    r"context.{0,12}length|maximum.{0,12}(context|input|prompt)|too (long|many tokens)|range of input length", re.I
)
_INSPECTED = re.compile(r"inspection|inappropriate|content.{0,3}(filter|policy|management)|sensitive|敏感|违规|unsafe", re.I)
_NO_MODEL = re.compile(r"model.{0,40}(not exist|not found|unknown|does not exist)|模型不存在", re.I)


def open_client(endpoint: Endpoint) -> AsyncOpenAI:
    """A client for one endpoint, to be used inside one event loop and closed there."""
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    # a redirect would carry articles to an address that nobody wrote down; a proxy may be the only way out of a bank, but not
    # to this machine
    inside = _LOOPBACK.match(endpoint.base_url) is not None
    http = DefaultAsyncHttpxClient(follow_redirects=False, timeout=endpoint.deadline, trust_env=not inside)
    client = AsyncOpenAI(api_key=endpoint.key or "none", base_url=endpoint.base_url, max_retries=0, http_client=http)
    client.organization = client.project = None  # the environment's are for one provider, not for all
    return client


async def send(client: AsyncOpenAI, endpoint: Endpoint, ask: Ask) -> Answer:
    """Ask once. Never raises but for cancellation."""
    import openai

    started = time.monotonic()
    try:
        async with asyncio.timeout(endpoint.deadline):
            answer = await _exchange(client, endpoint, ask)
    except (TimeoutError, openai.APITimeoutError):
        answer = Answer(trouble="timeout", message=f"{endpoint.deadline:g} 秒内没有答完")
    except openai.APIStatusError as error:
        answer = _refusal(error.status_code, error.body, str(error), error.response.headers)
    except openai.APIConnectionError as error:
        answer = Answer(trouble="connection", message=f"连不上: {_cause(error)}")
    except Exception as error:  # whatever the stack below raises on half an answer; none of it is ours
        answer = Answer(trouble="connection", message=f"连接中断: {_cause(error)}")
    return _accounted(answer, ask, endpoint, time.monotonic() - started)


async def _exchange(client: AsyncOpenAI, endpoint: Endpoint, ask: Ask) -> Answer:
    create = client.chat.completions.with_streaming_response.create
    async with create(**request(endpoint, ask), extra_headers={"Accept-Encoding": "identity"}) as response:
        raw = bytearray()
        async for piece in response.iter_bytes():
            raw += piece
            if len(raw) > LARGEST:
                return Answer(trouble="garbled", message=f"回答超过 {LARGEST // 2**20} MiB")
    return envelope(bytes(raw), tool=endpoint.structured == "tool")


def request(endpoint: Endpoint, ask: Ask) -> dict[str, Any]:
    """The arguments of the client's call, by the endpoint's ways."""
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": role, "content": text} for role, text in ask.messages],
        endpoint.limit: endpoint.longest,
        "stream": False,
    }
    if endpoint.temperature is not None:
        body["temperature"] = endpoint.temperature
    if endpoint.structured == "schema":
        shape = {"name": "answer", "strict": True, "schema": dict(ask.schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": shape}
    elif endpoint.structured == "object":
        body["response_format"] = {"type": "json_object"}
    elif endpoint.structured == "tool":
        body["tools"] = [{"type": "function", "function": {"name": "answer", "parameters": dict(ask.schema)}}]
        body["tool_choice"] = {"type": "function", "function": {"name": "answer"}}
    if endpoint.extra:
        body["extra_body"] = dict(endpoint.extra)
    return body


# ------------------------------------------------------------------------------------------------------------- envelopes
def envelope(raw: bytes, *, tool: bool = False) -> Answer:
    """A 200's body as an answer. Anything but one finished choice with text is trouble."""
    try:
        data = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        shown = one_line(raw[:80].decode("utf-8", "replace"))
        return Answer(trouble="garbled", message=f"应答不是 JSON: “{shown}”" if shown else "应答是空的")
    choice = _first(data.get("choices")) if isinstance(data, dict) else {}
    message = choice.get("message")
    if not isinstance(message, dict):
        fault = data.get("error") if isinstance(data, dict) else None
        return Answer(trouble="garbled", message=f"应答里没有回答: {one_line(str(fault or ''))[:120]}")
    counts = _usage(data.get("usage"))
    text, finish = _said(message, tool=tool), str(choice.get("finish_reason"))
    trouble, why = _ending(finish, message, text, tool=tool)
    return Answer(text, trouble, why, one_line(str(data.get("model") or ""))[:100], *counts)


def _first(choices: object) -> dict[str, Any]:
    return choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}


def _said(message: Mapping[str, Any], *, tool: bool) -> str:
    """The text of a message: its content, or the arguments of its tool call, which some send as an object."""
    calls = message.get("tool_calls")
    function = _first(calls).get("function") if tool else None
    content: object = function.get("arguments") if isinstance(function, dict) else message.get("content")
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False)
    if isinstance(content, list):
        content = "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return _SURROGATES.sub("\ufffd", content) if isinstance(content, str) else ""


def _ending(finish: str, message: Mapping[str, Any], text: str, *, tool: bool) -> tuple[str, str]:
    if message.get("refusal") or finish in ("content_filter", "sensitive"):
        return "filtered", "模型拒答或内容被服务方拦下"
    if finish == "length":
        return "cut", "回答写到长度上限还没有完, 写短一些"
    if finish != "stop" and not (tool and finish == "tool_calls"):
        return "garbled", f"回答没有正常结束 ({one_line(finish)[:40]})"
    return ("", "") if one_line(text) else ("empty", "回答是空的")


def _usage(usage: object) -> tuple[int, int, int]:
    if not isinstance(usage, dict):
        return 0, 0, 0
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else usage.get("prompt_cache_hit_tokens")
    found = (usage.get("prompt_tokens"), cached, usage.get("completion_tokens"))
    asked, again, said = (min(n, 10**12) if type(n) is int and n > 0 else 0 for n in found)
    return asked, min(again, asked), said


def _accounted(answer: Answer, ask: Ask, endpoint: Endpoint, seconds: float) -> Answer:
    """The answer with its time, with token counts where it came with none, and without the key, should it have been echoed."""
    plain = {name: getattr(answer, name) for name in ("trouble", "model", "cached_tokens", "wait")}
    told = bool(answer.input_tokens or answer.output_tokens)
    paid = answer.trouble in ("", "cut", "empty", "filtered")
    return Answer(
        text=_hidden(answer.text, endpoint),
        message=_hidden(one_line(answer.message), endpoint)[:300],
        input_tokens=answer.input_tokens if told or not paid else sum(tokens_of(text) for _, text in ask.messages),
        output_tokens=answer.output_tokens if told or not paid else tokens_of(answer.text),
        estimated=paid and not told,
        seconds=seconds,
        **plain,
    )


def _hidden(text: str, endpoint: Endpoint) -> str:
    return text.replace(endpoint.key, "***") if len(endpoint.key) > 6 else text


# -------------------------------------------------------------------------------------------------------------- refusals
def _refusal(status: int, body: object, message: str, headers: Mapping[str, str]) -> Answer:
    """What an error status means for the rest of the run."""
    inner = body.get("error", body) if isinstance(body, dict) else {}
    inner = inner if isinstance(inner, dict) else {}
    code = f"{inner.get('code') or ''} {inner.get('type') or ''}".strip()
    said = f"{status} {code} {inner.get('message') or message}"
    return Answer(trouble=_kind(status, said), message=one_line(said)[:300], wait=retry_after(headers, time.time()))


def _kind(status: int, said: str) -> str:
    plain = {401: "key", 402: "balance", 403: "forbidden", 404: "model"}
    if status in plain:
        return plain[status]
    if status == 429:
        return "quota" if _QUOTA.search(said) else "busy"
    if status in (408, 409, 425) or status >= 500:
        return "server"
    if 300 <= status < 400:
        return "forbidden"
    kinds = ((_CONTEXT, "context"), (_INSPECTED, "filtered"), (_QUOTA, "balance"), (_NO_MODEL, "model"))
    return next((kind for pattern, kind in kinds if pattern.search(said)), "refused")


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that a server asks to wait, as seconds, milliseconds or a date; None for none and for nonsense."""
    try:
        if stated := headers.get("retry-after-ms"):
            wait = float(stated) / 1000
        elif stated := headers.get("retry-after"):
            seconds = re.fullmatch(r"\s*\d+(\.\d+)?\s*", stated)
            wait = float(stated) if seconds else parsedate_to_datetime(stated).timestamp() - now
        else:
            return None
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, wait) if math.isfinite(wait) else None


def _cause(error: BaseException) -> str:
    inner = error.__cause__ or error
    return f"{type(inner).__name__} {one_line(str(inner))[:120]}".strip()
