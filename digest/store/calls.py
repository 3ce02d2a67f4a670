"""Every request to a model: what it was for, what it cost, what came back. The audit trail, and the memory that pays once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Call:
    """One request, `micros` in millionths of a US dollar, `error` empty where the answer is whole."""

    at: datetime
    story: str
    purpose: str
    via: str
    prompt_id: str
    key: str
    model: str
    characters: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    estimated: bool
    micros: int
    milliseconds: int
    reply: str
    error: str


class Calls:
    """The table `llm_calls`; rows are only ever added."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, call: Call) -> None:
        """Note a request as soon as it is over."""
        row = {**asdict(call), "at": call.at.isoformat(), "estimated": int(call.estimated)}
        names = ", ".join(row)
        self._db.execute(f"insert into llm_calls ({names}) values ({', '.join('?' * len(row))})", list(row.values()))  # noqa: S608

    def reply(self, key: str) -> tuple[str, str] | None:
        """(text, model) of the latest whole answer to the same question, or None."""
        sql = "select reply, model from llm_calls where key = ? and error = '' order by id desc limit 1"
        return next(((str(r["reply"]), str(r["model"])) for r in self._db.query(sql, [key])), None)

    def since(self, moment: datetime) -> tuple[int, int, int]:
        """Requests, tokens in and out, and millionths of a dollar since a time."""
        sql = """
            select count(*) as calls, coalesce(sum(input_tokens + output_tokens), 0) as tokens,
                   coalesce(sum(micros), 0) as micros
            from llm_calls where at >= ?
        """
        row = next(iter(self._db.query(sql, [moment.isoformat()])))
        return int(row["calls"]), int(row["tokens"]), int(row["micros"])

    def usual_output(self, prompt_id: str, via: str) -> int | None:
        """Mean output tokens of the last hundred whole answers to a prompt, None before there are five."""
        sql = """
            select avg(output_tokens) as mean, count(*) as n from (select output_tokens from llm_calls
            where prompt_id = ? and via = ? and error = '' order by id desc limit 100)
        """
        row = next(iter(self._db.query(sql, [prompt_id, via])))
        return round(row["mean"]) if row["n"] >= 5 else None

    def rows(self, story: str | None = None) -> Sequence[dict[str, Any]]:
        """Requests in order, of one story or all."""
        where, values = ("where story = ?", [story]) if story else ("", [])
        return list(self._db.query(f"select * from llm_calls {where} order by id", values))  # noqa: S608 - constant
