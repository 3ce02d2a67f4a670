"""figures, verify, extract: the pure rooms as filters, for other programs and for measuring. Nothing is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from digest.cli.common import Settings, common, note, say, say_json
from digest.cli.views import iso
from digest.errors import NotFound, UsageError
from digest.text import language


def _stream(work: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> int:
    """JSON rows from stdin to stdout, one by one. A row that can't be used becomes an error row with its line number."""
    bad = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        answer: Mapping[str, Any]
        try:
            answer = work(json.loads(line.decode("utf-8", "surrogatepass")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            bad += 1
            answer = {"line": number, "error": f"{type(error).__name__}: {error}"[:300]}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n")
        sys.stdout.flush()
    if bad:
        note(f"digest: {bad} 行读不了, 见输出中的 error 行")
    return 3 if bad else 0


def _time(value: object) -> datetime | None:
    if not value:
        return None
    from digest.weeks import BEIJING

    moment = datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} must be a string")
    return value


def _only_jsonl(given: bool) -> None:
    if not given:
        raise UsageError("从标准输入逐行读 JSON —— 加上 --jsonl")


@click.command("figures", short_help="文中的数量和日期 (JSONL)")
@click.option("--jsonl", is_flag=True, help='标准输入每行 {"id","text","published_at"?}')
@common
def figures_command(settings: Settings, jsonl: bool) -> int:  # noqa: ARG001 - every command has settings
    """文中的数量和日期: 值、单位、币种、上下界和位置。"""
    from digest import figures

    _only_jsonl(jsonl)

    def work(row: Mapping[str, Any]) -> Mapping[str, Any]:
        found = figures.find(_text(row, "text"), _time(row.get("published_at")), str(row.get("lang") or ""))
        return {"id": row.get("id"), "figures": [asdict(f) for f in found]}

    return _stream(work)


@click.command("verify", short_help="一句话是否有据 (JSONL)")
@click.option("--jsonl", is_flag=True, help='标准输入每行 {"id","sources":[{"id","text",…}],"sentence"}')
@common
def verify_command(settings: Settings, jsonl: bool) -> int:
    """一句话在给出的报道里是否有据: supported、derived、absent 或 conflicting。"""
    from digest import verify
    from digest.pipeline import load_names

    _only_jsonl(jsonl)
    names = load_names(settings.home())

    def work(row: Mapping[str, Any]) -> Mapping[str, Any]:
        sources = [_article(s, n) for n, s in enumerate(row["sources"])]
        checks = verify.sentence(_text(row, "sentence"), sources, names=names, published=_time(row.get("published_at")))
        return {"id": row.get("id"), "verdict": verify.verdict(checks), "claims": [asdict(c) for c in checks]}

    return _stream(work)


def _article(row: Mapping[str, Any], number: int) -> Any:
    from digest.model import Article, Moment

    text = _text(row, "text")
    at = _time(row.get("published_at"))
    return Article(
        id=str(row.get("id", number)),
        source="",
        url="",
        credit=str(row.get("credit") or ""),
        title=str(row.get("title") or ""),
        text=text,
        lang=str(row.get("lang") or language(text)),
        published=Moment(at, "minute") if at else None,
    )


@click.command("extract", short_help="会从网页里读到什么")
@click.argument("pages", nargs=-1, required=True, metavar="文件或网址…")
@common
def extract_command(settings: Settings, pages: tuple[str, ...]) -> int:
    """会从网页里读到什么: 标题、时间、来源、正文。不存任何东西。"""
    rows = [_read(page, settings) for page in pages]
    if settings.as_json:
        say_json(rows)
    else:
        for row in rows:
            say(f"{row['file']}\n标题: {row['title']}\n时间: {row['published_at']} ({row['precision']})  来源: {row['source']}")
            if row["parts"]:
                say("分条: " + "; ".join(part["title"] for part in row["parts"]))
            say(f"{row['problem'] or row['text']}\n")
    return 3 if any(row["problem"] for row in rows) and not all(row["problem"] for row in rows) else 0


def _read(page: str, settings: Settings) -> dict[str, Any]:
    from digest import extract
    from digest.executor import Killable, TooHeavy

    body, url, content_type, problem = _bytes(page)
    reading = None
    if not problem:
        with Killable(processes=1) as worker:
            try:
                call = worker.submit(extract.read, body, url=url, content_type=content_type, now=settings.now)
                reading = call.result()
            except TooHeavy as error:
                problem = f"too heavy: 页面太重, 解析{error}"
    if reading is None:
        return dict.fromkeys(("title", "published_at", "source", "author", "text"), "") | {
            "file": page, "precision": "none", "problem": problem, "next_url": "", "parts": [],
        }  # fmt: skip
    return {
        "file": page,
        "title": reading.title,
        "published_at": iso(reading.published.at) if reading.published else None,
        "precision": reading.published.precision if reading.published else "none",
        "source": reading.source,
        "author": reading.author,
        "text": reading.text,
        "problem": reading.problem,
        "next_url": reading.next_url,
        "parts": [{"title": p.title, "start": p.start, "end": p.end} for p in reading.parts],
    }


def _bytes(page: str) -> tuple[bytes, str, str, str]:
    """Body, address, content type and problem of a file or an address that the user typed."""
    if page.startswith(("http://", "https://")):
        from digest import fetch
        from digest.model import Failure, Request
        from digest.text import origin_of

        # typed by the user, so its own host may be private
        answer = fetch.get(Request(page, "extract", "page", private=frozenset([origin_of(page)])))
        if isinstance(answer, Failure):
            return b"", page, "", f"{answer.kind}: {answer.message}"
        return answer.body, answer.final_url, answer.header("content-type"), ""
    path = Path(page)
    try:
        return path.read_bytes(), "", "", ""
    except OSError as error:
        raise NotFound(f"{page}: {error.strerror or error} —— 给出存在的文件或 http(s) 网址") from None
