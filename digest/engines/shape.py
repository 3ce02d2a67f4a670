"""The shape of an answer: the JSON schema that is asked for, and a reader that believes nothing.

Harmless wrapping is taken off (code fences, think tags, words around one object, a list of one, JSON in a string); what could
be read in two ways is refused: two objects, a key twice, NaN.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from digest.text import clean, fold

_THINK = re.compile(r"^\s*<(think|thinking|reasoning)>.*?</\1>", re.S | re.I)
_FENCE = re.compile(r"^\s*```[a-zA-Z]*[ \t]*\n(.*?)\n?```\s*$", re.S)
_MODEL = TypeVar("_MODEL", bound=BaseModel)

Text = Annotated[str, BeforeValidator(lambda v: clean(v) if isinstance(v, str) else v)]


class _Shape(BaseModel):
    # what nobody asked for (status, approved …) is dropped, what was asked for must have its type
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class Sentence(_Shape):
    """A sentence, the ids of the source sentences it rests on, and words copied from them."""

    text: Text
    ids: list[Text]
    quote: Text


class Disagreement(_Shape):
    """What the reports say differently."""

    text: Text
    ids: list[Text]


class Item(_Shape):
    """What a model answers for a story. Relevance, section and importance are suggestions; nobody obeys them."""

    relevant: bool
    section: Text
    importance: int
    headline: Text
    body: list[Sentence] = Field(min_length=1, max_length=12)
    front: Sentence
    disagreements: list[Disagreement] = Field(max_length=30)


class Verdict(_Shape):
    """A second reader's word on one claim."""

    n: int
    supported: bool
    quote: Text
    reason: Text


class Verdicts(_Shape):
    """A second reader's answer."""

    verdicts: list[Verdict] = Field(max_length=100)


class Unreadable(Exception):
    """The answer is not the JSON that was asked for; the message says why, in Chinese, to be told to the model."""


# -------------------------------------------------------------------------------------------------------------- schemas
def item_schema(sections: Sequence[str]) -> dict[str, Any]:
    """The JSON schema of an Item in the subset that strict modes know: every field required, nothing else allowed."""
    text, ids = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    sentence = closed({"text": text, "ids": ids, "quote": text})
    return closed(
        {
            "relevant": {"type": "boolean"},
            "section": {"type": "string", "enum": [*sections, "none"]},
            "importance": {"type": "integer", "enum": [0, 1, 2, 3]},
            "headline": text,
            "body": {"type": "array", "items": sentence},
            "front": sentence,
            "disagreements": {"type": "array", "items": closed({"text": text, "ids": ids})},
        }
    )


def verdicts_schema() -> dict[str, Any]:
    """The JSON schema of Verdicts."""
    text = {"type": "string"}
    verdict = closed({"n": {"type": "integer"}, "supported": {"type": "boolean"}, "quote": text, "reason": text})
    return closed({"verdicts": {"type": "array", "items": verdict}})


def closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object schema with exactly these fields."""
    return {"type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False}


# -------------------------------------------------------------------------------------------------------------- reading
def read(text: str, shape: type[_MODEL]) -> _MODEL:
    """The answer as a record. Raises Unreadable."""
    value = _value(text)
    if isinstance(value, str):
        value = _value(value)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise Unreadable(_said(error)) from None
    except RecursionError:
        raise Unreadable("JSON 嵌套太深") from None


def _value(text: str) -> Any:
    bare = _THINK.sub("", text, count=1).strip()
    fenced = _FENCE.match(bare)
    bare = fenced[1].strip() if fenced else bare
    if not bare:
        raise Unreadable("回答是空的")
    if bare[0] not in '{["':
        bare = _alone(bare)
    try:
        return json.loads(bare, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise Unreadable("JSON 嵌套太深") from None
    except ValueError as error:
        raise Unreadable(f"不是合规的 JSON: {str(error)[:120]}") from None


def _alone(text: str) -> str:
    """The one object that stands among words."""
    start = text.find("{")
    if start < 0:
        raise Unreadable("回答里没有 JSON 对象")
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        raise Unreadable("不是合规的 JSON: 对象没有写完或写错") from None
    if "{" in text[end:]:
        raise Unreadable("回答里不止一个 JSON 对象")
    return text[start:end]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({k for k, _ in pairs}) != len(pairs):
        raise ValueError("同一个键写了两次")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} 不是 JSON 的数")


def _said(error: ValidationError) -> str:
    kinds = {"missing": "缺少", "string_type": "要是字符串", "list_type": "要是列表", "bool_type": "要是 true 或 false"}
    kinds |= {"int_type": "要是整数", "model_type": "要是对象", "too_short": "不能为空", "too_long": "太多"}
    rows = [(".".join(map(str, e["loc"])) or "整个回答", kinds.get(e["type"], e["msg"])) for e in error.errors()[:5]]
    return "格式不对: " + "; ".join(f"{where} {what}" for where, what in rows)


# ------------------------------------------------------------------------------------------------------------- sections
def section_of(said: str, names: Mapping[str, Sequence[str]]) -> str:
    """The section id that is meant: `names` maps ids to their spellings; "" for what is none of them.

    Number, blanks, brackets, width and case don't matter: `3.1 AI 模型`, `（ＡＩ模型）` and `ai_model` are one.
    """
    want = _bare(said)
    return next((i for i, spellings in names.items() if any(_bare(s) == want for s in (i, *spellings))), "")


def _bare(text: str) -> str:
    return re.sub(r"^[\d.]+(?=\D)|[()\[\]【】“”\"'《》<>:：]", "", fold(text))
