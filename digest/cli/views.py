"""Records as the contract's JSON, and as lines for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from digest.model import with_doubt
from digest.text import one_line
from digest.weeks import beijing

if TYPE_CHECKING:
    from digest.model import Check, Draft
    from digest.store import Store

_VERDICTS = {"supported": "有据", "derived": "推算", "absent": "无据", "conflicting": "冲突"}
_KINDS = {
    "figure": "数字",
    "date": "日期",
    "name": "名称",
    "qualifier": "限定",
    "subject": "主体",
    "sum": "算术",
    "credit": "来源",
    "claim": "事实",
    "injection": "夹带指令",
}


def iso(stored: str | datetime | None) -> str | None:
    """A stored time as ISO 8601 in Beijing time, or None."""
    if not stored:
        return None
    return beijing(datetime.fromisoformat(stored) if isinstance(stored, str) else stored).isoformat()


def minute(stored: str | None) -> str:
    """A stored time as `02-27 19:02` in Beijing time, or blanks."""
    return f"{beijing(datetime.fromisoformat(stored)):%m-%d %H:%M}" if stored else " " * 11


def day(stored: str | None) -> str:
    """A stored time as `2026-02-27` in Beijing time, or blanks."""
    return f"{beijing(datetime.fromisoformat(stored)):%Y-%m-%d}" if stored else " " * 10


def width(text: str, cells: int) -> str:
    """The text padded to a number of terminal cells, a wide character counting two."""
    used = sum(2 if east_asian_width(ch) in "WF" else 1 for ch in text)
    return text + " " * max(0, cells - used)


def article_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's `article`, with what a reader should know of it, and with the items of a roundup."""
    plain = ("id", "url", "source", "credit", "title", "lang", "story", "section", "importance", "fate", "fate_reason")
    parts = [{"title": title, "story": story or None} for title, _, _, story in json.loads(row["parts"])]
    told = {"flags": flags_of(row), **({"parts": parts} if row["role"] == "roundup" else {})}
    return {**{k: row[k] for k in plain}, "published_at": iso(row["published_at"]), **told}


def flags_of(row: Mapping[str, Any]) -> list[str]:
    """What a reader should know of an article, each as `code: words`: pages that are missing, page and list at odds, a
    doubtful time."""
    return with_doubt([str(flag) for flag in json.loads(row["flags"])], row["date_flag"] or "")


def draft_json(store: Store, item: Draft) -> dict[str, Any]:
    """The contract's `draft`."""
    members = [m for _, m in store.articles.of_story(item.story)]
    rows = store.articles.rows_of([m.article for m in members])
    keys = ("id", "url", "source", "credit", "title")
    articles = [
        {
            **{k: rows[m.article][k] for k in keys},
            "published_at": iso(rows[m.article]["published_at"]),
            "role": m.role,
            "flags": flags_of(rows[m.article]),
        }
        for m in members
    ]
    fields = {k: v for k, v in asdict(item).items() if k not in ("checks", "approval_note")}
    return {
        **fields,
        "articles": articles,
        "checks": [asdict(c) for c in item.checks],
        "approved_by": item.approved_by or None,
        "approved_at": iso(item.approved_at),
        "note": item.approval_note or None,
    }


def draft_lines(item: Draft, document: Mapping[str, Any], reasons: Iterable[str]) -> list[str]:
    """A draft for reading: text, credit line, articles, and every check with the words it rests on."""
    articles = {a["id"]: a for a in document["articles"]}
    lines = [f"{item.id} · {item.week} · {item.section} · {'★' * item.importance} · {item.status} · 第 {item.revision} 版", ""]
    lines += [one_line(item.headline), "", *map(one_line, item.body.split("\n"))]
    lines += [f"(资料来源: {'、'.join(item.credits)})", "", "报道:"]
    for a in document["articles"]:
        lines.append(f"  {a['role']:<9} {a['credit']}  {a['title']}  {a['url']}")
        lines += [f"            ⚑ {one_line(flag)}" for flag in a["flags"]]
    lines += ["", "核对:", *(_check_line(c, articles) for c in item.checks)]
    lines += [line for conflict in item.conflicts for line in _conflict_lines(conflict)]
    return [*lines, "", "判断: " + "; ".join(reasons), *(f"注: {n}" for n in item.notes)]


def _conflict_lines(conflict: Mapping[str, Any]) -> list[str]:
    """What two reports say of one thing, a line for each side: value, whose, when, up to when, how many voices."""
    about = " ".join(filter(None, (one_line(str(conflict.get(key) or "")) for key in ("subject", "claim"))))
    lines = [f"  冲突 {one_line(str(conflict.get('note') or ''))}: {about}"]
    for side in conflict["sides"]:
        until = f", 截至 {side['cut_off']}" if side.get("cut_off") else ""
        when = str(side.get("published_at") or "")[5:16].replace("T", " ") or "时间不详"
        voices = f", 独立来源 {side['voices']} 个" if side.get("voices", 0) > 1 else ""
        value, whose, quote = (one_line(str(side[key])) for key in ("value", "credit", "quote"))
        lines.append(f"       {value}  {whose} ({when}{until}{voices}) “{quote[:60]}”")
    return lines


def _check_line(check: Check, articles: Mapping[str, Mapping[str, Any]]) -> str:
    spans = [
        f"{articles.get(e.article, {}).get('credit', e.article)}[{e.start}:{e.end}] “{one_line(e.quote)[:60]}”"
        for e in check.evidence
    ]
    head = f"  {_VERDICTS[check.verdict]} {_KINDS.get(check.kind, check.kind)} “{one_line(check.claim)}” ({check.field})"
    return " ".join(filter(None, [head, "← " + "; ".join(spans[:3]) if spans else "", check.note]))
