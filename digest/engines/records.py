"""What passes between an engine and the corridor: an Ask (one request to a model), its Answer, and the Result for a story."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from digest.model import Brief, Check, Reply

#: what asking again will not cure: every call stops, the stories wait
HALTS = frozenset({"key", "balance", "forbidden", "model", "quota", "limit"})
#: what may be better in a moment
AGAIN = frozenset({"busy", "server", "timeout", "connection", "garbled"})
#: what the model said no to, or what was too long for it: another turn would bring the same
FINAL = frozenset({"filtered", "refused", "context"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `key` is the fingerprint of all that decides the answer: an equal key need not be asked again.

    `via` names the endpoint (`chat:deepseek/deepseek-chat`), `messages` are (role, text), `schema` is what the answer must fit.
    """

    purpose: str
    key: str
    via: str
    prompt_id: str
    messages: tuple[tuple[str, str], ...]
    schema: Mapping[str, Any] = field(default_factory=dict)

    @property
    def characters(self) -> int:
        """Characters sent."""
        return sum(len(text) for _, text in self.messages)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a text, or `trouble` (one of HALTS, AGAIN, FINAL, or `cut`) with a `message` for people in Chinese.

    `estimated` says that the endpoint told no token counts and ours stand in; `wait` is what Retry-After asked for, in seconds.
    """

    text: str = ""
    trouble: str = ""
    message: str = ""
    model: str = ""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    seconds: float = 0.0
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What an engine makes of a story.

    A provisional one stands in until the model can be asked again. `opinions` are a second reader's words on claims that the
    checks could not decide, by (field, claim).
    """

    reply: Reply
    provisional: bool = False
    opinions: Mapping[tuple[str, str], str] = field(default_factory=dict)


#: an engine's work on a story: it yields what it wants to ask, is sent the answers, and ends with the result
Steps: TypeAlias = Generator[Ask, Answer, Result]
#: what the desk's checks find without ground in a reply
Failings: TypeAlias = Callable[[Brief, Reply], Sequence[Check]]
